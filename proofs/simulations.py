"""What a simulation that belongs to a derivation leaves: figures, and lines of text with its verdicts. Records only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Figure", "Simulation"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its title, a caption that says what to see and what came of it, its files as SVG and as PNG."""

    title: str
    caption: str
    svg: Path
    png: Path


@dataclass(frozen=True, slots=True)
class Simulation:
    """Figures, a line of text for every run, and whether every run passed the rule that was stated in advance."""

    figures: tuple[Figure, ...]
    lines: tuple[str, ...]
    passed: bool

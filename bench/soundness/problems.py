"""The true statements that the campaigns start from: those of the claim files and the lines of least squares."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sympy import Basic

from bench.soundness.least_squares import LINES
from symbolic.language.problem import Problem, parse_problem

CLAIMS = Path(__file__).resolve().parents[2] / "tests" / "claims"
FILES = tuple(sorted(path.stem for path in CLAIMS.glob("*.toml")))


@cache
def entries(name: str) -> tuple[dict[str, Any], ...]:
    """The claims of a file as they stand there."""
    return tuple(tomllib.loads((CLAIMS / f"{name}.toml").read_text(encoding="utf-8"))["claim"])


def true_claims(*names: str) -> Iterator[tuple[str, Problem]]:
    """The true claims of some files, each with its id."""
    for name in names:
        for entry in entries(name):
            if entry["expect"] == "proved":
                yield entry["id"], parse_problem(entry["let"], entry.get("given", ()), entry["claim"])


def least_squares() -> Iterator[tuple[str, Problem]]:
    """The groups of lines of least squares."""
    for name, group in LINES.items():
        yield name, parse_problem(*group)


def vocabulary(problem: Problem) -> list[Basic]:
    """The symbols of a problem, sizes included."""
    return [*problem.symbols.values(), *problem.dimensions.values()]

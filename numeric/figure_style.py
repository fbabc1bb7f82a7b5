"""How all figures look, and how they are written.

Conventions: type of 10 points and a width of 7 or 10 inches; the colours of Okabe and Ito, told apart under every
common colour blindness, and dashes or markers that differ as well. SVG files are the same bytes for the same data.

Main results: `panels`, `save`. Reference: Okabe and Ito, Color Universal Design, 2008.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, SKY, VERMILLION, GREEN, ORANGE, PURPLE = "#0072B2", "#56B4E9", "#D55E00", "#009E73", "#E69F00", "#CC79A7"
INK, GREY, PALE = "#222222", "#767676", "#E3E3E3"

STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "svg.hashsalt": "lineproof",
    "svg.fonttype": "path",
}


def panels(rows: int, columns: int, size: tuple[float, float], **options: Any) -> tuple[Figure, list[Axes]]:
    """A figure with rows * columns panels, listed row by row, `options` as for `Figure.subplots`; call inside
    `matplotlib.rc_context(STYLE)`.
    """
    figure = Figure(figsize=size, layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False, **options)
    axes: list[Axes] = list(grid.flat)
    for one in axes:
        one.grid(axis="y", color=PALE, linewidth=0.7)
        one.set_axisbelow(True)
    return figure, axes


def save(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """Write `stem`.png (200 dots per inch) and `stem`.svg, making the folder if need be; returns both paths."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    png, svg = stem.with_name(stem.name + ".png"), stem.with_name(stem.name + ".svg")
    with matplotlib.rc_context(STYLE):
        figure.savefig(png, dpi=200, metadata={"Software": None})
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg

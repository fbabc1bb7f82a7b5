"""Figure of the cost of per-sample gradient norms: counted multiplications and working memory, against published
claims.

Conventions: as in `operation_counts`; the curves are the exact polynomials, the dots are counted runs at small sizes.

Main results: `cost_figure`, `save_cost_figure`. Reference: Goodfellow, Efficient per-example gradient computations,
2015.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import sympy
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeric.figure_style import BLUE, GREEN, GREY, ORANGE, STYLE, VERMILLION, panels, save
from numeric.norm_table import CLAIMS
from numeric.operation_counts import Algorithm, D, K, N, cost, count

LAYERS, SAMPLES, WIDTH = 3, 256, 256
DRAWN: tuple[tuple[Algorithm, str, str], ...] = (
    ("naive", VERMILLION, "-"), ("one sample at a time", ORANGE, "-."), ("efficient", BLUE, "-"))


def _values(polynomial: Any, sizes: np.ndarray[Any, Any], variable: Any, fixed: dict[Any, int]) -> list[float]:
    restricted = polynomial.subs(fixed)
    return [float(restricted.subs(variable, int(size))) for size in sizes]


def _time_panel(axes: Axes) -> None:
    widths, fixed = np.unique(np.geomspace(1, 1024, 30).astype(int)), {N: SAMPLES, K: LAYERS}
    formed = cost("naive", "backward", "multiplications") - cost("efficient", "backward", "multiplications")
    steps = {
        "naive: form every gradient, square it": (formed + cost("naive", "norms", "multiplications"), VERMILLION, "-"),
        "efficient: two squared norms": (cost("efficient", "norms", "multiplications"), BLUE, "-"),
    }
    for label, (polynomial, colour, dash) in steps.items():
        axes.plot(widths, _values(polynomial, widths, D, fixed), color=colour, linestyle=dash, linewidth=1.8, label=label)
    claims = {"published, naive: $D^2 K$": ("T (naive)", VERMILLION), "published, efficient: $2 D K$": ("T (efficient)", BLUE)}
    for label, (column, colour) in claims.items():
        claimed = CLAIMS["norms", column]  # type: ignore[index]
        axes.plot(widths, _values(claimed, widths, D, fixed), color=colour, linestyle=":", linewidth=1.6, label=label)
    axes.set(xscale="log", yscale="log", xlabel="width $D$", ylabel="multiplications of the norm step",
             title=f"Norm step: {SAMPLES} samples, {LAYERS} layers")
    axes.legend(loc="upper left")
    axes.set_ylim(1.0, 3e13)


def _memory_panel(axes: Axes) -> None:
    samples, fixed = np.unique(np.geomspace(1, 4096, 30).astype(int)), {D: WIDTH, K: LAYERS}
    for algorithm, colour, dash in DRAWN:
        polynomial = cost(algorithm, "norms", "working")
        axes.plot(samples, _values(polynomial, samples, N, fixed), color=colour, linestyle=dash, linewidth=1.8,
                  label=algorithm)
    axes.plot(samples, [LAYERS * WIDTH**2] * len(samples), color=GREY, linestyle=":", linewidth=1.6,
              label="published, both: $K D^2$")
    axes.set(xscale="log", yscale="log", xlabel="samples $N$", ylabel="numbers in working memory",
             title=f"Memory up to the norms: width {WIDTH}, {LAYERS} layers")
    axes.legend(loc="upper left")
    axes.set_ylim(1e5, 1e11)


def _run_panel(axes: Axes) -> None:
    widths = np.arange(1, 13)
    for algorithm, colour, dash in DRAWN[::2]:
        polynomial = cost(algorithm, "backward", "multiplications")
        axes.plot(widths, _values(polynomial, widths, D, {N: 3, K: LAYERS}), color=colour, linestyle=dash, linewidth=1.4,
                  label=f"{algorithm}: ${_latex(polynomial)}$")
        axes.plot(widths, [count(algorithm, "backward", "multiplications", 3, LAYERS, int(d)) for d in widths], "o",
                  color=colour, markersize=5)
    claimed = CLAIMS["backward", "T (efficient)"]
    axes.plot(widths, _values(claimed, widths, D, {N: 3, K: LAYERS}), color=GREEN, linestyle=":", linewidth=1.6,
              label="published, both: $2 D^2 N K$")
    axes.set(xlabel="width $D$", ylabel="multiplications of the backward pass", ylim=(0, None),
             title=f"Backward pass: dots are counted runs, N = 3, K = {LAYERS}")
    axes.legend(loc="upper left")


def _latex(polynomial: Any) -> str:
    return str(sympy.latex(polynomial))


def cost_figure() -> Figure:
    """Counted runs on their polynomials, the norm step against the width, memory against the number of samples."""
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(1, 3, (13.5, 4.4))
        _run_panel(axes[0])
        _time_panel(axes[1])
        _memory_panel(axes[2])
    return figure


def save_cost_figure(folder: Path) -> tuple[Path, Path]:
    """Write the figure into the folder; returns the paths, PNG before SVG."""
    return save(cost_figure(), folder / "gradient_norm_cost")

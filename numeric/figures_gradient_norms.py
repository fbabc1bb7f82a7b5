"""Figures of the cost of per-sample gradient norms: counted multiplications and memory, against published claims.

Conventions: as in `operation_counts`; the curves are the exact polynomials, the dots are counted runs at small sizes.

Main results: `cost_figure`, `backward_figure`, `save_cost_figures`.
Reference: Goodfellow, Efficient per-example gradient computations, 2015.
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
        axes.plot(widths, _values(polynomial, widths, D, fixed), color=colour, linestyle=dash, linewidth=1.8,
                  label=label)
    claims = {
        "published, naive: $D^2 K$": (CLAIMS["norms", "T (naive)"], VERMILLION),
        "published, efficient: $2 D K$": (CLAIMS["norms", "T (efficient)"], BLUE),
    }
    for label, (claimed, colour) in claims.items():
        axes.plot(widths, _values(claimed, widths, D, fixed), color=colour, linestyle=":", linewidth=1.6, label=label)
    axes.set(xscale="log", yscale="log", xlabel="width $D$", ylabel="multiplications of the norm step",
             title=f"Norm step: {SAMPLES} samples, {LAYERS} layers")
    axes.legend(loc="upper left")
    axes.set_ylim(1.0, 1e13)


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
    axes.set_ylim(1e5, 3e10)


def _run_panel(axes: Axes) -> None:
    widths = np.arange(1, 13)
    for algorithm, colour, dash in DRAWN[::2]:
        polynomial = cost(algorithm, "backward", "multiplications")
        values = _values(polynomial, widths, D, {N: 3, K: LAYERS})
        axes.plot(widths, values, color=colour, linestyle=dash, linewidth=1.4,
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
    """The norm step against the width, and memory against the number of samples."""
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(1, 2, (10.0, 4.4))
        _time_panel(axes[0])
        _memory_panel(axes[1])
    return figure


def backward_figure() -> Figure:
    """Multiplications of the backward pass against the width: counted runs, their polynomials, the claim."""
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(1, 1, (7.0, 4.4))
        _run_panel(axes[0])
    return figure


def save_cost_figures(folder: Path) -> tuple[Path, ...]:
    """Write both figures into the folder; returns the paths, PNG before SVG."""
    return (*save(cost_figure(), folder / "gradient_norm_cost"),
            *save(backward_figure(), folder / "gradient_norm_backward"))

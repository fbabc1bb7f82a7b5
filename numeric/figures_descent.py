"""Figures of gradient descent: the line of solutions and where each start ends, and rates against the singular values.

Conventions: as in `gradient_descent`; steps are given as shares of the bound 2 n / (factor * sigma_1^2).

Main results: `solutions_figure`, `rates_figure`, `save_descent_figures`.
Reference: Polyak, Introduction to Optimization, section 1.4.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeric.figure_style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PURPLE, SKY, STYLE, VERMILLION, panels, save
from numeric.gradient_descent import LeastSquares, descend, underdetermined_example

STARTS = (((0.0, 0.0), BLUE), ((2.0, -1.4), VERMILLION), ((-0.6, 1.6), PURPLE), ((3.7, 2.1), GREEN))
SHARES = ((0.5, BLUE, "-"), (0.97, GREEN, "-."), (1.0, GREY, "--"), (1.02, VERMILLION, ":"))


def solutions_figure() -> Figure:
    """X = [1 1], t = 3: every start ends at the nearest point of the line w_1 + w_2 = 3; the start 0 at (3/2, 3/2)."""
    example = underdetermined_example()
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = panels(1, 1, (6.2, 5.4))
        axes.grid(visible=False)
        ticks = np.linspace(-2.0, 4.6, 160)
        first, second = np.meshgrid(ticks, ticks)
        axes.contour(first, second, (first + second - 3.0) ** 2, levels=[0.25, 1, 2.25, 4, 9, 16, 25], colors=PALE,
                     linewidths=1.0)
        axes.plot([-1.2, 4.6], [4.2, -1.6], color=INK, linewidth=1.8)
        axes.text(-0.95, 4.08, "solutions $w_1 + w_2 = 3$", fontsize=10, va="center")
        for start, colour in STARTS:
            found = descend(example, np.array(start), 0.3 * example.step_bound, 12)
            axes.plot(*found.iterates.T, "o-", color=colour, markersize=4, linewidth=1.2)
            axes.plot(*found.limit, "*", color=colour, markersize=14, markeredgecolor="white", zorder=5)
            above = start[0] + start[1] > 3.0
            label = f"$w(0)$ = ({start[0]:g}, {start[1]:g})".replace("-", "\N{MINUS SIGN}")
            axes.annotate(label, start, (0, 9 if above else -16),
                          textcoords="offset points", ha="center", fontsize=9.5, color=colour)
        axes.text(1.68, 1.62, "minimum norm\n(3/2, 3/2)", fontsize=9.5, color=BLUE, va="bottom")
        axes.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-2.0, 4.6), ylim=(-2.0, 4.2), aspect="equal",
                 title="Gradient descent moves only in the row space of X")
    return figure


def spread_problem(generator: np.random.Generator) -> LeastSquares:
    """A 4 x 6 problem with singular values 3, 2, 1.2 and 0.6 and random singular vectors."""
    left, _ = np.linalg.qr(generator.standard_normal((4, 4)))
    right, _ = np.linalg.qr(generator.standard_normal((6, 4)))
    return LeastSquares(left @ np.diag([3.0, 2.0, 1.2, 0.6]) @ right.T, generator.standard_normal(4))


def _multiplier_panel(axes: Axes, problem: LeastSquares) -> None:
    shares = np.linspace(0.0, 1.12, 400)
    multipliers = np.abs(np.array([problem.multipliers(share * problem.step_bound) for share in shares]))
    styles = zip(problem.singular_values, (VERMILLION, ORANGE, SKY, BLUE), multipliers.T, strict=True)
    for sigma, colour, values in styles:
        axes.plot(shares, values, color=colour, linewidth=1.4, label=rf"$\sigma = {sigma:.1f}$")
    axes.plot(shares, multipliers.max(axis=1), color=INK, linewidth=3.5, alpha=0.25, label="rate: the largest")
    best = problem.best_step / problem.step_bound
    axes.plot(best, problem.rate(problem.best_step), "o", color=INK, markersize=5)
    axes.annotate(f"best step: {best:.2f} of the bound", (best, problem.rate(problem.best_step)), (0.93, 1.17),
                  ha="right", fontsize=9, arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8})
    axes.axvline(1.0, color=GREY, linewidth=1.0, linestyle=":")
    axes.axhline(1.0, color=GREY, linewidth=1.0, linestyle=":")
    axes.set(xlabel="step / bound", ylabel=rf"$|1 - {problem.factor:g}\,\alpha\,\sigma_i^2 / n|$",
             xlim=(0.0, 1.12), ylim=(0.0, 1.3), title="What one iteration multiplies the distance by")
    axes.legend(loc="lower left")


def _distance_panel(axes: Axes, problem: LeastSquares, iterations: int) -> None:
    ticks = np.arange(iterations + 1)
    for share, colour, dash in SHARES:
        step = share * problem.step_bound
        found = descend(problem, np.zeros(problem.X.shape[1]), step, iterations)
        axes.plot(ticks, found.distances, color=colour, linestyle=dash, linewidth=1.8,
                  label=f"step {share:g} of the bound, rate {problem.rate(step):.3f}")
        asymptote = found.distances[-1] * problem.rate(step) ** (ticks - iterations)
        axes.plot(ticks, asymptote, color=colour, linewidth=0.7, alpha=0.7)
    axes.set_yscale("log")
    axes.set(xlabel="iteration $k$", ylabel=r"$\|w_k - w_\infty\|$", xlim=(0, iterations),
             title="Distance to the limit (thin: the rate alone)")
    axes.legend(loc="lower left")


def rates_figure(problem: LeastSquares, iterations: int = 150) -> Figure:
    """Multipliers by singular value against the step, and distances to the limit below, at and past the bound."""
    with matplotlib.rc_context(STYLE):
        figure, (left, right) = panels(1, 2, (10.0, 4.4))
        _multiplier_panel(left, problem)
        _distance_panel(right, problem, iterations)
    return figure


def save_descent_figures(folder: Path, generator: np.random.Generator) -> tuple[Path, ...]:
    """Write both figures into the folder; returns the paths, PNG before SVG."""
    return (*save(solutions_figure(), folder / "descent_solutions"),
            *save(rates_figure(spread_problem(generator)), folder / "descent_rates"))

"""Figures of a Monte Carlo run: the whole law of the training loss, and the convergence of its mean.

Conventions: the look of `numeric.figure_style`; 7 x 4.6 inches, so that a figure shown 700 pixels wide has type of
about 14 pixels. Losses are in the squared unit of the targets, n L / sigma^2 has no unit.

Main results: `law_figure`, `convergence_figure`, `save_figure`, `save_run_figures`.

Reference: Cleveland, The Elements of Graphing Data, 1994.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import gammaln

from numeric.figure_style import BLUE, GREY, INK, SKY, STYLE, VERMILLION, panels
from numeric.figure_style import save as save_figure
from numeric.montecarlo import TrainingLossRun
from numeric.noise import SimulationError
from numeric.training_loss import LawTest, Vector

__all__ = ["chi_square_density", "convergence_figure", "law_figure", "save_figure", "save_run_figures"]


def _panels(title: str, heights: tuple[float, float]) -> tuple[Figure, Axes, Axes]:
    figure, (upper, lower) = panels(2, 1, (7.0, 4.6), sharex=True, height_ratios=heights)
    upper.set_title(title)
    return figure, upper, lower


def _setting(run: TrainingLossRun) -> str:
    return f"n = {run.n}, d = {run.d}, {run.law.capitalize()} noise, {run.draws:,} draws, seed {run.seed}"


def chi_square_density(values: Vector, degrees: int) -> Vector:
    """The density of the chi-square law with `degrees` degrees of freedom at positive `values`, of any shape.

    >>> chi_square_density(np.array([2.0]), 2).round(6).tolist()
    [0.18394]
    """
    half = degrees / 2.0
    logarithm = (half - 1.0) * np.log(values) - values / 2.0 - half * np.log(2.0) - gammaln(half)
    return np.asarray(np.exp(logarithm), dtype=np.float64)


def _draw_law(axes: Axes, law: LawTest, edges: Vector, draws: int) -> None:
    density = np.array(law.counts[1:-1]) / draws / np.diff(edges)
    axes.stairs(density, edges, fill=True, color=SKY, alpha=0.55, label="simulated")
    grid = np.linspace(edges[0], edges[-1], 400)
    exact = rf"exact: $\chi^2$ with $n - d = {law.degrees}$ degrees of freedom"
    axes.plot(grid, chi_square_density(grid, law.degrees), color=VERMILLION, linewidth=1.8, label=exact)
    axes.set_ylim(0.0, 1.4 * float(density.max()))
    axes.set_ylabel("probability density")
    verdict = f"goodness of fit: p = {law.p_value:.2g}, {'passes' if law.passed else 'fails'}"
    axes.legend(loc="upper right", handlelength=1.6, title=verdict, alignment="left")


def law_figure(run: TrainingLossRun) -> Figure:
    """Histogram of n L / sigma^2 with the exact chi-square density, and below it the residual of every bin in standard
    deviations. Raises `SimulationError` for a run without a known law (noise that is not Gaussian, or n = d).
    """
    law = run.distribution
    if law is None:
        raise SimulationError(f"figure of the law: expected Gaussian noise and n > d, got {_setting(run)}")
    edges, chance = np.array(law.edges), np.array(law.probabilities[1:-1])
    with matplotlib.rc_context(STYLE):
        figure, upper, lower = _panels(_setting(run), (3.0, 1.0))
        _draw_law(upper, law, edges, run.draws)
        residual = (np.array(law.counts[1:-1]) - run.draws * chance) / np.sqrt(run.draws * chance * (1.0 - chance))
        lower.axhspan(-2.0, 2.0, color=GREY, alpha=0.15, linewidth=0)
        lower.plot((edges[1:] + edges[:-1]) / 2.0, residual, "o", markersize=3, color=BLUE)
        reach = 1.15 * max(3.0, float(np.abs(residual).max()))
        lower.set_ylim(-reach, reach)
        lower.set_ylabel("residual\n(std. dev.)")
        lower.set_xlabel(r"$n\,L\,/\,\sigma^2$  (no unit)")
        figure.align_ylabels()
    return figure


def convergence_figure(run: TrainingLossRun) -> Figure:
    """Running raw and control-variate means with the claimed mean and the band that the pass rule allows, and below
    them the same in exact standard errors.
    """
    draws = np.array([point.draws for point in run.trace], dtype=np.float64)
    raw, controlled = (np.array([getattr(point, name) for point in run.trace]) for name in ("raw", "controlled"))
    with matplotlib.rc_context(STYLE):
        figure, upper, lower = _panels(_setting(run), (2.2, 1.0))
        series = (
            ("raw mean", raw, run.raw.variance, SKY, BLUE, "-"),
            ("with control variate", controlled, run.controlled.variance, VERMILLION, VERMILLION, "--"),
        )
        limit = run.rule.standard_errors
        for label, mean, variance, shade, colour, dash in series:
            error = np.sqrt(variance / draws)
            upper.fill_between(
                draws, run.target - limit * error, run.target + limit * error, color=shade, alpha=0.22, linewidth=0
            )
            upper.plot(draws, mean, dash, color=colour, linewidth=1.6, label=label)
            if variance > 0.0:
                lower.plot(draws, (mean - run.target) / error, dash, color=colour, linewidth=1.4)
        upper.axhline(run.target, color=INK, linewidth=1.0, label=rf"claimed: {run.target:.6g}")
        upper.legend(loc="upper right", title=f"bands: ±{limit:g} standard errors", alignment="left")
        upper.set_ylabel("mean training loss\n(unit of $t$, squared)")
        for sign in (-1.0, 1.0):
            lower.axhline(sign * limit, color=GREY, linewidth=1.0, linestyle=":")
        lower.axhline(0.0, color=INK, linewidth=1.0)
        lower.set_ylim(-1.3 * limit, 1.3 * limit)
        lower.set_yticks([-limit, 0.0, limit])
        lower.set_ylabel("error\n(std. errors)")
        lower.set_xlabel("number of draws")
        lower.set_xscale("log")
        if len(draws) > 1:
            lower.set_xlim(draws[0], draws[-1])
        figure.align_ylabels()
    return figure


def save_run_figures(run: TrainingLossRun, folder: Path, name: str = "expected_training_loss") -> tuple[Path, ...]:
    """Write every figure that `run` has into `folder`; returns the paths, PNG before SVG, convergence before law."""
    paths = save_figure(convergence_figure(run), folder / f"{name}_convergence")
    if run.distribution is None:
        return paths
    return paths + save_figure(law_figure(run), folder / f"{name}_law")

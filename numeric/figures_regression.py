"""Figures of the polynomial regression: double descent by basis, what the solver changes, and the fitted curves.

Conventions: one panel for each basis; the degree on a logarithmic axis; losses are half mean squares against the
noise-free target. The dotted line is the interpolation threshold d + 1 = n.

Main results: `double_descent_figure`, `solver_figure`, `curves_figure`, `save_regression_figures`.
Reference: Belkin, Hsu, Ma, Mandal, Reconciling modern machine-learning practice and the bias-variance trade-off, 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeric.figure_style import BLUE, GREEN, GREY, INK, ORANGE, SKY, STYLE, VERMILLION, panels, save
from numeric.polynomial_regression import (
    BASES,
    DEGREES,
    Basis,
    Data,
    classical_data,
    constant_loss,
    fit_polynomial,
    grid,
    target,
)
from numeric.regression_evidence import Evidence, SolverDependence, gather, solver_dependence

CURVE_DEGREES = (4, 15, 70)
TICKS = (2, 4, 7, 10, 15, 30, 70, 200)


def _threshold(axes: Axes, n: int) -> None:
    axes.axvline(n - 1, color=GREY, linewidth=1.0, linestyle=":")


def _degree_axis(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
    axes.minorticks_off()
    axes.set_xlim(1.7, 240.0)


def _point_out(axes: Axes, losses: Mapping[int, float], words: str, place: tuple[float, float]) -> None:
    """Name the smallest loss, with the words at the place."""
    best = min(losses, key=lambda d: losses[d])
    axes.annotate(f"{words}: d = {best}\nloss {losses[best]:.4f}", (best, losses[best]), place, ha="center",
                  va="bottom" if place[1] > losses[best] else "top", fontsize=9,
                  arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8})


def _descent_panel(axes: Axes, evidence: tuple[Evidence, ...]) -> None:
    routes = {e.route: e for e in evidence}
    exact, closed = routes["exact"], routes["closed form"]
    axes.set_yscale("log")
    axes.plot(list(exact.every), list(exact.every.values()), color=SKY, linewidth=1.2, label="every degree (QR)")
    axes.plot(list(exact.test), list(exact.test.values()), "o", color=BLUE, markersize=5.5,
              label="listed degrees, without rounding")
    axes.plot(list(closed.test), list(closed.test.values()), "x", color=VERMILLION, markersize=6.5, markeredgewidth=1.6,
              label="listed degrees, closed form with inverse")
    axes.axhline(constant_loss(), color=GREEN, linewidth=1.2, linestyle="--", label="best constant")
    _threshold(axes, exact.n)
    axes.text(exact.n - 1.4, 3e10, f"$d + 1 = n = {exact.n}$", ha="right", va="top", color=GREY, fontsize=9)
    best = min(exact.test, key=lambda d: exact.test[d])
    _point_out(axes, exact.test, "best listed", (best, 12.0) if best < exact.n else (1.6 * best, 300.0))
    _point_out(axes, exact.every, "best of all", (6.0, 3e-4))
    axes.set_title(f"{exact.basis.capitalize()} features")
    axes.set_xlabel("degree $d$")
    axes.set_ylim(1e-5, 1e11)
    _degree_axis(axes)


def double_descent_figure(evidence: dict[Basis, tuple[Evidence, ...]]) -> Figure:
    """The test loss against the degree, a panel for each basis; `evidence` as `gather` returns it."""
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(1, len(evidence), (10.0, 4.4), sharey=True)
        for one, found in zip(axes, evidence.values(), strict=True):
            _descent_panel(one, found)
        axes[0].set_ylabel("test loss")
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return figure


def _solver_panel(axes: Axes, rows: tuple[SolverDependence, ...], n: int) -> None:
    degrees, floor = [row.degree for row in rows], 1e-17
    axes.plot(degrees, [row.squared_condition_eps for row in rows], color=GREY, linestyle="--", linewidth=1.2,
              label=r"$\kappa(X)^2\,\epsilon$")
    axes.plot(degrees, [row.condition * 2.0**-53 for row in rows], color=GREY, linestyle=":", linewidth=1.4,
              label=r"$\kappa(X)\,\epsilon$")
    closed = [row.errors["columns" if row.degree < n else "rows"] for row in rows]
    axes.plot(degrees, [max(e, floor) for e in closed], "x-", color=VERMILLION, linewidth=1.2, markeredgewidth=1.6,
              label="closed form with inverse")
    axes.plot(degrees, [max(row.errors["qr"], floor) for row in rows], "o-", color=BLUE, linewidth=1.2, markersize=5,
              label="QR")
    axes.plot(degrees, [max(row.errors["svd"], floor) for row in rows], "^-", color=ORANGE, linewidth=1.2, markersize=5,
              label="SVD")
    axes.set_yscale("log")
    axes.axhspan(1.0, 1e13, color="#F6E3DA", zorder=0)
    axes.text(210, 2.5e12, "no digit is right", ha="right", va="top", fontsize=9, color=VERMILLION)
    axes.text(14.5, 2e-18, "zero is drawn at $10^{-17}$", fontsize=8.5, color=GREY)
    axes.set_ylim(1e-18, 1e13)
    _threshold(axes, n)
    axes.set_title(f"{rows[0].basis.capitalize()} features")
    axes.set_xlabel("degree $d$")
    _degree_axis(axes)


def solver_figure(dependence: dict[Basis, tuple[SolverDependence, ...]], n: int) -> Figure:
    """The relative error of the test loss by solver beside what the condition number lets expect."""
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(1, len(dependence), (10.0, 4.4), sharey=True)
        for one, rows in zip(axes, dependence.values(), strict=True):
            _solver_panel(one, rows, n)
        axes[0].set_ylabel("relative error of the test loss")
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return figure


def curves_figure(data: Data) -> Figure:
    """The fitted polynomials (by QR) over the data and the target: a row for each basis, a column for each degree."""
    points = grid()
    with matplotlib.rc_context(STYLE):
        figure, axes = panels(len(BASES), len(CURVE_DEGREES), (10.0, 5.2), sharex=True, sharey=True)
        cells = [(basis, degree) for basis in BASES for degree in CURVE_DEGREES]
        for one, (basis, degree) in zip(axes, cells, strict=True):
            fitted = fit_polynomial(data, degree, basis, "qr")
            one.plot(points, target(points), color=GREEN, linestyle="--", linewidth=1.4, label="target sin(10 x)")
            one.plot(points, fitted(points), color=BLUE, linewidth=1.4, label="fitted polynomial")
            one.plot(data.inputs, data.targets, "o", color=INK, markersize=4, label=f"{data.size} noisy points")
            one.set_title(f"{basis.capitalize()}, d = {degree}: loss {fitted.test_loss:.3g}")
            one.set_ylim(-2.2, 2.2)
            one.set_xlim(0.0, 1.0)
        for one in axes[-len(CURVE_DEGREES):]:
            one.set_xlabel("$x$")
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return figure


def save_regression_figures(folder: Path, data: Data | None = None) -> tuple[Path, ...]:
    """Write the three figures into the folder; returns the paths, PNG before SVG."""
    points = data or classical_data()
    evidence = {basis: gather(points, basis) for basis in BASES}
    degrees = tuple(sorted({*DEGREES, points.size - 1, points.size}))
    dependence = {basis: solver_dependence(points, basis, degrees) for basis in BASES}
    return (*save(double_descent_figure(evidence), folder / "double_descent"),
            *save(solver_figure(dependence, points.size), folder / "regression_solvers"),
            *save(curves_figure(points), folder / "regression_curves"))

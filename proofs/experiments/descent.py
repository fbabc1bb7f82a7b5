"""Gradient descent run beside its derivation: iterates against their closed form, below and past the bound.

The rule, stated in advance: every iterate agrees with the closed form, and stays in its row space, to 1e-9 of the
distance at the start; below the bound the distance shrinks, past it it grows.

Reference: H. W. Engl, M. Hanke, A. Neubauer, Regularization of Inverse Problems, section 6.1.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from numeric.figure_style import save
from numeric.figures_descent import rates_figure, solutions_figure, spread_problem
from numeric.gradient_descent import LeastSquares, Trajectory, descend, random_problem, underdetermined_example
from numeric.montecarlo import Progress
from proofs.simulations import Figure, Simulation

__all__ = ["gradient_descent"]

ITERATIONS = 150
AGREEMENT = 1e-9
SHARES = (0.5, 0.97, 1.02)


def gradient_descent(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """Wide, tall and square problems from a random start at three steps; the line of solutions and the rates drawn."""
    generator = np.random.default_rng(seed)
    spread = spread_problem(generator)
    problems = [underdetermined_example(), spread, *(random_problem(generator, *size) for size in ((8, 3), (5, 5)))]
    starts = [generator.standard_normal((1, problem.X.shape[1]))[0] for problem in problems]
    runs = []
    for problem, start in zip(problems, starts, strict=True):
        for share in SHARES:
            runs.append(_judged(descend(problem, start, share * problem.step_bound, ITERATIONS), share))
            progress(len(runs), len(problems) * len(SHARES))
    lines = tuple(line for line, _ in runs)
    return Simulation(_figures(folder, spread), lines, all(passed for _, passed in runs))


def _judged(run: Trajectory, share: float) -> tuple[str, bool]:
    """The verdict on a run in words, and whether it passed."""
    problem, distances = run.problem, run.distances
    scale = max(distances[0], distances[-1])
    closed = [problem.closed_form(run.iterates[0], run.step, k) for k in range(len(run.iterates))]
    gap = float(np.max(np.abs(run.iterates - closed))) / scale
    outside = float(np.max(run.outside_row_space)) / scale
    right_way = bool((distances[-1] < distances[0]) == (share < 1.0))
    passed = gap < AGREEMENT and outside < AGREEMENT and right_way
    n, m = problem.X.shape
    return (
        f"n = {n}, d = {m}, step {share:g} of the bound: largest multiplier {problem.rate(run.step):.4f}, "
        f"distance to the limit {distances[0]:.3g}, after {ITERATIONS} iterations {distances[-1]:.3g}; closed form to "
        f"{gap:.1g}, outside the row space {outside:.1g} ({AGREEMENT:g} allowed): {'passed' if passed else 'FAILED'}."
    ), passed


def _figures(folder: Path, spread: LeastSquares) -> tuple[Figure, ...]:
    drawn = (
        (
            "solutions",
            solutions_figure(),
            "One sample, two weights: where descent ends",
            "Every start moves at right angles to the line of solutions and ends at its nearest point; only the start "
            "0 ends at the solution of least norm, (3/2, 3/2).",
        ),
        (
            "rates",
            rates_figure(spread, ITERATIONS),
            "Rates against singular values",
            "Four samples, six weights. Left: what one iteration multiplies each component of the error by; the bound "
            "is where the largest singular value reaches -1. Right: distances to the limit; past the bound they grow.",
        ),
    )
    figures = []
    for name, figure, title, caption in drawn:
        png, svg = save(figure, folder / f"gradient_descent_{name}")
        figures.append(Figure(title, caption, svg, png))
    return tuple(figures)

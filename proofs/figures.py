"""Simulations and figures that belong to derivations: which derivation has which, and how they are made.

A derivation is named as in the catalog. Its maker runs the simulation, judges it by a rule stated in advance, and draws
what it saw; the derivation itself stays free of numbers. Makers take a folder for the files, the seed of the run, the
number of processes, and a callback that is told of progress. This module loads matplotlib.

Main results: `simulate`, the simulation of a derivation by its name.

>>> sorted(MAKERS)  # doctest: +NORMALIZE_WHITESPACE
['expected_training_loss', 'gated_network_backprop', 'gradient_descent', 'gradient_norm_cost',
 'polynomial_regression', 'sorting_network']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from numeric.figures import convergence_figure, law_figure, save_figure
from numeric.montecarlo import Progress, TrainingLossRun, simulate_training_loss
from numeric.noise import GAUSSIAN, LAPLACE, RADEMACHER, UNIFORM
from proofs.experiments.backpropagation import gated_network_backprop
from proofs.experiments.descent import gradient_descent
from proofs.experiments.gradient_norms import gradient_norm_cost
from proofs.experiments.regression import polynomial_regression
from proofs.experiments.sorting import sorting_network
from proofs.simulations import Figure, Simulation

__all__ = ["DRAWS", "MAKERS", "simulate"]

DRAWS = 200_000
SAMPLES, FEATURES, SIGMA = 50, 10, 0.5
NOISE = (GAUSSIAN, RADEMACHER, UNIFORM, LAPLACE)

Maker = Callable[[Path, int, int, Progress], Simulation]


def expected_training_loss(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """The mean training loss under four laws of noise against sigma^2 (n - d)/n; for Gaussian noise its whole law."""
    design = np.random.default_rng(seed).standard_normal((SAMPLES, FEATURES))

    def told(before: int, draws: int, _wanted: int) -> None:
        progress(before + draws, DRAWS * len(NOISE))

    runs = [
        simulate_training_loss(
            design, seed=seed, draws=DRAWS, sigma=SIGMA, law=law, workers=workers, progress=partial(told, k * DRAWS)
        )
        for k, law in enumerate(NOISE)
    ]
    gaussian, lines = runs[NOISE.index(GAUSSIAN)], tuple(map(_means, runs))
    drawn = (
        ("convergence", convergence_figure, "Mean training loss against σ²(n − d)/n, Gaussian noise", " ".join(lines)),
        ("law", law_figure, "Law of nL/σ² against chi-square with n − d degrees of freedom", _fit(gaussian)),
    )
    figures = []
    for kind, draw, title, caption in drawn:
        png, svg = save_figure(draw(gaussian), folder / f"expected_training_loss_{kind}")
        figures.append(Figure(title, caption, svg, png))
    return Simulation(tuple(figures), (*lines, _fit(gaussian)), all(run.passed for run in runs))


def _means(run: TrainingLossRun) -> str:
    """The verdict on the means of a run, in words."""
    limit = f"{run.rule.standard_errors:g} standard errors allowed"
    passed = run.raw.passed and run.controlled.passed
    return (
        f"{run.law.capitalize()} noise, {run.draws:,} draws: claimed {run.target:.6g}, mean {run.raw.mean:.6g} "
        f"({run.raw.z:+.2f} standard errors), with control variate {run.controlled.mean:.6g} "
        f"({run.controlled.z:+.2f}); {limit}: {_word(passed)}."
    )


def _fit(run: TrainingLossRun) -> str:
    """The verdict on the whole law of a run with Gaussian noise."""
    law = run.distribution
    if law is None:
        return f"{run.law.capitalize()} noise: no law to compare with."
    rule = f"at least {run.rule.significance:g} allowed"
    return f"{run.draws:,} draws, goodness of fit p = {law.p_value:.2g}; {rule}: {_word(law.passed)}."


def _word(passed: bool) -> str:
    return "passed" if passed else "FAILED"


MAKERS: Mapping[str, Maker] = {
    "expected_training_loss": expected_training_loss,
    "gated_network_backprop": gated_network_backprop,
    "gradient_descent": gradient_descent,
    "gradient_norm_cost": gradient_norm_cost,
    "polynomial_regression": polynomial_regression,
    "sorting_network": sorting_network,
}


def _silent(_done: int, _wanted: int) -> None:
    """Nobody watches."""


def simulate(
    name: str, folder: Path, *, seed: int = 0, workers: int = 1, progress: Progress = _silent
) -> Simulation | None:
    """The simulation of the derivation `name`; None if it has none. Raises OSError where a figure cannot be written."""
    maker = MAKERS.get(name)
    return None if maker is None else maker(folder, seed, workers, progress)

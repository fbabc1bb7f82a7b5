"""Counted runs beside the cost of per-sample gradient norms, and the published table judged entry by entry.

The rule, stated in advance: the polynomials of the derivation are those that the counts of instrumented runs
interpolate (and meet at further sizes); both algorithms give the same norms to 1e-12. What the table is worth is
reported, not required.

Reference: I. Goodfellow, Efficient per-example gradient computations, 2015.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import sympy

from numeric.figure_style import save
from numeric.figures_gradient_norms import backward_figure, cost_figure
from numeric.gradient_norms import efficient_norms, naive_norms, random_network, streamed_norms
from numeric.montecarlo import Progress
from numeric.norm_table import Entry, judge_table, norm_step_ratio
from numeric.operation_counts import Algorithm, D, K, N, Phase, Quantity, cost
from proofs.gradient_norm_cost import derivation
from proofs.simulations import Figure, Simulation
from symbolic.language.shapes import size

__all__ = ["gradient_norm_cost"]

AGREEMENT = 1e-12
SAMPLES, WIDTHS = 32, (40, 30, 50, 20)

Count = tuple[Algorithm, Phase, Quantity]
COUNTS: tuple[tuple[str, Count], ...] = (
    ("T_weight", ("naive", "forward", "multiplications")),
    ("T_weight", ("naive", "norms", "multiplications")),
    ("T_signals", ("efficient", "backward", "multiplications")),
    ("T_norms", ("efficient", "norms", "multiplications")),
    ("M_naive", ("naive", "norms", "working")),
    ("M_efficient", ("efficient", "norms", "working")),
)
"""Which count each polynomial of the derivation stands for."""


def gradient_norm_cost(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """Counts against the derivation, both algorithms against each other, and the published table."""
    counted = [_counted(name, count) for name, count in COUNTS]
    progress(1, 3)
    runs = [*counted, _agreement(np.random.default_rng(seed))]
    lines = [f"{line}: {'passed' if passed else 'FAILED'}." for line, passed in runs]
    lines.append(f"Forming and squaring takes {norm_step_ratio()} times the multiplications of the two norms.")
    lines += [_entry(entry) for entry in judge_table()]
    progress(2, 3)
    figures = _figures(folder)
    progress(3, 3)
    return Simulation(figures, tuple(lines), all(passed for _, passed in runs))


def _counted(name: str, count: Count) -> tuple[str, bool]:
    claimed, found = size(derivation().names[name]), cost(*count)
    symbols: dict[Any, Any] = {symbol: {"N": N, "K": K, "D": D}[symbol.name] for symbol in claimed.free_symbols}
    algorithm, phase, quantity = count
    what = "multiplications" if quantity == "multiplications" else "numbers stored"
    said = f"{name}, {what} of the {algorithm} way, {phase}: counted {sympy.sstr(found)}"
    return said, bool(sympy.expand(claimed.subs(symbols) - found) == 0)


def _agreement(generator: np.random.Generator) -> tuple[str, bool]:
    weights = random_network(generator, WIDTHS)
    inputs, bars = generator.standard_normal((SAMPLES, WIDTHS[0])), generator.standard_normal((SAMPLES, WIDTHS[-1]))
    naive = naive_norms(weights, inputs, bars)
    gaps = [
        np.abs(other / naive - 1.0).max()
        for other in (streamed_norms(weights, inputs, bars), efficient_norms(weights, inputs, bars))
    ]
    gap = float(max(gaps))
    widths = ", ".join(map(str, WIDTHS))
    said = f"Norms of {SAMPLES} samples in layers between widths {widths}: all ways agree to {gap:.1g}"
    return f"{said} ({AGREEMENT:g} allowed)", gap < AGREEMENT


def _entry(entry: Entry) -> str:
    """The verdict on an entry of the table, by each algorithm that may be meant."""
    claimed = sympy.sstr(entry.claimed) if entry.column.startswith("T") else f"O({sympy.sstr(entry.claimed)})"
    readings = "; ".join(
        f"{reading.algorithm}: {reading.verdict}, counted {sympy.sstr(sympy.expand(reading.counted))}"
        for reading in entry.readings
    )
    scaled = " Right once multiplied by N." if entry.per_sample else ""
    return f"Published, {entry.phase}, {entry.column}: {claimed}. {readings}.{scaled}"


def _figures(folder: Path) -> tuple[Figure, ...]:
    drawn = (
        ("cost", cost_figure(), "Cost of the norm step",
         "Left: multiplications against the width. Right: working memory against the number of samples. Dotted: the "
         "published claims, which do not count the samples."),
        ("backward", backward_figure(), "Backward pass",
         "Counted runs lie on their polynomials; the published count is that of twice the forward pass."),
    )  # fmt: skip
    figures = []
    for name, figure, title, caption in drawn:
        png, svg = save(figure, folder / f"gradient_norm_cost_{name}")
        figures.append(Figure(title, caption, svg, png))
    return tuple(figures)

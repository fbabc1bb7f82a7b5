"""The cross-check of what was proved: random trials, a refuter's look at the smallest matrices, and central
differences beside each derivative.

All evaluate the statement itself and share nothing with provers and kernel. A statement that was proved and fails is
an error of this program, `Disagreement`, and is said aloud. A statement that was proved and has no value at some point
needs a hypothesis, whatever the proof says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
from sympy import Basic

from numeric.difference_check import Differences, differences
from numeric.refuter import failing, refute
from numeric.search import Round
from numeric.trials import Trials, cross_check
from numeric.witness import Refutation, Undefined
from proofs.proving import Disagreement, broken, said
from symbolic.errors import EvaluationError

TINY = (Round(2, 1, 4, 16),)
"""Where the refuter looks first: matrices of sizes up to 2, small entries."""
PROBE = 0.05
"""Seconds of that look."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a cross-check: the trials (None where they broke down), a point without a value, remarks, the
    derivatives that were compared with differences, and the seconds it took.
    """

    trials: Trials | None
    hole: Undefined | None = None
    notes: tuple[str, ...] = ()
    differences: Differences = field(default_factory=Differences)
    seconds: float = 0.0


def cross_checked(
    hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator, seconds: float
) -> Checked:
    """The cross-check of `claims`, proved under `hypotheses`. Raises Disagreement where they fail."""
    started = perf_counter()
    notes: list[str] = []
    hole = None
    try:
        found = refute(hypotheses, claims, rng=rng, seconds=PROBE, rounds=TINY)
        if isinstance(found, Refutation):
            raise disagreement(hypotheses, claims, f"it fails at {found}")
        hole = found
    except Disagreement:
        raise
    except Exception as error:  # a proof stands without its cross-check, but it is said that there was none
        notes.append(broken("the refuter", error))
    tried = trials(hypotheses, claims, rng, seconds, notes)
    if tried is not None and tried.failures:
        for point in tried.failures:
            if tried.kind != "float64" or failing_index(claims, point) is not None:
                raise disagreement(hypotheses, claims, f"a trial ({tried.kind}, seed {tried.seed}) fails at {point}")
        notes.append(f"{len(tried.failures)} of {tried.trials} trials were lost in rounding errors")
    compared = by_differences(hypotheses, claims, rng, notes)
    return Checked(tried, hole, tuple(notes), compared, perf_counter() - started)


def by_differences(
    hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator, notes: list[str]
) -> Differences:
    """The derivatives beside central differences; a remark is added to `notes` where they differ or break down."""
    try:
        found = differences(hypotheses, claims, rng)
    except Exception as error:  # likewise
        notes.append(broken("the comparison with differences", error))
        return Differences()
    if found.apart is not None:
        notes.append(f"central differences give another derivative at {found.apart}")
    return found


def trials(
    hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator, seconds: float, notes: list[str]
) -> Trials | None:
    """Random trials; None, with a remark added to `notes`, where they break down."""
    try:
        return cross_check(hypotheses, claims, rng=rng, seconds=seconds)
    except Exception as error:  # likewise
        notes.append(broken("the cross-check", error))
        return None


def disagreement(hypotheses: Sequence[Basic], claims: Sequence[Basic], fault: str) -> Disagreement:
    """The error that says what was proved and how it fails."""
    return Disagreement(f"proved under {said(*hypotheses) or 'no hypotheses'} is {said(*claims)}, but {fault}")


def failing_index(claims: Sequence[Basic], point: Any) -> int | None:
    """The number of the first claim that is defined and false at `point`, decided in rationals or balls."""
    for index, claim in enumerate(claims):
        try:
            if failing(claim, point) is not None:
                return index
        except EvaluationError:
            continue
    return None

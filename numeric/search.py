"""The order of the search for points: sizes from 1 up, few small entries first, then more of everything.

A *round* is a largest size, a level of entries (see `numeric.sampling.rationals`), a number of draws for each
combination of sizes, and a bound on the number of combinations, of which those with the smallest total come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

import numpy as np
from sympy import Basic

from numeric.evaluation import Point
from numeric.sampling import Sampler, Sizes, sizes
from symbolic.clock import clock


@dataclass(frozen=True, slots=True)
class Round:
    """One sweep over sizes."""

    largest: int
    level: int
    draws: int
    combinations: int


ROUNDS: tuple[Round, ...] = (
    Round(2, 0, 2, 24),
    Round(2, 1, 5, 48),
    Round(3, 1, 4, 60),
    Round(2, 2, 6, 64),
    Round(3, 2, 5, 120),
    Round(3, 1, 8, 240),
    Round(4, 1, 3, 300),
)
REPEATS, ENOUGH = 40, 500
"""The last but one round is repeated until there were enough points."""
BARREN = 3
"""Sizes for which this many visits gave no point are passed over."""


def points(
    sampler: Sampler,
    hypotheses: Sequence[Basic],
    rng: np.random.Generator,
    deadline: float,
    rounds: Sequence[Round] = ROUNDS,
) -> Iterator[Point]:
    """Points that satisfy the hypotheses, in the order of `rounds`, until those or the time (`symbolic.clock`) run out.
    """
    barren: dict[tuple[int, ...], int] = {}
    lists: dict[Round, list[Sizes]] = {}
    count = 0
    for sweep in chain(rounds, repeat(rounds[-2], REPEATS) if len(rounds) > 1 else ()):
        if count >= ENOUGH:
            return
        if sweep not in lists:
            lists[sweep] = list(chosen(sampler, hypotheses, sweep))
        for found in lists[sweep]:
            key = tuple(found.values())
            for _ in range(sweep.draws):
                if clock() > deadline:
                    return
                if barren.get(key, 0) >= BARREN:
                    break
                point = sampler.draw(found, rng, sweep.level)
                if point is None:
                    barren[key] = barren.get(key, 0) + 1
                else:
                    barren[key] = -BARREN
                    count += 1
                    yield point


def chosen(sampler: Sampler, hypotheses: Sequence[Basic], sweep: Round) -> Iterator[Sizes]:
    """The sizes of a round; those that differ from each other where there are many symbols are reached through the
    larger totals.
    """
    return islice(sizes(sampler.system.sized, hypotheses, sweep.largest), sweep.combinations)

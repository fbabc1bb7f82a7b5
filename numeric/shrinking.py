"""Smaller witnesses: fewer rows and columns, then entries towards 0, 1, -1 and small integers.

The order is by total size, then by the sum of the costs of all entries (`cost`). A change of an entry recomputes the
symbols that are defined by others, and counts only if every hypothesis still holds exactly and the point still shows
what it showed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Basic

from numeric.evaluation import Point
from numeric.sampling import Sampler, sizes
from numeric.sampling.arithmetic import value_of
from numeric.sampling.rationals import Matrix, from_rows
from symbolic.clock import clock

Shows = Callable[[Point], bool]
FRESH, SWEEPS, SECONDS = 40, 6, 0.5


def cost(value: Fraction | int) -> int:
    """How hard a number is on the reader: 0 for 0, then 1, -1, 2, -2, ..., then fractions by numerator and denominator.
    """
    size = 3 * abs(value.numerator) - (value.numerator > 0)
    return size if value.denominator == 1 else 3 * value.denominator + size


def weight(point: Point) -> tuple[int, int]:
    """Total size and total cost, compared in this order."""
    return sum(point.sizes.values()), sum(cost(x) for rows in point.values.values() for row in rows for x in row)


def shrunk(sampler: Sampler, shows: Shows, point: Point, rng: np.random.Generator, deadline: float) -> Point:
    """The smallest point found from `point` at which the hypotheses hold and `shows` is true; `point` itself at worst.
    """
    deadline = max(min(deadline, clock() + SECONDS), clock() + SECONDS / 5)
    best, fresh_until = point, clock() + SECONDS / 8
    for candidate in _fresh(sampler, point, rng):
        if clock() > min(deadline, fresh_until):
            break
        if weight(candidate) < weight(best) and shows(candidate):
            best = candidate
            if weight(candidate)[0] < weight(point)[0]:
                break
    for _ in range(SWEEPS):
        better = _sweep(sampler, shows, best, deadline)
        if better is best:
            return best
        best = better
    return best


def _fresh(sampler: Sampler, point: Point, rng: np.random.Generator) -> Iterator[Point]:
    """Points of smaller sizes, smallest first, then simple ones of the same sizes."""
    total = sum(point.sizes.values())
    largest = max([1, *point.sizes.values()])
    smaller = [s for s in sizes(sampler.system.sized, sampler.system.hypotheses, largest) if sum(s.values()) < total]
    for found, draws in [*((s, FRESH // 3) for s in smaller[:40]), (dict(point.sizes), FRESH)]:
        for k in range(draws):
            candidate = sampler.draw(found, rng, k % 2, attempts=2)
            if candidate is None:
                break
            yield candidate


def _sweep(sampler: Sampler, shows: Shows, point: Point, deadline: float) -> Point:
    """One pass over all entries of the drawn symbols; `point` itself where nothing got simpler."""
    best = point
    for symbol in (s for s in sampler.system.base if s in point.values):
        scaled = _candidate(sampler, best, symbol, primitive(from_rows(best.values[symbol])))
        if scaled is not None and shows(scaled):
            best = scaled
        rows = best.values[symbol]
        for i, j in [(i, j) for i in range(len(rows)) for j in range(len(rows[0]))]:
            for value in simpler(best.values[symbol][i][j]):
                if clock() > deadline:
                    return best
                candidate = next((c for c in _changed(sampler, best, symbol, i, j, value) if shows(c)), None)
                if candidate is not None:
                    best = candidate
                    break
    return best


def simpler(value: Fraction | int) -> Sequence[Fraction | int]:
    """Numbers of lower cost to try instead of `value`, simplest first.

    >>> simpler(Fraction(5, 2)), simpler(-1), simpler(0)
    ([0, 1, -1, 2, -2, 3], [0, 1], [])
    """
    near = [0, 1, -1, 2, -2, int(value), round(value) + (round(value) == int(value))]
    return [x for x in dict.fromkeys(near) if cost(x) < cost(value)]


def _changed(sampler: Sampler, point: Point, symbol: Basic, i: int, j: int, value: Any) -> Iterator[Point]:
    """`point` with one entry replaced, and with its mirror image replaced as well, where the hypotheses still hold and
    the point got simpler.
    """
    rows = point.values[symbol]
    places = [[(i, j)]]
    if i != j and len(rows) == len(rows[0]):
        mirrored = value if rows[i][j] == rows[j][i] else -value
        places.append([(i, j), (j, i)])
    for chosen in places:
        changed = [list(row) for row in rows]
        for place in chosen:
            changed[place[0]][place[1]] = value if place == (i, j) else mirrored
        candidate = _candidate(sampler, point, symbol, from_rows(changed))
        if candidate is not None:
            yield candidate


def primitive(value: Matrix) -> Matrix:
    """The multiple of a matrix by a positive number that has whole entries without a common factor.

    >>> primitive(fmpq_mat(1, 2, [fmpq(3, 2), -3])).tolist()
    [[1, -2]]
    """
    entries = [x for x in value.entries() if x]
    if not entries:
        return value
    return value * fmpq(lcm(*(int(x.q) for x in entries)), gcd(*(int(x.p) for x in entries)))


def _candidate(sampler: Sampler, point: Point, symbol: Basic, value: Matrix) -> Point | None:
    """`point` with a new value of a drawn symbol, if the hypotheses hold there and it is simpler."""
    candidate = _recomputed(sampler, point, symbol, value)
    simple = candidate is not None and weight(candidate) < weight(point)
    return candidate if simple and candidate is not None and sampler.satisfied(candidate) else None


def _recomputed(sampler: Sampler, point: Point, symbol: Basic, value: Matrix) -> Point | None:
    """`point` with a new value of a drawn symbol, the defined symbols computed again."""
    system = sampler.system
    values: dict[Basic, fmpq_mat] = {
        s: from_rows(point.values[s]) for s in (*system.base, *system.loose) if s in point.values
    }
    values[symbol] = value
    while pending := [s for s in system.defined if s not in values and s in point.values]:
        ready = [s for s in pending if system.needed[s] <= values.keys()]
        for s in ready:
            meaning = value_of(system.defined[s], point.sizes, values, system.laws, point.skew)
            if meaning is None:
                return None
            values[s] = meaning
        if not ready:
            return None
    return sampler.point(dict(point.sizes), {**values, **{h: fmpq_mat(1, 1) for h in system.hidden}}, point.skew)

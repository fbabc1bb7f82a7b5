"""Equations that are affine in one symbol, solved exactly with random free entries.

The linear map is read off by evaluation: the residual at zero and at every basis matrix of the symbol's pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from flint import fmpq, fmpq_mat

from numeric.sampling.rationals import Matrix, draws, solutions

PLACES = 150
"""Systems with more unknowns than this are not set up."""

Residual = Callable[[Matrix], list[fmpq] | None]


def pattern(rows: int, cols: int, zero_above: bool = False, zero_below: bool = False) -> list[tuple[int, int]]:
    """The places of the entries that may differ from zero."""
    return [
        (i, j) for i in range(rows) for j in range(cols) if not (zero_above and j > i) and not (zero_below and j < i)
    ]


def affine_draw(
    residual: Residual, rows: int, cols: int, places: Sequence[tuple[int, int]], rng: np.random.Generator, level: int
) -> Matrix | None:
    """A random rows x cols matrix with entries at `places` and residual zero, for a residual affine in it; None where
    there is none.

    >>> balanced = affine_draw(lambda x: [x[0, 0] + x[1, 0] - 1], 2, 1, [(0, 0), (1, 0)], np.random.default_rng(0), 0)
    >>> balanced[0, 0] + balanced[1, 0]
    1
    """
    if len(places) > PLACES:
        return None
    order = [places[k] for k in rng.permutation(len(places)).tolist()]
    probe = fmpq_mat(rows, cols)
    offset = residual(probe)
    if not offset or not order:
        return None
    columns = []
    for i, j in order:
        probe[i, j] = fmpq(1)
        value = residual(probe)
        if value is None:
            return None
        columns.append([a - b for a, b in zip(value, offset, strict=True)])
        probe[i, j] = fmpq(0)
    system = fmpq_mat([list(row) for row in zip(*columns, strict=True)])
    solved = solutions(system, fmpq_mat(len(offset), 1, [-x for x in offset]))
    if solved is None:
        return None
    entries, kernel = solved
    for coefficient, direction in zip(draws(rng, len(kernel), level), kernel, strict=True):
        entries += coefficient * direction
    drawn = fmpq_mat(rows, cols)
    for k, (i, j) in enumerate(order):
        drawn[i, j] = entries[k, 0]
    return drawn


def secant(residual: Residual, start: Matrix, direction: Matrix) -> Matrix:
    """The other point in which the line through `start` meets the quadric that one equation of degree 2 describes;
    `start` if there is none.

    All rational points of a quadric lie on rational lines through one of them.

    >>> circle = secant(lambda x: [x[0, 0]**2 + x[1, 0]**2 - 1], fmpq_mat(2, 1, [1, 0]), fmpq_mat(2, 1, [-2, 1]))
    >>> circle.tolist()
    [[-3/5], [4/5]]
    """
    ahead, behind = residual(start + direction), residual(start - direction)
    if ahead is None or behind is None:
        return start
    for plus, minus in zip(ahead, behind, strict=True):
        if plus + minus != 0:
            return start - (plus - minus) / (plus + minus) * direction
    return start

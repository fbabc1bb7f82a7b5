"""Small random rationals and exact matrices of them: what every sampler draws from, and exact linear systems.

Convention: matrices are `flint.fmpq_mat`; `level` 0 draws entries from {-1, 0, 1}, 1 from small integers, 2 from small
fractions, 3 from integers up to 10^4 in absolute value and 4 from fractions with denominator 1024 between -2 and 2 (for
trials in which a coincidence should be rare).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

Matrix = fmpq_mat
Row = list[Fraction | int]

_POOLS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((-1, 1), (0, 1), (0, 1), (1, 1), (1, 1)),
    ((-2, 1), (-1, 1), (-1, 1), (0, 1), (0, 1), (1, 1), (1, 1), (2, 1), (3, 1)),
    ((-3, 1), (-2, 1), (-1, 1), (-1, 2), (0, 1), (0, 1), (1, 3), (1, 2), (1, 1), (3, 2), (2, 1), (3, 1)),
)
POOLS: tuple[tuple[fmpq, ...], ...] = tuple(tuple(fmpq(*pair) for pair in pool) for pool in _POOLS)
LARGE, FINE = 10_000, 1024


def draws(rng: np.random.Generator, count: int, level: int) -> list[fmpq]:
    """`count` random rationals of a level."""
    if level > len(POOLS):
        return [fmpq(int(k), FINE) for k in rng.integers(-2 * FINE, 2 * FINE + 1, count)]
    if level == len(POOLS):
        return [fmpq(int(k)) for k in rng.integers(-LARGE, LARGE + 1, count)]
    pool = POOLS[level]
    return [pool[k] for k in rng.integers(0, len(pool), count).tolist()]


def dense(rng: np.random.Generator, rows: int, cols: int, level: int) -> Matrix:
    """A rows x cols matrix of independent draws."""
    return fmpq_mat(rows, cols, draws(rng, rows * cols, level))


def eye(n: int) -> Matrix:
    """The n x n identity."""
    return fmpq_mat(n, n, [fmpq(int(i == j)) for i in range(n) for j in range(n)])


def zero(rows: int, cols: int) -> Matrix:
    """The rows x cols zero matrix."""
    return fmpq_mat(rows, cols)


def diagonal(entries: Sequence[fmpq]) -> Matrix:
    """The diagonal matrix of some numbers."""
    n = len(entries)
    return fmpq_mat(n, n, [entries[i] if i == j else fmpq(0) for i in range(n) for j in range(n)])


def invertible(rng: np.random.Generator, n: int, level: int) -> Matrix:
    """A random invertible n x n matrix; the identity where twenty draws are singular."""
    for _ in range(20):
        drawn = dense(rng, n, n, level)
        if drawn.det() != 0:
            return drawn
    return eye(n)


def from_rows(rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
    """An exact matrix of Python numbers."""
    return fmpq_mat([[fmpq(entry.numerator, entry.denominator) for entry in row] for row in rows])


def to_rows(value: Matrix) -> list[Row]:
    """Lists of Python integers and fractions, row by row."""
    return [[number(entry) for entry in row] for row in value.tolist()]


def number(entry: fmpq) -> Fraction | int:
    """A Python integer where it is one, else a fraction."""
    return int(entry.p) if entry.q == 1 else Fraction(int(entry.p), int(entry.q))


def solutions(system: Matrix, target: Matrix) -> tuple[Matrix, list[Matrix]] | None:
    """All x with system*x = target (one column): a particular solution and a basis of the kernel; None where there is
    none.

    >>> particular, kernel = solutions(fmpq_mat(1, 2, [1, 2]), fmpq_mat(1, 1, [3]))
    >>> particular.table(), [k.table() for k in kernel]
    ([[3], [0]], [[[-2], [1]]])
    """
    rows, cols = system.nrows(), system.ncols()
    if rows == 0:
        return zero(cols, 1), [_unit(cols, j) for j in range(cols)]
    joined = fmpq_mat([[*a, *b] for a, b in zip(system.tolist(), target.tolist(), strict=True)])
    reduced, rank = joined.rref()
    pivots = [next(j for j in range(cols + 1) if reduced[i, j] != 0) for i in range(rank)]
    if cols in pivots:
        return None
    particular = fmpq_mat(cols, 1)
    for i, j in enumerate(pivots):
        particular[j, 0] = reduced[i, cols]
    kernel = []
    for free in sorted(set(range(cols)) - set(pivots)):
        direction = _unit(cols, free)
        for i, j in enumerate(pivots):
            direction[j, 0] = -reduced[i, free]
        kernel.append(direction)
    return particular, kernel


def _unit(n: int, j: int) -> Matrix:
    column = fmpq_mat(n, 1)
    column[j, 0] = fmpq(1)
    return column

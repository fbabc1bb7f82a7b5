"""Families that are patterns of entries: symmetric, triangular, diagonal, of low rank, positive, ...

Each draws an m x n matrix of small rationals, or declines the shape with None.
"""

from __future__ import annotations

import numpy as np
from flint import fmpq, fmpq_mat

from numeric.sampling.rationals import Matrix, dense, diagonal, draws, eye, zero


def general(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix:
    """Independent entries."""
    return dense(rng, m, n, level)


def low_rank(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """A product through a smaller size."""
    if min(m, n) < 2:
        return zero(m, n)
    rank = int(rng.integers(1, min(m, n)))
    return dense(rng, m, rank, level) * dense(rng, rank, n, min(level, 1))


def symmetric(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Equal to its transpose."""
    return mirrored(rng, n, level, 1) if m == n else None


def antisymmetric(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Minus its transpose."""
    return mirrored(rng, n, level, -1) if m == n else None


def mirrored(rng: np.random.Generator, n: int, level: int, sign: int) -> Matrix:
    """A square matrix whose lower triangle is `sign` times its upper one; a zero diagonal for -1."""
    value = dense(rng, n, n, level)
    for i in range(n):
        if sign < 0:
            value[i, i] = fmpq(0)
        for j in range(i):
            value[i, j] = sign * value[j, i]
    return value


def diagonal_matrix(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Zero off the diagonal."""
    return diagonal(draws(rng, n, level)) if m == n else None


def lower_triangular(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Zero above the diagonal."""
    upper = upper_triangular(rng, m, n, level)
    return None if upper is None else upper.transpose()


def upper_triangular(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Zero below the diagonal."""
    if m != n:
        return None
    value = dense(rng, n, n, level)
    for i in range(n):
        for j in range(i):
            value[i, j] = fmpq(0)
    return value


def diagonal_nonnegative(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Diagonal with entries from 0."""
    return diagonal([abs(x) for x in draws(rng, n, level)]) if m == n else None


def nonnegative(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix:
    """Entries from 0."""
    return fmpq_mat(m, n, [abs(x) for x in draws(rng, m * n, level)])


def positive(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix:
    """Entries above 0."""
    return fmpq_mat(m, n, [abs(x) if x else fmpq(1, 1 + int(rng.integers(0, 4))) for x in draws(rng, m * n, level)])


def fraction(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix:
    """Entries strictly between 0 and 1."""
    return fmpq_mat(m, n, [fmpq(int(a), 5) for a in rng.integers(1, 5, m * n)])


def simplex(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """A vector of weights: entries from 0 with sum 1."""
    weights = [abs(x) for x in draws(rng, m * n, level)]
    total = sum(weights, fmpq(0))
    if n != 1:
        return None
    return fmpq_mat(m, n, [w / total for w in weights] if total else [fmpq(1, m)] * m)


def scaled_identity(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """A number times the identity."""
    return draws(rng, 1, level)[0] * eye(n) if m == n else None


def zero_matrix(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix:
    """Zero."""
    return zero(m, n)

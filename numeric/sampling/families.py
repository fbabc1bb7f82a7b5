"""Families of exact random matrices: which structured matrices the sampler tries for a symbol.

A family is a way to draw an m x n matrix of small rationals; it may decline a shape. Which families suit a symbol is
not read off the text of its hypotheses: every family is tried, and those whose draws satisfy the hypotheses are kept.
`A*A = I`, `A^-1 = A` and any other way to say involution therefore find the same family.

Constructions: orthogonal matrices are signed permutations times Cayley transforms (I - K)(I + K)^-1 of antisymmetric K;
idempotents T D T^-1; orthogonal projectors C (C'C)^-1 C'; semidefinite C'C; normal matrices Q B Q' with 2 x 2 blocks of
rotations and scalings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from flint import fmpq, fmpq_mat

from numeric.sampling.patterns import (
    antisymmetric,
    diagonal_matrix,
    diagonal_nonnegative,
    fraction,
    general,
    low_rank,
    lower_triangular,
    mirrored,
    nonnegative,
    positive,
    scaled_identity,
    simplex,
    symmetric,
    upper_triangular,
    zero_matrix,
)
from numeric.sampling.rationals import Matrix, dense, diagonal, draws, eye, invertible, zero

Draw = Callable[[np.random.Generator, int, int, int], Matrix | None]


@dataclass(frozen=True, slots=True)
class Family:
    """A named way to draw m x n matrices (rng, m, n, level) -> matrix, or None for a shape it does not have."""

    name: str
    draw: Draw
    weight: int = 1


def signed_permutation(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """One entry 1 or -1 in every row and column."""
    if m != n:
        return None
    value = zero(n, n)
    for i, j in enumerate(rng.permutation(n).tolist()):
        value[i, j] = fmpq(1 - 2 * int(rng.integers(0, 2)))
    return value


def orthogonal(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """A signed permutation times a Cayley transform."""
    permutation = signed_permutation(rng, m, n, level)
    if permutation is None:
        return None
    skew = mirrored(rng, n, min(level, 2), -1)
    return permutation * (eye(n) - skew) * (eye(n) + skew).inv()


def orthonormal(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Orthonormal columns, or orthonormal rows where there are more columns than rows: points of rational spheres and
    Stiefel manifolds.
    """
    full = orthogonal(rng, max(m, n), max(m, n), level)
    return None if full is None else _corner(full, m, n)


def _corner(value: Matrix, m: int, n: int) -> Matrix:
    return fmpq_mat([row[:n] for row in value.tolist()[:m]])


def partial_isometry(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Singular values 0 and 1."""
    left, right = orthogonal(rng, m, m, level), orthogonal(rng, n, n, level)
    if left is None or right is None:
        return None
    middle, rank = zero(m, n), int(rng.integers(0, min(m, n) + 1))
    for i in range(rank):
        middle[i, i] = fmpq(1)
    return left * middle * right


def idempotent(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """T D T^-1 with D of zeros and ones."""
    return _similar(rng, n, level, [fmpq(int(b)) for b in rng.integers(0, 2, n)]) if m == n else None


def involution(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """T D T^-1 with D of ones and minus ones."""
    return _similar(rng, n, level, [fmpq(1 - 2 * int(b)) for b in rng.integers(0, 2, n)]) if m == n else None


def diagonalizable(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """T D T^-1 with few eigenvalues, zero among them (so that group inverses exist)."""
    return _similar(rng, n, level, [fmpq(int(b)) for b in rng.integers(-1, 3, n)]) if m == n else None


def _similar(rng: np.random.Generator, n: int, level: int, spectrum: list[fmpq]) -> Matrix:
    basis = invertible(rng, n, min(level, 1))
    return basis * diagonal(spectrum) * basis.inv()


def projector(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """An orthogonal projector onto the span of random columns."""
    if m != n:
        return None
    spanning = dense(rng, n, int(rng.integers(0, n + 1)), min(level, 1))
    if spanning.ncols() == 0:
        return zero(n, n)
    gram = spanning.transpose() * spanning
    return eye(n) if gram.det() == 0 else spanning * gram.inv() * spanning.transpose()


def reflection(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """A symmetric involution I - 2P."""
    projection = projector(rng, m, n, level)
    return None if projection is None else eye(n) - 2 * projection


def nilpotent(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """T N T^-1 with N strictly upper triangular, of a random index."""
    if m != n:
        return None
    strict, index = zero(n, n), int(rng.integers(1, n + 1))
    for start in range(0, n - 1, index):
        for i in range(start, min(start + index, n) - 1):
            strict[i, i + 1] = fmpq(1)
    basis = invertible(rng, n, min(level, 1))
    return basis * strict * basis.inv()


def core_nilpotent(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """An invertible block and a nilpotent block under a change of basis."""
    if m != n:
        return None
    split = int(rng.integers(0, n + 1))
    value = zero(n, n)
    core = invertible(rng, split, min(level, 1)) if split else zero(0, 0)
    for i in range(split):
        for j in range(split):
            value[i, j] = core[i, j]
    for i in range(split, n - 1):
        value[i, i + 1] = fmpq(int(rng.integers(0, 2)))
    basis = invertible(rng, n, min(level, 1))
    return basis * value * basis.inv()


def normal(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """Q B Q' with Q orthogonal, B of blocks [a, -b; b, a] and numbers."""
    frame = orthogonal(rng, m, n, min(level, 1))
    if frame is None:
        return None
    middle = diagonal(draws(rng, n, level))
    if n >= 2:
        a, b = draws(rng, 2, level)
        middle[0, 0], middle[1, 1], middle[0, 1], middle[1, 0] = a, a, -b, b
    return frame * middle * frame.transpose()


def definite(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """L D L' with L unit lower triangular and D positive."""
    if m != n:
        return None
    lower = zero(n, n)
    below = draws(rng, n * n, min(level, 2))
    for i in range(n):
        lower[i, i] = fmpq(1)
        for j in range(i):
            lower[i, j] = below[i * n + j]
    return lower * diagonal([fmpq(int(k)) for k in rng.integers(1, 4, n)]) * lower.transpose()


def semidefinite(rng: np.random.Generator, m: int, n: int, level: int) -> Matrix | None:
    """C C' with C of any rank."""
    if m != n:
        return None
    factor = dense(rng, n, int(rng.integers(1, n + 1)), level)
    return factor * factor.transpose()


FAMILIES: tuple[Family, ...] = (
    Family("general", general, 12),
    Family("low rank", low_rank, 5),
    Family("symmetric", symmetric, 4),
    Family("diagonal", diagonal_matrix, 2),
    Family("antisymmetric", antisymmetric, 2),
    Family("orthogonal", orthogonal, 3),
    Family("signed permutation", signed_permutation),
    Family("orthonormal", orthonormal, 2),
    Family("partial isometry", partial_isometry, 3),
    Family("idempotent", idempotent, 6),
    Family("projector", projector, 4),
    Family("involution", involution, 5),
    Family("reflection", reflection, 2),
    Family("nilpotent", nilpotent, 5),
    Family("core and nilpotent", core_nilpotent, 2),
    Family("diagonalizable", diagonalizable, 3),
    Family("normal", normal, 5),
    Family("lower triangular", lower_triangular, 2),
    Family("upper triangular", upper_triangular, 2),
    Family("definite", definite, 3),
    Family("semidefinite", semidefinite, 3),
    Family("diagonal, from 0", diagonal_nonnegative, 2),
    Family("nonnegative", nonnegative, 2),
    Family("positive", positive, 3),
    Family("fraction", fraction, 2),
    Family("simplex", simplex),
    Family("scaled identity", scaled_identity),
    Family("zero", zero_matrix),
)

"""Candidates that are related to matrices already drawn, and families that share one change of basis.

Commuting, annihilating or nested matrices are improbable among independent draws but common among polynomials in one
matrix, or among T D1 T^-1 and T D2 T^-1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flint import fmpq

from numeric.sampling.families import orthogonal
from numeric.sampling.rationals import Matrix, dense, diagonal, draws, eye, invertible, zero


def related(rng: np.random.Generator, rows: int, cols: int, known: Sequence[Matrix]) -> Matrix | None:
    """A random rows x cols matrix made from one or two of `known`; None where no such is made."""
    if not known:
        return None
    base = known[int(rng.integers(0, len(known)))]
    m, n = base.nrows(), base.ncols()
    forms = [lambda: zero(rows, cols)]
    if (m, n) == (rows, cols):
        forms += [lambda: base, lambda: -base, lambda: _scaled(rng, base)]
    if (n, m) == (rows, cols):
        forms += [base.transpose, lambda: _scaled(rng, base.transpose())]
    if m == n == rows == cols:
        forms += [
            lambda: eye(n) - base,
            lambda: _polynomial(rng, base),
            lambda: _polynomial(rng, base),
            lambda: _inverse(base),
        ]
    if m == rows:
        forms.append(lambda: base * dense(rng, n, cols, 0))
    if n == cols:
        forms.append(lambda: dense(rng, rows, m, 0) * base)
    return forms[int(rng.integers(0, len(forms)))]()


def _scaled(rng: np.random.Generator, base: Matrix) -> Matrix:
    return base * draws(rng, 1, 2)[0]


def _polynomial(rng: np.random.Generator, base: Matrix) -> Matrix:
    a, b, c = draws(rng, 3, 1)
    return a * eye(base.nrows()) + b * base + c * base * base


def _inverse(base: Matrix) -> Matrix:
    return base.inv() if base.det() != 0 else base


class Frames:
    """Square matrices T D T^-1 with one T per size (orthogonal for half of the draws) and small eigenvalues."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.bases = rng, dict[int, tuple[Matrix, Matrix]]()

    def draw(self, n: int, level: int) -> Matrix:
        """A matrix of the frame of size n, its eigenvalues drawn from one of a few ranges."""
        if n not in self.bases:
            basis = orthogonal(self.rng, n, n, 1) if self.rng.random() < 0.5 else invertible(self.rng, n, min(level, 1))
            basis = eye(n) if basis is None else basis
            self.bases[n] = (basis, basis.inv())
        basis, inverse = self.bases[n]
        low, high = ((0, 2), (-1, 2), (1, 3), (-2, 4))[int(self.rng.integers(0, 4))]
        spectrum = [fmpq(int(k)) for k in self.rng.integers(low, high, n)]
        if (low, high) == (-1, 2) and self.rng.random() < 0.5:
            spectrum = [x if x else fmpq(1) for x in spectrum]
        return basis * diagonal(spectrum) * inverse

"""Floating point over NumPy, every entry with a bound on its rounding error.

A value carries the error that the operations so far may have made, propagated to first order with the unit roundoff:
through a product by |A| |dB| + |dA| |B| + k u |A| |B|, through an inverse by |A^-1| (|residual| + |dA|) |A^-1|, so
that the condition number of what is inverted decides the tolerance and nothing is tuned; the exponential of a matrix is
summed in balls, since no bound holds for that of SciPy. Two arrays are `equal` when they differ by no more than their
bounds, and differ for certain otherwise, up to second order. For proof or refutation use exact arithmetic or balls;
this namespace cross-checks.

Higham, Accuracy and Stability of Numerical Algorithms, sections 3.5 and 14.3; Wedin's bound for the Moore-Penrose
inverse, chapter 20 there.

>>> xp = Float64()
>>> third = xp.powers(xp.constant(3), -1)
>>> xp.equal(xp.add(third, xp.add(third, third)), xp.constant(1))
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx
from numpy.typing import NDArray

from numeric.namespaces.protocol import Namespace, NotRepresentable, Rows
from symbolic.errors import EvaluationError

Floats = NDArray[np.float64]
ROUNDOFF = 2.0**-52
"""Twice the unit roundoff: room for second-order terms."""
UNDERFLOW = float(np.finfo(float).tiny)
"""More than a number may have that is 0 in floating point and not in truth."""
BITS = 256
"""The precision at which exponentials of matrices are summed, far beyond the errors that are to be told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Values and a bound on the error of each."""

    value: Floats
    error: Floats


class Float64(Namespace):
    """Matrices of floating-point numbers with error bounds."""

    name, exact = "float64", False

    def session(self) -> AbstractContextManager[Any]:
        return np.errstate(all="ignore")

    def array(self, rows: Rows) -> Measured:
        value = np.array([[float(x) for x in row] for row in rows])
        inexact = [[isinstance(x, Fraction) and Fraction(float(x)) != x for x in row] for row in rows]
        return Measured(value, np.where(inexact, ROUNDOFF * abs(value), 0.0))

    def shape(self, a: Measured) -> tuple[int, int]:
        return a.value.shape

    def pi(self) -> Measured:
        return _rounded(np.array([[np.pi]]), 0.0)

    def identity(self, n: int) -> Measured:
        return _exact(np.eye(n))

    def zeros(self, m: int, n: int) -> Measured:
        return _exact(np.zeros((m, n)))

    def ones(self, m: int, n: int) -> Measured:
        return _exact(np.ones((m, n)))

    def add(self, a: Measured, b: Measured) -> Measured:
        return _rounded(a.value + b.value, a.error + b.error)

    def negative(self, a: Measured) -> Measured:
        return Measured(-a.value, a.error)

    def scale(self, c: Measured, a: Measured) -> Measured:
        return self._bilinear(np.multiply, c, a, 1)

    def matmul(self, a: Measured, b: Measured) -> Measured:
        return self._bilinear(np.matmul, a, b, a.value.shape[1])

    def hadamard(self, a: Measured, b: Measured) -> Measured:
        return self._bilinear(np.multiply, a, b, 1)

    def kron(self, a: Measured, b: Measured) -> Measured:
        return self._bilinear(np.kron, a, b, 1)

    def _bilinear(self, f: Callable[..., Any], a: Measured, b: Measured, terms: int) -> Measured:
        x, y = abs(a.value), abs(b.value)
        return _checked(f(a.value, b.value), f(x, b.error) + f(a.error, y + b.error) + terms * ROUNDOFF * f(x, y))

    def transpose(self, a: Measured) -> Measured:
        return Measured(a.value.T, a.error.T)

    def inverse(self, a: Measured) -> Measured:
        try:
            x = np.linalg.inv(a.value)
        except np.linalg.LinAlgError:
            raise EvaluationError("inverse of a singular matrix") from None
        n = len(x)
        size = abs(x)
        residual = abs(a.value @ x - np.eye(n)) + ((n + 1) * ROUNDOFF * abs(a.value) + a.error) @ size
        spread = np.linalg.norm(residual, np.inf)
        if not spread < 0.5:
            raise EvaluationError("inverse of a matrix that is singular to working precision")
        return _checked(x, size @ residual / (1 - spread))

    def trace(self, a: Measured) -> Measured:
        return self.total(self.diagv(a))

    def total(self, a: Measured) -> Measured:
        magnitude = ROUNDOFF * a.value.size * abs(a.value).sum()
        return _checked(a.value.sum().reshape(1, 1), (a.error.sum() + magnitude).reshape(1, 1))

    def diag(self, v: Measured) -> Measured:
        return Measured(np.diag(v.value[:, 0]), np.diag(v.error[:, 0]))

    def diagv(self, a: Measured) -> Measured:
        return Measured(np.diag(a.value).reshape(-1, 1), np.diag(a.error).reshape(-1, 1))

    def vec(self, a: Measured) -> Measured:
        return Measured(a.value.reshape(-1, 1, order="F"), a.error.reshape(-1, 1, order="F"))

    def entry(self, a: Measured, i: int, j: int) -> Measured:
        if not (1 <= i <= a.value.shape[0] and 1 <= j <= a.value.shape[1]):
            raise EvaluationError(f"entry [{i}, {j}] of a {a.value.shape[0]} x {a.value.shape[1]} matrix")
        return Measured(a.value[i - 1 : i, j - 1 : j], a.error[i - 1 : i, j - 1 : j])

    def block(self, blocks: Sequence[Sequence[Measured]]) -> Measured:
        return Measured(
            np.block([[b.value for b in line] for line in blocks]),
            np.block([[b.error for b in line] for line in blocks]),
        )

    def det(self, a: Measured) -> Measured:
        determinant: Measured = self.characteristic(a)[-1]
        return determinant

    def rank(self, a: Measured) -> Measured:
        return _exact(np.array([[float(self._rank(a))]]))

    def _rank(self, a: Measured) -> int:
        values = np.linalg.svd(a.value, compute_uv=False)
        return int((values > self._spread(a, values[0])).sum())

    def _spread(self, a: Measured, largest: float) -> float:
        """A bound on the shift of the singular values (Weyl)."""
        return float(max(a.value.shape) * ROUNDOFF * largest + np.linalg.norm(a.error))

    def pinv(self, a: Measured) -> Measured:
        largest = float(np.linalg.norm(a.value, 2))
        if largest == 0:
            return _exact(np.zeros(a.value.shape[::-1]))
        spread = self._spread(a, largest)
        value = np.linalg.pinv(a.value, rcond=spread / largest)
        bound = 2 * max(a.value.shape) * np.linalg.norm(value, 2) ** 2 * spread
        return _checked(value, np.full(value.shape, bound))

    def expm(self, a: Measured) -> Measured:
        """The error is at most exp(B + |dA|) - exp(B), with B = |A| off the diagonal and A on it: of A + cI, which has
        no negative diagonal for a large c, that holds term by term of the series, and exp(-c) carries over.
        """
        larger = abs(a.value)
        np.fill_diagonal(larger, np.diag(a.value))
        with ctx.workprec(BITS):
            found = _balls(a.value).exp()
            spread = (_balls(larger) + _balls(a.error)).exp() - _balls(larger).exp()
            value = _floats(found, arb.mid)
            rounded = _floats(found - _balls(value), arb.abs_upper)
            lost = (value == 0) & ~_floats(found, arb.is_zero).astype(bool)
            return _checked(value, rounded + _floats(spread, arb.abs_upper) + UNDERFLOW * lost)

    def exp(self, a: Measured) -> Measured:
        value = np.exp(a.value)
        return _rounded(value, value * a.error + UNDERFLOW * (value == 0))

    def log(self, a: Measured) -> Measured:
        if (a.value <= a.error).any():
            raise EvaluationError("log of a number that is not positive")
        return _rounded(np.log(a.value), a.error / a.value)

    def sqrt(self, a: Measured) -> Measured:
        if (a.value < -a.error).any():
            raise EvaluationError("root of a negative number")
        value = np.sqrt(np.maximum(a.value, 0))
        return _rounded(value, np.where(a.value > a.error, a.error / np.where(value > 0, value, 1), np.sqrt(a.error)))

    def sin(self, a: Measured) -> Measured:
        return _rounded(np.sin(a.value), a.error)

    def cos(self, a: Measured) -> Measured:
        return _rounded(np.cos(a.value), a.error)

    def tanh(self, a: Measured) -> Measured:
        return _rounded(np.tanh(a.value), a.error)

    def powers(self, a: Measured, k: int | Measured) -> Measured:
        if isinstance(k, int):
            if k < 0 and (abs(a.value) <= a.error).any():
                raise EvaluationError("0 to a negative power: division by zero")
            slope = 0 * a.value if k == 0 else abs(k * a.value ** (k - 1.0))
            value = a.value ** float(k)
            return _checked(value, slope * a.error + abs(k) * ROUNDOFF * abs(value))
        return self.exp(self.hadamard(k, self.log(a)))

    def abs(self, a: Measured) -> Measured:
        return Measured(abs(a.value), a.error)

    def relu(self, a: Measured) -> Measured:
        return Measured(np.maximum(a.value, 0), np.where(a.value < -a.error, 0, a.error))

    def step(self, a: Measured) -> Measured:
        return _exact((self._decided(a) > 0).astype(float))

    def sign(self, a: Measured) -> Measured:
        return _exact(self._decided(a))

    def _decided(self, a: Measured) -> Floats:
        if ((abs(a.value) <= a.error) & (a.error > 0)).any():
            raise NotRepresentable("the sign of a number near 0 is not decided")
        return np.sign(a.value)

    def maximum(self, *values: Measured) -> Measured:
        value, error = values[0].value, values[0].error
        for other in values[1:]:
            value, error = np.maximum(value, other.value), np.maximum(error, other.error)
        return Measured(value, error)

    def signs(self, a: Measured) -> list[list[int | None]]:
        undecided = (abs(a.value) <= a.error) & (a.error > 0)
        return [
            [None if u else int(s) for u, s in zip(us, ss, strict=True)]
            for us, ss in zip(undecided, np.sign(a.value), strict=True)
        ]

    def zero(self, a: Measured) -> bool | None:
        return bool((abs(a.value) <= a.error).all())

    def integer(self, a: Measured) -> int | None:
        value, error = float(a.value[0, 0]), float(a.error[0, 0])
        return int(value) if error == 0 and value.is_integer() else None

    def text(self, a: Measured) -> str:
        rows = "; ".join(", ".join(f"{x:.6g}" for x in row) for row in a.value)
        return rows if a.value.shape == (1, 1) else f"[{rows}]"


def _balls(a: Floats) -> arb_mat:
    rows, cols = a.shape
    return arb_mat(rows, cols, a.ravel().tolist())


def _floats(a: arb_mat, part: Callable[[arb], Any]) -> Floats:
    """A part of each ball: its midpoint, or a bound."""
    return np.array([float(part(x)) for x in a.entries()]).reshape(a.nrows(), a.ncols())


def _exact(value: Floats) -> Measured:
    return Measured(value, np.zeros_like(value))


def _rounded(value: Floats, error: Floats | float) -> Measured:
    """A value that was rounded once more."""
    return _checked(value, error + ROUNDOFF * abs(value))


def _checked(value: Any, error: Any) -> Measured:
    if not (np.isfinite(value).all() and np.isfinite(error).all()):
        raise NotRepresentable("overflow in floating point")
    return Measured(value, error)

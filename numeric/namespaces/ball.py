"""Rigorous real arithmetic: exact rationals as long as possible, then balls (midpoint and radius) over python-flint's
`arb_mat`.

An array is rational (`fmpq_mat`) until a function leaves the rationals, so that definedness, rank and equality stay
decided wherever they can be. Two balls that do not meet differ for certain; two that meet are undecided. Nothing here
ever guesses.

>>> xp = Ball()
>>> with xp.session():
...     e = xp.exp(xp.constant(1))
...     xp.equal(e, xp.constant(3)), xp.equal(e, e), xp.equal(xp.log(e), xp.constant(1))
(False, None, None)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat, fmpz

from numeric.namespaces.flint_matrices import Entry
from numeric.namespaces.protocol import Array, NotRepresentable
from numeric.namespaces.rational import Rational
from symbolic.errors import EvaluationError


class Ball(Rational):
    """Matrices of fractions, or of balls of `bits` bits. Evaluate inside `session()`, which sets the precision."""

    name, exact = "ball", False

    def __init__(self, bits: int = 128) -> None:
        self.bits = bits

    def session(self) -> AbstractContextManager[Any]:
        return ctx.workprec(self.bits)

    def make(self, rows: int, cols: int, entries: list[Entry]) -> Array:
        if any(isinstance(x, arb) for x in entries):
            return arb_mat(rows, cols, [arb(x) for x in entries])
        return fmpq_mat(rows, cols, entries)

    def entry_sign(self, x: Entry) -> int:
        if not isinstance(x, arb):
            return super().entry_sign(x)
        if x > 0:
            return 1
        if x < 0:
            return -1
        if x.is_zero():
            return 0
        raise NotRepresentable(f"the sign of {x} is not decided")

    def pi(self) -> Array:
        return arb_mat(1, 1, [arb.pi()])

    def add(self, a: Array, b: Array) -> Array:
        a, b = _alike(a, b)
        return a + b

    def subtract(self, a: Array, b: Array) -> Array:
        a, b = _alike(a, b)
        return a - b

    def matmul(self, a: Array, b: Array) -> Array:
        a, b = _alike(a, b)
        return a * b

    def scale(self, c: Array, a: Array) -> Array:
        c, a = _alike(c, a)
        return a * c[0, 0]

    def inverse(self, a: Array) -> Array:
        if isinstance(a, fmpq_mat):
            return super().inverse(a)
        try:
            return a.inv()
        except ZeroDivisionError:
            raise NotRepresentable("whether a matrix of balls is singular is not decided") from None

    def rank(self, a: Array) -> Array:
        if isinstance(a, fmpq_mat):
            return super().rank(a)
        self._gram_inverse(a)
        return self.constant(min(self.shape(a)))

    def pinv(self, a: Array) -> Array:
        if isinstance(a, fmpq_mat):
            return super().pinv(a)
        gram, t = self._gram_inverse(a), a.transpose()
        return gram * t if a.ncols() <= a.nrows() else t * gram

    def _gram_inverse(self, a: Array) -> Array:
        """(A'A)^-1, or (AA')^-1 for a wide A: it exists for certain or NotRepresentable is raised."""
        t = a.transpose()
        return self.inverse(t * a if a.ncols() <= a.nrows() else a * t)

    def expm(self, a: Array) -> Array:
        try:
            if isinstance(a, fmpq_mat):
                return super().expm(a)
        except NotRepresentable:
            pass
        return arb_mat(a).exp()

    def exp(self, a: Array) -> Array:
        return self.map(lambda x: fmpq(1) if x == 0 else _sized(x).exp(), a)

    def log(self, a: Array) -> Array:
        return self.map(self._log, a)

    def sqrt(self, a: Array) -> Array:
        return self.map(self._root, a)

    def sin(self, a: Array) -> Array:
        return self.map(lambda x: fmpq(0) if x == 0 else arb(x).sin(), a)

    def cos(self, a: Array) -> Array:
        return self.map(lambda x: fmpq(1) if x == 0 else arb(x).cos(), a)

    def tanh(self, a: Array) -> Array:
        return self.map(lambda x: fmpq(0) if x == 0 else arb(x).tanh(), a)

    def _log(self, x: Entry) -> Entry:
        if self.entry_sign(x) <= 0:
            raise EvaluationError(f"log of {x}, which is not positive")
        return fmpq(0) if x == 1 else arb(x).log()

    def _root(self, x: Entry) -> Entry:
        if isinstance(x, arb):
            return self._positive(x, lambda y: y.sqrt())
        if x < 0:
            raise EvaluationError(f"root of {x}, which is negative")
        p, q = fmpz(x.p).isqrt(), fmpz(x.q).isqrt()
        return fmpq(p, q) if p * p == x.p and q * q == x.q else arb(x).sqrt()

    def _positive(self, x: arb, f: Callable[[arb], arb]) -> arb:
        if self.entry_sign(x) < 0:
            raise EvaluationError(f"root of {x}, which is negative")
        return f(x)

    def powers(self, a: Array, k: int | Array) -> Array:
        if isinstance(k, int) or isinstance(a, fmpq_mat):
            try:
                return self._exact_powers(a, k)
            except NotRepresentable:
                if isinstance(k, int):
                    raise
        return self.map(lambda x: _real_power(self, x, k[0, 0]), a)

    def _exact_powers(self, a: Array, k: int | Array) -> Array:
        if isinstance(a, fmpq_mat):
            if not isinstance(k, int) and isinstance(k[0, 0], arb):
                raise NotRepresentable("a power with an irrational exponent")
            return super().powers(a, k)
        if not isinstance(k, int):
            raise NotRepresentable("a power of balls")
        return self.map(lambda x: self._whole_power(x, k), a)

    def _whole_power(self, x: arb, k: int) -> arb:
        if k < 0 and self.entry_sign(x) == 0:
            raise EvaluationError("0 to a negative power: division by zero")
        return x**k

    def largest(self, first: Entry, *others: Entry) -> Entry:
        for other in others:
            if isinstance(first, arb) or isinstance(other, arb):
                first = arb(first).max(arb(other))
            elif other > first:
                first = other
        return first

    def zero(self, a: Array) -> bool | None:
        if isinstance(a, fmpq_mat):
            return super().zero(a)
        if any(not x.contains(0) for x in a.entries()):
            return False
        return True if all(x.is_zero() for x in a.entries()) else None

    def integer(self, a: Array) -> int | None:
        return super().integer(a) if isinstance(a, fmpq_mat) else None


def _alike(a: Array, b: Array) -> tuple[Array, Array]:
    if isinstance(a, fmpq_mat) and isinstance(b, fmpq_mat):
        return a, b
    return arb_mat(a), arb_mat(b)


def _sized(x: Entry) -> arb:
    """The argument of an exponential, which must not overflow."""
    if not abs(arb(x)) < 2**20:
        raise NotRepresentable(f"exp({x}) is too large")
    return arb(x)


def _real_power(xp: Ball, x: Entry, k: Entry) -> Entry:
    """x^k = exp(k log x) for x > 0."""
    if xp.entry_sign(x) <= 0:
        raise EvaluationError(f"{x} to the power {k}")
    return (arb(k) * arb(x).log()).exp()

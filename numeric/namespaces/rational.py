"""Exact rational arithmetic over python-flint's `fmpq_mat`.

Transcendental functions have a value only where it is rational: exp(0), log(1), sin(0), the roots of squares.

>>> xp = Rational()
>>> xp.sqrt(xp.array([[4]])).tolist(), xp.pinv(xp.array([[1, 1]])).tolist()
([[2]], [[1/2], [1/2]])
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpz

from numeric.namespaces.flint_matrices import Entry, FlintMatrices, full_rank_pinv
from numeric.namespaces.protocol import EXPONENT_LIMIT, Array, NotRepresentable
from symbolic.errors import EvaluationError

BITS_LIMIT = 1_000_000
"""Powers with more bits are refused: they would fill the memory."""


class Rational(FlintMatrices):
    """Matrices of fractions."""

    name, exact = "rational", True

    def make(self, rows: int, cols: int, entries: list[Entry]) -> Array:
        return fmpq_mat(rows, cols, entries)

    def entry_sign(self, x: Entry) -> int:
        return int(x > 0) - int(x < 0)

    def identity(self, n: int) -> Array:
        return _IDENTITIES[n] if n < len(_IDENTITIES) else super().identity(n)

    def constant(self, number: int | Fraction) -> Array:
        return fmpq_mat(1, 1, [self.entry_of(number)])

    def pi(self) -> Array:
        raise NotRepresentable("pi is not rational")

    def rank(self, a: Array) -> Array:
        return fmpq_mat(1, 1, [a.rank()])

    def pinv(self, a: Array) -> Array:
        return full_rank_pinv(self, a)

    def expm(self, a: Array) -> Array:
        n = a.nrows()
        result = summand = self.identity(n)
        for k in range(1, n + 1):
            summand = summand * a * fmpq(1, k)
            if not any(summand.entries()):
                return result
            result = result + summand
        raise NotRepresentable("the exponential of a matrix that is not nilpotent is not rational")

    def power(self, a: Array, k: int) -> Array:
        if isinstance(a, fmpq_mat):
            _bounded(max((x.height_bits() for x in a.entries()), default=0), k)
        return super().power(a, k)

    def exp(self, a: Array) -> Array:
        return self.map(lambda x: _known("exp", x, 0, 1), a)

    def log(self, a: Array) -> Array:
        return self.map(_log, a)

    def sqrt(self, a: Array) -> Array:
        return self.map(_root, a)

    def sin(self, a: Array) -> Array:
        return self.map(lambda x: _known("sin", x, 0, 0), a)

    def cos(self, a: Array) -> Array:
        return self.map(lambda x: _known("cos", x, 0, 1), a)

    def tanh(self, a: Array) -> Array:
        return self.map(lambda x: _known("tanh", x, 0, 0), a)

    def powers(self, a: Array, k: int | Array) -> Array:
        exponent = fmpq(k) if isinstance(k, int) else k[0, 0]
        return self.map(lambda x: _power(x, exponent), a)

    def integer(self, a: Array) -> int | None:
        return int(a[0, 0].p) if a[0, 0].q == 1 else None


_IDENTITIES = [fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]) for n in range(9)]


def _bounded(bits: int, k: int) -> None:
    if abs(k) > EXPONENT_LIMIT or bits * abs(k) > BITS_LIMIT:
        raise NotRepresentable(f"the exponent {k} of a number of {bits} bits")


def _known(name: str, x: fmpq, argument: int, value: int) -> fmpq:
    if x == argument:
        return fmpq(value)
    raise NotRepresentable(f"{name}({x}) is not rational")


def _log(x: fmpq) -> fmpq:
    if x <= 0:
        raise EvaluationError(f"log of {x}, which is not positive")
    return _known("log", x, 1, 0)


def _root(x: fmpq) -> fmpq:
    if x < 0:
        raise EvaluationError(f"root of {x}, which is negative")
    p, q = fmpz(x.p).isqrt(), fmpz(x.q).isqrt()
    if p * p == x.p and q * q == x.q:
        return fmpq(p, q)
    raise NotRepresentable(f"the root of {x} is not rational")


def _power(x: fmpq, k: fmpq) -> fmpq:
    if k.q == 1:
        _bounded(x.height_bits(), int(k.p))
        if x == 0 and k < 0:
            raise EvaluationError("0 to a negative power: division by zero")
        return x ** int(k.p)
    if x < 0 or (x == 0 and k < 0):
        raise EvaluationError(f"{x} to the power {k}")
    if k.q != 2:
        if x in (0, 1):
            return x
        raise NotRepresentable(f"{x} to the power {k}")
    return _power(_root(x), fmpq(k.p))

"""Arithmetic modulo a prime near 2^63 over python-flint's `nmod_mat`.

A rational identity that fails somewhere survives a trial at a random point with probability at most degree/p
(Schwartz, Zippel). There is no order, so absolute values, signs and orders are not representable, nor are roots and
transcendental functions. `PRIME` is a safe prime, hence 3 mod 4: -1 is no square, so x^2 + y^2 = 0 only for x = y =
0. A Moore-Penrose inverse, a rank or a determinant is that of the residues.

>>> xp = PrimeField(7)
>>> xp.inverse(xp.array([[3]])).tolist()
[[5]]
"""

from __future__ import annotations

from fractions import Fraction

from flint import nmod, nmod_mat

from numeric.namespaces.flint_matrices import Entry, FlintMatrices, full_rank_pinv
from numeric.namespaces.protocol import Array, NotRepresentable
from symbolic.errors import EvaluationError

PRIME = 2**63 - 4569


class PrimeField(FlintMatrices):
    """Matrices of residues modulo a prime `p`."""

    name, exact = "prime field", True

    def __init__(self, p: int = PRIME) -> None:
        self.p = p

    def make(self, rows: int, cols: int, entries: list[Entry]) -> Array:
        return nmod_mat(rows, cols, [int(x) for x in entries], self.p)

    def entry_of(self, number: int | Fraction) -> Entry:
        if number.denominator % self.p == 0:
            raise NotRepresentable(f"{number} has no residue modulo {self.p}")
        return nmod(number.numerator, self.p) / nmod(number.denominator, self.p)

    def entry_sign(self, x: Entry) -> int:
        if x == 0:
            return 0
        raise NotRepresentable("residues have no order")

    def pi(self) -> Array:
        raise NotRepresentable("pi has no residue")

    def rank(self, a: Array) -> Array:
        return self.constant(a.rank())

    def pinv(self, a: Array) -> Array:
        return full_rank_pinv(self, a)

    def expm(self, a: Array) -> Array:
        n = a.nrows()
        result = summand = self.identity(n)
        for k in range(1, n + 1):
            summand = self.scale(self.constant(Fraction(1, k)), summand * a)
            if not any(summand.entries()):
                return result
            result = result + summand
        raise NotRepresentable("the exponential of a matrix that is not nilpotent has no residue")

    def exp(self, a: Array) -> Array:
        return self._at(a, "exp", 0, 1)

    def log(self, a: Array) -> Array:
        if any(x == 0 for x in a.entries()):
            raise EvaluationError("log of 0")
        return self._at(a, "log", 1, 0)

    def sqrt(self, a: Array) -> Array:
        if all(x == 1 or x == 0 for x in a.entries()):
            return a
        raise NotRepresentable("roots are not chosen among residues")

    def sin(self, a: Array) -> Array:
        return self._at(a, "sin", 0, 0)

    def cos(self, a: Array) -> Array:
        return self._at(a, "cos", 0, 1)

    def tanh(self, a: Array) -> Array:
        return self._at(a, "tanh", 0, 0)

    def _at(self, a: Array, function: str, argument: int, value: int) -> Array:
        if all(x == argument for x in a.entries()):
            return self.scale(self.constant(value), self.ones(*self.shape(a)))
        raise NotRepresentable(f"{function} has no residues")

    def powers(self, a: Array, k: int | Array) -> Array:
        if not isinstance(k, int):
            raise NotRepresentable("a power with an exponent that is not whole has no residue")
        if k < 0 and any(x == 0 for x in a.entries()):
            raise EvaluationError("0 to a negative power: division by zero")
        return self.map(lambda x: x**k, a)

    def integer(self, a: Array) -> int | None:
        return None

"""Polynomials together with exponentials of polynomials, so that Gaussian moment generating functions are exact.

exp(p) for a polynomial p becomes a further indeterminate with a negative index, which remembers p; it multiplies out
like any other, and a product of such exponentials with a positive number has a logarithm and a reciprocal.

>>> from numeric.namespaces.rational import Rational
>>> xp = Exponential(Rational())
>>> z = xp.variable(0, xp.base.identity(1))
>>> xp.equal(xp.log(xp.powers(xp.exp(z), 2)), xp.add(z, z))
True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numeric.namespaces.extension import ONE, Sum
from numeric.namespaces.polynomial import Polynomial
from numeric.namespaces.protocol import Array, Namespace, NotRepresentable


class Exponential(Polynomial):
    """Arrays of polynomials in indeterminates and in exponentials of polynomials."""

    def __init__(self, base: Namespace, squares: Mapping[int, tuple[Array, Array]] | None = None) -> None:
        super().__init__(base, squares)
        self.arguments: list[Sum] = []

    def argument(self, index: int) -> Sum:
        """The polynomial, 1 x 1 and without constant term, whose exponential the indeterminate `index` < 0 is."""
        return self.arguments[-1 - index]

    def exp(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return super().exp(a)
        rows, cols = a.shape
        return self.block([[self._exp(self.entry(a, i + 1, j + 1)) for j in range(cols)] for i in range(rows)])

    def _exp(self, a: Sum) -> Sum:
        factor = self.base.exp(self.part(a, ONE))
        moving = {m: c for m, c in a.coefficients.items() if m != ONE and self.base.zero(c) is not True}
        if not moving:
            return self.lift(factor)
        self.arguments.append(Sum(a.shape, moving))
        return self.variable(-len(self.arguments), factor)

    def log(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return super().log(a)
        factor, powers = self._product(a, "log")
        result = self.lift(self.base.log(factor))
        for index, exponent in powers:
            result = self.add(result, self.scale(self.constant(exponent), self.argument(index)))
        return result

    def powers(self, a: Sum, k: int | Sum) -> Sum:
        if self.is_constant(a) or not isinstance(k, int) or k >= 0:
            return super().powers(a, k)
        factor, powers = self._product(a, "a reciprocal")
        return Sum(a.shape, {tuple((i, k * e) for i, e in powers): self.base.powers(factor, k)})

    def _product(self, a: Sum, operation: str) -> tuple[Array, Any]:
        """A number and the powers of exponentials whose product `a` is."""
        if a.shape == (1, 1) and len(a.coefficients) == 1:
            monomial: Any
            ((monomial, factor),) = a.coefficients.items()
            if all(index < 0 for index, _ in monomial):
                return factor, monomial
        raise NotRepresentable(f"{operation} of a polynomial that is not constant")

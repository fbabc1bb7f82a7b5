"""Polynomials in finitely many indeterminates with array coefficients over any namespace.

A monomial is a sorted tuple of pairs (indeterminate, exponent). An indeterminate may satisfy z^2 = p z + q, as a
random variable with two values does; its powers are then reduced as they arise.

>>> from numeric.namespaces.rational import Rational
>>> xp = Polynomial(Rational())
>>> z = xp.variable(0, xp.base.identity(1))
>>> square = xp.powers(xp.add(z, xp.constant(1)), 2)
>>> {monomial: c.tolist() for monomial, c in square.coefficients.items()}
{((0, 2),): [[1]], ((0, 1),): [[2]], (): [[1]]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from numeric.namespaces.extension import Extension, Monomial, Sum
from numeric.namespaces.protocol import Array, Namespace, NotRepresentable

MAX_PRODUCTS = 100_000
Powers = tuple[tuple[int, int], ...]


class Polynomial(Extension):
    """Arrays of polynomials; `squares` gives (p, q), 1 x 1 arrays, for the indeterminates with z^2 = p z + q."""

    name = "a polynomial"

    def __init__(self, base: Namespace, squares: Mapping[int, tuple[Array, Array]] | None = None) -> None:
        super().__init__(base)
        self.squares = squares or {}
        self._products: dict[tuple[Monomial, Monomial], list[tuple[Monomial, Array | None]]] = {}

    def variable(self, index: int, coefficient: Array) -> Sum:
        """The indeterminate `index` times an array of the base."""
        return Sum(self.base.shape(coefficient), {((index, 1),): coefficient})

    def bilinear(self, f: Callable[[Array, Array], Array], a: Sum, b: Sum) -> Sum:
        if len(a.coefficients) * len(b.coefficients) > MAX_PRODUCTS:
            raise NotRepresentable(
                f"a product of polynomials with {len(a.coefficients)} and {len(b.coefficients)} terms"
            )
        return super().bilinear(f, a, b)

    def times(self, left: Monomial, right: Monomial) -> list[tuple[Monomial, Array | None]]:
        products = self._products.get((left, right))
        if products is None:
            products = self._products[left, right] = self._multiplied(left, right)
        return products

    def _multiplied(self, left: Any, right: Any) -> list[tuple[Monomial, Array | None]]:
        exponents = dict(left)
        for index, exponent in right:
            exponents[index] = exponents.get(index, 0) + exponent
        squared = next((i for i, e in exponents.items() if e == 2 and i in self.squares), None)
        if squared is None:
            return [(tuple(sorted((i, e) for i, e in exponents.items() if e)), None)]
        del exponents[squared]
        rest = tuple(sorted(exponents.items()))
        p, q = self.squares[squared]
        found = []
        for monomial, factor in self._reduced(rest):
            z = tuple(sorted([*monomial, (squared, 1)]))
            found += [
                (m, c if factor is None else self.base.scale(factor, c))
                for m, c in ((z, p), (monomial, q))
                if self.base.zero(c) is not True
            ]
        return found

    def _reduced(self, monomial: Any) -> list[tuple[Any, Array | None]]:
        return self._multiplied(monomial, ())


def degree(monomial: Any) -> int:
    """The total degree of a monomial."""
    return sum(exponent for _, exponent in monomial)

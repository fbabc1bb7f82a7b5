"""Unknown sizes and the equations between them: what `I`, `ones`, `zeros`, a zero block or the unknown of `exists`
must measure.

A size is a polynomial in dimension names; an `Unknown` is a symbol that an equation fixes when it is linear in it.
Equations that cannot be solved yet wait until others are. Contradictions are left alone: building the term then
meets them, and says so with both shapes.
"""

from __future__ import annotations

from typing import Any

from sympy import Integer, Poly, Symbol, cancel

from symbolic.errors import LanguageError
from symbolic.language.shapes import Shape, size

SCALAR: Shape = (Integer(1), Integer(1))
MAX_MONOMIALS = 120


class Unknown(Symbol):
    """A size to be found."""

    __slots__ = ()


class Sizes:
    """Unknown sizes of one statement."""

    def __init__(self) -> None:
        self.known: dict[Unknown, Any] = {}
        self.waiting: list[tuple[Any, Any]] = []
        self.count = 0

    def fresh(self) -> Unknown:
        """A new unknown."""
        self.count += 1
        return Unknown(f"?{self.count}", integer=True, positive=True)

    def resolve(self, value: Any) -> Any:
        """`value` with what is known put in."""
        if isinstance(value, Unknown):
            value = self._followed(value)
        if isinstance(value, Symbol | Integer):
            return value
        found = {u: self.known[u] for u in value.free_symbols if isinstance(u, Unknown) and u in self.known}
        return self.resolve(size(value.xreplace(found))) if found else value

    def _followed(self, unknown: Unknown) -> Any:
        """The end of the chain unknown = unknown = ...; the chain is made short for the next time."""
        chain, value = [], unknown
        while isinstance(value, Unknown) and value in self.known:
            chain.append(value)
            value = self.known[value]
        self.known.update(dict.fromkeys(chain, value))
        return value

    def shape(self, shape: Shape) -> Shape:
        """`shape` with what is known put in."""
        return self.resolve(shape[0]), self.resolve(shape[1])

    def is_scalar(self, shape: Shape) -> bool:
        """Whether the shape is known to be 1 x 1."""
        return shape is SCALAR or self.shape(shape) == SCALAR

    def equate(self, left: Any, right: Any) -> None:
        """Note that two sizes are equal."""
        if not self._solve(left, right):
            self.waiting.append((left, right))

    def match(self, left: Shape, right: Shape) -> None:
        """Note that two shapes are equal."""
        self.equate(left[0], right[0])
        self.equate(left[1], right[1])

    def settle(self) -> None:
        """Solve what waits, as far as it can be."""
        progress = True
        while progress and self.waiting:
            before, self.waiting = self.waiting, []
            for left, right in before:
                self.equate(left, right)
            progress = len(self.waiting) < len(before)

    def _solve(self, left: Any, right: Any) -> bool:
        """Whether nothing is left to find in left = right."""
        left, right = self.resolve(left), self.resolve(right)
        if left == right:
            return True
        for unknown, value in ((left, right), (right, left)):
            if isinstance(unknown, Unknown) and unknown not in value.free_symbols:
                self.known[unknown] = value
                return True
        difference = size(left - right)
        unknowns = sorted((u for u in difference.free_symbols if isinstance(u, Unknown)), key=str)
        for unknown in unknowns:
            value = _root(difference, unknown)
            if value is not None:
                self.known[unknown] = value
                return True
        return not unknowns


def _root(difference: Any, unknown: Unknown) -> Any:
    """The size for which `difference`, linear in `unknown`, is zero; None where there is none such."""
    polynomial = Poly(difference, unknown)
    if polynomial.degree() != 1:
        return None
    slope, rest = polynomial.all_coeffs()
    if any(isinstance(s, Unknown) for s in slope.free_symbols):
        return None
    value = cancel(-rest / slope)
    return size(value) if value.is_polynomial() and not value.is_nonpositive else None


def times(left: Any, right: Any) -> Any:
    """The product of two sizes. Raises LanguageError where it has too many terms."""
    if monomials(left) * monomials(right) > MAX_MONOMIALS:
        raise LanguageError(f"a size of more than {MAX_MONOMIALS} terms")
    return size(left * right)


def plus(*parts: Any) -> Any:
    """The sum of sizes. Raises LanguageError where it has too many terms."""
    named = [part for part in parts if not part.is_Integer]
    if sum(map(monomials, named)) > MAX_MONOMIALS:
        raise LanguageError(f"a size of more than {MAX_MONOMIALS} terms")
    number = sum(part for part in parts if part.is_Integer)
    return size(sum(named, number)) if named else Integer(number)


def monomials(value: Any) -> int:
    """A bound on the number of terms of a polynomial once it is multiplied out."""
    if not value.args:
        return 1
    counts = [monomials(a) for a in value.args]
    if value.is_Add:
        return sum(counts)
    if value.is_Pow:
        exponent = value.args[1]
        return min(counts[0] ** int(exponent), 10**6) if exponent.is_Integer and 0 <= exponent <= 20 else 10**6
    product = 1
    for count in counts:
        product = min(product * count, 10**6)
    return product

"""Commutative polynomials over numbered atoms, as dictionaries, and what is known of their signs.

A monomial is the sorted tuple of the atoms' numbers, each as often as its power says; a polynomial maps monomials to
rational coefficients, none of them 0. Signs of polynomials that differ by a factor are known together: `Signs` holds
each up to that factor.

>>> x, y = {(0,): 1}, {(1,): 1}
>>> times(plus(x, y), plus(x, scaled(y, -1))) == {(0, 0): 1, (1, 1): -1}
True
>>> Signs({}).learn(plus(x, scaled(y, -1)), 0, 1).of(plus(scaled(y, 2), scaled(x, -2)))
(-1, 0)
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

Coefficient = int | Fraction
Monomial = tuple[int, ...]
Polynomial = dict[Monomial, Coefficient]
Interval = tuple[int, int]
ANY: Interval = (-1, 1)


def polynomial(pairs: Iterable[tuple[Monomial, Coefficient]]) -> Polynomial:
    """The sum of coefficient * monomial over pairs in any order."""
    total: Polynomial = {}
    for monomial, coefficient in pairs:
        key = tuple(sorted(monomial))
        value = total.get(key, 0) + coefficient
        if value:
            total[key] = value
        else:
            total.pop(key, None)
    return total


def exact(pairs: Iterable[tuple[Monomial, Coefficient]]) -> Polynomial:
    """The polynomial that a certificate states. Raises ValueError where a coefficient is no rational number."""
    listed = list(pairs)
    if not all(isinstance(coefficient, int | Fraction) for _, coefficient in listed):
        raise ValueError("a coefficient is no rational number")
    return polynomial(listed)


def constant(value: Coefficient) -> Polynomial:
    """A number."""
    return {(): value} if value else {}


def plus(a: Polynomial, b: Polynomial) -> Polynomial:
    """a + b."""
    total = dict(a)
    for monomial, coefficient in b.items():
        value = total.get(monomial, 0) + coefficient
        if value:
            total[monomial] = value
        else:
            del total[monomial]
    return total


def scaled(a: Polynomial, factor: Coefficient) -> Polynomial:
    """factor * a."""
    return {monomial: coefficient * factor for monomial, coefficient in a.items()} if factor else {}


def content(a: Polynomial) -> Fraction:
    """The positive number c for which a/c has whole coefficients without a common divisor; a is not 0."""
    coefficients = [Fraction(c) for c in a.values()]
    return Fraction(gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients)))


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    """a * b."""
    if len(b) == 1 and () in b:
        return scaled(a, b[()])
    return polynomial((m + n, c * d) for m, c in a.items() for n, d in b.items())


class Signs:
    """What is known of the signs of polynomials: an interval within -1..1 for each. Immutable."""

    __slots__ = ("known",)

    def __init__(self, known: dict[frozenset[tuple[Monomial, Coefficient]], Interval]) -> None:
        self.known = known

    def of(self, form: Polynomial) -> Interval:
        """The least and the largest sign that `form` can have."""
        if not form:
            return 0, 0
        if len(form) == 1 and () in form:
            return (1, 1) if form[()] > 0 else (-1, -1)
        key, turned = up_to_factor(form)
        low, high = self.known.get(key, ANY)
        return (-high, -low) if turned else (low, high)

    def learn(self, form: Polynomial, low: int, high: int) -> Signs:
        """The same and that the sign of `form` is from `low` to `high`."""
        before = self.of(form)
        low, high = max(low, before[0]), min(high, before[1])
        if not form or (len(form) == 1 and () in form):
            return self
        key, turned = up_to_factor(form)
        return Signs({**self.known, key: (-high, -low) if turned else (low, high)})


def up_to_factor(form: Polynomial) -> tuple[frozenset[tuple[Monomial, Coefficient]], bool]:
    """The polynomial with leading coefficient 1, and whether it was negative."""
    leading = form[max(form)]
    if leading in (1, -1):
        return frozenset(form.items() if leading == 1 else scaled(form, -1).items()), leading < 0
    return frozenset(scaled(form, Fraction(1) / leading).items()), leading < 0

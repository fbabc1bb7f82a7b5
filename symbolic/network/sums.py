"""Sums of products with common factors collected: 2*X'*X*w - 2*X'*t is 2*X'*(X*w - t)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from sympy import Rational

from symbolic.language.shapes import shape_of
from symbolic.language.terms import Eye, add, multiply
from symbolic.network.pieces import Link, product


@dataclass(frozen=True, slots=True)
class Summand:
    """coefficient * numbers * a product of matrices."""

    coefficient: Fraction
    numbers: tuple[Any, ...]
    links: tuple[Link, ...]

    @property
    def term(self) -> Any:
        """The product as a term."""
        return multiply(
            Rational(self.coefficient.numerator, self.coefficient.denominator),
            *self.numbers,
            *([product(self.links)] if self.links else []),
        )


def collected_sum(summands: Sequence[Summand]) -> Any:
    """The sum as a term, factors collected that stand at the same end of several summands."""
    return _collected(summands).term


def _collected(summands: Sequence[Summand]) -> Summand:
    """The sum as one product."""
    if len(summands) == 1:
        return summands[0]
    content = Fraction(
        gcd(*(s.coefficient.numerator for s in summands)), lcm(*(s.coefficient.denominator for s in summands))
    )
    common = [x for x in dict.fromkeys(summands[0].numbers) if all(x in s.numbers for s in summands)]
    listed = [Summand(s.coefficient / content, _without(s.numbers, common), s.links) for s in summands]
    while (
        len(listed) > 1 and (best := max((_shared(listed, end) for end in (0, -1)), key=lambda found: len(found[1])))[1]
    ):
        end, members = best
        listed = [s for k, s in enumerate(listed) if k not in members] + [_factored([listed[k] for k in members], end)]
        if end == 0:
            listed = listed[-1:] + listed[:-1]
    if len(listed) == 1:
        only = listed[0]
        return Summand(content * only.coefficient, (*common, *only.numbers), only.links)
    if all(not s.links for s in listed):
        return Summand(content, (*common, add(*(s.term for s in listed))), ())
    return Summand(content, tuple(common), ((add(*(s.term for s in listed)), False),))


def _without(numbers: tuple[Any, ...], dropped: Sequence[Any]) -> tuple[Any, ...]:
    rest = list(numbers)
    for x in dropped:
        rest.remove(x)
    return tuple(rest)


def _shared(summands: Sequence[Summand], end: int) -> tuple[int, list[int]]:
    """The largest group of summands with the same factor at an end (none if no two agree)."""
    groups: dict[Any, list[int]] = {}
    for k, summand in enumerate(summands):
        if summand.links and not isinstance(summand.links[end][0], Eye):
            groups.setdefault(summand.links[end][0], []).append(k)
    largest = max(groups.values(), key=len, default=[])
    return end, largest if len(largest) > 1 else []


def _factored(summands: Sequence[Summand], end: int) -> Summand:
    """Summands with the same factor at an end, as that factor times a sum."""
    link = summands[0].links[end]
    size = shape_of(link[0])[1 if end == 0 else 0]
    nothing: tuple[Link, ...] = () if size == 1 else ((Eye(size), True),)
    rests = [
        Summand(s.coefficient, s.numbers, (s.links[1:] if end == 0 else s.links[:-1]) or nothing) for s in summands
    ]
    inner = _collected(rests)
    return Summand(inner.coefficient, inner.numbers, (link, *inner.links) if end == 0 else (*inner.links, link))

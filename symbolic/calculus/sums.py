"""Sums of simplified terms: like summands merged, common factors collected.

2*X'*X*w - 2*X'*t is 2*X'*(X*w - t); what all summands share (a number, scalars) comes to the front, then the largest
group of summands with the same first or last factor, as long as that does not make the sum longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from sympy import Add, Identity, MatAdd, Rational, S, Transpose

from symbolic.calculus.chains import is_zero
from symbolic.calculus.entrywise import Entrywise
from symbolic.calculus.products import Product, as_product, entrywise_factors, length
from symbolic.language.operator import operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.terms import add, identity, zeros


class Sums(Entrywise):
    """Sums."""

    def plus(self, *summands: Any) -> Any:
        """The sum, common factors collected."""
        shape = shape_of(summands[0])
        merged: dict[Any, Product] = {}
        for summand in summands:
            for part in self.summands(summand):
                key = part.key()
                if key in merged:
                    part.coefficient += merged[key].coefficient
                merged[key] = part
                if part.coefficient is S.Zero:
                    del merged[key]
        if not merged:
            return zeros(*shape)
        result = self._collected(self._diagonals_merged(list(merged.values()))).term()
        opened = self._opened(list(merged.values()))
        if opened is None:
            return result
        other = self.plus(*opened)
        return other if length(other) < length(result) else result

    def _opened(self, listed: list[Product]) -> list[Any] | None:
        """The summands with one factor of an entrywise product that is a sum multiplied out; None where none is."""
        found: list[Any] = []
        for part in listed if len(listed) > 1 else ():
            split = next((s for link in part.chain[-1:] for s in entrywise_sums(link)), None)
            if split is None or len(part.chain) > 1:
                found.append(part.term())
                continue
            factors = [f for f in entrywise_factors(part.chain[0]) if f != split]
            if len(factors) + 1 != len(entrywise_factors(part.chain[0])):
                return None
            found += [self.product(_front(part), self.hadamard(*factors, a)) for a in split.args]
        return found if len(found) > len(listed) else None

    def _diagonals_merged(self, listed: list[Product]) -> list[Product]:
        """diag(v) + diag(w) = diag(v + w)."""
        found = [p for p in listed if len(p.chain) == 1 and operands_of(p.chain[0], "diag") is not None]
        if len(found) < 2:
            return listed
        summed = self.plus(*(self.product(_front(p), p.chain[0].operands[0]) for p in found))
        return [*(p for p in listed if p not in found), as_product(self.diagonal(summed))]

    def minus(self, a: Any, b: Any) -> Any:
        """a - b."""
        return self.plus(a, self.product(S.NegativeOne, b))

    def summands(self, term: Any) -> list[Product]:
        """The summands as products; scalars times a sum are multiplied out."""
        if is_zero(term):
            return []
        if isinstance(term, Add | MatAdd):
            return [part for a in term.args for part in self.summands(a)]
        part = as_product(term)
        front = Product(part.coefficient, dict(part.scalars))
        inner = None
        if len(part.chain) == 1 and isinstance(part.chain[0], MatAdd):
            inner = part.chain[0]
        elif not part.chain:
            sums = [b for b, e in part.scalars.items() if e == 1 and isinstance(b, Add | MatAdd)]
            inner = sums[0] if len(sums) == 1 else None
            if inner is not None:
                front.times_scalar(inner, S.NegativeOne)
        if inner is None:
            return [part]
        return [self.joined(front.term(), p.term()) for a in inner.args for p in self.summands(a)]

    def _collected(self, listed: list[Product]) -> Product:
        """The sum as one product."""
        if len(listed) == 1:
            return listed[0]
        front = _common(listed)
        listed = [_divided(p, front) for p in listed]
        while len(listed) > 1 and (best := self._best_group(listed)) is not None:
            members, whole = best
            first = min(members)
            listed = [whole if k == first else p for k, p in enumerate(listed) if k == first or k not in members]
        if len(listed) == 1:
            return self.joined(front.term(), listed[0].term())
        terms = [p.term() for p in sorted(listed, key=_rank)]
        whole = add(*terms)
        whole = self.first_written(("sum", frozenset(terms)), whole)
        if shape_of(whole) == (1, 1):
            front.times_scalar(whole, S.One)
        else:
            front.chain = (whole,)
        return front

    def _best_group(self, listed: list[Product]) -> tuple[list[int], Product] | None:
        """The largest group of summands that share their first or last factor, as one product that is not longer."""
        groups: dict[tuple[int | None, Any], list[int]] = {}
        for k, part in enumerate(listed):
            for place in (0, -1) if part.chain else ():
                if not isinstance(part.chain[place], Identity):
                    groups.setdefault((place, part.chain[place]), []).append(k)
            for base, exponent in part.scalars.items():
                groups.setdefault((None, (base, exponent)), []).append(k)
        for (end, factor), members in sorted(groups.items(), key=lambda item: -len(item[1])):
            if len(members) < 2:
                return None
            whole = self._factored([listed[k] for k in members], end, factor)
            before = sum(length(listed[k].term()) + 1 for k in members) - 1
            bare = any(len(listed[k].chain) == 1 for k in members)
            if length(whole.term()) + bare <= before:
                return members, whole
        return None

    def _factored(self, listed: Sequence[Product], end: int | None, factor: Any) -> Product:
        if end is None:
            front = Product(scalars=dict([factor]))
            return self.joined(front.term(), self.plus(*(_divided(p, front).term() for p in listed)))
        size = shape_of(factor)[1 if end == 0 else 0]
        rests = []
        for part in listed:
            chain = part.chain[1:] if end == 0 else part.chain[:-1]
            bare = () if size == 1 else (identity(size),)
            rests.append(Product(part.coefficient, dict(part.scalars), chain or bare))
        inner = self.plus(*(r.term() for r in rests))
        return self.joined(factor, inner) if end == 0 else self.joined(inner, factor)


def entrywise_sums(link: Any) -> list[Any]:
    """The factors of an entrywise product that are sums."""
    factors = entrywise_factors(link)
    return [f for f in factors if isinstance(f, MatAdd)] if len(factors) > 1 else []


def _front(part: Product) -> Any:
    """Number and scalars."""
    return Product(part.coefficient, part.scalars).term()


def _rank(part: Product) -> tuple[bool, bool]:
    """Negative summands last, lone transposes after other summands."""
    return bool(part.coefficient.is_negative), len(part.chain) == 1 and isinstance(part.chain[0], Transpose)


def _common(listed: Sequence[Product]) -> Product:
    """What all summands share: the content of their numbers (negative if most are), scalars."""
    numbers = [Fraction(int(p.coefficient.p), int(p.coefficient.q)) for p in listed]
    content = Fraction(gcd(*(c.numerator for c in numbers)), lcm(*(c.denominator for c in numbers)))
    if all(c < 0 for c in numbers):
        content = -content
    shared = {}
    for base, exponent in listed[0].scalars.items():
        least = min((p.scalars.get(base, S.Zero) for p in listed), key=abs)
        signs = {bool(p.scalars.get(base, S.Zero) > 0) for p in listed}
        if least != 0 and len(signs) == 1:
            shared[base] = least
        del exponent
    return Product(Rational(content.numerator, content.denominator), shared)


def _divided(part: Product, front: Product) -> Product:
    result = Product(part.coefficient / front.coefficient, dict(part.scalars), part.chain)
    for base, exponent in front.scalars.items():
        result.times_scalar(base, -exponent)
    return result

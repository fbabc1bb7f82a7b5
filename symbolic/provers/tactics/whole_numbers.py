"""Piecewise-linear statements that hold for natural numbers and not for all real ones.

Such a statement has counterexamples in real numbers. Each of them breaks an instance of one of two laws, that natural
numbers are nonnegative or that no whole number lies between two neighbours (R. E. Gomory's cuts, as products); the
instances are taken in as hypotheses, one after the other, until the statement follows from them by cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor, gcd
from typing import Any

from sympy import Add, Basic, Eq, Ge, Gt, Le, Lt, Mul, Ne

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.substitution import subterms
from symbolic.language.terms import add, multiply, negative
from symbolic.provers.case_points import Counterexample
from symbolic.provers.piecewise import applicable, prove_piecewise
from symbolic.provers.search import Search

MOST_CUTS = 16

Form = dict[Any, Fraction]
"""Coefficients of natural numbers; that of 1 under None."""
Cut = tuple[str, dict[str, Any], Form, Fraction]
"""A law and its binding: the form is at least 0 (nonnegative_natural), or not strictly between a bound and the next
whole number (whole_gap).
"""


def by_whole_numbers(search: Search, claim: Basic) -> Theorem | None:
    """A theorem by cases in which natural numbers are whole."""
    cuts = list(_cuts([*search.given, claim])) if applicable(search.given, claim) else []
    if not cuts:
        return None
    used: list[Theorem] = []
    while len(used) <= MOST_CUTS:
        given = [*search.given, *(theorem.statement for theorem in used)]
        found = prove_piecewise(search.kernel, given, claim, seconds=search.remaining(), real=True)
        if isinstance(found, Theorem):
            return _discharged(search, found, used)
        broken = [cut for cut in cuts if isinstance(found, Counterexample) and _breaks(found, cut)]
        if not broken:
            return None
        cuts.remove(broken[0])
        used.append(search.kernel.law(*broken[0][:2]))
    return None


def _discharged(search: Search, found: Theorem, used: list[Theorem]) -> Theorem:
    """The theorem under the hypotheses of the search alone."""
    for theorem in used:
        if theorem.statement in found.hypotheses and not search.is_given(theorem.statement):
            found = search.kernel.discharge(found, theorem)
    return found


def _is_natural(term: Any) -> bool:
    return bool(term.is_Symbol and term.is_integer and term.is_nonnegative)


def _cuts(statements: list[Basic]) -> Iterator[Cut]:
    """The instances that may matter: for the natural numbers themselves, then around the zeros of all kinks."""
    forms = list(dict.fromkeys(tuple(sorted(form.items(), key=str)) for form in map(_form, _kinks(statements)) if form))
    names = {name for form in forms for name, _ in form if name is not None}
    for name in sorted(names, key=str):
        yield "nonnegative_natural", {"k": name}, {name: Fraction(1)}, Fraction(0)
    seen = set()
    for pairs in forms:
        form = dict(pairs)
        constant = form.pop(None, Fraction(0))
        if not form or any(c.denominator != 1 for c in form.values()):
            continue
        scale = gcd(*(int(c) for c in form.values()))
        zero = -constant / scale
        whole = {name: c / scale for name, c in form.items()}
        for bound in (floor(zero),) if zero.denominator != 1 else (int(zero) - 1, int(zero)):
            key = (frozenset(whole.items()), bound)
            if key not in seen:
                seen.add(key)
                yield "whole_gap", _difference(whole, bound), whole, Fraction(bound)


def _difference(form: Form, bound: int) -> dict[str, Any]:
    """j and k, sums of natural numbers, with j - k = form - bound."""
    above = [multiply(int(c), name) for name, c in form.items() if c > 0]
    below = [multiply(int(-c), name) for name, c in form.items() if c < 0]
    (above if bound < 0 else below).append(abs(bound))
    return {name: _total([part for part in parts if part != 0]) for name, parts in (("j", above), ("k", below))}


def _total(parts: list[Any]) -> Any:
    return add(*parts) if parts else add(0)


def _breaks(point: Counterexample, cut: Cut) -> bool:
    """Whether an instance fails at a point of real numbers."""
    law, _, form, bound = cut
    values: Mapping[Any, Any] = point.values
    value = sum((c * values.get(name, 0) for name, c in form.items()), Fraction(0))
    return value < 0 if law == "nonnegative_natural" else bound < value < bound + 1


def _kinks(statements: list[Basic]) -> Iterator[Any]:
    """The numbers whose signs decide: differences of the sides of orders, arguments of kinked functions."""
    for statement in statements:
        for part in subterms(statement):
            if isinstance(part, Le | Lt | Ge | Gt | Eq | Ne):
                yield add(part.args[0], negative(part.args[1]))
                continue
            for name in ("step", "sign", "abs", "relu"):
                if (inner := operands_of(part, name)) is not None:
                    yield inner[0]
            for name in ("max", "min"):
                inner = operands_of(part, name) or ()
                for k, first in enumerate(inner):
                    for second in inner[k + 1 :]:
                        yield add(first, negative(second))


def _form(term: Any) -> Form | None:
    """A linear form in natural numbers, None for another term."""
    if term.is_Rational:
        return {None: Fraction(int(term.p), int(term.q))}
    if term.is_Symbol:
        return {term: Fraction(1)} if _is_natural(term) else None
    if isinstance(term, Add):
        total: Form = {}
        for part in map(_form, term.args):
            if part is None:
                return None
            for name, c in part.items():
                total[name] = total.get(name, Fraction(0)) + c
        return {name: c for name, c in total.items() if c}
    if isinstance(term, Mul):
        scale, rest = Fraction(1), None
        for part in map(_form, term.args):
            if part is None or (rest is not None and set(part) != {None}):
                return None
            if set(part) <= {None}:
                scale *= part.get(None, Fraction(0))
            else:
                rest = part
        return {name: c * scale for name, c in (rest or {None: Fraction(1)}).items() if c * scale}
    return None

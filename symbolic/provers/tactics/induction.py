"""Equations, inequations and orders of numbers for every natural number, by induction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem, induction
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.terms import add
from symbolic.provers.search import Search

DEEPEST = 4


def by_induction(search: Search, goal: Any) -> Theorem | None:
    """The goal at the first number, and at the next one with the goal as a hypothesis."""
    if search.depth > DEEPEST:
        return None
    for k in running_exponents(goal):
        given = [h for h in search.given if k not in symbols_in(h)]
        try:
            first = substitute(goal, {k: Integer(1 if k.is_positive else 0)})
            after = substitute(goal, {k: add(k, 1)})
        except LineproofError:
            continue
        base = _proved(search, given, first)
        step = _proved(search, [*given, goal], after) if base is not None else None
        if base is not None and step is not None:
            return induction(search.kernel, goal, k, base, step)
    return None


def running_exponents(goal: Any) -> Iterator[Any]:
    """The natural numbers that stand in exponents, sines and cosines, and bounds of sums."""
    found = (s for part in subterms(goal) if part.args for s in symbols_in(part) if s.is_integer and s.is_nonnegative)
    sizes = {s for part in subterms(goal) for size in (getattr(part, "shape", None) or ()) for s in size.free_symbols}
    yield from (s for s in sorted(set(found), key=str) if s not in sizes)


def _proved(search: Search, given: list[Any], claim: Any) -> Theorem | None:
    inner = search.under(given, claim)
    inner.depth = DEEPEST + 1
    theorem = inner.statement(claim)
    return None if theorem is None or inner.contradictory else inner.discharged(theorem)

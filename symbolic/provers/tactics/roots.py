"""Equations of nonnegative numbers by their squares."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import equals, relation
from symbolic.language.substitution import subterms
from symbolic.language.terms import multiply
from symbolic.provers.search import Search

ROOTED = ("sqrt", "norm", "abs")


def by_squares(search: Search, goal: Any) -> Theorem | None:
    """c = d from c*c = d*d, for c and d from 0, where roots stand in them."""
    left, right = goal.args
    if not is_scalar(left) or not any(operands_of(part, name) for part in subterms(goal) for name in ROOTED):
        return None
    low = [search.condition(relation(0, "<=", side)) for side in (left, right)]
    if None in low:
        return None
    squares = search.equation(equals(multiply(left, left), multiply(right, right)))
    return (
        None
        if squares is None
        else search.kernel.law("equal_of_squares", {"c": left, "d": right}, [*(t for t in low if t), squares])
    )

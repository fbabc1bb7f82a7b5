"""Sylvester's criterion: a symmetric 2 x 2 matrix is definite where its leading minors are positive."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import property_name, relation
from symbolic.language.terms import add, multiply, negative
from symbolic.provers.search import Search


def by_minors(search: Search, condition: Any) -> Theorem | None:
    """A definite or semidefinite 2 x 2 matrix by its entries."""
    name = property_name(condition)
    if name not in ("positive definite", "positive semidefinite") or shape_of(condition.arguments[0]) != (2, 2):
        return None
    whole = condition.arguments[0]
    blocks = operands_of(whole, "block")
    if blocks is None:
        a, b, d = (apply("entry", whole, i, j) for i, j in ((1, 1), (1, 2), (2, 2)))
    elif blocks[:2] == (2, 2):
        a, b, _, d = blocks[2:]
    else:
        return None
    written = apply("block", 2, 2, a, b, b, d)
    equation = search.lemma(written, whole)
    if equation is None:
        return None
    minors = (a, add(multiply(a, d), negative(multiply(b, b))))
    sign, law = ("<", "definite_of_minors") if name == "positive definite" else ("<=", "semidefinite_of_minors")
    needed = [search.condition(relation(0, sign, m)) for m in (minors if sign == "<" else (*minors, d))]
    if any(theorem is None for theorem in needed):
        return None
    known = search.kernel.law(law, {"a": a, "b": b, "d": d}, [theorem for theorem in needed if theorem is not None])
    return search.kernel.transfer(known, equation, condition)

"""Ranks: of a projection its trace, of a matrix of full rank its size."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.statements import equals, has
from symbolic.language.substitution import subterms
from symbolic.language.terms import multiply, shape_of
from symbolic.provers.search import Search


def by_rank(search: Search, goal: Any) -> Theorem | None:
    """The goal again, with what the laws say of the ranks in it."""
    added = False
    for part in subterms(goal):
        if (inner := operands_of(part, "rank")) is None:
            continue
        a = inner[0]
        column = search.existence.prove(has("full column rank", a))
        row = search.existence.prove(has("full row rank", a))
        square = shape_of(a)[0] == shape_of(a)[1]
        known = search.equation(equals(multiply(a, a), a)) if square else None
        for law, premise in (("rank_columns", column), ("rank_rows", row), ("rank_projection", known)):
            if premise is not None:
                search.facts.add(search.kernel.law(law, {"A": a}, [premise]))
                added = True
    return search.equation(goal) if added else None

"""Ranks: of a projection its trace, of a matrix of full rank its size; equations and orders by bounds on ranks."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals, has
from symbolic.language.substitution import subterms
from symbolic.language.terms import multiply
from symbolic.provers.rank_bounds import RankBounds
from symbolic.provers.search import Search
from symbolic.provers.tactics.number_relations import combined


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


def by_rank_bounds(search: Search, goal: Any) -> Theorem | None:
    """A relation between ranks from bounds on them, cheap ones first."""
    if not any(operands_of(part, "rank") for part in subterms(goal)):
        return None
    bounds = RankBounds(search, goal)
    known: list[Theorem] = []
    for stage in (bounds.structural, bounds.projections, bounds.factored):
        new = [theorem for theorem in stage() if theorem is not None]
        known += new
        found = combined(search, goal, known) if new else None
        if found is not None:
            return found
    return None

"""Ranks: of a projection its trace, of a matrix of full rank its size; equations and orders by bounds on ranks."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, has, property_name
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import multiply
from symbolic.provers.backward import subject
from symbolic.provers.rank_bounds import RankBounds
from symbolic.provers.search import Search
from symbolic.provers.tactics.number_relations import combined

FULL = {"full column rank": ("rank_columns", 0), "full row rank": ("rank_rows", 1)}
"""The law that tells the rank, and the number of the size that bounds it in turn."""


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


def by_sizes(search: Search, condition: Any) -> Theorem | None:
    """An order of sizes: a matrix has at most as many independent columns as rows, and the other way round."""
    sign, q = subject(condition)
    if sign not in ("<", "<=") or not is_scalar(q) or not all(s.is_integer and s.is_positive for s in symbols_in(q)):
        return None
    given = [t.statement for t in search.facts.known.values() if property_name(t.statement) in FULL]
    symbols = [s for s in search.symbols.values() if not is_scalar(s) and shape_of(s)[0] != shape_of(s)[1]]
    known: list[Theorem] = []
    for a in dict.fromkeys([*(s.arguments[0] for s in given), *symbols]):
        for name, (law, side) in FULL.items():
            full = search.existence.prove(has(name, a))
            if full is not None:
                known.append(search.kernel.law(law, {"A": a}, [full]))
                known.append(search.kernel.law("rank_below_sizes", {"A": a}, conclusion=side))
    return combined(search, condition, known) if known else None


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

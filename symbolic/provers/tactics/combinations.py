"""Inequalities of numbers as nonnegative combinations of what is known to be nonnegative.

0 <= q where q is a sum, with weights from 0, of differences of known orders, forms v'*S*v of known semidefinite
matrices S, and products of nonnegative numbers; the first two also times such products. The vectors are ends of the
products of q. The weights come from linear programming over the terms of the canonical form.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

from sympy import Le, Lt

from symbolic.kernel import Theorem
from symbolic.language.shapes import shape_of
from symbolic.language.statements import relation
from symbolic.language.substitution import symbols_in
from symbolic.language.terms import add, multiply, transpose
from symbolic.network.tensor import Tensor
from symbolic.provers.backward import subject
from symbolic.provers.nonnegative_combinations import Weights, solve
from symbolic.provers.products import scalar_factors, split_scalars
from symbolic.provers.search import Search

MOST_NUMBERS, MOST_VECTORS, MOST_COLUMNS = 5, 8, 150
DEGREES, HIGHEST_MULTIPLE = (1, 2, 4), 2
"""The degrees of the products of nonnegative numbers that are tried, and the highest as a factor of what is known."""


def by_combination(search: Search, condition: Any) -> Theorem | None:
    """0 <= q, or 0 < q, by a nonnegative combination."""
    name, q = subject(condition)
    if name not in ("<=", "<"):
        return None
    known = [t.statement for t in search.facts.known.values() if symbols_in(t.statement) & symbols_in(q)]
    differences = [subject(s)[1] for s in known if isinstance(s, Le | Lt) and subject(s)[0] in ("<=", "<")]
    semidefinite = [
        term for name, term in map(subject, known) if name in ("positive semidefinite", "positive definite")
    ]
    value = search.kernel.translator(q)
    read = search.equations.relations.reader.term
    products = [split_scalars(read(Tensor(value.axes, {net: 1}))) for net in value.terms]
    forms = [multiply(transpose(v), s, v) for s in semidefinite for v in _vectors(products, shape_of(s)[0])]
    if not differences and not forms:
        return None
    numbers = _numbers(search, products)
    for degree in DEGREES:
        candidates = list(_candidates([*differences, *forms], numbers, degree))[:MOST_COLUMNS]
        found = solve([search.kernel.translator(candidate).terms for candidate in candidates], value.terms)
        if isinstance(found, Weights):
            parts = [multiply(x, term) for term, x in zip(candidates, found.values, strict=True) if x]
            total = _positive_sum(search, parts) if name == "<" else _sum(search, parts)
            return None if total is None else search.kernel.restate(total, condition)
    return None


def _vectors(products: list[tuple[Any, list[Any]]], size: Any) -> list[Any]:
    """Second halves of the products and their ends, where they are vectors of a size."""
    ends = [multiply(*factors[k:]) for _, factors in products for k in range((len(factors) + 1) // 2, len(factors))]
    return [v for v in dict.fromkeys(ends) if shape_of(v) == (size, 1)][:MOST_VECTORS]


def _numbers(search: Search, products: list[tuple[Any, list[Any]]]) -> list[Any]:
    """Factors that are nonnegative numbers."""
    found = [
        factor
        for number, factors in products
        for factor in scalar_factors(multiply(*([] if number is None else [number]), *factors))
        if not factor.is_Rational
    ]
    return [c for c in dict.fromkeys(found) if _is_nonnegative(search, c)][:MOST_NUMBERS]


def _is_nonnegative(search: Search, c: Any) -> bool:
    statement = relation(0, "<=", c)
    known = search.condition(statement) if c.is_Symbol else search.existence.prove(statement)
    return known is not None


def _candidates(known: list[Any], numbers: list[Any], highest: int) -> Iterator[Any]:
    """What is known, its multiples, and products of numbers up to a degree."""
    yield from known
    yield multiply(1)
    for degree in range(1, highest + 1):
        for factors in combinations_with_replacement(numbers, degree):
            product = multiply(*factors)
            yield product
            if degree <= HIGHEST_MULTIPLE:
                yield from (multiply(product, term) for term in known)


def _sum(search: Search, parts: list[Any]) -> Theorem | None:
    """0 <= the sum."""
    proved = [search.existence.prove(relation(0, "<=", part)) for part in parts]
    if not proved or not all(proved):
        return None
    total, term = proved[0], parts[0]
    for part, theorem in zip(parts[1:], proved[1:], strict=True):
        total = search.kernel.law("nonnegative_sum", {"c": term, "d": part}, [t for t in (total, theorem) if t])
        term = add(term, part)
    return total


def _positive_sum(search: Search, parts: list[Any]) -> Theorem | None:
    """0 < the sum, by one positive part."""
    for k, part in enumerate(parts):
        first = search.existence.prove(relation(0, "<", part))
        if first is None or len(parts) == 1:
            continue
        rest = _sum(search, [*parts[:k], *parts[k + 1 :]])
        return (
            None
            if rest is None
            else search.kernel.law("positive_sum", {"c": part, "d": subject(rest.statement)[1]}, [first, rest])
        )
    return search.existence.prove(relation(0, "<", parts[0])) if len(parts) == 1 else None

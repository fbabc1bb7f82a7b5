"""Covariance matrices of weights: diag(p) - p*p' is semidefinite for p >= 0 with sum(p) <= 1, that of a softmax too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import has, property_name, relation
from symbolic.language.terms import add, multiply, negative, transpose, zeros
from symbolic.provers.products import split_scalars, summands
from symbolic.provers.search import Search

SEMIDEFINITE = "positive semidefinite"


def by_weights(search: Search, condition: Any) -> Theorem | None:
    """A semidefinite matrix that is diag(p) - p*p' for weights p."""
    if property_name(condition) != SEMIDEFINITE:
        return None
    a = condition.arguments[0]
    for v in dict.fromkeys(_diagonals(search, a)):
        covariance = add(apply("diag", v), negative(multiply(v, transpose(v))))
        equation = search.lemma(covariance, a)
        if equation is None:
            continue
        low = search.condition(relation(zeros(*shape_of(v)), "<=", v))
        total = search.condition(relation(apply("sum", v), "<=", 1)) if low is not None else None
        if low is not None and total is not None:
            known = search.kernel.law("semidefinite_covariance_of_weights", {"v": v}, [low, total])
            return search.kernel.transfer(known, equation, has(SEMIDEFINITE, a))
    return None


def _diagonals(search: Search, a: Any) -> Iterator[Any]:
    """The vectors v of the summands diag(v), with their factors."""
    again = search.equations.relations.reader.term(search.kernel.translator(a))
    for part in (*summands(a), *summands(again)):
        number, factors = split_scalars(part)
        inner = operands_of(factors[0], "diag") if len(factors) == 1 else None
        if inner is not None:
            yield inner[0] if number is None else multiply(number, inner[0])

"""Matrices that take a nonzero vector to 0 are singular."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.substitution import subterms
from symbolic.language.terms import add, identity, multiply, negative, zeros
from symbolic.provers.backward import subject
from symbolic.provers.products import split_scalars, summands
from symbolic.provers.search import Search


def by_kernel_vector(search: Search, goal: Any) -> Theorem | None:
    """The goal again with det(M) = 0 for M*v = 0 and v != 0."""
    if not any(operands_of(part, "det") for part in subterms(goal)):
        return None
    added = False
    for matrix, vector, off in _singular(search):
        known = search.lemma(multiply(matrix, vector), zeros(shape_of(matrix)[0], 1))
        if known is not None:
            search.facts.add(search.kernel.law("det_of_kernel", {"A": matrix, "v": vector}, [known, off]))
            added = True
    return search.equation(goal) if added else None


def _singular(search: Search) -> Iterator[tuple[Any, Any, Theorem]]:
    """Square M and v with M*v = 0 by a hypothesis, and the theorem that v is not 0."""
    for off in list(search.facts.known.values()):
        sign, v = subject(off.statement)
        if sign != "entries !=" or shape_of(v)[1] != 1:
            continue
        for equation in search.facts.equations:
            matrix = _coefficient(equation.statement, v)
            if matrix is not None and shape_of(matrix)[0] == shape_of(matrix)[1]:
                yield matrix, v, off


def _coefficient(equation: Any, v: Any) -> Any:
    """M where left - right is M*v; None for another form."""
    if not isinstance(equation, Eq) or shape_of(equation.args[0])[1] != 1:
        return None
    left, right = equation.args
    parts = []
    for term in (*summands(left), *(negative(t) for t in summands(right) if not getattr(t, "is_ZeroMatrix", False))):
        number, factors = split_scalars(term)
        if not factors or factors[-1] != v:
            return None
        rest = factors[:-1] or [identity(shape_of(v)[0])]
        parts.append(multiply(*([] if number is None else [number]), *rest))
    return add(*parts)

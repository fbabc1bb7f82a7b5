"""invertible(a) by a sum of products of what is at hand, with unknown coefficients: a*R = I is linear in them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from sympy import Rational

from symbolic.kernel import Theorem
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.substitution import symbols_in
from symbolic.language.symbols import MatrixVariable
from symbolic.language.terms import add, identity, multiply, transpose
from symbolic.provers.backward import subject
from symbolic.provers.monomials import Polynomial
from symbolic.provers.search import Search

LONGEST, MOST = 2, 24


def by_polynomial_inverse(search: Search, condition: Any) -> Theorem | None:
    """invertible(a) from a*R = I."""
    name, a = subject(condition)
    if name != "invertible" or not search.facts.equations:
        return None
    one = identity(shape_of(a)[0])
    terms = _terms(search, a)
    equations = search.fresh_equations()
    equations.prove(equals(a, one), search.share())
    if equations.completion is None:
        return None
    images = []
    for term in terms:
        polynomial = equations.words.polynomial(search.kernel.translator(multiply(a, term)))
        if polynomial is None:
            return None
        images.append(equations.completion.normal_form(polynomial)[0])
    weights = solved(images, {("", ""): 1})
    if weights is None:
        return None
    inverse = add(
        *(multiply(Rational(w.numerator, w.denominator), t) for w, t in zip(weights, terms, strict=True) if w)
    )
    known = search.lemma(multiply(a, inverse), one)
    return None if known is None else search.kernel.law("inverse_unique", {"A": a, "B": inverse}, [known])


def _terms(search: Search, a: Any) -> list[Any]:
    """The identity and short products of the square matrices in a and in the equations at hand."""
    shape = shape_of(a)
    found = {s for statement in (a, *(t.statement for t in search.facts.equations)) for s in symbols_in(statement)}
    symbols = sorted((s for s in found if isinstance(s, MatrixVariable) and shape_of(s) == shape), key=str)
    letters = [*symbols, *map(transpose, symbols)] if len(symbols) < 3 else symbols
    terms = [identity(shape[0])]
    for length in range(1, LONGEST + 1):
        terms += [multiply(*factors) for factors in product(letters, repeat=length)]
    return terms[:MOST]


def solved(columns: list[Polynomial], target: Polynomial) -> list[Fraction] | None:
    """Weights with sum of weight * column = target, by Gaussian elimination; None where there are none."""
    rows = sorted({m for p in (*columns, target) for m in p})
    matrix = [[Fraction(p.get(m, 0)) for p in columns] + [Fraction(target.get(m, 0))] for m in rows]
    pivots: list[int] = []
    for column in range(len(columns)):
        top = len(pivots)
        pivot = next((r for r in range(top, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[top], matrix[pivot] = matrix[pivot], matrix[top]
        scale = matrix[top][column]
        matrix[top] = [x / scale for x in matrix[top]]
        for r, row in enumerate(matrix):
            if r != top and row[column]:
                factor = row[column]
                matrix[r] = [x - factor * y for x, y in zip(row, matrix[top], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in matrix[len(pivots) :]):
        return None
    weights = [Fraction(0)] * len(columns)
    for r, column in enumerate(pivots):
        weights[column] = matrix[r][-1]
    return weights

"""Exact values of terms and truth of statements where symbols stand for rational matrices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Basic, Integer

from numeric.evaluation import Point
from numeric.evaluator import Evaluator
from numeric.namespaces import NotRepresentable, Rational
from numeric.sampling.rationals import Matrix, to_rows
from numeric.statements import holds, truth
from symbolic.errors import EvaluationError
from symbolic.language.shapes import shape_of
from symbolic.language.statements import Distribution

RATIONAL = Rational()
MOST = 10_000
"""Points of more entries are not drawn."""
Values = Mapping[Basic, Matrix]
Laws = Mapping[Basic, Distribution]


def value_of(term: Any, sizes: Mapping[Basic, int], values: Values, laws: Laws, skew: int = 2) -> Matrix | None:
    """The exact value of a term, or None where it has none that is rational."""
    try:
        found: Matrix = Evaluator(RATIONAL, sizes, values, laws, skew).value(term)
    except (EvaluationError, NotRepresentable):
        return None
    return found


def point_of(sizes: Mapping[Basic, int], values: Values, laws: Laws, skew: int = 2) -> Point:
    """The point with these exact matrices."""
    return Point(dict(sizes), {s: to_rows(v) for s, v in values.items()}, dict(laws), skew)


def all_hold(
    statements: Iterable[Basic], sizes: Mapping[Basic, int], values: Values, laws: Laws, skew: int = 2
) -> bool:
    """Whether all `statements` hold exactly; False where one is undefined or not decided."""
    at = Evaluator(RATIONAL, sizes, values, laws, skew)
    try:
        return all(truth(s, at) is True for s in statements)
    except (EvaluationError, NotRepresentable):
        return False


def check(statement: Basic, point: Point) -> bool:
    """Whether `statement` holds exactly; False where it is undefined or not decided."""
    try:
        return holds(statement, point, RATIONAL) is True
    except (EvaluationError, NotRepresentable):
        return False


def drawable(symbols: Iterable[Basic], sizes: Mapping[Basic, int]) -> bool:
    """Whether the symbols have few enough entries together for points to be drawn."""
    shapes = [shape_of(symbol) for symbol in symbols]
    return sum(size_at(rows, sizes) * size_at(columns, sizes) for rows, columns in shapes) <= MOST


def size_at(dimension: Any, sizes: Mapping[Basic, int]) -> int:
    """A dimension, a polynomial in dimension symbols, at given sizes."""
    if dimension.is_Integer:
        return int(dimension)
    known = sizes.get(dimension)
    return known if known is not None else int(dimension.xreplace({s: Integer(k) for s, k in sizes.items()}))

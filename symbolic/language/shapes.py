"""Sizes and shapes, and what counts as a number.

Conventions. A vector is an n x 1 matrix. A term of shape 1 x 1 counts as a scalar (`is_scalar`, the one place that says
so). Sizes are polynomials in dimension symbols.
"""

from __future__ import annotations

from typing import TypeAlias

from sympy import Add, Basic, Expr, Integer, Mul, Pow, S, Symbol, expand

from symbolic.errors import LanguageError

Shape: TypeAlias = tuple[Expr, Expr]
Number: TypeAlias = int | Expr
ONE = S.One
UNIT: Shape = (ONE, ONE)


def shape_of(term: Basic) -> Shape:
    """Rows and columns; (1, 1) for anything that is not a matrix."""
    return getattr(term, "shape", UNIT) or UNIT


def is_scalar(term: Basic) -> bool:
    """Whether `term` counts as a number: scalars and 1 x 1 matrices alike."""
    rows, cols = shape_of(term)
    return rows is ONE and cols is ONE


def size(expression: Number) -> Expr:
    """A dimension in normal form: a polynomial in dimension symbols, compared by `==`."""
    if isinstance(expression, int):
        return Integer(expression)
    if isinstance(expression, Symbol | Integer):
        return expression
    return expand(_plain(expression))


def _plain(expression: Expr) -> Expr:
    """The same scalar expression over SymPy's own evaluating nodes (used for sizes only)."""
    if not expression.args:
        return expression
    arguments = [_plain(a) for a in expression.args]
    for ours, theirs in ((Add, Add), (Mul, Mul), (Pow, Pow)):
        if isinstance(expression, ours):
            return theirs(*arguments)
    raise LanguageError(f"{expression} is not a size: expected a polynomial in dimension names")

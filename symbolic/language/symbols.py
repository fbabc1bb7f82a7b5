"""Declared symbols: dimensions, scalars, vectors, matrices, and random ones.

>>> n, d = dimensions("n d")
>>> X = matrix("X", n, d)
>>> w, t = vector("w", d), vector("t", n)
>>> (X*w - t).shape
(n, 1)
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sympy import MatrixSymbol, Symbol
from sympy.core.symbol import Str

from symbolic.errors import LanguageError
from symbolic.language.shapes import Number, Shape, size
from symbolic.language.terms import Term, held, term


class ScalarSymbol(Term, Symbol):
    """A real number, a natural number or a dimension (SymPy assumptions tell which)."""

    __slots__ = ()


class MatrixVariable(Term, MatrixSymbol):
    """A real matrix; a column vector when its second size is 1."""

    def __new__(cls, name: str | Str, rows: Number, cols: Number) -> Any:
        for count in map(term, (rows, cols)):
            cls._check_dim(count)
        return held(cls, Str(name) if isinstance(name, str) else name, term(rows), term(cols))

    @cached_property
    def shape(self) -> Shape:
        _, rows, cols = self.args
        return rows, cols


class RandomScalar(ScalarSymbol):
    """A random number; its law is a hypothesis (`Distribution`)."""

    __slots__ = ()


class RandomMatrix(MatrixVariable):
    """A random vector or matrix; its law is a hypothesis (`Distribution`)."""


def dimension(name: str) -> ScalarSymbol:
    """An arbitrary positive whole number: a size."""
    return ScalarSymbol(_checked(name), integer=True, positive=True)


def dimensions(names: str) -> tuple[ScalarSymbol, ...]:
    """Several dimensions at once, names separated by spaces."""
    return tuple(dimension(name) for name in names.split())


def natural(name: str, *, positive: bool = False) -> ScalarSymbol:
    """A whole number from 0 (from 1 if `positive`)."""
    return ScalarSymbol(_checked(name), integer=True, **({"positive": True} if positive else {"nonnegative": True}))


def scalar(name: str, *, random: bool = False) -> ScalarSymbol:
    """A real number. What is known of it (positive, ...) is a hypothesis, not part of the symbol."""
    return (RandomScalar if random else ScalarSymbol)(_checked(name), real=True)


def matrix(name: str, rows: Number, cols: Number, *, random: bool = False) -> MatrixVariable:
    """A real rows x cols matrix. Raises LanguageError where a size is no positive whole number."""
    try:
        return (RandomMatrix if random else MatrixVariable)(_checked(name), size(rows), size(cols))  # type: ignore[no-any-return]
    except ValueError as error:
        raise LanguageError(f"{rows} x {cols} is no shape of {name}: expected positive sizes") from error


def vector(name: str, rows: Number, *, random: bool = False) -> MatrixVariable:
    """A real column vector: a rows x 1 matrix."""
    return matrix(name, rows, 1, random=random)


def _checked(name: str) -> str:
    if not name or any(c.isspace() for c in name):
        raise LanguageError(f"{name!r} is no name: expected text without spaces")
    return name

"""Substitution of terms for symbols, and walking through terms.

Substitution rebuilds with the strict builders of `terms`, so a replacement of another shape raises ShapeError.
Bound and varied symbols
(of derivatives, sums, `exists`, `minimizes`) are never replaced by a term that is no symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sympy import (
    Add,
    Basic,
    Ge,
    Gt,
    Identity,
    Inverse,
    Le,
    Lt,
    MatAdd,
    MatMul,
    MatPow,
    Mul,
    OneMatrix,
    Pow,
    Transpose,
    ZeroMatrix,
)
from sympy.assumptions import AppliedPredicate
from sympy.core.relational import Relational

from symbolic.errors import LanguageError
from symbolic.language import terms
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import size
from symbolic.language.statements import RELATIONS, Property, Statement
from symbolic.language.symbols import MatrixVariable

BINDERS = {"grad": 1, "jac": 1, "hess": 1, "dir": 1, "series": 1}
OPAQUE = frozenset({*BINDERS, "E", "Var", "Cov"})


@lru_cache(maxsize=16_384)
def subterms(term: Any) -> tuple[Any, ...]:
    """The term and everything in it, each once, outermost first."""
    listed: dict[Any, None] = {}
    waiting = [term]
    while waiting:
        here = waiting.pop()
        if here not in listed:
            listed[here] = None
            waiting.extend(reversed(_parts(here)))
    return tuple(listed)


def _parts(term: Any) -> tuple[Any, ...]:
    if isinstance(term, Application):
        return term.operands
    return term.arguments if isinstance(term, AppliedPredicate) else term.args  # type: ignore[no-any-return]


@lru_cache(maxsize=16_384)
def symbols_in(term: Any) -> frozenset[Any]:
    """The symbols that occur (sizes apart)."""
    return frozenset(
        t
        for t in subterms(term)
        if isinstance(t, MatrixVariable) or (not isinstance(t, Application) and not t.args and t.is_symbol)
    )


@lru_cache(maxsize=16_384)
def sizes_in(term: Any) -> frozenset[Any]:
    """The symbols in the sizes that are stated in a term."""
    stated: list[tuple[Any, ...]] = []
    for t in subterms(term):
        if isinstance(t, MatrixVariable | Identity | OneMatrix | ZeroMatrix):
            stated.append(t.shape)
        elif isinstance(t, Application) and t.operator.name == "unit":
            stated.append(t.operands[1:])
    return frozenset(s for sizes in stated for size in sizes for s in size.free_symbols)


def substitute(term: Any, mapping: Mapping[Any, Any]) -> Any:
    """`term` with symbols (matrix variables, scalars, dimensions) replaced. Raises LanguageError where a bound
    symbol would become a term, or a sum would bind a symbol of what comes into it.
    """
    memo: dict[Any, Any] = {}

    def walk(here: Any) -> Any:
        if here in memo:
            return memo[here]
        memo[here] = result = mapping[here] if here in mapping else _rebuilt(here, walk, mapping)
        return result

    return walk(term)


def ascending(statement: Any) -> Any:
    """The same with every a >= b as b <= a, every a > b as b < a: one form for those who match orders.

    >>> from sympy import Ge
    >>> from symbolic.language.symbols import scalar
    >>> ascending(Ge(scalar("a"), scalar("b"), evaluate=False))
    b <= a
    """
    if isinstance(statement, Ge | Gt):
        left, right = statement.args
        return terms.held(Le if isinstance(statement, Ge) else Lt, right, left)
    if isinstance(statement, Statement):
        return type(statement)(*map(ascending, statement.args))
    return statement


def _rebuilt(here: Any, walk: Any, mapping: Mapping[Any, Any]) -> Any:
    if isinstance(here, MatrixVariable):
        rows, cols = (size(walk(s)) for s in here.shape)
        return here if (rows, cols) == here.shape else type(here)(here.name, rows, cols)
    if isinstance(here, Identity):
        return terms.identity(walk(here.shape[0]))
    if isinstance(here, ZeroMatrix | OneMatrix):
        build = terms.zeros if isinstance(here, ZeroMatrix) else terms.ones
        return build(*(walk(s) for s in here.shape))
    if isinstance(here, Application):
        name = here.operator.name
        if (
            name in BINDERS
            and not (bound := mapping.get(here.operands[BINDERS[name]], here.operands[BINDERS[name]])).is_symbol
        ):
            raise LanguageError(f"{bound} cannot stand for the variable of {name}")
        if name == "series":
            _without_capture(here.operands[0], here.operands[1], bound, mapping)
        return apply(name, *map(walk, here.operands))
    if not here.args:
        return here
    if isinstance(here, AppliedPredicate):
        return Property(here.function, *map(walk, here.arguments))
    if isinstance(here, Relational):
        return terms.held(RELATIONS[_SIGNS[here.rel_op]], *map(walk, here.args))
    if isinstance(here, Statement):
        return type(here)(*map(walk, here.args))
    for kinds, build in _BUILDERS:
        if isinstance(here, kinds):
            return build(*map(walk, here.args))
    if isinstance(here, Basic):
        return here.func(*map(walk, here.args))
    raise LanguageError(f"{here!r} is no term")


def _without_capture(summand: Any, index: Any, bound: Any, mapping: Mapping[Any, Any]) -> None:
    within = symbols_in(summand) | sizes_in(summand)
    for symbol, value in mapping.items():
        if symbol != index and symbol in within and bound in symbols_in(value) | sizes_in(value):
            raise LanguageError(f"{value} cannot come into a sum over {bound}")


_SIGNS = {"==": "=", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}
_BUILDERS: list[tuple[Any, Any]] = [
    (MatAdd, terms.add),
    (MatMul, terms.multiply),
    (Transpose, terms.transpose),
    (Inverse, terms.inverse),
    (MatPow, terms.power),
    (Add, terms.add),
    (Mul, terms.multiply),
    (Pow, terms.power),
]

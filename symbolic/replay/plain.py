"""Terms and statements as plain data: nested tuples, in a document nested lists.

A number is ("number", "p/q"), a symbol ("symbol", name, kind) with the kinds dimension, natural, scalar and random,
a matrix
("matrix", name, rows, columns, constant or random); all else is (operation, part, ...). An operator of the language is
("apply", name, operand, ...). Statements: = != <= < >> has range exists minimizes => law moment.

>>> from symbolic.language.symbols import dimension, matrix
>>> n = dimension("n")
>>> plain(matrix("A", n, n).T)
("'", ('matrix', 'A', ('symbol', 'n', 'dimension'), ('symbol', 'n', 'dimension'), 'constant'))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from sympy import (
    Add,
    Eq,
    Ge,
    Gt,
    Identity,
    Inverse,
    Le,
    Lt,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    Ne,
    OneMatrix,
    Pow,
    Symbol,
    Transpose,
    ZeroMatrix,
    pi,
)

from symbolic.errors import LanguageError
from symbolic.language.operator import Application
from symbolic.language.statements import (
    Distribution,
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    Statement,
    property_name,
)
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.replay.errors import ReplayError
from symbolic.replay.rationals import rational

Plain = tuple[Any, ...]
OPERATIONS: list[tuple[Any, str]] = [
    (MatAdd, "+"),
    (MatMul, "*"),
    (MatPow, "^"),
    (Add, "+"),
    (Mul, "*"),
    (Pow, "^"),
    (Transpose, "'"),
    (Identity, "identity"),
    (ZeroMatrix, "zeros"),
    (OneMatrix, "ones"),
    (Eq, "="),
    (Ne, "!="),
    (Le, "<="),
    (Lt, "<"),
    (Loewner, ">>"),
    (RangeInclusion, "range"),
    (Exists, "exists"),
    (Minimizes, "minimizes"),
    (Implication, "=>"),
]
DERIVATIVES = frozenset({"grad", "jac", "hess", "dir"})
EXPECTATIONS = frozenset({"E", "Var", "Cov"})
BINDERS = DERIVATIVES | EXPECTATIONS | {"series"}
"""Operators under which equals may not be put for equals."""
LENGTHS = {"number": 1, "symbol": 2, "matrix": 4, "moment": 2, "minimizes": 3,
           **dict.fromkeys(("=", "!=", "<=", "<", ">>", "range", "=>", "has"), 2)}
"""How many parts follow the head, where that is fixed; operations count theirs when they are read."""
TEXTS = {"number": (1,), "symbol": (1, 2), "matrix": (1, 4), "apply": (1,), "has": (1,), "law": (2,), "moment": (2,)}
"""Which parts are texts; all others are terms or statements."""
MARK = "%"
"""The names of running numbers begin with it, and no others."""


@lru_cache(maxsize=16_384)
def plain(value: Any) -> Plain:
    """A term or statement as plain data. Raises LanguageError for what is neither."""
    if getattr(value, "is_Rational", False):
        return ("number", str(value))
    if isinstance(value, Application):
        return ("apply", value.operator.name, *map(plain, value.operands))
    if isinstance(value, MatrixSymbol):
        return (
            "matrix",
            value.name,
            *map(plain, value.shape),
            "random" if isinstance(value, RandomMatrix) else "constant",
        )
    if isinstance(value, Symbol):
        return ("symbol", value.name, _kind(value))
    if value is pi:
        return ("pi",)
    if isinstance(value, Inverse):
        return ("inverse", plain(value.args[0]))
    if isinstance(value, Ge | Gt):
        return ("<=" if isinstance(value, Ge) else "<", plain(value.args[1]), plain(value.args[0]))
    if isinstance(value, Distribution):
        return (
            "law",
            plain(value.symbol),
            value.law,
            *((name, plain(v)) for name, v in sorted(value.parameters.items())),
        )
    if name := property_name(value):
        return ("has", name, plain(value.arguments[0]))
    if isinstance(value, Statement) and type(value).__name__ == "Moment":
        return ("moment", plain(value.args[0]), str(value.args[1]))
    for kind, operation in OPERATIONS:
        if isinstance(value, kind):
            return (operation, *map(plain, value.args))
    raise LanguageError(f"{value} ({type(value).__name__}) has no plain form")


def frozen(value: Any) -> Any:
    """Lists as tuples; a tuple, which no text gives, is plain data already. Raises ReplayError for what is no text,
    whole number or list.
    """
    if isinstance(value, list):
        return tuple(map(frozen, value))
    if not isinstance(value, (str, int, tuple)):
        raise ReplayError(f"{value!r} is neither text nor a number nor a list")
    return value


def check_form(part: Plain) -> None:
    """Raises ReplayError unless a term or statement has the number of parts of its kind, and texts where these belong:
    a part that nobody reads would stand in the conclusion without a proof.
    """
    head, count = part[0], len(part) - 1
    if LENGTHS.get(head, count) != count:
        raise ReplayError(f"{head!r} with {count} parts")
    texts = TEXTS.get(head, ())
    for place, inner in enumerate(part):
        if place and not isinstance(inner, str if place in texts else tuple):
            raise ReplayError(f"{inner!r} is no part number {place} of {head!r}")
    if head == "number":
        rational(part[1])


def _kind(symbol: Any) -> str:
    if symbol.is_integer:
        return "dimension" if symbol.is_positive else "natural"
    return "random" if isinstance(symbol, RandomScalar) else "scalar"


def parts(value: Any, seen: set[Plain] | None = None) -> Iterator[Plain]:
    """A term and everything in it, each once; what is `seen` already is left out, and the rest joins it."""
    seen = set() if seen is None else seen
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            count = len(seen)
            seen.add(here)
            if len(seen) > count:
                yield here
                waiting.extend(here[1:])


def sizes_of(value: Plain) -> Plain:
    """The sizes that a term states itself."""
    if value[0] == "matrix":
        return value[2:4]
    return (
        value[1:] if value[0] in ("identity", "zeros", "ones") else value[3:] if value[:2] == ("apply", "unit") else ()
    )


def symbols(value: Plain) -> set[Plain]:
    """The symbols and matrices that occur, also in sizes."""
    return {p for p in parts(value) if p[0] in ("symbol", "matrix")}


def substituted(value: Any, mapping: Mapping[Plain, Plain]) -> Any:
    """The term with symbols replaced, all at once; sizes of matrices as well. Raises ReplayError where a sum would bind
    a symbol of what comes into it.
    """
    if not isinstance(value, tuple):
        return value
    if value[0] in ("symbol", "matrix") and value in mapping:
        return mapping[value]
    if value[:2] == ("apply", "series"):
        index, within = value[3], symbols(value[2])
        bound = mapping.get(index, index)
        if any(s in within and s != index and bound in symbols(v) for s, v in mapping.items()):
            raise ReplayError(f"a term in {bound[1]} cannot come into a sum over it")
    return tuple([substituted(p, mapping) for p in value])


def binds(value: Plain, symbol: Plain, operators: frozenset[str] = BINDERS) -> bool:
    """Whether `symbol` occurs in `value` where equals may not be put for equals, or in the size of a matrix."""
    return any(
        symbol in parts(p)
        and p != symbol
        and (p[0] in ("exists", "minimizes", "law", "moment", "matrix") or (p[0] == "apply" and p[1] in operators))
        for p in parts(value)
    )


def written(value: Any) -> str:
    """A term for people."""
    if not isinstance(value, tuple):
        return str(value)
    if value[0] in ("number", "symbol", "matrix"):
        return str(value[1])
    head, operands = (value[1], value[2:]) if value[0] in ("apply", "has") else (value[0], value[1:])
    if head in ("+", "*", "^", "=", "!=", "<=", "<", ">>", "=>") and operands:
        return f"({f' {head} '.join(map(written, operands))})"
    return f"{head}({', '.join(map(written, operands))})"

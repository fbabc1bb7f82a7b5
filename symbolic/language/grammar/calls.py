"""What can be called by name: how each built-in function types its arguments and builds its term.

A rule gets the elaborator, the raw call and the names bound around it. An operator without a rule of its own is
typed by its declaration, so that a new operator needs nothing here. The index of `sum(f, r, a, b)` is a symbol of
its own: it gets another name where `r` already means something, so that no named value is captured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, Protocol

from sympy import Basic, Integer, MatrixSymbol, S, Symbol

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.grammar.sizes import MAX_MONOMIALS, SCALAR, Sizes, monomials, times
from symbolic.language.grammar.syntax import Call, Name, Raw
from symbolic.language.grammar.typed import Context, Typed
from symbolic.language.operator import OPERATORS, apply
from symbolic.language.shapes import Shape, is_scalar, shape_of, size
from symbolic.language.symbols import natural
from symbolic.language.terms import identity, ones, zeros


class Inference(Protocol):
    """What a rule needs of the elaborator."""

    context: Context
    sizes: Sizes
    symbols: Mapping[str, Basic]

    def infer(self, raw: Raw, names: Mapping[str, Typed]) -> Typed:
        """The typed node of an expression."""

    def common(self, parts: list[Typed]) -> Shape:
        """The shape that all but numbers must have."""


Names = Mapping[str, Typed]
Rule = Callable[[Any, Call, Names], Typed]


def counted(e: Inference, raw: Call, *numbers: int) -> None:
    """Refuse a call unless it has one of these numbers of arguments."""
    if len(raw.arguments) not in numbers:
        e.context.refuse(
            raw, f"{raw.name} with a wrong number of arguments", " or ".join(map(str, numbers)), str(len(raw.arguments))
        )


def applied(e: Inference, raw: Call, shape: Shape, *parts: Typed) -> Typed:
    """The node that applies the operator named in the call."""
    return e.context.node(raw, shape, lambda *terms: apply(raw.name, *terms), *parts)


def generic(e: Inference, raw: Call, names: Names) -> Typed:
    """An operator typed by its own declaration."""
    declared = OPERATORS[raw.name]
    parts = [e.infer(a, names) for a in raw.arguments]
    counted(e, raw, len(parts) if declared.arity is None else declared.arity)
    try:
        shape = declared.shape(*(SimpleNamespace(shape=e.sizes.shape(p.shape)) for p in parts))
    except ShapeError:
        shape = SCALAR  # building the term raises it again, with the terms
    return applied(e, raw, shape, *parts)


def square(e: Inference, raw: Call, names: Names) -> Typed:
    """An operator of a square matrix."""
    counted(e, raw, 1)
    part = e.infer(raw.arguments[0], names)
    e.sizes.equate(*part.shape)
    return applied(e, raw, {"expm": part.shape, "diagv": (part.shape[0], S.One)}.get(raw.name, SCALAR), part)


def vector(e: Inference, raw: Call, names: Names) -> Typed:
    """An operator of column vectors."""
    if raw.name == "Cov" and len(raw.arguments) == 1:
        e.context.refuse(raw, "Cov with a wrong number of arguments", "Var[x] for the covariance matrix of x", "1")
    counted(e, raw, 2 if raw.name == "Cov" else 1)
    parts = [e.infer(a, names) for a in raw.arguments]
    for part in parts:
        e.sizes.equate(part.shape[1], S.One)
    n, m = parts[0].shape[0], parts[-1].shape[0]
    return applied(e, raw, {"softmax": (n, S.One), "logsumexp": SCALAR}.get(raw.name, (n, m)), *parts)


def extremum(e: Inference, raw: Call, names: Names) -> Typed:
    """max and min: equal shapes, numbers beside them; of one argument it would be that, and no largest entry."""
    if len(raw.arguments) < 2:
        e.context.refuse(raw, f"{raw.name} compares its arguments entry by entry", "at least 2 arguments", "1")
    parts = [e.infer(a, names) for a in raw.arguments]
    return applied(e, raw, e.common(parts), *parts)


def stacked(e: Inference, raw: Call, names: Names) -> Typed:
    """vec and kron."""
    counted(e, raw, 1 if raw.name == "vec" else 2)
    parts = [e.infer(a, names) for a in raw.arguments]
    (m, n), (p, q) = (e.sizes.shape(parts[k].shape) for k in (0, -1))
    try:
        return applied(e, raw, (times(m, n), S.One) if raw.name == "vec" else (times(m, p), times(n, q)), *parts)
    except LanguageError as error:
        return e.context.refuse(raw, str(error))


LARGEST = 1000
"""The largest number in a size: what is written out entry by entry, or drawn, grows with it."""


def measured(e: Inference, raw: Raw, names: Names) -> Any:
    """The size that an expression in dimension names stands for."""
    value = e.context.build(e.infer(raw, names))
    whole = all(getattr(s, "is_integer", False) for s in value.free_symbols) if isinstance(value, Basic) else False
    if (
        not is_scalar(value)
        or not whole
        or monomials(value) > MAX_MONOMIALS
        or (value.is_number and not (value.is_Integer and value > 0))
    ):
        e.context.refuse(raw, "this is no size", "a positive whole number or a polynomial in dimension names")
    try:
        found = size(value)
    except LanguageError as error:
        return e.context.refuse(raw, str(error))
    largest = max((abs(number) for number in found.atoms(Integer)), default=0)
    if largest > LARGEST:
        e.context.refuse(raw, f"a size of {largest}", f"numbers up to {LARGEST}; a name stands for every size")
    return found


def sized(e: Inference, raw: Call, names: Names) -> Typed:
    """I(n), ones(n), ones(m, n), zeros(n), zeros(m, n)."""
    counted(e, raw, *((1,) if raw.name == "I" else (1, 2)))
    measures = [measured(e, a, names) for a in raw.arguments]
    if raw.name == "I":
        return e.context.leaf(raw, (measures[0], measures[0]), identity(measures[0]))
    shape = measures[0], measures[1] if len(measures) == 2 else S.One
    return e.context.leaf(raw, shape, (ones if raw.name == "ones" else zeros)(*shape))


def unit(e: Inference, raw: Call, names: Names) -> Typed:
    """unit(i, n)."""
    counted(e, raw, 2)
    index, n = e.infer(raw.arguments[0], names), measured(e, raw.arguments[1], names)

    def make(i: Any) -> Any:
        if i.is_Number and not (i.is_Integer and i >= 1 and not (n.is_Integer and i > n)):
            raise LanguageError(f"unit({i}, {n}): expected a whole number from 1 to {n}")
        return apply("unit", i, n)

    return e.context.node(raw, (n, S.One), make, index)


def total(e: Inference, raw: Call, names: Names) -> Typed:
    """sum(A), or sum(f, r, a, b)."""
    counted(e, raw, 1, 4)
    if len(raw.arguments) == 1:
        return generic(e, raw, names)
    f, r, *bounds = raw.arguments
    if not isinstance(r, Name):
        e.context.refuse(r, "the second argument of sum(f, r, a, b) is its index", "a name")
    name, in_force = fresh_name(r.name, e.symbols, names)
    index = e.context.leaf(r, SCALAR, natural(name))
    index.bound = in_force
    parts = [e.infer(f, {**names, r.name: index}), *(e.infer(b, names) for b in bounds)]

    def make(term: Any, start: Any, end: Any) -> Any:
        if any(index.term in s.free_symbols for s in shape_of(term)):
            raise LanguageError(f"the shape of what is summed depends on {r.name}")
        return apply("series", term, index.term, start, end)

    return e.context.node(raw, parts[0].shape, make, *parts)


def fresh_name(name: str, symbols: Mapping[str, Basic], names: Names) -> tuple[str, frozenset[str]]:
    """`name`, or the first free of name_1, name_2, ... where it means something; and all bound names then in force."""
    bound = frozenset[str]().union(*(value.bound for value in names.values()))
    found, k = name, 0
    while found in symbols or found in names or found in bound:
        k += 1
        found = f"{name}_{k}"
    return found, bound | {found}


def derivative(e: Inference, raw: Call, names: Names) -> Typed:
    """grad(f, X), jac(f, x), hess(f, x), dir(f, X, D)."""
    counted(e, raw, 3 if raw.name == "dir" else 2)
    variable = differentiated(e, raw.arguments[1], names)
    parts = [e.infer(raw.arguments[0], names), variable, *(e.infer(a, names) for a in raw.arguments[2:])]
    f, x = parts[0].shape, variable.shape
    if raw.name == "dir":
        e.sizes.match(parts[2].shape, x)
    elif raw.name == "jac":
        e.sizes.equate(f[1], S.One)
    return applied(e, raw, {"grad": x, "jac": (f[0], x[0]), "hess": (x[0], x[0]), "dir": f}[raw.name], *parts)


def differentiated(e: Inference, raw: Raw, names: Names) -> Typed:
    """The declared symbol that a derivative or a minimum varies."""
    if not isinstance(raw, Name) or raw.name in names or raw.name not in e.symbols:
        e.context.refuse(
            raw, "only a declared symbol can be varied", "a declared name", e.context.text[raw.start : raw.end]
        )
    symbol = e.symbols[raw.name]
    if not isinstance(symbol, Symbol | MatrixSymbol) or (isinstance(symbol, Symbol) and symbol.is_integer):
        e.context.refuse(raw, f"{raw.name} is a whole number and cannot be varied", "a scalar, vector or matrix")
    return e.context.leaf(raw, shape_of(symbol), symbol)


CALLS: dict[str, Rule] = {
    **dict.fromkeys(("tr", "det", "logdet", "expm", "diagv"), square),
    **dict.fromkeys(("diag", "softmax", "logsumexp", "Var", "Cov"), vector),
    **dict.fromkeys(("max", "min"), extremum),
    **dict.fromkeys(("vec", "kron"), stacked),
    **dict.fromkeys(("I", "ones", "zeros"), sized),
    **dict.fromkeys(("grad", "jac", "hess", "dir"), derivative),
    "unit": unit,
    "sum": total,
}

"""Mutants: a statement with one small mistake, of the kinds that people make.

`mutants(statement, vocabulary)` goes through every part of a statement and through every mistake that can be made
there, in a fixed order: sign, factor (2, 1/2, a size), transpose, order of two factors, dropped factor or summand,
exponent, symbol, neighbouring size, operator (tr and det, E left out, ...), I - P for P, inverse left out or put in,
a sum for a product, the relation itself. A mistake that the strict shapes refuse is a mutant too, with the error in
the place of the statement. Mutants may be equivalent to the original: whether one is false is decided elsewhere
(`bench.soundness.truth`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import (
    Add,
    Basic,
    Eq,
    Integer,
    Inverse,
    Le,
    Lt,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    Mul,
    Ne,
    Pow,
    Rational,
    Transpose,
)
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import (
    Distribution,
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    Statement,
    equals,
    has,
    property_name,
    relation,
)
from symbolic.language.substitution import BINDERS
from symbolic.language.terms import add, identity, inverse, multiply, negative, power, transpose

SUMS, PRODUCTS, POWERS = (Add, MatAdd), (Mul, MatMul), (Pow, MatPow)
SIGNS = {Eq: "=", Ne: "!=", Le: "<=", Lt: "<"}
RIVALS = {
    "tr": ("det", "sum"),
    "det": ("tr",),
    "pinv": (),
    "E": (),
    "exp": ("log", "tanh"),
    "log": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
    "abs": ("relu", "sign"),
    "relu": ("abs", "step"),
    "sigmoid": ("tanh",),
    "tanh": ("sigmoid",),
    "rank": ("tr",),
    "norm": ("sum",),
    "sum": ("norm",),
    "Var": ("E",),
}
PROPERTY_RIVALS = {
    "symmetric": ("antisymmetric", "idempotent"),
    "idempotent": ("orthogonal", "symmetric"),
    "invertible": ("orthogonal", "symmetric"),
    "orthogonal": ("idempotent",),
    "positive semidefinite": ("positive definite",),
    "positive definite": ("orthogonal",),
    "full column rank": ("full row rank",),
    "full row rank": ("full column rank",),
    "antisymmetric": ("symmetric",),
    "diagonal": ("orthogonal",),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: its kind, the part that it was made in, and the statement, or the error where the shapes do not
    fit.
    """

    kind: str
    part: Basic
    statement: Basic | None
    error: LanguageError | None = None

    def __str__(self) -> str:
        return f"{self.kind} at {self.part}: {self.statement}"


Found = Iterable[tuple[str, Callable[[], Any]]]


def mutants(statement: Basic, vocabulary: Sequence[Basic]) -> Iterator[Mutant]:
    """All mutants of a statement, `vocabulary` being the symbols that may be taken for others."""
    seen = {statement}
    for path, part in places(statement):
        for kind, make in mistakes(part, vocabulary):
            try:
                changed = replaced(statement, path, make())
            except (LanguageError, ValueError, TypeError) as error:  # SymPy refuses some shapes with errors of its own
                if isinstance(error, ShapeError):
                    yield Mutant(kind, part, None, error)
                continue
            if changed not in seen:
                seen.add(changed)
                yield Mutant(kind, part, changed)


def parts(node: Any) -> tuple[Any, ...]:
    """What a node is made of, sizes and names of operators apart."""
    if isinstance(node, Application):
        return node.operands
    if isinstance(node, AppliedPredicate):
        return tuple(node.arguments)
    if isinstance(node, Distribution) or getattr(node, "is_symbol", False):
        return ()
    return node.args if isinstance(node, (*SUMS, *PRODUCTS, *POWERS, Transpose, Inverse, *SIGNS, Statement)) else ()


def rebuilt(node: Basic, children: Sequence[Any]) -> Any:
    """The node over other parts, by the strict builders. Raises ShapeError."""
    if isinstance(node, Application):
        return apply(node.operator.name, *children)
    if isinstance(node, AppliedPredicate):
        return has(str(property_name(node)), children[0])
    for kinds, build in (
        (SUMS, add),
        (PRODUCTS, multiply),
        ((Transpose,), transpose),
        ((Inverse,), inverse),
        (POWERS, power),
    ):
        if isinstance(node, kinds):
            return build(*children)
    if isinstance(node, Loewner) and shape_of(children[0]) != shape_of(children[1]):
        raise ShapeError(">>", children[0], shape_of(children[0]), children[1], shape_of(children[1]))
    if isinstance(node, RangeInclusion) and shape_of(children[0])[0] != shape_of(children[1])[0]:
        raise ShapeError("column spaces", children[0], shape_of(children[0]), children[1], shape_of(children[1]))
    if isinstance(node, Minimizes) and shape_of(children[0]) != shape_of(children[2]):
        raise ShapeError("minimizes", children[0], shape_of(children[0]), children[2], shape_of(children[2]))
    if isinstance(node, Minimizes) and not is_scalar(children[1]):
        raise ShapeError("minimizes", children[1], shape_of(children[1]), expected="a scalar function")
    sign = next((text for kind, text in SIGNS.items() if isinstance(node, kind)), None)
    return relation(children[0], sign, children[1]) if sign else type(node)(*children)


def bound(node: Basic, k: int) -> bool:
    """Whether part k of a node is a bound variable, an index, an exponent or a count: no place for a mistake of its
    own.
    """
    if isinstance(node, Application):
        name = node.operator.name
        return (
            BINDERS.get(name) == k
            or name == "unit"
            or (name in ("entry", "powers") and k > 0)
            or (name == "block" and k < 2)
        )
    return (
        (isinstance(node, POWERS)
        and k == 1)
        or (isinstance(node, Exists)
        and k == 0)
        or (isinstance(node, Minimizes)
        and k == 2)
    )


def places(node: Basic, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Basic]]:
    """Every part of a statement with its path, outermost first."""
    yield path, node
    for k, part in enumerate(parts(node)):
        if not bound(node, k):
            yield from places(part, (*path, k))


def replaced(node: Basic, path: tuple[int, ...], part: Any) -> Any:
    """The node with another part at the end of a path. Raises ShapeError."""
    if not path:
        return part
    children = list(parts(node))
    children[path[0]] = replaced(children[path[0]], path[1:], part)
    return rebuilt(node, children)


def mistakes(part: Any, vocabulary: Sequence[Any]) -> Found:
    """The mistakes that can be made at one part: their kind, and how the part is then made."""
    if isinstance(part, (*SIGNS, Statement, AppliedPredicate)):
        yield from in_relation(part)
        return
    yield "sign", lambda: negative(part)
    for scale in (Integer(2), Rational(1, 2), *[s for s in vocabulary if s.is_integer][:2]):
        yield "factor", lambda scale=scale: multiply(scale, part)
    if isinstance(part, MatrixExpr):
        yield "transpose", lambda: transpose(part)
    if isinstance(part, PRODUCTS):
        yield from in_product(part)
    if isinstance(part, SUMS):
        for k in range(len(part.args)):
            yield "dropped summand", lambda k=k: add(*part.args[:k], *part.args[k + 1 :])
        yield "product for sum", lambda: multiply(*part.args)
    yield from in_power(part)
    if part.is_symbol and not isinstance(part, Application):
        for other in vocabulary:
            if other != part:
                yield "symbol", lambda other=other: other
        if part.is_integer:
            yield "neighbouring size", lambda: add(part, 1)
    if isinstance(part, Integer) and part not in (0, 1):
        yield "neighbouring size", lambda: part + 1
    if isinstance(part, Application):
        yield from in_application(part)
    if not is_scalar(part) and shape_of(part)[0] == shape_of(part)[1]:
        yield "I - P", lambda: add(identity(shape_of(part)[0]), negative(part))


def in_product(part: Any) -> Found:
    """Mistakes in a product."""
    factors = part.args
    for k in range(len(factors) - 1):
        if not (is_scalar(factors[k]) or is_scalar(factors[k + 1])):
            yield "order", lambda k=k: multiply(*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
            yield (
                "sum for product",
                lambda k=k: multiply(*factors[:k], add(factors[k], factors[k + 1]), *factors[k + 2 :]),
            )
        elif factors[k] not in (-1, 1) and k == len(factors) - 2:
            yield "sum for product", lambda k=k: add(multiply(*factors[: k + 1]), factors[k + 1])
    for k in range(len(factors)):
        if factors[k] != 1:
            yield "dropped factor", lambda k=k: multiply(*factors[:k], *factors[k + 1 :])


def in_power(part: Any) -> Found:
    """Exponents, and inverses left out or put in."""
    if isinstance(part, Inverse):
        yield "inverse left out", lambda: part.args[0]
        yield "transpose for inverse", lambda: transpose(part.args[0])
    if isinstance(part, POWERS):
        base, exponent = part.args[0], part.args[1] if len(part.args) > 1 else Integer(-1)
        yield "exponent", lambda: power(base, add(exponent, 1))
        yield "exponent", lambda: power(base, add(exponent, -1))
        yield "exponent", lambda: power(base, negative(exponent))
    elif shape_of(part)[0] == shape_of(part)[1] and not part.is_Number:
        yield "exponent", lambda: power(part, 2)
        yield "inverse put in", lambda: inverse(part)


def in_application(part: Any) -> Found:
    """An operator taken for another or left out."""
    name, operands = part.operator.name, part.operands
    for rival in RIVALS.get(name, ()):
        yield "operator", lambda rival=rival: apply(rival, *operands)
    if name in ("E", "tr", "diagv", "diag", "vec", "exp", "relu", "sigmoid", "norm", "logdet", "det"):
        yield "operator left out", lambda: operands[0]
    if name == "pinv":
        yield "operator left out", lambda: transpose(operands[0])
    if name == "powers":
        yield "exponent", lambda: apply(name, operands[0], add(operands[1], 1))
    if name in ("hadamard", "kron", "Cov"):
        yield "order", lambda: apply(name, operands[1], operands[0])
        yield "dropped factor", lambda: operands[0]
        yield "operator", lambda: multiply(*operands)
    if name in ("dir",):
        yield "order", lambda: apply(name, operands[0], operands[1], negative(operands[2]))


def in_relation(part: Any) -> Found:
    """Mistakes in the relation, the property or the statement itself."""
    if isinstance(part, Le | Lt):
        yield "relation", lambda: relation(part.args[1], SIGNS[type(part)], part.args[0])
        yield "relation", lambda: relation(part.args[0], "=", part.args[1])
        yield "relation", lambda: relation(part.args[0], "<", part.args[1])
    if isinstance(part, Eq):
        yield "relation", lambda: relation(part.args[0], "!=", part.args[1])
    if isinstance(part, Ne):
        yield "relation", lambda: equals(*part.args)
    if isinstance(part, Loewner):
        yield "relation", lambda: Loewner(part.args[1], part.args[0])
        yield "relation", lambda: equals(*part.args)
    if isinstance(part, Implication):
        yield "relation", lambda: Implication(part.args[1], part.args[0])
        yield "relation", lambda: part.args[1]
    for rival in PROPERTY_RIVALS.get(property_name(part) or "", ()):
        yield "property", lambda rival=rival: has(rival, part.arguments[0])

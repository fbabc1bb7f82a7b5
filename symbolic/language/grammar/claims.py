"""Statements of one text: relations, properties, inclusions, existence, minima, implications.

`elaborate` is the whole way from the raw tree to the term. The unknown of `exists W: ...` is taken to be a matrix
whose shape the equations give; where that fails, a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from sympy import Basic, S

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.grammar.calls import differentiated, fresh_name
from symbolic.language.grammar.elaborate import Elaborator, Names
from symbolic.language.grammar.errors import AmbiguousSizeError, GrammarError
from symbolic.language.grammar.sizes import SCALAR
from symbolic.language.grammar.syntax import (
    Call,
    Conditional,
    Existence,
    Let,
    Minimum,
    PropertyOf,
    Raw,
    Relation,
)
from symbolic.language.grammar.typed import Context, Typed, beside
from symbolic.language.shapes import Shape, is_scalar, shape_of
from symbolic.language.statements import SQUARE, Exists, Implication, Loewner, Minimizes, RangeInclusion, has, relation
from symbolic.language.symbols import matrix, scalar


class Claims(Elaborator):
    """Statements and expressions of one text. `scalar_unknowns`: the unknowns of `exists` are numbers."""

    def __init__(self, context: Context, symbols: Mapping[str, Basic], scalar_unknowns: bool) -> None:
        super().__init__(context, symbols)
        self.scalar_unknowns = scalar_unknowns
        self.square_unknown = False

    def relation(self, raw: Relation, names: Names) -> Typed:
        """a = b, a <= b, A >> B, range(A) <= range(B)."""
        if any(self.is_range(side, names) for side in (raw.left, raw.right)):
            return self.inclusion(raw, names)
        sides = [self.infer(raw.left, names), self.infer(raw.right, names)]
        shape = self.common(sides)
        if raw.sign == ">>":
            self.sizes.equate(*shape)
        return self.context.node(
            raw, SCALAR, {">>": _loewner}.get(raw.sign, lambda a, b: _related(raw.sign, a, b)), *sides
        )

    def is_range(self, raw: Raw, names: Names) -> bool:
        """Whether `raw` is range(A)."""
        return isinstance(raw, Call) and raw.name == "range" and "range" not in names and "range" not in self.symbols

    def inclusion(self, raw: Relation, names: Names) -> Typed:
        """range(A) <= range(B)."""
        sides = []
        for side in (raw.left, raw.right):
            if not isinstance(side, Call) or side.name != "range" or raw.sign != "<=" or len(side.arguments) != 1:
                self.context.refuse(raw, "an inclusion of column spaces is written otherwise", "range(A) <= range(B)")
            sides.append(self.infer(side.arguments[0], names))
        self.sizes.equate(sides[0].shape[0], sides[1].shape[0])

        def make(a: Any, b: Any) -> Any:
            if shape_of(a)[0] != shape_of(b)[0]:
                raise ShapeError("column spaces", a, shape_of(a), b, shape_of(b), "equal row counts")
            return RangeInclusion(a, b)

        return self.context.node(raw, SCALAR, make, *sides)

    def property_of(self, raw: PropertyOf, names: Names) -> Typed:
        """positive definite(A)."""
        value = self.infer(raw.value, names)
        if raw.name in SQUARE:
            self.sizes.equate(*value.shape)
        return self.context.node(raw, SCALAR, lambda a: has(raw.name, a), value)

    def existence(self, raw: Existence, names: Names) -> Typed:
        """exists W: a = b, c = d."""
        name, in_force = fresh_name(raw.name, self.symbols, names)
        shape: Shape = SCALAR if self.scalar_unknowns else (self.sizes.fresh(), self.sizes.fresh())

        def unknown() -> Any:
            rows, cols = self.context.final(raw, shape)
            self.square_unknown |= rows == cols and (rows, cols) != SCALAR
            return scalar(name) if (rows, cols) == SCALAR else matrix(name, rows, cols)

        node = self.context.node(raw, shape, unknown)
        node.bound = in_force
        parts = [self.infer(part, {**names, raw.name: node}) for part in raw.statements]
        return self.context.node(raw, SCALAR, Exists, node, *parts)

    def minimum(self, raw: Minimum, names: Names) -> Typed:
        """minimizes(w0, f, w)."""
        point, function = self.infer(raw.point, names), self.infer(raw.function, names)
        variable = differentiated(self, raw.variable, names)
        self.sizes.match(point.shape, variable.shape)

        def make(w0: Any, f: Any, w: Any) -> Any:
            w0 = beside(w0, shape_of(w))
            if not is_scalar(f):
                raise ShapeError("minimizes", f, shape_of(f), expected="a scalar function")
            if shape_of(w0) != shape_of(w):
                raise ShapeError("minimizes", w0, shape_of(w0), w, shape_of(w), "a point of the shape of the variable")
            return Minimizes(w0, f, w)

        return self.context.node(raw, SCALAR, make, point, function, variable)

    def conditional(self, raw: Conditional, names: Names) -> Typed:
        """P => Q."""
        return self.context.node(raw, SCALAR, Implication, self.infer(raw.left, names), self.infer(raw.right, names))

    rules: ClassVar[dict[type[Raw], Callable[..., Typed]]] = {
        **Elaborator.rules,
        Relation: relation,
        PropertyOf: property_of,
        Existence: existence,
        Minimum: minimum,
        Conditional: conditional,
    }


def _related(sign: str, a: Any, b: Any) -> Any:
    """a sign b; an order is of scalars or vectors."""
    if sign not in ("=", "!="):
        for side in (a, b):
            if S.One not in shape_of(side):
                raise ShapeError(sign, side, shape_of(side), expected="scalars or vectors (matrices are ordered by >>)")
    return relation(a, sign, b)


def _loewner(a: Any, b: Any) -> Any:
    """A >> B."""
    a, b = beside(a, shape_of(b)), beside(b, shape_of(a))
    if shape_of(a) != shape_of(b):
        raise ShapeError("two sides of >>", a, shape_of(a), b, shape_of(b), "equal shapes")
    if shape_of(a)[0] != shape_of(a)[1]:
        raise ShapeError(">>", a, shape_of(a), expected="square matrices")
    return Loewner(a, b)


def elaborate(raw: Raw, text: str, symbols: Mapping[str, Basic], place: str = "", shape: Shape | None = None) -> Any:
    """The term of a raw tree over `symbols`. With `shape`, a value of that shape (numbers stand beside it as in a sum).

    Raises GrammarError, AmbiguousSizeError, GrammarShapeError.
    """
    unknowns = _unknowns(raw)
    small = bool(unknowns) and all(name[0].islower() for name in unknowns)
    try:
        term, square = _attempt(raw, text, symbols, place, shape, False)
    except (GrammarError, ShapeError) as first:
        if not unknowns or (isinstance(first, AmbiguousSizeError) and not small):
            raise
        try:
            return _attempt(raw, text, symbols, place, shape, True)[0]
        except (GrammarError, ShapeError):
            raise first from None
    if not (small and square):
        return term
    try:
        return _attempt(raw, text, symbols, place, shape, True)[0]
    except (GrammarError, ShapeError):
        return term


def _attempt(
    raw: Raw, text: str, symbols: Mapping[str, Basic], place: str, shape: Shape | None, scalar_unknowns: bool
) -> tuple[Any, bool]:
    """The term, and whether one of its unknowns is a square matrix."""
    context = Context(text, place)
    claims = Claims(context, symbols, scalar_unknowns)
    try:
        node = claims.infer(raw, {})
        if shape is not None and not context.sizes.is_scalar(node.shape):
            context.sizes.match(node.shape, shape)
        context.sizes.settle()
    except LanguageError as error:
        if isinstance(error, ShapeError):
            raise
        context.refuse(raw, str(error))
    term = context.build(node)
    if context.ambiguous is not None:
        raise context.ambiguous
    return term, claims.square_unknown


def _unknowns(raw: Raw) -> list[str]:
    """The names that `exists` binds in a statement."""
    match raw:
        case Existence():
            return [raw.name, *(name for part in raw.statements for name in _unknowns(part))]
        case Conditional():
            return _unknowns(raw.left) + _unknowns(raw.right)
        case Let():
            return _unknowns(raw.body)
        case _:
            return []

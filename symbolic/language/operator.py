"""Operators: what a function of terms declares, and the nodes that apply one.

An operator is one class: its name in the grammar, its shape, its LaTeX (`symbolic.language.notation`), and its
value over an array namespace `xp` (so that nothing here
imports NumPy). Its laws stand in `symbolic.language.laws`. `@operator` publishes it; `apply` builds the node.

Values are two-dimensional arrays, scalars 1 x 1. An array namespace supplies the functions named in
`numeric.namespaces`.

>>> from symbolic.language.symbols import dimensions, matrix
>>> n, d = dimensions("n d")
>>> apply("tr", matrix("X", n, d))
Traceback (most recent call last):
    ...
symbolic.errors.ShapeError: tr: X is n x d; expected a square matrix
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from sympy import Basic, Expr, MatrixExpr, S
from sympy.core.symbol import Str

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.notation import Level, Notation
from symbolic.language.shapes import Shape, is_scalar, shape_of
from symbolic.language.terms import Term, held, term


class Operator:
    """What one operator declares. Subclasses set the class variables and override the methods."""

    name: ClassVar[str]
    latex: ClassVar[str]
    level: ClassVar[Level] = Level.ATOM
    places: ClassVar[tuple[Level, ...]] = ()
    arity: ClassVar[int | None] = 1

    def shape(self, *args: Any) -> Shape:
        """The shape of the result; raises ShapeError where the arguments do not fit."""
        raise LanguageError(f"operator {self.name} declares no shape")

    def evaluate(self, xp: Any, *values: Any) -> Any:
        """The value, given the arguments' values in the array namespace `xp`."""
        raise LanguageError(f"operator {self.name} has no value of its own: expected a term free of it")

    def notation(self, *args: Any) -> Notation:
        """How the operator is written, applied to these operands."""
        return Notation(self.latex, self.level, self.places)

    def square(self, argument: Any) -> Shape:
        """The shape of `argument`, which must be square."""
        rows, cols = shape_of(argument)
        if rows != cols:
            raise ShapeError(self.name, argument, (rows, cols), expected="a square matrix")
        return rows, cols

    def vector(self, argument: Any) -> Expr:
        """The length of `argument`, which must be a column vector."""
        rows, cols = shape_of(argument)
        if cols != 1:
            raise ShapeError(self.name, argument, (rows, cols), expected="a column vector")
        return rows

    def scalar(self, argument: Any) -> None:
        """Refuse `argument` unless it is a scalar."""
        if not is_scalar(argument):
            raise ShapeError(self.name, argument, shape_of(argument), expected="a scalar")


OPERATORS: dict[str, Operator] = {}


def operator(declaration: type[Operator]) -> type[Operator]:
    """Publish an operator (class decorator). A second operator of the same name is refused."""
    if declaration.name in OPERATORS:
        raise LanguageError(f"operator {declaration.name} is declared twice")
    OPERATORS[declaration.name] = declaration()
    return declaration


class Application(Term):
    """An operator applied."""

    __slots__ = ()
    args: tuple[Any, ...]

    def __new__(cls, *args: Any) -> Any:
        return held(cls, *args)

    @property
    def operator(self) -> Operator:
        """The operator that is applied."""
        return OPERATORS[self.args[0].name]

    @property
    def operands(self) -> tuple[Any, ...]:
        """What it is applied to."""
        return self.args[1:]

    def doit(self, **_: object) -> Any:
        """The term itself: nothing is evaluated."""
        return self

    def _sympystr(self, printer: Any) -> str:
        return f"{self.operator.name}({', '.join(printer._print(a) for a in self.operands)})"

    def _latex(self, printer: Any) -> str:
        notation = self.operator.notation(*self.operands)
        shown = [
            rf"\left({text}\right)" if a.args and notation.place(k) > Level.SUM else text
            for k, a in enumerate(notation.operands or self.operands)
            for text in (printer._print(a),)
        ]
        return notation.template.format(*shown, args=", ".join(shown))


class ScalarApplication(Application, Expr):
    """An operator applied, with a scalar value."""

    __slots__ = ()
    is_commutative = True
    is_extended_real = True


class MatrixApplication(Application, MatrixExpr):
    """An operator applied, with a matrix value."""

    @cached_property  # shapes that ask their arguments more than once would else cost 2^depth
    def shape(self) -> Shape:
        return self.operator.shape(*self.operands)


def apply(name: str, *arguments: Any) -> Any:
    """The operator called `name`, applied. Raises LanguageError (unknown name, wrong number of arguments) or
    ShapeError.
    """
    if name not in OPERATORS:
        raise LanguageError(f"no operator is called {name!r}")
    declared = OPERATORS[name]
    operands = tuple(term(a) for a in arguments)
    if declared.arity is not None and len(operands) != declared.arity:
        raise LanguageError(f"{name} takes {declared.arity} argument(s), got {len(operands)}")
    shape = declared.shape(*operands)
    node = ScalarApplication if shape == (S.One, S.One) else MatrixApplication
    return node(Str(name), *operands)


def operands_of(value: Basic, name: str) -> tuple[Any, ...] | None:
    """The operands where `value` is an application of the operator `name`, else None."""
    return value.operands if isinstance(value, Application) and value.args[0].name == name else None

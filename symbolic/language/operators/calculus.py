"""Derivatives: gradient (the shape of the variable), Jacobian (df_i/dx_j), Hessian, directional derivative.

The variable is a symbol and is varied wherever it stands. Entries of a symmetric matrix count as independent.
They have no value at a point: the numeric layer takes them by complex step or finite differences.
"""

from __future__ import annotations

from typing import Any

from sympy import MatrixSymbol, Symbol

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.notation import Level, Notation
from symbolic.language.operator import Operator, operator
from symbolic.language.shapes import Shape, is_scalar, shape_of


class _Derivative(Operator):
    arity = 2
    level, places = Level.PREFIX, (Level.POWER,)

    def variable(self, x: Any) -> None:
        """Refuse `x` unless it is a symbol."""
        if not isinstance(x, Symbol | MatrixSymbol):
            raise LanguageError(f"{self.name}: {x} is no variable: expected a symbol")


@operator
class Gradient(_Derivative):
    """grad(f, X) of a scalar f, of the shape of X."""

    name, latex = "grad", r"\nabla_{{{1}}} {0}"

    def shape(self, f: Any, x: Any) -> Shape:
        self.variable(x)
        self.scalar(f)
        return shape_of(x)


@operator
class Jacobian(_Derivative):
    """jac(f, x) of a vector by a vector, entries df_i/dx_j."""

    name, latex = "jac", r"\frac{{\partial}}{{\partial {1}}} {0}"

    def notation(self, f: Any, x: Any) -> Notation:
        """A symbol stands above the line, a longer term beside it."""
        return Notation(
            r"\frac{{\partial {0}}}{{\partial {1}}}" if isinstance(f, Symbol | MatrixSymbol) else self.latex,
            self.level,
            self.places,
        )

    def shape(self, f: Any, x: Any) -> Shape:
        self.variable(x)
        return self.vector(f), self.vector(x)


@operator
class Hessian(_Derivative):
    """hess(f, x) of a scalar by a vector: the matrix of second derivatives."""

    name, latex = "hess", r"\nabla^{{2}}_{{{1}}} {0}"

    def shape(self, f: Any, x: Any) -> Shape:
        self.variable(x)
        self.scalar(f)
        n = self.vector(x)
        return n, n


@operator
class Directional(_Derivative):
    """dir(f, X, D), the derivative of f (of any shape) at X in the direction D."""

    name, latex, arity = "dir", r"\mathrm{{D}}_{{{1}}}\left[{0}\right]\left({2}\right)", 3

    def notation(self, f: Any, x: Any, d: Any) -> Notation:
        """d/dt for a scalar t in the direction 1."""
        if is_scalar(x) and d == 1:
            return Notation(r"\frac{{\mathrm{{d}}}}{{\mathrm{{d}} {1}}} {0}", Level.PREFIX, (Level.POWER,))
        return Notation(self.latex)

    def shape(self, f: Any, x: Any, d: Any) -> Shape:
        self.variable(x)
        if shape_of(d) != shape_of(x):
            raise ShapeError(self.name, x, shape_of(x), d, shape_of(d), "a direction of the shape of the variable")
        return shape_of(f)

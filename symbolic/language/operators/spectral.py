"""Trace, determinant, rank, Moore-Penrose inverse, matrix exponential, norm.

`logdet(A)` is the logarithm of det(A) and defined where det(A) > 0. `norm` is Euclidean for vectors, Frobenius for
matrices.
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.language.notation import Level, Notation, called
from symbolic.language.operator import Operator, operator
from symbolic.language.shapes import Shape, shape_of

SCALAR: Shape = (S.One, S.One)


@operator
class Trace(Operator):
    """tr(A), the sum of the diagonal."""

    name, latex = "tr", called("tr")

    def shape(self, a: Any) -> Shape:
        self.square(a)
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.trace(a)


@operator
class Determinant(Operator):
    """det(A)."""

    name, latex = "det", r"\det\left({0}\right)"

    def shape(self, a: Any) -> Shape:
        self.square(a)
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.det(a)


@operator
class LogDeterminant(Operator):
    """log det(A), for det(A) > 0."""

    name, latex, level = "logdet", r"\log\det\left({0}\right)", Level.PREFIX

    def shape(self, a: Any) -> Shape:
        self.square(a)
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.log(xp.det(a))


@operator
class Rank(Operator):
    """rank(A)."""

    name, latex = "rank", called("rank")

    def shape(self, a: Any) -> Shape:
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.rank(a)


@operator
class PseudoInverse(Operator):
    """The Moore-Penrose inverse, d x n for n x d."""

    name, latex, level, places = "pinv", r"{0}^{{+}}", Level.POWER, (Level.ATOM,)

    def shape(self, a: Any) -> Shape:
        rows, cols = shape_of(a)
        return cols, rows

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.pinv(a)


@operator
class MatrixExponential(Operator):
    """expm(A), the sum of A^k / k!."""

    name, latex = "expm", called("expm")

    def shape(self, a: Any) -> Shape:
        return self.square(a)

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.expm(a)


@operator
class Norm(Operator):
    """sqrt(sum of squares of all entries)."""

    name, latex = "norm", r"\left\lVert {0} \right\rVert"

    def notation(self, a: Any) -> Notation:
        """A subscript F where the argument is no vector."""
        return Notation(self.latex if S.One in shape_of(a) else rf"{self.latex}_{{{{F}}}}")

    def shape(self, a: Any) -> Shape:
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.sqrt(xp.total(xp.hadamard(a, a)))

"""Piecewise-linear functions, entry by entry: abs, relu, step, sign, max, min.

`step(0) = 0` and `sign(0) = 0`; relu(x) = max(x, 0).
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.notation import called
from symbolic.language.operator import Operator, operator
from symbolic.language.operators.entrywise import Entrywise
from symbolic.language.shapes import Shape, is_scalar, shape_of


@operator
class Abs(Entrywise):
    """The absolute value."""

    name, latex = "abs", r"\left\lvert {0} \right\rvert"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.abs(a)


@operator
class Relu(Entrywise):
    """max(x, 0)."""

    name, latex = "relu", called("ReLU")

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.relu(a)


@operator
class Step(Entrywise):
    """1 for x > 0, else 0."""

    name, latex = "step", called("step")

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.step(a)


@operator
class Sign(Entrywise):
    """-1, 0 or 1."""

    name, latex = "sign", called("sign")

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.sign(a)


class _Extremum(Operator):
    arity = None

    def shape(self, *args: Any) -> Shape:
        if not args:
            raise LanguageError(f"{self.name} takes at least one argument")
        lead = next((a for a in args if not is_scalar(a)), args[0])
        for a in args:
            if not is_scalar(a) and shape_of(a) != shape_of(lead):
                raise ShapeError(self.name, lead, shape_of(lead), a, shape_of(a), "equal shapes")
        return (S.One, S.One) if is_scalar(lead) else shape_of(lead)


@operator
class Maximum(_Extremum):
    """The largest, entry by entry."""

    name, latex = "max", r"\max\left({args}\right)"

    def evaluate(self, xp: Any, *values: Any) -> Any:
        return xp.maximum(*values)


@operator
class Minimum(_Extremum):
    """The smallest, entry by entry."""

    name, latex = "min", r"\min\left({args}\right)"

    def evaluate(self, xp: Any, *values: Any) -> Any:
        return xp.minimum(*values)

"""Functions of a scalar that act entry by entry, and softmax and logsumexp of a vector.

`sigmoid(x) = 1/(1 + exp(-x))`, `softmax(v) = exp(v)/sum(exp(v))`, `logsumexp(v) = log(sum(exp(v)))`.
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.language.notation import Level, called
from symbolic.language.operator import Operator, operator
from symbolic.language.shapes import Shape, shape_of


class Entrywise(Operator):
    """A function of a real number, applied to every entry."""

    def shape(self, a: Any) -> Shape:
        return shape_of(a)


@operator
class Exp(Entrywise):
    """The exponential function."""

    name, latex = "exp", r"\exp\left({0}\right)"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.exp(a)


@operator
class Log(Entrywise):
    """The natural logarithm, defined for positive numbers."""

    name, latex = "log", r"\log\left({0}\right)"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.log(a)


@operator
class SquareRoot(Entrywise):
    """The root, defined for numbers from 0."""

    name, latex = "sqrt", r"\sqrt{{{0}}}"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.sqrt(a)


@operator
class Sine(Entrywise):
    """The sine."""

    name, latex = "sin", r"\sin\left({0}\right)"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.sin(a)


@operator
class Cosine(Entrywise):
    """The cosine."""

    name, latex = "cos", r"\cos\left({0}\right)"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.cos(a)


@operator
class HyperbolicTangent(Entrywise):
    """tanh."""

    name, latex = "tanh", r"\tanh\left({0}\right)"

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.tanh(a)


@operator
class Sigmoid(Entrywise):
    """The logistic function 1/(1 + exp(-x))."""

    name, latex = "sigmoid", called("sigmoid")

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.sigmoid(a)


@operator
class EntrywisePower(Operator):
    """v .^ k, entry by entry; `v .^ -1` is the entrywise reciprocal."""

    name, latex, arity = "powers", r"{0}^{{\circ {1}}}", 2
    level, places = Level.POWER, (Level.ATOM, Level.PREFIX)

    def shape(self, a: Any, k: Any) -> Shape:
        self.scalar(k)
        return shape_of(a)

    def evaluate(self, xp: Any, a: Any, k: Any) -> Any:
        return xp.powers(a, k)


@operator
class Softmax(Operator):
    """exp(v)/sum(exp(v)) of a vector."""

    name, latex = "softmax", called("softmax")

    def shape(self, v: Any) -> Shape:
        return self.vector(v), S.One

    def evaluate(self, xp: Any, v: Any) -> Any:
        return xp.softmax(v)


@operator
class LogSumExp(Operator):
    """log(sum(exp(v))) of a vector."""

    name, latex = "logsumexp", called("logsumexp")

    def shape(self, v: Any) -> Shape:
        self.vector(v)
        return S.One, S.One

    def evaluate(self, xp: Any, v: Any) -> Any:
        return xp.logsumexp(v)

"""Gradients, Jacobians, Hessians and directional derivatives at a point, by dual numbers over whatever namespace is
in use.

The variable becomes a variable of a `Dual` namespace, every other symbol a constant of it; derivatives inside
derivatives nest. Layout: `grad` has the shape of the variable, `jac` has entries df_i/dx_j.

>>> from numeric.evaluation import Point, Rational, evaluate
>>> from symbolic.language.operator import apply
>>> from symbolic.language.symbols import vector
>>> x = vector("x", 2)
>>> point = Point({}, {x: [[3], [4]]})
>>> evaluate(apply("grad", apply("norm", x), x), point, Rational()).tolist()
[[3/5], [4/5]]
"""

from __future__ import annotations

from typing import Any

from numeric.evaluator import Evaluator, operator_rule
from numeric.namespaces import Array, Dual, Kink, Namespace, NotRepresentable
from numeric.namespaces.extension import Sum
from numeric.smoothness import breaks
from symbolic.errors import EvaluationError
from symbolic.language.operator import apply
from symbolic.language.operators.calculus import Directional, Gradient, Hessian, Jacobian


def unit_directions(xp: Namespace, shape: tuple[int, int]) -> list[Array]:
    """The matrices with a single 1, row by row."""
    m, n = shape
    return [xp.matmul(xp.unit(i + 1, m), xp.transpose(xp.unit(j + 1, n))) for i in range(m) for j in range(n)]


def _varied(at: Evaluator, x: Any, dual: Dual, value: Sum) -> Evaluator:
    """The evaluator in which `x` has a value that moves and everything else stands still."""
    values = {symbol: dual.lift(known) for symbol, known in at.values.items()}
    return at.child(dual, {**values, x: value})


def _at_point(at: Evaluator, x: Any) -> Array:
    if x not in at.values:
        raise NotRepresentable(f"no derivative by {x}: the point gives it no real value")
    return at.values[x]


def _tangents(at: Evaluator, f: Any, x: Any, directions: list[Array]) -> list[Array]:
    dual = Dual(at.xp)
    try:
        value = _varied(at, x, dual, dual.variable(_at_point(at, x), directions)).value(f)
    except EvaluationError as error:
        raise _confirmed(error, at, f, x, directions) from None
    return [dual.part(value, i) for i in range(len(directions))]


def _confirmed(error: EvaluationError, at: Evaluator, f: Any, x: Any, directions: list[Array]) -> Exception:
    """The error, where there is no derivative indeed: a rule may fail where the derivative exists."""
    if isinstance(error, Kink) or at.xp.differential:
        return error
    at.value(f)
    if breaks(at, f, x, directions):
        return error
    return NotRepresentable(f"no rule decides whether there is a derivative: {error.args[0]}")


@operator_rule(Gradient)
def _gradient(at: Evaluator, term: Any) -> Array:
    f, x = term.operands
    m, n = at.xp.shape(_at_point(at, x))
    tangents = _tangents(at, f, x, unit_directions(at.xp, (m, n)))
    return at.xp.block([tangents[i * n:(i + 1) * n] for i in range(m)])


@operator_rule(Jacobian)
def _jacobian(at: Evaluator, term: Any) -> Array:
    f, x = term.operands
    return at.xp.block([_tangents(at, f, x, unit_directions(at.xp, at.xp.shape(_at_point(at, x))))])


@operator_rule(Hessian)
def _hessian(at: Evaluator, term: Any) -> Array:
    f, x = term.operands
    here = _at_point(at, x)
    directions = unit_directions(at.xp, at.xp.shape(here))
    inner = Dual(at.xp)
    outer = Dual(inner)
    moving = outer.variable(inner.variable(here, directions), [inner.lift(d) for d in directions])
    lifted = _varied(at, x, inner, inner.lift(here))
    try:
        value = _varied(lifted, x, outer, moving).value(f)
    except EvaluationError as error:
        raise _confirmed(error, at, apply("grad", f, x), x, directions) from None
    count = range(len(directions))
    return at.xp.block([[inner.part(outer.part(value, i), j) for j in count] for i in count])


@operator_rule(Directional)
def _directional(at: Evaluator, term: Any) -> Array:
    f, x, direction = term.operands
    return _tangents(at, f, x, [at.value(direction)])[0]

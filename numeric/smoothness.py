"""Whether a term that the rules of differentiation could not treat at a point has no derivative there.

A rule may fail where the derivative exists: |x|^3 at 0 is differentiable although |x| is not. Slopes to both sides tell
them apart: for a differentiable function they tend to one limit, so that their difference shrinks by far more than a
factor of 4 when the step shrinks to a thousandth; at a corner it stays, and at a jump or a pole the slopes grow.

>>> from numeric.evaluation import Point, Rational
>>> from symbolic.language.operator import apply
>>> from symbolic.language.symbols import scalar
>>> x = scalar("x")
>>> at = Point({}, {x: [[0]]}).evaluator(Rational())
>>> breaks(at, apply("norm", x), x, [at.xp.constant(1)]), breaks(at, apply("norm", x)**3, x, [at.xp.constant(1)])
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numeric.evaluator import Evaluator
from numeric.namespaces import Array, Ball, Float64, Namespace, NotRepresentable, Rational
from symbolic.errors import EvaluationError

STEPS = (Fraction(1, 2**12), Fraction(1, 2**22))
SHRINKAGE = Fraction(1, 4)


def breaks(at: Evaluator, f: Any, x: Any, directions: Sequence[Array]) -> bool:
    """Whether `f` as a function of `x` has, for certain, no derivative in one of the directions.

    `f` must have a value at the point. Raises NotRepresentable in an arithmetic without an order.
    """
    if not isinstance(at.xp, Rational | Float64):
        raise NotRepresentable(f"whether {f} has a derivative is not decided in {at.xp.name}")
    xp: Namespace = Ball() if isinstance(at.xp, Rational) else at.xp
    with xp.session():
        return any(_breaks_along(at.child(xp, at.values), f, x, direction) for direction in directions)


def _breaks_along(at: Evaluator, f: Any, x: Any, direction: Array) -> bool:
    xp = at.xp
    try:
        (ahead, behind), (near_ahead, near_behind) = (_slopes(at, f, x, direction, step) for step in STEPS)
        if _exceeds(xp, xp.subtract(near_ahead, near_behind), xp.subtract(ahead, behind), SHRINKAGE):
            return True
        sides = ((near_ahead, ahead), (near_behind, behind))
        return any(_exceeds(xp, near, far, 1 / SHRINKAGE) for near, far in sides)
    except EvaluationError:
        return True
    except NotRepresentable:
        return False


def _exceeds(xp: Namespace, a: Array, b: Array, factor: Fraction) -> bool:
    """Whether |a| > factor |b| in some entry, for certain."""
    excess = xp.subtract(xp.abs(a), xp.scale(xp.constant(factor), xp.abs(b)))
    return any(s == 1 for row in xp.signs(excess) for s in row)


def _slopes(at: Evaluator, f: Any, x: Any, direction: Array, step: Fraction) -> tuple[Array, Array]:
    """The slopes ahead and behind. Raises EvaluationError where `f` has no value next to the point."""
    xp, here = at.xp, at.value(f)
    slopes = []
    for signed in (step, -step):
        move = xp.scale(xp.constant(signed), direction)
        moved = at.child(xp, {**at.values, x: xp.add(at.values[x], move)}).value(f)
        slopes.append(xp.scale(xp.constant(1 / signed), xp.subtract(moved, here)))
    return slopes[0], slopes[1]

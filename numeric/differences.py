"""Central differences in floating point: a second route to every derivative, sharing nothing with dual numbers.

The step h balances rounding against the neglected third derivative, h = u^(1/3) times the size of the entry. The
error is estimated by repeating with 2h (Richardson): the neglected term is four times as large there, so a third of
the change bounds it.

Nocedal and Wright, Numerical Optimization, section 8.1.

>>> from numeric.evaluation import Point
>>> from symbolic.language.symbols import scalar
>>> x = scalar("x")
>>> slope, error = central_difference(x**3, x, Point({}, {x: [[2]]}), [[1]])
>>> bool(abs(slope[0, 0] - 12) <= error[0, 0] < 1e-6)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from numeric.evaluation import Point, evaluate
from numeric.namespaces.float64 import ROUNDOFF, Float64, Floats

Direction = Sequence[Sequence[int | Fraction | float]]


def central_difference(term: Any, variable: Any, point: Point, direction: Direction) -> tuple[Floats, Floats]:
    """The derivative of `term` (any shape) in a direction of the shape of `variable`, and an estimate of its error.

    Raises EvaluationError or NotRepresentable where `term` has no value nearby.
    """
    here = np.array([[float(x) for x in row] for row in point.values[variable]])
    along = np.array([[float(x) for x in row] for row in direction])
    step = float(ROUNDOFF ** (1 / 3) * max(1.0, abs(here).max()))
    fine, noise = _slope(term, variable, point, here, along, step)
    coarse, _ = _slope(term, variable, point, here, along, 2 * step)
    return fine, abs(coarse - fine) / 3 + noise


def gradient_by_differences(term: Any, variable: Any, point: Point) -> tuple[Floats, Floats]:
    """The gradient of a scalar term, of the shape of `variable`, and an estimate of its error."""
    rows, cols = len(point.values[variable]), len(point.values[variable][0])
    slope, error = np.zeros((rows, cols)), np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            cell = [[int((k, l) == (i, j)) for l in range(cols)] for k in range(rows)]
            found, bound = central_difference(term, variable, point, cell)
            slope[i, j], error[i, j] = found[0, 0], bound[0, 0]
    return slope, error


def _slope(term: Any, variable: Any, point: Point, here: Floats, along: Floats, step: float) -> tuple[Floats, Floats]:
    ahead, behind = (_value(term, variable, point, here + sign * step * along) for sign in (1, -1))
    slope = (ahead.value - behind.value) / (2 * step)
    return slope, (ahead.error + behind.error) / (2 * step) + ROUNDOFF * abs(slope)


def _value(term: Any, variable: Any, point: Point, at: Floats) -> Any:
    moved = replace(point, values={**point.values, variable: at.tolist()})
    return evaluate(term, moved, Float64())

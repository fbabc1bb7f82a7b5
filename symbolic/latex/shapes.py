"""Which terms need to show their size in LaTeX: an identity, zeros, ones or unit vector whose context does not give it.

Conventions. "Fixes its shape" is said of a term whose LaTeX tells its shape by itself, with I, 0 and bold 1 bare:
I - P does, 2 I does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Identity, Inverse, MatAdd, MatMul, MatPow, OneMatrix, Transpose, ZeroMatrix

from symbolic.language.operator import Application
from symbolic.language.shapes import is_scalar, shape_of


def fixes_shape(value: Any) -> bool:
    """Whether the LaTeX of `value` tells its shape without help from what stands beside it."""
    match value:
        case Identity() | ZeroMatrix() | OneMatrix():
            return False
        case MatAdd():
            return any(map(fixes_shape, value.args))
        case MatMul():
            matrices = [a for a in value.args if not is_scalar(a)]
            return not matrices or (fixes_shape(matrices[0]) and fixes_shape(matrices[-1]))
        case Transpose() | Inverse() | MatPow():
            return fixes_shape(value.args[0])
    return not isinstance(value, Application) or value.operator.notation(*value.operands).sized


def neighbours(factors: Sequence[Any], known: bool) -> list[bool]:
    """For each factor, whether the factors beside it (at the ends, the context) give its shape."""
    matrices = [k for k, factor in enumerate(factors) if not is_scalar(factor)]
    found = [False] * len(factors)
    for place, k in enumerate(matrices):
        left = known if place == 0 else fixes_shape(factors[matrices[place - 1]])
        right = known if place == len(matrices) - 1 else fixes_shape(factors[matrices[place + 1]])
        rows, cols = shape_of(factors[k])
        if not factors[k].has(ZeroMatrix):  # bold 1 and e_i are columns, 0 has any shape
            left, right = left or rows == 1, right or cols == 1
        found[k] = (left or right) if rows == cols else (left and right)
    return found

"""A model of hypotheses where one is plain to see: all matrices 1 x 1 and all of them 1, or all of them 0.

Hypotheses that have a model do not contradict each other, and no search for a contradiction is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Le, Lt, MatrixSymbol, Ne, S
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.kernel.meaning import aligned_difference
from symbolic.language.statements import property_name
from symbolic.language.substitution import subterms
from symbolic.network.labels import label
from symbolic.network.tensor import Tensor

PROPERTIES: dict[str, Callable[[Fraction], bool]] = {
    **dict.fromkeys(("symmetric", "diagonal", "lower triangular", "upper triangular"), lambda v: True),
    **dict.fromkeys(("invertible", "nonzero", "full column rank", "full row rank"), lambda v: v != 0),
    **dict.fromkeys(("positive definite", "positive"), lambda v: v > 0),
    **dict.fromkeys(("positive semidefinite", "nonnegative"), lambda v: v >= 0),
    "antisymmetric": lambda v: v == 0,
    "orthogonal": lambda v: v * v == 1,
    "idempotent": lambda v: v * v == v,
}
"""What a property says of a 1 x 1 matrix."""


def have_model(kernel: Kernel, hypotheses: Iterable[Basic]) -> bool:
    """Whether ones, or zeros, plainly satisfy all hypotheses."""
    listed = list(hypotheses)
    sized = (part for h in listed for part in subterms(h) if isinstance(part, MatrixSymbol))
    if not all(size == S.One or size.is_Symbol for part in sized for size in part.shape):
        return False
    try:
        return any(all(_holds(kernel, h, value) for h in listed) for value in (Fraction(1), Fraction(0)))
    except LineproofError:
        return False


def _holds(kernel: Kernel, statement: Any, value: Fraction) -> bool:
    if isinstance(statement, AppliedPredicate):
        found = _at(kernel.translator(statement.arguments[0]), value)
        return found is not None and PROPERTIES[property_name(statement) or ""](found)
    if not isinstance(statement, Eq | Ne | Le | Lt):
        return False
    gap = _at(aligned_difference(kernel.translator, *statement.args[::-1]), value)
    if gap is None:
        return False
    if isinstance(statement, Eq | Ne):
        return (gap == 0) is isinstance(statement, Eq)
    return gap > 0 or (gap == 0 and isinstance(statement, Le))


def _at(tensor: Tensor, value: Fraction) -> Fraction | None:
    """The tensor where sizes are 1 and all symbols have a value; None where that is not plain, or has no value."""
    if any(len(axis) != 1 for axis in tensor.axes):
        return None
    total = Fraction(0)
    for (_, factors, scalars), coefficient in tensor.terms.items():
        product = Fraction(coefficient)
        for key, power in (*((key, 1) for key, _ in factors), *scalars):
            factor = _of_label(key, value)
            if factor is None or not isinstance(power, int) or (factor == 0 and power < 0):
                return None
            product *= factor**power
        total += product
    return total


def _of_label(key: str, value: Fraction) -> Fraction | None:
    held = label(key)
    if held.kind == "dimension":
        return Fraction(1)
    if held.kind == "symbol":
        return value
    if held.kind == "closed":
        product = Fraction(1)
        for inner, _ in held.argument:
            factor = _of_label(inner, value)
            if factor is None:
                return None
            product *= factor
        return product
    if held.kind in ("inv", "pinv", "recip"):
        inside = _of_label(held.argument, value) if isinstance(held.argument, str) else _at(held.argument, value)
        if inside is None or (inside == 0 and held.kind != "pinv"):
            return None
        return 1 / inside if inside else inside
    return None

"""Piecewise functions that absorb each other, in products of powers (base to exponent).

relu(u)*step(u) = relu(u),  step(u)^2 = step(u),  abs(u)*sign(u) = u.

>>> from symbolic.language.symbols import scalar
>>> u = scalar("u")
>>> powers = {apply("relu", u): S.One, apply("step", u): S.One}
>>> absorb_signs(powers)
>>> powers
{relu(u): 1}
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.language.operator import apply, operands_of


def absorb_signs(bases: dict[Any, Any]) -> None:
    """Rewrite in place what absorbs its neighbour."""
    for base in list(bases):
        if (inner := operands_of(base, "step")) is not None and bases[base] > 0:
            bases[base] = S.One
            if bases.get(apply("relu", inner[0]), 0) > 0:
                del bases[base]
        elif (inner := operands_of(base, "sign")) is not None:
            _unsigned(bases, base, inner[0])


def _unsigned(bases: dict[Any, Any], sign: Any, u: Any) -> None:
    """abs(u)*sign(u) = u, as often as it occurs."""
    size = apply("abs", u)
    count = min(bases[sign], bases.get(size, S.Zero))
    if count.is_Integer and count > 0:
        for base, exponent in ((sign, -count), (size, -count), (u, count)):
            total = bases.pop(base, S.Zero) + exponent
            if total != 0:
                bases[base] = total

"""Logistic functions recovered from exponentials and reciprocals, in products of powers (base to exponent).

1/(1 + exp(-u)) = sigmoid(u),  exp(u)/(1 + exp(u)) = sigmoid(u),  exp(-u)*sigmoid(u) = sigmoid(-u).

>>> from symbolic.language.symbols import scalar
>>> u = scalar("u")
>>> powers = {1 + apply("exp", -u): -S.One}
>>> recover_sigmoids(powers)
>>> powers
{sigmoid(u): 1}
"""

from __future__ import annotations

from typing import Any

from sympy import Add, MatAdd, OneMatrix, S

from symbolic.calculus.products import as_product
from symbolic.language.operator import apply, operands_of


def recover_sigmoids(bases: dict[Any, Any]) -> None:
    """Rewrite in place what is a logistic function."""
    for base, exponent in list(bases.items()):
        if exponent.is_Integer and exponent < 0 and (u := _logistic(base)) is not None:
            for _ in range(-int(exponent)):
                _replace(bases, base, u)
    for base in [b for b in bases if operands_of(b, "sigmoid") is not None]:
        _reflect(bases, base)


def _replace(bases: dict[Any, Any], base: Any, exponential: Any) -> None:
    """One reciprocal of 1 + exp(u), with exp(u) where that is a factor."""
    argument = exponential.operands[0]
    if bases.get(exponential, 0) > 0:
        _add(bases, exponential, S.NegativeOne)
    else:
        argument = negated(argument)
    if argument is not None:
        _add(bases, base, S.One)
        _add(bases, apply("sigmoid", argument), S.One)


def _reflect(bases: dict[Any, Any], base: Any) -> None:
    """exp(-u)*sigmoid(u) = sigmoid(-u), as often as it occurs."""
    u = as_product(base.operands[0])
    for other in [b for b in bases if operands_of(b, "exp") is not None]:
        v = as_product(other.operands[0])
        opposite = v.coefficient == -u.coefficient and v.key() == u.key()
        while opposite and bases.get(base, 0) > 0 and bases.get(other, 0) > 0:
            _add(bases, base, S.NegativeOne)
            _add(bases, other, S.NegativeOne)
            _add(bases, apply("sigmoid", other.operands[0]), S.One)


def _add(bases: dict[Any, Any], base: Any, exponent: Any) -> None:
    total = bases.pop(base, S.Zero) + exponent
    if total != 0:
        bases[base] = total


def _logistic(base: Any) -> Any:
    """exp(u), where `base` is 1 + exp(u)."""
    if not isinstance(base, Add | MatAdd) or len(base.args) != 2:
        return None
    one = [a for a in base.args if a == 1 or isinstance(a, OneMatrix)]
    rest = [a for a in base.args if operands_of(a, "exp") is not None]
    return rest[0] if len(one) == len(rest) == 1 else None


def negated(u: Any) -> Any:
    """-u, where u is written with a minus sign; else None."""
    part = as_product(u)
    if not part.coefficient.is_negative:
        return None
    part.coefficient = -part.coefficient
    return part.term()

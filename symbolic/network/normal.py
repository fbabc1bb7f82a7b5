"""One argument for all that give the same function: normalised by the order of slots, by content, by factors that are
never 0.

A function of a tensor is one label; what the function is known to do with transposition, numbers and positive factors
is taken out first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from math import isqrt

from symbolic.network.tensor import Coefficient, Tensor, tidy


def leading(tensor: Tensor) -> Coefficient:
    """The coefficient of the first network in the fixed order: the content that is divided out of labels."""
    return min(tensor.terms.items())[1]


@dataclass(frozen=True, slots=True)
class Normal:
    """`argument`, with slot k from slot order[k] of the original, times `scale` is the original."""

    argument: Tensor
    scale: Coefficient
    order: tuple[int, ...]
    symmetric: bool


def normal(tensor: Tensor, content: Callable[[Tensor], Coefficient]) -> Normal:
    """One tensor for all that differ by the order of their slots and by the content that is divided out."""
    listed = []
    for order in permutations(range(len(tensor.axes))):
        plain = order == tuple(range(len(order)))
        turned = tensor if plain else tensor.transposed() if len(order) == 2 else tensor.closed_over((), order)
        scale = content(turned)
        listed.append(Normal(turned if scale == 1 else turned.scaled(Fraction(1) / scale), scale, order, False))
    best = max(listed, key=lambda n: n.argument.key)
    same = len(listed) == 2 and (listed[0].argument, listed[0].scale) == (listed[1].argument, listed[1].scale)
    return replace(best, symmetric=True) if same else best


def whole(_: Tensor) -> Coefficient:
    """No content."""
    return 1


def leading_sign(tensor: Tensor) -> Coefficient:
    """The sign of the leading coefficient."""
    return 1 if not tensor.terms or leading(tensor) > 0 else -1


def leading_square(tensor: Tensor) -> Coefficient:
    """The leading coefficient where it is the square of a rational, else 1."""
    c = Fraction(leading(tensor)) if tensor.terms else Fraction(1)
    return tidy(c) if c > 0 and rational_root(c) is not None else 1


def rational_root(c: Fraction) -> Fraction | None:
    """The root of a positive rational where it is rational."""
    p, q = isqrt(c.numerator), isqrt(c.denominator)
    return Fraction(p, q) if p * p == c.numerator and q * q == c.denominator else None

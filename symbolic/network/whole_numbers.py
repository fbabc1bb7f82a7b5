"""Polynomials in natural numbers, as they stand in exponents and in the bounds of sums: their least values."""

from __future__ import annotations

from collections.abc import Sequence

from symbolic.network.labels import label, natural_atom
from symbolic.network.tensor import Coefficient, Tensor, atom, number

Running = Sequence[tuple[str, Tensor]]
"""Running numbers, outer ones first, each with the count that it stays below."""
ONE = next(iter(number(1).terms))


def is_polynomial(value: Tensor) -> bool:
    """Whether a scalar is a polynomial in natural numbers with whole coefficients."""
    return value.is_scalar and all(
        isinstance(c, int)
        and not net[1]
        and all(label(a).kind in ("natural", "dimension") and isinstance(e, int) and e > 0 for a, e in net[2])
        for net, c in value.terms.items()
    )


def least(value: Tensor, running: Running) -> int | None:
    """A bound from below by the form: the constant c, where the rest is a sum of products of natural numbers, the sizes
    among them from 1; with a running number s < N, N - 1 - s is natural. None for a value of another form.
    """
    for name, count in reversed(running):
        s = atom(natural_atom(name))
        back = -value.terms.get(next(iter(s.terms)), 0)
        if isinstance(back, int) and back > 0:
            value = value + (s + number(1) - count).scaled(back)
    if not is_polynomial(value) or any(c < 0 for net, c in value.terms.items() if net != ONE):
        return None
    sizes: list[Coefficient] = [
        c for net, c in value.terms.items() if all(label(a).kind == "dimension" for a, _ in net[2])
    ]
    return int(sum(sizes))


def is_negative(value: Tensor) -> bool:
    """Whether a scalar is a negative whole number."""
    c = value.terms.get(ONE, 0)
    return len(value.terms) == 1 and isinstance(c, int) and c < 0

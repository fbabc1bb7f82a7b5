"""Polynomials in natural numbers, and bounds for them from below that their form shows."""

from __future__ import annotations

from symbolic.replay.arrays import Array
from symbolic.replay.heads import Session
from symbolic.replay.products import Product
from symbolic.replay.rationals import Number


def constant(value: Array) -> Number | None:
    """The number that a scalar is by its form."""
    if value.is_zero:
        return 0
    alone = value.single
    return alone[2] if alone is not None and value.is_scalar and not alone[1].factors else None


def whole(value: Array) -> bool:
    """Whether a scalar is a polynomial in natural numbers with whole coefficients."""
    return value.is_scalar and all(
        c.denominator == 1
        and all(h.kind in ("natural", "size") and p.denominator == 1 and p > 0 for h, _, p in item.factors)
        for item, c in value.part((0, 0))
    )


def least(session: Session, value: Array, *, outside: bool = False) -> int | None:
    """The constant of a polynomial whose other coefficients are positive, a size counted as 1 and more; None for
    others. With a running number s < N, N - 1 - s is a natural number, but `outside`, where none runs.
    """
    for name, count in () if outside else reversed(session.running):
        s = session.symbol("natural", name, None, (), ())
        back = -next((c for item, c in value.part((0, 0)) if _is_head(item, s.number)), 0)
        if back > 0 and back.denominator == 1:
            value = value + (session.scalar(s) + session.scalar() - count).scaled(back)
    terms: list[tuple[Product, Number]] = list(value.part((0, 0)))
    if not whole(value) or any(c < 0 for item, c in terms if item.factors):
        return None
    return int(sum(c for item, c in terms if all(head.kind == "size" for head, _, _ in item.factors)))


def _is_head(item: Product, number: int) -> bool:
    return len(item.factors) == 1 and item.factors[0][0].number == number and item.factors[0][2] == 1

"""Functions of arrays under the conventions that make them total: 1/0 = 0, the inverse of a singular matrix is 0, other
functions have some value off their domain.

What is known of them beyond being functions: 1/(uv) = (1/u)(1/v), 1/(1/u) = u, exp(u + v) = exp(u) exp(v),
sign(uv) = sign(u) sign(v), sign(1/u) = sign(u), 1/sign(u) = sign(u), sqrt(r^2 u) = r sqrt(u) for r > 0, sin is odd
and cos
even, inverses and determinants of products of square matrices, Moore-Penrose inverses and inverses of Kronecker
products, multiples and transposes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt

from symbolic.replay.arrays import Array, Axis, equal, indexed
from symbolic.replay.heads import Session
from symbolic.replay.products import Head, finished
from symbolic.replay.rationals import Number, quotient
from symbolic.replay.sums import Sum


def anything(_: Number) -> bool:
    """Every multiple."""
    return True


def exact(scale: Number) -> bool:
    """No multiple."""
    return scale == 1


def signed(scale: Number) -> bool:
    """The same or the opposite."""
    return abs(scale) == 1


def squared(scale: Number) -> bool:
    """A multiple by the square of a rational number."""
    return (
        scale > 0
        and isqrt(scale.numerator) ** 2 == scale.numerator
        and isqrt(scale.denominator) ** 2 == scale.denominator
    )


def identity(session: Session, axis: Axis) -> Array:
    """The identity matrix."""
    result = Array((axis, axis), {})
    for b, block in enumerate(axis):
        result.parts[b, b] = part = Sum(block + block)
        part.add(finished([*range(len(block))] * 2, ()), 1)
    return result


def ones(session: Session, axes: Sequence[Axis]) -> Array:
    """The array of ones."""
    result = Array(tuple(axes), {})
    for blocks in result.blocks():
        dims = result.dims(blocks)
        result.parts[blocks] = part = Sum(dims)
        part.add(finished(range(len(dims)), ()), 1)
    return result


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def times(session: Session, a: Array, b: Array) -> Array:
    """The entrywise product."""
    letters = LETTERS[: len(a.axes)]
    return session.einsum([a, b], [letters, letters], letters)


def scale(session: Session, factor: Array, value: Array) -> Array:
    """A scalar (of two unit axes) times an array."""
    alone = factor.single
    if alone is not None and not alone[1].factors:
        return value.scaled(alone[2])
    letters = LETTERS[: len(value.axes)]
    return session.einsum([factor, value], ["yz", letters], letters)


def on_blocks(array: Array, function: Callable[[Array], Array]) -> Array:
    """A function of every block: it gets and gives arrays with an axis for every index."""
    result = Array(array.axes, {})
    for blocks in array.blocks():
        part = array.part(blocks)
        value = function(indexed(part))
        result.parts[blocks] = value.part((0,) * len(part.dims))
    return result


def used(flat: Array) -> tuple[list[int], Array]:
    """The axes that the entries of an array depend on, and the array over these alone."""
    part = flat.part((0,) * len(flat.axes))
    places = sorted(
        {
            k
            for item, _ in part
            for k, i in enumerate(item.ext)
            if item.ext.count(i) > 1 or any(i in indices for _, indices, _ in item.factors)
        }
    )
    small = Sum(tuple(part.dims[k] for k in places))
    for item, c in part:
        small.add(finished([item.ext[k] for k in places], item.factors), c)
    return places, Array(tuple(flat.axes[k] for k in places), {(0,) * len(places): small})


def spread(session: Session, flat: Array, places: Sequence[int], head: Head, power: Number = 1) -> Array:
    """The array over the axes of `flat` whose entries are a head on the indices `places`."""
    count = len(flat.axes)
    part = Sum(flat.dims((0,) * count))
    item, c = session.made(range(count), [(head, tuple(places), power)])
    part.add(item, c)
    return Array(flat.axes, {(0,) * count: part})


def function_of(
    session: Session, kind: str, name: str, flat: Array, allowed: Callable[[Number], bool]
) -> tuple[Array, Number]:
    """An opaque function of every entry, and the multiple that was taken out of its argument."""
    places, small = used(flat)
    head, order, factor = session.function(kind, name, small, allowed)
    return spread(session, flat, [places[k] for k in order], head), factor


def entrywise(session: Session, name: str, array: Array) -> Array:
    """log, sqrt, sin or cos of every entry."""

    def value(flat: Array) -> Array:
        one = ones(session, flat.axes)
        if flat.is_zero and name != "log":
            return one.scaled(1 if name == "cos" else 0)
        if name in ("log", "sqrt") and equal(flat, one):
            return one.scaled(1 if name == "sqrt" else 0)
        result, factor = function_of(
            session, name, name, flat, {"sin": signed, "cos": signed, "sqrt": squared}.get(name, exact)
        )
        if name == "sqrt":
            factor = quotient(isqrt(factor.numerator), isqrt(factor.denominator))
        if name == "sqrt" and (alone := flat.single) is not None and not alone[1].factors and squared(alone[2]):
            return one.scaled(quotient(isqrt(alone[2].numerator), isqrt(alone[2].denominator)))
        return result.scaled(factor if name in ("sin", "sqrt") else 1)

    return on_blocks(array, value)


def exponential(session: Session, array: Array) -> Array:
    """exp of every entry, a product over the products in it."""

    def value(flat: Array) -> Array:
        result = ones(session, flat.axes)
        for item, c in flat.part((0,) * len(flat.axes)):
            alone = Sum(flat.dims((0,) * len(flat.axes)))
            alone.add(item, 1)
            places, small = used(Array(flat.axes, {(0,) * len(flat.axes): alone}))
            head, order, _ = session.function("exp", "exp", small, exact)
            result = times(session, result, spread(session, flat, [places[k] for k in order], head, c))
        return result

    return on_blocks(array, value)

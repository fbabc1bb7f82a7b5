"""The rules that read terms: numbers, symbols, sums, products, powers, inverses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Protocol

from symbolic.replay.arrays import UNIT, Array, Axis, add_to, same_size
from symbolic.replay.calculus import Kinks
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import entrywise, identity, ones, times
from symbolic.replay.heads import Session
from symbolic.replay.matrices import (
    chained,
    inverse,
    multiply,
    power,
    symbolic_power,
    total,
)
from symbolic.replay.multiplicative import reciprocal
from symbolic.replay.plain import Plain
from symbolic.replay.products import finished
from symbolic.replay.rationals import rational
from symbolic.replay.sums import Sum
from symbolic.replay.whole_numbers import constant

POWER, LONGEST = 32, 64


class Reading(Protocol):
    """A reader of terms, as rules see it."""

    session: Session
    kinks: Kinks

    def __call__(self, term: Plain) -> Array:
        """The array of a term."""

    def axis(self, size: Plain) -> Axis:
        """The axis of a size."""

    def running(self, name: str, count: Array, term: Plain) -> Array:
        """The array of a term in which the number `name` runs from 0 to below `count`."""

    def families(self, *terms: Plain) -> dict[str, str]:
        """The random symbols in terms, each with the name of the group that it depends on."""

    def unit(self, place: Plain, axis: Axis) -> Array:
        """The unit vector along an axis."""


def number(t: Reading, text: str) -> Array:
    """A rational number."""
    return t.session.scalar(number=rational(text))


def symbol(t: Reading, name: str, kind: str) -> Array:
    """A scalar symbol."""
    kinds = {"dimension": "size", "natural": "natural", "scalar": "symbol", "random": "symbol"}
    if kind not in kinds:
        raise ReplayError(f"{kind} is no kind of symbol")
    return t.session.scalar(
        t.session.size(name) if kind == "dimension" else t.session.symbol(kinds[kind], name, None, (), ())
    )


def matrix(t: Reading, name: str, rows: Plain, columns: Plain, kind: str) -> Array:
    """A matrix symbol, a head for every choice of blocks."""
    axes = t.axis(rows), t.axis(columns)
    result = Array(axes, {})
    for blocks in result.blocks():
        dims = result.dims(blocks)
        split = blocks if len(axes[0]) * len(axes[1]) > 1 else ()
        head = t.session.symbol("symbol", name, (rows, columns), split, dims)
        result.parts[blocks] = part = Sum(dims)
        part.add(finished(range(len(dims)), [(head, tuple(range(len(dims))), 1)]), 1)
    return result


def _like_identity(term: Plain) -> bool:
    """Whether a term is a multiple of an identity as it is written."""
    return term[0] == "identity" or (term[0] == "*" and any(f[0] == "identity" for f in term[1:]))


def sum_of(t: Reading, *summands: Plain) -> Array:
    """A sum; an identity or a zero takes the structure of the rest."""
    rigid = [None if s[0] == "zeros" or _multiple(t, s) else t(s) for s in summands]
    axes = next((value.axes for value in rigid if value is not None), None) or t(summands[0]).axes
    result = Array(axes, {})
    for s, value in zip(summands, rigid, strict=True):
        if value is not None:
            add_to(result, value, 1)
            continue
        fits(t(s).axes, axes)
        if s[0] != "zeros":
            add_to(result, _identity_over(t, s, axes[0]), 1)
    return result


def fits(axes: Sequence[Axis], others: Sequence[Axis]) -> None:
    """Raises ReplayError unless two shapes are equal, whatever their structure."""
    if len(axes) != len(others) or not all(map(same_size, axes, others)):
        raise ReplayError(f"shapes {axes} and {others} do not fit")


def _multiple(t: Reading, term: Plain) -> bool:
    return _like_identity(term) and all(
        f[0] == "identity" or t(f).is_scalar for f in (term[1:] if term[0] == "*" else ())
    )


def _identity_over(t: Reading, term: Plain, axis: Axis) -> Array:
    result = identity(t.session, axis)
    for factor in term[1:] if term[0] == "*" else ():
        if factor[0] != "identity":
            result = multiply(t.session, t(factor), result)
    return result


def product_of(t: Reading, *factors: Plain) -> Array:
    """A product; an identity beside a matrix is left out."""
    run: list[Array] = []  # the product so far, of matrices; all but the first are single products
    left_out: Plain | None = None
    for factor in factors:
        scalar = not run or run[0].axes[0] == run[-1].axes[-1] == UNIT
        if factor[0] == "identity":
            before = t(left_out) if left_out is not None else None if scalar else run[-1]
            if before is not None and not before.is_scalar:
                fits(before.axes[1:], t(factor).axes[1:])
            left_out = factor if scalar else None
            continue
        value = t(factor)
        if left_out is not None and not value.is_scalar:
            fits(t(left_out).axes[1:], value.axes[:1])
            left_out = None
        if run and (scalar or value.is_scalar):
            run = [multiply(t.session, chained(t.session, run), value)]
        elif run and (value.single is None or len(run) == LONGEST):
            run = [chained(t.session, [*run, value])]
        else:
            run.append(value)
    product = chained(t.session, run) if run else None
    if left_out is not None:
        one = t(left_out)
        return one if product is None else multiply(t.session, product, one)
    return t.session.scalar() if product is None else product


def power_of(t: Reading, base: Plain, exponent: Plain) -> Array:
    """A scalar or a square matrix to a power; an even power of a norm is one of a sum of squares."""
    value = t(base)
    exponent = as_number(t, exponent)
    if exponent[0] != "number":
        return symbolic_power(t.session, value, t(exponent))
    count = Fraction(exponent[1])
    if abs(count.numerator) > POWER:
        raise ReplayError(f"the power {count} is not covered")
    if not value.is_scalar:
        if count.denominator != 1:
            raise ReplayError("a matrix to a fractional power")
        return power(t.session, inverse(t.session, value) if count < 0 else value, abs(int(count)))
    times_, under = count.numerator, base[:2] == ("apply", "norm")
    if count.denominator == 1 and times_ % 2 == 0 and under:
        inner = t(base[2])
        value, times_ = total(t.session, times(t.session, inner, inner)), times_ // 2
    elif count.denominator == 1 and count < 0:
        return power(t.session, reciprocal_of(t, base), abs(times_))
    elif count.denominator == 2:
        value = entrywise(t.session, "sqrt", value)
    elif count.denominator != 1:
        raise ReplayError(f"the power {count} is not covered")
    return power(t.session, reciprocal(t.session, value) if times_ < 0 else value, abs(times_))


def as_number(t: Reading, exponent: Plain) -> Plain:
    """An exponent that comes out as a number, as that."""
    if exponent[0] != "number" and (c := constant(t(exponent))) is not None:
        return ("number", str(c))
    return exponent


def reciprocal_of(t: Reading, term: Plain) -> Array:
    """1/u for every entry; of a product or a power as it is written factor by factor."""
    head, *rest = term
    if head == "*" and sum(not t(f).is_scalar for f in rest) < 2:
        result = t.session.scalar()
        for factor in rest:
            result = multiply(t.session, result, reciprocal_of(t, factor))
        return result
    if term[:2] == ("apply", "hadamard"):
        left, right = (reciprocal_of(t, operand) for operand in term[2:])
        alone = left.is_scalar or right.is_scalar
        return multiply(t.session, left, right) if alone else times(t.session, left, right)
    if head == "^" and t(rest[0]).is_scalar and rest[0][:2] != ("apply", "norm"):
        base, count = rest[0], _whole(rest[1])
    else:
        base, count = (term[2], _whole(term[3])) if term[:2] == ("apply", "powers") else (term, 0)
    if not 0 < count <= POWER:
        return reciprocal(t.session, t(term))
    inner = result = reciprocal_of(t, base)
    for _ in range(count - 1):
        result = times(t.session, result, inner)
    return result


def _whole(exponent: Plain) -> int:
    """A whole number; 0 for other exponents."""
    value = Fraction(exponent[1]) if exponent[0] == "number" else Fraction(0)
    return value.numerator if value.denominator == 1 else 0


def inverse_of(t: Reading, value: Plain) -> Array:
    """An inverse."""
    return inverse(t.session, t(value))


TERMS: dict[str, Callable[..., Array]] = {
    "number": number,
    "symbol": symbol,
    "matrix": matrix,
    "+": sum_of,
    "*": product_of,
    "^": power_of,
    "inverse": inverse_of,
    "'": lambda t, a: t(a).turned((1, 0)),
    "identity": lambda t, n: identity(t.session, t.axis(n)),
    "zeros": lambda t, r, c: Array((t.axis(r), t.axis(c)), {}),
    "ones": lambda t, r, c: ones(t.session, (t.axis(r), t.axis(c))),
    "pi": lambda t: t.session.scalar(t.session.symbol("pi", "pi", None, (), ())),
}

"""Sums over a running number, and the least values of whole numbers.

sum(f, r, a, b) is the sum over s from 0 to below N of f at r = a + s, N = b - a + 1. Where N is at least a whole number
c by its form, the last c summands are written out. What does not depend on s stands before the sum; the rest of each
product is a head of its own, an index for each one that is met outside.
"""

from __future__ import annotations

from functools import lru_cache

from symbolic.replay.arrays import Array
from symbolic.replay.errors import ReplayError
from symbolic.replay.plain import DERIVATIVES, MARK, Plain, parts, sizes_of, substituted, symbols
from symbolic.replay.running import summed
from symbolic.replay.sums import Sum
from symbolic.replay.term_rules import Reading
from symbolic.replay.whole_numbers import least, whole

LONGEST = 32


def series(t: Reading, f: Plain, r: Plain, first: Plain, last: Plain) -> Array:
    """A sum over a running number. Raises ReplayError for what is not covered."""
    if r[0] != "symbol" or r[2] != "natural":
        raise ReplayError(f"{r} is no running number")
    if first == ("number", "1") and last[0] == "symbol" and last[2] == "dimension":
        over_units = _over_units(t, f, r, last)
        if over_units is not None:
            return over_units
    _admissible(f, r, first, last)
    count = t(last) - t(first) + t.session.scalar()
    if not (whole(t(first)) and whole(t(last))):
        raise ReplayError("a sum whose bounds are no whole numbers")
    bound = least(t.session, count, outside=True)
    written = max(0, bound or 0)
    if written > LONGEST:
        raise ReplayError(f"a sum of {written} summands")
    result = t(substituted(f, {r: first})).scaled(0)
    for k in range(written):
        result = result + t(substituted(f, {r: _plus(last, -k)}))
    if bound is not None and (count - t.session.scalar(number=bound)).is_zero:
        return result
    name = f"{MARK}{1 + _nested(f)}"
    s = ("symbol", name, "natural")
    below = count - t.session.scalar(number=written)
    place = s if first == ("number", "0") else ("+", first, s)
    return result + summed(t.session, t.running(name, below, substituted(f, {r: place})), name, below)


def _admissible(f: Plain, r: Plain, first: Plain, last: Plain) -> None:
    """Raises ReplayError where an inner index would catch a symbol of a bound, and where sizes or derivatives run."""
    for part in parts(f):
        if part[:2] == ("apply", "series") and part[3] in symbols(first) | symbols(last):
            raise ReplayError("a bound speaks of the index of a sum inside")
        if part[0] == "apply" and part[1] in DERIVATIVES and r in parts(part):
            raise ReplayError("a sum of derivatives that depend on its index")
        if any(r in parts(size) for size in sizes_of(part)):
            raise ReplayError("the index of a sum in a size")


def _plus(a: Plain, k: int) -> Plain:
    return ("number", str(int(a[1]) + k)) if a[0] == "number" else ("+", a, ("number", str(k)))


@lru_cache(maxsize=4096)
def _nested(f: Plain) -> int:
    return max((1 + _nested(p[2]) for p in parts(f) if p[:2] == ("apply", "series")), default=0)


def _over_units(t: Reading, f: Plain, r: Plain, last: Plain) -> Array | None:
    """The sum from 1 to n where the index stands in unit vectors of length n only: one index for them all."""
    value, axis = t(f), t.axis(last)
    unit = next(iter(t.unit(r, axis).part((0, 0))))[0].factors[0][0]
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        result.parts[blocks] = goal = Sum(part.dims)
        for item, c in part:
            ids = [indices[0] for head, indices, _ in item.factors if head is unit]
            rest = [f for f in item.factors if f[0] is not unit]
            if any(r[1] in head.symbols for head, _, _ in rest):
                return None
            index = 1_000 if not ids else min(ids)
            moved = [(h, tuple(index if i in ids else i for i in indices), p) for h, indices, p in rest]
            made, k = t.session.made([index if i in ids else i for i in item.ext], moved, [(index, axis[0][0])])
            goal.add(made, c * k)
    return result

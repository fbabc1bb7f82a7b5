"""Powers of factors, and factors that multiply to fewer.

Powers combine by nature: exponentials, sizes and pi take any power; sign(u)^3 = sign(u); a unit vector is its own
square; all else keeps whole powers from 1. A reciprocal is a head of its own, for 1/0 = 0, with u^2 (1/u) = u and
u (1/u)^2 = 1/u.
"""

from __future__ import annotations

from symbolic.replay.arrays import equal
from symbolic.replay.errors import ReplayError
from symbolic.replay.products import Factor, Head, Product, finished
from symbolic.replay.rationals import Number

POSITIVE = frozenset({"exp", "size", "pi"})
"""Natures that are never 0: they take negative powers."""


def cancelled(factors: list[Factor], shown: set[int]) -> list[Factor]:
    """The factors after u^2 (1/u) = u, u (1/u)^2 = 1/u and u sign(u)^2 = u, for a factor or closed product u."""
    for kind in ("recip", "sign"):
        for factor in [f for f in factors if f[0].kind == kind]:
            alone = factor[0].argument[0].single
            if alone is None or alone[2] != 1:
                continue
            copies = _copies(alone[1], factor, factors, shown)
            if kind == "sign":
                recip = any(
                    f[0].kind == "recip" and f[1] == factor[1] and equal(f[0].argument[0], factor[0].argument[0])
                    for f in factors
                )
                if (copies or recip) and factor[2] == 2:
                    factors = [f for f in factors if f is not factor]
                continue
            count, own = min(len(copies), factor[2]), factor[2]
            gone = count - 1 if len(copies) == own else count
            if gone > 0:
                removed = [f for copy in copies[: int(gone)] for f in copy]
                factors = _without(factors, [*removed, (factor[0], factor[1], gone)])
    return factors


def _copies(item: Product, factor: Factor, factors: list[Factor], shown: set[int]) -> list[list[Factor]]:
    """Where the argument of a function stands beside it, as often as it does."""
    if item.ext:
        if (
            len(item.factors) != 1
            or item.factors[0][2] != 1
            or len(set(item.ext)) != len(item.ext)
            or (sorted(item.factors[0][1]) != sorted(item.ext))
        ):
            return []
        head, inside, _ = item.factors[0]
        indices = tuple(factor[1][item.ext.index(i)] for i in inside)
        wanted = {tuple(indices[k] for k in turn) for turn in head.turns}
        return [[(h, i, 1)] for h, i, p in factors if h is head and i in wanted for _ in range(int(p))]
    if len(item.factors) == 1 and not item.factors[0][1] and item.factors[0][0].nature not in POSITIVE:
        head, _, power = item.factors[0]
        return [[(h, (), 1)] for h, _, p in factors if h is head and power == 1 for _ in range(int(p))]
    found = []
    left = [f for f in factors if f[1]]
    while left:
        piece, met = [left[0]], set(left[0][1])
        while more := [f for f in left if f not in piece and met & set(f[1])]:
            piece += more
            met.update(i for f in more for i in f[1])
        left = [f for f in left if f not in piece]
        if not met & shown and finished((), piece) == item:
            found.append(piece)
    return found


def _without(factors: list[Factor], gone: list[Factor]) -> list[Factor]:
    """The factors with others divided out of them."""
    powers = {(h, i): p for h, i, p in factors}
    for h, i, p in gone:
        powers[h, i] -= p
    return [(h, i, p) for (h, i), p in powers.items() if p]


def reduced(head: Head, power: Number) -> Number:
    """The power of a head that means the same, 0 for a factor 1. Raises ReplayError for a power that is none."""
    if power == 1 or head.nature in POSITIVE:
        return power
    if power.denominator != 1 or power < 1:
        raise ReplayError(f"the power {power} of a factor that may be 0")
    if head.nature == "unit":
        return 1
    return 2 - power.numerator % 2 if head.nature == "sign" else power

"""Reciprocal and sign of every entry: functions of a product that are the products of the functions.

1/(uv) = (1/u)(1/v), 1/(1/u) = u, sign(uv) = sign(u) sign(v), sign(1/u) = sign(u), 1/sign(u) = sign(u).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from symbolic.replay.arrays import Array, indexed
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import anything, exact, function_of, on_blocks, times, used
from symbolic.replay.heads import Session
from symbolic.replay.powers import POSITIVE
from symbolic.replay.products import Factor, Head
from symbolic.replay.rationals import Number, quotient
from symbolic.replay.sums import Sum


def reciprocal(session: Session, array: Array) -> Array:
    """1/u for every entry u."""

    def value(flat: Array) -> Array:
        if flat.is_zero:
            return flat
        if (alone := flat.single) is not None:
            return _of_product(session, flat, "recip", _inverted).scaled(quotient(1, alone[2]))
        return _of_sum(session, "recip", flat)

    return on_blocks(array, value)


def sign(session: Session, array: Array) -> Array:
    """-1, 0 or 1 for every entry."""

    def value(flat: Array) -> Array:
        if flat.is_zero:
            return flat
        if (alone := flat.single) is not None:
            return _of_product(session, flat, "sign", _signed).scaled(1 if alone[2] > 0 else -1)
        return _of_sum(session, "sign", flat)

    return on_blocks(array, value)


def _of_sum(session: Session, kind: str, flat: Array) -> Array:
    """A reciprocal or sign of a sum: factors that are never 0 are taken out where that leads to a known argument."""
    options = []
    for item, _ in flat.part((0,) * len(flat.axes)):
        unit = [
            (h, indices, -p) for h, indices, p in item.factors if h.kind in POSITIVE and all(i < 0 for i in indices)
        ]
        count = len(flat.axes)
        place = {i: k for k, i in reversed(list(enumerate(item.ext)))}
        inverse = Sum(flat.dims((0,) * count))
        made, c = session.made(range(count), [(h, tuple(place[i] for i in indices), p) for h, indices, p in unit])
        inverse.add(made, c)
        options.append(Array(flat.axes, {(0,) * count: inverse}))
    cleared = [times(session, flat, unit) for unit in options]
    known = (k for k, a in enumerate(cleared) if session.known(kind, kind, used(a)[1]))
    chosen = next(known, max(range(len(cleared)), key=lambda k: _exponents(cleared[k])))
    result, factor = function_of(session, kind, kind, cleared[chosen], anything)
    if kind == "sign":
        return result.scaled(1 if factor > 0 else -1)
    return times(session, result, options[chosen]).scaled(quotient(1, factor))


def _exponents(flat: Array) -> tuple[Number, list[tuple[list[str], Number]]]:
    """The total of the powers of exponentials, and that of those with the same symbols in them: without negative ones,
    derivatives of 1/(1 + exp(u)) agree.
    """
    total: dict[frozenset[str], Number] = defaultdict(int)
    for part in flat.parts.values():
        for item, _ in part:
            for head, _, power in item.factors:
                if head.kind == "exp":
                    total[head.symbols] += power
    return sum(total.values()), sorted((sorted(names), p) for names, p in total.items())


def _of_product(
    session: Session, flat: Array, kind: str, factor_rule: Callable[[Session, Factor], list[Factor]]
) -> Array:
    """A multiplicative function of an array of one product, its number left out."""
    alone = flat.single
    if alone is None:
        raise ReplayError("a product was expected")
    _, item, _ = alone
    listed: list[Factor] = []
    for group in _groups(item.factors):
        if len(group) == 1 and all(i < 0 for i in group[0][1]):
            listed += _moved(factor_rule(session, group[0]), listed)
            continue
        dims = {i: d for h, indices, _ in group for i, d in zip(indices, h.dims, strict=True)}
        shown = sorted((i for i in dims if i < 0), reverse=True)
        part = Sum(tuple(dims[i] for i in shown))
        made, _ = session.made(shown, group)
        part.add(made, 1)
        head, order, _ = session.function(kind, kind, indexed(part), exact)
        listed.append((head, tuple(shown[k] for k in order), 1))
    result = Sum(flat.dims((0,) * len(flat.axes)))
    made, c = session.made(item.ext, listed)
    result.add(made, c)
    return Array(flat.axes, {(0,) * len(flat.axes): result})


def _groups(factors: Sequence[Factor]) -> list[list[Factor]]:
    """The factors that summed indices tie together."""
    groups: list[tuple[set[int], list[Factor]]] = []
    for factor in factors:
        met = {i for i in factor[1] if i >= 0}
        tied = [g for g in groups if g[0] & met]
        groups = [g for g in groups if not g[0] & met]
        groups.append((met.union(*(g[0] for g in tied)), [f for g in tied for f in g[1]] + [factor]))
    return [members for _, members in groups]


def _function_head(
    session: Session, kind: str, argument: Array, indices: tuple[int, ...]
) -> tuple[Head, tuple[int, ...]]:
    head, order, _ = session.function(kind, kind, argument, exact)
    return head, tuple(indices[k] for k in order)


def _one_factor(argument: Array) -> tuple[Factor, tuple[int, ...]] | None:
    """The factor of an array that is one head with power 1 on different indices, and the place of each index."""
    alone = argument.single
    if alone is None or len(alone[1].factors) != 1 or alone[2] != 1:
        return None
    factor = alone[1].factors[0]
    if factor[2] != 1 or len(set(alone[1].ext)) != len(alone[1].ext) or sorted(factor[1]) != sorted(alone[1].ext):
        return None
    return factor, tuple(alone[1].ext.index(i) for i in factor[1])


def _inverted(session: Session, factor: Factor) -> list[Factor]:
    head, indices, power = factor
    if head.kind in POSITIVE:
        return [(head, indices, -power)]
    if head.kind == "sign":
        return [factor]
    if head.kind == "recip" and (inner := _one_factor(head.argument[0])) is not None:
        return [(inner[0][0], tuple(indices[k] for k in inner[1]), power)]
    if head.kind == "recip" and (inside := _summed(head.argument[0], indices, power)) is not None:
        return inside
    return [(*_function_head(session, "recip", session.alone(head), indices), power)]


def _summed(argument: Array, indices: tuple[int, ...], power: Number) -> list[Factor] | None:
    """A product with sums in it to the power 1, 2, ... as factors, with sums of its own for every copy; None for other
    arguments.
    """
    alone = argument.single
    if alone is None or alone[2] != 1 or len(set(alone[1].ext)) != len(alone[1].ext):
        return None
    _, item, _ = alone
    bound = 1 + max((i for _, inside, _ in item.factors for i in inside), default=-1)
    if bound <= 0:
        return None
    place = dict(zip(item.ext, indices, strict=True))
    return [
        (head, tuple(place.get(i, i + copy * bound) for i in inside), p)
        for copy in range(int(power))
        for head, inside, p in item.factors
    ]


def _moved(factors: list[Factor], beside: Sequence[Factor]) -> list[Factor]:
    """The factors with their summed indices renamed to others than those of `beside`."""
    start = 1 + max((i for _, indices, _ in beside for i in indices), default=-1)
    return [(head, tuple(i + start if i >= 0 else i for i in indices), p) for head, indices, p in factors]


def _signed(session: Session, factor: Factor) -> list[Factor]:
    head, indices, power = factor
    if head.kind in POSITIVE:
        return []
    if head.kind == "sign":
        return [factor]
    argument = head.argument[0] if head.kind == "recip" else session.alone(head)
    if head.kind == "recip" and (inner := _one_factor(argument)) is not None:
        return _signed(session, (inner[0][0], tuple(indices[k] for k in inner[1]), power))
    return [(*_function_head(session, "sign", argument, indices), power)]

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
from fractions import Fraction
from itertools import permutations
from math import isqrt

from symbolic.replay.errors import ReplayError
from symbolic.replay.heads import POSITIVE, Session
from symbolic.replay.sums import SCALAR, UNIT, Array, Axis, Factor, Head, Sum, equal, finished


def anything(_: Fraction) -> bool:
    """Every multiple."""
    return True


def exact(scale: Fraction) -> bool:
    """No multiple."""
    return scale == 1


def signed(scale: Fraction) -> bool:
    """The same or the opposite."""
    return abs(scale) == 1


def squared(scale: Fraction) -> bool:
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
        part.add(finished([*range(len(block))] * 2, ()), Fraction(1))
    return result


def ones(session: Session, axes: Sequence[Axis]) -> Array:
    """The array of ones."""
    result = Array(tuple(axes), {})
    for blocks in result.blocks():
        dims = result.dims(blocks)
        result.parts[blocks] = part = Sum(dims)
        part.add(finished(range(len(dims)), ()), Fraction(1))
    return result


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def times(session: Session, a: Array, b: Array) -> Array:
    """The entrywise product."""
    letters = LETTERS[: len(a.axes)]
    return session.einsum([a, b], [letters, letters], letters)


def scale(session: Session, factor: Array, value: Array) -> Array:
    """A scalar (of two unit axes) times an array."""
    letters = LETTERS[: len(value.axes)]
    return session.einsum([factor, value], ["yz", letters], letters)


def on_blocks(array: Array, function: Callable[[Array], Array]) -> Array:
    """A function of every block: it gets and gives arrays with an axis for every index."""
    result = Array(array.axes, {})
    for blocks in array.blocks():
        part = array.part(blocks)
        value = function(Array(tuple(((d,),) for d in part.dims), {(0,) * len(part.dims): part}))
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


def spread(session: Session, flat: Array, places: Sequence[int], head: Head, power: Fraction = Fraction(1)) -> Array:
    """The array over the axes of `flat` whose entries are a head on the indices `places`."""
    count = len(flat.axes)
    part = Sum(flat.dims((0,) * count))
    item, c = session.made(range(count), [(head, tuple(places), power)])
    part.add(item, c)
    return Array(flat.axes, {(0,) * count: part})


def function_of(
    session: Session, kind: str, name: str, flat: Array, allowed: Callable[[Fraction], bool]
) -> tuple[Array, Fraction]:
    """An opaque function of every entry, and the multiple that was taken out of its argument."""
    places, small = used(flat)
    entry, order, factor = session.root(kind, name, small, allowed)
    dims = tuple(axis[0][0] for axis in entry[0].axes)
    head, _ = session.head(kind, name, entry, (), dims)
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
            factor = Fraction(isqrt(factor.numerator), isqrt(factor.denominator))
        if name == "sqrt" and (alone := flat.single) is not None and not alone[1].factors and squared(alone[2]):
            return one.scaled(Fraction(isqrt(alone[2].numerator), isqrt(alone[2].denominator)))
        return result.scaled(factor if name in ("sin", "sqrt") else 1)

    return on_blocks(array, value)


def exponential(session: Session, array: Array) -> Array:
    """exp of every entry, a product over the products in it."""

    def value(flat: Array) -> Array:
        result = ones(session, flat.axes)
        for item, c in flat.part((0,) * len(flat.axes)):
            alone = Sum(flat.dims((0,) * len(flat.axes)))
            alone.add(item, Fraction(1))
            places, small = used(Array(flat.axes, {(0,) * len(flat.axes): alone}))
            entry, order, _ = session.root("exp", "exp", small, exact)
            head, _ = session.head("exp", "exp", entry, (), tuple(axis[0][0] for axis in entry[0].axes))
            result = times(session, result, spread(session, flat, [places[k] for k in order], head, c))
        return result

    return on_blocks(array, value)


def reciprocal(session: Session, array: Array) -> Array:
    """1/u for every entry u."""

    def value(flat: Array) -> Array:
        if flat.is_zero:
            return flat
        if (alone := flat.single) is not None:
            return _of_product(session, flat, "recip", _inverted).scaled(1 / alone[2])
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
    return times(session, result, options[chosen]).scaled(1 / factor)


def _exponents(flat: Array) -> Fraction:
    """The total of the powers of exponentials: without negative ones, derivatives of 1/(1 + exp(u)) agree."""
    return sum(
        (p for part in flat.parts.values() for item, _ in part for h, _, p in item.factors if h.kind == "exp"),
        Fraction(0),
    )


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
            listed += factor_rule(session, group[0])
            continue
        dims = {i: d for h, indices, _ in group for i, d in zip(indices, h.dims, strict=True)}
        shown = sorted((i for i in dims if i < 0), reverse=True)
        part = Sum(tuple(dims[i] for i in shown))
        made, _ = session.made(shown, group)
        part.add(made, Fraction(1))
        argument = Array(tuple(((d,),) for d in part.dims), {(0,) * len(shown): part})
        entry, order, _ = session.root(kind, kind, argument, exact)
        head, _ = session.head(kind, kind, entry, (), tuple(axis[0][0] for axis in entry[0].axes))
        listed.append((head, tuple(shown[k] for k in order), Fraction(1)))
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


def _alone(session: Session, head: Head) -> Array:
    """One head as an array."""
    count = len(head.dims)
    part = Sum(head.dims)
    item, c = session.made(range(count), [(head, tuple(range(count)), Fraction(1))])
    part.add(item, c)
    return Array(tuple(((d,),) for d in head.dims), {(0,) * count: part})


def _function_head(
    session: Session, kind: str, argument: Array, indices: tuple[int, ...]
) -> tuple[Head, tuple[int, ...]]:
    entry, order, _ = session.root(kind, kind, argument, exact)
    head, _ = session.head(kind, kind, entry, (), tuple(axis[0][0] for axis in entry[0].axes))
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
    return [(*_function_head(session, "recip", _alone(session, head), indices), power)]


def _signed(session: Session, factor: Factor) -> list[Factor]:
    head, indices, power = factor
    if head.kind in POSITIVE:
        return []
    if head.kind == "sign":
        return [factor]
    argument = head.argument[0] if head.kind == "recip" else _alone(session, head)
    if head.kind == "recip" and (inner := _one_factor(argument)) is not None:
        return _signed(session, (inner[0][0], tuple(indices[k] for k in inner[1]), power))
    return [(*_function_head(session, "sign", argument, indices), power)]


def determinant_by_permutations(session: Session, array: Array) -> Array | None:
    """det of a small matrix all of whose blocks are scalars."""
    size = len(array.axes[0])
    if any(block for block in array.axes[0]) or array.axes[0] != array.axes[1] or not 1 < size <= 4:
        return None
    total = session.scalar(number=0)
    for order in permutations(range(size)):
        swaps = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        value = session.scalar(number=-1 if swaps % 2 else 1)
        for row, column in enumerate(order):
            value = times(session, value, _entry(array, row, column))
        total = total + value
    return total


def _entry(array: Array, row: int, column: int) -> Array:
    part = array.part((row, column))
    return Array(SCALAR, {(0, 0): part})


def adjugate(session: Session, array: Array) -> Array:
    """The adjugate of a small matrix all of whose blocks are scalars."""
    size = len(array.axes[0])
    result = Array(array.axes, {})
    for r in range(size):
        for c in range(size):
            rows, columns = [i for i in range(size) if i != c], [j for j in range(size) if j != r]
            minor = Array(
                (UNIT * (size - 1),) * 2,
                {(i, j): array.part((rows[i], columns[j])) for i in range(size - 1) for j in range(size - 1)},
            )
            value = _entry(minor, 0, 0) if size == 2 else determinant_by_permutations(session, minor)
            if value is None:
                raise ReplayError("a minor has no determinant")
            result.parts[r, c] = value.scaled(-1 if (r + c) % 2 else 1).part((0, 0))
    return result

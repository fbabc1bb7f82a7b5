"""Arrays summed over a running number: its factors in a product are one head, the others stand before the sum."""

from __future__ import annotations

from collections.abc import Sequence

from symbolic.replay.arrays import SCALAR, Array, add_to, indexed
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import exact, times
from symbolic.replay.heads import Session
from symbolic.replay.matrices import power_atom
from symbolic.replay.plain import MARK
from symbolic.replay.products import TIE, Factor, Product
from symbolic.replay.rationals import Number
from symbolic.replay.runs import gathered
from symbolic.replay.sums import Sum
from symbolic.replay.whole_numbers import least

WIDEST = 4


def summed(session: Session, value: Array, name: str, count: Array) -> Array:
    """An array summed over the number `name`, from 0 to below `count`."""
    if name in count.symbols or not name.startswith(MARK) or count.axes != SCALAR:
        raise ReplayError(f"{name} does not run below such a count")
    often = (least(session, count, outside=True) or 0) >= 0 and least(session, count, outside=True) is not None
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        goal = result.parts.setdefault(blocks, Sum(part.dims))
        for item, c in part:
            session.running.append((name, count))
            factors = gathered(session, item, name)
            session.running.pop()
            if often and not any(name in head.symbols for head, _, _ in factors):
                for times, k in count.part((0, 0)):
                    made, m = session.made(item.ext, [*factors, *times.factors])
                    goal.add(made, c * k * m)
            else:
                made, m = _with_head(session, item.ext, factors, name, count)
                goal.add(made, c * m)
    return result


def _with_head(
    session: Session, ext: Sequence[int], factors: Sequence[Factor], name: str, count: Array
) -> tuple[Product, Number]:
    """A product with the factors that depend on the running number as one head."""
    running = [f for f in factors if name in f[0].symbols]
    rest = [f for f in factors if name not in f[0].symbols]
    outside = {*ext, *(i for _, indices, _ in rest for i in indices)}
    dims = {i: d for head, indices, _ in running for i, d in zip(indices, head.dims, strict=True)}
    shown = [i for i in dims if i in outside]
    if TIE in dims.values() or len(shown) > WIDEST:
        raise ReplayError("a sum over factors that are tied to so many others")
    summand = _product(session, shown, dims, running)
    down = _counted_down(session, running, name, count)
    also = None if down is None else _product(session, shown, dims, down)
    head, order, _ = session.function("series", name, summand, exact, count, also)
    product, number = session.made(ext, [*rest, (head, tuple(shown[k] for k in order), 1)])
    return product, number


def _product(
    session: Session, shown: Sequence[int], dims: dict[int, str], factors: Sequence[Factor]
) -> Array:
    """Factors as an array over the indices that are shown."""
    inner = Sum(tuple(dims[i] for i in shown))
    made, c = session.made(shown, factors)
    inner.add(made, c)
    return indexed(inner)


def _counted_down(session: Session, factors: Sequence[Factor], name: str, count: Array) -> list[Factor] | None:
    """The factors of a summand, the running number s replaced by count - 1 - s, which gives the same sum; None where s
    stands elsewhere than in exponents."""
    s = session.symbol("natural", name, None, (), ())
    last = count - session.scalar() - session.scalar(s)
    turned: list[Factor] = []
    for head, indices, power in factors:
        if head.kind != "pow" or head.block or name in head.argument[0].symbols:
            return None
        base, exponent = head.argument
        value = session.scalar(number=0)
        for item, c in exponent.part((0, 0)):
            term = session.scalar(number=c)
            for h, _, p in item.factors:
                for _ in range(int(p)):
                    term = times(session, term, last if h is s else session.scalar(h))
            value = value + term
        alone = power_atom(session, base, value).single
        if alone is None:
            return None
        ((other, ends, _),) = alone[1].factors
        turned.append((other, indices if ends[:1] == alone[1].ext[:1] else indices[::-1], power))
    return turned


def summed_anew(session: Session, value: Array) -> Array:
    """The array with the sum in each product that has just one carried out once more, with all factors inside."""
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        for item, c in part:
            sums = [f for f in item.factors if f[0].kind == "series"]
            alone = Sum(part.dims)
            if len(sums) != 1 or sums[0][2] != 1 or any(sums[0][0].name in h.symbols for h, _, _ in item.factors):
                alone.add(item, c)
                add_to(result, Array(value.axes, {blocks: alone}), 1)
                continue
            head, indices, _ = sums[0]
            summand, count = head.argument
            rest = [f for f in item.factors if f is not sums[0]]
            spare = 1 + max([0, *(i for _, ids, _ in item.factors for i in ids)])
            for inside, k in summand.part((0,) * len(summand.axes)):
                names = dict(zip(inside.ext, indices, strict=True))
                moved = [(h, tuple(names.get(i, i + spare) for i in ids), p) for h, ids, p in inside.factors]
                made, m = session.made(item.ext, [*rest, *moved])
                alone.add(made, c * k * m)
            add_to(result, summed(session, Array(value.axes, {blocks: alone}), head.name, count), 1)
    return result

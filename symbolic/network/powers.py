"""Symbolic powers of a matrix: their labels, and products of powers of one matrix within a sum.

Where e and f are natural, X^e X^f = X^(e + f) and X X^e = X^e X: in a summand, powers of one matrix that follow each
other become one, and the matrix itself moves to the side from which it leaves the sum. Powers of numbers likewise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic.network.fuse import fused
from symbolic.network.labels import Label, digest, intern, label, natural_atom
from symbolic.network.net import Exponent, Factor, Slot
from symbolic.network.tensor import Tensor, atom, collected, number, width
from symbolic.network.whole_numbers import Running, least


def power_label(base: Tensor, exponent: Tensor, *, symmetric: bool) -> str:
    """The label of base^exponent, for a square matrix between single indices."""
    key = f"pow:{digest((base.key, exponent.key))}"
    symbols = base.symbols | exponent.symbols
    return intern(Label(key, "pow", "", (base, exponent), symmetric, symbols, base.axes[0][0] * 2))


def is_diagonal(value: Tensor) -> bool:
    """Whether a square matrix is diagonal by its form: in each summand one index for row and column."""
    plain = all(len(axis) == len(axis[0]) == 1 for axis in value.axes)
    return plain and bool(value.terms) and all(len(ext) == 2 and ext[0] == ext[1] for ext, _, _ in value.terms)


@dataclass
class _Power:
    """A power of a matrix that is one factor, `matrix`, whose rows are its index number `rows`, between two indices;
    "" for one that is more.
    """

    base: Tensor
    matrix: str
    rows: int
    symmetric: bool
    exponent: Tensor
    ends: tuple[int, int]

    def meets(self, ends: tuple[int, int], inner: Iterable[int]) -> tuple[int, int] | None:
        """The ends of the product with a power between other indices, where one follows the other."""
        for mine in (self.ends, self.ends[::-1]) if self.symmetric else (self.ends,):
            for other in (ends, ends[::-1]) if self.symmetric else (ends,):
                if mine[1] == other[0] and mine[1] in inner:
                    return mine[0], other[1]
                if other[1] == mine[0] and mine[0] in inner:
                    return other[0], mine[1]
        return None

    def single(self, ends: tuple[int, int]) -> Factor:
        """The matrix itself between two indices."""
        return self.matrix, ends if self.rows == 0 else ends[::-1]


def gathered(ext: Sequence[Slot], factors: Sequence[Factor], name: str, running: Running) -> list[Factor]:
    """The factors of a summand, the powers of each matrix gathered, its own copies outside where they can be."""
    powers: list[_Power] = []
    rest: list[Factor] = []
    for factor in _multiplied(factors, name, running):
        found = _power(factor, name, running)
        if found is None:
            rest.append(factor)
        else:
            powers.append(found)
    if not powers:
        return rest
    open_ = {i for slot in ext for i in slot[1:]}
    while _merged(powers, rest, open_):
        pass
    outer = open_ | {i for key, indices in rest if name not in label(key).symbols for i in indices}
    outer |= {i for p in powers if name not in p.exponent.symbols for i in p.ends}
    fresh = width(ext, [*rest, *((p.matrix, p.ends) for p in powers)])
    for p in powers:
        count = max(0, least(p.exponent, running) or 0) if p.matrix else 0
        here, there = p.ends
        left = _reach(here, open_, outer) >= _reach(there, open_, outer)
        for _ in range(count):
            rest.append(p.single((here, fresh) if left else (fresh, there)))
            here, there = (fresh, there) if left else (here, fresh)
            fresh += 1
        rest.append((power_label(p.base, p.exponent - number(count), symmetric=p.symmetric), (here, there)))
    return rest


def _reach(index: int, open_: set[int], outer: set[int]) -> int:
    """How near to the outside of a sum an index is: open, met by what does not run, or within."""
    return 2 if index in open_ else int(index in outer)


def counted_down(summand: Tensor, name: str, count: Tensor) -> Tensor | None:
    """The summand at count - 1 - s for the running number s: the same sum. None where s does not stand in exponents
    alone.
    """
    (((ext, factors, scalars), c),) = summand.terms.items()
    turned: list[Factor] = []
    kept: list[tuple[str, Exponent]] = []
    for key, indices, often in (*((k, i, 1) for k, i in factors), *((a, (), e) for a, e in scalars)):
        held = label(key)
        if name in held.symbols:
            if held.kind != "pow" or held.blocks or name in held.argument[0].symbols:
                return None
            if not (isinstance(often, int) and often > 0):
                return None
            base, exponent = held.argument
            key = power_label(base, _counted_down(exponent, name, count), symmetric=held.symmetric)
        if indices:
            turned.append((key, indices))
        else:
            kept.append((key, often))
    return collected(summand.axes, [(fused(ext, turned, kept), c)])


def _counted_down(exponent: Tensor, name: str, count: Tensor) -> Tensor:
    s = natural_atom(name)
    last = count - number(1) - atom(s)
    result = number(0)
    for (ext, factors, scalars), c in exponent.terms.items():
        value = Tensor(exponent.axes, {(ext, factors, tuple(pair for pair in scalars if pair[0] != s)): c})
        for _ in range(sum(int(e) for a, e in scalars if a == s)):
            value = value * last
        result = result + value
    return result


def _is_natural(exponent: Tensor, running: Running) -> bool:
    bound = least(exponent, running)
    return bound is not None and bound >= 0


def _multiplied(factors: Sequence[Factor], name: str, running: Running) -> list[Factor]:
    """The factors, powers of one number, or of one entry of a diagonal matrix, as one."""
    totals: dict[tuple[Any, tuple[int, ...]], tuple[Label, Tensor]] = {}
    rest: list[Factor] = []
    for key, indices in factors:
        held = label(key)
        alike = held.kind == "pow" and name in held.symbols and (indices[:1] == indices[1:] or not indices)
        if held.blocks or not alike or name in held.argument[0].symbols or not _is_natural(held.argument[1], running):
            rest.append((key, indices))
            continue
        base, exponent = held.argument
        known = totals.get((base.key, indices))
        totals[base.key, indices] = held, exponent if known is None else known[1] + exponent
    made = (
        (power_label(held.argument[0], exponent, symmetric=held.symmetric), indices)
        for (_, indices), (held, exponent) in totals.items()
    )
    return [*rest, *made]


def _power(factor: Factor, name: str, running: Running) -> _Power | None:
    key, indices = factor
    held = label(key)
    if held.kind != "pow" or held.blocks or len(indices) != 2 or name not in held.symbols or len(set(indices)) < 2:
        return None
    base, exponent = held.argument
    if least(exponent, running) != 0:
        return None
    for (ext, inside, scalars), c in base.terms.items() if len(base.terms) == 1 else ():
        if c != 1 or len(inside) != 1 or scalars:
            break
        matrix, ends = inside[0]
        if len(ends) == 2 and ends[0] != ends[1]:
            return _Power(base, matrix, ends.index(ext[0][1]), held.symmetric, exponent, (indices[0], indices[1]))
    return _Power(base, "", 0, held.symmetric, exponent, (indices[0], indices[1]))


def _merged(powers: list[_Power], rest: list[Factor], open_: set[int]) -> bool:
    """One product of two neighbours carried out; whether there was any."""
    often = Counter(i for indices in (*(f[1] for f in rest), *(p.ends for p in powers)) for i in indices)
    inner = {i for i, count in often.items() if count == 2} - open_
    for p in powers:
        for factor in rest:
            ends = factor[1]
            if factor[0] == p.matrix and ends[0] != ends[1]:
                joined = p.meets((ends[0], ends[1]) if p.rows == 0 else (ends[1], ends[0]), inner)
                if joined is not None:
                    p.ends, p.exponent = joined, p.exponent + number(1)
                    rest.remove(factor)
                    return True
        for other in powers:
            total = p.exponent + other.exponent
            if other is not p and other.base == p.base and total.symbols:
                joined = p.meets(other.ends, inner)
                if joined is not None:
                    p.ends, p.exponent = joined, total
                    powers.remove(other)
                    return True
    return False

"""Arrays of sums: axes of blocks, with a sum for every choice of blocks.

An axis is a row of blocks, a block a row of dimensions; the open indices of a sum are those of its blocks in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import prod
from typing import Any

from symbolic.replay.errors import ReplayError
from symbolic.replay.products import Product, finished
from symbolic.replay.rationals import Number, quotient
from symbolic.replay.sums import Sum
from symbolic.replay.words import joined, words_of

Block = tuple[str, ...]
Axis = tuple[Block, ...]
UNIT: Axis = ((),)
SCALAR: tuple[Axis, ...] = (UNIT, UNIT)


def same_size(a: Axis, b: Axis) -> bool:
    """Whether two axes are equal in size, whatever their structure."""
    return a == b or spelled(a) == spelled(b)


def spelled(axis: Axis) -> Counter[tuple[str, ...]]:
    """A size as a polynomial: products of names with their coefficients."""
    found: Counter[tuple[str, ...]] = Counter()
    for block in axis:
        found[tuple(sorted(d for d in block if not d.isdigit()))] += prod(int(d) for d in block if d.isdigit())
    return found


@dataclass(eq=False, slots=True)
class Array:
    """A sum for every choice of blocks, one from each axis; choices that are left out are 0."""

    axes: tuple[Axis, ...]
    parts: dict[tuple[int, ...], Sum]

    @property
    def is_scalar(self) -> bool:
        """Whether every axis has size 1."""
        return self.axes.count(UNIT) == len(self.axes)

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return not any(part.found for part in self.parts.values())

    @property
    def filled(self) -> dict[tuple[int, ...], dict[Product, Number]]:
        """The products and coefficients of every choice of blocks that has any."""
        return {blocks: part.found for blocks, part in self.parts.items() if part.found}

    @property
    def symbols(self) -> frozenset[str]:
        """The names in it."""
        return frozenset().union(*(part.symbols for part in self.parts.values()))

    def dims(self, blocks: Sequence[int]) -> tuple[str, ...]:
        """The dimensions of the open indices of a choice of blocks."""
        return tuple([d for axis, b in zip(self.axes, blocks, strict=True) for d in axis[b]])

    def blocks(self) -> Iterator[tuple[int, ...]]:
        """All choices of blocks."""
        return product(*(range(len(axis)) for axis in self.axes))

    def part(self, blocks: tuple[int, ...]) -> Sum:
        """The sum of a choice of blocks."""
        return self.parts.get(blocks) or Sum(self.dims(blocks))

    def scaled(self, factor: Number) -> Array:
        """factor * self."""
        return Array(self.axes, {blocks: part.scaled(factor) for blocks, part in self.parts.items()})

    def __add__(self, other: Array) -> Array:
        return self.plus(other, 1)

    def __sub__(self, other: Array) -> Array:
        return self.plus(other, -1)

    def plus(self, other: Array, factor: Number) -> Array:
        """self + factor * other. Raises ReplayError for different axes."""
        result = self.scaled(1)
        add_to(result, other, factor)
        return result

    def turned(self, order: Sequence[int]) -> Array:
        """The axes in another order."""
        if tuple(order) == tuple(range(len(self.axes))):
            return self
        result = Array(tuple(self.axes[k] for k in order), {})
        for blocks, part in self.parts.items():
            starts = [sum(len(self.axes[k][blocks[k]]) for k in range(axis)) for axis in range(len(blocks))]
            take = [starts[k] + p for k in order for p in range(len(self.axes[k][blocks[k]]))]
            target = tuple(blocks[k] for k in order)
            result.parts[target] = moved = Sum(result.dims(target))
            words = words_of(part, turned=True) if take == [1, 0] else None
            for item, c in part if words is None else joined([words]):
                moved.add(finished([item.ext[p] for p in take], item.factors) if words is None else item, c)
        return result

    @property
    def single(self) -> tuple[tuple[int, ...], Product, Number] | None:
        """Blocks, product and coefficient where there is one product only."""
        filled = list(self.filled.items())
        if len(filled) != 1 or len(filled[0][1]) != 1:
            return None
        return filled[0][0], *next(iter(filled[0][1].items()))


def indexed(part: Sum) -> Array:
    """A sum as an array with an axis for each of its indices."""
    return Array(tuple([((d,),) for d in part.dims]), {(0,) * len(part.dims): part})


def add_to(array: Array, other: Array, factor: Number) -> None:
    """Add factor * other in place. Raises ReplayError for different axes."""
    if array.axes != other.axes:
        raise ReplayError(f"a sum of arrays over {array.axes} and {other.axes}")
    for blocks, part in other.parts.items():
        target = array.parts.get(blocks)
        if target is None:
            target = array.parts[blocks] = Sum(part.dims)
        for item, c in part:
            target.add(item, c * factor)


def ratio(a: Array, b: Array, allowed: Any = None) -> Number | None:
    """The number l with a = l * b, where there is one that `allowed` (default: all but 0) admits."""
    if a.axes != b.axes:
        return None
    if a.is_zero or b.is_zero:
        return 1 if a.is_zero and b.is_zero else None
    blocks, first = next((k, part) for k, part in a.parts.items() if part.found)
    item, c = next(iter(first))
    other = b.part(blocks).found.get(item)
    if other is None:
        return None
    scale = quotient(c, other)
    return scale if (allowed is None or allowed(scale)) and equal(a, b.scaled(scale)) else None


def equal(a: Array, b: Array) -> bool:
    """Whether the arrays are equal."""
    return a is b or (a.axes == b.axes and a.filled == b.filled)


def orders(axes: tuple[Axis, ...]) -> Iterator[tuple[int, ...]]:
    """Orders of the axes, at most those of four."""
    return permutations(range(len(axes))) if len(axes) <= 4 else iter((tuple(range(len(axes))),))

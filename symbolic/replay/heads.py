"""The heads of one session, and products made of them.

A sum over an index that only a unit vector shows is 1, over one that nothing shows the size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from symbolic.replay.arrays import SCALAR, Array, Axis, equal, indexed, orders, ratio
from symbolic.replay.errors import ReplayError
from symbolic.replay.powers import cancelled, reduced
from symbolic.replay.products import TIE, Factor, Head, Product, finished
from symbolic.replay.rationals import Number
from symbolic.replay.sums import Sum

MATRIX = frozenset({"inv", "pinv", "expm", "pow"})
SPECIAL = frozenset({"recip", "sign", "unit"})
"""Kinds of head that may cancel with other factors, or sum to 1."""


class Session:
    """Heads by content. Two heads are the same function exactly when they are the same object."""

    def __init__(self) -> None:
        self._plain: dict[tuple[Any, ...], Head] = {}
        self._roots: dict[tuple[Any, ...], list[tuple[Array, Any, dict[tuple[int, ...], Head], list[tuple[int, ...]]]]]
        self._roots = defaultdict(list)
        self._count = 0
        self.running: list[tuple[str, Array]] = []
        """The running numbers of the sums around what is read, outer ones first, with their counts."""

    def _new(self, *content: Any, **more: Any) -> Head:
        self._count += 1
        return Head(self._count, *content, **more)

    def symbol(self, kind: str, name: str, shape: Any, block: tuple[int, ...], dims: tuple[str, ...]) -> Head:
        """A head without an argument: symbol, natural, size, pi."""
        key = (kind, name, shape, block, dims)
        if key not in self._plain:
            names = frozenset({name}) if kind in ("symbol", "natural", "size") else frozenset()
            self._plain[key] = self._new(kind, name, dims, names, shape, block, (tuple(range(len(dims))),))
        return self._plain[key]

    def moment(self, head: Head, constant: frozenset[str]) -> Head:
        """The head inside an expectation, with one more index."""
        key = ("moment", head.number, constant)
        if key not in self._plain:
            turns = tuple((*t, len(head.dims)) for t in head.turns)
            self._plain[key] = self._new("moment", head.name, (*head.dims, TIE), constant, head, head.block, turns)
        return self._plain[key]

    def root(
        self,
        kind: str,
        name: str,
        argument: Array,
        allowed: Callable[[Number], bool],
        extra: Any = None,
        also: Array | None = None,
    ) -> tuple[Any, tuple[int, ...], Number]:
        """A function of an array, with the order of axes and the number l such that the argument so turned is l
        times the one on record. `extra` is a second argument (an array); of `also` the function has the same value."""
        turns = []
        for order, one in ((o, a) for o in orders(argument.axes) for a in (argument, also) if a is not None):
            turned = one.turned(order)
            for entry in self._candidates(kind, name, turned):
                same = entry[1] is extra or (extra is not None and entry[1] is not None and equal(entry[1], extra))
                if same and (scale := ratio(turned, entry[0], allowed)) is not None:
                    return entry, order, scale
            if order not in turns and equal(turned, argument):
                turns.append(order)
        entry = (argument, extra, {}, turns)
        self._candidates(kind, name, argument).append(entry)
        return entry, tuple(range(len(argument.axes))), 1

    def _candidates(self, kind: str, name: str, argument: Array) -> list[Any]:
        """The functions on record whose argument may be a multiple of `argument`."""
        marks = frozenset([(b, part.marks) for b, part in argument.parts.items() if part.found])
        return self._roots[kind, name, argument.axes, marks]

    def known(self, kind: str, name: str, argument: Array) -> bool:
        """Whether a function of a multiple of `argument`, turned or not, is on record."""
        for order in orders(argument.axes):
            turned = argument.turned(order)
            if any(ratio(turned, entry[0]) is not None for entry in self._candidates(kind, name, turned)):
                return True
        return False

    def head(
        self, kind: str, name: str, entry: Any, block: tuple[int, ...], dims: tuple[str, ...], rows: int = 0
    ) -> tuple[Head, bool]:
        """The head of a block of a function on record, whose first `rows` indices are those of its rows, and whether
        rows and columns are exchanged for it."""
        argument, extra, blocks, turns = entry
        symmetric = (1, 0) in turns
        mirrored = symmetric and len(block) == 2 and block[0] > block[1]
        if mirrored:
            block, dims, rows = block[::-1], dims[rows:] + dims[:rows], len(dims) - rows
        if block not in blocks:
            whole = tuple(range(len(dims)))
            if kind not in MATRIX and len(turns[0]) == len(dims):
                flips = tuple(turns)
            elif symmetric and block[:1] == block[1:] and dims:
                flips = (whole, whole[rows:] + whole[:rows])
            else:
                flips = (whole,)
            names = argument.symbols | (extra.symbols if extra is not None else frozenset())
            names -= {name} if kind == "series" else set()
            blocks[block] = self._new(kind, name, dims, names, (argument, extra), block, flips)
        return blocks[block], mirrored

    def function(
        self,
        kind: str,
        name: str,
        argument: Array,
        allowed: Callable[[Number], bool],
        extra: Any = None,
        also: Array | None = None,
    ) -> tuple[Head, tuple[int, ...], Number]:
        """The head of a function of an array of one block, the order of its indices, and the multiple as in `root`."""
        entry, order, factor = self.root(kind, name, argument, allowed, extra, also)
        head, _ = self.head(kind, name, entry, (), tuple([axis[0][0] for axis in entry[0].axes]))
        return head, order, factor

    def made(
        self, ext: Sequence[int], factors: Iterable[Factor], loose: Iterable[tuple[int, str]] = ()
    ) -> tuple[Product, Number]:
        """The product of factors, and the number that comes off. Indices in `loose` that nothing shows count."""
        powers: dict[tuple[Head, tuple[int, ...]], Number] = {}
        special = False
        for head, indices, power in factors:
            turns = head.turns
            key = head, indices if len(turns) == 1 else min(tuple([indices[k] for k in t]) for t in turns)
            powers[key] = powers.get(key, 0) + power
            special = special or head.kind in SPECIAL
        listed = [(head, indices, p) for (head, indices), power in powers.items() if (p := reduced(head, power))]
        dims = dict(loose)
        if special or len(listed) < len(powers):
            dims.update(pair for head, indices in powers for pair in zip(indices, head.dims, strict=True))
        if special:
            listed = self._special(listed, set(ext), dims)
        shown = set(ext)
        for _, indices, _ in listed:
            shown.update(indices)
        number = 1
        sizes: dict[Head, Number] = {}
        for i in dims.keys() - shown:
            if dims[i].isdigit():
                number *= int(dims[i])
            elif dims[i] != TIE:
                sizes[self.size(dims[i])] = sizes.get(self.size(dims[i]), 0) + 1
        for head, count in sizes.items():
            known = next((f for f in listed if f[0] is head), None)
            if known is not None:
                listed.remove(known)
                count += known[2]
            if count:
                listed.append((head, (), count))
        return finished(ext, listed), number

    def _special(self, listed: list[Factor], shown: set[int], dims: dict[int, str]) -> list[Factor]:
        """The factors without those that others cancel and unit vectors that are summed; `dims` loses their indices."""
        there = {i for _, indices, _ in listed for i in indices}
        listed = cancelled(listed, shown)
        for i in there - {i for _, indices, _ in listed for i in indices}:
            del dims[i]  # the index of a closed product that went with its sum
        often: dict[int, int] = defaultdict(int)
        for _, indices, _ in listed:
            for i in indices:
                often[i] += 1
        alone = {f[1][0] for f in listed if f[0].kind == "unit" and f[1][0] not in shown and often[f[1][0]] == 1}
        for i in alone:
            del dims[i]
        return [f for f in listed if f[0].kind != "unit" or f[1][0] not in alone]

    def size(self, dim: str) -> Head:
        """The value of a dimension."""
        return self.symbol("size", dim, None, (), ())

    def scalar(self, head: Head | None = None, number: Number = 1, power: Number = 1) -> Array:
        """A number, or a number times a power of a head without indices."""
        result = Sum(())
        item, c = self.made((), () if head is None else ((head, (), power),))
        result.add(item, c * number)
        return Array(SCALAR, {(0, 0): result})

    def alone(self, head: Head, power: int = 1) -> Array:
        """A power of one head as an array, an axis for each index."""
        part = Sum(head.dims)
        indices = tuple(range(len(head.dims)))
        item, c = self.made(indices, [(head, indices, power)])
        part.add(item, c)
        return indexed(part)

    def einsum(self, arrays: Sequence[Array], inputs: Sequence[str], output: str) -> Array:
        """Products of entries: a letter for every axis; letters that the output lacks are summed."""
        axes: dict[str, Axis] = {}
        for array, letters in zip(arrays, inputs, strict=True):
            for letter, axis in zip(letters, array.axes, strict=True):
                if axes.setdefault(letter, axis) != axis:
                    raise ReplayError(f"axes {axes[letter]} and {axis} do not fit")
        result = Array(tuple([axes[letter] for letter in output]), {})
        start: _Choice = ({}, {}, [], {}, 1, 0)
        for chosen, rows, factors, leader, number, _ in _chosen(list(zip(arrays, inputs, strict=True)), start):
            item, c = self.made(*renamed(
                leader,
                [i for letter in output for i in rows[letter]],
                factors,
                [pair for letter, row in rows.items() for pair in zip(row, axes[letter][chosen[letter]], strict=True)],
            ))
            blocks = tuple([chosen[letter] for letter in output])
            result.parts.setdefault(blocks, Sum(result.dims(blocks))).add(item, number * c)
        return result


_Choice = tuple[dict[str, int], dict[str, tuple[int, ...]], list[Factor], dict[int, int], Number, int]
"""Block and indices of each letter, factors, indices that are equal, coefficient, the first number that is free."""


def _chosen(left: Sequence[tuple[Array, str]], choice: _Choice) -> Iterator[_Choice]:
    """Every choice of blocks and of a product from each array."""
    if not left:
        yield choice
        return
    array, letters = left[0]
    chosen, rows, factors, leader, number, top = choice
    for blocks, part in array.parts.items():
        found = dict(chosen)
        if not all(found.setdefault(letter, b) == b for letter, b in zip(letters, blocks, strict=True)):
            continue
        known, free = dict(rows), top
        for letter, axis, b in zip(letters, array.axes, blocks, strict=True):
            if letter not in known:
                known[letter] = tuple(range(free, free + len(axis[b])))
                free += len(axis[b])
        indices = [i for letter in letters for i in known[letter]]
        for item, c in part:
            moved, equal_, after = placed(item, indices, free, leader)
            yield from _chosen(left[1:], (found, known, factors + moved, equal_, number * c, after))


def placed(
    item: Product, indices: Sequence[int], top: int, leader: dict[int, int]
) -> tuple[list[Factor], dict[int, int], int]:
    """The factors of a product with its open indices under other names and the rest counted from `top`, `leader` with
    the indices that the product makes equal, and the first number that is free."""
    names: dict[int, int] = {}
    for own, i in zip(item.ext, indices, strict=True):
        known = names.setdefault(own, i)
        if known != i and (a := _find(leader, known)) != (b := _find(leader, i)):
            leader = {**leader, b: a}
    factors = []
    for head, ids, power in item.factors:
        for i in ids:
            if i not in names:
                names[i] = top
                top += 1
        factors.append((head, tuple([names[i] for i in ids]), power))
    return factors, leader, top


def renamed(
    leader: dict[int, int], ext: list[int], factors: list[Factor], loose: Iterable[tuple[int, str]]
) -> tuple[list[int], list[Factor], Iterable[tuple[int, str]]]:
    """Open indices, factors and sizes, with one name for indices that are equal."""
    if not leader:
        return ext, factors, loose
    return (
        [_find(leader, i) for i in ext],
        [(h, tuple([_find(leader, i) for i in ids]), p) for h, ids, p in factors],
        [(_find(leader, i), d) for i, d in loose],
    )


def _find(leader: dict[int, int], i: int) -> int:
    while i in leader:
        i = leader[i]
    return i

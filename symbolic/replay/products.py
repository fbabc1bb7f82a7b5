"""Products of indexed factors, and when two of them are equal.

A product has open indices, and factors (head, indices, power); an index that is not open is summed. Two products are
the same when a renaming of summed indices turns the factors of one into those of the other: a product of paths is read
off them in an order of its own; for others a search with backtracking decides it, after a comparison of colours that
refinement gives the indices (equal products have equal colours, so the colours only ever save time).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic.clock import clock
from symbolic.replay.deadline import DEADLINE
from symbolic.replay.errors import ReplayError
from symbolic.replay.rationals import Number

TIE = "~"
"""The dimension of the index that ties what is under an expectation."""


@dataclass(eq=False, slots=True)
class Head:
    """What a factor is, never changed. `turns`: the orders of its indices that make no difference."""

    number: int
    kind: str
    name: str
    dims: tuple[str, ...]
    symbols: frozenset[str] = frozenset()
    argument: Any = None
    block: tuple[int, ...] = ()
    turns: tuple[tuple[int, ...], ...] = ((),)

    @property
    def nature(self) -> str:
        """The kind, below an expectation that of what is under it: it says how powers combine."""
        return self.argument.kind if self.kind == "moment" else self.kind


Factor = tuple[Head, tuple[int, ...], Number]
Word = tuple[tuple[Head, bool], ...]


class Product:
    """A product without its coefficient, never changed: open indices -1, -2, ... in order of appearance, summed ones
    0, 1, ...

    `colours` is empty for a product that is told by its factors alone: one of paths; `word` is that of a single path,
    all in the first power, from one open index to the other, which tells its factors. Products are equal when they are
    `alike`, and then have the same mark.
    """

    __slots__ = ("_factors", "colours", "ext", "mark", "word")

    def __init__(self, ext: tuple[int, ...], factors: tuple[Factor, ...] | None, colours: dict[int, int], mark: int,
                 word: Word | None = None) -> None:
        self.ext, self._factors, self.colours, self.mark, self.word = ext, factors, colours, mark, word

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Heads with their indices and powers."""
        if self._factors is None:
            self._factors = _walk(self.word or ())
        return self._factors

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Product) and alike(self, other))

    def __hash__(self) -> int:
        return self.mark


def finished(ext: Sequence[int], factors: Iterable[Factor]) -> Product:
    """A product of factors that are combined already."""
    names: dict[int, int] = {}
    for i in ext:
        if i not in names:
            names[i] = -1 - len(names)
    listed = sorted(factors, key=_rank)
    return _of_paths(ext, listed, dict(names)) or _coloured(ext, listed, names)


def _of_paths(ext: Sequence[int], factors: list[Factor], names: dict[int, int]) -> Product | None:
    """The product of paths, its factors in the order in which these are walked, those from open indices first; None
    where a factor or an index branches, or a part is a circle.
    """
    first: dict[int, int] = {}
    second: dict[int, int] = {}
    walk: list[Factor] = []
    for k, factor in enumerate(factors):
        indices = factor[1]
        if len(indices) > 2 or (len(indices) == 2 and indices[0] == indices[1]):
            return None
        if not indices:
            walk.append(factor)
        for i in indices:
            if i in second:
                return None
            (second if i in first else first)[i] = k
    if len(ext) > len(names) and any((n := ext.count(i)) > 2 or (n == 2 and i in first) for i in names):
        return None
    if not second.keys().isdisjoint(names):
        return None
    opened = len(names)
    walked: set[int] = set()
    left = {k for k, (_, indices, _) in enumerate(factors) if indices}
    for start in list(names):
        here, last = start, -1
        while start not in walked:
            k = first.get(here, -1)
            if k == last:
                k = second.get(here, -1)
            if k < 0:
                break
            head, indices, power = factors[k]
            there = here
            if len(indices) == 2:
                there = indices[indices[0] == here]
                if there not in names:
                    names[there] = len(names) - opened
                shown: tuple[int, ...] = (names[indices[0]], names[indices[1]])
                if len(head.turns) > 1:
                    shown = _least(shown, head)
            else:
                shown = (names[here],)
            walk.append((head, shown, power))
            left.discard(k)
            if there == here:
                break
            if names[there] < 0:
                walked.add(there)
                break
            here, last = there, k
    if left:
        lines = _closed_lines(factors, left, first, second)
        walk += _numbered(lines, len(names) - opened)
    if left:
        return None
    open_ = tuple([names[i] for i in ext])
    word = _word(open_, walk)
    if word is not None:
        return of_word(word)
    mark = hash((open_, tuple([(head.number, indices, p) for head, indices, p in walk])))
    return Product(open_, tuple(walk), {}, mark)


Line = list[tuple[Head, bool, Number, int]]
"""A closed path: heads, each with whether it is met at its second index, its power, and how many indices it has."""


def _closed_lines(
    factors: Sequence[Factor], left: set[int], first: dict[int, int], second: dict[int, int]
) -> list[Line]:
    """The paths between two ends among the factors with numbers in `left`, which are taken from there, each read in the
    direction that comes first. An end is a factor with one index, or an index that no other factor has.
    """
    lines = []
    for start in sorted(left):
        indices = factors[start][1]
        entry = next((i for i in indices if i not in second), None) if len(indices) == 2 else -1
        if start not in left or entry is None:
            continue
        line: Line = []
        place, here = start, indices[0] if entry == -1 else entry
        while place >= 0:
            left.discard(place)
            head, indices, power = factors[place]
            line.append((head, len(indices) == 2 and _met_turned(head, indices, here), power, len(indices)))
            if len(indices) == 1 and line[:-1]:
                break
            here = indices[-1] if indices[0] == here else indices[0]
            place = second.get(here, -1) if first[here] == place else first[here]
        back = [(h, n == 2 and len(h.turns) == 1 and not turned, p, n) for h, turned, p, n in reversed(line)]
        lines.append(min(line, back, key=_reading))
    return sorted(lines, key=_reading)


def _met_turned(head: Head, indices: tuple[int, ...], here: int) -> bool:
    return indices[0] != here and len(head.turns) == 1


def _reading(line: Line) -> list[tuple[int, bool, Number]]:
    return [(head.number, turned, power) for head, turned, power, _ in line]


def _numbered(lines: Iterable[Line], fresh: int) -> Iterator[Factor]:
    """The factors of closed paths, their indices numbered from `fresh` on."""
    for line in lines:
        for head, turned, power, count in line:
            if count == 1:
                yield head, (fresh,), power
                continue
            ends = (fresh + 1, fresh) if turned else (fresh, fresh + 1)
            yield head, ends if len(head.turns) == 1 else _least(ends, head), power
            fresh += 1
        fresh += 1


def of_word(word: Word) -> Product:
    """The product that a word says."""
    return Product((-1, -2) if word else (-1, -1), None, {}, hash(word), word)


def _walk(word: Word) -> tuple[Factor, ...]:
    """The factors of a word, from one open index to the other."""
    walk: list[Factor] = []
    here, last = -1, len(word) - 1
    for there, (head, turned) in enumerate(word):
        ends = (here, there if there < last else -2)
        if turned or (len(head.turns) > 1 and ends[1] < ends[0]):
            ends = ends[::-1]
        walk.append((head, ends, 1))
        here = there
    return tuple(walk)


def _word(ext: tuple[int, ...], walk: list[Factor]) -> Word | None:
    """The letters of a single path between two open indices, with no end but these."""
    if ext != (-1, -2):
        return () if ext == (-1, -1) and not walk else None
    word, here = [], -1
    for head, indices, power in walk:
        if len(indices) != 2 or here not in indices or power != 1:
            return None
        word.append((head, indices[0] != here and len(head.turns) == 1))
        here = indices[indices[0] == here]
    return tuple(word) if here == -2 else None


def _least(indices: tuple[int, ...], head: Head) -> tuple[int, ...]:
    return min(tuple([indices[k] for k in turn]) for turn in head.turns)


def _rank(factor: Factor) -> tuple[int, Number]:
    return factor[0].number, factor[2]


def _coloured(ext: Sequence[int], factors: list[Factor], names: dict[int, int]) -> Product:
    """The product with the colours of its indices."""
    bound = 0
    listed = []
    for head, indices, power in factors:
        for i in indices:
            if i not in names:
                names[i] = bound
                bound += 1
        listed.append((head, tuple([names[i] for i in indices]), power))
    shown = tuple([names[i] for i in ext])
    colours = {i: hash(("open", -i)) if i < 0 else 0 for i in names.values()}
    views: list[int] = []
    for _ in range(8):
        views = [_view(f, colours) for f in listed]
        seen: dict[int, list[int]] = defaultdict(list)
        for (head, indices, _), view in zip(listed, views, strict=True):
            for place, i in enumerate(indices):
                if i >= 0:
                    seen[i].append(hash((view, min(t[place] for t in head.turns))))
        fresh = {i: hash((colours[i], tuple(sorted(seen[i])))) if i >= 0 else colours[i] for i in colours}
        settled = len(set(fresh.values())) == len(set(colours.values()))
        colours = fresh
        if settled:
            break
    return Product(shown, tuple(listed), colours, hash((tuple(-i for i in shown), tuple(sorted(views)))))


def _view(factor: Factor, colours: dict[int, int]) -> int:
    head, indices, power = factor
    return hash((head.number, power, _least(tuple([colours[i] for i in indices]), head)))


def alike(a: Product, b: Product) -> bool:
    """Whether a renaming of summed indices makes the products equal."""
    if a.mark != b.mark or a.ext != b.ext:
        return False
    if a.word is not None or b.word is not None:
        return a.word == b.word
    if len(a.factors) != len(b.factors):
        return False
    if not a.colours or not b.colours:
        return a.factors == b.factors
    order = _connected(a.factors)
    by_head: dict[tuple[int, Number], list[int]] = defaultdict(list)
    for k, (head, _, power) in enumerate(b.factors):
        by_head[head.number, power].append(k)
    return _matches(a, b, order, 0, {i: i for i in a.ext}, {i: i for i in b.ext}, set(), by_head)


def _connected(factors: Sequence[Factor]) -> list[Factor]:
    left, order, met = list(factors), [], set[int]()
    while left:
        best = max(left, key=lambda f: (sum(i < 0 or i in met for i in f[1]), -f[0].number))
        left.remove(best)
        order.append(best)
        met.update(best[1])
    return order


def _matches(
    a: Product,
    b: Product,
    order: list[Factor],
    k: int,
    there: dict[int, int],
    back: dict[int, int],
    used: set[int],
    by_head: dict[tuple[int, Number], list[int]],
) -> bool:
    if k == len(order):
        return True
    if clock() > DEADLINE.until:
        raise ReplayError("out of time")
    head, indices, power = order[k]
    for candidate in by_head[head.number, power]:
        if candidate in used:
            continue
        other = b.factors[candidate][1]
        for turn in head.turns:
            new: list[tuple[int, int]] = []
            for i, j in zip(indices, (other[t] for t in turn), strict=True):
                if there.get(i, j) != j or back.get(j, i) != i or (i not in there and a.colours[i] != b.colours[j]):
                    break
                if i not in there:
                    there[i], back[j] = j, i
                    new.append((i, j))
            else:
                if _matches(a, b, order, k + 1, there, back, used | {candidate}, by_head):
                    return True
            for i, j in new:
                del there[i], back[j]
    return False

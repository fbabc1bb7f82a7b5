"""Networks from words: a word becomes factors that share an index with their neighbours, perhaps around a hole.

A hole stands for the difference of an equation; it has as many indices as that has slots of size above 1.
"""

from __future__ import annotations

from collections.abc import Callable

from symbolic.network.net import Exponent, Factor
from symbolic.network.plug import hole
from symbolic.provers.monomials import Alphabet

ONES, ONES_OF = "1", "1:"
"""The size 1, and the beginning of the names of vectors of ones, which are indices without a factor."""


class Builder:
    """Collects the factors of a network, handing out indices along words.

    `shown` tells the label of a letter, and whether the letter is its transpose.
    """

    def __init__(
        self, alphabet: Alphabet, shown: Callable[[str], tuple[str, bool]], rank: int, transposed: bool
    ) -> None:
        self.alphabet, self.shown, self.rank, self.transposed = alphabet, shown, rank, transposed
        self.factors: list[Factor] = []
        self.scalars: list[tuple[str, Exponent]] = []
        self.ones: list[tuple[int, str]] = []
        self.count = self.hole = 0

    def fresh(self) -> int:
        self.count += 1
        return self.count

    def closed(self, left: str, right: str, *, cycle: bool, with_hole: bool) -> None:
        """A closed path, or the trace of a word."""
        mark = len(self.factors)
        first, last = self.chain(left, right, with_hole=with_hole)
        if cycle and first is not None and last is not None and first != last:
            self.factors[mark:] = [
                (key, tuple(first if i == last else i for i in indices)) for key, indices in self.factors[mark:]
            ]

    def chain(self, left: str, right: str, *, with_hole: bool) -> tuple[int | None, int | None]:
        """The factors of left . hole . right; the first and the last index (None where the end has size 1)."""
        items: list[str | None] = [*left, *([None] if with_hole else []), *right]
        if not items:
            here = self.fresh()
            return here, here
        first: int | None = None
        here_: int | None = None
        for k, item in enumerate(items):
            if item is not None:
                rows, columns = self.alphabet.shape(item)
                opens, closes = rows != ONES, columns != ONES
            else:
                opens, closes = self._hole_ends()
            if opens and here_ is None:
                here_ = self.fresh()
            if k == 0:
                first = here_ if opens else None
            after = self.fresh() if closes else None
            self._place(item, here_ if opens else None, after)
            here_ = after
        return first, here_

    def _hole_ends(self) -> tuple[bool, bool]:
        if self.rank == 2:
            return True, True
        if self.rank == 0:
            return False, False
        return (False, True) if self.transposed else (True, False)

    def _place(self, item: str | None, before: int | None, after: int | None) -> None:
        ends: tuple[int, ...]
        if before is None:
            ends = () if after is None else (after,)
        else:
            ends = (before,) if after is None else (before, after)
        if item is None:
            self.hole = len(self.factors)
            self.factors.append((hole(self.rank), ends[::-1] if self.transposed else ends))
            return
        key, flipped = self.shown(item)
        if key.startswith(ONES_OF):
            self.ones += [(i, key.removeprefix(ONES_OF)) for i in ends]
        else:
            self.factors.append((key, ends[::-1] if flipped else ends))

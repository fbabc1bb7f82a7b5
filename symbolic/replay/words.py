"""Products of matrices as words, so that to join or turn them takes no look at indices.

A word is the path from the first open index of a product to the second: its heads, each with whether the path meets
its second index first. The empty word is an identity. Products that are made of words are those that `finished` makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from math import prod

from symbolic.replay.products import Product, Word, of_word
from symbolic.replay.rationals import Number
from symbolic.replay.sums import Sum

Words = list[tuple[Word, Number]]


def words_of(part: Sum, *, turned: bool = False) -> Words | None:
    """The words of a sum, backwards if it is to be turned; None where a product is no word."""
    found = []
    for item, c in part:
        if item.word is None:
            return None
        found.append((_backwards(item.word) if turned else item.word, c))
    return found


def _backwards(word: Word) -> Word:
    return tuple([(head, not turned and len(head.turns) == 1) for head, turned in reversed(word)])


def joined(line: Sequence[Words]) -> Iterator[tuple[Product, Number]]:
    """The products of one word from each, in a line."""
    for choice in product(*line):
        yield of_word(tuple(chain.from_iterable([word for word, _ in choice]))), prod([c for _, c in choice])

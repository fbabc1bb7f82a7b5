"""Words give the products that the general construction gives."""

from __future__ import annotations

import random

import pytest

from symbolic.replay.arrays import Array
from symbolic.replay.products import Head, Word, finished, of_word
from symbolic.replay.sums import Sum
from symbolic.replay.words import words_of
from tests.support import require

EITHER = ((0, 1), (1, 0))
HEADS = [Head(k, "symbol", f"A{k}", ("n", "n"), turns=EITHER if k % 2 else ((0, 1),)) for k in range(1, 5)]


def draw(length: int, seed: int) -> Word:
    """A word; letters that may be turned either way are not turned."""
    rng = random.Random(f"{length} {seed}")
    return tuple((head, head.number % 2 == 0 and rng.random() < 0.5) for head in rng.choices(HEADS, k=length))


@pytest.mark.soundness
@pytest.mark.parametrize("length", range(6))
@pytest.mark.parametrize("seed", range(8))
def test_a_word_is_the_product_of_its_path(length: int, seed: int) -> None:
    word = draw(length, seed)
    rng = random.Random(seed)
    names = rng.sample(range(100), length + 1)
    factors = []
    for (head, turned), here, there in zip(word, names, names[1:], strict=False):
        flipped = turned or (len(head.turns) > 1 and rng.random() < 0.5)
        factors.append((head, (there, here) if flipped else (here, there), 1))
    rng.shuffle(factors)
    general, direct = finished((names[0], names[-1]), factors), of_word(word)
    require(general == direct and general.mark == direct.mark, f"{general} and {direct}")
    require(general.word == direct.word == word, f"{general.word}, {direct.word} and {word}")
    again = finished(direct.ext, random.Random(seed).sample(direct.factors, length))
    require(again == direct and again.factors == direct.factors, f"{again} and {direct}")
    part = Sum(("n", "n"))
    part.add(direct, 3)
    ((item, c),) = Array(((("n",),),) * 2, {(0, 0): part}).turned((1, 0)).part((0, 0))
    back = finished((names[-1], names[0]), factors)
    require(item == back and item.word == back.word and c == 3, f"{item} and {back}")


@pytest.mark.soundness
def test_what_is_no_path_between_two_open_indices_is_no_word() -> None:
    a, b = HEADS[1], HEADS[3]
    others = [
        ((0, 0), [(a, (0, 0), 1)]),
        ((0, 0), [(a, (0, 1), 1), (b, (0, 1), 1)]),
        ((0, 1), []),
        ((0, 1), [(a, (0, 1), 2)]),
        ((0, 1), [(a, (0, 2), 1), (b, (1, 3), 1)]),
        ((0, 1), [(a, (0, 1), 1), (b, (0, 1), 1)]),
        ((0, 1), [(a, (0, 1), 1), (b, (2, 2), 1)]),
        ((0, 1), [(a, (0, 1), 1), (b, (2, 3), 1)]),
        ((0,), [(a, (0, 1), 1)]),
        ((0, 1, 2), [(a, (0, 1), 1)]),
        ((), []),
    ]
    for ext, factors in others:
        part = Sum(("n",) * len(ext))
        part.add(finished(ext, factors), 1)
        require(words_of(part) is None, f"{ext} {factors}")

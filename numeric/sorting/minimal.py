"""Which comparators a network needs, and how many any network needs.

Necessity: a comparator is necessary when the network without it no longer sorts; the smallest unsorted input is the
evidence.

Minimum: what a network can still do depends only on the set of 0-1 patterns that it lets through. From the set of all
2^n patterns, every comparator is tried on every set found so far, each new set kept once; the first round in which
the set of the n + 1 sorted patterns appears is the smallest number of comparators. Nothing is left out, so that fewer
are impossible. Comparators the wrong way round need not be tried, by `Network.standardized`, but can be.

A set is an integer with one bit a pattern; a comparator moves the patterns with 1 on wire i and 0 on wire j, all by
the same distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from numeric.sorting.network import Comparator, Network, NetworkError
from numeric.sorting.zero_one import Sorts, Verdict, check

LARGEST = 5


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """`size` comparators are the fewest that sort; `network` is one that does.

    `new_sets[k]` is the number of sets of patterns that k comparators, and no fewer, can let through.
    """

    size: int
    network: Network
    new_sets: tuple[int, ...]


def verdicts_without_each(network: Network) -> tuple[Verdict, ...]:
    """For every comparator in turn, the verdict on the network without it.

    >>> verdicts_without_each(Network(2, [(0, 1)]))
    (Unsorted(smallest=(1, 0), output=(1, 0)),)
    """
    return tuple(check(network.without(index)) for index in range(network.size))


def redundant(network: Network) -> tuple[int, ...]:
    """The indices of the comparators of a sorting network that can be dropped, each alone.

    Raises `NetworkError` if the network does not sort.

    >>> redundant(Network(3, [(0, 1), (1, 2), (0, 1), (0, 2)])), redundant(Network(3, [(0, 1), (1, 2), (0, 1)]))
    ((3,), ())
    """
    verdict = check(network)
    if not isinstance(verdict, Sorts):
        raise NetworkError(f"redundant: expected a network that sorts, but {verdict.smallest} becomes {verdict.output}")
    return tuple(index for index, without in enumerate(verdicts_without_each(network)) if isinstance(without, Sorts))


def minimum_size(inputs: int, standard: bool = True) -> Exhaustion:
    """The fewest comparators that sort `inputs` wires, by exhaustion, with only standard comparators or with all.

    Raises `NetworkError` for more than five wires: the number of sets grows doubly exponentially.

    >>> found = minimum_size(4)
    >>> found.size, found.new_sets
    (5, (1, 6, 11, 15, 8, 3))
    """
    if not 1 <= inputs <= LARGEST:
        raise NetworkError(f"exhaustion for {inputs} wires; expected 1 to {LARGEST}")
    pairs = [(i, j) for i, j in permutations(range(inputs), 2) if i < j or not standard]
    goal = sum(1 << ((1 << ones) - 1) for ones in range(inputs + 1))
    start = (1 << (1 << inputs)) - 1
    found: dict[int, tuple[Comparator, ...]] = {start: ()}
    rounds = [found]
    while goal not in rounds[-1]:
        following: dict[int, tuple[Comparator, ...]] = {}
        for patterns, comparators in rounds[-1].items():
            for pair in pairs:
                after = _let_through(patterns, pair, inputs)
                if after not in found and after not in following:
                    following[after] = (*comparators, pair)
        found = found | following
        rounds.append(following)
    return Exhaustion(len(rounds) - 1, Network(inputs, rounds[-1][goal]), tuple(map(len, rounds)))


def _let_through(patterns: int, pair: Comparator, inputs: int) -> int:
    """The patterns after a comparator; wire w is bit inputs - 1 - w of a pattern, so sorted patterns are 2^k - 1."""
    upper, lower = (1 << (inputs - 1 - wire) for wire in pair)
    moving = patterns & _exchanged(upper, lower, inputs)
    moved = moving >> (upper - lower) if upper > lower else moving << (lower - upper)
    return patterns & ~moving | moved


def _exchanged(upper: int, lower: int, inputs: int) -> int:
    return sum(1 << pattern for pattern in range(1 << inputs) if pattern & upper and not pattern & lower)

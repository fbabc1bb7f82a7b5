"""Whether a network sorts, by the 0-1 patterns that can occur in it.

Zero-one principle: a network sorts all real inputs if and only if it sorts all 2^n inputs of zeros and ones, because
a comparator commutes with every nondecreasing function. Not all 2^n need be looked at: what matters is which patterns
are *reachable*. They are kept per cluster of wires that comparators have joined, products are taken only when a
comparator joins two clusters, and repetitions are removed. This is exact, and in a good network few patterns remain.
Any order of joining is exact too; the pair chosen is the one whose product has the smallest logarithm per comparator
that is ready between the two, since each of these shrinks the product at once.

Inputs are ordered lexicographically from wire 0, so the smallest unsorted input is the first one in the order of
counting.

Main result: `check` decides; a network that does not sort comes back with its smallest unsorted input.

Reference: D. E. Knuth, The Art of Computer Programming 3, section 5.3.4, theorem Z. Deciding is co-NP complete
(M. J. Chung and B. Ravikumar, 1990), so a network without structure can need exponentially many patterns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from numeric.sorting.clusters import Frontier
from numeric.sorting.network import Network, NetworkError
from numeric.sorting.patterns import Patterns, PatternSet, both_values, joined, shifts


@dataclass(frozen=True, slots=True)
class Sorts:
    """The network sorts every input; `examined` patterns were held in the largest set of the check."""

    examined: int


@dataclass(frozen=True, slots=True)
class Unsorted:
    """The network does not sort: for `smallest`, the lexicographically first such 0-1 input, it gives `output`."""

    smallest: tuple[int, ...]
    output: tuple[int, ...]


Verdict = Sorts | Unsorted


class PatternLimitError(NetworkError):
    """The reachable patterns are too many to be held; nothing is known about the network."""


def check(network: Network, limit: int = 10**8) -> Verdict:
    """Whether `network` sorts, by reachable patterns.

    Raises `PatternLimitError` when a product of two clusters would have more than `limit` patterns.

    >>> check(Network(4, [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)]))
    Sorts(examined=9)
    >>> check(Network(4, [(0, 1), (2, 3), (0, 2), (1, 3)]))
    Unsorted(smallest=(0, 1, 0, 1), output=(0, 1, 0, 1))
    """
    clusters, examined = _reachable(network, limit, with_inputs=False)
    if not any(True for _ in _breaches(network, *clusters)):
        return Sorts(examined)
    clusters, _ = _reachable(network, limit, with_inputs=True)
    return unsorted(network, min(_breaches(network, *clusters)))


def unsorted(network: Network, number: int) -> Unsorted:
    """The verdict for the input whose wires are the binary digits of `number`, wire 0 the most significant."""
    smallest = tuple(number >> (network.inputs - 1 - wire) & 1 for wire in range(network.inputs))
    return Unsorted(smallest, network.apply(smallest))


def _reachable(network: Network, limit: int, with_inputs: bool) -> tuple[tuple[list[int], dict[int, PatternSet]], int]:
    """The cluster of every wire, the reachable outputs of every cluster, and the largest product on the way."""
    frontier = Frontier(network)
    sets = {wire: both_values(wire, network.inputs, with_inputs) for wire in range(network.inputs)}
    largest = 2
    while pairs := frontier.joins():
        kept, absorbed = min(pairs, key=lambda pair: (log(len(sets[pair[0]]) * len(sets[pair[1]])) / pairs[pair], pair))
        product = len(sets[kept]) * len(sets[absorbed])
        if product > limit:
            raise PatternLimitError(f"{len(sets[kept])} x {len(sets[absorbed])} reachable patterns to be held; "
                                    f"expected at most {limit}")
        largest = max(largest, product)
        layers = [shifts(layer, network.inputs) for layer in frontier.join(kept, absorbed)]
        sets[kept] = joined(sets[kept], sets.pop(absorbed), layers)
    return (frontier.cluster_of, sets), largest


def _breaches(network: Network, cluster_of: list[int], sets: dict[int, PatternSet]) -> Iterator[int]:
    """For every wire that can have 1 while the next has 0: the smallest input for it, or 0 if inputs were not kept.

    Wires of different clusters are independent: the input that puts 1 on the first, and zeros everywhere else, is
    enough.
    """
    for wire in range(network.inputs - 1):
        here, following = sets[cluster_of[wire]], cluster_of[wire + 1]
        breach = _has_one(here.patterns, network.inputs - 1 - wire)
        if cluster_of[wire] == following:
            breach &= ~_has_one(here.patterns, network.inputs - 2 - wire)
        if breach.any():
            yield 0 if here.inputs is None else int(here.inputs[breach].min())


def _has_one(patterns: Patterns, bit: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    chosen = np.uint64(1 << bit) if patterns.dtype != object else 1 << bit
    ones: np.ndarray[tuple[int], np.dtype[np.bool_]] = (patterns & chosen).astype(np.bool_)
    return ones

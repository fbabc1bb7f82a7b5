"""Whether a network sorts, by all 2^n inputs of zeros and ones, 64 at a time.

A second route to the same verdict as `zero_one.check` that shares nothing with it but the network. Every wire is an
array of 64-bit words in which bit b of word k is its value for input number 64 k + b; a comparator is one `and` and
one `or`. The first wires of the network are the leading binary digits of the input number, so the first failing input
is the lexicographically smallest.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from numeric.sorting.network import Network, NetworkError
from numeric.sorting.zero_one import Sorts, Verdict, unsorted

Words = NDArray[np.uint64]

#: Value of the wire that is binary digit d = 0 .. 5 of the input number, for input numbers 0 .. 63.
DIGITS = tuple(np.uint64(sum(1 << b for b in range(64) if b >> d & 1)) for d in range(6))
NONE, ALL = np.uint64(0), np.uint64(2**64 - 1)
#: Words of a wire swept together: enough to make the loop over comparators cheap, few enough to stay in the cache.
BLOCK = 1 << 12
LARGEST = 24


def sweep(network: Network, largest: int = LARGEST) -> Verdict:
    """Whether `network` sorts, by its outputs for all 0-1 inputs.

    Raises `NetworkError` for more than `largest` wires: the work doubles with each.

    >>> sweep(Network(3, [(0, 1), (1, 2)]))
    Unsorted(smallest=(1, 1, 0), output=(1, 0, 1))
    """
    if network.inputs > largest:
        raise NetworkError(f"sweep over all inputs of {network.inputs} wires; expected at most {largest}")
    words = max(1, 2**network.inputs // 64)
    for start in range(0, words, BLOCK):
        wires = _inputs(network.inputs, np.arange(start, min(start + BLOCK, words), dtype=np.uint64))
        failing = _failing(_outputs(network, wires))
        if failing.any():
            word = int(np.argmax(failing != 0))
            lowest = int(failing[word]) & -int(failing[word])
            return unsorted(network, 64 * (start + word) + lowest.bit_length() - 1)
    return Sorts(2**network.inputs)


def _inputs(wires: int, numbers: Words) -> list[Words]:
    """The values of every wire for the 64 inputs of each word number; below six wires the inputs repeat in a word."""
    values = []
    for digit in reversed(range(wires)):
        if digit < 6:
            values.append(np.full(len(numbers), DIGITS[digit]))
        else:
            values.append(np.where(numbers >> np.uint64(digit - 6) & np.uint64(1), ALL, NONE))
    return values


def _outputs(network: Network, wires: list[Words]) -> list[Words]:
    lower = np.empty_like(wires[0])
    for i, j in network.comparators:
        np.bitwise_and(wires[i], wires[j], out=lower)
        np.bitwise_or(wires[i], wires[j], out=wires[j])
        wires[i], lower = lower, wires[i]
    return wires


def _failing(wires: list[Words]) -> Words:
    failing = np.zeros_like(wires[0])
    for wire, following in pairwise(wires):
        failing |= wire & ~following
    return failing

"""Batcher's bitonic sorting network, for any number of wires.

A sequence is bitonic if some rotation of it ascends and then descends. For 2^k wires: sort both halves, compare each
wire with its mirror image, then clean both halves. Comparing the mirror images of two ascending halves leaves two
bitonic halves, every value of the first at most every value of the second; comparing wire i with wire i + h does the
same to a bitonic sequence of length 2 h. Both are shown on zeros and ones, where a bitonic sequence is one whose
zeros, or whose ones, are contiguous.

All comparators are standard because halves are mirrored instead of being sorted in opposite directions. This is what
allows any number n of wires: the network of the next power of two, restricted to the first n wires, sorts (see
`Network.restricted`). Plain recursion on halves of n wires would not: for odd lengths the comparison at half the
distance leaves halves that are not bitonic or not separated.

Reference: K. E. Batcher, Sorting networks and their applications, AFIPS 1968.
"""

from __future__ import annotations

from collections.abc import Sequence

from numeric.sorting.network import Comparator, Network, NetworkError


def bitonic_sort(inputs: int) -> Network:
    """The bitonic sorting network on any number of wires.

    >>> bitonic_sort(4).comparators
    ((0, 1), (2, 3), (0, 3), (1, 2), (0, 1), (2, 3))
    >>> bitonic_sort(3).apply([3, 1, 2])
    (1, 2, 3)
    """
    if inputs < 1:
        raise NetworkError(f"network on {inputs} wires; expected a positive number of wires")
    power = 1 << (inputs - 1).bit_length()
    return Network(power, _sort(range(power))).restricted(inputs)


def bitonic_cleaner(inputs: int) -> Network:
    """The network that sorts every bitonic sequence on `inputs` wires, a power of two.

    >>> bitonic_cleaner(4).apply([2, 4, 3, 1])
    (1, 2, 3, 4)
    """
    if inputs < 1 or inputs & (inputs - 1):
        raise NetworkError(f"bitonic cleaner on {inputs} wires; expected a power of two")
    return Network(inputs, _clean(range(inputs)))


def _sort(wires: Sequence[int]) -> list[Comparator]:
    if len(wires) == 1:
        return []
    first, second = _halves(wires)
    mirrored = list(zip(first, reversed(second), strict=True))
    return [*_sort(first), *_sort(second), *mirrored, *_clean(first), *_clean(second)]


def _clean(wires: Sequence[int]) -> list[Comparator]:
    if len(wires) == 1:
        return []
    first, second = _halves(wires)
    return [*zip(first, second, strict=True), *_clean(first), *_clean(second)]


def _halves(wires: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    half = len(wires) // 2
    return wires[:half], wires[half:]

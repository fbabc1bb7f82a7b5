"""Comparator networks.

A comparator (i, j) leaves the smaller of the values on wires i and j on wire i and the larger on wire j; wires count
from 0, and comparators act in the order of the list. A comparator with i < j is *standard*. A network sorts when its
output is ascending, wire 0 smallest, for every input.

Main results: `Network`, its layers (greedy depth), and two constructions that keep a sorting network sorting:
`restricted` and `standardized`.

Reference: D. E. Knuth, The Art of Computer Programming 3, section 5.3.4 (standardization: exercise 16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from symbolic.errors import LineproofError

Value = TypeVar("Value")
Comparator = tuple[int, int]


class NetworkError(LineproofError):
    """A comparator network that cannot be built, or an operation that it does not allow."""


@dataclass(frozen=True, slots=True)
class Network:
    """`comparators` on `inputs` wires.

    Raises `NetworkError` for no wires, a comparator that is not a pair of integers, one that joins a wire to itself,
    or one that names a wire outside 0 .. inputs - 1.

    >>> network = Network(3, [(0, 1), (1, 2), (0, 1)])
    >>> network.apply([3, 1, 2])
    (1, 2, 3)
    >>> network.size, network.depth
    (3, 3)
    """

    inputs: int
    comparators: tuple[Comparator, ...]

    def __init__(self, inputs: int, comparators: Iterable[Sequence[int]]) -> None:
        if not _is_integer(inputs) or inputs < 1:
            raise NetworkError(f"network on {inputs!r} wires; expected a positive number of wires")
        object.__setattr__(self, "inputs", inputs)
        object.__setattr__(self, "comparators", tuple(_checked(k, pair, inputs) for k, pair in enumerate(comparators)))

    @property
    def size(self) -> int:
        """Number of comparators."""
        return len(self.comparators)

    @property
    def layers(self) -> tuple[tuple[Comparator, ...], ...]:
        """Comparators on disjoint wires, each in the earliest layer that its wires allow.

        >>> merge_network_of_four().layers
        (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((1, 2),))
        """
        ready = [0] * self.inputs
        layers: list[list[Comparator]] = []
        for i, j in self.comparators:
            level = max(ready[i], ready[j])
            if level == len(layers):
                layers.append([])
            layers[level].append((i, j))
            ready[i] = ready[j] = level + 1
        return tuple(tuple(layer) for layer in layers)

    @property
    def depth(self) -> int:
        """Number of layers."""
        return len(self.layers)

    @property
    def is_standard(self) -> bool:
        """Whether every comparator leaves the smaller value on the wire of smaller number."""
        return all(i < j for i, j in self.comparators)

    def apply(self, values: Sequence[Value], lower: Callable[[Any, Any], Any] = min,
              upper: Callable[[Any, Any], Any] = max) -> tuple[Value, ...]:
        """The outputs for `values`, one value a wire.

        `lower` and `upper` may be any two functions of two values: with symbolic minimum and maximum the result is the
        network as an expression.

        >>> merge_network_of_four().apply("abcd", "min({0},{1})".format, "max({0},{1})".format)[0]
        'min(min(a,b),min(c,d))'
        """
        wires = list(values)
        if len(wires) != self.inputs:
            raise NetworkError(f"{len(wires)} values for a network on {self.inputs} wires")
        for i, j in self.comparators:
            wires[i], wires[j] = lower(wires[i], wires[j]), upper(wires[i], wires[j])
        return tuple(wires)

    def without(self, index: int) -> Network:
        """The network with the comparator at `index` dropped."""
        if not 0 <= index < self.size:
            raise NetworkError(f"comparator {index} of a network with {self.size}")
        return Network(self.inputs, self.comparators[:index] + self.comparators[index + 1:])

    def restricted(self, inputs: int) -> Network:
        """The comparators among the first `inputs` wires.

        It sorts if this network sorts: put a value above all others on the remaining wires; a standard comparator
        never moves it to a wire of smaller number. Raises `NetworkError` unless the network is standard.
        """
        if not self.is_standard:
            raise NetworkError("restricted: expected a standard network, in which every comparator (i, j) has i < j")
        if not 1 <= inputs <= self.inputs:
            raise NetworkError(f"restricted to {inputs} of {self.inputs} wires")
        return Network(inputs, (pair for pair in self.comparators if max(pair) < inputs))

    def standardized(self) -> Network:
        """The standard network obtained by exchanging wires after each comparator that is the wrong way round.

        The outputs are those of this network up to a fixed permutation, which is the identity if this network sorts.

        >>> Network(2, [(1, 0), (0, 1)]).standardized().comparators
        ((0, 1), (0, 1))
        """
        place = list(range(self.inputs))
        standard = []
        for i, j in self.comparators:
            if place[i] > place[j]:
                place[i], place[j] = place[j], place[i]
            standard.append((place[i], place[j]))
        return Network(self.inputs, standard)


def merge_network_of_four() -> Network:
    """Merge sort of four values: two sorted pairs, then their merge.

    >>> merge_network_of_four().apply([4, 3, 2, 1])
    (1, 2, 3, 4)
    """
    return Network(4, ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2)))


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _checked(index: int, pair: Sequence[int], inputs: int) -> Comparator:
    if not isinstance(pair, Sequence) or len(pair) != 2 or not all(_is_integer(wire) for wire in pair):
        raise NetworkError(f"comparator {index} is {pair!r}; expected a pair of wire numbers")
    i, j = pair
    if i == j:
        raise NetworkError(f"comparator {index} is ({i}, {j}); expected two different wires")
    if not (0 <= i < inputs and 0 <= j < inputs):
        raise NetworkError(f"comparator {index} is ({i}, {j}); expected wires 0 to {inputs - 1}")
    return i, j

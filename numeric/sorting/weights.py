"""A comparator network as layers of weights.

One layer of comparators is a two-layer network x -> W2 f(W1 x) with a unit for every wire, no bias, and f the
identity or the absolute value unit by unit. The comparator (i, j) uses two units, by

    min(a, b) = (a + b)/2 - |a - b|/2,    max(a, b) = (a + b)/2 + |a - b|/2:

unit i is the identity of (x_i + x_j)/2, unit j the absolute value of x_i - x_j, and W2 adds and subtracts half of the
second. A wire that skips the layer keeps its value in an identity unit of weight 1. W2 of one layer and W1 of the
next are affine without anything between, so their product may stand for both.

All entries are exact rationals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from numeric.sorting.network import Network, NetworkError

Row = tuple[Fraction, ...]
Matrix = tuple[Row, ...]

HALF = Fraction(1, 2)


class Activation(Enum):
    """What a hidden unit does to its input."""

    IDENTITY = "identity"
    ABSOLUTE = "absolute value"


@dataclass(frozen=True, slots=True)
class WeightLayer:
    """x -> `second` f(`first` x), both matrices n x n, f applied unit by unit as `activations` says.

    >>> layer, = weight_layers(Network(2, [(0, 1)]))
    >>> [[str(entry) for entry in row] for row in layer.first + layer.second]
    [['1/2', '1/2'], ['1', '-1'], ['1', '-1/2'], ['1', '1/2']]
    >>> layer.apply([Fraction(3), Fraction(1, 3)])
    (Fraction(1, 3), Fraction(3, 1))
    """

    first: Matrix
    activations: tuple[Activation, ...]
    second: Matrix

    def apply(self, values: Sequence[Fraction | int]) -> Row:
        """The outputs for one value a wire, exactly. Raises `NetworkError` for another number of values."""
        if len(values) != len(self.activations):
            raise NetworkError(f"{len(values)} values for a layer of {len(self.activations)} wires")
        hidden = [abs(unit) if kind is Activation.ABSOLUTE else unit
                  for unit, kind in zip(_product(self.first, values), self.activations, strict=True)]
        return _product(self.second, hidden)


def weight_layers(network: Network) -> tuple[WeightLayer, ...]:
    """One `WeightLayer` for each layer of `network`, in order.

    >>> values: Sequence[Fraction | int] = [4, 2, 3, 1]
    >>> for layer in weight_layers(Network(4, [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)])):
    ...     values = layer.apply(values)
    >>> [int(value) for value in values]
    [1, 2, 3, 4]
    """
    return tuple(_weights(layer, network.inputs) for layer in network.layers)


def _weights(comparators: Sequence[tuple[int, int]], inputs: int) -> WeightLayer:
    first = [_row(inputs, {wire: Fraction(1)}) for wire in range(inputs)]
    second = list(first)
    activations = [Activation.IDENTITY] * inputs
    for i, j in comparators:
        first[i], first[j] = _row(inputs, {i: HALF, j: HALF}), _row(inputs, {i: Fraction(1), j: Fraction(-1)})
        activations[j] = Activation.ABSOLUTE
        second[i], second[j] = _row(inputs, {i: Fraction(1), j: -HALF}), _row(inputs, {i: Fraction(1), j: HALF})
    return WeightLayer(tuple(first), tuple(activations), tuple(second))


def _row(length: int, entries: dict[int, Fraction]) -> Row:
    return tuple(entries.get(column, Fraction(0)) for column in range(length))


def _product(matrix: Matrix, vector: Sequence[Fraction | int]) -> Row:
    return tuple(sum((entry * value for entry, value in zip(row, vector, strict=True) if entry), Fraction(0))
                 for row in matrix)

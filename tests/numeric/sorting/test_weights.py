"""Layers of weights do what the comparators do: exactly on rationals, to rounding on floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeric.sorting import (
    Activation,
    Network,
    NetworkError,
    apply_rows,
    apply_weights,
    merge_network_of_four,
    odd_even_merge_sort,
    weight_layers,
)
from tests.numeric.sorting.test_network import networks


def test_weights_of_one_comparator() -> None:
    layer, = weight_layers(Network(2, [(0, 1)]))
    half = Fraction(1, 2)
    assert layer.first == ((half, half), (1, -1))
    assert layer.second == ((1, -half), (1, half))
    assert layer.activations == (Activation.IDENTITY, Activation.ABSOLUTE)


def test_skipping_values_go_through_identity_units() -> None:
    last = weight_layers(merge_network_of_four())[2]
    for wire in (0, 3):
        unit = tuple(Fraction(int(column == wire)) for column in range(4))
        assert last.first[wire] == last.second[wire] == unit
        assert last.activations[wire] is Activation.IDENTITY
    assert [kind is Activation.ABSOLUTE for kind in last.activations] == [False, False, True, False]


@given(networks(), st.data())
def test_rationals_are_exact(network: Network, data: st.DataObject) -> None:
    start = data.draw(st.lists(st.fractions(), min_size=network.inputs, max_size=network.inputs))
    layers = weight_layers(network)
    assert len(layers) == network.depth
    values = tuple(start)
    for layer in layers:
        values = layer.apply(values)
    assert values == network.apply(start)


@pytest.mark.parametrize("inputs", [4, 7, 16])
def test_floats(inputs: int) -> None:
    rng = np.random.default_rng(inputs)
    network = odd_even_merge_sort(inputs)
    layers = weight_layers(network)
    integers = rng.integers(-10**9, 10**9, size=(50, inputs)).astype(np.float64)
    assert np.array_equal(apply_weights(layers, integers), np.sort(integers, axis=1))
    reals = rng.normal(size=(50, inputs)) * 10.0 ** rng.integers(-6, 6, size=(50, 1))
    # A layer rounds a + b, a - b, and the last sum: at most 3 halves of a unit for values of size 2 max |x|.
    error = 4 * network.depth * np.finfo(np.float64).eps * np.abs(reals).max(axis=1, keepdims=True)
    assert np.all(np.abs(apply_weights(layers, reals) - apply_rows(network, reals)) <= error)


def test_other_widths_are_refused() -> None:
    layers = weight_layers(merge_network_of_four())
    with pytest.raises(NetworkError):
        layers[0].apply([Fraction(1)] * 3)
    with pytest.raises(NetworkError):
        apply_weights(layers, np.zeros((2, 5)))

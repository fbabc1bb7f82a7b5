"""Networks are validated, layered and transformed without changing what they do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeric.sorting import Network, NetworkError, Sorts, apply_rows, check, merge_network_of_four, odd_even_merge_sort
from tests.numeric.sorting.mutants import mutant, random_pair


@st.composite
def networks(draw: st.DrawFn, largest: int = 7) -> Network:
    inputs = draw(st.integers(2, largest))
    pairs = st.lists(st.integers(0, inputs - 1), min_size=2, max_size=2, unique=True)
    return Network(inputs, draw(st.lists(pairs, max_size=20)))


@pytest.mark.parametrize(("inputs", "comparators", "message"), [
    (0, [], "positive number of wires"),
    (-1, [], "positive number of wires"),
    (True, [], "positive number of wires"),
    (2.0, [], "positive number of wires"),
    (3, [(0, 1), (2, 2)], r"comparator 1 is \(2, 2\); expected two different wires"),
    (3, [(0, 3)], "expected wires 0 to 2"),
    (3, [(-1, 2)], "expected wires 0 to 2"),
    (3, [(0, 1, 2)], "expected a pair"),
    (3, [(0, 1.0)], "expected a pair"),
    (3, [(False, True)], "expected a pair"),
    (3, [3], "expected a pair"),
])
def test_bad_networks_are_refused(inputs: int, comparators: list[tuple[int, ...]], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        Network(inputs, comparators)


def test_network_is_a_value() -> None:
    network = Network(3, [[0, 1], [1, 2]])
    assert network == Network(3, ((0, 1), (1, 2)))
    assert len({network, Network(3, [(0, 1), (1, 2)])}) == 1
    with pytest.raises(AttributeError):
        network.inputs = 4  # type: ignore[misc]


def test_wrong_uses_are_refused() -> None:
    network = Network(3, [(0, 1), (2, 1)])
    for wrong in (lambda: network.apply([1, 2]), lambda: network.without(2), lambda: network.without(-1),
                  lambda: network.restricted(2), lambda: merge_network_of_four().restricted(5),
                  lambda: apply_rows(network, np.zeros((2, 4)))):
        with pytest.raises(NetworkError):
            wrong()


@given(networks())
def test_layers_hold_every_comparator_once_and_act_alike(network: Network) -> None:
    for layer in network.layers:
        wires = [wire for pair in layer for wire in pair]
        assert len(wires) == len(set(wires))
    relayered = Network(network.inputs, [pair for layer in network.layers for pair in layer])
    assert sorted(relayered.comparators) == sorted(network.comparators)
    values = [(5 * wire + 3) % network.inputs for wire in range(network.inputs)]
    assert relayered.apply(values) == network.apply(values)


@given(networks())
def test_layers_cannot_be_fewer(network: Network) -> None:
    longest = [0] * network.inputs
    for i, j in network.comparators:
        longest[i] = longest[j] = 1 + max(longest[i], longest[j])
    assert network.depth == max(longest)


@given(networks(), st.data())
def test_standardized_outputs_are_permuted_by_one_permutation(network: Network, data: st.DataObject) -> None:
    standard = network.standardized()
    assert standard.is_standard and standard.size == network.size
    values = data.draw(st.permutations(range(network.inputs)))
    place = list(range(network.inputs))
    for i, j in network.comparators:
        if place[i] > place[j]:
            place[i], place[j] = place[j], place[i]
    outputs = network.apply(values)
    assert all(standard.apply(values)[place[wire]] == outputs[wire] for wire in range(network.inputs))


def test_restricted_sorting_networks_sort() -> None:
    whole = odd_even_merge_sort(13)
    for inputs in range(1, 14):
        assert isinstance(check(whole.restricted(inputs)), Sorts)


def test_batch_evaluation_agrees_with_one_by_one() -> None:
    rng = np.random.default_rng(11)
    for inputs in (2, 5, 9):
        network = mutant(Network(inputs, [random_pair(inputs, rng) for _ in range(3 * inputs)]), rng)
        rows = rng.normal(size=(17, inputs))
        expected = [network.apply(row.tolist()) for row in rows]
        assert apply_rows(network, rows).tolist() == [list(row) for row in expected]

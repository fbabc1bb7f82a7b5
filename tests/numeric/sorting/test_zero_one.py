"""Reachable patterns and the full sweep decide alike, and what they find is the smallest unsorted input."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.sorting import (
    Network,
    NetworkError,
    PatternLimitError,
    Sorts,
    Unsorted,
    Verdict,
    bitonic_sort,
    check,
    merge_network_of_four,
    odd_even_merge_sort,
    sweep,
)
from numeric.sorting import patterns as pattern_module
from tests.numeric.sorting.mutants import mutant, random_pair
from tests.numeric.sorting.test_network import networks


def first_unsorted(network: Network) -> tuple[int, ...] | None:
    """By trying all inputs in order, one at a time."""
    return next((values for values in product((0, 1), repeat=network.inputs)
                 if network.apply(values) != tuple(sorted(values))), None)


def agree(reached: Verdict, swept: Verdict) -> bool:
    return reached == swept if isinstance(swept, Unsorted) else isinstance(reached, Sorts)


@given(networks())
@settings(max_examples=300)
def test_both_routes_find_the_first_unsorted_input(network: Network) -> None:
    expected = first_unsorted(network)
    for verdict in (check(network), sweep(network)):
        assert (verdict.smallest if isinstance(verdict, Unsorted) else None) == expected


@pytest.mark.parametrize("inputs", [3, 5, 6, 7, 8, 11, 13, 16])
def test_routes_agree_on_mutants(inputs: int) -> None:
    rng = np.random.default_rng(1000 + inputs)
    originals = (odd_even_merge_sort(inputs), bitonic_sort(inputs))
    failures = 0
    for number in range(60):
        network = mutant(originals[number % 2], rng)
        reached, swept = check(network), sweep(network)
        assert agree(reached, swept), network
        if isinstance(reached, Unsorted):
            failures += 1
            assert reached.output == network.apply(reached.smallest) != tuple(sorted(reached.smallest))
    assert failures >= 10


@pytest.mark.parametrize("inputs", [17, 20])
def test_routes_agree_beyond_one_block(inputs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_module, "BLOCK", 50)
    rng = np.random.default_rng(inputs)
    network = odd_even_merge_sort(inputs)
    assert agree(check(network), sweep(network))
    for _ in range(15):
        changed = mutant(network, rng)
        assert agree(check(changed), sweep(changed)), changed


@pytest.mark.parametrize("inputs", [5, 9])
def test_routes_agree_on_arbitrary_networks(inputs: int) -> None:
    rng = np.random.default_rng(inputs)
    for size in range(0, 6 * inputs, 2):
        network = Network(inputs, [random_pair(inputs, rng) for _ in range(size)])
        assert agree(check(network), sweep(network)), network


def test_patterns_of_more_than_64_wires() -> None:
    network = odd_even_merge_sort(70)
    assert isinstance(check(network), Sorts)
    dropped = network.without(network.size - 1)
    verdict = check(dropped)
    assert isinstance(verdict, Unsorted)
    assert dropped.apply(verdict.smallest) == verdict.output != tuple(sorted(verdict.smallest))


@pytest.mark.parametrize("inputs", [63, 64, 65])
def test_widest_words(inputs: int) -> None:
    network = bitonic_sort(inputs)
    assert isinstance(check(network), Sorts)
    turned = [(inputs - 1, 0), (3, 1)]
    assert isinstance(check(Network(inputs, [*turned, *network.comparators])), Sorts)
    verdict = check(Network(inputs, [*network.comparators, (inputs - 1, 0)]))
    assert verdict == Unsorted((0,) * (inputs - 1) + (1,), (1,) + (0,) * (inputs - 1))


def test_clusters_never_joined() -> None:
    assert check(Network(1, [])) == Sorts(2)
    assert check(Network(3, [])) == Unsorted((0, 1, 0), (0, 1, 0))
    assert check(Network(4, [(0, 1), (2, 3)])) == Unsorted((0, 1, 0, 0), (0, 1, 0, 0))
    for network in (Network(1, []), Network(3, []), Network(4, [(0, 1), (2, 3)])):
        assert agree(check(network), sweep(network))


def test_limits_are_stated() -> None:
    with pytest.raises(PatternLimitError, match="3 x 3 reachable patterns to be held; expected at most 8"):
        check(merge_network_of_four(), limit=8)
    with pytest.raises(NetworkError, match="25 wires; expected at most 24"):
        sweep(odd_even_merge_sort(25))


@given(st.integers(2, 24), st.data())
@settings(max_examples=40, deadline=None)
def test_sorting_networks_sort_all_values(inputs: int, data: st.DataObject) -> None:
    network = data.draw(st.sampled_from((odd_even_merge_sort, bitonic_sort)))(inputs)
    assert isinstance(check(network), Sorts)
    values = data.draw(st.lists(st.fractions() | st.integers(), min_size=inputs, max_size=inputs))
    assert network.apply(values) == tuple(sorted(values))

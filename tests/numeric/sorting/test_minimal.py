"""Every comparator of the merge network is needed, and no network on four wires has fewer."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest

from numeric.sorting import (
    Network,
    NetworkError,
    Sorts,
    Unsorted,
    check,
    merge_network_of_four,
    minimum_size,
    odd_even_merge_sort,
    redundant,
    sweep,
    verdicts_without_each,
)


def test_merge_network_needs_every_comparator() -> None:
    network = merge_network_of_four()
    assert redundant(network) == ()
    for index, verdict in enumerate(verdicts_without_each(network)):
        assert isinstance(verdict, Unsorted)
        assert network.without(index).apply(verdict.smallest) == verdict.output != tuple(sorted(verdict.smallest))
        assert sweep(network.without(index)) == verdict


def test_added_comparators_are_redundant() -> None:
    network = odd_even_merge_sort(6)
    assert redundant(Network(6, [*network.comparators, (1, 4)])) == (network.size,)
    repeated = Network(6, [network.comparators[0], *network.comparators])
    assert {0, 1} <= set(redundant(repeated))


def test_redundant_asks_for_a_sorting_network() -> None:
    with pytest.raises(NetworkError, match=r"\(0, 1, 0\) becomes \(0, 1, 0\)"):
        redundant(Network(3, [(0, 1)]))


@pytest.mark.parametrize("standard", [True, False])
@pytest.mark.parametrize(("inputs", "size"), [(1, 0), (2, 1), (3, 3), (4, 5), (5, 9)])
def test_minimum_sizes(inputs: int, size: int, standard: bool) -> None:
    found = minimum_size(inputs, standard)
    assert found.size == found.network.size == size == len(found.new_sets) - 1
    assert isinstance(check(found.network), Sorts) and isinstance(sweep(found.network), Sorts)


def test_no_list_of_four_comparators_sorts_four_wires() -> None:
    pairs = list(combinations(range(4), 2))
    assert all(isinstance(sweep(Network(4, chosen)), Unsorted) for chosen in product(pairs, repeat=4))
    assert any(isinstance(sweep(Network(4, (*chosen, (1, 2)))), Sorts) for chosen in product(pairs, repeat=4))


def test_no_list_of_two_comparators_either_way_round_sorts_three_wires() -> None:
    pairs = list(permutations(range(3), 2))
    assert all(isinstance(sweep(Network(3, chosen)), Unsorted) for chosen in product(pairs, repeat=2))


def test_sets_let_through_are_counted_right() -> None:
    pairs = list(combinations(range(4), 2))
    seen: set[frozenset[tuple[int, ...]]] = set()
    counts = []
    for size in range(5):
        let_through = {frozenset(Network(4, chosen).apply(bits) for bits in product((0, 1), repeat=4))
                       for chosen in product(pairs, repeat=size)}
        counts.append(len(let_through - seen))
        seen |= let_through
    assert tuple(counts) == minimum_size(4).new_sets[:5]


@pytest.mark.parametrize("inputs", [0, 6])
def test_other_sizes_are_refused(inputs: int) -> None:
    with pytest.raises(NetworkError):
        minimum_size(inputs)

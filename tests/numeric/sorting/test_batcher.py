"""Batcher's merges and sorting networks, at many sizes, and the steps of the induction that proves them at all."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from numeric.sorting import (
    Network,
    NetworkError,
    Sorts,
    Unsorted,
    bitonic_cleaner,
    bitonic_sort,
    check,
    check_merge,
    closing_layer,
    merge_network_of_four,
    odd_even_merge,
    odd_even_merge_sort,
    parity_cases,
    split_zeros,
)

#: Knuth, The Art of Computer Programming 3, 5.3.4: comparators of Batcher's merge for 1 <= m, n <= 5.
MERGE_SIZES = {(1, 1): 1, (1, 2): 2, (2, 2): 3, (2, 3): 5, (3, 3): 6, (3, 4): 8, (4, 4): 9, (4, 5): 12, (5, 5): 13}


@pytest.mark.parametrize("m", range(14))
def test_merges_are_correct(m: int) -> None:
    for n in range(0 if m else 1, 14):
        assert check_merge(odd_even_merge(m, n), m) == Sorts((m + 1) * (n + 1))
        assert odd_even_merge(m, n).is_standard


@pytest.mark.parametrize(("m", "n"), [(1, 100), (37, 2), (63, 64), (65, 31), (50, 50)])
def test_long_merges_are_correct(m: int, n: int) -> None:
    assert check_merge(odd_even_merge(m, n), m) == Sorts((m + 1) * (n + 1))


def test_merge_sizes_are_those_published() -> None:
    for (m, n), size in MERGE_SIZES.items():
        assert odd_even_merge(m, n).size == odd_even_merge(n, m).size == size


def test_every_comparator_of_a_merge_is_needed() -> None:
    for m, n in ((1, 1), (2, 3), (3, 3), (4, 4), (5, 2)):
        merge = odd_even_merge(m, n)
        for index in range(merge.size):
            broken = merge.without(index)
            verdict = check_merge(broken, m)
            assert isinstance(verdict, Unsorted)
            first, second = verdict.smallest[:m], verdict.smallest[m:]
            assert sorted(first) == list(first) and sorted(second) == list(second)
            assert broken.apply(verdict.smallest) == verdict.output != tuple(sorted(verdict.output))


def test_induction_step_splits_the_zeros() -> None:
    for m, n in product(range(8), repeat=2):
        in_v = {*range(0, m, 2), *range(m, m + n, 2)}
        for a, b in product(range(m + 1), range(n + 1)):
            zeros = {*range(a), *range(m, m + b)}
            assert split_zeros(a, b) == (len(zeros & in_v), len(zeros - in_v))


def test_induction_step_closes_every_case() -> None:
    cases = {(case.a_odd, case.b_odd): case for case in parity_cases()}
    for m, n in product(range(1, 9), repeat=2):
        wires = range(m + n)
        v, w = [*wires[:m:2], *wires[m::2]], [*wires[1:m:2], *wires[m + 1::2]]
        for a, b in product(range(m + 1), range(n + 1)):
            zeros_v, zeros_w = split_zeros(a, b)
            case = cases[bool(a % 2), bool(b % 2)]
            assert zeros_v - zeros_w == case.excess
            values = [1] * (m + n)
            for wire in v[:zeros_v] + w[:zeros_w]:
                values[wire] = 0
            pairs = [(w[k], v[k + 1]) for k in range(min(len(w), len(v) - 1))]
            differing = [k - zeros_w for k, (left, right) in enumerate(pairs) if values[left] != values[right]]
            assert differing in ([], [case.differing])
            if m + n > 2:
                assert sorted(closing_layer(wires)) == sorted((min(pair), max(pair)) for pair in pairs)
                closed = Network(m + n, closing_layer(wires)).apply(values)
                assert list(closed) == sorted(values)


def test_sorting_network_sizes_are_those_published() -> None:
    sizes = [0, 1, 3, 5, 9, 12, 16, 19, 26, 31, 37, 41, 48, 53, 59, 63]
    assert [odd_even_merge_sort(n).size for n in range(1, 17)] == sizes
    for k in range(1, 9):
        assert odd_even_merge_sort(2**k).size == (k * k - k + 4) * 2**(k - 2) - 1
        assert odd_even_merge_sort(2**k).depth == k * (k + 1) // 2
        assert bitonic_sort(2**k).size == 2**(k - 2) * k * (k + 1)
        assert bitonic_sort(2**k).depth == k * (k + 1) // 2


def test_four_inputs_give_the_merge_network() -> None:
    assert odd_even_merge_sort(4) == merge_network_of_four()


@pytest.mark.parametrize("inputs", [*range(1, 34), 48, 63, 100])
def test_sorting_networks_sort(inputs: int) -> None:
    assert isinstance(check(odd_even_merge_sort(inputs)), Sorts)
    assert isinstance(check(bitonic_sort(inputs)), Sorts)


@pytest.mark.parametrize("inputs", [1, 2, 4, 8, 16, 32])
def test_cleaner_sorts_every_bitonic_pattern(inputs: int) -> None:
    cleaner = bitonic_cleaner(inputs)
    block = np.arange(inputs)
    for ones, start in product(range(inputs + 1), range(inputs)):
        values = ((block - start) % inputs < ones).astype(int).tolist()
        assert list(cleaner.apply(values)) == sorted(values)


def test_cleaner_is_not_a_sorting_network() -> None:
    assert isinstance(check(bitonic_cleaner(8)), Unsorted)


def test_bad_sizes_are_refused() -> None:
    for wrong in (lambda: odd_even_merge(0, 0), lambda: odd_even_merge(-1, 3), lambda: odd_even_merge_sort(0),
                  lambda: bitonic_sort(0), lambda: bitonic_cleaner(6), lambda: bitonic_cleaner(0),
                  lambda: check_merge(odd_even_merge(2, 2), 5), lambda: check_merge(odd_even_merge(2, 2), -1)):
        with pytest.raises(NetworkError):
            wrong()

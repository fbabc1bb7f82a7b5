"""Batcher's odd-even merge, for sorted sequences of any two lengths, and the sorting network built of it.

The merge of m values on wires 0 .. m - 1 with n values on wires m .. m + n - 1, both ascending. If m or n is 0 there
is nothing to do; if both are 1 it is one comparator. Otherwise let v be the first, third, ... wire of each sequence
and w the second, fourth, ... of each: merge v, merge w, and *close* with the comparators (1, 2), (3, 4), ... of
neighbouring wires.

Correctness for all m and n, by induction on m + n. Let the first sequence begin with a zeros and the second with b,
ones after them. By induction v and w are sorted before the closing layer; they hold

    V = ceil(a/2) + ceil(b/2),     W = floor(a/2) + floor(b/2)

zeros, and the excess V - W is the number of odd ones among a and b: 0, 1 or 2. The closing layer compares w_k with
v_(k+1), for all k for which both exist: before wire m they lie on wires 2k + 1, 2k + 2, after it, if m is odd, on
wires 2k + 2, 2k + 1. Hence wire 0 ends with v_0, wires 2k + 1 and 2k + 2 with the smaller and the larger of w_k and
v_(k+1), and the last wire with the last of v or w if that is left over. If the excess is 1, w_k = v_(k+1) for all k;
otherwise at most one pair differs, for k = W - 1 (excess 0, w_k = 0) or k = W (excess 2, w_k = 1), with zeros only
before it and ones only after it. In each case the output ascends. `parity_cases` lists the cases, and `check_merge`
tries all pairs (a, b) for given m and n. By the zero-one principle, for inputs of two ascending parts, the merge is
correct for all values. `python -m proofs.batcher_merge` proves each step for all lengths.

Reference: K. E. Batcher, Sorting networks and their applications, AFIPS 1968; Knuth, The Art of Computer Programming
3, 5.3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from numeric.sorting.evaluation import apply_rows
from numeric.sorting.network import Comparator, Network, NetworkError
from numeric.sorting.zero_one import Sorts, Unsorted, Verdict


@dataclass(frozen=True, slots=True)
class ParityCase:
    """One case of the induction step: `excess` is V - W.

    `differing` is k - W for the only pair w_k, v_(k+1) that can differ, or None where none does.
    """

    a_odd: bool
    b_odd: bool
    excess: int
    differing: int | None


def odd_even_merge(m: int, n: int) -> Network:
    """The network that merges ascending wires 0 .. m - 1 with ascending wires m .. m + n - 1.

    Raises `NetworkError` unless both lengths are nonnegative and their sum positive.

    >>> odd_even_merge(2, 2).comparators
    ((0, 2), (1, 3), (1, 2))
    >>> odd_even_merge(1, 3).apply([5, 1, 4, 9])
    (1, 4, 5, 9)
    """
    if m < 0 or n < 0:
        raise NetworkError(f"merge of {m} and {n} values; expected two lengths of at least 0")
    return Network(m + n, _merge(range(m), range(m, m + n)))


def odd_even_merge_sort(inputs: int) -> Network:
    """Batcher's sorting network: sort the first and the second half, then merge them.

    >>> odd_even_merge_sort(4).comparators
    ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2))
    >>> [odd_even_merge_sort(n).size for n in range(1, 11)]
    [0, 1, 3, 5, 9, 12, 16, 19, 26, 31]
    """
    return Network(inputs, _sort(range(inputs)))


def parity_cases() -> tuple[ParityCase, ...]:
    """The four cases of the induction step.

    >>> [(case.excess, case.differing) for case in parity_cases()]
    [(0, -1), (1, None), (1, None), (2, 0)]
    """
    cases = []
    for a, b in product((0, 1), repeat=2):
        in_v, in_w = split_zeros(a, b)
        cases.append(ParityCase(bool(a), bool(b), in_v - in_w, {0: -1, 1: None, 2: 0}[in_v - in_w]))
    return tuple(cases)


def split_zeros(a: int, b: int) -> tuple[int, int]:
    """How many of the first a wires of one sequence and the first b of another belong to v and to w.

    >>> split_zeros(3, 1)
    (3, 1)
    """
    return (a + 1) // 2 + (b + 1) // 2, a // 2 + b // 2


def closing_layer(wires: Sequence[int]) -> list[Comparator]:
    """The comparators of neighbouring `wires` that end a merge: second with third, fourth with fifth, and so on.

    >>> closing_layer(range(6))
    [(1, 2), (3, 4)]
    """
    return list(zip(wires[1::2], wires[2::2], strict=False))


def check_merge(network: Network, m: int) -> Verdict:
    """Whether `network` sorts every input whose first m wires and whose other wires are ascending.

    All (m + 1)(n + 1) such 0-1 inputs are tried, the lexicographically smallest first.

    >>> check_merge(odd_even_merge(3, 4), 3)
    Sorts(examined=20)
    >>> check_merge(Network(2, []), 1)
    Unsorted(smallest=(1, 0), output=(1, 0))
    """
    n = network.inputs - m
    if not 0 <= m <= network.inputs:
        raise NetworkError(f"first part of {m} wires in a network on {network.inputs}")
    rows = np.array([[0] * (m - a) + [1] * a + [0] * (n - b) + [1] * b for a in range(m + 1) for b in range(n + 1)],
                    dtype=np.uint8)
    outputs = apply_rows(network, rows)
    failing = np.flatnonzero((outputs[:, :-1] > outputs[:, 1:]).any(axis=1))
    if len(failing):
        return Unsorted(tuple(rows[failing[0]].tolist()), tuple(outputs[failing[0]].tolist()))
    return Sorts(len(rows))


def _merge(first: Sequence[int], second: Sequence[int]) -> list[Comparator]:
    if not first or not second:
        return []
    if len(first) == len(second) == 1:
        return [(first[0], second[0])]
    return [*_merge(first[::2], second[::2]), *_merge(first[1::2], second[1::2]), *closing_layer([*first, *second])]


def _sort(wires: Sequence[int]) -> list[Comparator]:
    if len(wires) < 2:
        return []
    half = (len(wires) + 1) // 2
    return [*_sort(wires[:half]), *_sort(wires[half:]), *_merge(wires[:half], wires[half:])]

"""Sets of 0-1 patterns as arrays of integers.

Wire w of n is bit n - 1 - w, so that the order of integers is the lexicographic order of the patterns read from wire
0. Up to 64 wires a pattern is a `uint64`; beyond, a Python integer in an array of objects, with the same operations.

A set may remember for every pattern the smallest input that leads to it. Smallest inputs survive both operations: the
smallest input of a pair of patterns on disjoint wires is the union of their smallest inputs, and of several patterns
that a comparator makes equal the smallest input is the smallest of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numeric.sorting.clusters import Layer

Patterns = NDArray[Any]
Shifts = list[tuple[int, int]]

#: Products with more patterns than this are formed one number of ones at a time.
BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class PatternSet:
    """Different `patterns` and the smallest inputs that lead to them, both of shape (k,); None where not wanted."""

    patterns: Patterns
    inputs: Patterns | None

    def __len__(self) -> int:
        return len(self.patterns)

    def times(self, other: PatternSet) -> PatternSet:
        """All unions of a pattern of this set and one of `other`, which has its ones on other wires."""
        inputs = None if self.inputs is None or other.inputs is None else _unions(self.inputs, other.inputs)
        return PatternSet(_unions(self.patterns, other.patterns), inputs)

    def after(self, layers: Sequence[Shifts]) -> PatternSet:
        """The set after each layer of comparators, without repeated patterns."""
        result = self
        for layer in layers:
            patterns = result.patterns
            for shift, mask in layer:
                patterns = _compared(patterns, shift, mask)
            if patterns is not result.patterns:
                result = _without_repeats(patterns, result.inputs)
        return result

    def by_weight(self) -> dict[int, PatternSet]:
        """The patterns with k ones, for every k that occurs."""
        weights = np.bitwise_count(self.patterns).astype(np.int64)
        chosen = ((int(k), weights == k) for k in np.unique(weights))
        return {k: PatternSet(self.patterns[at], None if self.inputs is None else self.inputs[at]) for k, at in chosen}


def both_values(wire: int, inputs: int, with_inputs: bool) -> PatternSet:
    """The set of 0 and 1 on one wire of `inputs`, all other wires 0."""
    patterns = np.array([0, 1 << (inputs - 1 - wire)], dtype=np.uint64 if inputs <= 64 else object)
    return PatternSet(patterns, patterns if with_inputs else None)


def joined(first: PatternSet, second: PatternSet, layers: Sequence[Shifts]) -> PatternSet:
    """The product of two sets after `layers`.

    A comparator keeps the number of ones, so patterns of different numbers of ones never become equal: a large
    product is formed one number of ones at a time, which bounds memory and loses no repetition.
    """
    if len(first) * len(second) <= BLOCK:
        return first.times(second).after(layers)
    rows, columns = first.by_weight(), second.by_weight()
    products: defaultdict[int, list[tuple[PatternSet, PatternSet]]] = defaultdict(list)
    for i, row in rows.items():
        for j, column in columns.items():
            products[i + j].append((row, column))
    return _concatenated([_concatenated([row.times(column) for row, column in pairs]).after(layers)
                          for pairs in products.values()])


def shifts(layer: Layer, inputs: int) -> Shifts:
    """The comparators of a layer grouped by distance: (j - i, mask of the bits of the wires j), so that one pass
    serves a group.

    >>> shifts(((0, 1), (2, 3)), 4)
    [(1, 5)]
    """
    masks: defaultdict[int, int] = defaultdict(int)
    for i, j in layer:
        masks[j - i] |= 1 << (inputs - 1 - j)
    return list(masks.items())


def _compared(patterns: Patterns, shift: int, mask: int) -> Patterns:
    """Exchange where the wire of the smaller value has 1 and its partner, `shift` wires on, has 0."""
    bits, by = (patterns.dtype.type(number) if patterns.dtype != object else number for number in (mask, abs(shift)))
    partner = patterns >> by if shift > 0 else patterns << by
    exchanged = partner & ~patterns & bits
    if not exchanged.any():
        return patterns
    exchanged |= exchanged << by if shift > 0 else exchanged >> by
    compared: Patterns = patterns ^ exchanged
    return compared


def _without_repeats(patterns: Patterns, inputs: Patterns | None) -> PatternSet:
    if inputs is None:
        ordered = np.sort(patterns)
    else:
        by_input = np.argsort(inputs, kind="stable")
        order = by_input[np.argsort(patterns[by_input], kind="stable")]
        ordered, inputs = patterns[order], inputs[order]
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return PatternSet(ordered[first], None if inputs is None else inputs[first])


def _unions(first: Patterns, second: Patterns) -> Patterns:
    product: Patterns = (first[:, None] | second[None, :]).ravel()
    return product


def _concatenated(parts: Sequence[PatternSet]) -> PatternSet:
    inputs = [part.inputs for part in parts if part.inputs is not None]
    return PatternSet(np.concatenate([part.patterns for part in parts]), np.concatenate(inputs) if inputs else None)

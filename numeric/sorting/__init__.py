"""Sorting networks: how to build them, whether they sort, which comparators they need, and their weights."""

from numeric.sorting.batcher import (
    ParityCase,
    check_merge,
    closing_layer,
    odd_even_merge,
    odd_even_merge_sort,
    parity_cases,
    split_zeros,
)
from numeric.sorting.bitonic import bitonic_cleaner, bitonic_sort
from numeric.sorting.evaluation import apply_rows, apply_weights
from numeric.sorting.minimal import Exhaustion, minimum_size, redundant, verdicts_without_each
from numeric.sorting.network import Comparator, Network, NetworkError, merge_network_of_four
from numeric.sorting.reading import read_networks
from numeric.sorting.sweep import sweep
from numeric.sorting.weights import Activation, WeightLayer, weight_layers
from numeric.sorting.zero_one import PatternLimitError, Sorts, Unsorted, Verdict, check

__all__ = [
    "Activation",
    "Comparator",
    "Exhaustion",
    "Network",
    "NetworkError",
    "ParityCase",
    "PatternLimitError",
    "Sorts",
    "Unsorted",
    "Verdict",
    "WeightLayer",
    "apply_rows",
    "apply_weights",
    "bitonic_cleaner",
    "bitonic_sort",
    "check",
    "check_merge",
    "closing_layer",
    "merge_network_of_four",
    "minimum_size",
    "odd_even_merge",
    "odd_even_merge_sort",
    "parity_cases",
    "read_networks",
    "redundant",
    "split_zeros",
    "sweep",
    "verdicts_without_each",
    "weight_layers",
]

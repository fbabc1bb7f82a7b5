"""Sorting networks run beside the derivation: two numeric routes, necessity, the minimum, Batcher's networks, diagrams.

The rule, stated in advance: reachable patterns and the sweep over all inputs of zeros and ones agree on every network;
dropping any comparator of the merge network for four gives an unsorted input; five comparators are the fewest; layers
of weights sort integers without any error.

Reference: D. E. Knuth, The Art of Computer Programming 3, section 5.3.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure as Drawing

from numeric.montecarlo import Progress
from numeric.sorting import (
    Network,
    Sorts,
    Unsorted,
    apply_rows,
    apply_weights,
    bitonic_sort,
    check,
    check_merge,
    merge_network_of_four,
    minimum_size,
    odd_even_merge,
    odd_even_merge_sort,
    sweep,
    verdicts_without_each,
    weight_layers,
)
from numeric.sorting.diagram import save_diagram, wire_diagram
from proofs.simulations import Figure, Simulation

__all__ = ["sorting_network"]

WIRES, MERGED, ROWS = 16, 8, 20_000

Run = tuple[str, bool]


def sorting_network(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """The merge network for four values by every route, Batcher's networks up to 16 wires, and wire diagrams."""
    generator = np.random.default_rng(seed)
    runs = []
    for run in (*_four(), _batcher(), _merges(), _weights(generator)):
        runs.append(run)
        progress(len(runs), 6)
    lines = tuple(f"{line}: {'passed' if passed else 'FAILED'}." for line, passed in runs)
    return Simulation(_figures(folder, generator), lines, all(passed for _, passed in runs))


def _four() -> Iterator[Run]:
    network = merge_network_of_four()
    by_patterns, by_sweep = check(network), sweep(network)
    sorts = isinstance(by_patterns, Sorts) and isinstance(by_sweep, Sorts)
    yield f"Merge network for four values, reachable patterns: {_words(by_patterns)}; sweep: {_words(by_sweep)}", sorts
    without = verdicts_without_each(network)
    told = [
        f"without wires {i + 1} and {j + 1} {verdict.smallest} becomes {verdict.output}"
        for (i, j), verdict in zip(network.comparators, without, strict=True)
        if isinstance(verdict, Unsorted)
    ]
    yield f"Every comparator is necessary: {'; '.join(told)}", len(told) == network.size
    fewest = minimum_size(4), minimum_size(4, standard=False)
    yield (
        f"By exhaustion four wires need {fewest[0].size} comparators, {fewest[1].size} with comparators of both "
        f"directions; sets of patterns by number of comparators: {', '.join(map(str, fewest[0].new_sets))}",
        fewest[0].size == fewest[1].size == network.size,
    )


def _words(verdict: Sorts | Unsorted) -> str:
    if isinstance(verdict, Sorts):
        return f"sorts, {verdict.examined} patterns at most"
    return f"leaves {verdict.smallest} as {verdict.output}"


def _batcher() -> Run:
    sizes = range(2, WIRES + 1)
    networks = [network for n in sizes for network in (odd_even_merge_sort(n), bitonic_sort(n))]
    sorts = all(isinstance(check(network), Sorts) and isinstance(sweep(network), Sorts) for network in networks)
    last = odd_even_merge_sort(WIRES), bitonic_sort(WIRES)
    return (
        f"Batcher's odd-even and bitonic networks on 2 to {WIRES} wires sort, by reachable patterns and by all inputs "
        f"of zeros and ones; on {WIRES} wires {last[0].size} and {last[1].size} comparators in {last[0].depth} layers",
        sorts,
    )


def _merges() -> Run:
    lengths = range(1, MERGED + 1)
    merges = all(isinstance(check_merge(odd_even_merge(m, n), m), Sorts) for m in lengths for n in lengths)
    return f"Batcher's merge of m and n values, m and n from 1 to {MERGED}, for all numbers of zeros in both", merges


def _weights(generator: np.random.Generator) -> Run:
    exact = True
    networks = [merge_network_of_four(), odd_even_merge_sort(8)]
    for network in networks:
        rows = generator.integers(-1000, 1001, (ROWS, network.inputs)).astype(np.float64)
        wanted = np.sort(rows, axis=1)
        weighted = apply_weights(weight_layers(network), rows)
        exact &= bool(np.array_equal(apply_rows(network, rows), wanted) and np.array_equal(weighted, wanted))
    inputs = " and ".join(str(network.inputs) for network in networks)
    return f"Layers of weights on {inputs} wires sort {ROWS:,} rows of whole numbers without error", exact


def _figures(folder: Path, generator: np.random.Generator) -> tuple[Figure, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    network, batcher = merge_network_of_four(), odd_even_merge_sort(8)
    broken = network.without(network.size - 1)
    verdict = check(broken)
    failing = verdict.smallest if isinstance(verdict, Unsorted) else (0,) * broken.inputs
    values = [int(value) for value in generator.permutation(8) + 1]
    drawn: tuple[tuple[str, Drawing, str, str], ...] = (
        ("merge", wire_diagram(network, [3, 1, 4, 2]), "Merge sort of four values",
         "Five comparators in three layers; wires 1 and 4 skip the last. Darker wires carry larger values."),
        ("broken", wire_diagram(broken, list(failing)), "Without the last comparator",
         f"The smallest input that it leaves unsorted; {_descents(broken, failing)} in bold."),
        ("batcher", wire_diagram(batcher, values), "Batcher's odd-even merge sort of eight values",
         f"{batcher.size} comparators in {batcher.depth} layers, on a random order of the values."),
    )  # fmt: skip
    return tuple(
        _saved(folder / f"sorting_network_{name}", drawing, title, caption) for name, drawing, title, caption in drawn
    )


def _descents(network: Network, values: tuple[int, ...]) -> str:
    output = network.apply(values)
    wrong = [f"{a} before {b}" for a, b in pairwise(output) if a > b]
    return f"the wrong order {' and '.join(wrong)}"


def _saved(stem: Path, drawing: Drawing, title: str, caption: str) -> Figure:
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    save_diagram(drawing, svg)
    save_diagram(drawing, png)
    return Figure(title, caption, svg, png)

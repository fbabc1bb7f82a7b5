"""Random changes to a network: drop, move, turn round, or swap comparators."""

from __future__ import annotations

import numpy as np

from numeric.sorting import Comparator, Network


def mutant(network: Network, rng: np.random.Generator) -> Network:
    """`network` with one to three changes."""
    comparators = list(network.comparators)
    for _ in range(rng.integers(1, 4)):
        at = int(rng.integers(len(comparators)))
        match int(rng.integers(4)):
            case 0 if len(comparators) > 1:
                del comparators[at]
            case 1:
                comparators[at] = random_pair(network.inputs, rng)
            case 2:
                comparators[at] = comparators[at][::-1]
            case _:
                other = int(rng.integers(len(comparators)))
                comparators[at], comparators[other] = comparators[other], comparators[at]
    return Network(network.inputs, comparators)


def random_pair(inputs: int, rng: np.random.Generator) -> Comparator:
    i, j = rng.choice(inputs, size=2, replace=False).tolist()
    return (i, j)

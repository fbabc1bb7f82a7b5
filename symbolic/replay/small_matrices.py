"""Determinant and adjugate of small matrices all of whose blocks are scalars."""

from __future__ import annotations

from itertools import permutations

from symbolic.replay.arrays import SCALAR, UNIT, Array
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import times
from symbolic.replay.heads import Session


def determinant_by_permutations(session: Session, array: Array) -> Array | None:
    """det of a small matrix all of whose blocks are scalars."""
    size = len(array.axes[0])
    if any(block for block in array.axes[0]) or array.axes[0] != array.axes[1] or not 1 < size <= 4:
        return None
    total = session.scalar(number=0)
    for order in permutations(range(size)):
        swaps = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        value = session.scalar(number=-1 if swaps % 2 else 1)
        for row, column in enumerate(order):
            value = times(session, value, _entry(array, row, column))
        total = total + value
    return total


def _entry(array: Array, row: int, column: int) -> Array:
    part = array.part((row, column))
    return Array(SCALAR, {(0, 0): part})


def adjugate(session: Session, array: Array) -> Array:
    """The adjugate of a small matrix all of whose blocks are scalars."""
    size = len(array.axes[0])
    result = Array(array.axes, {})
    for r in range(size):
        for c in range(size):
            rows, columns = [i for i in range(size) if i != c], [j for j in range(size) if j != r]
            minor = Array(
                (UNIT * (size - 1),) * 2,
                {(i, j): array.part((rows[i], columns[j])) for i in range(size - 1) for j in range(size - 1)},
            )
            value = _entry(minor, 0, 0) if size == 2 else determinant_by_permutations(session, minor)
            if value is None:
                raise ReplayError("a minor has no determinant")
            result.parts[r, c] = value.scaled(-1 if (r + c) % 2 else 1).part((0, 0))
    return result

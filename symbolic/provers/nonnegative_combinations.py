"""Nonnegative combinations of vectors, exactly: phase one of the simplex method in integers.

`solve` finds x >= 0 with sum x_k * column_k = target, or a vector v with v.column_k >= 0 for all k and v.target < 0
(Farkas). Vectors are sparse, dictionaries from any row name to a rational number. Pivots are kept integral over a
common denominator (Edmonds 1967, as in Avis' lrs); the largest improvement is taken first, then, so that it ends, the
first of all (Bland 1977).

>>> solve([{"a": 1}, {"a": 1, "b": 2}], {"a": 3, "b": 2})
Weights(values=[Fraction(2, 1), Fraction(1, 1)])
>>> solve([{"a": 1}], {"a": -1})
Separation(vector={'a': Fraction(1, 1)})
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from symbolic.network.budget import spend

Vector = Mapping[Any, int | Fraction]
DANTZIG = 40


@dataclass(frozen=True, slots=True)
class Weights:
    """The x of a combination, one number a column."""

    values: list[Fraction]


@dataclass(frozen=True, slots=True)
class Separation:
    """The v that shows that there is none."""

    vector: dict[Any, Fraction]


def solve(columns: Sequence[Vector], target: Vector) -> Weights | Separation:
    """A nonnegative combination of the columns that gives the target, or what separates the target from all of them."""
    rows: dict[Hashable, int] = {}
    for vector in (*columns, target):
        for name in vector:
            rows.setdefault(name, len(rows))
    scales = [lcm(*(c.denominator for c in vector.values())) for vector in (*columns, target)]
    tableau = _Tableau(len(rows), len(columns))
    for k, (vector, scale) in enumerate(zip((*columns, target), scales, strict=True)):
        for name, value in vector.items():
            tableau.put(rows[name], k, int(value * scale) if scale > 1 else int(value))
    tableau.start()
    while tableau.improve():
        spend()
    if tableau.objective[-1] == 0:
        return Weights([x * scales[k] / scales[-1] for k, x in enumerate(tableau.solution())])
    duals = tableau.duals()
    return Separation({name: duals[i] for name, i in rows.items() if duals[i]})


class _Tableau:
    """Structural columns, one artificial column a row, right-hand side last; entries over the denominator `over`."""

    def __init__(self, rows: int, columns: int) -> None:
        self.count = columns
        self.rows = [[0] * (columns + rows + 1) for _ in range(rows)]
        self.signs = [1] * rows
        self.basis = [columns + i for i in range(rows)]
        self.over = 1
        self.steps = 0
        self.objective: list[int] = []

    def put(self, row: int, column: int, value: int) -> None:
        self.rows[row][column if column < self.count else -1] = value

    def start(self) -> None:
        """Right-hand sides from 0, artificial basis, the sum of the artificial variables as objective."""
        for i, row in enumerate(self.rows):
            if row[-1] < 0:
                self.signs[i] = -1
                row[:] = [-a for a in row]
            row[self.count + i] = 1
        columns = zip(*self.rows, strict=True) if self.rows else [()] * (self.count + 1)
        self.objective = [-sum(column) for column in columns]
        for i in range(len(self.rows)):
            self.objective[self.count + i] = 0

    def improve(self) -> bool:
        """One pivot; False at the optimum."""
        self.steps += 1
        reduced = self.objective
        entering = [k for k in range(self.count) if reduced[k] < 0]
        if not entering or reduced[-1] == 0:
            return False
        column = min(entering, key=reduced.__getitem__) if self.steps < DANTZIG else entering[0]
        best = -1
        for i, row in enumerate(self.rows):
            if row[column] > 0:
                if best < 0:
                    best = i
                    continue
                other = self.rows[best]
                left, right = row[-1] * other[column], other[-1] * row[column]
                if left < right or (left == right and self.basis[i] < self.basis[best]):
                    best = i
        self._pivot(best, column)
        return True

    def _pivot(self, chosen: int, column: int) -> None:
        pivot_row, over = self.rows[chosen], self.over
        pivot = pivot_row[column]
        for row in (*self.rows, self.objective):
            if row is pivot_row:
                continue
            factor = row[column]
            if factor:
                row[:] = [(a * pivot - factor * b) // over for a, b in zip(row, pivot_row, strict=True)]
            elif pivot != over:
                row[:] = [a * pivot // over for a in row]
        self.over = pivot
        self.basis[chosen] = column

    def solution(self) -> list[Fraction]:
        values = [Fraction(0)] * self.count
        for i, k in enumerate(self.basis):
            if k < self.count:
                values[k] = Fraction(self.rows[i][-1], self.over)
        return values

    def duals(self) -> list[Fraction]:
        """-y for the optimal y: nonnegative on every column, negative on the target."""
        costs = (Fraction(self.objective[self.count + i], self.over) for i in range(len(self.rows)))
        return [(cost - 1) * sign for cost, sign in zip(costs, self.signs, strict=True)]

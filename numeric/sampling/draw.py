"""One attempt at a point: symbols get values one after another, each so that all hypotheses it closes hold.

A symbol is drawn from a structured family, or solved for (equations affine in it), or related to what is there already
(the same matrix, its transpose, its complement, a polynomial in it), or found by iterating an equation `term = symbol`,
and moved along secants of a quadric. Which way is taken is drawn at random, so that no family hides the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Basic

from numeric.sampling.arithmetic import all_hold, size_at, value_of
from numeric.sampling.constraints import Constraint, System
from numeric.sampling.families import FAMILIES
from numeric.sampling.linear import Residual, affine_draw, pattern, secant
from numeric.sampling.rationals import Matrix, dense
from numeric.sampling.related import Frames, related
from numeric.sampling.sizes import Sizes
from numeric.sampling.variables import Equation
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import property_name

TRIES, ITERATIONS, SECANTS = 8, 4, 2
BITS = 400
"""Iterations stop where entries grow beyond this many bits."""
LOSS, FLOOR = 0.4, 1e-3
"""What the weight of a family is multiplied by where it does not suit a symbol, and the least weight."""


class Weights:
    """How often each family is tried for a symbol; shared by all attempts of a sampler.

    Whether there is one row, or one column, tells shapes apart: the families that have a shape depend on little more.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Basic, bool, bool, bool], list[float]] = {}

    def of(self, symbol: Basic, rows: int, cols: int) -> list[float]:
        """The weights, in the order of `FAMILIES`; changed in place."""
        return self._known.setdefault((symbol, rows == 1, cols == 1, rows == cols), [float(f.weight) for f in FAMILIES])


class Draw:
    """One attempt at a point: `values` grows symbol by symbol."""

    def __init__(
        self, system: System, weights: Weights, sizes: Sizes, rng: np.random.Generator, level: int, skew: int = 2
    ) -> None:
        self.system, self.weights = system, weights
        self.sizes, self.rng, self.level, self.skew = sizes, rng, level, skew
        self.values: dict[Basic, Matrix] = {}
        self.frames = Frames(rng) if rng.random() < 0.2 else None

    def all(self, order: Sequence[Basic]) -> dict[Basic, Matrix] | None:
        """Values for every symbol, or None where one could not be found."""
        if not self._define() or not self._holding([c for c in self.system.constraints if not c.bases]):
            return None
        return self.values if all(self._place(symbol) for symbol in order) else None

    def completed(self, drawn: dict[Basic, Matrix]) -> dict[Basic, Matrix] | None:
        """`drawn` with the defined symbols, where all constraints hold."""
        self.values = dict(drawn)
        return self.values if self._define() and self._holding(self.system.constraints) else None

    def _place(self, symbol: Basic) -> bool:
        before = dict(self.values)
        reach = frozenset(before) | {symbol}
        closed = [c for c in self.system.constraints if symbol in c.bases and c.bases <= reach]
        own, shared = [c for c in closed if len(c.bases) == 1], [c for c in closed if len(c.bases) > 1]
        for _ in range(TRIES if closed else 1):
            candidate, family = self._propose(symbol, own, shared)
            if candidate is not None:
                self.values = {**before, symbol: candidate}
                defined = self._define()
                suits = defined and self._holding(own)
                if suits and self._holding(shared):
                    self._vary(symbol, own, shared)
                    return True
                if family is not None and not suits:
                    self._blame(symbol, family)
        return False

    def _vary(self, symbol: Basic, own: Sequence[Constraint], shared: Sequence[Constraint]) -> None:
        """Move a found value along secants where an equation of degree 2 allows it, and keep the move if all
        constraints still hold.
        """
        closed = (*own, *shared)
        if self.rng.random() < 0.5 or not any(
            e.degree(symbol) == 2 and is_scalar(e.left) for c in closed for e in c.equations
        ):
            return
        found = dict(self.values)
        kept = {s: v for s, v in found.items() if symbol not in self.system.rests_on(s) or s == symbol}
        self.values = {**kept, symbol: self._along_secants(symbol, closed, found[symbol])}
        if not (self._define() and self._holding(closed)):
            self.values = found

    def _holding(self, constraints: Sequence[Constraint]) -> bool:
        if not constraints:
            return True
        return all_hold((c.statement for c in constraints), self.sizes, self.values, self.system.laws, self.skew)

    def _blame(self, symbol: Basic, family: int) -> None:
        weights = self.weights.of(symbol, *self.shape(symbol))
        weights[family] = max(weights[family] * LOSS, FLOOR)

    def _define(self) -> bool:
        """Compute the defined symbols that have become computable; False where one has no value."""
        while ready := [
            s for s, needed in self.system.needed.items() if s not in self.values and needed <= self.values.keys()
        ]:
            for symbol in ready:
                value = value_of(self.system.defined[symbol], self.sizes, self.values, self.system.laws, self.skew)
                if value is None:
                    return False
                self.values[symbol] = value
        return True

    def shape(self, symbol: Basic) -> tuple[int, int]:
        """Rows and columns of a symbol at these sizes."""
        rows, cols = shape_of(symbol)
        return size_at(rows, self.sizes), size_at(cols, self.sizes)

    def _propose(
        self, symbol: Basic, own: Sequence[Constraint], shared: Sequence[Constraint]
    ) -> tuple[Matrix | None, int | None]:
        """A candidate, and the number of the family it comes from."""
        tied = [e for c in shared for e in c.equations if e.degree(symbol) == 1]
        alone = [e for c in own for e in c.equations if e.degree(symbol) == 1]
        rows, cols = self.shape(symbol)
        mode = self.rng.random()
        if tied and mode < 0.75:
            start = self._solved(symbol, [*tied, *alone], own)
            return (None if start is None else self._iterated(symbol, (*own, *shared), start)), None
        if self.frames is not None and rows == cols and mode < 0.9:
            return self.frames.draw(rows, self.level), None
        if shared and mode < 0.6:
            candidate = related(self.rng, rows, cols, tuple(self.values.values()))
            if candidate is not None:
                return candidate, None
        if alone and mode < 0.25:
            return self._solved(symbol, alone, own), None
        return self._family(symbol, rows, cols)

    def _family(self, symbol: Basic, rows: int, cols: int) -> tuple[Matrix | None, int]:
        """A draw from a family picked by weight; one that declines the shape is not asked again."""
        weights = self.weights.of(symbol, rows, cols)
        while True:
            sums = np.cumsum(weights)
            k = int(np.searchsorted(sums, self.rng.random() * sums[-1], side="right"))
            candidate = FAMILIES[k].draw(self.rng, rows, cols, self.level)
            if candidate is not None:
                return candidate, k
            weights[k] = 0.0

    def _along_secants(self, symbol: Basic, closed: Sequence[Constraint], start: Matrix) -> Matrix:
        """A point of the quadric of an equation, moved from `start` along lines that keep to the affine equations."""
        affine = [e for c in closed for e in c.equations if e.degree(symbol) == 1]
        quadric = self._residual(symbol, [e for c in closed for e in c.equations if e.degree(symbol) == 2])
        flat = self._residual(symbol, affine)
        rows, cols = start.nrows(), start.ncols()

        def homogeneous(value: Matrix) -> list[fmpq] | None:
            moved, rest = flat(value), flat(fmpq_mat(rows, cols))
            return None if moved is None or rest is None else [a - b for a, b in zip(moved, rest, strict=True)]

        for _ in range(SECANTS):
            direction = (
                affine_draw(homogeneous, rows, cols, pattern(rows, cols), self.rng, 1)
                if affine
                else dense(self.rng, rows, cols, 1)
            )
            if direction is not None:
                start = secant(quadric, start, direction)
        return start

    def _solved(self, symbol: Basic, affine: Sequence[Equation], own: Sequence[Constraint]) -> Matrix | None:
        rows, cols = self.shape(symbol)
        names = {property_name(c.statement) for c in own if symbol in c.statement.args}

        places = pattern(rows, cols, "lower triangular" in names, "upper triangular" in names)
        return affine_draw(self._residual(symbol, affine), rows, cols, places, self.rng, self.level)

    def _residual(self, symbol: Basic, equations: Sequence[Equation]) -> Residual:
        """Left minus right of some equations, entry by entry, as a function of a symbol."""

        def residual(value: Matrix) -> list[fmpq] | None:
            found: list[fmpq] = []
            for e in equations:
                difference = value_of(
                    e.difference, self.sizes, {**self.values, symbol: value}, self.system.laws, self.skew
                )
                if difference is None:
                    return None
                found += difference.entries()
            return found

        return residual

    def _iterated(self, symbol: Basic, closed: Sequence[Constraint], start: Matrix) -> Matrix:
        """Equations `term = symbol` that are not affine, used as iterations from `start`."""
        maps = [side for c in closed for e in c.equations if e.degree(symbol) != 1 for side in e.maps_to(symbol)]
        for _ in range(ITERATIONS if maps else 0):
            before = start
            for term in maps:
                value = value_of(term, self.sizes, {**self.values, symbol: start}, self.system.laws, self.skew)
                if value is None or max(int(x.height_bits()) for x in value.entries()) > BITS:
                    return before
                start = value
            if start == before:
                break
        return start

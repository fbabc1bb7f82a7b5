"""Points that satisfy hypotheses: symbols drawn one after another, each so that what it closes holds, and the whole re-checked exactly.

A symbol is drawn from a structured family, or solved for (equations affine in it), or related to what is there already (the same matrix, its
transpose, its complement, a polynomial in it), or found by iterating an equation `term = symbol`. Families that do not suit a symbol lose
weight; orders of symbols that led to points are used again. Which way is taken is drawn at random, so that no family hides the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Basic

from numeric.evaluation import Point
from numeric.sampling.arithmetic import all_hold, check, point_of, size_at, value_of
from numeric.sampling.constraints import Constraint, System, analyse
from numeric.sampling.families import FAMILIES
from numeric.sampling.linear import affine_draw, pattern
from numeric.sampling.propagation import solve
from numeric.sampling.rationals import Matrix
from numeric.sampling.realizations import realizations
from numeric.sampling.related import Frames, related
from numeric.sampling.sizes import Sizes
from numeric.sampling.unknowns import Polynomial, polynomials
from numeric.sampling.variables import Equation
from symbolic.language.statements import property_name
from symbolic.language.terms import shape_of

ATTEMPTS, TRIES, ITERATIONS = 6, 8, 4
LOSS, FLOOR = 0.4, 1e-3
ENTRYWISE, REPEATS, ENTRIES = 0.06, 12, 40
"""How often propagation over the entries is tried first, its attempts, and the number of entries up to which it is tried."""
BITS, SKEWS = 400, 4
"""Iterations stop where entries grow beyond this many bits; and the number of laws of given moments that are told apart."""


class Sampler:
    """Draws points that satisfy the hypotheses, with values for the free symbols of the claims too."""

    def __init__(self, hypotheses: Iterable[Basic], claims: Iterable[Basic] = ()) -> None:
        self.system: System = analyse(hypotheses, claims)
        self._weights: dict[tuple[Basic, int, int], list[float]] = {}
        self._orders: list[tuple[Basic, ...]] = []
        self._polynomials: dict[tuple[tuple[str, int], ...], tuple[list[Polynomial], dict[Basic, list[int]], int]] = {}

    def draw(self, sizes: Sizes, rng: np.random.Generator, level: int = 1, attempts: int = ATTEMPTS) -> Point | None:
        """A point of these sizes at which every hypothesis holds exactly, or None after some attempts."""
        skew = int(rng.integers(1, SKEWS)) if self.system.laws else 2
        values = self._drawn(sizes, rng, level, attempts, skew)
        taken = realizations(self.system.loose, sizes, values, self.system.laws, rng, level) if values is not None else None
        point = None if values is None or taken is None else self.point(sizes, {**values, **taken}, skew)
        return point if point is not None and self.satisfied(point) else None

    def _drawn(self, sizes: Sizes, rng: np.random.Generator, level: int, attempts: int, skew: int) -> dict[Basic, Matrix] | None:
        if self.tied and rng.random() < ENTRYWISE:
            values = self._entry_by_entry(sizes, rng, level, skew)
            if values is not None:
                return values
        for _ in range(attempts):
            order = self._order(rng)
            values = Draw(self, sizes, rng, level, skew).all(order)
            if values is not None:
                if order not in self._orders:
                    self._orders.append(order)
                return values
        return self._entry_by_entry(sizes, rng, level, skew) if self.tied and attempts >= ATTEMPTS else None

    @cached_property
    def tied(self) -> tuple[Equation, ...]:
        """The equations that are left between drawn symbols."""
        return tuple(e for c in self.system.constraints for e in c.equations)

    def _entry_by_entry(self, sizes: Sizes, rng: np.random.Generator, level: int, skew: int) -> dict[Basic, Matrix] | None:
        """Values found by propagation over the entries of all drawn symbols at once."""
        key = tuple(sorted((str(s), k) for s, k in sizes.items()))
        shapes = {s: (size_at(shape_of(s)[0], sizes), size_at(shape_of(s)[1], sizes)) for s in self.system.base}
        if sum(m * n for m, n in shapes.values()) > ENTRIES:
            return None
        if key not in self._polynomials:
            self._polynomials[key] = polynomials(self.tied, shapes, sizes, self.system.laws)
        equations, variables, count = self._polynomials[key]
        for _ in range(REPEATS if equations else 0):
            entries = solve(equations, count, rng, level)
            if entries is not None:
                drawn = {s: fmpq_mat(*shapes[s], [entries[v] for v in numbers]) for s, numbers in variables.items()}
                values = Draw(self, sizes, rng, level, skew).completed(drawn)
                if values is not None:
                    return values
        return None

    def point(self, sizes: Sizes, values: Mapping[Basic, Matrix], skew: int = 2) -> Point:
        """The point, without the witnesses of existential hypotheses."""
        kept = {s: values[s] for s in (*self.system.symbols, *self.system.loose) if s not in self.system.hidden}
        return point_of(sizes, kept, self.system.laws, skew)

    def satisfied(self, point: Point) -> bool:
        """Whether every hypothesis, and what the laws imply, holds exactly at `point`."""
        return all(check(h, point) for h in self.system.checkable)

    def weights(self, symbol: Basic, rows: int, cols: int) -> list[float]:
        """How often each family is tried for a symbol of a size; lowered where it fails."""
        return self._weights.setdefault((symbol, rows, cols), [float(f.weight) for f in FAMILIES])

    def _order(self, rng: np.random.Generator) -> tuple[Basic, ...]:
        if self._orders and rng.random() < 0.6:
            return self._orders[int(rng.integers(0, len(self._orders)))]
        base = self.system.base
        return tuple(base[k] for k in rng.permutation(len(base)).tolist())


class Draw:
    """One attempt at a point: `values` grows symbol by symbol."""

    def __init__(self, sampler: Sampler, sizes: Sizes, rng: np.random.Generator, level: int, skew: int = 2) -> None:
        self.sampler, self.system = sampler, sampler.system
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
                    return True
                if family is not None and not suits:
                    self._blame(symbol, family)
        return False

    def _holding(self, constraints: Sequence[Constraint]) -> bool:
        if not constraints:
            return True
        return all_hold((c.statement for c in constraints), self.sizes, self.values, self.system.laws, self.skew)

    def _blame(self, symbol: Basic, family: int) -> None:
        weights = self.sampler.weights(symbol, *self.shape(symbol))
        weights[family] = max(weights[family] * LOSS, FLOOR)

    def _define(self) -> bool:
        """Compute the defined symbols that have become computable; False where one has no value."""
        while ready := [s for s, needed in self.system.needed.items() if s not in self.values and needed <= self.values.keys()]:
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

    def _propose(self, symbol: Basic, own: Sequence[Constraint], shared: Sequence[Constraint]) -> tuple[Matrix | None, int | None]:
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
        weights = self.sampler.weights(symbol, rows, cols)
        while True:
            sums = np.cumsum(weights)
            k = int(np.searchsorted(sums, self.rng.random() * sums[-1], side="right"))
            candidate = FAMILIES[k].draw(self.rng, rows, cols, self.level)
            if candidate is not None:
                return candidate, k
            weights[k] = 0.0

    def _solved(self, symbol: Basic, affine: Sequence[Equation], own: Sequence[Constraint]) -> Matrix | None:
        rows, cols = self.shape(symbol)
        names = {property_name(c.statement) for c in own if symbol in c.statement.args}

        def residual(value: Matrix) -> list[fmpq] | None:
            found: list[fmpq] = []
            for e in affine:
                difference = value_of(e.difference, self.sizes, {**self.values, symbol: value}, self.system.laws, self.skew)
                if difference is None:
                    return None
                found += difference.entries()
            return found

        places = pattern(rows, cols, "lower triangular" in names, "upper triangular" in names)
        return affine_draw(residual, rows, cols, places, self.rng, self.level)

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

"""Points that satisfy hypotheses, exactly, and re-checked as a whole before they are handed out.

Most come from `draw` (symbols one after another); orders of symbols that led to points are used again. Now and then,
and where that fails, `propagation` solves for the entries of all symbols at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from flint import fmpq_mat
from sympy import Basic

from numeric.evaluation import Point
from numeric.sampling.arithmetic import check, drawable, point_of, size_at
from numeric.sampling.constraints import System, analyse
from numeric.sampling.draw import Draw, Weights
from numeric.sampling.propagation import solve
from numeric.sampling.rationals import Matrix
from numeric.sampling.realizations import realizations
from numeric.sampling.sizes import Sizes
from numeric.sampling.unknowns import Polynomial, polynomials
from numeric.sampling.variables import Equation
from symbolic.language.shapes import shape_of

ATTEMPTS, SKEWS, OPEN = 6, 4, 5
"""Attempts at a point; laws of given moments that are told apart; means and variances where the law leaves them open,
standard ones twice.
"""
ENTRYWISE, REPEATS, ENTRIES = 0.06, 12, 40
"""How often propagation over the entries is tried first, its attempts, and the number of entries up to which it is
tried.
"""


class Sampler:
    """Draws points that satisfy the hypotheses, with values for the free symbols of the claims too."""

    def __init__(self, hypotheses: Iterable[Basic], claims: Iterable[Basic] = ()) -> None:
        self.system: System = analyse(hypotheses, claims)
        self._weights = Weights()
        self._orders: list[tuple[Basic, ...]] = []
        self._polynomials: dict[tuple[tuple[str, int], ...], tuple[list[Polynomial], dict[Basic, list[int]], int]] = {}

    def draw(self, sizes: Sizes, rng: np.random.Generator, level: int = 1, attempts: int = ATTEMPTS) -> Point | None:
        """A point of these sizes at which every hypothesis holds exactly, or None after some attempts."""
        if not drawable(self.system.symbols, sizes):
            return None
        skew = int(rng.integers(1, SKEWS)) + 10 * int(rng.integers(0, OPEN)) if self.system.laws else 2
        values = self._drawn(sizes, rng, level, attempts, skew)
        taken = (
            realizations(self.system.loose, sizes, values, self.system.laws, rng, level) if values is not None else None
        )
        point = None if values is None or taken is None else self.point(sizes, {**values, **taken}, skew)
        return point if point is not None and self.satisfied(point) else None

    def _drawn(
        self, sizes: Sizes, rng: np.random.Generator, level: int, attempts: int, skew: int
    ) -> dict[Basic, Matrix] | None:
        if self.tied and rng.random() < ENTRYWISE:
            values = self._entry_by_entry(sizes, rng, level, skew)
            if values is not None:
                return values
        for _ in range(attempts):
            order = self._order(rng)
            values = Draw(self.system, self._weights, sizes, rng, level, skew).all(order)
            if values is not None:
                if order not in self._orders:
                    self._orders.append(order)
                return values
        return self._entry_by_entry(sizes, rng, level, skew) if self.tied and attempts >= ATTEMPTS else None

    @cached_property
    def tied(self) -> tuple[Equation, ...]:
        """The equations that are left between drawn symbols."""
        return tuple(e for c in self.system.constraints for e in c.equations)

    def _entry_by_entry(
        self, sizes: Sizes, rng: np.random.Generator, level: int, skew: int
    ) -> dict[Basic, Matrix] | None:
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
                values = Draw(self.system, self._weights, sizes, rng, level, skew).completed(drawn)
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

    def _order(self, rng: np.random.Generator) -> tuple[Basic, ...]:
        if self._orders and rng.random() < 0.6:
            return self._orders[int(rng.integers(0, len(self._orders)))]
        base = self.system.base
        return tuple(base[k] for k in rng.permutation(len(base)).tolist())

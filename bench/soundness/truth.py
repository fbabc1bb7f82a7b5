"""Whether a statement is false, by a route that shares nothing with the prover: exact evaluation at points that
satisfy the hypotheses.

`Points` draws points once for a problem, of all small sizes, with entries that are small rationals; every mutant of
the problem's claims is then evaluated at them, in rationals or in balls with rigorous bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from sympy import Basic

from numeric.evaluation import Point
from numeric.evaluator import Undefined
from numeric.refuter import failing
from numeric.sampling import Sampler
from numeric.sampling.realizations import without_random_definitions
from numeric.search import Round, points
from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.language.statements import Implication, equals

ROUNDS = (Round(2, 1, 1, 8), Round(3, 1, 1, 12), Round(3, 2, 1, 27), Round(4, 1, 1, 12))
COUNT, SECONDS = 30, 1.0


class Points:
    """Points that satisfy hypotheses, with values for all symbols of a problem."""

    def __init__(
        self,
        hypotheses: Sequence[Basic],
        claims: Sequence[Basic],
        symbols: Sequence[Basic],
        seed: int,
        *,
        rounds: Sequence[Round] = ROUNDS,
        count: int = COUNT,
        seconds: float = SECONDS,
    ) -> None:
        self.hypotheses, self.claims, self.symbols, self.seed = tuple(hypotheses), tuple(claims), tuple(symbols), seed
        self._where: dict[Basic, Points | None] = {}
        given, stated = without_random_definitions(self.hypotheses, (*claims, *(equals(s, s) for s in symbols)))
        rng = np.random.default_rng(seed)
        found = points(Sampler(given, stated), given, rng, clock() + seconds, rounds)
        self.points: list[Point] = list(islice(found, count))

    def against(self, statement: Basic) -> Point | None:
        """A point at which everything in the statement is defined, and it fails."""
        if isinstance(statement, Implication) and (held := self.where(statement.args[0])) is not None:
            return held.against(statement.args[1])
        (statement,) = without_random_definitions(self.hypotheses, [statement])[1]
        for point in self.points:
            try:
                if failing(statement, point) is not None:
                    return point
            except (Undefined, LineproofError):
                continue
        return None

    def where(self, hypothesis: Basic) -> Points | None:
        """Points at which a further hypothesis holds, few unless a draw aims at it; None where there are none."""
        if hypothesis not in self._where:
            given = (*self.hypotheses, hypothesis)
            found = Points(given, self.claims, self.symbols, self.seed, rounds=ROUNDS[:2], count=8, seconds=0.2)
            self._where[hypothesis] = found if found.points else None
        return self._where[hypothesis]

    def undefined(self, statement: Basic) -> Point | None:
        """A point at which something in the statement has no value."""
        (statement,) = without_random_definitions(self.hypotheses, [statement])[1]
        for point in self.points:
            try:
                failing(statement, point)
            except Undefined:
                return point
            except LineproofError:
                continue
        return None

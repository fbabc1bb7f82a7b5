"""Hypotheses that would repair a refuted claim: candidates under which no random point refutes it, weakest first.

Nothing is proved here: a repair comes with the number of points at which the claim was seen to hold under it, and is
for the prover to settle. A candidate is a property of a symbol, an equation between two (they commute, their product
vanishes), the existence of an inverse that the claim speaks of, or vanishing third moments. It is kept if it fails at
every counterexample at hand, leaves points to try, and none of those refutes the claim. Of two kept, the one that holds
at more of the other's points is weaker.

>>> from symbolic.language.symbols import dimension, matrix
>>> from symbolic.language.statements import equals
>>> A, B = (matrix(name, dimension("n"), dimension("n")) for name in "AB")
>>> from numeric.refuter import refute
>>> rng = np.random.default_rng(0)
>>> claims = [equals((A*B).T, A.T*B.T)]
>>> [str(r.hypothesis) for r in repairs([], claims, refute([], claims, rng=rng), rng=rng)][0]
'Eq(A*B, B*A)'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Basic, Eq, MatMul, ZeroMatrix

from numeric.evaluation import Entries, Point
from numeric.refuter import failing
from numeric.repair_candidates import candidates
from numeric.sampling import Sampler, check
from numeric.sampling.realizations import without_random_definitions
from numeric.search import Round, points
from numeric.witness import Refutation
from symbolic.clock import clock
from symbolic.errors import EvaluationError
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import Loewner

SWEEPS = (Round(2, 0, 3, 12), Round(3, 1, 3, 30), Round(3, 2, 2, 40), Round(4, 1, 1, 40))
COUNTEREXAMPLES, LEAST, ENOUGH = 8, 12, 45


@dataclass(frozen=True, slots=True)
class Repair:
    """A candidate hypothesis and the number of points, under it, at which the claim held."""

    hypothesis: Any
    points: int


def repairs(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    refutation: Refutation,
    *,
    rng: np.random.Generator,
    seconds: float = 3.0,
) -> tuple[Repair, ...]:
    """Candidate hypotheses under which `claims` are not refuted, weakest first; empty where none of the list serves."""
    deadline = clock() + seconds
    hypotheses, claims = without_random_definitions(hypotheses, claims)
    against = counterexamples(hypotheses, claims, refutation, rng, deadline)
    kept: list[tuple[Any, list[Point]]] = []
    for candidate in dict.fromkeys(candidates(hypotheses, claims)):
        if candidate in (*hypotheses, *claims) or any(_holds(candidate, point) for point in against):
            continue
        seen = _tried([*hypotheses, candidate], claims, rng, min(deadline, clock() + seconds / 8))
        if seen is not None and len(seen) >= LEAST:
            kept.append((candidate, seen))
    useful = [(c, seen) for c, seen in kept if not _trivial(seen) or _of_moments(c)]
    def place(pair: tuple[Any, list[Point]]) -> tuple[bool, float, bool]:
        return _special(*pair), -round(_generality(pair[0], useful), 1), isinstance(pair[0], Loewner)

    ranked = sorted(useful, key=place)
    return tuple(Repair(c, len(seen)) for c, seen in ranked)


def _trivial(seen: Sequence[Point]) -> bool:
    """Whether some matrix vanishes at all points."""
    return any(all(not any(x for row in point.values[s] for x in row) for point in seen) for s in seen[0].values)


def _of_moments(candidate: Any) -> bool:
    """Whether a candidate speaks of expectations: the laws that are drawn are skew, so that it holds where they are
    constant.
    """
    return isinstance(candidate, Eq) and operands_of(candidate.args[0], "E") is not None


def _special(candidate: Any, seen: Sequence[Point]) -> bool:
    """Whether a candidate says that a product of matrices vanishes, or leaves some matrix no choice but the identity:
    often true of degenerate points only, hence proposed last.
    """
    if isinstance(candidate, Eq) and isinstance(candidate.args[1], ZeroMatrix):
        return isinstance(candidate.args[0], MatMul)
    return any(all(_is_identity(point.values[s]) for point in seen) for s in seen[0].values if not is_scalar(s))


def _is_identity(rows: Entries) -> bool:
    return all(x == (i == j) for i, row in enumerate(rows) for j, x in enumerate(row)) and len(rows) == len(rows[0])


def counterexamples(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    refutation: Refutation,
    rng: np.random.Generator,
    deadline: float,
) -> list[Point]:
    """The refutation's point and some more at which a claim fails."""
    found = [refutation.point]
    sampler = Sampler(hypotheses, claims)
    for point in points(sampler, hypotheses, rng, min(deadline, clock() + 0.3), SWEEPS):
        if len(found) >= COUNTEREXAMPLES:
            break
        if _failing(claims, point):
            found.append(point)
    return found


def _tried(
    hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator, deadline: float
) -> list[Point] | None:
    """Points that satisfy the hypotheses and none of which refutes a claim; None where one does."""
    seen: list[Point] = []
    for point in points(Sampler(hypotheses, claims), hypotheses, rng, deadline, SWEEPS):
        if _failing(claims, point):
            return None
        seen.append(point)
        if len(seen) >= ENOUGH:
            break
    return seen


def _failing(claims: Sequence[Basic], point: Point) -> bool:
    for claim in claims:
        try:
            if failing(claim, point) is not None:
                return True
        except EvaluationError:
            continue
    return False


def _holds(candidate: Any, point: Point) -> bool:
    return check(candidate, point)


def _generality(candidate: Any, kept: Sequence[tuple[Any, list[Point]]]) -> float:
    """The share of the points of the other candidates at which this one holds too."""
    others = [point for other, seen in kept if other is not candidate for point in seen[:20]]
    return sum(_holds(candidate, point) for point in others) / max(len(others), 1)

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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from sympy import Basic, Eq, Inverse, MatMul, MatrixSymbol, ZeroMatrix, preorder_traversal

from numeric.evaluation import Point
from numeric.refuter import failing
from numeric.sampling import Sampler, check
from numeric.sampling.realizations import without_random_definitions
from numeric.sampling.variables import is_random, is_sized
from numeric.search import Round, points
from numeric.witness import Refutation
from symbolic.clock import clock
from symbolic.errors import EvaluationError
from symbolic.language.operator import Application, apply
from symbolic.language.operators.spectral import PseudoInverse
from symbolic.language.statements import Distribution, equals, has, relation
from symbolic.language.terms import add, is_scalar, multiply, negative, shape_of, transpose

SWEEPS = (Round(2, 0, 3, 12), Round(3, 1, 3, 30), Round(3, 2, 2, 40), Round(4, 1, 1, 40))
COUNTEREXAMPLES, LEAST, ENOUGH = 8, 12, 60

SQUARE = (
    "invertible",
    "symmetric",
    "idempotent",
    "orthogonal",
    "diagonal",
    "positive semidefinite",
    "positive definite",
    "antisymmetric",
)
OBLONG = ("full column rank", "full row rank")


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
    useful = [(c, seen) for c, seen in kept if not _trivial(seen)]
    useful.sort(key=lambda pair: (_annihilates(pair[0]), -_generality(pair[0], useful)))
    return tuple(Repair(c, len(seen)) for c, seen in useful)


def _trivial(seen: Sequence[Point]) -> bool:
    """Whether some matrix vanishes at all points."""
    return any(all(not any(x for row in point.values[s] for x in row) for point in seen) for s in seen[0].values)


def _annihilates(candidate: Any) -> bool:
    """Whether a candidate says that a product of matrices vanishes: often true of degenerate points only, hence
    proposed last.
    """
    return (
        isinstance(candidate, Eq)
        and isinstance(candidate.args[0], MatMul)
        and isinstance(candidate.args[1], ZeroMatrix)
    )


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


def candidates(hypotheses: Sequence[Basic], claims: Sequence[Basic]) -> Iterator[Any]:
    """The list of hypotheses to try, the usual suspects first."""
    symbols = Sampler(hypotheses, claims).system.symbols
    matrices = [s for s in symbols if not is_scalar(s)]
    square = [s for s in matrices if shape_of(s)[0] == shape_of(s)[1]]
    yield from (has("invertible", a) for a in dict.fromkeys(_inverted(claims)))
    for a, b in combinations(square, 2):
        if shape_of(a) == shape_of(b):
            yield equals(multiply(a, b), multiply(b, a))
    yield from (has(name, a) for name in SQUARE for a in square)
    yield from (has(name, a) for name in OBLONG for a in matrices if shape_of(a)[1] != 1)
    yield from _moments(hypotheses)
    yield from _annihilating(matrices)
    yield from (equals(multiply(a, transpose(a)), multiply(transpose(a), a)) for a in square)
    yield from (has("nonzero", a) for a in matrices)
    yield from (has("nonnegative", a) for a in matrices if shape_of(a)[1] == 1)
    for c in (s for s in symbols if is_scalar(s) and not is_sized(s)):
        yield from (relation(c, "!=", 0), relation(0, "<=", c), relation(0, "<", c))
    for a, b in combinations([s for s in symbols if is_scalar(s) and not is_sized(s)], 2):
        yield from (relation(a, "<=", b), relation(b, "<=", a))


def _inverted(claims: Sequence[Basic]) -> Iterator[Any]:
    """Square terms whose inverse or Moore-Penrose inverse stands in the claims."""
    for node in (n for claim in claims for n in preorder_traversal(claim)):
        if isinstance(node, Inverse):
            yield node.args[0]
        elif isinstance(node, Application) and isinstance(node.operator, PseudoInverse):
            inner = node.operands[0]
            if shape_of(inner)[0] == shape_of(inner)[1] and not is_scalar(inner):
                yield inner


def _moments(hypotheses: Sequence[Basic]) -> Iterator[Any]:
    """Third central moments that vanish, for random vectors of a known mean."""
    for law in (h for h in hypotheses if isinstance(h, Distribution)):
        symbol, mean = law.symbol, law.parameters.get("mean")
        if mean is not None and is_random(symbol):
            yield equals(apply("E", apply("powers", add(symbol, negative(mean)), 3)), 0)


def _annihilating(matrices: Sequence[Any]) -> Iterator[Any]:
    """Products of two matrices that vanish, transposed or not."""
    for a, b in combinations([m for m in matrices if isinstance(m, MatrixSymbol)], 2):
        for left, right in ((a, b), (transpose(a), b), (a, transpose(b)), (b, a)):
            if shape_of(left)[1] == shape_of(right)[0] and not is_scalar(multiply(left, right)):
                yield equals(multiply(left, right), 0)

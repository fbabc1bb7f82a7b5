"""Counterexamples: points that satisfy the hypotheses and not the claim, decided exactly and shrunk.

Every hypothesis is satisfied exactly and every claim decided in rationals, or, where it has exponentials and the like,
in balls with rigorous error bounds. A claim that is defined and false somewhere is refuted; one that never fails but
has no value somewhere is *undefined* there, and the missing conditions are named. A point where a derivative meets a
kink says nothing.

>>> from symbolic.language.statements import equals
>>> from symbolic.language.symbols import dimension, matrix
>>> n = dimension("n")
>>> A, B = matrix("A", n, n), matrix("B", n, n)
>>> print(refute([equals(A*B, B*A)], [equals(A*B, 0)], rng=np.random.default_rng(0)))
n = 1, A = 1, B = 1: left side 1, right side 0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sympy import Basic, Eq, Expr, Lt, Ne, S, preorder_traversal

from numeric.evaluation import Point
from numeric.evaluator import Undefined as MissingValue
from numeric.namespaces import Ball, Kink, Namespace, NotRepresentable, Rational
from numeric.sampling import Sampler, check
from numeric.sampling.realizations import without_random_definitions
from numeric.search import ROUNDS, Round, points
from numeric.shrinking import shrunk
from numeric.statements import truth
from numeric.witness import Refutation, Undefined, concerned, sides
from symbolic.clock import clock
from symbolic.errors import EvaluationError
from symbolic.language.operator import Application, operands_of
from symbolic.language.operators.arrays import Entry, Unit
from symbolic.language.shapes import shape_of
from symbolic.language.statements import has, relation

ARITHMETICS: tuple[Namespace, ...] = (Rational(), Ball())
"""In which a claim is decided: the first that decides it."""
KEPT = 60
"""How many points without a value are kept to find the missing conditions."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A point where a part of a claim has no value, and the conditions that its parts lack there."""

    point: Point
    index: int
    error: MissingValue
    conditions: tuple[Any, ...]


def refute(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    *,
    rng: np.random.Generator,
    seconds: float = 5.0,
    rounds: Sequence[Round] = ROUNDS,
) -> Refutation | Undefined | None:
    """A refutation of one of the claims; else a point where one is undefined; else None (nothing found in the rounds or
    in the time).
    """
    deadline = clock() + seconds
    stated = claims
    hypotheses, claims = without_random_definitions(hypotheses, claims)
    sampler = Sampler(hypotheses, claims)
    missing: list[Missing] = []
    for point in points(sampler, hypotheses, rng, deadline, rounds):
        for index, claim in enumerate(claims):
            try:
                arithmetic = failing(claim, point)
            except MissingValue as error:
                if len(missing) < KEPT:
                    missing.append(Missing(point, index, error, conditions(claim, point)))
                continue
            if arithmetic is not None:
                return replace(refutation(sampler, claims, index, point, rng, deadline), claim=stated[index])
    return undefined(hypotheses, stated, missing) if missing else None


def at_point(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    index: int,
    point: Point,
    *,
    rng: np.random.Generator,
    seconds: float = 5.0,
) -> Refutation | None:
    """The refutation of claim number `index` that starts from a point that someone else found; None where that is none.
    """
    deadline = clock() + seconds
    sampler = Sampler(hypotheses, claims)
    try:
        if not sampler.satisfied(point) or failing(claims[index], point) is None:
            return None
    except EvaluationError:
        return None
    return refutation(sampler, claims, index, point, rng, deadline)


def failing(claim: Basic, point: Point) -> Namespace | None:
    """The arithmetic in which `claim` is seen to fail at `point`; None where it holds, is not decided, or meets a kink.

    Raises numeric.evaluator.Undefined where a part of it has no value.
    """
    for xp in ARITHMETICS:
        try:
            with xp.session():
                decided = truth(claim, point.evaluator(xp))
        except Kink:
            return None
        except NotRepresentable:
            continue
        except MissingValue:
            raise
        except EvaluationError:
            return None
        if decided is not None:
            return None if decided else xp
    return None


def refutation(
    sampler: Sampler, claims: Sequence[Basic], index: int, point: Point, rng: np.random.Generator, deadline: float
) -> Refutation:
    """The refutation at `point`, shrunk."""
    claim = claims[index]

    def fails(candidate: Point) -> bool:
        try:
            return failing(claim, candidate) is not None
        except EvaluationError:
            return False

    small = shrunk(sampler, fails, point, rng, deadline)
    xp = failing(claim, small)
    if xp is None or not sampler.satisfied(small):
        small, xp = point, failing(claim, point)
    with (xp or ARITHMETICS[0]).session():
        shown = sides(claim, small.evaluator(xp or ARITHMETICS[0]))
    about = concerned(sampler.system.hypotheses, claim)
    return Refutation(claim, index, small, shown, (xp or ARITHMETICS[0]).name, about)


def conditions(claim: Basic, point: Point) -> tuple[Any, ...]:
    """What the parts of `claim` that have no value at `point` lack, each once."""
    at = point.evaluator(ARITHMETICS[0])
    found: list[Any] = []
    for part in dict.fromkeys(p for p in preorder_traversal(claim) if isinstance(p, Expr)):
        try:
            at.value(part)
        except MissingValue as error:
            condition = error.condition if error.condition is not None else in_range(error.term, point)
            if condition is not None and condition not in found:
                found.append(condition)
        except (EvaluationError, NotRepresentable):
            continue
    return tuple(found)


def in_range(term: Any, point: Point) -> Any:
    """The condition on an index that is out of range at `point`, of a basis vector or an entry; None otherwise."""
    if not isinstance(term, Application):
        return None
    if isinstance(term.operator, Unit):
        bounds = [term.operands]
    elif isinstance(term.operator, Entry):
        bounds = list(zip(term.operands[1:], shape_of(term.operands[0]), strict=True))
    else:
        return None
    broken = (c for i, n in bounds for c in (relation(1, "<=", i), relation(i, "<=", n)) if not check(c, point))
    return next(broken, None)


def undefined(hypotheses: Sequence[Basic], claims: Sequence[Basic], missing: Sequence[Missing]) -> Undefined:
    """The report on points without a value: conditions that together cover all of them, chosen greedily."""
    lacking = [frozenset(m.conditions) for m in missing]
    chosen: list[Any] = []
    while open_sets := [s for s in lacking if s and not s & set(chosen)]:
        counts = Counter(c for s in open_sets for c in s)
        order = {c: k for m in missing for k, c in enumerate(m.conditions)}
        chosen.append(max(counts, key=lambda c: (counts[c], -complexity(c), order[c])))
    named = tuple(weakened(c, [m.point for m in missing if c in m.conditions]) for c in chosen)
    first = min(missing, key=lambda m: (sum(m.point.sizes.values()), len(str(m.point))))
    condition = next((n for c, n in zip(chosen, named, strict=True) if c in first.conditions), None)
    claim = claims[first.index]
    shown = concerned(hypotheses, claim)
    return Undefined(
        claim, first.index, first.point, first.error.term, condition, named, first.error.reason, shown
    )


def complexity(node: Basic) -> int:
    """The number of nodes of a term."""
    return 1 + sum(complexity(a) for a in node.args)


def weakened(condition: Any, where: Sequence[Point]) -> Any:
    """The condition in its usual words.

    `0 < t` is `t != 0` where t is exactly 0 at all points that lack it; `det(A) != 0` is `invertible(A)`, and
    `norm(x) != 0` is `nonzero(x)`.
    """
    if isinstance(condition, Lt) and condition.args[0] == 0:
        vanishing = Eq(condition.args[1], S.Zero, evaluate=False)
        if all(check(vanishing, point) for point in where):
            condition = Ne(condition.args[1], S.Zero, evaluate=False)
    if isinstance(condition, Ne) and condition.args[1] == 0:
        for operator, name in (("det", "invertible"), ("norm", "nonzero")):
            inner = operands_of(condition.args[0], operator)
            if inner:
                return has(name, inner[0])
    return condition

"""Statements with one small mistake: which are false, and that none of these is proved.

A mutant counts as false where exact evaluation at some point that satisfies the hypotheses says so; that search
shares nothing with the prover. A mutant that survives all points and is proved must have a value at every point and
hold in further trials. An ill-typed mutant must come with an error that shows the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from random import Random

import numpy as np
from sympy import Basic

from bench.soundness.campaign import Case, Effort, Tally, generator
from bench.soundness.derivative_statements import derivative_statement
from bench.soundness.mutation import Mutant, mutants
from bench.soundness.piecewise_statements import piecewise_statement
from bench.soundness.problems import FILES, least_squares, true_claims, vocabulary
from bench.soundness.truth import Points
from numeric.trials import cross_check
from symbolic.errors import ShapeError
from symbolic.language.problem import Problem
from symbolic.provers.prover import prove

TRIED = 4
"""So many mutants are looked at for each false one that is asked for."""
GENERATED = 80
"""How many derivative and how many piecewise statements are made up."""


def proved(hypotheses: Sequence[Basic], claim: Basic, seconds: float) -> bool:
    """Whether the prover finds a theorem that needs nothing beyond the hypotheses."""
    proof = prove(hypotheses, claim, seconds=seconds)
    return proof.theorem is not None and not proof.needs


def judged(name: str, problem: Problem, points: Points, claim: Basic, effort: Effort) -> Tally:
    """Mutants of a claim put to evaluation and prover, up to `effort.most` false ones."""
    tally = Tally()
    if points.against(claim) is not None:
        tally.findings.append(f"{name}: the statement itself is not true: {claim}; {points.against(claim)}")
        return tally
    found = list(mutants(claim, vocabulary(problem)))
    generator(effort.seed, f"{name} {claim}").shuffle(found)
    for mutant in found[: TRIED * effort.most]:
        if tally.counts["false"] >= effort.most:
            break
        tried(name, problem, points, mutant, effort, tally)
    return tally


def tried(name: str, problem: Problem, points: Points, mutant: Mutant, effort: Effort, tally: Tally) -> None:
    """One mutant: counted, and what is wrong with its verdict noted."""
    if mutant.statement is None:
        tally.counts["ill-typed"] += 1
        tally.findings += [f"{name}, {mutant.kind} at {mutant.part}: {fault}" for fault in unshown(mutant.error)]
        return
    tally.counts["mutants"] += 1
    witness = points.against(mutant.statement)
    theorem = proved(problem.hypotheses, mutant.statement, effort.proving)
    if witness is not None:
        tally.counts["false"] += 1
        if theorem:
            tally.counts["false and proved"] += 1
            tally.findings.append(f"{name}: proved, but false: {mutant}; {witness}")
    elif theorem:
        tally.counts["true and proved"] += 1
        tally.findings += [f"{name}: proved, but {fault}: {mutant}" for fault in doubts(problem, points, mutant)]


def unshown(error: Exception | None) -> Iterator[str]:
    """What the error of an ill-typed mutant fails to show: what it met, and both shapes where two terms meet."""
    if not isinstance(error, ShapeError):
        yield f"no shape error but {error!r}"
        return
    for shape in (error.left_shape, error.right_shape):
        if shape is not None and f"{shape[0]} x {shape[1]}" not in str(error):
            yield f"{error} does not show {shape}"
    if error.left_shape is None or (error.right is not None and error.right_shape is None):
        yield f"{error} shows one shape too few"


def doubts(problem: Problem, points: Points, mutant: Mutant) -> Iterator[str]:
    """What speaks against a mutant that was proved: a point without a value, or a trial that fails."""
    statement = mutant.statement
    if statement is None:
        return
    hole = points.undefined(statement)
    if hole is not None:
        yield f"undefined at {hole}"
    trials = cross_check(problem.hypotheses, [statement], rng=np.random.default_rng(7), count=4, seconds=0.1)
    if trials.failures:
        yield f"false in a trial at {trials.failures[0]}"


class Source:
    """A problem whose claims are mutated, with its points, found once for each effort."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.found: dict[Effort, Points] = {}

    def mutated(self, name: str, claim: Basic, effort: Effort) -> Tally:
        """The mutants of one claim."""
        problem = self.problem
        if effort not in self.found:
            symbols, count, seconds = vocabulary(problem), effort.points, effort.looking
            self.found[effort] = Points(
                problem.hypotheses, problem.claims, symbols, effort.seed, count=count, seconds=seconds
            )
        return judged(name, problem, self.found[effort], claim, effort)


def cases_of(problems: Iterable[tuple[str, Problem]], most: int | None = None) -> list[Case]:
    """A case for each claim of the problems, or for the first `most` of each."""
    found = []
    for name, problem in problems:
        source = Source(problem)
        for k, claim in enumerate(problem.claims[:most], 1):
            found.append(Case(f"{name} {k}", partial(source.mutated, f"{name} {k}", claim)))
    return found


def made_up(kind: str, make: Callable[[Random], Problem], seed: int) -> list[Case]:
    """A case for each of some statements that are made when they are needed."""

    def mutated(name: str, effort: Effort) -> Tally:
        problem = make(generator(seed, name))
        return Source(problem).mutated(name, problem.claims[0], effort)

    names = [f"{kind} {k}" for k in range(1, GENERATED + 1)]
    return [Case(name, partial(mutated, name)) for name in names]


def line_cases(seed: int) -> list[Case]:
    """Mutants of the lines of least squares."""
    return cases_of(least_squares())


def claim_cases(seed: int) -> list[Case]:
    """Mutants of the true claims of all claim files."""
    return cases_of(true_claims(*FILES), 2)


def derivative_cases(seed: int) -> list[Case]:
    """Mutants of derivative statements: those of the claim files, and made up ones."""
    files = [name for name in FILES if "gradients" in name]
    return [*cases_of(true_claims(*files)), *made_up("derivative", derivative_statement, seed)]


def piecewise_cases(seed: int) -> list[Case]:
    """Mutants of piecewise statements: those of the claim files, and made up ones."""
    files = [name for name in FILES if "piecewise" in name]
    return [*cases_of(true_claims(*files)), *made_up("piecewise", piecewise_statement, seed)]

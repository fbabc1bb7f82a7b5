"""Statements with one small mistake are never proved: the lines of least squares, and the true claims of the claim
files.

A mutant counts as false where exact evaluation at some point that satisfies the hypotheses says so; that search
shares nothing with the prover. False mutants must not come back with a theorem from the hypotheses alone. A mutant
that survives all points and is proved must survive further trials, and have a value at every point.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import pytest
from sympy import Basic

from numeric.trials import cross_check
from symbolic.errors import ShapeError
from symbolic.language.problem import Problem, parse_problem
from symbolic.provers.prover import prove
from tests.soundness.least_squares import LINES
from tests.soundness.mutation import Mutant, mutants
from tests.soundness.truth import Points
from tests.support import require

CLAIMS = Path(__file__).resolve().parents[1] / "claims"
FILES = ("operators", "gradients", "expectations", "cookbook")
PER_LINE, PER_CLAIM = 50, 8
"""How many false mutants of a line of least squares are put to the prover, and mutants of a claim of a file."""
SECONDS = 0.03
"""Seconds of the prover for one mutant, about ten times what the true line takes."""
PORTIONS = 8
"""A claim file is tested in so many portions, which may run at the same time."""


def shuffled(claim: Basic, problem: Problem, name: str) -> list[Mutant]:
    """All mutants of a claim, in an order that the name fixes."""
    found = list(mutants(claim, vocabulary(problem)))
    Random(crc32(name.encode())).shuffle(found)
    return found


def vocabulary(problem: Problem) -> list[Basic]:
    """The symbols of a problem, sizes included."""
    return [*problem.symbols.values(), *problem.dimensions.values()]


def proved(hypotheses: Sequence[Basic], claim: Basic) -> bool:
    """Whether the prover finds a theorem that needs nothing beyond the hypotheses."""
    proof = prove(hypotheses, claim, seconds=SECONDS)
    return proof.theorem is not None and not proof.needs


def judged(problem: Problem, points: Points, found: Sequence[Mutant], most: int) -> int:
    """Put mutants to the prover, up to `most` false ones; how many were false."""
    false = 0
    for mutant in found:
        if mutant.statement is None:
            shapes_are_shown(mutant)
            continue
        witness = points.against(mutant.statement)
        if witness is not None:
            false += 1
            require(not proved(problem.hypotheses, mutant.statement), f"proved, but false: {mutant}; {witness}")
        elif false % 4 == 0 and proved(problem.hypotheses, mutant.statement):
            true_as_far_as_seen(problem, points, mutant)
        if false >= most:
            break
    return false


def shapes_are_shown(mutant: Mutant) -> None:
    """The error of an ill-typed mutant shows what it met, and both shapes where two terms meet."""
    error = mutant.error
    require(isinstance(error, ShapeError), f"{mutant.kind} at {mutant.part}: no shape error but {error!r}")
    for shape in (error.left_shape, error.right_shape):  # type: ignore[union-attr]
        require(shape is None or f"{shape[0]} x {shape[1]}" in str(error), f"{error} does not show {shape}")
    require(error.left_shape is not None, f"{error} shows no shape")  # type: ignore[union-attr]
    require(error.right is None or error.right_shape is not None, f"{error} shows one shape of two")  # type: ignore[union-attr]


def true_as_far_as_seen(problem: Problem, points: Points, mutant: Mutant) -> None:
    """A mutant that was proved has a value at every point, and holds in further trials."""
    statement = mutant.statement
    require(statement is not None, "a mutant without a statement")
    hole = points.undefined(statement)  # type: ignore[arg-type]
    require(hole is None, f"proved, but undefined: {mutant}; {hole}")
    trials = cross_check(problem.hypotheses, [statement], rng=np.random.default_rng(7), count=4, seconds=0.1)
    require(not trials.failures, f"proved, but false in a trial: {mutant}; {trials.failures[:1]}")


@cache
def problem_of_lines(name: str) -> tuple[Problem, Points]:
    """A group of lines as a problem, and its points."""
    problem = parse_problem(*LINES[name])
    return problem, Points(problem.hypotheses, problem.claims, vocabulary(problem), seed=1)


LISTED = [(name, k) for name, (_, _, lines) in LINES.items() for k in range(len(lines))]


@pytest.mark.soundness
@pytest.mark.parametrize(("name", "k"), LISTED, ids=[f"{name} {k + 1}" for name, k in LISTED])
def test_mutants_of_least_squares(name: str, k: int) -> None:
    problem, points = problem_of_lines(name)
    require(points.points, f"no point satisfies the hypotheses of {name}")
    require(points.against(problem.claims[k]) is None, f"{LINES[name][2][k]} is not true")
    false = judged(problem, points, shuffled(problem.claims[k], problem, f"{name} {k}"), PER_LINE)
    require(false >= FEW.get((name, k), PER_LINE), f"only {false} false mutants of {LINES[name][2][k]}")
    require(sum(FEW.get(line, PER_LINE) for line in LISTED) >= 2000, "fewer than 2,000 false mutants are asked for")


FEW = {
    ("normal equations", 5): 6,
    ("normal equations", 9): 30,
    ("hat matrix", 0): 20,
    ("hat matrix", 1): 20,
    ("hat matrix", 2): 12,
    ("hat matrix", 3): 20,
    ("hat matrix", 6): 20,
    ("hat matrix", 7): 25,
    ("hat matrix", 9): 25,
    ("hat matrix", 11): 15,
    ("hat matrix", 12): 15,
    ("hat matrix", 13): 15,
    ("residual", 4): 5,
    ("expected training loss", 9): 25,
}
"""Short lines have fewer false mutants than are asked for: at least so many."""


def claims_of(portion: int, name: str) -> Iterator[tuple[str, Problem]]:
    """The true claims of a file, one portion of them."""
    with (CLAIMS / f"{name}.toml").open("rb") as file:
        listed = [c for c in tomllib.load(file)["claim"] if c["expect"] == "proved"]
    for entry in listed[portion::PORTIONS]:
        yield entry["id"], parse_problem(entry["let"], entry.get("given", ()), entry["claim"])


@pytest.mark.soundness
@pytest.mark.parametrize("portion", range(PORTIONS))
@pytest.mark.parametrize("name", FILES)
def test_mutants_of_claim_files(name: str, portion: int) -> None:
    count = false = 0
    for identifier, problem in claims_of(portion, name):
        points = Points(problem.hypotheses, problem.claims, vocabulary(problem), seed=2, count=12, seconds=0.3)
        for claim in problem.claims[:2]:
            count += 1
            false += judged(problem, points, shuffled(claim, problem, identifier)[: 3 * PER_CLAIM], PER_CLAIM)
    require(false >= count, f"only {false} false mutants of {count} claims")

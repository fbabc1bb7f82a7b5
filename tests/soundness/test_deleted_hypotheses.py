"""A true claim without one of its hypotheses is not proved, where some point refutes it or leaves a part of it
without a value.

The hypotheses are those of the claim files and of the lines of least squares; each is left out in turn. Where the
search finds no such point, the hypothesis may have been superfluous, and nothing is asked but that a proof holds in
trials.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from sympy import Basic

from symbolic.errors import LanguageError
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.statements import Distribution, property_name
from symbolic.provers.prover import prove
from tests.soundness.least_squares import LINES
from tests.soundness.test_mutants import CLAIMS, FILES, SECONDS, vocabulary
from tests.soundness.truth import Points
from tests.support import require

PORTIONS = 8
Case = tuple[str, Problem, Basic]


@cache
def cases() -> list[Case]:
    """Every problem of the files and of least squares with every hypothesis that is not the law of a random symbol."""
    found = []
    for identifier, problem in problems():
        found += [(identifier, problem, h) for h in problem.hypotheses if not isinstance(h, Distribution)]
    return found


def problems() -> Iterator[tuple[str, Problem]]:
    """The true problems."""
    for name in FILES:
        with (CLAIMS / f"{name}.toml").open("rb") as file:
            for entry in tomllib.load(file)["claim"]:
                if entry["expect"] == "proved":
                    yield entry["id"], parse_problem(entry["let"], entry.get("given", ()), entry["claim"])
    for name, entry in LINES.items():
        yield name, parse_problem(*entry)


def proved_at(problem: Problem, rest: tuple[Basic, ...], claim: Basic) -> bool:
    """Whether a claim is proved from the rest of the hypotheses alone."""
    try:
        proof = prove(rest, claim, seconds=SECONDS)
    except LanguageError:  # a hypothesis that the others need to be read
        return False
    return proof.theorem is not None and not proof.needs


@pytest.mark.soundness
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_claims_without_a_hypothesis(portion: int) -> None:
    decided = 0
    for identifier, problem, gone in cases()[portion::PORTIONS]:
        rest = tuple(h for h in problem.hypotheses if h is not gone)
        points = Points(rest, problem.claims, vocabulary(problem), seed=3, count=12, seconds=0.15)
        for claim in problem.claims[:3]:
            witness = points.against(claim) or points.undefined(claim)
            if witness is None:
                continue
            decided += 1
            require(not proved_at(problem, rest, claim), f"{identifier} without {gone} is proved: {claim}; {witness}")
    require(decided >= 25, f"only {decided} claims fail without a hypothesis")


@pytest.mark.soundness
def test_enough_hypotheses_are_left_out() -> None:
    require(len(cases()) >= 300, f"only {len(cases())} hypotheses")
    require(any(property_name(h) for _, _, h in cases()), "no property among them")

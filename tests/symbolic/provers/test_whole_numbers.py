"""Piecewise statements about natural numbers: true ones that are false for real numbers, and false ones."""

from __future__ import annotations

import pytest

from symbolic.language.problem import parse_problem
from symbolic.provers.prover import Proof, prove
from symbolic.replay.store import replay_theorem

NATURAL = dict.fromkeys("ijkr", "natural")
TRUE = [
    ([], "step(2*i - 2*j - 1) = step(i - j)"),
    ([], "i < j => i + 1 <= j"),
    ([], "relu(i - j) = step(i - j)*(i - j)"),
    (["r <= 2"], "max(step(i - j), step(i + 1 - j - r)) = step(2*i + 1 - 2*j - r)"),
    (["3*i < 2"], "i <= 0"),
    ([], "step(i) <= i"),
]
FALSE = [
    ([], "step(2*i - 2*j + 1) = step(i - j)"),
    ([], "i < j => i + 2 <= j"),
    (["r <= 3"], "max(step(i - j), step(i + 1 - j - r)) = step(2*i + 1 - 2*j - r)"),
    (["3*i < 4"], "i <= 0"),
]


def _proof(given: list[str], claim: str, kind: str) -> Proof:
    problem = parse_problem(dict.fromkeys(NATURAL, kind), given=given, claim=[claim])
    return prove(list(problem.hypotheses), problem.claims[0], seconds=5)


@pytest.mark.parametrize(("given", "claim"), TRUE)
def test_proved_for_natural_numbers_and_replayed(given: list[str], claim: str) -> None:
    theorem = _proof(given, claim, "natural").theorem
    assert theorem is not None
    assert theorem.hypotheses <= set(parse_problem(NATURAL, given=given, claim=[claim]).hypotheses)
    replay_theorem(theorem)


@pytest.mark.parametrize(("given", "claim"), [case for case in TRUE if "relu" not in case[1]])
def test_not_proved_for_real_numbers(given: list[str], claim: str) -> None:
    assert _proof(given, claim, "scalar").theorem is None


@pytest.mark.soundness
@pytest.mark.parametrize(("given", "claim"), FALSE)
def test_false_statements_are_not_proved(given: list[str], claim: str) -> None:
    assert _proof(given, claim, "natural").theorem is None

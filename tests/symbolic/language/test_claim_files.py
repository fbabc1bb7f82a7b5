"""Every statement of every claim file parses, and is printed as text that parses to the same term."""

import tomllib
from pathlib import Path

import pytest

from symbolic.language.grammar import to_text
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.statements import Distribution

FILES = sorted((Path(__file__).parents[2] / "claims").glob("*.toml"))
CLAIMS = [
    pytest.param(claim, id=f"{path.stem}-{claim['id']}")
    for path in FILES
    for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
]


def problem_of(claim: dict) -> Problem:
    return parse_problem(claim["let"], claim.get("given", []), claim["claim"], claim.get("needs", []))


def test_the_files_are_here() -> None:
    assert {"cookbook", "expectations", "gradients", "operators", "piecewise"} <= {path.stem for path in FILES}
    assert len(CLAIMS) > 1000


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_parses_and_prints_back(claim: dict) -> None:
    problem = problem_of(claim)
    assert len(problem.claims) == len(claim["claim"])
    assert list(problem.symbols) == list(claim["let"])
    assert not set(problem.symbols) & set(problem.dimensions)
    for statement in (*problem.hypotheses, *problem.claims, *problem.needs):
        if not isinstance(statement, Distribution):
            text = to_text(statement, problem.scope.names)
            assert problem.scope.statement(text) == statement, text

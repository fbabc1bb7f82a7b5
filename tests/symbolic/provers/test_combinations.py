"""Inequalities as nonnegative combinations of hypotheses, also in induction steps: true ones, and near misses."""

from __future__ import annotations

import pytest

from symbolic.language.problem import parse_problem
from symbolic.provers.prover import Proof, prove
from symbolic.replay.store import replay_theorem

LET = {"A": "m x n", "B": "n x n", "M": "n x n", "v": "n", "c": "scalar", "p": "scalar", "q": "scalar", "k": "natural"}
TRUE = [
    (["A'*A >> B'*B"], "norm(B*v)^2 <= norm(A*v)^2"),
    (["A'*A >> B'*B", "0 <= c"], "c*norm(B*v)^2 <= c*norm(A*v)^2 + c^2"),
    (["q*A'*A >> M'*A'*A*M", "0 <= q"], "norm(A*M^k*v)^2 <= q^k*norm(A*v)^2"),
    (["0 <= c"], "1 + k*c <= (1 + c)^k"),
    (["0 <= p", "p <= 1"], "(1 + k*p)*(1 - p)^k <= 1"),
    (["1 <= c"], "1 <= c^k"),
    (["1 < c"], "1 < c^2"),
]
FALSE = [
    (["A'*A >> B'*B"], "norm(A*v)^2 <= norm(B*v)^2"),
    (["A'*A >> B'*B"], "c*norm(B*v)^2 <= c*norm(A*v)^2"),
    (["q*A'*A >> M'*A'*A*M", "0 <= q"], "norm(A*M^k*v)^2 <= q*norm(A*v)^2"),
    (["0 <= c"], "1 + k*c < (1 + c)^k"),
    (["p <= 1"], "(1 + k*p)*(1 - p)^k < 1"),
    (["-1 <= c"], "1 <= c^k + 1"),
]


def _proof(given: list[str], claim: str) -> Proof:
    problem = parse_problem(LET, given=given, claim=[claim])
    return prove(list(problem.hypotheses), problem.claims[0], seconds=4)


@pytest.mark.parametrize(("given", "claim"), TRUE)
def test_proved_and_replayed(given: list[str], claim: str) -> None:
    theorem = _proof(given, claim).theorem
    assert theorem is not None
    assert theorem.hypotheses <= set(parse_problem(LET, given=given, claim=[claim]).hypotheses)
    replay_theorem(theorem)


@pytest.mark.soundness
@pytest.mark.parametrize(("given", "claim"), FALSE)
def test_false_statements_are_not_proved(given: list[str], claim: str) -> None:
    assert _proof(given, claim).theorem is None


def test_commuting_semidefinite_factors() -> None:
    let = {"X": "n x d", "Y": "n x d", "a": "scalar", "b": "scalar"}
    given = ["a*I(n) >> X*X'", "X*X' >> b*I(n)"]
    for claim, expected in (
        ("positive semidefinite((a*I(n) - X*X')*(X*X' - b*I(n)))", True),
        ("positive semidefinite(X*X'*Y*Y')", False),
    ):
        problem = parse_problem(let, given=given, claim=[claim])
        theorem = prove(list(problem.hypotheses), problem.claims[0], seconds=3).theorem
        assert (theorem is not None) is expected

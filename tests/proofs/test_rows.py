"""Rows of a derivation: every kind of row, every kind of step; rows cross process borders with outlines for
theorems.
"""

from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from typing import Any

import pytest

from proofs.answers import perform
from proofs.rows import judge_row, judge_rows
from proofs.sending import hold
from proofs.tasks import RowTask
from symbolic.derivation import Derivation, JudgedRow, Outline, Row, Step, Verdict
from symbolic.language.statements import equals, relation
from symbolic.language.symbols import dimension, matrix, scalar
from symbolic.provers.prover import prove
from tests.proofs.sample_derivation import derivation


@pytest.fixture(scope="module")
def judged() -> list[JudgedRow]:
    return list(judge_rows(derivation(), prove=prove))


def test_rows_of_the_sample(judged: list[JudgedRow]) -> None:
    verdicts = [str(j.verdict.kind) for j in judged]
    assert verdicts[:5] == ["definition", "proved", "proved", "proved", "proved"]
    assert verdicts[5:] == ["refuted", "ill-typed", "needs", "refuted", "unread"]
    assert [j.row.number for j in judged if not j.right] == [9]


def test_steps_of_the_sample(judged: list[JudgedRow]) -> None:
    assert [j.step.kind for j in judged[:5]] == [Step.START, Step.START, Step.FOLLOWS, Step.START, Step.START]


def test_refusals_carry_what_shows_them(judged: list[JudgedRow]) -> None:
    assert judged[5].verdict.witness is not None and "left side" in judged[5].verdict.witness
    assert "n x d" in judged[6].verdict.message
    assert judged[7].verdict.witness is not None and "no value" in judged[7].verdict.witness
    assert [str(s) for s in judged[7].verdict.needs] == ["invertible(X.T*X)"]
    assert "column 7" in judged[9].verdict.message


def test_proved_rows_are_cross_checked_and_carry_their_theorem(judged: list[JudgedRow]) -> None:
    for row in judged[1:5]:
        assert row.verdict.tried is not None and row.verdict.tried.trials > 0
        assert row.verdict.theorem.statement == row.statement
        assert row.verdict.theorem.hypotheses <= set(row.row.hypotheses)


def test_rows_cross_process_borders() -> None:
    answer = perform(prove, RowTask("tests.proofs.sample_derivation", 3, 5.0, 0))
    hold()
    back = ForkingPickler.loads(ForkingPickler.dumps(answer))
    assert back.verdict.kind is Verdict.PROVED
    assert isinstance(back.verdict.theorem, Outline)
    assert back.verdict.theorem.statement == derivation().rows[2].statement
    assert len(list(back.verdict.theorem.tree())) > 1


@pytest.mark.parametrize("sign", ["=", "!=", "<=", "<", ">=", ">"])
def test_relations_arrive_as_they_were(sign: str) -> None:
    c = scalar("c")
    hold()
    for left, right in ((c, c), (c + c, 2 * c), (c, c - c)):
        sent = relation(left, sign, right)
        assert ForkingPickler.loads(ForkingPickler.dumps(sent)) == sent


CHAIN = [
    # right sides of a chain A*B = ..., what the rows and the steps come out as
    (["A*B", "A*B + A - A"], ["proved", "proved"], ["start", "follows"]),
    (["A*B", "B*A"], ["proved", "refuted"], ["start", "does not follow"]),
    (["B*A", "B*A + A - A"], ["refuted", "refuted"], ["start", "inherits"]),
    (["B*A", "A*B"], ["refuted", "proved"], ["start", "does not follow"]),
    (["B*A", "2*A*B"], ["refuted", "refuted"], ["start", "does not follow"]),
]


@pytest.mark.parametrize(("sides", "verdicts", "steps"), CHAIN)
def test_steps(sides: list[str], verdicts: list[str], steps: list[str]) -> None:
    n = dimension("n")
    A, B = matrix("A", n, n), matrix("B", n, n)
    terms: dict[str, Callable[[], Any]] = {
        "A*B": lambda: A * B,
        "B*A": lambda: B * A,
        "2*A*B": lambda: 2 * A * B,
        "A*B + A - A": lambda: A * B + A - A,
        "B*A + A - A": lambda: B * A + A - A,
    }
    work = Derivation("chain", "a chain")
    work.equal(A * B, terms[sides[0]](), "first")
    work.then(terms[sides[1]](), "second")
    judged = list(judge_rows(work, prove=prove))
    assert [str(j.verdict.kind) for j in judged] == verdicts
    assert [str(j.step.kind) for j in judged] == steps
    assert (judged[1].step.witness is not None) == (steps[1] == "does not follow")


def test_hypotheses_come_into_force_where_they_are_assumed() -> None:
    n = dimension("n")
    A, B = matrix("A", n, n), matrix("B", n, n)
    work = Derivation("order", "assumptions have an order")
    work.claim(equals(A * B, B * A), "before")
    work.assume(equals(A * B, B * A))
    work.claim(equals(A * B * B, B * B * A), "after")
    assert [str(j.verdict.kind) for j in judge_rows(work, prove=prove)] == ["refuted", "proved"]


def test_a_verdict_depends_on_seed_and_line_alone() -> None:
    work = derivation()
    row: Row = work.rows[5]
    first = judge_row(work, row, prove=prove, seed=3)
    list(judge_rows(work, prove=prove, seed=4))
    assert judge_row(derivation(), row, prove=prove, seed=3).verdict.witness == first.verdict.witness


def test_scalars_in_refusals() -> None:
    c = scalar("c")
    work = Derivation("scalars", "a quotient", given=[])
    work.claim(equals(c + c, 2 * c), "sum")
    work.refuse("c/c = 1", "needs", "c may be 0")
    assert [j.right for j in judge_rows(work, prove=prove)] == [True, True]

"""The judge with provers that are told what to return: each verdict, and what the judge does when its parts disagree or
break down.
"""

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from sympy import Basic

from proofs.judge import judge
from proofs.proving import Disagreement, Failed, Prove
from symbolic.derivation import StatementVerdict, Verdict
from symbolic.errors import KernelError
from symbolic.language.problem import Problem, parse_problem
from symbolic.provers.case_points import Counterexample
from symbolic.provers.prover import prove
from tests.support import require

SQUARE = {"A": "n x n", "B": "n x n"}


@dataclass(frozen=True)
class Said:
    """A proof as a prover may return it."""

    theorem: Any = None
    needs: tuple[Basic, ...] = ()
    contradictory: bool = False
    stage: str = "told"
    spent: bool = False
    obstacle: str = "x"
    left: None = None
    reasons: tuple[str, ...] = ("told so",)
    counterexample: Any = None
    warning: str = ""


def theorem(statement: Any, hypotheses: Any = ()) -> Any:
    return SimpleNamespace(
        statement=statement, hypotheses=frozenset(hypotheses), laws=frozenset({"law"}), rule="assume", premises=()
    )


def always(hypotheses: Any, claim: Any, *, seconds: float) -> Said:
    """A prover that proves everything."""
    return Said(theorem(claim))


def never(hypotheses: Any, claim: Any, *, seconds: float) -> Failed:
    """A prover that proves nothing."""
    return Failed("nothing tried")


def broken(hypotheses: Any, claim: Any, *, seconds: float) -> Said:
    """A prover that breaks down."""
    raise KeyError("letter")


def verdict_on(problem: Problem, prover: Prove = prove, seconds: float = 1.0, **options: Any) -> StatementVerdict:
    return judge(
        problem.hypotheses, problem.claims, prove=prover, rng=np.random.default_rng(7), seconds=seconds, **options
    )


TRUE = parse_problem(SQUARE, (), ["tr(A*B) = tr(B*A)"])
FALSE = parse_problem(SQUARE, (), ["A*B = B*A"])
TWO = parse_problem(SQUARE, (), ["tr(A*B) = tr(B*A)", "A*B = B*A"])
PARTIAL = parse_problem({"A": "n x n"}, (), ["A*A^-1 = I"])
CONTRADICTORY = parse_problem({"A": "n x n", "c": "scalar"}, ["c != c"], ["A = 0"])


@pytest.mark.parametrize(
    ("problem", "prover", "kind"),
    [
        (TRUE, prove, Verdict.PROVED), (TRUE, never, Verdict.SUPPORTED), (TRUE, broken, Verdict.SUPPORTED),
        (FALSE, prove, Verdict.REFUTED), (FALSE, never, Verdict.REFUTED), (FALSE, broken, Verdict.REFUTED),
        (TWO, prove, Verdict.REFUTED), (TWO, never, Verdict.REFUTED),
        (PARTIAL, prove, Verdict.NEEDS), (PARTIAL, never, Verdict.SUPPORTED),
        (CONTRADICTORY, never, Verdict.SUPPORTED),
    ],
)  # fmt: skip
def test_verdict(problem: Problem, prover: Prove, kind: Verdict) -> None:
    assert verdict_on(problem, prover).kind is kind


def test_a_crash_is_told_as_an_error_of_the_program() -> None:
    said = verdict_on(TRUE, broken).message
    assert "internal error, please report it: the prover broke down: KeyError: 'letter'" in said


@pytest.mark.parametrize("seconds", [0.0, 0.001])
def test_time_that_ran_out_is_told_as_such(seconds: float) -> None:
    let = {"A": "n x n, positive semidefinite", "P": "n x n, idempotent"}
    hard = parse_problem(let, ["P*P' = P'*P"], ["tr(P*A*P) <= tr(A)"])
    assert prove(hard.hypotheses, hard.claims[0], seconds=seconds).spent
    said = verdict_on(hard, seconds=seconds)
    assert said.kind is Verdict.SUPPORTED
    assert "no proof found: out of time in stage '" in said.message


@pytest.mark.soundness
@pytest.mark.parametrize("problem", [FALSE, TWO])
def test_a_proof_of_something_false_is_said_aloud(problem: Problem) -> None:
    with pytest.raises(Disagreement, match="fails at n = 2"):
        require(verdict_on(problem, always) is None, "a false statement was proved")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("tr(A) >= 0", "proved"),
        ("tr(A) > 0", "refuted"),
        ("x > 1 => x^2 >= x", "proved"),
        ("x >= 0 => x^2 >= x", "refuted"),
        ("x*y >= 0", "proved"),
    ],
)
def test_orders_may_be_written_from_the_larger_side(written: str, kind: str) -> None:
    let = {"A": "n x n, positive semidefinite", "x": "scalar", "y": "scalar"}
    given = ["x > 0", "y >= 0"] if written.startswith("x*y") else []
    problem = parse_problem(let, given, [written], [])
    assert verdict_on(problem, prove).kind == kind


@pytest.mark.soundness
def test_a_proof_of_something_else_is_said_aloud() -> None:
    with pytest.raises(Disagreement, match="to prove was"):
        verdict_on(TRUE, lambda h, c, *, seconds: Said(theorem(FALSE.claims[0])))


@pytest.mark.soundness
def test_everything_proved_of_something_undefined_is_not_proved() -> None:
    found = verdict_on(PARTIAL, always)
    require(found.kind is Verdict.NEEDS, f"{found}")
    require("invertible(A)" in str(found.needs) and found.witness is not None, f"{found}")


NARROW = parse_problem({"x": "scalar", "y": "scalar"}, (), ["min(relu(x - 3/7), relu(y - 5/11), relu(6/11 - y)) = 0"])
TRUE_ORDER = parse_problem({"x": "scalar"}, (), ["relu(x) <= abs(x)"])


def test_a_point_that_the_prover_finds_refutes() -> None:
    found = verdict_on(NARROW)
    assert found.kind is Verdict.REFUTED
    assert found.witness == "x = 1, y = 1/2: left side 1/22, right side 0"


@pytest.mark.soundness
def test_a_point_that_is_no_counterexample_is_not_believed() -> None:
    point = Counterexample({}, {TRUE_ORDER.symbols["x"]: Fraction(1)})
    found = verdict_on(TRUE_ORDER, lambda h, c, *, seconds: Failed("told", counterexample=point))
    require(found.kind is Verdict.SUPPORTED, found.witness)
    require("does not confirm" in found.message, found.message)


@pytest.mark.soundness
def test_a_theorem_under_further_hypotheses_is_no_proof() -> None:
    further = parse_problem(SQUARE, ["A*B = B*A"]).hypotheses
    found = verdict_on(TRUE, lambda h, c, *, seconds: Said(theorem(c, further)))
    require(found.kind is Verdict.SUPPORTED and found.needs == further, f"{found}")
    found = verdict_on(FALSE, lambda h, c, *, seconds: Said(theorem(c, further)))
    require(found.kind is Verdict.REFUTED, f"{found}")


@pytest.mark.soundness
def test_contradictory_hypotheses_prove_nothing() -> None:
    found = verdict_on(TRUE, lambda h, c, *, seconds: Said(theorem(c), contradictory=True))
    require(found.kind is Verdict.SUPPORTED and "contradict" in found.message, f"{found}")


@pytest.mark.soundness
def test_what_replay_refuses_is_not_proved() -> None:
    def refuses(_: Any) -> None:
        raise KernelError("premise 3")

    found = verdict_on(TRUE, prove, replay=refuses)
    require(found.kind is Verdict.SUPPORTED and "premise 3" in found.message, f"{found}")
    replayed: list[Any] = []
    found = verdict_on(TRUE, prove, replay=replayed.append)
    require(found.kind is Verdict.PROVED and len(replayed) == 1, f"{found}")


def test_refuted_carries_witness_and_repair() -> None:
    found = verdict_on(parse_problem(SQUARE, (), ["(A*B)' = A'*B'"]), seconds=5.0)
    assert found.witness is not None and found.witness.startswith("n = 2, A = [")
    assert [str(n) for n in found.needs] == ["Eq(A*B, B*A)"]
    assert verdict_on(TWO).message == "statement 2 fails"


def test_needs_carries_the_theorem_under_it_and_where_it_is_undefined() -> None:
    found = verdict_on(PARTIAL)
    assert [str(n) for n in found.needs] == ["invertible(A)"]
    assert found.theorem is not None and found.theorem.hypotheses == set(found.needs)
    assert found.witness is not None and found.witness.startswith("n = 1, A = 0:")
    assert found.tried is not None and found.tried.trials > 0


def test_proved_is_cross_checked() -> None:
    found = verdict_on(TRUE)
    assert found.tried is not None and found.tried.kind == "prime field"
    assert found.tried.bound is not None and 0 < found.tried.bound < 1e-17
    assert found.checking > 0


def test_messages_say_what_broke_down() -> None:
    assert "KeyError" in verdict_on(TRUE, broken).message
    assert "no proof found: nothing tried" in verdict_on(TRUE, never).message


def test_the_budget_is_kept_and_shared() -> None:
    given: list[float] = []

    def slow(hypotheses: Any, claim: Any, *, seconds: float) -> Failed:
        given.append(seconds)
        return Failed("slow")

    three = parse_problem(SQUARE, (), ["tr(A*B) = tr(B*A)", "(A*B)' = B'*A'", "A + B = B + A"])
    verdict_on(three, slow, seconds=2.0)
    assert len(given) == 9
    assert sum(given) < 2 * 3 * 2.0
    assert max(given) < 2.0


SCALAR = {"x": "scalar"}


@pytest.mark.soundness
@pytest.mark.parametrize("given", [["x <= 0", "0 <= x"], ["x^2 = 0"], ["x = 0"]])
def test_a_derivative_that_exists_at_no_point_is_not_proved(given: list[str]) -> None:
    verdict = verdict_on(parse_problem(SCALAR, given, ["grad(abs(x), x) = sign(x)"]), seconds=3.0)
    require(verdict.kind is Verdict.SUPPORTED, f"{verdict.kind}: {verdict.message}")


def test_where_a_derivative_exists_is_told() -> None:
    verdict = verdict_on(parse_problem(SCALAR, [], ["grad(abs(x), x) = sign(x)"]), seconds=3.0)
    assert (verdict.kind, verdict.message) == (Verdict.PROVED, "where the derivative exists: x != 0")


def test_orders_and_squares_that_contradict_each_other_prove_nothing() -> None:
    problem = parse_problem({"a": "scalar", "b": "scalar"}, ["a^2 + b^2 = 1", "2 <= a"], ["b^2 = 1 - a^2"])
    proof = prove(problem.hypotheses, problem.claims[0], seconds=5.0)
    assert proof.theorem is None
    assert proof.contradictory


def test_what_is_left_is_told_with_the_stage() -> None:
    found = verdict_on(parse_problem({"P": "n x n"}, ["P*P' = P'*P", "P*P*P = P"], ["P' = P"]))
    assert found.kind is Verdict.SUPPORTED and found.stage
    assert [(left.text, left.latex) for left in found.residue] == [("P' - P = 0", r"P^{\top} - P = 0")]


@pytest.mark.parametrize(("let", "given", "claim", "needs"), [
    (SQUARE | {"A": "n x n, orthogonal"}, [], "orthogonal(A*B)", "orthogonal(B)"),
    ({"A": "m x n", "B": "m x p", "C": "k x m"}, [], "range(C*B) <= range(C*A)", "RangeInclusion(B, A)"),
    ({"N": "n x n"}, [], "(I - N)*(I + N) = I", "Eq(N*N, 0)"),
])  # fmt: skip
def test_the_weakest_repair_is_named_with_a_point_without_it(
    let: dict[str, str], given: list[str], claim: str, needs: str
) -> None:
    found = verdict_on(parse_problem(let, given, [claim]), seconds=5.0)
    assert found.kind is Verdict.REFUTED and found.witness
    assert [str(n) for n in found.needs] == [needs]


def test_conditions_that_follow_from_the_others_are_not_named() -> None:
    claim = "(A + c*u*u')^-1 = A^-1 - c*A^-1*u*u'*A^-1/(1 + c*u'*A^-1*u)"
    found = verdict_on(parse_problem({"A": "n x n", "u": "n", "c": "scalar"}, [], [claim]), seconds=5.0)
    assert found.kind is Verdict.NEEDS
    assert len(found.needs) == 2 and found.theorem.hypotheses == set(found.needs)


@pytest.mark.soundness
def test_an_inverse_in_a_hypothesis_exists_and_one_in_the_claim_need_not() -> None:
    let = {"Z": "n x k", "Q": "n x n", "A": "k x k"}
    found = verdict_on(parse_problem(let, ["Q = Z*(Z'*Z)^-1*Z'"], ["Q*Z = Z"]))
    require(found.kind is Verdict.PROVED, f"{found}")
    found = verdict_on(parse_problem(let, ["Q = Z*(Z'*Z)^-1*Z'"], ["A^-1*A = I"]))
    require(found.kind is Verdict.NEEDS, f"{found}")
    found = verdict_on(parse_problem(let, ["Z'*Z = A => A*A^-1 = I"], ["A*A^-1 = I"]))
    require(found.kind is not Verdict.PROVED, f"{found}")

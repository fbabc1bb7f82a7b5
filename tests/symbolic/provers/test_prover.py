"""The prover on tables of statements, within its budget, and with hypotheses that nothing satisfies."""

from __future__ import annotations

from dataclasses import replace
from time import thread_time

import pytest

from symbolic.errors import KernelError, LineproofError
from symbolic.kernel import Kernel, Theorem, absurd, induction
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.statements import equals, has, relation
from symbolic.language.symbols import dimension, matrix, natural, scalar
from symbolic.language.terms import identity, multiply, power
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem
from tests.symbolic.provers.false_statements import FALSE
from tests.symbolic.provers.further_statements import TABLES
from tests.symbolic.provers.true_statements import ALGEBRA, FURTHER

Row = tuple[str, str, str]


def problem(row: Row) -> Problem:
    """The row of a table as a problem."""
    let, given, claim = row
    declared = dict(part.split(":", 1) for part in let.split(";"))
    return parse_problem(
        {name.strip(): said.strip() for name, said in declared.items()},
        [part.strip() for part in given.split(";") if part.strip()],
        [claim],
    )


@pytest.mark.parametrize("row", [*ALGEBRA, *FURTHER, *TABLES], ids=lambda row: row[2][:60])
def test_true_statements_are_proved_and_replayed(row: Row) -> None:
    stated = problem(row)
    proof = prove(stated.hypotheses, stated.claims[0], seconds=20.0)
    assert proof.theorem is not None, proof.obstacle
    assert not proof.needs
    assert replay_theorem(proof.theorem).steps


@pytest.mark.soundness
@pytest.mark.parametrize("row", FALSE, ids=lambda row: row[2][:60])
def test_false_statements_are_not_proved(row: Row) -> None:
    stated = problem(row)
    proof = prove(stated.hypotheses, stated.claims[0], seconds=0.5)
    assert proof.theorem is None or proof.needs


@pytest.mark.parametrize(
    "row",
    [
        ("A: n x n; B: n x n; C: n x n", "A*B = I; A*B = 0", "C = 0"),
        ("A: n x n; B: n x n; C: n x n", "A*B = I; B*A = 0", "A*C = C*A"),
        ("A: n x n, invertible; B: n x n", "A*A = 0", "A*B = A*B + A*A"),
        ("A: n x n, invertible; x: n, nonzero", "A*x = 0", "A*A*x = 0"),
        ("A: n x n, symmetric, antisymmetric, invertible", "", "A = 0"),
        ("c: scalar", "c = 1; c = 2", "c = 1"),
        ("c: scalar", "c != 0; c = 0", "c = 0"),
        ("A: n x n; B: n x n", "A != B; A >> B; B >> A", "A = B"),
        ("A: n x n", "tr(A) = 1; A*A = 0; A = A'", "A = 0"),
        ("A: m x n; x: n", "A*x != 0; A'*A = 0", "A = 0"),
        ("a: scalar", "0 < a; a < 0", "a = 1"),
        ("A: n x n, positive definite", "tr(A) < 0", "A = I"),
    ],
    ids=lambda row: row[1],
)
def test_nothing_is_proved_from_a_contradiction(row: Row) -> None:
    stated = problem(row)
    proof = prove(stated.hypotheses, stated.claims[0])
    assert proof.theorem is None
    assert proof.contradictory


def test_hypotheses_that_only_operators_satisfy_come_with_a_warning() -> None:
    stated = problem(("D: n x n; X: n x n", "D*X - X*D = I", "D*X*X - X*X*D = 2*X"))
    proof = prove(stated.hypotheses, stated.claims[0])
    assert proof.theorem is not None
    assert "trace" in proof.warning


@pytest.mark.parametrize(
    "row",
    [
        ("A: n x n; B: n x n", "A*B*A = B*A*B; A*A*B = B*B*A", "A*B = B*A"),
        ("A: n x n; B: n x n; k: natural", "", "(A*B)^k = A^k*B^k"),
        (
            "A: n x n; x: n, random, independent entries, mean m, covariance S; m: n; S: n x n, diagonal",
            "",
            "E[(x'*A*x)*(x'*A*x)*(x'*A*x)] = tr(A*S)^3",
        ),
    ],
    ids=["relations without end", "powers", "moments of order six"],
)
def test_the_budget_is_kept(row: Row) -> None:
    stated = problem(row)
    start = thread_time()
    proof = prove(stated.hypotheses, stated.claims[0], seconds=0.5)
    assert proof.theorem is None
    assert thread_time() - start < 5.0


def test_a_certificate_that_was_altered_is_refused() -> None:
    stated = problem(("A: n x n, invertible; B: n x n", "A*B = 0", "B = 0"))
    proof = prove(stated.hypotheses, stated.claims[0])
    assert proof.theorem is not None
    theorem = next(t for t in proof.theorem.tree() if t.rule == "certificate" and t.data)
    kernel = Kernel()
    premises = [kernel.assume(p.statement) for p in theorem.premises]
    kernel.certificate(theorem.statement, theorem.data, premises)
    first, *rest = theorem.data
    for altered in (replace(first, coefficient=first.coefficient + 1), replace(first, premise=first.premise + 1)):
        with pytest.raises(LineproofError):
            kernel.certificate(theorem.statement, (altered, *rest), premises)


n, k = dimension("n"), natural("k")
A = matrix("A", n, n)


def _powers() -> tuple[Kernel, Theorem, Theorem]:
    """That a matrix commutes with its powers: for k = 0, and from k to k + 1."""
    kernel = Kernel()
    goal = equals(multiply(A, power(A, k)), multiply(power(A, k), A))
    base = kernel.certificate(equals(multiply(A, power(A, 0)), multiply(power(A, 0), A)), (), ())
    return kernel, base, kernel.assume(goal)


@pytest.mark.soundness
def test_induction_needs_both_theorems() -> None:
    kernel, base, assumed = _powers()
    goal = assumed.statement
    with pytest.raises(KernelError):
        induction(kernel, goal, k, base, assumed)
    with pytest.raises(KernelError):
        induction(kernel, goal, k, assumed, assumed)


@pytest.mark.soundness
def test_induction_does_not_reach_hypotheses_on_the_variable_or_sizes() -> None:
    kernel = Kernel()
    odd = kernel.assume(equals(k, 3))
    with pytest.raises(KernelError):
        induction(kernel, equals(k, 3), k, odd, odd)
    one = identity(n)
    sized = equals(one, one)
    theorem = kernel.certificate(sized, (), ())
    with pytest.raises(KernelError):
        induction(kernel, sized, n, theorem, theorem)


@pytest.mark.soundness
def test_a_contradiction_is_no_other_equation() -> None:
    kernel = Kernel()
    x, y = scalar("x"), scalar("y")
    assumed = kernel.assume(equals(x, y))
    with pytest.raises(KernelError):
        absurd(kernel, assumed, equals(x, y))
    with pytest.raises(KernelError):
        absurd(kernel, kernel.assume(has("invertible", A)), equals(x, y))
    contradiction = kernel.assume(equals(1, 0))
    refuted = absurd(kernel, contradiction, equals(1, 0))
    assert refuted.statement == relation(1, "!=", 0)
    assert not refuted.hypotheses


@pytest.mark.parametrize("block", ["[0, x; x, 0]", "[x, 1; 1, 1/x]", "[1, x; x, 0]"])
def test_blocks_that_are_numbers_are_matrices_too(block: str) -> None:
    problem = parse_problem({"x": "scalar"}, claim=[f"positive semidefinite({block})"])
    assert prove(problem.hypotheses, problem.claims[0], seconds=2.0).theorem is None

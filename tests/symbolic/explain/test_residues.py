"""What is left of a claim that is not proved: short, and equal to the difference of its sides under the hypotheses."""

import numpy as np
import pytest
from sympy import Le, Lt

from numeric.evaluation import Undefined, evaluate
from numeric.namespaces import Rational
from numeric.sampling import Sampler
from numeric.search import points
from symbolic.clock import clock
from symbolic.explain import residue
from symbolic.explain.residues import LONGEST, terms
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.terms import add, negative
from symbolic.provers.prover import Proof, prove
from symbolic.provers.residue import Open

SQUARE = {"A": "n x n", "B": "n x n"}
PROJECTIONS = {"P": "n x n, idempotent", "Q": "n x n, idempotent"}


def unproved(let: dict[str, str], given: list[str], claim: str, seconds: float = 0.4) -> tuple[Problem, Proof]:
    problem = parse_problem(let, given, [claim])
    proof = prove(problem.hypotheses, problem.claims[0], seconds=seconds)
    assert proof.theorem is None and proof.left is not None
    return problem, proof


def left_of(let: dict[str, str], given: list[str], claim: str) -> tuple[Problem, list[Open]]:
    problem, proof = unproved(let, given, claim)
    assert proof.left is not None
    return problem, list(proof.left(0.4))


def texts(left: list[Open]) -> list[str]:
    return [residue(one).text for one in left]


EQUATIONS_AND_ORDERS = [
    (SQUARE | {"P": "n x n, idempotent"}, ["A*P = P*A"], "P*A*P*B = B*A*P", "P*A*B - B*P*A = 0"),
    (SQUARE, ["A' = A", "B' = B"], "(A*B)' = A*B", "B*A - A*B = 0"),
    (PROJECTIONS, ["P*Q = 0"], "(P + Q)*(P + Q) = P + Q", "Q*P = 0"),
    ({"A": "m x n", "B": "n x m", "C": "n x m"}, ["A*B*A = A", "C*A*C = C"], "C*A*B*A = B*A", "C*A - B*A = 0"),
    ({"X": "n x d, full column rank", "P": "n x n", "y": "n"}, ["P = X*(X'*X)^-1*X'"],
     "y'*P*P*y = y'*y", "y'*P*y - y'*y = 0"),
    ({"N": "n x n", "M": "n x n"}, ["N^2 = M", "M*N = 0"], "(I + N)^3 = I + 3*N", "3*M = 0"),
    ({"A": "n x n, orthogonal", "B": "n x n"}, [], "tr(A'*B*A) = tr(A'*B)", "tr(B) - tr(A'*B) = 0"),
    ({"A": "n x n", "P": "n x n, idempotent"}, [], "rank(P*P*A) = rank(A)", "rank(P*A) - rank(A) = 0"),
    ({"A": "n x n, invertible", "x": "n"}, [], "x'*A^-1*A*x <= 2*x'*A*x", "0 <= 2*x'*A*x - x'*x"),
    (SQUARE | {"P": "n x n, symmetric, idempotent"}, ["P*A = A"], "A*A' >> P*A*B*A'*P", "A*A' - A*B*A' >> 0"),
]


@pytest.mark.parametrize(("let", "given", "claim", "text"), EQUATIONS_AND_ORDERS)
def test_the_residue_is_short_and_equals_the_difference(
    let: dict[str, str], given: list[str], claim: str, text: str
) -> None:
    problem, [left] = left_of(let, given, claim)
    assert residue(left).text == text
    one, other = problem.claims[0].args[::-1] if isinstance(problem.claims[0], Le | Lt) else problem.claims[0].args
    apart = add(one, negative(other), *(negative(part) for part in terms(left)))
    tried = 0
    sampler, rng = Sampler(problem.hypotheses, problem.claims), np.random.default_rng(1)
    for point in points(sampler, problem.hypotheses, rng, clock() + 5.0):
        try:
            value = evaluate(apart, point, Rational()).tolist()
        except Undefined:
            continue
        assert not any(entry for row in value for entry in row), f"{text} at {point}"
        tried += 1
        if tried == 5:
            break
    assert tried == 5


@pytest.mark.parametrize(("let", "given", "claim", "text"), [
    (SQUARE | {"C": "n x n"}, ["range(C) <= range(B)"], "range(A + C) <= range(B)", ["range(A) <= range(B)"]),
    ({"A": "m x n", "C": "m x p"}, [], "exists W: A*W = C", ["A*pinv(A)*C - C = 0   with W = pinv(A)*C"]),
    (SQUARE, [], "exists W: A*W + W*B = B", ["A*W + W*B - B = 0   (no candidate for W)"]),
    ({"A": "n x n", "P": "n x n, idempotent"}, [], "invertible(I + P*P*A)", ["invertible(I(n) + P*A)"]),
    (PROJECTIONS, [], "idempotent(P*Q)", ["P*Q*P*Q - P*Q = 0"]),
    (PROJECTIONS, [], "P*P*Q = Q => Q*P*P = P", ["Q*P - P = 0   given P*P*Q = Q"]),
    ({"k": "natural", "A": "n x n", "B": "n x n"}, [], "kron(A, B)^k = kron(B, A)^k",
     ["kron(A, B)^k - kron(B, A)^k = 0"]),
    ({"k": "natural", "A": "n x n"}, [], "A.^k = A'.^k",
     ["A.^k - A'.^k = 0   (the entrywise power k is outside the canonical form)"]),
])  # fmt: skip
def test_other_statements_are_left_reduced(let: dict[str, str], given: list[str], claim: str, text: list[str]) -> None:
    _, left = left_of(let, given, claim)
    assert texts(left) == text
    assert not any("\t" in residue(one).latex for one in left)


def test_long_sums_are_cut_and_counted() -> None:
    names = [f"{letter}{number}" for letter in "AB" for number in range(12)]
    pairs = [f"({a} + P*{a})*B*P" for a in names]
    let = dict.fromkeys(names, "n x n") | {"B": "n x n", "P": "n x n, idempotent"}
    _, [left] = left_of(let, [], f"P*({' + '.join(pairs)}) = 0")
    shown = residue(left)
    assert shown.text.startswith("2*P*A0*B*P + 2*P*A1*B*P + ") and shown.text.endswith(" + 12 further terms = 0")
    assert shown.latex.endswith(r" + \text{12 further terms} = 0")
    assert len(shown.text) < LONGEST + 30


def test_the_stage_is_named() -> None:
    _, proof = unproved(SQUARE, ["A^3*B^2 = B^2*A^3", "A^2*B*A*B = B*A"], "A*B = B*A", 0.2)
    assert proof.spent and proof.stage == "completion"
    _, proof = unproved({"a": "n", "b": "n"}, [], "a*b' = b*a'", 5.0)
    assert not proof.spent

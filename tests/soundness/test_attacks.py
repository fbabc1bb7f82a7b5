"""None of the attacks is proved, and none of the contradictory hypotheses proves anything."""

from __future__ import annotations

import pytest

from symbolic.errors import LanguageError, LineproofError
from symbolic.language.problem import parse_problem
from symbolic.language.statements import distribution, equals
from symbolic.language.symbols import dimension, matrix, scalar, vector
from symbolic.provers.prover import prove
from tests.soundness.attacks import ATTACKS, Attack
from tests.support import require

SECONDS = 0.06

CONTRADICTIONS = [
    ({"x": "scalar"}, ["x = 0", "x = 1"], "1 = 2"),
    ({"x": "scalar", "y": "scalar"}, ["x*y = 1", "x = 0"], "y = 5"),
    ({"x": "scalar", "y": "scalar"}, ["x = y", "x = y + 1"], "1 = 2"),
    ({"x": "scalar", "y": "scalar"}, ["x < y", "y < x"], "1 = 2"),
    ({"A": "n x n, invertible", "B": "n x n"}, ["A = zeros(n, n)"], "B = 0"),
    ({"A": "n x n", "B": "n x n"}, ["A*B = I", "A = zeros(n, n)"], "A = B"),
    ({"x": "scalar", "y": "scalar"}, ["x/x = 0"], "x = y"),
    ({"x": "scalar", "y": "scalar"}, ["x != 0", "x = 0"], "y = 0"),
    ({"x": "scalar"}, ["x^2 = -1"], "x^4 = 1"),
    ({"x": "scalar"}, ["exp(x) = 0"], "exp(2*x) = 0"),
    ({"x": "scalar, positive"}, ["x = -2"], "x*x = 4"),
    ({"x": "scalar", "y": "scalar"}, ["x < y", "y <= x"], "x - y = x - y"),
    ({"x": "n"}, ["norm(x) = -2"], "norm(x)^2 = 4"),
    ({"A": "m x n"}, ["tr(A'*A) = -1"], "tr(A*A') = -1"),
    ({"A": "n x n"}, ["A*A' = -I"], "A*A'*A = -A"),
    ({"A": "n x n, positive definite"}, ["tr(A) = 0"], "tr(2*A) = 0"),
    ({"A": "n x n, positive definite"}, ["diagv(A) = 0"], "diagv(A') = 0"),
    ({"A": "2 x 2, positive definite"}, ["A[1, 1] = 0"], "A[1, 1]*A[1, 2] = 0"),
    ({"A": "n x n, positive definite"}, ["0 >> A"], "A' = A"),
    ({"A": "n x n, positive definite"}, ["positive definite(-A)"], "A' = A"),
    ({"A": "n x n, orthogonal"}, ["det(A) = 2"], "det(A*A) = 4"),
    ({"A": "n x n, invertible"}, ["det(A) = 0"], "det(A*A) = 0"),
    ({"X": "2 x 3, full column rank"}, [], "X'*X = X'*X"),
    ({"X": "n x n, full row rank", "Y": "3 x 2, full row rank"}, [], "X = X"),
]
KINKS = [
    ({"x": "scalar"}, ["x = 0"], "grad(abs(x), x) = sign(x)"),
    ({"x": "n"}, ["x = 0"], "grad(sum(relu(x)), x) = step(x)"),
    ({"x": "scalar", "y": "scalar"}, ["x = y"], "grad(max(x, y), x) = step(x - y)"),
]


@pytest.mark.soundness
@pytest.mark.parametrize("attack", ATTACKS, ids=[a[0] for a in ATTACKS])
def test_attack_fails(attack: Attack) -> None:
    _, let, given, claims = attack
    for text in claims:
        try:
            problem = parse_problem(let, given, [text])
        except LanguageError:
            continue
        except LineproofError:  # refused by the grammar: as good
            continue
        proof = prove(problem.hypotheses, problem.claims[0], seconds=SECONDS)
        require(proof.theorem is None or proof.needs, f"proved under {let}, {given}: {text}")


@pytest.mark.soundness
@pytest.mark.parametrize(("let", "given", "claim"), CONTRADICTIONS)
def test_contradictory_hypotheses_prove_nothing(let: dict[str, str], given: list[str], claim: str) -> None:
    problem = parse_problem(let, given, [claim])
    proof = prove(problem.hypotheses, problem.claims[0])
    require(proof.theorem is None, f"{claim} is proved from {given}")


@pytest.mark.soundness
@pytest.mark.parametrize(("let", "given", "claim"), KINKS)
def test_a_derivative_that_exists_nowhere(let: dict[str, str], given: list[str], claim: str) -> None:
    free, held = parse_problem(let, [], [claim]), parse_problem(let, given, [claim])
    require(prove(held.hypotheses, held.claims[0]).theorem is None, f"{claim} is proved from {given}")
    said = prove(free.hypotheses, free.claims[0]).warning
    require("where the derivative exists" in said, f"{claim}: nothing is said")


@pytest.mark.soundness
def test_attacks_are_read() -> None:
    read = 0
    for _, let, given, claims in ATTACKS:
        for text in claims:
            try:
                read += len(parse_problem(let, given, [text]).claims)
            except LineproofError:
                continue
    require(read >= 0.95 * sum(len(a[3]) for a in ATTACKS), f"only {read} attacks are read")


@pytest.mark.soundness
def test_two_symbols_of_one_name_prove_nothing() -> None:
    n = dimension("n")
    constant, random = vector("x", n), vector("x", n, random=True)
    law = distribution(random, "moments", mean=0)
    for claim in (
        equals(constant, random),
        equals(matrix("A", n, n), matrix("A", n, n, random=True)),
        equals(scalar("n"), n),
    ):
        require(prove([law], claim, seconds=SECONDS).theorem is None, f"{claim} is proved of two symbols")

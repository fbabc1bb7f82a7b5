"""Missing hypotheses are proposed, the useful ones among the first, and nothing useless."""

import numpy as np
import pytest

from numeric.namespaces import Rational
from numeric.refuter import refute
from numeric.repairs import repairs
from numeric.statements import holds
from symbolic.language.problem import parse_problem, to_text


def proposed(let, given, claim, seed=0):
    stated = parse_problem(let, given, [claim])
    found = refute(stated.hypotheses, stated.claims, rng=np.random.default_rng(seed))
    return found, repairs(stated.hypotheses, stated.claims, found, rng=np.random.default_rng(seed + 1), seconds=3.0)


SQUARES = {"A": "n x n", "B": "n x n"}


@pytest.mark.parametrize(("let", "given", "claim", "hypothesis", "place"), [
    (SQUARES, [], "(A*B)' = A'*B'", "A*B = B*A", 1),
    (SQUARES, [], "(A*B)^2 = A^2*B^2", "A*B = B*A", 1),
    ({"A": "n x n, idempotent"}, [], "pinv(A) = A", "symmetric(A)", 1),
    ({"A": "n x n"}, [], "A*pinv(A) = pinv(A)*A", "A*A' = A'*A", 1),
    ({"A": "n x n"}, [], "A*pinv(A) = pinv(A)*A", "invertible(A)", 3),
    ({"A": "m x n", "B": "m x n"}, ["A'*B = 0"], "pinv(A + B) = pinv(A) + pinv(B)", "A*B' = 0", 1),
    ({"A": "m x n", "B": "m x p"}, [], "A*pinv(A)*B = B", "range(B) <= range(A)", 1),
    ({"A": "m x n", "B": "m x p"}, [], "A*pinv(A)*B = B", "full row rank(A)", 2),
    (SQUARES, ["A*A = A", "A*B = B*A"], "idempotent(A + B - A*B)", "idempotent(B)", 1),
    ({"A": "2 x 2"}, ["det(A) = 1"], "A[1, 1] = A[2, 2]", "orthogonal(A)", 1),
    ({"N": "n x n"}, [], "(I - N)*(I + N) = I", "N*N = 0", 1),
    ({"H": "n x n"}, [], "idempotent((I + H)/2)", "H*H = I(n)", 1),
    ({"A": "m x n", "B": "n x p", "C": "n x p"}, ["A*B = A*C"], "B = C", "full column rank(A)", 1),
    (SQUARES | {"A": "n x n, orthogonal"}, [], "orthogonal(A*B)", "orthogonal(B)", 1),
    ({"P": "n x n, idempotent", "x": "n", "l": "scalar"}, ["P*x = l*x"], "l^2 = l", "nonzero(x)", 1),
    ({"a": "scalar", "x": "n", "y": "n"}, ["a*x = a*y"], "x = y", "a != 0", 1),
    ({"A": "m x n", "B": "m x p", "C": "m x p"}, ["range(C) <= range(A)"], "range(B + C) <= range(A)",
     "range(B) <= range(A)", 1),
    ({"P": "n x n, idempotent", "Q": "n x n, symmetric, idempotent"}, ["P*Q = Q"], "P >> Q", "symmetric(P)", 2),
    ({"A": "n x n, positive definite", "B": "n x n, positive definite"}, [], "det(B) <= det(A)", "A >> B", 1),
    ({"b": "n", "x": "n, random, independent entries, mean m, covariance M", "m": "n",
      "M": "n x n, diagonal, positive semidefinite"}, [],
     "E[x*b'*x*x'] = m*b'*(M + m*m') + (M + m*m')*b*m' + (b'*m)*(M - m*m')", "E[(x - m).^3] = 0", 1),
    ({"a": "scalar", "b": "scalar", "c": "scalar"}, [], "max(c*a, c*b) = c*max(a, b)", "0 <= c", 1),
    ({"x": "scalar", "l": "scalar", "u": "scalar"}, [], "max(l, min(x, u)) = min(u, max(l, x))", "l <= u", 1),
])  # fmt: skip
def test_the_missing_hypothesis_is_among_the_first(let, given, claim, hypothesis, place):
    found, proposals = proposed(let, given, claim)
    texts = [to_text(r.hypothesis) for r in proposals]
    assert hypothesis in texts[:place]
    assert all(r.points >= 12 for r in proposals)
    assert all(holds(r.hypothesis, found.point, Rational()) is not True for r in proposals)


def test_no_repair_repeats_the_claim():
    _, proposals = proposed({"A": "n x n"}, [], "A' = A")
    assert "A' = A" not in [to_text(r.hypothesis) for r in proposals]


def test_a_claim_beyond_repair_gets_none():
    assert proposed({"a": "scalar"}, [], "a + 1 = a")[1] == ()

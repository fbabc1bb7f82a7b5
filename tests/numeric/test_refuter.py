"""False statements are refuted with witnesses that re-check; true ones never; missing conditions are named."""

from time import thread_time

import numpy as np
import pytest

from numeric.namespaces import Ball, Rational
from numeric.refuter import refute
from numeric.search import Round
from numeric.shrinking import cost, weight
from numeric.statements import holds
from numeric.witness import Refutation, Undefined
from symbolic.language.problem import parse_problem, to_text
from symbolic.language.statements import Distribution
from tests.numeric.statement_files import expected, problem

QUICK = (Round(3, 1, 2, 12),)


def judged(stated, seed=0, seconds=5.0, **options):
    return refute(stated.hypotheses, stated.claims, rng=np.random.default_rng(seed), seconds=seconds, **options)


def recheck(found, hypotheses):
    """A witness shows what it says, by a fresh evaluation."""
    assert isinstance(found, Refutation)
    assert all(holds(h, found.point, Rational()) is True for h in hypotheses if not isinstance(h, Distribution))
    assert holds(found.claim, found.point, Ball()) is False


@pytest.mark.parametrize("name", expected("refuted"))
def test_false_claims_of_the_files_are_refuted(name):
    stated, start = problem(name), thread_time()
    found = judged(stated)
    assert thread_time() - start < 5
    recheck(found, stated.hypotheses)


@pytest.mark.parametrize("name", expected("needs"))
def test_claims_with_a_missing_hypothesis_name_it(name):
    stated = problem(name)
    found = judged(stated)
    assert isinstance(found, Undefined)
    assert set(found.conditions) == set(stated.needs)
    assert found.condition in found.conditions
    assert all(holds(h, found.point, Rational()) is True for h in stated.hypotheses)
    assert holds(found.condition, found.point, Rational()) is False


@pytest.mark.parametrize("name", expected("proved"))
def test_true_claims_of_the_files_are_left_alone(name):
    assert judged(problem(name), seed=7, seconds=2.0, rounds=QUICK) is None


@pytest.mark.parametrize("name", ["f_fwl_unresid", "un_6_2_3_d", "f_drazin_no_commute"])
def test_the_same_seed_gives_the_same_witness(name):
    assert str(judged(problem(name), seed=4)) == str(judged(problem(name), seed=4))


NOISE = {"e": "n, random, iid, mean 0, variance s2", "s2": "scalar, positive"}
MODEL = {"X": "n x d", "w": "d", "t": "n", **NOISE}
DEFINITE = {"A": "n x n, positive definite", "B": "n x n, positive definite"}
FIT = {"X": "n x d", "w": "d", "t": "n", "w0": "d"}

FALSE = {
    "wrong variance": (MODEL,
                       ["t = X*w + e"], "Var[t] = I"),
    "training loss": ({"X": "n x d, full column rank", "w": "d", "e": "n, random, iid, mean 0, variance s2",
                       "s2": "scalar, positive"}, [], "E[norm((I - X*(X'*X)^-1*X')*(X*w + e))^2]/n = s2*(n + d)/n"),
    "random outside": ({"e": "n, random, iid, mean 0, variance s2", "s2": "scalar, positive"}, [], "e'*e = n*s2"),
    "no solution": ({"A": "m x n", "B": "m x p"}, [], "exists W: A*W = B"),
    "no minimum": ({"X": "n x d", "w": "d", "t": "n", "w0": "d"}, ["X*w0 = 0"], "minimizes(w0, norm(X*w - t)^2, w)"),
    "loewner of squares": (DEFINITE, ["A >> B"], "A^2 >> B^2"),
    "strict Cauchy-Schwarz": ({"x": "n", "y": "n"}, [], "(x'*y)^2 < (x'*x)*(y'*y)"),
    "roots": ({"x": "n", "y": "n"}, [], "norm(x + y) = norm(x) + norm(y)"),
    "exponentials": ({"v": "n", "c": "scalar"}, [], "softmax(c*v) = softmax(v)"),
    "rank of a product": ({"A": "n x m", "B": "m x p"}, [], "rank(A*B) = min(rank(A), rank(B))"),
    "odd sizes only": ({"A": "n x n, antisymmetric"}, [], "det(A) = 0"),
    "rotation": ({"Q": "n x n, orthogonal"}, ["det(Q) = 1"], "det(Q - I) = 0"),
    "commutator": ({"A": "n x n", "B": "n x n"}, ["A*B - B*A = A"], "A = 0"),
    "cube root of one": ({"A": "n x n"}, ["A^3 = I"], "A = I"),
    "corner of the simplex": ({"p": "n, nonnegative"}, ["sum(p) = 1"], "p'*p < 1"),
    "perpendicular": ({"x": "n", "y": "n"}, ["x'*x = 1", "y'*y = 1", "x'*y = 0"], "norm(x - y)^2 = 1"),
    "skewness": ({"x": "n"}, ["sum(x) = 0", "x'*x = n"], "sum(x.^3) = 0"),
    "jordan block": ({"A": "n x n", "v": "n, nonzero", "l": "scalar"}, ["(A - l*I)^2*v = 0"], "A*v = l*v"),
    "complex structure": ({"A": "n x n"}, ["A^2 = -I"], "A' = -A"),
    "three involutions": ({"A": "n x n", "B": "n x n"}, ["A*A = I", "B*B = I", "A*B*A*B*A*B = I"], "A*B = B*A"),
    "power of a trace": ({"A": "n x n", "k": "natural"}, [], "tr(A^k) = tr(A)^k"),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_other_false_statements_are_refuted(name):
    let, given, claim = FALSE[name]
    stated = parse_problem(let, given, [claim])
    found = judged(stated, seed=1)
    assert isinstance(found, Refutation)
    lawful = "random" in str(let)
    if not lawful:
        recheck(found, stated.hypotheses)
    assert "left side" in str(found) or str(found).endswith(("false", "not least"))


TRUE = {
    "expectation": (MODEL,
                    ["t = X*w + e"], "E[t] = X*w"),
    "signs": ({"e": "n, random, rademacher"}, [], "e'*e = n"),
    "solvable": ({"A": "m x n", "B": "m x p"}, ["exists W: A*W = B"], "A*pinv(A)*B = B"),
    "normal equations": (FIT, ["X'*X*w0 = X'*t"], "minimizes(w0, norm(X*w - t)^2, w)"),
    "inverses": ({"A": "n x n, positive definite", "B": "n x n, positive definite"}, ["A >> B"], "B^-1 >> A^-1"),
    "softmax": ({"v": "n", "c": "scalar"}, [], "softmax(v + c) = softmax(v)"),
    "commutator": ({"A": "n x n", "B": "n x n"}, ["A*B - B*A = A"], "A^n = 0"),
    "monotone": ({"x": "n", "y": "n"}, ["x <= y"], "relu(x) <= relu(y)"),
    "reflection": ({"Q": "n x n, orthogonal"}, ["det(Q) = -1"], "det(Q + I) = 0"),
    "contradiction": ({"D": "n x n", "X": "n x n"}, ["D*X - X*D = I"], "D = X"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_other_true_statements_are_left_alone(name):
    let, given, claim = TRUE[name]
    assert judged(parse_problem(let, given, [claim]), seed=2, seconds=0.6) is None


def test_a_kink_says_nothing():
    stated = parse_problem({"x": "n"}, [], ["grad(sum(relu(x)), x) = step(x)"])
    assert judged(stated, seconds=1) is None


def test_what_is_not_decided_is_not_refuted():
    stated = parse_problem({"x": "n", "y": "n"}, [], ["exp(x + y) = exp(x).*exp(y)", "sin(x).^2 + cos(x).^2 = ones(n)"])
    assert judged(stated, seconds=1) is None


def test_defined_and_false_beats_undefined():
    stated = parse_problem({"A": "n x n", "B": "n x n"}, [], ["(A + B)^-1 = A^-1 + B^-1"])
    assert isinstance(judged(stated), Refutation)


@pytest.mark.parametrize(("let", "claim", "conditions"), [
    ({"a": "scalar", "b": "scalar", "c": "scalar", "d": "scalar"}, "a/b + c/d = (a*d + b*c)/(b*d)", {"b*d != 0"}),
    ({"x": "n"}, "grad(norm(x), x) = x/norm(x)", {"nonzero(x)"}),
    ({"A": "n x n", "i": "natural, positive"}, "A*unit(i, n) = A*unit(i, n)", {"i <= n"}),
    ({"A": "n x m"}, "A*(A'*A)^-1*A' = A*pinv(A)", {"invertible(A'*A)"}),
])  # fmt: skip
def test_missing_conditions_in_their_usual_words(let, claim, conditions):
    found = judged(parse_problem(let, [], [claim]))
    assert isinstance(found, Undefined)
    assert {to_text(c) for c in found.conditions} == conditions
    assert "has no value" in str(found)


@pytest.mark.parametrize(
    ("name", "largest"), [("f_inv_sum", 1), ("f_zero_product", 2), ("f_one_sided_rect", 3), ("f_hat_trace", 3)]
)
def test_witnesses_are_small(name, largest):
    found = judged(problem(name))
    total, costs = weight(found.point)
    assert total == largest
    assert costs <= 14
    assert all(abs(x) <= 2 for rows in found.point.values.values() for row in rows for x in row)


def test_costs_order_numbers_as_a_reader_would():
    from_simple = [0, 1, -1, 2, -2, 3]
    assert [cost(x) for x in from_simple] == sorted({cost(x) for x in from_simple})


def test_a_witness_reads_as_a_sentence():
    stated = parse_problem({"X": "n x 1, nonzero"}, [], ["X*X' = X'*X*I"])
    found = judged(stated)
    assert str(found).startswith("n = 2, X = [")
    assert ": left side [" in str(found) and ", right side [" in str(found)


@pytest.mark.parametrize(
    ("x", "claim", "told"),
    [
        ("n, random", "Var[2*x] = 2*Var[x]", {"E[x] =", "Var[x] ="}),
        ("scalar, random, mean 0", "E[x*x] = 1", {"Var[x] ="}),
        ("scalar, random, mean 0, variance 1", "E[x^2] = 0", set()),
        ("scalar, random, mean 0, variance 1", "E[x^3] = 0", {"E[x.^3] ="}),
        ("scalar, random", "E[x^3] = 0", {"E[x] =", "Var[x] =", "E[x.^3] ="}),
        ("n, random", "E[x] = 0", {"E[x] =", "Var[x] ="}),
    ],
)  # fmt: skip
def test_a_witness_tells_the_moments_that_a_law_leaves_open(x: str, claim: str, told: set[str]) -> None:
    stated = parse_problem({"x": x}, [], [claim])
    found = str(refute(stated.hypotheses, stated.claims, rng=np.random.default_rng(0)))
    assert {part for part in ("E[x] =", "Var[x] =", "E[x.^3] =") if part in found.split(": ")[0]} == told


def test_a_witness_for_sizes_shows_the_matrix_that_has_them() -> None:
    stated = parse_problem({"X": "n x d, full column rank"}, [], ["n <= d"])
    assert str(judged(stated)) == "d = 1, n = 2, X = [1; 0]: left side 2, right side 1"


def test_third_moments_tell_the_law():
    text = str(judged(problem("eq_383_nongauss")))
    assert "E[(x - m).^3] = " in text or ("m = 0" in text and "E[x.^3] = " in text)


@pytest.mark.parametrize(
    ("let", "given", "claim", "text"),
    [
        ({"A": "n x n", "C": "m x m"}, ["C*C = C"], "A = 0", "n = 1, A = 1: left side 1, right side 0"),
        ({"A": "n x n", "B": "n x n"}, ["A*B = B"], "A = 0", "n = 1, A = 1, B = 0: left side 1, right side 0"),
        ({"A": "n x n", "C": "n x n, invertible"}, [], "A*A^-1 = I",
         "n = 1, A = 0: A^-1 has no value (inverse of a singular matrix)"),
    ],
)  # fmt: skip
def test_a_witness_shows_what_matters(let: dict[str, str], given: list[str], claim: str, text: str) -> None:
    stated = parse_problem(let, given, [claim])
    found = refute(stated.hypotheses, stated.claims, rng=np.random.default_rng(0))
    assert str(found) == text
    assert found is not None and set(stated.symbols.values()) <= set(found.point.values)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("minimizes(x, norm(w - 2*x)^2, w)", "n = 1, x = 1: w = 1, norm(w - 2*x)^2 is there 1, not least"),
        (
            "minimizes(x, norm(grad(w'*w, w))^2, w)",
            "n = 1, x = 1: w = 1, norm(grad(w'*w, w))^2 is there 4, not least",
        ),
    ],
)
def test_what_is_no_minimum_is_shown_with_its_value(claim: str, text: str) -> None:
    stated = parse_problem({"x": "n", "w": "n"}, (), [claim])
    assert str(refute(stated.hypotheses, stated.claims, rng=np.random.default_rng(0))) == text

"""Cross-checks pass on true claims, fail on false ones, report honest bounds, and repeat from their seed."""

import numpy as np
import pytest

from numeric.models import models
from numeric.namespaces import PRIME
from numeric.sampling.degrees import cleared, degrees
from numeric.trials import cross_check
from symbolic.language.problem import parse_problem
from tests.numeric.statement_files import expected, problem

BEYOND = {"ccr_cube", "ed11"}
"""No matrices satisfy the first (the trace of a commutator is 0); the second is the expectation of an inverse."""


def checked(stated, seed=0, **options):
    return cross_check(stated.hypotheses, stated.claims, rng=np.random.default_rng(seed), **options)


@pytest.mark.parametrize("name", expected("proved"))
def test_true_claims_pass(name):
    found = checked(problem(name), seed=9, count=3, seconds=1.0 if name in BEYOND else 20.0)
    assert not found.failures
    assert bool(found.trials) == (name not in BEYOND)
    assert len(found.sizes) == found.trials


@pytest.mark.parametrize(
    "name",
    ["f_product_square", "f_tr_swap", "f_hat_additive", "f_ridge_order", "eq_27", "f_idem_sym", "f_woodbury_sign"],
)
def test_false_claims_fail(name):
    assert checked(problem(name)).failures


def test_the_bound_is_degree_over_p():
    stated = parse_problem({"A": "n x n", "B": "n x m"}, [], ["tr(A*B*B') = tr(B'*A*B)"])
    found = checked(stated)
    assert (found.kind, found.degree, found.bound) == ("prime field", 3, 3 / PRIME)
    assert found.trials == 6


def test_sizes_differ_between_dimensions():
    stated = parse_problem({"A": "m x n", "B": "n x p"}, [], ["(A*B)' = B'*A'"])
    assert all(len(set(sizes.values())) == 3 for sizes in checked(stated).sizes)


def test_ranks_and_equations_leave_the_field():
    assert checked(parse_problem({"A": "m x n"}, [], ["A*pinv(A)*A = A"])).kind == "rational"
    assert checked(parse_problem({"P": "n x n"}, ["P*P = P"], ["(I - P)*P = 0"])).kind == "rational"
    assert checked(parse_problem({"x": "n"}, [], ["exp(x).*exp(-x) = ones(n)"])).kind == "float64"


def test_residues_respect_open_conditions():
    stated = parse_problem({"X": "n x d, full column rank", "Y": "d x n"}, [], ["rank(X) = d"])
    assert not checked(stated).failures


def test_inequalities_without_an_open_set_are_left_to_the_rationals():
    found = checked(parse_problem({"x": "scalar"}, ["0 <= x", "x <= 0"], ["x = 0"]))
    assert found.kind == "rational" and found.trials and not found.failures


def test_the_seed_repeats_the_trials():
    stated = problem("mp_rol_greville")
    first, second = (checked(stated, seed=3) for _ in range(2))
    assert (first.seed, first.sizes, first.trials) == (second.seed, second.sizes, second.trials)
    assert checked(stated, seed=4).seed != first.seed


@pytest.mark.parametrize(("left", "right", "value"), [
    ("A*B", "B*A", 2), ("A^-1", "B", 3), ("det(A)", "det(B)", 2), ("det(A^-1)", "1", 4), ("A^3", "A", 3),
    ("tr(A)^2", "tr(A*A)", 2), ("kron(A, B)", "kron(B, A)", 2), ("sum(A^r, r, 0, 2)", "I", 2), ("n*A", "A", 1),
])  # fmt: skip
def test_degrees_of_cleared_differences(left, right, value):
    scope = parse_problem({"A": "n x n", "B": "n x n"}).scope
    statement = scope.statement(f"{left} = {right}")
    assert cleared(*statement.args, {scope.dimensions["n"]: 2}) == value


def test_the_degree_of_an_inverse_bounds_its_determinant_and_adjugate():
    scope = parse_problem({"A": "n x n"}).scope
    n = scope.dimensions["n"]
    assert [degrees(scope.expression("A^-1"), {n: k}) for k in (1, 2, 3)] == [(0, 1), (1, 2), (2, 3)]
    assert degrees(scope.expression("pinv(A)"), {n: 2}) is None


def test_large_matrices_are_not_drawn(rng: np.random.Generator) -> None:
    stated = parse_problem({"A": "900 x 900"}, (), ["tr(A*A') = tr(A'*A)"])
    assert cross_check(stated.hypotheses, stated.claims, rng=rng).trials == 0
    assert models(stated.hypotheses, stated.claims, rng).large

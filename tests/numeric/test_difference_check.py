"""Derivatives in claims beside central differences: what is compared, and that another derivative is noticed."""

import numpy as np
import pytest

from numeric import difference_check
from numeric.difference_check import differences
from symbolic.language.problem import parse_problem


def problem(let, *claims, given=()):
    found = parse_problem(let, given, claims, ())
    return found.hypotheses, found.claims


CLAIMS = [
    ({"X": "n x d", "w": "d", "t": "n"}, "grad(norm(X*w - t)^2, w) = 2*X'*(X*w - t)"),
    ({"x": "n"}, "jac(softmax(x), x) = diag(softmax(x)) - softmax(x)*softmax(x)'"),
    ({"x": "n", "a": "n"}, "hess(exp(a'*x), x) = exp(a'*x)*a*a'"),
    ({"X": "n x n, invertible", "D": "n x n"}, "dir(X^-1, X, D) = -X^-1*D*X^-1"),
    ({"X": "n x m, nonzero"}, "grad(norm(X), X) = X/norm(X)"),
]


@pytest.mark.parametrize(("let", "claim"), CLAIMS)
def test_derivatives_agree_with_differences(let, claim, rng: np.random.Generator) -> None:
    found = differences(*problem(let, claim), rng)
    assert found.compared == 1
    assert found.apart is None


@pytest.mark.parametrize(("let", "claim"), CLAIMS)
def test_another_derivative_is_noticed(let, claim, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*arguments):
        slope, error = difference_by_its_name(*arguments)
        return 1.001 * slope + 1e-4, error

    difference_by_its_name = difference_check.central_difference
    monkeypatch.setattr(difference_check, "central_difference", off)
    assert differences(*problem(let, claim), rng).apart is not None


def test_without_a_derivative_there_is_nothing_to_compare(rng: np.random.Generator) -> None:
    found = differences(*problem({"A": "n x n"}, "tr(A) = tr(A')"), rng)
    assert (found.compared, found.apart) == (0, None)


def test_a_point_at_a_kink_is_passed_over(rng: np.random.Generator) -> None:
    hypotheses, claims = problem({"x": "scalar"}, "grad(abs(x), x) = sign(x)", given=["x = 0"])
    assert differences(hypotheses, claims, rng).compared == 0

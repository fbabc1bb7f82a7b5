"""Stationary points: the equation solved, what it needs, and functions that are refused."""

import numpy as np
import pytest

from numeric.trials import cross_check
from symbolic.calculus import CalculusError, stationary, stationary_point
from symbolic.language.grammar import to_text
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.substitution import substitute
from symbolic.language.terms import zeros
from tests.symbolic.calculus.statements import read

SOLVED = [
    ("X: n x d, full column rank; w: d; t: n", "norm(X*w - t)^2/n", "w", "(X'*X)^-1*X'*t", 0),
    ("X: n x d; w: d; t: n", "norm(X*w - t)^2/n", "w", "(X'*X)^-1*X'*t", 1),
    ("X: n x d; w: d; t: n; c: scalar, positive", "norm(X*w - t)^2/n + c*norm(w)^2", "w",
     "(X'*X + n*c*I(d))^-1*X'*t", 0),
    ("A: n x n, positive definite; x: n; b: n", "1/2*x'*A*x - b'*x", "x", "A^-1*b", 0),
    ("X: n x d, full column rank; W: d x k; T: n x k", "norm(X*W - T)^2", "W", "(X'*X)^-1*X'*T", 0),
    ("Y: n x m; U: n x k, full column rank; V: p x m, full row rank; W: k x p", "norm(Y - U*W*V)^2", "W",
     "(U'*U)^-1*U'*Y*V'*(V*V')^-1", 0),
    ("x: n; a: n; b: n", "norm(x - a)^2 + norm(x - b)^2", "x", "1/2*(a + b)", 0),
    ("s: scalar; x: n; a: n", "norm(s*x - a)^2", "s", "x'*a/(x'*x)", 1),
]  # fmt: skip


@pytest.mark.parametrize(("let", "function", "variable", "expected", "needs"), SOLVED)
def test_points_where_the_gradient_vanishes(let, function, variable, expected, needs, rng: np.random.Generator) -> None:
    scope, f, x = read(let, function, variable)
    found = stationary(f, x, scope.hypotheses)
    assert to_text(found.term) == expected
    assert len(found.needs) == needs
    assert found.theorem.hypotheses <= {*scope.hypotheses, *found.needs}
    assert found.unique is not None
    there = substitute(found.gradient, {x: found.term})
    zero = equals(there, zeros(*shape_of(x)))
    checked = cross_check([*scope.hypotheses, *found.needs], [zero], rng=rng, count=3, seconds=2.0)
    assert checked.trials
    assert not checked.failures


def test_an_inverse_that_need_not_exist_is_named() -> None:
    _, f, w = read("X: n x d; w: d; t: n", "norm(X*w - t)^2/n", "w")
    with pytest.raises(CalculusError, match=r"needs invertible\(X.T\*X\)"):
        stationary_point(f, w)


@pytest.mark.parametrize(
    ("let", "function", "variable"),
    [
        ("x: n", "sum(exp(x))", "x"),
        ("x: n; A: n x n", "(x'*A*x)^2", "x"),
        ("X: n x m; A: n x n; B: m x m; C: n x m", "tr(X'*A*X*B) + norm(X)^2 - tr(C'*X)", "X"),
    ],
)
def test_what_is_not_affine_is_refused(let, function, variable) -> None:
    scope, f, x = read(let, function, variable)
    with pytest.raises(CalculusError):
        stationary(f, x, scope.hypotheses)


def test_the_normal_equations() -> None:
    scope, f, w = read("X: n x d, full column rank; w: d; t: n", "norm(X*w - t)^2/n", "w")
    w0 = stationary_point(f, w, scope.hypotheses)
    assert apply("norm", w0) is not None
    assert str(w0) == "(X.T*X)**(-1)*X.T*t"

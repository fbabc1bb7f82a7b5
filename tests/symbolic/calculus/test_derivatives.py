"""Derivatives against dual numbers and differences, their lengths, and wrong ones that are not proved."""

import statistics

import numpy as np
import pytest

from numeric.differences import gradient_by_differences
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64
from numeric.trials import cross_check
from symbolic.calculus import CalculusError, differentiate
from symbolic.calculus.products import length
from symbolic.language.grammar import to_text
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.terms import add, multiply, transpose
from symbolic.provers.prover import prove
from tests.numeric.statement_files import claims, problem
from tests.support import require
from tests.symbolic.calculus.statements import STATEMENTS, read

FILE = [name for name, table in claims().items() if {"gradient", "jacobian", "hessian"} & set(table.get("tags", ()))
        and name.startswith("gd")]  # fmt: skip


@pytest.mark.parametrize(("let", "operator", "function", "variable"), STATEMENTS)
def test_fresh_statements_agree_with_dual_numbers(let, operator, function, variable, rng: np.random.Generator) -> None:
    scope, f, x = read(let, function, variable)
    found = differentiate(operator, f, x, scope.hypotheses)
    goal = equals(apply(operator, f, x), found.term)
    assert found.theorem.statement == goal
    checked = cross_check([*scope.hypotheses, *found.needs], [goal], rng=rng, count=4, seconds=2.0)
    assert checked.trials
    assert not checked.failures


@pytest.mark.soundness
@pytest.mark.parametrize(("let", "operator", "function", "variable"), STATEMENTS[::2])
def test_wrong_derivatives_are_not_proved(let, operator, function, variable) -> None:
    scope, f, x = read(let, function, variable)
    right = differentiate(operator, f, x, scope.hypotheses).term
    goal = apply(operator, f, x)
    wrong = [multiply(2, right), multiply(-1, right), add(right, right, right)]
    if shape_of(x)[0] == shape_of(x)[1] != 1:
        wrong.append(add(right, right, transpose(right)))
    for term in wrong:
        proof = prove(scope.hypotheses, equals(goal, term), seconds=0.2)
        require(proof.theorem is None, f"proved: {goal} = {term}")


@pytest.mark.parametrize(
    ("let", "function", "variable", "size"),
    [
        ("X: 4 x 3; w: 3; y: 4", "sum(log(1 + exp(-y.*(X*w))))", "w", (4, 3)),
        ("W: 2 x 3; x: 3; t: 2", "norm(tanh(W*x) - t)^2", "W", (2, 3)),
        ("A: 3 x 3, invertible; B: 3 x 3", "tr(B*A^-1) + logdet(A'*A)", "A", (3, 3)),
        ("x: 4; w: 4", "w'*softmax(x)/(1 + x'*x)", "x", (4, 1)),
    ],
)
def test_gradients_agree_with_differences(let, function, variable, size, rng: np.random.Generator) -> None:
    scope, f, x = read(let, function, variable)
    term = differentiate("grad", f, x, scope.hypotheses).term
    values = {s: rng.normal(size=tuple(map(int, shape_of(s)))).tolist() for s in scope.symbols.values()}
    point = Point({}, values)
    slope, error = gradient_by_differences(f, x, point)
    value = evaluate(term, point, Float64()).value
    assert value.shape == slope.shape
    assert (abs(value - slope) <= 10 * error + 1e-12 * (1 + abs(slope))).all()


@pytest.mark.parametrize("name", FILE)
def test_lengths_in_the_claim_file(name: str) -> None:
    assert max(ratios(name)) <= 1.5


def test_median_length_in_the_claim_file() -> None:
    assert len(FILE) == 36
    assert statistics.median(max(ratios(name)) for name in FILE) <= 1.1


def ratios(name: str) -> tuple[float, float]:
    """The length of a result over that of the reference: as text, and in signs."""
    stated = problem(name)
    goal, reference = stated.claims[0].args
    f, x = goal.operands
    found = differentiate(goal.operator.name, f, x, stated.hypotheses).term
    return len(to_text(found)) / len(to_text(reference)), length(found) / length(reference)


def test_symmetric_hypotheses_shorten() -> None:
    let, f, x = "A: n x n, symmetric; x: n", "x'*A*x", "x"
    scope, function, variable = read(let, f, x)
    assert to_text(differentiate("grad", function, variable, scope.hypotheses).term) == "2*A*x"
    assert to_text(differentiate("grad", function, variable).term) == "(A + A')*x"


def test_derivatives_of_derivatives() -> None:
    scope, f, x = read("A: n x n; x: n; v: n", "v'*grad(x'*A*x, x)", "x")
    assert to_text(differentiate("grad", f, x, scope.hypotheses).term) == "(A + A')*v"


def test_a_constant_has_gradient_zero() -> None:
    _, f, x = read("A: n x n; x: n", "tr(A)", "x")
    assert differentiate("grad", f, x).term.is_ZeroMatrix


@pytest.mark.parametrize(
    ("let", "function", "variable", "said"),
    [
        ("X: n x n", "rank(X)", "X", "rank"),
        ("X: n x m", "sum(pinv(X))", "X", "pinv"),
        ("X: n x n", "sum(expm(X*X))", "X", "expm"),
        ("c: scalar; k: scalar", "c^k", "k", "exponent"),
        ("X: m x n; y: m*n", "y'*vec(X)", "X", "matrix form"),
    ],
)
def test_without_a_rule_or_form_there_is_an_error(let, function, variable, said) -> None:
    _, f, x = read(let, function, variable)
    with pytest.raises(CalculusError, match=said):
        differentiate("grad", f, x)

"""Dual numbers against central differences, exact rules against nested ones, in every arithmetic."""

from typing import Any

import numpy as np
import pytest

from numeric.differences import central_difference, gradient_by_differences
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Ball, Float64, Kink, Namespace, NotRepresentable, PrimeField, Rational
from numeric.statements import holds
from symbolic.errors import EvaluationError
from symbolic.language.operator import apply
from symbolic.language.statements import equals
from symbolic.language.symbols import matrix, scalar, vector
from symbolic.language.terms import identity
from tests.numeric.namespace_table import rational

A, D = matrix("A", 3, 3), matrix("D", 3, 3)
X, G = matrix("X", 3, 2), matrix("G", 3, 2)
x, c = vector("x", 3), scalar("c")

# scalar functions of A, X, x or c that use every rule of dual numbers
FUNCTIONS: list[tuple[Any, Any]] = [
    (apply("det", A), A),
    (apply("det", apply("kron", A, A) + 9 * identity(9)), A),
    (apply("logdet", X.T * X), X),
    (apply("tr", A.I), A),
    (apply("tr", A**4), A),
    (apply("tr", (A.T * A + identity(3)) ** -2), A),
    (apply("norm", X), X),
    (apply("sum", apply("pinv", X)), X),
    (apply("sum", apply("pinv", X.T)), X),
    (apply("sum", apply("expm", A / 4)), A),
    (apply("sum", apply("exp", x / 3)), x),
    (apply("sum", apply("log", apply("powers", x, 2) + 1)), x),
    (apply("sum", apply("sqrt", apply("powers", x, 2) + c**2)), c),
    (apply("sum", apply("hadamard", apply("sin", x), apply("cos", x))), x),
    (apply("tr", apply("tanh", X).T * apply("sigmoid", X)), X),
    (apply("sum", apply("powers", apply("softmax", x), 2)), x),
    (apply("logsumexp", x), x),
    (apply("sum", apply("abs", A * x)), x),
    (apply("sum", apply("relu", A * x)) ** 2, A),
    (apply("sum", apply("max", x, 0, A * x)), A),
    (apply("sum", apply("min", x, A * x)), x),
    (apply("sum", apply("step", x)) * c + apply("rank", A), c),
    (apply("entry", A * A, 2, 3) / c, c),
    (apply("sum", apply("diag", x) * A), x),
    (apply("sum", apply("block", 1, 2, A, x * x.T)), x),
    (apply("tr", apply("diag", apply("diagv", A)) * A), A),
    (c**3 + (c**2 + 1) ** c, c),
]
VECTORS: list[tuple[Any, Any]] = [
    (A * x, x),
    (apply("softmax", x), x),
    (apply("vec", X * X.T), X),
    (A.I, A),
    (apply("pinv", X), X),
    (apply("expm", A / 4), A),
    (X / apply("norm", X), X),
    (apply("kron", x, X), x),
    (apply("grad", apply("det", A), A), A),
]


def point(rng: np.random.Generator) -> Point:
    values: dict[Any, Any] = {symbol: rational(rng, *map(int, symbol.shape)) for symbol in (A, D, X, G, x)}
    return Point({}, {**values, c: rational(rng, 1, 1)})


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS)
def test_gradients_agree_with_central_differences(f: Any, variable: Any, rng: np.random.Generator) -> None:
    checked = 0
    for at in (point(rng) for _ in range(4)):
        slope, error = gradient_by_differences(f, variable, at)
        exact = evaluate(apply("grad", f, variable), at, Float64())
        assert exact.value.shape == slope.shape
        if (error < 1e-3 * (1 + abs(slope))).all():
            assert (abs(exact.value - slope) <= 10 * error + exact.error).all()
            checked += 1
    assert checked


@pytest.mark.parametrize(("f", "variable"), VECTORS)
def test_directional_derivatives_agree_with_central_differences(
    f: Any, variable: Any, rng: np.random.Generator
) -> None:
    direction = {A: D, X: G, x: A * x}[variable]
    at = point(rng)
    along = evaluate(direction, at, Float64()).value.tolist()
    slope, error = central_difference(f, variable, at, along)
    exact = evaluate(apply("dir", f, variable, direction), at, Float64())
    assert (abs(exact.value - slope) <= 10 * error + exact.error).all()
    assert (error < 1e-3 * (1 + abs(slope))).any()


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS)
def test_gradients_agree_across_arithmetics(f: Any, variable: Any, rng: np.random.Generator) -> None:
    term, at = apply("grad", f, variable), point(rng)
    ball, measured = evaluate(term, at, Ball()), evaluate(term, at, Float64())
    middle = np.array(
        [[float(q.mid()) if hasattr(q, "mid") else int(q.p) / int(q.q) for q in row] for row in ball.tolist()]
    )
    assert (abs(measured.value - middle) <= measured.error + 2.0**-52 * abs(middle)).all()


DET, INVERSE = apply("det", A), A.I
IDENTITIES = [
    equals(apply("grad", DET, A), DET * INVERSE.T),
    equals(apply("dir", INVERSE, A, D), -1 * INVERSE * D * INVERSE),
    equals(apply("hess", x.T * A * x, x), A + A.T),
    equals(apply("hess", (x.T * x) ** 2, x), 8 * x * x.T + 4 * (x.T * x) * identity(3)),
    equals(apply("jac", apply("grad", x.T * A * x, x), x), A + A.T),
    equals(apply("dir", apply("dir", A**3, A, D), A, D), 2 * (A * D * D + D * A * D + D * D * A)),
    equals(apply("jac", apply("powers", x, 2), x), 2 * apply("diag", x)),
    equals(apply("grad", apply("tr", (X.T * X + identity(2)).I), X), -2 * X * (X.T * X + identity(2)) ** -2),
    equals(apply("hess", c**4, c), 12 * c**2),
    equals(apply("grad", apply("norm", x) ** 2, x), 2 * x),
    equals(apply("dir", apply("pinv", X), X, X), -1 * apply("pinv", X)),
]


@pytest.mark.parametrize("identity_of_calculus", IDENTITIES)
def test_exact_identities(identity_of_calculus: Any, rng: np.random.Generator) -> None:
    at = point(rng)
    assert [holds(identity_of_calculus, at, xp) for xp in (Rational(), PrimeField(), Ball(), Float64())] == [True] * 4


def test_false_gradients_fail_everywhere(rng: np.random.Generator) -> None:
    at = point(rng)
    for wrong in (equals(apply("grad", DET, A), DET * INVERSE), equals(apply("hess", x.T * A * x, x), 2 * A)):
        assert [holds(wrong, at, xp) for xp in (Rational(), PrimeField(), Ball(), Float64())] == [False] * 4


def test_singular_points_where_the_derivative_exists() -> None:
    at = Point({}, {A: [[1, 2, 3], [2, 4, 6], [0, 1, 1]], x: [[0], [0], [0]]})
    cofactors = [[-2, -2, 2], [1, 1, -1], [0, 0, 0]]
    assert evaluate(apply("grad", DET, A), at, Rational()).tolist() == cofactors
    assert evaluate(apply("grad", apply("norm", x) ** 2, x), at, Rational()).tolist() == [[0], [0], [0]]
    assert evaluate(apply("grad", apply("abs", x.T * x), x), at, Rational()).tolist() == [[0], [0], [0]]


@pytest.mark.parametrize("f", [apply("norm", x), x / apply("norm", x), apply("norm", x) * c, c * x + apply("norm", x)])
@pytest.mark.parametrize("namespace", [Rational(), Ball(), Float64()])
def test_no_derivative(f: Any, namespace: Namespace) -> None:
    at = Point({}, {x: [[0], [0], [0]], c: [[2]]})
    along = apply("dir", f, x, apply("unit", 1, 3))
    for term in (along, apply("dir", along, x, apply("unit", 2, 3))):
        with pytest.raises(EvaluationError):
            evaluate(term, at, namespace)


@pytest.mark.parametrize("namespace", [Rational(), Ball(), Float64(), PrimeField()])
def test_a_derivative_that_no_rule_finds_is_not_called_undefined(namespace: Namespace) -> None:
    at = Point({}, {x: [[0], [0], [0]]})
    for f in (apply("norm", x) ** 3, apply("norm", x) * apply("entry", x, 1, 1)):
        with pytest.raises(NotRepresentable):
            evaluate(apply("grad", f, x), at, namespace)
    assert holds(equals(apply("grad", apply("norm", x) ** 3, x), 3 * apply("norm", x) * x), at, namespace) is None


def test_one_sided_functions_have_no_derivative_at_their_end() -> None:
    at = Point({}, {c: [[0]]})
    for f in (apply("sqrt", c) ** 3, apply("sqrt", c) * c):
        with pytest.raises(EvaluationError):
            evaluate(apply("grad", f, c), at, Rational())


@pytest.mark.parametrize("name", ["max", "min"])
def test_extrema_at_a_tie(name: str) -> None:
    tied = Point({}, {x: [[2], [2], [0]], c: [[2]]})
    with pytest.raises(Kink):
        evaluate(apply("jac", apply(name, x, c), x), tied, Rational())
    same = apply("grad", apply("sum", apply(name, x, x)), x)
    assert evaluate(same, tied, Rational()).tolist() == [[1], [1], [1]]


def test_a_rank_that_jumps_has_no_derivative_and_one_that_may_not_is_left_open() -> None:
    slope = apply("dir", apply("pinv", A), A, D)
    deficient = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    with pytest.raises(EvaluationError):
        evaluate(slope, Point({}, {A: deficient, D: [[0, 0, 0], [0, 1, 0], [0, 0, 0]]}), Rational())
    with pytest.raises(NotRepresentable):
        evaluate(slope, Point({}, {A: deficient, D: [[1, 0, 0], [0, 0, 0], [0, 0, 0]]}), Rational())

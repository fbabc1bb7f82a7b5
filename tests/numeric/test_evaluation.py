"""Terms at a point: known values, what is undefined and under which condition, and that no operator was forgotten."""

import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Identity, MatrixSymbol, Ne, Symbol
from sympy import Rational as Quotient

from numeric.evaluation import Point, evaluate, text
from numeric.evaluator import Undefined, has_rule
from numeric.namespaces import Ball, Float64, Kink, NotRepresentable, PrimeField, Rational
from symbolic.errors import EvaluationError
from symbolic.language.operator import OPERATORS, Operator, apply
from symbolic.language.statements import has, relation
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import add, identity, multiply, negative, power, transpose
from tests.numeric.namespace_table import NAMESPACES, TERMS, agree

n, m = dimensions("n m")
A, B = matrix("A", 2, 2), matrix("B", 2, 3)
x, c = vector("x", 2), scalar("c")
k = natural("k")


def value(term: Any, **values: Any) -> Any:
    """The exact value where the named symbols have these entries."""
    symbols = {"A": A, "B": B, "x": x, "c": c}
    return evaluate(term, Point({k: 3}, {symbols[name]: rows for name, rows in values.items()}), Rational()).tolist()


def test_every_operator_is_evaluated_and_tested() -> None:
    own = {name for name, o in OPERATORS.items() if type(o).evaluate is not Operator.evaluate or has_rule(o)}
    assert own == set(OPERATORS)
    tested = {name.split(":")[0] for name in TERMS}
    assert set(OPERATORS) - tested == {"E", "Var", "Cov"}  # tests/numeric/test_moments.py


@pytest.mark.parametrize(
    ("term", "values", "expected"),
    [
        (apply("tr", A), {"A": [[1, 2], [3, 4]]}, [[5]]),
        (apply("det", A), {"A": [[1, 2], [3, 4]]}, [[-2]]),
        (A.I, {"A": [[1, 2], [3, 4]]}, [[-2, 1], [Fraction(3, 2), Fraction(-1, 2)]]),
        (A**0, {"A": [[0, 0], [0, 0]]}, [[1, 0], [0, 1]]),
        (A**k, {"A": [[1, 1], [0, 1]]}, [[1, 3], [0, 1]]),
        (c**0, {"c": [[0]]}, [[1]]),
        (apply("norm", x), {"x": [[3], [4]]}, [[5]]),
        (apply("norm", x) ** 2, {"x": [[1], [1]]}, [[2]]),
        (apply("vec", B), {"B": [[1, 2, 3], [4, 5, 6]]}, [[1], [4], [2], [5], [3], [6]]),
        (apply("kron", x.T, A), {"x": [[1], [2]], "A": [[1, 2], [3, 4]]}, [[1, 2, 2, 4], [3, 4, 6, 8]]),
        (apply("entry", B, 2, 3), {"B": [[1, 2, 3], [4, 5, 6]]}, [[6]]),
        (apply("unit", 2, 3), {}, [[0], [1], [0]]),
        (apply("block", 1, 2, A, x), {"A": [[1, 2], [3, 4]], "x": [[5], [6]]}, [[1, 2, 5], [3, 4, 6]]),
        (apply("series", k * c, k, 1, 4), {"c": [[2]]}, [[20]]),
        (apply("series", k * A, k, 1, 0), {"A": [[1, 2], [3, 4]]}, [[0, 0], [0, 0]]),
        (apply("pinv", x), {"x": [[3], [4]]}, [[Fraction(3, 25), Fraction(4, 25)]]),
        (apply("rank", B), {"B": [[1, 2, 3], [2, 4, 6]]}, [[1]]),
        (apply("expm", A), {"A": [[0, 3], [0, 0]]}, [[1, 3], [0, 1]]),
        (apply("sign", x), {"x": [[0], [-3]]}, [[0], [-1]]),
        (apply("step", x), {"x": [[0], [3]]}, [[0], [1]]),
        (apply("max", x, c), {"x": [[1], [3]], "c": [[2]]}, [[2], [3]]),
        (apply("softmax", x), {"x": [[0], [0]]}, [[Fraction(1, 2)], [Fraction(1, 2)]]),
        (apply("sigmoid", c), {"c": [[0]]}, [[Fraction(1, 2)]]),
        (power(c, Quotient(3, 2)), {"c": [[4]]}, [[8]]),
        (c + x, {"c": [[1]], "x": [[1], [2]]}, [[2], [3]]),
        (c + A, {"c": [[1]], "A": [[1, 2], [3, 4]]}, [[2, 2], [3, 5]]),
    ],
)
def test_known_values(term: Any, values: dict[str, Any], expected: list[list[int | Fraction]]) -> None:
    assert [[Fraction(int(q.p), int(q.q)) for q in row] for row in value(term, **values)] == expected


@pytest.mark.parametrize(
    ("term", "values", "condition"),
    [
        (A.I, {"A": [[1, 2], [2, 4]]}, has("invertible", A)),
        ((A.T * A).I * x, {"A": [[0, 0], [0, 1]], "x": [[1], [1]]}, has("invertible", A.T * A)),
        (power(A, -2), {"A": [[1, 1], [1, 1]]}, has("invertible", A)),
        (1 / c, {"c": [[0]]}, Ne(c, 0, evaluate=False)),
        (c ** (-k), {"c": [[0]]}, Ne(c, 0, evaluate=False)),
        (apply("log", c), {"c": [[0]]}, relation(0, "<", c)),
        (apply("log", x), {"x": [[1], [-1]]}, has("positive", x)),
        (apply("logdet", A), {"A": [[0, 1], [1, 0]]}, relation(0, "<", apply("det", A))),
        (apply("sqrt", c), {"c": [[-4]]}, relation(0, "<=", c)),
        (power(c, Quotient(1, 2)), {"c": [[-4]]}, relation(0, "<=", c)),
        (apply("sqrt", c) ** 2, {"c": [[-4]]}, relation(0, "<=", c)),
        (apply("powers", x, -1), {"x": [[1], [0]]}, has("invertible", apply("diag", x))),
        (apply("entry", x, k, 1), {"x": [[1], [0]]}, None),
        (apply("unit", k, 2), {}, None),
        (apply("grad", apply("norm", x), x), {"x": [[0], [0]]}, has("nonzero", x)),
        (apply("grad", apply("sqrt", c), c), {"c": [[0]]}, relation(0, "<", c)),
        (apply("dir", apply("pinv", A), A, identity(2)), {"A": [[1, 0], [0, 0]]}, None),
    ],
)
def test_what_is_undefined_names_its_condition(term: Any, values: dict[str, Any], condition: Any) -> None:
    with pytest.raises(Undefined) as caught:
        value(term, **values)
    assert caught.value.condition == condition
    assert condition is None or str(condition) in str(caught.value)


@pytest.mark.parametrize("namespace", [Ball(), Float64()])
@pytest.mark.parametrize("term", [A.I, 1 / c, apply("log", c), apply("logdet", A), apply("powers", x, -1)])
def test_undefined_in_inexact_arithmetic_too(term: Any, namespace: Any) -> None:
    point = Point({}, {A: [[1, 2], [2, 4]], c: [[0]], x: [[0], [1]]})
    with pytest.raises(EvaluationError):
        evaluate(term, point, namespace)


@pytest.mark.parametrize("name", ["abs", "relu", "step", "sign"])
def test_kinks_are_told_from_undefined_values(name: str) -> None:
    slope = apply("grad", apply("sum", apply(name, x)), x)
    assert value(slope, x=[[1], [-2]]) in ([[1], [-1]], [[1], [0]], [[0], [0]])
    with pytest.raises(Kink):
        value(slope, x=[[1], [0]])


def test_what_a_point_lacks_is_not_called_undefined() -> None:
    with pytest.raises(NotRepresentable):
        value(A * x, A=[[1, 2], [3, 4]])
    with pytest.raises(NotRepresentable):
        evaluate(matrix("X", n, m), Point({n: 2}, {}), Rational())
    with pytest.raises(NotRepresentable):
        evaluate(identity(n), Point({n: 10**9}, {}), Rational())
    with pytest.raises(NotRepresentable):
        evaluate(apply("series", c, k, 0, n), Point({n: 10**9}, {c: [[1]]}), Rational())


def test_plain_sympy_terms() -> None:
    X, z = MatrixSymbol("X", 2, 2), Symbol("z")
    point = Point({}, {X: [[1, 2], [3, 4]], z: [[3]]})
    assert evaluate(X * X.T + Identity(2), point, Rational()).tolist() == [[6, 11], [11, 26]]
    assert evaluate((z**2 - 1) / 4, point, Rational()).tolist() == [[2]]


def test_a_point_prints_in_the_notation_of_the_grammar() -> None:
    point = Point({n: 2, m: 1}, {matrix("X", n, m): [[1], [Fraction(-1, 2)]], c: [[Fraction(3)]]})
    assert str(point) == "n = 2, m = 1, X = [1; -1/2], c = 3"
    assert text([[1, 0], [0, 1]]) == "[1, 0; 0, 1]"
    assert pickle.loads(pickle.dumps(point)) == point


small = st.fractions(min_value=-3, max_value=3, max_denominator=3)
LEAVES = st.sampled_from([A, x * x.T, identity(2), A.T])
terms = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(add, inner, inner),
        st.builds(multiply, inner, inner),
        st.builds(transpose, inner),
        st.builds(negative, inner),
        st.builds(lambda t: (t * t.T + identity(2)).I, inner),
        st.builds(lambda t, s: apply("hadamard", t, s), inner, inner),
        st.builds(lambda t: apply("diag", apply("diagv", t)), inner),
        st.builds(lambda t: apply("tr", t) * t, inner),
        st.builds(lambda t: apply("grad", apply("tr", t * t.T), A), inner),
    ),
    max_leaves=5,
)


@given(terms, st.lists(small, min_size=4, max_size=4), st.lists(small, min_size=2, max_size=2))
def test_random_terms_agree_in_every_arithmetic(term: Any, a: list[Fraction], b: list[Fraction]) -> None:
    point = Point({}, {A: [a[:2], a[2:]], x: [[b[0]], [b[1]]]})
    exact = evaluate(term, point, Rational())
    for xp in NAMESPACES.values():
        assert agree(exact, evaluate(term, point, xp), xp)


def test_prime_field_refuses_what_has_no_residue() -> None:
    with pytest.raises(NotRepresentable):
        evaluate(c, Point({}, {c: [[Fraction(1, 7)]]}), PrimeField(7))
    assert evaluate(c, Point({}, {c: [[Fraction(1, 3)]]}), PrimeField(7)).tolist() == [[5]]

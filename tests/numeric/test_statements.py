"""Statements at a point: true, false, undecided, undefined; each kind against matrices known to satisfy or violate
it.
"""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import And, Not, Or, false, true

from numeric.evaluation import Point
from numeric.namespaces import Ball, Float64, Namespace, PrimeField, Rational
from numeric.statements import holds
from symbolic.errors import EvaluationError
from symbolic.language.operator import apply
from symbolic.language.statements import (
    PROPERTIES,
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    distribution,
    equals,
    has,
    relation,
)
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import identity

n, d = dimensions("n d")
A, S, T = matrix("A", 2, 2), matrix("S", n, n), matrix("T", n, n)
X, W, V = matrix("X", n, d), matrix("W", d, n), matrix("V", n, n)
x, y, w = vector("x", d), vector("y", n), vector("w", d)
c, r = scalar("c"), scalar("r")
Q = Fraction

PROPERTY_SAMPLES: dict[str, tuple[list[Any], list[Any]]] = {
    "symmetric": ([[[1, 2], [2, 3]]], [[[1, 2], [3, 4]]]),
    "antisymmetric": ([[[0, 2], [-2, 0]]], [[[0, 2], [2, 0]], [[1, 2], [-2, 0]]]),
    "orthogonal": ([[[Q(3, 5), Q(4, 5)], [Q(-4, 5), Q(3, 5)]]], [[[1, 1], [0, 1]]]),
    "idempotent": ([[[1, 5], [0, 0]]], [[[1, 1], [0, 1]]]),
    "diagonal": ([[[1, 0], [0, 2]]], [[[1, 0], [1, 2]]]),
    "lower triangular": ([[[1, 0], [5, 2]]], [[[1, 1], [0, 2]]]),
    "upper triangular": ([[[1, 5], [0, 2]]], [[[1, 0], [1, 2]]]),
    "invertible": ([[[1, 2], [3, 4]]], [[[1, 2], [2, 4]]]),
    "positive definite": (
        [[[2, 1], [1, 2]]],
        [[[1, 2], [2, 1]], [[1, 1], [1, 1]], [[2, 1], [0, 2]], [[-1, 0], [0, -1]]],
    ),
    "positive semidefinite": (
        [[[1, 1], [1, 1]], [[0, 0], [0, 0]]],
        [[[1, 2], [2, 1]], [[-1, 0], [0, -1]], [[1, 1], [0, 1]]],
    ),
    "full column rank": ([[[1, 2], [3, 4]]], [[[1, 2], [2, 4]]]),
    "full row rank": ([[[1, 2], [3, 4]]], [[[1, 2], [2, 4]]]),
    "nonzero": ([[[0, 0], [0, 1]]], [[[0, 0], [0, 0]]]),
    "positive": ([[[1, 2], [3, Q(1, 9)]]], [[[1, 2], [3, 0]], [[1, -2], [3, 1]]]),
    "nonnegative": ([[[0, 2], [3, 1]]], [[[0, -2], [3, 1]]]),
}
ORDER = {"positive definite", "positive semidefinite", "positive", "nonnegative"}


def test_every_property_has_samples() -> None:
    assert set(PROPERTY_SAMPLES) == set(PROPERTIES)


@pytest.mark.parametrize("name", PROPERTY_SAMPLES)
def test_properties(name: str) -> None:
    good, bad = PROPERTY_SAMPLES[name]
    for rows, expected in [(rows, True) for rows in good] + [(rows, False) for rows in bad]:
        at, statement = Point({}, {A: rows}), has(name, A)
        for xp in (Rational(), Ball()):
            assert holds(statement, at, xp) is expected
        assert holds(statement, at, PrimeField()) in ({expected, None} if name in ORDER else {expected})
        assert holds(statement, at, Float64()) in ({expected, None} if name in ORDER else {expected})


@pytest.mark.parametrize(
    ("rows", "column", "row"),
    [
        ([[1, 2, 3], [4, 5, 6]], False, True),
        ([[1, 2], [3, 4], [5, 6]], True, False),
        ([[1, 2], [2, 4], [3, 6]], False, False),
    ],
)
def test_ranks_of_rectangular_matrices(rows: Any, column: bool, row: bool) -> None:
    at = Point({n: len(rows), d: len(rows[0])}, {X: rows})
    for xp in (Rational(), PrimeField(), Ball(), Float64()):
        assert holds(has("full column rank", X), at, xp) is column
        assert holds(has("full row rank", X), at, xp) is row


def test_orders_are_entry_by_entry() -> None:
    at = Point({d: 2}, {x: [[1], [2]], w: [[1], [3]]})
    xp = Rational()
    assert [holds(relation(x, sign, w), at, xp) for sign in ("<=", "<", ">=", ">", "=", "!=")] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]
    assert holds(relation(x, "<=", w), at, PrimeField()) is None


def test_what_cannot_be_decided_is_none() -> None:
    at = Point({}, {c: [[2]], r: [[3]]})
    root = apply("sqrt", c)
    same = equals(root * apply("sqrt", r), apply("sqrt", c * r))
    assert holds(same, at, Rational()) is None
    assert holds(same, at, Ball()) is None
    assert holds(same, at, Float64()) is True
    assert holds(equals(root + apply("sqrt", r), apply("sqrt", c + r)), at, Ball()) is False
    assert holds(relation(root, "<", r), at, Ball()) is True
    assert holds(relation(apply("exp", root), "<=", r), at, Ball()) is False
    assert holds(equals(c, Q(1, 2) * r), Point({}, {c: [[2]]}), Rational()) is None


def test_undefined_statements_raise() -> None:
    at = Point({}, {A: [[1, 2], [2, 4]], c: [[0]]})
    for statement in (equals(A.I, A), has("symmetric", A.I), relation(1 / c, "<", c), Loewner(A.I, A)):
        for xp in (Rational(), Ball()):
            with pytest.raises(EvaluationError):
                holds(statement, at, xp)


def test_loewner_order_and_range_inclusion() -> None:
    at = Point({n: 2, d: 1}, {S: [[2, 1], [1, 2]], T: [[1, 0], [0, 1]], X: [[1], [1]], V: [[1, 2], [0, 1]]})
    xp = Rational()
    assert holds(Loewner(S, T), at, xp) is True
    assert holds(Loewner(T, S), at, xp) is False
    assert holds(Loewner(S + V, T), at, xp) is False  # not symmetric
    assert holds(RangeInclusion(X, S), at, xp) is True
    assert holds(RangeInclusion(S, X), at, xp) is False
    assert holds(RangeInclusion(S * X, X), at, xp) is True


def test_logic() -> None:
    at, xp = Point({}, {c: [[2]], r: [[-2]]}), Rational()
    yes, no, open_ = relation(0, "<", c), relation(0, "<", r), equals(apply("exp", c), r)
    assert [
        holds(Implication(p, q), at, xp) for p, q in ((yes, yes), (yes, no), (no, no), (no, open_), (yes, open_))
    ] == [True, False, True, True, None]
    assert [holds(Implication(open_, q), at, xp) for q in (yes, no)] == [True, None]
    assert [holds(s, at, xp) for s in (And(yes, no), Or(yes, no), Not(no), true, false)] == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("xp", [Rational(), PrimeField(), Ball(), Float64()])
def test_existence_of_solutions_of_linear_equations(xp: Namespace) -> None:
    tall = Point(
        {n: 3, d: 2},
        {X: [[1, 2], [3, 4], [5, 7]], y: [[1], [3], [5]], x: [[1], [1]], V: [[1, 0, 0], [0, 0, 0], [0, 0, 0]]},
    )
    assert holds(Exists(W, equals(W * X, identity(d))), tall, xp) is True
    assert holds(Exists(W, equals(X * W, identity(n))), tall, xp) is False
    assert holds(Exists(W, equals(X * W * X, X)), tall, xp) is True
    assert holds(Exists(W, equals(W * X, identity(d)), equals(W * y, 0 * x)), tall, xp) is False
    assert holds(Exists(w, equals(X * w, y)), tall, xp) is True
    assert holds(Exists(T, equals(T * T, identity(n))), tall, xp) is None
    assert holds(Exists(T, equals(T * V - V * T, identity(n)), equals(T * T, T)), tall, xp) is False


def test_global_minima() -> None:
    at = Point({n: 3, d: 2}, {X: [[1, 2], [3, 4], [5, 7]], y: [[1], [0], [1]], x: [[1], [1]]})
    loss, best = apply("norm", X * w - y) ** 2, (X.T * X).I * X.T * y
    for xp in (Rational(), Ball(), Float64()):
        assert holds(Minimizes(x, loss, w), at, xp) is False
        assert holds(Minimizes(best, -1 * loss, w), at, xp) in (False, None)
        assert holds(Minimizes(x, apply("norm", w) ** 4, w), at, xp) is False
        assert holds(Minimizes(0 * x, apply("norm", w) ** 4, w), at, xp) is None
    assert holds(Minimizes(best, loss, w), at, Rational()) is True
    assert holds(Minimizes(best, -1 * loss, w), at, Rational()) is False
    assert holds(Minimizes(x, apply("sum", apply("exp", w)), w), at, Ball()) is False
    assert holds(Minimizes(0 * x, apply("sum", apply("abs", w)), w), at, Rational()) is None
    assert holds(Minimizes(x, apply("sum", apply("abs", w)), w), at, Rational()) is False


def test_parameters_of_laws() -> None:
    z, e = vector("z", n, random=True), scalar("e", random=True)
    at = Point({n: 2}, {S: [[1, 1], [1, 1]], T: [[1, 2], [2, 1]], c: [[-1]], r: [[Q(1, 2)]]})
    xp = Rational()
    assert holds(distribution(z, "moments", mean=0, covariance=S), at, xp) is True
    assert holds(distribution(z, "moments", mean=0, covariance=T), at, xp) is False
    assert holds(distribution(e, "gaussian", mean=0, variance=c), at, xp) is False
    assert holds(distribution(e, "bernoulli", mean=r), at, xp) is True
    assert holds(distribution(e, "bernoulli", mean=r + 1), at, xp) is False


def test_exact_decisions_match_eigenvalues(rng: np.random.Generator) -> None:
    seen = set()
    for _ in range(60):
        size = int(rng.integers(1, 5))
        a = rng.integers(-2, 3, (size, size))
        a = a @ a.T - int(rng.integers(0, 2)) * np.eye(size, dtype=int)
        at = Point({n: size}, {S: [[int(entry) for entry in row] for row in a]})
        lowest = np.linalg.eigvalsh(a)[0]
        if abs(lowest) > 1e-9:
            assert holds(has("positive definite", S), at, Rational()) is bool(lowest > 0)
        assert holds(has("positive semidefinite", S), at, Rational()) is bool(lowest > -1e-9)
        seen.add((lowest > 1e-9, lowest > -1e-9))
    assert len(seen) == 3

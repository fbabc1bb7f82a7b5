"""Samples of every operator for the tests of the namespaces: terms, points, and how values of one namespace compare
with another's.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb_mat, fmpq_mat

from numeric.evaluation import Point
from numeric.namespaces import Ball, Float64, Namespace, PrimeField, Rational
from symbolic.language import operators  # noqa: F401  (publishes them)
from symbolic.language.operator import apply
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import identity, ones

n, m, d = dimensions("n m d")
k, r = natural("k"), natural("r")
A, B, C = matrix("A", m, n), matrix("B", m, n), matrix("C", n, d)
S, T, D = matrix("S", n, n), matrix("T", n, n), matrix("D", n, n)
v, w = vector("v", n), vector("w", n)
a, b = scalar("a"), scalar("b")

# every operator, applied to terms of rectangular shapes; after a colon, what else the row tests
TERMS: dict[str, Any] = {
    "tr": apply("tr", A * A.T),
    "det": apply("det", S + T),
    "rank": apply("rank", A * C),
    "pinv": apply("pinv", A),
    "pinv: deficient": apply("pinv", A * C * C.T),
    "sum": apply("sum", A),
    "series": apply("series", r * S**r, r, 0, k),
    "diag": apply("diag", v),
    "diagv": apply("diagv", S),
    "vec": apply("vec", A * C),
    "kron": apply("kron", A, C.T),
    "hadamard": apply("hadamard", A, B),
    "hadamard: number": apply("hadamard", a, A),
    "entry": apply("entry", A, 2, 1),
    "unit": apply("unit", 2, n + 1),
    "block": apply("block", 2, 2, A, ones(m, 1), v.T, a),
    "powers": apply("powers", A, 3),
    "powers: reciprocal": apply("powers", apply("powers", v, 2) + 1, -1),
    "abs": apply("abs", A),
    "relu": apply("relu", A - B),
    "step": apply("step", A),
    "sign": apply("sign", v),
    "max": apply("max", A, B, a),
    "min": apply("min", A, B, 0),
    "norm": apply("norm", A) ** 2,
    "sqrt": apply("sqrt", apply("powers", A, 2)),
    "exp": apply("exp", v / 4),
    "log": apply("log", apply("powers", v, 2) + 1),
    "logdet": apply("logdet", A * A.T + identity(m)),
    "expm": apply("expm", S / 8),
    "sin": apply("sin", A),
    "cos": apply("cos", A),
    "tanh": apply("tanh", v),
    "sigmoid": apply("sigmoid", v),
    "softmax": apply("softmax", v / 3),
    "logsumexp": apply("logsumexp", v / 3),
    "grad": apply("grad", v.T * S * v * apply("det", S), S),
    "jac": apply("jac", apply("powers", S * v, 2), v),
    "hess": apply("hess", (v.T * S * v) ** 2, v),
    "dir": apply("dir", (S * S + 40 * identity(n)).I, S, T),
}
# terms of the core language: sums, products, inverses, powers, numbers beside matrices
CORE: dict[str, Any] = {
    "sum with a number": S + a,
    "vector plus a number": v + a,
    "sandwich": A * C * C.T * A.T,
    "scalar in the middle": v * (v.T * w) * w.T / 3,
    "inverse": (S * S.T + identity(n)).I * v,
    "powers": S**k - T**0,
    "quotient": (v.T * S * w) / (1 + v.T * v),
    "sizes": n * d * A - (m - n) * B,
}
TRANSCENDENTAL = {"exp", "log", "logdet", "expm", "sin", "cos", "tanh", "sigmoid", "softmax", "logsumexp"}
ORDERED = {"abs", "relu", "step", "sign", "max", "min", "sqrt"}


def rational(rng: np.random.Generator, rows: int, cols: int) -> list[list[Fraction]]:
    """A matrix of small fractions, none of them 0."""
    numerators = rng.integers(1, 7, (rows, cols)) * rng.choice([-1, 1], (rows, cols))
    return [
        [Fraction(int(x), int(y)) for x, y in zip(xs, ys, strict=True)]
        for xs, ys in zip(numerators, rng.integers(1, 4, (rows, cols)), strict=True)
    ]


SIZES = [{n: 3, m: 2, d: 2}, {n: 2, m: 3, d: 1}, {n: 4, m: 2, d: 3}, {n: 2, m: 4, d: 2}]


def points(rng: np.random.Generator) -> list[Point]:
    """Random points of several rectangular sizes."""
    found = []
    for sizes in SIZES:
        values: dict[Any, Any] = {
            symbol: rational(rng, *(int(sizes.get(s, s)) for s in symbol.shape)) for symbol in (A, B, C, S, T, D, v, w)
        }
        values |= {symbol: rational(rng, 1, 1) for symbol in (a, b)}
        found.append(Point({**sizes, k: 3}, values))
    return found


def fractions(value: fmpq_mat) -> list[list[Fraction]]:
    """A rational array as Python fractions."""
    return [[Fraction(int(x.p), int(x.q)) for x in row] for row in value.tolist()]


def agree(exact: fmpq_mat, other: Any, xp: Namespace) -> bool:
    """Whether an array of `xp` is the exact one: equal residues, an enclosing ball, within the error bound."""
    reference = xp.array(fractions(exact))
    if isinstance(xp, Rational | PrimeField) and not isinstance(xp, Ball):
        return bool(reference == other)
    if isinstance(xp, Ball):
        return other == exact if isinstance(other, fmpq_mat) else bool(other.contains(arb_mat(exact)))
    return isinstance(xp, Float64) and xp.equal(reference, other) is True


NAMESPACES: Mapping[str, Namespace] = {"prime field": PrimeField(), "ball": Ball(), "float64": Float64()}

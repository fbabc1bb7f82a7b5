"""Identities that hold without hypotheses and are no rules at all in the canonical form, and their look-alikes that are
false.
"""

from typing import Any

import pytest

from symbolic.errors import TranslationError
from symbolic.language.operator import apply
from symbolic.language.operators import arrays, entrywise, piecewise, spectral
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import Eye, add, divide, multiply, ones, power, zeros
from symbolic.network.translate import Translator

n, d, m, p = dimensions("n d m p")
A, B, C, X, Y = matrix("A", n, n), matrix("B", n, n), matrix("C", n, n), matrix("X", n, d), matrix("Y", n, d)
S, T, G, H, W = matrix("S", d, d), matrix("T", d, d), matrix("G", d, m), matrix("H", m, p), matrix("W", m, n)
u, v, w, x, y = vector("u", n), vector("v", n), vector("w", d), vector("x", m), vector("y", d)
a, b, c = scalar("a"), scalar("b"), scalar("c")
k, i, j = natural("k"), natural("i", positive=True), natural("j", positive=True)
M, N = matrix("M", 2, 2), matrix("N", 2, 2)
Q, R = matrix("Q", 2, 3), matrix("R", 3, 2)


def f(name: str, *operands: Any) -> Any:
    return apply(name, *operands)


def had(first: Any, *others: Any) -> Any:
    for other in others:
        first = apply("hadamard", first, other)
    return first


def kron(left: Any, right: Any) -> Any:
    return apply("kron", left, right)


def stack(*blocks: Any) -> Any:
    return apply("block", len(blocks), 1, *blocks)


def beside(*blocks: Any) -> Any:
    return apply("block", 1, len(blocks), *blocks)


PUBLISHED = (arrays, entrywise, piecewise, spectral)

TRUE = {
    "trace rotates": (f("tr", X * S * Y.T), f("tr", S * Y.T * X)),
    "trace of the transpose": (f("tr", A * B), f("tr", B.T * A.T)),
    "trace of the identity": (f("tr", Eye(n)), n),
    "trace of a numeric identity": (f("tr", Eye(3)), add(1, 2)),
    "trace as a sum": (f("tr", X.T * Y), f("sum", had(X, Y))),
    "trace of an outer product": (f("tr", u * v.T), v.T * u),
    "trace of a Kronecker product": (f("tr", kron(A, S)), f("tr", A) * f("tr", S)),
    "transpose of a scalar": (u.T * A * v, v.T * A.T * u),
    "scalars commute": (a * (u.T * v) * A, A * (v.T * u) * a),
    "scalar inside a product": (X * (w.T * y) * S, (y.T * w) * X * S),
    "transpose of a product": ((X * S * G).T, G.T * S.T * X.T),
    "sum of outer products": ((u + v) * (u + v).T, u * u.T + u * v.T + v * u.T + v * v.T),
    "square expands": ((A + B) ** 2, A * A + A * B + B * A + B * B),
    "powers add": (A**2 * A**3, A**5),
    "symbolic powers": (A * A**k, A ** (k + 1)),
    "mixed product": (kron(A, S) * kron(B, T), kron(A * B, S * T)),
    "mixed product of rectangles": (kron(X, W) * kron(G, u), kron(X * G, W * u)),
    "kron of vectors": (kron(u, w.T), u * w.T),
    "transposed kron": (kron(A, S).T, kron(A.T, S.T)),
    "vec of a triple product": (f("vec", X * S * G), kron(G.T, X) * f("vec", S)),
    "vec of an outer product": (f("vec", u * w.T), kron(w, u)),
    "inner product of vecs": (f("vec", X).T * f("vec", Y), f("tr", X.T * Y)),
    "kron of inverses": (kron(A, S).I, kron(A.I, S.I)),
    "inverse beside an identity": (kron(Eye(d), A * B).I, kron(Eye(d), B.I * A.I)),
    "pinv of a kron": (f("pinv", kron(X, W)), kron(f("pinv", X), f("pinv", W))),
    "inverse of a product": ((A * B * C).I, C.I * B.I * A.I),
    "inverse of a transpose": (A.T.I, A.I.T),
    "inverse of a multiple": ((2 * a * A).I, A.I / (2 * a)),
    "inverse of a sum, multiplied": ((A + 2 * B.T).I, divide((A.T / 2 + B).I.T, 2)),
    "inverse of the identity": (Eye(n).I, Eye(n)),
    "symmetric inverse": ((X.T * X).I, (X.T * X).I.T),
    "symmetric Kronecker inverse": (
        (kron(A + A.T, Eye(d)) + kron(Eye(n), S + S.T)).I.T,
        (kron(A + A.T, Eye(d)) + kron(Eye(n), S + S.T)).I,
    ),
    "determinant of a product": (f("det", A * B), f("det", A) * f("det", B)),
    "determinant of a transpose": (f("det", A.T), f("det", A)),
    "rank of a transpose": (f("rank", 3 * X.T), f("rank", X)),
    "pinv of a multiple": (f("pinv", a * X.T), divide(f("pinv", X).T, a)),
    "Hadamard commutes": (had(A, B, C), had(C, had(A, B))),
    "Hadamard of outer products": (had(u * w.T, v * y.T), had(u, v) * had(w, y).T),
    "diagonal products": (f("diag", u) * A * f("diag", v), had(A, u * v.T)),
    "diag of diagv": (f("diag", f("diagv", A)), had(A, Eye(n))),
    "diagonal of a product": (f("diagv", X * Y.T), had(X, Y) * ones(d)),
    "quadratic Hadamard form": (u.T * had(A, B) * v, f("tr", f("diag", u) * A * f("diag", v) * B.T)),
    "ones": (ones(n, d), ones(n) * ones(d).T),
    "sum by ones": (f("sum", X), ones(n).T * X * ones(d)),
    "number of entries": (f("sum", ones(n, d)), n * d),
    "block product": (beside(A, X) * stack(B, Y.T), A * B + X * Y.T),
    "block transpose": (stack(A.T, X.T), beside(A, X).T),
    "block trace": (f("tr", apply("block", 2, 2, A, X, Y.T, S)), f("tr", A) + f("tr", S)),
    "block identity": (apply("block", 2, 2, Eye(n), zeros(n, d), zeros(d, n), Eye(d)) * stack(X, S), stack(X, S)),
    "zero of another structure": (f("vec", X) - f("vec", X), zeros(n * d)),
    "an identity inside a number": (u.T * Eye(n) * v, u.T * v),
    "an identity behind a number": (u.T * v * Eye(d), (u.T * v) * Eye(d)),
    "unit vectors pick": (f("unit", i, n).T * A * f("unit", j, n), f("entry", A, i, j)),
    "a unit vector has length 1": (f("unit", i, n).T * f("unit", i, n), add(0, 1)),
    "a unit vector is idempotent": (had(f("unit", i, n), f("unit", i, n)), f("unit", i, n)),
    "rows of the identity": (Eye(n) * f("unit", 1, n), f("unit", 1, n)),
    "exp of a sum": (f("exp", a * u + v), had(f("exp", v), f("exp", a * u))),
    "exp cancels": (had(f("exp", X), f("exp", -X)), ones(n, d)),
    "exp cancels under a sum": (f("exp", u).T * f("exp", -u), n),
    "exp of a transpose": (f("exp", X.T), f("exp", X).T),
    "sigmoid": (f("sigmoid", u), f("powers", ones(n) + f("exp", -u), -1)),
    "sigmoid of the negative": (f("sigmoid", -u), had(f("sigmoid", u), f("exp", -u))),
    "tanh by sigmoid": (f("tanh", a), 2 * f("sigmoid", 2 * a) - 1),
    "reciprocal of a multiple by an exponential": (
        f("powers", f("exp", u) + f("exp", -u), -1),
        had(f("exp", u), f("powers", ones(n) + f("exp", 2 * u), -1)),
    ),
    "derivative of tanh": (f("grad", f("tanh", a - b), a), 1 - f("tanh", a - b) ** 2),
    "softmax": (f("softmax", u), f("exp", u) / f("sum", f("exp", u))),
    "softmax is blind to shifts": (f("softmax", u + a * ones(n)), f("softmax", u)),
    "logsumexp": (f("logsumexp", u), f("log", f("sum", f("exp", u)))),
    "max and min": (f("max", u, v) + f("min", u, v), u + v),
    "max commutes": (f("max", a, b, c), f("max", c, a, b)),
    "relu minus": (f("relu", u) - f("relu", -u), u),
    "abs by relu": (f("abs", u), f("relu", u) + f("relu", -u)),
    "abs of a product": (f("abs", a * b), f("abs", a) * f("abs", b)),
    "abs of a number": (f("abs", multiply(-3, a)), 3 * f("abs", a)),
    "sign cubed": (f("powers", f("sign", u), 3), f("sign", u)),
    "sine is odd": (f("sin", u - v), -f("sin", v - u)),
    "cosine is even": (f("cos", u - v), f("cos", v - u)),
    "root of a square factor": (f("sqrt", 4 * a + 8 * b), 2 * f("sqrt", a + 2 * b)),
    "norm squared": (f("norm", X) ** 2, f("tr", X * X.T)),
    "reciprocal of a product": (f("powers", had(u, v), -1), had(f("powers", v, -1), f("powers", u, -1))),
    "reciprocal twice": (f("powers", f("powers", X, -1), -1), X),
    "a quotient times its denominator": (a * (a / b) * b / a, (a / b) * b * (a / a)),
    "a square over itself": (a**2 / a, a),
    "entrywise square over itself": (had(X, X, f("powers", X, -1)), X),
    "reciprocal of a square, entry by entry": (had(X, f("powers", X, -2)), f("powers", X, -1)),
    "abs squared": (f("abs", a) ** 2, a**2),
    "abs squared, entry by entry": (f("powers", f("abs", X), 2), had(X, X)),
    "abs twice": (f("abs", f("abs", X)), f("abs", X)),
    "sign times abs": (had(f("sign", X), f("abs", X)), X),
    "dimensions divide": (n * (u / n), u),
    "logdet": (f("logdet", X.T * X), f("log", f("det", X.T * X))),
    "natural powers of exp": (f("exp", a) ** 2, f("exp", 2 * a)),
}

EXPLICIT = {
    "entries": (
        M * N,
        apply(
            "block",
            2,
            2,
            *(
                sum((f("entry", M, r, s) * f("entry", N, s, t) for s in (1, 2)), start=multiply(0, 1))
                for r in (1, 2)
                for t in (1, 2)
            ),
        ),
    ),
    "determinant": (f("det", M), f("entry", M, 1, 1) * f("entry", M, 2, 2) - f("entry", M, 1, 2) * f("entry", M, 2, 1)),
    "adjugate": (
        M.I * f("det", M) * f("det", M),
        f("det", M)
        * f("det", M)
        * divide(
            apply("block", 2, 2, f("entry", M, 2, 2), -f("entry", M, 1, 2), -f("entry", M, 2, 1), f("entry", M, 1, 1)),
            f("det", M),
        ),
    ),
    "Cayley and Hamilton": (M**2 + f("det", M) * Eye(2), f("tr", M) * M),
    "determinants multiply": (f("det", M * N), f("det", N) * f("det", M)),
    "Cauchy and Binet, one way": (f("det", R * Q), multiply(0, 1)),
    "trace": (f("tr", M), f("entry", M, 1, 1) + f("entry", M, 2, 2)),
    "Kronecker product": (f("entry", kron(M, N), 3, 2), f("entry", M, 2, 1) * f("entry", N, 1, 2)),
    "vec": (f("entry", f("vec", Q), 3, 1), f("entry", Q, 1, 2)),
    "sine of an entry": (f("entry", f("sin", M), 1, 2), f("sin", f("entry", M, 1, 2))),
    "unit vectors": (
        f("unit", 1, 3) * f("unit", 1, 3).T + f("unit", 2, 3) * f("unit", 2, 3).T + f("unit", 3, 3) * f("unit", 3, 3).T,
        Eye(3),
    ),
}

FALSE = {
    "order of a product": (A * B, B * A),
    "wrong transpose": ((A * B).T, A.T * B.T),
    "trace of three": (f("tr", A * B * C), f("tr", A * C * B)),
    "quadratic forms": (u.T * A * v, v.T * A * u),
    "binomial": ((A + B) ** 2, A**2 + 2 * A * B + B**2),
    "missing factor": ((u - v).T * (u - v), u.T * u - u.T * v + v.T * v),
    "inverse of a sum": ((A + B).I, A.I + B.I),
    "order of inverses": ((A * B).I, A.I * B.I),
    "inverse of an entrywise product": (had(A, B, C).I, C.I * B.T.I * A.I),
    "determinant of an entrywise product": (f("det", had(A, B, C)), f("det", A) * f("det", B) * f("det", C)),
    "inverse of a product of rectangles": ((X.T * X).I, f("pinv", X) * f("pinv", X.T)),
    "pinv of a product": (f("pinv", X * S), f("pinv", S) * f("pinv", X)),
    "determinant of a multiple": (f("det", 2 * A), 2 * f("det", A)),
    "determinant of a sum": (f("det", A + B), f("det", A) + f("det", B)),
    "rank of a product": (f("rank", A * B), f("rank", A) * f("rank", B)),
    "kron commutes": (kron(A, B), kron(B, A)),
    "vec of the transpose": (f("vec", A), f("vec", A.T)),
    "vec, sides swapped": (f("vec", A * B * C), kron(A, C.T) * f("vec", B)),
    "Hadamard is no product": (had(A, B), A * B),
    "Hadamard twice": (had(A, A), A * A),
    "trace of a Hadamard product": (f("tr", had(A, B)), f("tr", A * B)),
    "diag on the wrong side": (f("diag", u) * A, A * f("diag", u)),
    "diagonal of a product": (f("diagv", A * B), had(f("diagv", A), f("diagv", B))),
    "three at an index": (had(had(A * u, B * u), C * u), had(A * u, had(B * u, B * u))),
    "sum of exps": (f("exp", u).T * f("exp", -u), multiply(1, 1)),
    "exp of a product": (f("exp", had(u, v)), had(f("exp", u), f("exp", v))),
    "exp of a matrix": (f("exp", A), f("expm", A)),
    "sigmoid symmetric": (f("sigmoid", -u), f("sigmoid", u)),
    "softmax of a multiple": (f("softmax", 2 * u), f("softmax", u)),
    "reciprocal of a sum": (1 / (a + b), 1 / a + 1 / b),
    "a quotient at 0": (a / a, multiply(1, 1)),
    "root of a square": (f("sqrt", a**2), a),
    "square of a root": (f("sqrt", a) ** 2, a),
    "sign squared": (f("sign", a) ** 2, multiply(1, 1)),
    "relu adds": (f("relu", u + v), f("relu", u) + f("relu", v)),
    "max against min": (f("max", u, v), f("min", u, v)),
    "sine is even": (f("sin", u), f("sin", -u)),
    "sizes": (f("tr", Eye(n)), d),
    "sum of ones": (f("sum", ones(n, d)), n + d),
    "natural power of a real exponent": (power(a, b) * a, power(a, b + 1)),
    "units": (f("unit", i, n), f("unit", j, n)),
    "entry transposed": (f("entry", A, i, j), f("entry", A, j, i)),
    "block order": (beside(A, B) * stack(A, B), beside(A, B) * stack(B, A)),
    "skew form": (X * (S - S.T) * Y.T, Y * (S - S.T) * X.T),
    "powers of different matrices": (A**k * B**k, (A * B) ** k),
}


@pytest.mark.parametrize("name", TRUE)
def test_identity(name: str) -> None:
    t = Translator()
    left, right = map(t, TRUE[name])
    assert left.terms == right.terms and (left.axes == right.axes or not left.terms)


@pytest.mark.parametrize("name", EXPLICIT)
def test_identity_entry_by_entry(name: str) -> None:
    t = Translator(explicit=True)
    assert t(EXPLICIT[name][0]) == t(EXPLICIT[name][1])


@pytest.mark.parametrize("name", FALSE)
def test_look_alike(name: str) -> None:
    t = Translator()
    assert t(FALSE[name][0]) != t(FALSE[name][1])


def nested(depth: int) -> Any:
    term = a
    for _ in range(depth):
        term = f("sin", term)
    return term


@pytest.mark.parametrize(
    "term",
    [
        power(A, power(2, -1)),
        A ** (10**6),
        (a + b + c) ** (10**9),
        f("powers", u, a),
        nested(700),
        power(Eye(n) + A, 32) * power(A + B, 32),
    ],
    ids=["root", "large", "huge", "entrywise", "deep", "many terms"],
)
def test_what_is_outside_is_refused(term: Any) -> None:
    with pytest.raises(TranslationError):
        Translator()(term)


def test_a_natural_number_and_a_dimension_of_one_name_may_meet_in_one_process() -> None:
    first, second = Translator()(natural("q") * a), Translator()(natural("q", positive=True) * a)
    assert first != second
    assert Translator()(scalar("pi") * a) != Translator()(apply("tr", Eye(natural("pi", positive=True))) * a)

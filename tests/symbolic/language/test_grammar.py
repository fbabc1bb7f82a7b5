"""What the grammar means: each text against the term built by hand."""

import pytest
from sympy import Eq, Integer, Rational, pi

from symbolic.errors import LineproofError
from symbolic.language.grammar import Scope, to_text
from symbolic.language.operator import apply
from symbolic.language.shapes import size
from symbolic.language.statements import (
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    equals,
    has,
    relation,
)
from symbolic.language.symbols import dimension, matrix, natural, scalar, vector
from symbolic.language.terms import Eye, identity, multiply, negative, ones, power, zeros

m, n = dimension("m"), dimension("n")
A, B, S, T = matrix("A", m, n), matrix("B", n, m), matrix("S", n, n), matrix("T", n, n)
E, Q = matrix("E", n, n), matrix("Q", m, m)
x, y, c, d, k = vector("x", n), vector("y", n), scalar("c"), scalar("d"), natural("k")
r = natural("r")


@pytest.fixture
def scope() -> Scope:
    declared = Scope()
    declared.declare_all(
        {
            "A": "m x n",
            "B": "n x m",
            "S": "n x n",
            "T": "n x n",
            "E": "n x n",
            "Q": "m x m",
            "x": "n",
            "y": "n",
            "c": "scalar",
            "d": "scalar",
            "k": "natural",
        }
    )
    return declared


EXPRESSIONS = {
    # precedence
    "S^-1'": S.I.T,
    "S'^2": S.T**2,
    "-S^2": negative(S**2),
    "2^-k": power(2, negative(k)),
    "S^k": S**k,
    "x.^k": apply("powers", x, k),
    "x.^-1": apply("powers", x, -1),
    "S^-1.*T": apply("hadamard", S.I, T),
    "1/2*x": multiply(Rational(1, 2), x),
    "0.25*x": multiply(Rational(1, 4), x),
    "-1/2*x": multiply(Rational(-1, 2), x),
    "c*-d": multiply(c, -1, d),
    "--c": c,
    "c^d": power(c, d),
    "(c^2)^d": power(power(c, 2), d),
    "c^tr(S)": power(c, apply("tr", S)),
    "S/c": S / c,
    "c/d/2": c / d / 2,
    "c - d - 1": c - d - 1,
    "c - (d - 1)": c - d + 1,
    "S.*T*x": apply("hadamard", S, T) * x,
    "1./x": apply("hadamard", 1, apply("powers", x, -1)),
    "x./y.*x": apply("hadamard", apply("hadamard", x, apply("powers", y, -1)), x),
    # numbers beside matrices and vectors
    "S + 2": S + 2 * Eye(n),
    "x + 1": x + ones(n),
    "x' - c": x.T - multiply(c, ones(1, n)),
    "A + 0": A + zeros(m, n),
    "I - S": Eye(n) - S,
    "I*A": identity(m) * A,
    "A*I": A * identity(n),
    "c*I + S": c * Eye(n) + S,
    "S.*I": apply("hadamard", S, Eye(n)),
    "kron(I, A) + kron(Q, A)": apply("kron", Eye(m), A) + apply("kron", Q, A),
    "A + ones": A + ones(m, n),
    # scalars among matrices
    "A*(x'*x)*B": multiply(A, x.T * x, B),
    "A*x*(y'*S*x)": multiply(A, x, y.T * S * x),
    "x'*x*A": multiply(x.T, x, A),
    # entries, literals, calls
    "A[1, k]": apply("entry", A, 1, k),
    "x[2]": apply("entry", x, 2, 1),
    "x'[2]": apply("entry", x.T, 1, 2),
    "(A*S)[k, 1]": apply("entry", A * S, k, 1),
    "grad(x'*S*x, x)[1]": apply("entry", apply("grad", x.T * S * x, x), 1, 1),
    "E[1, 2]": apply("entry", E, 1, 2),
    "Var[x]": apply("Var", x),
    "Cov[x, A*y]": apply("Cov", x, A * y),
    "[c, d; 1, 2]": apply("block", 2, 2, c, d, 1, 2),
    "[S, 0; 0, Q]": apply("block", 2, 2, S, zeros(n, m), zeros(m, n), Q),
    "[A, 0; I, B]": apply("block", 2, 2, A, zeros(m, m), identity(n), B),
    "[A; I]": apply("block", 2, 1, A, identity(n)),
    "I(n + 1)": identity(n + 1),
    "ones(m, n)": ones(m, n),
    "zeros(2)": zeros(2),
    "unit(k, n)": apply("unit", k, n),
    "n*c": multiply(n, c),
    "pi*c": multiply(pi, c),
    "sum(S^r, r, 0, k - 1)": apply("series", S**r, r, Integer(0), k - 1),
    "sum(A)": apply("sum", A),
    "max(x, 0, y)": apply("max", x, 0, y),
    "dir(S^-1, S, T)": apply("dir", S.I, S, T),
    "dir(c*S, c, 1)": apply("dir", c * S, c, 1),
    "hess(c^2, c)": apply("hess", c**2, c),
    # named values
    "let a = S*x; b = a + 1; b'*a": (S * x + ones(n)).T * (S * x),
    "2*(let a = c; a^2)": multiply(2, c**2),
    "let z = 0; A + z": A + zeros(m, n),
    "let x = S*x; T*x": T * S * x,
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_is_the_term_built_by_hand(scope: Scope, text: str) -> None:
    term = scope.expression(text)
    assert term == EXPRESSIONS[text]
    assert scope.expression(scope.text(term)) == term


W = matrix("W", n, n)
STATEMENTS = {
    "A*x = 0": equals(A * x, zeros(m)),
    "x = 1": Eq(x, ones(n), evaluate=False),
    "S = 2": equals(S, 2 * Eye(n)),
    "x != 0": relation(x, "!=", zeros(n)),
    "x <= y": relation(x, "<=", y),
    "0 < det(S)": relation(0, "<", apply("det", S)),
    "S >> 0": Loewner(S, zeros(n, n)),
    "S >> c": Loewner(S, c * Eye(n)),
    "S >> T + I": Loewner(S, T + Eye(n)),
    "positive definite([S, B; B', I])": has("positive definite", apply("block", 2, 2, S, B, B.T, identity(m))),
    "full column rank(A)": has("full column rank", A),
    "invertible(1 + x'*y)": has("invertible", 1 + x.T * y),
    "range(A*S) <= range(A)": RangeInclusion(A * S, A),
    "exists W: A = A*W, W' = W": Exists(W, equals(A, A * W), equals(W.T, W)),
    "exists W: x' = W*y'": Exists(scalar("W"), equals(x.T, multiply(scalar("W"), y.T))),
    "exists W: x = W*y, 0 < W": Exists(scalar("W"), equals(x, multiply(scalar("W"), y)), relation(0, "<", scalar("W"))),
    "minimizes(0, norm(A*x)^2, x)": Minimizes(zeros(n), apply("norm", A * x) ** 2, x),
    "A*x = 0 => x = 0": Implication(equals(A * x, zeros(m)), equals(x, zeros(n))),
    "(c = 1) => (d = 1 => c = d)": Implication(equals(c, 1), Implication(equals(d, 1), equals(c, d))),
    "let z = S*x; z = y => z'*z = y'*y": Implication(equals(S * x, y), equals((S * x).T * (S * x), y.T * y)),
    "c = d => (let s = c; s + 1) = d + 1": Implication(equals(c, d), equals(c + 1, d + 1)),
    "let p = c; p = p": equals(c, c),
    "exists W: S = W*T": Exists(W, equals(S, W * T)),
    "exists w: S = w*T": Exists(scalar("w"), equals(S, multiply(scalar("w"), T))),
    "exists w: A*w = Q": Exists(matrix("w", n, m), equals(A * matrix("w", n, m), Q)),
    "exists w: w^2 = 2": Exists(scalar("w"), equals(scalar("w") ** 2, 2)),
    "exists W: W = 1, W*S = T": Exists(W, equals(W, Eye(n)), equals(W * S, T)),
}


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_the_one_built_by_hand(scope: Scope, text: str) -> None:
    statement = scope.statement(text)
    assert statement == STATEMENTS[text]
    assert scope.statement(to_text(statement)) == statement


def test_a_named_value_is_one_object(scope: Scope) -> None:
    statement = scope.statement("let u = S*x; exp(u) = cos(u)")
    assert statement.lhs.operands[0] is statement.rhs.operands[0]


def test_a_derivative_varies_named_values(scope: Scope) -> None:
    assert scope.expression("let u = S*x; grad(u'*u, x)") == apply("grad", (S * x).T * (S * x), x)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("sum(let y = k*r; sum(y*r, r, 1, 3), r, 1, 2)", "sum(sum(k*r*s, s, 1, 3), r, 1, 2)"),
        ("let s = sum(i^2, i, 1, n); sum(s*i, i, 1, m)", "sum(sum(i^2, i, 1, n)*j, j, 1, m)"),
        ("sum(k*c, k, 0, k)", "sum(j*c, j, 0, k)"),
    ],
)
def test_an_index_captures_nothing(scope: Scope, text: str, same: str) -> None:
    """Up to the names of indices, which this test replaces by the depth at which they are bound."""

    def renamed(term: object) -> object:
        found = {}
        for name in term.atoms(type(r)):
            if name.name in ("i", "j", "r", "s", "i_1", "r_1", "k_1"):
                found[name] = None
        order = sorted(found, key=lambda s: str(to_text(term)).rindex(f", {s.name}, "))
        return term.xreplace({name: natural(f"index{at}") for at, name in enumerate(order)})

    assert renamed(scope.expression(text)) == renamed(scope.expression(same))


def test_declared_names_hide_built_in_ones() -> None:
    scope = Scope()
    scope.declare_all({"I": "n x n", "E": "n", "ones": "n", "pi": "scalar", "sum": "scalar", "range": "scalar"})
    declared = matrix("I", n, n)
    assert scope.expression("I*E + ones*pi*sum") == declared * vector("E", n) + multiply(
        vector("ones", n), scalar("pi"), scalar("sum")
    )
    assert scope.expression("E[1]") == apply("entry", vector("E", n), 1, 1)
    assert scope.statement("range <= 1") == relation(scalar("range"), "<=", 1)
    for text in ("I + 2*sum", "I + 1", "E - 1"):
        term = scope.expression(text)
        assert scope.expression(scope.text(term)) == term
    with pytest.raises(LineproofError, match="cannot be called"):
        scope.expression("sum(E)")


def test_dimensions_are_values_and_sizes_may_be_computed() -> None:
    scope = Scope()
    scope.declare_all({"A": "n + 1 x 2*m", "B": "3 x 3", "j": "natural, positive", "C": "j x x", "x": "natural"})
    assert scope.symbols["A"].shape == (size(n + 1), size(2 * m))
    assert scope.symbols["C"].shape == (natural("j", positive=True), natural("x"))
    assert list(scope.dimensions) == ["n", "m"]
    assert scope.statement("tr(A'*A) = n - m").rhs == n - m

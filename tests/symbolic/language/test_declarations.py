"""`let`: shapes, properties and the laws of random symbols."""

import pytest
from sympy import Rational

from symbolic.language.grammar import GrammarError, GrammarShapeError, Scope
from symbolic.language.problem import parse_problem
from symbolic.language.statements import distribution, has
from symbolic.language.symbols import RandomMatrix, RandomScalar, dimension, matrix, natural, scalar, vector
from symbolic.language.terms import Eye, multiply, ones, zeros

n, m = dimension("n"), dimension("m")


def test_every_kind_of_shape() -> None:
    problem = parse_problem(
        {
            "A": "m x n",
            "v": "n",
            "c": "scalar",
            "k": "natural",
            "j": "natural, positive",
            "B": "2 x 3",
            "u": "4",
            "n": "natural, positive",
        }
    )
    assert problem.symbols == {
        "A": matrix("A", m, n),
        "v": vector("v", n),
        "c": scalar("c"),
        "k": natural("k"),
        "j": natural("j", positive=True),
        "B": matrix("B", 2, 3),
        "u": vector("u", 4),
        "n": natural("n", positive=True),
    }
    assert problem.dimensions == {"m": m}
    assert problem.hypotheses == ()


def test_properties_are_hypotheses_in_order() -> None:
    problem = parse_problem(
        {"A": "n x n, positive definite", "X": "m x n, full column rank, nonzero", "c": "scalar, positive"},
        given=["invertible(A)"],
    )
    assert problem.hypotheses == (
        has("positive definite", matrix("A", n, n)),
        has("full column rank", matrix("X", m, n)),
        has("nonzero", matrix("X", m, n)),
        has("positive", scalar("c")),
        has("invertible", matrix("A", n, n)),
    )


mu, S, s2, q = vector("mu", n), matrix("S", n, n), scalar("s2"), scalar("q")
x, X, z = vector("x", n, random=True), matrix("x", n, m, random=True), scalar("x", random=True)
LAWS = {
    "n, random": distribution(x, "moments"),
    "n, random, mean mu, covariance S": distribution(x, "moments", mean=mu, covariance=S),
    "n, random, mean 0, covariance 2": distribution(x, "moments", mean=zeros(n), covariance=2 * Eye(n)),
    "n, random, mean 1, covariance s2*I + S": distribution(x, "moments", mean=ones(n), covariance=s2 * Eye(n) + S),
    "scalar, random, mean q, variance s2": distribution(z, "moments", mean=q, variance=s2),
    "scalar, random, mean q, covariance s2": distribution(z, "moments", mean=q, variance=s2),
    "n, random, iid, mean 0, variance s2": distribution(x, "iid", mean=0, variance=s2),
    "n x m, random, iid, gaussian, mean 0, variance s2/2": distribution(
        X, "gaussian", iid=1, mean=0, variance=multiply(s2, Rational(1, 2))
    ),
    "n, random, gaussian, mean mu, covariance S": distribution(x, "gaussian", mean=mu, covariance=S),
    "scalar, random, gaussian, mean 0, variance 1": distribution(z, "gaussian", iid=1, mean=0, variance=1),
    "n, random, independent entries, gaussian, mean mu, variance s2": distribution(
        x, "gaussian", mean=mu, covariance=s2 * Eye(n)
    ),
    "n, random, iid, rademacher": distribution(x, "rademacher"),
    "n, random, iid, bernoulli, mean q": distribution(x, "bernoulli", mean=q),
    "scalar, random, bernoulli, mean q": distribution(z, "bernoulli", mean=q),
    "n, random, independent entries, mean mu, covariance S": distribution(x, "independent", mean=mu, covariance=S),
    "n, random, independent entries, mean mu, variance s2": distribution(x, "independent", mean=mu, variance=s2),
}


@pytest.mark.parametrize("text", LAWS)
def test_a_law_is_the_distribution_built_by_hand(text: str) -> None:
    """The law names symbols that are declared after it."""
    problem = parse_problem({"x": text, "mu": "n", "S": "n x n", "s2": "scalar", "q": "scalar"})
    assert problem.hypotheses == (LAWS[text],)
    assert isinstance(problem.symbols["x"], RandomScalar | RandomMatrix)


def test_wishart() -> None:
    problem = parse_problem({"W": "n x n, random, wishart, scale S, dof k", "S": "n x n", "k": "natural"})
    expected = distribution(matrix("W", n, n, random=True), "wishart", scale=S, dof=natural("k"))
    assert problem.hypotheses == (expected,)


WRONG = {
    "": "expression",
    "n x": "expression",
    "n x n x n": "','",
    "n, symetric": "perhaps symmetric",
    "nxd": "nxd is one name; expected n x d for a matrix",
    "n1x3, invertible": "n1x3 is one name; expected n1 x 3 for a matrix",
    "3xd": "n x d for the shape of a matrix",
    "n x n, psd": "perhaps positive semidefinite",
    "n x n symmetric": "',' before symmetric",
    "n by n": "n x d for the shape",
    "(n, n)": "n x d for the shape",
    "n, random, covarience S": "perhaps covariance",
    "n, elephant": "one of symmetric",
    "n,": "one of symmetric",
    "n, symmetric": "square",
    "m x n, positive definite": "square",
    "c x n": "size",
    "0 x 2": "positive whole number",
    "n/0": "size",
    "tr(S)": "size",
    "1/2 x n": "whole number",
    "n x n, gaussian, mean 0": "random",
    "n, mean 0": "random",
    "natural, random": "scalar",
    "n, random, gaussian, rademacher": "one of them",
    "n, random, iid, independent entries": "one of them",
    "n, random, mean 0, variance s2": "iid",
    "n, random, iid, mean 0, covariance S": "covariance does not go",
    "n, random, rademacher, mean 0": "no parameter",
    "n, random, mean 0, mean 1": "two values",
    "n, random, mean": "expression",
    "n, random, mean z": "declared name",
    "n x m, random, wishart, scale S, dof 3": "square",
    "n x n, random, wishart, scale S": "scale S, dof k",
    "n, random, mean S, covariance S": "n x 1",
    "n, random, iid, mean mu, variance 1": "1 x 1",
    "x x x": "size",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_declaration_is_refused(text: str) -> None:
    with pytest.raises((GrammarError, GrammarShapeError)) as caught:
        parse_problem({"c": "scalar", "x": text, "mu": "n", "S": "n x n", "s2": "scalar"})
    assert WRONG[text] in str(caught.value)
    assert caught.value.place == "let x"


@pytest.mark.parametrize("name", ["", "a b", "2a", "let", "a-b", "x" * 9 + "'"])
def test_a_wrong_name_is_refused(name: str) -> None:
    with pytest.raises(GrammarError, match="no name"):
        Scope().declare(name, "n")


def test_a_scope_grows_and_a_refused_declaration_leaves_it_as_it_was() -> None:
    scope = Scope()
    scope.declare("A", "m x n")
    assert scope.declare("v", "n, random, iid, mean 0, variance 1") == vector("v", n, random=True)
    before = (dict(scope.symbols), dict(scope.dimensions), list(scope.hypotheses))
    for name, text in (
        ("A", "n"),
        ("B", "p x q, symmetric"),
        ("n", "natural"),
        ("m", "scalar"),
        ("c", "p, random, mean r"),
    ):
        with pytest.raises(GrammarError):
            scope.declare(name, text)
        assert (scope.symbols, scope.dimensions, scope.hypotheses) == before
    scope.declare("n", "natural, positive")
    assert list(scope.symbols) == ["A", "v", "n"]
    assert list(scope.dimensions) == ["m"]


@pytest.mark.parametrize(
    ("let", "statement", "hidden"),
    [
        ({"A": "n x n", "I": "n x n"}, "A*I = A", ["I is a declared name here, not the identity matrix"]),
        ({"A": "I x I"}, "tr(A)/I = 1", ["I is a declared name here, not the identity matrix"]),
        ({"A": "n x n", "pi": "scalar"}, "pi*A = A", ["pi is a declared name here, not the number pi"]),
        ({"v": "n", "ones": "n"}, "v = ones", ["ones is a declared name here, not all ones"]),
        ({"A": "n x n", "I": "n x n"}, "A = A'", []),
        ({"A": "n x n"}, "A*I = pi*A", []),
        ({"A": "I x I", "pi": "scalar"}, "A*pi = A", ["pi is a declared name here, not the number pi"]),
    ],
)
def test_a_declared_name_that_hides_a_constant_is_told(let: dict[str, str], statement: str, hidden: list[str]) -> None:
    scope = Scope()
    scope.declare_all(let)
    assert list(scope.hidden(scope.statement(statement))) == hidden

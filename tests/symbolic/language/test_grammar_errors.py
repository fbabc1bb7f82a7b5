"""Refusals: which error, at which column, naming what was expected and what came."""

import pickle

import pytest

from symbolic.errors import ParseError, ShapeError
from symbolic.language.grammar import AmbiguousSizeError, GrammarError, GrammarShapeError, Scope
from symbolic.language.problem import parse_problem

LET = {"A": "m x n", "S": "n x n", "x": "n", "y": "m", "c": "scalar", "k": "natural"}

SYNTAX = {
    "": (1, "expression"),
    "A": (1, "statement"),
    "A*Z = 0": (3, "declared name"),
    "tr(S": (5, "')'"),
    "S + = S": (5, "expression"),
    "S = S)": (6, "the end"),
    "S << S'*S": (4, "B >> A for A << B"),
    "max(x) = x": (1, "at least 2 arguments"),
    "jacobian(x, x) = S": (1, "jac(f, x)"),
    "2c = 1": (2, "* between factors"),
    "A @ S = 0": (3, "* between matrices"),
    "A ? S = 0": (3, "a number, a name or a sign"),
    "S⊙S = S": (2, ".*, got '⊙'"),
    "S ♥ S = S": (3, "a sign, got '♥'"),
    "Sᵀ = S": (1, "X' for the transpose"),
    "x = argmin(x'*x, x)": (5, "minimizes(m, f, x)"),
    "x = argmax(c, x)": (5, "minimizes(m, -f, x)"),
    "logistic(x) = x": (1, "sigmoid(x)"),
    "np.linalg.inv(S) = S": (3, "A^-1 for the inverse"),
    "np.trace(S) = c": (3, "without its library"),
    "Cov[x] = S": (1, "Var[x]"),
    r"S \ x = x": (3, "A^-1*b"),
    r"S\x = x": (2, "A^-1*b"),
    r"\alpha*x = x": (1, "not LaTeX"),
    "S = S \x00": (7, "a number, a name or a sign"),
    "S == S": (4, "= for equality"),
    "A^T = A": (3, "X' for the transpose"),
    r"A^\top A = S": (3, "X' for the transpose"),
    "A.T*A = S": (2, "X' for the transpose"),
    "S^-T = S": (4, "A^-1' for the transpose"),
    "inv(S) = S": (1, "A^-1 for the inverse"),
    "trace(S) = 1": (1, "tr(A)"),
    "||x||^2 = 1": (1, "norm(x)"),
    "c**2 = 1": (3, "^ for a power"),
    r"\lVert x \rVert = 1": (1, "norm(x)"),
    r"\nabla_x c = 0": (1, "grad(f, X)"),
    "x' x = 1": (4, "* between factors"),
    "T = S": (1, "declared name"),
    "c = c = c": (7, "one relation"),
    "c^2^3 = 1": (4, "brackets"),
    "[1, 2; 3] = S": (1, "2 in every row"),
    "[] = S": (2, "expression"),
    "let c = 1": (10, "';'"),
    "let 2 = c; c = 1": (5, "NAME = expression"),
    "c => c = 1": (1, "statement"),
    "(c = 1) + 1 = 2": (2, "expression"),
    "tr(c = 1) = 2": (4, "expression"),
    "S*(let a = 1 a) = 0": (14, "';'"),
    "grad(c^2, 2) = 1": (11, "declared name"),
    "grad(k^2, k) = 1": (11, "scalar"),
    "let z = x; grad(z'*z, z) = 1": (23, "declared name"),
    "tr(S, S) = 1": (1, "1"),
    "foo(x) = 1": (1, "declared name"),
    "tan(c) = 1": (1, "tanh"),
    "sum(c, 1, 1, 2) = 1": (8, "name"),
    "c(S) = 1": (1, "c*(...)"),
    "I(c) = S": (3, "whole number"),
    "I(0) = S": (3, "whole number"),
    "I(n/0) = S": (3, "size"),
    "zeros(1, 2, 3) = S": (1, "1 or 2"),
    "x[1, 2, 3] = 1": (1, "1 or 2"),
    "invertible(S, S)": (1, "1"),
    "range(A) = range(A)": (1, "range(A) <= range(B)"),
    "exists : S = S": (8, "operator"),
    "exists W S = S": (10, "':'"),
}


@pytest.fixture
def scope() -> Scope:
    declared = Scope()
    declared.declare_all(LET)
    return declared


@pytest.mark.parametrize("text", SYNTAX)
def test_text_outside_the_grammar_is_refused_at_its_column(scope: Scope, text: str) -> None:
    column, expected = SYNTAX[text]
    with pytest.raises(ParseError) as caught:
        scope.statement(text, "claim 3")
    error = caught.value
    assert isinstance(error, GrammarError)
    assert error.column == column
    assert expected in str(error)
    assert (error.place, error.text) == ("claim 3", text)
    assert str(error).startswith(f"claim 3, column {column}: ")


SHAPES = {
    "A*A = 0": (3, "product", ("m", "n"), ("m", "n")),
    "S + A = 0": (5, "sum", ("n", "n"), ("m", "n")),
    "A + 1 = 0": (5, "sum", ("m", "n"), ("1", "1")),
    "x = y": (5, "two sides of =", ("n", "1"), ("m", "1")),
    "det(A) = 0": (5, "det", ("m", "n"), None),
    "A^2 = 0": (1, "power", ("m", "n"), None),
    "A >> 0": (1, ">>", ("m", "n"), None),
    "A <= A": (1, "<=", ("m", "n"), None),
    "c/S = 0": (3, "division", ("n", "n"), None),
    "symmetric(A)": (11, "symmetric", ("m", "n"), None),
    "range(A) <= range(x)": (19, "column spaces", ("m", "n"), ("n", "1")),
    "minimizes(y, x'*x, x)": (20, "minimizes", ("m", "1"), ("n", "1")),
    "minimizes(x, S*x, x)": (14, "minimizes", ("n", "1"), None),
    "[A, S] = 0": (5, "blocks side by side", ("m", "n"), ("n", "n")),
    "x.*y = 0": (4, "entrywise product", ("n", "1"), ("m", "1")),
    "max(x, y) = 0": (8, "max", ("n", "1"), ("m", "1")),
    "dir(c, x, y) = 0": (11, "dir", ("n", "1"), ("m", "1")),
    "S*x + I*A = 0": (7, "sum", ("n", "1"), ("m", "n")),
}


@pytest.mark.parametrize("text", SHAPES)
def test_sizes_that_do_not_fit_show_both_shapes_and_the_place(scope: Scope, text: str) -> None:
    column, operation, left, right = SHAPES[text]
    with pytest.raises(ShapeError) as caught:
        scope.statement(text, "given 1")
    error = caught.value
    assert isinstance(error, GrammarShapeError)
    assert (error.column, error.operation, error.place) == (column, operation, "given 1")
    assert tuple(map(str, error.left_shape)) == left
    assert (error.right_shape and tuple(map(str, error.right_shape))) == right
    assert error.subterm and error.subterm == text[column - 1 : column - 1 + len(error.subterm)]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("det(I) = 1", 5),
        ("c*I = c", 3),
        ("kron(I, I) = S", 6),
        ("tr(ones) = c", 4),
        ("[I, 0; 0, I] = [S, 0; 0, A*A']", 2),
        ("sum(zeros) = 0", 5),
        ("exists W: rank(W) = 1", 1),
    ],
)
def test_a_size_that_stays_free_is_ambiguous(scope: Scope, text: str, column: int) -> None:
    with pytest.raises(AmbiguousSizeError, match="ambiguous") as caught:
        scope.statement(text)
    assert caught.value.column == column


def test_the_place_names_the_text_of_a_problem() -> None:
    def place(**texts: object) -> str:
        with pytest.raises((GrammarError, GrammarShapeError)) as caught:
            parse_problem(**{"let": LET, **texts})
        return caught.value.place

    assert place(let={**LET, "B": "n x"}) == "let B"
    assert place(given=["S = S", "S ="]) == "given 2"
    assert place(claim=["A*A = 0"]) == "claim 1"
    assert place(claim=["c = 1"], needs=["q = 1"]) == "needs 1"


def test_errors_survive_pickling(scope: Scope) -> None:
    for text in ("A*A = 0", "A +"):
        with pytest.raises((GrammarError, GrammarShapeError)) as caught:
            scope.statement(text, "claim 1")
        copy = pickle.loads(pickle.dumps(caught.value))
        assert type(copy) is type(caught.value)
        assert (str(copy), copy.column, copy.place) == (str(caught.value), caught.value.column, "claim 1")


def test_a_near_name_is_offered(scope: Scope) -> None:
    with pytest.raises(GrammarError, match="perhaps softmax"):
        scope.expression("sofmax(x)")


@pytest.mark.parametrize(
    ("let", "claim"),
    [({"A": "1000000 x n"}, "A = A"), ({"A": "2000*n"}, "A = A"), ({}, "sum(ones(5000)) = 5000")],
)
def test_a_large_size_is_refused_and_the_limit_named(let: dict[str, str], claim: str) -> None:
    with pytest.raises(GrammarError, match=r"a size of .*00.* expected numbers up to 1000"):
        parse_problem(let, (), [claim])

"""Statements in LaTeX and in words."""

import tomllib
from pathlib import Path

import pytest
from sympy import Q, Symbol, oo

from symbolic.errors import LanguageError
from symbolic.language.problem import parse_problem
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.latex import Formula, in_words, sides, space_of, statement_latex
from tests.symbolic.latex.test_writer import balanced

LET = {
    "X": "n x d", "A": "n x n", "B": "n x n", "w": "d", "t": "n", "c": "scalar", "i": "natural", "j": "natural",
    "e": "n, random, mean 0, covariance c^2*I", "g": "n, random, gaussian, mean t, covariance A",
    "h": "n, random, rademacher",
    "k": "n, random, iid, bernoulli, mean c", "u": "n, random, independent entries, mean t, variance c",
    "z": "n x d, random, iid, gaussian, mean 0, variance c",
    "S": "n x n, random, wishart, scale A, dof i", "r": "n, random",
}  # fmt: skip

FORMULAS = {
    "X*w = t": "X w = t",
    "X*w = 0": "X w = 0",
    "A*B = I": "A B = I",
    "A != B": r"A \ne B",
    "c <= 2": r"c \le 2",
    "0 < c": "0 < c",
    "A >> B": r"A \succeq B",
    "A >> 0": r"A \succeq 0",
    "symmetric(A*B)": r"A B \text{ is symmetric}",
    "full column rank(X)": r"X \text{ has full column rank}",
    "range(A) <= range(B)": r"\operatorname{range}(A) \subseteq \operatorname{range}(B)",
    "exists W: X = A*W, B*X = W": r"\exists\, W :\ X = A W,\ B X = W",
    "minimizes(t, norm(t - e)^2, t)": r"t \in \operatorname*{argmin}_{t}\ \lVert t - e \rVert^{2}",
    "minimizes(w, c + norm(w), w)": r"w \in \operatorname*{argmin}_{w}\ (c + \lVert w \rVert)",
    "A = B => B = A": r"A = B \implies B = A",
    "I(n) = I(n)": "I_{n} = I_{n}",
}

WORDS = {
    "X*w = t": "$X w = t$",
    "positive definite(A)": "$A$ is positive definite",
    "full row rank(X)": "$X$ has full row rank",
    "positive(c)": "$c$ is positive",
    "positive(t)": "$t$ has positive entries",
    "exists W: X = A*W": "there is $W$ with $X = A W$",
    "exists W: X = A*W, W = X, X = W": "there is $W$ with $X = A W$, $W = X$ and $X = W$",
    "A = B => symmetric(A)": "if $A = B$, then $A$ is symmetric",
    "minimizes(w, norm(w), w)": r"$w$ minimizes $\lVert w \rVert$ over $w$",
}

LAWS = {
    "e": "$e$ is a random vector with mean $0$ and covariance $c^{2} I$",
    "g": "$g$ is a Gaussian random vector with mean $t$ and covariance $A$",
    "h": "$h$ is a random vector with independent, identically distributed Rademacher entries",
    "k": "$k$ is a random vector with independent, identically distributed Bernoulli entries of mean $c$",
    "u": "$u$ is a random vector with independent entries of mean $t$ and variance $c$",
    "z": "$z$ is a random matrix with independent, identically distributed Gaussian entries of mean $0$ "
    "and variance $c$",
    "S": "$S$ is a Wishart random matrix with scale $A$ and $i$ degrees of freedom",
    "r": "$r$ is a random vector",
}


def spoken(statement: object) -> str:
    return "".join(f"${piece.latex}$" if isinstance(piece, Formula) else piece for piece in in_words(statement))


@pytest.mark.parametrize(("text", "expected"), FORMULAS.items())
def test_formulas(text: str, expected: str) -> None:
    assert statement_latex(parse_problem(LET).scope.statement(text)) == expected


@pytest.mark.parametrize(("text", "expected"), WORDS.items())
def test_words(text: str, expected: str) -> None:
    assert spoken(parse_problem(LET).scope.statement(text)) == expected


@pytest.mark.parametrize(("name", "expected"), LAWS.items())
def test_laws(name: str, expected: str) -> None:
    problem = parse_problem(LET)
    law = next(h for h in problem.hypotheses if str(h.symbol) == name)
    assert spoken(law) == expected
    assert r"\sim" in statement_latex(law)


def test_sides_use_the_names_of_defined_terms() -> None:
    statement = parse_problem(LET).scope.statement("A*B - I = (A*B)'")
    product = statement.args[1].args[0]
    assert sides(statement, {product: "P"}) == ("P - I", "=", r"P^{\top}")
    assert sides(Q.symmetric(product)) is None


def test_spaces() -> None:
    n, d = dimensions("n d")
    assert space_of(matrix("X", n, d)) == r"X \in \mathbb{R}^{n \times d}"
    assert space_of(matrix("Y", n * d, n + d)) == r"Y \in \mathbb{R}^{d n \times (d + n)}"
    assert space_of(vector("what", d)) == r"\hat{w} \in \mathbb{R}^{d}"
    assert space_of(scalar("c")) == r"c \in \mathbb{R}"
    assert space_of(natural("k")) == r"k \in \mathbb{N}_{0}"
    assert space_of(natural("k", positive=True)) == r"k \in \mathbb{N}"


def test_what_is_no_statement_is_refused() -> None:
    for value in (oo, Q.integer(Symbol("x"))):
        with pytest.raises(LanguageError, match="no LaTeX"):
            statement_latex(value)


CLAIM_FILES = sorted((Path(__file__).parents[2] / "claims").glob("*.toml"))


@pytest.mark.parametrize("path", CLAIM_FILES, ids=lambda path: path.stem)
def test_every_statement_of_the_claim_files_is_written(path: Path) -> None:
    written = 0
    for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]:
        problem = parse_problem(claim.get("let", {}), claim.get("given", ()), claim["claim"])
        for statement in (*problem.hypotheses, *problem.claims):
            assert balanced(statement_latex(statement))
            assert in_words(statement)
            written += 1
    assert written > 20

"""Terms in LaTeX: a table, and what holds of random terms."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import MatMul, Rational, Symbol, oo, pi

from symbolic.errors import LanguageError
from symbolic.language.notation import Level
from symbolic.language.operator import OPERATORS, apply
from symbolic.language.problem import parse_problem
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import add, divide, identity, multiply, negative, ones, power, transpose, zeros
from symbolic.latex import latex
from symbolic.latex.writer import Writer, names_in

LET = {
    "X": "n x d", "A": "n x n", "B": "n x n", "I2": "n x n", "w": "d", "t": "n", "v": "n", "b": "n",
    "W1": "p x n", "c": "scalar", "s": "scalar",
    "q": "scalar", "k": "natural", "i": "natural", "j": "natural", "what": "d",
    "sigma": "scalar", "e": "n, random, mean 0, covariance sigma^2*I",
}  # fmt: skip

TABLE = {
    # products, sums, signs
    "X*w - t": r"X w - t",
    "-X*w - t": r"-X w - t",
    "t - (X*w - t)": r"t - X w + t",
    "-(A.*B)": r"-A \odot B",
    "(-A).*B": r"(-A) \odot B",
    "A*(B - A)": r"A (B - A)",
    "c*(s + q)": r"c (s + q)",
    "2*A - 3*B": r"2 A - 3 B",
    "A*(-B)": r"-A B",
    "2*2^k": r"2 \cdot 2^{k}",
    # transposes, inverses, powers
    "X'": r"X^{\top}",
    "(X'*X)^-1*X'*t": r"(X^{\top} X)^{-1} X^{\top} t",
    "(A^-1)'": r"(A^{-1})^{\top}",
    "(A')^-1": r"(A^{\top})^{-1}",
    "A^2": r"A^{2}",
    "A^-2": r"(A^{-1})^{2}",
    "A^k": r"A^{k}",
    "(A + B)^k": r"(A + B)^{k}",
    "(-1)^k": r"(-1)^{k}",
    "(1/2)^k": r"\left(\frac{1}{2}\right)^{k}",
    "c^-1": r"\frac{1}{c}",
    "c^-2": r"c^{-2}",
    "(c^2)^k": r"(c^{2})^{k}",
    "2^(k + 1)": r"2^{k + 1}",
    "pinv(X)": r"X^{+}",
    "pinv(X)'": r"(X^{+})^{\top}",
    "pinv(A*X)": r"(A X)^{+}",
    # fractions
    "c/s": r"\frac{c}{s}",
    "2/n*X'*(X*w - t)": r"\frac{2}{n} X^{\top} (X w - t)",
    "norm(X*w - t)^2/n": r"\frac{\lVert X w - t \rVert^{2}}{n}",
    "X*w/n": r"\frac{X w}{n}",
    "-c/s": r"-\frac{c}{s}",
    "(c + 1)/(s - 1)": r"\frac{c + 1}{s - 1}",
    "c/s/q": r"\frac{c}{s} \frac{1}{q}",
    "(c/s)^2": r"\left(\frac{c}{s}\right)^{2}",
    "1/2*c/s": r"\frac{1}{2} \frac{c}{s}",
    "-3/2*A": r"-\frac{3}{2} A",
    "sigma^2*(n - d)/n": r"\frac{\sigma^{2} (n - d)}{n}",
    # identity, zeros, ones: sizes only where needed
    "I - X*(X'*X)^-1*X'": r"I - X (X^{\top} X)^{-1} X^{\top}",
    "A + c": r"A + c I",
    "tr(I(n))": r"\operatorname{tr}(I_{n})",
    "I(n)*A": r"I A",
    "kron(I(d), A)": r"I_{d} \otimes A",
    "v + 1": r"v + \mathbf{1}",
    "ones(n)'*v": r"\mathbf{1}^{\top} v",
    "ones(n, d)": r"\mathbf{1}_{n \times d}",
    "det(zeros(n, n))": r"\det(0_{n \times n})",
    "A + zeros(n, n)": r"A + 0",
    # signs of their own
    "A.*B.*A": r"A \odot B \odot A",
    "A.*(B.*A)": r"A \odot (B \odot A)",
    "kron(A, B)*kron(B, A)": r"(A \otimes B) (B \otimes A)",
    "kron(A.*B, B)": r"(A \odot B) \otimes B",
    "kron(A*B, B + A)": r"A B \otimes (B + A)",
    "v./b": r"v \oslash b",
    "v.^2": r"v^{\circ 2}",
    "v.^-1": r"v^{\circ (-1)}",
    "(v + b).^k": r"(v + b)^{\circ k}",
    "A[1, 2]": r"[A]_{1,2}",
    "(A*B)[i, j]": r"[A B]_{i,j}",
    "v[2]": r"[v]_{2}",
    "A*unit(i, n)": r"A \mathbf{e}_{i}",
    "unit(i, n)*unit(j, n)'": r"\mathbf{e}_{i}^{(n)} (\mathbf{e}_{j}^{(n)})^{\top}",
    "[1, c; s, 4]": r"\begin{bmatrix} 1 & c \\ s & 4 \end{bmatrix}",
    "[A[1, 2]; c]": r"\begin{bmatrix} {}[A]_{1,2} \\ c \end{bmatrix}",
    "norm(v)": r"\lVert v \rVert",
    "norm(A)^2": r"\lVert A \rVert_{F}^{2}",
    "norm(v/c)": r"\left\lVert \frac{v}{c} \right\rVert",
    "abs(c)": r"\lvert c \rvert",
    # functions
    "tr(A*B)^2": r"\operatorname{tr}(A B)^{2}",
    "logdet(A)": r"\log\det(A)",
    "logdet(A)^2": r"(\log\det(A))^{2}",
    "c*logdet(A)": r"c \log\det(A)",
    "logdet(A)*c": r"(\log\det(A)) c",
    "exp(-c/2)": r"\exp\left(-\frac{1}{2} c\right)",
    "exp(c/s)": r"\exp\left(\frac{c}{s}\right)",
    "sqrt(c)^2": r"\sqrt{c}^{2}",
    "max(c, s, 0)": r"\max(c, s, 0)",
    "relu(v)": r"\operatorname{ReLU}(v)",
    "sigmoid(v)": r"\operatorname{sigmoid}(v)",
    "sum(c^r, r, 1, k)": r"\sum_{r=1}^{k} c^{r}",
    "c*sum(s*r, r, 1, k)": r"c \sum_{r=1}^{k} s r",
    "sum(s*r, r, 1, k)*c": r"\left(\sum_{r=1}^{k} s r\right) c",
    "sum(s + r, r, 1, k)": r"\sum_{r=1}^{k} (s + r)",
    # derivatives, expectations
    "grad(v'*A*v, v)": r"\nabla_{v} (v^{\top} A v)",
    "grad(norm(X*w - t)^2, w)": r"\nabla_{w} \lVert X w - t \rVert^{2}",
    "grad(c*tr(A), A)'": r"(\nabla_{A} (c \operatorname{tr}(A)))^{\top}",
    "hess(v'*A*v, v)": r"\nabla^{2}_{v} (v^{\top} A v)",
    "jac(v, v)": r"\frac{\partial v}{\partial v}",
    "jac(A*v, v)": r"\frac{\partial}{\partial v} (A v)",
    "dir(A^-1, A, B)": r"\mathrm{D}_{A}[A^{-1}](B)",
    "dir(c^2, c, 1)": r"\frac{\mathrm{d}}{\mathrm{d} c} c^{2}",
    "E[e*e']": r"\mathbb{E}[e e^{\top}]",
    "Var[e]": r"\operatorname{Var}[e]",
    "Cov[A*e, e]": r"\operatorname{Cov}[A e, e]",
    # names
    "what": r"\hat{w}",
    "W1*v": r"W_{1} v",
    "cos(k*pi/2)": r"\cos\left(\frac{1}{2} k \pi\right)",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE.items())
def test_table(text: str, expected: str) -> None:
    assert latex(parse_problem(LET).scope.expression(text)) == expected


def test_every_operator_is_written() -> None:
    n, d = dimensions("n d")
    A, v, c, k = matrix("A", n, n), vector("v", n), scalar("c"), natural("k")
    arguments: dict[str, tuple[Any, ...]] = {
        "series": (c * k, k, 1, d), "diag": (v,), "entry": (A, 1, 2), "unit": (k, n), "block": (1, 2, A, A),
        "kron": (A, A), "hadamard": (A, A), "powers": (v, k), "softmax": (v,), "logsumexp": (v,), "max": (c, 0),
        "min": (c, 0), "Var": (v,), "Cov": (v, v), "grad": (c, v), "jac": (v, v), "hess": (c, v), "dir": (c, v, v),
    }  # fmt: skip
    for name in OPERATORS:
        written = latex(apply(name, *arguments.get(name, (A,))))
        assert balanced(written), name
        assert not re.search(r"\{args\}|\{\d\}\{|\{rows\}", written), (name, written)


def test_a_symbol_called_I_hides_the_identity() -> None:
    n = dimensions("n")[0]
    mine = matrix("I", n, n)
    assert latex(mine - 2 * identity(n)) == r"I - 2 I_{n}"


def test_defined_terms_are_written_by_name() -> None:
    n, d = dimensions("n d")
    X = matrix("X", n, d)
    P = X * (X.T * X).I * X.T
    assert latex(identity(n) - P, {P: "P"}) == "I - P"
    assert latex(P.T + 2 * P, {P: "P"}) == r"P^{\top} + 2 P"
    assert latex(P, {P: "Phat"}) == r"\hat{P}"
    assert latex((P * P - 3 * P) * X, {P: "P"}) == "(P P - 3 P) X"
    H = 2 * X.T * X
    assert latex(X * H, {H: "H"}) == "X H"
    assert latex(6 * X.T * X - X.T * X, {H: "H"}) == r"3 H - \frac{1}{2} H"
    assert latex(X * X.T, {H: "H"}) == r"X X^{\top}"


def test_plain_sympy_terms_are_written_too() -> None:
    n = dimensions("n")[0]
    A = matrix("A", n, n)
    assert latex(MatMul(A, A.T, evaluate=False)) == r"A A^{\top}"
    assert latex(Symbol("x") ** 2 + Rational(1, 2)) in (r"x^{2} + \frac{1}{2}", r"\frac{1}{2} + x^{2}")


@pytest.mark.parametrize("value", [oo, Symbol("x") > 1])
def test_what_is_no_term_is_refused(value: Any) -> None:
    with pytest.raises(LanguageError, match="no LaTeX"):
        latex(value)


def balanced(text: str) -> bool:
    """Whether braces, brackets of one kind and growing pairs close in order."""
    for opening, closing in (
        ("{", "}"),
        ("(", ")"),
        ("[", "]"),
        (r"\left", r"\right"),
        (r"\begin", r"\end"),
        (r"\lVert", r"\rVert"),
    ):
        pattern = re.escape(opening) + ("(?![a-z])" if opening[0] == "\\" else "")
        depth = 0
        for match in re.finditer(
            f"(?P<open>{pattern})|{re.escape(closing)}" + ("(?![a-z])" if opening[0] == "\\" else ""), text
        ):
            depth += 1 if match["open"] else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def doubled(text: str) -> bool:
    """Whether a pair of brackets stands directly within another: ((a))."""
    stack: list[int] = []
    closed: dict[int, int] = {}
    plain = text.replace(r"\left", "").replace(r"\right", "")
    for place, c in enumerate(plain):
        if c == "(":
            stack.append(place)
        elif c == ")":
            start = stack.pop()
            if closed.get(start + 1) == place - 1:
                return True
            closed[start] = place
    return False


n_, d_ = dimensions("n d")
LEAVES = st.sampled_from([matrix("A", n_, n_), matrix("B", n_, n_), identity(n_), zeros(n_, n_), ones(n_, n_)])
SCALARS = st.sampled_from([scalar("c"), scalar("s"), Rational(2), Rational(-3), Rational(-1, 2), n_, pi])


def grown(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.tuples(terms, terms)
    return st.one_of(
        pairs.map(lambda p: add(*p)), pairs.map(lambda p: multiply(*p)), terms.map(negative), terms.map(transpose),
        terms.map(lambda a: a.I), pairs.map(lambda p: apply("hadamard", *p)), terms.map(lambda a: power(a, 3)),
        pairs.map(lambda p: multiply(apply("tr", p[0]), p[1])), terms.map(lambda a: apply("pinv", a)),
        st.tuples(SCALARS, terms).map(lambda p: multiply(*p)),
        st.tuples(st.sampled_from([scalar("c"), n_]), terms).map(lambda p: divide(p[1], p[0])),
        pairs.map(lambda p: multiply(power(apply("norm", p[0]), 2), p[1])),
        pairs.map(lambda p: divide(p[0], apply("det", p[1]))),
    )  # fmt: skip


@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_random_terms_have_balanced_single_brackets(value: Any) -> None:
    written = latex(value)
    assert balanced(written), written
    assert not doubled(written), written
    assert "--" not in written and "- -" not in written and "+ -" not in written, written


@settings(max_examples=60)
@given(st.recursive(LEAVES, grown, max_leaves=8))
def test_terms_that_differ_as_text_differ_in_latex(value: Any) -> None:
    """A bracket dropped where the meaning needs it would make two of these alike."""
    C = matrix("C", n_, n_)
    built = [
        value * C, C * value, value + C, transpose(value), transpose(value) * C, transpose(value * C), power(value, 3),
        power(value, 3) * C, power(value * C, 3), (value + C).I, value + C.I, value.I, apply("hadamard", value, C),
        apply("hadamard", C, value), apply("hadamard", value * C, C), apply("hadamard", value, C) * C,
        apply("hadamard", value, C * C), apply("kron", value, C), apply("pinv", value), apply("pinv", value) * C,
        apply("pinv", value * C), C - value, apply("tr", value) * C, apply("tr", value * C),
    ]  # fmt: skip
    distinct = dict.fromkeys(built)
    texts = {latex(term) for term in distinct}
    assert len(texts) == len(distinct)


def test_levels_put_brackets_on() -> None:
    A, B = matrix("A", n_, n_), matrix("B", n_, n_)
    writer = Writer(names_in(A))
    assert writer.at(A + B, Level.SUM) == "A + B"
    assert [writer.at(A + B, level) for level in (Level.CIRCLED, Level.ATOM)] == ["(A + B)"] * 2
    assert writer.at(A.T, Level.POWER) == r"A^{\top}"
    assert writer.at(A.T, Level.ATOM) == r"(A^{\top})"

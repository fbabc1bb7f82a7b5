"""Sums over a running number: the canonical form has the value of the term, at every small count, exactly."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.contraction import contract
from numeric.contraction_arithmetic import Fractions
from numeric.evaluation import Point, evaluate
from numeric.namespaces import NotRepresentable, Rational
from symbolic.errors import EvaluationError, KernelError, TranslationError
from symbolic.kernel import Kernel
from symbolic.language.operator import apply
from symbolic.language.problem import parse_problem
from symbolic.language.symbols import ScalarSymbol, dimension, natural
from symbolic.language.terms import add
from symbolic.network.translate import Translator

LET = {"A": "n x n", "B": "n x n", "u": "n", "v": "n", "a": "scalar", "k": "natural", "j": "natural",
       "m": "natural, positive"}
BODIES = ("A^R", "(A + B)^R", "B*A^R", "A^R*B*A^S", "A^S", "A^(R + 1)", "a^R*I(n)", "a^S*A", "R*A", "(R + 1)^2*B",
          "A'^R", "A^R*A^S", "A*A^R*A*B*B^S*B", "A^R*A'*A'^S", "(A + A')^R*(A + A')^S", "tr(A*A^R*A*A^S)*A",
          "A*A^(2*R)*A^S", "sum(A^q*A*A^(R - q)*A^S, q, 0, R)", "A^R*u*(A'*A^S*v)'", "A^R*A*A^(m*R)*A^m",
          "tr(B*A^R)*A^S", "u*v'*A^R", "(I(n) - a*A)^R*u*v'", "A", "2^R*A^m", "a^(R*k)*B", "A^R .* B", "diag(A^R*u)",
          "sum(a^q*A^R, q, 0, R)", "sum(A^q*B^(R - q), q, 0, R)", "sum(A^q, q, 1, k + R)", "sum(R - q, q, 0, j)*B",
          "tr(A^R*B*B^S)*I(n)", "A[1, 1]^R*A",
          "sum([A, B; B', A]^R)*A", "sum(kron(A, B)^R)*A", "sum([a, 1; 2, a]^R*[a, 1; 2, a]^S)*A",
          "a^R*a^S*B", "(A + B)^R*(A + B)^S*A", "diag(u.^R.*u.^S)*A", "diag(u)^R*A*diag(u.^S)",
          "norm(u)^2*A^R", "(v'*A^R*u)*(u'*v)*B")
"""R stands for the running number, S for what is left of it."""
BOUNDS = (("0", "k"), ("0", "k - 1"), ("1", "k"), ("0", "k - 2"), ("2", "k + 1"), ("0", "m"), ("0", "m - 1"),
          ("1", "m + 2"), ("0", "2"), ("3", "1"), ("0", "k + j"), ("j", "k"), ("j", "j + k"), ("-1", "k - 2"),
          ("1", "n"), ("k", "2*k"), ("0", "k*j"))


def drawn(random: Random) -> tuple[Any, Any]:
    """A sum with a body of one or two summands, and a problem that has its symbols."""
    first, last = random.choice(BOUNDS)
    chosen = random.sample(BODIES, random.choice((1, 2)))
    shift = random.choice(("r", "r", "(r + 1)", "(2*r)"))
    body = " - ".join(f"({b})" for b in chosen).replace("R", shift).replace("S", f"({last} - r)")
    text = f"sum({body}, r, {first}, {last})"
    problem = parse_problem(LET, [], [f"{text} = {text}"], [])
    return problem.claims[0].args[0], problem


def point_of(random: Random, problem: Any, count: int) -> Point:
    """Small whole numbers for all symbols; `count` for k."""
    size = random.choice((1, 2))
    values = {}
    sizes = {}
    for symbol in problem.symbols.values():
        if symbol.is_integer:
            sizes[symbol] = {"k": count, "n": size}.get(symbol.name, random.choice((1, 2)))
        else:
            rows, cols = (size if str(s) == "n" else 1 for s in getattr(symbol, "shape", (1, 1)))
            values[symbol] = [[random.choice((-1, 0, 1, 2)) for _ in range(cols)] for _ in range(rows)]
    sizes[dimension("n")] = size
    return Point(sizes=sizes, values=values)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_the_canonical_form_of_a_sum_has_its_value(seed: int) -> None:
    random = Random(seed)
    term, problem = drawn(random)
    try:
        tensor = Translator()(term)
    except TranslationError:
        return
    for count in (0, 1, 2, 3):
        point = point_of(random, problem, count)
        try:
            expected = evaluate(term, point, Rational()).tolist()
            exact = contract(tensor, point, Fractions())
        except (EvaluationError, NotRepresentable):
            continue
        assert exact.tolist() == [[Fraction(int(x.p), int(x.q)) for x in row] for row in expected], f"{seed}: {term}"


def check_value(text: str) -> None:
    """The canonical form of a term has its value, for small numbers of summands."""
    problem = parse_problem(LET, [], [f"{text} = {text}"], [])
    term = problem.claims[0].args[0]
    tensor = Translator()(term)
    for seed in range(3):
        for count in (0, 1, 2, 3):
            point = point_of(Random(seed), problem, count)
            expected = evaluate(term, point, Rational()).tolist()
            assert contract(tensor, point, Fractions()).tolist() == [
                [Fraction(int(x.p), int(x.q)) for x in row] for row in expected
            ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(A^r, r, 0, k)", "sum(A^q, q, 0, k)"),
        ("sum(A^r, r, 1, k + 1)", "A*sum(A^r, r, 0, k)"),
        ("sum(A^r, r, 0, k + 2)", "sum(A^r, r, 0, k) + A^(k + 1) + A^(k + 2)"),
        ("sum(A^r, r, 3, 2)", "0*A"),
        ("sum(r*A - u*v', r, 1, k)", "sum(r, r, 1, k)*A - k*u*v'"),
        ("sum(A^r*B^(k - r), r, 0, k - 1)", "sum(A^r*B^(k - 1 - r), r, 0, k - 1)*B"),
        ("sum(A^r*A*B*A^r, r, 0, k - 1)", "A*sum(A^r*B*A^r, r, 0, k - 1)"),
        ("sum(A^r*A^(k - r), r, 0, k)", "(k + 1)*A^k"),
        ("sum(v'*A^r*u, r, 0, m)", "v'*sum(A^r, r, 0, m)*u"),
        ("sum(A^(k - 1 - r), r, 0, k - 1)", "sum(A^r, r, 0, k - 1)"),
        ("sum(A^(k - 1 - r)*u*v'*B^r, r, 0, k - 1)", "sum(A^r*u*v'*B^(k - 1 - r), r, 0, k - 1)"),
        ("sum(A^r*B*A^(k - r), r, 0, k - 1)", "sum(A^r*B*A^(k - 1 - r), r, 0, k - 1)*A"),
        ("sum(A^(r + 1)*B*A^(k - 1 - r), r, 0, k - 1)", "A*sum(A^(k - 1 - r)*B*A^r, r, 0, k - 1)"),
        ("tr(A*sum(B^r*A*B^(k - 1 - r), r, 0, k - 1)*B)", "tr(B*A*sum(B^(k - 1 - r)*A*B^r, r, 0, k - 1))"),
        ("sum(a^r*a^(k - 1 - r), r, 0, k - 1)", "k*a^(k - 1)"),
        ("sum((A + B)^r*(A + B)^(k - 1 - r), r, 0, k - 1)", "k*(A + B)^(k - 1)"),
        ("sum(u.^r.*u.^(k - 1 - r).*v, r, 0, k - 1)", "k*u.^(k - 1).*v"),
        ("sum(a^r*2^(k - 1 - r), r, 0, k - 1)", "sum(2^r*a^(k - 1 - r), r, 0, k - 1)"),
    ],
)
def test_equal_sums_have_one_canonical_form(left: str, right: str) -> None:
    a, b = parse_problem(LET, [], [f"{left} = {right}"], []).claims[0].args
    assert Translator()(a) == Translator()(b)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(A^r, r, 0, k - 1)", "sum(A^r, r, 0, k - 2) + A^(k - 1)"),
        ("sum(A^r, r, j, k)", "sum(A^r, r, j, k - 1) + A^k"),
        ("sum(B, r, 0, k - 2)", "(k - 1)*B"),
        ("sum(A^r*B^(k - 1 - r), r, 0, k)", "sum(A^r*B^(k - 2 - r), r, 0, k)*B"),
        ("sum(A^(k - r), r, 0, k - 1)", "sum(A^r, r, 0, k - 1)"),
        ("sum(A^(k - 1 - r)*B^r, r, 0, k - 1)", "sum(B^r*A^(k - 1 - r), r, 0, k - 1)"),
        ("sum(A^r*B*A^(k - 1 - r), r, 0, k - 1)", "sum(A^r*B'*A^(k - 1 - r), r, 0, k - 1)"),
    ],
)
def test_what_fails_for_sums_without_summands_is_no_identity(left: str, right: str) -> None:
    a, b = parse_problem(LET, [], [f"{left} = {right}"], []).claims[0].args
    assert Translator()(a) != Translator()(b)


def test_an_index_inside_catches_no_symbol_of_a_bound() -> None:
    n, k, r = natural("n"), natural("k"), natural("r")
    inner = apply("series", add(r, k), k, 0, 2)
    with pytest.raises(TranslationError, match="the name of an index inside"):
        Translator()(apply("series", inner, r, 0, k))
    with pytest.raises(TranslationError, match="outside the canonical form"):
        Translator()(apply("series", apply("series", r, r, 0, 2), r, 0, n))


def test_no_symbol_has_the_name_of_a_running_number() -> None:
    with pytest.raises(KernelError, match="no name"):
        Kernel().assume(parse_problem(LET, [], ["a = 0"], []).claims[0].subs(
            ScalarSymbol("a", real=True), ScalarSymbol("%1", integer=True, nonnegative=True)))


@pytest.mark.parametrize(
    "text",
    [
        "dir(A^k, A, B)",
        "dir(A^(k + 2), A, B)",
        "dir(A^m, A, B)",
        "dir(A^k*B*A^j, A, B)",
        "dir((A + A')^k, A, B)",
        "dir((I(n) - a*A)^k, A, B)",
        "dir((I(n) - a*A)^k, a, 1)",
        "dir(tr(A^(k + 1))*A, A, B)",
        "dir((A^k)^j, A, B)",
        "grad(tr(B*A^k), A)",
        "grad(tr(A^m), A)",
        "grad(u'*A^k*v, A)",
        "grad(tr(A^k*B*(A^j)'), A)",
        "sum(dir(A^k, A, B)*A^r, r, 0, j)",
    ],
)
def test_the_derivative_of_a_power_has_its_value(text: str) -> None:
    check_value(text)


@pytest.mark.parametrize(
    "text",
    [
        "grad(a^k, a)",
        "grad(a^(2*k + 1), a)",
        "grad((a + u'*A*u)^k, a)",
        "grad((u'*u)^(k + 1), u)",
        "grad((1 + u'*A*v)^k*u'*v, u)",
        "grad(sum(u.^k), u)",
        "grad(v'*u.^(k + 2), u)",
        "grad(v'*(A*u).^k, A)",
        "jac(u.^k, u)",
        "hess((u'*v)^(k + 2), u)",
        "grad(tr(diag(u)^k*A), u)",
        "grad(sum(a^r*(r + 1), r, 0, k), a)",
        "grad(sum(a^r*(u'*v)^(k - 1 - r), r, 0, k - 1), u)",
        "grad(sum(a^(r*j)*u'*A^r*v, r, 1, k), a)",
        "grad(sum((r*a + 1)^j, r, 0, k), a)",
        "grad(sum(exp(0*a)*a^r, r, 0, k), a)",
    ],
)
def test_the_derivative_of_a_power_of_numbers_has_its_value(text: str) -> None:
    """Also where k*a^(k - 1) stands for 0, at k = 0 and a = 0."""
    problem = parse_problem(LET, [], [f"{text} = {text}"], [])
    term = problem.claims[0].args[0]
    tensor = Translator()(term)
    for seed in range(12):
        for count in (0, 1, 2, 3):
            point = point_of(Random(seed), problem, count)
            expected = evaluate(term, point, Rational()).tolist()
            exact = contract(tensor, point, Fractions()).tolist()
            assert exact == [[Fraction(int(x.p), int(x.q)) for x in row] for row in expected], point


@pytest.mark.parametrize(
    "text",
    [
        "[A, B; 0, A']^k",
        "[A, u; v', a]^(k + 1)",
        "[A, B; B', A + A']^k",
        "[a, 2; 0, m]^(2*k)",
        "kron(A, B)^k*kron(B, A)",
        "kron([A, u; u', a], A)^k",
        "[kron(A, B), kron(B, A); 0, I(n*n)]^k",
        "([A, B; 0, A]^k)^j",
        "tr([A, B; B', A]^k)*[1, a; 0, 1]^k",
    ],
)
def test_a_power_of_blocks_has_its_value(text: str) -> None:
    check_value(text)


def test_a_power_of_a_diagonal_matrix_is_diagonal() -> None:
    a, b = parse_problem(LET, [], ["diag(u)^k = diag(u.^k)"], []).claims[0].args
    assert Translator()(a) == Translator()(b)


@pytest.mark.parametrize(
    "text",
    [
        "dir(A^(k - 1), A, B)",
        "dir(sum(A^r, r, 0, k), A, B)",
        "sum(dir(A^r, A, B), r, 0, k)",
        "grad(2^a, a)",
        "grad(a^a, a)",
        "grad(sum(u.^(k - 1)), u)",
        "grad(sum(sqrt(a + r), r, 0, k), a)",
        "grad(sum(abs(a - r), r, 0, k), a)",
        "grad(sum(a^(r - 1), r, 0, k), a)",
        "grad(sum(tr((A + r*I(n))^-1), r, 0, k), A)",
    ],
)
def test_derivatives_that_are_not_covered_are_refused(text: str) -> None:
    with pytest.raises(TranslationError):
        Translator()(parse_problem(LET, [], [f"{text} = {text}"], []).claims[0].args[0])

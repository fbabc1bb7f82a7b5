"""Two routes to the value of a term that share no code: the SymPy tree node by node, and its networks index by index.
"""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.contraction import contract
from numeric.contraction_arithmetic import Floats, Fractions
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64, NotRepresentable, Rational
from symbolic.errors import EvaluationError, TranslationError
from symbolic.language.operator import OPERATORS, apply
from symbolic.language.problem import parse_problem
from symbolic.language.symbols import dimensions, matrix, natural, vector
from symbolic.language.terms import ones
from symbolic.network.labels import Label, intern
from symbolic.network.rules import RULES
from symbolic.network.tensor import SCALAR, Tensor, atom
from symbolic.network.translate import Translator
from symbolic.replay.errors import ReplayError
from symbolic.replay.plain import plain
from symbolic.replay.reading import Reader
from tests.symbolic.network.generator import NUMERIC, SYMBOLIC, Generator

WITHOUT_VALUE = {"grad", "jac", "hess", "dir", "E", "Var", "Cov"}
"""Operators that are carried out while translating."""


class Watched(Fractions):
    """Exact rationals that note whether a function was taken where it jumps: there rounding decides what follows."""

    jumped = False

    def function(self, name: str, value: Fraction) -> Fraction:
        self.jumped |= name in {"sign", "recip", "log"} and value == 0
        return super().function(name, value)

    def matrix(self, kind: str, value: np.ndarray) -> np.ndarray:
        self.jumped |= super().scalar("rank", value) < min(value.shape)
        return super().matrix(kind, value)

    def scalar(self, kind: str, value: np.ndarray) -> Fraction:
        self.jumped |= kind == "rank" and super().scalar("rank", value) < min(value.shape)
        return super().scalar(kind, value)


def compared(seed: int, depth: int, dims: tuple[object, ...], *, explicit: bool) -> None:
    """One random term at one random point, exactly, and in float64 where it is continuous."""
    drawing = Generator(Random(seed), dims)
    term = drawing.term(*drawing.shape(), depth)
    point = drawing.point()
    try:
        tensor = Translator(explicit=explicit)(term)
        expected = evaluate(term, point, Rational()).tolist()
    except (TranslationError, EvaluationError, NotRepresentable):
        return
    watched = Watched()
    exact = contract(tensor, point, watched)
    assert exact.tolist() == [[Fraction(int(x.p), int(x.q)) for x in row] for row in expected], f"seed {seed}: {term}"
    scale = 1 + max(abs(float(x)) for x in exact.flat)
    if scale < 1e6 and not watched.jumped:
        rounded = contract(tensor, point, Floats())
        assert abs(rounded - exact.astype(float)).max() < 1e-6 * scale, f"seed {seed}: {term}"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_translation_keeps_the_value(seed: int, depth: int) -> None:
    compared(seed, depth, SYMBOLIC, explicit=False)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_translation_keeps_the_value_at_sizes_that_are_numbers(seed: int, explicit: bool) -> None:
    compared(seed, 2, NUMERIC, explicit=explicit)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_translation_keeps_the_value_of_exponentials(seed: int) -> None:
    drawing = Generator(Random(seed), smooth=True)
    term = drawing.term(*drawing.shape(), 2)
    point = drawing.point()
    try:
        tensor = Translator()(term)
        expected = evaluate(term, point, Float64())
    except (TranslationError, EvaluationError, NotRepresentable):
        return
    try:
        value = contract(tensor, point, Floats())
    except OverflowError:
        return
    bound = 1e-9 * (1 + abs(expected.value)) + 1e3 * expected.error
    if np.isfinite(bound).all():
        assert (abs(value - expected.value) <= bound).all(), f"seed {seed}: {term}"


def test_every_operator_is_drawn_or_listed() -> None:
    drawn = {
        "tr",
        "sum",
        "hadamard",
        "kron",
        "vec",
        "diag",
        "diagv",
        "block",
        "entry",
        "unit",
        "det",
        "rank",
        "pinv",
        "norm",
        "powers",
        "abs",
        "sign",
        "step",
        "relu",
        "max",
        "min",
        "exp",
        "sin",
        "cos",
        "sigmoid",
        "tanh",
        "softmax",
        "logsumexp",
    }
    others = {"log", "sqrt", "logdet", "expm", "series"}
    assert drawn | others | WITHOUT_VALUE == set(OPERATORS) == set(RULES)


n, d = dimensions("n d")
A, B, v = matrix("A", n, n), matrix("B", d, d), vector("v", n)
POINT = Point(
    {n: 2, d: 3, natural("k"): 2},
    {A: [[2, 1], [1, 3]], B: [[1, 2, 0], [0, 1, 4], [1, 0, 2]], v: [[2], [Fraction(1, 3)]]},
)


@pytest.mark.parametrize(
    "term",
    [
        apply("log", v),
        apply("sqrt", v),
        apply("logdet", A),
        apply("expm", B),
        apply("expm", A.T),
        apply("sqrt", 8 * v),
        apply("expm", apply("kron", A, B)),
        apply("sqrt", apply("diag", v)),
        A ** natural("k"),
    ],
    ids=str,
)
def test_the_other_functions_keep_their_value(term: object) -> None:
    expected = evaluate(term, POINT, Float64())
    value = contract(Translator()(term), POINT, Floats())
    assert (abs(value - expected.value) <= 1e-9 * (1 + abs(expected.value))).all()


def test_conventions_make_functions_total() -> None:
    zero = Point({n: 2, d: 3}, {A: [[1, 2], [2, 4]], v: [[0], [2]], B: [[0] * 3] * 3})
    assert contract(Translator()(A.I), zero, Fractions()).tolist() == [[0, 0], [0, 0]]
    assert contract(Translator()(apply("powers", v, -1)), zero, Fractions()).tolist() == [[0], [Fraction(1, 2)]]
    assert contract(Translator()(apply("pinv", B)), zero, Fractions()).tolist() == [[0] * 3] * 3


def test_an_irrational_value_is_no_fraction() -> None:
    with pytest.raises(EvaluationError, match="rational"):
        contract(Translator()(apply("sqrt", v)), POINT, Fractions())
    with pytest.raises(EvaluationError, match="no rational"):
        contract(Translator()(apply("exp", v)), POINT, Fractions())


def test_moments_have_no_value_at_a_point() -> None:
    key = intern(Label("moment of nothing", "moment", "x"))
    with pytest.raises(EvaluationError, match="no value at a point"):
        contract(atom(key), POINT, Fractions())
    assert contract(Tensor(SCALAR, {}), POINT, Fractions()).tolist() == [[0]]


@pytest.mark.parametrize(
    ("term", "jumps"),
    [
        (apply("step", v - 2 * ones(n, 1)), True),
        (apply("step", v), False),
        (apply("pinv", v * v.T), True),
        (apply("pinv", A), False),
        (apply("pinv", v), False),
        (apply("rank", v * v.T), True),
        (apply("det", v * v.T), False),
        ((v * v.T).I, True),
        (A.I, False),
    ],
    ids=str,
)
def test_jumps_are_seen(term: object, jumps: bool) -> None:
    watched = Watched()
    contract(Translator()(term), POINT, watched)
    assert watched.jumped is jumps


LET = {"A": "n x n", "B": "n x n", "X": "n x m", "u": "n", "v": "n", "a": "scalar", "b": "scalar"}


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("kron([A, u; v', a], B)", True),
        ("kron([a, 1; b, a], [A, u; v', a])", True),
        ("kron([a, b], X)", True),
        ("vec([A, B])", True),
        ("vec([u, v, u])", True),
        ("vec([a, b; 1, a])", True),
        ("kron(A, [A, u; v', a])", False),
        ("kron(A, [a, 1; 0, b])", False),
        ("kron(u', [u, v])", False),
        ("kron([A, B], [A, u; v', a])", False),
        ("kron([a, u'], [u, v])", False),
        ("kron(u, [A; B])", False),
        ("vec([A; B])", False),
        ("vec([u'; A])", False),
        ("vec([A, u; v', a])", False),
    ],
)
def test_blocks_stand_in_line(text: str, covered: bool) -> None:
    """Blocks inside the rows or columns of others have no place in the canonical form: [kron(A, B), kron(A, C)] is not
    kron(A, [B, C]).
    """
    problem = parse_problem(LET, [], [f"{text} = {text}"], [])
    term = problem.claims[0].args[0]
    if not covered:
        with pytest.raises(TranslationError, match="inside the rows or columns"):
            Translator()(term)
        with pytest.raises(ReplayError, match="blocks after an index"):
            Reader()(plain(term))
        return
    sizes = {problem.dimensions[name]: size for name, size in {"n": 2, "m": 3}.items() if name in problem.dimensions}
    rng = np.random.default_rng(1)
    values = {
        symbol: rng.integers(-3, 4, [int(sizes.get(s, s)) for s in getattr(symbol, "shape", (1, 1))]).tolist()
        for symbol in problem.symbols.values()
    }
    point = Point(sizes=sizes, values=values)
    expected = [[Fraction(int(x.p), int(x.q)) for x in row] for row in evaluate(term, point, Rational()).tolist()]
    assert contract(Translator()(term), point, Fractions()).tolist() == expected

"""Back to matrix notation: the same tensor again, and the shortest form in cases that people look at."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.errors import ShapeError, TranslationError
from symbolic.language.operator import apply
from symbolic.language.symbols import RandomMatrix, dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import Eye, transpose
from symbolic.network.forms import identity
from symbolic.network.labels import Label, intern
from symbolic.network.readable import readable
from symbolic.network.tensor import Tensor, atom, single
from symbolic.network.translate import Translator
from tests.symbolic.network.generator import NUMERIC, SYMBOLIC, Generator
from tests.symbolic.network.rewriting import rewritten


def round_trip(drawing: Generator, depth: int, *, explicit: bool = False) -> bool:
    """Whether a random term came back; raises where it came back as something else."""
    term = drawing.term(*drawing.shape(), depth)
    try:
        tensor = Translator(explicit=explicit)(term)
        back = readable(tensor)
        again = Translator(explicit=explicit)(back)
    except TranslationError:
        return False
    assert again == tensor, f"{term} came back as {back}"
    return True


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3), st.booleans())
def test_translating_back_gives_the_tensor(seed: int, depth: int, smooth: bool) -> None:
    round_trip(Generator(Random(seed), SYMBOLIC, smooth=smooth), depth)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_translating_back_gives_the_tensor_at_sizes_that_are_numbers(seed: int, explicit: bool) -> None:
    round_trip(Generator(Random(seed), NUMERIC), 2, explicit=explicit)


def test_nearly_every_random_term_has_a_matrix_form() -> None:
    assert sum(round_trip(Generator(Random(seed)), 2) for seed in range(100)) >= 97


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_the_form_is_blind_to_order_and_transposition(seed: int, depth: int) -> None:
    drawing = Generator(Random(seed), smooth=seed % 2 == 0)
    term = drawing.term(*drawing.shape(), depth)
    with suppress(TranslationError, ShapeError):  # a number inside a product may not be associated with either side
        other = rewritten(term, Random(seed))
        assert Translator()(term) == Translator()(other), f"{term} and {other}"


n, d = dimensions("n d")
A, B, X, Y, S = matrix("A", n, n), matrix("B", n, n), matrix("X", n, d), matrix("Y", n, d), matrix("S", d, d)
t, u, w = vector("t", n), vector("u", n), vector("w", d)
a = scalar("a")


def f(name: str, *operands: Any) -> Any:
    return apply(name, *operands)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (X * (X.T * X).I * X.T, "X*(X.T*X)**(-1)*X.T"),
        (2 * X.T * X * w - 2 * X.T * t, "2*X.T*(X*w - t)"),
        (f("tr", S * Y.T * X), "tr(Y.T*X*S)"),
        (f("sum", f("hadamard", X, Y)), "tr(X.T*Y)"),
        (u.T * A.T * t, "t.T*A*u"),
        (A * A * A, "A**3"),
        (A * X + B * X, "(A + B)*X"),
        (A * B - A, "A*(-I + B)"),
        (f("logdet", X.T * X), "logdet(X.T*X)"),
        (f("norm", X), "norm(X)"),
        (f("exp", u) / f("sum", f("exp", u)), "1/sum(exp(u))*exp(u)"),
        (f("sigmoid", u), "sigmoid(u)"),
        (f("hadamard", f("exp", u), f("exp", A * t)), "exp(A*t + u)"),
        (f("diag", u) * A * f("diag", t), "diag(u)*A*diag(t)"),
        (f("kron", A, S) * f("vec", X.T), "vec(S*X.T*A.T)"),
        ((f("kron", A, Eye(d)) + f("kron", Eye(n), S)).I * f("vec", X.T), "(kron(I, S) + kron(A, I))**(-1)*vec(X.T)"),
        (f("entry", A, natural("i"), natural("j")), "unit(i, n).T*A*unit(j, n)"),
        (n * f("tr", Eye(n)) / d, "n**2/d"),
        (apply("block", 2, 2, A, X, X.T, S).I * apply("block", 2, 1, u, w), None),
    ],
    ids=str,
)
def test_notation(term: Any, text: str | None) -> None:
    tensor = Translator()(term)
    back = readable(tensor)
    assert Translator()(back) == tensor
    assert text is None or str(back) == text


def test_symbols_are_used_by_name() -> None:
    z = matrix("Z", n, d, random=True)
    translated = Translator()(z.T * A * z)
    assert isinstance(readable(translated, {"Z": z}).args[-1], RandomMatrix)


def test_what_has_no_matrix_form_is_refused() -> None:
    axis = (("n",),)
    edges = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    key = next(iter(Translator()(A).terms))[1][0][0]
    with pytest.raises(TranslationError, match="more than two matrices"):
        readable(single((), (), [(key, edge) for edge in edges]).as_matrix())
    commutation = Tensor(((("n", "n"),), (("n", "n"),)), {(((0, -1, -2), (0, -2, -1)), (), ()): 1})
    with pytest.raises(TranslationError, match="crossed"):
        readable(commutation)
    with pytest.raises(TranslationError, match="moment"):
        readable(atom(intern(Label("moment of y", "moment", "y"))))
    with pytest.raises(TranslationError, match="3 slots"):
        readable(Tensor((axis, axis, axis), {}))
    assert readable(identity(axis)) == Eye(n)
    assert readable(Translator()(transpose(X))) == X.T

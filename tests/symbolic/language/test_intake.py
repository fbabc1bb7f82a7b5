"""Plain SymPy in, terms of the language out, with the same value."""

import pytest
import sympy
from sympy import Q

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.intake import adopt
from symbolic.language.operator import Application
from symbolic.language.substitution import subterms
from symbolic.language.terms import Term
from symbolic.network.translate import Translator
from symbolic.provers.prover import prove

n, d = sympy.symbols("n d", integer=True, positive=True)
A, B = sympy.MatrixSymbol("A", n, n), sympy.MatrixSymbol("B", n, n)
X, w, t = sympy.MatrixSymbol("X", n, d), sympy.MatrixSymbol("w", d, 1), sympy.MatrixSymbol("t", n, 1)
c = sympy.Symbol("c", real=True)

EQUAL = [
    (sympy.Trace(A * B), sympy.Trace(B * A)),
    (sympy.Trace(A * B.T), sympy.Trace(B * A.T)),
    (sympy.HadamardProduct(A, B), sympy.HadamardProduct(B, A)),
    (sympy.KroneckerProduct(A, B).T, sympy.KroneckerProduct(A.T, B.T)),
    (sympy.Determinant(A * B), sympy.Determinant(B) * sympy.Determinant(A)),
    ((X * w - t).T * (X * w - t), w.T * X.T * X * w - 2 * t.T * X * w + t.T * t),
    (sympy.exp(c) * sympy.exp(-2 * c), sympy.exp(-c)),
    (A.applyfunc(sympy.sin), A.T.applyfunc(sympy.sin).T),
    (sympy.DiagMatrix(t) * t, sympy.HadamardProduct(t, t)),
]


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=str)
def test_equal_plain_expressions_have_one_canonical_form(left, right):
    translate = Translator()
    assert translate(adopt(left)) == translate(adopt(right))
    assert translate(adopt(left)) != translate(adopt(left)).scaled(2)


def test_every_node_is_a_term_of_the_language():
    adopted = adopt(sympy.Trace(A * (B + sympy.Identity(n))) * sympy.exp(c) + c**2)
    assert all(
        isinstance(part, Term) or not part.args or isinstance(part, Application)
        for part in subterms(adopted)
        if isinstance(part, sympy.Expr) and not part.is_Symbol and not part.is_Number
    )


def test_a_plain_statement_is_proved_under_a_plain_predicate():
    claim = sympy.Eq(sympy.Trace(A * B), sympy.Trace(A.T * B.T), evaluate=False)
    proof = prove([Q.symmetric(A), Q.symmetric(B)], claim)
    assert proof.theorem is not None and not proof.needs
    assert prove([Q.symmetric(A)], sympy.Eq(A * B, B * A, evaluate=False)).theorem is None


def test_shapes_that_sympy_lets_pass_are_refused():
    with pytest.raises(ShapeError):
        adopt(A + X)


def test_a_node_without_counterpart_is_named():
    with pytest.raises(LanguageError, match="gamma"):
        adopt(sympy.gamma(c))

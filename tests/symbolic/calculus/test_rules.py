"""Every operator has a rule, or a reason why not; terms simplified keep their values."""

from random import Random

import numpy as np
import pytest

from numeric.trials import cross_check
from symbolic.calculus.algebra import Algebra
from symbolic.calculus.pullbacks import parts_of
from symbolic.calculus.rules import OUTSIDE, REFUSED, RULES, CalculusError
from symbolic.calculus.steps import REASONS
from symbolic.language.grammar import to_text
from symbolic.language.operator import OPERATORS
from symbolic.language.statements import equals
from tests.numeric.namespace_table import TERMS
from tests.support import require
from tests.symbolic.calculus.statements import STATEMENTS, read
from tests.symbolic.network.generator import Generator

TEXTS = [
    ("a: n; b: n; t: n", "a*b'*t"),
    ("a: n; b: n; A: n x n; t: n", "(a'*b)*A*t + A*(b'*a)*t"),
    ("a: n; b: n; A: n x n; t: n", "diag(a)*A*diag(b)*t + A'*t"),
    ("a: n", "1./(1 + exp(-a)) + exp(a)./(1 + exp(a))"),
    ("a: n", "exp(-a).*sigmoid(a) - sigmoid(-a)"),
    ("a: n", "exp(a)/sum(exp(a))"),
    ("a: n; X: n x d", "(a*ones(d)').*X + (ones(n)*ones(d)').*X"),
    ("A: n x m", "tr(A*A') + tr(A'*A) + sum(A.*A)"),
    ("A: n x n, invertible; a: n", "A^-1*A*a + (A*A)^-1*A*a"),
    ("A: n x n; a: n; b: n", "(A*a*b'*A)'*(A + A')"),
    ("A: n x m; B: p x q; X: q x m", "kron(A, B)*vec(X) + vec(B*X*A')"),
    ("A: n x n; v: n", "I(n).*A + diag(v).*A - diagv(A)*ones(n)'"),
    ("A: n x n; v: n", "diagv(diag(v)*A) + diagv(v*v') + diagv(A + A')"),
    ("c: scalar, positive; a: n", "sqrt(c)*sqrt(c)*a/c - a.^2./a"),
    ("X: n x d; w: d; t: n", "X'*X*w + (w'*X'*X)' - 2*X'*t"),
    ("a: n; A: n x n", "sum(a*a') + sum(A*a) + ones(n)'*A*ones(n)"),
    ("a: n; b: n", "(a - b)'*(a - b)*a - (b - a)*(a'*a)"),
    ("A: n x n; B: n x n", "(A.*B')'.*B - A'.*B.^2"),
]


def test_every_operator_has_a_rule_or_is_refused() -> None:
    covered = set(RULES) | set(REFUSED) | OUTSIDE
    assert set(OPERATORS) == covered, "operators without a rule, or rules without an operator"
    assert not set(RULES) & (set(REFUSED) | OUTSIDE)
    assert set(REASONS) >= set(RULES) - {"unit"}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused_operators_raise(name: str) -> None:
    term = TERMS.get(name)
    if term is None:
        assert name in {"E", "Var", "Cov"}
        return
    with pytest.raises(CalculusError, match=name):
        parts_of(Algebra(), term)


@pytest.mark.parametrize(("let", "text"), TEXTS)
def test_simplified_terms_keep_their_values(let: str, text: str, rng: np.random.Generator) -> None:
    scope, term, _ = read(let, text, let.partition(":")[0])
    simple = Algebra().simplify(term)
    checked = cross_check(scope.hypotheses, [equals(term, simple)], rng=rng, count=4, seconds=2.0)
    assert checked.trials
    assert not checked.failures


@pytest.mark.parametrize(
    ("let", "text", "expected"),
    [
        ("a: n; b: n; t: n", "a*b'*t", "b'*t*a"),
        ("A: n x m", "tr(A*A') + tr(A'*A)", "2*tr(A*A')"),
        ("a: n; b: n; A: n x n", "(A*a*b'*A)'", "A'*b*a'*A'"),
        ("A: n x n; B: n x n, invertible", "(B^-1*A*B*B^-1)'", "A'*B^-1'"),
        ("A: n x m; B: p x q; X: q x m", "kron(A, B)*vec(X)", "vec(B*X*A')"),
        ("X: n x d; w: d; t: n", "X'*X*w + (w'*X'*X)' - 2*X'*t", "2*X'*(X*w - t)"),
        ("v: n; w: n", "diag(v)*w", "v.*w"),
        ("v: n; A: n x m", "diag(v)*A", "diag(v)*A"),
        ("v: n; A: n x m", "(v*ones(m)').*A", "diag(v)*A"),
        ("v: n", "exp(v)./(1 + exp(v))", "sigmoid(v)"),
        ("v: n", "exp(v)/sum(exp(v))", "softmax(v)"),
        ("A: m x n", "norm(A)*A/norm(A)", "A"),
    ],
)
def test_notation(let: str, text: str, expected: str) -> None:
    _, term, _ = read(let, text, let.partition(":")[0])
    assert to_text(Algebra().simplify(term)) == expected


@pytest.mark.parametrize(("let", "operator", "function", "variable"), STATEMENTS[::3])
def test_simplification_is_idempotent(let: str, operator: str, function: str, variable: str) -> None:
    _, term, _ = read(let, function, variable)
    once = Algebra().simplify(term)
    assert Algebra().simplify(once) == once


def test_symmetric_terms_lose_their_transposes() -> None:
    scope, term, _ = read("A: n x n; S: n x n, symmetric; B: n x m", "(S + A*A')' - S^-1' + (B*B')'", "S")
    algebra = Algebra([scope.symbols["S"]])
    assert not any(part.is_Transpose for part in algebra.simplify(term).args)


@pytest.mark.soundness
@pytest.mark.parametrize("seed", range(40))
def test_random_terms_keep_their_values(seed: int, rng: np.random.Generator) -> None:
    generator = Generator(Random(seed), smooth=seed % 2 == 0)
    term = generator.term(*generator.shape(), 2 + seed % 3)
    simple = Algebra().simplify(term)
    if simple != term:
        checked = cross_check([], [equals(term, simple)], rng=rng, count=2, seconds=0.5)
        require(not checked.failures, f"{term} became {simple}")

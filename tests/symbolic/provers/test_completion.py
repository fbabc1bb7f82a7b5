"""Completion on published operator identities, each proof multiplied out; false look-alikes stay unproved.

The table is typed in a small grammar: sums, products, ' for the transpose, ^-1, ^2, pinv(.), tr(.), I, I(n), numbers.
An inverse E^-1 is a letter X with EX = I and XE = I (a reciprocal scalar if E is 1 x 1), pinv(E) a letter with the four
Penrose relations.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import thread_time
from typing import Any, TypeVar

import numpy as np
import pytest

from symbolic.errors import ShapeError
from symbolic.provers import monomials
from symbolic.provers.basis import Limits
from symbolic.provers.cofactors import Context, Term, apply, compose, expand_certificate
from symbolic.provers.completion import Completion, Outcome
from symbolic.provers.monomials import SCALAR, Alphabet, Coefficient, Polynomial, accumulate, merge
from tests.support import require

NUMBER: Polynomial = {("", ""): 1}


@dataclass(frozen=True)
class Value:
    """A polynomial with its shape; numbers and I have none."""

    polynomial: Polynomial
    shape: tuple[str, str] | None = None


class Workspace:
    """Letters, relations, and values of expressions."""

    def __init__(self, symbols: str = "") -> None:
        self.alphabet = Alphabet()
        self.relations: list[Polynomial] = []
        self.values: dict[str, Value] = {}
        self.inverses: dict[tuple[str, frozenset[object]], Value] = {}
        for declaration in filter(None, symbols.split(", ")):
            name, *sizes = declaration.split()
            if sizes == ["scalar"]:
                self.values[name] = Value({(self.alphabet.scalar(name), ""): 1}, SCALAR)
            else:
                self.values[name] = self.letter(name, sizes[0], sizes[1] if len(sizes) > 1 else "1")

    def letter(self, name: str, rows: str, cols: str, symmetric: bool = False) -> Value:
        letter = self.alphabet.matrix(name, rows, cols, symmetric=symmetric)
        return Value({("", letter): 1}, (rows, cols))

    def given(self, *statements: str) -> None:
        self.relations += [self.statement(statement) for statement in statements]

    def statement(self, text: str) -> Polynomial:
        left, right = text.split(" = ")
        return self.plus(self.read(left), self.read(right), -1).polynomial

    def read(self, text: str) -> Value:
        return Reader(self, re.findall(r"\^-1|[A-Za-z]\w*|\d+|\S", text)).sum()

    # Operations

    def plus(self, left: Value, right: Value, factor: int = 1) -> Value:
        total = dict(left.polynomial)
        accumulate(total, right.polynomial, factor)
        return Value(total, left.shape or right.shape)

    def times(self, left: Value, right: Value) -> Value:
        total: Polynomial = {}
        for (s, u), c in left.polynomial.items():
            for (t, v), d in right.polynomial.items():
                closed, rest = self.alphabet.split(u + v)
                accumulate(total, {(merge(s, t, closed), rest): c * d})
        if left.shape in (None, SCALAR) or right.shape in (None, SCALAR):
            return Value(total, right.shape if left.shape in (None, SCALAR) else left.shape)
        assert left.shape and right.shape and left.shape[1] == right.shape[0]
        return Value(total, (left.shape[0], right.shape[1]))

    def transpose(self, value: Value) -> Value:
        mirror = {(s, self.alphabet.transpose(w)): c for (s, w), c in value.polynomial.items()}
        return Value(mirror, value.shape and value.shape[::-1])

    def trace(self, value: Value) -> Value:
        total: Polynomial = {}
        assert value.shape
        for (s, w), c in value.polynomial.items():
            accumulate(total, {(merge(s, self.alphabet.cycle(w, value.shape[0])), ""): c})
        return Value(total, SCALAR)

    def inverse(self, kind: str, value: Value) -> Value:
        mirror = self.transpose(value)
        if (known := self.inverses.get((kind, frozenset(mirror.polynomial.items())))) is not None:
            return self.transpose(known)
        key = (kind, frozenset(value.polynomial.items()))
        if key not in self.inverses:
            self.inverses[key] = self.new_inverse(kind, value, mirror.polynomial == value.polynomial)
        return self.inverses[key]

    def new_inverse(self, kind: str, value: Value, symmetric: bool) -> Value:
        assert value.shape
        name = f"{kind}{len(self.inverses)}"
        if value.shape == SCALAR:
            x = Value({(self.alphabet.scalar(name), ""): 1}, SCALAR)
        else:
            x = self.letter(name, value.shape[1], value.shape[0], symmetric)
        left, right = self.times(value, x), self.times(x, value)
        if kind == "inv":
            equations = [(left, Value(NUMBER)), (right, Value(NUMBER))][: 1 if value.shape == SCALAR else 2]
        else:
            equations = [(self.times(left, value), value), (self.times(right, x), x)]
            equations += [(side, self.transpose(side)) for side in (left, right)]
        self.relations += [difference for a, b in equations if (difference := self.plus(a, b, -1).polynomial)]
        return x

    # Proofs

    def outcomes(self, *claims: str, limits: Limits | None = None) -> list[Outcome]:
        goals = [self.statement(claim) for claim in claims]
        outcomes = Completion(self.alphabet, self.relations, limits).prove(goals)
        for goal, outcome in zip(goals, outcomes, strict=True):
            self.check(goal, outcome)
        return outcomes

    def check(self, goal: Polynomial, outcome: Outcome) -> None:
        """Every certificate multiplies out, whatever the outcome."""
        product = expand_certificate(self.alphabet, outcome.certificate, self.relations)
        if outcome.proved:
            assert product == goal
            assert outcome.residue == {}
        else:
            assert product == (NUMBER if outcome.unit else {})


class Reader:
    """Recursive descent over tokens."""

    def __init__(self, space: Workspace, tokens: list[str]) -> None:
        self.space, self.tokens = space, tokens

    def take(self, *options: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in options else ""

    def sum(self) -> Value:
        sign = -1 if self.take("-") else 1
        total = self.space.plus(Value({}), self.product(), sign)
        while operator := self.take("+", "-"):
            total = self.space.plus(total, self.product(), 1 if operator == "+" else -1)
        return total

    def product(self) -> Value:
        value = self.power()
        while self.take("*"):
            value = self.space.times(value, self.power())
        return value

    def power(self) -> Value:
        value = self.atom()
        while operator := self.take("'", "^", "^-1"):
            if operator == "'":
                value = self.space.transpose(value)
            elif operator == "^-1":
                value = self.space.inverse("inv", value)
            else:
                base = value
                for _ in range(int(self.tokens.pop(0)) - 1):
                    value = self.space.times(value, base)
        return value

    def atom(self) -> Value:
        token = self.tokens.pop(0)
        if token.isdigit():
            return Value({("", ""): int(token)} if int(token) else {})
        if token in self.space.values:
            return self.space.values[token]
        if token == "I" and not self.take("("):
            return Value(NUMBER)
        if token == "I":
            size = self.tokens.pop(0)
            self.take(")")
            return Value(NUMBER, (size, size))
        if token in ("tr", "pinv"):
            self.take("(")
        value = self.sum()
        assert self.take(")")
        if token == "tr":
            return self.space.trace(value)
        return self.space.inverse("pinv", value) if token == "pinv" else value


P1, P2 = "P*P = P", "P' = P"
Q1, Q2 = "Q*Q = Q", "Q' = Q"
HAT = "P = X*(X'*X)^-1*X'"
KALMAN = ["P' = P", "R' = R", "S = H*P*H' + R", "K = P*H'*S^-1"]
SQUARE2, SQUARE3 = "A n n, B n n", "A n n, B n n, C n n"

# name, symbols, hypotheses, claims
TRUE: list[tuple[str, str, list[str], list[str]]] = [
    ("pinv_unique", "A m n, B n m, C n m", ["A*B*A = A", "B*A*B = B", "(A*B)' = A*B", "(B*A)' = B*A", "A*C*A = A",
     "C*A*C = C", "(A*C)' = A*C", "(C*A)' = C*A"], ["B = C"]),
    ("pinv_pinv", "A m n", [], ["pinv(pinv(A)) = A"]),
    ("pinv_multiple", "A m n, c scalar", [], ["pinv(c*A) = c^-1*pinv(A)"]),
    ("pinv_invertible", "A n n", [], ["pinv(A) = A^-1"]),
    ("pinv_gram", "A m n", [], ["pinv(A'*A) = pinv(A)*pinv(A)'", "pinv(A) = pinv(A'*A)*A'"]),
    ("pinv_full_column_rank", "A m n", [], ["pinv(A) = (A'*A)^-1*A'", "pinv(A)*A = I"]),
    ("pinv_full_rank_product", "B m r, C r n", [], ["(B'*B)^-1*(C*C')^-1 = (B'*B)^-1*(C*C')^-1",
     "pinv(B*C) = pinv(C)*pinv(B)"]),
    ("pinv_orthogonal_invariance", "A m n, U m m, V n n", ["U'*U = I", "U*U' = I", "V'*V = I", "V*V' = I"],
     ["pinv(U*A*V) = V'*pinv(A)*U'"]),
    ("pinv_partial_isometry", "A m n", ["A*A'*A = A"], ["pinv(A) = A'"]),
    ("pinv_normal", "A n n", ["A*A' = A'*A"], ["A*pinv(A) = pinv(A)*A", "pinv(A)*pinv(A)' = pinv(A)'*pinv(A)"]),
    ("pinv_ep_square", "A n n", ["A*pinv(A) = pinv(A)*A"], ["pinv(A^2) = pinv(A)^2"]),
    ("pinv_greville", "A m n, B n p", ["B*pinv(B)*A'*A*B = A'*A*B", "pinv(A)*A*B*B'*A' = B*B'*A'"],
     ["pinv(A*B) = pinv(B)*pinv(A)"]),
    ("pinv_zlobec", "A m n", [], ["pinv(A) = A'*pinv(A'*A*A')*A'"]),
    ("pinv_urquhart", "A m n, X n m, Y n m", ["A*X*A = A", "(A*X)' = A*X", "A*Y*A = A", "(Y*A)' = Y*A"],
     ["pinv(A) = Y*A*X"]),
    ("pinv_range", "A m n, B m p, W n p", ["B = A*W"], ["A*pinv(A)*B = B"]),
    ("pinv_product_cline", "A m n, B n p", [], ["pinv(A*B) = pinv(pinv(A)*A*B)*pinv(A*B*pinv(B))"]),
    ("pinv_vector", "v n", [], ["pinv(v) = (v'*v)^-1*v'"]),
    ("pinv_rank_one", "u m, v n", [], ["pinv(u*v') = (u'*u)^-1*(v'*v)^-1*v*u'"]),
    ("anderson_duffin", "P n n, Q n n, Z n n", [P1, P2, Q1, Q2, "Z = 2*P*pinv(P + Q)*Q"], ["P*Z = Z", "Z*Q = Z"]),
    ("group_inverse_unique", "A n n, G n n, H n n", ["A*G*A = A", "G*A*G = G", "A*G = G*A", "A*H*A = A", "H*A*H = H",
     "A*H = H*A"], ["G = H"]),
    ("drazin_bicommutes", "A n n, D n n, B n n", ["D*A*D = D", "A*D = D*A", "A^3*D = A^2", "A*B = B*A"],
     ["D*B = B*D"]),
    ("jacobson", "A m n, B n m, X m m", ["(I - A*B)*X = I", "X*(I - A*B) = I"],
     ["(I - B*A)*(I + B*X*A) = I", "(I + B*X*A)*(I - B*A) = I"]),
    ("woodbury", "A n n, U n k, C k k, V k n", [],
     ["(A + U*C*V)*(A^-1 - A^-1*U*(C^-1 + V*A^-1*U)^-1*V*A^-1) = I",
      "(A^-1 - A^-1*U*(C^-1 + V*A^-1*U)^-1*V*A^-1)*(A + U*C*V) = I"]),
    ("push_through", "A m n, B n m", [], ["(I + A*B)^-1*A = A*(I + B*A)^-1"]),
    ("parallel_sum", SQUARE2, [], ["(A^-1 + B^-1)*A*(A + B)^-1*B = I", "A*(A + B)^-1*B = B*(A + B)^-1*A"]),
    ("schur_off_diagonal", "A n n, B n k, C k n, D k k, S k k, T n n", ["S = D - C*A^-1*B", "T = A - B*D^-1*C"],
     ["A^-1*B*S^-1 = T^-1*B*D^-1"]),
    ("chsh_square", "A n n, B n n, C n n, D n n, S n n", ["A*A = I", "B*B = I", "C*C = I", "D*D = I", "A*C = C*A",
     "A*D = D*A", "B*C = C*B", "B*D = D*B", "S = A*C + A*D + B*C - B*D"],
     ["S*S = 4*I - (A*B - B*A)*(C*D - D*C)"]),
    ("jacobi", SQUARE3, [],
     ["A*(B*C - C*B) - (B*C - C*B)*A + B*(C*A - A*C) - (C*A - A*C)*B + C*(A*B - B*A) - (A*B - B*A)*C = 0"]),
    ("hat_projector", "X n k, P n n", [HAT], ["P*P = P", "P' = P", "P*X = X"]),
    ("frisch_waugh_lovell", "X n k, Z n l, y n, b k, c l, M n n", ["X'*X*b + X'*Z*c = X'*y",
     "Z'*X*b + Z'*Z*c = Z'*y", "M = I - X*(X'*X)^-1*X'"], ["c = (Z'*M*Z)^-1*Z'*M*y"]),
    ("gauss_markov", "X n k, C k n, D k n", ["C*X = I", "D = C - (X'*X)^-1*X'"], ["C*C' - (X'*X)^-1 = D*D'"]),
    ("pythagoras", "X n k, y n, b k, e n", ["X'*X*b = X'*y", "e = y - X*b"], ["X'*e = 0", "y'*y = b'*X'*X*b + e'*e"]),
    ("ridge_dual", "X n k, c scalar", [], ["(X'*X + c*I)^-1*X' = X'*(X*X' + c*I)^-1"]),
    ("joseph", "P n n, H k n, R k k, K n k, S k k", KALMAN, ["(I - K*H)*P*(I - K*H)' + K*R*K' = (I - K*H)*P"]),
    ("kalman_gain", "P n n, H k n, R k k, K n k, S k k", KALMAN, ["K = (I - K*H)*P*H'*R^-1"]),
    ("cayley", "S n n, Q n n", ["S' = -S", "Q = (I - S)*(I + S)^-1"], ["Q'*Q = I", "Q*Q' = I"]),
    ("skew_form", "K n n, x n, y n", ["K' = -K"], ["x'*K*x = 0", "x'*K*y = -y'*K*x", "x'*K*K*K*x = 0"]),
    ("sherman_morrison", "A n n, u n, v n", [],
     ["(A + u*v')*(A^-1 - (1 + v'*A^-1*u)^-1*A^-1*u*v'*A^-1) = I", "(A + u*v')^-1*u = (1 + v'*A^-1*u)^-1*A^-1*u"]),
    ("bfgs", "B n n, s n, y n, C n n", ["B' = B", "C = B - B*s*(s'*B*s)^-1*s'*B + y*(y'*s)^-1*y'"],
     ["C*s = y", "C' = C", "s'*C*s = s'*y"]),
    ("symmetric_rank_one", "B n n, s n, y n, C n n", ["B' = B", "C = B + ((y - B*s)'*s)^-1*(y - B*s)*(y - B*s)'"],
     ["C*s = y"]),
    ("householder", "v n, H n n, x n", ["v'*v = 1", "H = I - 2*v*v'"],
     ["H' = H", "H*H = I", "x'*H*x = x'*x - 2*v'*x*v'*x", "tr(H) = tr(I(n)) - 2"]),
    ("outer_product", "u n, v n, x n, y n, M n n", ["M = u*v'"],
     ["M*M = v'*u*M", "x'*M*y = x'*u*v'*y", "tr(M) = u'*v", "tr(M*M) = u'*v*v'*u"]),
    ("vector_projector", "v n, P n n, x n", ["P = (v'*v)^-1*v*v'"], ["P*P = P", "P*v = v", "tr(P) = 1",
     "v'*v*x'*P*x = x'*v*v'*x"]),
    ("eigenvectors", "A n n, x n, y n, l scalar, m scalar", ["A' = A", "A*x = l*x", "A*y = m*y"],
     ["l*x'*y = m*y'*x"]),
    ("eigenvector_of_inverse", "A n n, v n, l scalar", ["A*v = l*v"], ["A^-1*v = l^-1*v"]),
    ("scalar_identity", "A n n, B n n, c scalar", ["c*A = A", "A*B = I"], ["c*B = B", "c*B'*A*B = B'"]),
    ("conjugate_gradient", "A n n, r n, s n, a scalar", ["A' = A", "a*r'*A*r = r'*r", "s = r - a*A*r"], ["r'*s = 0"]),
    ("trace_cyclic", "A m n, B n p, C p m", [], ["tr(A*B*C) = tr(C*A*B)", "tr(A*B*C) = tr(B'*A'*C')"]),
    ("trace_similar", SQUARE2, [], ["tr(A*B*A^-1) = tr(B)"]),
    ("trace_hat", "X n k, P n n", [HAT], ["tr(P) = tr(I(k))", "tr((I - P)*(I - P)) = tr(I(n)) - tr(I(k))"]),
    ("trace_skew", "A n n, S n n", ["A' = A", "S' = -S"], ["tr(A*S) = 0", "tr(S) = 0", "tr(S*A*S*A*S) = 0"]),
    ("trace_commuting", SQUARE3, ["A*B = B*A"], ["tr(A*B*C) = tr(B*A*C)", "tr(A*B*A*B*C) = tr(C*A*A*B*B)"]),
]  # fmt: skip

FALSE: list[tuple[str, str, list[str], list[str]]] = [
    ("reverse_order_law", "A m n, B n p", [], ["pinv(A*B) = pinv(B)*pinv(A)"]),
    ("pinv_commutes", "A n n", [], ["A*pinv(A) = pinv(A)*A"]),
    ("three_penrose_equations", "A m n, B n m, C n m", ["A*B*A = A", "B*A*B = B", "(A*B)' = A*B", "A*C*A = A",
     "C*A*C = C", "(A*C)' = A*C"], ["B = C"]),
    ("drazin_without_commuting", "A n n, D n n, E n n", ["D*A*D = D", "A^3*D = A^2", "E*A*E = E", "A^3*E = A^2"],
     ["D = E"]),
    ("woodbury_sign", "A n n, U n k, C k k, V k n", [],
     ["(A + U*C*V)*(A^-1 - A^-1*U*(C^-1 - V*A^-1*U)^-1*V*A^-1) = I"]),
    ("push_through_order", SQUARE2, [], ["(I + A*B)^-1*A = A*(I + A*B)^-1"]),
    ("inverse_of_sum", SQUARE2, [], ["(A + B)^-1 = A^-1 + B^-1"]),
    ("one_sided_inverse", "A m n, B n m", ["A*B = I"], ["B*A = I"]),
    ("square_of_product", SQUARE2, [], ["(A*B)^2 = A^2*B^2"]),
    ("product_of_idempotents", "P n n, Q n n", [P1, Q1], ["(P*Q)*(P*Q) = P*Q"]),
    ("idempotent_symmetric", "P n n", [P1], ["P' = P"]),
    ("ridge_order", "X n n, c scalar", [], ["(X'*X + c*I)^-1*X' = X'*(X'*X + c*I)^-1"]),
    ("joseph_any_gain", "P n n, H k n, R k k, K n k", ["P' = P", "R' = R"],
     ["(I - K*H)*P*(I - K*H)' + K*R*K' = (I - K*H)*P"]),
    ("cayley_symmetric", "S n n, Q n n", ["S' = S", "Q = (I - S)*(I + S)^-1"], ["Q'*Q = I"]),
    ("householder_factor", "v n, H n n, x n", ["v'*v = 1", "H = I - v*v'"], ["H*H = I"]),
    ("householder_form", "v n, H n n, x n", ["v'*v = 1", "H = I - 2*v*v'"], ["x'*H*x = x'*x - v'*x*v'*x"]),
    ("hat_trace_rows", "X n k, P n n", [HAT], ["tr(P) = tr(I(n))"]),
    ("trace_swap", SQUARE3, [], ["tr(A*B*C) = tr(A*C*B)"]),
    ("trace_outer", "u n, v n, M n n", ["M = u*v'"], ["tr(M) = u'*u"]),
    ("skew_square", "K n n, x n", ["K' = -K"], ["K*K = 0", "x'*K*K*x = 0"]),
    ("skew_form_sign", "K n n, x n, y n", ["K' = -K"], ["x'*K*y = y'*K*x"]),
    ("commutes_with_pinv", SQUARE2, ["A*B = B*A"], ["pinv(A)*B = B*pinv(A)"]),
]  # fmt: skip

Row = tuple[str, str, list[str], list[str]]
QUICK = Limits(seconds=5.0)


def space_of(symbols: str, given: list[str], claims: list[str]) -> Workspace:
    space = Workspace(symbols)
    space.given(*given)
    for claim in claims:
        space.statement(claim)  # declares the inverses that only the claim has
    return space


@pytest.mark.parametrize("row", TRUE, ids=[row[0] for row in TRUE])
def test_true_claims_are_proved(row: Row) -> None:
    outcomes = space_of(*row[1:]).outcomes(*row[3], limits=QUICK)
    assert [outcome.reason for outcome in outcomes] == ["proved"] * len(row[3])


@pytest.mark.parametrize("row", TRUE, ids=[row[0] for row in TRUE])
def test_order_of_relations_does_not_matter(row: Row) -> None:
    space = space_of(*row[1:])
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(space.relations))
        space.relations = [space.relations[i] for i in order]
        assert all(outcome.proved for outcome in space.outcomes(*row[3], limits=QUICK)), f"seed {seed}"


@pytest.mark.soundness
def test_altered_certificates_do_not_multiply_out() -> None:
    space = space_of(*TRUE[0][1:])
    goal = space.statement(TRUE[0][3][0])
    certificate = Completion(space.alphabet, space.relations).prove([goal])[0].certificate
    for i, term in enumerate(certificate):
        for other in (
            term._replace(coefficient=term.coefficient + 1),
            term._replace(transposed=not term.transposed, left=term.right, right=term.left),
            term._replace(relation=(term.relation + 1) % len(space.relations)),
        ):
            altered = [*certificate[:i], other, *certificate[i + 1 :]]
            product = expand_certificate(space.alphabet, altered, space.relations)
            require(product != goal, f"term {i} may be {other}")


@pytest.mark.soundness
@pytest.mark.parametrize("row", FALSE, ids=[row[0] for row in FALSE])
def test_false_claims_are_not_proved(row: Row) -> None:
    for outcome in space_of(*row[1:]).outcomes(*row[3], limits=QUICK):
        require(not outcome.proved, f"{row[0]} is proved")
        require(not outcome.unit, f"{row[0]}: the hypotheses are called contradictory")


@pytest.mark.parametrize(("symbols", "given"), [
    ("A n n", ["A*A = 0", "A*A^-1 = I"]),
    ("v n", ["v'*v = 1", "v'*v = 2"]),
    ("A n m, B m n", ["A*B = I", "A*B*A = 0"]),
    ("c scalar", ["2*c = 1", "c*c = 3"]),
])  # fmt: skip
def test_contradiction(symbols: str, given: list[str]) -> None:
    space = Workspace(symbols + ", Z p p")
    space.given(*given)
    [outcome] = space.outcomes("Z = 0")
    assert (outcome.unit, outcome.proved, outcome.reason) == (True, False, "contradiction")


def test_residue_and_complete() -> None:
    space = Workspace(SQUARE2)
    space.given("A*A = A")
    [outcome] = space.outcomes("A*A*B = B")
    assert outcome.reason == "complete"
    assert outcome.residue == space.statement("A*B = B")


def test_added_relation_continues() -> None:
    space = Workspace("A m n, X n p, Y n p")
    space.given("A'*A*X = A'*A*Y")
    claim = space.statement("A*X - A*Y = 0")
    completion = Completion(space.alphabet, space.relations)
    assert not completion.prove([claim])[0].proved
    space.given("A*X = A*Y")
    assert completion.add(space.relations[-1]) == 1
    [outcome] = completion.prove([claim])
    assert outcome.proved
    space.check(claim, outcome)


def test_traces_may_come_late() -> None:
    space = Workspace("X n k, P n n")
    space.given(HAT)
    completion = Completion(space.alphabet, space.relations)
    assert completion.prove([space.statement("P*P = P")])[0].proved
    claim = space.statement("tr(P) = tr(I(k))")
    [outcome] = completion.prove([claim])
    assert outcome.proved
    space.check(claim, outcome)


def test_eliminated_letter_is_rewritten_to_its_definition() -> None:
    space = Workspace("u n, v n, Z n n, M n n")
    space.given("M = u*v'")
    space.alphabet.eliminate(next(iter(space.values["M"].polynomial))[1])
    assert space.outcomes("M*Z*M = v'*Z*u*M")[0].proved


@pytest.mark.parametrize(("limits", "reason"), [
    (Limits(seconds=0.05), "seconds"),
    (Limits(elements=20), "elements"),
    (Limits(overlaps=30), "overlaps"),
    (Limits(degree=7), "degree"),
])  # fmt: skip
def test_spent_budget_is_an_outcome(limits: Limits, reason: str) -> None:
    space = space_of(*FALSE[-1][1:])
    start = thread_time()
    [outcome] = space.outcomes(*FALSE[-1][3], limits=limits)
    assert (outcome.proved, outcome.reason) == (False, reason)
    assert thread_time() - start < 1


def test_certificate_too_long_is_an_outcome() -> None:
    space = space_of(*TRUE[0][1:])
    [outcome] = space.outcomes(*TRUE[0][3], limits=Limits(terms=3))
    assert (outcome.proved, outcome.reason) == (False, "terms")


def test_letters_run_out_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace("v n, K n n, w n")
    space.given("K' = K", "K*v = w + v", "v'*K*w = 3")
    claim = space.statement("w'*w = 1")
    monkeypatch.setattr(monomials, "_SCALARS", 2)
    [outcome] = Completion(space.alphabet, space.relations).prove([claim])
    assert (outcome.proved, outcome.reason) == (False, "letters")


def test_refused_letters_and_paths() -> None:
    alphabet = Alphabet()
    with pytest.raises(ShapeError, match="1 x 1"):
        alphabet.matrix("c", "1", "1")
    with pytest.raises(ShapeError, match="square"):
        alphabet.matrix("A", "m", "n", symmetric=True)
    with pytest.raises(ShapeError, match="1 x 1"):
        alphabet.path(alphabet.matrix("A", "m", "n"))


# Random polynomials, evaluated at integer matrices

SIZES = {"1": 1, "m": 2, "n": 3}
Matrix = np.ndarray[Any, Any]
Option = TypeVar("Option")
COEFFICIENTS: list[Coefficient] = [-2, -1, 1, Fraction(3, 2)]


def pick(draws: np.random.Generator, options: Sequence[Option]) -> Option:
    return options[int(draws.integers(len(options)))]


class Sample:
    """Typed random words, contexts and polynomials, and their values."""

    def __init__(self, seed: int) -> None:
        self.draws = draws = np.random.default_rng(seed)
        self.alphabet = alphabet = Alphabet()
        shapes = [("m", "n"), ("n", "n"), ("n", "1"), ("m", "1"), ("1", "n")]
        letters = [alphabet.matrix(f"A{i}", *shape) for i, shape in enumerate(shapes)]
        self.values: dict[str, Matrix] = {}
        for letter, (rows, cols) in zip(letters, shapes, strict=True):
            value = draws.integers(-3, 4, (SIZES[rows], SIZES[cols])).astype(object)
            self.values[letter], self.values[alphabet.transpose(letter)] = value, value.T
        self.scalars = {alphabet.scalar("c"): 2, alphabet.scalar("d"): -3}
        self.scalars |= {alphabet.dimension(name): SIZES[name] for name in "mn"}
        self.letters = [*self.values]

    def word(self, rows: str, cols: str) -> str:
        """A word of the shape, by a random walk; empty only if rows = cols."""
        while True:
            word, end = "", rows
            for _ in range(int(self.draws.integers(5))):
                word += pick(self.draws, [a for a in self.letters if self.alphabet.shape(a)[0] == end])
                end = self.alphabet.shape(word)[1]
            if end == cols:
                return word

    def polynomial(self, rows: str, cols: str) -> Polynomial:
        total: Polynomial = {}
        for _ in range(3):
            closed, word = self.alphabet.split(self.word(rows, cols))
            extra = pick(self.draws, ["", *self.scalars])
            coefficient = pick(self.draws, COEFFICIENTS)
            accumulate(total, {(merge(closed, extra), word): coefficient})
        return total

    def context(self, rows: str, cols: str) -> tuple[Context, tuple[str, str]]:
        """A context for polynomials of the shape, and the shape of the image."""
        scalar = pick(self.draws, ["", *self.scalars])
        top, bottom = pick(self.draws, "mn"), pick(self.draws, "mn1")
        place = pick(self.draws, ["word", "path", "cycle"])
        if place == "word":
            return Context("word", scalar, self.word(top, rows), self.word(cols, bottom), ""), (top, bottom)
        extra, word = self.alphabet.split(self.word(top, bottom))
        scalar = merge(scalar, extra)
        if place == "path":
            return Context("path", scalar, self.word("1", rows), self.word(cols, "1"), word), (top, bottom)
        return Context("cycle", scalar, "", self.word(cols, rows), word), (top, bottom)

    def product(self, word: str, size: int) -> Matrix:
        value: Matrix = np.eye(size, dtype=int).astype(object)
        for letter in word:
            value = value @ self.values[letter]
        return value

    def scalar(self, letter: str) -> int:
        content = self.alphabet.content(letter)
        if content is None:
            return self.scalars[letter]
        rows = SIZES[self.alphabet.shape(content[1])[0]]
        return int(np.trace(self.product(content[1], rows)))

    def value(self, polynomial: Polynomial, rows: str, cols: str) -> Matrix:
        total: Matrix = np.zeros((SIZES[rows], SIZES[cols]), dtype=int).astype(object)
        for (scalars, word), coefficient in polynomial.items():
            factor = coefficient
            for letter in scalars:
                factor *= self.scalar(letter)
            total = total + factor * self.product(word, SIZES[rows])
        return total

    def placed(self, context: Context, inner: Matrix, shape: tuple[str, str]) -> Matrix:
        """The value of a context at the value of its argument, of the given shape."""
        size = SIZES[self.alphabet.shape(context.left)[0]] if context.left else inner.shape[0]
        bracket: Matrix = self.product(context.left, size) @ inner @ self.product(context.right, inner.shape[1])
        factor = 1
        for letter in context.scalars:
            factor *= self.scalar(letter)
        if context.place != "word":
            bracket = np.trace(bracket) * self.product(context.word, SIZES[shape[0]])
        return bracket * factor


@pytest.mark.parametrize("seed", range(200))
def test_contexts_mean_what_they_say(seed: int) -> None:
    sample = Sample(seed)
    shape = (pick(sample.draws, "mn"), pick(sample.draws, "mn1"))
    polynomial = sample.polynomial(*shape)
    context, image_shape = sample.context(*shape)
    image = apply(sample.alphabet, context, polynomial, shape)
    expected = sample.placed(context, sample.value(polynomial, *shape), image_shape)
    assert (sample.value(image, *image_shape) == expected).all()
    outer, _ = sample.context(*image_shape)
    both = apply(sample.alphabet, outer, image, image_shape)
    assert apply(sample.alphabet, compose(sample.alphabet, outer, context, image_shape), polynomial, shape) == both


@pytest.mark.parametrize("seed", range(100))
def test_random_certificates_multiply_out(seed: int) -> None:
    sample = Sample(seed)
    shapes = [("m", "n"), ("n", "n"), ("n", "1")]
    relations = [sample.polynomial(*shape) for shape in shapes]
    terms, shape = [], ("n", "m")
    expected = sample.value({}, *shape)
    for number in (0, 1, 2, 0):
        flip = sample.draws.random() < 0.5
        rows, cols = shapes[number][:: -1 if flip else 1]
        left, right = sample.word("n", rows), sample.word(cols, "m")
        coefficient = pick(sample.draws, COEFFICIENTS)
        terms.append(Term(coefficient, "", left, right, "word", number, flip, ""))
        value = sample.value(relations[number], *shapes[number])
        expected = expected + coefficient * sample.placed(
            Context("word", "", left, right, ""), value.T if flip else value, shape
        )
    total = expand_certificate(sample.alphabet, terms, relations)
    assert (sample.value(total, *shape) == expected).all()


@pytest.mark.parametrize("seed", range(60))
def test_members_of_random_ideals(seed: int) -> None:
    sample = Sample(seed)
    shapes = [("m", "n"), ("n", "n"), ("n", "1")]
    relations = [sample.polynomial(*shape) for shape in shapes]
    member: Polynomial = {}
    for relation, (rows, cols) in zip(relations, shapes, strict=True):
        context = Context("word", "", sample.word("n", rows), sample.word(cols, "n"), "")
        accumulate(member, apply(sample.alphabet, context, relation, (rows, cols)))
    completion = Completion(sample.alphabet, relations, Limits(seconds=0.3))
    normal, certificate = completion.normal_form(member)
    again, nothing = completion.normal_form(normal)
    assert (again, nothing) == (normal, ())
    difference = dict(member)
    accumulate(difference, normal, -1)
    assert expand_certificate(sample.alphabet, certificate, relations) == difference
    [outcome] = completion.prove([member])
    product = expand_certificate(sample.alphabet, outcome.certificate, relations)
    assert product == (member if outcome.proved else NUMBER if outcome.unit else {})


@pytest.mark.parametrize("seed", range(60))
def test_a_complete_basis_decides_membership(seed: int) -> None:
    """Without vectors and traces every member reduces to zero by a complete basis, whatever its cofactors."""
    draws = np.random.default_rng(seed)
    alphabet = Alphabet()
    letters = [alphabet.matrix(name, "n", "n", symmetric=name == "C") for name in "ABC"]
    words = ["".join(pick(draws, letters) for _ in range(int(draws.integers(4)))) for _ in range(6)]
    relations: list[Polynomial] = [{("", letters[0] + words[0]): 1, ("", words[1]): -1}]
    relations += [{("", word): 1} for word in words if len(word) == 3]
    member: Polynomial = {}
    for relation in relations:
        left, right = (pick(draws, letters) + pick(draws, letters) for _ in range(2))
        accumulate(member, apply(alphabet, Context("word", "", left, right, ""), relation, ("n", "n")))
    [outcome] = Completion(alphabet, relations, Limits(seconds=0.5)).prove([member])
    assert outcome.proved or outcome.reason != "complete"
    if outcome.proved:
        assert expand_certificate(alphabet, outcome.certificate, relations) == member

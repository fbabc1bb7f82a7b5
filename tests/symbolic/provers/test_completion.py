"""Completion on published operator identities, each proof multiplied out; false look-alikes stay unproved.

The table is typed in a small grammar: sums, products, ' for the transpose, ^-1, ^2, pinv(.), tr(.), I, I(n), numbers. An inverse
E^-1 is a letter X with EX = I and XE = I (a reciprocal scalar if E is 1 x 1), pinv(E) a letter with the four Penrose relations.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from symbolic.provers.cofactors import Context, Term, apply, expand_certificate
from symbolic.provers.completion import Completion, Limits, Outcome
from symbolic.provers.monomials import SCALAR, Alphabet, Polynomial, accumulate, merge

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


TRUE = [
    ("mp_gram", "A m n", [], ["pinv(A'*A) = pinv(A)*pinv(A)'"]),
    ("push_through", "A m n, B n m", [], ["(I + A*B)^-1*A = A*(I + B*A)^-1"]),
    ("householder", "v n, H n n", ["v'*v = 1", "H = I - 2*v*v'"], ["H' = H", "H*H = I"]),
    ("hat_trace", "X n k, P n n", ["P = X*(X'*X)^-1*X'"], ["tr(P) = tr(I(k))"]),
]


@pytest.mark.parametrize(("name", "symbols", "given", "claims"), TRUE, ids=[row[0] for row in TRUE])
def test_proved(name: str, symbols: str, given: list[str], claims: list[str]) -> None:
    space = Workspace(symbols)
    space.given(*given)
    assert all(outcome.proved for outcome in space.outcomes(*claims))

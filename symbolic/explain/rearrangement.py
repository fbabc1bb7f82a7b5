"""Why two terms with one canonical form are equal: what has to be done to the one to get the other.

The terms are written as noncommutative polynomials with opaque atoms, by rules that are switched on one after the
other: none (the order of summands and of numbers alone), multiplying out, transposes of sums and products, inverses of
products, traces of sums, rotation under the trace. The first set of rules under which both are the same is the reason.

>>> from symbolic.language.problem import parse_problem
>>> claims = ["tr(I(m) + A*B) = tr(I(m)) + tr(B*A)", "(A*B)' = B'*A'"]
>>> problem = parse_problem({"A": "m x n", "B": "n x m"}, claim=claims)
>>> [rearrangement(*claim.args) for claim in problem.claims]
[('the trace is linear', ', ', 'the trace is cyclic'), ('transpose of a product',)]
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

from sympy import Identity, Inverse, MatPow, Pow, Transpose, ZeroMatrix

from symbolic.explain.lines import Reason, joined
from symbolic.language.instances import is_random
from symbolic.language.operator import Application, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.substitution import subterms, symbols_in

RULES = {
    "distribute": "multiply out",
    "transpose": "transpose of a product",
    "inverse": "inverse of a product",
    "pinv": "Moore-Penrose inverse of a transpose or multiple",
    "linear": "the trace is linear",
    "cyclic": "the trace is cyclic",
    "identity": "the trace of an identity is its size",
    "number": "a 1 x 1 matrix is its transpose",
}
OPERATORS = (
    (("grad", "jac", "hess", "dir"), "differentiate"),
    (("E", "Var", "Cov"), "expectation is linear"),
    (("norm",), "definition of the norm"),
    (("det", "logdet"), "rules of determinants"),
    (("kron", "vec"), "rules of Kronecker products"),
    (("block",), "multiply block by block"),
)
"""Reasons where no set of rules suffices, by the operators that stand in the terms."""
INDEPENDENT = "independent random symbols"
OTHERWISE = "compare entries"
MOST_TERMS = 400

Key = tuple[Any, ...]
Monomial = tuple[tuple[Key, ...], tuple[Key, ...]]
Polynomial = dict[Monomial, Fraction]
ONE: Monomial = ((), ())


def rearrangement(before: Any, after: Any) -> Reason:
    """The reason for which two terms of one canonical form are equal; () where they differ by order alone."""
    for count in range(len(RULES) + 1):
        for rules in combinations(RULES, count):
            if _same(before, after, frozenset(rules)):
                return joined(*((RULES[rule],) for rule in rules))
    used = {t.operator.name for side in (before, after) for t in subterms(side) if isinstance(t, Application)}
    if any(map(_joint, subterms(before))) is not any(map(_joint, subterms(after))):
        return (INDEPENDENT,)
    return (next((reason for names, reason in OPERATORS if used.intersection(names)), OTHERWISE),)


def _joint(term: Any) -> bool:
    """Whether a moment multiplies random symbols with each other."""
    if not isinstance(term, Application) or term.operator.name not in ("E", "Var", "Cov"):
        return False
    if term.operator.name != "E":
        return len(_random_in(*term.operands)) > 1
    products = (t for t in subterms(term.operands[0]) if t.is_Mul or t.is_MatMul or operands_of(t, "hadamard"))
    return any(len(_random_in(t)) > 1 for t in products)


def _random_in(*terms: Any) -> set[Any]:
    return {s for t in terms for s in symbols_in(t) if is_random(s)}


def _same(before: Any, after: Any, rules: frozenset[str]) -> bool:
    form = Form(rules)
    try:
        return form(before) == form(after)
    except OverflowError:
        return False


class Form:
    """The polynomial of a term under a set of rules. Raises OverflowError above MOST_TERMS monomials."""

    def __init__(self, rules: frozenset[str]) -> None:
        self.rules = rules

    def __call__(self, term: Any) -> Polynomial:
        """The polynomial of a term."""
        found = self._polynomial(term)
        if len(found) > MOST_TERMS:
            raise OverflowError
        if "cyclic" in self.rules and is_scalar(term):
            return _collected((self._under_trace(m), c) for m, c in found.items())
        if "number" in self.rules and is_scalar(term):
            return _collected((self._turned_least(m), c) for m, c in found.items())
        return found

    def _polynomial(self, term: Any) -> Polynomial:
        if getattr(term, "is_Rational", False):
            return {ONE: Fraction(int(term.p), int(term.q))} if term else {}
        if isinstance(term, ZeroMatrix):
            return {}
        if isinstance(term, Identity):
            return {ONE: Fraction(1)}
        if term.is_Add or term.is_MatAdd:
            return _collected(pair for a in term.args for pair in self(a).items())
        if term.is_Mul or term.is_MatMul:
            return self._product(term.args)
        if isinstance(term, Transpose):
            return self._transpose(term.args[0])
        if isinstance(term, Inverse):
            return self._inverse(term.args[0])
        if isinstance(term, Pow | MatPow):
            base, exponent = term.args
            if exponent.is_Integer and 0 < exponent <= 6:
                return self._product((base,) * int(exponent))
            return self._atom(("power", self._frozen(base), str(exponent)), is_scalar(term))
        if (inner := operands_of(term, "tr")) is not None:
            return self._trace(inner[0])
        if "pinv" in self.rules and (inner := operands_of(term, "pinv")) is not None:
            return self._pinv(inner[0])
        if isinstance(term, Application):
            key = (term.operator.name, *(self._frozen(a) for a in term.operands))
            return self._atom(key, is_scalar(term))
        return self._atom(("symbol", str(term)), is_scalar(term))

    def _atom(self, key: Key, scalar: bool = False) -> Polynomial:
        return {((key,), ()) if scalar else ((), (key,)): Fraction(1)}

    def _frozen(self, term: Any) -> Key:
        return _frozen(self(term)) if hasattr(term, "is_Add") else (str(term),)

    def _product(self, factors: Any) -> Polynomial:
        total: Polynomial = {ONE: Fraction(1)}
        parts = [(factor, self(factor)) for factor in factors]
        plain = sum(1 for factor, _ in parts if not getattr(factor, "is_Rational", False)) == 1
        for factor, value in parts:
            if len(value) != 1 and value and not plain and "distribute" not in self.rules:
                value = self._atom(("sum", _frozen(value)), is_scalar(factor))
            if len(total) * len(value) > MOST_TERMS:
                raise OverflowError
            total = _collected(
                ((_sorted((*s, *t)), (*u, *v)), c * d) for (s, u), c in total.items()
                for (t, v), d in value.items()
            )  # fmt: skip
        return total

    def _transpose(self, inner: Any) -> Polynomial:
        value = self(inner)
        of_pinv = "pinv" in self.rules and operands_of(inner, "pinv") is not None
        if inner.is_symbol or of_pinv or "transpose" in self.rules:
            return _collected(((s, _turned(w)), c) for (s, w), c in value.items())
        return self._atom(("'", _frozen(value)))

    def _inverse(self, inner: Any) -> Polynomial:
        if "inverse" in self.rules:
            if isinstance(inner, Inverse):
                return self(inner.args[0])
            if isinstance(inner, Transpose):
                return _collected(((s, _turned(w)), c) for (s, w), c in self._inverse(inner.args[0]).items())
            n = shape_of(inner)[0]
            if inner.is_MatMul and all(shape_of(f) == (n, n) for f in inner.args):
                total: Polynomial = {ONE: Fraction(1)}
                for factor in inner.args:
                    value = self._inverse(factor)
                    total = _collected(
                        ((_sorted((*s, *t)), (*v, *u)), c * d) for (s, u), c in total.items()
                        for (t, v), d in value.items()
                    )  # fmt: skip
                return total
        value = self(inner)
        return self._turned_atom("inv", value) if "transpose" in self.rules else self._atom(("inv", _frozen(value)))

    def _pinv(self, inner: Any) -> Polynomial:
        """pinv((c*A)') = 1/c*pinv(A)'; atoms of transposes are told apart by their least form."""
        value = self(inner)
        if len(value) != 1:
            return self._turned_atom("pinv", value)
        [((scalars, word), c)] = value.items()
        reciprocals = tuple(("power", _frozen({((key,), ()): Fraction(1)}), "-1") for key in scalars)
        plain = self._turned_atom("pinv", {((), word): Fraction(1)})
        return _collected(((_sorted((*s, *reciprocals)), w), d / c) for (s, w), d in plain.items())

    def _turned_atom(self, name: str, value: Polynomial) -> Polynomial:
        key, turned = _frozen(value), _frozen({(s, _turned(w)): c for (s, w), c in value.items()})
        if repr(turned) < repr(key):
            return self._atom(("'", (name, turned)))
        return self._atom((f"{name} of symmetric" if turned == key else name, key))

    def _trace(self, inner: Any) -> Polynomial:
        value = self(inner)
        if len(value) > 1 and "linear" not in self.rules:
            return self._atom(("tr", _frozen(value)), True)
        size = ("symbol", str(shape_of(inner)[0]))
        one = size if "identity" in self.rules else ("tr", size)
        return _collected(
            ((_sorted((*s, ("tr", self._rotated(w)) if w else one)), ()), c) for (s, w), c in value.items()
        )

    def _rotated(self, word: tuple[Key, ...]) -> tuple[Key, ...]:
        if "cyclic" not in self.rules:
            return word
        views = [word, _turned(word)] if "transpose" in self.rules else [word]
        return min((v[k:] + v[:k] for v in views for k in range(len(v))), key=repr)

    def _under_trace(self, monomial: Monomial) -> Monomial:
        """A 1 x 1 product as the trace of itself."""
        scalars, word = monomial
        return (_sorted((*scalars, ("tr", self._rotated(word)))), ()) if word else monomial

    def _turned_least(self, monomial: Monomial) -> Monomial:
        scalars, word = monomial
        return scalars, min(word, _turned(word), key=repr)


def _turned(word: tuple[Key, ...]) -> tuple[Key, ...]:
    """The word of the transpose."""
    return tuple(map(_turned_key, reversed(word)))


def _turned_key(key: Key) -> Key:
    if str(key[0]).endswith(" of symmetric"):
        return key
    return key[1] if key[0] == "'" else ("'", key)


def _sorted(atoms: tuple[Key, ...]) -> tuple[Key, ...]:
    return tuple(sorted(atoms, key=repr))


def _collected(pairs: Any) -> Polynomial:
    total: Polynomial = {}
    for monomial, c in pairs:
        total[monomial] = total.get(monomial, Fraction(0)) + c
    return {m: c for m, c in total.items() if c}


def _frozen(value: Polynomial) -> Key:
    return tuple(sorted(((m, c) for m, c in value.items()), key=repr))

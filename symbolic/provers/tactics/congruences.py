"""Semidefinite matrices as sums of congruences w*K*w' of matrices K that are known to be semidefinite.

The weights solve a linear program over the normal forms, so that the equations at hand count: A - A^2 is
A*(I - A)*A + (I - A)*A*(I - A). Roots w are the parts of products in the term, and their sums and differences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from sympy import Identity, Integer, Inverse, MatrixExpr, Rational, S

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import has
from symbolic.language.substitution import subterms
from symbolic.language.symbols import MatrixVariable
from symbolic.language.terms import add, identity, inverse, multiply, negative, power, transpose
from symbolic.provers.backward import subject
from symbolic.provers.monomials import Polynomial
from symbolic.provers.nonnegative_combinations import Weights, solve
from symbolic.provers.products import cuts, split_scalars, summands
from symbolic.provers.search import Search
from symbolic.provers.tactics.normal_forms import NormalForms

MOST_MIDDLES, MOST_ROOTS, PAIRED, MOST = 8, 18, 16, 400


def by_congruences(search: Search, condition: Any) -> Theorem | None:
    """positive semidefinite(a) by a sum of congruences: of single roots, then of sums and differences too."""
    name, a = subject(condition)
    if name != "positive semidefinite" or search.depth > 1:
        return None
    forms = NormalForms(search)
    target = forms.polynomial(a)
    if target is None or all(c < 0 for c in target.values()):
        return None
    between = _distinct(forms, middles(search, a))
    roots = _distinct(forms, _roots(search, forms, a))[:MOST_ROOTS]
    numbers = positive_scalars(search)
    listed: dict[Candidate, Polynomial] = {}
    for candidates in (_single(roots, between, numbers), _paired(roots[:PAIRED], between, numbers)):
        fresh = False
        for candidate in candidates:
            polynomial = forms.polynomial(candidate.term) if search.remaining() and len(listed) < MOST else None
            if polynomial and polynomial not in listed.values():
                listed[candidate] = polynomial
                fresh = True
        found = solve(list(listed.values()), target) if fresh else None
        if isinstance(found, Weights):
            return _proved(search, condition, dict(zip(listed, found.values, strict=True)))
    return None


@dataclass(frozen=True)
class Candidate:
    """c*w*K*w' for a positive c."""

    root: Any
    middle: Any
    factor: Any = S.One

    @property
    def square(self) -> Any:
        """w*K*w'."""
        if isinstance(self.root, Identity):
            return self.middle
        across = transpose(self.root)
        return multiply(self.root, *([] if isinstance(self.middle, Identity) else [self.middle]), across)

    @property
    def term(self) -> Any:
        """The whole."""
        return self.square if self.factor == 1 else multiply(self.factor, self.square)

    def proved(self, search: Search) -> Theorem:
        """That w*K*w' is semidefinite."""
        if isinstance(self.middle, Identity):
            known = search.kernel.law("gram_semidefinite", {"A": transpose(self.root)})
        else:
            low = search.existence.has("positive semidefinite", self.middle)
            binding = {"A": self.middle, "B": self.root}
            known = search.kernel.law("semidefinite_congruence", binding, [low] if low else [])
        return search.kernel.restate(known, has("positive semidefinite", self.square))


def _proved(search: Search, condition: Any, weights: dict[Candidate, Fraction]) -> Theorem | None:
    name, a = subject(condition)
    used = {c: w for c, w in weights.items() if w}
    for candidate in used:
        search.existence.take(has(name, candidate.square), candidate.proved(search))
    numbers = {c: Rational(w.numerator, w.denominator) for c, w in used.items()}
    total = add(*(c.term if w == 1 else multiply(w, c.term) for c, w in numbers.items()))
    known = search.existence.prove(has(name, total))
    equation = search.lemma(a, total) if known is not None else None
    return None if known is None or equation is None else search.kernel.transfer(known, equation, condition)


def _single(roots: list[Any], between: list[Any], numbers: list[Any]) -> Iterator[Candidate]:
    for w, middle in product(roots, between):
        if shape_of(w)[1] == shape_of(middle)[0]:
            yield Candidate(w, middle)
            for c in numbers:
                yield from (Candidate(w, middle, f) for f in (c, power(c, 2), power(c, -1)))


def _paired(roots: list[Any], between: list[Any], numbers: list[Any]) -> Iterator[Candidate]:
    for (u, v), middle in product(combinations(roots, 2), between):
        if shape_of(u) != shape_of(v) or shape_of(u)[1] != shape_of(middle)[0]:
            continue
        for w in (add(u, negative(v)), add(u, v)):
            yield Candidate(w, middle)
        for c, (x, y) in product(numbers, ((u, v), (v, u))):
            for w in (add(multiply(c, x), negative(y)), add(multiply(c, x), y)):
                yield Candidate(w, middle)
                yield Candidate(w, middle, power(c, -1))


def positive_scalars(search: Search) -> list[Any]:
    """The scalar symbols that are known to be positive."""
    scalars = [s for s in search.symbols.values() if is_scalar(s) and not s.is_integer]
    return [s for s in scalars if search.existence.positive(s) is not None]


def middles(search: Search, a: Any) -> list[Any]:
    """The identity, the matrices that are known to be semidefinite, their inverses, and those in a."""
    found: list[Any] = []
    sizes = {shape_of(part)[1] for part in subterms(a) if isinstance(part, MatrixExpr)}
    for theorem in list(search.facts.known.values()):
        kind, term = subject(theorem.statement)
        if kind in ("positive definite", "positive semidefinite"):
            found.append(term)
    for part in subterms(a):
        if isinstance(part, Inverse):
            found += [part, part.args[0]]
    kept = []
    for term in dict.fromkeys(found):
        for other in (term, inverse(term) if not isinstance(term, Inverse) else None):
            kind = "positive definite" if isinstance(other, Inverse) else "positive semidefinite"
            if other is not None and not is_scalar(other) and search.existence.has(kind, other) is not None:
                kept.append(other)
    return [*(identity(n) for n in sorted(sizes - {Integer(1)}, key=str)), *kept[:MOST_MIDDLES]]


def _roots(search: Search, forms: NormalForms, a: Any) -> list[Any]:
    """The identity, left parts of the products in a, and short products with the shape of such a part."""
    rows = shape_of(a)[0]
    found = [identity(rows)]
    for term in (t for form in (a, forms.term(a)) for t in summands(form)):
        for u, _ in cuts(term):
            found.append(multiply(*split_scalars(u)[1]))
    symbols = [s for s in search.symbols.values() if isinstance(s, MatrixVariable)]
    inside = [part for part in subterms(a) if isinstance(part, Inverse)]
    square = [s for s in symbols if shape_of(s)[0] == shape_of(s)[1] and not is_scalar(s)]
    inverses = [inverse(s) for s in square if search.existence.has("invertible", s) is not None]
    found += inverses
    letters = [*symbols, *map(transpose, symbols), *inside]
    found += [x for x in letters if shape_of(x)[0] == rows]
    wanted = {shape_of(w) for w in found}
    for u, v, w in product([*inside, *symbols], letters, [None, *inverses]):
        try:
            root = multiply(u, v) if w is None else multiply(u, v, w)
        except LineproofError:
            continue
        if shape_of(root) in wanted and shape_of(root)[0] == rows:
            found.append(root)
    return [w for w in found if shape_of(w)[0] == rows]


def _distinct(forms: NormalForms, terms: list[Any]) -> list[Any]:
    """The terms that are words, each once up to the equations at hand."""
    found: dict[Any, Any] = {}
    for term in terms:
        polynomial = forms.polynomial(term)
        if polynomial:
            found.setdefault((shape_of(term), frozenset(polynomial.items())), term)
    return list(found.values())

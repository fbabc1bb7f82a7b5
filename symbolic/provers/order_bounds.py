"""Inequalities that the laws give for the numbers in a statement: squares, norms, inner products, forms, traces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from sympy import Basic, Inverse, MatMul, MatPow

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Loewner, has, relation
from symbolic.language.substitution import subterms
from symbolic.language.symbols import MatrixVariable
from symbolic.language.terms import add, identity, inverse, multiply, negative, power, transpose
from symbolic.provers.backward import subject
from symbolic.provers.products import cuts, split_scalars, summands, turned, without
from symbolic.provers.search import Search

SEMIDEFINITE = "positive semidefinite"
MOST = 8

Maybe = Iterator[Theorem | None]


class OrderBounds:
    """The theorems that may matter for an order of numbers; None where a law does not apply."""

    def __init__(self, search: Search, goal: Basic) -> None:
        self.search, self.kernel, self.goal = search, search.kernel, goal
        read = search.equations.relations.reader.term
        self.terms = [goal, *(read(self.kernel.translator(side)) for side in goal.args if is_scalar(side))]
        self.norms = self._under("norm")
        self.vectors = self._vectors()
        self.semidefinite = self._semidefinite()

    def _under(self, name: str) -> list[Any]:
        parts = (part for term in self.terms for part in subterms(term))
        return list(dict.fromkeys(inner[0] for part in parts if (inner := operands_of(part, name)) is not None))

    def _vectors(self) -> list[Any]:
        """What stands in norms, and the two sides of inner products tr(U'*V) and x'*A*y."""
        found = list(self.norms)
        forms = [part for term in self.terms for part in subterms(term) if isinstance(part, MatMul) and is_scalar(part)]
        for value in (*forms, *self._under("tr")):
            for word in summands(value):
                factors = [g for f in split_scalars(word)[1] for g in _repeated(f)]
                for k in range(1, len(factors)):
                    found += [turned(multiply(*factors[:k])), multiply(*factors[k:])]
                if not is_scalar(value) and len(factors) == 1:
                    found += [identity(shape_of(word)[0]), word]
        return list(dict.fromkeys(found))[:MOST]

    def _semidefinite(self) -> list[Any]:
        """Matrices that are known to be semidefinite, and I - P for projections P."""
        found = []
        for theorem in list(self.search.facts.known.values()):
            name, term = subject(theorem.statement)
            if name in (SEMIDEFINITE, "positive definite"):
                found.append(term)
            if name == "idempotent":
                found += [term, add(identity(shape_of(term)[0]), negative(term))]
        kept = [a for a in dict.fromkeys(found) if not is_scalar(a)]
        return [a for a in kept[:MOST] if self.search.condition(has(SEMIDEFINITE, a)) is not None]

    def law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        """An instance; None where a premise is missing or a term does not fit."""
        if any(n is None for n in needed):
            return None
        try:
            return self.kernel.law(name, binding, [n for n in needed if n], conclusion=conclusion)
        except LineproofError:
            return None

    def low(self, a: Any) -> Theorem | None:
        """That a matrix is semidefinite."""
        return self.search.condition(has(SEMIDEFINITE, a))

    def norm_bounds(self) -> Maybe:
        """Norms: nonnegative, squares, triangle inequality."""
        for a in self.norms:
            yield self.law("norm_nonnegative", {"A": a})
            yield self.law("norm_square", {"A": a})
            parts = summands(a)
            for k, part in enumerate(parts if len(parts) > 1 else ()):
                rest = without(parts, k)
                for one, other in ((part, rest), (a, negative(rest))):
                    yield self.law("triangle", {"A": one, "B": other})
            for u, v in cuts(a):
                yield self.law("norm_of_product", {"A": u, "B": v})

    def inner_products(self) -> Maybe:
        """Cauchy and Schwarz for pairs of vectors; squares of their sums and differences."""
        for u, v in combinations(self.vectors, 2):
            if shape_of(u) != shape_of(v):
                continue
            yield self.law("cauchy_schwarz", {"A": u, "B": v})
            for k in (0, 1) if self.norms else ():
                yield self.law("cauchy_schwarz_norm", {"A": u, "B": v}, conclusion=k)
        for root in self.roots():
            yield self.law("sum_of_squares", {"A": root})

    def roots(self) -> Iterator[Any]:
        """The vectors, their differences and sums."""
        yield from self.vectors
        for u, v in combinations(self.vectors, 2):
            if shape_of(u) == shape_of(v):
                yield from (add(u, negative(v)), add(u, v))

    def forms(self) -> Maybe:
        """Forms and traces of known semidefinite matrices, and of products of two."""
        units = [part for term in self.terms for part in subterms(term) if operands_of(part, "unit") is not None]
        symbols = [s for s in self.search.symbols.values() if isinstance(s, MatrixVariable) and shape_of(s)[1] == 1]
        vectors = list(dict.fromkeys([*units, *symbols]))
        for a in self.semidefinite:
            known = self.low(a)
            yield self.law("semidefinite_trace", {"A": a}, known)
            fitting = [x for x in vectors if shape_of(x)[0] == shape_of(a)[0]]
            for x in fitting:
                yield self.law("semidefinite_form", {"A": a, "x": x}, known)
            for x, y in product(fitting, fitting):
                if x != y:
                    yield self.law("semidefinite_cauchy_schwarz", {"A": a, "x": x, "y": y}, known)
                    yield self._dual(a, x, y, known)
            yield from self._bounded(a, known)
        for a, b in combinations(self.semidefinite, 2):
            yield self.law("semidefinite_trace_product", {"A": a, "B": b}, self.low(a), self.low(b))

    def _dual(self, a: Any, x: Any, y: Any, known: Theorem | None) -> Theorem | None:
        """(x'*y)^2 <= (x'*A*x)*(y'*A^-1*y), by Cauchy and Schwarz for x and A^-1*y."""
        across = multiply(inverse(a), y)
        bound = self.law("semidefinite_cauchy_schwarz", {"A": a, "x": x, "y": across}, known)
        if bound is None or not any(inverse(a) in subterms(term) for term in self.terms):
            return bound
        inner, form = multiply(transpose(x), y), multiply(multiply(transpose(x), a, x), transpose(y), across)
        plain = relation(power(inner, 2), "<=", form)
        gaps = [add(upper, negative(lower)) for lower, upper in (bound.statement.args, plain.args)]
        equation = self.search.lemma(*gaps)
        return bound if equation is None else self.kernel.transfer(bound, equation, plain)

    def _bounded(self, a: Any, known: Theorem | None) -> Maybe:
        """tr(A)*I >> A, in the product with A."""
        bound = self.law("loewner_trace", {"A": a}, known)
        if bound is not None:
            upper, lower = bound.statement.args
            gap = self.law("semidefinite_of_loewner", {"A": upper, "B": lower}, bound)
            yield self.law("semidefinite_trace_product", {"A": a, "B": add(upper, negative(lower))}, known, gap)

    def determinants(self) -> Maybe:
        """det(B) <= det(A) for the known A >> B >> 0."""
        for h in self.search.given:
            if isinstance(h, Loewner):
                a, b = h.args
                yield self.law("loewner_determinant", {"A": a, "B": b}, self.low(b), self.search.facts.find(h))


def _repeated(factor: Any) -> list[Any]:
    """The factors of a whole power."""
    if isinstance(factor, Inverse) or not isinstance(factor, MatPow):
        return [factor]
    if factor.args[1].is_Integer and 1 < factor.args[1] <= MOST:
        return [factor.args[0]] * int(factor.args[1])
    return [factor]

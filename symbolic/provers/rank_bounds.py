"""What the laws say of the ranks in a statement: bounds by sizes, products, sums, and matrices that factor through
each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

from sympy import Basic, Integer, Transpose

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import RangeInclusion
from symbolic.language.substitution import subterms
from symbolic.language.symbols import matrix
from symbolic.language.terms import multiply, negative, transpose
from symbolic.provers.products import cuts, split_scalars, summands, turned, without
from symbolic.provers.search import Search

MOST = 12
"""Matrices whose ranks are looked at."""
SUMMANDS = 2
"""The summands of a sum whose products with it are looked at."""
SHARE = 0.05
"""The share of the time that one normal form may take."""
FACTORED = 12
"""Pairs of matrices of which one may factor through the other."""

Maybe = Iterator[Theorem | None]


class RankBounds:
    """The theorems on ranks that may matter for one goal; None where a law does not apply."""

    def __init__(self, search: Search, goal: Basic) -> None:
        self.search, self.kernel = search, search.kernel
        self.matrices: list[Any] = []
        self.asked = list(dict.fromkeys(map(self._listed, _measured(goal))))
        for a in self.asked:
            for part in (part for cut in cuts(a) for part in cut):
                self._listed(part)
        for theorem in search.facts.equations:
            for side in theorem.statement.args:
                if _measured(theorem.statement) or len(split_scalars(side)[1]) > 1:
                    for a in _measured(theorem.statement) or [side]:
                        self._listed(a)

    def _listed(self, a: Any) -> Any:
        """The matrix in canonical notation."""
        again = self.search.equations.relations.reader.term(self.kernel.translator(a))
        again = again.args[0] if isinstance(again, Transpose) else again
        if again not in self.matrices and len(self.matrices) < MOST and not is_scalar(again):
            self.matrices.append(again)
        return again

    def _law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        if any(n is None for n in needed):
            return None
        try:
            return self.kernel.law(name, binding, [n for n in needed if n], conclusion=conclusion)
        except LineproofError:
            return None

    def structural(self) -> Maybe:
        """Bounds by structure, and what equations between matrices say."""
        for a in list(self.matrices):
            yield self._law("rank_nonnegative", {"A": a})
            for k in (0, 1):
                yield self._law("rank_below_sizes", {"A": a}, conclusion=k)
            for law, name in (("rank_columns", "full column rank"), ("rank_rows", "full row rank")):
                yield self._law(law, {"A": a}, self.search.existence.has(name, a))
            yield from self._products(a)
            yield from self._sums(a)
        for theorem in self.search.facts.equations:
            yield theorem if is_scalar(theorem.statement.args[0]) else self._ranks_of(theorem)
        for h in self.search.given:
            if isinstance(h, RangeInclusion):
                yield from self._through(*h.args)

    def _ranks_of(self, equation: Theorem) -> Theorem | None:
        place = matrix("PLACE", *shape_of(equation.statement.args[0]))
        try:
            return self.kernel.congruence(equation, apply("rank", place), place)
        except LineproofError:
            return None

    def _products(self, a: Any) -> Maybe:
        number, factors = split_scalars(a)
        if number is not None and factors:
            yield self._law(
                "rank_scaled", {"A": multiply(*factors), "c": number}, self.search.existence.nonzero(number)
            )
        for u, v in cuts(a):
            yield self._law("rank_sylvester", {"A": u, "B": v})
            for k in (0, 1):
                yield self._law("rank_of_product", {"A": u, "B": v}, conclusion=k)
            yield self._law("rank_row_factor", {"A": u, "B": v}, self.search.existence.has("full row rank", v))
            yield self._law("rank_column_factor", {"A": u, "B": v}, self.search.existence.has("full column rank", u))
            if u in (transpose(v), turned(v)):
                yield self._law("rank_gram", {"A": v})
            for middle, last in cuts(v):
                yield self._law("rank_frobenius", {"A": u, "B": middle, "C": last})

    def _sums(self, a: Any) -> Maybe:
        parts = summands(a)
        for k, part in enumerate(parts if len(parts) > 1 else ()):
            rest = without(parts, k)
            for one, other in ((part, rest), (a, negative(rest))):
                yield self._law("rank_of_sum", {"A": one, "B": other})
        for one, other in permutations(parts, 2) if 1 < len(parts) <= SUMMANDS else ():
            yield from self._frobenius(one, a, other)

    def _frobenius(self, u: Any, a: Any, v: Any) -> Maybe:
        """rank(U*A) + rank(A*V) <= rank(A) + rank(U*A*V), where the equations at hand simplify these products."""
        if shape_of(u)[0] != shape_of(u)[1] or shape_of(v)[0] != shape_of(v)[1]:
            return
        equations = [self._simplified(multiply(*factors)) for factors in ((u, a), (a, v), (u, a, v))]
        if all(equation is not None for equation in equations):
            yield self._law("rank_frobenius", {"A": u, "B": a, "C": v})
            yield from (self._ranks_of(equation) for equation in equations if equation is not None)

    def _simplified(self, a: Any) -> Theorem | None:
        """The product and its normal form of fewer summands, as an equation."""
        value = self.kernel.translator(a)
        normal = self.search.equations.reduced(value, SHARE * self.search.remaining())
        if len(normal.terms) >= len(value.terms):
            return None
        return self.search.lemma(a, self.search.equations.relations.reader.term(normal))

    def projections(self) -> Maybe:
        """rank(A) = tr(A)/c for A*A = c*A."""
        scalars = [s for s in self.search.symbols.values() if is_scalar(s) and not s.is_integer]
        for a in list(self.matrices):
            for c in (Integer(1), Integer(2), *scalars) if shape_of(a)[0] == shape_of(a)[1] else ():
                off = self.search.existence.nonzero(c)
                known = self.search.lemma(multiply(a, a), multiply(c, a)) if off is not None else None
                if known is not None:
                    yield self._law("rank_scaled_projection", {"A": a, "c": c}, known, off)
                    break

    def factored(self) -> Maybe:
        """rank(B) <= rank(A) for B = A*W or B = W*A, with W by the Moore-Penrose inverse of A."""
        for a, b in list(permutations([a for a in self.asked if a in self.matrices], 2))[:FACTORED]:
            if shape_of(a)[0] == shape_of(b)[0]:
                yield from self._through(b, a)
            if shape_of(a)[1] == shape_of(b)[1]:
                yield from self._through(transpose(b), transpose(a))

    def _through(self, b: Any, a: Any) -> Maybe:
        witness = multiply(apply("pinv", a), b)
        equation = self.search.lemma(b, multiply(a, witness))
        if equation is not None:
            yield self._ranks_of(equation)
            yield self._law("rank_of_product", {"A": a, "B": witness})


def _measured(statement: Basic) -> list[Any]:
    """The matrices under rank, and the square ones under tr."""
    found = [operands_of(part, name) for part in subterms(statement) for name in ("rank", "tr")]
    return list(dict.fromkeys(inner[0] for inner in found if inner is not None))

"""Exponentials of matrices by their arguments: sums of matrices that commute, multiples, projections, eigenvectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import Identity, Integer, Inverse

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.terms import multiply, zeros
from symbolic.network.labels import Label
from symbolic.network.readable import Reader
from symbolic.provers.backward import Backward
from symbolic.provers.label_laws import LabelLaws, Maybe
from symbolic.provers.products import cuts, split_scalars, without


class ExponentialLaws(LabelLaws):
    """The laws of expm."""

    def __init__(self, known: Backward, reader: Reader) -> None:
        super().__init__(known, reader)
        self._arguments: list[Any] = []

    def kinds(self) -> Mapping[str, Callable[[Label], Maybe]]:
        return {"expm": self._expm}

    def _expm(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        yield self.kernel.law("expm_inverse", {"A": a})
        yield self.kernel.law("expm_commutes", {"A": a})
        yield from self._similar(a)
        yield from self._multiple(a)
        parts = self.terms_of(held.argument)
        if len(parts) == 2:
            u, v = parts
            yield self.law("expm_sum", {"A": u, "B": v}, self._commute(u, v))
        for k, part in enumerate(parts if len(parts) > 1 else ()):
            number, factors = split_scalars(part)
            if all(isinstance(f, Identity) for f in factors):
                yield self.law("expm_shift", {"A": without(parts, k), "c": Integer(1) if number is None else number})
        yield from self._by_equations(a)
        for other in self._arguments:
            once = self.law("expm_commutes_with", {"A": a, "B": other}, self._commute(a, other))
            turned = self.law("expm_commutes_with", {"A": other, "B": apply("expm", a)}, once)
            yield turned
        self._arguments.append(a)

    def _similar(self, a: Any) -> Maybe:
        _, factors = split_scalars(a)
        if len(factors) > 2 and isinstance(factors[-1], Inverse) and factors[-1].args[0] == factors[0]:
            binding = {"A": multiply(*factors[1:-1]), "B": factors[0]}
            yield self.law("expm_similar", binding, self.known.has("invertible", factors[0]))

    def _multiple(self, a: Any) -> Maybe:
        """Whole and scalar multiples, of the identity and of projections."""
        number, factors = split_scalars(a)
        core = multiply(*factors)
        if all(isinstance(f, Identity) for f in factors):
            yield self.law("expm_scalar", {"c": Integer(1) if number is None else number, "n": shape_of(a)[0]})
            return
        projection = self.known.facts.find(equals(multiply(core, core), core))
        yield self.law("expm_projection", {"A": core, "c": Integer(1) if number is None else number}, projection)
        if number is None:
            return
        if (number.is_Integer and number > 1) or (number.is_symbol and number.is_integer and number.is_nonnegative):
            yield self.law("expm_multiple", {"A": core, "k": number})

    def _by_equations(self, a: Any) -> Maybe:
        """What equations of hypotheses say: A*A = 0, A*B = B*A, A*x = c*x."""
        rows, cols = shape_of(a)
        square = self.known.facts.find(equals(multiply(a, a), zeros(rows, cols)))
        yield self.law("expm_square_zero", {"A": a}, square)
        for theorem in list(self.known.facts.equations):
            left, right = theorem.statement.args
            other = commuting(a, left, right)
            if other is not None:
                yield self.law("expm_commutes_with", {"A": a, "B": other}, theorem)
            for one, value in ((left, right), (right, left)):
                number, factors = split_scalars(value)
                for u, x in cuts(one):
                    if u == a and shape_of(x)[1] == 1 and factors == [x]:
                        c = Integer(1) if number is None else number
                        yield self.law("expm_eigenvector", {"A": a, "x": x, "c": c}, theorem)

    def _commute(self, u: Any, v: Any) -> Theorem | None:
        """u*v = v*u, by a hypothesis or where both are multiples of one matrix."""
        (c, left), (d, right) = split_scalars(u), split_scalars(v)
        one = multiply(*left)
        goal = equals(multiply(u, v), multiply(v, u))
        try:
            if left == right:
                return self.kernel.certificate(goal, (), [])
            known = self.known.facts.find(equals(multiply(one, *right), multiply(*right, one)))
        except LineproofError:
            return None
        return known if c is None and d is None else None


def commuting(a: Any, left: Any, right: Any) -> Any:
    """B where the equation is a*B = B*a; else None."""
    for u, v in cuts(left):
        if a in (u, v) and shape_of(u) == shape_of(v) and right == multiply(v, u):
            return v if u == a else u
    return None

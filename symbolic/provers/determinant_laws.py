"""Determinants and ranks by their arguments: sums, products, blocks, powers, Kronecker products."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sympy import Identity, Inverse, MatPow, Transpose

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals
from symbolic.language.symbols import matrix
from symbolic.language.terms import add, identity, inverse, multiply, negative, transpose
from symbolic.network.labels import Label
from symbolic.network.tensor import Tensor
from symbolic.provers.invertibility import swaps
from symbolic.provers.label_laws import LabelLaws, Maybe
from symbolic.provers.products import cuts, split_scalars, summands, turned, without

RANK = 3
"""The vectors of a product of low rank."""


class DeterminantLaws(LabelLaws):
    """The laws of determinants and ranks."""

    def kinds(self) -> Mapping[str, Callable[[Label], Maybe]]:
        return {"det": self._det, "rank": self._rank}

    def _det(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        if isinstance(a, Inverse):
            for k in (0, 1):
                yield self.law("det_inverse", {"A": a.args[0]}, self.known.has("invertible", a.args[0]), conclusion=k)
        elif isinstance(a, MatPow):
            yield self.law("det_power", {"A": a.args[0], "k": a.args[1]})
        if (pair := operands_of(a, "kron")) is not None:
            yield self.law("det_kron", dict(zip("AB", pair, strict=True)))
        if (inner := operands_of(a, "expm")) is not None:
            yield self.law("det_expm", {"A": inner[0]})
        number, factors = split_scalars(a)
        if number is not None and factors:
            yield self.law("det_scaled", {"A": multiply(*factors), "c": number})
        for u, v, _ in swaps(a):
            yield self.law("det_sylvester", {"A": u, "B": v})
        yield from self._det_sum(a)
        yield from self._det_low_rank(held)
        yield from self._det_block(a)

    def _det_sum(self, a: Any) -> Maybe:
        """det(P + R) = det(P) det(I + P^-1 R)."""
        parts = summands(a)
        one = identity(shape_of(a)[0])
        if len(parts) < 2 or one in parts:
            return
        for k, part in enumerate(parts):
            known = self.known.has("invertible", part)
            if known is None:
                continue
            rest = without(parts, k)
            factor = add(one, multiply(inverse(part), rest))
            place = matrix("PLACE", *shape_of(a))
            unfolded = self.kernel.congruence(
                self.kernel.law("inverse", {"A": part}, [known]), add(part, multiply(place, rest)), place
            )
            equation = self.kernel.restate(unfolded, equals(multiply(part, factor), a))
            yield self.kernel.congruence(equation, apply("det", place), place)
            yield self.law("det_product", {"A": part, "B": factor})

    def _det_low_rank(self, held: Label) -> Maybe:
        """det(I + u*v' + x*y') = det(I + [v'; y']*[u, x]), the determinant of a matrix of few numbers."""
        if len(held.argument.axes[0]) != 1 or not 3 <= len(held.argument.terms) <= RANK + 1:
            return
        parts = self.terms_of(held.argument)
        rest = [part for part in parts if not isinstance(part, Identity)]
        pairs = [pair for part in rest for pair in cuts(part) if shape_of(pair[0])[1] == 1]
        if len(pairs) == len(rest) == len(parts) - 1:
            columns, rows = zip(*pairs, strict=True)
            u, v = apply("block", 1, len(rest), *columns), apply("block", len(rest), 1, *rows)
            yield self.law("det_sylvester", {"A": u, "B": v})

    def _det_block(self, a: Any) -> Maybe:
        blocks = operands_of(a, "block")
        if blocks is None or blocks[:2] != (2, 2):
            return
        p, q, r, s = blocks[2:]
        if shape_of(q)[0] == shape_of(q)[1] and not self._terms(p) and not self._terms(s):
            yield self.law("det_block_antidiagonal", {"A": q, "B": r})
        if shape_of(p)[0] != shape_of(p)[1]:
            return
        binding = {"A": p, "B": q, "C": r, "D": s}
        if p == s and q == r:
            yield self.law("det_block_symmetric", {"A": p, "B": q})
        if not self._terms(r):
            yield self.law("det_block_upper", binding)
        if not self._terms(q):
            yield self.law("det_block_lower", binding)
        yield self.law("det_schur", binding, self.known.has("invertible", p))
        yield self.law("det_schur_lower", binding, self.known.has("invertible", s))

    def _terms(self, a: Any) -> Any:
        value: Tensor = self.kernel.translator(a)
        return value.terms

    def _rank(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        a = a.args[0] if isinstance(a, Transpose) else a
        yield self.law("rank_columns", {"A": a}, self.known.has("full column rank", a))
        yield self.law("rank_rows", {"A": a}, self.known.has("full row rank", a))
        for u, v in cuts(a):
            if u in (transpose(v), turned(v)):
                yield self.law("rank_gram", {"A": v})
            yield self.law("rank_column_factor", {"A": u, "B": v}, self.known.has("full column rank", u))
            yield self.law("rank_row_factor", {"A": u, "B": v}, self.known.has("full row rank", v))
            for k, (one, other) in enumerate(((v, u), (u, v))):
                if (inner := operands_of(other, "pinv")) is not None and inner[0] == one:
                    yield self.law("rank_pinv", {"A": one}, conclusion=k)
        if (pair := operands_of(a, "kron")) is not None:
            yield self.law("rank_kron", dict(zip("AB", pair, strict=True)))
        if (inner := operands_of(a, "pinv")) is not None:
            yield self.law("rank_of_pinv", {"A": inner[0]})
        number, factors = split_scalars(a)
        if number is not None and factors:
            yield self.law("rank_scaled", {"A": multiply(*factors), "c": number}, self.known.nonzero(number))
        for u, v, _ in (*swaps(a), *swaps(negative(a))):
            yield self.law("rank_swap", {"A": negative(u), "B": v})
        yield from self._rank_block(a)

    def _rank_block(self, a: Any) -> Maybe:
        blocks = operands_of(a, "block")
        if blocks is None or blocks[:2] != (2, 2):
            return
        p, q, r, s = blocks[2:]
        if not self._terms(q) and not self._terms(r):
            yield self.law("rank_block_diagonal", {"A": p, "B": s})
        if shape_of(p)[0] == shape_of(p)[1]:
            yield self.law("rank_schur", {"A": p, "B": q, "C": r, "D": s}, self.known.has("invertible", p))


def determinants_of(kernel: Kernel, equations: Iterable[Theorem]) -> Iterator[Theorem]:
    """det(a) = det(b) for the equations a = b of square matrices."""
    for theorem in list(equations):
        left = theorem.statement.args[0]
        rows, cols = shape_of(left)
        if rows == cols and not is_scalar(left):
            place = matrix("PLACE", rows, cols)
            try:
                yield kernel.congruence(theorem, apply("det", place), place)
            except LineproofError:
                continue

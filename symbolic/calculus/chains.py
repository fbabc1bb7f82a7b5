"""Products of matrices, simplified: what is a scalar comes out to the front, neighbours that cancel or merge do so.

A chain is cut where the size between two factors is 1. A piece that is 1 x 1 is a scalar: a*b'*c is (b'*c)*a. Then
  A*A^-1 = I,  diag(v)*w = v.*w,  diag(v)*diag(w) = diag(v.*w),  kron(A,B)*vec(X) = vec(B*X*A'),  1'*v = sum(v),
  e_i'*v = v[i],  exp(v)/sum(exp(v)) = softmax(v),  exp(u)/(1 + exp(u)) = sigmoid(u).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Identity, Inverse, OneMatrix, S, Transpose, ZeroMatrix

from symbolic.calculus.operations import Operations
from symbolic.calculus.products import Product, as_product, divisors, length, links
from symbolic.calculus.sigmoids import recover_sigmoids
from symbolic.calculus.signs import absorb_signs
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import identity, multiply, zeros


class Chains(Operations):
    """Products and what is read off them."""

    def product(self, *factors: Any) -> Any:
        """The product of matrices and scalars."""
        if not any(is_zero(f) for f in factors):
            found = self.joined(*factors)
            split = self._splitting_scalar(found) if self.cancels and len(found.scalars) > 1 else None
            if split is not None:
                found.times_scalar(split, S.NegativeOne)
                return self.plus(*(self.product(part, found.term()) for part in split.args))
            if found.coefficient is not S.Zero:
                return found.term()
        return zeros(*shape_of(multiply(*factors)))

    def _splitting_scalar(self, found: Product) -> Any:
        """A sum among the scalars, some summand of which is divided by another scalar of the product."""
        for base, exponent in found.scalars.items():
            if exponent == 1 and isinstance(base, Add):
                under = {b for part in base.args for b, e in as_product(part).scalars.items() if e < 0}
                if any(found.scalars.get(b, 0) > 0 for b in under):
                    return base
        return None

    def joined(self, *factors: Any) -> Product:
        """The product, taken apart."""
        whole = Product()
        chain: list[Any] = []
        for factor in factors:
            self._absorb(whole, as_product(factor), chain)
        if len(chain) > 1:
            whole.chain = tuple(self._cut(whole, chain))
        else:
            whole.chain = tuple(chain)
        if whole.scalars:
            recover_sigmoids(whole.scalars)
            absorb_signs(whole.scalars)
        if whole.chain and whole.scalars:
            self._softmax(whole)
        return whole

    def _absorb(self, whole: Product, part: Product, chain: list[Any]) -> None:
        if part.coefficient is not S.One:
            whole.coefficient = whole.coefficient * part.coefficient
        for base, exponent in part.scalars.items():
            whole.times_scalar(base, exponent)
        chain += part.chain

    def _links(self, whole: Product, *terms: Any) -> list[Any]:
        """The factors of some terms; numbers and scalars go to `whole`."""
        chain: list[Any] = []
        for term in terms:
            self._absorb(whole, Product(S.Zero) if is_zero(term) else as_product(term), chain)
        return chain

    def _cut(self, whole: Product, chain: Sequence[Any]) -> list[Any]:
        """The pieces that are no scalars, one after the other; scalars go to `whole`."""
        kept: list[Any] = []
        for piece in pieces(chain):
            rows, cols = piece[0].shape[0], piece[-1].shape[1]
            merged = self._merged(whole, piece) if len(piece) > 1 else piece
            if rows is S.One and cols is S.One:
                self._absorb(whole, self._scalar(merged), [])
            else:
                kept += merged
        if len(kept) > 1:
            kept = [f for f in kept if not isinstance(f, Identity)] or kept[:1]
        return kept

    def _merged(self, whole: Product, piece: list[Any]) -> list[Any]:
        """Neighbours cancelled or merged; of a product that is zero, anything."""
        rows, cols = piece[0].shape[0], piece[-1].shape[1]
        piece = [f for f in piece if not isinstance(f, Identity)]
        k = 0
        while k + 1 < len(piece):
            found = self._neighbours(piece, k)
            if found is None:
                k += 1
            else:
                start, end, new = found
                piece[start:end] = [f for f in self._links(whole, *new) if not isinstance(f, Identity)]
                k = max(0, start - 1)
        if whole.coefficient is S.Zero:
            return []
        if piece and cols is S.One:
            piece = self._column(whole, piece)
        elif piece and rows is S.One:
            turned = self._column(whole, self._links(whole, *(self.turned(f) for f in reversed(piece))))
            piece = self._links(whole, *(self.turned(f) for f in reversed(turned)))
        return piece or ([] if rows == cols == 1 else [identity(rows)])

    def _neighbours(self, piece: list[Any], k: int) -> tuple[int, int, list[Any]] | None:
        """Where the factors number `k` and `k + 1` merge with each other: the span that goes, and what comes."""
        a, b = piece[k], piece[k + 1]
        if (inside := self._inverted(a)) and inside == piece[k + 1:k + 1 + len(inside)]:
            return k, k + 1 + len(inside), []
        if inside := self._inverted(b):
            start = k + 1 - len(inside)
            return (start, k + 2, []) if start >= 0 and inside == piece[start:k + 1] else None
        if (v := operands_of(a, "diag")) and (w := operands_of(b, "diag")):
            return k, k + 2, [self.diagonal(self.hadamard(v[0], w[0]))]
        pair, other, stacked = operands_of(a, "kron"), operands_of(b, "kron"), operands_of(b, "vec")
        if pair and stacked and shape_of(stacked[0]) == (shape_of(pair[1])[1], shape_of(pair[0])[1]):
            return k, k + 2, [self.stacked(self.product(pair[1], stacked[0], self.turned(pair[0])))]
        if pair and other and all(shape_of(p)[1] == shape_of(q)[0] for p, q in zip(pair, other, strict=True)):
            return k, k + 2, [self.kronecker(*(self.product(p, q) for p, q in zip(pair, other, strict=True)))]
        return None

    def _inverted(self, factor: Any) -> list[Any]:
        """The factors whose product an inverse, or its transpose, undoes; none for other factors."""
        if isinstance(factor, Inverse):
            return list(links(factor.args[0]))
        if isinstance(factor, Transpose) and isinstance(factor.args[0], Inverse):
            return list(links(self.turned(factor.args[0].args[0])))
        return []

    def kronecker(self, a: Any, b: Any) -> Any:
        """kron(A, B), numbers taken out."""
        if is_zero(a) or is_zero(b):
            return zeros(*shape_of(apply("kron", a, b)))
        if is_scalar(a) or is_scalar(b):
            return self.product(a, b)
        parts = as_product(a), as_product(b)
        plain = apply("kron", *(Product(chain=p.chain).term() for p in parts))
        return self.product(*(Product(p.coefficient, p.scalars).term() for p in parts), plain)

    def stacked(self, a: Any) -> Any:
        """vec(A); of a row or column, the column."""
        rows, cols = shape_of(a)
        if cols == 1:
            return a
        if rows == 1:
            return self.turned(a)
        return zeros(rows * cols) if is_zero(a) else apply("vec", a)

    def _column(self, whole: Product, piece: list[Any]) -> list[Any]:
        """diag(v)*A*w = v.*(A*w), the last diagonal first."""
        for k in range(len(piece) - 2, -1, -1):
            if (v := operands_of(piece[k], "diag")) is not None:
                tail = self._links(whole, self.hadamard(v[0], self.product(*piece[k + 1:])))
                return self._column(whole, [*piece[:k], *tail])
        return piece

    def _scalar(self, piece: list[Any]) -> Product:
        """A row times a column."""
        if len(piece) < 2:
            return as_product(piece[0]) if piece else Product()
        left, right = piece[0], piece[-1]
        if is_ones(left):
            return as_product(self.total(self.product(*piece[1:])))
        if is_ones(right):
            return as_product(self.total(self.turned(self.product(*piece[:-1]))))
        for first, rest in ((left, piece[1:]), (right, [self.turned(f) for f in reversed(piece[:-1])])):
            unit = operands_of(first.args[0] if isinstance(first, Transpose) else first, "unit")
            if unit is not None and rest:
                return self.entry(self.product(*rest), unit[0], S.One)
        found = Product()
        chain: list[Any] = []
        for f in piece:
            self._absorb(found, as_product(f), chain)
        flipped = tuple(self.turned(f) for f in reversed(chain))
        if len(chain) == 2 and self._divides(*chain):
            return as_product(self.total(self.hadamard(self.turned(chain[0]), chain[1])))
        best = min((tuple(chain), flipped), key=lambda c: sum(map(length, c)))
        best = self.first_written(("scalar", frozenset((tuple(chain), flipped))), best)
        found.times_scalar(Product(chain=best).term() if len(best) > 1 else best[0], S.One)
        return found

    def _divides(self, row: Any, column: Any) -> bool:
        """Whether one of two factors has the other as a divisor."""
        left = self.turned(row)
        return self.cancels and (left in divisors(column) or column in divisors(left))

    def entry(self, a: Any, i: Any, j: Any) -> Product:
        """A[i, j], numbers taken out."""
        part = as_product(a)
        inner = part.chain
        found = Product(part.coefficient, dict(part.scalars))
        if inner:
            found.times_scalar(apply("entry", Product(chain=inner).term(), i, j), S.One)
        return found

    def _softmax(self, whole: Product) -> None:
        """exp(v)/sum(exp(v)) = softmax(v), wherever exp(v) stands in the chain."""
        for base, exponent in list(whole.scalars.items()):
            weights = operands_of(base, "sum")
            if weights is None or exponent >= 0 or operands_of(weights[0], "exp") is None or weights[0].shape[1] != 1:
                continue
            soft = apply("softmax", weights[0].operands[0])
            chain = list(whole.chain)
            for k, link in enumerate(chain):
                if whole.scalars.get(base, 0) < 0 and (new := self._softened(link, weights[0], soft)) is not None:
                    chain[k] = new
                    whole.times_scalar(base, S.One)
            whole.chain = tuple(chain)

    def _softened(self, link: Any, weights: Any, soft: Any) -> Any:
        if link == weights:
            return soft
        if isinstance(link, Transpose) and link.args[0] == weights:
            return self.turned(soft)
        if (v := operands_of(link, "diag")) and (new := self._softened(v[0], weights, soft)) is not None:
            return self.diagonal(new)
        if (pair := operands_of(link, "hadamard")) is not None:
            for k in (0, 1):
                if (new := self._softened(pair[k], weights, soft)) is not None:
                    return apply("hadamard", *(new if i == k else p for i, p in enumerate(pair)))
        return None


def pieces(chain: Sequence[Any]) -> list[list[Any]]:
    """The chain cut wherever the size between two factors is 1."""
    found: list[list[Any]] = [[]]
    for factor in chain:
        found[-1].append(factor)
        if factor.shape[1] is S.One:
            found.append([])
    return [piece for piece in found if piece]


def is_zero(term: Any) -> bool:
    """Whether a term is the number 0 or a matrix of zeros."""
    return isinstance(term, ZeroMatrix) or bool(term.is_Number and term.is_zero)


def is_ones(term: Any) -> bool:
    """Whether a term is a row or column of ones."""
    return isinstance(term, OneMatrix) and 1 in term.shape

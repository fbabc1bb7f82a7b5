"""Transposes, traces, sums of entries, diagonals of simplified terms.

Transposes are pushed to the leaves of products; a sum keeps its own unless that is shorter. What equals its transpose
drops it: symbols known to be symmetric, X'*X, A + A', inverses and entrywise products of symmetric terms.
"""

from __future__ import annotations

from typing import Any

from sympy import Identity, Inverse, MatAdd, MatrixSymbol, OneMatrix, S, Transpose, ZeroMatrix

from symbolic.calculus.chains import Chains, is_zero, pieces
from symbolic.calculus.products import Product, as_product, length
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import add, identity, inverse, ones, transpose, zeros

ENTRYWISE = frozenset({"exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "abs", "relu", "step", "sign", "powers"})


class Readings(Chains):
    """What is read off a matrix."""

    def turned(self, term: Any) -> Any:
        """The transpose."""
        if is_scalar(term):
            return term
        turned = self._turned.get(term)
        if turned is None:
            turned = self._turned[term] = self._turn(term)
        return turned

    def _turn(self, term: Any) -> Any:
        if term in self.symmetric:
            return term
        if isinstance(term, MatrixSymbol):
            return transpose(term)
        if isinstance(term, Transpose):
            return term.args[0]
        if isinstance(term, OneMatrix | ZeroMatrix):
            return (ones if isinstance(term, OneMatrix) else zeros)(*term.shape[::-1])
        if isinstance(term, MatAdd):
            return self._turn_sum(term)
        if isinstance(term, Identity) or operands_of(term, "diag") is not None:
            return term
        if isinstance(term, Inverse):
            inner = self.turned(term.args[0])
            if inner == term.args[0]:
                return term
            return inverse(inner) if length(inner) < length(term.args[0]) else transpose(term)
        if isinstance(term, Application):
            return self._turn_application(term)
        part = as_product(term)
        if len(part.chain) == 1 and part.chain[0] == term:
            return transpose(term)
        part.chain = tuple(x for f in reversed(part.chain) for x in as_product(self.turned(f)).chain)
        return part.term()

    def _turn_sum(self, term: Any) -> Any:
        turned = [self.turned(a) for a in term.args]
        if set(turned) == set(term.args):
            return term
        new = add(*turned)
        return new if length(new) <= length(term) else transpose(term)

    def _turn_application(self, term: Any) -> Any:
        name, operands = term.operator.name, term.operands
        if name in ENTRYWISE | {"hadamard", "kron", "pinv", "expm"}:
            turned = [self.turned(a) for a in operands]
            if tuple(turned) == operands or (name == "hadamard" and set(turned) == set(operands)):
                return term
            if length(new := apply(name, *turned)) <= length(term):
                return new
            if name == "kron":
                return new
        return transpose(term)

    def is_symmetric(self, term: Any) -> bool:
        """Whether a term is seen to equal its transpose."""
        return bool(self.turned(term) == term)

    def total(self, a: Any) -> Any:
        """The sum of all entries."""
        part = as_product(a)
        if not part.chain or is_zero(a):
            return S.Zero if is_zero(a) else part.term()
        cut = pieces(part.chain)
        numbers = [self._total_of(piece) for piece in cut]
        return self.product(Product(part.coefficient, part.scalars).term(), *numbers)

    def _total_of(self, piece: list[Any]) -> Any:
        if len(piece) > 1:
            return apply("sum", Product(chain=tuple(piece)).term())
        only = piece[0].args[0] if isinstance(piece[0], Transpose) else piece[0]
        if isinstance(only, OneMatrix):
            return self.product(*only.shape)
        if isinstance(only, Identity):
            return only.shape[0]
        if (v := operands_of(only, "diag") or operands_of(only, "vec")) is not None:
            return self.total(v[0])
        if operands_of(only, "unit") is not None or operands_of(only, "softmax") is not None:
            return S.One
        if (pair := operands_of(only, "hadamard")) is not None and 1 in only.shape:
            left, right = (p if shape_of(p)[1] == 1 else self.turned(p) for p in pair)
            return self.product(self.turned(left), right)
        return apply("sum", only)

    def trace(self, a: Any) -> Any:
        """The trace."""
        if is_scalar(a) or is_zero(a):
            return S.Zero if is_zero(a) else a
        part = as_product(a)
        scalars = Product(part.coefficient, part.scalars).term()
        chain = part.chain
        for k, factor in enumerate(chain):
            if factor.shape[0] == 1 or factor.shape[1] == 1:
                cut = k if factor.shape[0] == 1 else k + 1
                return self.product(scalars, *chain[cut:], *chain[:cut])
        if len(chain) == 1:
            return self.product(scalars, self._trace_of(chain[0]))
        walks = [w[k:] + w[:k] for w in (chain, self._flipped(chain)) for k in range(len(chain))]
        best = min(walks, key=lambda w: sum(isinstance(f, Transpose) for f in w))
        best = self.first_written(("trace", frozenset(walks)), best)
        return self.product(scalars, apply("tr", Product(chain=best).term()))

    def _flipped(self, chain: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(self.turned(f) for f in reversed(chain))

    def _trace_of(self, only: Any) -> Any:
        if isinstance(only, Transpose):
            return self._trace_of(only.args[0])
        if isinstance(only, Identity):
            return only.shape[0]
        if (v := operands_of(only, "diag")) is not None:
            return self.total(v[0])
        if (pair := operands_of(only, "kron")) is not None and all(p.shape[0] == p.shape[1] for p in pair):
            return self.product(self.trace(pair[0]), self.trace(pair[1]))
        return apply("tr", only)

    def inner(self, a: Any, b: Any) -> Any:
        """sum(A .* B), in the shortest notation."""
        if is_scalar(a) or is_zero(a) or is_zero(b):
            return S.Zero if is_zero(a) or is_zero(b) else self.product(a, b)
        if shape_of(a)[1] == 1:
            return self.product(self.turned(a), b)
        if shape_of(a)[0] == 1:
            return self.product(a, self.turned(b))
        parts = as_product(a), as_product(b)
        chains = [p.chain for p in parts]
        if any(len(c) == 1 and operands_of(c[0], "hadamard") for c in chains) and not any(
            len(pieces(c)) > 1 for c in chains
        ):
            return self.total(self.hadamard(a, b))
        return self.trace(self.product(self.turned(a), b))

    def diagonal(self, v: Any) -> Any:
        """diag(v)."""
        part = as_product(v)
        if is_zero(v):
            return zeros(shape_of(v)[0], shape_of(v)[0])
        if not part.chain:
            return v
        whole = Product(chain=part.chain).term()
        only = part.chain[0]
        link = identity(only.shape[0]) if len(part.chain) == 1 and isinstance(only, OneMatrix) else apply("diag", whole)
        return self.product(Product(part.coefficient, part.scalars).term(), link)

    def diagonal_of(self, a: Any) -> Any:
        """diagv(A)."""
        if is_scalar(a):
            return a
        if is_zero(a):
            return zeros(a.shape[0])
        part = as_product(a)
        return self.product(Product(part.coefficient, part.scalars).term(), self._diagonal_of(part.chain))

    def _diagonal_of(self, chain: tuple[Any, ...]) -> Any:
        cut = pieces(chain)
        if len(cut) == 2:
            left, right = (self.product(*piece) for piece in cut)
            return self.hadamard(left, self.turned(right))
        for k, side in ((0, chain[1:]), (-1, chain[:-1])):
            if (v := operands_of(chain[k], "diag")) is not None:
                return self.hadamard(v[0], self._diagonal_of(side)) if side else v[0]
        if len(chain) == 1:
            if isinstance(chain[0], Identity):
                return ones(chain[0].shape[0])
            if (pair := operands_of(chain[0], "hadamard")) is not None:
                return self.hadamard(*(self.diagonal_of(p) for p in pair))
            if isinstance(chain[0], MatAdd):
                return self.plus(*(self.diagonal_of(a) for a in chain[0].args))
        return apply("diagv", Product(chain=chain).term())

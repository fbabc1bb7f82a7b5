"""Simplified terms: `Algebra` builds them, `simplify` turns any term into one.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)
>>> Algebra().simplify(X.T*X*w + (w.T*X.T*X).T - 2*X.T*t)
2*X.T*(X*w - t)
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Inverse, MatAdd, MatMul, MatPow, Mul, Pow, S, Transpose

from symbolic.calculus.products import as_product
from symbolic.calculus.sums import Sums
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.substitution import BINDERS
from symbolic.language.terms import identity, inverse, power


class Algebra(Sums):
    """All operations on simplified terms."""

    def simplify(self, term: Any) -> Any:
        """A term with the same value wherever it is defined, in short notation."""
        known: dict[Any, Any] = {}

        def walk(here: Any) -> Any:
            if here not in known:
                known[here] = self._rebuilt(here, walk)
            return known[here]

        return walk(term)

    def _rebuilt(self, term: Any, walk: Any) -> Any:
        if isinstance(term, Application):
            return self._applied(term, walk)
        if isinstance(term, MatAdd | Add):
            return self.plus(*map(walk, term.args))
        if isinstance(term, MatMul | Mul):
            return self.product(*map(walk, term.args))
        if isinstance(term, Transpose):
            return self.turned(walk(term.args[0]))
        if isinstance(term, Inverse):
            return self.inverse(walk(term.args[0]))
        if isinstance(term, Pow | MatPow) and term.args[1].is_Rational:
            base = walk(term.args[0])
            return self.scalar_power(base, term.args[1]) if is_scalar(base) else self.matrix_power(base, term.args[1])
        return term

    def _applied(self, term: Any, walk: Any) -> Any:
        name, operands = term.operator.name, term.operands
        if name in BINDERS:
            return term
        parts = tuple(walk(a) for a in operands)
        match name:
            case "hadamard":
                return self.hadamard(*parts)
            case "powers" if parts[1].is_Rational:
                return self.powers(*parts)
            case "sqrt":
                return self.powers(parts[0], S.Half)
            case "diag":
                return self.diagonal(parts[0])
            case "diagv":
                return self.diagonal_of(parts[0])
            case "sum":
                return self.total(parts[0])
            case "tr":
                return self.trace(parts[0])
            case "entry" if parts[2] == 1:
                return self.entry(*parts).term()
            case "kron":
                return self.kronecker(*parts)
            case "vec":
                return self.stacked(parts[0])
            case "norm":
                return self.norm(parts[0])
            case _:
                return term if parts == operands else apply(name, *parts)

    def norm(self, a: Any) -> Any:
        """norm(A); that of vec(A) is that of A."""
        inner = operands_of(a, "vec")
        return apply("norm", a if inner is None else inner[0])

    def inverse(self, a: Any) -> Any:
        """The inverse: numbers taken out, that of a Kronecker product and of a product of square factors apart."""
        if is_scalar(a):
            return self.scalar_power(a, S.NegativeOne)
        part = as_product(a)
        scalar = self.product(part.coefficient, *(self.scalar_power(b, e) for b, e in part.scalars.items()))
        if scalar != 1:
            return self.product(self.scalar_power(scalar, S.NegativeOne), self.inverse(self.product(*part.chain)))
        if (pair := operands_of(a, "kron")) is not None and all(p.shape[0] == p.shape[1] for p in pair):
            return apply("kron", *map(self.inverse, pair))
        if isinstance(a, Inverse):
            return a.args[0]
        return a if a == identity(a.shape[0]) else inverse(a)

    def matrix_power(self, base: Any, exponent: Any) -> Any:
        """A square matrix to a power."""
        if exponent.is_Integer and 0 < exponent <= 8:
            return self.product(*[base] * int(exponent))
        if exponent.is_Integer and -8 <= exponent < 0:
            return self.product(*[self.inverse(base)] * -int(exponent))
        return power(base, exponent)

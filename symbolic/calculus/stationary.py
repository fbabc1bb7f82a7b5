"""Stationary points, solved for where the gradient is affine in the variable.

For a vector the condition is A*x = b with A the Hessian: x = A^-1*b. For a matrix it is L*X*R = C: X = L^-1*C*R^-1.
That the inverses exist is proved from the hypotheses (X'*X is invertible where X has full column rank), or else is a
hypothesis that the result needs.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> from symbolic.language.statements import has
>>> n, d = dimensions("n d")
>>> X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)
>>> stationary_point(apply("norm", X*w - t)**2/n, w, [has("full column rank", X)])
(X.T*X)**(-1)*X.T*t
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Basic, MatAdd, S

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.derivative import SECONDS, algebra_of, differentiate
from symbolic.calculus.linear_map import jacobian_term
from symbolic.calculus.products import Product, as_product
from symbolic.calculus.rules import CalculusError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Implication, equals, has, relation
from symbolic.language.substitution import substitute, symbols_in
from symbolic.language.terms import identity, zeros
from symbolic.provers.prover import prove


@dataclass(frozen=True, slots=True)
class Stationary:
    """The point `term` where the gradient of f by x is 0.

    `theorem`: the gradient is 0 there. `unique`: where it is 0, x is that point (None where that was not proved).
    `matrices`: what has to be invertible. `needs`: what of that does not follow from the hypotheses; the theorems
    stand under the hypotheses and `needs`.
    """

    f: Any
    x: Any
    gradient: Any
    term: Any
    theorem: Theorem
    unique: Theorem | None
    matrices: tuple[Any, ...]
    needs: tuple[Basic, ...]


def stationary_point(f: Any, x: Any, hypotheses: Sequence[Basic] = ()) -> Any:
    """The point where the gradient of f by x is 0. Raises CalculusError where its inverses need not exist."""
    found = stationary(f, x, hypotheses)
    if found.needs:
        raise CalculusError(f"the stationary point {found.term} needs {', '.join(map(str, found.needs))}")
    return found.term


def stationary(f: Any, x: Any, hypotheses: Sequence[Basic] = (), *, seconds: float = SECONDS) -> Stationary:
    """The point where the gradient is 0, with its theorems and what it needs. Raises CalculusError."""
    algebra = algebra_of(hypotheses)
    gradient = differentiate("grad", f, x, hypotheses, seconds=seconds).term
    left, right = coefficients(algebra, gradient, x)
    constant = algebra.simplify(substitute(gradient, {x: zeros(*shape_of(x))}))
    left, constant = _cleared(algebra, left, constant)
    inverses = [algebra.inverse(a) for a in (left, right)]
    term = algebra.product(S.NegativeOne, inverses[0], constant, inverses[1])
    matrices = tuple(m for a in (left, right) for m in _to_invert(a))
    needs = tuple(m for m in map(_invertible, matrices) if prove(hypotheses, m, seconds=seconds).theorem is None)
    given = (*hypotheses, *needs)
    zero = zeros(*shape_of(x))
    proof = prove(given, equals(substitute(gradient, {x: term}), zero), seconds=seconds)
    if proof.theorem is None:
        raise CalculusError(f"no proof that the gradient {gradient} is 0 at {x} = {term}")
    only = prove(given, Implication(equals(apply("grad", f, x), zero), equals(x, term)), seconds=seconds)
    return Stationary(f, x, gradient, term, proof.theorem, only.theorem, matrices, needs)


def coefficients(a: Algebra, gradient: Any, x: Any) -> tuple[Any, Any]:
    """L and R with gradient = L*x*R + constant. Raises CalculusError where the gradient is not of that form."""
    if shape_of(x)[1] == 1:
        matrix = jacobian_term(a, gradient, x)
        if matrix is None or x in symbols_in(matrix):
            raise CalculusError(f"the gradient {gradient} is not affine in {x}")
        return matrix, S.One
    pairs = _sides(a, gradient, x)
    by_right: dict[Any, list[Any]] = {}
    for left, right in pairs:
        by_right.setdefault(right, []).append(left)
    if len(by_right) == 1:
        ((right, lefts),) = by_right.items()
        return a.plus(*lefts), right
    if len({left for left, _ in pairs}) == 1:
        return pairs[0][0], a.plus(*by_right)
    raise CalculusError(f"the gradient {gradient} is not of the form L*{x}*R + C")


def _sides(a: Algebra, term: Any, x: Any) -> list[tuple[Any, Any]]:
    """Pairs (L, R) with term = sum of L*x*R, up to what is free of x."""
    if x not in symbols_in(term):
        return []
    rows, cols = map(identity, shape_of(x))
    if term == x:
        return [(rows, cols)]
    if isinstance(term, MatAdd | Add):
        return [pair for part in term.args for pair in _sides(a, part, x)]
    part = as_product(term)
    moving = [k for k, link in enumerate(part.chain) if x in symbols_in(link)]
    if len(moving) != 1 or any(x in symbols_in(base) for base in part.scalars) or part.chain[moving[0]] == term:
        raise CalculusError(f"{term} is not of the form L*{x}*R + C")
    k = moving[0]
    front = Product(part.coefficient, part.scalars).term()
    before = a.product(front, *part.chain[:k]) if k else a.product(front, rows)
    after = a.product(*part.chain[k + 1:]) if k + 1 < len(part.chain) else cols
    return [(a.product(before, left), a.product(right, after)) for left, right in _sides(a, part.chain[k], x)]


def _cleared(a: Algebra, left: Any, constant: Any) -> tuple[Any, Any]:
    """Both sides times what the summands of the left one are divided by."""
    parts = a.summands(left)
    worst: dict[Any, Any] = {}
    for part in parts if len(parts) > 1 else ():
        for base, exponent in part.scalars.items():
            worst[base] = min(worst.get(base, S.Zero), exponent)
    factor = Product(scalars={base: -exponent for base, exponent in worst.items() if exponent < 0}).term()
    if factor == 1:
        return left, constant
    return a.plus(*(a.product(factor, p.term()) for p in parts)), a.product(factor, constant)


def _to_invert(matrix: Any) -> list[Any]:
    """What must be invertible for a matrix to be: the matrix without its numbers, and numbers that may be 0."""
    if matrix == 1:
        return []
    part = as_product(matrix)
    chain = Product(chain=part.chain).term() if part.chain else None
    found = [] if chain is None or chain == identity(chain.shape[0]) else [chain]
    return found + [base for base in part.scalars if not base.is_positive]


def _invertible(m: Any) -> Basic:
    return relation(m, "!=", 0) if is_scalar(m) else has("invertible", m)

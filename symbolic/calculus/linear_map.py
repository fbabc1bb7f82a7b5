"""Matrices of linear maps: from J'u, for a column u that stands for any vector, to J.

The term is linear in u, and its matrix is read off: u -> I, A*L -> A*lin(L), a.*L -> diag(a)*lin(L),
(b'*L)*a -> a*(b'*lin(L)), sum(L) -> 1'*lin(L). Jacobians have entries df_i/dx_j; the Hessian is the Jacobian of the
gradient.

>>> from symbolic.language.symbols import dimension, vector
>>> from symbolic.language.operator import apply
>>> x = vector("x", dimension("n"))
>>> jacobian_term(Algebra(), apply("softmax", x), x)
diag(softmax(x)) - softmax(x)*softmax(x).T
"""

from __future__ import annotations

from typing import Any

from sympy import Add, MatAdd, MatMul, S, Transpose

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.products import Product, as_product, links
from symbolic.calculus.reverse import adjoints
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.substitution import symbols_in
from symbolic.language.symbols import scalar, vector
from symbolic.language.terms import identity, ones, zeros


def jacobian_term(a: Algebra, f: Any, x: Any) -> Any:
    """The Jacobian of a column (or scalar) by a column (or scalar); None where its matrix is not read off."""
    f = a.simplify(f)
    u = fresh("u", f, x)
    along = adjoints(a, f, u, [x])[x]
    transposed = matrix_of(a, along, u)
    return None if transposed is None else a.turned(transposed)


def hessian_term(a: Algebra, f: Any, x: Any) -> Any:
    """The Hessian of a scalar by a column; None where its matrix is not read off."""
    return jacobian_term(a, adjoints(a, a.simplify(f), S.One, [x])[x], x)


def fresh(name: str, f: Any, x: Any) -> Any:
    """A new symbol of the shape of a column f, whose name occurs neither in f nor in x."""
    taken = {s.name for s in symbols_in(f) | {x}}
    while name in taken:
        name += "_"
    return scalar(name) if is_scalar(f) else vector(name, shape_of(f)[0])


def matrix_of(a: Algebra, term: Any, u: Any) -> Any:
    """L with term = L*u, for a column (or scalar) `term` that is linear in `u`; None where it is not read off."""
    rows, size = shape_of(term)[0], shape_of(u)[0]
    if term == u:
        return identity(size)
    if u not in symbols_in(term):
        zero = getattr(term, "is_ZeroMatrix", False) or term == 0
        return zeros(rows, size) if zero else None
    if isinstance(term, Add | MatAdd):
        found = [matrix_of(a, part, u) for part in term.args]
        return None if any(f is None for f in found) else a.plus(*found)
    if (pair := operands_of(term, "hadamard")) is not None:
        return _of_hadamard(a, pair, u)
    if (held := operands_of(term, "sum")) is not None and shape_of(held[0])[1] == 1:
        inner = matrix_of(a, held[0], u)
        return None if inner is None else a.product(ones(1, shape_of(held[0])[0]), inner)
    return _of_product(a, term, u)


def _of_hadamard(a: Algebra, pair: Any, u: Any) -> Any:
    for part, other in (pair, pair[::-1]):
        if u not in symbols_in(other):
            inner = matrix_of(a, part, u)
            return None if inner is None else a.product(a.diagonal(other), inner)
    return None


def _of_product(a: Algebra, term: Any, u: Any) -> Any:
    part = as_product(term)
    if part.scalars.get(term) == 1:
        return _of_form(a, term, u)
    linear = [base for base in part.scalars if u in symbols_in(base)]
    moving = [k for k, link in enumerate(part.chain) if u in symbols_in(link)]
    if len(linear) == 1 and not moving and part.scalars[linear[0]] == 1:
        inner = matrix_of(a, linear[0], u)
        part.times_scalar(linear[0], S.NegativeOne)
        return None if inner is None else a.product(part.term(), inner)
    if not linear and moving == [len(part.chain) - 1] and part.chain[-1] != term:
        inner = matrix_of(a, part.chain[-1], u)
        front = Product(part.coefficient, part.scalars, part.chain[:-1])
        return None if inner is None else a.product(front.term(), inner)
    return None


def _of_form(a: Algebra, term: Any, u: Any) -> Any:
    """A row times a column."""
    if not isinstance(term, MatMul):
        return None
    chain = [link for factor in term.args for link in links(factor)]
    moving = [k for k, link in enumerate(chain) if u in symbols_in(link)]
    if moving == [0]:
        chain = [link for f in reversed(chain) for link in links(a.turned(f))]
    elif moving != [len(chain) - 1]:
        return None
    last = chain[-1]
    if isinstance(last, Transpose) and shape_of(last)[1] != 1:
        return None
    inner = matrix_of(a, last, u)
    return None if inner is None else a.product(*chain[:-1], inner)

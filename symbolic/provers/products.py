"""Products and sums of a term as the rules of existence see them: factors in order, transposes at the factors,
numbers apart.
"""

from __future__ import annotations

from typing import Any

from sympy import Add as ScalarAdd
from sympy import Identity, Inverse, MatAdd, MatMul, MatPow, Mul, Transpose

from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import add, inverse, multiply, transpose


def split_scalars(a: Any) -> tuple[Any, list[Any]]:
    """The scalar factor of a product (None if there is none) and its matrix factors in order."""
    if isinstance(a, Transpose) and isinstance(a.args[0], MatMul):
        a = turned(a.args[0])
    if not isinstance(a, MatMul | Mul):
        return None, [a]
    flat = [part for f in a.args for part in (turned(f.args[0]).args if _is_turned_product(f) else (f,))]
    scalars = [f for f in flat if is_scalar(f)]
    factors = [f for f in flat if not is_scalar(f)]
    if not factors:
        return None, list(a.args)
    return (multiply(*scalars) if scalars else None), factors


def is_symbolic_power(a: Any) -> bool:
    """Whether a matrix is a power whose exponent is not a number."""
    return isinstance(a, MatPow) and not isinstance(a, Inverse) and not a.args[1].is_Number


def _is_turned_product(factor: Any) -> bool:
    return isinstance(factor, Transpose) and isinstance(factor.args[0], MatMul)


def turned(a: Any) -> Any:
    """The transpose, with transposes at the factors: (A*B)' is B'*A'."""
    if isinstance(a, Transpose):
        return a.args[0]
    if is_scalar(a) or isinstance(a, Identity):
        return a
    if isinstance(a, MatAdd):
        return add(*map(turned, a.args))
    if isinstance(a, MatMul):
        scalars = [f for f in a.args if is_scalar(f)]
        return multiply(*scalars, *(turned(f) for f in reversed(a.args) if not is_scalar(f)))
    if isinstance(a, Inverse) and isinstance(a.args[0], Transpose | MatMul | MatAdd):
        return inverse(turned(a.args[0]))
    return transpose(a)


def scalar_factors(c: Any) -> list[Any]:
    """The scalar factors of a scalar product; matrices that multiply to a scalar, as x'*A*y, count as one."""
    if not isinstance(c, MatMul | Mul):
        return [c]
    found = [f for f in c.args if is_scalar(f)]
    chunk: list[Any] = []
    for factor in (f for f in c.args if not is_scalar(f)):
        chunk.append(factor)
        if shape_of(chunk[0])[0] == 1 and shape_of(factor)[1] == 1:
            found.append(multiply(*chunk))
            chunk = []
    return found + ([multiply(*chunk)] if chunk else [])


def summands(a: Any) -> list[Any]:
    """The terms of a sum."""
    return list(a.args) if isinstance(a, ScalarAdd | MatAdd) else [a]


def without(parts: list[Any], k: int) -> Any:
    """The sum of all parts but one."""
    return add(*(p for j, p in enumerate(parts) if j != k))


def cuts(a: Any) -> list[tuple[Any, Any]]:
    """The ways to write a product as u*v, the scalar factor with u."""
    number, factors = split_scalars(a)
    found = []
    for k in range(1, len(factors)):
        u, v = multiply(*factors[:k]), multiply(*factors[k:])
        found.append((u if number is None else multiply(number, u), v))
    return found

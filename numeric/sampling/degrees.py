"""Degrees of terms as fractions of polynomials in the entries of their symbols: what the Schwartz-Zippel bound needs.

A matrix counts as a matrix of numerators over one common denominator. An inverse is adjugate over determinant; a
derivative follows the quotient rule. Terms that are no such fractions (Moore-Penrose inverses, ranks, roots,
exponentials) have no degree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import (
    Add,
    Basic,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    Symbol,
    Transpose,
    ZeroMatrix,
)

from numeric.evaluator import Evaluator
from numeric.sampling.arithmetic import RATIONAL, size_at
from symbolic.language.operator import Application
from symbolic.language.operators.arrays import (
    Block,
    Diagonal,
    DiagonalVector,
    Entry,
    Hadamard,
    Kronecker,
    Series,
    Total,
    Unit,
    Vec,
)
from symbolic.language.operators.calculus import Directional, Gradient, Hessian, Jacobian
from symbolic.language.operators.entrywise import EntrywisePower
from symbolic.language.operators.spectral import Determinant, Trace
from symbolic.language.shapes import shape_of

Degrees = tuple[int, int]
"""Degree of the numerators and of the common denominator."""


def cleared(left: Any, right: Any, sizes: Mapping[Basic, int]) -> int | None:
    """A bound on the degree of left - right once denominators are cleared; None where it is no fraction of polynomials.

    >>> from symbolic.language.symbols import dimension, matrix
    >>> n = dimension("n")
    >>> A, B = matrix("A", n, n), matrix("B", n, n)
    >>> cleared((A*B).I, B.I*A.I, {n: 2})
    6
    """
    first, second = degrees(left, sizes), degrees(right, sizes)
    return None if first is None or second is None else max(first[0] + second[1], second[0] + first[1])


def degrees(node: Any, sizes: Mapping[Basic, int]) -> Degrees | None:
    """Numerator and denominator degrees of `node`; None where it is no fraction of polynomials."""
    if isinstance(node, Symbol | MatrixSymbol):
        return (0, 0) if node in sizes else (1, 0)
    if node.is_Number or isinstance(node, Identity | OneMatrix | ZeroMatrix):
        return 0, 0
    if isinstance(node, Application):
        return _applied(node, sizes)
    if isinstance(node, Pow | MatPow) and not isinstance(node, Inverse):
        return _power(node, node.args[0], node.args[1], sizes)
    parts = _known([degrees(a, sizes) for a in node.args])
    if parts is None:
        return None
    if isinstance(node, Add | MatAdd):
        return _sum(parts)
    if isinstance(node, Mul | MatMul):
        return _product(parts)
    if isinstance(node, Transpose):
        return parts[0]
    return _inverse(parts[0], size_at(shape_of(node)[0], sizes)) if isinstance(node, Inverse) else None


def _known(parts: Sequence[Degrees | None]) -> list[Degrees] | None:
    known = [p for p in parts if p is not None]
    return known if len(known) == len(parts) else None


def _sum(parts: Sequence[Degrees]) -> Degrees:
    common = sum(q for _, q in parts)
    return max(p + common - q for p, q in parts), common


def _product(parts: Sequence[Degrees]) -> Degrees:
    return sum(p for p, _ in parts), sum(q for _, q in parts)


def _inverse(inner: Degrees, n: int) -> Degrees:
    return (n - 1) * inner[0] + inner[1], n * inner[0]


def _power(node: Any, base: Any, exponent: Any, sizes: Mapping[Basic, int]) -> Degrees | None:
    inner, k = degrees(base, sizes), _whole(exponent, sizes)
    if inner is None or k is None:
        return None
    if k < 0:
        inner, k = _inverse(inner, size_at(shape_of(base)[0], sizes)), -k
    return k * inner[0], k * inner[1]


def _whole(term: Any, sizes: Mapping[Basic, int]) -> int | None:
    """A whole number that the sizes determine, such as an exponent or an index."""
    number = Evaluator(RATIONAL, sizes, {}, {}).number(term)
    return int(number) if number is not None and number.denominator == 1 else None


def _applied(node: Any, sizes: Mapping[Basic, int]) -> Degrees | None:
    operator, operands = node.operator, node.operands
    if isinstance(operator, Unit):
        return 0, 0
    if isinstance(operator, Series):
        return _series(operands, sizes)
    if isinstance(operator, EntrywisePower):
        return _entry_powers(operands, sizes)
    kept = operands[:1] if isinstance(operator, Entry) else operands[2:] if isinstance(operator, Block) else operands
    parts = _known([degrees(a, sizes) for a in kept])
    if parts is None:
        return None
    match operator:
        case Total() | Diagonal() | DiagonalVector() | Vec() | Trace() | Entry():
            return parts[0]
        case Hadamard() | Kronecker():
            return _product(parts)
        case Block():
            return _sum(parts)
        case Determinant():
            n = size_at(shape_of(operands[0])[0], sizes)
            return n * parts[0][0], n * parts[0][1]
        case Gradient() | Jacobian():
            return _derived(parts[0])
        case Hessian():
            return _derived(_derived(parts[0]))
        case Directional():
            return _product([_derived(parts[0]), parts[2]])
        case _:
            return None


def _derived(inner: Degrees) -> Degrees:
    return inner[0] + inner[1], 2 * inner[1]


def _series(operands: Sequence[Any], sizes: Mapping[Basic, int]) -> Degrees | None:
    f, index, *bounds = operands
    low, high = (_whole(b, sizes) for b in bounds)
    if low is None or high is None or high - low > 64:
        return None
    parts = _known([degrees(f, {**sizes, index: r}) for r in range(low, high + 1)])
    return None if parts is None else _sum(parts) if parts else (0, 0)


def _entry_powers(operands: Sequence[Any], sizes: Mapping[Basic, int]) -> Degrees | None:
    """Powers of entries: a reciprocal entry has its own denominator, so that the common one is their product."""
    inner, k = degrees(operands[0], sizes), _whole(operands[1], sizes)
    if inner is None or k is None:
        return None
    if k >= 0:
        return k * inner[0], k * inner[1]
    rows, cols = (size_at(d, sizes) for d in shape_of(operands[0]))
    return -k * (inner[1] + (rows * cols - 1) * inner[0]), -k * rows * cols * inner[0]

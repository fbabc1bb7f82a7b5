"""SymPy's own matrix derivative on our statements, judged at a point in floating point.

`classified(f, x, reference, points)` is "right", "wrong" (a value came back that is not the derivative),
"unevaluated" or "exception". A term is rebuilt from SymPy's own classes; a scalar made of matrices is given both as a
1 x 1 matrix expression and under a trace, and it counts as right where either is, as wrong where either is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

import numpy as np
import sympy
from sympy import Add, Lambda, MatAdd, MatMul, MatPow, Mul, Pow, Symbol
from sympy.matrices.expressions import (
    Determinant,
    DiagMatrix,
    HadamardPower,
    HadamardProduct,
    Identity,
    Inverse,
    KroneckerProduct,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Trace,
    Transpose,
    ZeroMatrix,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64
from symbolic.language.operator import Application
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.symbols import MatrixVariable, ScalarSymbol

TOLERANCE = 1e-6
U = Symbol("u", real=True)
ENTRYWISE: dict[str, Callable[[Any], Any]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tanh": sympy.tanh,
    "sqrt": sympy.sqrt,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "relu": lambda u: sympy.Max(u, 0),
    "step": sympy.Heaviside,
}
SCALAR_FUNCTIONS = {
    sympy.exp: np.exp, sympy.log: np.log, sympy.sin: np.sin, sympy.cos: np.cos, sympy.tanh: np.tanh,
    sympy.Abs: np.abs, sympy.sign: np.sign,
}  # fmt: skip


class NoCounterpartError(Exception):
    """A term that SymPy has no class for, or a result that is no matrix expression."""


def plain(term: Any, *, traced: bool) -> Any:
    """The term in SymPy's own classes, scalars of matrices under traces; the whole and its summands only where
    `traced`. Raises NoCounterpartError.
    """

    def walk(t: Any) -> Any:
        found = rebuilt(t, walk)
        return Trace(found) if is_scalar(t) and isinstance(found, MatrixExpr) else found

    summands = term.args if isinstance(term, MatAdd | Add) else (term,)
    bare = [rebuilt(t, walk) for t in summands]
    bare = [b.args[0] if isinstance(b, Trace) and b.args[0].shape == (1, 1) else b for b in bare]
    if traced or not all(isinstance(b, MatrixExpr) for b in bare):
        return walk(term)
    return reduce(add, bare)


def rebuilt(t: Any, walk: Callable[[Any], Any]) -> Any:
    """One node over its rebuilt parts."""
    if isinstance(t, MatrixVariable):
        return MatrixSymbol(t.name, *map(plain_size, shape_of(t)))
    if isinstance(t, ScalarSymbol):
        return Symbol(t.name, real=True)
    if isinstance(t, Application):
        return applied(t.operator.name, [walk(a) for a in t.operands], t)
    if isinstance(t, MatAdd | Add):
        return reduce(add, map(walk, t.args))
    if isinstance(t, MatMul | Mul):
        return reduce(mul, map(walk, t.args))
    if isinstance(t, Inverse):
        return Inverse(walk(t.args[0]))
    if isinstance(t, Transpose):
        return Transpose(walk(t.args[0]))
    if isinstance(t, MatPow | Pow):
        return walk(t.args[0]) ** walk(t.args[1])
    if isinstance(t, Identity | OneMatrix | ZeroMatrix):
        sizes = [plain_size(s) for s in t.shape]
        return Identity(sizes[0]) if isinstance(t, Identity) else type_of(t)(*sizes)
    return t


def type_of(t: Any) -> Any:
    """SymPy's class of a constant matrix."""
    return OneMatrix if isinstance(t, OneMatrix) else ZeroMatrix


def plain_size(size: Any) -> Any:
    """A size over SymPy's own symbols."""
    return size.subs({s: Symbol(s.name, integer=True, positive=True) for s in size.free_symbols})


def total(a: Any) -> Any:
    """The sum of all entries, under a trace."""
    if not isinstance(a, MatrixExpr):
        return a
    return Trace(OneMatrix(1, a.shape[0]) * a * OneMatrix(a.shape[1], 1))


def entrywise(function: Callable[[Any], Any], a: Any) -> Any:
    """A function of a number or of every entry."""
    return a.applyfunc(Lambda(U, function(U))) if isinstance(a, MatrixExpr) else function(a)


def applied(name: str, parts: list[Any], t: Any) -> Any:
    """An operator. Raises NoCounterpartError."""
    a = parts[0]
    if name in ENTRYWISE:
        return entrywise(ENTRYWISE[name], a)
    match name:
        case "tr":
            return Trace(a) if isinstance(a, MatrixExpr) else a
        case "det":
            return Determinant(a)
        case "logdet":
            return sympy.log(Determinant(a))
        case "norm":
            return sympy.sqrt(Trace(a.T * a))
        case "sum":
            return total(a)
        case "hadamard":
            both = all(isinstance(p, MatrixExpr) for p in parts)
            return HadamardProduct(*parts) if both else parts[0] * parts[1]
        case "powers":
            return HadamardPower(*parts) if isinstance(a, MatrixExpr) else a ** parts[1]
        case "diag":
            return DiagMatrix(a)
        case "kron":
            return KroneckerProduct(*parts)
        case "logsumexp":
            return sympy.log(total(entrywise(sympy.exp, a)))
        case "softmax":
            weights = entrywise(sympy.exp, a)
            return weights / total(weights)
    raise NoCounterpartError(f"{name} of {shape_of(t)}")


def classified(f: Any, x: Any, reference: Any, points: Sequence[Point]) -> str:
    """The better outcome of the two forms, each at all points."""
    order = ("right", "wrong", "unevaluated", "exception")
    forms = ([outcome(f, x, reference, point, traced=traced) for point in points] for traced in (False, True))
    return min(("wrong" if "wrong" in form else max(form, key=order.index) for form in forms), key=order.index)


def outcome(f: Any, x: Any, reference: Any, point: Point, *, traced: bool) -> str:
    """What SymPy makes of one form of one gradient, at a point. Raises EvaluationError."""
    wanted = evaluate(reference, point, Float64()).value
    try:
        found = plain(f, traced=traced).diff(plain(x, traced=traced))
    except Exception:  # whatever SymPy raises is the outcome
        return "exception"
    if found.has(sympy.Derivative):
        return "unevaluated"
    try:
        value = np.array(number(found, dict(values(point))), dtype=float)
    except Exception:  # an array expression, or a node that has no value as it stands
        return "unevaluated"
    if value.shape == () and wanted.shape != (1, 1) and value == 0:
        value = np.zeros(wanted.shape)
    same = value.size == wanted.size and np.allclose(value.reshape(wanted.shape), wanted, TOLERANCE, TOLERANCE)
    return "right" if same else "wrong"


def values(point: Point) -> Iterator[tuple[str, Any]]:
    """Arrays and numbers by name."""
    for symbol, size in point.sizes.items():
        yield str(symbol), size
    for symbol, rows in point.values.items():
        table = np.array([[float(v) for v in row] for row in rows])
        yield symbol.name, table if isinstance(symbol, MatrixVariable) else float(table[0, 0])


def number(t: Any, at: Mapping[str, Any]) -> Any:
    """The value of an expression of SymPy's. Raises NoCounterpartError, KeyError."""

    def of(part: Any) -> Any:
        return number(part, at)

    if isinstance(t, MatrixSymbol | Symbol):
        return at[t.name]
    if t.is_Number or t is sympy.pi:
        return float(t)
    if isinstance(t, Identity):
        return np.eye(int(of(t.shape[0])))
    if isinstance(t, OneMatrix | ZeroMatrix):
        return np.full([int(of(s)) for s in t.shape], 1.0 if isinstance(t, OneMatrix) else 0.0)
    if isinstance(t, MatAdd | Add):
        return reduce(np.add, map(of, t.args))
    if isinstance(t, MatMul | Mul):
        return reduce(lambda a, b: a @ b if np.ndim(a) and np.ndim(b) else a * b, map(of, t.args))
    if isinstance(t, HadamardProduct):
        return reduce(np.multiply, map(of, t.args))
    if isinstance(t, HadamardPower):
        return of(t.args[0]) ** of(t.args[1])
    if isinstance(t, ElementwiseApplyFunction):
        table = of(t.expr)
        entry = t.function.variables[0]
        return np.vectorize(lambda v: number(t.function.expr, {**at, entry.name: v}))(table)
    if isinstance(t, Inverse):
        return np.linalg.inv(of(t.args[0]))
    if isinstance(t, MatPow):
        return np.linalg.matrix_power(of(t.args[0]), int(t.args[1]))
    if isinstance(t, Pow):
        return of(t.args[0]) ** of(t.args[1])
    if isinstance(t, Transpose):
        return of(t.args[0]).T
    simple = {Trace: np.trace, Determinant: np.linalg.det, DiagMatrix: lambda v: np.diag(v[:, 0]), **SCALAR_FUNCTIONS}
    if type(t) in simple:
        return simple[type(t)](of(t.args[0]))
    if isinstance(t, KroneckerProduct):
        return reduce(np.kron, map(of, t.args))
    raise NoCounterpartError(type(t).__name__)

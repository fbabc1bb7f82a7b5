"""Plain SymPy expressions as terms of the language.

A user may hand in `MatrixSymbol`, `MatMul`, `Inverse`, `Trace`, `HadamardProduct`, `exp`, ... as SymPy builds them.
`adopt` turns every node
into its counterpart here, node by node. What SymPy has evaluated while building cannot be brought back:
`(X.T*X)*(X.T*X).I` is the identity
at once, and no rank is asked; `X - X` is zero. Declare symbols through `symbolic.language.symbols` to keep the term
that was written.

>>> from sympy import MatrixSymbol, Symbol, Trace
>>> n = Symbol("n", integer=True, positive=True)
>>> A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
>>> adopt(Trace(A*B.T)).operator.name
'tr'
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.assumptions import AppliedPredicate
from sympy.core.relational import Relational
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from symbolic.errors import LanguageError
from symbolic.language import terms
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import size
from symbolic.language.statements import Property, Statement, relation
from symbolic.language.substitution import subterms
from symbolic.language.symbols import MatrixVariable, ScalarSymbol

OPERATORS: dict[Any, str] = {
    sympy.Trace: "tr",
    sympy.Determinant: "det",
    sympy.matrices.expressions.hadamard.HadamardPower: "powers",
    sympy.DiagMatrix: "diag",
    sympy.DiagonalOf: "diagv",
    sympy.matrices.expressions.matexpr.MatrixElement: "entry",
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tanh: "tanh",
    sympy.Abs: "abs",
    sympy.sign: "sign",
    sympy.Max: "max",
    sympy.Min: "min",
}
CHAINS: dict[Any, str] = {sympy.HadamardProduct: "hadamard", sympy.KroneckerProduct: "kron"}
_SIGNS = {"==": "=", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


def adopt(value: Any) -> Any:
    """The term or statement of the language that `value` says. Raises LanguageError for a SymPy node without
    counterpart, ShapeError.
    """
    memo: dict[Any, Any] = {}

    def walk(here: Any) -> Any:
        if here not in memo:
            memo[here] = _adopted(here, walk)
        return memo[here]

    return walk(value)


def ours(value: Any) -> Any:
    """`value` itself where every node is one of the language, else `adopt(value)`."""
    foreign = any(
        isinstance(part, sympy.Expr)
        and not isinstance(part, terms.Term)
        and (part.args or isinstance(part, sympy.MatrixExpr))
        for part in subterms(value)
    )
    return adopt(value) if foreign else value


def _adopted(here: Any, walk: Any) -> Any:
    if isinstance(here, ScalarSymbol):
        return here
    if isinstance(here, MatrixVariable | terms.Eye | terms.Zeros | terms.Ones):
        return here
    if here.is_Symbol or here.is_Rational or here == sympy.pi:
        return here
    if isinstance(here, Application):
        return apply(here.operator.name, *map(walk, here.operands))
    kind = type(here)
    if isinstance(here, sympy.MatrixSymbol):
        return MatrixVariable(here.name, *(size(s) for s in here.shape))
    if kind in OPERATORS:
        name, arguments = OPERATORS[kind], [walk(a) for a in here.args]
        if name == "entry":
            arguments[1:] = [terms.add(index, 1) for index in arguments[1:]]
        return apply(name, *arguments)
    if kind in CHAINS:
        first, *rest = map(walk, here.args)
        for operand in rest:
            first = apply(CHAINS[kind], first, operand)
        return first
    if isinstance(here, ElementwiseApplyFunction):
        return _entrywise(here, walk)
    return _structure(here, walk)


def _entrywise(here: Any, walk: Any) -> Any:
    """A function applied to every entry: one of those above, of the entry itself."""
    body = here.function.expr
    if type(body) not in OPERATORS or tuple(body.args) != tuple(here.function.variables):
        raise LanguageError(f"{here.function} has no counterpart: expected one of exp, log, sin, cos, tanh, Abs, sign")
    return apply(OPERATORS[type(body)], walk(here.expr))


def _structure(here: Any, walk: Any) -> Any:
    builders: list[tuple[Any, Any]] = [
        (sympy.MatAdd, terms.add),
        (sympy.MatMul, terms.multiply),
        (sympy.Transpose, terms.transpose),
        (sympy.Inverse, terms.inverse),
        (sympy.MatPow, terms.power),
        (sympy.Add, terms.add),
        (sympy.Mul, terms.multiply),
        (sympy.Pow, terms.power),
    ]
    if isinstance(here, sympy.Inverse):
        return terms.inverse(walk(here.arg))
    for kind, build in builders:
        if isinstance(here, kind):
            return build(*map(walk, here.args))
    if isinstance(here, sympy.Identity):
        return terms.identity(here.shape[0])
    if isinstance(here, sympy.ZeroMatrix | sympy.OneMatrix):
        build = terms.zeros if isinstance(here, sympy.ZeroMatrix) else terms.ones
        return build(*here.shape)
    if isinstance(here, AppliedPredicate):
        return Property(here.function, *map(walk, here.arguments))
    if isinstance(here, Relational):
        left, right = map(walk, here.args)
        return relation(left, _SIGNS[here.rel_op], right)
    if isinstance(here, Statement | sympy.Tuple):
        return type(here)(*map(walk, here.args))
    if isinstance(here, sympy.core.symbol.Str):
        return here
    raise LanguageError(f"{here} ({type(here).__name__}) has no counterpart in the language")

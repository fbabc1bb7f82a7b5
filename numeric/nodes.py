"""What the nodes of the language mean at a point.

Every size is a number here, so a product multiplies from left to right and a factor that has become 1 x 1 scales.
Importing this module publishes the rules.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import (
    Add,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    Number,
    OneMatrix,
    Pow,
    S,
    Symbol,
    Transpose,
    ZeroMatrix,
)

from numeric.evaluator import Evaluator, Undefined, node, operator_rule, rule_for
from numeric.namespaces import Array, NotRepresentable
from symbolic.errors import EvaluationError
from symbolic.language.operator import Application, MatrixApplication, ScalarApplication
from symbolic.language.operators.arrays import Block, Entry, Series, Unit
from symbolic.language.operators.entrywise import EntrywisePower, SquareRoot
from symbolic.language.operators.spectral import Norm
from symbolic.language.shapes import is_scalar

MAX_SUMMANDS = 10_000


@node(ScalarApplication, MatrixApplication)
def _application(at: Evaluator, term: Any) -> Array:
    operator = term.operator
    rule = rule_for(operator)
    if rule is not None:
        return rule(at, term)
    return operator.evaluate(at.xp, *(at.value(a) for a in term.operands))


@node(Symbol, MatrixSymbol)
def _symbol(at: Evaluator, term: Any) -> Array:
    if term in at.values:
        return at.values[term]
    if term in at.sizes:
        return at.xp.constant(at.sizes[term])
    raise NotRepresentable(f"the point gives no value for {term}")


@node(Number)
def _number(at: Evaluator, term: Any) -> Array:
    if not term.is_Rational:
        raise NotRepresentable(f"{term} is no rational number")
    return at.xp.constant(int(term) if term.q == 1 else Fraction(int(term.p), int(term.q)))


@node(type(S.Pi))
def _pi(at: Evaluator, term: Any) -> Array:
    return at.xp.pi()


@node(Identity)
def _identity(at: Evaluator, term: Any) -> Array:
    return at.xp.identity(at.size(term.shape[0]))


@node(ZeroMatrix)
def _zeros(at: Evaluator, term: Any) -> Array:
    return at.xp.zeros(*at.shape(term))


@node(OneMatrix)
def _ones(at: Evaluator, term: Any) -> Array:
    return at.xp.ones(*at.shape(term))


@node(Add, MatAdd)
def _sum(at: Evaluator, term: Any) -> Array:
    first, *others = (at.value(a) for a in term.args)
    for other in others:
        first = at.xp.add(first, other)
    return first


@node(Mul, MatMul)
def _product(at: Evaluator, term: Any) -> Array:
    first, *others = (at.value(a) for a in term.args)
    for other in others:
        first = at.xp.product(first, other)
    return first


@node(Transpose)
def _transpose(at: Evaluator, term: Any) -> Array:
    return at.xp.transpose(at.value(term.args[0]))


@node(Inverse)
def _inverse(at: Evaluator, term: Any) -> Array:
    return at.xp.inverse(at.value(term.args[0]))


@node(Pow, MatPow)
def _power(at: Evaluator, term: Any) -> Array:
    base, exponent = term.args
    k = at.whole(exponent)
    if k is not None and k > 0 and k % 2 == 0 and (square := _square_of_root(at, base)) is not None:
        return at.xp.power(square, k // 2)
    if k is None and not is_scalar(base):
        raise NotRepresentable(f"{term}: a matrix to a power that is not whole")
    value = at.value(base)
    if at.xp.shape(value) == (1, 1):
        return at.xp.powers(value, k if k is not None else at.value(exponent))
    return at.xp.power(value, k if k is not None else 0)


def _square_of_root(at: Evaluator, base: Any) -> Array | None:
    """The square of a norm or a root without taking the root: exact, and differentiable at 0."""
    if not isinstance(base, Application):
        return None
    if isinstance(base.operator, Norm):
        a = at.value(base.operands[0])
        return at.xp.total(at.xp.hadamard(a, a))
    if isinstance(base.operator, SquareRoot):
        a = at.value(base.operands[0])
        if any(s == -1 for row in at.xp.signs(a) for s in row):
            raise Undefined("root of a negative number", base, at.xp.differential)
        return a
    return None


@operator_rule(Entry)
def _entry(at: Evaluator, term: Any) -> Array:
    a, i, j = term.operands
    return at.xp.entry(at.value(a), _index(at, i), _index(at, j))


@operator_rule(Unit)
def _unit(at: Evaluator, term: Any) -> Array:
    i, n = term.operands
    return at.xp.unit(_index(at, i), at.size(n))


@operator_rule(Block)
def _block(at: Evaluator, term: Any) -> Array:
    r, c, *blocks = term.operands
    return term.operator.evaluate(at.xp, int(r), int(c), *(at.value(b) for b in blocks))


@operator_rule(EntrywisePower)
def _powers(at: Evaluator, term: Any) -> Array:
    a, exponent = term.operands
    k = at.whole(exponent)
    return at.xp.powers(at.value(a), k if k is not None else at.value(exponent))


@operator_rule(Series)
def _series(at: Evaluator, term: Any) -> Array:
    f, r, a, b = term.operands
    low, high = _index(at, a), _index(at, b)
    if high - low >= MAX_SUMMANDS:
        raise NotRepresentable(f"{term} has {high - low + 1} summands")
    result = None
    for index in range(low, high + 1):
        inner = at.child(at.xp, {s: v for s, v in at.values.items() if s != r}, {**at.sizes, r: index})
        summand = inner.value(f)
        result = summand if result is None else at.xp.add(result, summand)
    return at.xp.zeros(*at.shape(f)) if result is None else result


def _index(at: Evaluator, term: Any) -> int:
    index = at.whole(term)
    if index is None:
        raise EvaluationError(f"the index {term} is no whole number")
    return index

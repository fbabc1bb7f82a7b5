"""The value of a term, node by node, in any array namespace.

An `Evaluator` holds what the symbols stand for and remembers the value of every sub-term. What a node means is looked
up by its type in the two tables below, which `@node` and `@operator_rule` fill; an operator that is in neither is
evaluated by its own `evaluate(xp, ...)`.

At a point every size is a number, so a product multiplies from left to right and a factor that has become 1 x 1 scales.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
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
    Ne,
    Number,
    OneMatrix,
    Pow,
    S,
    Symbol,
    Transpose,
    ZeroMatrix,
)

from numeric.namespaces import Array, Kink, Namespace, NotRepresentable
from symbolic.errors import EvaluationError
from symbolic.language.operator import Application, Operator, apply
from symbolic.language.operators.arrays import Block, Entry, Series, Unit
from symbolic.language.operators.entrywise import EntrywisePower, Log, SquareRoot
from symbolic.language.operators.spectral import LogDeterminant, Norm
from symbolic.language.statements import Distribution, has, relation
from symbolic.language.terms import is_scalar, shape_of

MAX_SIDE = 256
MAX_SUMMANDS = 10_000


class Undefined(EvaluationError):
    """A sub-term `term` without a value, for a `reason`; found while differentiating where `differential`."""

    def __init__(self, reason: str, term: Any, differential: bool = False) -> None:
        self.reason, self.term, self.differential = reason, term, differential
        super().__init__(reason)

    @property
    def condition(self) -> Any:
        """The statement under which `term` has a value, given that its operands have one; None where none can be
        named.
        """
        return _condition(self.term, self.differential)

    def __str__(self) -> str:
        condition = self.condition
        return f"{self.term}: {self.reason}" + ("" if condition is None else f"; expected {condition}")


class Evaluator:
    """Values of terms where the symbols stand for `sizes` (whole numbers) and `values` (arrays of `xp`).

    `laws` gives the laws of random symbols, for expectations.
    """

    def __init__(
        self,
        xp: Namespace,
        sizes: Mapping[Basic, int],
        values: Mapping[Basic, Array],
        laws: Mapping[Basic, Distribution],
        skew: int = 2,
    ) -> None:
        self.xp, self.sizes, self.values, self.laws, self.skew = xp, sizes, values, laws, skew
        self._known: dict[Basic, Array] = {}

    def value(self, term: Any) -> Array:
        """The value of `term`. Raises EvaluationError (Undefined with the sub-term, or Kink) or NotRepresentable."""
        known = self._known.get(term)
        if known is None:
            try:
                known = _rule_of(term)(self, term)
            except (Undefined, Kink):
                raise
            except EvaluationError as error:
                raise Undefined(str(error), term, self.xp.differential) from None
            self._known[term] = known
        return known

    def child(
        self, xp: Namespace, values: Mapping[Basic, Array], sizes: Mapping[Basic, int] | None = None
    ) -> Evaluator:
        """An evaluator in another arithmetic or with other values, of the same laws."""
        return Evaluator(xp, self.sizes if sizes is None else sizes, values, self.laws, self.skew)

    def number(self, term: Any) -> Fraction | None:
        """The value of a term in whole-number symbols alone, such as a size or an exponent; None for any other."""
        if term.is_Rational:
            return Fraction(int(term.p), int(term.q))
        if isinstance(term, Symbol):
            size = self.sizes.get(term)
            return None if size is None else Fraction(size)
        if not isinstance(term, Add | Mul | Pow):
            return None
        parts = [self.number(a) for a in term.args]
        return None if any(p is None for p in parts) else _combined(term, [p for p in parts if p is not None])

    def size(self, term: Any) -> int:
        """A dimension as a whole number. Raises NotRepresentable where the point does not give it or it is out of
        bounds.
        """
        side = self.number(term)
        if side is None or side.denominator != 1 or not 0 <= side <= MAX_SIDE:
            raise NotRepresentable(f"the size {term} is {side} at this point")
        return int(side)

    def whole(self, term: Any) -> int | None:
        """The whole number that `term` stands for, where it exactly is one."""
        number = self.number(term)
        if number is not None:
            return int(number) if number.denominator == 1 else None
        return self.xp.integer(self.value(term)) if not term.is_Number else None

    def shape(self, term: Any) -> tuple[int, int]:
        """The shape of `term` in numbers."""
        rows, cols = shape_of(term)
        return self.size(rows), self.size(cols)


def _combined(term: Any, parts: list[Fraction]) -> Fraction | None:
    if isinstance(term, Add):
        return sum(parts, Fraction(0))
    if isinstance(term, Mul):
        result = Fraction(1)
        for part in parts:
            result *= part
        return result
    base, exponent = parts
    if exponent.denominator != 1 or abs(exponent) > 64 or (base == 0 and exponent < 0):
        return None
    return Fraction(base ** int(exponent))


Rule = Callable[[Evaluator, Any], Array]
_NODES: dict[type, Rule] = {}
_OPERATORS: dict[type[Operator], Rule] = {}
_LOOKED_UP: dict[type, Rule] = {}


def node(*kinds: type) -> Callable[[Rule], Rule]:
    """Publish the rule for SymPy nodes of these types and their subclasses (decorator)."""

    def publish(rule: Rule) -> Rule:
        _NODES.update(dict.fromkeys(kinds, rule))
        return rule

    return publish


def operator_rule(*kinds: type[Operator]) -> Callable[[Rule], Rule]:
    """Publish the rule for applications of these operators (decorator)."""

    def publish(rule: Rule) -> Rule:
        _OPERATORS.update(dict.fromkeys(kinds, rule))
        return rule

    return publish


def has_rule(operator: Operator) -> bool:
    """Whether an operator is evaluated by a rule of this layer instead of its own `evaluate`."""
    return type(operator) in _OPERATORS


def _rule_of(term: Any) -> Rule:
    rule = _LOOKED_UP.get(type(term))
    if rule is None:
        rule = next((_NODES[kind] for kind in type(term).__mro__ if kind in _NODES), None)
        if rule is None:
            raise NotRepresentable(f"{term}: nodes of type {type(term).__name__} have no value here")
        _LOOKED_UP[type(term)] = rule
    return rule


@node(Application.__args__[0], Application.__args__[1])
def _application(at: Evaluator, term: Any) -> Array:
    operator = term.operator
    rule = _OPERATORS.get(type(operator))
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


def _condition(term: Any, differential: bool) -> Any:
    if isinstance(term, Inverse):
        return has("invertible", term.args[0])
    if isinstance(term, Pow | MatPow):
        base, exponent = term.args
        if not is_scalar(base):
            return has("invertible", base)
        return Ne(base, S.Zero, evaluate=False) if exponent.is_integer else relation(S.Zero, "<=", base)
    if not isinstance(term, Application):
        return None
    a, operator = term.operands[0], term.operator
    if isinstance(operator, LogDeterminant):
        return relation(S.Zero, "<", apply("det", a))
    if isinstance(operator, Log):
        return relation(S.Zero, "<", a) if is_scalar(a) else has("positive", a)
    if isinstance(operator, Norm):
        return has("nonzero", a)
    if isinstance(operator, SquareRoot):
        sign, name = ("<", "positive") if differential else ("<=", "nonnegative")
        return relation(S.Zero, sign, a) if is_scalar(a) else has(name, a)
    if isinstance(operator, EntrywisePower):
        whole = term.operands[1].is_Integer
        if is_scalar(a):
            return Ne(a, S.Zero, evaluate=False) if whole else relation(S.Zero, "<=", a)
        return has("invertible", apply("diag", a)) if whole and shape_of(a)[1] == 1 else None
    return None

"""The value of a term, node by node, in any array namespace.

An `Evaluator` holds what the symbols stand for and remembers the value of every sub-term. What a node means is looked
up by its type in the two tables below, which `@node` and `@operator_rule` fill (`numeric.nodes`, `numeric.derivatives`,
`numeric.moments`); an operator that is in neither is evaluated by its own `evaluate(xp, ...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sympy import Add, Basic, Mul, Pow, Symbol

from numeric.namespaces import Array, Kink, Namespace, NotRepresentable
from numeric.undefined import Undefined
from symbolic.errors import EvaluationError
from symbolic.language.operator import Operator
from symbolic.language.shapes import shape_of
from symbolic.language.statements import Distribution

MAX_SIDE, MAX_BASE = 256, 10**6


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
    if exponent.denominator != 1 or abs(exponent) > 64 or abs(base) > MAX_BASE or (base == 0 and exponent < 0):
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


def rule_for(operator: Operator) -> Rule | None:
    """The rule of this layer for an operator; None where its own `evaluate` serves."""
    return _OPERATORS.get(type(operator))


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


__all__ = ["MAX_SIDE", "Evaluator", "Undefined", "has_rule", "node", "operator_rule", "rule_for"]

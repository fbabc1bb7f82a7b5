"""Symbols that are random because a hypothesis says so: `t = X*w + e` with e random makes t random, whatever its declaration.

The canonical form takes a symbol that is not declared random for a constant. Inside an expectation that would be wrong for such a t:
E[t] is not t. A claim that has one there is proved with the definition written out, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sympy import Basic, Eq

from symbolic.language.operator import Application
from symbolic.language.statements import Distribution
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import RandomMatrix, RandomScalar

EXPECTATIONS = ("E", "Var", "Cov")


def random_by_definition(hypotheses: Sequence[Basic], claim: Basic) -> Any:
    """A symbol not declared random that is equated with random ones and stands in an expectation; None where there is none."""
    loose: set[Any] = set()
    while new := set(_equated_with_random(hypotheses, loose)) - loose:
        loose |= new
    inside = (s for statement in (*hypotheses, claim) for s in _in_expectations(statement)) if loose else ()
    return min((s for s in inside if s in loose), key=str, default=None)


def _equated_with_random(hypotheses: Iterable[Basic], loose: set[Any]) -> Iterator[Any]:
    for statement in (h for h in hypotheses if isinstance(h, Eq)):
        for symbol, value in (statement.args, statement.args[::-1]):
            if symbol.is_symbol and not isinstance(symbol, RandomMatrix | RandomScalar) and any(
                    s in loose or isinstance(s, RandomMatrix | RandomScalar) for s in _outside(value)):
                yield symbol


def _outside(node: Any) -> set[Any]:
    """The symbols of a term that stand outside expectations."""
    if getattr(node, "is_symbol", False) or not node.args:
        return symbols_in(node)
    if isinstance(node, Application) and node.operator.name in EXPECTATIONS:
        return set()
    return set[Any]().union(*(_outside(a) for a in (node.operands if isinstance(node, Application) else node.args)))


def _in_expectations(statement: Basic) -> Iterator[Any]:
    """The symbols of a statement that stand in an expectation."""
    for node in subterms(statement):
        if isinstance(node, Application) and node.operator.name in EXPECTATIONS and not isinstance(statement, Distribution):
            yield from symbols_in(node)

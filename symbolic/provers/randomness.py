"""Symbols that are random because a hypothesis says so: `t = X*w + e` with e random makes t random, whatever its
declaration.

The canonical form takes a symbol that is not declared random for a constant. Inside an expectation that would be
wrong for such a t: E[t] is not t. A claim that has one there is proved with the definition written out, or not at
all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Basic, Eq

from symbolic.language.derivatives import DERIVATIVES
from symbolic.language.instances import is_random
from symbolic.language.operator import Application
from symbolic.language.statements import Distribution, Minimizes
from symbolic.language.substitution import subterms, symbols_in

EXPECTATIONS = ("E", "Var", "Cov")


def dependent_groups(hypotheses: Sequence[Basic]) -> list[list[str]]:
    """Groups of random symbols that hypotheses tie together: they are not taken as independent.

    A hypothesis ties the random symbols in it, and those that its other symbols are equated with: u = x, u = y. A law
    ties its symbol to the random symbols among its parameters.
    """
    loose = _random_by_equations(hypotheses)
    ties: list[set[Any]] = []
    for h in hypotheses:
        tied = {s for s in symbols_in(h) if s in loose or is_random(s)}
        met = [t for t in ties if t & tied]
        ties = [t for t in ties if not t & tied] + [tied.union(*met)]
    groups = (sorted(s.name for s in tie if is_random(s)) for tie in ties)
    return sorted(g for g in groups if len(g) > 1)


def random_by_definition(hypotheses: Sequence[Basic], claim: Basic) -> Any:
    """A symbol that is equated with random ones, not declared random, and stands in an expectation; else None."""
    loose = _random_by_equations(hypotheses)
    inside = (s for statement in (*hypotheses, claim) for s in _in_expectations(statement)) if loose else ()
    return min((s for s in inside if s in loose), key=str, default=None)


def _random_by_equations(hypotheses: Sequence[Basic]) -> set[Any]:
    """The symbols that are not declared random and may be so by the equations among the hypotheses."""
    if not any(is_random(s) for h in hypotheses for s in symbols_in(h)):
        return set()
    equations = [part for h in hypotheses for part in subterms(h) if isinstance(part, Eq)]
    loose: set[Any] = set()
    while new := {s for equation in equations for s in _random_by(equation, loose)} - loose:
        loose |= new
    return loose


def _random_by(equation: Any, loose: set[Any]) -> Iterator[Any]:
    """The symbols that an equation makes random: the one that it defines by random ones, u = x + c; where it defines
    none, x - u = 0 or x = A*u, any of its symbols.
    """
    sides = [(side, _outside(side)) for side in equation.args]
    chance = [any(s in loose or is_random(s) for s in names) for _, names in sides]
    if not any(chance):
        return
    defined = [side for (side, _), by in zip(sides, reversed(chance), strict=True) if side.is_symbol and by]
    for symbol in defined or frozenset().union(*(names for _, names in sides)):
        if not is_random(symbol) and not symbol.is_integer:
            yield symbol


def _outside(node: Any) -> frozenset[Any]:
    """The symbols of a term that stand outside expectations."""
    if getattr(node, "is_symbol", False) or not node.args:
        return symbols_in(node)
    if isinstance(node, Application) and node.operator.name in EXPECTATIONS:
        return frozenset()
    parts = node.operands if isinstance(node, Application) else node.args
    return frozenset[Any]().union(*map(_outside, parts))


def _in_expectations(statement: Basic) -> Iterator[Any]:
    """The symbols of a statement that stand in an expectation."""
    for node in subterms(statement) if not isinstance(statement, Distribution) else ():
        if isinstance(node, Application) and node.operator.name in EXPECTATIONS:
            yield from symbols_in(node)


def varied_parameter(hypotheses: Sequence[Basic], claim: Basic) -> Any:
    """A parameter of a law by which an expectation over that law is differentiated or minimized, else None.

    In the canonical form an expectation has no symbols but those under it: its derivative by a parameter is lost.
    """
    laws = {h.symbol: symbols_in(h) - {h.symbol} for h in hypotheses if isinstance(h, Distribution)}
    for node in (n for statement in (*hypotheses, claim) for n in subterms(statement)):
        if isinstance(node, Application) and node.operator.name in DERIVATIVES:
            value, variable = node.operands[:2]
        elif isinstance(node, Minimizes):
            _, value, variable = node.args
        else:
            continue
        if any(variable in laws.get(s, ()) for s in _in_expectations(value)):
            return variable
    return None

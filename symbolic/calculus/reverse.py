"""Reverse mode over the shared expression graph.

The nodes of a term are visited once each, results before their parts; the adjoint of a node is the sum of what its uses
give it. The result has the shape of the variable.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)
>>> algebra = Algebra()
>>> adjoints(algebra, algebra.simplify((X*w - t).T*(X*w - t)), 1, [w])[w]
2*X.T*(X*w - t)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import S

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.pullbacks import parts_of
from symbolic.calculus.rules import Parts, Pullback
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.terms import zeros


@dataclass(frozen=True, slots=True)
class Visit:
    """A node of the graph, its adjoint, and what it adds to the adjoints of its parts."""

    node: Any
    adjoint: Any
    given: tuple[tuple[Any, Any], ...]


def adjoints(
    a: Algebra, f: Any, seed: Any, variables: Sequence[Any], trace: list[Visit] | None = None
) -> dict[Any, Any]:
    """The adjoint of every variable, for the adjoint `seed` of a simplified term `f`.

    `trace` gets the visits in order. Raises CalculusError where a node has no rule.
    """
    varies = dependence(variables)
    graph = _graph(a, f, varies, variables)
    gathered: dict[Any, list[Any]] = {f: [S(seed)]}
    for node, parts in reversed(graph.items()):
        uses = gathered.pop(node, None)
        if uses is None:
            continue
        g = uses[0] if len(uses) == 1 else a.plus(*uses)
        given = [(part, pull(g)) for part, pull in parts]
        for part, value in given:
            gathered.setdefault(part, []).append(value)
        if trace is not None:
            trace.append(Visit(node, g, tuple(given)))
    return {x: a.plus(*gathered[x]) if x in gathered else zeros(*shape_of(x)) for x in variables}


def dependence(variables: Sequence[Any]) -> Callable[[Any], bool]:
    """Whether a term depends on any of the variables, remembered."""
    known: dict[Any, bool] = dict.fromkeys(variables, True)

    def varies(term: Any) -> bool:
        found = known.get(term)
        if found is None:
            found = known[term] = any(varies(part) for part in term.args)
        return found

    return varies


def _graph(a: Algebra, f: Any, varies: Callable[[Any], bool], variables: Sequence[Any]) -> dict[Any, Parts]:
    """The nodes that vary with their parts that do, parts before the nodes that use them; variables are left out."""
    graph: dict[Any, Parts] = {}
    waiting = [(f, False)] if varies(f) and f not in variables else []
    open_: dict[Any, Parts] = {}
    while waiting:
        node, ready = waiting.pop()
        if node in graph:
            continue
        if ready:
            graph[node] = open_.pop(node)
            continue
        if node in open_:
            continue
        open_[node] = [pair for pair in _parts(a, node, variables) if varies(pair[0])]
        waiting.append((node, True))
        waiting += [(part, False) for part, _ in open_[node] if part not in variables and part not in graph]
    return graph


def _parts(a: Algebra, node: Any, variables: Sequence[Any]) -> Parts:
    held = operands_of(node, "series")
    if held is None:
        return parts_of(a, node)
    f, r, first, last = held

    def pulled(x: Any) -> Pullback:
        return lambda g: apply("series", adjoints(a, a.simplify(f), g, [x])[x], r, first, last)

    return [(x, pulled(x)) for x in variables]

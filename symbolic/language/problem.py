"""A problem: symbols, what is assumed of them, and what is claimed.

>>> problem = parse_problem({"A": "n x n, invertible", "B": "n x n, invertible"}, claim=["(A*B)^-1 = B^-1*A^-1"])
>>> problem.hypotheses
(invertible(A), invertible(B))
>>> to_text(problem.claims[0])
'(A*B)^-1 = B^-1*A^-1'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic

from symbolic.language.grammar import Scope, to_text

__all__ = ["Problem", "parse_problem", "to_text"]


@dataclass(frozen=True)
class Problem:
    """Statements over declared symbols.

    `symbols`, in the order of their declaration; `dimensions`, the sizes that are not declared: arbitrary positive
    whole numbers (a size that is declared a natural number stands in `symbols`). `hypotheses`: what the declarations
    say, then what is given. `needs`: the hypotheses that a file says are missing. `scope` reads further statements over
    the same names.
    """

    symbols: Mapping[str, Basic]
    dimensions: Mapping[str, Basic]
    hypotheses: tuple[Any, ...]
    claims: tuple[Any, ...]
    needs: tuple[Any, ...] = ()
    scope: Scope = field(default_factory=Scope, repr=False, compare=False)


def parse_problem(
    let: Mapping[str, str], given: Sequence[str] = (), claim: Sequence[str] = (), needs: Sequence[str] = ()
) -> Problem:
    """The problem that these texts state.

    Raises GrammarError or GrammarShapeError, whose `place` is "let NAME", "given 2", "claim 1", ...
    """
    scope = Scope()
    scope.declare_all(let)
    read = {
        place: tuple(scope.statement(text, f"{place} {k}") for k, text in enumerate(texts, 1))
        for place, texts in (("given", given), ("claim", claim), ("needs", needs))
    }
    return Problem(
        dict(scope.symbols),
        dict(scope.dimensions),
        (*scope.hypotheses, *read["given"]),
        read["claim"],
        read["needs"],
        scope,
    )

"""Piecewise-linear statements, by cases."""

from __future__ import annotations

from sympy import Basic

from symbolic.kernel import Theorem
from symbolic.provers.piecewise import applicable, prove_piecewise
from symbolic.provers.search import Search


def by_cases(search: Search, claim: Basic) -> Theorem | None:
    """A theorem by a tree of sign cases, with an identity or a nonnegative combination in each."""
    if not applicable(claim):
        return None
    search.stage = "cases"
    found = prove_piecewise(search.kernel, search.given, claim, seconds=search.remaining())
    return found if isinstance(found, Theorem) else None

"""Piecewise-linear statements, by cases."""

from __future__ import annotations

from sympy import Basic

from symbolic.kernel import Theorem
from symbolic.provers.case_points import Counterexample
from symbolic.provers.piecewise import applicable, prove_piecewise
from symbolic.provers.search import Search


def by_linear_cases(search: Search, claim: Basic) -> Theorem | None:
    """A theorem, or a point where the claim fails, if all is linear in each cell: definite, and so it goes first."""
    return _decided(search, claim, linear=True)


def by_cases(search: Search, claim: Basic) -> Theorem | None:
    """A theorem by a tree of sign cases, with an identity or a nonnegative combination in each."""
    return _decided(search, claim, linear=False)


def _decided(search: Search, claim: Basic, *, linear: bool) -> Theorem | None:
    if not applicable(search.given, claim):
        return None
    before, search.stage = search.stage, "cases"
    found = prove_piecewise(search.kernel, search.given, claim, seconds=search.remaining(), linear=linear)
    if isinstance(found, Theorem):
        return found
    if isinstance(found, Counterexample) and claim == search.claim and not search.depth:
        search.counterexample = found
    elif linear:
        search.stage = before
    return None

"""Piecewise-linear statements, by cases."""

from __future__ import annotations

from sympy import Basic

from symbolic.kernel import Theorem
from symbolic.provers.case_points import Counterexample
from symbolic.provers.piecewise import applicable, prove_piecewise
from symbolic.provers.search import Search

DECIDING = 0.15
"""Seconds that a decision may take at least: a shorter time would only be spent once more in the next attempt."""


def by_linear_cases(search: Search, claim: Basic) -> Theorem | None:
    """A theorem, or a point where the claim fails, if all is linear in each cell: definite, and so it goes first."""
    return _decided(search, claim, linear=True)


def by_cases(search: Search, claim: Basic) -> Theorem | None:
    """A theorem by a tree of sign cases, with an identity or a nonnegative combination in each."""
    return _decided(search, claim, linear=False)


def _decided(search: Search, claim: Basic, *, linear: bool) -> Theorem | None:
    if not applicable(search.given, claim):
        return None
    whole = claim == search.claim and not search.depth
    seconds = max(search.remaining(), DECIDING) if linear and whole else search.remaining()
    found = prove_piecewise(search.kernel, search.given, claim, seconds=seconds, linear=linear)
    if isinstance(found, Theorem):
        return found
    if isinstance(found, Counterexample) and whole:
        search.counterexample = found
    return None

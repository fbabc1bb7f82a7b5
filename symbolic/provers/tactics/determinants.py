"""Determinants by factors that the claim names: det(A^2 - B^2) = det(A - B)*det(A + B), for A^2 - B^2 is the product
where A and B commute.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

from sympy import Eq

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.substitution import subterms
from symbolic.language.symbols import matrix
from symbolic.language.terms import multiply
from symbolic.provers.search import Search

MOST = 4
"""The determinants that are looked at, and the factors of one."""


def by_factored_determinants(search: Search, goal: Any) -> Theorem | None:
    """An equation in which the argument of one determinant is the product of the arguments of others."""
    found = [inner[0] for part in subterms(goal) if (inner := operands_of(part, "det")) is not None]
    listed = [a for a in dict.fromkeys(found) if not is_scalar(a)]
    if not isinstance(goal, Eq) or not 1 < len(listed) <= MOST:
        return None
    added = False
    for a in listed:
        others = [b for b in listed if b != a and shape_of(b) == shape_of(a)]
        for count in range(2, len(others) + 1):
            for factors in permutations(others, count):
                known = search.lemma(a, multiply(*factors)) if search.remaining() else None
                if known is not None:
                    place = matrix("PLACE", *shape_of(a))
                    search.facts.add(search.kernel.congruence(known, apply("det", place), place))
                    for k in range(1, count):
                        binding = {"A": multiply(*factors[:k]), "B": factors[k]}
                        search.facts.add(search.kernel.law("det_product", binding))
                    added = True
                    break
    return search.equation(goal) if added else None

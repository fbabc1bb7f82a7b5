"""Side conditions that do not follow by structure alone."""

from __future__ import annotations

from itertools import product
from typing import Any

from sympy import Eq, Inverse

from symbolic.kernel import Theorem
from symbolic.language.statements import has, property_name
from symbolic.language.terms import identity, multiply, shape_of
from symbolic.provers.search import Search


def exhibited_inverse(search: Search, condition: Any) -> Theorem | None:
    """invertible(a), by a matrix of the claim that is a's inverse: the other side of a^-1 = R."""
    if property_name(condition) != "invertible":
        return None
    a = condition.arguments[0]
    for left, right in (search.claim.args, search.claim.args[::-1]) if isinstance(search.claim, Eq) else ():
        if isinstance(left, Inverse) and left.args[0] == a:
            known = search.lemma(multiply(a, right), identity(shape_of(a)[0]))
            if known is not None:
                return search.kernel.law("inverse_unique", {"A": a, "B": right}, [known])
    return None


def similar_inverse(search: Search, condition: Any) -> Theorem | None:
    """invertible(a), where V*a*W is known to be invertible for known invertible V and W (or the identity)."""
    if property_name(condition) != "invertible":
        return None
    a = condition.arguments[0]
    known = [t.statement.arguments[0] for t in search.facts.known.values()
             if property_name(t.statement) == "invertible"]
    n = shape_of(a)
    one = identity(n[0])
    sides = [one, *(v for v in known if shape_of(v) == n)][:4]
    for left, right, target in product(sides, sides, known):
        if shape_of(target) != n or left == right == one:
            continue
        equation = search.lemma(multiply(left, a, right), target)
        premise = search.facts.has("invertible", target)
        if equation is None or premise is None:
            continue
        whole = search.kernel.transfer(premise, equation, has("invertible", multiply(left, a, right)))
        if left != one:
            whole = search.kernel.law("invertible_right_factor", {"A": left, "B": multiply(a, right)}, [whole])
        if right != one:
            whole = search.kernel.law("invertible_left_factor", {"A": a, "B": right}, [whole])
        return search.kernel.restate(whole, condition)
    return None

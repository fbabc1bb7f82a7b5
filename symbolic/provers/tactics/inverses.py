"""Equations by inverses: an inverse or Moore-Penrose inverse is exhibited; inverses that hypotheses provide come
into play.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Inverse

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.statements import equals, property_name
from symbolic.language.terms import identity, inverse, multiply, shape_of, transpose
from symbolic.provers.backward import subject
from symbolic.provers.search import Search


def by_known_inverses(search: Search, goal: Any) -> Theorem | None:
    """The goal again with the inverses that the hypotheses provide."""
    new = False
    for a in provided(search):
        new |= search.equations.mention(inverse(a))
    return search.equation(goal) if new else None


def provided(search: Search) -> Iterator[Any]:
    """What the hypotheses say is invertible or not 0."""
    for theorem in list(search.facts.known.values()):
        statement: Any = theorem.statement
        name = property_name(statement)
        if name in ("full column rank", "full row rank"):
            x = statement.arguments[0]
            yield multiply(transpose(x), x) if name == "full column rank" else multiply(x, transpose(x))
        elif name in ("invertible", "positive definite"):
            yield statement.arguments[0]
        else:
            sign, term = subject(statement)
            if sign == "entries !=":
                yield apply("sum", apply("hadamard", term, term))
            elif sign == "!=":
                yield term


def by_inverse(search: Search, goal: Any) -> Theorem | None:
    """a^-1 = R from a*R = I."""
    for left, right in (goal.args, goal.args[::-1]):
        if isinstance(left, Inverse):
            a = left.args[0]
            one = identity(shape_of(a)[0])
            known = search.equation(equals(multiply(a, right), one)) or search.equation(equals(multiply(right, a), one))
            if known is None:
                continue
            if known.statement.args[0] != multiply(a, right):
                known = search.kernel.law("one_sided_inverse", {"A": right, "B": a}, [known])
            return search.kernel.restate(
                search.kernel.law("inverse_unique", {"A": a, "B": right}, [known], conclusion=1), goal
            )
    return None


def by_pinv(search: Search, goal: Any) -> Theorem | None:
    """pinv(a) = B from the four Penrose equations."""
    for left, b in (goal.args, goal.args[::-1]):
        if (inner := operands_of(left, "pinv")) is None:
            continue
        a = inner[0]
        four = (
            equals(multiply(a, b, a), a),
            equals(multiply(b, a, b), b),
            equals(transpose(multiply(a, b)), multiply(a, b)),
            equals(transpose(multiply(b, a)), multiply(b, a)),
        )
        proved: list[Theorem] = []
        for statement in four:
            theorem = search.equation(statement)
            if theorem is None:
                break
            proved.append(theorem)
        if len(proved) == len(four):
            return search.kernel.restate(search.kernel.law("pinv_unique", {"A": a, "B": b}, proved), goal)
    return None


def by_one_sided(search: Search, goal: Any) -> Theorem | None:
    """B*A = I for square matrices wherever A*B = I follows; then the goal again."""
    added = False
    for theorem in list(search.facts.equations):
        for left, right in (theorem.statement.args, theorem.statement.args[::-1]):
            n = shape_of(right)[0]
            if right != identity(n) or not hasattr(left, "args"):
                continue
            factors = [left] if not left.is_MatMul else list(left.args)
            for k in range(1, len(factors)):
                a, b = multiply(*factors[:k]), multiply(*factors[k:])
                if shape_of(a) == shape_of(b) == (n, n):
                    search.facts.add(search.kernel.law("one_sided_inverse", {"A": a, "B": b}, [theorem]))
                    added = True
    return search.equation(goal) if added else None

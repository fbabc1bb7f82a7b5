"""Equations by inverses: an inverse or Moore-Penrose inverse is exhibited; inverses that hypotheses provide come
into play.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Integer, Inverse

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, property_name
from symbolic.language.terms import add, identity, inverse, multiply, negative, transpose
from symbolic.provers.backward import subject
from symbolic.provers.products import scalar_factors, split_scalars, summands
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
            for factor in scalar_factors(term) if sign in ("!=", "<") else ():
                if (inner := operands_of(factor, "det")) is not None:
                    yield inner[0]


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
    for theorem in completed_products(search):
        search.facts.add(theorem)
        added = True
    return search.equation(goal) if added else None


def by_completed_product(search: Search, condition: Any) -> Theorem | None:
    """invertible(A + p*I) where a hypothesis says (A + p*I)*(B + q*I) = r*I, r != 0."""
    if property_name(condition) != "invertible":
        return None
    for theorem in completed_products(search):
        search.facts.add(theorem)
    search.existence.forget()
    return search.existence.prove(condition)


def completed_products(search: Search) -> Iterator[Theorem]:
    """What A*B + q*A + p*B = c*I says of A + p*I and B + q*I: they are invertible, and commute."""
    for theorem in list(search.facts.equations):
        found = _completed(search, theorem.statement)
        if found is None:
            continue
        a, b = found
        known = search.lemma(multiply(a, b), identity(shape_of(a)[0]))
        if known is not None:
            turned = search.kernel.law("one_sided_inverse", {"A": a, "B": b}, [known])
            yield turned
            yield search.kernel.law("inverse_unique", {"A": a, "B": b}, [known])
            yield search.kernel.law("inverse_unique", {"A": b, "B": a}, [turned])


def _completed(search: Search, equation: Any) -> tuple[Any, Any] | None:
    """(A + p*I, (B + q*I)/r) for an equation A*B + q*A + p*B = c*I with numbers p, q, c and r = p*q + c != 0."""
    left, right = equation.args
    rows, cols = shape_of(left)
    if rows != cols or is_scalar(left):
        return None
    weights: dict[tuple[Any, ...], Any] = {}
    value = search.kernel.translator(add(left, negative(right)))
    for term in summands(add(*search.equations.relations.instances.terms_of(value))):
        number, factors = split_scalars(term)
        number = Integer(1) if number is None else number
        if not number.is_Rational or any(shape_of(f) != (rows, cols) for f in factors):
            return None
        weights[tuple(f for f in factors if not isinstance(f, Identity))] = number
    pairs = [w for w in weights if len(w) == 2]
    if len(pairs) != 1 or pairs[0][0] == pairs[0][1]:
        return None
    (a, b), lead = pairs[0], weights[pairs[0]]
    if set(weights) - {(a, b), (a,), (b,), ()}:
        return None
    p, q, c = (weights.get(w, Integer(0)) / lead for w in ((b,), (a,), ()))
    r = p * q - c
    if r == 0 or (p == 0 and q == 0):
        return None
    one = identity(rows)
    return add(a, multiply(p, one)), multiply(1 / r, add(b, multiply(q, one)))

"""What semidefinite matrices say of equations: vanishing forms, traces and sums, ranges of larger matrices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Loewner, has
from symbolic.language.terms import add, multiply, transpose
from symbolic.provers.backward import subject
from symbolic.provers.products import cuts, split_scalars, summands, turned, without
from symbolic.provers.search import Search
from symbolic.provers.tactics.normal_forms import NormalForms

SEMIDEFINITE = "positive semidefinite"


def by_vanishing(search: Search, goal: Any) -> Theorem | None:
    """The goal again with what follows where a form, a trace or a sum of semidefinite matrices is 0."""
    before = len(search.facts.equations)
    for theorem in list(search.facts.equations):
        for found in _vanishing(search, theorem):
            search.facts.add(found)
    return search.equation(goal) if len(search.facts.equations) > before else None


def _vanishing(search: Search, theorem: Theorem) -> Iterator[Theorem]:
    left, right = theorem.statement.args
    if right != 0 and not getattr(right, "is_ZeroMatrix", False):
        return
    low, law = search.existence, search.kernel.law
    if (inner := operands_of(left, "tr")) is not None:
        for u, v in cuts(inner[0]):
            if shape_of(u) == shape_of(v) and (one := low.has(SEMIDEFINITE, u)) and (two := low.has(SEMIDEFINITE, v)):
                yield law("semidefinite_product_zero", {"A": u, "B": v}, [one, two, theorem])
    elif is_scalar(left):
        _, factors = split_scalars(left)
        for k in range(1, len(factors)):
            x = multiply(*factors[k:])
            for middle in (multiply(*factors[j:k]) for j in range(1, k)):
                if turned(x) == multiply(*factors[: len(factors) - k]) and shape_of(middle)[0] == shape_of(x)[0]:
                    known = low.has(SEMIDEFINITE, middle)
                    if known is not None:
                        yield law("semidefinite_form_zero", {"A": middle, "x": x}, [known, theorem])
    elif shape_of(left)[0] == shape_of(left)[1]:
        parts = summands(left)
        for k, part in enumerate(parts if len(parts) > 1 else ()):
            one, two = low.has(SEMIDEFINITE, part), low.has(SEMIDEFINITE, without(parts, k))
            if one is not None and two is not None:
                yield law("semidefinite_sum_zero", {"A": part, "B": without(parts, k)}, [one, two, theorem])


def by_larger(search: Search, goal: Any) -> Theorem | None:
    """The goal again with range(B) <= range(A) for the known A >> B >> 0."""
    added = False
    for h in search.given:
        if isinstance(h, Loewner):
            added |= _range_of_larger(search, *h.args)
    return search.equation(goal) if added else None


def _range_of_larger(search: Search, a: Any, b: Any) -> bool:
    low = search.condition(has(SEMIDEFINITE, b))
    order = search.facts.find(Loewner(a, b)) or search.tried(Search.statement, Loewner(a, b))
    if low is None or order is None:
        return False
    search.facts.add(search.kernel.law("loewner_range", {"A": a, "B": b}, [low, order]))
    return True


def in_larger_range(search: Search, claim: Any) -> Theorem | None:
    """range(B) <= range(A) by A >> B*B'."""
    b, a = claim.args
    if shape_of(a)[0] != shape_of(a)[1] or not _range_of_larger(search, a, multiply(b, transpose(b))):
        return None
    return search.statement(claim) if search.depth == 0 and _once(search, claim) else None


def _once(search: Search, claim: Any) -> bool:
    """Whether this is the first time that the claim comes back with more facts."""
    if claim in search.again:
        return False
    search.again.add(claim)
    return True


def by_symmetric_part(search: Search, condition: Any) -> Theorem | None:
    """invertible(a) where a + a' is definite."""
    name, a = subject(condition)
    if name != "invertible":
        return None
    twice = add(a, turned(a))
    known = search.condition(has("positive definite", NormalForms(search).term(twice)))
    equation = None if known is None else search.lemma(twice, known.statement.arguments[0])
    if known is None or equation is None:
        return None
    whole = search.kernel.transfer(known, equation, has("positive definite", add(a, transpose(a))))
    return search.kernel.restate(search.kernel.law("invertible_of_symmetric_part", {"A": a}, [whole]), condition)

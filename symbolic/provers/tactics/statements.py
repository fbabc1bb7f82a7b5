"""Statements that are no equations: properties, orders, range inclusions, implications, existence, minima."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Eq, MatMul, Rational

from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals, has, property_name, relation
from symbolic.language.substitution import substitute, symbols_in
from symbolic.language.terms import add, identity, multiply, negative, transpose
from symbolic.provers.search import Search


def equation(search: Search, goal: Any) -> Theorem | None:
    """An equation: completion, then what lies beyond."""
    with search.during("completion"):
        found = search.equation(goal)
    found = found or search.beyond(goal)
    if found is None and search.spent and not search.contradictory and not search.depth:
        with search.during("completion"):
            found = search.equation(goal, patient=True)
    return found


def by_structure(search: Search, claim: Any) -> Theorem | None:
    """A property or order by the structure of its term, or by the tactics for side conditions."""
    return search.condition(claim)


def defining(search: Search, claim: Any) -> Theorem | None:
    """A property by its defining equation."""
    statement = defining_equation(claim)
    known = None if statement is None else equation(search, statement)
    if known is None:
        return None
    law, a = f"{property_name(claim)}_of_eq", claim.arguments[0]
    return search.kernel.restate(search.kernel.law(law, {"A": a}, [known]), claim)


def defining_equation(claim: Any) -> Any:
    """The equation that a property stands for, where there is one."""
    name = property_name(claim)
    if not name:
        return None
    a = claim.arguments[0]
    match name:
        case "symmetric":
            return equals(transpose(a), a)
        case "antisymmetric":
            return equals(transpose(a), negative(a))
        case "idempotent":
            return equals(multiply(a, a), a)
        case "orthogonal":
            return equals(multiply(transpose(a), a), identity(shape_of(a)[0]))
        case "diagonal":
            return equals(a, apply("diag", apply("diagv", a)))
        case _:
            return None


def loewner(search: Search, claim: Any) -> Theorem | None:
    """A >> B where A - B is semidefinite by structure."""
    a, b = claim.args
    zero = getattr(b, "is_ZeroMatrix", False)
    gap = a if zero else add(a, negative(b))
    known = search.condition(has("positive semidefinite", gap))
    if known is None:
        return None
    law, binding = ("above_zero_of_semidefinite", {"A": a}) if zero else ("loewner_of_semidefinite", {"A": a, "B": b})
    return search.kernel.restate(search.kernel.law(law, binding, [known]), claim)


def range_inclusion(search: Search, claim: Any) -> Theorem | None:
    """range(B) <= range(A) by B = A*pinv(A)*B."""
    b, a = claim.args
    witness = multiply(apply("pinv", a), b)
    known = equation(search, equals(b, multiply(a, witness)))
    return None if known is None else search.kernel.law("range_of_witness", {"A": a, "B": b, "W": witness}, [known])


def implication(search: Search, claim: Any) -> Theorem | None:
    """P => Q by Q under P."""
    hypothesis, conclusion = claim.args
    inner = search.under((*search.given, hypothesis), conclusion)
    found = inner.statement(conclusion)
    return None if found is None else search.kernel.imply(inner.discharged(found), hypothesis)


def exists(search: Search, claim: Any) -> Theorem | None:
    """exists W: L*W*R = C, with the witness pinv(L)*C*pinv(R); W alone on a side, with that side."""
    variable, parts = claim.args[0], claim.args[1:]
    for term in witnesses(variable, parts):
        proved = [search.tried(Search.statement, substitute(part, {variable: term})) for part in parts]
        if all(proved):
            return search.kernel.witness([p for p in proved if p], claim, term)
    return None


def witnesses(variable: Any, parts: Sequence[Any]) -> list[Any]:
    """Candidates for W in equations L*W*R = C."""
    found = []
    for part in parts:
        for side, other in (part.args, part.args[::-1]) if isinstance(part, Eq) else ():
            factors = list(side.args) if isinstance(side, MatMul) else [side]
            if factors.count(variable) == 1 and variable not in symbols_in(other):
                k = factors.index(variable)
                left = [apply("pinv", multiply(*factors[:k]))] if k else []
                right = [apply("pinv", multiply(*factors[k + 1 :]))] if k + 1 < len(factors) else []
                found.append(multiply(*left, other, *right))
    return found


def minimizes(search: Search, claim: Any) -> Theorem | None:
    """minimizes(w0, f, w) by f(w) - f(w0) = (w - w0)' H (w - w0) / 2, H semidefinite the Hessian; or as an order."""
    point, value, variable = claim.args
    order = relation(substitute(value, {variable: point}), "<=", value)
    found = search.tried(lambda _, o: by_hessian(search, o, point, value, variable), order) or search.condition(order)
    return None if found is None else search.kernel.minimum(search.discharged(found), claim)


def by_hessian(search: Search, order: Any, point: Any, value: Any, variable: Any) -> Theorem | None:
    """f(w0) <= f(w) for a quadratic f with semidefinite Hessian, stationary at w0."""
    if shape_of(variable)[1] != 1:
        return None
    hessian = search.equations.relations.reader.term(search.kernel.translator(apply("hess", value, variable)))
    step = add(variable, negative(point))
    form = multiply(Rational(1, 2), transpose(step), hessian, step)
    low = search.condition(relation(0, "<=", form))
    same = search.equation(equals(add(order.args[1], negative(order.args[0])), form))
    return None if low is None or same is None else search.kernel.transfer(low, same, order)

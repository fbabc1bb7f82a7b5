"""Relations of numbers as combinations of known ones: ranks, traces, forms, norms as atoms.

What is known is stated again with one atom for each closed part of a network (x'*y as tr(y*x')), so that the rule
`cases` takes equal numbers for equal. It then looks for nonnegative combinations, and products, of the premises.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Integer, Le, Lt, MatMul, Pow

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import equals, relation
from symbolic.language.terms import add, multiply, negative
from symbolic.provers.nonnegative_combinations import Weights, solve
from symbolic.provers.piecewise import prove_piecewise
from symbolic.provers.products import scalar_factors, summands
from symbolic.provers.search import Search

SECONDS = 0.3
FEW = 6
"""Premises of which products are formed too."""


def combined(search: Search, goal: Basic, premises: Iterable[Theorem]) -> Theorem | None:
    """The goal, a relation of numbers, from relations of numbers."""
    wanted = plain(search, goal)
    if wanted is None:
        return None
    stated: dict[Basic, Theorem] = {}
    for premise in premises:
        again = plain(search, premise.statement)
        if again is not None and again not in stated:
            try:
                stated[again] = search.kernel.restate(premise, again)
            except LineproofError:
                continue
    used = _used(list(stated), wanted)
    if used is None:
        related = _related(list(stated), wanted)
        used = related if len(related) <= FEW else []
    if not used:
        return None
    found = prove_piecewise(search.kernel, used, wanted, seconds=min(SECONDS, search.share()))
    if not isinstance(found, Theorem):
        return None
    for h in sorted(found.hypotheses, key=str):
        if (lemma := stated.get(h)) is not None and h not in lemma.hypotheses:
            found = search.kernel.discharge(found, lemma)
    return search.kernel.restate(found, goal)


def _used(stated: list[Basic], wanted: Basic) -> list[Basic] | None:
    """Premises of which the goal is a nonnegative linear combination, up to a nonnegative number; None if of none."""
    columns: list[dict[tuple[str, ...], Fraction]] = [{(): Fraction(1)}]
    owners: list[Basic | None] = [None]
    for premise in stated:
        vector = _vector(premise)
        for sign in (1, -1) if isinstance(premise, Eq) else (1,):
            columns.append({m: sign * c for m, c in vector.items()})
            owners.append(premise)
    used: dict[Basic | None, None] = {}
    for sign in (1, -1) if isinstance(wanted, Eq) else (1,):
        found = solve(columns, {m: sign * c for m, c in _vector(wanted).items()})
        if not isinstance(found, Weights):
            return None
        used.update({owner: None for owner, weight in zip(owners, found.values, strict=True) if weight})
    return [owner for owner in used if owner is not None]


def _related(stated: list[Basic], wanted: Basic) -> list[Basic]:
    """The premises whose atoms all stand in the goal, or nearly."""
    inside = {atom for m in _vector(wanted) for atom in m}
    return [p for p in stated if len({atom for m in _vector(p) for atom in m} - inside) <= 1]


def _vector(statement: Any) -> dict[tuple[str, ...], Fraction]:
    """The polynomial q of 0 = q, 0 <= q or 0 < q: monomials of atoms."""
    found: dict[tuple[str, ...], Fraction] = {}
    q = next(side for side in statement.args[::-1] if side != 0) if any(side != 0 for side in statement.args) else None
    for term in () if q is None else summands(q):
        number, atoms = Fraction(1), []
        for factor in scalar_factors(term):
            if factor.is_Rational:
                number *= Fraction(int(factor.p), int(factor.q))
            else:
                atoms.append(str(factor))
        key = tuple(sorted(atoms))
        found[key] = found.get(key, Fraction(0)) + number
    return found


def plain(search: Search, statement: Basic) -> Basic | None:
    """0 = q, 0 <= q or 0 < q in the atoms; None for a statement of another kind."""
    for kind, sign in ((Le, "<="), (Lt, "<"), (Eq, "=")):
        if isinstance(statement, kind) and is_scalar(statement.args[0]):
            left, right = statement.args
            try:
                value = search.kernel.translator(add(right, negative(left)))
                q = add(*map(_product, search.equations.relations.instances.terms_of(value)))
            except LineproofError:
                return None
            return equals(q, Integer(0)) if sign == "=" else relation(Integer(0), sign, q)
    return None


def _product(term: Any) -> Any:
    return multiply(*(part for factor in scalar_factors(term) for part in _atoms(factor)))


def _atoms(factor: Any) -> list[Any]:
    if isinstance(factor, Pow) and factor.args[1].is_Integer and factor.args[1] > 1:
        return _atoms(factor.args[0]) * int(factor.args[1])
    if isinstance(factor, MatMul):
        return [apply("tr", multiply(*factor.args[1:], factor.args[0]))]
    return [factor]

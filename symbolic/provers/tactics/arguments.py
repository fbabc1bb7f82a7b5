"""Functions of arguments that the hypotheses simplify: f(a) = f(b) where a = b follows."""

from __future__ import annotations

from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.symbols import matrix, scalar
from symbolic.language.terms import inverse, power
from symbolic.network.labels import Label, label
from symbolic.network.notation import dims_tensor
from symbolic.network.tensor import Tensor
from symbolic.provers.search import Search

MOST = 12


def by_arguments(search: Search, goal: Any) -> Theorem | None:
    """The goal again, the arguments of functions in normal form by the relations at hand."""
    added = False
    for key in list(search.equations.words.labels)[: 10 * MOST]:
        theorem = _simplified(search, label(key))
        if theorem is not None:
            search.facts.add(theorem)
            added = True
    return search.equation(goal) if added else None


def _simplified(search: Search, held: Label) -> Theorem | None:
    equations, reader = search.equations, search.equations.relations.reader
    argument = _argument(held)
    if argument is None or equations.completion is None or not search.remaining():
        return None
    try:
        polynomial = equations.words.polynomial(argument.as_matrix())
        if not polynomial:
            return None
        normal, _ = equations.completion.normal_form(polynomial)
        if normal == polynomial:
            return None
        value = equations.words.tensor(normal, argument.as_matrix().axes)
        before, after = reader.term(argument), reader.term(value)
        known = search.lemma(before, after)
        if known is None:
            return None
        place = scalar("PLACE") if is_scalar(before) else matrix("PLACE", *shape_of(before))
        return search.kernel.congruence(known, _applied(held, place), place)
    except LineproofError:
        return None


def _argument(held: Label) -> Tensor | None:
    if held.kind in ("fn", "det", "rank", "inv", "pinv", "expm") and not held.blocks:
        return held.argument  # type: ignore[no-any-return]
    if held.kind == "recip" and isinstance(held.argument, Tensor):
        return held.argument
    if held.kind == "exp":
        return dims_tensor(held.dims, {held.argument[0]: held.argument[1]})
    return None


def _applied(held: Label, place: Any) -> Any:
    if held.kind == "inv":
        return inverse(place)
    if held.kind == "recip":
        return power(place, -1) if is_scalar(place) else apply("powers", place, -1)
    return apply(held.name if held.kind == "fn" else held.kind, place)

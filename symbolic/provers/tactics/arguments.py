"""Functions of arguments that the hypotheses simplify: f(a) = f(b) where a = b follows."""

from __future__ import annotations

from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import CertificateTerm, Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals
from symbolic.language.symbols import matrix, scalar
from symbolic.language.terms import add, inverse, multiply, power
from symbolic.network.labels import Label, label
from symbolic.network.net import Net
from symbolic.network.notation import dims_tensor
from symbolic.network.plug import hole
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor
from symbolic.provers.search import Search

MOST = 12


def by_arguments(search: Search, goal: Any) -> Theorem | None:
    """The goal again, the arguments of functions in normal form by the relations at hand."""
    added = False
    for key in list(search.equations.words.labels)[: 10 * MOST]:
        simplified = _simplified(search, label(key))
        for theorem in _cleared(search, label(key)) if simplified is None else (simplified,):
            search.facts.add(theorem)
            added = True
    return search.equation(goal) if added else None


def _cleared(search: Search, held: Label) -> tuple[Theorem, ...]:
    """1/(c*u) = 1/w and 1/u = c/w for the reciprocal of a u with a denominator c, w being c*u without it."""
    if held.kind != "recip" or not isinstance(held.argument, Tensor):
        return ()
    reader = search.equations.relations.reader
    atoms = {key for net in held.argument.terms for key, e in net[2] if label(key).kind == "recip" and e == 1}
    for key in sorted(atoms):
        inner = label(key).argument
        try:
            c = reader.atom(inner) if isinstance(inner, str) else reader.term(inner)
            u = reader.term(held.argument)
            whole = add(*(_without_denominator(reader, held.argument, net, key, c) for net in held.argument.terms))
            known = search.lemma(multiply(c, u), whole)
            if known is not None:
                return _solved(search, held, c, u, known)
        except LineproofError:
            continue
    return ()


def _solved(search: Search, held: Label, c: Any, u: Any, known: Theorem) -> tuple[Theorem, ...]:
    """1/(c*u) = 1/w, and 1/u = c/w for a c that is not 0, from c*u = w."""
    kernel, off = search.kernel, search.existence.nonzero(c)
    place, one = scalar("PLACE") if is_scalar(u) else matrix("PLACE", *shape_of(u)), scalar("PLACE")
    inverse_, w = _applied(held, u), _applied(held, known.statement.args[1])
    inverted = kernel.congruence(known, multiply(c, _applied(held, place)), place)
    cancelled = kernel.congruence(
        kernel.law("reciprocal", {"c": c}, [] if off is None else [off]), multiply(one, inverse_), one
    )
    slots = tuple((0,) if size == 1 else (0, -1 - k) for k, size in enumerate(shape_of(u)))
    open_ = tuple(slot[1] for slot in slots if len(slot) > 1)
    context: Net = (slots, ((hole(len(open_)), open_),), ())
    terms = (CertificateTerm(1, context, 0, 0), CertificateTerm(-1, context, 0, 1))
    solved = kernel.certificate(equals(inverse_, multiply(c, w)), terms, [inverted, cancelled])
    return kernel.congruence(known, _applied(held, place), place), solved


def _without_denominator(reader: Reader, value: Tensor, net: Net, key: str, c: Any) -> Any:
    """One summand of a sum times c, where 1/c stands in it without that."""
    ext, factors, scalars = net
    kept = tuple(pair for pair in scalars if pair[0] != key)
    term = reader.term(Tensor(value.axes, {(ext, factors, kept): value.terms[net]}))
    return term if len(kept) < len(scalars) else multiply(c, term)


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

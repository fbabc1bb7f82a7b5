"""What is left of a claim that was not proved: the statements that are still to be shown, reduced by the hypotheses.

An equation is left with the difference of its sides, an order with the difference that is to be nonnegative, a property
with its defining equation or its term, each in normal form by the equations at hand; a range inclusion without the
summands that are known to lie in the range; an existence with the equations that its likeliest witness does not meet.
Nothing here is proved: wherever the hypotheses hold and all is defined, the values agree, and that is tested.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Eq, Inverse, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from symbolic.clock import clock
from symbolic.errors import BudgetError, LineproofError, TranslationError
from symbolic.kernel import Kernel
from symbolic.language.operator import apply
from symbolic.language.statements import (
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    equals,
    property_name,
    relation,
)
from symbolic.language.substitution import substitute, subterms
from symbolic.language.terms import add, inverse, multiply, negative
from symbolic.network.budget import within
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor
from symbolic.provers.products import summands
from symbolic.provers.search import Search
from symbolic.provers.tactics.statements import defining_equation, witnesses

SIGNS = {Eq: "=", Ne: "!=", Le: "<=", Lt: "<"}
OUTER = frozenset({"rank", "det", "logdet", "pinv", "expm"})
SHARE = 0.4
"""The share of the time that one reduction may take."""


@dataclass(frozen=True, slots=True)
class Open:
    """A statement that is still to be shown of `value`, a sum of networks in normal form; None where there is none, for
    the reason in `obstacle`.

    sign: that `value` is "=" or "!=" 0; that 0 "<=" or "<" `value`; that `value` ">>" 0; that its "range" lies in that
    of `outer`; or the name of a property. written: the value as the claim writes it. kernel, reader, statements: what a
    notation for it needs. reduced: whether it has fewer
    summands by the hypotheses. given: what may be used beside the
    hypotheses. where: the witness that is put in for a symbol.
    """

    sign: str
    value: Tensor | None
    written: Any
    kernel: Kernel
    reader: Reader
    statements: tuple[Basic, ...]
    outer: Any = None
    reduced: bool = False
    obstacle: str = ""
    given: tuple[Basic, ...] = ()
    where: tuple[tuple[Any, Any], ...] = ()


def left_open(search: Search, seconds: float) -> tuple[Open, ...]:
    """What is still to be shown of the claim of a search that found no proof; () where nothing can be said."""
    search.deadline = clock() + seconds
    try:
        with within(seconds):
            return _left(search, search.claim)
    except (LineproofError, RecursionError):
        return ()


def _left(search: Search, claim: Any) -> tuple[Open, ...]:
    match claim:
        case Eq() | Ne():
            return (_of(search, SIGNS[type(claim)], _moved(*claim.args)),)
        case Le() | Lt():
            return (_of(search, SIGNS[type(claim)], _moved(*claim.args[::-1])),)
        case Loewner():
            return (_of(search, ">>", _moved(*claim.args)),)
        case RangeInclusion():
            return (_outside(search, *claim.args),)
        case Implication():
            inner = search.under((*search.given, claim.args[0]), claim.args[1])
            inner.depth = search.depth
            return tuple(replace(o, given=(claim.args[0], *o.given)) for o in _left(inner, claim.args[1]))
        case Minimizes():
            point, value, variable = claim.args
            return _left(search, relation(substitute(value, {variable: point}), "<=", value))
        case Exists():
            return _without_witness(search, claim)
        case AppliedPredicate():
            equation = defining_equation(claim)
            if equation is not None:
                return _left(search, equation)
            return (_of(search, property_name(claim) or "", claim.arguments[0]),)
        case _:
            return ()


def _moved(left: Any, right: Any) -> Any:
    """left - right."""
    nothing = right == 0 or getattr(right, "is_ZeroMatrix", False)
    return left if nothing else add(left, negative(right))


def _of(search: Search, sign: str, term: Any, outer: Any = None) -> Open:
    """The statement on a term in normal form; on the term as it stands where the normal form has more summands, or is
    not found in time.
    """
    reader, statements = search.equations.relations.reader, (search.claim, *search.given)
    left = Open(sign, None, term, search.kernel, reader, statements, outer)
    try:
        left = replace(left, value=search.kernel.difference(equals(term, 0)))
        term = _simpler_inside(search, term)
        whole = search.kernel.difference(equals(term, 0))
        left = replace(left, value=whole, written=term)
        normal = search.equations.reduced(whole, SHARE * search.remaining())
    except TranslationError as error:
        return left if left.value is not None else replace(left, obstacle=str(error))
    except BudgetError:
        return left
    if not normal.terms or normal == whole or len(normal.terms) > len(whole.terms):
        return left
    return replace(left, value=normal, reduced=len(normal.terms) < len(whole.terms))


def _simpler_inside(search: Search, term: Any) -> Any:
    """The term with the arguments of ranks, determinants, inverses and the like in normal form."""
    mapping = {}
    for part in reversed(subterms(term)):
        operands: tuple[Any, ...] = part.args if isinstance(part, Inverse) else getattr(part, "operands", ())
        if len(operands) == 1 and (isinstance(part, Inverse) or part.operator.name in OUTER):
            value = search.kernel.translator(operands[0])
            normal = search.equations.reduced(value, SHARE * search.remaining())
            if normal != value and len(normal.terms) <= len(value.terms):
                simple = search.equations.relations.reader.term(normal)
                mapping[part] = inverse(simple) if isinstance(part, Inverse) else apply(part.operator.name, simple)
    return substitute(term, mapping) if mapping else term


def _outside(search: Search, inner: Any, outer: Any) -> Open:
    """The summands that are not known to lie in the range."""
    parts = summands(inner)
    projection = multiply(outer, apply("pinv", outer))
    outside = [part for part in parts if len(parts) > 1 and search.lemma(multiply(projection, part), part) is None]
    return _of(search, "range", add(*outside) if outside else inner, outer)


def _without_witness(search: Search, claim: Any) -> tuple[Open, ...]:
    """The equations that the likeliest witness leaves open."""
    variable, parts = claim.args[0], claim.args[1:]
    tried = []
    for term in witnesses(variable, parts):
        stated = [substitute(part, {variable: term}) for part in parts]
        left = [_left(search, part) for part in stated if search.tried(Search.statement, part) is None]
        found = tuple(one for listed in left for one in listed)
        tried.append((sum(len(one.value.terms) if one.value else 1 for one in found), term, found))
    if not tried:
        return tuple(replace(o, obstacle=f"no candidate for {variable.name}") for p in parts for o in _left(search, p))
    _, term, found = min(tried, key=lambda item: item[0])
    return tuple(replace(o, where=((variable, term), *o.where)) for o in found)

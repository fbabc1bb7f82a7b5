"""Orders proved from bounds alone: what stands on the larger side needs no cases.

In L <= R a maximum on the side of R is at least each of its arguments; often that is all that is needed, as in
abs(a + b) <= abs(a) + abs(b). Such terms are then not opened but taken as numbers with these bounds, which are lemmas
of their own, so that only the kinks on the side of L are split: the number of cells no longer grows with those of R.

In L <= R a maximum on the side of L may be replaced by each of its arguments in turn. That is how a kink around a sum
over a symbolic size is taken apart, abs(sum(x)) <= sum(abs(x)): the sums in it are opened in the parts and are numbers
where those are put together.

Main results: `relaxed`, `branched`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sympy import Add, Basic, Ge, Gt, Le, Lt, MatAdd, MatMul, Mul, S, ZeroMatrix

from symbolic.language.operator import Application
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Implication, relation
from symbolic.language.substitution import substitute, subterms
from symbolic.language.terms import negative
from symbolic.network.piecewise import SCALAR, sides, without_number


@dataclass
class Relaxation:
    """The terms that are not opened, those that are, and the lemmas that bound the former."""

    opaque: set[Any] = field(default_factory=set)
    opened: dict[Any, None] = field(default_factory=dict)
    bounds: dict[Basic, None] = field(default_factory=dict)

    def visit(self, term: Any, sign: int) -> None:
        """Take up the terms in `term`, which the larger side has with this sign."""
        if isinstance(term, Add | MatAdd):
            for part in term.args:
                self.visit(part, sign)
        elif isinstance(term, Mul | MatMul):
            rest = without_number(term)
            if rest is not None:
                self.visit(rest, sign if term.args[0] > 0 else -sign)
        elif isinstance(term, Application) and (parts := _parts(term)):
            smallest = term.operator.name == "min"
            closed = sign < 0 if smallest else sign > 0
            if not closed:
                self.opened[term] = None
            else:
                self.opaque.add(term)
                for part in parts:
                    self.bounds[relation(term, "<=", part) if smallest else relation(part, "<=", term)] = None
            for part in parts if closed or term.operator.name != "abs" else ():
                self.visit(part, sign)


def relaxed(claim: Basic) -> Relaxation | None:
    """What need not be opened in an order, or in P => Q for an order Q.

    None where that is nothing, or where it stands on the other side too: then its value matters, not its bounds.
    """
    while isinstance(claim, Implication):
        claim = claim.args[1]
    found = _visited(claim)
    return found if found.opaque and found.opaque.isdisjoint(found.opened) else None


def branched(claim: Basic) -> tuple[tuple[Basic, ...], frozenset[Any]] | None:
    """Orders that together give an order, without one kink around a sum over a symbolic size, and the sums in it."""
    kink = next((kink for kink in _visited(claim).opened if any(map(_is_sum, subterms(kink)))), None)
    if kink is None:
        return None
    return (tuple(substitute(claim, {kink: part}) for part in _parts(kink)),
            frozenset(term for term in subterms(claim) if _is_sum(term)))


def _visited(claim: Basic) -> Relaxation:
    found = Relaxation()
    if isinstance(claim, Le | Lt | Ge | Gt):
        large, small, _ = sides(claim)
        found.visit(large, 1)
        found.visit(small, -1)
    return found


def _is_sum(term: Any) -> bool:
    """Whether a term is a sum over a symbolic size, as sum(x) or x'*y."""
    if isinstance(term, Application):
        summed = term.operands if term.operator.name == "sum" else ()
    else:
        summed = term.args if isinstance(term, MatMul) and shape_of(term) == SCALAR else ()
    return any(not size.is_Integer for part in summed for size in shape_of(part))


def _parts(term: Any) -> tuple[Any, ...]:
    """The terms of which a kink takes the largest or the smallest; none for other operators."""
    match term.operator.name:
        case "max" | "min":
            parts = term.operands
        case "abs":
            parts = (term.operands[0], negative(term.operands[0]))
        case "relu":
            parts = (term.operands[0], S.Zero if is_scalar(term) else ZeroMatrix(*shape_of(term)))
        case _:
            return ()
    return parts if all(shape_of(part) == shape_of(term) for part in parts) else ()

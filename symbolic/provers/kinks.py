"""Claims that were proved off the kinks of abs, relu, max, ...: whether they hold wherever the derivatives in them
exist.

A derivative may exist at a kink all the same: x*abs(x) has the derivative 0 at x = 0. Where it does, it is the limit
of the derivatives beside the kink, the functions being continuous and piecewise smooth (by the mean value theorem).
So an equation that holds beside the kink holds there too

* if what stands outside the derivatives is continuous: no sign, step, rank or pinv;
* or if what jumps outside are steps step(u) of terms u that are below 0 somewhere near every zero: then both sides
  are limits from u < 0;
* or if its difference at the kink, with the derivatives taken from one side, is a multiple of the jump of a
  derivative, which is 0 where the derivative exists: grad(abs(x), x) = sign(x).

Neither helps where the hypotheses of the proof are equations that may hold the kink fast, as x = 0 does. Where they
do for certain (`held_at_kink`), the claim says nothing; where they do not, a reader is told (`existence_note`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Le

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.kernel.meaning import aligned_difference
from symbolic.language.derivatives import DERIVATIVES, has_kinks, smoothness
from symbolic.language.grammar import to_text
from symbolic.language.operator import Application
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import zeros
from symbolic.network import forms
from symbolic.network.labels import label
from symbolic.network.net import Net
from symbolic.network.plug import opened_where
from symbolic.network.tensor import Coefficient, Tensor, collected
from symbolic.network.translate import Translator
from symbolic.provers.search import Search

AT_KINK = 0.1
"""Seconds to see that the hypotheses hold a term at its kink."""
JUMPING = frozenset({"sign", "step", "rank", "pinv"})


def crossed(theorem: Theorem, claim: Basic, settings: tuple[bool, Any]) -> bool:
    """Whether a theorem of `claim` that holds off the kinks shows the claim wherever its derivatives exist."""
    if not isinstance(claim, Eq) or _held(theorem, claim):
        return False
    outside = list(_outside(claim))
    jumping = [t for t in outside if isinstance(t, Application) and t.operator.name in JUMPING]
    try:
        if _from_below(jumping, Translator(explicit=settings[0], dependent=settings[1])):
            return True
        return _jump_explains(claim, [t for t in outside if _varied_at_kinks(t)], settings)
    except LineproofError:
        return False


def existence_note(conditions: Sequence[Basic]) -> str:
    """What a reader is told of a claim that holds where its derivatives exist, as they do under `conditions`; else
    empty.
    """
    said = ", ".join(map(_in_words, conditions))
    return f"where the derivative exists: {said}" if said else ""


def _in_words(condition: Any) -> str:
    """u != 0; entry by entry, that no entry of u is 0."""
    if isinstance(condition, Eq):
        return f"{to_text(_argument(condition))} has no entry 0"
    return to_text(condition)


def _argument(condition: Any) -> Any:
    """The term u of the condition that it is not 0, or that no entry of it is."""
    if not isinstance(condition, Eq):
        return condition.args[0]
    return condition.args[0].operands[0].operands[0]


def held_at_kink(search: Search) -> Basic | None:
    """An equation u = 0 that follows from the hypotheses, for a term u at which a derivative in the claim has a kink:
    then the claim says nothing.
    """
    for condition in smoothness(search.claim):
        term = _argument(condition)
        spoken = any(symbols_in(term) & symbols_in(h) for h in search.given if isinstance(h, Eq | Le))
        if not spoken or search.is_given(condition):
            continue
        goal = equals(term, zeros(*shape_of(term)))
        inner = search.under(search.given, goal)
        inner.deadline = min(inner.deadline, clock() + AT_KINK)
        found = inner.tried(Search.statement, goal)
        if found is not None and inner.from_given(found):
            return goal
    return None


def _from_below(jumping: list[Any], translator: Translator) -> bool:
    """Whether jumping parts are steps that can all be approached from below, none of a derivative, none of opposite
    terms.
    """
    names = {n.operator.name for t in jumping for n in subterms(t) if isinstance(n, Application)}
    if any(t.operator.name != "step" for t in jumping) or names & DERIVATIVES:
        return False
    values = [translator(t.operands[0]) for t in jumping]
    opposite = {_direction(-v).key for v in values}
    return all(_takes_both_signs(v) and _direction(v).key not in opposite for v in values)


def _takes_both_signs(value: Tensor) -> bool:
    """Whether a term has both signs near each of its zeros, its symbols being free.

    It has where it is of degree at most 1 in each entry of some symbols, the others fixed, and not 0 for all of their
    values: such a polynomial is harmonic. Not 0: a product of these symbols alone stands in it once.
    """
    nets = [_letters(net) for net in value.terms]
    keys = {key for net in nets for key in net}
    hidden = {name for key in keys if label(key).kind != "symbol" for name in label(key).symbols}
    plain = {key for key in keys if label(key).kind == "symbol" and label(key).name not in hidden}
    free = {key for key in plain if all(net.count(key) < 2 for net in nets)}
    parts = [frozenset(net) & free for net in nets]
    return any(set(net) <= free and net and parts.count(part) == 1 for net, part in zip(nets, parts, strict=True))


def _letters(net: Net) -> list[str]:
    """The labels of a network, each as often as it stands there; one with another exponent counts twice."""
    (_, factors, _), scalars = opened_where(net, lambda _: True)
    return [*(key for key, _ in factors), *(key for key, e in scalars for _ in range(1 if e == 1 else 2))]


def _direction(value: Tensor) -> Tensor:
    """A term up to a positive factor."""
    return value.scaled(1 / abs(Fraction(forms.leading(value)))) if value.terms else value


def _held(theorem: Theorem, claim: Basic) -> bool:
    """Whether an equation or bound among the hypotheses speaks of a symbol that stands at a kink."""
    kinks = smoothness(claim)
    symbols = {s for k in kinks for s in symbols_in(k)}
    return any(isinstance(h, Eq | Le) and h not in kinks and symbols & symbols_in(h) for h in theorem.hypotheses)


def _outside(node: Any) -> Iterator[Any]:
    """The parts of a statement outside its derivatives, and these as wholes."""
    yield node
    if not _varied_at_kinks(node):
        for part in node.operands if isinstance(node, Application) else node.args:
            yield from _outside(part)


def _varied_at_kinks(node: Any) -> bool:
    return isinstance(node, Application) and node.operator.name in DERIVATIVES and has_kinks(node)


def _jump_explains(claim: Any, derivatives: Iterable[Any], settings: tuple[bool, Any]) -> bool:
    """Whether the difference at the kink is a multiple of the jump of one of the derivatives."""
    plain = Translator(explicit=settings[0], dependent=settings[1])
    values = {node: plain(node) for node in derivatives}
    kinks = plain.notes.kinks
    above = Translator(explicit=settings[0], dependent=settings[1])
    jumps = []
    for node, value in values.items():
        above.preset(node, at_sign(value, kinks, 1))
        jumps.append(at_sign(value, kinks, 1) - at_sign(value, kinks, -1))
    rest = at_sign(aligned_difference(above, *claim.args), kinks, 0)
    return not rest.terms or any(_multiple(rest, jump) for jump in jumps)


def _multiple(value: Tensor, of: Tensor) -> bool:
    """Whether `value` is a number times `of`."""
    if value.axes != of.axes or not of.terms:
        return False
    net, coefficient = next(iter(of.terms.items()))
    return value == of.scaled(Fraction(value.terms.get(net, 0)) / Fraction(coefficient))


def at_sign(tensor: Tensor, kinks: set[str], sign: int) -> Tensor:
    """The tensor with a number for the sign at every kink."""

    def terms() -> Iterator[tuple[Net, Coefficient]]:
        for net, c in tensor.terms.items():
            (ext, factors, _), scalars = opened_where(net, lambda held: any(key in kinks for key, _ in held.argument))
            count = sum(1 for key, _ in factors if key in kinks) + sum(int(e) for a, e in scalars if a in kinks)
            rest = tuple(f for f in factors if f[0] not in kinks)
            present = {i for _, indices in rest for i in indices} | {i for slot in ext for i in slot[1:]}
            gone = {
                i: d
                for key, indices in factors
                for i, d in zip(indices, label(key).dims, strict=True)
                if i not in present
            }
            sizes = [(forms.dimension_atom(d), 1) for d in gone.values()]
            kept = [(a, e) for a, e in scalars if a not in kinks]
            yield forms.fused(ext, rest, (*kept, *sizes)), c * sign**count

    return collected(tensor.axes, terms())

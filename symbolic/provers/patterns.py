"""Rewriting parts of networks: equations between networks that are no words, used from left to right.

A rule is an equation one of whose networks, its *lead*, is looked for as a part of a larger network: factors with
the same labels, joined in
the same way, where an index that the lead sums over stands nowhere else. Entrywise reciprocals (u.*(1./u) = 1),
diagonal matrices
(A_ij = 0 off the diagonal) and hypotheses on entries are of this kind. Each replacement is one term of a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import CertificateTerm
from symbolic.kernel.kernel import flat_block
from symbolic.network.fuse import exponential
from symbolic.network.labels import label
from symbolic.network.net import Exponent, Factor, Net
from symbolic.network.plug import hole, opened_where, plugged
from symbolic.network.tensor import Coefficient, Tensor, collected, tidy

STEPS = 400


@dataclass(frozen=True)
class Rule:
    """An equation `side` = 0 (a slot for each index), solved for the network `lead`.

    `number` is that of the premise, `blocks` the block of it. A `strict` rule is used only where all it puts in is
    smaller.
    """

    number: int
    blocks: tuple[int, ...]
    side: Tensor
    lead: Net
    strict: bool = False

    @property
    def slots(self) -> tuple[int, ...]:
        """The index of each slot in the lead."""
        return tuple(slot[1] for slot in self.lead[0])


def rule_of(number: int, difference: Tensor, blocks: tuple[int, ...], *, strict: bool = False) -> Rule | None:
    """The rule of an equation; None where no network can lead."""
    side = flat_block(difference, blocks)
    possible = [(_weight(net), lead) for net in side.terms if _leads(lead := opened(net))]
    if not possible:
        return None
    _, lead = max(possible, key=lambda p: (p[0], repr(p[1])))
    return Rule(number, blocks, side, lead, strict)


def opened(net: Net) -> Net:
    """The network with its closed parts written out."""
    (ext, factors, scalars), kept = opened_where(net, lambda held: True)
    return ext, factors, (*scalars, *kept)


def _weight(net: Net) -> tuple[int, int]:
    """Composite factors count first, powers of products as often as these have factors, then all."""
    _, factors, scalars = opened(net)
    held = [label(key) for key, _ in (*factors, *scalars)]
    composite = [h for h in held if h.kind not in ("symbol", "dimension", "natural")]
    inside = (max([1, *(len(n[1]) for n in h.argument[0].terms)]) for h in composite if h.kind == "pow")
    return sum(inside) + sum(h.kind != "pow" for h in composite), len(held)


def _size(net: Net) -> tuple[int, int, str]:
    return *_weight(net), repr(net)


def _leads(net: Net) -> bool:
    """Whether a network can be looked for: every slot has an index of its own, in some factor."""
    ext, factors, scalars = net
    slots = [slot[1] for slot in ext]
    present = {i for _, indices in factors for i in indices}
    whole = all((isinstance(e, int) and e > 0) or label(a).kind == "exp" for a, e in scalars)
    return bool(factors or scalars) and len(set(slots)) == len(slots) and present.issuperset(slots) and whole


class Patterns:
    """The rules at hand."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rewritten(self, tensor: Tensor, deadline: Any) -> tuple[Tensor, list[CertificateTerm]]:
        """The tensor with every part that leads replaced, and the certificate of the difference. `deadline()` is
        true when time is up.
        """
        terms: list[CertificateTerm] = []
        todo, done = dict(tensor.terms), dict[Net, Coefficient]()
        while todo:
            net, coefficient = todo.popitem()
            step = None if len(terms) >= STEPS or deadline() else self._step(tensor, net, coefficient)
            if step is None:
                done[net] = done.get(net, 0) + coefficient
                continue
            change, term = step
            terms.append(term)
            for other, c in change.terms.items():
                todo[other] = todo.get(other, 0) + c
                if not todo[other]:
                    del todo[other]
        return Tensor(tensor.axes, {net: tidy(c) for net, c in done.items() if c}), terms

    def _step(self, tensor: Tensor, net: Net, coefficient: Coefficient) -> tuple[Tensor, CertificateTerm] | None:
        """What one network becomes by one rule."""
        ext, factors, scalars = opened(net)
        alone = Tensor(tensor.axes, {net: coefficient})
        for rule in self.rules:
            for places, left, indices, more in found(rule, ext, factors, scalars):
                rest = [*(f for k, f in enumerate(factors) if k not in places), *more]
                context: Net = (ext, (*rest, (hole(len(indices)), indices)), left)
                try:
                    filled = collected(tensor.axes, plugged(context, len(rest), rule.side))
                except LineproofError:
                    continue
                share = filled.terms.get(net, 0)
                if not share or (
                    rule.strict and any(_size(other) >= _size(net) for other in filled.terms if other != net)
                ):
                    continue
                weight = tidy(Fraction(coefficient) / share)
                return alone - filled.scaled(weight), CertificateTerm(
                    weight, context, len(rest), rule.number, rule.blocks
                )
        return None


Place = tuple[frozenset[int], tuple[tuple[str, Exponent], ...], tuple[int, ...], tuple[Factor, ...]]
Match = tuple[dict[int, int], frozenset[int], tuple[Factor, ...]]


def found(
    rule: Rule, ext: Sequence[tuple[int, ...]], factors: Sequence[Factor], scalars: Sequence[tuple[str, Exponent]]
) -> Iterator[Place]:
    """Where the lead stands in a network: the places of its factors, the scalars that are left, the index for each
    slot, and what is left
    of exponentials of which the lead takes a part.
    """
    left = _without(scalars, rule.lead[2])
    if left is None:
        return
    shown = {i for slot in ext for i in slot[1:]}
    fixed = set(rule.slots)
    for mapping, places, more in _matches(rule.lead[1], factors, ({}, frozenset(), ()), fixed):
        inner = {t for p, t in mapping.items() if p not in fixed}
        outside = {i for k, (_, indices) in enumerate(factors) if k not in places for i in indices} | shown
        if not inner & outside:
            yield places, left, tuple(mapping[i] for i in rule.slots), more


def _without(
    scalars: Sequence[tuple[str, Exponent]], lead: Sequence[tuple[str, Exponent]]
) -> tuple[tuple[str, Exponent], ...] | None:
    """The scalars without those of the lead; None where they are not all there."""
    rest = dict(scalars)
    for atom, exponent in lead:
        have: Exponent = rest.get(atom, 0)
        if (
            have * exponent <= 0
            or abs(have) < abs(exponent)  # type: ignore[operator]
            or (not isinstance(have, int) and label(atom).kind != "exp")
        ):
            return None
        rest[atom] = have - exponent
    return tuple((a, e) for a, e in rest.items() if e)


def _matches(lead: Sequence[Factor], factors: Sequence[Factor], match: Match, fixed: set[int]) -> Iterator[Match]:
    """The ways to find the factors of the lead among `factors`; indices that it sums over go to different indices."""
    if not lead:
        yield match
        return
    mapping, places, more = match
    key, indices = lead[0]
    for k, (other, targets) in enumerate(factors):
        left_over = None if k in places else _part(other, key)
        if left_over is None:
            continue
        half = len(targets) // 2
        turned = targets[half:] + targets[:half]
        for view in dict.fromkeys((targets, turned) if label(key).symmetric else (targets,)):
            joined = _joined(mapping, indices, view, fixed)
            if joined is not None:
                rest = tuple((name, view) for name in left_over)
                yield from _matches(lead[1:], factors, (joined, places | {k}, (*more, *rest)), fixed)


def _part(whole: str, part: str) -> tuple[str, ...] | None:
    """What is left of a factor without `part`: nothing of an equal one, exp((a - b) m) of exp(a m) without exp(b
    m); None for another.
    """
    if whole == part:
        return ()
    one, other = label(whole), label(part)
    if one.kind != "exp" or other.kind != "exp" or one.name != other.name or len(one.dims) != len(other.dims):
        return None
    a, b = one.argument[1], other.argument[1]
    if a * b <= 0 or abs(a) < abs(b):
        return None
    return (exponential(one.argument[0], a - b, one.dims, symmetric=one.symmetric),)


def _joined(
    mapping: dict[int, int], indices: tuple[int, ...], targets: tuple[int, ...], fixed: set[int]
) -> dict[int, int] | None:
    more = dict(mapping)
    for i, t in zip(indices, targets, strict=True):
        if more.setdefault(i, t) != t:
            return None
    inner = [t for i, t in more.items() if i not in fixed]
    open_ = {t for i, t in more.items() if i in fixed}
    return more if len(set(inner)) == len(inner) and not open_.intersection(inner) else None

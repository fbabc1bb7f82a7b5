"""Expectations replaced by what the declared laws say.

Every group of moment factors of one random symbol is replaced by the law's value for a moment of that order; what
is left has no
expectation of a plain symbol any more. Each replacement is one term of a certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from symbolic.errors import LineproofError
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.kernel.kernel import flat_block
from symbolic.kernel.moments import ENTRYWISE
from symbolic.language.operator import operands_of
from symbolic.language.substitution import subterms
from symbolic.network.expectation import TIE
from symbolic.network.labels import Label, label
from symbolic.network.net import Factor, Net
from symbolic.network.plug import hole, opened_where, plugged
from symbolic.network.tensor import Axis, Coefficient, Tensor, collected, tidy

STEPS, LARGEST = 5_000, 5
_Found = tuple[Theorem, tuple[int, ...], Coefficient]
"""An equation, the indices in its open slots, and the coefficient of the expectation in it."""


class _Given(NamedTuple):
    """An equation with one expectation: the labels of its factors, their indices, and those of the open slots."""

    theorem: Theorem
    scale: Coefficient
    keys: tuple[str, ...]
    indices: tuple[int, ...]
    slots: tuple[int, ...]


class Expectations:
    """The moments of one problem: theorems by random symbol and order."""

    def __init__(self, kernel: Kernel, laws: dict[str, Theorem], equations: Sequence[Theorem] = ()) -> None:
        self.kernel, self.laws, self.equations = kernel, laws, equations
        self._moments: dict[tuple[str, int], Theorem | None] = {}
        self._given: dict[tuple[str, ...], _Given] = {}
        self._sides: dict[int, tuple[Theorem, Tensor]] = {}
        self._taken = 0

    def _take(self, equation: Theorem) -> None:
        """An equation between entries with one expectation, like E[x.^3] = v: its highest moment will be replaced by
        the rest.
        """
        if not any(operands_of(part, "E") for part in subterms(equation.statement)):
            return
        try:
            side = self.kernel.difference(equation.statement)
        except LineproofError:
            return
        patterns = [p for net, c in side.terms.items() if (p := _pattern(equation, net, c)) is not None]
        if patterns:
            best = max(patterns, key=lambda p: (len(p.keys), p.keys))
            self._given[best.keys] = best

    def reduced(self, tensor: Tensor, premises: list[Theorem]) -> tuple[Tensor, list[CertificateTerm]]:
        """The tensor without moments that a law fixes, and the certificate of the difference. New premises are
        appended to `premises`.
        """
        for equation in self.equations[self._taken :]:
            self._take(equation)
        self._taken = len(self.equations)
        if not any(label(key).kind in ("moment", "closed") for _, f, s in tensor.terms for key, _ in (*f, *s)):
            return tensor, []
        terms: list[CertificateTerm] = []
        todo, done = dict(tensor.terms), dict[Net, Coefficient]()
        while todo:
            net, coefficient = todo.popitem()
            step = self._step(tensor.axes, net, coefficient, premises) if len(terms) < STEPS else None
            if step is None:
                done[net] = done.get(net, 0) + coefficient
                continue
            terms.append(step[1])
            for other, c in step[0].terms.items():
                todo[other] = todo.get(other, 0) + c
                if not todo[other]:
                    del todo[other]
        return Tensor(tensor.axes, {net: tidy(c) for net, c in done.items() if c}), terms

    def _step(
        self, axes: tuple[Axis, ...], net: Net, coefficient: Coefficient, premises: list[Theorem]
    ) -> tuple[Tensor, CertificateTerm] | None:
        """What a network becomes when one expectation in it is replaced; None where nothing is known of any."""
        (ext, factors, scalars), kept = opened_where(net, _holds_moment)
        for group in _groups(factors):
            found = self._moment(factors, group) or self._by_hypothesis(factors, group)
            if found is None:
                continue
            theorem, indices, scale = found
            weight = Fraction(coefficient) / scale
            rest = [f for k, f in enumerate(factors) if k not in group]
            context: Net = (ext, (*rest, (hole(len(indices)), indices)), (*scalars, *kept))
            if theorem not in premises:
                premises.append(theorem)
            term = CertificateTerm(tidy(weight), context, len(rest), premises.index(theorem))
            filled = collected(axes, ((n, weight * c) for n, c in plugged(context, len(rest), self._side(theorem))))
            return Tensor(axes, {net: coefficient}) - filled, term
        return None

    def _side(self, theorem: Theorem) -> Tensor:
        """The difference of an equation, a slot for each index."""
        if id(theorem) not in self._sides:
            self._sides[id(theorem)] = (theorem, flat_block(self.kernel.difference(theorem.statement), ()))
        return self._sides[id(theorem)][1]

    def _by_hypothesis(self, factors: tuple[Factor, ...], group: list[int]) -> _Found | None:
        """An equation on this expectation, with the indices that stand in its open slots."""
        given = self._given.get(tuple(sorted(factors[k][0] for k in group)))
        if given is None or len(group) > LARGEST:
            return None
        for order in permutations(group):
            if any(factors[k][0] != key for k, key in zip(order, given.keys, strict=True)):
                continue
            there = [i for k in order for i in factors[k][1][:-1]]
            indices: dict[int, int] = {}
            if all(indices.setdefault(a, b) == b for a, b in zip(given.indices, there, strict=True)):
                return given.theorem, tuple(indices[i] for i in given.slots), given.scale
        return None

    def _moment(self, factors: tuple[Factor, ...], group: list[int]) -> _Found | None:
        held = [label(label(factors[k][0]).argument) for k in group]
        names = {h.name for h in held}
        if any(h.kind not in ("symbol", "dimension", "natural") or h.blocks for h in held) or len(names) != 1:
            return None
        name, order = next(iter(names)), len(group)
        law = self.laws.get(name)
        if law is None:
            return None
        groups = {factors[k][1][:-1] for k in group}
        entrywise = law.statement.law in ENTRYWISE or "iid" in law.statement.parameters
        if entrywise and order > 2 and len(groups) == 1 and law.statement.law in ("iid", "independent"):
            return None
        if (name, order) not in self._moments:
            try:
                self._moments[name, order] = self.kernel.moment(law, order)
            except LineproofError:
                self._moments[name, order] = None
        theorem = self._moments[name, order]
        return None if theorem is None else (theorem, tuple(i for k in group for i in factors[k][1][:-1]), 1)


def _pattern(equation: Theorem, net: Net, scale: Coefficient) -> _Given | None:
    """One term of an equation, if it is an expectation whose indices are the open slots."""
    (ext, factors, scalars), kept = opened_where(net, _holds_moment)
    slots = tuple(i for _, *indices in ext for i in indices)
    groups = _groups(factors)
    own = {i for _, indices in factors for i in indices[:-1]}
    if scalars or kept or [len(g) for g in groups] != [len(factors)] or len(set(slots)) < len(slots) or own != {*slots}:
        return None
    listed = sorted(factors)
    flat = tuple(i for _, indices in listed for i in indices[:-1])
    return _Given(equation, scale, tuple(key for key, _ in listed), flat, slots)


def _holds_moment(held: Label) -> bool:
    return held.kind == "closed" and any(label(key).kind == "moment" for key, _ in held.argument)


def _groups(factors: tuple[Factor, ...]) -> list[list[int]]:
    """The places of the factors of each expectation."""
    ties: dict[int, list[int]] = {}
    for k, (key, indices) in enumerate(factors):
        held = label(key)
        if held.kind == "moment" and held.dims[-1] == TIE:
            ties.setdefault(indices[-1], []).append(k)
    return sorted(ties.values(), key=len)

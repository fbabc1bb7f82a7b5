"""Equations from equations: the search for certificates.

`Equations.prove(goal)` tries, in this order, and hands every success to the kernel:
  1. the two sides have one canonical form;
  2. moments replaced by the declared laws;
  3. completion over the words of goal and hypotheses (`completion`), with the relations of composite letters;
  4. the same on the path segments of networks that are no words (`segments`).
What is left over is returned as the residue; `Equations.reduced` brings a sum of networks to normal form by all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Basic

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.network.net import Net
from symbolic.network.tensor import Axis, Coefficient, Tensor
from symbolic.provers.basis import Limits
from symbolic.provers.completion import Completion
from symbolic.provers.existence import Existence
from symbolic.provers.expectations import Expectations
from symbolic.provers.facts import Facts
from symbolic.provers.monomials import ONE, Polynomial
from symbolic.provers.patterns import Patterns, rule_of
from symbolic.provers.relations import Relation, Relations, blocks_of
from symbolic.provers.segments import Segments
from symbolic.provers.words import Words

SEGMENT_STEPS = 200


@dataclass
class Attempt:
    """What became of a goal: the theorem, or the residue as a tensor, and whether the hypotheses contradict each
    other.
    """

    theorem: Theorem | None
    residue: Tensor | None = None
    reason: str = ""
    contradictory: bool = False


@dataclass
class _Work:
    """A certificate in the making: premises and the terms that refer to them by number."""

    premises: list[Theorem] = field(default_factory=list)
    terms: list[CertificateTerm] = field(default_factory=list)

    def number(self, theorem: Theorem) -> int:
        """The number of a premise, new or known."""
        for k, known in enumerate(self.premises):
            if known is theorem:
                return k
        self.premises.append(theorem)
        return len(self.premises) - 1


class Equations:
    """The search for one set of facts."""

    def __init__(self, kernel: Kernel, facts: Facts, existence: Existence, symbols: dict[str, Any]) -> None:
        self.kernel, self.facts, self.existence = kernel, facts, existence
        self.words = Words()
        self.relations = Relations(facts, existence, self.words, symbols)
        self.expectations = Expectations(kernel, facts.laws, facts.equations)
        self.completion: Completion | None = None
        self.used: list[Relation] = []
        self._taken = self._ruled = 0
        self._premises: list[Theorem] = []
        self.patterns = Patterns()

    def prove(self, goal: Basic, seconds: float) -> Attempt:
        """A theorem that states `goal`, or the residue."""
        deadline = clock() + seconds
        work = _Work()
        rest, terms = self.expectations.reduced(self.kernel.difference(goal), work.premises)
        work.terms += terms
        if rest.terms:
            reason = self._by_words(rest, work, deadline)
            if reason:
                return Attempt(None, rest, reason, reason == "contradiction")
        return Attempt(self._finished(goal, work))

    def _finished(self, goal: Basic, work: _Work) -> Theorem:
        used = sorted({t.premise for t in work.terms})
        place = {old: new for new, old in enumerate(used)}
        terms = tuple(CertificateTerm(t.coefficient, t.context, t.hole, place[t.premise], t.blocks) for t in work.terms)
        return self.kernel.certificate(goal, terms, [work.premises[k] for k in used])

    def _by_words(self, rest: Tensor, work: _Work, deadline: float) -> str:
        """Extend the certificate by what completion finds; the reason why not, or ""."""
        rest = self._rewritten(rest, work, deadline)
        reason = self._parts_by_words(rest, work, deadline)
        if reason and self.relations.others:
            other = self._by_patterns(rest, work, deadline)
            if other != rest:
                reason = self._parts_by_words(other, work, deadline)
        return reason

    def _rewritten(self, rest: Tensor, work: _Work, deadline: float) -> Tensor:
        """The tensor with its networks that are no words in normal form."""
        self._take_facts()
        segments = Segments(self.words)
        while segments.concern(rest):
            before = rest
            rest = self._by_patterns(self._by_segments(rest, segments, work, deadline), work, deadline)
            if rest == before or not rest.terms or clock() > deadline:
                break
        return rest

    def reduced(self, side: Tensor, seconds: float) -> Tensor:
        """What equals the tensor by all equations at hand and is in normal form, as far as the time allows."""
        deadline = clock() + seconds
        work = _Work()
        rest, _ = self.expectations.reduced(side, work.premises)
        rest = self._rewritten(rest, work, deadline)
        if self.relations.others:
            rest = self._by_patterns(rest, work, deadline)
        terms: dict[Net, Coefficient] = {}
        for blocks, part in blocks_of(rest):
            for (ext, factors, scalars), c in self._part_reduced(part, deadline).terms.items():
                place = tuple((b, *slot[1:]) for b, slot in zip(blocks, ext, strict=True)) if blocks else ext
                terms[place, factors, scalars] = c
        return Tensor(rest.axes, terms)

    def _part_reduced(self, part: Tensor, deadline: float) -> Tensor:
        polynomial = self.words.polynomial(part)
        if polynomial:
            self._complete(deadline)
        if not polynomial or self.completion is None:
            return part
        [outcome] = self.completion.prove([polynomial])
        return self.words.tensor(outcome.residue, part.axes)

    def _take_facts(self) -> None:
        for equation in self.facts.equations[self._taken :]:
            self.relations.add(equation)
        self._taken = len(self.facts.equations)

    def _parts_by_words(self, rest: Tensor, work: _Work, deadline: float) -> str:
        """Extend the certificate by completion, block by block."""
        parts: list[tuple[tuple[int, ...], tuple[Axis, ...], Polynomial]] = []
        for blocks, part in blocks_of(rest):
            if part.terms:
                polynomial = self.words.polynomial(part)
                if polynomial is None:
                    return "no words"
                parts.append((blocks, part.axes, polynomial))
        if not parts:
            return ""
        self._complete(deadline)
        if self.completion is None:
            return "complete"
        outcomes = self.completion.prove([p for _, _, p in parts])
        certificates = []
        for (blocks, axes, polynomial), outcome in zip(parts, outcomes, strict=True):
            constant = polynomial.get(ONE) if outcome.unit and len(polynomial) == 1 else None
            if outcome.unit and constant is None:
                return "contradiction"
            if not (outcome.proved or outcome.unit):
                return outcome.reason
            certificates.append((outcome.certificate, axes, blocks, constant or 1))
        for certificate, axes, blocks, scale in certificates:
            self._convert(certificate, axes, blocks, work, scale)
        return ""

    def _by_patterns(self, rest: Tensor, work: _Work, deadline: float) -> Tensor:
        """The tensor with parts of its networks replaced by the equations that are no words."""
        self.words.note(rest)
        self._complete(deadline)
        for theorem, blocks, side, word in self.relations.others[self._ruled :]:
            rule = rule_of(len(self._premises), side, blocks, strict=word)
            self._premises.append(theorem)
            if rule is not None:
                self.patterns.rules.append(rule)
        self._ruled = len(self.relations.others)
        if not self.patterns.rules:
            return rest
        rest, terms = self.patterns.rewritten(rest, lambda: clock() > deadline)
        work.terms += [replace(t, premise=work.number(self._premises[t.premise])) for t in terms]
        return rest

    def _complete(self, deadline: float) -> None:
        """Bring the completion up to date with the letters met so far."""
        limits = Limits(seconds=max(0.05, deadline - clock()))
        self.relations.close()
        fresh = self.relations.listed[len(self.used) :]
        if self.completion is None:
            self.words.alphabet.eliminate("".join({letter for r in fresh for letter in multiples_of_one(r.polynomial)}))
            self.completion = Completion(self.words.alphabet, [r.polynomial for r in fresh], limits)
        else:
            self.completion.limits = limits
            for r in fresh:
                self.completion.add(r.polynomial)
        self.used += fresh

    def _convert(
        self,
        certificate: Sequence[Any],
        axes: tuple[Axis, ...],
        blocks: tuple[int, ...],
        work: _Work,
        scale: Coefficient,
    ) -> None:
        for term in certificate:
            relation = self.used[term.relation]
            if relation.theorem is None:
                continue
            made = self.words.context(term, relation.rank, axes, row=relation.row)
            context = made.context
            if blocks:
                ext = tuple((b, *slot[1:]) for b, slot in zip(blocks, context[0], strict=True))
                context = (ext, context[1], context[2])
            work.terms.append(
                CertificateTerm(
                    scale * made.coefficient, context, made.hole, work.number(relation.theorem), relation.blocks
                )
            )

    def _by_segments(self, rest: Tensor, segments: Segments, work: _Work, deadline: float) -> Tensor:
        """The tensor with the segments of its networks in normal form; the certificate is extended accordingly."""
        segments.polynomials(rest)
        self._complete(deadline)
        for _ in range(SEGMENT_STEPS):
            step = (
                segments.step(rest, self.completion) if self.completion is not None and clock() < deadline else None
            )
            if step is None:
                break
            rest, terms = step
            for term in terms:
                relation = self.used[term.premise]
                if relation.theorem is not None:
                    number = work.number(relation.theorem)
                    work.terms.append(
                        CertificateTerm(term.coefficient, term.context, term.hole, number, relation.blocks)
                    )
        return rest

    def inconsistent(self, limits: Limits) -> bool:
        """Whether 1 = 0 follows from the relations within these limits."""
        self._take_facts()
        self._complete(clock() + limits.seconds)
        if self.completion is None:
            return False
        self.completion.limits = limits
        [outcome] = self.completion.prove([{ONE: 1}])
        return outcome.proved or outcome.unit

    def mention(self, term: Any) -> bool:
        """Bring the letters of a term into play; whether there were new ones."""
        before = len(self.words.labels)
        try:
            self.words.polynomial(self.kernel.translator(term))
        except LineproofError:
            return False
        return len(self.words.labels) > before

    def enlarge(self, theorem: Theorem) -> None:
        """Take up a proved equation for later goals."""
        self.facts.add(theorem)


def multiples_of_one(polynomial: Polynomial) -> set[str]:
    """The letter that a relation equates with a multiple of the identity (M = s^2*I): M is to be rewritten, never
    s^2.
    """
    alone = {word for scalars, word in polynomial if len(word) == 1 and not scalars}
    rest = {word for scalars, word in polynomial if len(word) != 1 or scalars}
    return alone if len(alone) == 1 and rest <= {""} else set()

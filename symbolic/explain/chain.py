"""A certificate as a chain of lines: left side = ... = right side, each line with one reason.

Every line is proved by the kernel anew, from the premises of its own step alone: terms are read back from the sums of
networks on the way, so that a wrong reading, a wrong order or a wrong reason cannot pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symbolic.errors import LineproofError
from symbolic.explain.lemmas import alternatives
from symbolic.explain.lines import Line, Reason, joined
from symbolic.explain.moves import Move, Stride, moves_of, walk
from symbolic.explain.notation import Notation, arranged
from symbolic.explain.rearrangement import rearrangement
from symbolic.explain.shortcuts import Shortcuts
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.language.statements import equals
from symbolic.network.net import Net
from symbolic.network.tensor import Coefficient, Tensor

SHORT = 4
"""Strides that no shorter way is looked for."""
MANY = 60
"""Terms of a certificate that is taken apart at once."""
Cite = Callable[[Theorem], Reason]
Way = tuple[Tensor, Tensor, list[Stride]]


class Chains:
    """Makes the chains of one proof."""

    def __init__(self, kernel: Kernel, notation: Notation, cite: Cite) -> None:
        self.kernel, self.notation, self.cite = kernel, notation, cite
        self._ways: dict[int, tuple[Theorem, Way]] = {}

    def lines(self, theorem: Theorem) -> tuple[Line, ...]:
        """The chain of a theorem that the rule `certificate` made."""
        try:
            return self._lines(*self._shortest(theorem))
        except LineproofError:
            reason = joined(*map(self.cite, theorem.premises)) or rearrangement(*theorem.statement.args)
            return (Line(theorem.statement.args[1], reason, theorem),)

    def _shortest(self, theorem: Theorem) -> tuple[Theorem, Way]:
        """The theorem, perhaps by another certificate, and the way that takes the fewest lines, lemmas included."""
        found: list[tuple[int, Theorem, Way]] = []
        if len(theorem.data) <= MANY:
            found.append(self._counted(theorem))
        if not found or found[0][0] > SHORT:
            others = [self._shortcut(theorem), *alternatives(theorem, self.kernel, self.notation)]
            found += [self._counted(other) for other in others if other is not None]
        _, best, way = min(found or [self._counted(theorem)], key=lambda one: one[0])
        return best, way

    def _counted(self, theorem: Theorem) -> tuple[int, Theorem, Way]:
        """A certificate, how many lines it takes with those of its lemmas, and its way."""
        way = self.way(theorem)
        lemmas = (t for t in theorem.tree() if t.rule == "certificate" and t is not theorem)
        return len(way[2]) + sum(1 + len(self.way(lemma)[2]) for lemma in lemmas), theorem, way

    def _shortcut(self, theorem: Theorem) -> Theorem | None:
        """The same theorem by a certificate of fewer terms, where words can be searched for one."""
        search = Shortcuts(self.kernel, theorem, list(map(_source, theorem.premises)))
        found = search.found()
        if found is None or len(found) >= len(theorem.data):
            return None
        return self.kernel.certificate(theorem.statement, tuple(map(search.term, found)), theorem.premises)

    def way(self, theorem: Theorem) -> Way:
        """Both sides, and the strides between them. Raises TranslationError."""
        if id(theorem) not in self._ways:
            self._ways[id(theorem)] = theorem, self._walked(theorem)
        return self._ways[id(theorem)][1]

    def _walked(self, theorem: Theorem) -> Way:
        left, right = theorem.statement.args
        start, goal = self.kernel.translator(left), self.kernel.translator(right)
        start = start if start.terms else Tensor(goal.axes, {})
        goal = goal if goal.terms else Tensor(start.axes, {})
        target = start - goal
        sides = [self.kernel.difference(p.statement) for p in theorem.premises]
        return start, goal, walk(start, goal, moves_of(theorem.data, theorem.premises, sides, target))

    def _lines(self, theorem: Theorem, way: Way) -> tuple[Line, ...]:
        start, _, strides = way
        left, right = theorem.statement.args
        build = _Chain(self.kernel, left)
        order: list[Net] = arranged(start, list(start.terms))
        if strides and (opened := self._read(start, order)) is not None:
            build.rearranged(opened)
        waiting: list[Stride] = []
        for stride in strides:
            waiting.append(stride)
            order = arranged(stride.reached, order)
            shown = self._read(stride.reached, order)
            if shown is None:
                continue
            if stride is strides[-1] and not rearrangement(shown, right):
                shown = right
            build.step(shown, waiting, theorem.premises, self.cite)
            waiting = []
        if waiting:
            build.step(right, waiting, theorem.premises, self.cite)
        if build.here != right or not build.lines:
            build.rearranged(right, always=True)
        return tuple(build.lines)

    def _read(self, value: Tensor, order: Sequence[Net]) -> Any:
        """The term of a sum of networks; None where it has no matrix notation."""
        try:
            return self.notation.term(value, order)
        except LineproofError:
            return None


class _Chain:
    """A chain in the making; `here` is the term reached."""

    def __init__(self, kernel: Kernel, start: Any) -> None:
        self.kernel, self.here = kernel, start
        self.lines: list[Line] = []

    def rearranged(self, term: Any, always: bool = False) -> None:
        """Go on to a term of the same canonical form; not, unless `always`, where only the order changes."""
        reason = rearrangement(self.here, term)
        if always and not reason:
            reason = ("reorder",)
        if reason:
            self._add(term, reason, (), ())

    def step(self, term: Any, strides: Sequence[Stride], premises: Sequence[Theorem], cite: Cite) -> None:
        """Go on to a term that the strides lead to."""
        numbers = tuple(dict.fromkeys(stride.premise for stride in strides))
        terms = [
            _scaled(move, factor, numbers.index(stride.premise))
            for stride in strides
            for factor, move in stride.moves
        ]
        used = [premises[number] for number in numbers]
        self._add(term, joined(*map(cite, used)), terms, used)

    def _add(self, term: Any, reason: Reason, terms: Sequence[CertificateTerm], premises: Sequence[Theorem]) -> None:
        theorem = self.kernel.certificate(equals(self.here, term), tuple(terms), premises)
        self.lines.append(Line(term, reason, theorem))
        self.here = term


def _scaled(move: Move, factor: Coefficient, premise: int) -> CertificateTerm:
    """The move, taken with a factor, as a term of the certificate of a line."""
    term = move.term
    return CertificateTerm(factor, term.context, term.hole, premise, term.blocks)


def _source(premise: Theorem) -> object:
    """What premises of one reason share."""
    return premise.data[:2] if premise.rule == "law" else premise.statement

"""One search: what is known of a problem, and the way from a claim to the tactics that may prove it.

A *tactic* takes the search and a statement and returns a theorem of that statement, or None. Which tactics there
are is told by a `Strategy`,
so that tactics can ask the search for lemmas of any kind. Nothing here is trusted: theorems come from the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Eq

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.kernel.meaning import smoothness
from symbolic.language.statements import equals
from symbolic.language.substitution import symbols_in
from symbolic.network.readable import Reader
from symbolic.provers.case_points import Counterexample
from symbolic.provers.equations import Equations
from symbolic.provers.existence import Existence
from symbolic.provers.facts import Facts
from symbolic.provers.randomness import dependent_groups
from symbolic.provers.written import Written

LEMMA = 0.25
"""The share of the time left that a lemma may take."""


@dataclass(frozen=True)
class Strategy:
    """The tactics, in the order in which they are tried.

    statements: by kind of statement. equations: what is tried for an equation after completion. conditions: what is
    tried for a side condition that does not follow by structure. Each with the name of its stage; "" where the tactic
    has stages of its own.
    """

    statements: tuple[tuple[tuple[type, ...], str, Tactic], ...]
    equations: tuple[tuple[str, Tactic], ...]
    conditions: tuple[tuple[str, Tactic], ...]


class Search:
    """One attempt with one set of translation settings."""

    def __init__(
        self,
        hypotheses: Sequence[Basic],
        claim: Basic,
        strategy: Strategy,
        *,
        seconds: float,
        explicit: bool = False,
        kernel: Kernel | None = None,
    ) -> None:
        self.deadline = clock() + seconds
        self.claim, self.given, self.strategy = claim, tuple(hypotheses), strategy
        self.kernel = kernel or Kernel(explicit=explicit, dependent=dependent_groups(hypotheses))
        self.known_meanings = {self.kernel.meaning(h) for h in self.given}
        self.symbols = {s.name: s for statement in (*hypotheses, claim) for s in symbols_in(statement)}
        self.facts = Facts(self.kernel, hypotheses)
        self.existence = Existence(self.facts, Written(self.kernel, Reader(self.symbols), (claim, *hypotheses)))
        self.equations = self.fresh_equations()
        self.stage = "canonical form"
        self._in_stage = False
        self.contradictory = False
        self.counterexample: Counterexample | None = None
        self.depth = 0
        self.spent = False
        self._failed: set[Basic] = set()
        self.again: set[Basic] = set()

    @property
    def explicit(self) -> bool:
        """Whether indices of numeric sizes are written out."""
        return self.kernel.settings[0]

    def remaining(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.deadline - clock())

    def share(self) -> float:
        """The seconds that a lemma may take."""
        return LEMMA * self.remaining()

    def fresh_equations(self) -> Equations:
        """A completion of its own over the same facts."""
        return Equations(self.kernel, self.facts, self.existence, self.symbols)

    def under(self, hypotheses: Sequence[Basic], claim: Basic) -> Search:
        """A search for another claim under other hypotheses, with the same kernel, strategy and deadline."""
        inner = Search(hypotheses, claim, self.strategy, seconds=self.remaining(), kernel=self.kernel)
        inner.symbols.update({name: s for name, s in self.symbols.items() if name not in inner.symbols})
        inner.depth = self.depth + 1
        return inner

    def statement(self, claim: Basic) -> Theorem | None:
        """A theorem of the claim, by the tactics for its kind."""
        found = self.facts.find(claim)
        if found is not None:
            return found
        for kinds, stage, tactic in self.strategy.statements:
            if isinstance(claim, kinds):
                with self.during(stage):
                    found = self.tried(tactic, claim)
                if found is not None or self.contradictory or self.counterexample or not self.remaining():
                    return found
        return None

    def tried(self, tactic: Tactic, goal: Basic) -> Theorem | None:
        """What the tactic finds; None where something in it cannot be built, translated or checked."""
        try:
            return tactic(self, goal)
        except LineproofError:
            return None

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """What is done inside belongs to this stage, or to the one that is under way; "" is no stage."""
        outermost = bool(stage) and not self._in_stage
        if outermost:
            self.stage, self._in_stage = stage, True
        try:
            yield
        finally:
            if outermost:
                self._in_stage = False

    def equation(self, goal: Basic, *, patient: bool = False) -> Theorem | None:
        """An equation by canonical form and completion; `patient` with all the time that is left."""
        attempt = self.equations.prove(goal, self.remaining() if patient else self.share())
        self.contradictory |= attempt.contradictory
        self.spent |= attempt.reason == "seconds"
        return attempt.theorem

    def beyond(self, goal: Basic) -> Theorem | None:
        """An equation by the further tactics, one after the other."""
        for stage, tactic in self.strategy.equations:
            if not self.remaining() or self.contradictory:
                return None
            with self.during(stage):
                found = self.tried(tactic, goal)
            if found is not None:
                return found
        return None

    def lemma(self, left: Any, right: Any) -> Theorem | None:
        """left = right, by completion with a share of the time; what fails once is not tried again."""
        goal = equals(left, right)
        found = self.facts.find(goal)
        if found is not None or goal in self._failed:
            return found
        attempt = self.fresh_equations().prove(goal, self.share())
        if attempt.theorem is None:
            self._failed.add(goal)
        return attempt.theorem

    def condition(self, statement: Basic) -> Theorem | None:
        """A side condition: by structure, then by the tactics for conditions."""
        if isinstance(statement, Eq):
            return self.equation(statement)
        with self.during("structure"):
            found = self.existence.prove(statement)
        if found is not None or statement in self._failed:
            return found
        self._failed.add(statement)
        for stage, tactic in self.strategy.conditions:
            with self.during(stage):
                found = self.tried(tactic, statement) if self.remaining() else None
            if found is not None:
                found = found if found.statement == statement else self.kernel.restate(found, statement)
                self._failed.discard(statement)
                self.existence.take(statement, found)
                if self.from_given(found):
                    self.facts.add(found)
                return found
        return None

    def from_given(self, theorem: Theorem) -> bool:
        """Whether a theorem rests on nothing but the hypotheses of the search."""
        return all(self.is_given(h) for h in theorem.hypotheses)

    def is_given(self, statement: Basic) -> bool:
        """Whether a statement means the same as a hypothesis of the search."""
        return self.kernel.meaning(statement) in self.known_meanings

    def discharged(self, theorem: Theorem) -> Theorem:
        """Hypotheses that are not given replaced by their proofs, where there are some."""
        kinks = {self.kernel.meaning(h) for h in smoothness(theorem.statement)}
        for h in in_order(theorem.hypotheses.difference(self.given)):
            if h not in theorem.hypotheses:
                continue
            lemma = self.facts.find(h)
            if lemma is None and self.kernel.meaning(h) not in kinks:
                lemma = self.condition(h)
            if lemma is not None and h not in lemma.hypotheses:
                theorem = self.kernel.discharge(theorem, lemma)
        return theorem


Tactic = Callable[[Search, Any], Theorem | None]


def in_order(statements: Iterable[Basic]) -> list[Basic]:
    """Statements in the order of their texts; one alone, as there mostly is, is not printed for that."""
    listed = list(statements)
    return sorted(listed, key=str) if len(listed) > 1 else listed

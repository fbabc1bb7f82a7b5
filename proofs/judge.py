"""The judge: puts a statement to refuter, prover and cross-check, and says what came of it.

The refuter has the first few milliseconds on tiny matrices, then prover and refuter take turns with growing shares of
the budget, so that a false statement never waits for a search for its proof, nor a true one for all sizes to be tried.
The verdict:

* refuted: some point satisfies the hypotheses, everything is defined there, and a statement fails. With the hypothesis
  that would repair it, where one is found and then proved to.
* needs: proved under further hypotheses, and at some point that satisfies the given ones something has no value.
* proved: theorems whose hypotheses are among those given, and every trial on random matrices agrees.
* supported: none of these. The message says why: what is left of the proof, that a condition of it is open, or that the
  hypotheses contradict each other. From contradictory hypotheses everything follows, so that is never called proved.

Of several statements that are claimed at once, the worst verdict counts: refuted, then needs, then supported, then
proved. A proof that a trial contradicts is an error of this program: `Disagreement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import numpy as np
from sympy import Basic

from numeric.refuter import failing, refutation, refute
from numeric.repairs import repairs
from numeric.sampling import Sampler
from numeric.search import Round
from numeric.trials import Trials, cross_check
from numeric.witness import Refutation, Undefined
from proofs.proving import Disagreement, Proof, Prove, Replay, attempt, broken, extra, said
from symbolic.derivation import StatementVerdict, Verdict
from symbolic.errors import EvaluationError

SECONDS = 5.0
TINY = (Round(2, 0, 2, 12), Round(2, 1, 3, 16))
PROBE = 0.05
"""Seconds of the refuter's first look, on the sizes and entries of TINY."""
TURNS = ((0.1, 0.3), (0.5, 0.1))
"""The turns of prover and refuter after that, in shares of the budget."""
TRIALS, REPAIRS = 0.1, 0.2
"""The shares that the cross-check of a proof and the search for a repair may take."""
CANDIDATES = 3
"""How many repairs the prover is asked about."""


def judge(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    *,
    prove: Prove,
    rng: np.random.Generator,
    seconds: float = SECONDS,
    replay: Replay | None = None,
) -> StatementVerdict:
    """The verdict on `claims`, all of which must follow from `hypotheses`. Raises Disagreement."""
    return _Case(tuple(hypotheses), tuple(claims), prove, replay, rng, seconds).verdict()


class _Case:
    """One call of the judge: what is known so far."""

    def __init__(
        self,
        hypotheses: tuple[Basic, ...],
        claims: tuple[Basic, ...],
        prove: Prove,
        replay: Replay | None,
        rng: np.random.Generator,
        seconds: float,
    ) -> None:
        self.hypotheses, self.claims, self.prover, self.replay, self.rng, self.seconds = (
            hypotheses,
            claims,
            prove,
            replay,
            rng,
            seconds,
        )
        self.deadline = perf_counter() + seconds
        self.last: dict[int, Proof] = {}
        self.hole: Undefined | None = None
        self.notes: list[str] = []

    def verdict(self) -> StatementVerdict:
        """Turns of refuter and prover until one of them is done, then the verdict."""
        if found := self.refuted(PROBE, TINY):
            return self.false(found)
        for proving, refuting in TURNS:
            self.prove(proving * self.seconds)
            if not self.pending() or self.contradictory():
                break
            if found := self.refuted(refuting * self.seconds):
                return self.false(found)
        if self.contradictory():
            return StatementVerdict(
                Verdict.SUPPORTED,
                stage="contradiction",
                reasons=self.reasons(),
                message="the hypotheses contradict each other: everything follows from them, so this says nothing",
            )
        if self.hole is None and not self.pending() and self.needed():
            self.refuted(TURNS[0][1] * self.seconds)
        if self.hole is not None:
            return self.partial(self.hole)
        if self.pending():
            return self.unproved()
        needs = self.needed()
        return self.true(Verdict.SUPPORTED if needs else Verdict.PROVED, needs)

    def pending(self) -> list[int]:
        """The numbers of the claims that are not proved, conditions aside."""
        return [k for k in range(len(self.claims)) if k not in self.last or self.last[k].theorem is None]

    def contradictory(self) -> bool:
        """Whether the prover derived a contradiction from the hypotheses."""
        return any(p.contradictory for p in self.last.values())

    def needed(self) -> tuple[Basic, ...]:
        """The hypotheses beyond those given that the proofs rest on."""
        return tuple(dict.fromkeys(h for p in self.last.values() for h in extra(p, self.hypotheses)))

    def reasons(self) -> tuple[str, ...]:
        """The chains of steps of all proofs, one after another."""
        return tuple(reason for k in sorted(self.last) for reason in self.last[k].reasons)

    def left(self) -> float:
        """Seconds left of the budget."""
        return max(self.deadline - perf_counter(), 0.0)

    def refuted(self, seconds: float, rounds: Sequence[Round] | None = None) -> Refutation | None:
        """A refutation, if the refuter finds one in the time; a point without a value is kept."""
        options: dict[str, Any] = {} if rounds is None else {"rounds": rounds}
        try:
            found = refute(self.hypotheses, self.claims, rng=self.rng, seconds=min(seconds, self.left()), **options)
        except Exception as error:  # a search that breaks down must not take the proof with it
            self.notes.append(broken("the refuter", error))
            return None
        if isinstance(found, Undefined):
            self.hole = found
        return found if isinstance(found, Refutation) else None

    def prove(self, seconds: float) -> None:
        """Try the claims that are not proved, with equal shares of the time, until the hypotheses are seen to
        contradict each other.
        """
        deadline = min(perf_counter() + seconds, self.deadline)
        pending = self.pending()
        for position, k in enumerate(pending):
            share = (deadline - perf_counter()) / (len(pending) - position)
            self.last[k] = attempt(self.prover, self.hypotheses, self.claims[k], share)
            if self.last[k].contradictory:
                return

    def partial(self, hole: Undefined) -> StatementVerdict:
        """At some point something has no value: `needs` with theorems under the missing hypotheses, `supported`
        without.
        """
        missing = hole.conditions
        if self.pending() or set(self.needed()) - set(missing):
            given = (*self.hypotheses, *missing)
            again = {
                k: attempt(self.prover, given, c, self.left() / len(self.claims)) for k, c in enumerate(self.claims)
            }
            if all(p.theorem is not None and not p.contradictory and not extra(p, given) for p in again.values()):
                self.last = again
            elif not self.pending():
                missing = self.needed()
            else:
                names = said(*missing) or "further hypotheses"
                message = f"has no value everywhere without {names}, and no proof was found with that"
                return StatementVerdict(
                    Verdict.SUPPORTED, (), missing, str(hole), self.trials(given), "; ".join([message, *self.notes])
                )
        return self.true(Verdict.NEEDS, missing, str(hole))

    def true(self, kind: Verdict, needs: tuple[Basic, ...] = (), witness: str | None = None) -> StatementVerdict:
        """The verdict on what is proved, replayed and cross-checked. Raises Disagreement, and what `replay` raises."""
        proofs = [self.last[k] for k in sorted(self.last)]
        for proof in proofs if self.replay is not None else ():
            self.replay(proof.theorem)  # type: ignore[misc]
        tried = self.trials((*self.hypotheses, *needs))
        if tried is not None and tried.failures:
            self.confirm(tried, needs)
        if kind is Verdict.SUPPORTED:
            self.notes.insert(0, f"proved under {said(*needs)}; whether that follows is not known")
        laws = frozenset().union(*(p.theorem.laws for p in proofs))
        return StatementVerdict(
            kind,
            tuple(p.theorem for p in proofs),
            needs,
            witness,
            tried,
            "; ".join(self.notes),
            tuple(sorted(laws)),
            self.reasons(),
            ", ".join(dict.fromkeys(p.stage for p in proofs)),
        )

    def trials(self, hypotheses: tuple[Basic, ...]) -> Trials | None:
        """The cross-check, or None where it breaks down."""
        try:
            return cross_check(hypotheses, self.claims, rng=self.rng, seconds=max(TRIALS * self.seconds, 0.2))
        except Exception as error:  # a proof stands without its cross-check, but it is said that there was none
            self.notes.append(broken("the cross-check", error))
            return None

    def confirm(self, tried: Trials, needs: tuple[Basic, ...]) -> None:
        """Raise Disagreement if a trial that failed is decided exactly; a failure in floating point alone decides
        nothing.
        """
        for point in tried.failures:
            if tried.kind != "float64" or failing_index(self.claims, point) is not None:
                given = said(*self.hypotheses, *needs) or "no hypotheses"
                raise Disagreement(
                    f"proved under {given}, but a trial in {tried.kind} arithmetic (seed {tried.seed}) fails "
                    f"at {point}: {said(*self.claims)}"
                )
        self.notes.append(f"{len(tried.failures)} of {tried.trials} trials were lost in rounding errors")

    def unproved(self) -> StatementVerdict:
        """Neither proved nor refuted: what is left, and the trials, one of which may yet refute it."""
        tried = self.trials(self.hypotheses)
        for point in tried.failures if tried is not None and tried.kind != "prime field" else ():
            index = failing_index(self.claims, point)
            if index is not None:
                sampler = Sampler(self.hypotheses, self.claims)
                return self.false(refutation(sampler, self.claims, index, point, self.rng, self.deadline))
        if tried is not None and tried.failures:
            self.notes.append(f"{len(tried.failures)} of {tried.trials} trials fail ({tried.kind}): probably false")
        proof = self.last[self.pending()[0]]
        which = f"statement {self.pending()[0] + 1}: " if len(self.claims) > 1 else ""
        message = f"{which}no proof found" + (f"; left is {proof.residue}" if proof.residue else "")
        return StatementVerdict(
            Verdict.SUPPORTED, tried=tried, message="; ".join([message, *self.notes]), stage=proof.stage
        )

    def false(self, found: Refutation) -> StatementVerdict:
        """The verdict on a refuted statement, with what would repair it."""
        which = [f"statement {found.index + 1} fails"] if len(self.claims) > 1 else []
        return StatementVerdict(
            Verdict.REFUTED, (), self.repair(found), str(found), message="; ".join(which + self.notes)
        )

    def repair(self, found: Refutation) -> tuple[Basic, ...]:
        """The weakest hypothesis of those the refuter proposes under which the claims are proved."""
        try:
            proposed = repairs(
                self.hypotheses, self.claims, found, rng=self.rng, seconds=min(REPAIRS * self.seconds, self.left())
            )
        except Exception as error:  # nothing hangs on a repair
            self.notes.append(broken("the search for a repair", error))
            return ()
        for candidate in proposed[:CANDIDATES]:
            given = (*self.hypotheses, candidate.hypothesis)
            share = min(REPAIRS * self.seconds, self.left()) / (CANDIDATES * len(self.claims))
            if all(_settled(attempt(self.prover, given, c, share), given) for c in self.claims):
                return (candidate.hypothesis,)
        return ()


def _settled(proof: Proof, given: Sequence[Basic]) -> bool:
    return proof.theorem is not None and not proof.contradictory and not extra(proof, given)


def failing_index(claims: Sequence[Basic], point: Any) -> int | None:
    """The number of the first claim that is defined and false at `point`, decided in rationals or balls."""
    for index, claim in enumerate(claims):
        try:
            if failing(claim, point) is not None:
                return index
        except EvaluationError:
            continue
    return None


__all__ = ["SECONDS", "Disagreement", "judge"]

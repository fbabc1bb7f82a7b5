"""The judge: puts a statement to prover, refuter and cross-check, and says what came of it.

The prover has the first few milliseconds, in which most proofs are found; then the refuter, on tiny matrices; then they
take turns with growing shares of the budget, so that a false statement never waits for a search for its proof to end,
nor a true one for all sizes to be tried. The verdict:

* refuted: some point satisfies the hypotheses, everything is defined there, and a statement fails. With the hypothesis
  that would repair it, where one is found and proved to do so.
* needs: proved under further hypotheses, and at some point that satisfies the given ones something has no value.
* proved: theorems whose hypotheses are among those given, confirmed by replay, and every trial on random matrices
  agrees.
* supported: none of these. The message says why: the stage in which the prover stopped, that a condition of its proof
  is open, or that the hypotheses contradict each other. From contradictory hypotheses everything follows, so that is
  never called proved. `residue` is what is still to be shown, reduced by the hypotheses.

Of several statements that are claimed at once, the worst verdict counts: refuted, then needs, then supported, then
proved. A proof that a trial contradicts is an error of this program: `Disagreement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sympy import Basic

from numeric.models import models
from numeric.refuter import at_point, refutation, refute
from numeric.repairs import repairs
from numeric.sampling import Sampler
from numeric.search import Round
from numeric.witness import Refutation, Undefined
from proofs.crosscheck import PROBE, TINY, cross_checked, failing_index, trials
from proofs.proving import (
    Disagreement,
    Proof,
    Prove,
    Replay,
    assumed,
    attempt,
    bound_in,
    broken,
    extra,
    halt,
    point_of,
    remaining,
    said,
    settled,
)
from symbolic.clock import clock
from symbolic.derivation import StatementVerdict, Verdict
from symbolic.errors import LineproofError
from symbolic.language.substitution import symbols_in

SECONDS = 5.0
FIRST = 0.05
"""Seconds of the prover's first attempt."""
TURNS = ((0.1, 0.3), (0.5, 0.1))
"""The turns of prover and refuter after the first, in shares of the budget."""
TRIALS, REPAIRS, PROVING = 0.2, 0.1, 0.15
"""The shares that the cross-check of a proof, the search for repairs and their proofs may take."""
RESIDUE = 0.5
"""Seconds that the residue of a claim that is not proved may take."""
CANDIDATES = 6
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
    """The verdict on `claims`, all of which must follow from `hypotheses`, within `seconds` of processor time. Raises
    Disagreement.
    """
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
        self.given = (*hypotheses, *assumed(hypotheses))
        self.deadline = clock() + seconds
        self.proofs: dict[int, Proof] = {}
        self.hole: Undefined | None = None
        self.notes: list[str] = []

    def verdict(self) -> StatementVerdict:
        """Turns of prover and refuter until one of them is done, then the verdict."""
        found: Refutation | None = None
        turns = [(FIRST, PROBE, TINY), *((p * self.seconds, r * self.seconds, None) for p, r in TURNS)]
        for proving, refuting, rounds in turns:
            self.prove(min(proving, self.seconds / 4))
            if self.contradictory():
                return self.vacuous()
            if not self.open():
                return self.true(Verdict.PROVED)
            if found := self.shown():
                return self.false(found)
            if found := self.refuted(refuting, rounds):
                return self.false(found)
            if self.hole is not None and not self.pending():
                break
        if self.hole is not None:
            return self.partial(self.hole)
        return self.unproved() if self.pending() else self.true(Verdict.SUPPORTED, self.fewest())

    def pending(self) -> list[int]:
        """The numbers of the claims that are not proved, not even under conditions."""
        return [k for k in range(len(self.claims)) if k not in self.proofs or self.proofs[k].theorem is None]

    def open(self) -> list[int]:
        """The numbers of the claims that are not proved from the hypotheses alone."""
        return [
            k for k in range(len(self.claims)) if k not in self.proofs or not settled(self.proofs[k], self.given)
        ]

    def contradictory(self) -> bool:
        """Whether the prover derived a contradiction from the hypotheses."""
        return any(p.contradictory for p in self.proofs.values())

    def needed(self) -> tuple[Basic, ...]:
        """The hypotheses beyond those given that the proofs rest on."""
        return tuple(dict.fromkeys(h for p in self.proofs.values() for h in extra(p, self.given)))

    def reasons(self) -> tuple[str, ...]:
        """The chains of steps of all proofs, one after another."""
        return tuple(reason for k in sorted(self.proofs) for reason in self.proofs[k].reasons)

    def left(self) -> float:
        """Seconds left of the budget."""
        return max(self.deadline - clock(), 0.0)

    def prove(self, seconds: float) -> None:
        """Try the claims that are open, with equal shares of the time, until the hypotheses are seen to contradict each
        other.
        """
        deadline = min(clock() + seconds, self.deadline)
        pending = self.open()
        for position, k in enumerate(pending):
            share = (deadline - clock()) / (len(pending) - position)
            if share <= 0 and k in self.proofs:
                continue  # what the attempt before says is more than that there is no time
            # at first without what the hypotheses take to exist: it may follow from the rest
            proof = attempt(self.prover, self.given if k in self.proofs else self.hypotheses, self.claims[k], share)
            if (
                k not in self.proofs
                or proof.contradictory
                or proof.theorem is not None
                or self.proofs[k].theorem is None
            ):
                self.proofs[k] = proof
            if proof.contradictory:
                return

    def shown(self) -> Refutation | None:
        """The refutation at a point that the prover found, where the evaluation agrees."""
        for k, proof in self.proofs.items():
            if proof.counterexample is not None:
                point, seconds = point_of(proof.counterexample), max(REPAIRS * self.seconds, FIRST)
                if found := at_point(self.hypotheses, self.claims, k, point, rng=self.rng, seconds=seconds):
                    return found
                self.notes.append(f"evaluation does not confirm the counterexample {proof.counterexample.to_text()}")
        return None

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

    def partial(self, hole: Undefined) -> StatementVerdict:
        """At some point something has no value: `needs` with theorems under the missing hypotheses, `supported`
        without.
        """
        missing = hole.conditions
        if self.pending() or set(self.needed()) - set(missing):
            again, done = self.under(missing, max(self.left(), FIRST))
            if done:
                self.proofs = again
            elif not self.pending():
                missing = self.fewest()
            else:
                names = said(*missing) or "further hypotheses"
                message = f"without {names} something in it need not have a value, and with it no proof was found"
                proof = next(p for p in again.values() if not settled(p, (*self.given, *missing)))
                return StatementVerdict(
                    Verdict.SUPPORTED, (), missing, str(hole), message="; ".join([message, *self.notes]),
                    stage=proof.stage, residue=remaining(proof, RESIDUE),
                )  # fmt: skip
        return self.true(Verdict.NEEDS, missing, hole)

    def under(self, further: Sequence[Basic], seconds: float) -> tuple[dict[int, Proof], bool]:
        """Proofs of all claims under further hypotheses, and whether they rest on nothing else."""
        given, deadline = (*self.given, *further), clock() + seconds
        found: dict[int, Proof] = {}
        for k, claim in enumerate(self.claims):
            share = (deadline - clock()) / (len(self.claims) - k)
            found[k] = attempt(self.prover, given, claim, share)
        return found, all(settled(proof, given) for proof in found.values())

    def fewest(self) -> tuple[Basic, ...]:
        """The conditions of the proofs, without those that the others make superfluous, long ones first."""
        kept, deadline = self.needed(), clock() + REPAIRS * self.seconds
        for condition in sorted(kept, key=lambda c: -len(said(c))) if len(kept) > 1 else ():
            rest = tuple(c for c in kept if c != condition)
            found, done = self.under(rest, max((deadline - clock()) / 2, 0.0))
            if done:
                self.proofs, kept = found, rest
        return kept

    def true(self, kind: Verdict, needs: tuple[Basic, ...] = (), hole: Undefined | None = None) -> StatementVerdict:
        """The verdict on what is proved, replayed and cross-checked. Raises Disagreement."""
        proofs = [self.proofs[k] for k in sorted(self.proofs)]
        for proof in proofs if self.replay is not None else ():
            try:
                self.replay(proof.theorem)  # type: ignore[misc]
            except LineproofError as error:
                kind = Verdict.SUPPORTED
                self.notes.append(f"a second check does not confirm the proof: {error}")
        self.notes += dict.fromkeys(p.warning for p in proofs if p.warning)
        checked = cross_checked((*self.hypotheses, *needs), self.claims, self.rng, max(TRIALS * self.seconds, 0.2))
        self.notes += checked.notes
        if checked.trials is None or not checked.trials.trials:
            kind = self.untried(kind)
        if checked.differences.apart is not None and kind is Verdict.PROVED:
            kind = Verdict.SUPPORTED
        if checked.hole is not None and kind is Verdict.PROVED:
            needs, hole = checked.hole.conditions, checked.hole
            kind = Verdict.NEEDS if needs else Verdict.SUPPORTED
            self.notes.append(f"it was proved, but {said(hole.term)} has no value at the point shown")
        if kind is Verdict.NEEDS and bound_in(self.claims) & frozenset().union(*map(symbols_in, needs)):
            kind = Verdict.SUPPORTED  # a hypothesis cannot speak of the index of a sum
        if kind is Verdict.SUPPORTED and needs:
            self.notes.insert(0, f"proved under {said(*needs)}; whether that follows is not known")
        laws = sorted(frozenset().union(*(p.theorem.laws for p in proofs)))
        stages = ", ".join(dict.fromkeys(p.stage for p in proofs))
        return StatementVerdict(
            kind,
            tuple(p.theorem for p in proofs),
            needs,
            None if hole is None else str(hole),
            checked.trials,
            "; ".join(self.notes),
            tuple(laws),
            self.reasons(),
            stages,
            checked.seconds,
            checked.differences.compared,
        )

    def untried(self, kind: Verdict) -> Verdict:
        """The verdict on what is proved, but could not be tried: whether the hypotheses hold anywhere, and the claims
        say anything there.
        """
        try:
            found = models(self.hypotheses, self.claims, self.rng)
        except Exception as error:  # a proof stands without it
            self.notes.append(broken("the search for a model", error))
            return kind
        if found.large:
            self.notes.append("the matrices are too large for trials")
        elif self.hypotheses and not found.points:
            self.notes.append("no matrices were found that satisfy the hypotheses")
        if found.only_kinks:
            self.notes.append("at every point that was found a derivative does not exist: this says nothing")
            return Verdict.SUPPORTED
        return kind

    def unproved(self) -> StatementVerdict:
        """Neither proved nor refuted: what is left, and the trials, one of which may yet refute it."""
        tried = trials(self.hypotheses, self.claims, self.rng, max(TRIALS * self.seconds, 0.2), self.notes)
        for point in tried.failures if tried is not None and tried.kind != "prime field" else ():
            index = failing_index(self.claims, point)
            if index is not None:
                sampler = Sampler(self.hypotheses, self.claims)
                return self.false(refutation(sampler, self.claims, index, point, self.rng, self.deadline))
        if tried is not None and tried.failures:
            self.notes.append(f"{len(tried.failures)} of {tried.trials} trials fail ({tried.kind}): probably false")
        first = self.pending()[0]
        which = f"statement {first + 1}: " if len(self.claims) > 1 else ""
        proof = self.proofs[first]
        return StatementVerdict(
            Verdict.SUPPORTED, tried=tried, message="; ".join([f"{which}{halt(proof)}", *self.notes]),
            stage=proof.stage, residue=remaining(proof, RESIDUE),
        )  # fmt: skip

    def vacuous(self) -> StatementVerdict:
        """The hypotheses cannot all hold."""
        message = "the hypotheses contradict each other: everything follows from them, so this says nothing"
        return StatementVerdict(Verdict.SUPPORTED, message=message, reasons=self.reasons(), stage="contradiction")

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
        deadline = clock() + min(PROVING * self.seconds, self.left())
        for candidate in proposed[:CANDIDATES]:
            if self.under([candidate.hypothesis], max((deadline - clock()) / 2, 0.0))[1]:
                return (candidate.hypothesis,)
        return ()


__all__ = ["SECONDS", "Disagreement", "judge"]

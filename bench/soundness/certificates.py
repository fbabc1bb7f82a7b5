"""Altered certificates: the kernel and replay, which share no code, both refuse what does not multiply out.

Every certificate in the proofs of least squares and of the operator claims is altered at one place: a coefficient, the
place of the hole, the number of the premise, a factor of the context, a term left out: always refused. Transposing a
context may leave the sum as it is, where that is symmetric; then both checkers must still say the same. So may the
coefficient of a term that adds nothing, which both checkers must then do without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from bench.soundness.campaign import Case, Effort, Tally, generator
from bench.soundness.problems import least_squares, true_claims
from symbolic.errors import LineproofError
from symbolic.kernel import Certificate, Kernel, Theorem
from symbolic.language.problem import Problem
from symbolic.provers.prover import prove
from symbolic.replay import ReplayError, replay
from symbolic.replay.store import stored

HARMLESS = "transposed context"
WEIGHTS = ("coefficient", "sign", "term left out")
MOST_TERMS = 20
SECONDS = 1.0
"""Of the prover, for a true statement."""


def cases(seed: int) -> list[Case]:
    """A case for every problem of the operator claims and of least squares."""
    problems = chain(true_claims("operators"), least_squares())
    return [Case(name, partial(tried, name, problem)) for name, problem in problems]


def steps(problem: Problem) -> Iterator[Theorem]:
    """The steps of the proofs of a problem that rest on a certificate of some terms."""
    for claim in problem.claims:
        theorem = prove(problem.hypotheses, claim, seconds=SECONDS).theorem
        for step in theorem.tree() if theorem is not None else ():
            if step.rule == "certificate" and 0 < len(step.data) <= MOST_TERMS:
                yield step


def alterations(step: Theorem) -> Iterator[tuple[str, Certificate]]:
    """The certificates that differ from that of `step` at one place."""
    terms: Certificate = step.data
    for k, term in enumerate(terms):
        ext, factors, scalars = term.context

        def with_term(*new: object, k: int = k) -> Certificate:
            return (*terms[:k], *new, *terms[k + 1 :])  # type: ignore[arg-type]

        yield "coefficient", with_term(replace(term, coefficient=term.coefficient + 1))
        yield "sign", with_term(replace(term, coefficient=-term.coefficient))
        yield "term left out", with_term()
        yield "hole", with_term(replace(term, hole=term.hole + 1))
        yield "premise out of range", with_term(replace(term, premise=len(step.premises)))
        if len(step.premises) > 1:
            yield "premise", with_term(replace(term, premise=(term.premise + 1) % len(step.premises)))
        if len(ext) == 2:
            yield HARMLESS, with_term(replace(term, context=(ext[::-1], factors, scalars)))
        if len(factors) > 1:
            place = 1 if term.hole == 0 else 0
            rest = factors[:place] + factors[place + 1 :]
            yield (
                "factor left out",
                with_term(replace(term, context=(ext, rest, scalars), hole=term.hole - (place < term.hole))),
            )


def kernel_accepts(step: Theorem, altered: Certificate) -> bool:
    """Whether the kernel makes the theorem again by another certificate."""
    explicit, dependent = step.origin[1]  # type: ignore[index]
    try:
        Kernel(explicit=explicit, dependent=dependent).certificate(step.statement, altered, step.premises)
    except LineproofError:
        return False
    return True


def replay_accepts(step: Theorem, altered: Certificate) -> bool:
    """Whether replay takes a theorem with another certificate written into it."""
    try:
        replay(stored(replace(step, data=altered)))
    except ReplayError:
        return False
    return True


def idle(step: Theorem, kind: str, altered: Certificate) -> bool:
    """Whether the alteration only weighs a term that adds nothing: both checkers do without it."""
    terms: Certificate = step.data
    k = next((k for k, (old, new) in enumerate(zip(terms, altered, strict=False)) if old != new), len(terms) - 1)
    without = (*terms[:k], *terms[k + 1 :])
    return kind in WEIGHTS and kernel_accepts(step, without) and replay_accepts(step, without)


def tried(name: str, problem: Problem, effort: Effort) -> Tally:
    """The certificates of a problem, `effort.most` alterations of each."""
    tally = Tally()
    for step in steps(problem):
        tally.counts["certificates"] += 1
        if not (kernel_accepts(step, step.data) and replay_accepts(step, step.data)):
            tally.findings.append(f"{name}: a certificate is not accepted as it is: {step}")
        listed = list(alterations(step))
        generator(effort.seed, f"{name} {step}").shuffle(listed)
        for kind, altered in listed[: effort.most]:
            by_kernel, by_replay = kernel_accepts(step, altered), replay_accepts(step, altered)
            tally.counts["altered"] += 1
            tally.counts["refused by both"] += not (by_kernel or by_replay)
            if by_kernel != by_replay:
                tally.findings.append(f"{name}, {kind}: the kernel says {by_kernel}, replay {by_replay}: {step}")
            elif by_kernel and kind != HARMLESS and not idle(step, kind, altered):
                tally.findings.append(f"{name}, {kind}: accepted for {step}")
            elif by_kernel:
                tally.counts["the same sum"] += 1
    return tally

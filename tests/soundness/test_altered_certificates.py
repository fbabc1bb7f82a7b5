"""Altered certificates: the kernel and replay, which share no code, both refuse what does not multiply out.

Every certificate in the proofs of least squares and of the operator claims is altered at one place: a coefficient, the
place of the hole, the number of the premise, a factor of the context, a term left out: always refused. Transposing a
context may leave the sum as it is, where that is symmetric; then both checkers must still say the same. So may the
coefficient of a term that adds nothing, which both checkers must then do without.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from zlib import crc32

import pytest

from symbolic.errors import KernelError, LineproofError
from symbolic.kernel import Certificate, Kernel, Theorem
from symbolic.language.problem import Problem, parse_problem
from symbolic.provers.prover import prove
from symbolic.replay import ReplayError, replay
from symbolic.replay.store import stored
from tests.soundness.least_squares import LINES
from tests.soundness.test_mutants import CLAIMS
from tests.support import require

HARMLESS = "transposed context"
WEIGHTS = ("coefficient", "sign", "term left out")
MOST_TERMS, PER_CERTIFICATE = 20, 8


def certificates(problem: Problem) -> Iterator[Theorem]:
    """The steps of the proofs of a problem that rest on a certificate of some terms."""
    for claim in problem.claims:
        theorem = prove(problem.hypotheses, claim, seconds=1.0).theorem
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
    except KernelError:
        return False
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


def tried(problem: Problem, name: str) -> tuple[int, int]:
    """How many alterations were tried, and how many refused."""
    count = refused = 0
    for step in certificates(problem):
        require(
            kernel_accepts(step, step.data) and replay_accepts(step, step.data),
            f"{name}: a certificate is not accepted as it is",
        )
        listed = list(alterations(step))
        Random(crc32(name.encode())).shuffle(listed)
        for kind, altered in listed[:PER_CERTIFICATE]:
            by_kernel, by_replay = kernel_accepts(step, altered), replay_accepts(step, altered)
            require(by_kernel == by_replay, f"{name}, {kind}: the kernel says {by_kernel}, replay {by_replay}: {step}")
            require(
                not by_kernel or kind == HARMLESS or idle(step, kind, altered), f"{name}, {kind}: accepted for {step}"
            )
            count, refused = count + 1, refused + (not by_kernel)
    return count, refused


@pytest.mark.soundness
def test_certificates_of_least_squares() -> None:
    counts = [tried(parse_problem(*LINES[name]), name) for name in LINES]
    count, refused = map(sum, zip(*counts, strict=True))
    require(count >= 150 and refused >= count // 2, f"{refused} of {count} altered certificates are refused")


@pytest.mark.soundness
@pytest.mark.parametrize("portion", range(2))
def test_certificates_of_operator_claims(portion: int) -> None:
    with (CLAIMS / "operators.toml").open("rb") as file:
        listed = [c for c in tomllib.load(file)["claim"] if c["expect"] == "proved"]
    counts = [tried(parse_problem(c["let"], c.get("given", ()), c["claim"]), c["id"]) for c in listed[portion::2]]
    count, refused = map(sum, zip(*counts, strict=True))
    require(count >= 150 and refused >= count // 2, f"{refused} of {count} altered certificates are refused")


@pytest.mark.soundness
def test_theorems_are_made_by_the_kernel_only() -> None:
    problem = parse_problem({"A": "n x n", "B": "n x n"}, claim=["A*B = B*A"])
    with pytest.raises(KernelError):
        Theorem(problem.claims[0], frozenset(), frozenset(), "assume", (), None, object())
    kernel = Kernel()
    with pytest.raises(KernelError):
        kernel.certificate(problem.claims[0], (), ())
    require(kernel.assume(problem.claims[0]).hypotheses == {problem.claims[0]}, "an assumption is its own hypothesis")

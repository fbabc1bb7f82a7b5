"""What the prover proves of the claim files and of the catalog is confirmed by the second program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sympy import Basic

from bench.soundness.campaign import Case, Effort, Tally
from bench.soundness.problems import FILES, true_claims
from proofs.catalog import entries
from proofs.scripts import load
from symbolic.kernel import Theorem
from symbolic.provers.prover import prove
from symbolic.replay import ReplayError
from symbolic.replay.plain import plain
from symbolic.replay.store import replay_theorem

SECONDS = 1.0
"""Of the prover, for a true statement."""


def cases(seed: int) -> list[Case]:
    """A case for every claim of a file and for every line of the catalog."""
    return [*claim_cases(), *catalog_cases()]


def claim_cases() -> list[Case]:
    """A case for every true claim of the claim files."""
    return [
        Case(f"{name} {k}", partial(confirmed, f"{name} {k}", problem.hypotheses, claim))
        for name, problem in true_claims(*FILES)
        for k, claim in enumerate(problem.claims, 1)
    ]


def catalog_cases() -> list[Case]:
    """A case for every line of the catalog."""
    return [
        Case(name, partial(confirmed, name, row.hypotheses, row.statement))
        for entry in entries()
        for row in load(entry.name).rows
        if row.kind == "claim"
        for name in [f"{entry.name} {row.number}"]
    ]


def confirmed(name: str, hypotheses: Sequence[Basic], claim: Basic, effort: Effort) -> Tally:
    """Whether a statement is proved, and its theorem confirmed."""
    tally = Tally()
    tally.counts["statements"] += 1
    theorem = prove(hypotheses, claim, seconds=SECONDS).theorem
    if theorem is not None:
        tally.counts["proved"] += 1
        why = refusal(theorem)
        tally.counts["confirmed"] += not why
        tally.findings += [f"{name} is proved, but replay says: {why}"] if why else []
    return tally


def refusal(theorem: Theorem) -> str:
    """Why the second program does not confirm a theorem; empty where it does."""
    try:
        report = replay_theorem(theorem)
    except ReplayError as error:
        return str(error)
    same = report.statement == plain(theorem.statement)
    return "" if same and report.hypotheses == frozenset(map(plain, theorem.hypotheses)) else "another theorem"

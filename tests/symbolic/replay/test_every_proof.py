"""What the prover proves of the claim files and of the catalog is confirmed by the second program."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sympy import Basic

from proofs.catalog import entries, load
from symbolic.kernel import Theorem
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove
from symbolic.replay import ReplayError
from symbolic.replay.plain import plain
from symbolic.replay.store import replay_theorem
from tests.support import require

CLAIMS = sorted((Path(__file__).parents[2] / "claims").glob("*.toml"))
SECONDS = 1.0
FOUND = 0.9
"""The least share of the true claims that the prover must find, so that the walk is not over nothing."""

Stated = tuple[str, Sequence[Basic], Basic]


def stated_in(path: Path) -> Iterator[Stated]:
    """The claims of a file that are known to be true, each with its hypotheses."""
    for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]:
        if claim.get("expect") == "proved":
            problem = parse_problem(claim.get("let", {}), claim.get("given", []), claim["claim"])
            yield from ((claim["id"], problem.hypotheses, statement) for statement in problem.claims)


def stated_by(derivation: Any) -> Iterator[Stated]:
    """The lines of a derivation, each with the hypotheses in force."""
    for row in derivation.rows:
        if row.kind == "claim":
            yield f"line {row.number}", row.hypotheses, row.statement


def refusal(theorem: Theorem) -> str:
    """Why the second program does not confirm a theorem; empty where it does."""
    try:
        report = replay_theorem(theorem)
    except ReplayError as error:
        return str(error)
    same = report.statement == plain(theorem.statement)
    return "" if same and report.hypotheses == frozenset(map(plain, theorem.hypotheses)) else "another theorem"


def confirmed(listed: Sequence[Stated]) -> None:
    """Raises unless most statements are proved and every proof is confirmed."""
    proofs = {(name, str(claim)): prove(given, claim, seconds=SECONDS).theorem for name, given, claim in listed}
    theorems = {key: theorem for key, theorem in proofs.items() if theorem is not None}
    require(len(theorems) >= FOUND * len(proofs), f"only {len(theorems)} of {len(proofs)} are proved")
    refused = {key: why for key, theorem in theorems.items() if (why := refusal(theorem))}
    require(not refused, f"not confirmed: {refused}")


@pytest.mark.slow
@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_proved_claims_are_confirmed(path: Path) -> None:
    confirmed(list(stated_in(path)))


@pytest.mark.slow
@pytest.mark.parametrize("name", [entry.name for entry in entries()])
def test_lines_of_the_catalog_are_confirmed(name: str) -> None:
    confirmed(list(stated_by(load(name))))

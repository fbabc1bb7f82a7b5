"""The test items of the pytest plugin: rows of derivations, judged in this process, and claims, judged in a worker
under hard limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lineproof.checking import hard_limit, line_result
from lineproof.claimfile import StatedClaim, read
from lineproof.results import LineResult
from lineproof.terminal import clean, details
from proofs.catalog import FOLDER
from proofs.readable import STEPS, readable
from proofs.rows import judge_row
from proofs.run import lines
from proofs.scripts import BrokenProof, build, build_file
from proofs.tasks import ClaimTask
from proofs.workers import Workers
from symbolic.derivation import Derivation, JudgedRow, Row, Verdict
from symbolic.errors import FileError, LineproofError
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem

WITNESSED = (Verdict.REFUTED, Verdict.NEEDS)
WORKERS = pytest.StashKey[Workers]()


class Failure(LineproofError):
    """A line that is not as it should be; the message shows it."""


class ProofFile(pytest.File):
    """A file that defines a derivation."""

    def collect(self) -> Iterator[ProofRow]:
        """One item a row."""
        try:
            work = build(f"proofs.{self.path.stem}") if self.path.parent == FOLDER else build_file(self.path)
        except BrokenProof as error:
            raise self.CollectError(str(error)) from None
        for row in work.rows:
            yield ProofRow.from_parent(self, name=f"{row.number}", work=work, row=row)


class ProofRow(pytest.Item):
    """A row of a derivation."""

    def __init__(self, *, work: Derivation, row: Row, **rest: Any) -> None:
        super().__init__(**rest)
        self.work, self.row = work, row

    def runtest(self) -> None:
        """Judge the row. Raises Failure, Disagreement."""
        option = self.config.getoption
        judged = judge_row(
            self.work,
            self.row,
            prove=prove,
            seconds=option("--lineproof-seconds"),
            seed=option("--lineproof-seed"),
            replay=replay_theorem,
        )
        fault = fault_of(judged)
        if fault:
            raise Failure("\n".join([fault, *lines(judged, self.path.name)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The row, verdict and witness, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, LineproofError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File and line of the script."""
        return self.path, self.row.line - 1, f"{self.work.name}: line {self.row.number}"


def fault_of(judged: JudgedRow) -> str:
    """What is wrong with a judged row; empty where nothing is."""
    verdict = judged.verdict
    if not judged.right:
        step = STEPS.get(judged.step.kind)
        return f"expected {judged.row.expects}, got {verdict.kind}" + (f" ({step})" if step else "")
    if verdict.kind is Verdict.PROVED and (verdict.tried is None or not verdict.tried.trials):
        return "proved, but not cross-checked: no trial could be made"
    if verdict.kind in WITNESSED and not verdict.witness:
        return f"{verdict.kind}, but without a witness"
    return ""


class ClaimsFile(pytest.File):
    """A claim file."""

    def collect(self) -> Iterator[ClaimItem]:
        """One item a claim. A file that is wrong in any claim is an error as a whole."""
        try:
            file = read(str(self.path))
        except FileError as error:
            raise self.CollectError(str(error)) from None
        if file.problems:
            raise self.CollectError("\n".join(file.problems))
        for stated in file.claims:
            yield ClaimItem.from_parent(self, name=stated.claim.name, stated=stated)


def fault_in(result: LineResult) -> str:
    """What is wrong with a judged claim, in one line: pytest repeats the first line of a failure in its summary."""
    report = result.report
    expected = f", expected {result.expect}" if result.expect else ""
    reasons = {"refuted": readable(report.witness or ""), "needs": ", ".join(report.needs)}
    return clean(f"{report.verdict}{expected}: {reasons.get(report.verdict) or report.message}").removesuffix(": ")


class ClaimItem(pytest.Item):
    """A claim: passes when its verdict is the expected one, or without one when it is proved."""

    def __init__(self, *, stated: StatedClaim, **rest: Any) -> None:
        super().__init__(**rest)
        self.stated = stated

    def runtest(self) -> None:
        """Judge the claim. Raises Failure."""
        task = ClaimTask(
            self.stated.claim, self.config.getoption("--lineproof-seconds"), self.config.getoption("--lineproof-seed")
        )
        ((_, answer, seconds),) = list(self.workers().run([task]))
        result: LineResult = line_result(self.stated, answer, seconds)
        if result.trouble or result.wrong(strict=True):
            raise Failure("\n".join([fault_in(result), *details(self.path.name, result, strict=True)]))

    def workers(self) -> Workers:
        """The one worker of this run, started when the first claim is judged and ended with the run."""
        if WORKERS not in self.config.stash:
            workers = Workers(1, limit=hard_limit(self.config.getoption("--lineproof-seconds")))
            self.config.stash[WORKERS] = workers
            self.config.add_cleanup(workers.close)
        return self.config.stash[WORKERS]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The claim, verdict and witness, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, LineproofError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File and line of the claim."""
        return self.path, max(self.stated.line - 1, 0), self.stated.claim.name

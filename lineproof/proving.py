"""The catalog proved: all rows of the chosen derivations, judged by workers in parallel, and gathered again.

What the terminal shows and what `--json` prints has the same form as for files: a derivation is a file, its rows are
the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lineproof.checking import Progress, hard_limit
from lineproof.report.model import JudgedProof
from lineproof.results import FileResult, LineResult
from proofs.answers import report
from proofs.catalog import Entry, build
from proofs.proving import said
from proofs.tasks import Lost, RowTask, Trouble
from proofs.workers import WORKER, Workers, cores
from symbolic.derivation import Derivation, JudgedRow, Row, StatementVerdict, Step, StepVerdict, Verdict

__all__ = ["as_result", "prove_entries"]


def prove_entries(
    entries: Sequence[Entry], *, seconds: float, seed: int, jobs: int | None, progress: Progress, worker: str = WORKER
) -> tuple[list[JudgedProof], list[FileResult]]:
    """The judged derivations and their results. Raises WorkerError where no worker starts."""
    works: list[Derivation] = [build(entry.module) for entry in entries]
    rows = [(k, row) for k, work in enumerate(works) for row in work.rows]
    tasks = [RowTask(entries[k].module, row.number, seconds, seed) for k, row in rows]
    judged: dict[int, JudgedRow] = {}
    errors: list[list[str]] = [[] for _ in entries]
    with Workers(jobs or cores(), limit=2 * hard_limit(seconds), module=worker) as workers:
        for number, answer, took in workers.run(tasks):
            k, row = rows[number]
            if isinstance(answer, Trouble):
                errors[k].append(f"{entries[k].path.name}:{row.line}: {answer.message}")
            judged[number] = answer if isinstance(answer, JudgedRow) else unjudged(row, answer, took)
            progress(len(judged), len(tasks), entries[k].name)
    found = [
        JudgedProof(work, [judged[n] for n, (owner, _) in enumerate(rows) if owner == k], seed, shown(entries[k].path))
        for k, work in enumerate(works)
    ]
    return found, [as_result(proof, errors[k]) for k, proof in enumerate(found)]


def unjudged(row: Row, answer: Any, seconds: float) -> JudgedRow:
    """A row whose worker was lost or in trouble."""
    message = (
        answer.reason if isinstance(answer, Lost) else answer.message if isinstance(answer, Trouble) else repr(answer)
    )
    return JudgedRow(
        row, StatementVerdict(Verdict.SUPPORTED, message=message), StepVerdict(Step.OPEN), seconds, row.statement
    )


def as_result(proof: JudgedProof, errors: Sequence[str] = ()) -> FileResult:
    """A judged derivation in the form of a judged file."""
    return FileResult(proof.script, tuple(map(line_result, proof.rows)), tuple(errors))


def line_result(judged: JudgedRow) -> LineResult:
    """A judged row in the form of a judged line."""
    row = judged.row
    text = row.text or (f"{row.name} = {said(row.value)}" if row.kind == "definition" else said(row.statement))
    title = f"wrong: {row.because}" if row.kind == "refusal" else row.because
    return LineResult(
        str(row.number),
        row.line,
        text,
        report(judged.verdict, judged.seconds),
        judged.seconds,
        title,
        row.expects,
        str(judged.step.kind),
    )


def shown(path: Path) -> str:
    """The path, from the working directory where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)

"""The catalog proved: all rows of the chosen derivations, judged by workers in parallel, and gathered again.

What the terminal shows and what `--json` prints has the same form as for files: a derivation is a file, its rows are
the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lineproof.checking import Progress, hard_limit
from lineproof.report.model import JudgedProof
from lineproof.results import FileResult, LineResult
from proofs.answers import report
from proofs.catalog import Entry
from proofs.proving import said
from proofs.scripts import BrokenProof, build, shown
from proofs.tasks import Lost, RowTask, Trouble
from proofs.workers import WORKER, Workers, cores
from symbolic.derivation import Derivation, JudgedRow, Row, StatementVerdict, Step, StepVerdict, Verdict

__all__ = ["as_result", "prove_entries"]


def prove_entries(
    entries: Sequence[Entry], *, seconds: float, seed: int, jobs: int | None, progress: Progress, worker: str = WORKER
) -> tuple[list[JudgedProof], list[FileResult]]:
    """The judged derivations, and the results of all entries: of one that cannot be built, its error.

    Raises WorkerError where no worker starts.
    """
    works, broken = built(entries)
    rows = [(k, row) for k, work in works.items() for row in work.rows]
    tasks = [RowTask(entries[k].module, row.number, seconds, seed) for k, row in rows]
    judged: dict[int, list[JudgedRow]] = {k: [] for k in works}
    errors: dict[int, list[str]] = {k: [] for k in works}
    with Workers(jobs or cores(), limit=2 * hard_limit(seconds), module=worker) as workers:
        for done, (number, answer, took) in enumerate(workers.run(tasks), 1):
            k, row = rows[number]
            if isinstance(answer, Trouble):
                errors[k].append(f"{shown(entries[k].path)}:{row.line}: {answer.message}")
            judged[k].append(answer if isinstance(answer, JudgedRow) else unjudged(row, answer, took))
            progress(done, len(tasks), entries[k].name)
    proofs = {k: JudgedProof(work, in_order(judged[k]), seed, shown(entries[k].path)) for k, work in works.items()}
    results = {**broken, **{k: as_result(proof, errors[k]) for k, proof in proofs.items()}}
    return list(proofs.values()), [results[k] for k in range(len(entries))]


def built(entries: Sequence[Entry]) -> tuple[dict[int, Derivation], dict[int, FileResult]]:
    """The derivations of the entries, by their place; and the results of those that cannot be built."""
    works: dict[int, Derivation] = {}
    broken: dict[int, FileResult] = {}
    for k, entry in enumerate(entries):
        try:
            works[k] = build(entry.module)
        except BrokenProof as error:
            broken[k] = FileResult(shown(entry.path), errors=(str(error),))
    return works, broken


def in_order(judged: Sequence[JudgedRow]) -> list[JudgedRow]:
    """The rows by their numbers."""
    return sorted(judged, key=lambda row: row.row.number)


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
    title = f"refused: {row.because}" if row.kind == "refusal" else row.because
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

"""Files judged: read one by one, then all their lines by workers in parallel, whichever file a line belongs to.

The error of one file does not lose the results of the others. Nothing here loads SymPy: the workers do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lineproof.claimfile import ClaimFile, StatedClaim, placed, read
from lineproof.results import FileResult, LineResult
from proofs.tasks import ClaimTask, Lost, Report, Trouble
from proofs.workers import WORKER, Workers, cores
from symbolic.errors import FileError

__all__ = ["SECONDS", "Progress", "check_claims", "check_files", "hard_limit"]

SECONDS = 5.0
FEW = 3
"""So many lines are judged by one worker: another would take longer to start than they take."""
DOCUMENTS = {".tex", ".md", ".markdown"}

Progress = Callable[[int, int, str], object]
"""Told how many lines are done, of how many, and which was last."""


def hard_limit(seconds: float) -> float:
    """The processor time after which a line is given up for which the judge has a budget of `seconds`."""
    return 2 * seconds + 2


def check_files(
    paths: Sequence[str],
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress = lambda done, total, name: None,
    worker: str = WORKER,
) -> list[FileResult]:
    """The results of the files at `paths`, in their order. For the options and errors see `check_claims`."""
    files = [open_file(path) for path in paths]
    return check_claims(files, seconds=seconds, seed=seed, jobs=jobs, progress=progress, worker=worker)


def check_claims(
    files: Sequence[ClaimFile | FileResult],
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress = lambda done, total, name: None,
    worker: str = WORKER,
) -> list[FileResult]:
    """The results of files that were read, in their order; a result among them stays as it is.

    `seconds` is the budget of each line in processor time, `jobs` the number of processes, `worker` the program that
    judges. Raises WorkerError where no worker starts.
    """
    work = [(k, claim) for k, file in enumerate(files) if isinstance(file, ClaimFile) for claim in file.claims]
    tasks = [ClaimTask(stated.claim, seconds, seed) for _, stated in work]
    count = 1 if len(tasks) <= FEW else jobs or cores()
    found: dict[int, LineResult] = {}
    with Workers(count, limit=hard_limit(seconds), module=worker) as workers:
        for number, answer, took in workers.run(tasks):
            found[number] = line_result(work[number][1], answer, took)
            progress(len(found), len(tasks), found[number].id)
    lines: list[list[LineResult]] = [[] for _ in files]
    for number, (owner, _) in enumerate(work):
        lines[owner].append(found[number])
    return [f if isinstance(f, FileResult) else collected(f, lines[k]) for k, f in enumerate(files)]


def open_file(path: str) -> ClaimFile | FileResult:
    """The claims of a file, or the result of a file that cannot be read."""
    suffix = Path(path).suffix.lower()
    try:
        if suffix in DOCUMENTS and Path(path).is_file():
            raise FileError(f"{path}: documents ({suffix}) are not supported yet; expected a claim file (.toml)")
        if suffix == ".py" and Path(path).is_file():
            raise FileError(f"{path}: a script judges itself: python {path}; expected a claim file (.toml)")
        if suffix != ".toml" and Path(path).is_file():
            raise FileError(f"{path}: no file of a known kind; expected a claim file (.toml)")
        return read(path)
    except FileError as error:
        return FileResult(path, errors=(str(error),))


def line_result(stated: StatedClaim, answer: Any, seconds: float) -> LineResult:
    """The result of a claim, whatever became of its task."""
    match answer:
        case Report():
            report = answer
        case Lost(reason=reason):
            report = Report("supported", message=reason)
        case Trouble(message=message):
            report = Report("supported", message=message)
        case _:
            report = Report("supported", message=f"internal error, please report it: the worker answered {answer!r}")
    text = ";  ".join(stated.claim.claim)
    seconds = report.seconds or seconds
    mistake = report.mistake
    return LineResult(
        stated.claim.name,
        stated.line,
        text,
        report,
        seconds,
        stated.title,
        stated.expect,
        trouble=not isinstance(answer, Report | Lost),
        mistaken=stated.line_of(mistake.place, mistake.text) if mistake else 0,
    )


def collected(file: ClaimFile, lines: Sequence[LineResult]) -> FileResult:
    """The result of a claim file; a line on which this program failed is an error of the file too."""
    troubles = (f"{placed(file.name, line.line)}: {line.id}: {line.report.message}" for line in lines if line.trouble)
    return FileResult(file.name, tuple(lines), (*file.problems, *troubles))

"""Results of a run, whatever the input was: one record a line, one a file; the JSON object, and the exit status.

Exit status: 0 nothing wrong; 1 a line is wrong; 2 a file could not be read as it stands, or this program failed. A line
that states what to expect is wrong when its verdict differs; another is wrong when it is refuted, ill-typed, or does
not follow; under `strict` also when it is supported, unread, or needs a hypothesis.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lineproof import __version__
from proofs.tasks import Report

__all__ = ["FileResult", "LineResult", "as_json", "exit_status"]

WRONG = {"refuted", "ill-typed"}
STRICTLY_WRONG = {"supported", "unread", "needs"}


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of a file: a claim, or a row of a document. `text` is what it says, `trouble` is set where this program
    failed on it, `mistaken` the line of the text that could not be read.
    """

    id: str
    line: int
    text: str
    report: Report
    seconds: float
    title: str = ""
    expect: str | None = None
    step: str = "start"
    trouble: bool = False
    mistaken: int = 0

    def wrong(self, strict: bool = False) -> bool:
        """Whether the line counts against the file."""
        if self.step == "does not follow":
            return True
        if self.expect is not None:
            return self.report.verdict != self.expect
        return self.report.verdict in (WRONG | STRICTLY_WRONG if strict else WRONG)

    def as_dict(self) -> dict[str, Any]:
        """The line as the JSON output has it; `message`, and `stage` and `residue` of a search for a proof that ended
        without one, where there are some. Of a line that is refuted, the hypothesis that repairs it stands under
        `holds_if`.
        """
        report = self.report
        refuted = report.verdict == "refuted"
        statement: dict[str, Any] = {
            "text": self.text,
            "verdict": str(report.verdict),
            "needs": [] if refuted else list(report.needs),
            "holds_if": list(report.needs) if refuted else [],
            "witness": report.witness,
            "laws": list(report.laws),
        }
        if report.message:
            statement["message"] = report.message
        if report.stage:
            statement["stage"] = report.stage
        if report.residue:
            statement["residue"] = [{"text": text, "latex": formula} for text, formula in report.residue]
        return {
            "id": self.id,
            "line": self.line,
            "title": self.title,
            "statement": statement,
            "step": {"verdict": self.step},
            "expect": self.expect,
            "seconds": round(self.seconds, 6),
            "numeric": None if report.numeric is None else dict(report.numeric),
        }


@dataclass(frozen=True, slots=True)
class FileResult:
    """The lines of a file in its order, and the errors that kept it from being read, or this program from judging it,
    whole; `derivative` is what `lineproof derive` found, for the JSON output.
    """

    file: str
    lines: tuple[LineResult, ...] = ()
    errors: tuple[str, ...] = ()
    derivative: Mapping[str, Any] | None = None

    @property
    def seconds(self) -> float:
        """The seconds that the lines took together, on whichever cores."""
        return sum(line.seconds for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """The file as the JSON output has it; `derivative` and `errors` where there are some."""
        found: dict[str, Any] = {
            "file": self.file,
            "seconds": round(self.seconds, 6),
            **({} if self.derivative is None else {"derivative": dict(self.derivative)}),
            "results": [line.as_dict() for line in self.lines],
        }
        return {**found, "errors": list(self.errors)} if self.errors else found


def exit_status(files: Sequence[FileResult], strict: bool = False) -> int:
    """0, 1 or 2."""
    if any(file.errors for file in files):
        return 2
    return int(any(line.wrong(strict) for file in files for line in file.lines))


def as_json(files: Sequence[FileResult]) -> str:
    """The one object that `--json` prints."""
    return json.dumps(
        {"lineproof": __version__, "files": [file.as_dict() for file in files]}, indent=1, allow_nan=False
    )

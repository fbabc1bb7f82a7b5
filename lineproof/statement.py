"""One statement from the command line: symbols, hypotheses and claims as text, judged as a claim of a file is.

>>> declarations("X: n x d, full column rank; w: d")
{'X': 'n x d, full column rank', 'w': 'd'}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lineproof.checking import Progress, check_claims
from lineproof.claimfile import ClaimFile, StatedClaim
from lineproof.results import FileResult
from lineproof.terminal import clean
from proofs.tasks import Claim
from symbolic.errors import LanguageError

__all__ = ["declarations", "judge_statement", "steps"]

PLACE = "command line"


def declarations(text: str) -> dict[str, str]:
    """The symbols that `NAME: SHAPE, PROPERTIES; NAME: ...` declares. Raises LanguageError."""
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        name, colon, shape = part.partition(":")
        if not colon or not name.strip() or not shape.strip():
            raise LanguageError(
                f"--let: {part.strip()!r} declares nothing; expected NAME: SHAPE, as in 'X: n x d; w: d'"
            )
        if name.strip() in found:
            raise LanguageError(f"--let: {name.strip()} is declared twice")
        found[name.strip()] = shape.strip()
    return found


def judge_statement(
    claims: Sequence[str], let: str, given: Sequence[str], *, seconds: float, seed: int, progress: Progress
) -> list[FileResult]:
    """The result on `claims`, all of which must follow. Raises LanguageError, WorkerError."""
    claim = Claim("statement", declarations(let), tuple(given), tuple(claims))
    file = ClaimFile(PLACE, (StatedClaim(claim, 1),), ())
    return check_claims([file], seconds=seconds, seed=seed, progress=progress)


def steps(results: Sequence[FileResult]) -> Iterator[str]:
    """The chain of steps of each proof, and the laws it rests on."""
    for line in (line for file in results for line in file.lines):
        yield from (f"    {clean(reason)}" for reason in line.report.reasons)
        if line.report.laws:
            yield f"    laws: {', '.join(line.report.laws)}"

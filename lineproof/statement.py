"""One statement from the command line: symbols, hypotheses and claims as text, judged as a claim of a file is.

>>> declarations("X: n x d, full column rank; w: d")
{'X': 'n x d, full column rank', 'w': 'd'}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from lineproof.checking import Progress, check_claims
from lineproof.claimfile import ClaimFile, StatedClaim
from lineproof.results import FileResult
from lineproof.terminal import clean
from proofs.tasks import Claim
from symbolic.errors import LanguageError, LineproofError
from symbolic.explain import Explanation, explained, needed, to_latex, to_lines
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove

__all__ = ["LET", "declarations", "explanations", "judge_statement", "steps"]

PLACE = "command line"

LET = click.option(
    "--let",
    multiple=True,
    metavar="TEXT",
    callback=lambda _, __, texts: "; ".join(texts),
    help="The symbols: 'X: n x d, full column rank; w: d'; may be repeated.",
)
"""The option of a command that declares symbols."""


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
    file = ClaimFile(PLACE, (StatedClaim(claim, 0),), ())
    return check_claims([file], seconds=seconds, seed=seed, progress=progress)


def explanations(
    claims: Sequence[str], let: str, given: Sequence[str], results: Sequence[FileResult], *, seconds: float
) -> list[Explanation]:
    """The proofs of claims that were judged to be proved, or to need a hypothesis, for people to read."""
    [line] = [line for file in results for line in file.lines]
    if line.report.verdict not in ("proved", "needs"):
        return []
    problem = parse_problem(declarations(let), given, claims, line.report.needs)
    found = []
    for claim in problem.claims:
        proof = prove((*problem.hypotheses, *problem.needs), claim, seconds=seconds)
        if proof.theorem is not None:
            theorem = needed(proof.theorem, prove)
            found.append(explained(theorem, problem.hypotheses))
    return found


def steps(found: Sequence[Explanation], results: Sequence[FileResult], *, as_latex: bool) -> Iterator[str]:
    """The proofs line by line, in LaTeX or as text; then the laws they rest on."""
    for explanation in found:
        try:
            listed = list(to_latex(explanation) if as_latex else to_lines(explanation))
        except LineproofError as error:
            listed = [f"% {error}" if as_latex else str(error)]
        yield from listed if as_latex else (f"    {clean(line)}" for line in listed)
    for line in (line for file in results for line in file.lines):
        if line.report.laws and not as_latex:
            yield f"    laws: {', '.join(line.report.laws)}"

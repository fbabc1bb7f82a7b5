"""What a person sees: plain text in a pipe, a coloured table on a terminal; the same words in both.

    homework.toml:sum_of_squares:9   E[L] = s/n + tr(M'*M)
                                            ^^^^^^^^^^^^^
      refuted            n = 2, d = 1, X = [1; 0]: left side 1/2, right side 3/2
      holds if           symmetric(A)

Text from files is cleared of control characters before it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lineproof.results import FileResult, LineResult
from proofs.readable import STEPS, readable
from proofs.tasks import Mistake

__all__ = ["clean", "details", "plain", "show", "summary", "totals"]

COLOURS = {
    "proved": "green",
    "refuted": "bold red",
    "ill-typed": "bold red",
    "needs": "yellow",
    "supported": "cyan",
    "definition": "dim",
    "unread": "magenta",
}
MARKS = {
    "proved": "✓",
    "refuted": "✗",
    "ill-typed": "✗",
    "needs": "!",
    "supported": "~",
    "definition": ":",
    "unread": "?",
}
EXPECTED = "as expected"
COLUMN = 19
LONGEST = 800
"""Characters of one line of details."""


def clean(text: str) -> str:
    """The text on one line, control characters and lone surrogates replaced."""
    return "".join(c if c.isprintable() else " " if c in "\n\r\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def details(file: str, line: LineResult, strict: bool) -> Iterator[str]:
    """What there is to say of a line that is not simply as it should be."""
    report = line.report
    surprising = line.wrong(strict)
    if report.verdict in ("proved", "definition") and not surprising and not report.message:
        return
    yield from _heading(file, line)
    needs, witness = ", ".join(report.needs), readable(report.witness or "")
    first = {"refuted": witness, "needs": needs}.get(report.verdict) or report.message
    yield _entry(report.verdict, first.removeprefix(_position(report.mistake) + ": "))
    if report.message and report.message != first:
        yield _entry("", report.message)
    for text, _ in report.residue:
        yield _entry("left to show", text)
    if line.step in STEPS:
        yield _entry("", STEPS[line.step])
    if needs and needs != first:
        yield _entry("holds if" if report.verdict == "refuted" else "would need", needs)
    if witness and witness != first:
        yield _entry("without it", witness)
    if line.expect is not None and surprising:
        yield _entry("expected", line.expect)


def _heading(file: str, line: LineResult) -> Iterator[str]:
    mistake = line.report.mistake
    number = line.mistaken or line.line
    place = clean(f"{file}:{number}: {line.id}" if number else f"{file}:{line.id}")
    if mistake is None:
        yield f"{place}   {clean(line.text)}"[:LONGEST]
        return
    place += clean(f", {_position(mistake)}")
    start = max(0, mistake.column - LONGEST // 2)
    shown = clean(mistake.text)[start : start + LONGEST]
    length = max(1, min(mistake.length, len(shown) - (mistake.column - 1 - start)))
    yield f"{place}   {shown}"
    yield " " * (len(place) + 3 + mistake.column - 1 - start) + "^" * length


def _position(mistake: Mistake | None) -> str:
    """Which text of a claim is wrong, and where: the heading says it, the message need not."""
    return "" if mistake is None else f"{mistake.place}, column {mistake.column}"


def _entry(name: str, text: str) -> str:
    shown = clean(text)
    return f"  {name:<{COLUMN}}{shown if len(shown) <= LONGEST else shown[:LONGEST] + ' ...'}".rstrip()


def summary(files: Sequence[FileResult], seed: int, strict: bool = False) -> Iterator[str]:
    """One line a file: how many lines of which verdict; and a warning of lines that nothing was said of."""
    for file in files:
        asked = [line for line in file.lines if line.expect is not None]
        known = f"; {sum(not line.wrong() for line in asked)} of {len(asked)} as expected" if asked else ""
        if file.lines:
            said = f"{len(file.lines)} judged: {_counted(file.lines)}{known}"
            yield f"{clean(file.file)}: {said}; {file.seconds:.1f} s, seed {seed}"
    lines = [line for file in files for line in file.lines]
    unread = sum(line.report.verdict == "unread" and line.expect is None for line in lines)
    if unread and not strict:
        yield f"{unread} unread: not understood, so not judged; only --strict makes that an error"


def totals(files: Sequence[FileResult], strict: bool) -> str:
    """All files in one line: how many lines of which verdict came out as they should, and how many did not."""
    lines = [line for file in files for line in file.lines]
    wrong = [line for line in lines if line.wrong(strict)]
    fine = _counted([line for line in lines if not line.wrong(strict)])
    derivations = f"{len(files)} derivation{'s' * (len(files) != 1)}"
    said = f"{len(lines)} lines of {derivations}; as expected: {fine}; not as expected: {_counted(wrong)}"
    broken = sum(bool(file.errors) for file in files)
    return f"{said}; with errors: {broken} of {derivations}" if broken else said


def _counted(lines: Sequence[LineResult]) -> str:
    """How many lines have which verdict."""
    counts = Counter(str(line.report.verdict) for line in lines)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in COLOURS if counts[verdict]) or "none"


def _mark(line: LineResult, strict: bool) -> str:
    """What is to be said of a verdict; nothing of one that is plainly good, or of which nothing was expected."""
    if line.wrong(strict):
        return f"wrong: expected {line.expect}" if line.expect else "wrong"
    return EXPECTED if line.expect not in (None, "proved", "definition") else ""


def _shortened(title: str, width: int = 80) -> str:
    """A title on one line; what is cut off is marked."""
    return title if len(title) <= width else f"{title[: width - 4].rstrip()} ..."


def plain(
    files: Sequence[FileResult], seed: int, strict: bool = False, *, surprises: bool = False
) -> Iterator[str]:
    """The whole report as lines of text; with `surprises`, details only of lines that are not as they should be."""
    width = min(max((len(clean(line.id)) for file in files for line in file.lines), default=0), 40)
    for file in files:
        if len(files) > 1:
            yield clean(file.file)
        for line in file.lines:
            title = _shortened(clean(line.title or line.text))
            said = f"{clean(line.id):<{width}}  {line.report.verdict:<10} {line.seconds:7.3f} s  {title}"
            yield f"{said}  {_mark(line, strict)}".rstrip()
        for line in file.lines:
            if not (surprises and _mark(line, strict) == EXPECTED):
                yield from details(file.file, line, strict)
    yield from summary(files, seed, strict)


def show(
    console: Console, files: Sequence[FileResult], seed: int, strict: bool = False, *, surprises: bool = False
) -> None:
    """The whole report on a terminal; with `surprises`, details only of lines that are not as they should be."""
    for file in files:
        if file.lines:
            console.print(_table(file, strict))
        for line in file.lines:
            for text in () if surprises and _mark(line, strict) == EXPECTED else details(file.file, line, strict):
                console.print(
                    Text(text, style=COLOURS.get(text.split()[0], "") if text.startswith("  ") else ""), soft_wrap=True
                )
    for text in summary(files, seed, strict):
        console.print(Text(text), soft_wrap=True)


def _table(file: FileResult, strict: bool) -> Table:
    table = Table(title=Text(clean(file.file)), title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("", "claim", "verdict", "seconds", "title"):
        table.add_column(
            name, justify="right" if name == "seconds" else "left", overflow="fold", no_wrap=name == "verdict"
        )
    for line in file.lines:
        verdict = str(line.report.verdict)
        mark = _mark(line, strict)
        said = f"{verdict}, {mark.removeprefix('wrong: ')}" if line.expect and mark else verdict
        style = "bold red" if line.wrong(strict) else "dim" if mark else COLOURS[verdict]
        table.add_row(
            Text(MARKS["proved"] if mark == EXPECTED else MARKS[verdict], style),
            Text(clean(line.id)),
            Text(said, style),
            f"{line.seconds:.3f}",
            Text(_shortened(clean(line.title or line.text)), "dim"),
        )
    return table

"""Wrong lines as data: sections of lines as somebody wrote them, each with the right line, put into a derivation.

Conventions: all is text in the grammar of statements. The hypotheses of a section hold in that section alone, its
symbols and named values from there on.

Main results: `Wrong`, `Section`, `judged_lines`.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symbolic.derivation import Derivation
from symbolic.language.grammar import Scope

__all__ = ["Section", "Wrong", "judged_lines"]


def _line() -> int:
    """The line on which a record is written down: that of the caller of its `__init__`, which calls this."""
    frame = inspect.currentframe()
    for _ in range(2):
        frame = frame.f_back if frame is not None else None
    return frame.f_lineno if frame is not None else 0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line as it was written, the verdict on it and why; the right line and the reason for it.

    `let` are symbols of the wrong line alone; `line` is where it stands in its script.
    """

    text: str
    verdict: str
    because: str
    right: str
    reason: str
    let: Mapping[str, str] = field(default_factory=dict)
    line: int = field(default_factory=_line, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Section:
    """Wrong lines over symbols (`let`, with the properties that are hypotheses), further hypotheses `given`, and
    `named` values: name, value, meaning.
    """

    number: str
    lines: tuple[Wrong, ...]
    let: Mapping[str, str] = field(default_factory=dict)
    named: tuple[tuple[str, str, str], ...] = ()
    given: tuple[str, ...] = ()
    line: int = field(default_factory=_line, compare=False, kw_only=True)


def judged_lines(proof: Derivation, sections: Sequence[Section]) -> None:
    """Add the lines of all sections to a derivation: each refused, and the right one instead. Raises ParseError,
    ShapeError, LanguageError (what is said instead, a name or a hypothesis makes no sense).

    >>> work = Derivation("signs", "Signs")
    >>> line = Wrong("(a - b)^2 = a^2 - b^2", "refuted", "no mixed term", "(a - b)^2 = a^2 - 2*a*b + b^2", "expand")
    >>> judged_lines(work, [Section("1", (line,), let={"a": "scalar", "b": "scalar"})])
    >>> [(row.kind, row.because, row.corrects) for row in work.rows]
    [('refusal', '1: no mixed term', None), ('claim', 'expand', 1)]
    """
    scope = Scope()
    for section in sections:
        before = len(scope.hypotheses)
        scope.declare_all(section.let)
        given = [scope.statement(text) for text in section.given]
        proof.hypotheses = ()
        proof.assume(*scope.hypotheses[before:], *given)
        for name, text, meaning in section.named:
            said = f"{section.number}: {meaning}"
            scope.symbols[name] = proof.define(name, scope.expression(text), said, line=section.line)
        for wrong in section.lines:
            said = f"{section.number}: {wrong.because}"
            proof.refuse(wrong.text, wrong.verdict, said, let=wrong.let, line=wrong.line)
            proof.instead(scope.statement(wrong.right), wrong.reason, line=wrong.line)

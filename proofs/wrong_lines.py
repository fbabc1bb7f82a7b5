"""Wrong lines as data: sections of lines as somebody wrote them, each with the right line, put into a derivation.

Conventions: all is text in the grammar of statements. The hypotheses of a section hold in that section alone, its
symbols and named values from there on.

Main results: `Wrong`, `Section`, `judged_lines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symbolic.derivation import Derivation
from symbolic.language.grammar import Scope

__all__ = ["Section", "Wrong", "judged_lines"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line as it was written, the verdict on it and why; the right line and the reason for it.

    `let` are symbols of the wrong line alone.
    """

    text: str
    verdict: str
    because: str
    right: str
    reason: str
    let: Mapping[str, str] = field(default_factory=dict)


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
            scope.symbols[name] = proof.define(name, scope.expression(text), f"{section.number}: {meaning}")
        for wrong in section.lines:
            proof.refuse(wrong.text, wrong.verdict, f"{section.number}: {wrong.because}", let=wrong.let)
            proof.instead(scope.statement(wrong.right), wrong.reason)

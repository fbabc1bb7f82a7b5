"""An explanation as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import ZeroMatrix

from symbolic.errors import LanguageError
from symbolic.explain.lines import Explanation, Part, Reason
from symbolic.language.grammar import to_text
from symbolic.language.statements import property_name

WIDEST = 60
"""Characters of a line after which its reason stands further to the right."""


def to_lines(explanation: Explanation) -> Iterator[str]:
    """The proof, lemmas first, reasons in a column; then the hypotheses that it did without."""
    for part in explanation.parts:
        head = f"Lemma {part.number}. " if part.number else ""
        if part.start is None:
            yield f"{head}{words(part.statement)}   {reason_text(part.reason)}".rstrip()
        else:
            yield from _chain(part, head)
    if explanation.unused:
        yield f"not needed: {', '.join(map(words, explanation.unused))}"


def _chain(part: Part, head: str) -> Iterator[str]:
    if part.number:
        yield f"{head}{words(part.statement)}"
    yield said(part.start)
    shown = [f"    = {said(line.term)}" for line in part.lines]
    width = min(max(map(len, shown), default=0), WIDEST)
    for text, line in zip(shown, part.lines, strict=True):
        yield f"{text:<{width}}   {reason_text(line.reason)}"


def reason_text(reason: Reason) -> str:
    """A reason as text."""
    return "".join(piece if isinstance(piece, str) else words(piece) for piece in reason)


def words(statement: Any) -> str:
    """A statement, properties as a sentence; or a term."""
    name = property_name(statement)
    if name is None:
        return said(statement)
    verb = "has" if name in ("full column rank", "full row rank") else "is"
    return f"{said(statement.arguments[0])} {verb} {name}"


def said(value: Any) -> str:
    """A term or statement in the grammar, a zero matrix without its size; what the grammar cannot say, as SymPy prints
    it.
    """
    if isinstance(value, ZeroMatrix):
        return "0"
    try:
        return to_text(value)
    except LanguageError:
        return str(value)

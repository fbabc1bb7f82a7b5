"""Tokens of the grammar: numbers, names and signs, each with its place in the text.

A decimal point belongs to a number only before a digit, so that `1./x` is 1 ./ x and `X^-1.*Y` is X^-1 .* Y.

>>> [t.text for t in tokenize("A^-1'.*0.5")]
['A', '^', '-', '1', "'", '.*', '0.5', '']
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.foreign import hint

MAX_LENGTH = 20_000
MAX_DIGITS = 200

_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>\.\*|\./|\.\^|<=|>=|=>|!=|>>|[-+*/^'()\[\],;:=<>])|(?P<space>\s+)"
)


class Token(NamedTuple):
    """A piece of text; `kind` is "number", "name", "sign" or "end"."""

    kind: str
    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else f"'{self.text}'"


def tokenize(text: str, place: str = "") -> list[Token]:
    """The tokens of `text` and an end mark. Raises GrammarError: text too long, stray character, number too long."""
    if not isinstance(text, str):
        raise GrammarError(f"no text but {type(text).__name__}", place=place, expected="a text")
    if len(text) > MAX_LENGTH:
        raise GrammarError(
            f"the text has {len(text)} characters", text[:80], place=place, expected=f"at most {MAX_LENGTH}"
        )
    tokens: list[Token] = []
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None or (kind == "name" and not match[0].isidentifier()):
            raise GrammarError(
                "stray character",
                text,
                at,
                at + 1,
                place=place,
                expected=hint(text, at) or "a number, a name or a sign",
                found=f"'{text[at]}'" if text[at].isprintable() else ascii(text[at]),
            )
        if kind == "number" and len(match[0]) > MAX_DIGITS:
            raise GrammarError(f"a number of more than {MAX_DIGITS} digits", text, at, match.end(), place=place)
        if kind != "space":
            tokens.append(Token(kind, match[0], at, match.end()))
        at = match.end()
    tokens.append(Token("end", "", end, end))
    return tokens

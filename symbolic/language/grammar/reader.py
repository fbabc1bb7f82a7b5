"""A text being read: its tokens, the place reached, and how nodes and errors are made there."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, NoReturn, TypeVar

from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.foreign import hint, product_hint
from symbolic.language.grammar.syntax import Raw, depth_of
from symbolic.language.grammar.tokens import Token, tokenize

MAX_NESTING = 40
MAX_DEPTH = 100
RESERVED = frozenset({"let"})

_Node = TypeVar("_Node", bound=Raw)


class Reader:
    """Reads one text. `declared` are the names that hide built-in ones. Every error is a GrammarError."""

    def __init__(self, text: str, declared: Container[str] = (), place: str = "") -> None:
        self.text, self.declared, self.place = text, declared, place
        self.tokens, self.at, self.nesting = tokenize(text, place), 0, 0
        self.bound: list[str] = []

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def next_is(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        kind, text, _, _ = self.tokens[self.at]
        return kind == "sign" and text in signs

    def word_is(self, word: str) -> bool:
        """Whether the next token is this name."""
        return self.token.kind == "name" and self.token.text == word

    def advance(self) -> Token:
        """The next token, taken."""
        token = self.token
        self.at += token.kind != "end"
        return token

    def take(self, sign: str, expected: str = "") -> Token:
        """The next token, which must be `sign`."""
        if not self.next_is(sign):
            self.refuse("syntax", expected or f"'{sign}'")
        return self.advance()

    def name(self) -> str:
        """A name."""
        if self.token.kind != "name" or self.token.text in RESERVED:
            self.refuse("syntax", "a name")
        return self.advance().text

    def refuse(self, reason: str, expected: str, raw: Raw | None = None) -> NoReturn:
        """Raise GrammarError at the next token, or at `raw`."""
        if raw is not None:
            raise GrammarError(reason, self.text, raw.start, raw.end, place=self.place, expected=expected)
        token = self.token
        if reason in ("syntax", "the text goes on"):
            expected = self.hinted(token.start, factor="an operator" in expected) or expected
        raise GrammarError(
            reason, self.text, token.start, token.end, place=self.place, expected=expected, found=str(token)
        )

    def hinted(self, at: int, *, factor: bool) -> str:
        """What stands here for a notation of another language at position `at`, where a factor may follow or not; ""
        for none.
        """
        return hint(self.text, at) or (product_hint(self.text, at) if factor else "")

    def end(self) -> None:
        """Refuse what is left of the text."""
        if self.token.kind != "end":
            self.refuse("the text goes on", "the end" if self.next_is(")", "]", ",") else "an operator or the end")

    def node(self, kind: type[_Node], start: int, children: Sequence[Raw], *fields: Any) -> _Node:
        """A node from `start` to the last token taken."""
        depth = depth_of(*children)
        if depth > MAX_DEPTH:
            self.refuse("nested too deep", f"at most {MAX_DEPTH} operations inside each other")
        return kind(start, self.tokens[self.at - 1].end if self.at else 0, depth, *fields)

    def deeper(self, read: Callable[[], _Node]) -> _Node:
        """What `read` reads, one bracket further in."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.refuse("nested too deep", f"at most {MAX_NESTING} brackets inside each other")
        raw = read()
        self.nesting -= 1
        return raw

"""Errors of the grammar: what `ParseError` and `ShapeError` say, and which text, from which column on.

`place` names the text ("let A", "given 2", "claim 1"), `column` counts from 1 in `text`, `subterm` is the piece of
text at fault.
"""

from __future__ import annotations

from typing import Any

from symbolic.errors import ParseError, ShapeError


class GrammarError(ParseError):
    """Text that is not in the grammar, or has no meaning there: what was expected, what came, and where."""

    def __init__(
        self,
        reason: str,
        text: str = "",
        start: int = 0,
        end: int = 0,
        *,
        place: str = "",
        expected: str = "",
        found: str = "",
    ) -> None:
        super().__init__(reason, text, start + 1, expected, found)
        self.place, self.subterm = place, text[start:end]
        self.args = (f"{_where(place, start)}: {reason}{_contrast(expected, found)}",)

    def __reduce__(self) -> Any:
        return _restored, (type(self), self.args, self.__dict__)


class AmbiguousSizeError(GrammarError):
    """An `I`, `ones`, `zeros` or unknown whose size nothing in the statement fixes."""


class GrammarShapeError(ShapeError):
    """Sizes that do not fit, and where: the attributes of `ShapeError` and those of `GrammarError`."""

    def __init__(
        self, error: ShapeError, text: str, start: int, end: int, left: str, right: str | None, *, place: str = ""
    ) -> None:
        super().__init__(error.operation, left, error.left_shape, right, error.right_shape, error.expected)
        self.text, self.column, self.place, self.subterm = text, start + 1, place, text[start:end]
        self.args = (f"{_where(place, start)}: {self.args[0]}",)

    def __reduce__(self) -> Any:
        return _restored, (type(self), self.args, self.__dict__)


def _where(place: str, start: int) -> str:
    return f"{place}, column {start + 1}" if place else f"column {start + 1}"


def _contrast(expected: str, found: str) -> str:
    return (f"; expected {expected}" if expected else "") + (f", got {found}" if found else "")


def _restored(kind: type[Any], args: tuple[Any, ...], attributes: dict[str, Any]) -> Any:
    """An error as it was pickled (its constructor takes other arguments than it shows)."""
    error = Exception.__new__(kind)
    error.args = args
    error.__dict__.update(attributes)
    return error

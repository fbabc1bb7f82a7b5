"""The exceptions of lineproof: one tree, every message with what was expected, what came, and the term.

`LineproofError` is the root. Bad input raises a subclass when it is handed in; a proof that is not found is a
value, not an exception.
"""

from __future__ import annotations


class LineproofError(Exception):
    """Root of every exception that lineproof raises on purpose."""


class LanguageError(LineproofError):
    """A term, symbol or statement that cannot be built."""


class ShapeError(LanguageError):
    """Sizes that do not fit: `operation` on `left` and `right`, whose shapes are in the message.

    `left_shape` and `right_shape` are pairs of dimensions; `term` is the sub-term as text.
    """

    def __init__(
        self,
        operation: str,
        left: object,
        left_shape: tuple[object, object] | None,
        right: object = None,
        right_shape: tuple[object, object] | None = None,
        expected: str = "",
    ) -> None:
        self.operation, self.left, self.right = operation, left, right
        self.left_shape, self.right_shape, self.expected = left_shape, right_shape, expected
        said = f"{operation}: {_sized(left, left_shape)}"
        if right is not None:
            said += f" and {_sized(right, right_shape)}"
        super().__init__(said + (f"; expected {expected}" if expected else " do not fit"))


def _sized(term: object, shape: tuple[object, object] | None) -> str:
    return str(term) if shape is None else f"{term} is {shape[0]} x {shape[1]}"


class ParseError(LineproofError):
    """Text that is not in the grammar. `column` counts from 1 in `text`."""

    def __init__(self, message: str, text: str = "", column: int = 0, expected: str = "", found: str = "") -> None:
        self.text, self.column, self.expected, self.found = text, column, expected, found
        self.reason = message
        super().__init__(f"column {column}: {message}" if column else message)


class TranslationError(LineproofError):
    """A term that the canonical form does not cover (no verdict follows from it)."""


class BudgetError(LineproofError):
    """A computation that was given a time and has spent it."""


class KernelError(LineproofError):
    """A rule was applied to premises that do not match it, or a certificate does not multiply out."""


class EvaluationError(LineproofError):
    """A term has no value at a point: a singular inverse, a division by zero, a logarithm of a negative number."""


class FileError(LineproofError):
    """A file that is missing, unreadable, too large or not in its format."""

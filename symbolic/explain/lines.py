"""What an explanation is made of: parts, each a chain of lines or one statement, with the reasons for the margin.

A *reason* is a tuple of texts and of terms or statements, so that it can be written on the terminal and in LaTeX. A
chain starts from the left side of its statement; each line is equal to the one before, and carries the kernel's theorem
that says so. A part that others refer to is a lemma, and has a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Basic

from symbolic.kernel import Theorem

Reason = tuple[str | Basic, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`= term`, for a reason; `theorem` says that the term equals the one of the line before."""

    term: Any
    reason: Reason
    theorem: Theorem


@dataclass(frozen=True, slots=True)
class Part:
    """A statement and why it holds: a chain of equal terms that begins with `start`, or, without one, the `reason`.

    `number` is that of a lemma, 0 for the last part, which is what was to be proved.
    """

    statement: Basic
    start: Any = None
    lines: tuple[Line, ...] = ()
    reason: Reason = ()
    number: int = 0

    @property
    def length(self) -> int:
        """How many lines it takes."""
        return len(self.lines) if self.start is not None else 1


@dataclass(frozen=True, slots=True)
class Explanation:
    """A proof for people: lemmas first. `unused` are hypotheses that were given and are not needed."""

    statement: Basic
    hypotheses: tuple[Basic, ...]
    parts: tuple[Part, ...]
    unused: tuple[Basic, ...] = ()

    @property
    def length(self) -> int:
        """How many lines the proof takes."""
        return sum(part.length for part in self.parts)

    def reasons(self) -> Iterator[Reason]:
        """The reason of every line."""
        for part in self.parts:
            if part.start is None:
                yield part.reason
            else:
                yield from (line.reason for line in part.lines)


def joined(*reasons: Reason) -> Reason:
    """Several reasons as one, each once."""
    listed = [reason for reason in dict.fromkeys(reasons) if reason]
    parts: list[str | Basic] = []
    for reason in listed:
        parts += [", ", *reason] if parts else reason
    return tuple(parts)

"""What is sent to a worker process and what comes back: plain records, so that whoever sends them need not load SymPy.

A task is one line to judge; its `seed` is that of the run, which with the line's own name seeds the generator, so that
a verdict does not depend on which worker judged it, nor after what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Claim", "ClaimTask", "Leaving", "Lost", "Mistake", "Ready", "Report", "RowTask", "Trouble"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as text: symbols, hypotheses and statements, all of which must follow."""

    name: str
    let: Mapping[str, str]
    given: tuple[str, ...]
    claim: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimTask:
    """Judge a claim."""

    claim: Claim
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True)
class RowTask:
    """Judge row `number` of the derivation that `module` defines."""

    module: str
    number: int
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a text is wrong: `place` is "given 2" or the like, `column` and `length` say which part of `text`."""

    place: str
    text: str
    column: int
    length: int
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a claim, as text. `numeric` has the keys of the JSON output; `mistake` where the claim is not
    read; `stage` and `residue`, pairs of text and LaTeX, where no proof was found.

    `seconds` are those of reading, proving and replaying, or refuting; those of the cross-check stand in `numeric`.
    """

    verdict: str
    needs: tuple[str, ...] = ()
    witness: str | None = None
    laws: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    message: str = ""
    numeric: Mapping[str, Any] | None = None
    mistake: Mistake | None = None
    stage: str = ""
    residue: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error of this program, or of what it was asked to do: nothing can be said of the line."""

    message: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker was ended, or ended itself, before it answered: "out of time", "out of memory" or what else is
    known.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """An answer, and the last one of its process."""

    answer: Any


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker's first message: its modules are loaded."""

"""Replay: a stored theorem, checked again step by step.

`replay(document)` reads plain data only, as it comes out of JSON: {"format", "settings": {"explicit", "dependent"},
"labels": [...], "steps": [{"statement", "hypotheses", "laws", "rule", "premises", "data"}, ...]}; premises are
numbers of
steps before; the last step is the theorem. A step has exactly the hypotheses that its rule says: those of its premises
and what it takes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic.errors import LineproofError
from symbolic.replay.deadline import deadline
from symbolic.replay.errors import ReplayError
from symbolic.replay.grounds import Grounds, Step, Workshop
from symbolic.replay.networks import Labels
from symbolic.replay.plain import Plain, frozen, written
from symbolic.replay.reading import Reader
from symbolic.replay.rules import RULES
from symbolic.replay.statements import Statements

FORMAT = "lineproof theorem 1"
SECONDS = 60.0
SHAPE_ERRORS = (KeyError, IndexError, ValueError, TypeError, AttributeError, ZeroDivisionError, OverflowError,
                RecursionError)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked: the theorem, the number of steps, the rules used. `assumed_dependent`: groups of random symbols
    that are not taken as independent; all others are."""

    statement: Plain
    hypotheses: frozenset[Plain]
    laws: frozenset[str]
    steps: int
    rules: tuple[str, ...]
    assumed_dependent: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        given = ", ".join(sorted(map(written, self.hypotheses)))
        return f"{given} |- {written(self.statement)}   ({self.steps} steps)"


def replay(document: Any, *, seconds: float = SECONDS) -> Report:
    """Check a stored theorem. Raises ReplayError, which names the step that fails."""
    try:
        with deadline(seconds):
            return _replayed(document)
    except SHAPE_ERRORS as error:
        raise ReplayError(f"the document is not readable: {error!r}") from error


def _replayed(document: Mapping[str, Any]) -> Report:
    if document["format"] != FORMAT:
        raise ReplayError(f"a document of the format {document['format']!r}: expected {FORMAT!r}")
    settings = document["settings"]
    dependent = tuple(tuple(map(str, group)) for group in settings["dependent"])
    reader = Reader(explicit=settings["explicit"] is True, dependent=dependent)
    workshop = Workshop(Statements(reader), Labels(reader, document["labels"]))
    steps: list[Step] = []
    for number, data in enumerate(document["steps"]):
        try:
            steps.append(_checked(workshop, data, steps))
        except LineproofError as error:
            raise ReplayError(str(error), number) from error
        except SHAPE_ERRORS as error:
            raise ReplayError(f"not readable: {error!r}", number) from error
    if not steps:
        raise ReplayError("a document without a step")
    last = steps[-1]
    return Report(
        last.statement, last.hypotheses, last.laws, len(steps), tuple(dict.fromkeys(s.rule for s in steps)), dependent
    )


def _checked(workshop: Workshop, data: Mapping[str, Any], before: Sequence[Step]) -> Step:
    """One step, checked."""
    if data["rule"] not in RULES:
        raise ReplayError(f"there is no rule {data['rule']!r}")
    for k in data["premises"]:
        if not isinstance(k, int) or not 0 <= k < len(before):
            raise ReplayError(f"there is no step {k} before")
    step = Step(
        frozen(data["statement"]),
        frozenset(map(frozen, data["hypotheses"])),
        frozenset(data["laws"]),
        data["rule"],
        tuple(before[k] for k in data["premises"]),
        data["data"] if data["rule"] in RAW else frozen(data["data"]),
    )
    for term in (step.statement, *step.hypotheses):
        workshop.reader.name(term)
    _compared(workshop, step, RULES[step.rule](workshop, step))
    return step


RAW = frozenset({"certificate", "law", "cases"})
"""Rules whose data are records with keys."""


def _compared(workshop: Workshop, step: Step, grounds: Grounds) -> None:
    """Raises ReplayError unless the step states the hypotheses and laws that its rule says."""
    if step.laws != grounds.laws:
        raise ReplayError(f"laws {sorted(step.laws)} are stated, {sorted(grounds.laws)} used")
    says = workshop.statements.says
    missing = grounds.hypotheses - step.hypotheses
    if missing:
        raise ReplayError(f"the hypothesis {written(next(iter(missing)))} is lost")
    for condition in grounds.conditions:
        if not any(says(h, condition) for h in step.hypotheses):
            raise ReplayError(f"a condition ({condition.kind}) is not among the hypotheses")
    for extra in step.hypotheses - grounds.hypotheses:
        if not any(says(extra, condition) for condition in grounds.conditions):
            raise ReplayError(f"the hypothesis {written(extra)} comes from nowhere")

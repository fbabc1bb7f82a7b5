"""What a step of a stored theorem is, and what its rule says that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from symbolic.replay.errors import ReplayError
from symbolic.replay.networks import Labels
from symbolic.replay.plain import Plain
from symbolic.replay.statements import Meaning, Statements


@dataclass(eq=False, slots=True)
class Step:
    """One theorem of the tree, never changed: what it states, under what, by which rule from which steps."""

    statement: Plain
    hypotheses: frozenset[Plain]
    laws: frozenset[str]
    rule: str
    premises: tuple[Step, ...]
    data: Any


@dataclass
class Grounds:
    """What a rule says that a step rests on: hypotheses as they are written, conditions by their meaning, laws."""

    hypotheses: set[Plain] = field(default_factory=set)
    conditions: list[Meaning] = field(default_factory=list)
    laws: set[str] = field(default_factory=set)


@dataclass
class Workshop:
    """What rules work with."""

    statements: Statements
    labels: Labels

    def __post_init__(self) -> None:
        self.reader = self.statements.reader
        self.session = self.reader.session


Rule = Callable[[Workshop, Step], Grounds]


def require(holds: bool, message: str) -> None:
    """Raises ReplayError unless `holds`."""
    if not holds:
        raise ReplayError(message)


def passed_on(step: Step, conditions: Iterable[Meaning] = (), laws: Iterable[str] = ()) -> Grounds:
    """The hypotheses and laws of all premises, and more."""
    return Grounds(
        set().union(*(p.hypotheses for p in step.premises)),
        list(conditions),
        set(laws).union(*(p.laws for p in step.premises)),
    )


def premises(step: Step, count: int) -> tuple[Step, ...]:
    """The premises, which must be `count`."""
    require(len(step.premises) == count, f"{step.rule} has {count} premises, got {len(step.premises)}")
    return step.premises

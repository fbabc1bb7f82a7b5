"""A campaign: cases with what is counted of each, what they must reach, and findings, of which there must be none.

A case is a name and a function of an `Effort`; nothing is done before it is called. Cases are independent of each
other and of their order: what is random in one comes from the seed and its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from zlib import crc32

from symbolic.errors import LineproofError


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried of one case: false mutants of a claim, points for their evaluation and the seconds to find
    these, seconds of the prover for one mutant (many times what a true line takes).
    """

    seed: int = 1
    most: int = 12
    points: int = 12
    looking: float = 0.3
    proving: float = 0.1


@dataclass(slots=True)
class Tally:
    """Counts by name, and what should not be."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take the counts and findings of another tally in."""
        self.counts.update(other.counts)
        self.findings += other.findings


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to try."""

    name: str
    run: Callable[[Effort], Tally]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Cases, made when asked for from a seed; the least counts that a whole run must reach; the effort of a whole run.
    """

    name: str
    title: str
    cases: Callable[[int], Sequence[Case]]
    asked: Mapping[str, int]
    effort: Effort = field(default_factory=Effort)


def generator(seed: int, name: str) -> Random:
    """The random numbers of one case."""
    return Random(crc32(f"{seed} {name}".encode()))


def sample(campaign: Campaign, count: int, seed: int) -> list[Case]:
    """Some of the cases, in their order; all where there are no more."""
    listed = list(campaign.cases(seed))
    chosen = generator(seed, campaign.name).sample(range(len(listed)), min(count, len(listed)))
    return [listed[k] for k in sorted(chosen)]


def run(
    cases: Iterable[Case], effort: Effort, progress: Callable[[str, Tally], object] = lambda name, tally: None
) -> Tally:
    """The tally of all cases; `progress` is told after each. A case that breaks down is a finding."""
    total = Tally()
    for case in cases:
        try:
            total.add(case.run(effort))
        except (LineproofError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            total.findings.append(f"{case.name} broke down: {type(error).__name__}: {error}")
        progress(case.name, total)
    return total


def missed(campaign: Campaign, tally: Tally) -> list[str]:
    """The counts that are lower than asked for."""
    short = {name: least for name, least in campaign.asked.items() if tally.counts[name] < least}
    return [f"{campaign.name}: {tally.counts[name]} {name}, asked for are {least}" for name, least in short.items()]

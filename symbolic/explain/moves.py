"""A certificate as a walk from the left side of its equation to the right side.

Each term of a certificate, c * C[l - r], is a *move*: subtracting it from a sum of networks puts r for l in one place.
All moves together lead from the left side to the right side, in any order; `walk` looks for a short way, on which the
sums stay small and one premise is used as often as possible before the next. It may leave moves out, or go against
them, where that is shorter. Every walk is a proof: it is checked line by line by the kernel.

Reference: bidirectional use of rewrite rules as in equational proofs; best-first search (Hart, Nilsson, Raphael 1968).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

from symbolic.kernel import CertificateTerm, Theorem
from symbolic.kernel.kernel import flat_block
from symbolic.network.plug import plugged
from symbolic.network.tensor import Coefficient, Tensor, collected, tidy

STATES, OPENED = 1500, 4_000
"""States that the search for a short walk may expand, and terms of sums that it may look at."""
CHANGE, MOVE, TERM, GAP = 3, 1, 2, 2
"""What a change of the premise, a move, a term of a sum and a term of what is still to do cost in the search."""


@dataclass(frozen=True, slots=True)
class Move:
    """A term of a certificate with its coefficient left out; `value` is what it multiplies out to."""

    term: CertificateTerm
    value: Tensor
    coefficient: Coefficient

    @property
    def premise(self) -> int:
        """The number of the premise."""
        return self.term.premise


@dataclass(frozen=True, slots=True)
class Stride:
    """Moves by one premise, each with its factor, and the sum of networks that they lead to."""

    premise: int
    moves: tuple[tuple[Coefficient, Move], ...]
    reached: Tensor


def moves_of(terms: Sequence[CertificateTerm], premises: Sequence[Theorem], sides: Sequence[Tensor],
             target: Tensor) -> list[Move]:
    """The moves of a certificate: equal ones as one, none that does nothing. `sides` are the premises' differences."""
    found: dict[tuple[int, Tensor], Move] = {}
    for term in terms:
        filled = plugged(term.context, term.hole, flat_block(sides[term.premise], term.blocks))
        value = collected(target.axes, filled)
        opposite = (term.premise, -value)
        if opposite in found:
            known = found[opposite]
            found[opposite] = Move(known.term, known.value, tidy(known.coefficient - term.coefficient))
        elif value.terms:
            known_ = found.get((term.premise, value))
            total = term.coefficient + (known_.coefficient if known_ else 0)
            found[term.premise, value] = Move(known_.term if known_ else term, value, tidy(total))
    return [move for move in found.values() if move.coefficient]


def walk(start: Tensor, goal: Tensor, moves: Sequence[Move]) -> list[Stride]:
    """A way from `start` to `goal`, which the moves with their coefficients lead to: the shortest of those that are
    found.
    """
    found = [_search(start, goal, moves), _in_order(start, goal, moves), _by_premise(start, moves)]
    return min((_strides(start, taken) for taken in found if taken is not None), key=_cost)


def _cost(strides: Sequence[Stride]) -> int:
    return sum(CHANGE + MOVE * len(s.moves) + len(s.reached.terms) ** 2 for s in strides)


@dataclass(frozen=True, slots=True)
class _Way:
    """A step of the search, and those before it."""

    before: _Way | None
    factor: Coefficient
    move: Move

    def unrolled(self) -> Taken:
        taken, here = Taken(), self
        while True:
            taken.append((here.factor, here.move))
            if here.before is None:
                return taken[::-1]
            here = here.before


Taken = list[tuple[Coefficient, Move]]


def _strides(start: Tensor, taken: Taken) -> list[Stride]:
    """The moves in order, those by one premise that follow each other as one stride."""
    strides: list[Stride] = []
    here = start
    for factor, move in taken:
        here = here - move.value.scaled(factor)
        if strides and strides[-1].premise == move.premise:
            strides[-1] = Stride(move.premise, (*strides[-1].moves, (factor, move)), here)
        else:
            strides.append(Stride(move.premise, ((factor, move),), here))
    return strides


def _in_order(start: Tensor, goal: Tensor, moves: Sequence[Move]) -> Taken:
    """All moves, each time one that keeps the sum small, preferably by the premise of the last one."""
    rest, here, last, taken = list(moves), start, -1, Taken()
    while rest:
        options = []
        for k, move in enumerate(rest):
            there = here - move.value.scaled(move.coefficient)
            score = TERM * len(there.terms) + GAP * len((there - goal).terms) + CHANGE * (move.premise != last)
            options.append((score, k, there))
        _, k, here = min(options, key=lambda option: option[:2])
        move = rest.pop(k)
        last = move.premise
        taken.append((move.coefficient, move))
    return taken


def _by_premise(start: Tensor, moves: Sequence[Move]) -> Taken:
    """All moves, those by one premise at once, each time a premise that keeps the sum small."""
    rest: dict[int, list[Move]] = {}
    for move in moves:
        rest.setdefault(move.premise, []).append(move)
    here, taken = start, Taken()
    while rest:
        options = []
        for premise, group in rest.items():
            there = here
            for move in group:
                there = there - move.value.scaled(move.coefficient)
            options.append((len(there.terms), premise, there))
        _, premise, here = min(options, key=lambda option: option[:2])
        taken += [(move.coefficient, move) for move in rest.pop(premise)]
    return taken


def _search(start: Tensor, goal: Tensor, moves: Sequence[Move]) -> Taken | None:
    """A cheap way found best first, each move cancelling some network of the sum; None within STATES states."""
    by_net: dict[object, list[Move]] = {}
    for move in moves:
        for net in move.value.terms:
            by_net.setdefault(net, []).append(move)
    limit = 2 * max(len(start.terms), len(goal.terms)) + 6
    count = looked = 0
    waiting: list[tuple[int, int, int, Tensor, int, _Way | None]] = [(0, 0, 0, start, -1, None)]
    seen: set[tuple[Tensor, int]] = set()
    while waiting and len(seen) < STATES and looked < OPENED:
        _, _, cost, here, last, way = heappop(waiting)
        if here == goal:
            return [] if way is None else way.unrolled()
        if (here, last) in seen:
            continue
        seen.add((here, last))
        for factor, move in _openings(here, by_net):
            there = here - move.value.scaled(factor)
            looked += len(there.terms)
            if len(there.terms) > limit or (there, move.premise) in seen:
                continue
            spent = cost + MOVE + (CHANGE + TERM * len(there.terms)) * (move.premise != last)
            count += 1
            ahead = GAP * len((there - goal).terms)
            heappush(waiting, (spent + ahead, count, spent, there, move.premise, _Way(way, factor, move)))
    return None


def _openings(here: Tensor, by_net: dict[object, list[Move]]) -> Iterator[tuple[Coefficient, Move]]:
    """The moves that cancel some network of a sum, with the factors that make them do so."""
    listed: dict[tuple[int, Coefficient], Move] = {}
    for net, coefficient in here.terms.items():
        for move in by_net.get(net, ()):
            factor = tidy(Fraction(coefficient) / Fraction(move.value.terms[net]))
            listed.setdefault((id(move), factor), move)
    for (_, factor), move in listed.items():
        yield factor, move

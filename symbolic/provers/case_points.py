"""Counterexamples to piecewise-polynomial statements: exact rational points, the smallest first.

At given sizes a statement is a program in the entries of its symbols. Integer points are tried by growing sum of
absolute values; where they do not do, a point of an open cell, its coordinates made small one after another.

Main results: `Instance`, `Counterexample`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import Any

from sympy import Basic, Integer

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.language.shapes import shape_of
from symbolic.language.substitution import substitute, symbols_in
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.network.piecewise import Reader, apart, comparison, entries
from symbolic.network.polynomial import Coefficient, Polynomial, scaled
from symbolic.network.program import Step
from symbolic.provers.case_search import OpenCellError, OutOfTimeError, Search
from symbolic.provers.constraints import Constraint, contradiction

Entry = tuple[int, str]
LARGEST_SIZE = 64
SMALL, DENOMINATORS = (0, 1, -1, 2, -2, 3, -3), range(2, 13)


@dataclass(frozen=True)
class Counterexample:
    """Sizes and values (a number, or the rows of a matrix) where the hypotheses hold and the claim fails."""

    sizes: Mapping[Basic, int]
    values: Mapping[Basic, Fraction | tuple[tuple[Fraction, ...], ...]]

    def to_text(self) -> str:
        """As in "n = 1, x = [1], a = 1/2"."""
        shown = [f"{size} = {value}" for size, value in self.sizes.items()]
        for symbol, value in self.values.items():
            rows = "; ".join(", ".join(map(str, row)) for row in value) if isinstance(value, tuple) else None
            shown.append(f"{symbol} = {value}" if rows is None else f"{symbol} = [{rows}]")
        return ", ".join(shown)


class Instance:
    """Hypotheses and claim with a number for every symbolic size; with `real` numbers in the place of natural ones.

    Raises LineproofError where that cannot be read.
    """

    def __init__(self, hypotheses: Sequence[Basic], claim: Basic, sizes: Mapping[Basic, int], *,
                 real: bool = False) -> None:
        self.sizes, self.real = sizes, real
        mapping = {size: Integer(value) for size, value in sizes.items()}
        self.reader = Reader(largest=LARGEST_SIZE)
        read = [(s, *e, k) for k, listed in enumerate(([claim], hypotheses)) for statement in listed
                for s in [substitute(statement, mapping)] for e in entries(s, LARGEST_SIZE)]
        found = [(comparison(self.reader, *s), apart(self.reader, *s), k) for *s, k in read]
        self.claim, self.given = ([relation for relation, _, part in found if part == k] for k in (0, 1))
        self.apart = {position: base for (position, _), base, _ in found if base is not None}
        if self.reader.markers or any(
                not term.is_symbol or isinstance(term, RandomScalar | RandomMatrix) or isinstance(row, tuple)
                or isinstance(col, tuple) for term, row, col in self.reader.atoms):
            raise LineproofError("a part of the statement is not read entry by entry")
        self.symbols = [term for term, *_ in self.reader.atoms]
        named = set[Any]().union(*map(symbols_in, (*hypotheses, claim))) - set(mapping)
        self.declared = {substitute(symbol, mapping): symbol for symbol in named}

    def smallest(self, count: int, deadline: float, *, fractions: bool = False) -> Counterexample | None:
        """The first of `count` integer points at which the claim fails, with `fractions` also of halves and thirds."""
        for parts in (1, 2, 3) if fractions else (1,):
            for whole in islice(integer_points(len(self.symbols)), count // parts):
                if clock() > deadline:
                    return None
                point = whole if parts == 1 else [Fraction(value, parts) for value in whole]
                if self.fails(point):
                    return self.counterexample(point)
        return None

    def in_open_cell(self, deadline: float) -> Counterexample | None:
        """A point of a cell that stays open; None where the claim holds at these sizes."""
        for goal in self.claim:
            try:
                Search(self.reader, goal, self.given, deadline, apart=self.apart).tree()
            except OpenCellError as cell:
                point = self._made_small(cell) if cell.linear else None
                return self.counterexample(point) if point is not None and self.fails(point) else None
            except OutOfTimeError:
                return None
        return None

    def _made_small(self, cell: OpenCellError) -> list[Coefficient] | None:
        opposite: Polynomial = scaled(cell.demand, -1)
        constraints = [*cell.constraints, Constraint(-1, opposite, ">=" if cell.strict else ">")]
        point = contradiction(constraints)
        for atom in range(len(self.symbols)):
            near = Fraction(0) if isinstance(point, tuple) else point.get((atom,), Fraction(0))
            simple = (near.limit_denominator(k) for k in DENOMINATORS)
            tried: tuple[Coefficient, ...] = (*SMALL, floor(near), ceil(near), *simple)
            for value in dict.fromkeys(tried):
                fixed = Constraint(-2, {(atom,): 1, (): -value} if value else {(atom,): 1}, "=")
                there = contradiction([*constraints, fixed])
                if not isinstance(there, tuple):
                    constraints, point = [*constraints, fixed], there
                    break
        return None if isinstance(point, tuple) else [point.get((a,), Fraction(0)) for a in range(len(self.symbols))]

    def fails(self, point: Sequence[Coefficient]) -> bool:
        """Whether the hypotheses hold at a point and the claim does not."""
        if not self.real and any(not _admits(symbol, value) for symbol, value in zip(self.symbols, point, strict=True)):
            return False
        values: dict[int, Coefficient] = {}
        if not all(self._holds(relation, point, values) for relation in self.given):
            return False
        return not all(self._holds(relation, point, values) for relation in self.claim)

    def _holds(self, relation: Entry, point: Sequence[Coefficient], values: dict[int, Coefficient]) -> bool:
        position, sign = relation
        value = self._number(position, point, values)
        return value == 0 if sign == "=" else value >= 0 if sign == ">=" else value > 0

    def _number(self, position: int, point: Sequence[Coefficient], values: dict[int, Coefficient]) -> Coefficient:
        for k in self.reader.needed(position):
            if k not in values:
                step = self.reader.steps[k]
                values[k] = (_applied(step, [values[a] for a in step.arguments]) if isinstance(step, Step)
                             else _at(step, point))
        return values[position]

    def counterexample(self, point: Sequence[Coefficient]) -> Counterexample:
        """The point, by symbols; entries that do not occur are 0."""
        numbers = {atom: Fraction(value) for atom, value in zip(self.reader.atoms, point, strict=True)}
        values: dict[Basic, Fraction | tuple[tuple[Fraction, ...], ...]] = {}
        for symbol in dict.fromkeys(self.symbols):
            rows, cols = (int(s) for s in shape_of(symbol))
            grid = tuple(tuple(numbers.get((symbol, i, j), Fraction(0)) for j in range(cols)) for i in range(rows))
            values[self.declared[symbol]] = grid if hasattr(symbol, "shape") else grid[0][0]
        return Counterexample(dict(self.sizes), values)


def integer_points(dimension: int) -> Iterator[tuple[int, ...]]:
    """All integer points by growing sum of absolute values."""
    total = 0
    while dimension or not total:
        yield from _of_total(dimension, total)
        total += 1


def _of_total(dimension: int, total: int) -> Iterator[tuple[int, ...]]:
    if dimension == 0:
        yield ()
    elif dimension == 1:
        yield from ((total,), (-total,)) if total else ((0,),)
    else:
        for first in range(total, -1, -1):
            for rest in _of_total(dimension - 1, total - first):
                yield (first, *rest)
                if first:
                    yield (-first, *rest)


def _admits(symbol: Any, value: Coefficient) -> bool:
    """Whether a whole number from 0, or 1, is such a number."""
    if not symbol.is_integer:
        return True
    return Fraction(value).denominator == 1 and value >= (1 if symbol.is_positive else 0)


def _at(value: Polynomial, point: Sequence[Coefficient]) -> Coefficient:
    total: Coefficient = 0
    for monomial, coefficient in value.items():
        for atom in monomial:
            coefficient *= point[atom]
        total += coefficient
    return total


def _applied(step: Step, values: list[Coefficient]) -> Coefficient:
    if step.kind == "max":
        return max(values)
    if step.kind == "step":
        return 1 if values[0] > 0 else 0
    if step.kind == "sum":
        return sum(values)
    total: Coefficient = 1
    for value in values:
        total *= value
    return total

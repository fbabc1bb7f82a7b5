"""Programs: sums and products of atoms, with two kinks, whose value is a polynomial wherever the signs are known.

  max(a, b)   decided by the sign of a - b
  step(u)     1 for u > 0, else 0; decided by the sign of -u
A program is a list of positions, each a polynomial or a `Step` on earlier positions. *Markers* are atoms that stand
for a summation over a symbolic size; a position that may hold one is *marked*, and no product of two marked positions
is formed.

>>> program = Program()
>>> x, nothing = program.fixed({(0,): 1}), program.fixed({})
>>> relu = program.step("max", [x, nothing])
>>> program.value(relu, Signs({}).learn({(0,): 1}, 0, 1))
{(0,): 1}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symbolic.errors import TranslationError
from symbolic.network.polynomial import Polynomial, Signs, constant, plus, scaled, times


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` (sum, product, max, step) of the values at earlier positions."""

    kind: str
    arguments: tuple[int, ...]


class UndecidedError(TranslationError):
    """A kink whose sign is not known: it asks for a split into form >= 0 and form < 0."""

    def __init__(self, form: Polynomial) -> None:
        self.form = form
        super().__init__("the sign of a kink is not decided")


class Program:
    """Positions, common ones once."""

    def __init__(self) -> None:
        self.steps: list[Step | Polynomial] = []
        self.markers: set[int] = set()
        self.marked: set[int] = set()
        self._known: dict[Any, int] = {}
        self._needed: dict[int, list[int]] = {}

    def fixed(self, value: Polynomial) -> int:
        """The position of a polynomial."""
        key = frozenset(value.items())
        if key not in self._known:
            self._known[key] = len(self.steps)
            self.steps.append(value)
            if any(a in self.markers for monomial in value for a in monomial):
                self.marked.add(len(self.steps) - 1)
        return self._known[key]

    def step(self, kind: str, arguments: list[int]) -> int:
        """The position of a step; worked out at once where that needs no unknown sign."""
        step = Step(kind, tuple(arguments))
        if step not in self._known:
            self._known[step] = self._placed(step)
        return self._known[step]

    def _placed(self, step: Step) -> int:
        values = [v for a in step.arguments if isinstance(v := self.steps[a], dict)]
        if len(values) == len(step.arguments):
            try:
                return self.fixed(result(step, values, Signs({})))
            except UndecidedError:
                pass
        self.steps.append(step)
        if any(a in self.marked for a in step.arguments):
            self.marked.add(len(self.steps) - 1)
        return len(self.steps) - 1

    def sum(self, positions: list[int]) -> int:
        """The sum."""
        return positions[0] if len(positions) == 1 else self.step("sum", positions)

    def negative(self, position: int) -> int:
        """The negative."""
        return self.step("product", [self.fixed(constant(-1)), position])

    def needed(self, position: int) -> list[int]:
        """The positions that one depends on, in order, its own last."""
        if position in self._needed:
            return self._needed[position]
        found, waiting = {position}, [position]
        while waiting:
            step = self.steps[waiting.pop()]
            new = set(step.arguments) - found if isinstance(step, Step) else set()
            found |= new
            waiting += new
        self._needed[position] = sorted(found)
        return self._needed[position]

    def value(self, position: int, signs: Signs) -> Polynomial:
        """The polynomial at a position where the signs are as given. Raises UndecidedError."""
        values: dict[int, Polynomial] = {}
        for k in self.needed(position):
            step = self.steps[k]
            values[k] = result(step, [values[a] for a in step.arguments], signs) if isinstance(step, Step) else step
        return values[position]

    def parts(self, value: Polynomial) -> dict[tuple[int, ...], Polynomial]:
        """A polynomial by markers, the part without any always among them."""
        found: dict[tuple[int, ...], Polynomial] = {(): {}}
        for monomial, coefficient in value.items():
            marker = tuple(a for a in monomial if a in self.markers)
            found.setdefault(marker, {})[tuple(a for a in monomial if a not in self.markers)] = coefficient
        return found


def result(step: Step, values: list[Polynomial], signs: Signs) -> Polynomial:
    """The value of one step. Raises UndecidedError."""
    first, *others = values
    if step.kind in ("sum", "product"):
        combine = plus if step.kind == "sum" else times
        for value in others:
            first = combine(first, value)
        return first
    form = plus(first, scaled(others[0], -1)) if step.kind == "max" else scaled(first, -1)
    low, high = signs.of(form)
    if low < 0 <= high and (step.kind == "step" or high > 0):
        raise UndecidedError(form)
    if step.kind == "max":
        return first if low >= 0 else others[0]
    return constant(1 if high < 0 else 0)

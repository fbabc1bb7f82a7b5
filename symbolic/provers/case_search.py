"""The search for a tree of cases.

Every branch holds what is known of signs, its constraints, and a point that satisfies them where one was found. The
form that most undecided kinks ask for is split first; of the two sides the one on which the point lies needs no
check, the other is closed at once if its constraints contradict each other. At a leaf the goal must be a combination
of the constraints. Where everything is linear the search is complete: `OpenCellError` carries a point of a cell where
the goal fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.network.case_tree import Combination, Leaf, Split, Summand, Tree
from symbolic.network.piecewise import Reader, demands
from symbolic.network.polynomial import Coefficient, Polynomial, Signs, content, scaled, up_to_factor
from symbolic.network.program import Step, UndecidedError, result
from symbolic.provers.constraints import Constraint, Point, consequence, contradiction, gives, is_linear, satisfied

MOST_SPLITS_OF_A_LEAF = 6
DEEPEST = 120
Entry = tuple[int, str]


class OpenCellError(LineproofError):
    """A cell on which the goal is not proved: its constraints and the demand that is left; `linear` if they are."""

    def __init__(self, constraints: Sequence[Constraint], demand: Polynomial, strict: bool) -> None:
        self.constraints, self.demand, self.strict = tuple(constraints), demand, strict
        self.linear = all(c.linear for c in constraints) and is_linear(demand)
        super().__init__("a case stays open")


class OutOfTimeError(LineproofError):
    """The time for the search is over."""


@dataclass
class Branch:
    """What is known on a branch."""

    signs: Signs = field(default_factory=lambda: Signs({}))
    constraints: list[Constraint] = field(default_factory=list)
    values: dict[int, Polynomial] = field(default_factory=dict)
    waiting: tuple[int, ...] = ()
    point: Point | None = None
    depth: int = 0
    extra: int = 0


class Search:
    """The tree for one goal under entries of hypotheses, each a pair (position, sign) of the reader.

    `related` are the numbers of the entries that matter; `reached` counts the cells that the hypotheses leave. What is
    said to be != 0, p^2 > 0 for the kernel, is split on the sign of p: `apart` gives the position of p by that of p^2.
    """

    def __init__(self, reader: Reader, goal: Entry, given: Sequence[Entry], deadline: float, *,
                 related: Sequence[int] | None = None, apart: Mapping[int, int] | None = None) -> None:
        self.related = tuple(range(len(given)) if related is None else related)
        self.reader, self.goal, self.given, self.deadline = reader, goal, given, deadline
        self.apart = apart or {}
        self.reached = 0

    def tree(self) -> Tree:
        """Raises OpenCellError, OutOfTimeError."""
        return self._explore(Branch(waiting=self.related))

    def _explore(self, branch: Branch) -> Tree:
        if clock() > self.deadline:
            raise OutOfTimeError("out of time")
        if branch.depth > DEEPEST:
            raise OutOfTimeError("too many cases")
        while branch.waiting:
            number = branch.waiting[0]
            position, sign = self.given[number]
            forms = self._advance(branch, position) or self._undecided(branch, position)
            if forms:
                return self._split(branch, forms[0])
            branch.waiting = branch.waiting[1:]
            closed = self._learn(branch, number, branch.values[position], sign)
            if closed is not None:
                return closed
        self.reached += 1
        forms = self._advance(branch, self.goal[0]) or self._undecided(branch, self.goal[0])
        return self._split(branch, forms[0]) if forms else self._leaf(branch)

    def _undecided(self, branch: Branch, position: int) -> list[Polynomial]:
        """The form to split on where p^2 stands at a position and the sign of p is not known; p = 0 is a sign too."""
        if position not in self.apart:
            return []
        self._advance(branch, self.apart[position])
        value = branch.values[self.apart[position]]
        low, high = branch.signs.of(value)
        if low < 0 <= high:
            return [value]
        return [scaled(value, -1)] if low == 0 < high else []

    def _learn(self, branch: Branch, number: int, value: Polynomial, sign: str) -> Leaf | None:
        """A decided hypothesis becomes a constraint; a leaf where that leaves the branch empty."""
        parts = self.reader.parts(value)
        if len(parts) > 1:
            return None
        base = self.apart.get(self.given[number][0])
        if base is not None and branch.signs.of(branch.values[base]) != (0, 0):
            return None
        constraint = Constraint(number, value, sign)
        branch.constraints = [*branch.constraints, constraint]
        if branch.point is None or not satisfied(constraint, branch.point):
            found = contradiction(branch.constraints)
            if isinstance(found, tuple):
                return Leaf((found,), True)
            branch.point = found
        return None

    def _advance(self, branch: Branch, position: int) -> list[Polynomial]:
        """Works out what the signs decide; the forms that the kinks left ask for, the most wanted first."""
        wanted: dict[object, int] = {}
        forms: dict[object, Polynomial] = {}
        for k in self.reader.needed(position):
            step = self.reader.steps[k]
            if k in branch.values:
                continue
            if not isinstance(step, Step):
                branch.values[k] = step
            elif all(a in branch.values for a in step.arguments):
                try:
                    branch.values[k] = result(step, [branch.values[a] for a in step.arguments], branch.signs)
                except UndecidedError as undecided:
                    key, turned = up_to_factor(undecided.form)
                    wanted[key] = wanted.get(key, 0) + 1
                    if step.kind == "step":
                        forms[key] = undecided.form
                    else:  # one orientation throughout, so that ties do not make cells of their own
                        forms.setdefault(key, scaled(undecided.form, 1 - 2 * turned))
        return [forms[key] for key in sorted(wanted, key=lambda key: -wanted[key])]

    def _split(self, branch: Branch, form: Polynomial) -> Tree:
        number = len(self.given) + branch.depth
        common = content(form)
        form = {monomial: int(c / common) for monomial, c in form.items()}
        above = self._side(branch, Constraint(number, form, ">="), form)
        below = self._side(branch, Constraint(number, scaled(form, -1), ">"), form)
        return Split(tuple(form.items()), above, below)

    def _side(self, branch: Branch, constraint: Constraint, form: Polynomial) -> Tree:
        constraints = [*branch.constraints, constraint]
        point = branch.point
        linear = all(c.linear for c in constraints)
        if point is None or not linear or not satisfied(constraint, point):
            found = contradiction(constraints)
            if isinstance(found, tuple):
                return Leaf((found,), True)
            point = found
        signs = branch.signs.learn(form, *((0, 1) if constraint.sign == ">=" else (-1, -1)))
        return self._explore(replace(branch, signs=signs, constraints=constraints, values=dict(branch.values),
                                     point=point, depth=branch.depth + 1))

    def _leaf(self, branch: Branch) -> Tree:
        found: list[Combination] = []
        if (base := self.apart.get(self.goal[0])) is not None:
            return self._apart(branch, branch.values[base], branch.values[self.goal[0]])
        for value, strict in demands(self.reader, branch.values[self.goal[0]], self.goal[1]):
            if not value and not strict:
                found.append(())
                continue
            combination = consequence(branch.constraints, value, strict)
            if not isinstance(combination, tuple):
                return self._refined(branch, value, strict)
            if gives(combination, branch.constraints) != value:
                return Leaf((combination,), True)
            found.append(combination)
        return Leaf(tuple(found))

    def _apart(self, branch: Branch, base: Polynomial, square: Polynomial) -> Tree:
        """A leaf for base^2 > 0, where the sign of the base is known."""
        if branch.signs.of(base) == (0, 0):
            raise OpenCellError(branch.constraints, {}, True)
        for c in branch.constraints if () not in base or len(base) > 1 else ():
            if c.sign == ">" and up_to_factor(c.value)[0] == up_to_factor(base)[0]:
                leading = max(base)
                return Leaf(((Summand((Fraction(base[leading]) / c.value[leading])**2, (c.number, c.number)),),))
        return Leaf(((Summand(square[()]),),))

    def _refined(self, branch: Branch, value: Polynomial, strict: bool) -> Tree:
        """A leaf that is not linear is split further: on the demand itself, then on the signs of atoms."""
        open_cell = OpenCellError(branch.constraints, value, strict)
        if open_cell.linear or branch.extra >= MOST_SPLITS_OF_A_LEAF:
            raise open_cell
        atoms = sorted({a for p in (value, *(c.value for c in branch.constraints)) for m in p if len(m) > 1 for a in m})
        forms = [value, *(dict[tuple[int, ...], Coefficient]({(a,): 1}) for a in atoms)]
        for form in forms:
            low, high = branch.signs.of(form)
            if low < 0 <= high:
                branch.extra += 1
                return self._split(branch, form)
        raise open_cell

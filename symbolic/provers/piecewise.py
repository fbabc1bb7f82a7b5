"""Proofs and counterexamples of piecewise-polynomial statements: max, min, abs, relu, step, sign, sums, products.

Relations (=, <=, <, !=) and implications of relations. Symbolic sizes are read entry by entry. Where all is linear in
each cell the answer is definite: a theorem by the rule `cases`, or a point. Where products remain, combinations use
products of two constraints, and the answer may be `Unknown`.

>>> from symbolic.language.problem import parse_problem
>>> claims = ["max(a, b) = (a + b)/2 + abs(a - b)/2", "max(a, b) = abs(a) + b"]
>>> problem = parse_problem({"a": "scalar", "b": "scalar"}, claim=claims)
>>> print(prove_piecewise(Kernel(), [], problem.claims[0]))
|- Eq(max(a, b), (a + b)/2 + abs(a - b)/2)
>>> print(prove_piecewise(Kernel(), [], problem.claims[1]).to_text())
a = -1, b = 0
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sympy import Basic, Eq, Ge, Gt, Le, Lt, Ne

from symbolic.clock import clock
from symbolic.errors import LineproofError, TranslationError
from symbolic.kernel import Kernel, Theorem
from symbolic.kernel.cases import cases
from symbolic.language.operator import Application
from symbolic.language.shapes import shape_of
from symbolic.language.statements import Implication
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.network.case_tree import Cases, Tree
from symbolic.network.piecewise import PIECEWISE, Index, Reader, apart, comparison, entries, index_range
from symbolic.network.program import Step
from symbolic.provers.case_points import Counterexample, Instance
from symbolic.provers.case_search import OpenCellError, OutOfTimeError, Search
from symbolic.provers.case_trees import renumbered, shrunk, used_numbers
from symbolic.provers.relaxation import branched, relaxed

FIRST_POINTS, MORE_POINTS, ALL_POINTS = (30, 300), 120, 4000
MOST_ENTRIES, FEW_KINKS = 256, 4
RELAXED = 0.5
"""The share of the time for a proof by bounds alone."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither a proof nor a point, and why."""

    reason: str


Answer = Theorem | Counterexample | Unknown


def applicable(hypotheses: Sequence[Basic], claim: Basic) -> bool:
    """Whether the claim is an order, or an (in)equation where a piecewise function or an order is in play; or P => Q
    for such a Q.
    """
    given = list(hypotheses)
    while isinstance(claim, Implication):
        given.append(claim.args[0])
        claim = claim.args[1]
    orders = Le | Lt | Ge | Gt
    if isinstance(claim, orders):
        return True
    kinds = (t.operator.name for s in (claim, *given) for t in subterms(s) if isinstance(t, Application))
    return isinstance(claim, Eq | Ne) and (
        any(isinstance(s, orders) for s in given) or not PIECEWISE.isdisjoint(kinds))


def prove_piecewise(kernel: Kernel, hypotheses: Sequence[Basic], claim: Basic, *, seconds: float = 5.0,
                    linear: bool = False, real: bool = False) -> Answer:
    """A theorem under the hypotheses that it needs, or a point where all hold and the claim fails, or why neither.

    With `linear` only where all is linear in each cell, so that the answer is definite, given the time. At a point that
    is `real`, natural numbers may have any real value.
    """
    deadline = clock() + seconds
    try:
        task = _Task(kernel, hypotheses, claim, deadline, True, real)
    except TranslationError as error:
        return Unknown(str(error))
    except RecursionError:
        return Unknown("the statement is nested too deeply")
    if linear and not task.linear():
        return Unknown("not linear in each cell")
    early = task.point(FIRST_POINTS[task.nonlinear])
    if early is not None:
        return early
    try:
        if task.kinks() > FEW_KINKS and (found := _by_bounds(task, RELAXED * seconds)) is not None:
            return found
        for opened in (True, False) if task.reader.markers else (True,):
            try:
                return (task if opened else _Task(kernel, hypotheses, claim, deadline, False, real)).theorem()
            except OpenCellError as cell:
                reason = "a case stays open" + ("" if cell.linear else ", in which the statement is not linear")
        if task.reader.markers and (found := _by_branches(task)) is not None:
            return found
        return task.point(MORE_POINTS, cells=True) or task.point(ALL_POINTS) or Unknown(reason)
    except (OutOfTimeError, RecursionError) as error:
        return Unknown(str(error) or "the statement is nested too deeply")


def _by_bounds(task: _Task, seconds: float) -> Theorem | None:
    """The theorem, where bounds of what stands on the larger side of an order are enough."""
    relaxation = relaxed(task.claim)
    if relaxation is None:
        return None
    given, kernel, deadline = task.given[: task.count], task.kernel, clock() + seconds
    try:
        found = _Task(kernel, [*given, *relaxation.bounds], task.statement, deadline, True, task.real,
                      relaxation.opaque).theorem()
    except (OpenCellError, OutOfTimeError, TranslationError):
        return None
    if not isinstance(found, Theorem):
        return None
    used = [bound for bound in relaxation.bounds if bound in found.hypotheses and bound not in given]
    lemmas = [_Task(kernel, [], bound, deadline + seconds, True, False).theorem() for bound in used]
    return _discharged(kernel, found, lemmas)


def _by_branches(task: _Task) -> Theorem | None:
    """The theorem from those in which a kink around a sum is replaced by each of its arguments."""
    parts = branched(task.claim) if task.claim == task.statement else None
    if parts is None:
        return None
    given, kernel = task.given[: task.count], task.kernel
    lemmas = [prove_piecewise(kernel, given, c, seconds=task.deadline - clock()) for c in parts[0]]
    try:
        found = _Task(kernel, [*given, *parts[0]], task.statement, task.deadline, True, task.real, parts[1]).theorem()
    except (OpenCellError, OutOfTimeError, TranslationError):
        return None
    return _discharged(kernel, found, lemmas) if isinstance(found, Theorem) else None


def _discharged(kernel: Kernel, found: Theorem, lemmas: Sequence[Answer]) -> Theorem | None:
    """The theorem with lemmas in the place of hypotheses; None where one of them is no theorem."""
    for lemma in lemmas:
        if not isinstance(lemma, Theorem):
            return None
        if lemma.statement in found.hypotheses:
            found = kernel.discharge(found, lemma)
    return found


class _Task:
    """One statement: its reader, the entries of its hypotheses, its goals."""

    def __init__(self, kernel: Kernel, hypotheses: Sequence[Basic], claim: Basic, deadline: float,
                 open_products: bool, real: bool, opaque: Iterable[Basic] = ()) -> None:
        self.kernel, self.deadline, self.statement, self.real = kernel, deadline, claim, real
        self.given = list(hypotheses)
        while isinstance(claim, Implication):
            self.given.append(claim.args[0])
            claim = claim.args[1]
        self.claim, self.count = claim, len(hypotheses)
        self.reader = Reader(open_products=open_products, opaque=opaque)
        wanted = entries(claim)
        if len(wanted) > MOST_ENTRIES:
            raise TranslationError(f"{len(wanted)} entries are too many to be decided one by one")
        self.goals = [comparison(self.reader, claim, *entry) for entry in wanted]
        self.used = list(self._entries_of_hypotheses())
        self.programs = [comparison(self.reader, self.given[h], *entry) for h, *entry in self.used]
        self.apart = self._apart(wanted)
        self.nonlinear = any(self._degree(self.apart.get(p, p)) > 1 for p, _ in (*self.goals, *self.programs))

    def kinks(self) -> int:
        """The number of kinks in the goals."""
        steps = [self.reader.steps[k] for k in set().union(*(self.reader.needed(p) for p, _ in self.goals))]
        return sum(isinstance(step, Step) and step.kind in ("max", "step") for step in steps)

    def linear(self) -> bool:
        """Whether all is linear in each cell, in the entries of symbols that are no random ones, without sums over a
        symbolic size.
        """
        return not self.nonlinear and not self.reader.markers and all(
            term.is_symbol and not isinstance(term, RandomScalar | RandomMatrix) for term, *_ in self.reader.atoms)

    def _entries_of_hypotheses(self) -> Iterator[tuple[int, Index, Index]]:
        """The entries at indices that the goals mention; a hypothesis that is no relation is left out."""
        generic = sorted(self.reader.generic_indices(), key=str)
        for h, statement in enumerate(self.given):
            try:
                entries(statement)
                sizes = shape_of(statement.args[0] if not hasattr(statement, "arguments") else statement.arguments[0])
                ranges = [_indices(size, generic) for size in sizes]
                for row, col in product(*ranges):
                    comparison(self.reader, statement, row, col)
                    yield h, row, col
            except TranslationError:
                continue

    def _apart(self, wanted: Sequence[tuple[Index, Index]]) -> dict[int, int]:
        """The positions of a - b by those of (a - b)^2, for what is said to be != 0."""
        stated = [(self.claim, *entry) for entry in wanted] + [(self.given[h], *entry) for h, *entry in self.used]
        found = [apart(self.reader, *s) for s in stated]
        squares = (p for p, _ in (*self.goals, *self.programs))
        return {p: base for p, base in zip(squares, found, strict=True) if base is not None}

    def _degree(self, position: int) -> int:
        degrees: dict[int, int] = {}
        for k in self.reader.needed(position):
            step = self.reader.steps[k]
            if isinstance(step, Step):
                below = [degrees[a] for a in step.arguments]
                degrees[k] = sum(below) if step.kind == "product" else 0 if step.kind == "step" else max(below)
            else:
                degrees[k] = max((sum(a not in self.reader.markers for a in m) for m in step), default=0)
        return max(degrees.values())

    def theorem(self) -> Answer:
        """The theorem. Raises OpenCellError, OutOfTimeError."""
        trees: list[Tree] = []
        reached = 0
        for goal in self.goals:
            related = self._related(goal)
            search = Search(self.reader, goal, self.programs, self.deadline, related=related, apart=self.apart)
            trees.append(shrunk(search.tree(), self.reader, goal, self.programs))
            reached += search.reached
        if not reached and self.count and self._contradictory():
            return Unknown("the hypotheses contradict each other")
        numbers = sorted(set().union(*(used_numbers(tree) for tree in trees)) & set(range(len(self.used))))
        place = {number: k for k, number in enumerate(numbers)}
        moved = tuple(renumbered(tree, len(self.used), place) for tree in trees)
        kept = sorted({self.used[n][0] for n in numbers if self.used[n][0] < self.count})
        order = {h: k for k, h in enumerate([*kept, *range(self.count, len(self.given))])}
        used = tuple((order[h], row, col) for n in numbers for h, row, col in [self.used[n]])
        certificate = Cases(tuple(self.reader.atoms), used, moved, self.reader.open_products,
                            tuple(sorted(self.reader.opaque, key=str)))
        return cases(self.kernel, self.statement, [self.given[h] for h in kept], certificate)

    def _related(self, goal: tuple[int, str]) -> list[int]:
        """The entries of hypotheses that share atoms with the goal, directly or through others."""
        atoms = [self._atoms(position) for position, _ in self.programs]
        reached, found = self._atoms(goal[0]), set[int]()
        growing = True
        while growing:
            new = {k for k, own in enumerate(atoms) if k not in found and (own & reached or not own)}
            growing = bool(new)
            found |= new
            reached = reached.union(*(atoms[k] for k in new))
        return sorted(found)

    def _atoms(self, position: int) -> set[int]:
        steps = (self.reader.steps[k] for k in self.reader.needed(position))
        return {a for step in steps if not isinstance(step, Step) for m in step for a in m}

    def _contradictory(self) -> bool:
        """Whether the hypotheses alone leave no cell."""
        own = [k for k, (h, *_) in enumerate(self.used) if h < self.count]
        search = Search(self.reader, (self.reader.fixed({}), "="), self.programs, self.deadline,
                        related=own, apart=self.apart)
        search.tree()
        return not search.reached

    def point(self, count: int, *, cells: bool = False) -> Counterexample | None:
        """A counterexample among the smallest points, all symbolic sizes 1 (then 2, where `cells` are searched too)."""
        symbolic = sorted({s for t in (*self.given, self.claim) for x in symbols_in(t) for s in _sizes(x)}, key=str)
        for size in (1, 2) if cells and symbolic else (1,):
            try:
                instance = Instance(self.given, self.claim, dict.fromkeys(symbolic, size), real=self.real)
                found = instance.smallest(count, self.deadline, fractions=count not in FIRST_POINTS)
                if found is None and cells:
                    found = instance.in_open_cell(self.deadline)
            except LineproofError:
                return None
            if found is not None:
                return found
        return None


def _indices(size: Any, generic: Sequence[tuple[str, Any]]) -> list[Index]:
    """All indices of a small size, the generic ones of a symbolic size."""
    every = index_range(size, "")
    return every if isinstance(every[0], int) else [g for g in generic if g[1] == size]


def _sizes(symbol: Any) -> set[Any]:
    """The symbols in the sizes of a symbol; a whole number that is a size somewhere is one everywhere."""
    return {s for size in shape_of(symbol) for s in size.free_symbols}

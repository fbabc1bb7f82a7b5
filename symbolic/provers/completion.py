"""Noncommutative completion: does a matrix identity follow from relations, and how?

Conventions.  Relations (each says "= 0") generate a two-sided ideal of the free algebra with central scalars, to which
the transposes of the relations belong.  A claim in the ideal holds for all matrices, of every size, that satisfy the
relations.  Completion adds the differences of the two ways to rewrite an overlap, smallest overlap first, and keeps the
basis interreduced, until the claims reduce to zero, no overlap is left, or the budget is spent.  The search is not
trusted: a success carries a certificate, and `cofactors.expand_certificate` multiplies it out.

A rewriting step inside a closed path or a cycle may lead upwards in the order, because such words equal their
transposes and rotations.  It is then not taken: it is a relation that leads with another monomial, and is added where a
claim meets it ("exposed").  Where there are traces, words also overlap around a circle.

Main results: `Completion.prove`; a proof is an `Outcome` with its certificate.

References: T. Mora, "An introduction to commutative and noncommutative Groebner bases", Theoretical Computer Science
134 (1994); arXiv 2212.11662, on proving statements about operators by ideal membership.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from symbolic.clock import clock
from symbolic.errors import LanguageError
from symbolic.provers.basis import Basis, Element, Limits, Stop
from symbolic.provers.cofactors import (
    IDENTITY,
    Context,
    Step,
    Term,
    apply,
    circles,
    constant_overlaps,
    ends,
    expand,
    image_shape,
    inclusion,
    overlap,
)
from symbolic.provers.monomials import SCALAR, Alphabet, Monomial, Polynomial, Shape, accumulate, merge, missing

# Degrees of overlaps after which the claims are looked at again; also after this growth of the basis.
FIRST_STAGE, NEXT_STAGE, GROWTH = 6, 2, 1.05
MOST_EXPOSED = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim.

    `proved`: the certificate multiplies out to the claim. Otherwise the residue is the reduced claim, and `reason` says
    why the search ended: "complete" (no overlap is left; except where steps upwards were met, the claim does not follow
    from the relations), a bound of `Limits`, "letters", or "contradiction". Then `unit` holds, and the certificate
    multiplies out to 1: no matrices satisfy the relations. `stage` is the degree of overlaps that was reached. `steps`
    are those of a proved claim, before they are expanded to the certificate: they show what was used more than once.
    """

    proved: bool
    residue: Polynomial
    certificate: tuple[Term, ...]
    stage: int
    reason: str
    unit: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class _Goal:
    residue: Polynomial
    shape: Shape
    steps: list[Step] = field(default_factory=list)


class Completion(Basis):
    """A basis of the ideal of some relations, completed as far as the claims need.

    >>> alphabet = Alphabet()
    >>> a, b, c = (alphabet.matrix(name, "n", "n") for name in "ABC")
    >>> left, right = {("", b + a): 1, ("", ""): -1}, {("", a + c): 1, ("", ""): -1}
    >>> [outcome] = Completion(alphabet, [left, right]).prove([{("", b): 1, ("", c): -1}])
    >>> for term in outcome.certificate:
    ...     print(term.coefficient, term.relation, *(alphabet.describe(("", word)) for word in (term.left, term.right)))
    1 0 1 C
    -1 1 B 1
    """

    def __init__(self, alphabet: Alphabet, relations: Sequence[Polynomial], limits: Limits | None = None) -> None:
        super().__init__(alphabet, limits)
        self._met = 0
        self._overlaps: list[tuple[int, int, Element, Element, int | tuple[Context, Context]]] = []
        self._exposed: set[tuple[Context, int]] = set()
        self._circular = False
        for relation in relations:
            self.add(relation)

    def prove(self, goals: Sequence[Polynomial]) -> list[Outcome]:
        """Each claim "= 0": proved, or what is left of it and the reason. A spent budget is an outcome, not raised."""
        self._deadline = clock() + self.limits.seconds
        open_goals = [_Goal(*self._input(goal)) for goal in goals]
        stage = FIRST_STAGE
        try:
            self._close_circles()
            self._insert_waiting()
            checked = self._check(open_goals)
            while any(goal.residue for goal in open_goals):
                self._meet_fresh()
                if self._overlaps and self._overlaps[0][0] <= stage:
                    self._resolve()
                    if len(self._elements) > GROWTH * checked:
                        checked = self._check(open_goals)
                    continue
                exposed = self._expose(open_goals)
                checked = self._check(open_goals)
                if self._overlaps or not exposed:
                    stage = self._next_stage(stage)
            reason = "proved"
        except Stop as stop:
            reason = str(stop.args[0])
        except LanguageError:
            reason = "letters"
        return [self._outcome(goal, stage, reason) for goal in open_goals]

    def normal_form(self, polynomial: Polynomial) -> tuple[Polynomial, tuple[Term, ...]]:
        """The polynomial reduced by the basis as it stands, and the certificate of the difference."""
        self._deadline = clock() + self.limits.seconds
        goal = _Goal(*self._input(polynomial))
        try:
            self._insert_waiting()
            self._check([goal])
            return goal.residue, expand(self.alphabet, goal.steps, self._tick)
        except (Stop, LanguageError):
            return self._input(polynomial)[0], ()

    def _outcome(self, goal: _Goal, stage: int, reason: str) -> Outcome:
        unit = self._unit if goal.residue else None
        if goal.residue and unit is None:
            return Outcome(False, goal.residue, (), stage, reason)
        try:
            steps = goal.steps if unit is None else [(1, IDENTITY, unit)]
            certificate = expand(self.alphabet, steps, self._tick)
        except Stop as stop:
            return Outcome(False, goal.residue, (), stage, str(stop.args[0]))
        except LanguageError:
            return Outcome(False, goal.residue, (), stage, "letters")
        reason = "proved" if unit is None else "contradiction"
        return Outcome(unit is None, goal.residue, certificate, stage, reason, unit is not None, tuple(steps))

    def _next_stage(self, stage: int) -> int:
        if not self._overlaps:
            raise Stop("complete")
        if stage + NEXT_STAGE > self.limits.degree:
            raise Stop("degree")
        return stage + NEXT_STAGE

    # Overlaps

    def _meet_fresh(self) -> None:
        """Queue the overlaps of the elements that are new: claims that reduce to zero without any never need them."""
        while self._met < len(self._elements):
            element, self._met = self._elements[self._met], self._met + 1
            for other in self._elements[: self._met] if element.alive else ():
                if other.alive:
                    self._meet(element, other)
                    if other is not element:
                        self._meet(other, element)
            self._insert_waiting()
        if len(self._overlaps) > self.limits.overlaps:
            raise Stop("overlaps")

    def _meet(self, first: Element, second: Element) -> None:
        """Queue the overlaps of two elements, in this order."""
        u, v = first.lead[1], second.lead[1]
        if u and v:
            if v[0] in u:
                self._overlap(first, second)
            if self._circular:
                self._circle(first, second)
        elif not u and (v or first.node.age > second.node.age):
            self._queue(first, second, constant_overlaps(self.alphabet, first.lead, first.shape, second.lead))

    def _overlap(self, first: Element, second: Element) -> None:
        """Queue where an end of the first word begins the second; and, where central scalars or vectors keep one
        relation from rewriting the other, where the first word contains the second. Most are never resolved: their
        contexts are made where they are.
        """
        (s, u), (t, v) = first.lead, second.lead
        degree = len(u) + len(v) + (self.alphabet.degree(merge(s, missing(s, t))) if s or t else 0)
        if u[-1] in v:
            for k in ends(u, v):
                self._counter += 1
                heappush(self._overlaps, (degree - k, self._counter, first, second, k))
        if (s or t or self.alphabet.has_vectors) and v in u and first.lead != second.lead:
            self._queue(first, second, [inclusion(first.lead, second.lead)])

    def _queue(self, first: Element, second: Element, pairs: Iterable[tuple[Context, Context]]) -> None:
        for context, other in pairs:
            scalars, word = first.lead
            size = sum(map(len, (context.left, word, context.right, context.word)))
            self._counter += 1
            degree = size + self.alphabet.degree(context.scalars + scalars)
            heappush(self._overlaps, (degree, self._counter, first, second, (context, other)))

    def _resolve(self) -> None:
        """Bring the difference of the two sides of the smallest overlap into the basis."""
        _, _, first, second, place = heappop(self._overlaps)
        if first.alive and second.alive:
            context, other = overlap(first.lead, second.lead, place) if isinstance(place, int) else place
            difference = apply(self.alphabet, context, first.polynomial, first.shape)
            accumulate(difference, apply(self.alphabet, other, second.polynomial, second.shape), -1)
            if difference:
                shape = image_shape(self.alphabet, context, first.lead[1], first.shape)
                self._wait(difference, shape, [(1, context, first.node), (-1, other, second.node)])
        self._insert_waiting()

    # Claims, and what only they need

    def _check(self, goals: Sequence[_Goal]) -> int:
        """Reduce what is left of the claims; returns the number of elements so far."""
        for goal in goals:
            if goal.residue:
                goal.residue, steps = self._reduce(goal.residue, goal.shape)
                goal.steps += steps
        return len(self._elements)

    def _close_circles(self) -> None:
        """From the first trace on, words also overlap around circles."""
        if self.alphabet.has_cycles and not self._circular:
            self._circular = True
            words = [element for element in self._elements[: self._met] if element.alive and element.lead[1]]
            for first in words:
                for second in words:
                    self._tick()
                    self._circle(first, second)

    def _circle(self, first: Element, second: Element) -> None:
        self._queue(first, second, circles(first.lead, second.lead))
        rows, cols = first.shape
        if first is second and rows == cols and self.alphabet.has_outer_product(first.lead[1]):
            context = Context("cycle", "", "", "", "")
            image = apply(self.alphabet, context, first.polynomial, first.shape)
            self._wait(image, SCALAR, [(1, context, first.node)])

    def _expose(self, goals: Sequence[_Goal]) -> bool:
        """Add the steps, up or down, at the scalars of the claims and at what they lead to; whether one was new."""
        before = len(self._exposed)
        for goal in goals:
            todo = [monomial for monomial in goal.residue if monomial[0]]
            reached = set(todo)
            while todo and len(reached) < MOST_EXPOSED:
                fresh = {m for image in self._steps_at(todo.pop(), goal.shape) for m in image if m[0]} - reached
                reached |= fresh
                todo += sorted(fresh, key=self.alphabet.key)
        self._insert_waiting()
        return len(self._exposed) > before

    def _steps_at(self, monomial: Monomial, shape: Shape) -> Iterator[Polynomial]:
        for presentation in self.alphabet.presentations(monomial, self._outer, self._circular):
            for context, element in self._occurrences(presentation, shape):
                self._tick()
                image = apply(self.alphabet, context, element.polynomial, element.shape)
                if (context, element.node.age) not in self._exposed:
                    self._exposed.add((context, element.node.age))
                    steps: list[Step] = [(1, context, element.node)]
                    self._wait(image, image_shape(self.alphabet, context, element.lead[1], element.shape), steps)
                yield image

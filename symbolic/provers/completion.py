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

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from symbolic.clock import clock
from symbolic.errors import LanguageError
from symbolic.provers.cofactors import (
    IDENTITY,
    Context,
    Node,
    Step,
    Term,
    apply,
    circles,
    constant_overlaps,
    ends,
    expand,
    image_shape,
    inclusion,
    occurrences,
    overlap,
)
from symbolic.provers.monomials import (
    ONE,
    SCALAR,
    Alphabet,
    Monomial,
    Polynomial,
    Presentation,
    Shape,
    accumulate,
    divide,
    merge,
    missing,
    whole,
)

# Degrees of overlaps after which the claims are looked at again; also after this growth of the basis.
FIRST_STAGE, NEXT_STAGE, GROWTH = 6, 2, 1.05
MOST_EXPOSED, MOST_SETTLED = 1000, 200_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of a call (`seconds`), and bounds on what may be held."""

    seconds: float = 5.0
    elements: int = 3000
    degree: int = 30
    overlaps: int = 100_000
    terms: int = 100_000


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


class _Stop(Exception):
    """The search ends, for the reason in the first argument."""


@dataclass(slots=True, eq=False)
class _Element:
    """A member of the basis: a polynomial with coefficient 1 at its leading monomial."""

    polynomial: Polynomial
    lead: Monomial
    shape: Shape
    node: Node
    alive: bool = True


@dataclass(slots=True)
class _Goal:
    residue: Polynomial
    shape: Shape
    steps: list[Step] = field(default_factory=list)


class Completion:
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
        self.alphabet, self.limits = alphabet, limits or Limits()
        self._relations = self._counter = self._clock = 0
        self._deadline = 0.0
        self._unit: Node | None = None
        self._elements: list[_Element] = []
        self._by_word: dict[str, list[_Element]] = {"": []}
        self._lengths: list[int] = []
        self._met = 0
        self._settled: dict[Monomial, int] = {}
        self._waiting: list[tuple[int, int, Polynomial, Shape, list[Step]]] = []
        self._overlaps: list[tuple[int, int, _Element, _Element, int | tuple[Context, Context]]] = []
        self._exposed: set[tuple[Context, int]] = set()
        self._outer = self._circular = False
        for relation in relations:
            self.add(relation)

    def add(self, relation: Polynomial) -> int:
        """A further relation "= 0", and its transpose; returns its number in certificates."""
        number, self._relations = self._relations, self._relations + 1
        polynomial, (rows, cols) = self._input(relation)
        mirror = {(s, self.alphabet.transpose(w)): c for (s, w), c in polynomial.items()}
        self._wait(polynomial, (rows, cols), [(1, IDENTITY, self._node((rows, cols), [], number))])
        if mirror not in (polynomial, {monomial: -c for monomial, c in polynomial.items()}):
            self._wait(mirror, (cols, rows), [(1, IDENTITY, self._node((cols, rows), [], number, True))])
        return number

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
        except _Stop as stop:
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
        except (_Stop, LanguageError):
            return self._input(polynomial)[0], ()

    # Input, output, budget

    def _input(self, polynomial: Polynomial) -> tuple[Polynomial, Shape]:
        shape = next((self.alphabet.shape(word) for _, word in polynomial if word), SCALAR)
        image = apply(self.alphabet, IDENTITY, polynomial, shape)
        return {monomial: c for monomial, c in image.items() if c}, shape

    def _outcome(self, goal: _Goal, stage: int, reason: str) -> Outcome:
        unit = self._unit if goal.residue else None
        if goal.residue and unit is None:
            return Outcome(False, goal.residue, (), stage, reason)
        try:
            steps = goal.steps if unit is None else [(1, IDENTITY, unit)]
            certificate = expand(self.alphabet, steps, self._tick)
        except _Stop as stop:
            return Outcome(False, goal.residue, (), stage, str(stop.args[0]))
        except LanguageError:
            return Outcome(False, goal.residue, (), stage, "letters")
        reason = "proved" if unit is None else "contradiction"
        return Outcome(unit is None, goal.residue, certificate, stage, reason, unit is not None, tuple(steps))

    def _tick(self, terms: int = 0) -> None:
        self._clock += 1
        if not self._clock & 15 and clock() > self._deadline:
            raise _Stop("seconds")
        if terms > self.limits.terms:
            raise _Stop("terms")

    def _next_stage(self, stage: int) -> int:
        if not self._overlaps:
            raise _Stop("complete")
        if stage + NEXT_STAGE > self.limits.degree:
            raise _Stop("degree")
        return stage + NEXT_STAGE

    # Reduction

    def _reduce(self, polynomial: Polynomial, shape: Shape) -> tuple[Polynomial, list[Step]]:
        """The normal form, and steps whose sum is the difference."""
        todo, normal, steps, key = dict(polynomial), Polynomial(), list[Step](), self.alphabet.key
        while todo:
            self._tick()
            monomial = max(todo, key=key)
            multiple = self._multiple(monomial, shape)
            if multiple is None:
                normal[monomial] = todo.pop(monomial)
                continue
            context, node, image = multiple
            factor = todo[monomial] if image[monomial] == 1 else divide(todo[monomial], image[monomial])
            accumulate(todo, image, -factor)
            steps.append((factor, context, node))
        return normal, steps

    def _multiple(self, monomial: Monomial, shape: Shape) -> tuple[Context, Node, Polynomial] | None:
        """A multiple of an element of the basis that leads with the monomial."""
        seen, count = self._settled.get(monomial, 0), len(self._elements)
        if seen == count:
            return None
        multiple = self._search(monomial, shape, self._elements[seen:] if count - seen < 10 else None)
        if multiple is None and monomial[1]:
            if len(self._settled) >= MOST_SETTLED:
                self._settled.clear()
            self._settled[monomial] = count
        return multiple

    def _search(
        self, monomial: Monomial, shape: Shape, elements: Iterable[_Element] | None = None
    ) -> tuple[Context, Node, Polynomial] | None:
        if not monomial[0] and not self.alphabet.has_vectors:
            return self._in_word(monomial[1], elements)
        for presentation in self.alphabet.presentations(monomial, self._outer):
            for context, element in self._occurrences(presentation, shape, elements):
                image = apply(self.alphabet, context, element.polynomial, element.shape)
                if presentation.place == "word" and not self.alphabet.has_vectors:
                    return context, element.node, image
                if image and max(image, key=self.alphabet.key) == monomial:
                    return context, element.node, image
        return None

    def _in_word(self, word: str, elements: Iterable[_Element] | None) -> tuple[Context, Node, Polynomial] | None:
        """The same for a word without vectors and scalars: where the leading word of an element stands in it."""
        if elements is None:
            elements = self._candidates(Presentation("word", "", word, len(word), ""))
        for element in elements:
            s, lead = element.lead
            if element.alive and lead and not s and (start := word.find(lead)) >= 0:
                context = Context("word", "", word[:start], word[start + len(lead) :], "")
                return context, element.node, apply(self.alphabet, context, element.polynomial, element.shape)
        return None

    def _occurrences(
        self, presentation: Presentation, shape: Shape, elements: Iterable[_Element] | None = None
    ) -> Iterator[tuple[Context, _Element]]:
        for element in self._candidates(presentation) if elements is None else elements:
            if element.alive:
                for context in occurrences(self.alphabet, presentation, shape, element.lead, element.shape):
                    yield context, element

    def _candidates(self, presentation: Presentation) -> Iterator[_Element]:
        yield from self._by_word[""]
        _, _, text, size, _ = presentation
        for start in range(size):
            for length in self._lengths:
                if length > size or start + length > len(text):
                    break
                if found := self._by_word.get(text[start : start + length]):
                    yield from found

    # Completion

    def _node(self, shape: Shape, terms: list[Step], relation: int = -1, transposed: bool = False) -> Node:
        self._counter += 1
        return Node(self._counter, shape, terms, relation, transposed)

    def _wait(self, polynomial: Polynomial, shape: Shape, steps: list[Step]) -> None:
        self._counter += 1
        degree = max([self.alphabet.key(monomial)[0] for monomial in polynomial], default=0)
        heappush(self._waiting, (degree, self._counter, polynomial, shape, steps))

    def _insert_waiting(self) -> None:
        """Bring what waits into the basis, smallest first."""
        if self._unit is not None:
            raise _Stop("contradiction")
        while self._waiting:
            _, _, polynomial, shape, steps = self._waiting[0]
            normal, more = self._reduce(polynomial, shape)
            heappop(self._waiting)
            if normal:
                self._insert(normal, shape, [*steps, *((-c, context, node) for c, context, node in more)])

    def _insert(self, polynomial: Polynomial, shape: Shape, steps: list[Step]) -> None:
        lead = max(polynomial, key=self.alphabet.key)
        scale = divide(1, polynomial[lead])
        if scale != 1:
            steps = [(whole(scale * c), context, child) for c, context, child in steps]
            polynomial = {monomial: whole(scale * c) for monomial, c in polynomial.items()}
        node = self._node(shape, steps)
        if lead == ONE:
            self._unit = node
            raise _Stop("contradiction")
        if not self._outer and self.alphabet.has_outer_product(lead[1]):
            self._outer = True
            self._settled.clear()
        element = _Element(polynomial, lead, shape, node)
        for other in self._elements:
            possible = other.alive and (other.lead[0] or lead[1] in other.lead[1])
            if possible and self._search(other.lead, other.shape, (element,)):
                other.alive = False
                self._wait(other.polynomial, other.shape, [(1, IDENTITY, other.node)])
        self._enter(element)
        if len(self._elements) > self.limits.elements:
            raise _Stop("elements")

    def _enter(self, element: _Element) -> None:
        word = element.lead[1]
        self._elements.append(element)
        self._by_word.setdefault(word, []).append(element)
        if word and len(word) not in self._lengths:
            insort(self._lengths, len(word))

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
            raise _Stop("overlaps")

    def _meet(self, first: _Element, second: _Element) -> None:
        """Queue the overlaps of two elements, in this order."""
        u, v = first.lead[1], second.lead[1]
        if u and v:
            if v[0] in u:
                self._overlap(first, second)
            if self._circular:
                self._circle(first, second)
        elif not u and (v or first.node.age > second.node.age):
            self._queue(first, second, constant_overlaps(self.alphabet, first.lead, first.shape, second.lead))

    def _overlap(self, first: _Element, second: _Element) -> None:
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

    def _queue(self, first: _Element, second: _Element, pairs: Iterable[tuple[Context, Context]]) -> None:
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

    def _circle(self, first: _Element, second: _Element) -> None:
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

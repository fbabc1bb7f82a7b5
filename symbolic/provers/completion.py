"""Noncommutative completion: does a matrix identity follow from relations, and how?

Relations (each says "= 0") generate a two-sided ideal of the free algebra with central scalars; the transposes of the relations
belong to it.  A claim in the ideal holds for all matrices, of every size, that satisfy the relations.  Completion adds the
differences of the two ways to rewrite an overlap (S-polynomials) until the claims reduce to zero, or the budget is spent, or no
overlap is left.  Overlaps are taken smallest first, and the basis is kept interreduced.  The search is not trusted: a success
carries a certificate, and `cofactors.expand_certificate` multiplies it out.

A rewriting step inside a closed path or a cycle may lead upwards in the order, because these words are equal to their transposes
and rotations.  Such a step is not taken; it is a relation with another leading monomial, and is added for the monomials of the
claims ("exposed").  Relations with a trace also get the overlaps of two words around a circle.

Main result: `Completion.prove`.

References: T. Mora, "An introduction to commutative and noncommutative Groebner bases", TCS 134 (1994); J. Hossein Poor, C. G. Raab,
G. Regensburger, "Algorithmic operator algebras via normal forms in tensor rings", JSC 85 (2018); for cofactors C. Hofstadler,
C. G. Raab, G. Regensburger, "Certifying operator identities via noncommutative Groebner bases", ACM CCA 53 (2019).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from time import monotonic

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
    expand,
    image_shape,
    overlaps,
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
    quotient,
    whole,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one call: seconds; elements ever added to the basis; degree of overlaps; overlaps waiting; certificate terms."""

    seconds: float = 5.0
    elements: int = 3000
    length: int = 30
    overlaps: int = 100_000
    terms: int = 100_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim.

    `proved`: the certificate multiplies out to the claim, and the residue is empty. Otherwise the residue is the reduced claim, and
    `reason` says why the search ended: "complete" (no overlap is left: the claim does not follow from the relations), "time",
    "elements", "length", "overlaps", "terms", "letters", or "contradiction". In the last case `unit` holds, and the certificate
    multiplies out to 1: the relations have no common solution. `stage` is the degree of overlaps that was reached.
    """

    proved: bool
    residue: Polynomial
    certificate: tuple[Term, ...]
    stage: int
    reason: str
    unit: bool = False


class _Stop(Exception):
    """The search ends, for the reason in its first argument."""


@dataclass(slots=True, eq=False)
class _Element:
    """A member of the basis, with leading coefficient 1 at `scalars` * `word`."""

    polynomial: Polynomial
    scalars: str
    word: str
    shape: Shape
    node: Node
    alive: bool = True


@dataclass(slots=True)
class _Goal:
    residue: Polynomial
    shape: Shape
    steps: list[Step] = field(default_factory=list)


Rewriting = tuple[Context, _Element, Polynomial]
# Two contexts that send two elements to polynomials with one leading monomial; a degree; the shape of the images.
Overlap = tuple[int, int, Shape, _Element, Context, _Element, Context]
FIRST_STAGE, NEXT_STAGE, GROWTH = 6, 2, 1.05


class Completion:
    """A basis of the ideal of some relations, completed as far as the claims need.

    >>> alphabet = Alphabet()
    >>> a, b, c = (alphabet.matrix(name, "n", "n") for name in "ABC")
    >>> left, right = {("", b + a): 1, ("", ""): -1}, {("", a + c): 1, ("", ""): -1}
    >>> outcome = Completion(alphabet, [left, right]).prove([{("", b): 1, ("", c): -1}])[0]
    >>> [(t.coefficient, t.relation, alphabet.describe(("", t.left)), alphabet.describe(("", t.right))) for t in outcome.certificate]
    [(-1, 0, '1', 'C'), (1, 1, 'B', '1')]
    """

    def __init__(self, alphabet: Alphabet, relations: Sequence[Polynomial], limits: Limits | None = None) -> None:
        self.alphabet, self.limits = alphabet, limits or Limits()
        self._relations = 0
        self._clock = 0
        self._deadline = 0.0
        self._counter = 0
        self._unit: Node | None = None
        self._elements: list[_Element] = []
        self._index: dict[str, list[_Element]] = {}
        self._lengths: list[int] = []
        self._constants: list[_Element] = []
        self._settled: dict[Monomial, int] = {}
        self._pending: list[tuple[int, int, Polynomial, Shape, list[Step]]] = []
        self._overlaps: list[Overlap] = []
        self._exposed: set[tuple[Context, int]] = set()
        self._cyclic = self._circular = self._joined = False
        for relation in relations:
            self.add(relation)

    def add(self, relation: Polynomial) -> int:
        """A further relation "= 0", and its transpose; returns its number for certificates."""
        number, self._relations = self._relations, self._relations + 1
        polynomial, shape = self._normal_input(relation)
        self._push(polynomial, shape, [(1, IDENTITY, self._node(shape, [], number))])
        mirror = {(s, self.alphabet.transpose(w)): c for (s, w), c in polynomial.items()}
        if mirror not in (polynomial, {monomial: -c for monomial, c in polynomial.items()}):
            rows, cols = shape
            self._push(mirror, (cols, rows), [(1, IDENTITY, self._node((cols, rows), [], number, transposed=True))])
        return number

    def prove(self, goals: Sequence[Polynomial]) -> list[Outcome]:
        """Each claim "= 0": proved, or its residue and the reason. Never raises for want of budget."""
        self._start()
        open_goals = [_Goal(*self._normal_input(goal)) for goal in goals]
        stage = FIRST_STAGE
        self._close_circles()
        try:
            self._flush()
            checked = self._check(open_goals)
            while any(goal.residue for goal in open_goals):
                if not self._overlaps or self._overlaps[0][0] > stage:
                    exposed = self._expose(open_goals)
                    checked = self._check(open_goals)
                    if not self._overlaps and not exposed:
                        raise _Stop("complete")
                    stage += NEXT_STAGE if not exposed else 0
                    if stage > self.limits.length:
                        raise _Stop("length")
                    continue
                self._resolve()
                if len(self._elements) > GROWTH * checked:
                    checked = self._check(open_goals)
            reason = "proved"
        except _Stop as stop:
            reason = str(stop.args[0])
        except LanguageError:
            reason = "letters"
        return [self._outcome(goal, stage, reason) for goal in open_goals]

    def normal_form(self, polynomial: Polynomial) -> tuple[Polynomial, tuple[Term, ...]]:
        """The polynomial reduced by the basis as it stands, and the certificate of the difference."""
        self._start()
        goal = _Goal(*self._normal_input(polynomial))
        try:
            self._flush()
            self._check([goal])
            return goal.residue, expand(self.alphabet, goal.steps, self._tick)
        except (_Stop, LanguageError):
            return self._normal_input(polynomial)[0], ()

    # Budget

    def _start(self) -> None:
        self._deadline = monotonic() + self.limits.seconds

    def _tick(self, terms: int = 0) -> None:
        self._clock += 1
        if not self._clock & 15 and monotonic() > self._deadline:
            raise _Stop("time")
        if terms > self.limits.terms:
            raise _Stop("terms")

    def _outcome(self, goal: _Goal, stage: int, reason: str) -> Outcome:
        steps = goal.steps
        unit = bool(goal.residue) and self._unit is not None
        if unit and self._unit is not None:
            steps, reason = [(1, IDENTITY, self._unit)], "contradiction"
        if goal.residue and not unit:
            return Outcome(False, goal.residue, (), stage, reason)
        try:
            certificate = expand(self.alphabet, steps, self._tick)
        except _Stop as stop:
            return Outcome(False, goal.residue, (), stage, str(stop.args[0]))
        return Outcome(not unit, goal.residue, certificate, stage, "contradiction" if unit else "proved", unit)

    # Input

    def _normal_input(self, polynomial: Polynomial) -> tuple[Polynomial, Shape]:
        shape = next((self.alphabet.shape(word) for _, word in polynomial if word), SCALAR)
        normal = apply(self.alphabet, IDENTITY, polynomial, shape)
        self._cyclic = self._cyclic or any(
            (content := self.alphabet.content(letter)) is not None and content[0] == "cycle"
            for scalars, _ in normal for letter in scalars
        )  # fmt: skip
        return {monomial: c for monomial, c in normal.items() if c}, shape

    def _node(self, shape: Shape, terms: list[Step], relation: int = -1, transposed: bool = False) -> Node:
        self._counter += 1
        return Node(self._counter, shape, terms, relation, transposed)

    def _push(self, polynomial: Polynomial, shape: Shape, steps: list[Step]) -> None:
        self._counter += 1
        degree = max((self.alphabet.key(monomial)[0] for monomial in polynomial), default=0)
        heappush(self._pending, (degree, self._counter, polynomial, shape, steps))

    # Reduction

    def _reduce(self, polynomial: Polynomial, shape: Shape) -> tuple[Polynomial, list[Step]]:
        """The normal form, and steps whose sum is the difference."""
        key = self.alphabet.key
        todo, normal, steps = dict(polynomial), Polynomial(), list[Step]()
        while todo:
            self._tick()
            monomial = max(todo, key=key)
            rewriting = self._rewrite(monomial, shape)
            if rewriting is None:
                normal[monomial] = todo.pop(monomial)
                continue
            context, element, image = rewriting
            factor = divide(todo[monomial], image[monomial])
            accumulate(todo, image, -factor)
            steps.append((factor, context, element.node))
        return normal, steps

    def _rewrite(self, monomial: Monomial, shape: Shape) -> Rewriting | None:
        """A multiple of an element that leads with this monomial."""
        seen = self._settled.get(monomial, 0)
        count = len(self._elements)
        if seen == count:
            return None
        recent = self._elements[seen:] if count - seen < 10 else None
        rewriting = self._search(monomial, shape, recent)
        if rewriting is None and monomial[1]:
            self._settled[monomial] = count
        return rewriting

    def _search(self, monomial: Monomial, shape: Shape, elements: Iterable[_Element] | None) -> Rewriting | None:
        key = self.alphabet.key
        for presentation in self.alphabet.presentations(monomial, self._joined):
            candidates = self._candidates(presentation) if elements is None else elements
            for context, element in self._occurrences(presentation, candidates, shape):
                image = apply(self.alphabet, context, element.polynomial, element.shape)
                if presentation.place == "word" and not self.alphabet.has_vectors:
                    return context, element, image
                if image and max(image, key=key) == monomial:
                    return context, element, image
        return None

    def _candidates(self, presentation: Presentation) -> Iterator[_Element]:
        yield from self._constants
        _, _, text, size, _ = presentation
        index = self._index
        for start in range(size):
            for length in self._lengths:
                if length > size or start + length > len(text):
                    break
                if found := index.get(text[start : start + length]):
                    yield from found

    def _occurrences(
        self, presentation: Presentation, elements: Iterable[_Element], shape: Shape
    ) -> Iterator[tuple[Context, _Element]]:
        place, scalars, text, size, word = presentation
        for element in elements:
            if not element.alive or (rest := quotient(scalars, element.scalars)) is None:
                continue
            length = len(element.word)
            if element.shape == SCALAR:
                if place == "word":
                    taken, outer = self.alphabet.split(text)
                    yield Context("path", merge(rest, taken), "", "", outer), element
                continue
            start = text.find(element.word) if length else self._identity_place(text, shape, element.shape)
            while 0 <= start < size + (not length) and length <= size:
                if place == "cycle":
                    yield Context(place, rest, "", text[start + length : start + size], word), element
                else:
                    yield Context(place, rest, text[:start], text[start + length :], word), element
                start = text.find(element.word, start + 1) if length else -1

    def _identity_place(self, text: str, shape: Shape, identity: Shape) -> int:
        if not text:
            return 0 if shape == identity else -1
        position = self.alphabet.position(text, identity[0])
        return -1 if position is None else position

    # Completion

    def _flush(self) -> None:
        """Insert everything that waits, smallest first."""
        if self._unit is not None:
            raise _Stop("contradiction")
        while self._pending:
            self._tick()
            degree, number, polynomial, shape, steps = heappop(self._pending)
            try:
                normal, more = self._reduce(polynomial, shape)
            except _Stop:
                heappush(self._pending, (degree, number, polynomial, shape, steps))
                raise
            if normal:
                self._insert(normal, shape, [*steps, *((-c, context, node) for c, context, node in more)])

    def _insert(self, polynomial: Polynomial, shape: Shape, steps: list[Step]) -> None:
        lead = max(polynomial, key=self.alphabet.key)
        scale = divide(1, polynomial[lead])
        node = self._node(shape, [(whole(scale * c), context, child) for c, context, child in steps])
        if lead == ONE:
            self._unit = node
            raise _Stop("contradiction")
        monic = {monomial: whole(scale * c) for monomial, c in polynomial.items()}
        element = _Element(monic, *lead, shape, node)
        for other in self._elements:
            if not other.alive or (not other.scalars and element.word not in other.word):
                continue
            if self._search((other.scalars, other.word), other.shape, (element,)):
                other.alive = False
                self._push(other.polynomial, other.shape, [(1, IDENTITY, other.node)])
        self._enter(element)
        for other in self._elements:
            if other.alive:
                self._meet(element, other)
                if other is not element:
                    self._meet(other, element)
        if len(self._elements) > self.limits.elements:
            raise _Stop("elements")
        if len(self._overlaps) > self.limits.overlaps:
            raise _Stop("overlaps")

    def _enter(self, element: _Element) -> None:
        self._elements.append(element)
        if element.word:
            self._index.setdefault(element.word, []).append(element)
            self._lengths = sorted({*self._lengths, len(element.word)})
        else:
            self._constants.append(element)
        if not self._joined and self.alphabet.has_outer_product(element.word):
            self._joined = True
            self._settled.clear()

    def _meet(self, first: _Element, second: _Element) -> None:
        """Queue the overlaps of two elements, in this order."""
        u, v = (first.scalars, first.word), (second.scalars, second.word)
        if u[1] and v[1]:
            self._queue(first, second, overlaps(u, v, self.alphabet.has_vectors))
            if self._circular:
                self._queue(first, second, circles(u, v))
        elif not u[1] and (v[1] or first.node.age > second.node.age):
            self._queue(first, second, constant_overlaps(self.alphabet, u, first.shape, v))

    def _queue(self, first: _Element, second: _Element, pairs: Iterable[tuple[Context, Context]]) -> None:
        for context, other in pairs:
            size = sum(map(len, (context.left, first.word, context.right, context.word)))
            degree = size + self.alphabet.degree(context.scalars + first.scalars)
            self._counter += 1
            shape = image_shape(self.alphabet, context, first.word, first.shape)
            heappush(self._overlaps, (degree, self._counter, shape, first, context, second, other))

    def _close_circles(self) -> None:
        """From the first trace on, also queue overlaps around a circle."""
        if self._cyclic and not self._circular:
            self._circular = True
            words = [element for element in self._elements if element.alive and element.word]
            for first in words:
                for second in words:
                    self._queue(first, second, circles((first.scalars, first.word), (second.scalars, second.word)))

    def _resolve(self) -> None:
        """Insert the difference of the two sides of the smallest overlap."""
        entry = heappop(self._overlaps)
        _, _, shape, first, context, second, other = entry
        if not (first.alive and second.alive):
            return
        difference = apply(self.alphabet, context, first.polynomial, first.shape)
        accumulate(difference, apply(self.alphabet, other, second.polynomial, second.shape), -1)
        if difference:
            self._push(difference, shape, [(1, context, first.node), (-1, other, second.node)])
            self._flush()

    def _check(self, goals: Sequence[_Goal]) -> int:
        """Reduce what is left of the claims; returns the number of elements so far."""
        for goal in goals:
            if goal.residue:
                goal.residue, steps = self._reduce(goal.residue, goal.shape)
                goal.steps += steps
        return len(self._elements)

    def _expose(self, goals: Sequence[_Goal]) -> bool:
        """Add the multiples of elements that rewrite a monomial of a claim upwards; whether there was a new one."""
        before = len(self._exposed)
        for goal in goals:
            for monomial in goal.residue:
                if monomial[0]:
                    self._expose_at(monomial, goal.shape)
        self._flush()
        return len(self._exposed) > before

    def _expose_at(self, monomial: Monomial, shape: Shape) -> None:
        for presentation in self.alphabet.presentations(monomial, self._joined):
            for context, element in self._occurrences(presentation, self._candidates(presentation), shape):
                mark = (context, element.node.age)
                if mark not in self._exposed:
                    self._exposed.add(mark)
                    image = apply(self.alphabet, context, element.polynomial, element.shape)
                    self._push(image, image_shape(self.alphabet, context, element.word, element.shape),
                               [(1, context, element.node)])  # fmt: skip

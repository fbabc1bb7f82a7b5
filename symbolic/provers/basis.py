"""The basis of a completion, interreduced, and reduction by it.

Conventions.  An element of the basis is a polynomial with coefficient 1 at its leading monomial, and the node that says
how it follows from the relations.  Reduction subtracts multiples of elements, their images in a `Context`, that lead
with the monomial at hand.  What comes in waits, and is brought in smallest first; an element whose leading monomial a
new one can rewrite goes out and waits again.

Main results: `Basis`, on which `completion.Completion` builds, and its `Limits`.  A search ends with `Stop`.
"""

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from symbolic.clock import clock
from symbolic.provers.cofactors import IDENTITY, Context, Node, Step, apply, occurrences
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
    whole,
)

MOST_SETTLED = 200_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of a call (`seconds`), and bounds on what may be held."""

    seconds: float = 5.0
    elements: int = 3000
    degree: int = 30
    overlaps: int = 100_000
    terms: int = 100_000


class Stop(Exception):
    """The search ends, for the reason in the first argument."""


@dataclass(slots=True, eq=False)
class Element:
    """A member of the basis: a polynomial with coefficient 1 at its leading monomial."""

    polynomial: Polynomial
    lead: Monomial
    shape: Shape
    node: Node
    alive: bool = True


class Basis:
    """A basis of the ideal of some relations, which come in through `add`; nothing is completed here."""

    def __init__(self, alphabet: Alphabet, limits: Limits | None = None) -> None:
        self.alphabet, self.limits = alphabet, limits or Limits()
        self._relations = self._counter = self._clock = 0
        self._deadline = 0.0
        self._unit: Node | None = None
        self._elements: list[Element] = []
        self._by_word: dict[str, list[Element]] = {"": []}
        self._lengths: list[int] = []
        self._settled: dict[Monomial, int] = {}
        self._waiting: list[tuple[int, int, Polynomial, Shape, list[Step]]] = []
        self._outer = False

    def add(self, relation: Polynomial) -> int:
        """A further relation "= 0", and its transpose; returns its number in certificates."""
        number, self._relations = self._relations, self._relations + 1
        polynomial, (rows, cols) = self._input(relation)
        mirror = {(s, self.alphabet.transpose(w)): c for (s, w), c in polynomial.items()}
        self._wait(polynomial, (rows, cols), [(1, IDENTITY, self._node((rows, cols), [], number))])
        if mirror not in (polynomial, {monomial: -c for monomial, c in polynomial.items()}):
            self._wait(mirror, (cols, rows), [(1, IDENTITY, self._node((cols, rows), [], number, True))])
        return number

    def _input(self, polynomial: Polynomial) -> tuple[Polynomial, Shape]:
        shape = next((self.alphabet.shape(word) for _, word in polynomial if word), SCALAR)
        image = apply(self.alphabet, IDENTITY, polynomial, shape)
        return {monomial: c for monomial, c in image.items() if c}, shape

    def _tick(self, terms: int = 0) -> None:
        self._clock += 1
        if not self._clock & 15 and clock() > self._deadline:
            raise Stop("seconds")
        if terms > self.limits.terms:
            raise Stop("terms")

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
        self, monomial: Monomial, shape: Shape, elements: Iterable[Element] | None = None
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

    def _in_word(self, word: str, elements: Iterable[Element] | None) -> tuple[Context, Node, Polynomial] | None:
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
        self, presentation: Presentation, shape: Shape, elements: Iterable[Element] | None = None
    ) -> Iterator[tuple[Context, Element]]:
        for element in self._candidates(presentation) if elements is None else elements:
            if element.alive:
                for context in occurrences(self.alphabet, presentation, shape, element.lead, element.shape):
                    yield context, element

    def _candidates(self, presentation: Presentation) -> Iterator[Element]:
        yield from self._by_word[""]
        _, _, text, size, _ = presentation
        for start in range(size):
            for length in self._lengths:
                if length > size or start + length > len(text):
                    break
                if found := self._by_word.get(text[start : start + length]):
                    yield from found

    # What comes in

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
            raise Stop("contradiction")
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
            raise Stop("contradiction")
        if not self._outer and self.alphabet.has_outer_product(lead[1]):
            self._outer = True
            self._settled.clear()
        element = Element(polynomial, lead, shape, node)
        for other in self._elements:
            possible = other.alive and (other.lead[0] or lead[1] in other.lead[1])
            if possible and self._search(other.lead, other.shape, (element,)):
                other.alive = False
                self._wait(other.polynomial, other.shape, [(1, IDENTITY, other.node)])
        self._enter(element)
        if len(self._elements) > self.limits.elements:
            raise Stop("elements")

    def _enter(self, element: Element) -> None:
        word = element.lead[1]
        self._elements.append(element)
        self._by_word.setdefault(word, []).append(element)
        if word and len(word) not in self._lengths:
            insort(self._lengths, len(word))

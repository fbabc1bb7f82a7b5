"""Cofactors: where a relation fits into a monomial, and how a consequence follows from the relations.

Conventions.  A `Context` is a linear map of polynomials: left . p . right as an open word, or closed to a path or a
trace and then multiplied by an open word; always times scalars.  A `Node` is a relation (a leaf), or a sum of contexts
applied to earlier nodes.  `expand` pushes the contexts from the claim down to the leaves, latest node first, so that
equal terms merge on the way and each node is expanded once.

Main results: `occurrences`, `overlaps`, `expand`, and `expand_certificate`, which multiplies a certificate out again.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from symbolic.provers.monomials import (
    SCALAR,
    Alphabet,
    Coefficient,
    Monomial,
    Place,
    Polynomial,
    Presentation,
    Shape,
    accumulate,
    merge,
    missing,
    quotient,
    whole,
)

TermPlace = Place | Literal["scalar"]


class Context(NamedTuple):
    """scalars * [left . p . right] for the place "word" (`word` is then empty); otherwise scalars * closure * word."""

    place: Place
    scalars: str
    left: str
    right: str
    word: str


IDENTITY = Context("word", "", "", "", "")


class Term(NamedTuple):
    """coefficient * scalars * [left . relation . right], where the bracket is read at its `place`:

    "word"    the open word left . relation . right itself (`word` is empty);
    "path"    left . relation . right is a closed path, of shape 1 x 1; times `word`;
    "cycle"   its trace; times `word`;
    "scalar"  the relation is between scalars, left and right are empty; times `word`.
    """

    coefficient: Coefficient
    scalars: str
    left: str
    right: str
    place: TermPlace
    relation: int
    transposed: bool
    word: str


class Node:
    """A consequence: `terms` are (coefficient, context, node); a leaf is a relation, or its transpose, and has none."""

    __slots__ = ("age", "relation", "shape", "terms", "transposed")

    def __init__(self, age: int, shape: Shape, terms: "list[Step]", relation: int = -1, mirror: bool = False) -> None:
        self.age, self.shape, self.terms, self.relation, self.transposed = age, shape, terms, relation, mirror


Step = tuple[Coefficient, Context, Node]


def apply(alphabet: Alphabet, context: Context, polynomial: Polynomial, shape: Shape) -> Polynomial:
    """The polynomial in its context; `shape` is that of the polynomial."""
    place, scalars, left, right, word = context
    if place == "word" and not scalars and not alphabet.has_vectors:
        return {(s, left + w + right): c for (s, w), c in polynomial.items()}
    image: Polynomial = {}
    for (s, w), c in polynomial.items():
        inner = left + w + right
        if place == "cycle":
            taken, rest = alphabet.cycle(inner, shape[0]), word
        else:
            taken, rest = alphabet.split(inner)
            rest = rest if place == "word" else word
        accumulate(image, {(merge(scalars, s, taken), rest): c})
    return image


def compose(alphabet: Alphabet, outer: Context, inner: Context, shape: Shape) -> Context:
    """The context p -> outer(inner(p)); `shape` is that of inner(p)."""
    if inner.place == "word":
        scalars = merge(outer.scalars, inner.scalars)
        return Context(outer.place, scalars, outer.left + inner.left, inner.right + outer.right, outer.word)
    around = outer.left + inner.word + outer.right
    if outer.place == "cycle":
        taken, word = alphabet.cycle(around, shape[0]), outer.word
    else:
        taken, rest = alphabet.split(around)
        word = rest if outer.place == "word" else outer.word
    return Context(inner.place, merge(outer.scalars, inner.scalars, taken), inner.left, inner.right, word)


def image_shape(alphabet: Alphabet, context: Context, word: str, shape: Shape) -> Shape:
    """The shape of a polynomial in its context, from its own shape and leading word."""
    outer = context.left + word + context.right if context.place == "word" else context.word
    if outer:
        return alphabet.shape(outer)
    return shape if context.place == "word" else SCALAR


def occurrences(
    alphabet: Alphabet, presentation: Presentation, shape: Shape, lead: Monomial, lead_shape: Shape
) -> Iterator[Context]:
    """The contexts that send a leading monomial to the one presented, whose polynomial has the given shape."""
    place, scalars, text, size, word = presentation
    rest, length = quotient(scalars, lead[0]), len(lead[1])
    if rest is None or length > size:
        return
    if lead_shape == SCALAR:
        if place == "word":
            taken, outer = alphabet.split(text)
            yield Context("path", merge(rest, taken), "", "", outer)
        return
    if length:
        start = text.find(lead[1])
    elif text:
        start = -1 if (at := alphabet.position(text, lead_shape[0])) is None else at
    else:
        start = 0 if shape == lead_shape else -1
    while 0 <= start < size + (not length):
        if place == "cycle":
            yield Context(place, rest, "", text[start + length : start + size], word)
        else:
            yield Context(place, rest, text[:start], text[start + length :], word)
        start = text.find(lead[1], start + 1) if length else -1


# Overlaps: pairs of contexts that send two leading monomials to the same one.


def ends(u: str, v: str) -> Iterator[int]:
    """The lengths of the proper ends of the first word that are proper beginnings of the second."""
    last = u[-1]
    for k in range(1, min(len(u), len(v))):
        if v[k - 1] == last and u.endswith(v[:k]):
            yield k


def overlap(first: Monomial, second: Monomial, k: int) -> tuple[Context, Context]:
    """The contexts of an overlap of k letters."""
    (s, u), (t, v) = first, second
    return Context("word", missing(s, t), "", v[k:], ""), Context("word", missing(t, s), u[:-k], "", "")


def inclusion(first: Monomial, second: Monomial) -> tuple[Context, Context]:
    """The contexts where the first word contains the second."""
    (s, u), (t, v) = first, second
    left, _, right = u.partition(v)
    return Context("word", missing(s, t), "", "", ""), Context("word", missing(t, s), left, right, "")


def circles(first: Monomial, second: Monomial) -> Iterator[tuple[Context, Context]]:
    """Both words on a circle, overlapping at both ends: the second is q n p, the first begins with p, ends with q."""
    (s, u), (t, v) = first, second
    more, less, size = missing(s, t), missing(t, s), min(len(u), len(v))
    for q in range(1, size):
        if u.endswith(v[:q]):
            for p in range(1, size - q + 1):
                if u.startswith(v[len(v) - p :]):
                    rest = u[p : len(u) - q]
                    yield Context("cycle", more, "", v[q : len(v) - p], ""), Context("cycle", less, "", rest, "")


def constant_overlaps(
    alphabet: Alphabet, first: Monomial, shape: Shape, second: Monomial
) -> Iterator[tuple[Context, Context]]:
    """The first has no word. The scalars share a letter, or the second word overlaps a closed path of the first."""
    (s, _), (t, v) = first, second
    place: Literal["word", "path"] = "word" if v else "path"
    if not set(s).isdisjoint(t):
        if shape == SCALAR:
            yield Context("path", missing(s, t), "", "", v), Context(place, missing(t, s), "", "", "")
        elif (at := alphabet.position(v, shape[0])) is not None:
            yield Context("word", missing(s, t), v[:at], v[at:], ""), Context("word", missing(t, s), "", "", "")
    for letter in dict.fromkeys(s if v and shape == SCALAR else ""):
        if (alphabet.content(letter) or ("",))[0] == "path":
            rest = s.replace(letter, "", 1)
            more, less = missing(rest, t), missing(t, rest)
            for view in alphabet.views(letter):
                for k in range(1, min(len(view), len(v))):
                    if view.endswith(v[:k]):
                        yield Context("path", more, "", "", v[k:]), Context("word", less, view[:-k], "", "")
                    if view.startswith(v[-k:]):
                        yield Context("path", more, "", "", v[:-k]), Context("word", less, "", view[k:], "")
                if v in view:
                    left, _, right = view.partition(v)
                    yield Context("path", more, "", "", ""), Context("path", less, left, right, "")


# Certificates


def expand(alphabet: Alphabet, steps: Sequence[Step], tick: Callable[[int], None]) -> tuple[Term, ...]:
    """The certificate of a sum of steps. `tick` is called with the number of terms at hand, and may raise to stop."""
    waiting: dict[int, tuple[Node, dict[Context, Coefficient]]] = {}
    latest: list[int] = []

    def add(coefficient: Coefficient, context: Context, node: Node) -> None:
        if node.age not in waiting:
            waiting[node.age] = (node, {})
            heappush(latest, -node.age)
        contexts = waiting[node.age][1]
        contexts[context] = contexts.get(context, 0) + coefficient

    for step in steps:
        add(*step)
    terms: list[Term] = []
    while latest:
        node, contexts = waiting.pop(-heappop(latest))
        for context, coefficient in contexts.items():
            tick(len(terms))
            if coefficient and node.relation >= 0:
                terms.append(_term(coefficient, context, node))
            elif coefficient:
                for factor, inner, child in node.terms:
                    add(coefficient * factor, compose(alphabet, context, inner, node.shape), child)
    return tuple(reversed(terms))


def _term(coefficient: Coefficient, context: Context, node: Node) -> Term:
    place, scalars, left, right, word = context
    where: TermPlace = "scalar" if node.shape == SCALAR else place
    return Term(whole(coefficient), scalars, left, right, where, node.relation, node.transposed, word)


def expand_certificate(alphabet: Alphabet, terms: Sequence[Term], relations: Sequence[Polynomial]) -> Polynomial:
    """The sum of the terms, multiplied out: equal to the claim if the certificate is right.

    Shares nothing with the search but the alphabet. Raises ShapeError if a closed path is not 1 x 1.
    """
    total: Polynomial = {}
    for coefficient, scalars, left, right, place, number, transposed, word in terms:
        relation = relations[number]
        dimension = next((alphabet.shape(w)[0] for _, w in relation if w), "1")
        for (own, middle), factor in relation.items():
            inner = left + (alphabet.transpose(middle) if transposed else middle) + right
            if place == "word":
                closed, rest = alphabet.split(inner)
            elif place == "cycle":
                closed, rest = alphabet.cycle(inner, dimension), word
            else:
                closed, rest = alphabet.path(inner), word
            accumulate(total, {(merge(scalars, own, closed), rest): coefficient * factor})
    return total

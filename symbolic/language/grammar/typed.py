"""The typed tree: names resolved, a shape (with unknown sizes) at every node, and how to build the term once the
sizes are known.

A value named by `let` is one node that several parents share, so that its term is built once and is one object.
`Context` holds what all nodes of a text share: the text itself, the sizes, and the limits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from sympy import Basic, S

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.grammar.errors import AmbiguousSizeError, GrammarError, GrammarShapeError
from symbolic.language.grammar.printer import to_text
from symbolic.language.grammar.reader import MAX_DEPTH
from symbolic.language.grammar.sizes import Sizes, Unknown
from symbolic.language.grammar.syntax import Raw
from symbolic.language.shapes import Shape, is_scalar, shape_of
from symbolic.language.terms import Ones, identity, multiply, zeros

MAX_WEIGHT = 20_000
MAX_BITS = 4096

Make = Callable[..., Any]


class Typed:
    """A node: `make` gets the terms of `parts`.

    `weight` counts the nodes of the term, shared ones as often as they stand in it;
    `bound` are the names that `sum` and `exists` bind within.
    """

    __slots__ = ("bound", "depth", "make", "parts", "raw", "shape", "term", "weight")

    def __init__(self, raw: Raw, shape: Shape, make: Make, parts: tuple[Typed, ...], depth: int, weight: int) -> None:
        self.raw, self.shape, self.make, self.parts, self.depth, self.weight = raw, shape, make, parts, depth, weight
        self.term: Any = None
        self.bound: frozenset[str] = frozenset().union(*(part.bound for part in parts)) if parts else frozenset()


class Context:
    """One text on its way to a term."""

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place, self.sizes = text, place, Sizes()
        self.ambiguous: GrammarError | None = None

    def refuse(self, raw: Raw, reason: str, expected: str = "", found: str = "") -> NoReturn:
        """Raise GrammarError at `raw`."""
        raise GrammarError(reason, self.text, raw.start, raw.end, place=self.place, expected=expected, found=found)

    def node(self, raw: Raw, shape: Shape, make: Make, *parts: Typed, chain: int = 1) -> Typed:
        """A node over `parts`, `chain` operations deep. Raises GrammarError beyond the limits."""
        depth, weight = chain, 1
        for part in parts:
            depth, weight = max(depth, part.depth + chain), weight + part.weight
        if depth > MAX_DEPTH:
            self.refuse(
                raw, "nested too deep, named values put in", f"at most {MAX_DEPTH} operations inside each other"
            )
        if weight > MAX_WEIGHT:
            self.refuse(raw, "too long, named values put in", f"at most {MAX_WEIGHT} symbols and operations")
        return Typed(raw, shape, make, parts, depth, weight)

    def leaf(self, raw: Raw, shape: Shape, term: Basic) -> Typed:
        """A node whose term is there already."""
        node = Typed(raw, shape, lambda: term, (), 1, 1)
        node.term = term
        return node

    def build(self, node: Typed) -> Any:
        """The term of a node. Raises GrammarShapeError and GrammarError."""
        if node.term is None:
            terms = [part.term if part.term is not None else self.build(part) for part in node.parts]
            try:
                node.term = node.make(*terms)
            except ShapeError as error:
                if isinstance(error, GrammarShapeError):
                    raise
                if self.ambiguous is not None and _unsettled(error):
                    raise self.ambiguous from None
                at = self.culprit(node, terms, error)
                right = None if error.right is None else shown(error.right)
                raise GrammarShapeError(
                    error, self.text, at.start, at.end, shown(error.left), right, place=self.place
                ) from None
            except LanguageError as error:
                self.refuse(node.raw, str(error))
            self.small(node)
        return node.term

    def culprit(self, node: Typed, terms: list[Any], error: ShapeError) -> Raw:
        """The part of `node` that a shape error blames, or the node itself."""
        pairs = list(zip(node.parts, terms, strict=True))
        if error.right is not None:  # the right of two that are the same object is the later one
            pairs.reverse()
        blamed = error.left if error.right is None else error.right
        return next((part.raw for part, term in pairs if term is blamed), node.raw)

    def small(self, node: Typed) -> None:
        """Refuse numbers of thousands of digits."""
        term = node.term
        numbers = [n for n in (term, *term.args[:1]) if n.is_Rational] if isinstance(term, Basic) else []
        if any(max(n.p.bit_length(), n.q.bit_length()) > MAX_BITS for n in numbers):
            self.refuse(node.raw, "a number too long", f"at most {MAX_BITS} binary digits")
        hash(term)  # hashes are kept in the nodes: taken from below, no deep recursion is ever needed

    def final(self, raw: Raw, shape: Shape) -> Shape:
        """`shape` once all equations are in. Notes an AmbiguousSizeError where something stays free."""
        rows, cols = self.sizes.shape(shape)
        for value in (rows, cols):
            if self.ambiguous is None and any(isinstance(s, Unknown) for s in value.free_symbols):
                self.ambiguous = AmbiguousSizeError(
                    "ambiguous: nothing in the statement fixes the size",
                    self.text,
                    raw.start,
                    raw.end,
                    place=self.place,
                    expected="sizes, as in I(n) or zeros(m, n)",
                    found=f"'{self.text[raw.start : raw.end]}'",
                )
        return rows, cols


def _unsettled(error: ShapeError) -> bool:
    """Whether a size that was never found stands in the shapes of an error."""
    shapes = (*(error.left_shape or ()), *(error.right_shape or ()))
    return any(isinstance(s, Unknown) for size in shapes if isinstance(size, Basic) for s in size.free_symbols)


def shown(value: object) -> str:
    """A term in the grammar, cut where it gets long."""
    text = to_text(value) if isinstance(value, Basic) else str(value)
    return text if len(text) <= 200 else text[:197] + "..."


def beside(term: Any, shape: Shape) -> Any:
    """A number beside something of `shape`: 0 is the zero matrix, else c in every entry of a vector, or c*I."""
    if shape_of(term) == shape or not is_scalar(term):
        return term
    rows, cols = shape
    if term.is_Number and term.is_zero:
        return zeros(rows, cols)
    if S.One in shape:
        return multiply(term, Ones(rows, cols))
    return multiply(term, identity(rows)) if rows == cols else term

"""Plain terms as arrays.

Sizes that are numbers stay whole unless `explicit` is set.
"""

from __future__ import annotations

from collections.abc import Iterable

from symbolic.replay.arrays import UNIT, Array, Axis
from symbolic.replay.calculus import Kinks
from symbolic.replay.errors import ReplayError
from symbolic.replay.heads import Session
from symbolic.replay.operator_rules import OPERATORS
from symbolic.replay.plain import DERIVATIVES, MARK, Plain, check_form, parts, sizes_of
from symbolic.replay.products import TIE, Head, finished
from symbolic.replay.sums import Sum
from symbolic.replay.term_rules import POWER, TERMS, fits

EXPLICIT = 6


def chained(groups: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """Groups that share a member are one group."""
    listed = [set(g) for g in groups]
    for k, group in enumerate(listed):
        for other in listed[:k]:
            if other & group:
                group |= other
                other.clear()
    return [frozenset(g) for g in listed if g]


class Reader:
    """Reads the terms of one document. `dependent`: groups of random symbols that are not independent of each other."""

    def __init__(self, *, explicit: bool = False, dependent: Iterable[Iterable[str]] = ()) -> None:
        self.session = Session()
        self.explicit = explicit
        self.groups = chained(dependent)
        self.kinks: Kinks = set()
        self.named: dict[str, Plain] = {}
        self.derives = False
        """Whether a derivative occurs in what was taken up."""
        self._taken: set[Plain] = set()
        self._known: dict[Plain, tuple[Array, frozenset[Head]]] = {}

    def __call__(self, term: Plain) -> Array:
        """The array of a term; signs that derivatives in it meet are added to `kinks`. Raises ReplayError."""
        known = self._known.get(term)
        if known is None:
            before, self.kinks = self.kinks, set()
            try:
                value = self._read(term)
                known = self._known[term] = value, frozenset(self.kinks)
            finally:
                self.kinks = before
        self.kinks |= known[1]
        return known[0]

    def running(self, name: str, count: Array, term: Plain) -> Array:
        """The array of a term in which the number `name` runs from 0 to below `count`; what was read in it is
        forgotten after it.
        """
        known, self._known = self._known, {}
        self.session.running.append((name, count))
        try:
            return self(term)
        finally:
            self.session.running.pop()
            self._known = known

    def name(self, term: Plain) -> None:
        """Take up the symbols of a term or statement: each part is whole, one name is one symbol, and every size is
        positive. Raises ReplayError.
        """
        for part in parts(term, self._taken):
            check_form(part)
            if part[0] == "apply":
                self.derives |= part[1] in DERIVATIVES
            elif part[0] in ("symbol", "matrix"):
                if self.named.setdefault(part[1], part) != part:
                    raise ReplayError(f"two symbols are called {part[1]}")
                if part[1] == TIE or part[1].isdigit() or part[1].startswith(MARK):
                    raise ReplayError(f"{part[1]!r} is no name")
            for size in sizes_of(part):
                self.axis(size)

    def axis(self, size: Plain) -> Axis:
        """The axis of a size."""
        if size[0] == "number":
            count = int(size[1])
            if count < 1:
                raise ReplayError(f"{count} is no size")
            return UNIT * count if count == 1 or (self.explicit and count <= EXPLICIT) else ((str(count),),)
        if size[0] == "symbol" and size[2] == "dimension":
            if size[1].isdigit() or size[1] == TIE:
                raise ReplayError(f"{size[1]} is no name of a size")
            return ((size[1],),)
        if size[0] == "^" and size[2][0] == "number" and size[2][1].isdigit() and 0 < int(size[2][1]) <= POWER:
            return (self.axis(size[1])[0] * int(size[2][1]),)
        if size[0] == "+":
            return tuple(block for part in size[1:] for block in self.axis(part))
        axes = [self.axis(part) for part in size[1:]] if size[0] == "*" else []
        if not axes or any(len(axis) != 1 for axis in axes):
            raise ReplayError(f"the size {size} is not covered")
        return (tuple(d for axis in axes for d in axis[0]),)

    def families(self, *terms: Plain) -> dict[str, str]:
        """The random symbols in terms, each with the name of the group that it depends on."""
        names = {p[1] for term in terms for p in parts(term) if p[0] in ("symbol", "matrix") and p[-1] == "random"}
        return {name: min(next((g for g in self.groups if name in g), frozenset({name}))) for name in names}

    def _read(self, term: Plain) -> Array:
        if term[0] == "apply":
            if term[1] not in OPERATORS:
                raise ReplayError(f"{term[1]} is not covered")
            return OPERATORS[term[1]](self, *term[2:])
        if term[0] not in TERMS:
            raise ReplayError(f"{term[0]} is no term")
        return TERMS[term[0]](self, *term[1:])

    def unit(self, place: Plain, axis: Axis) -> Array:
        """The unit vector along an axis."""
        if place[0] == "number" and all(block == () for block in axis):
            k = int(place[1])
            if not 1 <= k <= len(axis):
                raise ReplayError(f"there is no unit vector {k} of length {len(axis)}")
            one = Sum(())
            one.add(finished((), ()), 1)
            return Array((axis, UNIT), {(k - 1, 0): one})
        if len(axis) != 1 or len(axis[0]) != 1:
            raise ReplayError("a unit vector along a structured axis")
        entry, _, _ = self.session.root("unit", axis[0][0], self(place), lambda c: c == 1)
        head, _ = self.session.head("unit", axis[0][0], entry, (), axis[0], 1)
        part = Sum(axis[0])
        part.add(finished((0,), [(head, (0,), 1)]), 1)
        return Array((axis, UNIT), {(0, 0): part})


__all__ = ["OPERATORS", "Reader", "fits"]

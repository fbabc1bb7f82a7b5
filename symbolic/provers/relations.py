"""The defining relations of composite letters: inverses, Moore-Penrose inverses, reciprocals, roots.

A relation is a theorem whose equation completion may use, with its polynomial in words. New letters that a relation brings in get
relations of their own, until nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.statements import relation
from symbolic.network.labels import Label, label
from symbolic.network.readable import Reader
from symbolic.network.tensor import UNIT, Tensor
from symbolic.provers.existence import Existence
from symbolic.provers.facts import Facts
from symbolic.provers.monomials import Polynomial
from symbolic.provers.words import Words


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation for completion: the theorem, which block of it, the polynomial, the number of indices of a hole for it; `row`: 1 x n."""

    theorem: Theorem | None
    blocks: tuple[int, ...]
    polynomial: Polynomial
    rank: int
    row: bool = False


class Relations:
    """Collects the relations of one problem over its words."""

    def __init__(self, facts: Facts, existence: Existence, words: Words, symbols: dict[str, Any]) -> None:
        self.facts, self.existence, self.words = facts, existence, words
        self.kernel = facts.kernel
        self.reader = Reader(symbols)
        self.listed: list[Relation] = []
        self._seen: set[str] = set()
        self._trivial = 0
        self._theorems: set[tuple[Any, ...]] = set()

    def add(self, theorem: Theorem) -> list[Relation]:
        """The relations of an equation, block by block; blocks that are no words are left out."""
        said = self.kernel.meaning(theorem.statement)
        if said in self._theorems:
            return []
        self._theorems.add(said)
        try:
            side = self.kernel.difference(theorem.statement)
        except LineproofError:
            return []
        new = []
        for blocks, part in blocks_of(side):
            polynomial = self.words.polynomial(part)
            if polynomial:
                rank = sum(len(slot) - 1 for slot in next(iter(part.terms))[0])
                new.append(Relation(theorem, blocks, polynomial, rank, part.axes[0] == UNIT != part.axes[1]))
        self.listed += new
        return new

    def close(self) -> list[Relation]:
        """Relations for every letter that is new since the last call, and those their relations bring in."""
        start = len(self.listed)
        while True:
            fresh = [key for key in self.words.labels if key not in self._seen]
            if not fresh:
                break
            for key in fresh:
                self._seen.add(key)
                for theorem in self.defining(label(key)):
                    self.add(theorem)
        for polynomial in self.words.trivial[self._trivial:]:
            self.listed.append(Relation(None, (), polynomial, 0))
        self._trivial = len(self.words.trivial)
        return self.listed[start:]

    def defining(self, held: Label) -> Iterator[Theorem]:
        """The laws that define what a label stands for."""
        try:
            yield from self._defining(held)
        except LineproofError:
            return

    def _defining(self, held: Label) -> Iterator[Theorem]:
        if held.kind == "inv":
            a = self.reader.term(held.argument)
            known = self.existence.has("invertible", a)
            for k in (0, 1):
                yield self.kernel.law("inverse", {"A": a}, [known] if known else [], conclusion=k)
        elif held.kind == "pinv":
            a = self.reader.term(held.argument)
            for k in range(4):
                yield self.kernel.law("pinv", {"A": a}, conclusion=k)
        elif held.kind == "recip" and not held.dims:
            c = self.reader.atom(held.argument) if isinstance(held.argument, str) else self.reader.term(held.argument)
            known = self.existence.prove(relation(c, "!=", 0))
            yield self.kernel.law("reciprocal", {"c": c}, [known] if known else [])
        elif held.kind == "fn" and held.name == "sqrt" and not held.dims:
            c = self.reader.term(held.argument)
            known = self.existence.prove(relation(0, "<=", c))
            yield self.kernel.law("square_root", {"c": c}, [known] if known else [])


def blocks_of(side: Tensor) -> Iterator[tuple[tuple[int, ...], Tensor]]:
    """The blocks of a tensor as tensors of one block; one pair with () for a tensor of one block."""
    if all(len(axis) == 1 for axis in side.axes):
        yield (), side
        return
    for blocks in product(*(range(len(axis)) for axis in side.axes)):
        axes = tuple((axis[b],) for axis, b in zip(side.axes, blocks, strict=True))
        terms = {(tuple((0, *slot[1:]) for slot in ext), f, s): c for (ext, f, s), c in side.terms.items()
                 if tuple(slot[0] for slot in ext) == blocks}
        yield blocks, Tensor(axes, terms)



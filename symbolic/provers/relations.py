"""The defining relations of composite letters: inverses, Moore-Penrose inverses, reciprocals, roots.

A relation is a theorem whose equation completion may use, with its polynomial in words. New letters that a relation
brings in get
relations of their own, until nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.network.labels import label
from symbolic.network.readable import Reader
from symbolic.network.tensor import UNIT, Tensor
from symbolic.provers.determinant_laws import determinants_of
from symbolic.provers.existence import Existence
from symbolic.provers.facts import Facts
from symbolic.provers.instances import Instances
from symbolic.provers.monomials import Polynomial
from symbolic.provers.words import Words


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation for completion: the theorem, which block of it, the polynomial, the number of indices of a hole
    for it; `row`: 1 x n.
    """

    theorem: Theorem | None
    blocks: tuple[int, ...]
    polynomial: Polynomial
    rank: int
    row: bool = False


class Relations:
    """Collects the relations of one problem over its words; `others` are the equations that are no words."""

    def __init__(self, facts: Facts, existence: Existence, words: Words, symbols: dict[str, Any]) -> None:
        self.facts, self.existence, self.words = facts, existence, words
        self.kernel = facts.kernel
        self.reader = Reader(symbols)
        self.instances = Instances(existence, self.reader)
        self.listed: list[Relation] = []
        self.others: list[tuple[Theorem, tuple[int, ...], Tensor, bool]] = []
        self._seen: set[str] = set()
        self._trivial = 0
        self._known: set[Tensor] = set()

    def add(self, theorem: Theorem) -> list[Relation]:
        """The relations of an equation, block by block; blocks that are no words go to `others`."""
        try:
            side = self.kernel.difference(theorem.statement)
        except LineproofError:
            return []
        if side in self._known:
            return []
        self._known.add(side)
        new = []
        for blocks, part in blocks_of(side):
            polynomial = self.words.polynomial(part)
            if polynomial:
                rank = sum(len(slot) - 1 for slot in next(iter(part.terms))[0])
                new.append(Relation(theorem, blocks, polynomial, rank, part.axes[0] == UNIT != part.axes[1]))
            if part.terms and (polynomial is None or part.is_scalar or _definition(part) or _one_letter(part)):
                self.words.note(part)
                self.others.append((theorem, blocks, side, polynomial is not None))
        self.listed += new
        return new

    def close(self) -> list[Relation]:
        """Relations for every letter that is new since the last call, and those their relations bring in."""
        start = len(self.listed)
        while True:
            fresh = [key for key in self.words.labels if key not in self._seen]
            if not fresh:
                break
            self._seen.update(fresh)
            if any(label(key).kind == "det" for key in fresh):
                for theorem in determinants_of(self.kernel, self.facts.equations):
                    self.add(theorem)
            for key in fresh:
                for theorem in self.instances.of(label(key)):
                    self.add(theorem)
        for polynomial in self.words.trivial[self._trivial :]:
            self.listed.append(Relation(None, (), polynomial, 0))
        self._trivial = len(self.words.trivial)
        return self.listed[start:]


def _one_letter(part: Tensor) -> bool:
    """Whether every term is one matrix, as in A' = -A: that says more where the matrix meets itself."""
    return len(part.terms) == 2 and all(
        len(factors) == 1 and len(factors[0][1]) == 2 and not scalars for _, factors, scalars in part.terms
    )


def _definition(part: Tensor) -> bool:
    """Whether a composite factor alone is given by the rest: worth a look in networks, too."""
    return any(
        len(factors) == 1 and not scalars and label(factors[0][0]).kind in ("fn", "recip")
        for _, factors, scalars in part.terms
    )


def blocks_of(side: Tensor) -> Iterator[tuple[tuple[int, ...], Tensor]]:
    """The blocks of a tensor as tensors of one block; one pair with () for a tensor of one block."""
    if all(len(axis) == 1 for axis in side.axes):
        yield (), side
        return
    for blocks in product(*(range(len(axis)) for axis in side.axes)):
        axes = tuple((axis[b],) for axis, b in zip(side.axes, blocks, strict=True))
        terms = {
            (tuple((0, *slot[1:]) for slot in ext), f, s): c
            for (ext, f, s), c in side.terms.items()
            if tuple(slot[0] for slot in ext) == blocks
        }
        yield blocks, Tensor(axes, terms)

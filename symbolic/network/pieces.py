"""Pieces: the reduction of one network to a product of matrices.

A piece is a product of matrices (its chain) between two indices: that of its rows and that of its columns, None where
the size is 1. Bound indices are eliminated one after another:
  two pieces meet: a product;  one piece with itself: a trace, or the diagonal of it;  nothing else there: a sum;
  vectors meet: their entrywise product;  two matrices and a vector v: M diag(v) N;  two pieces side by side: the
  entrywise product.
That covers exactly the networks whose graph, its two open indices joined, has no K4 as a minor (treewidth 2).

Reference: series-parallel reduction (Duffin 1965).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from symbolic.errors import TranslationError
from symbolic.language import operators
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import Transposed, identity, multiply, ones, power, transpose

VOCABULARY = operators.__all__
"""The families of operators that the notation draws on; importing them publishes these."""

Link = tuple[Any, bool]
"""A term, and whether it equals its transpose."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A product of matrices from the index `row` to the index `col` (None: size 1)."""

    chain: tuple[Link, ...]
    row: int | None
    col: int | None

    @property
    def turned(self) -> Piece:
        """The transpose."""
        return Piece(flipped(self.chain), self.col, self.row)

    def begins(self, index: int | None) -> Piece:
        """The piece with its rows at `index`."""
        return self if self.row == index else self.turned

    def ends(self, index: int | None) -> Piece:
        """The piece with its columns at `index`."""
        return self if self.col == index else self.turned

    def other(self, index: int) -> int | None:
        """The index at its other end."""
        return self.col if self.row == index else self.row


def flipped(chain: Sequence[Link]) -> tuple[Link, ...]:
    """The transpose of a product."""
    return tuple((term if symmetric else transpose(term), symmetric) for term, symmetric in reversed(chain))


def product(chain: Sequence[Link]) -> Any:
    """The product as a term, equal neighbours as a power."""
    factors: list[list[Any]] = []
    for term, _ in chain:
        if factors and factors[-1][0] == term and not is_scalar(term) and term.shape[0] == term.shape[1]:
            factors[-1][1] += 1
        else:
            factors.append([term, 1])
    return multiply(*(power(term, count) if count > 1 else term for term, count in factors))


def piece_of(term: Any, indices: tuple[int, ...], symmetric: bool) -> Piece:
    """One matrix or vector, a row or a column, as a piece."""
    if len(indices) == 2:
        return Piece(((term, symmetric),), *indices)
    return (
        Piece(((term, False),), None, indices[0])
        if shape_of(term)[0] == 1
        else Piece(((term, False),), indices[0], None)
    )


def _turns(chain: Sequence[Link]) -> int:
    return sum(isinstance(term, Transposed) for term, _ in chain)


def _upright(chain: tuple[Link, ...]) -> tuple[Link, ...]:
    """A chain or its transpose, whichever has fewer transposes."""
    return min(chain, flipped(chain), key=_turns)


def trace(chain: tuple[Link, ...]) -> Any:
    """tr of a product, rotated and turned so that few factors are transposed, one of these first."""
    walks = [w[k:] + w[:k] for w in (chain, flipped(chain)) for k in range(len(chain))]
    return apply("tr", product(min(walks, key=lambda w: (_turns(w), not isinstance(w[0][0], Transposed), _breaks(w)))))


def _breaks(chain: Sequence[Link]) -> int:
    return sum(a[0] != b[0] for a, b in pairwise(chain))


def diagonal(chain: tuple[Link, ...]) -> Link:
    """diag(v) of a column."""
    return apply("diag", product(chain)), True


class Reduction:
    """The pieces of one network, the numbers that came off it, and the sizes of its indices."""

    def __init__(self, pieces: Sequence[Piece], kept: Collection[int], sizes: Mapping[int, Any]) -> None:
        self.pieces = list(pieces)
        self.numbers: list[Any] = []
        self.sizes = sizes
        while bound := sorted({i for p in self.pieces for i in (p.row, p.col) if i is not None} - set(kept)):
            if not (any(self._eliminate(i) for i in bound) or self._merge_parallel()):
                raise TranslationError("no matrix form: more than two matrices meet at an index")

    def _replace(self, old: Sequence[Piece], *new: Piece) -> bool:
        for piece in old:
            self.pieces.remove(piece)
        self.pieces += new
        return True

    def _eliminate(self, i: int) -> bool:
        here = [p for p in self.pieces if i in (p.row, p.col)]
        loops = [p for p in here if p.row == p.col]
        vectors = [p for p in here if p.other(i) is None]
        if len(here) == 1:
            return self._alone(here[0], i)
        if loops:
            return self._replace(
                loops[:1], Piece(((apply("diagv", product(_upright(loops[0].chain))), False),), i, None)
            )
        if len(vectors) > 1 and len(here) > 2:
            return self._replace(vectors, self._side_by_side(vectors, i, None))
        matrices = [p for p in here if p.other(i) is not None]
        if len(here) == 2:
            left, right = (vectors + matrices)[::-1] if len(vectors) == 1 else here
            chain = left.ends(i).chain + right.begins(i).chain
            if len(vectors) == 2:
                self.numbers.append(product(_upright(chain)))
                return self._replace(here)
            return self._replace(here, Piece(chain, left.other(i), right.other(i)))
        if len(matrices) == 2 and len(vectors) == 1:
            left, right = matrices
            chain = (*left.ends(i).chain, diagonal(vectors[0].begins(i).chain), *right.begins(i).chain)
            return self._replace(here, Piece(chain, left.other(i), right.other(i)))
        return False

    def _alone(self, piece: Piece, i: int) -> bool:
        if piece.row == piece.col:
            self.numbers.append(trace(piece.chain))
            return self._replace([piece])
        if piece.other(i) is None:
            self.numbers.append(apply("sum", product(piece.begins(i).chain)))
            return self._replace([piece])
        return self._replace([piece], Piece((*piece.ends(i).chain, (ones(self.sizes[i]), False)), piece.other(i), None))

    def _side_by_side(self, pieces: Sequence[Piece], row: int | None, col: int | None) -> Piece:
        """The entrywise product of pieces between the same two indices."""
        ordered = [p if (p.row, p.col) == (row, col) else p.turned for p in pieces]
        result, symmetric = product(ordered[0].chain), all(len(p.chain) == 1 and p.chain[0][1] for p in ordered)
        for piece in ordered[1:]:
            result = apply("hadamard", result, product(piece.chain))
        return Piece(((result, symmetric),) if len(ordered) > 1 else ordered[0].chain, row, col)

    def _merge_parallel(self) -> bool:
        for k, piece in enumerate(self.pieces):
            ends = {piece.row, piece.col}
            same = [p for p in self.pieces[k:] if {p.row, p.col} == ends]
            if len(same) > 1 and len(ends) == 2 and None not in ends:
                return self._replace(same, self._side_by_side(same, piece.row, piece.col))
        return False

    def _column(self, i: int) -> tuple[Link, ...] | None:
        """The vectors and diagonals at an open index as one column; None where there are none."""
        loops = [p for p in self.pieces if p.row == i and p.col == i]
        for p in loops:
            self._replace([p], Piece(((apply("diagv", product(_upright(p.chain))), False),), i, None))
        vectors = [p for p in self.pieces if i in (p.row, p.col) and None in (p.row, p.col)]
        return self._side_by_side(vectors, i, None).chain if vectors else None

    def vector(self, i: int) -> tuple[Link, ...]:
        """The column that is left over the one open index."""
        return self._column(i) or ((ones(self.sizes[i]), False),)

    def matrix(self, row: int, col: int) -> tuple[Link, ...]:
        """The product that is left over two open indices."""
        if row == col:
            column = self._column(row)
            return ((identity(self.sizes[row]), True),) if column is None else (diagonal(column),)
        left, right = self._column(row), self._column(col)
        across = [p for p in self.pieces if {p.row, p.col} == {row, col}]
        if not across:
            if left is None and right is None:
                return ((ones(self.sizes[row], self.sizes[col]), False),)
            return (left or ((ones(self.sizes[row]), False),)) + flipped(right or ((ones(self.sizes[col]), False),))
        middle = self._side_by_side(across, row, col).chain
        return (*([diagonal(left)] if left else []), *middle, *([diagonal(right)] if right else []))

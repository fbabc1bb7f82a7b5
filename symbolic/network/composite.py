"""Products in which matrices of Kronecker structure stand: (A (x) I + I (x) B)^-1 vec(C).

Such a factor has several indices a side. Its sides, and the slots of the network, become single indices of the product;
whatever else ties two sides together is a matrix between them of its own, read as a Kronecker product, vec, ....
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from symbolic.errors import TranslationError
from symbolic.language.shapes import shape_of
from symbolic.network.labels import label
from symbolic.network.net import Factor
from symbolic.network.pieces import Link, Piece, Reduction

Side = tuple[int, ...]
Product = tuple[list[Any], tuple[Link, ...]]


class Reading(Protocol):
    """What is asked of the reader of tensors."""

    def sides(self, key: str, indices: Side) -> tuple[Side, Side]:
        """The indices of the rows of a factor, and those of its columns."""

    def plain(self, factors: Sequence[Factor], rows: Side, cols: Side, sizes: dict[int, Any]) -> Any:
        """The matrix that factors make between open indices."""

    def atom(self, key: str) -> Any:
        """The term of a label."""

    def dimension(self, name: str) -> Any:
        """A dimension by its name."""


def composite_product(
    reader: Reading, factors: Sequence[Factor], rows: Side, cols: Side, sizes: dict[int, Any]
) -> Product:
    """The numbers and the product that the factors make between `rows` and `cols`.

    Raises TranslationError where there is none.
    """
    for key, indices in factors:
        sizes.update(zip(indices, map(reader.dimension, label(key).dims), strict=True))
    rest: list[Factor] = []
    ends: list[Side] = [rows, cols]
    terms: list[tuple[Link, int, int]] = []
    for key, indices in factors:
        pair = reader.sides(key, indices)
        if max(map(len, pair)) == 1:
            rest.append((key, indices))
        else:
            terms.append(((reader.atom(key), label(key).symmetric), len(ends), len(ends) + 1))
            ends += pair
    pieces = [Piece((link,), *(end if ends[end] else None for end in pair)) for link, *pair in terms]
    names: dict[int, int] = {}
    for members, inside in _groups(ends, rest):
        if len(members) > 2:
            raise TranslationError("no matrix form: more than two matrices of Kronecker structure meet")
        first, second = members[0], members[-1]
        if not inside and ends[first] == ends[second] and first != second:
            names[second] = first
        else:
            joined = reader.plain(inside, ends[first], ends[second] if first != second else (), sizes)
            pieces.append(Piece(((joined, False),), first, second if first != second else None))
    pieces = [Piece(p.chain, *(names.get(i, i) if i is not None else None for i in (p.row, p.col))) for p in pieces]
    shown = [names.get(k, k) for k in (0, 1) if ends[k]]
    reduction = Reduction(pieces, set(shown), _sizes(pieces))
    if len(shown) == 2:
        return reduction.numbers, reduction.matrix(*shown)
    if not shown:
        return reduction.numbers, ()
    column = Piece(reduction.vector(shown[0]), shown[0], None)
    return reduction.numbers, column.chain if rows else column.turned.chain


def _sizes(pieces: Sequence[Piece]) -> dict[int, Any]:
    sizes: dict[int, Any] = {}
    for piece in pieces:
        for index, size in zip(
            (piece.row, piece.col), (shape_of(piece.chain[0][0])[0], shape_of(piece.chain[-1][0])[1]), strict=True
        ):
            if index is not None:
                sizes[index] = size
    return sizes


def _groups(ends: Sequence[Side], rest: Sequence[Factor]) -> list[tuple[list[int], list[Factor]]]:
    """The sides that are tied together, by common indices or by factors between them, and these factors."""
    groups: list[tuple[set[int], list[int], list[Factor]]] = []
    entries: list[tuple[set[int], list[int], list[Factor]]] = [
        (set(end), [k], []) for k, end in enumerate(ends) if end
    ] + [(set(f[1]), [], [f]) for f in rest]
    for indices, members, inside in entries:
        met = [g for g in groups if g[0] & indices]
        groups = [g for g in groups if not g[0] & indices]
        groups.append(
            (
                indices.union(*(g[0] for g in met)),
                [k for g in met for k in g[1]] + members,
                [f for g in met for f in g[2]] + inside,
            )
        )
    return [(sorted(members), inside) for _, members, inside in groups]

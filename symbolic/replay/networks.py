"""Contexts of certificates: networks over a table of labels, as arrays.

A document lists labels; one refers to those before it by number. A label is read as the function it stands for of
what its argument is as an array, so nothing is taken over but which factors stand where:

  {"kind": "symbol", "name", "block"}, {"kind": "natural" | "size", "name"}, {"kind": "pi"},
  {"kind": "inv" | "pinv" | "expm" | "det" | "rank" | "log" | "sqrt" | "sin" | "cos" | "sign" | "recip", "of": tensor,
  "block"}, {"kind": "recip", "label"}, {"kind": "exp", "of": tensor}, {"kind": "pow", "of": tensor, "exponent":
  tensor},
  {"kind": "series", "of": tensor, "running": name, "count": tensor}, {"kind": "unit", "of": tensor, "dims"},
  {"kind": "closed", "factors"}, {"kind": "moment", "label"}, {"kind": "hole"}

A tensor is {"axes", "terms": [[network, coefficient], ...]}, a network {"ext": [[block, index, ...], ...],
"factors": [[label, [index, ...]], ...], "scalars": [[label, power], ...]}.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from symbolic.replay.arrays import Array, indexed
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import entrywise, exponential
from symbolic.replay.heads import placed, renamed
from symbolic.replay.matrices import (
    determinant,
    inverse,
    matrix_function,
    pseudo_inverse,
    rank,
    symbolic_power,
)
from symbolic.replay.multiplicative import reciprocal, sign
from symbolic.replay.powers import POSITIVE
from symbolic.replay.products import TIE, Factor, Product
from symbolic.replay.rationals import Number, rational
from symbolic.replay.reading import Reader
from symbolic.replay.running import summed
from symbolic.replay.sums import Sum
from symbolic.replay.words import Words, joined, words_of

MATRICES = {"inv": inverse, "pinv": pseudo_inverse}
HOLE = 1_000_000
Piece = tuple[Sum, list[int]]
"""A sum and the places of its indices."""


class Labels:
    """The labels of a document as sums with an open index for each of their indices. Sums are never changed."""

    def __init__(self, reader: Reader, table: Sequence[Any]) -> None:
        self.reader, self.session, self.table = reader, reader.session, table
        self._known: dict[int, Sum] = {}

    def value(self, number: Any, limit: int) -> Sum:
        """A label, which must be one of the first `limit`. Raises ReplayError."""
        if not isinstance(number, int) or not 0 <= number < min(limit, len(self.table)):
            raise ReplayError(f"there is no label {number} so far")
        if number not in self._known:
            value = self._read(number, self.table[number])
            if len(value.parts) > 1:
                raise ReplayError("a label over several blocks")
            self._known[number] = next(iter(value.parts.values()), Sum(()))
        return self._known[number]

    def _read(self, number: int, label: Any) -> Array:
        kind = label["kind"]
        session = self.session
        if kind == "symbol":
            return self._symbol(label)
        if kind in ("natural", "size", "pi"):
            return session.scalar(session.symbol(kind, label.get("name", "pi"), None, (), ()))
        if "label" in label:
            inner = self.value(label["label"], number)
            return reciprocal(session, indexed(inner)) if kind == "recip" else self._moment(inner, label)
        if kind == "closed":
            closed = Array((), {})
            self.add_to(closed, 1, {"ext": [], "factors": label["factors"], "scalars": []}, number)
            return closed
        argument = self.tensor(label["of"], number)
        if kind in MATRICES or kind in ("expm", "pow"):
            return self._matrix(kind, label, argument, number)
        if kind in ("det", "rank"):
            return determinant(session, argument) if kind == "det" else rank(session, argument)
        if kind == "series":
            return summed(session, argument, label["running"], self.tensor(label["count"], number))
        if kind == "unit":
            return self._unit(argument, tuple(label["dims"]))
        if kind in ("recip", "sign", "exp"):
            return {"recip": reciprocal, "sign": sign, "exp": exponential}[kind](session, argument)
        if kind in ("log", "sqrt", "sin", "cos"):
            return entrywise(session, kind, argument)
        raise ReplayError(f"{kind!r} is no kind of label")

    def _symbol(self, label: Any) -> Array:
        if label["name"] not in self.reader.named:
            raise ReplayError(f"no statement so far speaks of {label['name']}")
        value = self.reader(self.reader.named[label["name"]])
        block = tuple(label["block"]) or (0, 0)
        if block not in value.parts:
            raise ReplayError(f"{label['name']} has no block {block}")
        return Array((), {(): value.parts[block]})

    def _matrix(self, kind: str, label: Any, argument: Array, number: int) -> Array:
        if kind in MATRICES:
            value = MATRICES[kind](self.session, argument)
        elif kind == "pow":
            value = symbolic_power(self.session, argument, self.tensor(label["exponent"], number))
        else:
            value = matrix_function(self.session, "expm", argument)
        block = tuple(label["block"]) or (0, 0)
        return Array((), {(): value.part(block)})

    def _unit(self, argument: Array, dims: tuple[str, ...]) -> Array:
        entry, _, _ = self.session.root("unit", dims[0], argument, lambda c: c == 1)
        head, _ = self.session.head("unit", dims[0], entry, (), dims, 1)
        return self.session.alone(head)

    def _moment(self, inner: Sum, label: Any) -> Array:
        """A factor inside an expectation: the sum that it is, with the tie as one more index of every product."""
        if label["kind"] != "moment":
            raise ReplayError(f"{label['kind']!r} is no kind of label")
        constant = frozenset(label["constant"])
        result = Sum((*inner.dims, TIE))
        for item, c in inner:
            if any(constant >= head.symbols for head, _, _ in item.factors) or len(item.factors) != 1:
                raise ReplayError("a factor inside an expectation that is no single one")
            factors = [(self.session.moment(h, constant & h.symbols), (*i, HOLE), p) for h, i, p in item.factors]
            made, k = self.session.made((*item.ext, HOLE), factors)
            result.add(made, c * k)
        return indexed(result)

    def tensor(self, data: Any, limit: int) -> Array:
        """A sum of networks."""
        result = Array(tuple(_tuples(axis) for axis in data["axes"]), {})
        for network, c in data["terms"]:
            self.add_to(result, rational(c), network, limit)
        return result

    def add_to(
        self, array: Array, coefficient: Number, data: Any, limit: int, hole: int = -1, inner: Sum | None = None
    ) -> None:
        """Add a multiple of a product of labels in place; `inner` stands for the factor number `hole`."""
        places: dict[int, int] = {}
        dims: list[str] = []
        pieces: list[Piece] = []
        for place, (label, indices) in enumerate(data["factors"]):
            value = inner if place == hole and inner is not None else self.value(label, limit)
            pieces.append((value, _placed(places, dims, indices, value.dims)))
        pieces += [(self._power(self.value(label, limit), rational(power)), []) for label, power in data["scalars"]]
        blocks = tuple([slot[0] for slot in data["ext"]])
        if len(blocks) != len(array.axes):
            raise ReplayError("a network has other open slots than it should")
        ext: list[int] = []
        for (b, *slot), axis in zip(data["ext"], array.axes, strict=True):
            if not 0 <= b < len(axis):
                raise ReplayError("there is no such block")
            ext += _placed(places, dims, slot, axis[b])
        target = array.parts.get(blocks)
        if target is None:
            target = array.parts[blocks] = Sum(array.dims(blocks))
        line = _in_line(pieces, ext, len(dims))
        for item, c in self._products(pieces, ext, dims) if line is None else joined(line):
            target.add(item, coefficient * c)

    def _products(self, pieces: list[Piece], ext: list[int], dims: list[str]) -> Iterator[tuple[Product, Number]]:
        """All products of one summand from each piece, those with the most summands last."""
        chosen: list[tuple[list[Factor], dict[int, int], Number, int]] = [([], {}, 1, HOLE)]
        for value, indices in sorted(pieces, key=lambda piece: len(piece[0].found)):
            chosen = [
                (factors + moved, equal, number * c, after)
                for factors, leader, number, top in chosen
                for item, c in value
                for moved, equal, after in [placed(item, indices, top, leader)]
            ]
        for factors, leader, number, _ in chosen:
            item, c = self.session.made(*renamed(leader, ext, factors, enumerate(dims)))
            yield item, number * c

    def _power(self, value: Sum, power: Number) -> Sum:
        """A scalar label to a power; only what is never 0 takes other powers than 1, 2, ..."""
        if value.dims:
            raise ReplayError("a power of what is no scalar")
        alone = indexed(value).single
        if alone is not None and all(h.kind in POSITIVE for h, _, _ in alone[1].factors) and alone[2] == 1:
            made, c = self.session.made((), [(h, i, p * power) for h, i, p in alone[1].factors])
            part = Sum(())
            part.add(made, c)
            return part
        if power.denominator != 1 or not 1 <= power <= 64:
            raise ReplayError(f"the power {power} of what may be 0")
        result = indexed(value)
        for _ in range(int(power) - 1):
            result = self.session.einsum([result, indexed(value)], ["", ""], "")
        return result.part(())


def _in_line(pieces: Sequence[Piece], ext: list[int], count: int) -> list[Words] | None:
    """The words of the pieces where these are a path between two open indices that meets all `count` indices once."""
    if len(ext) != 2 or count != len(pieces) + 1:
        return None
    line, here, left = [], ext[0], list(pieces)
    while left:
        piece = next((p for p in left if here in p[1]), None)
        if piece is None or len(piece[1]) != 2:
            return None
        left.remove(piece)
        part, (start, end) = piece
        words = words_of(part, turned=start != here)
        if words is None:
            return None
        line.append(words)
        here = end if start == here else start
    return line if here == ext[1] else None


def _placed(places: dict[int, int], dims: list[str], indices: Sequence[int], sizes: Sequence[str]) -> list[int]:
    """Indices as places in `dims`, which holds the size of each. Raises ReplayError where one has two sizes."""
    if len(indices) != len(sizes):
        raise ReplayError("a factor has another number of indices")
    found = []
    for i, size in zip(indices, sizes, strict=True):
        place = places.get(i)
        if place is None:
            place = places[i] = len(dims)
            dims.append(size)
        elif dims[place] != size:
            raise ReplayError(f"an index runs over {dims[place]} and over {size}")
        found.append(place)
    return found


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def chosen_part(value: Array, blocks: tuple[int, ...]) -> Sum:
    """One choice of blocks of an array; where there is just one, that."""
    if all(len(axis) == 1 for axis in value.axes):
        blocks = (0,) * len(value.axes)
    if len(blocks) != len(value.axes) or not all(0 <= b < len(a) for b, a in zip(blocks, value.axes, strict=True)):
        raise ReplayError("there is no such block")
    return value.part(blocks)

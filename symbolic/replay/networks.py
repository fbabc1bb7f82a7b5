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

from collections.abc import Sequence
from typing import Any

from symbolic.replay.arrays import Array, Axis
from symbolic.replay.calculus import head_array
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
from symbolic.replay.reading import Reader
from symbolic.replay.running import summed
from symbolic.replay.sums import Factor, Number, Product, Sum, rational

MATRICES = {"inv": inverse, "pinv": pseudo_inverse}
HOLE = 1_000_000


class Labels:
    """The labels of a document as sums with an open index for each of their indices."""

    def __init__(self, reader: Reader, table: Sequence[Any]) -> None:
        self.reader, self.session, self.table = reader, reader.session, table
        self._known: dict[int, Array] = {}

    def value(self, number: Any) -> Array:
        """A label as an array with an axis for each index. Raises ReplayError."""
        if not isinstance(number, int) or not 0 <= number < len(self.table):
            raise ReplayError(f"there is no label {number}")
        if number not in self._known:
            self._known[number] = self._flat(self._read(number, self.table[number]))
        return self._known[number]

    def _flat(self, value: Array) -> Array:
        """An array of one block with an axis for each index."""
        if len(value.parts) > 1:
            raise ReplayError("a label over several blocks")
        dims = next((part.dims for part in value.parts.values()), ())
        part = next(iter(value.parts.values()), Sum(dims))
        return Array(tuple(((d,),) for d in dims), {(0,) * len(dims): part})

    def _read(self, number: int, label: Any) -> Array:
        kind = label["kind"]
        session = self.session
        if kind == "symbol":
            return self._symbol(label)
        if kind in ("natural", "size", "pi"):
            return session.scalar(session.symbol(kind, label.get("name", "pi"), None, (), ()))
        if "label" in label:
            if not isinstance(label["label"], int) or label["label"] >= number:
                raise ReplayError("a label refers to a later one")
            inner = self.value(label["label"])
            return reciprocal(session, inner) if kind == "recip" else self._moment(inner, label)
        if kind == "closed":
            return self.network({"ext": [], "factors": label["factors"], "scalars": []}, (), number)
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
        return head_array(self.session, head)

    def _moment(self, inner: Array, label: Any) -> Array:
        """A factor inside an expectation: the sum that it is, with the tie as one more index of every product."""
        if label["kind"] != "moment":
            raise ReplayError(f"{label['kind']!r} is no kind of label")
        constant = frozenset(label["constant"])
        part = inner.part((0,) * len(inner.axes))
        result = Sum((*part.dims, "~"))
        for item, c in part:
            if any(constant >= head.symbols for head, _, _ in item.factors) or len(item.factors) != 1:
                raise ReplayError("a factor inside an expectation that is no single one")
            factors = [(self.session.moment(h, constant & h.symbols), (*i, HOLE), p) for h, i, p in item.factors]
            made, k = self.session.made((*item.ext, HOLE), factors)
            result.add(made, c * k)
        return Array((*inner.axes, (("~",),)), {(0,) * (len(inner.axes) + 1): result})

    def tensor(self, data: Any, limit: int) -> Array:
        """A sum of networks."""
        axes = tuple(_tuples(axis) for axis in data["axes"])
        result = Array(axes, {})
        for network, c in data["terms"]:
            value = self.network(network, axes, limit)
            for blocks, part in value.parts.items():
                target = result.parts.setdefault(blocks, Sum(part.dims))
                for item, k in part:
                    target.add(item, k * rational(c))
        return result

    def network(
        self, data: Any, axes: tuple[Axis, ...], limit: int, hole: int | None = None, inner: Array | None = None
    ) -> Array:
        """A product of labels as an array; `inner` takes the place of the factor number `hole`."""
        short: dict[int, int] = {}
        pieces: list[tuple[Array, tuple[int, ...]]] = []
        for place, (label, indices) in enumerate(data["factors"]):
            if place == hole and inner is not None and self.table[label]["kind"] == "hole":
                pieces.append((inner, _shortened(short, indices)))
            elif label >= limit:
                raise ReplayError("a label refers to a later one")
            else:
                pieces.append((self.value(label), _shortened(short, indices)))
        for label, power in data["scalars"]:
            if label >= limit:
                raise ReplayError("a label refers to a later one")
            pieces += [(self._power(self.value(label), rational(power)), ())]
        ext = [_shortened(short, slot[1:]) for slot in data["ext"]]
        blocks = tuple(slot[0] for slot in data["ext"])
        if len(ext) != len(axes) or not all(0 <= b < len(axis) for b, axis in zip(blocks, axes, strict=True)):
            raise ReplayError("a network has other open slots than it should")
        result = Array(axes, {})
        dims = dict[int, str]()
        for slot, axis, b in zip(ext, axes, blocks, strict=True):
            _note(dims, slot, axis[b])
        for value, indices in pieces:
            _note(dims, indices, value.dims((0,) * len(value.axes)))
        target = Sum(result.dims(blocks))
        for item, c in self._products(pieces, [i for slot in ext for i in slot], dims):
            target.add(item, c)
        result.parts[blocks] = target
        return result

    def _power(self, value: Array, power: Number) -> Array:
        """A scalar label to a power; only what is never 0 takes other powers than 1, 2, ..."""
        if value.axes:
            raise ReplayError("a power of what is no scalar")
        alone = value.single
        if alone is not None and all(h.kind in POSITIVE for h, _, _ in alone[1].factors) and alone[2] == 1:
            made, c = self.session.made((), [(h, i, p * power) for h, i, p in alone[1].factors])
            part = Sum(())
            part.add(made, c)
            return Array((), {(): part})
        if power.denominator != 1 or not 1 <= power <= 64:
            raise ReplayError(f"the power {power} of what may be 0")
        result = value
        for _ in range(int(power) - 1):
            result = self.session.einsum([result, value], ["", ""], "")
        return result

    def _products(
        self, pieces: list[tuple[Array, tuple[int, ...]]], ext: list[int], dims: dict[int, str]
    ) -> list[tuple[Product, Number]]:
        """All products of one summand from each piece."""
        partial: list[tuple[list[Factor], dict[int, int], Number, int]] = [([], {}, 1, HOLE)]
        for value, indices in pieces:
            grown = []
            for item, c in value.part((0,) * len(value.axes)):
                for factors, leader, number, top in partial:
                    moved, equal, after = placed(item, indices, top, leader)
                    grown.append((factors + moved, equal, number * c, after))
            partial = grown
        made = []
        for factors, leader, number, _ in partial:
            item, c = self.session.made(*renamed(leader, ext, factors, list(dims.items())))
            made.append((item, number * c))
        return made


def _note(dims: dict[int, str], indices: Sequence[int], sizes: Sequence[str]) -> None:
    if len(indices) != len(sizes):
        raise ReplayError("a factor has another number of indices")
    for i, d in zip(indices, sizes, strict=True):
        if dims.setdefault(i, d) != d:
            raise ReplayError(f"an index runs over {dims[i]} and over {d}")


def _shortened(short: dict[int, int], indices: Sequence[int]) -> tuple[int, ...]:
    """Indices under small numbers."""
    return tuple(short.setdefault(i, len(short)) for i in indices)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def flat_block(value: Array, blocks: tuple[int, ...]) -> Array:
    """One choice of blocks of an array, an axis for each index."""
    if all(len(axis) == 1 for axis in value.axes):
        blocks = (0,) * len(value.axes)
    if len(blocks) != len(value.axes) or not all(0 <= b < len(a) for b, a in zip(blocks, value.axes, strict=True)):
        raise ReplayError("there is no such block")
    part = value.part(blocks)
    return Array(tuple(((d,),) for d in part.dims), {(0,) * len(part.dims): part})

"""Rules for operators that rearrange or combine entries: traces, sums, diagonals, vec, Kronecker products, blocks,
entries, unit vectors.
"""

from __future__ import annotations

from typing import Any

from symbolic.errors import TranslationError
from symbolic.language.shapes import size
from symbolic.network import forms
from symbolic.network.labels import Label, digest, intern
from symbolic.network.net import Net
from symbolic.network.rules import Translation, rule
from symbolic.network.tensor import UNIT, Axis, Coefficient, Tensor, single


@rule("tr")
def _trace(t: Translation, a: Any) -> Tensor:
    return t(a).trace()


@rule("sum")
def _total(t: Translation, a: Any) -> Tensor:
    return t(a).total()


@rule("hadamard")
def _hadamard(t: Translation, a: Any, b: Any) -> Tensor:
    return t(a).hadamard(t(b))


@rule("kron")
def _kron(t: Translation, a: Any, b: Any) -> Tensor:
    return forms.kronecker(t(a), t(b))


@rule("vec")
def _vec(t: Translation, a: Any) -> Tensor:
    return forms.grouped(t(a), ((1, 0), ()))


@rule("diag")
def _diag(t: Translation, v: Any) -> Tensor:
    value = t(v)
    return Tensor(
        (value.axes[0],) * 2, {forms.fused((ext[0], ext[0]), f, s): c for (ext, f, s), c in value.terms.items()}
    )


@rule("diagv")
def _diagv(t: Translation, a: Any) -> Tensor:
    return t(a).merged([(0, 1)], (0,)).as_matrix()


@rule("block")
def _block(t: Translation, rows: Any, cols: Any, *blocks: Any) -> Tensor:
    r, c = int(rows), int(cols)
    values = [t(b) for b in blocks]
    row_axes = [_agreed(values[i * c : (i + 1) * c], blocks[i * c : (i + 1) * c], 0) for i in range(r)]
    col_axes = [_agreed(values[j::c], blocks[j::c], 1) for j in range(c)]
    axes = (tuple(b for axis in row_axes for b in axis), tuple(b for axis in col_axes for b in axis))
    terms: dict[Net, Coefficient] = {}
    for k, value in enumerate(values):
        top = sum(len(axis) for axis in row_axes[: k // c])
        left = sum(len(axis) for axis in col_axes[: k % c])
        for (ext, f, s), coefficient in value.terms.items():
            terms[((ext[0][0] + top, *ext[0][1:]), (ext[1][0] + left, *ext[1][1:])), f, s] = coefficient
    return Tensor(axes, terms)


def _agreed(values: list[Tensor], blocks: Any, side: int) -> Axis:
    """The axis that the blocks in line share."""
    rigid = [v.axes[side] for v, b in zip(values, blocks, strict=True) if v.terms] or [values[0].axes[side]]
    if any(axis != rigid[0] for axis in rigid):
        raise TranslationError("blocks of different structure in line")
    return rigid[0]


@rule("entry")
def _entry(t: Translation, a: Any, i: Any, j: Any) -> Tensor:
    value = t(a)
    for side, index in ((0, i), (1, j)):
        if value.axes[side] != UNIT:
            chosen = unit(t, index, value.axes[side])
            value = (chosen.transposed() * value) if side == 0 else (value * chosen)
    return value


@rule("unit")
def _unit(t: Translation, i: Any, n: Any) -> Tensor:
    return unit(t, i, t.axis(size(n)))


def unit(t: Translation, index: Any, axis: Axis) -> Tensor:
    """The basis vector with a 1 at `index`, over an axis."""
    if index.is_Integer and all(block == () for block in axis):
        if not 1 <= index <= len(axis):
            raise TranslationError(f"there is no unit vector {index} of length {len(axis)}")
        return Tensor((axis, UNIT), {(((int(index) - 1,), (0,)), (), ()): 1})
    if len(axis) != 1 or len(axis[0]) != 1:
        raise TranslationError("a unit vector over a structured axis is outside the canonical form")
    place = t(index)
    key = intern(Label(f"unit:{digest(place.key)}[{axis[0][0]}]", "unit", "", place, False, place.symbols, axis[0]))
    return single((axis, UNIT), ((0, -1), (0,)), ((key, (-1,)),))

"""Networks at a point: the second route to a value, by contraction of indices.

`contract(tensor, point, arithmetic)` is the array of a tensor's values; `Floats` contracts by `numpy.einsum` in
float64, `Fractions` by eliminating one index after another over exact rationals. Nothing here looks at a SymPy tree:
what a factor stands for is read off its label.
The conventions of the canonical form make every function total: 1/0 = 0, the inverse of a singular matrix is 0, and log
and sqrt of a number off their domain are 0 here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Protocol

import numpy as np

from numeric.evaluation import Point
from symbolic.errors import EvaluationError
from symbolic.network.labels import Label, label
from symbolic.network.net import Factor, Net
from symbolic.network.tensor import Axis, Tensor

Values = np.ndarray[Any, Any]


class Arithmetic(Protocol):
    """The numbers that a network is contracted in; arrays are NumPy arrays of `dtype`."""

    dtype: Any

    def number(self, value: Any) -> Any:
        """A rational number."""

    def contracted(
        self, factors: Sequence[tuple[Values, tuple[int, ...]]], open_: tuple[int, ...], sizes: Mapping[int, int]
    ) -> Values:
        """The product of the factors, summed over every index that is not open; an open index without factor is
        free.
        """

    def function(self, name: str, value: Any) -> Any:
        """`recip`, `exp`, `log`, `sqrt`, `sin`, `cos` or `sign` of a number."""

    def matrix(self, kind: str, value: Values) -> Values:
        """`inv`, `pinv` or `expm` of a matrix."""

    def scalar(self, kind: str, value: Values) -> Any:
        """`det` or `rank` of a matrix."""


def contract(tensor: Tensor, point: Point, arithmetic: Arithmetic) -> Values:
    """The values of a tensor, one axis of the array for each slot.

    Raises EvaluationError for factors that have no value at a point (moments, holes), and where `arithmetic` cannot
    hold a number.
    """
    return Contraction(point, arithmetic).values(tensor)


class Contraction:
    """The values of many tensors at one point; remembers those of labels."""

    def __init__(self, point: Point, arithmetic: Arithmetic) -> None:
        self.point, self.arithmetic = point, arithmetic
        self.sizes = {symbol.name: int(size) for symbol, size in point.sizes.items()}
        self.symbols = {symbol.name: self._array(rows) for symbol, rows in point.values.items()}
        self._known: dict[str, Values] = {}

    def _array(self, rows: Any) -> Values:
        return np.array([[self.arithmetic.number(x) for x in row] for row in rows], dtype=self.arithmetic.dtype)

    def size(self, dim: str) -> int:
        """The size of a dimension."""
        if dim not in self.sizes and not dim.isdecimal():
            raise EvaluationError(f"the dimension {dim} has no size at this point")
        return self.sizes[dim] if dim in self.sizes else int(dim)

    def _offsets(self, axis: Axis) -> list[int]:
        """Where each block of an axis begins, and where the last one ends."""
        ends = [0]
        for block in axis:
            ends.append(ends[-1] + prod(map(self.size, block)))
        return ends

    def values(self, tensor: Tensor) -> Values:
        """The values of a tensor, one axis of the array for each slot."""
        offsets = [self._offsets(axis) for axis in tensor.axes]
        result = np.full([ends[-1] for ends in offsets], self.arithmetic.number(0), dtype=self.arithmetic.dtype)
        for net, coefficient in tensor.terms.items():
            place = tuple(slice(ends[slot[0]], ends[slot[0] + 1]) for ends, slot in zip(offsets, net[0], strict=True))
            result[place] = result[place] + self._network(net, tensor.axes) * self.arithmetic.number(coefficient)
        return result

    def _network(self, net: Net, axes: tuple[Axis, ...]) -> Values:
        """One network, an array with one axis for each slot."""
        ext, factors, scalars = net
        dims = [axis[slot[0]] for slot, axis in zip(ext, axes, strict=True)]
        flat = [i for slot in ext for i in slot[1:]]
        sizes = dict(zip(flat, (self.size(d) for block in dims for d in block), strict=True))
        open_ = tuple(dict.fromkeys(flat))
        body = self._contracted(factors, open_, sizes)
        number = self.arithmetic.number(1)
        for key, exponent in scalars:
            number = number * self._power(key, exponent)
        full = np.full([sizes[i] for i in flat], self.arithmetic.number(0), dtype=self.arithmetic.dtype)
        for where in np.ndindex(*(sizes[i] for i in open_)):
            at = dict(zip(open_, where, strict=True))
            full[tuple(at[i] for i in flat)] = body[where] * number
        return full.reshape([prod(map(self.size, block)) for block in dims])

    def _contracted(self, factors: Sequence[Factor], open_: tuple[int, ...], sizes: dict[int, int]) -> Values:
        arrays = [(self.factor(key), indices) for key, indices in factors]
        for array, indices in arrays:
            sizes.update(zip(indices, array.shape, strict=True))
        return self.arithmetic.contracted(arrays, open_, sizes)

    def _power(self, key: str, exponent: Any) -> Any:
        held = label(key)
        if held.kind == "exp":
            monomial, coefficient = held.argument
            inner = self.values(Tensor((), {monomial: coefficient * exponent}))[()]
            return self.arithmetic.function("exp", inner)
        base = self.factor(key)[()]
        if exponent < 0:
            base, exponent = self.arithmetic.function("recip", base), -exponent
        return base ** int(exponent)

    def factor(self, key: str) -> Values:
        """The array of a label, one axis for each of its indices."""
        if key not in self._known:
            held = label(key)
            array = np.asarray(self._factor(held), dtype=self.arithmetic.dtype)
            self._known[key] = array.reshape([self.size(d) for d in held.dims])
        return self._known[key]

    def _factor(self, held: Label) -> Any:
        match held.kind:
            case "symbol":
                value = self.symbols[held.name]
                return self._block(value, held, *held.axes) if held.axes else value
            case "natural" | "dimension":
                return self.arithmetic.number(self.size(held.name))
            case "constant":
                return self.arithmetic.function("pi", 1)
            case "closed":
                return self._contracted(held.argument, (), {})
            case "inv" | "pinv":
                rows, cols = held.argument.axes
                return self._block(self.arithmetic.matrix(held.kind, self.values(held.argument)), held, cols, rows)
            case "expm":
                return self._block(
                    self.arithmetic.matrix("expm", self.values(held.argument)), held, *held.argument.axes
                )
            case "det" | "rank":
                return self.arithmetic.scalar(held.kind, self.values(held.argument))
            case "pow":
                whole = self._natural_power(*(self.values(part) for part in held.argument))
                return self._block(whole, held, *held.argument[0].axes)
            case "series":
                return self._series(held.name, *held.argument)
            case "unit":
                place, count = int(self.values(held.argument)[0, 0]), self.size(held.dims[0])
                return [self.arithmetic.number(k == (place if 1 <= place <= count else 1)) for k in range(1, count + 1)]
            case "exp":
                monomial, coefficient = held.argument
                argument = Tensor(tuple(((d,),) for d in held.dims), {monomial: coefficient})
                return self._entrywise("exp", self.values(argument))
            case "fn":
                return self._entrywise(held.name, self.values(held.argument))
            case "recip":
                inner = self.factor(held.argument) if isinstance(held.argument, str) else self.values(held.argument)
                return self._entrywise("recip", inner)
            case _:
                raise EvaluationError(f"{held.key} has no value at a point")

    def _block(self, whole: Values, held: Label, rows: Axis, cols: Axis) -> Values:
        if not held.blocks:
            return whole
        (top, left), above, before = held.blocks, self._offsets(rows), self._offsets(cols)
        return whole[above[top] : above[top + 1], before[left] : before[left + 1]]

    def _entrywise(self, name: str, values: Values) -> Values:
        result = np.empty(values.shape, dtype=self.arithmetic.dtype)
        for where in np.ndindex(*values.shape):
            result[where] = self.arithmetic.function(name, values[where])
        return result

    def _series(self, name: str, summand: Tensor, count: Tensor) -> Values:
        """The values of the summand, summed over the number `name` from 0 to below `count`."""
        last = int(self.values(count)[0, 0])
        result = np.full(
            [self.size(axis[0][0]) for axis in summand.axes], self.arithmetic.number(0), dtype=self.arithmetic.dtype
        )
        for k in range(last):
            inner = Contraction(self.point, self.arithmetic)
            inner.sizes = {**self.sizes, name: k}
            result = result + inner.values(summand)
        return result

    def _natural_power(self, base: Values, exponent: Values) -> Values:
        count = int(exponent[0, 0])
        off_diagonal = [base[i, j] for i, j in np.ndindex(*base.shape) if i != j]
        if count != exponent[0, 0] or (count < 0 and any(x != 0 for x in off_diagonal)):
            raise EvaluationError(f"the power {exponent[0, 0]} is no natural number at this point")
        if count < 0:  # of numbers on a diagonal, with 1/0 = 0
            base, count = self._entrywise("recip", base), -count
        result = np.array(
            [[self.arithmetic.number(i == j) for j in range(len(base))] for i in range(len(base))],
            dtype=self.arithmetic.dtype,
        )
        for _ in range(count):
            result = result @ base
        return result

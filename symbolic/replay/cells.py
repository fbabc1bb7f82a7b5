"""Entries of terms in a cell: polynomials where the signs that the constraints of a branch fix are known.

An index is a number from 0 or (letter, size), any row of that size; a statement has rows "i" and columns "j". A sum
over a symbolic size is its summand at "k" (rows) and "l" (columns), marked by the sizes it runs over. A sum is not
opened inside a sum, a kink or a second factor: there, and where a term is of another kind, its entry is an atom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from symbolic.replay.cell_polynomials import (
    UNIT,
    Key,
    Plain,
    Poly,
    by_sums,
    direction,
    indices,
    is_small,
    multiplied,
    number,
    plus,
    scaled,
    shape,
    shape_of_product,
    summed_over,
)
from symbolic.replay.errors import ReplayError

OPENED_POWER = 12


class Cell:
    """The entries of terms where the constraints of a branch hold, each with whether a sum over a size is in it."""

    def __init__(self, branch: Sequence[tuple[Poly, str]], open_products: bool, opaque: frozenset[Plain]) -> None:
        self.open_products, self.opaque = open_products, opaque
        self.signs: dict[frozenset[tuple[Key, Fraction]], tuple[int, int]] = {}
        self.known: dict[Any, tuple[Poly, bool]] = {}
        for form, sign in branch:
            if set(form) - {()}:
                key, turn = direction(form)
                low, high = self.signs.get(key, (-1, 1))
                new = (1 if sign == ">" else 0, 1)
                new = new if turn > 0 else (-new[1], -new[0])
                self.signs[key] = max(low, new[0]), min(high, new[1])

    def sign(self, form: Poly) -> tuple[int, int]:
        """The smallest and the largest possible sign."""
        if not set(form) - {()}:
            s = (form.get((), Fraction(0)) > 0) - (form.get((), Fraction(0)) < 0)
            return s, s
        key, turn = direction(form)
        low, high = self.signs.get(key, (-1, 1))
        return (low, high) if turn > 0 else (-high, -low)

    def entry(self, term: Plain, row: Any = 0, col: Any = 0) -> tuple[Poly, bool]:
        """The polynomial at an entry."""
        if shape(term) == UNIT:
            row = col = 0
        key = (term, row, col)
        if key not in self.known:
            opened = None if term in self.opaque else self._opened(term, row, col)
            self.known[key] = ({((("entry", *key), 1),): Fraction(1)}, False) if opened is None else opened
        return self.known[key]

    def closed(self, term: Plain, row: Any, col: Any) -> Poly:
        """The polynomial, the entry itself for one with a sum in it."""
        value, summed = self.entry(term, row, col)
        if not summed:
            return value
        if term[0] == "+":
            total: Poly = {}
            for part in term[1:]:
                total = plus(total, self.closed(part, row, col))
            return total
        if term[0] == "*" and term[1][0] == "number":
            return scaled(self.closed(_others(term), row, col), Fraction(term[1][1]))
        return {((("entry", term, *((0, 0) if shape(term) == UNIT else (row, col))), 1),): Fraction(1)}

    def _opened(self, term: Plain, row: Any, col: Any) -> tuple[Poly, bool] | None:
        kind, parts = term[0], term[1:]
        if kind == "number":
            return number(Fraction(parts[0])), False
        if kind == "+":
            found = [self.entry(p, row, col) for p in parts]
            total: Poly = {}
            for value, _ in found:
                total = plus(total, value)
            return total, any(summed for _, summed in found)
        if kind == "*" and parts[0][0] == "number":
            value, summed = self.entry(_others(term), row, col)
            return scaled(value, Fraction(parts[0][1])), summed
        if kind == "*":
            return self._matrices(parts, row, col)
        if kind == "'":
            return self.entry(parts[0], col, row)
        if kind in ("zeros", "ones"):
            return number(int(kind == "ones")), False
        if kind == "identity" and isinstance(row, int) and isinstance(col, int):
            return number(int(row == col)), False
        if kind == "^" and shape(parts[0]) == UNIT:
            return self._power(parts[0], parts[1], row, col)
        return self._applied(parts[0], parts[1:], row, col) if kind == "apply" else None

    def _matrices(self, factors: Plain, row: Any, col: Any) -> tuple[Poly, bool] | None:
        rest, last = factors[:-1], factors[-1]
        if not rest:
            return self.entry(last, row, col)
        left = shape_of_product(rest)
        if UNIT in (left, shape(last)):
            there, here = ((row, col), (0, 0)) if shape(last) == UNIT else ((0, 0), (row, col))
            before = self._matrices(rest, *there)
            if before is None:
                return None
            after = (self.closed(last, *here), True) if before[1] else self.entry(last, *here)
            return multiplied(before[0], after[0]), before[1] or after[1]
        total, summed, size = number(0), False, left[1]
        if not (self.open_products or is_small(size) or (left[0], shape(last)[1]) == UNIT):
            return None
        for k in indices(size, "k"):
            before = self._matrices(rest, row, k)
            if before is None or (before[1] and not isinstance(k, int)):
                return None
            total, summed = plus(total, multiplied(before[0], self.closed(last, k, col))), summed or before[1]
        return summed_over(total, (size,)) if not is_small(size) else (total, summed)

    def _total(self, term: Plain, *, squared: bool) -> tuple[Poly, bool]:
        rows, cols = shape(term)
        large = tuple(size for size in (rows, cols) if not is_small(size))
        total, summed = number(0), False
        for i, j in product(indices(rows, "k"), indices(cols, "l")):
            value, here = (self.closed(term, i, j), False) if squared or large else self.entry(term, i, j)
            total, summed = plus(total, multiplied(value, value) if squared else value), summed or here
        return summed_over(total, large) if large else (total, summed)

    def _power(self, base: Plain, exponent: Plain, row: Any, col: Any) -> tuple[Poly, bool] | None:
        count = Fraction(exponent[1]) if exponent[0] == "number" else Fraction(-1)
        if count.denominator > 1 or not 0 <= count <= OPENED_POWER:
            return None
        if count == 2 and base[:2] == ("apply", "norm"):
            return self._total(base[2], squared=True)
        if count == 1:
            return self.entry(base, row, col)
        value = number(1)
        for _ in range(int(count)):
            value = multiplied(value, self.closed(base, row, col))
        return value, False

    def _applied(self, name: str, operands: Plain, row: Any, col: Any) -> tuple[Poly, bool] | None:
        if name in _KINKS:
            return _KINKS[name](self, [self.closed(a, row, col) for a in operands]), False
        if name == "hadamard":
            left, summed = self.entry(operands[0], row, col)
            right = (self.closed(operands[1], row, col), True) if summed else self.entry(operands[1], row, col)
            return multiplied(left, right[0]), summed or right[1]
        if name == "sum":
            return self._total(operands[0], squared=False)
        if name == "powers":
            return self._power(operands[0], operands[1], row, col)
        if name == "entry" and all(i[0] == "number" for i in operands[1:]):
            return self.entry(operands[0], *(int(i[1]) - 1 for i in operands[1:]))
        if name == "block" and isinstance(row, int) and isinstance(col, int):
            return self._block(operands, row, col)
        return None

    def _block(self, operands: Plain, row: int, col: int) -> tuple[Poly, bool] | None:
        rows, cols = int(operands[0][1]), int(operands[1][1])
        blocks = [operands[2 + r * cols:2 + (r + 1) * cols] for r in range(rows)]
        sizes = [shape(line[0])[0] for line in blocks] + [shape(block)[1] for block in blocks[0]]
        if any(size[0] != "number" for size in sizes):
            return None
        place = [row, col]
        at = [0, 0]
        for axis, own in enumerate((sizes[:rows], sizes[rows:])):
            while place[axis] >= int(own[at[axis]][1]):
                place[axis] -= int(own[at[axis]][1])
                at[axis] += 1
        return self.entry(blocks[at[0]][at[1]], *place)


def _others(product_: Plain) -> Plain:
    """A product without its first factor."""
    return ("*", *product_[2:]) if len(product_) > 3 else product_[2]


def _largest(cell: Cell, values: list[Poly]) -> Poly:
    best = values[0]
    for other in values[1:]:
        low, high = cell.sign(plus(best, scaled(other, -1)))
        if low < 0 < high:
            raise ReplayError("a maximum is not decided in its case")
        best = best if low >= 0 else other
    return best


def _jump(cell: Cell, value: Poly) -> Poly:
    low, high = cell.sign(value)
    if low <= 0 < high:
        raise ReplayError("a step is not decided in its case")
    return number(int(low > 0))


_KINKS: dict[str, Callable[[Cell, list[Poly]], Poly]] = {
    "max": _largest,
    "min": lambda cell, values: scaled(_largest(cell, [scaled(v, -1) for v in values]), -1),
    "relu": lambda cell, values: _largest(cell, [values[0], {}]),
    "abs": lambda cell, values: _largest(cell, [values[0], scaled(values[0], -1)]),
    "step": lambda cell, values: _jump(cell, values[0]),
    "sign": lambda cell, values: plus(_jump(cell, values[0]), scaled(_jump(cell, scaled(values[0], -1)), -1)),
}


def sides(statement: Plain) -> tuple[Plain, Plain, str]:
    """a, b and the sign in a - b = 0, >= 0, > 0 or != 0. Raises ReplayError."""
    kind = statement[0]
    if kind in ("=", "!="):
        return statement[1], statement[2], kind
    if kind in ("<=", "<"):
        return statement[2], statement[1], ">=" if kind == "<=" else ">"
    if kind == "has" and shape(statement[2]) == UNIT and statement[1] in ("positive", "nonnegative", "nonzero"):
        return statement[2], ("number", "0"), {"positive": ">", "nonnegative": ">=", "nonzero": "!="}[statement[1]]
    raise ReplayError(f"{kind} is no relation that is checked by cases")


def relation(cell: Cell, statement: Plain, row: Any, col: Any) -> tuple[Poly, str]:
    """An entry of a relation as a polynomial that is = 0, >= 0 or > 0; a != b as (a - b)^2 > 0."""
    large, small, sign = sides(statement)
    (left, _), (right, _) = cell.entry(large, row, col), cell.entry(small, row, col)
    value = plus(left, scaled(right, -1))
    if sign != "!=":
        return value, sign
    if shape(large) != UNIT or set(by_sums(value)) != {()}:
        raise ReplayError("an inequality != of entries")
    return multiplied(value, value), ">"

"""Operators that rearrange or combine entries: sums, diagonals, vec, Kronecker and entrywise products, entries, blocks, unit vectors.

`vec` stacks columns. Entries and unit vectors are counted from 1. `block(r, c, ...)` holds r x c blocks row by row.
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.operator import Operator, operator
from symbolic.language.terms import Shape, shape_of, size

SCALAR: Shape = (S.One, S.One)


@operator
class Total(Operator):
    """sum(A), the sum of all entries."""

    name, latex = "sum", r"\operatorname{{sum}}\left({0}\right)"

    def shape(self, a: Any) -> Shape:
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.total(a)


@operator
class Series(Operator):
    """sum(f, r, a, b): f summed over the whole numbers r from a to b (0 if there are none)."""

    name, latex, arity = "series", r"\sum_{{{1}={2}}}^{{{3}}} {0}", 4

    def shape(self, f: Any, r: Any, a: Any, b: Any) -> Shape:
        for bound in (r, a, b):
            self.scalar(bound)
        return shape_of(f)


@operator
class Diagonal(Operator):
    """diag(v), the diagonal matrix of a vector."""

    name, latex = "diag", r"\operatorname{{diag}}\left({0}\right)"

    def shape(self, v: Any) -> Shape:
        n = self.vector(v)
        return n, n

    def evaluate(self, xp: Any, v: Any) -> Any:
        return xp.diag(v)


@operator
class DiagonalVector(Operator):
    """diagv(A), the diagonal of a square matrix as a column."""

    name, latex = "diagv", r"\operatorname{{diagv}}\left({0}\right)"

    def shape(self, a: Any) -> Shape:
        return self.square(a)[0], S.One

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.diagv(a)


@operator
class Vec(Operator):
    """vec(A), the columns stacked: mn x 1 for m x n."""

    name, latex = "vec", r"\operatorname{{vec}}\left({0}\right)"

    def shape(self, a: Any) -> Shape:
        rows, cols = shape_of(a)
        return size(rows * cols), S.One

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.vec(a)


@operator
class Kronecker(Operator):
    """kron(A, B): mp x nq for m x n and p x q."""

    name, latex, arity = "kron", r"{0} \otimes {1}", 2

    def shape(self, a: Any, b: Any) -> Shape:
        (m, n), (p, q) = shape_of(a), shape_of(b)
        return size(m * p), size(n * q)

    def evaluate(self, xp: Any, a: Any, b: Any) -> Any:
        return xp.kron(a, b)


@operator
class Hadamard(Operator):
    """A .* B, entry by entry; a scalar factor multiplies every entry."""

    name, latex, arity = "hadamard", r"{0} \odot {1}", 2

    def shape(self, a: Any, b: Any) -> Shape:
        left, right = shape_of(a), shape_of(b)
        if SCALAR in (left, right):
            return right if left == SCALAR else left
        if left != right:
            raise ShapeError("entrywise product", a, left, b, right, "equal shapes")
        return left

    def evaluate(self, xp: Any, a: Any, b: Any) -> Any:
        return xp.hadamard(a, b)


@operator
class Entry(Operator):
    """A[i, j], counted from 1."""

    name, latex, arity = "entry", r"{{{0}}}_{{{1},{2}}}", 3

    def shape(self, a: Any, i: Any, j: Any) -> Shape:
        for index, bound in zip((i, j), shape_of(a), strict=True):
            self.scalar(index)
            if index.is_Integer and (index < 1 or (bound.is_Integer and index > bound)):
                raise ShapeError("entry", a, shape_of(a), expected=f"an index from 1 to {bound}, got {index}")
        return SCALAR

    def evaluate(self, xp: Any, a: Any, i: Any, j: Any) -> Any:
        return xp.entry(a, i, j)


@operator
class Unit(Operator):
    """unit(i, n), the i-th basis vector of length n."""

    name, latex, arity = "unit", r"e_{{{0}}}", 2

    def shape(self, i: Any, n: Any) -> Shape:
        self.scalar(i)
        return size(n), S.One

    def evaluate(self, xp: Any, i: Any, n: Any) -> Any:
        return xp.unit(i, n)


@operator
class Block(Operator):
    """block(r, c, ...): a matrix of r x c blocks, given row by row."""

    name, latex, arity = "block", r"\begin{{bmatrix}}{args}\end{{bmatrix}}", None

    def shape(self, r: Any, c: Any, *blocks: Any) -> Shape:
        rows, cols = int(r), int(c)
        if rows * cols != len(blocks) or not blocks:
            raise LanguageError(f"a block matrix of {rows} x {cols} blocks has {rows * cols} of them, got {len(blocks)}")
        for k, block in enumerate(blocks):
            first_of_row, first_of_column = blocks[k - k % cols], blocks[k % cols]
            if shape_of(block)[0] != shape_of(first_of_row)[0]:
                raise ShapeError("blocks side by side", first_of_row, shape_of(first_of_row), block, shape_of(block), "equal row counts")
            if shape_of(block)[1] != shape_of(first_of_column)[1]:
                raise ShapeError("blocks on top of each other", first_of_column, shape_of(first_of_column), block, shape_of(block),
                                 "equal column counts")
        height = sum((shape_of(blocks[k * cols])[0] for k in range(rows)), S.Zero)
        width = sum((shape_of(blocks[k])[1] for k in range(cols)), S.Zero)
        return size(height), size(width)

    def evaluate(self, xp: Any, r: Any, c: Any, *blocks: Any) -> Any:
        columns = int(r), int(c)
        return xp.block([list(blocks[k * columns[1]:(k + 1) * columns[1]]) for k in range(columns[0])])

"""Operators that rearrange or combine entries: sums, diagonals, vec, Kronecker and entrywise products, entries,
blocks, unit vectors.

`vec` stacks columns. Entries and unit vectors are counted from 1. `block(r, c, ...)` holds r x c blocks row by row.
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.notation import Level, Notation, called
from symbolic.language.operator import Operator, operands_of, operator
from symbolic.language.shapes import Shape, shape_of, size

SCALAR: Shape = (S.One, S.One)


def _circled(sign: Operator, template: str, a: Any, b: Any) -> Notation:
    """An infix sign that associates to the left: A .* B .* C is (A .* B) .* C; other signs of its kind stand in
    brackets.
    """
    chained = operands_of(a, sign.name) is not None
    return Notation(template, Level.CIRCLED, (Level.CIRCLED if chained else Level.PRODUCT, Level.PRODUCT), (a, b))


@operator
class Total(Operator):
    """sum(A), the sum of all entries."""

    name, latex = "sum", called("sum")

    def shape(self, a: Any) -> Shape:
        return SCALAR

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.total(a)


@operator
class Series(Operator):
    """sum(f, r, a, b): f summed over the whole numbers r from a to b (0 if there are none)."""

    name, latex, arity = "series", r"\sum_{{{1}={2}}}^{{{3}}} {0}", 4

    def notation(self, f: Any, r: Any, a: Any, b: Any) -> Notation:
        return Notation(self.latex, Level.PRODUCT, (Level.PRODUCT,), open_right=True)

    def shape(self, f: Any, r: Any, a: Any, b: Any) -> Shape:
        for bound in (r, a, b):
            self.scalar(bound)
        return shape_of(f)


@operator
class Diagonal(Operator):
    """diag(v), the diagonal matrix of a vector."""

    name, latex = "diag", called("diag")

    def shape(self, v: Any) -> Shape:
        n = self.vector(v)
        return n, n

    def evaluate(self, xp: Any, v: Any) -> Any:
        return xp.diag(v)


@operator
class DiagonalVector(Operator):
    """diagv(A), the diagonal of a square matrix as a column."""

    name, latex = "diagv", called("diagv")

    def shape(self, a: Any) -> Shape:
        return self.square(a)[0], S.One

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.diagv(a)


@operator
class Vec(Operator):
    """vec(A), the columns stacked: mn x 1 for m x n."""

    name, latex = "vec", called("vec")

    def shape(self, a: Any) -> Shape:
        rows, cols = shape_of(a)
        return size(rows * cols), S.One

    def evaluate(self, xp: Any, a: Any) -> Any:
        return xp.vec(a)


@operator
class Kronecker(Operator):
    """kron(A, B): mp x nq for m x n and p x q."""

    name, latex, arity = "kron", r"{0} \otimes {1}", 2

    def notation(self, a: Any, b: Any) -> Notation:
        return _circled(self, self.latex, a, b)

    def shape(self, a: Any, b: Any) -> Shape:
        (m, n), (p, q) = shape_of(a), shape_of(b)
        return size(m * p), size(n * q)

    def evaluate(self, xp: Any, a: Any, b: Any) -> Any:
        return xp.kron(a, b)


@operator
class Hadamard(Operator):
    """A .* B, entry by entry; a scalar factor multiplies every entry."""

    name, latex, arity = "hadamard", r"{0} \odot {1}", 2

    def notation(self, a: Any, b: Any) -> Notation:
        r"""a \oslash b is the entrywise quotient a .* b.^-1."""
        reciprocal = operands_of(b, "powers")
        if reciprocal is not None and reciprocal[1] == -1:
            return _circled(self, r"{0} \oslash {1}", a, reciprocal[0])
        return _circled(self, self.latex, a, b)

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

    name, latex, arity = "entry", r"\left[{0}\right]_{{{1},{2}}}", 3

    def notation(self, a: Any, i: Any, j: Any) -> Notation:
        """[A]_{i,j}, not A_{i,j}: w_1 is a name."""
        rows, cols = shape_of(a)
        if cols == 1 and j == 1:
            return Notation(r"\left[{0}\right]_{{{1}}}")
        return Notation(r"\left[{0}\right]_{{{2}}}" if rows == 1 and i == 1 else self.latex)

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

    name, latex, arity = "unit", r"\mathbf{{e}}_{{{0}}}", 2

    def notation(self, i: Any, n: Any) -> Notation:
        """The length is not shown: it follows from what stands beside it, or stands in brackets above."""
        return Notation(self.latex, sized=False)

    def shape(self, i: Any, n: Any) -> Shape:
        self.scalar(i)
        return size(n), S.One

    def evaluate(self, xp: Any, i: Any, n: Any) -> Any:
        return xp.unit(i, n)


@operator
class Block(Operator):
    """block(r, c, ...): a matrix of r x c blocks, given row by row."""

    name, latex, arity = "block", r"\begin{{bmatrix}} {rows} \end{{bmatrix}}", None

    def notation(self, r: Any, c: Any, *blocks: Any) -> Notation:
        cells = [f"{{{k}}}" for k in range(len(blocks))]
        rows = r" \\ ".join(" & ".join(cells[k : k + int(c)]) for k in range(0, len(cells), int(c)))
        return Notation(self.latex.replace("{rows}", rows), operands=blocks)

    def shape(self, r: Any, c: Any, *blocks: Any) -> Shape:
        rows, cols = int(r), int(c)
        if rows * cols != len(blocks) or not blocks:
            raise LanguageError(
                f"a block matrix of {rows} x {cols} blocks has {rows * cols} of them, got {len(blocks)}"
            )
        for k, block in enumerate(blocks):
            first_of_row, first_of_column = blocks[k - k % cols], blocks[k % cols]
            if shape_of(block)[0] != shape_of(first_of_row)[0]:
                raise ShapeError(
                    "blocks side by side",
                    first_of_row,
                    shape_of(first_of_row),
                    block,
                    shape_of(block),
                    "equal row counts",
                )
            if shape_of(block)[1] != shape_of(first_of_column)[1]:
                raise ShapeError(
                    "blocks on top of each other",
                    first_of_column,
                    shape_of(first_of_column),
                    block,
                    shape_of(block),
                    "equal column counts",
                )
        height = sum((shape_of(blocks[k * cols])[0] for k in range(rows)), S.Zero)
        width = sum((shape_of(blocks[k])[1] for k in range(cols)), S.Zero)
        return size(height), size(width)

    def evaluate(self, xp: Any, r: Any, c: Any, *blocks: Any) -> Any:
        columns = int(r), int(c)
        return xp.block([list(blocks[k * columns[1] : (k + 1) * columns[1]]) for k in range(columns[0])])

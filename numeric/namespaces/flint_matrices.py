"""What the namespaces over python-flint matrices share: rearrangement and entrywise maps.

A subclass says how a matrix is made from its entries (row by row) and what the functions of one entry are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq

from numeric.namespaces.protocol import Array, Namespace, NotRepresentable, Rows
from symbolic.errors import EvaluationError

Entry = Any


class FlintMatrices(Namespace):
    """Arrays are flint matrices."""

    def make(self, rows: int, cols: int, entries: list[Entry]) -> Array:
        """The matrix of these entries, given row by row."""
        raise NotRepresentable(f"{self.name} makes no matrices")

    def entry_of(self, number: int | Fraction) -> Entry:
        """A rational number as an entry."""
        return number if isinstance(number, int) else fmpq(number.numerator, number.denominator)

    def entry_sign(self, x: Entry) -> int:
        """-1, 0 or 1. Raises NotRepresentable where it is not decided or there is no order."""
        raise NotRepresentable(f"{self.name} has no order")

    def map(self, f: Callable[[Entry], Entry], a: Array) -> Array:
        """f of every entry."""
        return self.make(a.nrows(), a.ncols(), [f(x) for x in a.entries()])

    def array(self, rows: Rows) -> Array:
        convert = self.entry_of
        return self.make(len(rows), len(rows[0]) if rows else 0, [convert(x) for row in rows for x in row])

    def shape(self, a: Array) -> tuple[int, int]:
        return a.nrows(), a.ncols()

    def add(self, a: Array, b: Array) -> Array:
        return a + b

    def scale(self, c: Array, a: Array) -> Array:
        return a * c[0, 0]

    def matmul(self, a: Array, b: Array) -> Array:
        return a * b

    def negative(self, a: Array) -> Array:
        return -a

    def subtract(self, a: Array, b: Array) -> Array:
        return a - b

    def transpose(self, a: Array) -> Array:
        return a.transpose()

    def inverse(self, a: Array) -> Array:
        try:
            return a.inv()
        except ZeroDivisionError:
            raise EvaluationError("inverse of a singular matrix") from None

    def det(self, a: Array) -> Array:
        return self.make(1, 1, [a.det()])

    def hadamard(self, a: Array, b: Array) -> Array:
        if self.shape(a) == (1, 1) or self.shape(b) == (1, 1):
            return self.product(a, b)
        return self.make(a.nrows(), a.ncols(), [x * y for x, y in zip(a.entries(), b.entries(), strict=True)])

    def kron(self, a: Array, b: Array) -> Array:
        left, right = a.tolist(), b.tolist()
        entries = [x * y for row in left for other in right for x in row for y in other]
        return self.make(a.nrows() * b.nrows(), a.ncols() * b.ncols(), entries)

    def trace(self, a: Array) -> Array:
        return self.make(1, 1, [sum(a[i, i] for i in range(a.nrows()))])

    def total(self, a: Array) -> Array:
        return self.make(1, 1, [sum(a.entries())])

    def diag(self, v: Array) -> Array:
        n = v.nrows()
        return self.make(n, n, [v[i, 0] if i == j else self.entry_of(0) for i in range(n) for j in range(n)])

    def diagv(self, a: Array) -> Array:
        return self.make(a.nrows(), 1, [a[i, i] for i in range(a.nrows())])

    def vec(self, a: Array) -> Array:
        return self.make(a.nrows() * a.ncols(), 1, a.transpose().entries())

    def entry(self, a: Array, i: int, j: int) -> Array:
        if not (1 <= i <= a.nrows() and 1 <= j <= a.ncols()):
            raise EvaluationError(f"entry [{i}, {j}] of a {a.nrows()} x {a.ncols()} matrix")
        return self.make(1, 1, [a[i - 1, j - 1]])

    def block(self, blocks: Sequence[Sequence[Array]]) -> Array:
        height = sum(line[0].nrows() for line in blocks)
        parts = (part for line in blocks for row in zip(*(b.tolist() for b in line), strict=True) for part in row)
        entries = [x for part in parts for x in part]
        return self.make(height, len(entries) // height, entries)

    def abs(self, a: Array) -> Array:
        return self.map(lambda x: x if self.entry_sign(x) >= 0 else -x, a)

    def relu(self, a: Array) -> Array:
        return self.map(lambda x: x if self.entry_sign(x) > 0 else self.entry_of(0), a)

    def step(self, a: Array) -> Array:
        return self.map(lambda x: self.entry_of(int(self.entry_sign(x) > 0)), a)

    def sign(self, a: Array) -> Array:
        return self.map(lambda x: self.entry_of(self.entry_sign(x)), a)

    def maximum(self, *values: Array) -> Array:
        rows, cols = max((self.shape(v) for v in values), key=lambda s: s[0] * s[1])
        columns = [v.entries() * (rows * cols) if self.shape(v) == (1, 1) else v.entries() for v in values]
        return self.make(rows, cols, [self.largest(*entries) for entries in zip(*columns, strict=True)])

    def largest(self, first: Entry, *others: Entry) -> Entry:
        """The largest of some entries."""
        for other in others:
            if self.entry_sign(other - first) > 0:
                first = other
        return first

    def signs(self, a: Array) -> list[list[int | None]]:
        return [[self._sign_or_none(x) for x in row] for row in a.tolist()]

    def _sign_or_none(self, x: Entry) -> int | None:
        try:
            return self.entry_sign(x)
        except NotRepresentable:
            return None

    def zero(self, a: Array) -> bool | None:
        return not any(a.entries())

    def text(self, a: Array) -> str:
        rows = "; ".join(", ".join(str(x) for x in row) for row in a.tolist())
        return rows if self.shape(a) == (1, 1) else f"[{rows}]"


def full_rank_pinv(xp: FlintMatrices, a: Array) -> Array:
    """pinv(A) = F'(C'AF')^-1 C' for A = C F, C the pivot columns of A and F the nonzero rows of its reduced echelon
    form.

    Ben-Israel and Greville, Generalized Inverses, chapter 1, theorem 5. Raises NotRepresentable where C'AF' is
    singular (only over a finite field).
    """
    echelon, rank = a.rref()
    m, n = xp.shape(a)
    if rank == 0:
        return xp.zeros(n, m)
    if rank == m == n:
        return a.inv()
    rows = echelon.tolist()[:rank]
    pivots = [next(j for j, x in enumerate(row) if x) for row in rows]
    f = xp.make(rank, n, [x for row in rows for x in row])
    c = xp.make(m, rank, [row[j] for row in a.tolist() for j in pivots])
    ct, ft = c.transpose(), f.transpose()
    try:
        return ft * (ct * a * ft).inv() * ct
    except ZeroDivisionError:
        raise NotRepresentable("a Moore-Penrose inverse over a finite field with an isotropic column") from None

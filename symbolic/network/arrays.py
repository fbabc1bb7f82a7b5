"""Tensors from arrays of blocks, and arrays of blocks from tensors.

The identity, the matrix of ones, Kronecker products (the left operand's indices first), matrices of scalars written out
entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from symbolic.errors import TranslationError
from symbolic.network.fuse import fused
from symbolic.network.net import Net
from symbolic.network.tensor import SCALAR, UNIT, Axis, Coefficient, Tensor, collected, number

MAXIMAL_EXPLICIT = 4


def identity(axis: Axis) -> Tensor:
    """The identity matrix over an axis."""
    terms: dict[Net, Coefficient] = {}
    for b, block in enumerate(axis):
        slot = (b, *range(-1, -1 - len(block), -1))
        terms[((slot, slot), (), ())] = 1
    return Tensor((axis, axis), terms)


def ones(rows: Axis, cols: Axis) -> Tensor:
    """The matrix of ones."""
    terms: dict[Net, Coefficient] = {}
    for r, row in enumerate(rows):
        for c, col in enumerate(cols):
            start = -1 - len(row)
            terms[((r, *range(-1, start, -1)), (c, *range(start, start - len(col), -1))), (), ()] = 1
    return Tensor((rows, cols), terms)


def by_blocks(tensor: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
    """`function` on every block; each result has the slots of its block. Absent blocks are zero blocks."""
    result = Tensor(tensor.axes, {})
    for r, row in enumerate(tensor.axes[0]):
        for c, col in enumerate(tensor.axes[1]):
            block = Tensor(
                ((row,), (col,)),
                {
                    (((0, *ext[0][1:]), (0, *ext[1][1:])), f, s): k
                    for (ext, f, s), k in tensor.terms.items()
                    if (ext[0][0], ext[1][0]) == (r, c)
                },
            )
            value = function(block)
            result = result + Tensor(
                tensor.axes, {(((r, *ext[0][1:]), (c, *ext[1][1:])), f, s): k for (ext, f, s), k in value.terms.items()}
            )
    return result


def used_positions(tensor: Tensor) -> list[int]:
    """Which of the index positions (row indices, then column indices) the entries depend on."""
    used: set[int] = set()
    for ext, factors, _ in tensor.terms:
        flat = [i for slot in ext for i in slot[1:]]
        present = {i for _, indices in factors for i in indices}
        used |= {p for p, i in enumerate(flat) if i in present or flat.count(i) > 1}
    return sorted(used)


def flattened(tensor: Tensor, positions: Sequence[int]) -> Tensor:
    """A one-block tensor with a slot for each of the given index positions only."""
    dims = [d for axis in tensor.axes for d in axis[0]]
    axes = tuple(((dims[p],),) for p in positions)

    def pairs() -> list[tuple[Net, Coefficient]]:
        listed = []
        for (ext, factors, scalars), c in tensor.terms.items():
            flat = [i for slot in ext for i in slot[1:]]
            listed.append((fused(tuple((0, flat[p]) for p in positions), factors, scalars), c))
        return listed

    return collected(axes, pairs())


def kronecker(a: Tensor, b: Tensor) -> Tensor:
    """The Kronecker product: blocks multiply, indices of the left first."""
    return grouped(a.outer(b), ((0, 2), (1, 3)))


def grouped(tensor: Tensor, groups: tuple[tuple[int, ...], ...]) -> Tensor:
    """Each group of slots as one slot, the first slot of a group the slowest.

    Raises TranslationError where blocks of a slot would follow each other anew for every value of an index before it.
    """
    axes: list[Axis] = []
    for group in groups:
        blocks: Axis = UNIT
        for slot in group:
            if len(tensor.axes[slot]) > 1 and any(blocks):
                raise TranslationError("blocks inside the rows or columns of others are outside the canonical form")
            blocks = tuple(left + right for left in blocks for right in tensor.axes[slot])
        axes.append(blocks)
    terms = {}
    for (ext, factors, scalars), c in tensor.terms.items():
        slots = []
        for group in groups:
            block: int = 0
            ids: tuple[int, ...] = ()
            for slot in group:
                block = block * len(tensor.axes[slot]) + ext[slot][0]
                ids = ids + ext[slot][1:]
            slots.append((block, *ids))
        terms[fused(tuple(slots), factors, scalars)] = c
    return Tensor(tuple(axes), terms)


def determinant_explicit(tensor: Tensor) -> Tensor | None:
    """det by Leibniz' formula where every entry is a scalar and the size is small."""
    axis = tensor.axes[0]
    size = len(axis)
    if any(block for block in axis) or not 1 < size <= MAXIMAL_EXPLICIT:
        return None
    entries = explicit_entries(tensor)
    total = number(0)
    for order in permutations(range(size)):
        swaps = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        product = number(-1 if swaps % 2 else 1)
        for row, col in enumerate(order):
            product = product * entries[row][col]
        total = total + product
    return total


def explicit_entries(tensor: Tensor) -> list[list[Tensor]]:
    """The blocks of a tensor whose blocks are all scalars."""
    grid = [[number(0) for _ in tensor.axes[1]] for _ in tensor.axes[0]]
    for (ext, factors, scalars), c in tensor.terms.items():
        r, k = ext[0][0], ext[1][0]
        grid[r][k] = grid[r][k] + Tensor(SCALAR, {(((0,), (0,)), factors, scalars): c})
    return grid


def from_entries(grid: list[list[Tensor]]) -> Tensor:
    """The matrix of scalar entries."""
    axes = (UNIT * len(grid), UNIT * len(grid[0]))
    terms: dict[Net, Coefficient] = {}
    for r, row in enumerate(grid):
        for c, entry in enumerate(row):
            terms.update(((((r,), (c,)), f, s), k) for (_, f, s), k in entry.terms.items())
    return Tensor(axes, terms)


def adjugate(value: Tensor) -> Tensor:
    """The adjugate of a small matrix of scalars."""
    entries = explicit_entries(value)
    size = range(len(entries))

    def cofactor(r: int, c: int) -> Tensor:
        minor = from_entries([[entries[i][j] for j in size if j != c] for i in size if i != r])
        value = minor if len(entries) == 2 else determinant_explicit(minor)
        return (value if value is not None else minor).scaled(-1 if (r + c) % 2 else 1)

    return from_entries([[cofactor(c, r) for c in size] for r in size])

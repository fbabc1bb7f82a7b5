"""Adjoints of stacked, Kronecker and block matrices: the structure of G taken apart, where it shows one."""

from __future__ import annotations

from typing import Any

from sympy import Add, Identity, MatAdd, OneMatrix, Transpose

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.products import Product, as_product
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.terms import identity, ones, zeros


def unstacked(a: Algebra, g: Any, like: Any) -> Any:
    """The matrix M of the shape of `like` with vec(M) = g; None where `g` does not show it."""
    part = as_product(g)
    front = Product(part.coefficient, part.scalars).term()
    if not part.chain:
        return zeros(*shape_of(like)) if g.is_zero else None
    if len(part.chain) != 1:
        return None
    only = part.chain[0]
    if isinstance(only, MatAdd | Add):
        found = [unstacked(a, x, like) for x in only.args]
        return None if any(f is None for f in found) else a.product(front, a.plus(*found))
    if isinstance(only, OneMatrix):
        return a.product(front, ones(*shape_of(like)))
    if (stacked := operands_of(only, "vec")) is not None and shape_of(stacked[0]) == shape_of(like):
        return a.product(front, stacked[0])
    if (pair := operands_of(only, "hadamard")) is not None:
        found = [unstacked(a, x, like) for x in pair]
        return None if any(f is None for f in found) else a.product(front, a.hadamard(*found))
    return None


def factors_of_kron(a: Algebra, g: Any, left: Any, right: Any) -> list[tuple[Any, Any]] | None:
    """Pairs (P, Q) of the shapes `left` and `right` whose Kronecker products add up to `g`; None where none show."""
    part = as_product(g)
    front = Product(part.coefficient, part.scalars).term()
    only = part.chain[0] if len(part.chain) == 1 else None
    if isinstance(only, MatAdd):
        found: list[tuple[Any, Any]] = []
        for x in only.args:
            inner = factors_of_kron(a, x, left, right)
            if inner is None:
                return None
            found += [(a.product(front, p), q) for p, q in inner]
        return found
    if isinstance(only, Identity) and left[0] == left[1]:
        return [(a.product(front, identity(left[0])), identity(right[0]))]
    if isinstance(only, Transpose) and (pair := operands_of(only.args[0], "kron")) is not None:
        return [(a.product(front, a.turned(pair[0])), a.turned(pair[1]))]
    if only is not None and (pair := operands_of(only, "kron")) is not None and shape_of(pair[0]) == left:
        return [(a.product(front, pair[0]), pair[1])]
    if part.chain and all(isinstance(x, OneMatrix) for x in part.chain):
        return [(a.product(front, ones(*left)), ones(*right))]
    return None


def blocks_of(a: Algebra, g: Any, node: Any, k: int) -> Any:
    """The part of `g`, of the shape of the block matrix `node`, where its block number `k` stands."""
    rows, cols, *blocks = node.operands
    r, c = int(rows), int(cols)
    heights = [shape_of(blocks[i * c])[0] for i in range(r)]
    widths = [shape_of(blocks[j])[1] for j in range(c)]
    part = as_product(g)
    if not part.chain:
        return g
    i, j = divmod(k, c)
    chain = _cut(a, list(part.chain), heights, i)
    chain = [a.turned(f) for f in reversed(_cut(a, [a.turned(f) for f in reversed(chain)], widths, j))]
    return a.product(Product(part.coefficient, part.scalars).term(), *chain)


def _cut(a: Algebra, chain: list[Any], sizes: list[Any], i: int) -> list[Any]:
    """The rows of a product that belong to part `i` of its rows."""
    if len(sizes) == 1:
        return chain
    first = chain[0]
    if isinstance(first, MatAdd) and all(_splits(x, sizes) for x in first.args):
        cut = [a.product(*_cut(a, list(as_product(x).chain), sizes, i)) for x in first.args]
        fronts = [as_product(x) for x in first.args]
        parts = [a.product(Product(p.coefficient, p.scalars).term(), x) for p, x in zip(fronts, cut, strict=True)]
        return [a.plus(*parts), *chain[1:]]
    if (held := operands_of(first, "block")) is not None and _splits(first, sizes):
        cols = int(held[1])
        chosen = held[2 + i * cols:2 + (i + 1) * cols]
        return [chosen[0] if cols == 1 else apply("block", 1, cols, *chosen), *chain[1:]]
    if isinstance(first, OneMatrix):
        return [ones(sizes[i], first.shape[1]), *chain[1:]]
    row = [identity(n) if k == i else zeros(sizes[i], n) for k, n in enumerate(sizes)]
    return [apply("block", 1, len(sizes), *row), *chain]


def _splits(x: Any, sizes: list[Any]) -> bool:
    """Whether the first factor of `x` is a block matrix with rows of these sizes."""
    chain = as_product(x).chain
    held = operands_of(chain[0], "block") if chain else None
    if held is None or int(held[0]) != len(sizes):
        return False
    cols = int(held[1])
    return all(shape_of(held[2 + k * cols])[0] == size for k, size in enumerate(sizes))

"""Canonical tensors of the functions that are not polynomial: reciprocals, exponentials, entrywise functions, inverses, determinants, ranks.

Conventions that make every function total, so that the identities used here hold without side conditions (whether a term is *defined* is
judged apart, never here): 1/0 = 0; the inverse of a singular matrix is 0; other functions have some fixed value off their domain.
Then, with no hypothesis,
  1/(u v) = (1/u)(1/v),  1/(c u) = (1/c)(1/u),  1/(1/u) = u,  exp(u + v) = exp(u) exp(v),  sign(c u) = sign(c) sign(u),
  (A B)^-1 = B^-1 A^-1 for square A, B,  (A (x) B)^-1 = A^-1 (x) B^-1,  (A')^-1 = (A^-1)',  det(A B) = det A det B,  det A' = det A,
  rank A' = rank A = rank(c A), c != 0;  pinv(c A) = pinv(A)/c,  pinv(A') = pinv(A)',  pinv(A (x) B) = pinv A (x) pinv B.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

from symbolic.errors import TranslationError
from symbolic.network.fuse import exponential, exponential_atom, fused
from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.net import Factor, Net, Slot
from symbolic.network.tensor import SCALAR, UNIT, Axis, Coefficient, Tensor, atom, collected, dimension_atom, number, tidy

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


def leading(tensor: Tensor) -> Coefficient:
    """The coefficient of the first network in the fixed order: the content that is divided out of labels."""
    return min(tensor.terms.items())[1]


def by_blocks(tensor: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
    """`function` on every block; each result has the slots of its block. Absent blocks are zero blocks."""
    result = Tensor(tensor.axes, {})
    for r, row in enumerate(tensor.axes[0]):
        for c, col in enumerate(tensor.axes[1]):
            block = Tensor(((row,), (col,)), {(((0, *ext[0][1:]), (0, *ext[1][1:])), f, s): k for (ext, f, s), k in tensor.terms.items()
                                              if (ext[0][0], ext[1][0]) == (r, c)})
            value = function(block)
            result = result + Tensor(tensor.axes, {(((r, *ext[0][1:]), (c, *ext[1][1:])), f, s): k for (ext, f, s), k in value.terms.items()})
    return result


def used_positions(tensor: Tensor) -> list[int]:
    """Which of the index positions (row indices, then column indices) the entries depend on."""
    used: set[int] = set()
    for ext, factors, _ in tensor.terms:
        flat = [i for slot in ext for i in slot[1:]]
        present = {i for _, indices in factors for i in indices}
        used |= {p for p, i in enumerate(flat) if i in present or flat.count(i) > 1}
    return sorted(used)


def flattened(tensor: Tensor, positions: list[int]) -> Tensor:
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


def dims_of(argument: Tensor) -> tuple[str, ...]:
    """The dimensions of the slots of a tensor of one index a slot."""
    return tuple(axis[0][0] for axis in argument.axes)


def _spread(tensor: Tensor, positions: list[int], key: str) -> Tensor:
    """The tensor with the slots of `tensor` whose entries are one factor on the given index positions."""
    count = sum(len(axis[0]) for axis in tensor.axes)
    flat = list(range(-1, -1 - count, -1))
    rows = len(tensor.axes[0][0])
    ext: tuple[Slot, ...] = ((0, *flat[:rows]), (0, *flat[rows:]))
    factor: tuple[Factor, ...] = ((key, tuple(flat[p] for p in positions)),)
    return Tensor(tensor.axes, {fused(ext, factor, ()): 1})


def entrywise(name: str, tensor: Tensor) -> Tensor:
    """The function `name`, opaque, on every entry."""
    def on_block(block: Tensor) -> Tensor:
        if not block.terms and name in VALUES_AT_ZERO:
            return ones(*block.axes).scaled(VALUES_AT_ZERO[name])
        sign: Coefficient = 1
        if block.terms and name == "sign":
            sign = 1 if (scale := leading(block)) > 0 else -1
            block = block.scaled(Fraction(1) / scale)
        positions = used_positions(block)
        argument = flattened(block, positions)
        symmetric = len(positions) == 2 and argument.axes[0] == argument.axes[1] and argument == argument.closed_over((), (1, 0))
        key = intern(Label(f"{name}:{digest(argument.key)}", "fn", name, argument, symmetric, argument.symbols, dims_of(argument)))
        return _spread(block, positions, key).scaled(sign)

    return by_blocks(tensor, on_block)


VALUES_AT_ZERO = {"sin": 0, "cos": 1, "sign": 0, "sqrt": 0}


def exp(tensor: Tensor) -> Tensor:
    """The exponential of every entry, as a product over the terms of the argument."""
    def on_block(block: Tensor) -> Tensor:
        result = ones(*block.axes)
        for net, c in block.terms.items():
            alone = Tensor(block.axes, {net: 1})
            positions = used_positions(alone)
            monomial = next(iter(flattened(alone, positions).terms))
            if positions:
                dims = tuple(d for axis in block.axes for d in axis[0])
                result = result.hadamard(_spread(alone, positions, exponential(monomial, c, tuple(dims[p] for p in positions))))
            else:
                result = result.hadamard(atom(exponential_atom(monomial), c))
        return result

    return by_blocks(tensor, on_block)


def reciprocal(tensor: Tensor) -> Tensor:
    """1/u for every entry u (0 for u = 0)."""
    def on_block(block: Tensor) -> Tensor:
        if not block.terms:
            return block
        scale = leading(block)
        block = block.scaled(Fraction(1) / scale)
        if len(block.terms) == 1:
            value = _monomial_reciprocal(block)
        else:
            positions = used_positions(block)
            argument = flattened(block, positions)
            symmetric = len(positions) == 2 and argument.axes[0] == argument.axes[1] and argument == argument.closed_over((), (1, 0))
            key = intern(Label(f"recip:{digest(argument.key)}", "recip", "", argument, symmetric, argument.symbols, dims_of(argument)))
            value = _spread(block, positions, key)
        return value.scaled(Fraction(1) / scale)

    return by_blocks(tensor, on_block)


def _monomial_reciprocal(block: Tensor) -> Tensor:
    (ext, factors, scalars), = block.terms
    shown = {i for slot in ext for i in slot[1:]}
    if any(i not in shown for _, indices in factors for i in indices) or _repeats(ext):
        positions = used_positions(block)
        argument = flattened(block, positions)
        key = intern(Label(f"recip:{digest(argument.key)}", "recip", "", argument, False, argument.symbols, dims_of(argument)))
        return _spread(block, positions, key)
    atoms = [pair for a, e in scalars for pair in _inverted_atom(a, e)]
    return Tensor(block.axes, {fused(ext, [(_inverted_factor(key), indices) for key, indices in factors], atoms): 1})


def _repeats(ext: tuple[Slot, ...]) -> bool:
    flat = [i for slot in ext for i in slot[1:]]
    return len(set(flat)) < len(flat)


def _inverted_factor(key: str) -> str:
    held = label(key)
    if held.kind == "recip" and isinstance(held.argument, str):
        return held.argument
    if held.kind == "exp":
        return exponential(held.argument[0], -held.argument[1], held.dims)
    return intern(Label(f"recip:{key}", "recip", "", key, held.symmetric, held.symbols, held.dims))


def _inverted_atom(key: str, exponent: Coefficient) -> list[tuple[str, Coefficient]]:
    """The reciprocal of key^exponent as atoms; only atoms that are never 0 take negative exponents."""
    held = label(key)
    if held.kind in ("exp", "constant") or (held.kind == "dimension" and held.name != "natural"):
        return [(key, -exponent)]
    if held.kind == "recip" and isinstance(held.argument, str):
        return [(held.argument, exponent)]
    return [(intern(Label(f"recip:{key}", "recip", "", key, False, held.symbols)), exponent)]


def matrix_function(kind: str, tensor: Tensor, *, transposes: bool = True) -> Tensor:
    """A factor of the kind `inv`, `pinv` or a named matrix function of a square or rectangular argument, normalised by content and transposition.

    `transposes` says that the function of the transpose is the transpose of the function (all kinds here). pinv and inv divide by the content.
    """
    scale: Coefficient = 1
    if kind in ("inv", "pinv"):
        scale = leading(tensor)
        tensor = tensor.scaled(Fraction(1) / scale)
    other = tensor.transposed()
    flip = transposes and other.key < tensor.key
    argument = other if flip else tensor
    symmetric = other == tensor
    base = f"{kind}:{digest(argument.key)}"
    turned = argument.transposed() if kind == "pinv" else argument
    terms: dict[Net, Coefficient] = {}
    for r, row in enumerate(turned.axes[0]):
        for c, col in enumerate(turned.axes[1]):
            blocks = (r, c) if len(turned.axes[0]) * len(turned.axes[1]) > 1 else ()
            one = symmetric and blocks in ((), (r, r))
            if symmetric and blocks and r > c:
                rows_first = False
                key = intern(Label(f"{base}@{c},{r}", kind, "", argument, False, argument.symbols, col + row, (c, r)))
            else:
                rows_first = True
                key = intern(Label(base + (f"@{r},{c}" if blocks else ""), kind, "", argument, one and len(row) == len(col) == 1,
                                   argument.symbols, row + col, blocks))
            start = -1 - len(row)
            row_ids, col_ids = tuple(range(-1, start, -1)), tuple(range(start, start - len(col), -1))
            indices = row_ids + col_ids if rows_first else col_ids + row_ids
            terms[fused(((r, *row_ids), (c, *col_ids)), ((key, indices),), ())] = tidy(Fraction(1) / scale)
    result = Tensor(turned.axes, terms)
    return result.transposed() if flip else result


def square_parts(tensor: Tensor) -> list[tuple[int, Tensor]] | None:
    """The square matrices whose product, or Kronecker product, a one-term tensor is; None if that is one part only.

    Pairs (position, part): position k is the k-th index of a Kronecker product; parts of one position multiply in the order given.
    Scalar factors are left out.
    """
    if len(tensor.terms) != 1 or len(tensor.axes[0]) != 1 or tensor.axes[0] != tensor.axes[1]:
        return None
    (ext, factors, _), = tensor.terms
    parts: list[tuple[int, Tensor]] = []
    for k, (here, goal, dim) in enumerate(zip(ext[0][1:], ext[1][1:], tensor.axes[0][0], strict=True)):
        walk: list[Factor] = []
        entry = here
        for key, indices in factors:
            if len(indices) != 2 or here not in indices:
                continue
            walk.append((key, indices))
            place = 1 if indices[0] == here else 0
            here = indices[place]
            if label(key).dims[place] == dim:
                parts.append((k, Tensor((((dim,),),) * 2, {fused(((0, entry), (0, here)), walk, ()): 1})))
                walk, entry = [], here
        if walk or here != goal:
            return None
    return parts if len(parts) > 1 and sum(len(next(iter(p.terms))[1]) for _, p in parts) == len(factors) else None


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


def scalar_atom(kind: str, tensor: Tensor) -> Tensor:
    """A scalar function (`det`, `rank`) of a matrix that does not change under transposition."""
    argument = min((tensor, tensor.transposed()), key=lambda t: t.key)
    if kind == "rank" and argument.terms:
        argument = argument.scaled(Fraction(1) / leading(argument))
    key = intern(Label(f"{kind}:{digest(argument.key)}", kind, "", argument, symbols=argument.symbols))
    return atom(key)


def untranslatable(what: str) -> TranslationError:
    """The error that the canonical form does not cover `what`."""
    return TranslationError(f"{what} is outside the canonical form")

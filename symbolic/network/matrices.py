"""Matrix functions: inverse, Moore-Penrose inverse, determinant, rank, exponential, with what products and Kronecker
products do to them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symbolic.errors import TranslationError
from symbolic.network.arrays import adjugate, determinant_explicit, identity, kronecker
from symbolic.network.entrywise import reciprocal
from symbolic.network.fuse import fused
from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.net import Factor, Net, alone
from symbolic.network.normal import leading, normal, whole
from symbolic.network.tensor import SCALAR, UNIT, Coefficient, Tensor, atom, number, tidy


def matrix_function(kind: str, tensor: Tensor, exponent: Tensor | None = None) -> Tensor:
    """A factor of the kind `inv`, `pinv`, `expm` or `pow` of a matrix (this one with its exponent), normalised by
    transposition; inv and pinv also by content.
    """
    if kind in ("expm", "pow") and tensor.axes[0] != tensor.axes[1]:
        raise TranslationError(f"{kind} of a matrix between different structures is outside the canonical form")
    n = normal(tensor, leading if kind in ("inv", "pinv") else whole)
    argument = n.argument
    base = f"{kind}:{digest(argument.key if exponent is None else (argument.key, exponent.key))}"
    symbols = argument.symbols if exponent is None else argument.symbols | exponent.symbols
    turned = argument if kind in ("expm", "pow") else argument.transposed()
    terms: dict[Net, Coefficient] = {}
    for r, row in enumerate(turned.axes[0]):
        for c, col in enumerate(turned.axes[1]):
            row_ids = tuple(range(-1, -1 - len(row), -1))
            col_ids = tuple(range(-1 - len(row), -1 - len(row) - len(col), -1))
            blocks: tuple[int, ...]
            if n.symmetric and r > c:
                blocks, dims, indices = (c, r), col + row, col_ids + row_ids
            else:
                blocks, dims, indices = (r, c), row + col, row_ids + col_ids
            if len(turned.axes[0]) * len(turned.axes[1]) == 1:
                blocks = ()
            key = intern(
                Label(
                    base + (f"@{blocks[0]},{blocks[1]}" if blocks else ""),
                    kind,
                    "",
                    argument if exponent is None else (argument, exponent),
                    n.symmetric and r == c,
                    symbols,
                    dims,
                    blocks,
                )
            )
            terms[alone(((r, *row_ids), (c, *col_ids)), key, indices)] = tidy(Fraction(1) / n.scale)
    result = Tensor(turned.axes, terms)
    return result.transposed() if n.order == (1, 0) else result


def inverted(value: Tensor) -> Tensor:
    """The inverse of a square matrix or the reciprocal of a scalar."""
    if value.is_scalar:
        return reciprocal(value)
    if not value.terms:
        return value.transposed()
    entries = determinant_explicit(value)
    if entries is not None:
        return reciprocal(entries) * adjugate(value)
    return _scaled_out(value, _bare_inverse)


def _bare_inverse(value: Tensor) -> Tensor:
    if value.axes[0] == value.axes[1]:
        if value == identity(value.axes[0]):
            return value
        parts = chain_parts(value)
        if parts is not None and (len(parts) > 1 or len(parts[0]) > 1):
            return _assembled(value, [[inverted(p) for p in reversed(chain)] for chain in parts])
    return matrix_function("inv", value)


def pseudo_inverse(value: Tensor) -> Tensor:
    """The Moore-Penrose inverse: of a vector v'/(v'v), of a Kronecker product that of each operand."""
    if not value.terms:
        return value.transposed()
    if value.is_scalar:
        return reciprocal(value)
    if UNIT in value.axes:
        return reciprocal(value.inner(value)) * value.transposed()
    return _scaled_out(value, _bare_pseudo_inverse)


def _bare_pseudo_inverse(value: Tensor) -> Tensor:
    if value == identity(value.axes[0]):
        return value
    parts = chain_parts(value, cut=False)
    if parts is None or len(parts) < 2:
        return matrix_function("pinv", value)
    return _assembled(value, [[pseudo_inverse(p) for p in chain] for chain in parts])


def _scaled_out(value: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
    """The inverse with a scalar factor that all terms share taken out: (s A)^-1 = A^-1/s."""
    if len(value.terms) != 1:
        return function(value)
    (((ext, factors, scalars), c),) = value.terms.items()
    if c == 1 and not scalars:
        return function(value)
    factor = Tensor(SCALAR, {(((0,), (0,)), (), scalars): c})
    return reciprocal(factor) * function(Tensor(value.axes, {(ext, factors, ()): 1}))


def _assembled(like: Tensor, parts: list[list[Tensor]]) -> Tensor:
    """The Kronecker product, over the positions, of the product of the parts of each."""
    result: Tensor | None = None
    for dim, chain in zip(like.axes[0][0], parts, strict=True):
        product = chain[0] if chain else identity(((dim,),))
        for part in chain[1:]:
            product = product * part
        result = product if result is None else kronecker(result, product)
    return like if result is None else result


def determinant(value: Tensor) -> Tensor:
    """det: of a product of square matrices the product, of small explicit matrices the polynomial, else an atom."""
    if value.is_scalar:
        return value
    explicit = determinant_explicit(value)
    if explicit is not None:
        return explicit
    if value == identity(value.axes[0]):
        return number(1)
    parts = chain_parts(value)
    if parts is None or len(parts) > 1 or len(parts[0]) < 2 or any(net[2] or c != 1 for net, c in value.terms.items()):
        return scalar_atom("det", value)
    result = number(1)
    for part in parts[0]:
        result = result * determinant(part)
    return result


def chain_parts(tensor: Tensor, *, cut: bool = True) -> list[list[Tensor]] | None:
    """The factors of a one-term tensor that is a Kronecker product of paths: for every position its matrices, in order.

    With `cut`, a path is cut wherever an index has the dimension of its beginning or its end. An identity is an empty
    path. Scalars are left out.
    None for any other tensor.
    """
    if (
        len(tensor.terms) != 1
        or any(len(axis) != 1 for axis in tensor.axes)
        or len(tensor.axes[0][0]) != len(tensor.axes[1][0])
    ):
        return None
    ((ext, factors, _),) = tensor.terms
    standing = [i for _, indices in factors for i in indices] + [i for slot in ext for i in slot[1:]]
    if any(len(indices) != 2 for _, indices in factors) or any(standing.count(i) != 2 for i in standing):
        return None
    left = list(factors)
    result = []
    for here, goal, *ends in zip(ext[0][1:], ext[1][1:], tensor.axes[0][0], tensor.axes[1][0], strict=True):
        walk: list[tuple[int, int, str, str, Factor]] = []
        while here != goal:
            step = next((f for f in left if here in f[1]), None)
            if step is None:
                return None
            left.remove(step)
            place = 1 if step[1][0] == here else 0
            dims = label(step[0]).dims
            walk.append((here, step[1][place], dims[1 - place], dims[place], step))
            here = step[1][place]
        result.append(_cut(walk, ends if cut else []))
    return None if left else result


def _cut(walk: list[tuple[int, int, str, str, Factor]], ends: list[str]) -> list[Tensor]:
    """The path cut at every index whose dimension is one of `ends`."""
    parts: list[Tensor] = []
    first = 0
    for k, (_, there, _, dim, _) in enumerate(walk):
        if dim in ends or k == len(walk) - 1:
            factors = [factor for *_, factor in walk[first : k + 1]]
            parts.append(
                Tensor((((walk[first][2],),), ((dim,),)), {fused(((0, walk[first][0]), (0, there)), factors, ()): 1})
            )
            first = k + 1
    return parts


def scalar_atom(kind: str, tensor: Tensor) -> Tensor:
    """A scalar function (`det`, `rank`) of a matrix that does not change under transposition; rank not under
    content either.
    """
    argument = normal(tensor, leading if kind == "rank" and tensor.terms else whole).argument
    return atom(intern(Label(f"{kind}:{digest(argument.key)}", kind, "", argument, symbols=argument.symbols)))

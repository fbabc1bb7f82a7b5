"""Functions of matrices: products, inverses, determinant, rank, exponential, symbolic powers, Kronecker product."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symbolic.replay.arrays import SCALAR, UNIT, Array, Axis, equal
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import anything, exact, identity, scale, times
from symbolic.replay.heads import Session
from symbolic.replay.multiplicative import reciprocal
from symbolic.replay.products import Factor, finished
from symbolic.replay.rationals import quotient
from symbolic.replay.small_matrices import adjugate, determinant_by_permutations
from symbolic.replay.sums import Sum
from symbolic.replay.whole_numbers import least
from symbolic.replay.words import Words, joined, words_of

LARGEST = 32


def multiply(session: Session, a: Array, b: Array) -> Array:
    """The matrix product; a scalar multiplies anything."""
    if a.is_scalar:
        return scale(session, a, b)
    return scale(session, b, a) if b.is_scalar else chained(session, [a, b])


def chained(session: Session, factors: Sequence[Array]) -> Array:
    """The product of matrices, at one go."""
    if len(factors) == 1:
        return factors[0]
    line = _in_words(factors)
    if line is not None:
        result = Sum(factors[0].axes[0][0] + factors[-1].axes[1][0])
        for item, c in joined(line):
            result.add(item, c)
        return Array((factors[0].axes[0], factors[-1].axes[1]), {(0, 0): result})
    pairs = [chr(k) + chr(k + 1) for k in range(len(factors))]
    return session.einsum(factors, pairs, chr(0) + chr(len(factors)))


def _in_words(factors: Sequence[Array]) -> list[Words] | None:
    """The words of each factor; None where one has blocks or other products, or does not fit the one before."""
    line = []
    inner = factors[0].axes[0]
    for factor in factors:
        rows, columns = factor.axes
        if rows != inner or not len(rows) == len(rows[0]) == len(columns) == len(columns[0]) == 1:
            return None
        words = words_of(factor.part((0, 0)))
        if words is None:
            return None
        line.append(words)
        inner = columns
    return line


def trace(session: Session, a: Array) -> Array:
    """The trace, as a scalar of two axes."""
    return as_scalar(session.einsum([a], ["ii"], ""))


def total(session: Session, a: Array) -> Array:
    """The sum of all entries."""
    return as_scalar(session.einsum([a], ["ij"], ""))


def as_scalar(value: Array) -> Array:
    """A value without axes as one of two unit axes."""
    return Array(SCALAR, {(0, 0): value.part(())})


def grouped(session: Session, value: Array, groups: tuple[tuple[int, ...], ...]) -> Array:
    """Several axes as one, the first the slowest: the blocks of a later one are in line only where no index is before
    it."""
    axes: list[Axis] = []
    for group in groups:
        blocks: Axis = UNIT
        for k in group:
            if len(value.axes[k]) != 1 and max(map(len, blocks)) > 0:
                raise ReplayError("an axis of blocks after an index")
            blocks = tuple(left + right for left in blocks for right in value.axes[k])
        axes.append(blocks)
    result = Array(tuple(axes), {})
    flat = value.turned([k for group in groups for k in group])
    for choice, part in flat.parts.items():
        target, at = [], 0
        for group in groups:
            block = 0
            for k in group:
                block = block * len(value.axes[k]) + choice[at]
                at += 1
            target.append(block)
        result.parts[tuple(target)] = part
    return result


def kronecker(session: Session, a: Array, b: Array) -> Array:
    """The Kronecker product."""
    return grouped(session, session.einsum([a, b], ["ij", "kl"], "ikjl"), ((0, 1), (2, 3)))


def matrix_function(session: Session, kind: str, argument: Array, extra: Array | None = None) -> Array:
    """An opaque inv, pinv, expm or power of a matrix."""
    entry, order, factor = session.root(kind, kind, argument, anything if kind in ("inv", "pinv") else exact, extra)
    known = entry[0]
    rows, columns = known.axes if kind in ("expm", "pow") else known.axes[::-1]
    result = Array((rows, columns), {})
    split = len(rows) * len(columns) > 1
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            head, mirrored = session.head(kind, kind, entry, (r, c) if split else (), row + column, len(row))
            ids = tuple(range(len(row) + len(column)))
            part = Sum(row + column)
            indices = ids[len(row) :] + ids[: len(row)] if mirrored else ids
            part.add(finished(ids, [(head, indices, 1)]), quotient(1, factor))
            result.parts[r, c] = part
    return result if order == (0, 1) else result.turned((1, 0))


def inverse(session: Session, value: Array) -> Array:
    """The inverse of a square matrix, the reciprocal of a scalar."""
    if value.is_scalar:
        return reciprocal(session, value)
    if value.is_zero:
        return value.turned((1, 0))
    determinant_ = determinant_by_permutations(session, value)
    if determinant_ is not None:
        return scale(session, reciprocal(session, determinant_), adjugate(session, value))
    return _without_scalars(session, value, _bare_inverse)


def _is_identity(session: Session, value: Array) -> bool:
    alone = value.single
    if alone is not None and alone[1].factors:
        return False
    return value.axes[0] == value.axes[1] and equal(value, identity(session, value.axes[0]))


def _bare_inverse(session: Session, value: Array) -> Array:
    if _is_identity(session, value):
        return value
    if value.axes[0] == value.axes[1]:
        paths = _paths(session, value, cut=True)
        if paths is not None and (len(paths) > 1 or len(paths[0]) > 1):
            return _assembled(session, value, [[inverse(session, p) for p in reversed(path)] for path in paths])
    return matrix_function(session, "inv", value)


def pseudo_inverse(session: Session, value: Array) -> Array:
    """The Moore-Penrose inverse."""
    if value.is_zero:
        return value.turned((1, 0))
    if value.is_scalar:
        return reciprocal(session, value)
    if UNIT in value.axes:
        return scale(session, reciprocal(session, total(session, times(session, value, value))), value.turned((1, 0)))
    return _without_scalars(session, value, _bare_pseudo_inverse)


def _bare_pseudo_inverse(session: Session, value: Array) -> Array:
    if _is_identity(session, value):
        return value
    paths = _paths(session, value, cut=False) if len(value.axes[0][0]) > 1 else None
    if paths is None:
        return matrix_function(session, "pinv", value)
    return _assembled(session, value, [[pseudo_inverse(session, p) for p in path] for path in paths])


def _without_scalars(session: Session, value: Array, function: Callable[[Session, Array], Array]) -> Array:
    """The function with the scalar factors of a single product taken out: (s A)^-1 = A^-1/s."""
    alone = value.single
    if alone is None:
        return function(session, value)
    blocks, item, c = alone
    inner, outer = _closed(item.factors)
    if not inner and c == 1:
        return function(session, value)
    part = Sum(value.dims(blocks))
    part.add(finished(item.ext, outer), 1)
    number = Sum(())
    made, k = session.made((), inner)
    number.add(made, c * k)
    bare = function(session, Array(value.axes, {blocks: part}))
    return scale(session, reciprocal(session, Array(SCALAR, {(0, 0): number})), bare)


def _closed(factors: tuple[Factor, ...]) -> tuple[list[Factor], list[Factor]]:
    """The factors that no chain of indices ties to an open index, and the others."""
    met = {i for _, indices, _ in factors for i in indices if i < 0}
    while True:
        more = {i for _, indices, _ in factors if met & set(indices) for i in indices} - met
        if not more:
            break
        met |= more
    return [f for f in factors if not met & set(f[1])], [f for f in factors if met & set(f[1])]


def _assembled(session: Session, like: Array, paths: list[list[Array]]) -> Array:
    """The Kronecker product of the products of each list; an empty list is an identity."""
    result: Array | None = None
    for dim, path in zip(like.axes[0][0], paths, strict=True):
        value = path[0] if path else identity(session, ((dim,),))
        for part in path[1:]:
            value = multiply(session, value, part)
        result = value if result is None else kronecker(session, result, value)
    return like if result is None else result


def _paths(session: Session, value: Array, *, cut: bool) -> list[list[Array]] | None:
    """The matrices of a single product that is a Kronecker product of paths: for every position its factors in order.

    With `cut`, wherever an index has the dimension of an end of its path; None where it is no such product.
    """
    alone = value.single
    if alone is None or any(len(axis) != 1 for axis in value.axes) or len(value.axes[0][0]) != len(value.axes[1][0]):
        return None
    _, item, _ = alone
    count = len(value.axes[0][0])
    often = [i for _, indices, _ in item.factors for i in indices] + list(item.ext)
    if any(len(f[1]) != 2 or f[2] != 1 for f in item.factors) or any(often.count(i) != 2 for i in often):
        return None
    left = list(item.factors)
    result = []
    for here, goal, first, last in zip(
        item.ext[:count], item.ext[count:], value.axes[0][0], value.axes[1][0], strict=True
    ):
        steps: list[tuple[int, int, str, str, Factor]] = []
        while here != goal:
            step = next((f for f in left if here in f[1]), None)
            if step is None:
                return None
            left.remove(step)
            out = 1 if step[1][0] == here else 0
            steps.append((here, step[1][out], step[0].dims[1 - out], step[0].dims[out], step))
            here = step[1][out]
        result.append(_cut(session, steps, (first, last) if cut else ()))
    return None if left else result


def _cut(session: Session, steps: list[tuple[int, int, str, str, Factor]], ends: tuple[str, ...]) -> list[Array]:
    pieces, start = [], 0
    for k, (_, there, _, dim, _) in enumerate(steps):
        if dim in ends or k == len(steps) - 1:
            dims = (steps[start][2], dim)
            part = Sum(dims)
            part.add(finished((steps[start][0], there), [s[4] for s in steps[start : k + 1]]), 1)
            pieces.append(Array(((dims[:1],), (dims[1:],)), {(0, 0): part}))
            start = k + 1
    return pieces


def determinant(session: Session, value: Array) -> Array:
    """det, of a product of square matrices the product."""
    if value.is_scalar:
        return value
    explicit = determinant_by_permutations(session, value)
    if explicit is not None:
        return explicit
    if _is_identity(session, value):
        return session.scalar()
    paths = _paths(session, value, cut=True)
    alone = value.single
    if paths is None or alone is None or len(paths) > 1 or len(paths[0]) < 2 or alone[2] != 1:
        return scalar_function(session, "det", value)
    result = session.scalar()
    for part in paths[0]:
        result = times(session, result, determinant(session, part))
    return result


def rank(session: Session, value: Array) -> Array:
    """The rank, of an identity its size."""
    if value.is_zero:
        return session.scalar(number=0)
    if len(value.axes[0]) == 1 and _is_identity(session, value):
        return trace(session, value)
    return scalar_function(session, "rank", value)


def scalar_function(session: Session, kind: str, value: Array) -> Array:
    """An opaque det or rank; neither changes under transposition, rank not by multiples either."""
    entry, _, _ = session.root(kind, kind, value, anything if kind == "rank" else exact)
    head, _ = session.head(kind, kind, entry, (), (), 0)
    return session.scalar(head)


def power(session: Session, value: Array, count: int) -> Array:
    """A matrix or scalar to a whole power from 0."""
    result = identity(session, value.axes[0])
    for k in range(count):
        result = value if k == 0 else multiply(session, result, value)
    return result


def symbolic_power(session: Session, value: Array, exponent: Array) -> Array:
    """value^exponent, with value^(k + c) = value^k value^c for a natural k and a whole number c from 0."""
    one = identity(session, value.axes[0])
    if equal(value, one):
        return one
    alone = exponent.single
    if alone is not None and not alone[1].factors and alone[2].denominator == 1 and 0 < -alone[2] <= LARGEST:
        return power(session, inverse(session, value), -int(alone[2]))
    constant = least(session, exponent)
    if constant is None or not 0 <= constant <= LARGEST:
        return power_atom(session, value, exponent)
    rest = exponent - session.scalar(number=constant)
    tail = power(session, value, constant)
    return tail if rest.is_zero else multiply(session, tail, power_atom(session, value, rest))


def power_atom(session: Session, value: Array, exponent: Array) -> Array:
    """value^exponent as one head."""
    if value.is_scalar:
        entry, _, _ = session.root("pow", "pow", value, exact, exponent)
        head, _ = session.head("pow", "pow", entry, (), (), 0)
        return session.scalar(head)
    if value.axes[0] != value.axes[1]:
        raise ReplayError("a symbolic power of a matrix between different structures")
    whole = matrix_function(session, "pow", value, exponent)
    if not on_diagonal(value):
        return whole
    return session.einsum([whole, identity(session, value.axes[0])], ["ii", "ij"], "ij")


def on_diagonal(value: Array) -> bool:
    """Whether row and column share an index in every product of a square matrix."""
    items = [item for _, part in value.parts.items() for item, _ in part]
    if any(len(axis) != 1 or len(axis[0]) != 1 for axis in value.axes):
        return False
    return bool(items) and all(len(item.ext) == 2 and item.ext[0] == item.ext[1] for item in items)

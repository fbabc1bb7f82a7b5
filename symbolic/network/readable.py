"""From tensors back to terms, in matrix notation.

`readable(tensor)` is a term whose tensor is `tensor` again. Paths become products, closed networks traces and quadratic
forms, shared indices entrywise products and diagonals, several indices a slot Kronecker products and vec, several
blocks a slot block matrices.
What has no such form (K4, commutation matrices, moments) raises TranslationError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from itertools import count as naturals
from typing import Any

from sympy import Add, Integer, MatAdd, S

from symbolic.errors import TranslationError
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of, size
from symbolic.language.symbols import dimension, matrix, natural, scalar
from symbolic.language.terms import add, identity, inverse, multiply, power, transpose, zeros
from symbolic.network.composite import composite_product
from symbolic.network.labels import MARK, Label, label
from symbolic.network.net import Factor, Net
from symbolic.network.notation import (
    axes_of,
    dims_tensor,
    logistic_argument,
    sole_atom,
    without_exponential,
)
from symbolic.network.pieces import Link, Piece, Reduction, piece_of, product
from symbolic.network.sums import Summand, collected_sum
from symbolic.network.tensor import SCALAR, Axis, Block, Coefficient, Tensor, number


def readable(tensor: Tensor, symbols: Mapping[str, Any] | None = None) -> Any:
    """The term of a tensor of at most two slots. `symbols` are used by name; others are declared anew (as not random).

    Raises TranslationError where there is no matrix form.
    """
    return Reader(symbols or {}).term(tensor)


INDICES = "rsjl"


class Reader:
    """Reads tensors over one set of symbols; remembers the terms of labels."""

    def __init__(self, symbols: Mapping[str, Any]) -> None:
        self.symbols = symbols
        self._known: dict[str, Any] = {}

    def term(self, tensor: Tensor) -> Any:
        """The term of a tensor of at most two slots."""
        tensor = tensor.as_matrix()
        if len(tensor.axes) != 2:
            raise TranslationError(f"no matrix form: a tensor of {len(tensor.axes)} slots")
        if len(tensor.axes[0]) * len(tensor.axes[1]) > 1:
            return self._blocks(tensor)
        if not tensor.terms:
            return zeros(*(self.size(axis) for axis in tensor.axes))
        if (key := _symbol_alone(tensor)) is not None:
            return self.atom(key)
        rows, cols = (axis[0] for axis in tensor.axes)
        return collected_sum([self._summand(net, c, rows, cols) for net, c in sorted(tensor.terms.items())])

    def size(self, axis: Axis) -> Any:
        """The size of an axis."""
        total: Any = S.Zero
        for block in axis:
            part: Any = S.One
            for d in block:
                part = part * self.dimension(d)
            total = total + part
        return size(total)

    def dimension(self, name: str) -> Any:
        """A dimension by its name."""
        return Integer(int(name)) if name.isdecimal() else self.symbols.get(name) or dimension(name)

    def _blocks(self, tensor: Tensor) -> Any:
        rows, cols = tensor.axes
        blocks = []
        for r, row in enumerate(rows):
            for c, col in enumerate(cols):
                terms: dict[Net, Coefficient] = {
                    (((0, *ext[0][1:]), (0, *ext[1][1:])), f, s): k
                    for (ext, f, s), k in tensor.terms.items()
                    if (ext[0][0], ext[1][0]) == (r, c)
                }
                blocks.append(self.term(Tensor(((row,), (col,)), terms)))
        return apply("block", len(rows), len(cols), *blocks)

    def _summand(self, net: Net, c: Coefficient, rows: Block, cols: Block) -> Summand:
        ext, factors, scalars = net
        sizes = dict(zip((*ext[0][1:], *ext[1][1:]), map(self.dimension, (*rows, *cols)), strict=True))
        numbers, links = self._product(factors, ext[0][1:], ext[1][1:], sizes)
        return Summand(Fraction(c), (*self._numbers(scalars), *numbers), links)

    def _product(
        self, factors: Sequence[Factor], rows: tuple[int, ...], cols: tuple[int, ...], sizes: dict[int, Any]
    ) -> tuple[list[Any], tuple[Link, ...]]:
        """The numbers and the matrix product that the factors make between the open indices `rows` and `cols`."""
        if any(max(map(len, self.sides(key, indices))) > 1 for key, indices in factors):
            return composite_product(self, factors, rows, cols, sizes)
        if len(rows) > 1 or len(cols) > 1:
            return [], ((self._kronecker(factors, rows, cols, sizes), False),)
        for key, indices in factors:
            sizes.update(zip(indices, map(self.dimension, label(key).dims), strict=True))
        reduction = Reduction(self._pieces(factors), {*rows, *cols}, sizes)
        if rows and cols:
            return reduction.numbers, reduction.matrix(rows[0], cols[0])
        if rows:
            return reduction.numbers, reduction.vector(rows[0])
        if cols:
            column = Piece(reduction.vector(cols[0]), cols[0], None)
            return reduction.numbers, column.turned.chain
        return reduction.numbers, ()

    def _kronecker(
        self, factors: Sequence[Factor], rows: tuple[int, ...], cols: tuple[int, ...], sizes: dict[int, Any]
    ) -> Any:
        """Several indices a slot: a Kronecker product, an outer product, or vec."""
        for r, c in sorted(
            ((r, c) for r in range(len(rows) + 1) for c in range(len(cols) + 1)), key=lambda rc: (rc != (1, 1), sum(rc))
        ):
            if (
                0 < r + c < len(rows) + len(cols)
                and (r or c)
                and (apart := _apart(factors, {*rows[:r], *cols[:c]}, {*rows[r:], *cols[c:]}))
            ):
                left, right = (
                    self.plain(part, *ends, sizes)
                    for part, ends in zip(apart, ((rows[:r], cols[:c]), (rows[r:], cols[c:])), strict=True)
                )
                outer = (r, c) == (len(rows), 0)
                return multiply(left, right) if outer else apply("kron", left, right)
        if len(rows) == 2 and not cols:
            return apply("vec", self.plain(factors, rows[1:], rows[:1], sizes))
        if len(cols) == 2 and not rows:
            return transpose(apply("vec", self.plain(factors, cols[1:], cols[:1], sizes)))
        raise TranslationError("no matrix form: indices of a Kronecker product are crossed")

    def plain(
        self, factors: Sequence[Factor], rows: tuple[int, ...], cols: tuple[int, ...], sizes: dict[int, Any]
    ) -> Any:
        """The matrix that the factors make between the open indices, as one term."""
        numbers, links = self._product(factors, rows, cols, sizes)
        return multiply(*numbers, *([product(links)] if links else []))

    def _numbers(self, scalars: Iterable[tuple[str, Any]]) -> list[Any]:
        """The atoms with their exponents; the exponentials as one."""
        exponent = Tensor(SCALAR, {})
        result = []
        for key, e in scalars:
            held = label(key)
            if held.kind == "exp":
                exponent = exponent + Tensor((), {held.argument[0]: e * held.argument[1]}).as_matrix()
            elif held.kind == "recip" and isinstance(held.argument, str):
                result += _powers(self.atom(held.argument), -e)
            else:
                result += _powers(self.atom(key), e)
        return result + ([apply("exp", self.term(exponent))] if exponent.terms else [])

    def sides(self, key: str, indices: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The indices of the rows of a matrix factor, and those of its columns."""
        held = label(key)
        axes = axes_of(held)
        if not axes:
            return indices[:1], indices[1:]
        rows = len(axes[0][held.blocks[0] if held.blocks else 0])
        return indices[:rows], indices[rows:]

    def _pieces(self, factors: Sequence[Factor]) -> list[Piece]:
        """A piece for every factor; exponentials over the same indices as one."""
        result = []
        exponents: dict[tuple[int, ...], Tensor] = {}
        logistic: list[tuple[tuple[int, ...], Tensor]] = []
        for key, indices in factors:
            held = label(key)
            if held.kind == "exp" and len(indices) < 3:
                part = dims_tensor(held.dims, {held.argument[0]: held.argument[1]})
                exponents[indices] = exponents[indices] + part if indices in exponents else part
            elif (u := logistic_argument(held)) is not None and len(indices) < 3:
                logistic.append((indices, u))
            else:
                result.append(self._piece(held, indices))
        for indices, u in logistic:
            rest, argument = without_exponential(exponents.get(indices, Tensor(u.axes, {})), u)
            exponents[indices] = rest
            result.append(piece_of(apply("sigmoid", self.term(argument)), indices, False))
        return result + [
            piece_of(apply("exp", self.term(u)), indices, False) for indices, u in exponents.items() if u.terms
        ]

    def _piece(self, held: Label, indices: tuple[int, ...]) -> Piece:
        if len(indices) > 2:
            raise TranslationError(f"no matrix form: a factor of {len(indices)} indices")
        return piece_of(self.atom(held.key), indices, held.symmetric)

    def atom(self, key: str) -> Any:
        """The term of a label."""
        if key not in self._known:
            self._known[key] = self._atom(label(key))
        return self._known[key]

    def _atom(self, held: Label) -> Any:
        match held.kind:
            case "symbol" | "natural":
                return self._symbol(held)
            case "dimension":
                return self.dimension(held.name)
            case "constant":
                return S.Pi
            case "closed":
                numbers, _ = self._product(held.argument, (), (), {})
                return multiply(*numbers)
            case "inv":
                return self._part(inverse(self.term(held.argument)), held)
            case "pinv" | "expm":
                return self._part(apply(held.kind, self.term(held.argument)), held)
            case "det" | "rank":
                return apply(held.kind, self.term(held.argument))
            case "pow":
                return self._part(power(*map(self.term, held.argument)), held)
            case "series":
                return self._series(held.name, *held.argument)
            case "unit":
                return apply("unit", self.term(held.argument), self.dimension(held.dims[0]))
            case "fn":
                return self._function(held.name, held.argument)
            case "exp":
                return apply("exp", self.term(dims_tensor(held.dims, {held.argument[0]: held.argument[1]})))
            case "recip":
                return self._reciprocal(held)
            case _:
                raise TranslationError(f"no matrix form: {held.kind}")

    def _series(self, name: str, summand: Tensor, count: Tensor) -> Any:
        """A sum from 0; its index is called r, s, ... by its depth, with a number where that name is taken."""
        stem = INDICES[(int(name.removeprefix(MARK)) - 1) % len(INDICES)]
        taken = {*self.symbols, *summand.symbols, *count.symbols}
        free = next(n for n in chain([stem], (f"{stem}_{k}" for k in naturals(1))) if n not in taken)
        index = natural(free)
        inner = Reader({**self.symbols, name: index})
        return apply("series", inner.term(summand), index, 0, self.term(count - number(1)))

    def _symbol(self, held: Label) -> Any:
        known = self.symbols.get(held.name)
        if held.kind == "natural":
            return known or natural(held.name)
        if not held.axes:
            return known or scalar(held.name)
        return self._part(known or matrix(held.name, *map(self.size, held.axes)), held)

    def _part(self, whole: Any, held: Label) -> Any:
        """The block that a label stands for, cut out of the whole matrix."""
        if not held.blocks:
            return whole
        if not held.dims and all(s.is_Integer for s in shape_of(whole)):
            return apply("entry", whole, held.blocks[0] + 1, held.blocks[1] + 1)
        rows, cols = (self._selector(axis, block) for axis, block in zip(axes_of(held), held.blocks, strict=True))
        return multiply(
            *(part for part in (rows, whole, None if cols is None else transpose(cols)) if part is not None)
        )

    def _selector(self, axis: Axis, chosen: int) -> Any:
        """The rows of the identity that belong to one block of an axis; None where that is the whole axis."""
        if len(axis) == 1:
            return None
        sizes = [self.size((block,)) for block in axis]
        return apply(
            "block",
            1,
            len(axis),
            *(identity(n) if k == chosen else zeros(sizes[chosen], n) for k, n in enumerate(sizes)),
        )

    def _function(self, name: str, argument: Tensor) -> Any:
        only = sole_atom(argument)
        if name == "log" and only is not None and only.kind == "det":
            return apply("logdet", self.term(only.argument))
        if (
            name == "sqrt"
            and only is not None
            and only.kind == "closed"
            and len(set(only.argument)) == 1
            and len(only.argument) == 2
        ):
            return apply("norm", self.atom(only.argument[0][0]))
        return apply(name, self.term(argument))

    def _reciprocal(self, held: Label) -> Any:
        if (u := logistic_argument(held)) is not None:
            return apply("sigmoid", self.term(-u))
        inner = self.atom(held.argument) if isinstance(held.argument, str) else self._uncollected(held.argument)
        return power(inner, -1) if is_scalar(inner) else apply("powers", inner, -1)

    def _uncollected(self, tensor: Tensor) -> Any:
        """The term of a sum as a sum: the reciprocal of a product would be one of reciprocals."""
        whole = self.term(tensor)
        if len(tensor.terms) == 1 or isinstance(whole, Add | MatAdd):
            return whole
        return add(*(self.term(Tensor(tensor.axes, {net: c})) for net, c in sorted(tensor.terms.items())))


def _powers(base: Any, exponent: Any) -> list[Any]:
    """The power as factors; of a norm one by one, since the square of a norm means the sum of squares."""
    if operands_of(base, "norm") is None or exponent % 2:
        return [power(base, exponent)]
    return [power(base, 1 if exponent > 0 else -1)] * abs(int(exponent))


def _apart(factors: Sequence[Factor], left: set[int], right: set[int]) -> tuple[list[Factor], list[Factor]] | None:
    """The factors connected with `left` and the others; None where these meet `right`."""
    if left & right:
        return None
    reached, ours, rest = set(left), [], list(factors)
    while more := [f for f in rest if reached.intersection(f[1])]:
        ours += more
        rest = [f for f in rest if f not in more]
        reached.update(i for _, indices in more for i in indices)
    return None if reached & right else (ours, rest)


def _symbol_alone(tensor: Tensor) -> str | None:
    """The label of the matrix symbol that the tensor is; None where it is something else."""
    if len(tensor.terms) != 1:
        return None
    ((_, factors, scalars), c) = next(iter(tensor.terms.items()))
    if c != 1 or scalars or len(factors) != 1:
        return None
    key, indices = factors[0]
    held = label(key)
    plain = held.kind == "symbol" and not held.blocks and held.axes == tensor.axes
    return key if plain and indices == (-1, -2)[: len(indices)] else None

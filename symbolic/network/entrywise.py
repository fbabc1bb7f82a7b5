"""Entrywise functions: reciprocals, signs, exponentials, and those that stay opaque (log, sqrt, sin, cos)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from symbolic.network.arrays import by_blocks, flattened, ones, used_positions
from symbolic.network.fuse import exponential, exponential_atom, fused
from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.net import Exponent, Factor, Net, Slot
from symbolic.network.normal import (
    Normal,
    leading,
    leading_sign,
    leading_square,
    normal,
    rational_root,
    whole,
)
from symbolic.network.tensor import Coefficient, Tensor, atom, single, tidy

UNIT_CANDIDATES = 8


def dims_of(argument: Tensor) -> tuple[str, ...]:
    """The dimensions of the slots of a tensor of one index a slot."""
    return tuple(axis[0][0] for axis in argument.axes)


def _spread(tensor: Tensor, positions: Sequence[int], key: str) -> Tensor:
    """The tensor with the slots of `tensor` whose entries are one factor on the given index positions."""
    count = sum(len(axis[0]) for axis in tensor.axes)
    flat = list(range(-1, -1 - count, -1))
    rows = len(tensor.axes[0][0])
    ext: tuple[Slot, ...] = ((0, *flat[:rows]), (0, *flat[rows:]))
    factor: tuple[Factor, ...] = ((key, tuple(flat[p] for p in positions)),)
    return Tensor(tensor.axes, {fused(ext, factor, ()): 1})


def function_key(kind: str, name: str, n: Normal) -> str:
    """The label of an entrywise function of a normal argument of one index a slot."""
    return intern(
        Label(
            f"{name or kind}:{digest(n.argument.key)}",
            kind,
            name,
            n.argument,
            n.symmetric,
            n.argument.symbols,
            dims_of(n.argument),
        )
    )


CONTENTS: dict[str, Callable[[Tensor], Coefficient]] = {
    "sin": leading_sign,
    "cos": leading_sign,
    "sqrt": leading_square,
}
VALUES_AT_ZERO = {"sin": 0, "cos": 1, "sign": 0, "sqrt": 0}
VALUES_AT_ONE = {"log": 0, "sqrt": 1}


def entrywise(name: str, tensor: Tensor) -> Tensor:
    """The function `name`, opaque, on every entry."""

    def on_block(block: Tensor) -> Tensor:
        if not block.terms and name in VALUES_AT_ZERO:
            return ones(*block.axes).scaled(VALUES_AT_ZERO[name])
        if name == "sign":
            return _sign(block)
        positions = used_positions(block)
        n = normal(flattened(block, positions), CONTENTS.get(name, whole))
        if name in VALUES_AT_ONE and not positions and n.argument.terms == {((), (), ()): 1}:
            value = ones(*block.axes).scaled(VALUES_AT_ONE[name])
        else:
            value = _spread(block, [positions[k] for k in n.order], function_key("fn", name, n))
        return value.scaled(_outside(name, n.scale))

    return by_blocks(tensor, on_block)


def _outside(name: str, scale: Coefficient) -> Coefficient:
    """What the content that an argument was divided by is for the value."""
    if name == "sqrt":
        return tidy(rational_root(Fraction(scale)) or 1)
    return scale if name == "sin" else 1


def exp(tensor: Tensor) -> Tensor:
    """The exponential of every entry, as a product over the terms of the argument."""

    def on_block(block: Tensor) -> Tensor:
        result = ones(*block.axes)
        for net, c in block.terms.items():
            alone = Tensor(block.axes, {net: 1})
            positions = used_positions(alone)
            n = normal(flattened(alone, positions), whole)
            monomial = next(iter(n.argument.terms))
            if positions:
                key = exponential(monomial, c, dims_of(n.argument), symmetric=n.symmetric)
                result = result.hadamard(_spread(alone, [positions[k] for k in n.order], key))
            else:
                result = result.hadamard(atom(exponential_atom(monomial), c))
        return result

    return by_blocks(tensor, on_block)


def reciprocal(tensor: Tensor) -> Tensor:
    """1/u for every entry u (0 for u = 0)."""
    return by_blocks(tensor, _reciprocal)


def _reciprocal(block: Tensor) -> Tensor:
    if not block.terms:
        return block
    if len(block.terms) == 1:
        ((_, c),) = block.terms.items()
        return _of_monomial(block, _RECIPROCAL).scaled(Fraction(1) / c)
    n, positions, unit = _without_units(block)
    value = _spread(block, [positions[k] for k in n.order], function_key("recip", "", n))
    return (value if unit is None else value.hadamard(unit)).scaled(Fraction(1) / n.scale)


def _sign(block: Tensor) -> Tensor:
    """sign(u) for every entry u; of a product the product."""
    if not block.terms:
        return block
    if len(block.terms) == 1:
        ((_, c),) = block.terms.items()
        return _of_monomial(block, _SIGN).scaled(1 if c > 0 else -1)
    n, positions, _ = _without_units(block)
    return _spread(block, [positions[k] for k in n.order], function_key("fn", "sign", n)).scaled(
        1 if n.scale > 0 else -1
    )


def _without_units(block: Tensor) -> tuple[Normal, list[int], Tensor | None]:
    """A sum divided by its content and by factors that are never 0, such that sums that differ by these only agree:
    with the largest exponents in it, so that derivatives of 1/(1 + exp(u)) and 1 - 1/(1 + exp(-u)) agree.

    The normal argument, the positions of its slots in the block, and the tensor that the block was multiplied by entry
    by entry.
    """
    units: list[Tensor | None] = [None]
    if len(block.terms) <= UNIT_CANDIDATES:
        units = [_inverse_unit(block, net) for net in block.terms]
    listed = []
    for unit in units:
        cleared = block if unit is None else block.hadamard(unit)
        positions = used_positions(cleared)
        listed.append((normal(flattened(cleared, positions), leading), positions, unit))
    return max(listed, key=lambda entry: (_exponents(entry[0].argument), entry[0].argument.key))


def _exponents(tensor: Tensor) -> tuple[Coefficient, list[tuple[list[str], Coefficient]]]:
    """The total of the exponents of exponentials, and that of those with the same symbols in them."""
    total: dict[frozenset[str], Coefficient] = {}
    for _, factors, scalars in tensor.terms:
        found = [(held, held.argument[1]) for key, _ in factors if (held := label(key)).kind == "exp"]
        found += [(held, e) for key, e in scalars if (held := label(key)).kind == "exp"]
        for held, exponent in found:
            total[held.symbols] = total.get(held.symbols, 0) + exponent
    return sum(total.values()), sorted((sorted(names), e) for names, e in total.items())


def _inverse_unit(block: Tensor, net: Net) -> Tensor | None:
    """1/f for the product f of the exponentials, dimensions and constants in a term; None where there are none."""
    ext, factors, scalars = net
    flat = [i for slot in ext for i in slot[1:]]
    fresh = list(range(-1, -1 - len(flat), -1))
    listed: list[Factor] = [
        (_inverted_factor(key), tuple(fresh[flat.index(i)] for i in indices))
        for key, indices in factors
        if label(key).kind == "exp" and all(i in flat for i in indices)
    ]
    atoms = [(key, -e) for key, e in scalars if label(key).kind in NEVER_ZERO]
    if not listed and not atoms:
        return None
    rows = len(ext[0]) - 1
    slots: tuple[Slot, ...] = ((0, *fresh[:rows]), (0, *fresh[rows:]))
    return Tensor(block.axes, {fused(slots, listed, atoms): 1})


NEVER_ZERO = ("exp", "constant", "dimension")
"""Kinds of atoms that are positive: they take negative exponents."""

Atoms = list[tuple[str, Exponent]]


class _Multiplicative:
    """A function with f(u v) = f(u) f(v), told by what it does to one factor, to one atom with its exponent and to
    a sum over indices.
    """

    kind, name = "", ""

    def factor(self, key: str) -> str | None:
        """f of a factor; None for 1."""
        raise TypeError(f"{type(self).__name__} declares no factor")

    def atom(self, key: str, exponent: Exponent) -> Atoms:
        """f of a power of an atom."""
        raise TypeError(f"{type(self).__name__} declares no atom")


class _Reciprocal(_Multiplicative):
    kind = "recip"

    def factor(self, key: str) -> str | None:
        return _inverted_factor(key)

    def atom(self, key: str, exponent: Exponent) -> Atoms:
        return [(key, -exponent)] if label(key).kind in NEVER_ZERO else [(_inverted_factor(key), exponent)]


class _Sign(_Multiplicative):
    kind, name = "fn", "sign"

    def factor(self, key: str) -> str | None:
        held = label(key)
        if held.kind in NEVER_ZERO:
            return None
        if held.kind == "fn" and held.name == "sign":
            return key
        if held.kind == "recip":
            if isinstance(held.argument, str):
                return self.factor(held.argument)
            return function_key("fn", "sign", Normal(held.argument, 1, (), held.symmetric))
        return function_key("fn", "sign", Normal(_alone(held), 1, (), held.symmetric))

    def atom(self, key: str, exponent: Exponent) -> Atoms:
        sign = self.factor(key)
        return [] if sign is None else [(sign, exponent)]


_RECIPROCAL, _SIGN = _Reciprocal(), _Sign()


def _inverted_factor(key: str) -> str:
    held = label(key)
    if held.kind == "exp":
        return exponential(held.argument[0], -held.argument[1], held.dims, symmetric=held.symmetric)
    if held.kind == "fn" and held.name == "sign":
        return key
    if held.kind == "recip" and isinstance(held.argument, str):
        return held.argument
    return intern(Label(f"recip:{key}", "recip", "", key, held.symmetric, held.symbols, held.dims))


def _alone(held: Label) -> Tensor:
    """One factor as a tensor, a slot for each index."""
    indices = tuple(range(-1, -1 - len(held.dims), -1))
    return single(tuple(((d,),) for d in held.dims), tuple((0, i) for i in indices), ((held.key, indices),))


def _of_monomial(block: Tensor, function: _Multiplicative) -> Tensor:
    """A multiplicative function of a block of one term (its coefficient left out)."""
    ((ext, factors, scalars),) = block.terms
    shown = {i for slot in ext for i in slot[1:]}
    listed: list[Factor] = []
    for group in _tied(factors, shown):
        if len(group) == 1 and shown.issuperset(group[0][1]):
            key, indices = function.factor(group[0][0]), group[0][1]
        else:
            dims = {i: d for name, ids in group for i, d in zip(ids, label(name).dims, strict=True)}
            open_ = sorted(shown.intersection(dims), reverse=True)
            n = normal(single(tuple(((dims[i],),) for i in open_), tuple((0, i) for i in open_), group), whole)
            key, indices = function_key(function.kind, function.name, n), tuple(open_[k] for k in n.order)
        if key is not None:
            listed.append((key, indices))
    atoms = [pair for key, e in scalars for pair in function.atom(key, e)]
    return Tensor(block.axes, {fused(ext, listed, atoms): 1})


def _tied(factors: Sequence[Factor], shown: set[int]) -> list[list[Factor]]:
    """The factors grouped by the indices that are summed over."""
    groups: list[tuple[set[int], list[Factor]]] = []
    for factor in factors:
        met = set(factor[1]) - shown
        joined = [g for g in groups if g[0] & met]
        groups = [g for g in groups if not g[0] & met]
        groups.append((met.union(*(g[0] for g in joined)), [f for g in joined for f in g[1]] + [factor]))
    return [members for _, members in groups]

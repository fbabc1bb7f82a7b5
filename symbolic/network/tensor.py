"""Tensors: sums of networks with open slots, and the operations on them.

A slot is a tuple of blocks, a block a tuple of dimension names: a matrix of n x d has the slots ((("n",),), (("d",),));
a Kronecker product has blocks of several dimensions; a block matrix has slots of several blocks; a size 1 is the block
(). Dimension names are strings.
A scalar has the slots (((),), ((),)).

>>> from symbolic.network.tensor import number
>>> (number(2) + number(-2)).terms
{}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain

from symbolic.errors import TranslationError
from symbolic.network.budget import spend
from symbolic.network.fuse import fused
from symbolic.network.labels import dimension_atom, label
from symbolic.network.net import Exponent, Factor, Net, Slot, concatenated, transposed

Coefficient = int | Fraction
Block = tuple[str, ...]
Axis = tuple[Block, ...]
UNIT: Axis = ((),)
SCALAR: tuple[Axis, ...] = (UNIT, UNIT)
LIMIT = 20_000


def tidy(value: Coefficient) -> Coefficient:
    """A fraction with denominator 1 as an int."""
    return value.numerator if not isinstance(value, int) and value.denominator == 1 else value


@dataclass(frozen=True)
class Tensor:
    """A sum of networks: `axes` says what the slots are, `terms` maps each network to its coefficient (never 0)."""

    axes: tuple[Axis, ...]
    terms: dict[Net, Coefficient]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.axes, frozenset(self.terms.items())))

    @property
    def is_scalar(self) -> bool:
        """Whether every slot has size 1."""
        return self.axes == SCALAR or all(axis == UNIT for axis in self.axes)

    @property
    def key(self) -> tuple[tuple[Axis, ...], tuple[tuple[Net, Coefficient], ...]]:
        """The content in a fixed order: equal tensors have equal keys."""
        return self.axes, tuple(sorted(self.terms.items()))

    @property
    def symbols(self) -> frozenset[str]:
        """Names of the symbols that occur."""
        from_terms = (symbols_of(net) for net in self.terms)
        return frozenset().union(*from_terms)

    def __add__(self, other: Tensor) -> Tensor:
        if self.axes != other.axes:
            if not self.terms or not other.terms:  # zero has every structure
                return self if self.terms else other
            raise TranslationError(f"sum of differently structured tensors {self.axes} and {other.axes}")
        small, large = (self, other) if len(self.terms) < len(other.terms) else (other, self)
        terms = dict(large.terms)
        for net, coefficient in small.terms.items():
            total = terms.get(net, 0) + coefficient
            if total:
                terms[net] = tidy(total)
            else:
                del terms[net]
        return Tensor(self.axes, terms)

    def __neg__(self) -> Tensor:
        return self.scaled(-1)

    def __sub__(self, other: Tensor) -> Tensor:
        return self + -other

    def scaled(self, factor: Coefficient) -> Tensor:
        """factor * self."""
        return Tensor(self.axes, {net: tidy(factor * c) for net, c in self.terms.items()} if factor else {})

    def __mul__(self, other: Tensor) -> Tensor:
        """The matrix product; a scalar multiplies anything."""
        if self.is_scalar or other.is_scalar:
            return self._times_scalar(other)
        if len(self.axes) != 2 or len(other.axes) != 2 or self.axes[1] != other.axes[0]:
            raise TranslationError(f"product of differently structured tensors {self.axes} and {other.axes}")
        shared = self.axes[1]
        if len(self.terms) == len(other.terms) == 1 and len(shared) == 1:
            ((net, c),), ((net2, c2),) = self.terms.items(), other.terms.items()
            if (word := concatenated(net, net2)) is not None and not word[2]:
                return Tensor((self.axes[0], other.axes[1]), {word: tidy(c * c2)})

        def pairs() -> Iterable[tuple[Net, Coefficient]]:
            for net, c in self.terms.items():
                ext, factors, scalars = net
                for net2, c2 in other.terms.items():
                    ext2, factors2, scalars2 = net2
                    if ext[1][0] != ext2[0][0]:
                        continue
                    word = concatenated(net, net2)
                    if word is not None:
                        yield word, c * c2
                        continue
                    moved_ext, moved = shifted(ext2, factors2, width(ext, factors))
                    joins = list(zip(ext[1][1:], moved_ext[0][1:], shared[ext[1][0]], strict=True))
                    yield joined((ext[0], moved_ext[1]), (*factors, *moved), chain(scalars, scalars2), joins), c * c2

        return collected((self.axes[0], other.axes[1]), pairs())

    def _times_scalar(self, other: Tensor) -> Tensor:
        scalar, body = (other, self) if other.is_scalar else (self, other)

        def pairs() -> Iterable[tuple[Net, Coefficient]]:
            for (_, factors, scalars), c in scalar.terms.items():
                for (ext, factors2, scalars2), c2 in body.terms.items():
                    yield fused(ext, (*factors, *factors2), chain(scalars, scalars2)), c * c2

        return collected(body.axes, pairs())

    def outer(self, other: Tensor) -> Tensor:
        """The tensor product: the slots of self, then those of other."""
        return self.contracted(other, (), range(len(self.axes) + len(other.axes)))

    def contracted(self, other: Tensor, pairs: Sequence[tuple[int, int]], keep: Sequence[int]) -> Tensor:
        """The tensor product, the slots in `pairs` set equal; those not in `keep` are summed over."""

        def beside() -> Iterable[tuple[Net, Coefficient]]:
            for (ext, factors, scalars), c in self.terms.items():
                offset = width(ext, factors)
                for (ext2, factors2, scalars2), c2 in other.terms.items():
                    moved_ext, moved = shifted(ext2, factors2, offset)
                    yield ((*ext, *moved_ext), (*factors, *moved), scalars + scalars2), c * c2

        return reslotted((*self.axes, *other.axes), beside(), pairs, keep)

    def inner(self, other: Tensor) -> Tensor:
        """The sum of all entries of the entrywise product, a scalar."""
        count = len(self.axes)
        return self.contracted(other, [(k, count + k) for k in range(count)], ()).as_matrix()

    def closed_over(self, pairs: Sequence[tuple[int, int]], keep: Sequence[int]) -> Tensor:
        """Slots in `pairs` are summed together (a trace for each pair); the slots `keep` stay, in that order."""
        dropped = set(range(len(self.axes))).difference(keep)
        if not pairs and list(keep) == sorted(keep) and all(self.axes[k] == UNIT for k in dropped):
            terms = {(tuple([ext[k] for k in keep]), factors, scalars): c
                     for (ext, factors, scalars), c in self.terms.items()}
            return Tensor(tuple(self.axes[k] for k in keep), terms)
        return reslotted(self.axes, self.terms.items(), pairs, keep)

    def merged(self, pairs: Sequence[tuple[int, int]], keep: Sequence[int]) -> Tensor:
        """Slots in `pairs` are set equal without a sum (the entrywise product); the slots `keep` stay, in that
        order.
        """
        return reslotted(self.axes, self.terms.items(), pairs, keep)

    def transposed(self) -> Tensor:
        """The transpose of a matrix."""
        turned = [transposed(net) for net in self.terms]
        if None in turned:
            return self.closed_over((), (1, 0))
        return collected(self.axes[::-1], zip(filter(None, turned), self.terms.values(), strict=True))

    def trace(self) -> Tensor:
        """The trace of a matrix, a scalar."""
        return self.closed_over([(0, 1)], ()).as_matrix()

    def total(self) -> Tensor:
        """The sum of all entries, a scalar."""
        return self.closed_over((), ()).as_matrix()

    def as_matrix(self) -> Tensor:
        """The same with unit slots added at the end until there are two."""
        missing = 2 - len(self.axes)
        if missing <= 0:
            return self
        return Tensor(
            self.axes + (UNIT,) * missing,
            {((*ext, *((0,),) * missing), f, s): c for (ext, f, s), c in self.terms.items()},
        )

    def hadamard(self, other: Tensor) -> Tensor:
        """The entrywise product; a scalar multiplies every entry."""
        if self.is_scalar or other.is_scalar:
            return self._times_scalar(other)
        count = len(self.axes)
        return self.contracted(other, [(k, count + k) for k in range(count)], range(count))


def width(ext: Sequence[Slot], factors: Sequence[Factor]) -> int:
    """A number above every bound index."""
    return 1 + max([0, *[i for _, indices in factors for i in indices]])


def shifted(ext: Sequence[Slot], factors: Sequence[Factor], offset: int) -> tuple[tuple[Slot, ...], tuple[Factor, ...]]:
    """The network with its indices renamed so that they meet those of no network whose bound indices are below
    `offset`.
    """
    if not ext and not factors:
        return (), ()
    open_ = -1_000 - offset

    def new(i: int) -> int:
        return i + offset if i >= 0 else i + open_

    return (
        tuple((slot[0], *map(new, slot[1:])) for slot in ext),
        tuple((key, tuple(map(new, indices))) for key, indices in factors),
    )


def joined(
    ext: Sequence[Slot],
    factors: Sequence[Factor],
    scalars: Iterable[tuple[str, Exponent]],
    joins: Sequence[tuple[int, int, str]],
) -> Net:
    """The network with the index pairs in `joins` identified; an index left without factor and slot gives its
    dimension.
    """
    if not joins:
        return fused(ext, factors, scalars)
    leader: dict[int, int] = {}

    def find(i: int) -> int:
        while i in leader:
            i = leader[i]
        return i

    for a, b, _ in joins:
        ra, rb = find(a), find(b)
        if ra != rb:
            leader[rb] = ra
    ext = [(slot[0], *map(find, slot[1:])) for slot in ext]
    factors = [(key, tuple(map(find, indices))) for key, indices in factors]
    present = {i for _, indices in factors for i in indices}.union(*(slot[1:] for slot in ext))
    loose = {i: d for a, _, d in joins if (i := find(a)) not in present}
    return fused(ext, factors, chain(scalars, [(dimension_atom(d), 1) for d in loose.values()]))


def reslotted(
    axes: tuple[Axis, ...],
    terms: Iterable[tuple[Net, Coefficient]],
    pairs: Sequence[tuple[int, int]],
    keep: Sequence[int],
) -> Tensor:
    """The tensor of the terms (not canonical, slots `axes`), slots in `pairs` set equal, those not in `keep` summed
    over.
    """
    for a, b in pairs:
        if axes[a] != axes[b]:
            raise TranslationError(f"slots of different structure {axes[a]} and {axes[b]}")
    paired = {s for pair in pairs for s in pair}
    dropped = [s for s in range(len(axes)) if s not in paired and s not in keep]

    def results() -> Iterable[tuple[Net, Coefficient]]:
        for (ext, factors, scalars), c in terms:
            if any(ext[a][0] != ext[b][0] for a, b in pairs):
                continue
            joins = [join for a, b in pairs for join in zip(ext[a][1:], ext[b][1:], axes[a][ext[a][0]], strict=True)]
            joins += [(i, i, d) for s in dropped for i, d in zip(ext[s][1:], axes[s][ext[s][0]], strict=True)]
            yield joined([ext[s] for s in keep], factors, scalars, joins), c

    return collected(tuple([axes[s] for s in keep]), results())


def collected(axes: tuple[Axis, ...], pairs: Iterable[tuple[Net, Coefficient]], limit: int = LIMIT) -> Tensor:
    """The tensor of the given (network, coefficient) pairs; sizes that are numbers go to the coefficients.

    Raises TranslationError past `limit` pairs.
    """
    terms: dict[Net, Coefficient] = {}
    for count, (net, coefficient) in enumerate(pairs):
        if not count & 31:
            spend()
        for key, _ in net[2]:
            if key[0] == "#" and key[1:].isdecimal():
                net, coefficient = _counted(net, coefficient)
                break
        terms[net] = terms.get(net, 0) + coefficient
        if count > limit:
            raise TranslationError(f"more than {limit} terms")
    return Tensor(axes, {net: tidy(c) for net, c in terms.items() if c})


def _counted(net: Net, coefficient: Coefficient) -> tuple[Net, Coefficient]:
    """The network without the dimensions that are numbers, and the coefficient times these."""
    kept = []
    for key, exponent in net[2]:
        if key[0] == "#" and key[1:].isdecimal():
            coefficient = coefficient * int(key[1:]) ** int(exponent)
        else:
            kept.append((key, exponent))
    return (net[0], net[1], tuple(kept)), coefficient


def number(value: Coefficient) -> Tensor:
    """A rational number."""
    return Tensor(SCALAR, {(((0,), (0,)), (), ()): tidy(value)} if value else {})


def atom(key: str, exponent: Exponent = 1) -> Tensor:
    """A scalar atom to a power."""
    return Tensor(SCALAR, {fused(((0,), (0,)), (), ((key, exponent),)): 1})


def single(axes: tuple[Axis, ...], ext: Sequence[Slot], factors: Sequence[Factor]) -> Tensor:
    """The tensor of one network."""
    return Tensor(axes, {fused(ext, factors, ()): 1})


def symbols_of(net: Net) -> frozenset[str]:
    """Names of the symbols in a network."""
    return frozenset().union(*(label(key).symbols for key, _ in net[1]), *(label(key).symbols for key, _ in net[2]))

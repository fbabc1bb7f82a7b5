"""Replacing factors of a network by tensors: the one operation behind derivatives, laws and certificates.

`plug(net, place, tensor)` takes the factor at `place` out of a network and contracts the slots of `tensor` with the
indices of that factor;
slots of the tensor beyond these become open slots of the result, after the network's own. A *context* is a network with
one factor of the kind `hole`; filling it with the difference of an equation's sides is one term of a certificate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain

from symbolic.errors import TranslationError
from symbolic.network.fuse import FUSED, fused
from symbolic.network.labels import Label, intern, label
from symbolic.network.net import Exponent, Factor, Line, Net, along, line_of
from symbolic.network.tensor import Coefficient, Tensor, joined, shifted, width


def plugged(net: Net, place: int, tensor: Tensor) -> Iterable[tuple[Net, Coefficient]]:
    """The terms of the network with the factor at `place` replaced by `tensor` (slots of one index each first, then
    free ones).
    """
    ext, factors, scalars = net
    _, indices = factors[place]
    before, after = factors[:place], factors[place + 1 :]
    offset = width(ext, factors)
    simple = len(tensor.axes) == len(indices) and all(len(axis) == 1 == len(axis[0]) for axis in tensor.axes)
    line = _line(net) if simple and len(indices) == 2 else None
    for (ext2, factors2, scalars2), c in tensor.terms.items():
        within = _line((ext2, factors2, scalars2)) if line is not None else None
        if line is not None and within is not None:
            if line[place][1]:
                within = [(key, not turned) for key, turned in reversed(within)]
            walk = along([*line[:place], *within, *line[place + 1 :]])
            yield (((ext[0][0], -1), (ext[1][0], -2)), tuple(walk), ()), c
            continue
        names = {slot[1]: i for i, slot in zip(indices, ext2, strict=True)} if simple else {}
        if simple and len(names) == len(indices) and names.keys() <= {i for _, ids in factors2 for i in ids}:
            inner = [(key, tuple([names[i] if i < 0 else i + offset for i in ids])) for key, ids in factors2]
            yield fused(ext, (*before, *inner, *after), scalars + scalars2), c
            continue
        moved_ext, moved = shifted(ext2, factors2, offset)
        joins = []
        for i, slot, axis in zip(indices, moved_ext, tensor.axes, strict=False):
            if len(slot) != 2 or len(axis) != 1:
                raise TranslationError("a factor's index meets a slot of another structure")
            joins.append((i, slot[1], axis[0][0]))
        yield joined((*ext, *moved_ext[len(indices) :]), (*before, *after, *moved), chain(scalars, scalars2), joins), c


def _line(net: Net) -> Line | None:
    """A network that is one path of matrices, in order; None for others, and where factors may be fused."""
    ext, factors, scalars = net
    if scalars or len(ext) != 2 or len(ext[0]) != 2 or len(ext[1]) != 2:
        return None
    line = line_of(factors, ext[0][1], ext[1][1])
    return line if line and FUSED.isdisjoint([key[:3] for key, _ in line]) else None


def opened(net: Net, depends: Iterable[str]) -> tuple[Net, list[tuple[str, Exponent]]]:
    """The network with its atoms on the given symbols written out as factors, and the powers on them that stay
    scalars.
    """
    wanted = frozenset(depends)
    (ext, factors, scalars), kept = opened_where(net, lambda held: bool(held.symbols & wanted))
    listed = list(factors)
    touched: list[tuple[str, Exponent]] = []
    apart: list[tuple[str, Exponent]] = []
    for atom, exponent in kept:
        held = label(atom)
        if not held.symbols & wanted:
            apart.append((atom, exponent))
        elif isinstance(exponent, int) and exponent > 0 and held.kind != "dimension":
            listed += [(atom, ())] * exponent
        else:
            touched.append((atom, exponent))
    return (ext, tuple(listed), (*scalars, *apart)), touched


def opened_where(net: Net, wanted: Callable[[Label], bool]) -> tuple[Net, list[tuple[str, Exponent]]]:
    """The network with those closed atoms written out as factors whose label is `wanted`, without its other atoms,
    and these.
    """
    ext, factors, scalars = net
    listed: list[Factor] = list(factors)
    kept: list[tuple[str, Exponent]] = []
    offset = width(ext, factors)
    for atom, exponent in scalars:
        held = label(atom)
        if held.kind == "closed" and isinstance(exponent, int) and exponent > 0 and wanted(held):
            for _ in range(exponent):
                listed += [(key, tuple(i + offset for i in indices)) for key, indices in held.argument]
                offset += 1 + max(i for _, indices in held.argument for i in indices)
        else:
            kept.append((atom, exponent))
    return (ext, tuple(listed), ()), kept


@lru_cache(maxsize=16)
def hole(rank: int) -> str:
    """The label of a hole with `rank` indices."""
    return intern(Label(f"hole/{rank}", "hole", ""))

"""Tensors summed over a running number: what does not depend on it stands outside, the rest is a factor of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from symbolic.errors import TranslationError
from symbolic.network.expectation import TIE
from symbolic.network.fuse import fused
from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.net import Exponent, Factor, Net
from symbolic.network.normal import Normal, normal, whole
from symbolic.network.plug import opened, plugged
from symbolic.network.powers import counted_down, gathered
from symbolic.network.tensor import Coefficient, Tensor, collected
from symbolic.network.whole_numbers import Running, least

OPEN_LIMIT = 4


def summed(value: Tensor, running_numbers: Running) -> Tensor:
    """A tensor summed over the innermost running number."""
    name, count = running_numbers[-1]
    plain = least(count, ()) is not None and (least(count, ()) or 0) >= 0
    terms: list[tuple[Net, Coefficient]] = []
    result = Tensor(value.axes, {})
    for net, c in value.terms.items():
        (ext, factors, scalars), touched = opened(net, (name,))
        factors = tuple(gathered(ext, factors, name, running_numbers))
        running = [f for f in factors if name in label(f[0]).symbols]
        rest = [f for f in factors if name not in label(f[0]).symbols]
        if not running and not touched and plain:
            result = result + count * collected(value.axes, [(fused(ext, factors, scalars), c)])
            continue
        outside = {i for slot in ext for i in slot[1:]} | {i for _, indices in rest for i in indices}
        dims = {i: d for key, indices in running for i, d in zip(indices, label(key).dims, strict=True)}
        shown = [i for i in dims if i in outside]
        if TIE in dims.values() or len(shown) > OPEN_LIMIT:
            raise TranslationError("a sum over factors that are tied to so many others is outside the canonical form")
        key, order = _label(running, touched, [(i, dims[i]) for i in shown], name, count)
        terms.append((fused(ext, (*rest, (key, tuple(shown[k] for k in order))), scalars), c))
    return result + collected(value.axes, terms)


def _label(
    factors: Sequence[Factor],
    scalars: Iterable[tuple[str, Exponent]],
    shown: Sequence[tuple[int, str]],
    name: str,
    count: Tensor,
) -> tuple[str, tuple[int, ...]]:
    """The label of a product summed over its running number, and which of the open indices stands at each of its own.
    """
    axes = tuple(((d,),) for _, d in shown)
    product = collected(axes, [(fused([(0, i) for i, _ in shown], factors, scalars), 1)])
    n, same = _forwards(normal(product, whole), name, count)
    argument = n.argument
    symbols = (argument.symbols - {name}) | count.symbols
    dims = tuple(axis[0][0] for axis in argument.axes)
    symmetric = len(dims) == 2 and argument.transposed() in same
    paired = len(dims) == 4 and argument.closed_over((), (2, 3, 0, 1)) in same
    key = f"series:{digest((argument.key, name, count.key))}"
    return intern(Label(key, "series", name, (argument, count), symmetric or paired, symbols, dims)), n.order


def _forwards(n: Normal, name: str, count: Tensor) -> tuple[Normal, list[Tensor]]:
    """The summand, or that with the running number counted down where its exponents are shorter; and all tensors that
    have the same sum, in this order of slots.
    """
    back = counted_down(n.argument, name, count)
    if back is None:
        return n, [n.argument]
    other = normal(back, whole)
    if _preference(other.argument) > _preference(n.argument):
        n = Normal(other.argument, 1, tuple(n.order[k] for k in other.order), other.symmetric)
        back = counted_down(n.argument, name, count)
    return n, [n.argument] if back is None else [n.argument, back]


def _preference(value: Tensor) -> tuple[int, Any]:
    """Short exponents first, then the greatest key."""
    held = [label(key) for net in value.terms for key in (*(k for k, _ in net[1]), *(k for k, _ in net[2]))]
    return -sum(len(h.argument[1].terms) for h in held if h.kind == "pow"), value.key


def resummed(value: Tensor) -> Tensor:
    """The tensor with each sum that stands alone in its network carried out anew: powers of one matrix that have come
    together at its ends are gathered.
    """
    result = Tensor(value.axes, {})
    for net, c in value.terms.items():
        part = Tensor(value.axes, {net: c})
        places = [k for k, (key, _) in enumerate(net[1]) if label(key).kind == "series"]
        if len(places) == 1:
            held = label(net[1][places[0]][0])
            summand, count = held.argument
            if not any(held.name in label(key).symbols for key, _ in (*net[1], *net[2])):
                inner = collected(value.axes, ((n, c * k) for n, k in plugged(net, places[0], summand)))
                part = summed(inner, ((held.name, count),))
        result = result + part
    return result

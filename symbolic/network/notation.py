"""What labels say about the notation of their factors: sides, sigmoids, lone atoms."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symbolic.network.labels import Label, label
from symbolic.network.net import Net
from symbolic.network.tensor import Axis, Coefficient, Tensor


def dims_tensor(dims: Iterable[str], terms: dict[Net, Coefficient]) -> Tensor:
    """A matrix whose slots have one index each, of the given dimensions (at most two)."""
    return Tensor(tuple(((d,),) for d in dims), terms).as_matrix()


def axes_of(held: Label) -> tuple[Axis, ...]:
    """The axes of the whole matrix that a label is a block of; () for factors that are no matrices of their own."""
    if held.kind == "symbol":
        return held.axes
    if held.kind in ("inv", "pinv"):
        return (held.argument.axes[1], held.argument.axes[0])
    if held.kind == "expm":
        return (held.argument.axes[0], held.argument.axes[1])
    if held.kind == "pow":
        return (held.argument[0].axes[0], held.argument[0].axes[1])
    return ()


def sole_atom(argument: Tensor) -> Label | None:
    """The atom that a scalar tensor is, or None."""
    if len(argument.terms) != 1:
        return None
    ((net, c),) = argument.terms.items()
    return label(net[2][0][0]) if c == 1 and not net[1] and len(net[2]) == 1 and net[2][0][1] == 1 else None


def logistic_argument(held: Label) -> Tensor | None:
    """u where the label is 1/(1 + exp(u)), as a matrix; None for other labels."""
    if (
        held.kind != "recip"
        or isinstance(held.argument, str)
        or len(held.argument.terms) != 2
        or set(held.argument.terms.values()) != {1}
    ):
        return None
    nets = sorted(held.argument.terms, key=lambda net: len(net[1]) + len(net[2]))
    (ext, none, nothing), (ext2, factors, scalars) = nets
    shown = [slot[1:] for slot in ext]
    if none or nothing or ext != ext2 or len(set(shown)) < len(shown):
        return None
    result = Tensor(held.argument.axes, {})
    for key, indices in factors:
        part = label(key)
        if part.kind != "exp" or list(indices) != [i for slot in ext for i in slot[1:]]:
            return None
        result = result + Tensor(held.argument.axes, {part.argument[0]: part.argument[1]})
    if scalars and factors:
        return None
    for key, exponent in scalars:
        if label(key).kind != "exp":
            return None
        result = result + Tensor(held.argument.axes, {label(key).argument[0]: exponent})
    return result.as_matrix()


def without_exponential(exponent: Tensor, u: Tensor) -> tuple[Tensor, Tensor]:
    """exp(exponent)/(1 + exp(u)) as exp(rest) sigmoid(argument): rest and argument, the rest as small as can be."""
    rest = exponent - u
    return (rest, u) if _weight(rest) < _weight(exponent) else (exponent, -u)


def _weight(tensor: Tensor) -> Fraction:
    return sum((abs(Fraction(c)) for c in tensor.terms.values()), Fraction(0))

"""Expectation of tensors, by linearity and independence alone.

In E[...] of a network the constant factors stand outside. The random factors become *moment factors*: `E|x` is the
factor x inside an expectation, and one extra index, shared by all factors under the same expectation, ties them
together:
  E[x_i x_j] = (E|x)(i, g) (E|x)(j, g).
Factors on independent random symbols get expectations of their own. What a declared law says of a moment is an equation
between such networks (`symbolic.network.moments`), used like any hypothesis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symbolic.errors import TranslationError
from symbolic.network.fuse import fused
from symbolic.network.labels import Label, intern, label
from symbolic.network.net import Factor, Net
from symbolic.network.plug import opened
from symbolic.network.tensor import Coefficient, Tensor, collected, width

TIE = "~"


def expectation(tensor: Tensor, families: Mapping[str, str]) -> Tensor:
    """E of every entry. `families` maps each random symbol to its family; different families are independent.

    Raises TranslationError for a random atom with an exponent that is not a whole number from 0.
    """

    def terms() -> Iterable[tuple[Net, Coefficient]]:
        for net, c in tensor.terms.items():
            (ext, factors, scalars), touched = opened(net, families)
            if touched:
                raise TranslationError(
                    "the expectation of a fractional or negative power is outside the canonical form"
                )
            yield fused(ext, _tied(factors, families, width(ext, factors)), scalars), c

    return collected(tensor.axes, terms())


def moment_label(key: str, random: Iterable[str]) -> str:
    """The label of the factor `key` inside an expectation over the given symbols."""
    held = label(key)
    constant = held.symbols - set(random)
    named = f"E|{key}" + (f"|{','.join(sorted(constant))}" if constant else "")
    return intern(Label(named, "moment", held.name, key, False, constant, (*held.dims, TIE), held.blocks))


def _tied(factors: Iterable[Factor], families: Mapping[str, str], free: int) -> list[Factor]:
    listed = [(key, indices, {families[s] for s in label(key).symbols if s in families}) for key, indices in factors]
    groups: list[set[str]] = []
    for _, _, touched in listed:
        if touched:
            met = [g for g in groups if g & touched]
            groups = [g for g in groups if not g & touched] + [touched.union(*met)]
    order = {family: free + k for k, group in enumerate(groups) for family in group}
    return [
        (moment_label(key, families), (*indices, order[next(iter(touched))])) if touched else (key, indices)
        for key, indices, touched in listed
    ]

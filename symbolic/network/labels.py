"""Labels: what a factor of a network is, interned by content.

A network holds its factors as (label, indices), the label a string. The string of a symbol is its name with its sizes;
the string of a composite factor (the inverse of a sum, a function of a term, a closed network) is its kind and a digest
of the canonical form of its argument, so that equal arguments give equal strings. `intern` refuses two contents under
one string, so a digest never decides an equality that the contents do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from symbolic.errors import TranslationError


@dataclass(frozen=True, slots=True)
class Label:
    """What stands behind a label string.

    kind: symbol, natural, dimension, constant, inv, pinv, expm, det, rank, fn, exp, recip, pow, unit, series, closed,
    moment, hole.
    name: the symbol's or function's name. argument: the canonical argument: a Tensor; the factors for `closed`;
    (monomial, coefficient) for `exp`; (base, exponent) for `pow`; (summand, count) for `series`, whose name is that
    of the running number; a Tensor or a label for `recip`; a label for `moment`; else None.
    symmetric: the first half of its indices may be exchanged with the second. symbols: names of the
    symbols it depends on.
    dims: the dimension of each index.
    blocks: the block of each slot that a block-wise factor stands for, else ().
    axes: the rows and columns of a matrix symbol, else ().
    """

    key: str
    kind: str
    name: str
    argument: Any = None
    symmetric: bool = False
    symbols: frozenset[str] = frozenset()
    dims: tuple[str, ...] = ()
    blocks: tuple[int, ...] = ()
    axes: tuple[Any, ...] = ()


MARK = "%"
"""With what the names of running numbers begin; no symbol has such a name."""

_TABLE: dict[str, Label] = {}


def intern(label: Label) -> str:
    """Record a label under its key and return the key.

    Raises TranslationError where the key stands for another content.
    """
    known = _TABLE.setdefault(label.key, label)
    if known is not label and (known.kind, known.name, known.argument, known.blocks) != (
        label.kind,
        label.name,
        label.argument,
        label.blocks,
    ):
        raise TranslationError(f"two contents under the label {label.key}")
    return label.key


def dimension_atom(name: str) -> str:
    """The atom whose value is the dimension `name`."""
    return intern(Label(f"#{name}", "dimension", name, symbols=frozenset({name})))


def natural_atom(name: str) -> str:
    """The atom of a natural number that is no size."""
    return intern(Label(f"{name}[natural]", "natural", name, symbols=frozenset({name})))


def label(key: str) -> Label:
    """The label of a key."""
    return _TABLE[key]


def digest(content: Any) -> str:
    """Sixteen bytes of the content's printed form, in hexadecimal."""
    return blake2b(repr(content).encode(), digest_size=16).hexdigest()

"""The raw tree: what was written, before names and sizes have a meaning. Every node knows its place (`start`, `end`)
and its depth.

`Sum` and `Product` are flat lists, so that a long sum is not a deep tree. The last nodes are statements.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Rational


@dataclass(frozen=True, slots=True)
class Raw:
    """A node: characters `start` to `end` of the text, `depth` nodes deep."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Number(Raw):
    """A whole or decimal number."""

    value: Rational


@dataclass(frozen=True, slots=True)
class Name(Raw):
    """A name."""

    name: str


@dataclass(frozen=True, slots=True)
class Negated(Raw):
    """-a."""

    value: Raw


@dataclass(frozen=True, slots=True)
class Sum(Raw):
    """Parts with their signs "+" and "-"."""

    parts: tuple[tuple[str, Raw], ...]


@dataclass(frozen=True, slots=True)
class Product(Raw):
    """Parts with the sign before each: "*", "/", ".*" or "./" (the first has "*")."""

    parts: tuple[tuple[str, Raw], ...]


@dataclass(frozen=True, slots=True)
class Power(Raw):
    """base^exponent, or base.^exponent if `entrywise`."""

    base: Raw
    exponent: Raw
    entrywise: bool


@dataclass(frozen=True, slots=True)
class Transpose(Raw):
    """a'."""

    value: Raw


@dataclass(frozen=True, slots=True)
class Index(Raw):
    """a[i] or a[i, j]."""

    value: Raw
    indices: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class Call(Raw):
    """f(a, b), and E[f], Var[f], Cov[f, g]."""

    name: str
    arguments: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class Literal(Raw):
    """[a, b; c, d], rows of equal length."""

    rows: tuple[tuple[Raw, ...], ...]


@dataclass(frozen=True, slots=True)
class Let(Raw):
    """let a = ...; b = ...; body."""

    bindings: tuple[tuple[str, Raw], ...]
    body: Raw


@dataclass(frozen=True, slots=True)
class Relation(Raw):
    """left sign right, for = != <= < >= > >>."""

    sign: str
    left: Raw
    right: Raw


@dataclass(frozen=True, slots=True)
class PropertyOf(Raw):
    """positive definite(A)."""

    name: str
    value: Raw


@dataclass(frozen=True, slots=True)
class Existence(Raw):
    """exists W: statements."""

    name: str
    statements: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Raw):
    """left => right."""

    left: Raw
    right: Raw


@dataclass(frozen=True, slots=True)
class Minimum(Raw):
    """minimizes(point, function, variable)."""

    point: Raw
    function: Raw
    variable: Raw


STATEMENTS = (Relation, PropertyOf, Existence, Conditional, Minimum)


def is_statement(raw: Raw) -> bool:
    """Whether `raw` says something, rather than names a value."""
    while isinstance(raw, Let):
        raw = raw.body
    return isinstance(raw, STATEMENTS)


def depth_of(*children: Raw) -> int:
    """The depth of a node over `children`."""
    return 1 + max([child.depth for child in children], default=0)

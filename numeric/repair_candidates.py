"""The hypotheses that may repair a claim: properties of its symbols, equations between two of them (they commute, their
product vanishes), squares that are the identity or zero, inclusions of ranges and orders, the existence of an inverse
that the claim speaks of, signs and orders of numbers, vanishing third moments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from sympy import Basic, Inverse, Le, Lt, MatrixSymbol, S, preorder_traversal

from numeric.sampling import Sampler
from numeric.sampling.variables import is_random, is_sized
from symbolic.language.operator import Application, apply
from symbolic.language.operators.spectral import PseudoInverse
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Distribution, Loewner, RangeInclusion, equals, has, relation
from symbolic.language.terms import add, identity, multiply, negative, transpose

USUAL = ("invertible", "symmetric")
SQUARE = (
    "idempotent",
    "orthogonal",
    "diagonal",
    "positive semidefinite",
    "positive definite",
    "antisymmetric",
)
OBLONG = ("full column rank", "full row rank")


def candidates(hypotheses: Sequence[Basic], claims: Sequence[Basic]) -> Iterator[Any]:
    """The list of hypotheses to try, the usual suspects first."""
    symbols = Sampler(hypotheses, claims).system.symbols
    matrices = [s for s in symbols if not is_scalar(s)]
    square = [s for s in matrices if shape_of(s)[0] == shape_of(s)[1]]
    yield from (has("invertible", a) for a in dict.fromkeys(_inverted(claims)))
    for a, b in combinations(square, 2):
        if shape_of(a) == shape_of(b):
            yield equals(multiply(a, b), multiply(b, a))
    yield from (has(name, a) for name in USUAL for a in square)
    yield from _ranges(matrices, (*hypotheses, *claims))
    yield from _orders(square, claims)
    yield from (has(name, a) for name in SQUARE for a in square)
    yield from (has(name, a) for name in OBLONG for a in matrices if shape_of(a)[1] != 1)
    yield from _moments(hypotheses)
    yield from _annihilating(matrices)
    for a in square:
        yield equals(multiply(a, transpose(a)), multiply(transpose(a), a))
        yield from (equals(multiply(a, a), value) for value in (identity(shape_of(a)[0]), 0))
    yield from (has("nonzero", a) for a in matrices)
    yield from (has("nonnegative", a) for a in matrices if shape_of(a)[1] == 1)
    for c in (s for s in symbols if is_scalar(s) and not is_sized(s)):
        yield from (relation(c, "!=", 0), relation(0, "<=", c), relation(0, "<", c))
    for a, b in combinations([s for s in symbols if is_scalar(s) and not is_sized(s)], 2):
        yield from (relation(a, "<=", b), relation(b, "<=", a))


def _inverted(claims: Sequence[Basic]) -> Iterator[Any]:
    """Square terms whose inverse or Moore-Penrose inverse stands in the claims."""
    for node in (n for claim in claims for n in preorder_traversal(claim)):
        if isinstance(node, Inverse):
            yield node.args[0]
        elif _is_pinv(node):
            inner = node.operands[0]
            if shape_of(inner)[0] == shape_of(inner)[1] and not is_scalar(inner):
                yield inner


def _is_pinv(node: Any) -> bool:
    return isinstance(node, Application) and isinstance(node.operator, PseudoInverse)


def _moments(hypotheses: Sequence[Basic]) -> Iterator[Any]:
    """Third central moments that vanish, for random vectors of a known mean."""
    for law in (h for h in hypotheses if isinstance(h, Distribution)):
        symbol, mean = law.symbol, law.parameters.get("mean")
        if mean is not None and is_random(symbol):
            yield equals(apply("E", apply("powers", add(symbol, negative(mean)), 3)), 0)


def _ranges(matrices: Sequence[Any], statements: Sequence[Basic]) -> Iterator[Any]:
    """Inclusions between the ranges of matrices and of their transposes, where statements speak of ranges or
    Moore-Penrose inverses.
    """
    nodes = (n for statement in statements for n in preorder_traversal(statement))
    if not any(isinstance(n, RangeInclusion) or _is_pinv(n) for n in nodes):
        return
    for large in (m for m in matrices if S.One not in shape_of(m)):
        for small in (m for m in matrices if m is not large):
            if shape_of(small)[0] == shape_of(large)[0]:
                yield RangeInclusion(small, large)
            if shape_of(small)[1] == shape_of(large)[1]:
                yield RangeInclusion(transpose(small), transpose(large))
            if shape_of(small)[0] == shape_of(large)[1] != shape_of(large)[0]:
                yield RangeInclusion(small, transpose(large))


def _orders(square: Sequence[Any], claims: Sequence[Basic]) -> Iterator[Any]:
    """Loewner orders between matrices and with the identity, where an order is claimed."""
    if not any(isinstance(claim, Loewner | Le | Lt) for claim in claims):
        return
    for a in square:
        one = identity(shape_of(a)[0])
        yield from (Loewner(a, b) for b in square if b is not a and shape_of(a) == shape_of(b))
        yield from (Loewner(a, one), Loewner(one, a))


def _annihilating(matrices: Sequence[Any]) -> Iterator[Any]:
    """Products of two matrices that vanish, transposed or not; no outer products."""
    for a, b in combinations([m for m in matrices if isinstance(m, MatrixSymbol)], 2):
        for left, right in ((a, b), (transpose(a), b), (a, transpose(b)), (b, a)):
            if shape_of(left)[1] == shape_of(right)[0] != S.One and not is_scalar(multiply(left, right)):
                yield equals(multiply(left, right), 0)

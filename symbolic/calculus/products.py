"""Products as data: a number, scalars with exponents, and a chain of matrices; and how long a term is.

Terms are taken apart (`as_product`) and put together again (`Product.term`) in one layout: the number, the scalars, the
chain, the divisors. A scalar stands in `scalars` under its base, roots as exponent 1/2.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w = matrix("X", n, d), vector("w", d)
>>> as_product(2*X*w/(w.T*w)).scalars
{w.T*w: -1}
>>> as_product(w.T*w*X).chain
(X,)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sympy import (
    Add,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    S,
    Transpose,
    ZeroMatrix,
)

from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.terms import multiply, ones, power

HALF = Rational(1, 2)
POWERS = 8


@dataclass(slots=True)
class Product:
    """coefficient * product of scalar^exponent * chain; an empty chain is the number 1."""

    coefficient: Any = S.One
    scalars: dict[Any, Any] = field(default_factory=dict)
    chain: tuple[Any, ...] = ()

    def times_scalar(self, base: Any, exponent: Any) -> None:
        """One scalar more; what cancels is dropped."""
        total = self.scalars.pop(base, S.Zero) + exponent
        if total is not S.Zero:
            self.scalars[base] = total

    def key(self) -> Any:
        """What like summands share."""
        return frozenset(self.scalars.items()), self.chain

    def term(self) -> Any:
        """The product as a term."""
        return _written(self.coefficient, tuple(self.scalars.items()), self.chain)


@lru_cache(maxsize=20_000)
def _written(coefficient: Any, scalars: tuple[tuple[Any, Any], ...], chain: tuple[Any, ...]) -> Any:
    listed = list(powers(chain)) if len(chain) > 1 else list(chain)
    if scalars:
        upper = [scalar_power(base, e) for base, e in scalars if e.is_positive]
        lower = [scalar_power(base, e) for base, e in scalars if not e.is_positive]
        listed = [*upper, *listed, *lower]
    if coefficient is not S.One or not listed:
        listed.insert(0, coefficient)
    return listed[0] if len(listed) == 1 else multiply(*listed)


def scalar_power(base: Any, exponent: Any) -> Any:
    """base^exponent: a root as sqrt, a negative power as a quotient."""
    if exponent is S.One:
        return base
    if exponent.is_negative:
        return power(scalar_power(base, -exponent), -1)
    if exponent == HALF:
        return apply("sqrt", base)
    return power(base, exponent)


def powers(chain: Sequence[Any]) -> Iterator[Any]:
    """The factors, equal neighbours as a power."""
    k = 0
    while k < len(chain):
        count = 1
        while k + count < len(chain) and chain[k + count] == chain[k]:
            count += 1
        if count > 1 and chain[k].shape[0] == chain[k].shape[1]:
            yield power(chain[k], count)
        elif isinstance(chain[k], OneMatrix) and k + 1 < len(chain) and isinstance(chain[k + 1], OneMatrix):
            yield ones(chain[k].shape[0], chain[k + 1].shape[1])
            count = 2
        else:
            yield from chain[k:k + count]
        k += count


def as_product(term: Any) -> Product:
    """A term taken apart; a chain is taken as it is written."""
    coefficient, scalars, chain = _apart(term)
    return Product(coefficient, dict(scalars), chain)


@lru_cache(maxsize=20_000)
def _apart(term: Any) -> tuple[Any, tuple[tuple[Any, Any], ...], tuple[Any, ...]]:
    found = _taken_apart(term)
    return found.coefficient, tuple(found.scalars.items()), found.chain


def _taken_apart(term: Any) -> Product:
    if not isinstance(term, MatMul | Mul):
        found = Product()
        if not is_scalar(term):
            found.chain = tuple(links(term))
        elif term.is_Rational:
            found.coefficient = term
        else:
            found.times_scalar(*scalar_parts(term))
        return found
    return gathered(term.args)


def gathered(factors: Iterable[Any]) -> Product:
    """The factors of one product, read from left to right: what closes to a scalar is one."""
    found = Product()
    group: list[Any] = []
    for factor in factors:
        if is_scalar(factor):
            if factor.is_Rational:
                found.coefficient = found.coefficient * factor
            elif isinstance(factor, MatMul | Mul):
                inner = gathered(factor.args)
                found.coefficient = found.coefficient * inner.coefficient
                for base, exponent in inner.scalars.items():
                    found.times_scalar(base, exponent)
            else:
                found.times_scalar(*scalar_parts(factor))
            continue
        group.append(factor)
        if group[0].shape[0] is S.One and factor.shape[1] is S.One:
            found.times_scalar(multiply(*group), S.One)
            group = []
    found.chain = tuple(link for factor in group for link in links(factor))
    return found


def scalar_parts(term: Any) -> tuple[Any, Any]:
    """Base and exponent of a scalar."""
    exponent = S.One
    while True:
        if isinstance(term, Pow) and term.args[1].is_Rational:
            term, exponent = term.args[0], exponent * term.args[1]
        elif (root := operands_of(term, "sqrt")) is not None:
            term, exponent = root[0], exponent * HALF
        else:
            return term, exponent


def links(term: Any) -> Iterator[Any]:
    """The factors of a chain that a matrix term stands for: powers written out, identities dropped."""
    if isinstance(term, MatPow) and not isinstance(term, Inverse) and term.args[1] in range(1, POWERS):
        for _ in range(int(term.args[1])):
            yield from links(term.args[0])
    elif isinstance(term, MatMul):
        for factor in term.args:
            yield from links(factor)
    elif isinstance(term, OneMatrix) and 1 not in term.shape:
        yield ones(term.shape[0], 1)
        yield ones(1, term.shape[1])
    else:
        yield term


@lru_cache(maxsize=20_000)
def length(term: Any) -> int:
    """The number of signs a term is written with, about: symbols, operators, brackets around sums."""
    if isinstance(term, Application):
        return _length_of_application(term)
    if isinstance(term, Identity | OneMatrix | ZeroMatrix):
        sizes = term.shape[:1] if term.shape[1] in (1, term.shape[0]) else term.shape
        return 2 + sum(map(length, sizes))
    if getattr(term, "is_Rational", False):
        return 1 if term.q == 1 else 3
    if not term.args or getattr(term, "is_symbol", False):
        return 1
    if isinstance(term, Add | MatAdd):
        return sum(map(length, term.args)) + len(term.args) - 1
    if isinstance(term, Mul | MatMul):
        negative = 2 if term.args[0] == S.NegativeOne else 0
        return sum(map(_bracketed, term.args)) + len(term.args) - 1 - negative
    if isinstance(term, Inverse):
        return _bracketed(term.args[0]) + 2
    if isinstance(term, Pow | MatPow):
        return _bracketed(term.args[0]) + (0 if term.args[1] == -1 else 1 + length(term.args[1]))
    if isinstance(term, Transpose):
        return _bracketed(term.args[0]) + 1
    return 1 + sum(map(length, term.args))


def _bracketed(term: Any) -> int:
    return length(term) + (1 if isinstance(term, Add | MatAdd) else 0)


def _length_of_application(term: Any) -> int:
    operands = term.operands
    if term.operator.name == "hadamard":
        reciprocal = operands_of(operands[1], "powers")
        if reciprocal is not None and reciprocal[1] == -1:
            return _bracketed(operands[0]) + 1 + _bracketed(reciprocal[0])
        return sum(map(_bracketed, operands)) + 1
    if term.operator.name == "powers":
        return _bracketed(operands[0]) + 1 + length(operands[1])
    return 2 + sum(map(length, operands))


def entrywise_parts(term: Any) -> tuple[Any, Any]:
    """Base and exponent of an entrywise power."""
    exponent = S.One
    while True:
        if (pair := operands_of(term, "powers")) is not None and pair[1].is_Rational:
            term, exponent = pair[0], exponent * pair[1]
        elif (root := operands_of(term, "sqrt")) is not None:
            term, exponent = root[0], exponent * HALF
        else:
            return term, exponent


def divisors(term: Any) -> set[Any]:
    """What an entrywise product divides by."""
    if (pair := operands_of(term, "hadamard")) is not None:
        return divisors(pair[0]) | divisors(pair[1])
    base, exponent = entrywise_parts(term)
    return {base} if exponent < 0 else set()


def entrywise_factors(term: Any) -> list[Any]:
    """The factors of an entrywise product."""
    pair = operands_of(term, "hadamard")
    return [term] if pair is None else [*entrywise_factors(pair[0]), *entrywise_factors(pair[1])]

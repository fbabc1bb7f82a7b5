"""Instances of laws: terms for the symbols of a law, and for its sizes the sizes of those terms.

What a law asks of its symbols is asked of the terms: a natural number is plainly a whole number, a random symbol is
one, and beside it nothing else is random. A size that is not plainly positive has to be so by a hypothesis.

>>> from symbolic.language.symbols import dimension, vector
>>> v = vector("v", dimension("n"))
>>> instance("trace_gram_zero", {"A": v}, 0)
(Eq(v, 0), [Eq(tr(v.T*v), 0)])
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from typing import Any

from sympy import Basic

from symbolic.errors import LanguageError
from symbolic.language.laws import LAWS, parsed
from symbolic.language.shapes import shape_of
from symbolic.language.statements import relation
from symbolic.language.substitution import substitute, subterms
from symbolic.language.symbols import RandomMatrix, RandomScalar


def instance(name: str, binding: Mapping[str, Any], conclusion: int) -> tuple[Basic, list[Basic]]:
    """A conclusion of a law and its hypotheses. Raises LanguageError (no such law, a term that does not fit)."""
    statement, needed = _instance(name, tuple(sorted(binding.items())), conclusion)
    return statement, list(needed)


@lru_cache(maxsize=4096)
def _instance(name: str, bound: tuple[tuple[str, Any], ...], conclusion: int) -> tuple[Basic, tuple[Basic, ...]]:
    if name not in LAWS:
        raise LanguageError(f"there is no law {name}")
    pattern = parsed(name)
    if not 0 <= conclusion < len(pattern.claims):
        raise LanguageError(f"law {name} has no conclusion {conclusion}")
    mapping = _mapping(pattern.symbols, dict(bound))
    needed = [substitute(h, mapping) for h in pattern.hypotheses]
    declared = set(pattern.symbols.values())
    sizes = [value for own, value in mapping.items() if own.is_integer and own not in declared]
    needed += [relation(0, "<", value) for value in sizes if not is_whole(value, positive=True)]
    return substitute(pattern.claims[conclusion], mapping), tuple(needed)


def _mapping(symbols: Mapping[str, Basic], binding: Mapping[str, Any]) -> dict[Any, Any]:
    mapping: dict[Any, Any] = {}
    for name, symbol in symbols.items():
        if name not in binding:
            raise LanguageError(f"the law's symbol {name} is not bound")
        value = mapping[symbol] = binding[name]
        if any(map(is_random, symbols.values())) and not _as_random(symbol, value):
            wanted = "a random symbol" if is_random(symbol) else "a constant"
            raise LanguageError(f"the law needs {wanted} {name}, got {value}")
        if getattr(symbol, "is_integer", False) and not is_whole(value, positive=bool(symbol.is_positive)):
            least = 1 if symbol.is_positive else 0
            raise LanguageError(f"the law needs a whole number {name} from {least}, got {value}")
        for own, other in zip(shape_of(symbol), shape_of(value), strict=True):
            if (mapping.setdefault(own, other) if own.is_symbol else own) != other:
                raise LanguageError(f"the law needs {own} to be one size, got {mapping.get(own, own)} and {other}")
    return mapping


def is_random(value: Any) -> bool:
    """Whether a term is a random symbol."""
    return isinstance(value, RandomMatrix | RandomScalar)


def _as_random(symbol: Any, value: Any) -> bool:
    """Whether a term is random as a law's symbol is: a random symbol, or free of them."""
    return is_random(value) if is_random(symbol) else not any(map(is_random, subterms(value)))


def is_whole(value: Any, *, positive: bool) -> bool:
    """Whether a scalar is plainly a whole number from 0, or from 1."""
    least = _least(value)
    return least is not None and least >= int(positive)


def _least(value: Any) -> int | None:
    """A bound from below for a whole number, by its form: symbols count from 0 or 1. None for what is no sum of
    products of such and of whole numbers.
    """
    if value.is_Integer:
        return int(value)
    if value.is_Symbol:
        return int(bool(value.is_positive)) if value.is_integer and value.is_nonnegative else None
    powered = value.is_Pow and value.args[1].is_Integer and value.args[1] > 0
    if not (value.is_Add or value.is_Mul or powered):
        return None
    bounds = [bound for part in (value.args[:1] if powered else value.args) if (bound := _least(part)) is not None]
    if len(bounds) < (1 if powered else len(value.args)):
        return None
    if value.is_Add:
        return sum(bounds)
    if min(bounds) < 0:
        return None
    return min(1, *bounds) if powered else prod(bounds)

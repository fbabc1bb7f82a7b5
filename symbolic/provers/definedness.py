"""What must hold for a term to be defined: inverses exist, denominators are not 0, logarithms and roots have
arguments in their domain,
indices are in range.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Basic, Inverse, MatPow, Pow, S

from symbolic.errors import LanguageError
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of, size
from symbolic.language.statements import has, relation
from symbolic.language.substitution import substitute, subterms
from symbolic.language.terms import add, negative

Range = tuple[Any, Any, Any]
"""The index of a sum, and its bounds."""


def requirements(statement: Basic) -> list[Basic]:
    """The conditions under which everything in a statement is defined, innermost terms last, each once."""
    listed: dict[Basic, None] = {}
    held = _scopes(statement)
    for part in subterms(statement):
        for place in held.get(part, ((),)):
            try:
                here, ranges = _from_zero(part, place)
            except LanguageError:  # one symbol is the index of a sum and stands in the bounds of another
                listed[relation(0, "<", 0)] = None
                continue
            listed.update(dict.fromkeys(_of(here, ranges)))
            if isinstance(part, Application) and part.operator.name in ("unit", "entry"):
                listed.update(dict.fromkeys(_in_range(here, ranges)))
    return list(listed)


def _from_zero(part: Any, ranges: Sequence[Range]) -> tuple[Any, list[Range]]:
    """The part and the ranges of the sums around it, with indices that start at 0 where they may start below: an index
    is a natural number for the provers.
    """
    left, done = list(ranges), list[Range]()
    while left:
        r, first, last = left.pop(0)
        if not _plainly(S.Zero, first):
            moved = {r: add(r, first)}
            part = substitute(part, moved)
            left = [(s, substitute(a, moved), substitute(b, moved)) for s, a, b in left]
            first, last = S.Zero, add(last, negative(first))
        done.append((r, first, last))
    return part, done


def _scopes(statement: Basic) -> dict[Any, list[tuple[Range, ...]]]:
    """For every part of a statement with sums the ranges of the sums around it, for each place where it stands; {} for
    a statement without sums.
    """
    found: dict[Any, list[tuple[Range, ...]]] = {}
    if all(operands_of(part, "series") is None for part in subterms(statement)):
        return found
    waiting: list[tuple[Any, tuple[Range, ...]]] = [(statement, ())]
    while waiting:
        part, ranges = waiting.pop()
        known = found.setdefault(part, [])
        if ranges in known:
            continue
        known.append(ranges)
        if (series := operands_of(part, "series")) is not None:
            f, *limits = series
            waiting.append((f, (*ranges, (limits[0], limits[1], limits[2]))))
            waiting += [(bound, ranges) for bound in limits[1:]]
        else:
            waiting += [(inner, ranges) for inner in (part.operands if isinstance(part, Application) else part.args)]
    return found


def _in_range(part: Any, ranges: Sequence[Range]) -> list[Basic]:
    """That the indices of basis vectors and entries are among those there are."""
    bounds = (
        [part.operands]
        if part.operator.name == "unit"
        else list(zip(part.operands[1:], shape_of(part.operands[0]), strict=True))
    )
    found = []
    for index, last in bounds:
        pairs = [(S.One, e) for e in _ends(index, ranges, 1)] + [(e, last) for e in _ends(index, ranges, -1)]
        found += [relation(a, "<=", b) for a, b in dict.fromkeys(pairs) if not _plainly(a, b)]
    return found


def _ends(index: Any, ranges: Sequence[Range], side: int) -> list[Any]:
    """Terms below which (`side` = -1: above which) a whole number never is while the indices of sums run through their
    ranges: where it is linear in them, its values at their ends; an index of several sums has several ranges.
    """
    waiting, found = [(index, 0)], []
    while waiting:
        here, steps = waiting.pop()
        bound = next((r for r, *_ in ranges if r in here.free_symbols), None)
        slope = None if bound is None else _slope(here, bound)
        if slope is None or steps > len(ranges):
            found.append(here)
            continue
        for r, *limits in ranges:
            if r == bound:
                waiting.append((substitute(here, {r: limits[0 if slope * side > 0 else 1]}), steps + 1))
    return found


def _slope(value: Any, symbol: Any) -> Any:
    """The whole number c for which value - c*symbol is free of the symbol; None where there is none."""
    try:
        written = size(value)
    except LanguageError:
        return None
    slope = written.coeff(symbol)
    rest = size(written - slope * symbol) if slope.is_Integer else written
    return None if symbol in rest.free_symbols else slope


def _is_natural(exponent: Any, ranges: Sequence[Range]) -> bool:
    """Whether an exponent is a natural number by its form."""
    return bool(exponent.is_integer) and all(_plainly(S.Zero, e) for e in _ends(exponent, ranges, 1))


def _plainly(a: Any, b: Any) -> bool:
    """Whether a <= b by the form of two whole numbers: their difference is a sum of such from 0."""
    try:
        gap = size(b - a) if b != a else S.Zero
    except LanguageError:
        return False
    parts = gap.args if gap.is_Add else (gap,)
    spare = sum(1 for p in parts if p.is_positive and not p.is_Number)
    constant = sum((p for p in parts if p.is_Number), S.Zero)
    return all(p.is_nonnegative for p in parts if not p.is_Number) and bool(constant + spare >= 0)


def _of(part: Any, ranges: Sequence[Range]) -> list[Basic]:
    if isinstance(part, Inverse):
        return [has("invertible", part.args[0])]
    if isinstance(part, MatPow):
        return _of_matrix_power(part.args[0], part.args[1], ranges)
    if isinstance(part, Pow):
        base, exponent = part.args
        plain = base.is_Number and base != 0 and exponent.is_Integer
        return [] if plain else _of_power(base, exponent, ranges)
    if isinstance(part, Application):
        return _of_application(part.operator.name, part.operands, ranges)
    return []


def _of_matrix_power(base: Any, exponent: Any, ranges: Sequence[Range]) -> list[Basic]:
    """Of base^exponent: an exponent that may be negative needs an inverse, one that need not be whole a logarithm."""
    if exponent.is_integer:
        return [] if _is_natural(exponent, ranges) else [has("invertible", base)]
    return [has("positive definite", base)]


def _of_power(base: Any, exponent: Any, ranges: Sequence[Range]) -> list[Basic]:
    """Of base^exponent, entry by entry: a negative exponent needs a base that is not 0, a broken one a base that is
    not negative.
    """
    if exponent.is_integer:
        return [] if _is_natural(exponent, ranges) else [_nonzero_entries(base)]
    return [_entries(base, "<=" if exponent.is_Rational and exponent > 0 else "<")]


def _of_application(name: str, operands: tuple[Any, ...], ranges: Sequence[Range]) -> list[Basic]:
    if name == "log":
        return [_entries(operands[0], "<")]
    if name == "sqrt":
        return [_entries(operands[0], "<=")]
    if name == "logdet":
        return [relation(0, "<", apply("det", operands[0]))]
    if name == "powers":
        return _of_power(operands[0], operands[1], ranges)
    return []


def _entries(a: Any, sign: str) -> Basic:
    """Every entry of `a` above 0 (from 0)."""
    return relation(0, sign, a if shape_of(a)[1] == 1 else apply("vec", a))


def _nonzero_entries(a: Any) -> Basic:
    """Every entry of `a` differs from 0: its square is above 0 entry by entry."""
    if is_scalar(a):
        return relation(a, "!=", 0)
    return _entries(apply("powers", a, 2), "<")

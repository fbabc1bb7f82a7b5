"""What must hold for a term to be defined: inverses exist, denominators are not 0, logarithms and roots have
arguments in their domain,
indices are in range.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Inverse, MatPow, Pow, S

from symbolic.errors import LanguageError
from symbolic.language.operator import Application, apply
from symbolic.language.statements import has, relation
from symbolic.language.substitution import substitute, subterms
from symbolic.language.terms import is_scalar, shape_of, size


def requirements(statement: Basic) -> list[Basic]:
    """The conditions under which everything in a statement is defined, innermost terms last, each once."""
    listed: dict[Basic, None] = {}
    ranges = [
        part.operands[1:]
        for part in subterms(statement)
        if isinstance(part, Application) and part.operator.name == "series"
    ]
    for part in subterms(statement):
        listed.update(dict.fromkeys(_of(part)))
        if isinstance(part, Application) and part.operator.name in ("unit", "entry"):
            listed.update(dict.fromkeys(_in_range(part, ranges)))
    return list(listed)


def _in_range(part: Any, ranges: list[tuple[Any, ...]]) -> list[Basic]:
    """That the indices of basis vectors and entries are among those there are; an index of summation, at both ends
    of its range.
    """
    bounds = (
        [part.operands]
        if part.operator.name == "unit"
        else list(zip(part.operands[1:], shape_of(part.operands[0]), strict=True))
    )
    found = []
    for index, last in bounds:
        ends = [index]
        for bound, *limits in ranges:
            ends = [
                substitute(e, {bound: limit})
                for e in ends
                for limit in (limits if bound in subterms(e) else limits[:1])
            ]
        found += [
            relation(a, "<=", b) for e in dict.fromkeys(ends) for a, b in ((S.One, e), (e, last)) if not _plainly(a, b)
        ]
    return found


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


def _of(part: Any) -> list[Basic]:
    if isinstance(part, Inverse):
        return [has("invertible", part.args[0])]
    if isinstance(part, MatPow):
        return _of_matrix_power(*part.args)
    if isinstance(part, Pow):
        base, exponent = part.args
        return [] if base.is_Number and base != 0 and exponent.is_Integer else _of_power(base, exponent)
    if isinstance(part, Application):
        return _of_application(part.operator.name, part.operands)
    return []


def _of_matrix_power(base: Any, exponent: Any) -> list[Basic]:
    """Of base^exponent: an exponent that may be negative needs an inverse, one that need not be whole a logarithm."""
    if exponent.is_integer:
        return [] if exponent.is_nonnegative else [has("invertible", base)]
    return [has("positive definite", base)]


def _of_power(base: Any, exponent: Any) -> list[Basic]:
    """Of base^exponent, entry by entry: a negative exponent needs a base that is not 0, a broken one a base that is
    not negative.
    """
    if exponent.is_Integer or (exponent.is_integer and exponent.is_nonnegative):
        return [_nonzero_entries(base)] if exponent.is_negative else []
    if exponent.is_integer:
        return [_nonzero_entries(base)]
    return [_entries(base, "<=" if exponent.is_Rational and exponent > 0 else "<")]


def _of_application(name: str, operands: tuple[Any, ...]) -> list[Basic]:
    if name == "log":
        return [_entries(operands[0], "<")]
    if name == "sqrt":
        return [_entries(operands[0], "<=")]
    if name == "logdet":
        return [relation(0, "<", apply("det", operands[0]))]
    if name == "powers":
        return _of_power(*operands)
    return []


def _entries(a: Any, sign: str) -> Basic:
    """Every entry of `a` above 0 (from 0)."""
    return relation(0, sign, a if shape_of(a)[1] == 1 else apply("vec", a))


def _nonzero_entries(a: Any) -> Basic:
    """Every entry of `a` differs from 0: its square is above 0 entry by entry."""
    if is_scalar(a):
        return relation(a, "!=", 0)
    return _entries(apply("powers", a, 2), "<")

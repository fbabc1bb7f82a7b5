"""What must hold for a term to be defined: inverses exist, denominators are not 0, logarithms and roots have arguments in their domain."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Inverse, MatrixExpr, Pow

from symbolic.language.operator import Application, apply
from symbolic.language.statements import has, relation
from symbolic.language.substitution import subterms
from symbolic.language.terms import is_scalar, shape_of, zeros


def requirements(statement: Basic) -> list[Basic]:
    """The conditions under which everything in a statement is defined, innermost terms last, each once."""
    listed: dict[Basic, None] = {}
    for part in subterms(statement):
        for condition in _of(part):
            listed[condition] = None
    return list(listed)


def _of(part: Any) -> list[Basic]:
    if isinstance(part, Inverse):
        return [has("invertible", part.args[0])]
    if isinstance(part, Pow) and not isinstance(part, MatrixExpr):
        base, exponent = part.args
        if exponent.is_Rational and exponent < 0 and not base.is_Number:
            return [relation(base, "!=", 0)]
        if exponent.is_Rational and exponent.q == 2:
            return [relation(0, "<=", base)]
        return []
    if isinstance(part, Application):
        return _of_application(part.operator.name, part.operands)
    return []


def _of_application(name: str, operands: tuple[Any, ...]) -> list[Basic]:
    if name == "log":
        return [_entries(operands[0], "<")]
    if name == "sqrt":
        return [_entries(operands[0], "<=")]
    if name == "logdet":
        return [relation(0, "<", apply("det", operands[0]))]
    if name == "powers" and operands[1].is_Rational and operands[1] < 0:
        return [_nonzero_entries(operands[0])]
    return []


def _entries(a: Any, sign: str) -> Basic:
    """Every entry of `a` above 0 (from 0)."""
    return relation(0 if is_scalar(a) else zeros(*shape_of(a)), sign, a)  # type: ignore[no-any-return]


def _nonzero_entries(a: Any) -> Basic:
    """Every entry of `a` differs from 0: its square is above 0 entry by entry."""
    if is_scalar(a):
        return relation(a, "!=", 0)  # type: ignore[no-any-return]
    return relation(zeros(*shape_of(a)), "<", apply("powers", a, 2))  # type: ignore[no-any-return]



"""Sub-terms without a value, and the hypothesis that would give them one.

>>> from symbolic.language.symbols import scalar
>>> c = scalar("c")
>>> condition_of(c**-1, False)
Ne(c, 0)
"""

from __future__ import annotations

from typing import Any

from sympy import Inverse, MatPow, Ne, Pow, S

from symbolic.errors import EvaluationError
from symbolic.language.operator import Application, apply
from symbolic.language.operators.entrywise import EntrywisePower, Log, SquareRoot
from symbolic.language.operators.spectral import LogDeterminant, Norm
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import has, relation


class Undefined(EvaluationError):
    """A sub-term `term` without a value, for a `reason`; found while differentiating where `differential`."""

    def __init__(self, reason: str, term: Any, differential: bool = False) -> None:
        self.reason, self.term, self.differential = reason, term, differential
        super().__init__(reason, term, differential)

    @property
    def condition(self) -> Any:
        """The statement under which `term` has a value; None where none can be named."""
        return condition_of(self.term, self.differential)

    def __str__(self) -> str:
        condition = self.condition
        return f"{self.term}: {self.reason}" + ("" if condition is None else f"; expected {condition}")


def condition_of(term: Any, differential: bool) -> Any:
    """The statement under which `term` has a value (a derivative, if `differential`), given that its operands have one.

    None where none can be named.
    """
    if isinstance(term, Inverse):
        return has("invertible", term.args[0])
    if isinstance(term, Pow | MatPow):
        base, exponent = term.args
        if not is_scalar(base):
            return has("invertible", base)
        return Ne(base, S.Zero, evaluate=False) if exponent.is_integer else relation(S.Zero, "<=", base)
    if not isinstance(term, Application):
        return None
    a, operator = term.operands[0], term.operator
    if isinstance(operator, LogDeterminant):
        return relation(S.Zero, "<", apply("det", a))
    if isinstance(operator, Log):
        return relation(S.Zero, "<", a) if is_scalar(a) else has("positive", a)
    if isinstance(operator, Norm):
        return has("nonzero", a)
    if isinstance(operator, SquareRoot):
        sign, name = ("<", "positive") if differential else ("<=", "nonnegative")
        return relation(S.Zero, sign, a) if is_scalar(a) else has(name, a)
    if isinstance(operator, EntrywisePower):
        whole = term.operands[1].is_Integer
        if is_scalar(a):
            return Ne(a, S.Zero, evaluate=False) if whole else relation(S.Zero, "<=", a)
        return has("invertible", apply("diag", a)) if whole and shape_of(a)[1] == 1 else None
    return None

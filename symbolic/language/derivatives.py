"""What derivatives in a statement take for granted, as statements.

`conditions`: that a differentiated inverse exists, that what stands under a root is positive, that a norm is of no
zero, and the like. `smoothness`: that no derivative is taken at a kink of abs, relu, step, sign, max or min.

>>> from symbolic.language.grammar import Scope
>>> from symbolic.language.symbols import scalar
>>> x = scalar("x")
>>> statement = equals(apply("grad", apply("abs", x), x), apply("sign", x))
>>> smoothness(statement)
(Ne(x, 0),)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

from sympy import Basic, Inverse, MatMul, MatPow, Pow, S, Transpose

from symbolic.errors import KernelError
from symbolic.language.instances import is_whole
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, has, relation
from symbolic.language.substitution import BINDERS, subterms, symbols_in
from symbolic.language.terms import add, multiply, negative, ones, zeros

DERIVATIVES = frozenset(BINDERS) - {"series"}
KINKED = frozenset({"abs", "relu", "step", "sign"})


def derivatives(statement: Any) -> list[Any]:
    """The derivatives that occur in a statement, inner ones as well."""
    return [t for t in subterms(statement) if isinstance(t, Application) and t.operator.name in DERIVATIVES]


def has_kinks(term: Any) -> bool:
    """Whether a piecewise function occurs in a term."""
    return any(isinstance(t, Application) and t.operator.name in KINKED | {"max", "min"} for t in subterms(term))


@lru_cache(maxsize=4096)
def conditions(statement: Basic) -> tuple[Basic, ...]:
    """What the derivative rules used in a statement take for granted. Raises KernelError for one by a whole number."""
    return tuple(dict.fromkeys(c for part, x in _varied(statement, _conditions_of) for c in _conditions_of(part, x)))


@lru_cache(maxsize=4096)
def smoothness(statement: Basic) -> tuple[Basic, ...]:
    """That no derivative in a statement is taken at a kink: u != 0, or sign(u).*sign(u) = 1 entry by entry."""
    return tuple(dict.fromkeys(_off_zero(u) for part, x in _varied(statement, _kinks_of) for u in _kinks_of(part, x)))


def _varied(statement: Basic, said_of: Callable[[Any, Any], list[Any]]) -> Iterator[tuple[Any, Any]]:
    """The parts of differentiated terms that depend on the variable, and it, where `said_of` has something to say of a
    part; an even power of a norm has no norm as a part.
    """
    for node in derivatives(statement):
        variable = node.operands[1]
        if variable.is_integer:
            raise KernelError(f"{node} is a derivative by a whole number")
        f = node.operands[0]
        waiting, seen = [f] if any(said_of(part, variable) for part in subterms(f)) else [], set()
        while waiting:
            part = waiting.pop()
            if part in seen or variable not in symbols_in(part):
                continue
            seen.add(part)
            rooted = operands_of(part.args[0], "norm") if isinstance(part, Pow) and part.args[1].is_even else None
            if rooted is None:
                yield part, variable
            waiting += rooted or (part.operands if isinstance(part, Application) else part.args)


def _conditions_of(part: Any, variable: Any) -> list[Basic]:
    if isinstance(part, Inverse):
        return [has("invertible", part.args[0])]
    if isinstance(part, Pow | MatPow) and is_scalar(part) and _may_be_negative(part.args[1]):
        return [relation(0, "<", part.args[0])]
    if not isinstance(part, Application):
        return []
    name, operands = part.operator.name, part.operands
    if name == "det":
        return [has("invertible", a) for a in square_factors(operands[0]) if variable in symbols_in(a)]
    if name == "logdet":
        return [has("invertible", operands[0])]
    if name in ("norm", "pinv"):
        return [relation(operands[0], "!=", zeros(*shape_of(operands[0])))]
    if name == "sqrt" or (name == "powers" and operands[1].is_Rational and not operands[1].is_Integer):
        return [relation(zeros(*shape_of(operands[0])), "<", operands[0])]
    return []


def _may_be_negative(exponent: Any) -> bool:
    """Whether an exponent is no plain whole number: the derivative of its power needs a positive base."""
    return not exponent.is_Integer if exponent.is_Rational else not is_whole(exponent, positive=False)


def square_factors(a: Any) -> list[Any]:
    """The factors of a product of square matrices of one size, symbols and their transposes: det(A*B) =
    det(A)*det(B).
    """
    factors = list(a.args) if isinstance(a, MatMul) else [a]
    plain = all(
        (f.args[0] if isinstance(f, Transpose) else f).is_symbol and shape_of(f) == shape_of(a) for f in factors
    )
    return factors if plain else [a]


def _kinks_of(part: Any, _: Any) -> list[Any]:
    """What must not be 0 where a part is differentiated."""
    if not isinstance(part, Application):
        return []
    if part.operator.name in KINKED:
        return [part.operands[0]]
    if part.operator.name not in ("max", "min"):
        return []
    wide = [a if is_scalar(a) == is_scalar(part) else multiply(a, ones(*shape_of(part))) for a in part.operands]
    return [add(a, negative(b)) for a, b in combinations(wide, 2)]


def _off_zero(u: Any) -> Basic:
    if is_scalar(u):
        return relation(u, "!=", S.Zero)
    sign = apply("sign", u)
    return equals(apply("hadamard", sign, sign), ones(*shape_of(u)))

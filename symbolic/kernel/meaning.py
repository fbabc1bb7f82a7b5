"""What a statement means, up to equality of canonical forms.

`difference` is left - right of an equation, as a tensor; two statements with the same `meaning` are interchangeable. A derivative rule may
need a condition (an inverse is differentiated where it exists): `conditions` lists them, and the kernel adds them to a theorem's hypotheses.
A derivative of abs, relu, max and the like is claimed only where it exists.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Inverse, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from symbolic.errors import KernelError, TranslationError
from symbolic.language.operator import Application, operands_of
from symbolic.language.statements import Loewner, Statement, has, property_name, relation
from symbolic.language.substitution import BINDERS, subterms, symbols_in
from symbolic.language.terms import zeros
from symbolic.network import forms
from symbolic.network.differential import smooth
from symbolic.network.labels import label
from symbolic.network.tensor import Tensor
from symbolic.network.translate import Translator
from symbolic.kernel.moments import Moment, moment_difference

EVEN = frozenset({"invertible", "symmetric", "antisymmetric", "diagonal", "lower triangular", "upper triangular", "full column rank",
                  "full row rank", "nonzero"})


def difference(statement: Basic, translator: Translator) -> Tensor:
    """left - right of an equation. Raises KernelError for another kind of statement, TranslationError outside the canonical form."""
    if isinstance(statement, Moment):
        return moment_difference(statement, translator)
    if not isinstance(statement, Eq):
        raise KernelError(f"{statement} is no equation")
    before = set(translator.notes.kinks)
    left, right = statement.args
    result = aligned_difference(translator, left, right)
    new = translator.notes.kinks - before | {k for k in translator.notes.kinks if _mentions_derivative(statement)}
    return smooth(result, new) if _mentions_derivative(statement) else result


def aligned_difference(translator: Translator, left: Any, right: Any) -> Tensor:
    """left - right; an identity or a zero takes the structure of the other side."""
    a, b = translator(left), translator(right)
    if not b.terms:
        return a
    if not a.terms:
        return -b
    return a - b


def _mentions_derivative(statement: Basic) -> bool:
    return any(isinstance(t, Application) and t.operator.name in BINDERS and t.operator.name != "series" for t in subterms(statement))


def conditions(statement: Basic) -> list[Basic]:
    """What the derivative rules used in a statement take for granted, as statements."""
    listed: dict[Basic, None] = {}
    for node in subterms(statement):
        if not isinstance(node, Application) or node.operator.name not in ("grad", "jac", "hess", "dir"):
            continue
        body, variable = node.operands[:2]
        for part in subterms(body):
            if variable in symbols_in(part):
                for condition in _conditions_of(part):
                    listed[condition] = None
    return list(listed)


def _conditions_of(part: Any) -> list[Basic]:
    if isinstance(part, Inverse):
        return [has("invertible", part.args[0])]
    if isinstance(part, Application):
        name, operands = part.operator.name, part.operands
        if name in ("det", "logdet"):
            return [has("invertible", operands[0])]
        if name == "norm":
            return [relation(operands[0], "!=", zeros(*operands[0].shape) if operands[0].is_Matrix else 0)]
        if name == "sqrt":
            return [relation(0, "<", operands[0])] if not operands[0].is_Matrix else [relation(zeros(*operands[0].shape), "<", operands[0])]
    return []


def meaning(statement: Basic, translator: Translator) -> tuple[Any, ...]:
    """A key that equal statements share: equations up to sign and factor, properties by the canonical form of their term."""
    try:
        return _meaning(statement, translator)
    except TranslationError:
        return ("as written", statement)


def _meaning(statement: Basic, translator: Translator) -> tuple[Any, ...]:
    if isinstance(statement, Moment):
        return ("as written", statement)
    if isinstance(statement, Eq):
        return ("=", _content_free(difference(statement, translator), signed=False))
    if isinstance(statement, Ne):
        return ("!=", _content_free(aligned_difference(translator, *statement.args), signed=False))
    if isinstance(statement, Le | Lt):
        sign = "<=" if isinstance(statement, Le) else "<"
        return (sign, _content_free(aligned_difference(translator, *statement.args), signed=True))
    if isinstance(statement, Loewner):
        return (">>", _content_free(aligned_difference(translator, *statement.args), signed=True))
    if isinstance(statement, AppliedPredicate) and (name := property_name(statement)):
        value = translator(statement.arguments[0])
        if name in ("nonzero",):
            return ("!=", _content_free(value, signed=False))
        return (name, _content_free(value, signed=name not in EVEN) if name not in ("idempotent", "orthogonal") else value)
    if isinstance(statement, Statement):
        return (type(statement).__name__, *(translator(a) if hasattr(a, "shape") and not isinstance(a, Statement) else a for a in statement.args))
    return ("as written", statement)


def _content_free(value: Tensor, *, signed: bool) -> Tensor:
    """The tensor divided by its leading coefficient (by its absolute value, where the sign matters)."""
    if not value.terms:
        return value
    scale = forms.leading(value)
    return value.scaled(Fraction(1) / (abs(scale) if signed else scale))


def index_dimensions(ext_axes: Tensor | None, net: Any) -> dict[int, str]:
    """The dimension of every index that stands in a factor; raises KernelError where two factors disagree."""
    dims: dict[int, str] = {}
    for key, indices in net[1]:
        held = label(key)
        if held.kind == "hole":
            continue
        for i, d in zip(indices, held.dims, strict=True):
            if dims.setdefault(i, d) != d:
                raise KernelError(f"an index runs over {dims[i]} and over {d}")
    return dims



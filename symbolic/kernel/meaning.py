"""What a statement means, up to equality of canonical forms.

`difference` is left - right of an equation, as a tensor; two statements with the same `meaning` are interchangeable. A
derivative rule may need a condition (an inverse is differentiated where it exists): `conditions` lists them, and the
kernel adds them to a theorem's hypotheses. A derivative of abs, relu, max and the like stands for its rule's value,
with sign(u)' = 0; where a proof needs sign(u)^2 = 1, off the kinks, the conditions `smoothness` become hypotheses.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from symbolic.errors import KernelError, TranslationError
from symbolic.kernel.moments import Moment, moment_difference
from symbolic.language.derivatives import conditions, derivatives, has_kinks, smoothness
from symbolic.language.statements import Loewner, Statement, property_name
from symbolic.network import forms
from symbolic.network.differential import smooth
from symbolic.network.labels import label
from symbolic.network.tensor import Tensor
from symbolic.network.translate import Translator

__all__ = ["aligned_difference", "conditions", "difference", "gap", "index_dimensions", "meaning", "off_kinks",
           "smoothness"]

EVEN = frozenset({"invertible", "symmetric", "antisymmetric", "diagonal", "lower triangular", "upper triangular",
                  "full column rank", "full row rank", "nonzero"})


def difference(statement: Basic, translator: Translator) -> Tensor:
    """left - right of an equation.

    Raises KernelError for another kind of statement, TranslationError outside the canonical form.
    """
    if isinstance(statement, Moment):
        return moment_difference(statement, translator)
    if not isinstance(statement, Eq):
        raise KernelError(f"{statement} is no equation")
    known = translator.differences.get(statement)
    if known is None:
        known = translator.differences[statement] = aligned_difference(translator, *statement.args)
    return known


def aligned_difference(translator: Translator, left: Any, right: Any) -> Tensor:
    """left - right; an identity or a zero takes the structure of the other side."""
    a, b = translator(left), translator(right)
    if not b.terms:
        return a
    if not a.terms:
        return -b
    return _as_structured(a, b) - _as_structured(b, a)


def _as_structured(value: Tensor, other: Tensor) -> Tensor:
    """An identity takes the structure of the other side, which has the same shape."""
    if value.axes == other.axes or len(value.axes) != 2 or len(set(other.axes)) != 1:
        return value
    return forms.identity(other.axes[0]) if value == forms.identity(value.axes[0]) else value


def off_kinks(value: Tensor, statement: Basic, settings: tuple[bool, Sequence[Sequence[str]]]) -> Tensor:
    """`value` where no derivative in `statement` meets a kink: sign(u)^2 = 1 for every u whose sign has one."""
    found = [node for node in derivatives(statement) if has_kinks(node)] if value.terms else []
    if not found:
        return value
    apart = Translator(explicit=settings[0], dependent=settings[1])
    for node in found:
        apart(node)
    return smooth(value, apart.notes.kinks)


def meaning(statement: Basic, translator: Translator) -> tuple[Any, ...]:
    """A key that equal statements share: equations up to a factor, properties by the canonical form of their term."""
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
        if name == "nonzero" or (name == "invertible" and value.is_scalar):
            return ("!=", _content_free(value, signed=False))
        if name == "invertible":
            free = (_content_free(v, signed=False) for v in (value, value.transposed()))
            return (name, min(free, key=lambda t: t.key))
        return (name, value if name in ("idempotent", "orthogonal") else _content_free(value, signed=name not in EVEN))
    if isinstance(statement, Statement):
        return (type(statement).__name__, *(translator(a) if hasattr(a, "shape") and not isinstance(a, Statement) else a
                                            for a in statement.args))
    return ("as written", statement)


def _content_free(value: Tensor, *, signed: bool) -> Tensor:
    """The tensor divided by its leading coefficient (by its absolute value, where the sign matters)."""
    if not value.terms:
        return value
    scale = forms.leading(value)
    if signed and scale < 0:
        scale = -scale
    return value if scale == 1 else value.scaled(1 / Fraction(scale))


def index_dimensions(net: Any) -> dict[int, str]:
    """The dimension of every index that stands in a factor; raises KernelError where two factors disagree."""
    dims: dict[int, str] = {}
    for key, indices in net[1]:
        held = label(key)
        if held.kind == "hole":
            continue
        if len(indices) != len(held.dims):
            raise KernelError(f"{key} has {len(held.dims)} indices, got {len(indices)}")
        for i, d in zip(indices, held.dims, strict=True):
            if dims.setdefault(i, d) != d:
                raise KernelError(f"an index runs over {dims[i]} and over {d}")
    return dims


def gap(statement: Basic, translator: Translator) -> tuple[str, Tensor]:
    """The kind of a statement about one term (a property, an order, an inequation) and that term, else KernelError."""
    if isinstance(statement, AppliedPredicate) and (name := property_name(statement)):
        return name, translator(statement.arguments[0])
    if isinstance(statement, Ne | Le | Lt | Loewner):
        left, right = statement.args[::-1] if isinstance(statement, Loewner) else statement.args
        return type(statement).__name__, aligned_difference(translator, right, left)
    raise KernelError(f"{statement} is neither a property nor an order")

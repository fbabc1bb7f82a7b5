"""Rules for functions: determinant, rank, inverses, and the entrywise ones, which are brought down to few.

With s = sign(u):
  abs(u) = u.*s,  relu(u) = (u + u.*s)/2,  step(u) = (s.*s + s)/2,  max(a, b) = (a + b + abs(a - b))/2,
  sigmoid(u) = 1/(1 + exp(-u)),  tanh(u) = 2/(1 + exp(-2u)) - 1,  softmax(v) = exp(v)/sum(exp(v)),
  norm(A) = sqrt(sum(A.*A)).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Mul, Pow, S

from symbolic.errors import TranslationError
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.terms import power
from symbolic.network import forms
from symbolic.network.rules import Translation, repeated, rule
from symbolic.network.tensor import UNIT, Tensor, number


@rule("det")
def _det(t: Translation, a: Any) -> Tensor:
    return forms.determinant(t(a))


@rule("logdet")
def _logdet(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("log", forms.determinant(t(a)))


@rule("rank")
def _rank(t: Translation, a: Any) -> Tensor:
    value = t(a)
    if (
        value.terms
        and len(value.axes[0]) == 1
        and value.axes[0] == value.axes[1]
        and value == forms.identity(value.axes[0])
    ):
        return value.trace()
    return number(0) if not value.terms else forms.scalar_atom("rank", value)


@rule("pinv")
def _pinv(t: Translation, a: Any) -> Tensor:
    return forms.pseudo_inverse(t(a))


@rule("expm")
def _expm(t: Translation, a: Any) -> Tensor:
    value = t(a)
    return forms.identity(value.axes[0]) if not value.terms else forms.matrix_function("expm", value)


@rule("norm")
def _norm(t: Translation, a: Any) -> Tensor:
    value = t(a)
    return forms.entrywise("sqrt", value.inner(value))


@rule("exp")
def _exp(t: Translation, a: Any) -> Tensor:
    return forms.exp(t(a))


@rule("log")
def _log(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("log", t(a))


@rule("sqrt")
def _sqrt(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("sqrt", t(a))


@rule("sin")
def _sin(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("sin", t(a))


@rule("cos")
def _cos(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("cos", t(a))


@rule("sigmoid")
def _sigmoid(t: Translation, a: Any) -> Tensor:
    value = t(a)
    return forms.reciprocal(forms.ones(*value.axes) + forms.exp(-value))


@rule("tanh")
def _tanh(t: Translation, a: Any) -> Tensor:
    decay = forms.exp(t(a).scaled(-2))
    one = forms.ones(*decay.axes)
    return forms.reciprocal(one + decay).scaled(2) - one


def reciprocal_of(t: Translation, a: Any) -> Tensor:
    """1/a entry by entry; of a product or a power as it is written factor by factor, before it is multiplied out."""
    if isinstance(a, Mul) and sum(not is_scalar(f) for f in a.args) < 2:
        result = number(1)
        for factor in a.args:
            result = result * reciprocal_of(t, factor)
        return result
    if (pair := operands_of(a, "hadamard")) is not None:
        return reciprocal_of(t, pair[0]).hadamard(reciprocal_of(t, pair[1]))
    base, exponent = operands_of(a, "powers") or (a.args if isinstance(a, Pow) else (a, S.Zero))
    if exponent.is_Integer and exponent > 0 and operands_of(base, "norm") is None:
        inner = reciprocal_of(t, base)
        return repeated(inner, int(exponent), inner, Tensor.hadamard)
    return forms.reciprocal(t(a))


@rule("powers")
def _powers(t: Translation, a: Any, k: Any) -> Tensor:
    value = t(a)
    one = forms.ones(*value.axes)
    if k.is_Integer:
        return repeated(reciprocal_of(t, a) if k < 0 else value, abs(int(k)), one, Tensor.hadamard)
    if k.is_Rational and k.q == 2:
        root = forms.entrywise("sqrt", value)
        return repeated(forms.reciprocal(root) if k < 0 else root, abs(int(k.p)), one, Tensor.hadamard)
    if k.is_Rational or not k.is_integer or value.axes[1] != UNIT:
        raise TranslationError(f"the entrywise power {k} is outside the canonical form")
    return t(power(a, k) if value.is_scalar else apply("diagv", power(apply("diag", a), k)))


@rule("softmax")
def _softmax(t: Translation, v: Any) -> Tensor:
    weights = forms.exp(t(v))
    return forms.reciprocal(weights.total()) * weights


@rule("logsumexp")
def _logsumexp(t: Translation, v: Any) -> Tensor:
    return forms.entrywise("log", forms.exp(t(v)).total())


def absolute(value: Tensor) -> Tensor:
    """abs(u) = u.*sign(u)."""
    return value.hadamard(forms.entrywise("sign", value))


@rule("abs")
def _abs(t: Translation, a: Any) -> Tensor:
    return absolute(t(a))


@rule("sign")
def _sign(t: Translation, a: Any) -> Tensor:
    return forms.entrywise("sign", t(a))


@rule("step")
def _step(t: Translation, a: Any) -> Tensor:
    sign = forms.entrywise("sign", t(a))
    return (sign.hadamard(sign) + sign).scaled(Fraction(1, 2))


@rule("relu")
def _relu(t: Translation, a: Any) -> Tensor:
    value = t(a)
    return (value + absolute(value)).scaled(Fraction(1, 2))


def _extremum(t: Translation, operands: Any, side: int) -> Tensor:
    lead = next((t(a) for a in operands if not is_scalar(a)), None)
    values = [t(a) * forms.ones(*lead.axes) if lead is not None and is_scalar(a) else t(a) for a in operands]
    result, *rest = sorted(values, key=lambda value: value.key)
    for value in rest:
        result = (result + value + absolute(result - value).scaled(side)).scaled(Fraction(1, 2))
    return result


@rule("max")
def _max(t: Translation, *operands: Any) -> Tensor:
    return _extremum(t, operands, 1)


@rule("min")
def _min(t: Translation, *operands: Any) -> Tensor:
    return _extremum(t, operands, -1)

"""Rules for derivatives and expectations, which are carried out while translating."""

from __future__ import annotations

from typing import Any

from symbolic.language.shapes import shape_of
from symbolic.network.differential import derivative
from symbolic.network.expectation import expectation
from symbolic.network.rules import Translation, rule
from symbolic.network.tensor import Axis, Tensor


def _axes(t: Translation, variable: Any) -> tuple[Axis, ...]:
    return tuple(t.axis(s) for s in shape_of(variable))


@rule("grad")
def _gradient(t: Translation, f: Any, x: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).closed_over((), (2, 3))


@rule("jac")
def _jacobian(t: Translation, f: Any, x: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).closed_over((), (0, 2))


@rule("hess")
def _hessian(t: Translation, f: Any, x: Any) -> Tensor:
    axes = _axes(t, x)
    gradient = derivative(t(f), x.name, axes, t.notes)
    return derivative(gradient, x.name, axes, t.notes).closed_over((), (2, 4))


@rule("dir")
def _directional(t: Translation, f: Any, x: Any, d: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).contracted(t(d), [(2, 4), (3, 5)], (0, 1))


@rule("E")
def _expected(t: Translation, f: Any) -> Tensor:
    return expectation(t(f), t.families)


@rule("Var")
def _variance(t: Translation, f: Any) -> Tensor:
    return covariance(t, f, f)


@rule("Cov")
def _covariance(t: Translation, f: Any, g: Any) -> Tensor:
    return covariance(t, f, g)


def covariance(t: Translation, f: Any, g: Any) -> Tensor:
    """E[f g'] - E[f] E[g]'."""
    left, right = t(f), t(g).transposed()
    return expectation(left * right, t.families) - expectation(left, t.families) * expectation(right, t.families)

"""Expectation, variance, covariance.

E[f] has the shape of f. Var[f] of a vector is its covariance matrix; Cov[f, g] has entries Cov(f_i, g_j).
They have no value at a point: the numeric layer takes them by enumeration, quadrature or Monte Carlo.
"""

from __future__ import annotations

from typing import Any

from symbolic.language.operator import Operator, operator
from symbolic.language.shapes import Shape, shape_of


@operator
class Expectation(Operator):
    """E[f], entry by entry."""

    name, latex = "E", r"\mathbb{{E}}\left[{0}\right]"

    def shape(self, f: Any) -> Shape:
        return shape_of(f)


@operator
class Variance(Operator):
    """Var[f] of a scalar; the covariance matrix of a vector."""

    name, latex = "Var", r"\operatorname{{Var}}\left[{0}\right]"

    def shape(self, f: Any) -> Shape:
        n = self.vector(f)
        return n, n


@operator
class Covariance(Operator):
    """Cov[f, g], of scalars or vectors."""

    name, latex, arity = "Cov", r"\operatorname{{Cov}}\left[{0}, {1}\right]", 2

    def shape(self, f: Any, g: Any) -> Shape:
        return self.vector(f), self.vector(g)

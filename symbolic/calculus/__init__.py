"""Gradients, Jacobians, Hessians, stationary points, backpropagation through a graph."""

from symbolic.calculus.derivative import Derivative, differentiate, gradient, hessian, jacobian
from symbolic.calculus.rules import CalculusError
from symbolic.calculus.stationary import Stationary, stationary, stationary_point
from symbolic.calculus.steps import Line, lines

__all__ = [
    "CalculusError",
    "Derivative",
    "Line",
    "Stationary",
    "differentiate",
    "gradient",
    "hessian",
    "jacobian",
    "lines",
    "stationary",
    "stationary_point",
]

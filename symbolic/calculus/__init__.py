"""Gradients, Jacobians, Hessians, stationary points, backpropagation through a graph."""

from symbolic.calculus.derivative import Derivative, differentiate, gradient, hessian, jacobian
from symbolic.calculus.network_graph import Adjoint, Backpropagation, backpropagate
from symbolic.calculus.rules import CalculusError
from symbolic.calculus.stationary import Stationary, stationary, stationary_point
from symbolic.calculus.steps import Line, lines

__all__ = [
    "Adjoint",
    "Backpropagation",
    "CalculusError",
    "Derivative",
    "Line",
    "Stationary",
    "backpropagate",
    "differentiate",
    "gradient",
    "hessian",
    "jacobian",
    "lines",
    "stationary",
    "stationary_point",
]

"""Gradients, Jacobians, Hessians, stationary points, backpropagation through a graph."""

from symbolic.calculus.derivative import Derivative, differentiate, gradient, hessian, jacobian
from symbolic.calculus.rules import CalculusError

__all__ = ["CalculusError", "Derivative", "differentiate", "gradient", "hessian", "jacobian"]

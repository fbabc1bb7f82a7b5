"""Gradients, Jacobians, Hessians and stationary points."""

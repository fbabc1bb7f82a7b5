"""Canonical tensors of the functions that are not polynomial: reciprocals, exponentials, entrywise functions, inverses,
determinants, ranks.

Conventions that make every function total, so that the identities used here hold without side conditions (whether a
term is *defined* is judged apart, never here): 1/0 = 0; the inverse of a singular matrix is 0; other functions have
some fixed value off their domain.
Then, with no hypothesis,
  1/(u v) = (1/u)(1/v),  1/(c u) = (1/c)(1/u),  1/(1/u) = u,  exp(u + v) = exp(u) exp(v),  sign(u v) = sign(u) sign(v),
  sign(1/u) = sign(u),  1/sign(u) = sign(u),  sqrt(c^2 u) = c sqrt(u), c > 0,  sin(-u) = -sin(u),  cos(-u) = cos(u),
  (A B)^-1 = B^-1 A^-1 for square A, B,  (A (x) B)^-1 = A^-1 (x) B^-1,  (A')^-1 = (A^-1)',
  det(A B) = det A det B,  det A' = det A,  rank A' = rank A = rank(c A), c != 0,
  pinv(c A) = pinv(A)/c,  pinv(A') = pinv(A)',  pinv(A (x) B) = pinv A (x) pinv B.
"""

from __future__ import annotations

from symbolic.network.arrays import adjugate, by_blocks, flattened, from_entries, grouped, identity, kronecker, ones
from symbolic.network.entrywise import entrywise, exp, reciprocal
from symbolic.network.fuse import fused
from symbolic.network.labels import dimension_atom
from symbolic.network.matrices import determinant, inverted, matrix_function, pseudo_inverse, scalar_atom
from symbolic.network.normal import Normal, leading, normal, whole

__all__ = [
    "Normal",
    "adjugate",
    "by_blocks",
    "determinant",
    "dimension_atom",
    "entrywise",
    "exp",
    "flattened",
    "from_entries",
    "fused",
    "grouped",
    "identity",
    "inverted",
    "kronecker",
    "leading",
    "matrix_function",
    "normal",
    "ones",
    "pseudo_inverse",
    "reciprocal",
    "scalar_atom",
    "whole",
]

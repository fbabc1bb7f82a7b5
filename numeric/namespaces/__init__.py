"""Array namespaces: rationals, a prime field, balls, floating point, and extensions by infinitesimals and random
variables.
"""

from numeric.namespaces.ball import Ball
from numeric.namespaces.dual import Dual
from numeric.namespaces.exponential import Exponential
from numeric.namespaces.float64 import Float64
from numeric.namespaces.polynomial import Polynomial
from numeric.namespaces.prime_field import PRIME, PrimeField
from numeric.namespaces.protocol import Array, Kink, Namespace, NotRepresentable
from numeric.namespaces.rational import Rational

__all__ = [
    "PRIME",
    "Array",
    "Ball",
    "Dual",
    "Exponential",
    "Float64",
    "Kink",
    "Namespace",
    "NotRepresentable",
    "Polynomial",
    "PrimeField",
    "Rational",
]

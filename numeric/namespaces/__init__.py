"""Array namespaces: rationals, a prime field, balls, floating point, and extensions by infinitesimals and random variables."""

from numeric.namespaces.ball import Ball
from numeric.namespaces.dual import Dual
from numeric.namespaces.prime_field import PRIME, PrimeField
from numeric.namespaces.protocol import Array, Kink, Namespace, NotRepresentable
from numeric.namespaces.rational import Rational

__all__ = ["PRIME", "Array", "Ball", "Dual", "Kink", "Namespace", "NotRepresentable", "PrimeField", "Rational"]

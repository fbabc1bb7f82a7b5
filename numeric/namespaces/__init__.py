"""Array namespaces: rationals, a prime field, balls, floating point, and the extensions by infinitesimals and by random variables."""

from numeric.namespaces.protocol import Array, Kink, Namespace, NotRepresentable
from numeric.namespaces.rational import Rational

__all__ = ["Array", "Kink", "Namespace", "NotRepresentable", "Rational"]

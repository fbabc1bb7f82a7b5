"""Rational numbers of the replay: ints where they are whole, Fractions elsewhere."""

from __future__ import annotations

import re
from fractions import Fraction

from symbolic.replay.errors import ReplayError

NUMERAL = re.compile(r"-?[0-9]+(/[0-9]+)?")
"""Rational numbers as documents write them."""

Number = int | Fraction


def rational(value: str | Number) -> Number:
    """The number of a text or a number, an int where it is whole. Raises ReplayError for a text that is none, and for
    what is neither.
    """
    if isinstance(value, int):
        return int(value)
    if not isinstance(value, Fraction) and (not isinstance(value, str) or NUMERAL.fullmatch(value) is None):
        raise ReplayError(f"{str(value)[:40]!r} is no rational number")
    if isinstance(value, str) and "/" not in value:
        return int(value)
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


def quotient(a: Number, b: Number) -> Number:
    """a/b."""
    return a if b == 1 else rational(Fraction(a) / b)

"""Terms at a point: `Point` says what the symbols stand for, `evaluate` gives the value in an array namespace.

>>> from symbolic.language.symbols import dimensions, matrix
>>> n, d = dimensions("n d")
>>> X = matrix("X", n, d)
>>> point = Point({n: 2, d: 1}, {X: [[1], [2]]})
>>> evaluate(X.T*X, point, Rational()).tolist()
[[5]]
>>> evaluate((X*X.T).I, point, Rational())
Traceback (most recent call last):
    ...
numeric.undefined.Undefined: (X*X.T)**(-1): inverse of a singular matrix; expected invertible(X*X.T)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Basic

from numeric import derivatives, moments, nodes
from numeric.evaluator import Evaluator, Undefined
from numeric.namespaces import Array, Kink, Namespace, NotRepresentable, Rational
from symbolic.errors import EvaluationError
from symbolic.language.statements import Distribution

Entries = Sequence[Sequence[int | Fraction]]


@dataclass(frozen=True)
class Point:
    """What the symbols stand for: `sizes` for dimensions and naturals, `values` (row by row, exact) for every other
    symbol.

    `laws` gives the law of each random symbol, which expectations use; a random symbol outside an expectation takes
    its value from `values`. `skew` picks one law among those of given moments: its last digit the third moments, what
    stands before it the mean and the variance where the law leaves them open (see `numeric.laws`).
    """

    sizes: Mapping[Basic, int]
    values: Mapping[Basic, Entries]
    laws: Mapping[Basic, Distribution] = field(default_factory=dict)
    skew: int = 2

    def __str__(self) -> str:
        sizes = [f"{symbol} = {size}" for symbol, size in self.sizes.items()]
        return ", ".join(sizes + [f"{symbol} = {text(rows)}" for symbol, rows in self.values.items()])

    def evaluator(self, xp: Namespace) -> Evaluator:
        """An evaluator of many terms at this point, which shares the values of common sub-terms."""
        return Evaluator(
            xp, self.sizes, {symbol: xp.array(rows) for symbol, rows in self.values.items()}, self.laws, self.skew
        )


def text(rows: Entries) -> str:
    """A matrix in the notation of the grammar: `[1, 0; 0, 1/2]`, a number as it is."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return str(rows[0][0])
    return f"[{'; '.join(', '.join(map(str, row)) for row in rows)}]"


def evaluate(term: Any, point: Point, xp: Namespace) -> Array:
    """The value of `term` at `point`, a two-dimensional array of `xp`.

    Raises EvaluationError where it is undefined (`Undefined` names the sub-term and the missing condition, `Kink` a
    derivative at a kink) and NotRepresentable where this arithmetic cannot hold it.
    """
    with xp.session():
        return point.evaluator(xp).value(term)


RULES = (nodes, derivatives, moments)
"""The modules whose import publishes the rules for nodes, derivatives and expectations."""

__all__ = ["EvaluationError", "Kink", "NotRepresentable", "Point", "Rational", "Undefined", "evaluate", "text"]

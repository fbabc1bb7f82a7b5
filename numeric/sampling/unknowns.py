"""Hypotheses as polynomial equations in the unknown entries of symbols.

A term is evaluated with a variable in every entry: an extension of the rationals by monomials, each a sorted tuple of
variable numbers. The inverse of an unknown matrix is a matrix of further unknowns with A*Y = I, a Moore-Penrose inverse
one with the four Penrose equations, so that whatever is rational becomes polynomial.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flint import fmpq, fmpq_mat
from sympy import Basic

from numeric.evaluator import Evaluator
from numeric.namespaces import Array, NotRepresentable
from numeric.namespaces.extension import Extension, Monomial, Sum
from numeric.sampling.arithmetic import RATIONAL, Laws
from numeric.sampling.variables import Equation
from symbolic.errors import EvaluationError

Polynomial = dict[tuple[int, ...], fmpq]
"""Coefficients by monomial; the empty monomial is the constant."""
MONOMIALS = 4000
"""Arrays with more monomials than this are not built."""


class Unknowns(Extension):
    """Arrays over the polynomials in numbered variables; `further` collects what inverses of unknown matrices must
    satisfy.
    """

    name = "unknown entries"

    def __init__(self) -> None:
        super().__init__(RATIONAL)
        self.count = 0
        self.further: list[Sum] = []

    def matrix(self, rows: int, cols: int) -> Sum:
        """A matrix of new variables, numbered row by row."""
        found: dict[Monomial, Array] = {}
        for place in range(rows * cols):
            found[(self.count,)] = fmpq_mat(rows, cols, [int(k == place) for k in range(rows * cols)])
            self.count += 1
        return Sum((rows, cols), found)

    def times(self, left: Any, right: Any) -> Sequence[tuple[Monomial, Array | None]]:
        return [(tuple(sorted(left + right)), None)]

    def bilinear(self, f: Any, a: Sum, b: Sum) -> Sum:
        if len(a.coefficients) * len(b.coefficients) > MONOMIALS:
            raise NotRepresentable("more monomials than are worth the while")
        return super().bilinear(f, a, b)

    def inverse(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return super().inverse(a)
        found = self.matrix(*a.shape)
        self.further.append(self.subtract(self.matmul(a, found), self.identity(a.shape[0])))
        return found

    def pinv(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return super().pinv(a)
        found = self.matrix(a.shape[1], a.shape[0])
        left, right = self.matmul(a, found), self.matmul(found, a)
        self.further += [
            self.subtract(self.matmul(left, a), a),
            self.subtract(self.matmul(right, found), found),
            self.subtract(self.transpose(left), left),
            self.subtract(self.transpose(right), right),
        ]
        return found

    def powers(self, a: Sum, k: Any) -> Sum:
        if isinstance(k, int) and k < 0 and a.shape == (1, 1):
            return super().powers(self.inverse(a), -k)
        return super().powers(a, k)


def polynomials(
    equations: Iterable[Equation], shapes: Mapping[Basic, tuple[int, int]], sizes: Mapping[Basic, int], laws: Laws
) -> tuple[list[Polynomial], dict[Basic, list[int]], int]:
    """The equations entry by entry, the variables of each symbol row by row, and the number of all variables.

    An equation that is not polynomial even so is left out.
    """
    xp = Unknowns()
    values = {symbol: xp.matrix(*shape) for symbol, shape in shapes.items()}
    variables = {symbol: [v for m in value.coefficients for v in _numbers(m)] for symbol, value in values.items()}
    at = Evaluator(xp, sizes, values, laws)
    differences: list[Sum] = []
    for equation in equations:
        try:
            differences.append(at.value(equation.difference))
        except (NotRepresentable, EvaluationError):
            continue
    return [p for d in (*differences, *xp.further) for p in _entries(d)], variables, xp.count


def _numbers(monomial: Any) -> tuple[int, ...]:
    """A monomial as the numbers of its variables."""
    return tuple(monomial)


def _entries(value: Sum) -> list[Polynomial]:
    found: list[Polynomial] = [{} for _ in range(value.shape[0] * value.shape[1])]
    for monomial, coefficients in value.coefficients.items():
        for place, coefficient in enumerate(coefficients.entries()):
            if coefficient:
                found[place][_numbers(monomial)] = coefficient
    return [p for p in found if p]

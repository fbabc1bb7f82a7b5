"""Polynomial regression without rounding: the interpolation threshold exactly, the losses as rigorous enclosures.

Conventions: the float inputs and targets are taken as the exact (dyadic) rationals that they are; the features are
the exact values of the polynomials there. Matrices over the rationals are `fmpq_mat`; enclosures are `arb` balls,
which contain the true value.

Main results: `gram_ranks` (X'X is singular exactly when d + 1 > n, XX' exactly when d + 1 < n), `both_closed_forms`
(equal at d + 1 = n), `exact_losses` (training and test loss to 40 digits and more), `hand_witness` (the smallest
singular case).

Reference: Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Comput. 2017.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numeric.polynomial_regression import Basis, Data, Vector, grid, target
from symbolic.errors import EvaluationError

# Bits for the balls: a three-term recurrence at degree 200 may widen a ball by 3^200 < 2^320, the elimination by the
# square of a condition number below 2^60; 1024 bits leave more than 500.
PRECISION = 1024
# Forty decimal digits.
ACCURATE_BITS = 133
HALF = fmpq(1, 2)

Number = TypeVar("Number", fmpq, arb)


def rational(x: float) -> fmpq:
    """The float as the rational number it is.

    >>> rational(0.75)
    3/4
    """
    return fmpq(*float(x).as_integer_ratio())


def polynomial_values(x: Number, degree: int, basis: Basis) -> list[Number]:
    """The values at x of the basis polynomials of degrees 0 to `degree`, by their three-term recurrence.

    >>> polynomial_values(fmpq(1, 2), 3, "legendre")
    [1, 1/2, -1/8, -7/16]
    """
    values = [x * 0 + 1, x]
    for k in range(1, degree):
        if basis == "chebyshev":
            values.append(2 * x * values[k] - values[k - 1])
        else:
            values.append(((2 * k + 1) * x * values[k] - k * values[k - 1]) / (k + 1))
    return values[: degree + 1]


def rational_features(inputs: Iterable[fmpq], degree: int, basis: Basis) -> fmpq_mat:
    """The exact n x (degree + 1) feature matrix."""
    return fmpq_mat([polynomial_values(x, degree, basis) for x in inputs])


@dataclass(frozen=True)
class GramRanks:
    """Ranks of the two Gram matrices of an n x (degree + 1) feature matrix."""

    n: int
    degree: int
    columns_rank: int
    rows_rank: int

    @property
    def columns_singular(self) -> bool:
        """X'X, which is (degree + 1) x (degree + 1), has no inverse."""
        return self.columns_rank < self.degree + 1

    @property
    def rows_singular(self) -> bool:
        """XX', which is n x n, has no inverse."""
        return self.rows_rank < self.n


def gram_ranks(data: Data, degree: int, basis: Basis) -> GramRanks:
    """The exact ranks of X'X and XX'."""
    X = rational_features(map(rational, data.inputs), degree, basis)
    return GramRanks(data.size, degree, (X.transpose() * X).rank(), (X * X.transpose()).rank())


def both_closed_forms(data: Data, degree: int, basis: Basis) -> tuple[fmpq_mat, fmpq_mat]:
    """The exact weights (X'X)^-1 X't and X'(XX')^-1 t. Raises EvaluationError unless both inverses exist."""
    X = rational_features(map(rational, data.inputs), degree, basis)
    t = fmpq_mat([[rational(value)] for value in data.targets])
    Xt = X.transpose()
    try:
        return (Xt * X).solve(Xt * t), Xt * (X * Xt).solve(t)
    except ZeroDivisionError as singular:
        raise EvaluationError(f"a Gram matrix of the {data.size} x {degree + 1} features is singular") from singular


def exact_weights(data: Data, degree: int, basis: Basis) -> fmpq_mat:
    """The exact minimum-norm least squares weights, by the closed form whose inverse exists."""
    X = rational_features(map(rational, data.inputs), degree, basis)
    t = fmpq_mat([[rational(value)] for value in data.targets])
    Xt = X.transpose()
    try:
        return (Xt * X).solve(Xt * t) if degree + 1 <= data.size else Xt * (X * Xt).solve(t)
    except ZeroDivisionError as singular:
        shape = f"{data.size} x {degree + 1}"
        raise EvaluationError(f"inputs not distinct: the {shape} features lack full rank") from singular


@dataclass(frozen=True)
class ExactLosses:
    """Enclosures of the two losses and of the 2-norm of the weights."""

    train: arb
    test: arb
    weight_norm: arb


def exact_losses(data: Data, degree: int, basis: Basis, precision: int = PRECISION) -> ExactLosses:
    """Losses of the minimum-norm fit as `arb` balls: half mean squares over the data and over the test grid.

    The target on the grid is the float value of sin(10 x), as in the float run. Raises EvaluationError when the
    precision is too low for the elimination or the balls come out wider than 40 digits.
    """
    with ctx.workprec(precision):
        X = _balls(data.inputs, degree, basis)
        t = arb_mat([[arb(float(value))] for value in data.targets])
        Xt = X.transpose()
        try:
            w = (Xt * X).solve(Xt * t) if degree + 1 <= data.size else Xt * (X * Xt).solve(t)
        except ZeroDivisionError as singular:
            raise EvaluationError(f"{precision} bits do not separate the Gram matrix from a singular one") from singular
        points = grid()
        f = arb_mat([[arb(float(value))] for value in target(points)])
        losses = ExactLosses(_half_mean_square(X * w - t), _half_mean_square(_balls(points, degree, basis) * w - f),
                             (w.transpose() * w)[0, 0].sqrt())
    accurate = losses.test.rel_accuracy_bits()
    if accurate < ACCURATE_BITS:
        raise EvaluationError(f"{precision} bits leave {accurate} of the test loss, expected {ACCURATE_BITS}")
    return losses


def _balls(x: Vector, degree: int, basis: Basis) -> arb_mat:
    return arb_mat([polynomial_values(arb(float(value)), degree, basis) for value in x])


def _half_mean_square(residual: arb_mat) -> arb:
    return (residual.transpose() * residual)[0, 0] / (2 * residual.nrows())


@dataclass(frozen=True)
class HandWitness:
    """The branch `degree > n` at degree = n, small enough for paper: X, the Gram matrix it inverts, its determinant,
    and a cure.
    """

    features: fmpq_mat
    inverted: fmpq_mat
    determinant: fmpq
    rows_gram: fmpq_mat


def hand_witness(x: fmpq = HALF) -> HandWitness:
    """One point, degree one, either basis: X = [1 x]. The published branch inverts X'X, of rank one; XX' is 1 + x^2 >
    0.

    >>> hand_witness().inverted, hand_witness().determinant
    ([  1, 1/2]
    [1/2, 1/4], 0)
    """
    X = rational_features([x], 1, "legendre")
    inverted = X.transpose() * X
    return HandWitness(X, inverted, inverted.det(), X * X.transpose())

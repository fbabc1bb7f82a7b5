"""The training loss of least squares under noise: its value on a block of draws, its exact moments, and the test of
its exact law.

Conventions: the design X is n x d of full column rank and fixed; t = X w* + e with independent entries e_i of mean 0,
variance sigma^2 and fourth moment kurtosis sigma^4. With P the orthogonal projection on the columns of X, M = I - P
and Q an orthonormal basis of the columns,

    L = ||X w_hat - t||^2 / n = e'Me / n = (||e||^2 - ||Q'e||^2) / n.

Noise comes standardised (sigma = 1), one draw per row; losses scale with sigma^2.

Main results (for sigma = 1):
- E L = tr M / n = (n - d)/n;
- Var(e'Me) = 2 (n - d) + (kurtosis - 3) sum_i M_ii^2;
- Cov(e'Me, e'e) = (kurtosis - 1) tr M and Var(e'e) = (kurtosis - 1) n, so the best multiple of the control variate
  ||e||^2/n - 1 is beta = tr M / n whatever the law, and what remains is the quadratic form of M - beta I;
- for Gaussian noise n L is chi-square with n - d degrees of freedom.

Reference: Seber and Lee, Linear Regression Analysis, 2nd edition, theorems 1.5, 1.6 and 2.7; Owen, Monte Carlo Theory,
section 8.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.special import chdtr, chdtrc, chdtri

from numeric.noise import FloatArray, SimulationError

Vector = npt.NDArray[np.float64]
_LEAST_EXPECTED = 5.0


def _checked_design(design: npt.ArrayLike) -> Vector:
    X = np.asarray(design, dtype=np.float64)
    if X.ndim != 2 or not 1 <= X.shape[1] <= X.shape[0]:
        raise SimulationError(f"design: expected an n x d matrix with n >= d >= 1, got shape {X.shape}")
    if not np.all(np.isfinite(X)):
        raise SimulationError("design: expected finite entries, got an infinity or a NaN")
    singular = np.linalg.svd(X, compute_uv=False)
    if singular[-1] <= max(X.shape) * np.finfo(np.float64).eps * singular[0]:
        raise SimulationError(
            f"design: expected full column rank {X.shape[1]}, "
            f"got singular values from {singular[0]:.3g} down to {singular[-1]:.3g}"
        )
    return X


@dataclass(frozen=True, eq=False)
class TrainingLoss:
    """The loss of least squares on one fixed design, reduced to an orthonormal basis `basis` (n x d, float64) of its
    column space.

    >>> loss = TrainingLoss.of_design([[1.0], [1.0], [1.0], [1.0]])
    >>> loss.n, loss.d, loss.mean, round(loss.variance(3.0), 12)
    (4, 1, 0.75, 0.375)
    """

    basis: Vector

    @classmethod
    def of_design(cls, design: npt.ArrayLike) -> TrainingLoss:
        """From X, n x d; raises `SimulationError` unless X is finite and of full column rank to working precision."""
        return cls(np.linalg.qr(_checked_design(design)).Q)

    @property
    def n(self) -> int:
        """Number of observations."""
        return int(self.basis.shape[0])

    @property
    def d(self) -> int:
        """Number of parameters."""
        return int(self.basis.shape[1])

    @cached_property
    def residual_diagonal(self) -> Vector:
        """The diagonal of M = I - P, shape (n,)."""
        return np.asarray(1.0 - np.vecdot(self.basis, self.basis), dtype=np.float64)

    @cached_property
    def basis_single(self) -> npt.NDArray[np.float32]:
        """The basis rounded to float32."""
        return self.basis.astype(np.float32)

    @property
    def mean(self) -> float:
        """E L = (n - d)/n for sigma = 1, the statement under test."""
        return (self.n - self.d) / self.n

    @cached_property
    def control_coefficient(self) -> float:
        """beta = tr M / n, from the measured diagonal of M; any constant leaves the mean alone, this one makes the
        variance least.
        """
        return float(self.residual_diagonal.mean())

    def variance(self, kurtosis: float) -> float:
        """Var L for sigma = 1 and independent entries with E u^4 = `kurtosis`."""
        return self._quadratic_form_variance(kurtosis, 0.0)

    def controlled_variance(self, kurtosis: float) -> float:
        """Var(L - beta (||e||^2/n - 1)) for sigma = 1."""
        return self._quadratic_form_variance(kurtosis, self.control_coefficient)

    def _quadratic_form_variance(self, kurtosis: float, shift: float) -> float:
        # A = M - shift I has eigenvalues 1 - shift (n - d times) and -shift (d times), and
        # Var e'Ae = 2 tr A^2 + (kurtosis - 3) sum A_ii^2.
        squares = (self.n - self.d) * (1.0 - shift) ** 2 + self.d * shift**2
        diagonal = float(np.sum((self.residual_diagonal - shift) ** 2))
        return max(0.0, 2.0 * squares + (kurtosis - 3.0) * diagonal) / self.n**2

    def evaluate(self, noise: FloatArray, *, single: bool = False) -> tuple[Vector, Vector]:
        """Losses and mean squares ||e||^2/n of the rows of `noise` (draws x n), both of shape (draws,), in float64.

        With `single` the product Q'e, nearly all of the arithmetic, is made in float32; the sums of squares stay in
        float64, except for float32 noise, whose entries must then be such that ||e||^2 is exact in float32 (signs
        are).
        """
        working = noise.astype(np.float32, copy=False) if single else noise
        fitted = (working @ (self.basis_single if single else self.basis)).astype(np.float64, copy=False)
        mean_square = np.vecdot(noise, noise).astype(np.float64) / self.n
        return mean_square - np.vecdot(fitted, fitted) / self.n, mean_square


@dataclass(frozen=True, slots=True)
class LawTest:
    """Pearson's test of n L / sigma^2 against chi-square with `degrees` degrees of freedom. `counts` and
    `probabilities` have one more entry at each end than there are bins between `edges`: the tails. Neighbouring bins
    are pooled to an expected count of 5.
    """

    degrees: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    probabilities: tuple[float, ...]
    statistic: float
    statistic_degrees: int
    p_value: float
    passed: bool


@dataclass(frozen=True, slots=True)
class ChiSquareBins:
    """Equal-width bins for a chi-square variable, with two tails: a histogram that streams in memory independent of
    the number of draws.

    `edges` has K + 1 entries; `probabilities` has K + 2, lower tail first and upper tail last, from the exact
    distribution function.

    >>> bins = ChiSquareBins.with_degrees(8)
    >>> bins.count(np.array([-1.0, 7.0, 1e9])).sum(), round(sum(bins.probabilities), 12)
    (np.int64(3), 1.0)
    """

    degrees: int
    edges: tuple[float, ...]
    probabilities: tuple[float, ...]

    @classmethod
    def with_degrees(cls, degrees: int, bins: int = 64, tail: float = 1e-4) -> ChiSquareBins:
        """`bins` equal bins between the quantiles `tail` and 1 - `tail` of the chi-square law with `degrees` >= 1
        degrees of freedom.
        """
        if degrees < 1:
            raise SimulationError(f"chi-square law: expected at least 1 degree of freedom, got {degrees}")
        edges = np.linspace(chdtri(degrees, 1.0 - tail), chdtri(degrees, tail), bins + 1)
        below = np.concatenate(([0.0], chdtr(degrees, edges), [1.0]))
        return cls(degrees, tuple(edges.tolist()), tuple(np.diff(below).tolist()))

    def count(self, values: Vector) -> npt.NDArray[np.int64]:
        """How many of `values` fall in the lower tail, in each bin, and in the upper tail; shape (K + 2,)."""
        width = (self.edges[-1] - self.edges[0]) / (len(self.edges) - 1)
        place = np.floor((values - self.edges[0]) / width)
        slot = np.clip(place, -1, len(self.edges) - 1).astype(np.int64) + 1
        return np.bincount(slot, minlength=len(self.edges) + 1).astype(np.int64)

    def test(self, counts: npt.NDArray[np.int64], significance: float) -> LawTest:
        """Pearson's test of `counts`, shape (K + 2,), against the exact probabilities; passed if the p-value is at
        least `significance`.
        """
        observed, expected = _pooled(counts, np.array(self.probabilities) * counts.sum())
        statistic = sum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))
        p_value = float(chdtrc(len(observed) - 1, statistic))
        return LawTest(
            self.degrees,
            self.edges,
            tuple(counts.tolist()),
            self.probabilities,
            statistic,
            len(observed) - 1,
            p_value,
            p_value >= significance,
        )


def _pooled(counts: npt.NDArray[np.int64], expected: Vector) -> tuple[list[float], list[float]]:
    """Join neighbours from the left until each group expects at least 5, which depends on the law alone and not on the
    counts.
    """
    observed_groups, expected_groups = [0.0], [0.0]
    for seen, wanted in zip(counts.tolist(), expected.tolist(), strict=True):
        if expected_groups[-1] >= _LEAST_EXPECTED:
            observed_groups.append(0.0)
            expected_groups.append(0.0)
        observed_groups[-1] += seen
        expected_groups[-1] += wanted
    if expected_groups[-1] < _LEAST_EXPECTED:
        observed_groups[-2:] = [sum(observed_groups[-2:])]
        expected_groups[-2:] = [sum(expected_groups[-2:])]
    return observed_groups, expected_groups

"""Gradient descent on least squares: iterates, their limit, their rate, and the step past which they diverge.

Conventions: X is n x m, t has length n, w has length m. The loss is factor/2 * ||X w - t||^2 / n with gradient
(factor/n) X'(X w - t): `factor` is 2 for the loss ||X w - t||^2 / n, and 1 where its gradient is written without the 2.
Rates belong to the nonzero singular values of X, largest first; the part of w(0) - limit outside the row space is zero.

Main results: along the i-th right singular vector an iteration multiplies the distance to the limit by 1 - step *
factor * sigma_i^2 / n. So it converges from every start exactly when 0 < step < 2 n / (factor * sigma_1^2), and then
to w(0) + X^+(t - X w(0)): for full row rank and w(0) = 0 that is X'(XX')^-1 t, for full column rank (X'X)^-1 X't from
any start.

Reference: Polyak, Introduction to Optimization, section 1.4; Engl, Hanke, Neubauer, Regularization of Inverse
Problems, section 6.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from symbolic.errors import EvaluationError, ShapeError

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class LeastSquares:
    """The loss factor/2 * ||X w - t||^2 / n for X of shape (n, m) and t of shape (n,).

    >>> example = underdetermined_example()
    >>> example.limit(np.zeros(2)), round(example.step_bound, 12)
    (array([1.5, 1.5]), 0.5)
    """

    X: Matrix
    t: Vector
    factor: float = 2.0

    def __post_init__(self) -> None:
        if self.X.ndim != 2 or 0 in self.X.shape or self.t.shape != self.X.shape[:1]:
            raise ShapeError("least squares", "X", (self.X.shape, ""), "t", (self.t.shape, ""), "n x m and n")
        if self.factor <= 0:
            raise EvaluationError(f"the factor of the loss must be positive, not {self.factor}")

    @property
    def n(self) -> int:
        return int(self.X.shape[0])

    def loss(self, w: Vector) -> float:
        """factor/2 * ||X w - t||^2 / n."""
        residual = self.X @ w - self.t
        return 0.5 * self.factor * float(residual @ residual) / self.n

    def gradient(self, w: Vector) -> Vector:
        """(factor/n) X'(X w - t)."""
        return self.factor / self.n * (self.X.T @ (self.X @ w - self.t))

    @cached_property
    def _svd(self) -> tuple[Matrix, Vector, Matrix]:
        U, sigma, Vt = np.linalg.svd(self.X, full_matrices=True)
        rank = int(np.sum(sigma > max(self.X.shape) * np.finfo(np.float64).eps * sigma[0]))
        if rank == 0:
            raise EvaluationError("X is zero: the loss does not depend on w")
        return U[:, :rank], sigma[:rank], Vt

    @property
    def singular_values(self) -> Vector:
        """The nonzero singular values of X, largest first."""
        return self._svd[1]

    @property
    def rank(self) -> int:
        return len(self.singular_values)

    @property
    def row_space(self) -> Matrix:
        """m x rank, orthonormal columns: the right singular vectors of the nonzero singular values."""
        return self._svd[2][: self.rank].T

    @property
    def null_space(self) -> Matrix:
        """m x (m - rank), orthonormal columns: the directions in which the minimisers are free."""
        return self._svd[2][self.rank:].T

    def limit(self, start: Vector) -> Vector:
        """Where gradient descent from `start` tends to: the minimiser nearest to it, start + X^+(t - X start)."""
        U, sigma, Vt = self._svd
        correction: Vector = Vt[: self.rank].T @ ((U.T @ (self.t - self.X @ start)) / sigma)
        return start + correction

    @property
    def step_bound(self) -> float:
        """2 n / (factor * sigma_1^2): gradient descent converges from every start exactly for steps strictly between
        0 and it.
        """
        return float(2.0 * self.n / (self.factor * self.singular_values[0] ** 2))

    @property
    def best_step(self) -> float:
        """The step with the smallest rate: 2 n / (factor * (sigma_1^2 + sigma_r^2))."""
        sigma = self.singular_values
        return float(2.0 * self.n / (self.factor * (sigma[0] ** 2 + sigma[-1] ** 2)))

    def multipliers(self, step: float) -> Vector:
        """By what one iteration multiplies the distance to the limit, along each right singular vector of the row
        space.
        """
        return 1.0 - step * self.factor / self.n * self.singular_values**2

    def rate(self, step: float) -> float:
        """The largest multiplier in absolute value: below 1 it converges, above 1 it diverges from almost every
        start.
        """
        return float(np.max(np.abs(self.multipliers(step))))

    def closed_form(self, start: Vector, step: float, iteration: int) -> Vector:
        """The iterate w_k without iterating: limit + V diag(multipliers^k) V'(start - limit), V the row space."""
        limit, V = self.limit(start), self.row_space
        shrunk: Vector = V @ (self.multipliers(step) ** iteration * (V.T @ (start - limit)))
        return limit + shrunk


@dataclass(frozen=True)
class Trajectory:
    """Iterates w_0 ... w_k as the rows of a (k + 1) x m array, and the problem and step they come from."""

    problem: LeastSquares
    step: float
    iterates: Matrix

    @cached_property
    def limit(self) -> Vector:
        return self.problem.limit(self.iterates[0])

    @property
    def distances(self) -> Vector:
        """||w_k - limit|| for every k."""
        return np.asarray(np.linalg.norm(self.iterates - self.limit, axis=1))

    @property
    def losses(self) -> Vector:
        return np.array([self.problem.loss(w) for w in self.iterates])

    @property
    def components(self) -> Matrix:
        """(k + 1) x rank: the distance to the limit along each right singular vector."""
        along: Matrix = (self.iterates - self.limit) @ self.problem.row_space
        return along

    @property
    def outside_row_space(self) -> Vector:
        """The norm of w_k - w_0 outside the row space of X: zero but for rounding."""
        N = self.problem.null_space
        return np.asarray(np.linalg.norm((self.iterates - self.iterates[0]) @ N, axis=1))

    def measured_rate(self, first: int, last: int) -> float:
        """The mean factor per iteration by which the distance changes between two iterations."""
        distances = self.distances
        if not 0 <= first < last < len(distances):
            raise EvaluationError(f"iterations {first} to {last} of a trajectory with {len(distances) - 1}")
        if distances[first] == 0.0:
            raise EvaluationError(f"iterate {first} is the limit itself: no rate")
        return float((distances[last] / distances[first]) ** (1.0 / (last - first)))


def descend(problem: LeastSquares, start: Vector, step: float, iterations: int) -> Trajectory:
    """Run w_{k+1} = w_k - step * gradient(w_k) from `start`, shape (m,), for the number of iterations.

    Raises EvaluationError when an iterate leaves the range of floats, as it does soon past the bound.

    >>> descend(underdetermined_example(), np.zeros(2), 0.125, 2).iterates
    array([[0.   , 0.   ],
           [0.75 , 0.75 ],
           [1.125, 1.125]])
    """
    if start.shape != problem.X.shape[1:]:
        raise ShapeError("gradient descent", "start", (start.shape, ""), expected=f"{problem.X.shape[1]} weights")
    iterates = np.empty((iterations + 1, len(start)))
    iterates[0] = start
    for k in range(iterations):
        iterates[k + 1] = iterates[k] - step * problem.gradient(iterates[k])
        if not np.all(np.isfinite(iterates[k + 1])):
            raise EvaluationError(f"iterate {k + 1} overflows with step {step}, the bound being {problem.step_bound}")
    return Trajectory(problem, step, iterates)


def underdetermined_example(factor: float = 2.0) -> LeastSquares:
    """One equation in two unknowns: w_1 + w_2 = 3, whose solutions are a line; from 0 the limit is its nearest point
    (3/2, 3/2).
    """
    return LeastSquares(np.array([[1.0, 1.0]]), np.array([3.0]), factor)


def random_problem(generator: np.random.Generator, n: int, m: int, factor: float = 2.0) -> LeastSquares:
    """X and t with independent standard normal entries: full rank with probability one."""
    return LeastSquares(generator.standard_normal((n, m)), generator.standard_normal(n), factor)

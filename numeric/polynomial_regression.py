"""Polynomial regression past the interpolation threshold: two bases, four solvers, double descent.

Conventions: n inputs x in [0, 1]; a polynomial of degree d has d + 1 features, the columns of the n x (d + 1) matrix X
(Legendre or Chebyshev polynomials of the first kind, evaluated at x itself, not at a rescaled x).
The test loss is half the mean squared error against the noise-free target on 1000 equally spaced points of [0, 1].

Main results: `classical_data` (the data of the published experiment), `fit` (weights by one solver), `run` (the whole
table). The closed forms are (X'X)^-1 X't for d + 1 <= n and X'(XX')^-1 t for d + 1 >= n; they square the condition
number of X, while QR and the singular value decomposition work on X itself.

Reference: Higham, Accuracy and Stability of Numerical Algorithms, chapters 20 and 21; Belkin, Hsu, Ma, Mandal,
Reconciling modern machine-learning practice and the bias-variance trade-off, PNAS 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.polynomial.chebyshev import chebvander
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from symbolic.errors import EvaluationError, ShapeError

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Basis = Literal["legendre", "chebyshev"]
Solver = Literal["columns", "rows", "qr", "svd"]

BASES: tuple[Basis, ...] = ("legendre", "chebyshev")
DEGREES: tuple[int, ...] = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200)
CLASSICAL_SEED = 123
CLASSICAL_SIZE = 14
NOISE = 0.1
GRID_SIZE = 1000


@dataclass(frozen=True)
class Data:
    """Inputs and noisy targets, both of shape (n,)."""

    inputs: Vector
    targets: Vector

    def __post_init__(self) -> None:
        if self.inputs.ndim != 1 or self.inputs.shape != self.targets.shape:
            raise ShapeError("regression data", "inputs", (self.inputs.shape, ""), "targets", (self.targets.shape, ""))

    @property
    def size(self) -> int:
        return int(self.inputs.shape[0])


def target(x: Vector) -> Vector:
    """The noise-free target sin(10 x)."""
    return np.sin(10.0 * x)


def grid() -> Vector:
    """The test points: 1000 equally spaced points of [0, 1], ends included."""
    return np.linspace(0.0, 1.0, GRID_SIZE)


def classical_data() -> Data:
    """The 14 points of the published experiment: inputs drawn first, then the noise.

    The numbers are defined by NumPy's legacy generator with seed 123, whose stream NumPy keeps unchanged for ever.

    >>> data = classical_data()
    >>> data.size, round(float(data.inputs[0]), 6)
    (14, 0.696469)
    """
    # The published run fixes the legacy stream: a Generator with the same seed gives other points.
    legacy = np.random.RandomState(CLASSICAL_SEED)
    inputs = legacy.uniform(0.0, 1.0, CLASSICAL_SIZE)
    return Data(inputs, target(inputs) + NOISE * legacy.standard_normal(CLASSICAL_SIZE))


def draw_data(generator: np.random.Generator, size: int = CLASSICAL_SIZE) -> Data:
    """Fresh data from the law of the experiment: inputs uniform on [0, 1], noise 0.1 times a standard normal."""
    inputs = generator.uniform(0.0, 1.0, size)
    return Data(inputs, target(inputs) + NOISE * generator.standard_normal(size))


def features(x: Vector, degree: int, basis: Basis) -> Matrix:
    """The len(x) x (degree + 1) matrix of the basis polynomials at x.

    >>> features(np.array([0.5]), 2, "chebyshev")
    array([[ 1. ,  0.5, -0.5]])
    """
    vander = {"legendre": legvander, "chebyshev": chebvander}[basis]
    return np.asarray(vander(x, degree), dtype=np.float64)


def fit(X: Matrix, t: Vector, solver: Solver) -> Vector:
    """Weights w of the least squares problem min ||X w - t||, for X of shape (n, m).

    `columns` is (X'X)^-1 X't, meant for full column rank; `rows` is X'(XX')^-1 t, meant for full row rank; both by an
    explicit inverse. `qr` factors X (or X' when m > n) and solves a triangular system; `svd` applies the Moore-Penrose
    inverse. The last two give the minimum-norm solution on either side of m = n.
    Raises EvaluationError where the solver meets a matrix that is singular in floating point.

    >>> fit(np.array([[1.0, 1.0]]), np.array([3.0]), "rows")
    array([1.5, 1.5])
    """
    if X.ndim != 2 or t.shape != X.shape[:1]:
        raise ShapeError("least squares", "X", (X.shape, ""), "t", (t.shape, ""), "n x m and n")
    try:
        match solver:
            case "columns":
                return np.linalg.inv(X.T @ X) @ X.T @ t
            case "rows":
                return X.T @ np.linalg.inv(X @ X.T) @ t
            case "qr":
                return _by_qr(X, t)
            case "svd":
                return np.linalg.pinv(X) @ t
    except np.linalg.LinAlgError as singular:
        raise EvaluationError(f"{solver}: singular in floating point for X of shape {X.shape}") from singular


def _by_qr(X: Matrix, t: Vector) -> Vector:
    if X.shape[0] >= X.shape[1]:
        Q, R = np.linalg.qr(X)
        return np.asarray(solve_triangular(R, Q.T @ t))
    Q, R = np.linalg.qr(X.T)
    return np.asarray(Q @ solve_triangular(R, t, trans="T"))


def closed_form(n: int, degree: int) -> Solver:
    """The closed form whose inverse exists for n distinct inputs: `columns` when degree + 1 <= n, otherwise `rows`."""
    return "columns" if degree + 1 <= n else "rows"


def closed_form_as_published(n: int, degree: int) -> Solver:
    """The branch of the published program, which compares the degree with n where it should compare degree + 1."""
    return "rows" if degree > n else "columns"


def half_mean_square(residual: Vector) -> float:
    """Half the mean of the squares of the residual."""
    return 0.5 * float(np.mean(residual**2))


@dataclass(frozen=True)
class Fit:
    """One fitted polynomial: its losses, the norm of its weights and the 2-norm condition number of its features."""

    basis: Basis
    degree: int
    solver: Solver
    weights: Vector
    train_loss: float
    test_loss: float
    condition: float

    @property
    def columns(self) -> int:
        return self.degree + 1

    def __call__(self, x: Vector) -> Vector:
        """The polynomial at x."""
        return features(x, self.degree, self.basis) @ self.weights


def fit_polynomial(data: Data, degree: int, basis: Basis, solver: Solver) -> Fit:
    """Fit a polynomial of the degree by the solver. The training loss has the factor of a half of the test loss."""
    X = features(data.inputs, degree, basis)
    weights = fit(X, data.targets, solver)
    points = grid()
    return Fit(basis, degree, solver, weights,
               train_loss=half_mean_square(X @ weights - data.targets),
               test_loss=half_mean_square(features(points, degree, basis) @ weights - target(points)),
               condition=float(np.linalg.cond(X)))


def run(data: Data, basis: Basis, degrees: Sequence[int] = DEGREES) -> tuple[dict[Solver, Fit], ...]:
    """For each degree the fits by the closed form that applies, by QR and by SVD, keyed by solver.

    >>> [min(fits) for fits in run(classical_data(), "legendre", [13, 14])]
    ['columns', 'qr']
    """
    rows: list[dict[Solver, Fit]] = []
    for degree in degrees:
        solvers: tuple[Solver, ...] = (closed_form(data.size, degree), "qr", "svd")
        rows.append({solver: fit_polynomial(data, degree, basis, solver) for solver in solvers})
    return tuple(rows)


def constant_loss() -> float:
    """The test loss of the best constant: the scale against which a test loss is large or small."""
    values = target(grid())
    return half_mean_square(values - values.mean())

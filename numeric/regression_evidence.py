"""What the regression run shows: losses by route, what the solver changes, and where the published branch fails.

Conventions: a *route* is a way of computing the fit: the closed form with its explicit inverse, QR, the singular value
decomposition, or `exact` (rigorous enclosures, no rounding).

Main results: `gather` (losses by route), `solver_dependence` (how far rounding moves the test loss), `printed_loss`
(what the printed figure can be), `branch_cases` (where `if d > n` inverts a singular matrix), `best_degrees` (of
fresh data).
Reference: Higham, Accuracy and Stability of Numerical Algorithms, section 20.4 (normal equations square the condition
number).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from numeric.exact_regression import exact_losses, gram_ranks
from numeric.polynomial_regression import (
    CLASSICAL_SIZE,
    DEGREES,
    Basis,
    Data,
    Solver,
    classical_data,
    closed_form,
    closed_form_as_published,
    draw_data,
    features,
    fit,
    fit_polynomial,
    grid,
    half_mean_square,
    run,
    target,
)

PRINTED_LOSS = "0.102552299125363"
PRINTED_DEGREE = 4
EVERY_DEGREE = range(1, DEGREES[-1] + 1)


@dataclass(frozen=True)
class Evidence:
    """Losses by degree for one basis and route; `every` holds the test losses by QR at each degree from 1 to 200."""

    basis: Basis
    route: str
    train: Mapping[int, float]
    test: Mapping[int, float]
    every: Mapping[int, float] = field(repr=False)
    n: int

    def under(self) -> dict[int, float]:
        """Test losses at the listed degrees with no more columns than points."""
        return {degree: loss for degree, loss in self.test.items() if degree + 1 <= self.n}

    def over(self) -> dict[int, float]:
        """Test losses at the listed degrees with more columns than points."""
        return {degree: loss for degree, loss in self.test.items() if degree + 1 > self.n}


def gather(data: Data, basis: Basis) -> tuple[Evidence, ...]:
    """The losses of the listed degrees by each route."""
    every = {d: fit_polynomial(data, d, basis, "qr").test_loss for d in EVERY_DEGREE}
    exact = {d: exact_losses(data, d, basis) for d in DEGREES}
    # The centre of an enclosure of a zero training loss is some 1e-500: as a float it is the zero that it encloses.
    found = [Evidence(basis, "exact", {d: float(x.train.mid()) for d, x in exact.items()},
                      {d: float(x.test.mid()) for d, x in exact.items()}, every, data.size)]
    routes: dict[str, Callable[[int], Solver]] = {
        "closed form": lambda d: closed_form(data.size, d),
        "qr": lambda d: "qr",
        "svd": lambda d: "svd",
    }
    for route, solver in routes.items():
        fits = {d: fit_polynomial(data, d, basis, solver(d)) for d in DEGREES}
        found.append(Evidence(basis, route, {d: f.train_loss for d, f in fits.items()},
                              {d: f.test_loss for d, f in fits.items()}, every, data.size))
    return tuple(found)


@dataclass(frozen=True)
class SolverDependence:
    """Relative errors of the test loss by solver, beside the condition number of X and the squared one times the unit
    roundoff.
    """

    basis: Basis
    degree: int
    condition: float
    exact: float
    errors: Mapping[Solver, float]

    @property
    def squared_condition_eps(self) -> float:
        """cond(X)^2 times 2^-53: a closed form with an explicit inverse can be trusted only where this is well below
        one.
        """
        return self.condition**2 * float(np.finfo(np.float64).eps) / 2


def solver_dependence(
    data: Data, basis: Basis, degrees: Sequence[int] = DEGREES, known: Mapping[int, float] | None = None
) -> tuple[SolverDependence, ...]:
    """For each degree how far the closed form, QR and SVD are from the exact test loss, as relative errors. `known` are
    exact test losses by degree that are at hand.
    """
    rows, at_hand = [], known or {}
    for degree, fits in zip(degrees, run(data, basis, degrees), strict=True):
        exact = at_hand[degree] if degree in at_hand else float(exact_losses(data, degree, basis).test.mid())
        errors = {solver: abs(found.test_loss / exact - 1.0) for solver, found in fits.items()}
        rows.append(SolverDependence(basis, degree, fits["qr"].condition, exact, errors))
    return tuple(rows)


def best_degrees(generator: np.random.Generator, basis: Basis, draws: int, size: int = CLASSICAL_SIZE) -> Counter[int]:
    """How often each listed degree has the smallest test loss, over fresh data from the law of the experiment (by QR).

    One run is one draw of the data: this says how far its best degree is a matter of luck.
    """
    points = grid()
    truth, tables = target(points), {d: features(points, d, basis) for d in DEGREES}
    found: Counter[int] = Counter()
    for _ in range(draws):
        data = draw_data(generator, size)
        fits = {d: fit(features(data.inputs, d, basis), data.targets, "qr") for d in DEGREES}
        losses = {d: half_mean_square(tables[d] @ fits[d] - truth) for d in DEGREES}
        found[min(losses, key=losses.__getitem__)] += 1
    return found


@dataclass(frozen=True)
class PrintedLoss:
    """The printed figure against the exact one, and the nearest figure that differs from the printed one by one more
    digit.
    """

    printed: str
    exact: str
    gap: float
    restored: str
    restored_gap: float


@cache
def printed_loss() -> PrintedLoss:
    """What the printed loss at d = 4 can be: neither basis gives it, both give it when one lost digit is put back.

    >>> printed_loss().restored
    '0.1025522299125363'
    """
    truth = exact_losses(classical_data(), PRINTED_DEGREE, "chebyshev").test
    exact = float(truth.mid())
    places = range(2, len(PRINTED_LOSS) + 1)
    longer = {PRINTED_LOSS[:i] + digit + PRINTED_LOSS[i:] for i in places for digit in "0123456789"}
    restored = min(sorted(longer), key=lambda text: abs(float(text) - exact))
    return PrintedLoss(PRINTED_LOSS, truth.str(20, radius=False), abs(float(PRINTED_LOSS) - exact),
                       restored, abs(float(restored) - exact))


@dataclass(frozen=True)
class BranchCase:
    """What the two branch conditions choose at a degree, and which Gram matrix is singular there, in exact
    arithmetic.
    """

    degree: int
    n: int
    published: Solver
    published_singular: bool
    corrected: Solver
    corrected_singular: bool


def branch_cases(data: Data | None = None, basis: Basis = "legendre") -> tuple[BranchCase, ...]:
    """The branch `d > n` against `d + 1 > n` around the threshold: they differ at d = n alone, where the published
    one fails.

    >>> [(case.degree, case.published_singular) for case in branch_cases()]
    [(12, False), (13, False), (14, True), (15, False)]
    """
    points = data or classical_data()
    n, cases = points.size, []
    for degree in range(n - 2, n + 2):
        ranks = gram_ranks(points, degree, basis)
        singular = {"columns": ranks.columns_singular, "rows": ranks.rows_singular}
        published, corrected = closed_form_as_published(n, degree), closed_form(n, degree)
        cases.append(BranchCase(degree, n, published, singular[published], corrected, singular[corrected]))
    return tuple(cases)

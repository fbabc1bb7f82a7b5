"""The training loss: against solved least squares, against enumeration of whole laws, and the chi-square test."""

import itertools

import numpy as np
import pytest
from scipy import stats

from numeric.noise import GAUSSIAN, LAPLACE, NOISE_LAWS, RADEMACHER, NoiseLaw, SimulationError
from numeric.training_loss import ChiSquareBins, TrainingLoss

SIZES = pytest.mark.parametrize(("n", "d"), [(1, 1), (5, 1), (5, 2), (7, 4), (40, 3), (60, 59), (9, 9)])


def design(n: int, d: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, n, d]).standard_normal((n, d)) * np.geomspace(1, 1e3, d)


def three_point_noise(n: int, kurtosis: float) -> tuple[np.ndarray, np.ndarray]:
    """Every outcome of n independent entries on -a, 0, a with a^2 = kurtosis and P(a) = P(-a) = 1/(2 kurtosis)."""
    values, chances = np.sqrt(kurtosis) * np.array([-1, 0, 1]), np.array([0.5, kurtosis - 1, 0.5]) / kurtosis
    picks = np.array(list(itertools.product(range(3), repeat=n)))
    return values[picks], chances[picks].prod(axis=1)


@SIZES
@pytest.mark.parametrize("law", NOISE_LAWS, ids=lambda law: law.name)
def test_value_is_that_of_solved_least_squares(n: int, d: int, law: NoiseLaw) -> None:
    rng, X = np.random.default_rng(2), design(n, d)
    noise = np.empty((6, n))
    law.fill(rng, noise)
    targets = noise + X @ rng.standard_normal(d)
    solved = np.linalg.lstsq(X, targets.T)[0]
    literal = np.mean((X @ solved - targets.T) ** 2, axis=0)
    loss = TrainingLoss.of_design(X)
    losses, mean_square = loss.evaluate(noise)
    assert np.allclose(losses, literal, rtol=0, atol=1e-10 * mean_square.max())
    assert np.allclose(mean_square, np.mean(noise**2, axis=1), rtol=1e-13)
    single, _ = loss.evaluate(noise, single=True)
    assert single.dtype == np.float64
    assert np.allclose(single, literal, rtol=0, atol=n * np.finfo(np.float32).eps * mean_square.max())


@pytest.mark.parametrize("kurtosis", [1.0, 1.8, 3.0, 6.0])
@pytest.mark.parametrize(("n", "d"), [(2, 1), (4, 3), (6, 2), (5, 5)])
def test_moments_by_enumeration_of_every_outcome(n: int, d: int, kurtosis: float) -> None:
    loss = TrainingLoss.of_design(design(n, d))
    noise, chances = three_point_noise(n, kurtosis)
    losses, mean_square = loss.evaluate(noise)
    mean = chances @ losses
    assert mean == pytest.approx(loss.mean, abs=1e-13)
    assert chances @ (losses - mean) ** 2 == pytest.approx(loss.variance(kurtosis), abs=1e-12)
    controlled = losses - loss.control_coefficient * (mean_square - 1)
    assert chances @ controlled == pytest.approx(loss.mean, abs=1e-13)
    assert chances @ (controlled - mean) ** 2 == pytest.approx(loss.controlled_variance(kurtosis), abs=1e-12)
    # No other multiple of the control variate does better.
    for coefficient in (0.0, 1.0, loss.control_coefficient - 0.1, loss.control_coefficient + 0.1):
        other = losses - coefficient * (mean_square - 1)
        assert chances @ (other - mean) ** 2 >= loss.controlled_variance(kurtosis) - 1e-12


def test_variance_depends_on_the_design_unless_the_noise_is_gaussian() -> None:
    spread, peaked = TrainingLoss.of_design(np.ones((6, 1))), TrainingLoss.of_design(np.eye(6)[:, :1])
    for law, differs in ((GAUSSIAN, False), (RADEMACHER, True), (LAPLACE, True)):
        variances = [loss.variance(float(law.kurtosis)) for loss in (spread, peaked)]
        assert (abs(variances[0] - variances[1]) > 1e-3) == differs, law.name
    assert peaked.variance(1.0) == 0.0


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (np.ones(4), "shape"),
        (np.ones((2, 3)), r"n >= d >= 1, got shape \(2, 3\)"),
        (np.ones((3, 0)), "shape"),
        (np.ones((4, 2)), "full column rank 2"),
        (np.zeros((4, 1)), "full column rank 1"),
        ([[1.0], [np.nan]], "finite"),
        ([[1.0, 2.0], [2.0, 4.0 + 1e-15], [3.0, 6.0]], "full column rank"),
    ],
)
def test_designs_outside_the_theory_are_refused(matrix: object, said: str) -> None:
    with pytest.raises(SimulationError, match=said):
        TrainingLoss.of_design(matrix)


@pytest.mark.parametrize("degrees", [1, 2, 5, 90, 3000])
def test_bins_have_the_exact_probabilities_and_count_like_numpy(degrees: int) -> None:
    bins, law = ChiSquareBins.with_degrees(degrees), stats.chi2(degrees)
    assert law.cdf(bins.edges[0]) == pytest.approx(1e-4) and law.sf(bins.edges[-1]) == pytest.approx(1e-4)
    inner = [law.cdf(b) - law.cdf(a) for a, b in itertools.pairwise(bins.edges)]
    assert np.allclose(bins.probabilities, [1e-4, *inner, 1e-4], rtol=1e-9, atol=1e-13)
    values = law.rvs(20_000, random_state=np.random.default_rng(5))
    expected = np.histogram(values, bins=[-np.inf, *bins.edges, np.inf])[0]
    assert np.array_equal(bins.count(values), expected)


def test_bins_need_a_degree_of_freedom() -> None:
    with pytest.raises(SimulationError, match="at least 1"):
        ChiSquareBins.with_degrees(0)


@pytest.mark.parametrize(("factor", "shift", "passes"), [(1.0, 0, True), (1.02, 0, False), (1.0, 1, False)])
def test_pearson_accepts_the_law_and_refuses_its_neighbours(factor: float, shift: int, passes: bool) -> None:
    values = factor * np.random.default_rng(7).chisquare(12 + shift, 200_000)
    bins = ChiSquareBins.with_degrees(12)
    outcome = bins.test(bins.count(values), 1e-4)
    assert outcome.passed == passes == (outcome.p_value >= 1e-4)


def test_p_values_are_uniform_when_the_law_is_true() -> None:
    bins, rng = ChiSquareBins.with_degrees(4), np.random.default_rng(11)
    p_values = [bins.test(bins.count(rng.chisquare(4, 2_000)), 1e-4).p_value for _ in range(400)]
    assert stats.kstest(p_values, "uniform").pvalue >= 1e-4


def test_pearson_statistic_of_small_counts_by_hand() -> None:
    # Of 20 draws 4, 4, 6 and 6 are expected: the first two are pooled, so 3, 8 and 9 are seen where 8, 6 and 6 are due.
    bins = ChiSquareBins(1, (0.0, 1.0, 2.0), (0.2, 0.2, 0.3, 0.3))
    outcome = bins.test(np.array([1, 2, 8, 9]), 1e-4)
    assert outcome.statistic_degrees == 2
    assert outcome.statistic == pytest.approx(25 / 8 + 4 / 6 + 9 / 6)
    assert outcome.p_value == pytest.approx(stats.chi2.sf(25 / 8 + 4 / 6 + 9 / 6, 2))

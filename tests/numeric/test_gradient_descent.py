"""Gradient descent against exact rational iterates, other formulas for the limit, and finite differences."""

from fractions import Fraction

import numpy as np
import pytest

from numeric.gradient_descent import LeastSquares, descend, random_problem, underdetermined_example
from symbolic.errors import EvaluationError, ShapeError

SIZES = [(1, 2), (3, 7), (6, 2), (4, 4), (5, 1)]


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_the_gradient_is_that_of_the_loss(n: int, m: int, factor: float) -> None:
    generator = np.random.default_rng(n * 10 + m)
    problem, w = random_problem(generator, n, m, factor), generator.standard_normal(m)
    step = 1e-5
    differences = [(problem.loss(w + step * e) - problem.loss(w - step * e)) / (2 * step) for e in np.eye(m)]
    np.testing.assert_allclose(problem.gradient(w), differences, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("factor", "step"), [(1, Fraction(1, 3)), (2, Fraction(1, 8)), (2, Fraction(3, 5))])
def test_the_example_against_rational_iterates(factor: int, step: Fraction) -> None:
    w = [Fraction(0), Fraction(0)]
    expected = [w]
    for _ in range(12):
        residual = w[0] + w[1] - 3
        w = [entry - step * factor * residual for entry in w]
        expected.append(w)
    found = descend(underdetermined_example(float(factor)), np.zeros(2), float(step), 12)
    np.testing.assert_allclose(found.iterates, [[float(x) for x in row] for row in expected], rtol=1e-12, atol=1e-12)


def test_the_line_of_solutions() -> None:
    example = underdetermined_example()
    assert example.null_space.shape == (2, 1)
    for free in (-2.0, 0.0, 5.5):
        start = np.array([free, 1.0])
        limit = example.limit(start)
        assert limit.sum() == pytest.approx(3.0)
        assert (limit - start) @ example.null_space == pytest.approx(0.0, abs=1e-12)
        assert np.linalg.norm(limit) >= np.linalg.norm([1.5, 1.5]) - 1e-12


@pytest.mark.parametrize(("n", "m"), [(1, 2), (3, 7), (4, 4)])
def test_from_zero_the_limit_is_the_minimum_norm_interpolant(n: int, m: int) -> None:
    problem = random_problem(np.random.default_rng(m), n, m)
    closed = problem.X.T @ np.linalg.solve(problem.X @ problem.X.T, problem.t)
    np.testing.assert_allclose(problem.limit(np.zeros(m)), closed, rtol=1e-8, atol=1e-8)
    ended = descend(problem, np.zeros(m), problem.best_step, 4000)
    promised = problem.rate(problem.best_step) ** 4000 * ended.distances[0]
    assert ended.distances[-1] <= (1 + 1e-6) * promised + 1e-11
    assert np.max(ended.outside_row_space) < 1e-12


@pytest.mark.parametrize(("n", "m"), [(6, 2), (5, 1), (9, 4)])
def test_with_full_column_rank_every_start_ends_at_the_same_point(n: int, m: int) -> None:
    generator = np.random.default_rng(n)
    problem = random_problem(generator, n, m, factor=1.0)
    closed = np.linalg.solve(problem.X.T @ problem.X, problem.X.T @ problem.t)
    for _ in range(3):
        np.testing.assert_allclose(problem.limit(10 * generator.standard_normal(m)), closed, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("share", [0.3, 0.9, 1.0, 1.05])
def test_the_closed_form_is_the_iteration(n: int, m: int, share: float) -> None:
    generator = np.random.default_rng(100 + n)
    problem, start = random_problem(generator, n, m, factor=1.0), generator.standard_normal(m)
    step = share * problem.step_bound
    found = descend(problem, start, step, 15)
    for k in (0, 1, 7, 15):
        np.testing.assert_allclose(found.iterates[k], problem.closed_form(start, step, k), rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_the_bound_parts_convergence_from_divergence(n: int, m: int, factor: float) -> None:
    problem = random_problem(np.random.default_rng(7), n, m, factor)
    start = problem.limit(np.zeros(m)) + problem.row_space[:, 0]
    below, at, above = (descend(problem, start, share * problem.step_bound, 200) for share in (0.97, 1.0, 1.03))
    assert below.distances[-1] < 1e-3
    np.testing.assert_allclose(at.components[:, 0], (-1.0) ** np.arange(201), atol=1e-9)
    assert above.distances[-1] > 1e3 and above.losses[-1] > above.losses[0]


def test_the_bound_of_the_gradient_without_the_two_is_too_large_for_the_one_with_it() -> None:
    with_two = underdetermined_example(2.0)
    ended = descend(with_two, np.zeros(2), 0.9 * underdetermined_example(1.0).step_bound, 50)
    assert ended.distances[-1] > 1e10


def test_the_measured_rate_is_the_largest_multiplier() -> None:
    problem = random_problem(np.random.default_rng(3), 4, 6)
    for share in (0.5, 0.95):
        step = share * problem.step_bound
        found = descend(problem, np.zeros(6), step, 60)
        slowest = np.max(np.abs(problem.multipliers(step)))
        assert problem.rate(step) == slowest
        assert found.measured_rate(50, 60) == pytest.approx(slowest, rel=2e-2)
    others = [problem.rate(share * problem.step_bound) for share in np.linspace(0.01, 1.2, 200)]
    assert problem.rate(problem.best_step) <= min(others)


def test_refusals() -> None:
    with pytest.raises(ShapeError):
        LeastSquares(np.ones((2, 3)), np.ones(3))
    with pytest.raises(ShapeError):
        descend(underdetermined_example(), np.zeros(3), 0.1, 5)
    with pytest.raises(EvaluationError, match="factor"):
        LeastSquares(np.ones((2, 3)), np.ones(2), 0.0)
    with pytest.raises(EvaluationError, match="zero"):
        _ = LeastSquares(np.zeros((2, 3)), np.ones(2)).step_bound
    with pytest.raises(EvaluationError, match="limit itself"):
        descend(underdetermined_example(), np.full(2, 1.5), 0.1, 5).measured_rate(0, 3)
    with pytest.raises(EvaluationError, match="overflows"), np.errstate(over="ignore", invalid="ignore"):
        descend(underdetermined_example(), np.zeros(2), 1e6, 200)

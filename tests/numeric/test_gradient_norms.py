"""Gradient norms against finite differences and against each other; the factored form against wrong variants."""

import numpy as np
import pytest

from numeric.gradient_norms import (
    efficient_norms,
    error_signals,
    factored_norm_step,
    forward,
    naive_norm_step,
    naive_norms,
    random_network,
    shared_norms_factored,
    shared_norms_naive,
    streamed_norms,
)
from symbolic.errors import ShapeError

WIDTHS = [[3, 5], [4, 3, 2], [2, 6, 1, 5], [1, 1, 1], [3, 4, 4, 4, 2]]


@pytest.mark.parametrize("widths", WIDTHS)
def test_against_central_differences_of_each_loss(widths: list[int]) -> None:
    generator = np.random.default_rng(sum(widths))
    weights = random_network(generator, widths)
    inputs, bar = generator.standard_normal((4, widths[0])), generator.standard_normal((4, widths[-1]))
    step, norms = 1e-6, np.zeros((4, len(weights)))
    for k, W in enumerate(weights):
        for index in np.ndindex(*W.shape):
            losses = []
            for sign in (1, -1):
                moved = [V.copy() for V in weights]
                moved[k][index] += sign * step
                losses.append(np.sum(forward(moved, inputs)[1] * bar, axis=1))
            norms[:, k] += ((losses[0] - losses[1]) / (2 * step)) ** 2
    np.testing.assert_allclose(efficient_norms(weights, inputs, bar), norms, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("widths", WIDTHS)
@pytest.mark.parametrize("samples", [1, 7])
def test_the_three_programs_agree(widths: list[int], samples: int) -> None:
    generator = np.random.default_rng(samples)
    weights = random_network(generator, widths)
    inputs, bar = generator.standard_normal((samples, widths[0])), generator.standard_normal((samples, widths[-1]))
    reference = naive_norms(weights, inputs, bar)
    assert reference.shape == (samples, len(weights))
    np.testing.assert_allclose(efficient_norms(weights, inputs, bar), reference, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(streamed_norms(weights, inputs, bar), reference, rtol=1e-12, atol=1e-12)


def test_the_published_numbers() -> None:
    weights = (np.array([[1.0, 2, 1], [-2, 1, 0], [1, -2, -1]]), np.array([[-2.0, 4, 1], [1, -2, -3], [-3, 4, 6]]))
    x, bar = np.array([[1.0, 3, 1]]), np.ones((1, 3))
    assert naive_norms(weights, x, bar).tolist() == efficient_norms(weights, x, bar).tolist() == [[572.0, 195.0]]


def test_the_norm_of_the_batch_gradient_is_another_number() -> None:
    generator = np.random.default_rng(2)
    Z, H = generator.standard_normal((5, 3)), generator.standard_normal((5, 4))
    per_sample = naive_norm_step([Z], [H])[:, 0]
    np.testing.assert_allclose(factored_norm_step([Z], [H])[:, 0], per_sample)
    assert abs(np.sum((Z.T @ H) ** 2) - per_sample.sum()) > 1.0


@pytest.mark.parametrize(("samples", "positions", "out", "into"), [(1, 1, 3, 2), (4, 6, 2, 5), (3, 2, 7, 4)])
def test_weights_shared_over_positions(samples: int, positions: int, out: int, into: int) -> None:
    generator = np.random.default_rng(positions)
    Z, H = generator.standard_normal((samples, positions, out)), generator.standard_normal((samples, positions, into))
    expected = [np.linalg.norm(z.T @ h, "fro") ** 2 for z, h in zip(Z, H, strict=True)]
    np.testing.assert_allclose(shared_norms_naive(Z, H), expected, rtol=1e-12)
    np.testing.assert_allclose(shared_norms_factored(Z, H), expected, rtol=1e-12)
    if positions == 1:
        np.testing.assert_allclose(factored_norm_step([Z[:, 0]], [H[:, 0]])[:, 0], expected, rtol=1e-12)


def test_shapes_that_do_not_fit() -> None:
    weights = random_network(np.random.default_rng(0), [3, 4, 2])
    with pytest.raises(ShapeError, match="layer 1"):
        forward(weights, np.ones((5, 4)))
    with pytest.raises(ShapeError, match="outputs"):
        error_signals(weights, forward(weights, np.ones((5, 3)))[0], np.ones((5, 3)))
    with pytest.raises(ShapeError, match="positions"):
        shared_norms_naive(np.ones((2, 3, 4)), np.ones((2, 4, 4)))

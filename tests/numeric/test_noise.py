"""The noise laws: moments, distribution, independence, and the table they stand in."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from numeric.noise import LAPLACE, NOISE_LAWS, RADEMACHER, NoiseLaw, SimulationError, noise_law

SCALED = {"gaussian": stats.norm(), "uniform": stats.uniform(-(3**0.5), 12**0.5), "laplace": stats.laplace(0, 0.5**0.5)}
EIGHTH_MOMENT = {"gaussian": 105, "rademacher": 1, "uniform": 9, "laplace": 2520}
laws = pytest.mark.parametrize("law", NOISE_LAWS, ids=lambda law: law.name)


def drawn(law: NoiseLaw, shape: tuple[int, ...], seed: int = 1, dtype: type = np.float64) -> np.ndarray:
    out = np.full(shape, np.nan, dtype=dtype)
    law.fill(np.random.default_rng(seed), out)
    return out


@laws
def test_kurtosis_is_that_of_the_density(law: NoiseLaw) -> None:
    if law.name == "rademacher":
        assert law.kurtosis == Fraction((-1) ** 4 + 1**4, 2)
    else:
        mean, variance, _, excess = SCALED[law.name].stats(moments="mvsk")
        assert mean == pytest.approx(0, abs=1e-15) and variance == pytest.approx(1, rel=1e-14)
        assert float(law.kurtosis) == pytest.approx(excess + 3, rel=1e-12)


@laws
def test_sample_moments_are_within_five_standard_errors(law: NoiseLaw) -> None:
    size, kurtosis = 400_000, float(law.kurtosis)
    sample = drawn(law, (size,))
    for power, expected, square in ((1, 0, 1), (2, 1, kurtosis), (3, 0, None), (4, kurtosis, EIGHTH_MOMENT[law.name])):
        spread = np.mean(sample**6) if square is None else square - expected**2
        gap = np.mean(sample**power) - expected
        assert abs(gap) <= 5 * np.sqrt(spread / size) + 1e-12, power


@pytest.mark.parametrize("name", sorted(SCALED))
def test_distribution(name: str) -> None:
    assert stats.kstest(drawn(noise_law(name), (317, 113)).ravel(), SCALED[name].cdf).pvalue >= 1e-4


@laws
def test_entries_are_uncorrelated_along_rows_and_columns(law: NoiseLaw) -> None:
    block = drawn(law, (300, 211))
    for lag in (1, 2, 7, 8, 64):
        for product in (block[lag:] * block[:-lag], block[:, lag:] * block[:, :-lag]):
            assert abs(product.mean()) * np.sqrt(product.size) <= 5, lag


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (8,), (2, 3, 7), (0, 4)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_signs_fill_blocks_of_any_size_in_both_precisions(shape: tuple[int, ...], dtype: type) -> None:
    block = drawn(RADEMACHER, shape, dtype=dtype)
    assert np.all(np.abs(block) == 1)
    assert np.array_equal(block, drawn(RADEMACHER, shape))


@pytest.mark.parametrize("size", [1, 3, 8, 13])
def test_every_sign_of_a_short_block_is_fair(size: int) -> None:
    rng, blocks = np.random.default_rng(4), np.empty((4_000, size))
    for block in blocks:
        RADEMACHER.fill(rng, block)
    gram = blocks.T @ blocks / len(blocks) - np.eye(size)
    assert np.abs(blocks.mean(axis=0)).max() <= 5 / np.sqrt(len(blocks))
    assert np.abs(gram).max() <= 5 / np.sqrt(len(blocks))


@laws
def test_the_generator_decides(law: NoiseLaw) -> None:
    assert np.array_equal(drawn(law, (5, 9), seed=3), drawn(law, (5, 9), seed=3))
    assert not np.array_equal(drawn(law, (5, 9), seed=3), drawn(law, (5, 9), seed=4))


def test_look_up() -> None:
    assert [noise_law(law.name) for law in NOISE_LAWS] == list(NOISE_LAWS)
    assert LAPLACE.fourth_moment(3.0) == 6 * 81
    with pytest.raises(SimulationError, match=r"cauchy.*gaussian, rademacher, uniform, laplace"):
        noise_law("cauchy")

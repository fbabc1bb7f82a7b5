"""The simulation: verdicts on true and false claims, calibration, reproducibility, memory."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from numeric.montecarlo import PassRule, TrainingLossRun, simulate_training_loss
from numeric.noise import GAUSSIAN, LAPLACE, NOISE_LAWS, RADEMACHER, UNIFORM, NoiseLaw, SimulationError

SIZES = pytest.mark.parametrize(("n", "d"), [(3, 1), (20, 3), (31, 30), (400, 150)])
laws = pytest.mark.parametrize("law", NOISE_LAWS, ids=lambda law: law.name)


def design(n: int, d: int) -> np.ndarray:
    return np.random.default_rng([n, d]).standard_normal((n, d))


@laws
@SIZES
@pytest.mark.parametrize("single", [False, True])
def test_the_true_mean_passes(law: NoiseLaw, n: int, d: int, single: bool) -> None:
    run = simulate_training_loss(design(n, d), seed=5, draws=20_000, sigma=3.0, law=law, single=single)
    assert run.passed
    assert run.target == pytest.approx(9 * (n - d) / n)
    assert (run.distribution is not None) == (law is GAUSSIAN)
    assert run.controlled.variance <= run.raw.variance * (1 + 1e-12)


@laws
@pytest.mark.parametrize("wrong", ["population", "off by one", "unbiased", "sum for product"])
def test_a_false_mean_fails(law: NoiseLaw, wrong: str) -> None:
    n, d, sigma = 20, 3, 1.5
    claims = {
        "population": sigma**2,
        "off by one": sigma**2 * (n - d + 1) / n,
        "unbiased": sigma**2 * (n - d) / (n - 1),
        "sum for product": sigma**2 / n + (n - d),
    }
    run = simulate_training_loss(design(n, d), seed=6, draws=40_000, sigma=sigma, law=law, claim=claims[wrong])
    assert not run.passed and not run.raw.passed and not run.controlled.passed
    assert run.controlled.mean == pytest.approx(sigma**2 * (n - d) / n, rel=0.01)


@pytest.mark.parametrize("law", [GAUSSIAN, RADEMACHER, UNIFORM, LAPLACE], ids=lambda law: law.name)
def test_scores_are_standard_normal_over_many_seeds(law: NoiseLaw) -> None:
    runs = [simulate_training_loss(design(12, 5), seed=seed, draws=2_000, law=law) for seed in range(150)]
    for name in ("raw", "controlled"):
        squares = sum(getattr(run, name).z ** 2 for run in runs)
        assert 1e-4 <= stats.chi2.sf(squares, len(runs)) <= 1 - 1e-4, name
        ratios = [getattr(run, name).sample_standard_error / getattr(run, name).standard_error for run in runs]
        assert np.mean(ratios) == pytest.approx(1, abs=0.02), name


def test_the_histogram_is_that_of_the_losses() -> None:
    run = simulate_training_loss(design(12, 5), seed=9, draws=50_000, sigma=0.1)
    law = run.distribution
    assert law is not None and law.degrees == 7 and sum(law.counts) == run.draws
    middles = (np.array(law.edges[1:]) + law.edges[:-1]) / 2
    assert np.average(middles, weights=law.counts[1:-1]) == pytest.approx(7, rel=0.01)


def test_a_given_variance_replaces_the_closed_form() -> None:
    usual = simulate_training_loss(design(12, 5), seed=9, draws=1_000, sigma=2.0)
    given = simulate_training_loss(design(12, 5), seed=9, draws=1_000, sigma=2.0, variance=4 * usual.raw.variance)
    assert given.raw.z == pytest.approx(usual.raw.z / 2) and given.controlled == usual.controlled
    assert given.raw.standard_error == pytest.approx(2 * usual.raw.standard_error)


def test_the_rule_is_obeyed() -> None:
    run = simulate_training_loss(design(12, 5), seed=9, draws=1_000, rule=PassRule(1e-9, 1.0))
    assert not run.raw.passed and run.distribution is not None and not run.distribution.passed and not run.passed
    assert str(PassRule()) == "|z| <= 4 standard errors; goodness of fit p >= 0.0001"


def test_losses_scale_with_the_square_of_sigma() -> None:
    one, two = (simulate_training_loss(design(9, 4), seed=1, draws=5_000, sigma=s) for s in (1.0, 2.0))
    assert two.raw.mean == 4 * one.raw.mean and two.raw.variance == 16 * one.raw.variance and two.raw.z == one.raw.z
    assert two.distribution == one.distribution


def test_the_seed_decides() -> None:
    first, again, other = (simulate_training_loss(design(9, 4), seed=s, draws=5_000) for s in (1, 1, 2))
    assert first == again and first.raw.mean != other.raw.mean
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.seed = 3  # type: ignore[misc]


def close(a: TrainingLossRun, b: TrainingLossRun) -> bool:
    return a.raw.mean == pytest.approx(b.raw.mean, rel=1e-12) and a.distribution == b.distribution


def test_the_number_of_workers_does_not_decide() -> None:
    kept = {"seed": 3, "draws": 150_000}
    alone, pair, three = (simulate_training_loss(design(97, 31), workers=w, **kept) for w in (1, 2, 3))
    assert pair == three
    # In this process BLAS may use more threads than in a worker, and so add in another order.
    assert close(alone, pair) and len(alone.trace) == len(pair.trace)


@pytest.mark.parametrize(
    ("matrix", "law"), [(np.eye(5)[:, :2], RADEMACHER), (design(4, 4), GAUSSIAN), (design(4, 4), LAPLACE)]
)
def test_noise_that_leaves_nothing_to_vary(matrix: np.ndarray, law: NoiseLaw) -> None:
    n, d = matrix.shape
    run = simulate_training_loss(matrix, seed=2, draws=500, law=law)
    assert run.passed and run.raw.variance == pytest.approx(0, abs=1e-15)
    assert run.raw.mean == pytest.approx((n - d) / n, abs=1e-15)
    assert not simulate_training_loss(matrix, seed=2, draws=500, law=law, claim=(n - d) / n + 1e-9).passed


def test_progress_and_trace() -> None:
    seen: list[tuple[int, int]] = []
    run = simulate_training_loss(
        design(1000, 2), seed=2, draws=10_100, law=UNIFORM, progress=lambda done, wanted: seen.append((done, wanted))
    )
    done = [step for step, _ in seen]
    assert len(done) >= 3 and done == sorted(set(done)) and seen[-1] == (10_100, 10_100)
    assert {wanted for _, wanted in seen} == {10_100}
    counts = [point.draws for point in run.trace]
    assert counts == sorted(set(counts)) and counts[-1] == run.draws and len(counts) < 60
    assert (run.trace[-1].raw, run.trace[-1].controlled) == (run.raw.mean, run.controlled.mean)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"sigma": 0.0}, "sigma"),
        ({"sigma": float("nan")}, "sigma"),
        ({"draws": 99}, "at least 100"),
        ({"seed": -1}, "seed"),
        ({"workers": 0}, "workers"),
        ({"variance": -1.0}, "variance"),
        ({"claim": float("inf")}, "finite"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, float], said: str) -> None:
    with pytest.raises(SimulationError, match=said):
        simulate_training_loss(design(4, 2), **{"seed": 1, "draws": 1_000, **arguments})


MEMORY = """
import pathlib, resource, sys, tracemalloc
import numpy as np
from numeric.montecarlo import simulate_training_loss
X = np.random.default_rng(0).standard_normal((1000, 100))
peaks = []
for draws in (8_000, 80_000):
    tracemalloc.start()
    simulate_training_loss(X, seed=1, draws=draws)
    peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
status = pathlib.Path("/proc/self/status")  # ru_maxrss would count the parent's pages until exec
resident = (int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists()
            else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(resident * 1024, *peaks, "matplotlib" in sys.modules)
"""


def test_memory_is_bounded_whatever_the_number_of_draws() -> None:
    # The whole block of noise would take 640 MB for the larger run.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    words = subprocess.run(
        [sys.executable, "-c", MEMORY], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    resident, small, large = (int(word) for word in words[:3])
    assert resident < 200e6 and large < 20e6
    assert large <= 1.05 * small
    assert words[3] == "False"

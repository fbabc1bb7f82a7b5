"""The figures: what they show, that they are written the same twice, and what they refuse."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from numeric.figures import chi_square_density, convergence_figure, law_figure, save_run_figures
from numeric.montecarlo import TrainingLossRun, simulate_training_loss
from numeric.noise import GAUSSIAN, RADEMACHER, NoiseLaw, SimulationError


def run(law: NoiseLaw = GAUSSIAN, n: int = 12, d: int = 4, draws: int = 30_000) -> TrainingLossRun:
    X = np.random.default_rng([n, d]).standard_normal((n, d))
    return simulate_training_loss(X, seed=1, draws=draws, sigma=2.0, law=law)


def test_density_is_that_of_scipy() -> None:
    for degrees in (1, 2, 7, 90, 3000):
        values = stats.chi2(degrees).ppf(np.linspace(0.001, 0.999, 57))
        assert np.allclose(chi_square_density(values, degrees), stats.chi2(degrees).pdf(values), rtol=1e-9)


def test_law_figure_shows_the_histogram_and_the_density() -> None:
    outcome = run()
    upper, lower = law_figure(outcome).axes
    (bars,) = upper.patches
    heights, edges, _ = bars.get_data()
    law = outcome.distribution
    assert law is not None
    assert np.sum(heights * np.diff(edges)) == pytest.approx(sum(law.counts[1:-1]) / outcome.draws)
    x, y = upper.lines[0].get_data()
    assert np.allclose(y, stats.chi2(8).pdf(x))
    assert "n = 12, d = 4" in upper.get_title(loc="left") and "30,000 draws" in upper.get_title(loc="left")
    assert "sigma" in lower.get_xlabel() and "density" in upper.get_ylabel()


def test_convergence_figure_shows_both_means_the_claim_and_the_band() -> None:
    outcome = run()
    upper, lower = convergence_figure(outcome).axes
    raw, controlled, claim = upper.lines
    assert raw.get_ydata()[-1] == outcome.raw.mean and controlled.get_ydata()[-1] == outcome.controlled.mean
    assert set(claim.get_ydata()) == {outcome.target}
    assert lower.lines[0].get_ydata()[-1] == pytest.approx(outcome.raw.z)
    band = upper.collections[0].get_datalim(upper.transData)
    assert band.height == pytest.approx(8 * np.sqrt(outcome.raw.variance / outcome.trace[0].draws))
    assert lower.get_xlabel() == "number of draws" and "unit" in upper.get_ylabel()


def test_files_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    outcome = run()
    first, second = (save_run_figures(outcome, tmp_path / folder) for folder in ("a", "b/c"))
    assert [path.name for path in first] == [
        f"expected_training_loss_{kind}.{suffix}" for kind in ("convergence", "law") for suffix in ("png", "svg")
    ]
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.read_bytes().startswith(b"\x89PNG" if one.suffix == ".png" else b"<?xml")
        assert b"<dc:date>" not in one.read_bytes()


def test_noise_without_a_known_law_has_one_figure(tmp_path: Path) -> None:
    outcome = run(RADEMACHER)
    assert [path.suffix for path in save_run_figures(outcome, tmp_path)] == [".png", ".svg"]
    with pytest.raises(SimulationError, match=r"expected Gaussian noise and n > d, got .*Rademacher"):
        law_figure(outcome)


@pytest.mark.parametrize(("n", "d", "draws"), [(5, 4, 200), (3, 3, 5_000), (2000, 1, 300)])
def test_extreme_runs_can_be_drawn(tmp_path: Path, n: int, d: int, draws: int) -> None:
    for path in save_run_figures(run(n=n, d=d, draws=draws), tmp_path):
        assert path.stat().st_size > 1000


def test_no_window_system_is_loaded() -> None:
    code = "import sys, numeric.figures; print('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"

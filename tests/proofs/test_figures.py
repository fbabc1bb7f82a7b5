"""Simulations of derivations: figures written, verdicts in words, the same for the same seed."""

from pathlib import Path

import pytest

from proofs import figures
from proofs.catalog import entries
from proofs.figures import MAKERS, simulate


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "DRAWS", 4000)


def test_every_maker_belongs_to_a_derivation() -> None:
    assert set(MAKERS) <= {entry.name for entry in entries()}


def test_the_training_loss_is_simulated_and_drawn(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = simulate(
        "expected_training_loss", tmp_path, seed=3, progress=lambda done, wanted: told.append((done, wanted))
    )
    assert found is not None and found.passed
    assert len(found.lines) == 5 and all("passed" in line for line in found.lines)
    assert [line.split()[0] for line in found.lines[:4]] == ["Gaussian", "Rademacher", "Uniform", "Laplace"]
    for figure in found.figures:
        assert figure.png.read_bytes().startswith(b"\x89PNG") and b"<svg" in figure.svg.read_bytes()[:2000]
        assert figure.title and figure.caption
    assert told[-1] == (16_000, 16_000) and told == sorted(told)


def test_a_seed_gives_the_same_figures(tmp_path: Path) -> None:
    one, other = (simulate("expected_training_loss", tmp_path / name, seed=5) for name in "ab")
    assert one is not None and other is not None
    assert one.lines == other.lines
    assert [f.svg.read_bytes() for f in one.figures] == [f.svg.read_bytes() for f in other.figures]


def test_a_derivation_without_a_simulation_has_none(tmp_path: Path) -> None:
    assert simulate("projection_trace", tmp_path) is None
    assert not list(tmp_path.iterdir())

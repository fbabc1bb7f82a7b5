"""Backpropagated gradients against difference quotients, against torch where it is installed; a wrong one is seen."""

from pathlib import Path

import numpy as np
import pytest

from proofs.experiments import backpropagation
from proofs.experiments.backpropagation import TORCH, Case, backward, batched, gated, gated_network_backprop

CASES = [gated(), batched()]
NAMES = ["gated", "batched"]


def test_the_run_passes_and_says_whether_torch_took_part(tmp_path: Path) -> None:
    found = gated_network_backprop(tmp_path, 3, 1, lambda _done, _wanted: None)
    assert found.passed and not found.figures and len(found.lines) == 2 * len(CASES)
    said = "torch is not installed" if TORCH is None else f"torch {TORCH.__version__}"
    assert sum(said in line for line in found.lines) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_wrong_gradient_fails_against_differences(case: Case, rng: np.random.Generator) -> None:
    point, signals = backward(case, rng)
    assert backpropagation._by_differences(case, point, signals)[1]
    last = list(signals)[-1]
    line, passed = backpropagation._by_differences(case, point, {last: signals[last] + 1e-4})
    assert not passed and "FAILED" in line


@pytest.mark.skipif(TORCH is None, reason="torch is not installed: no comparison of gradients with it")
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_gradients_agree_with_torch(case: Case, rng: np.random.Generator) -> None:
    for _ in range(5):
        point, signals = backward(case, rng)
        assert backpropagation._by_torch(case, point, signals)[1]
        wrong = {name: signal + 1e-9 * (1 + abs(signal).max()) for name, signal in signals.items()}
        assert not backpropagation._by_torch(case, point, wrong)[1]

"""The registries have no holes: every operator is replayed, every law is tried.

A law is tried like a claim: tiny matrices, then random ones. The mean of an inverse Wishart matrix has no value that
the numeric layer can compute, so it is simulated.
"""

import numpy as np
import pytest

from proofs.crosscheck import cross_checked
from proofs.proving import Disagreement
from symbolic.language.laws import LAWS, parsed
from symbolic.language.operator import OPERATORS
from symbolic.language.problem import parse_problem
from symbolic.replay import reading

SECONDS = 5.0
SIMULATED = {"wishart_inverse"}


def test_every_operator_is_replayed() -> None:
    assert set(reading.OPERATORS) == set(OPERATORS)


@pytest.mark.parametrize("name", [name for name in LAWS if name not in SIMULATED])
def test_law_holds(name: str, rng: np.random.Generator) -> None:
    law = parsed(name)
    checked = cross_checked(law.hypotheses, law.claims, rng, SECONDS)  # raises Disagreement where the law fails
    assert checked.hole is None
    assert checked.trials is not None
    assert checked.trials.trials, checked.notes


def test_a_false_law_is_seen(rng: np.random.Generator) -> None:
    wrong = parse_problem({"A": "n x n, invertible", "B": "n x n"}, claim=["A*B = B*A"])
    with pytest.raises(Disagreement):
        cross_checked(wrong.hypotheses, wrong.claims, rng, SECONDS)


def test_mean_of_an_inverse_wishart_matrix(rng: np.random.Generator) -> None:
    n, k, draws = 2, 12, 20_000
    root = np.array([[2.0, 0.0], [1.0, 1.0]])
    normals = rng.standard_normal((draws, n, k))
    samples = root @ normals
    inverses = np.linalg.inv(samples @ samples.transpose(0, 2, 1))
    error = inverses.std(axis=0, ddof=1) / np.sqrt(draws)
    expected = np.linalg.inv(root @ root.T) / (k - n - 1)
    assert (abs(inverses.mean(axis=0) - expected) < 5 * error).all()

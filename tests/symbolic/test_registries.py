"""The registries have no holes: every operator is replayed, every law is tried, every word of the language is in the
reference for users.

A law is tried like a claim: tiny matrices, then random ones. The mean of an inverse Wishart matrix has no value that
the numeric layer can compute, so it is simulated.
"""

import re
from pathlib import Path

import numpy as np
import pytest

from lineproof.claimfile import KEYS
from proofs.crosscheck import cross_checked
from proofs.proving import Disagreement
from symbolic.derivation import Verdict
from symbolic.language.grammar.calls import CALLS
from symbolic.language.grammar.declarations import FLAGS, KINDS, PARAMETERS
from symbolic.language.grammar.elaborate import CONSTANTS, INTERNAL
from symbolic.language.grammar.parser import RELATIONS
from symbolic.language.laws import LAWS, parsed
from symbolic.language.operator import OPERATORS
from symbolic.language.problem import parse_problem
from symbolic.language.statements import PROPERTIES
from symbolic.replay import reading

SECONDS = 5.0
SIMULATED = {"wishart_inverse"}
REFERENCE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", REFERENCE)
WRITTEN = {
    "series": "sum(f, r, a, b)",
    "hadamard": "A.*B",
    "powers": "v.^k",
    "entry": "A[i, j]",
    "block": "[A, B; C, D]",
}
"""How the operators that have no name in the grammar are written."""


def test_every_operator_is_replayed() -> None:
    assert set(reading.OPERATORS) == set(OPERATORS)


def test_every_internal_operator_is_written_somehow() -> None:
    assert set(WRITTEN) == INTERNAL


def test_every_operator_is_in_the_reference() -> None:
    """With its arguments."""
    called = {match[1] for match in map(re.compile(r"(\w+)[(\[]").match, CODE) if match}
    assert not {*OPERATORS, *CALLS} - INTERNAL - called
    assert set(WRITTEN.values()) <= set(CODE)


@pytest.mark.parametrize("name", [*PROPERTIES, *CONSTANTS, *KINDS, *sorted(KEYS), *Verdict])
def test_every_word_is_in_the_reference(name: str) -> None:
    assert name in CODE or name == Verdict.DEFINITION


@pytest.mark.parametrize("word", [*FLAGS, *PARAMETERS])
def test_every_part_of_a_law_is_in_the_reference(word: str) -> None:
    assert any(re.search(rf"random, (?:.*, )?{word}\b", code) for code in CODE) or word in CODE


@pytest.mark.parametrize("sign", sorted(RELATIONS))
def test_every_relation_is_in_the_reference(sign: str) -> None:
    assert any(f" {sign} " in code for code in CODE)


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

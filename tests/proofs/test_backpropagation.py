"""The derivations on backpropagation: every line with the verdict it expects, wrong lines refuted with a witness."""

import pytest

from proofs.rows import judge_rows
from proofs.scripts import load
from symbolic.derivation import Verdict
from symbolic.provers.prover import prove

NAMES = ("softmax_cross_entropy", "gated_network_backprop", "gradient_norm", "worked_backprop")


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_as_it_should_be(name: str) -> None:
    judged = list(judge_rows(load(name), prove=prove, seconds=3.0, seed=1))
    assert [row.row.number for row in judged if not row.right] == []
    refusals = [row for row in judged if row.row.kind == "refusal"]
    assert refusals
    assert all(row.verdict.witness for row in refusals if row.verdict.kind is Verdict.REFUTED)
    assert any(row.verdict.kind is Verdict.ILL_TYPED for row in refusals)

"""A sample of every campaign of bench/soundness finds nothing; and the campaigns would see what is wrong.

`python -m bench.soundness` runs them whole.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.soundness import certificates, mutants, replayed, verdicts
from bench.soundness.__main__ import main
from bench.soundness.campaign import Campaign, Case, Effort, Tally, missed, run, sample
from bench.soundness.campaigns import CAMPAIGNS
from bench.soundness.problems import FILES, entries
from symbolic.kernel import Kernel
from symbolic.language.statements import equals
from symbolic.language.symbols import scalar
from symbolic.provers.prover import Proof
from tests.support import require

SEED = 3
EFFORT = Effort(seed=SEED, most=6, points=10, looking=0.2, proving=0.03)
SAMPLES = {
    "lines": (10, "false", 30),
    "claims": (30, "false", 60),
    "derivatives": (12, "false", 40),
    "piecewise": (12, "false", 35),
    "deletions": (30, "false or undefined", 5),
    "certificates": (12, "refused by both", 20),
    "replay": (60, "confirmed", 40),
    "verdicts": (36, "as known", 18),
}
"""How many cases of each campaign are tried, and what must at least come of them."""


def test_every_campaign_is_sampled() -> None:
    assert SAMPLES.keys() == CAMPAIGNS.keys()


@pytest.mark.soundness
@pytest.mark.parametrize("name", SAMPLES)
def test_sample_finds_nothing(name: str) -> None:
    count, what, least = SAMPLES[name]
    tally = run(sample(CAMPAIGNS[name], count, SEED), EFFORT)
    require(not tally.findings, "\n".join(tally.findings))
    require(tally.counts[what] >= least, f"{tally.counts}, asked for are {least} {what}")


@pytest.mark.parametrize("verdict", ["refuted", "needs"])
def test_what_is_not_true_is_found_out(verdict: str) -> None:
    listed = [e for name in FILES for e in entries(name) if e["expect"] == verdict][::8]
    for entry in listed:
        tally = verdicts.compared(entry, EFFORT)
        assert not tally.findings
        assert tally.counts["as known"] == 1, entry["id"]


def believing(*arguments: object, **options: object) -> Proof:
    """A prover that takes everything for true."""
    return Proof(Kernel().certificate(equals(scalar("x"), scalar("x")), (), ()))


@pytest.mark.parametrize("name", ["lines", "claims", "derivatives", "piecewise", "deletions"])
def test_a_false_theorem_is_a_finding(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "prove", believing)
    tally = run(sample(CAMPAIGNS[name], 8, SEED), replace(EFFORT, most=2))
    assert tally.findings


@pytest.mark.parametrize("checker", ["kernel_accepts", "replay_accepts"])
def test_a_checker_that_accepts_all_is_a_finding(checker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, checker, lambda step, altered: True)
    assert run(sample(CAMPAIGNS["certificates"], 4, SEED), EFFORT).findings


def test_a_proof_that_replay_refuses_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replayed, "refusal", lambda theorem: "no")
    assert run(sample(CAMPAIGNS["replay"], 2, SEED), EFFORT).findings


def test_a_wrong_verdict_is_a_finding() -> None:
    entry = next(e for e in entries("piecewise") if e["expect"] == "proved")
    assert verdicts.compared({**entry, "expect": "refuted"}, EFFORT).findings


def test_a_case_that_breaks_down_is_a_finding() -> None:
    def broken(effort: Effort) -> Tally:
        raise ValueError("no")

    assert run([Case("it", broken)], EFFORT).findings == ["it broke down: ValueError: no"]


def test_counts_that_are_missed() -> None:
    campaign = Campaign("one", "nothing", lambda seed: [], {"false": 1})
    assert missed(campaign, Tally()) == ["one: 0 false, asked for are 1"]
    tally = Tally()
    tally.counts["false"] = 1
    assert not missed(campaign, tally)


def test_exit_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["piecewise", "--cases", "1"]) == 0
    assert "nothing wrong" in capsys.readouterr().out
    monkeypatch.setattr(mutants, "prove", believing)
    assert main(["piecewise", "--cases", "3"]) == 1
    assert "WRONG" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["nonsense"])


def test_samples_depend_on_the_seed_alone() -> None:
    campaign = CAMPAIGNS["lines"]
    names = [[case.name for case in sample(campaign, 5, seed)] for seed in (1, 1, 2)]
    assert names[0] == names[1] != names[2]

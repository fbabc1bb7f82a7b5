"""The claims of the claim files, judged without what is known of them, then compared: nothing false is proved, nothing
true is refuted, everything false is refuted with a witness, and what is proved was cross-checked.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.soundness.campaign import Case, Effort, Tally
from bench.soundness.problems import FILES, entries
from proofs.answers import check
from proofs.tasks import Claim, Report
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem

SECONDS = 2.0
"""The budget of a claim."""
IMPOSSIBLE = {
    "proved": {"refuted", "ill-typed", "unread"},
    "refuted": {"proved", "needs", "supported", "ill-typed", "unread"},
    "needs": {"proved", "refuted", "ill-typed", "unread"},
}
"""The verdicts that must not be given where another is known."""


def cases(seed: int) -> list[Case]:
    """A case for every claim."""
    return [Case(f"{name}: {e['id']}", partial(compared, e)) for name in FILES for e in entries(name)]


def compared(entry: dict[str, Any], effort: Effort) -> Tally:
    """A claim judged, and its verdict compared with the known one."""
    tally = Tally()
    claim = Claim(entry["id"], entry.get("let", {}), tuple(entry.get("given", ())), tuple(entry["claim"]))
    report = check(claim, prove, SECONDS, effort.seed, replay_theorem)
    verdict, known = str(report.verdict), entry["expect"]
    tally.counts[f"known to be {known}"] += 1
    tally.counts["as known"] += verdict == known
    tally.counts[verdict] += 1
    if verdict in IMPOSSIBLE[known]:
        tally.findings.append(f"{entry['id']}: {verdict}, known to be {known}")
    if verdict == "refuted" and not report.witness:
        tally.findings.append(f"{entry['id']}: refuted without a witness")
    tally.counts["proved without a trial"] += verdict == "proved" and not tried(report)
    return tally


def tried(report: Report) -> bool:
    """Whether a trial was made."""
    return bool(report.numeric and report.numeric["trials"])

"""The table of campaigns, with what each must reach in a whole run."""

from __future__ import annotations

from bench.soundness import certificates, deletions, mutants, replayed, verdicts
from bench.soundness.campaign import Campaign, Effort

CAMPAIGNS = {
    campaign.name: campaign
    for campaign in (
        Campaign(
            "lines",
            "mutants of the lines of least squares",
            mutants.line_cases,
            {"false": 2000},
            Effort(most=70, points=30, looking=1.0),
        ),
        Campaign(
            "claims",
            "mutants of the true claims of the claim files",
            mutants.claim_cases,
            {"mutants": 5000, "false": 3500},
            Effort(most=14),
        ),
        Campaign(
            "derivatives",
            "mutants of derivative statements",
            mutants.derivative_cases,
            {"mutants": 2000, "false": 2000},
            Effort(most=24),
        ),
        Campaign(
            "piecewise",
            "mutants of piecewise statements",
            mutants.piecewise_cases,
            {"mutants": 2000, "false": 2000},
            Effort(most=24),
        ),
        Campaign(
            "deletions",
            "statements with a hypothesis left out",
            deletions.cases,
            {"statements": 500, "false or undefined": 200},
        ),
        Campaign(
            "certificates",
            "altered certificates, put to kernel and replay",
            certificates.cases,
            {"altered": 1000, "refused by both": 900},
            Effort(most=40),
        ),
        Campaign(
            "replay",
            "proofs of claims and of the catalog, put to replay",
            replayed.cases,
            {"statements": 400, "confirmed": 400},
        ),
        Campaign(
            "verdicts",
            "claims of the claim files, judged blind",
            verdicts.cases,
            {"as known": 900},
        ),
    )
}

"""Hypotheses that a proof can do without, dropped.

A theorem names the hypotheses that its search used. That is not the least set: one is dropped after the other, and
where the prover finds a proof of the same statement from those that remain, that proof is taken instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.kernel import Theorem

SECONDS, MOST = 0.2, 12
"""Seconds for a proof without one of the hypotheses, and hypotheses above which none is tried."""


def needed(theorem: Theorem, prove: Callable[..., Any]) -> Theorem:
    """A theorem of the same statement whose hypotheses are needed, as far as `prove(hypotheses, claim, seconds=)` can
    tell.
    """
    if len(theorem.hypotheses) > MOST:
        return theorem
    for hypothesis in sorted(theorem.hypotheses, key=str):
        if hypothesis not in theorem.hypotheses:
            continue
        rest = sorted(theorem.hypotheses - {hypothesis}, key=str)
        proof = prove(rest, theorem.statement, seconds=SECONDS)
        found = proof.theorem
        if found is not None and not proof.needs and not proof.contradictory and found.hypotheses <= set(rest):
            theorem = found
    return theorem

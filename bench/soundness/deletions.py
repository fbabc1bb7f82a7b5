"""Statements with a hypothesis left out: not proved where some point refutes them or leaves a part without a value.

The hypotheses are those of the true claims of the claim files and of the lines of least squares, laws of random symbols
apart; each is left out in turn. Where the search finds no such point, the hypothesis may have been superfluous, and
nothing is asked but that a proof holds in trials.
"""

from __future__ import annotations

from functools import partial
from itertools import chain

import numpy as np
from sympy import Basic

from bench.soundness.campaign import Case, Effort, Tally
from bench.soundness.mutants import proved
from bench.soundness.problems import FILES, least_squares, true_claims, vocabulary
from bench.soundness.truth import Points
from numeric.trials import cross_check
from symbolic.errors import LanguageError
from symbolic.language.problem import Problem
from symbolic.language.statements import Distribution

CLAIMS = 3
"""So many claims of a problem are looked at without each hypothesis."""


def cases(seed: int) -> list[Case]:
    """A case for every hypothesis of every problem."""
    return [
        Case(f"{name} without {gone}", partial(without, name, problem, gone))
        for name, problem in chain(true_claims(*FILES), least_squares())
        for gone in problem.hypotheses
        if not isinstance(gone, Distribution)
    ]


def without(name: str, problem: Problem, gone: Basic, effort: Effort) -> Tally:
    """The claims of a problem without one of its hypotheses."""
    tally = Tally()
    rest = tuple(h for h in problem.hypotheses if h is not gone)
    points = Points(
        rest, problem.claims, vocabulary(problem), effort.seed, count=effort.points, seconds=effort.looking / 2
    )
    for claim in problem.claims[:CLAIMS]:
        tally.counts["statements"] += 1
        witness = points.against(claim) or points.undefined(claim)
        theorem = shown(rest, claim, effort.proving)
        if witness is not None:
            tally.counts["false or undefined"] += 1
            if theorem:
                tally.findings.append(f"{name} without {gone} is proved: {claim}; {witness}")
        elif theorem:
            tally.counts["proved all the same"] += 1
            trials = cross_check(rest, [claim], rng=np.random.default_rng(effort.seed), count=4, seconds=0.1)
            if trials.failures:
                tally.findings.append(f"{name} without {gone} is proved: {claim}; {trials.failures[0]}")
    return tally


def shown(rest: tuple[Basic, ...], claim: Basic, seconds: float) -> bool:
    """Whether a claim is proved from the rest of the hypotheses alone."""
    try:
        return proved(rest, claim, seconds)
    except LanguageError:  # a hypothesis that the others need to be read
        return False

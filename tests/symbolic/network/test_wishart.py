"""Moments of Wishart matrices: proved, replayed, and false ones not proved."""

import pytest

from symbolic.kernel import Kernel
from symbolic.language.problem import parse_problem
from symbolic.language.statements import Distribution
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem
from tests.support import require

SYMBOLS = {
    "W": "n x n, random, wishart, scale V, dof k",
    "V": "n x n, positive definite",
    "k": "natural",
    "a": "n",
    "A": "n x n",
}
TRUE = [
    "E[W*A*W] = k*V*A'*V + k*tr(A*V)*V + k^2*V*A*V",
    "E[(a'*W*a)^3] = k*(k + 2)*(k + 4)*(a'*V*a)^3",
    "Var[tr(W)] = 2*k*tr(V*V)",
]
FALSE = [
    "E[W*A*W] = k*V*A*V + k*tr(A*V)*V + k^2*V*A*V",
    "E[(a'*W*a)^3] = k^3*(a'*V*a)^3",
    "Var[tr(W)] = k*tr(V*V)",
]


@pytest.mark.parametrize("claim", TRUE)
def test_moments_are_proved_and_replayed(claim: str) -> None:
    problem = parse_problem(SYMBOLS, ["n - 1 < k"], [claim])
    theorem = prove(problem.hypotheses, problem.claims[0], seconds=3).theorem
    assert theorem is not None
    assert replay_theorem(theorem).steps


@pytest.mark.soundness
@pytest.mark.parametrize("claim", FALSE)
def test_wrong_moments_are_not_proved(claim: str) -> None:
    problem = parse_problem(SYMBOLS, ["n - 1 < k"], [claim])
    require(prove(problem.hypotheses, problem.claims[0], seconds=0.5).theorem is None, claim)


def test_the_fourth_moment_is_tabulated_alike_by_kernel_and_replay() -> None:
    problem = parse_problem(SYMBOLS, ["n - 1 < k"], ["E[W] = k*V"])
    kernel = Kernel()
    law = next(h for h in problem.hypotheses if isinstance(h, Distribution))
    assert replay_theorem(kernel.moment(kernel.assume(law), 4)).steps

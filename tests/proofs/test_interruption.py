"""A prover that overruns is stopped, proves nothing more, and leaves the refuter to finish."""

import signal
import time
from typing import Any

import numpy as np

from proofs.interruption import Interruptible
from proofs.judge import judge
from proofs.proving import Failed, Proof
from symbolic.derivation import Verdict
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove

FALSE = parse_problem({"A": "n x n", "B": "n x n"}, (), ["A*B = B*A"])


def endless(hypotheses: Any, claim: Any, *, seconds: float) -> Proof:
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue


def test_an_endless_prover_is_stopped() -> None:
    prover = Interruptible(endless)
    started = time.thread_time()
    proof = prover((), FALSE.claims[0], seconds=0.2)
    assert 0.2 < time.thread_time() - started < 2.0
    assert isinstance(proof, Failed) and "overran" in proof.obstacle
    assert prover.spent


def test_a_prover_that_waits_is_left_alone() -> None:
    def waiting(hypotheses: Any, claim: Any, *, seconds: float) -> Proof:
        time.sleep(1.2)
        return Failed("waited")

    prover = Interruptible(waiting)
    assert prover((), FALSE.claims[0], seconds=0.1).obstacle == "waited"
    assert not prover.spent


def test_after_that_nothing_is_proved() -> None:
    prover = Interruptible(endless)
    prover((), FALSE.claims[0], seconds=0.0)
    started = time.thread_time()
    assert prover((), FALSE.claims[0], seconds=5.0).theorem is None
    assert time.thread_time() - started < 0.1


def test_the_refuter_goes_on() -> None:
    verdict = judge((), FALSE.claims, prove=Interruptible(endless), rng=np.random.default_rng(0), seconds=2.0)
    assert verdict.kind is Verdict.REFUTED


def test_a_prover_in_time_is_left_alone() -> None:
    before = signal.getsignal(signal.SIGALRM)
    prover = Interruptible(prove)
    true = parse_problem({"A": "n x n", "B": "n x n"}, (), ["tr(A*B) = tr(B*A)"])
    assert prover(true.hypotheses, true.claims[0], seconds=1.0).theorem is not None
    assert not prover.spent
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)

"""A prover that overruns its budget, stopped from outside while the rest of the line's judgement goes on.

The prover runs in the main thread; an alarm looks at the clock of the budgets and raises `Overrun` in it. What it had
in hand is lost, and tables that it was writing to may be half written, so that nothing may be proved in that process
any more: `Interruptible.spent` is set, further proofs are refused, and the process is to end after the line. The
refuter shares no tables with the prover and may finish. A prover that hangs outside Python is not stopped by this, but
with its process, by the hard limit of the line.
"""

from __future__ import annotations

import signal
from collections.abc import Sequence
from types import FrameType

from sympy import Basic

from proofs.proving import Failed, Proof, Prove
from symbolic.clock import clock

GRACE = 0.5
"""Seconds, beside half the budget, by which a prover may overrun it."""
EVERY = 0.2
"""Seconds on the wall between two looks at the clock, the first not earlier than the prover can have overrun."""


class Overrun(BaseException):
    """Raised in a prover that goes on beyond its time. No `Exception`, so that no handler in the prover takes it for
    one of its own.
    """


class Interruptible:
    """A prover, stopped where it overruns. Call it as the prover; only in the main thread of a process."""

    def __init__(self, prove: Prove) -> None:
        self.prove = prove
        self.spent = False
        self._running = False
        self._deadline = 0.0

    def __call__(self, hypotheses: Sequence[Basic], claim: Basic, *, seconds: float) -> Proof:
        """What the prover returns; `Failed` where it is stopped, and from then on."""
        if self.spent:
            return Failed("the prover was stopped: it overran its time")
        before = signal.signal(signal.SIGALRM, self._stop)
        try:
            return self._run(hypotheses, claim, seconds)
        except Overrun:
            self.spent = True
            return Failed(f"the prover was stopped: it overran its time of {seconds:.2g} s")
        finally:
            self._running = False
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)

    def _run(self, hypotheses: Sequence[Basic], claim: Basic, seconds: float) -> Proof:
        allowed = 1.5 * seconds + GRACE
        self._deadline = clock() + allowed
        self._running = True
        # again and again: the thread may have waited, and an exception raised while an object is finalised is lost
        signal.setitimer(signal.ITIMER_REAL, allowed, EVERY)
        proof = self.prove(hypotheses, claim, seconds=seconds)
        self._running = False
        return proof

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._running and clock() >= self._deadline:
            raise Overrun

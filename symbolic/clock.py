"""The clock of every budget: processor time of the thread, so that a verdict depends on the work done and not on what
else the machine runs.

The prover, the refuter and the cross-check of a line run one after another in one thread. Time that the thread waits
for a core does not count, nor does the work of other threads: of a caller who judges several lines at once, or of those
that a numeric library keeps. A deadline is a reading of this clock, and means something only in the thread that read
it. What must end even a process that does no work is measured on a clock on the wall (`proofs.workers`).
"""

from __future__ import annotations

from time import thread_time

__all__ = ["clock"]


def clock() -> float:
    """Seconds of processor time that this thread has used."""
    return thread_time()

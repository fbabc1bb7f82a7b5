"""The time by which a replay has to be over: what takes long looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from symbolic.clock import clock


class _Deadline(threading.local):
    """`until`: the time on the clock. `added`: how many products sums were given, of which some look at the clock."""

    until = float("inf")
    added = 0


DEADLINE = _Deadline()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Within it, sums and products raise ReplayError once the time is over."""
    before = DEADLINE.until
    DEADLINE.until = min(before, clock() + seconds)
    try:
        yield
    finally:
        DEADLINE.until = before

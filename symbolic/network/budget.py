"""How long the computations of the canonical form may take.

Products of sums, moments and symmetric networks can grow without warning. Inside `within(seconds)` the long loops
of this package look at the clock (`symbolic.clock`) now and then and raise BudgetError once the time is spent; outside
of it they take the time they need.

>>> with within(0.0):
...     spend()
Traceback (most recent call last):
    ...
symbolic.errors.BudgetError: the time for this computation is spent
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from symbolic.clock import clock
from symbolic.errors import BudgetError

_DEADLINE: ContextVar[float] = ContextVar("deadline", default=inf)


def spend() -> None:
    """Raises BudgetError where the time is spent."""
    if (deadline := _DEADLINE.get()) != inf and clock() >= deadline:
        raise BudgetError("the time for this computation is spent")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A budget for everything that is computed inside; an outer budget that ends earlier stays in force."""
    token = _DEADLINE.set(min(_DEADLINE.get(), clock() + seconds))
    try:
        yield
    finally:
        _DEADLINE.reset(token)

"""Signs of sums that were multiplied out, from the sums that the problem writes: `written`."""

from __future__ import annotations

from typing import Any

from symbolic.kernel import Theorem
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.entry_signs import entries


def nonzero(known: Backward, c: Any) -> Theorem | None:
    """c != 0."""
    for w, unit in known.written.factored(c):
        found = known.nonzero(w)
        if found is not None and unit is not None:
            found = known.law("nonzero_product", {"c": w, "d": unit}, found, known.nonzero(unit))
        if found is not None:
            return found
    return None


def positive(known: Backward, c: Any) -> Theorem | None:
    """0 < c."""
    for w, unit in known.written.factored(c):
        found = known.positive(w)
        if found is not None and unit is not None:
            found = known.law("positive_product", {"c": w, "d": unit}, found, known.positive(unit))
        if found is not None:
            return found
    return None


def positive_entries(known: Backward, a: Any) -> Theorem | None:
    """0 < vec(a)."""
    for w, unit in known.written.factored(a):
        found = known.positive(entries(w))
        if found is not None and unit is not None:
            found = known.law("positive_entries_hadamard", {"A": w, "B": unit}, found, known.positive(entries(unit)))
        if found is not None:
            return found
    return None


RULES: dict[str, tuple[Rule, ...]] = {"!=": (nonzero,), "<": (positive,), "entries <": (positive_entries,)}

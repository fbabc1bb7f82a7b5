"""Terms that are whole numbers by their form."""

from __future__ import annotations

from typing import Any


def whole(value: Any, positive: bool) -> bool:
    """Whether a term is plainly a whole number from 0, or from 1."""
    low = _low(value)
    return low is not None and low >= int(positive)


def _low(value: Any) -> int | None:
    """What a whole number is at least, read off its form; None where that does not tell."""
    kind, *parts = value
    if kind == "number":
        return int(parts[0]) if "/" not in parts[0] else None
    if kind == "symbol":
        return {"dimension": 1, "natural": 0}.get(parts[1])
    if kind == "^" and parts[1][0] == "number" and parts[1][1].isdigit() and parts[1][1] != "0":
        inner = _low(parts[0])
        return min(inner, 1) if inner is not None and inner >= 0 else None
    if kind not in ("+", "*"):
        return None
    total = 0 if kind == "+" else 1
    for part in parts:
        low = _low(part)
        if low is None or (kind == "*" and low < 0):
            return None
        total = total + low if kind == "+" else total * low
    return total

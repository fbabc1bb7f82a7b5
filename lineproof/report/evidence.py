"""The numeric cross-checks of a derivation, in words: lines that were tried alike stand together.

Conventions. `bound` is the largest probability with which one trial of a false line passes (Schwartz-Zippel, over a
prime field); there is none for other arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineproof.report.model import Line

_ARITHMETIC = {
    "prime field": "exact arithmetic modulo a prime of 63 bits",
    "rational": "exact rational arithmetic",
    "float64": "floating point (float64)",
}
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Check:
    """What the lines with these numbers were put to."""

    lines: tuple[int, ...]
    trials: int
    arithmetic: str
    bound: float | None
    sizes: tuple[str, ...]


def checks(lines: Sequence[Line]) -> list[Check]:
    """The cross-checks, those of equal kind and number together; of several bounds the largest, of sizes all."""
    found: dict[tuple[str, int, bool], list[Line]] = {}
    for line in lines:
        if line.tried is not None and line.tried.trials:
            found.setdefault((line.tried.kind, line.tried.trials, line.tried.bound is None), []).append(line)
    return [_check(kind, trials, members) for (kind, trials, _), members in found.items()]


def _check(kind: str, trials: int, lines: Sequence[Line]) -> Check:
    evidence = [line.tried for line in lines if line.tried is not None]
    bounds = [tried.bound for tried in evidence if tried.bound is not None]
    sizes = tuple(dict.fromkeys(size_in_words(size) for tried in evidence for size in tried.sizes if size))
    bound = max(bounds, default=None)
    return Check(tuple(line.number for line in lines), trials, _ARITHMETIC.get(kind, kind), bound, sizes)


def size_in_words(sizes: dict[str, int]) -> str:
    """The sizes of one trial.

    >>> size_in_words({"n": 3, "d": 2})
    'n = 3, d = 2'
    """
    return ", ".join(f"{name} = {value}" for name, value in sizes.items())


def sizes_in_words(sizes: Sequence[str]) -> str:
    """The sizes of several trials, the first few of them.

    >>> sizes_in_words(["n = 3, d = 2", "n = 4, d = 1"])
    'Sizes: n = 3, d = 2; n = 4, d = 1.'
    """
    if not sizes:
        return ""
    more = f"; and {len(sizes) - _SHOWN} more" if len(sizes) > _SHOWN else ""
    return f"Sizes: {'; '.join(sizes[:_SHOWN])}{more}."


def numbers(values: Sequence[int]) -> str:
    """Numbers, runs of three or more as a range.

    >>> numbers([1, 2, 4, 5, 6])
    '1, 2, 4-6'
    """
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)

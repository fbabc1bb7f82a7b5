"""A published cost table of per-sample gradient norms, judged entry by entry against counted runs.

Conventions: times are numbers of multiplications; memories are orders of growth of the working memory, which is
lenient: inputs and results are not charged. N, K and D grow independently, so a polynomial is of the order of a
monomial exactly when none of its monomials has a larger exponent anywhere. An entry is read in one or more ways
(`Reading`), each with its own algorithm; the first reading is the one that the table's own description of the
algorithm gives.

Main result: `judge_table`. Reference: Goodfellow, Efficient per-example gradient computations, 2015.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sympy

from numeric.operation_counts import PHASES, Algorithm, D, K, N, Phase, Quantity, cost

Column = Literal["T (naive)", "T (efficient)", "M (naive)", "M (efficient)"]
Verdict = Literal["exact", "leading term", "wrong factor", "right order", "too small", "too large"]

COLUMNS: tuple[Column, ...] = ("T (naive)", "T (efficient)", "M (naive)", "M (efficient)")

CLAIMS: dict[tuple[Phase, Column], Any] = {
    ("forward", "T (naive)"): D**2 * N * K,
    ("forward", "T (efficient)"): D**2 * N * K,
    ("forward", "M (naive)"): K * D**2,
    ("forward", "M (efficient)"): D**2,
    ("backward", "T (naive)"): 2 * D**2 * N * K,
    ("backward", "T (efficient)"): 2 * D**2 * N * K,
    ("backward", "M (naive)"): K * D**2,
    ("backward", "M (efficient)"): D**2,
    ("norms", "T (naive)"): D**2 * K,
    ("norms", "T (efficient)"): 2 * D * K,
    ("norms", "M (naive)"): K * D**2,
    ("norms", "M (efficient)"): K * D**2,
}

READINGS: dict[Column, tuple[Algorithm, ...]] = {
    "T (naive)": ("naive",),
    "T (efficient)": ("efficient", "efficient with batch gradient"),
    "M (naive)": ("naive", "one sample at a time"),
    "M (efficient)": ("efficient", "efficient with batch gradient"),
}


@dataclass(frozen=True)
class Reading:
    """The count of one algorithm and what it says about the claim; `missing` is the part that the claim leaves out."""

    algorithm: Algorithm
    counted: Any
    verdict: Verdict
    missing: Any

    @property
    def holds(self) -> bool:
        """True for what a cost table may say: the exact count, its leading term, or its order."""
        return self.verdict in ("exact", "leading term", "right order")


@dataclass(frozen=True)
class Entry:
    """One entry of the table; `per_sample` says that the claim is right once multiplied by N."""

    phase: Phase
    column: Column
    claimed: Any
    readings: tuple[Reading, ...]
    per_sample: bool

    @property
    def verdict(self) -> Verdict:
        return self.readings[0].verdict

    @property
    def holds(self) -> bool:
        return self.readings[0].holds


def _monomials(polynomial: Any) -> dict[tuple[int, ...], Any]:
    return dict(sympy.Poly(polynomial, N, K, D).terms())


def of_order(p: Any, q: Any) -> bool:
    """p = O(q) for N, K and D growing independently: each monomial of p divides one of q.

    Sufficient for positive coefficients in q. Necessary too when q is a monomial (let one variable grow, the others
    be 1), and when p is a monomial that all those of q divide (let all three grow together): no other cases arise
    here.

    >>> of_order(K * D**2 + N * D, K * D**2), of_order(K * D + 3, K * D**2)
    (False, True)
    """
    claimed = _monomials(q)
    return all(any(all(a <= b for a, b in zip(mine, other, strict=True)) for other in claimed)
               for mine in _monomials(p))


def leading(p: Any) -> Any:
    """The terms of the highest total degree."""
    terms = _monomials(p)
    top = max(map(sum, terms))
    return sympy.Add(*(c * N**a * K**b * D**e for (a, b, e), c in terms.items() if a + b + e == top))


def judge_time(claimed: Any, counted: Any) -> Verdict:
    """Exact, right in the leading term, right but for a factor, or of another order."""
    if sympy.expand(claimed - counted) == 0:
        return "exact"
    if sympy.expand(claimed - leading(counted)) == 0:
        return "leading term"
    if of_order(counted, claimed):
        return "wrong factor" if of_order(claimed, counted) else "too large"
    return "too small"


def judge_order(claimed: Any, counted: Any) -> Verdict:
    """Whether the claimed order is that of the count, or bounds it, or is exceeded by it."""
    if of_order(counted, claimed):
        return "right order" if of_order(claimed, counted) else "too large"
    return "too small"


def _missing(claimed: Any, counted: Any) -> Any:
    terms = _monomials(counted)
    beyond = {e: c for e, c in terms.items() if not of_order(N**e[0] * K**e[1] * D**e[2], claimed)}
    return sympy.Add(*(c * N**a * K**b * D**e for (a, b, e), c in beyond.items()))


def judge_table() -> tuple[Entry, ...]:
    """All twelve entries, row by row, with the counts of every reading."""
    entries = []
    for phase in PHASES:
        for column in COLUMNS:
            claimed, times = CLAIMS[phase, column], column.startswith("T")
            quantity: Quantity = "multiplications" if times else "working"
            judge = judge_time if times else judge_order
            counts = {algorithm: cost(algorithm, phase, quantity) for algorithm in READINGS[column]}
            readings = tuple(Reading(algorithm, counted, judge(claimed, counted), _missing(claimed, counted))
                             for algorithm, counted in counts.items())
            scaled = judge(N * claimed, readings[0].counted) in ("exact", "leading term", "right order")
            entries.append(Entry(phase, column, claimed, readings, per_sample=scaled and not readings[0].holds))
    return tuple(entries)


def norm_step_ratio() -> Any:
    """How many times fewer multiplications the factored norm step takes than forming every gradient and squaring it.

    >>> norm_step_ratio()
    2*D**2/(2*D + 1)
    """
    formed = cost("naive", "backward", "multiplications") - cost("efficient", "backward", "multiplications")
    naive = formed + cost("naive", "norms", "multiplications")
    return sympy.cancel(naive / cost("efficient", "norms", "multiplications"))

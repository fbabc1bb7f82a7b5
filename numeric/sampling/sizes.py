"""Sizes to try: whole numbers for dimension and natural symbols that satisfy the hypotheses about them, smallest total
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any

from sympy import Basic, Eq, Ge, Gt, Le, Lt, Ne

from numeric.evaluation import Point
from numeric.sampling.arithmetic import check
from numeric.sampling.variables import free_symbols, is_sized

Sizes = dict[Basic, int]
CANDIDATES = 20_000


def about_sizes(statement: Basic) -> bool:
    """Whether a hypothesis speaks of whole numbers only."""
    symbols = free_symbols(statement)
    return isinstance(statement, Eq | Ne | Le | Lt | Ge | Gt) and bool(symbols) and all(is_sized(s) for s in symbols)


def sizes(symbols: Sequence[Any], hypotheses: Sequence[Basic], largest: int = 3) -> Iterator[Sizes]:
    """All admissible sizes with dimensions from 1 to `largest` and naturals from 0 to `largest` + 2, smallest total
    first.

    With many symbols the range shrinks, so that at most some 20,000 combinations are looked at. A natural that a
    hypothesis ties to others may go a little higher than those.
    """
    ordered = sorted(symbols, key=str)
    conditions = [h for h in hypotheses if about_sizes(h)]
    reach = largest
    while reach > 1 and _count(ordered, reach) > CANDIDATES:
        reach -= 1
    ranges = [range(1, reach + 1) if s.is_positive else range(reach + 3) for s in ordered]
    combinations = sorted(islice(product(*ranges), CANDIDATES), key=lambda c: (sum(c), max(c, default=0), c))
    for combination in combinations:
        found = dict(zip(ordered, combination, strict=True))
        if admissible(found, conditions):
            yield found


def _count(symbols: Sequence[Any], reach: int) -> int:
    count = 1
    for s in symbols:
        count *= reach if s.is_positive else reach + 3
    return count


def admissible(found: Sizes, conditions: Sequence[Basic]) -> bool:
    """Whether every condition on sizes holds."""
    point = Point(found, {})
    return all(check(c, point) for c in conditions)

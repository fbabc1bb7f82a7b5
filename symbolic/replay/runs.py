"""Products of powers of one matrix in the summand of a sum.

For natural e and f, X^e X^f = X^(e + f), so that X X^e = X^e X: neighbouring powers of one matrix become one, and of
X^(e + c) c copies of X stand on the side on which it meets the outside of the sum, at an open index before any other;
that of the rows of X as it is on record before the other: X^e and X'^e must have them on the same side, whichever is
met first.
"""

from __future__ import annotations

from collections.abc import Iterable

from symbolic.replay.arrays import Array, equal
from symbolic.replay.heads import Session
from symbolic.replay.matrices import matrix_function
from symbolic.replay.sums import Factor, Head, Product
from symbolic.replay.whole_numbers import least

Ends = tuple[int, int]


class _Run:
    """X^exponent between two indices; the matrix X is one head, turned where its rows are the head's columns."""

    def __init__(self, base: Array, head: Head, turned: bool, exponent: Array, ends: Ends) -> None:
        self.base, self.head, self.turned, self.exponent, self.ends = base, head, turned, exponent, ends
        self.symmetric = len(head.turns) == 2

    def copy_between(self, a: int, b: int) -> Factor:
        """X once."""
        return self.head, (b, a) if self.turned else (a, b), 1

    def extended(self, ends: Ends, inner: set[int]) -> Ends | None:
        """The ends with a neighbour from `ends[0]` to `ends[1]` taken in."""
        own = [self.ends, (self.ends[1], self.ends[0])] if self.symmetric else [self.ends]
        others = [ends, (ends[1], ends[0])] if self.symmetric else [ends]
        for a, b in own:
            for c, d in others:
                if b == c and b in inner:
                    return a, d
                if d == a and a in inner:
                    return c, b
        return None


def gathered(session: Session, item: Product, name: str) -> list[Factor]:
    """The factors of a summand over the running number `name`, which is the innermost of the session."""
    runs: list[_Run] = []
    rest: list[Factor] = []
    for factor in item.factors:
        run = _run(session, factor, name)
        if run is not None:
            runs.append(run)
        elif factor[1] and factor[2] > 1 and factor[2].denominator == 1:
            rest += [(factor[0], factor[1], 1)] * int(factor[2])
        else:
            rest.append(factor)
    if not runs:
        return list(item.factors)
    while _joined(session, runs, rest, item.ext):
        pass
    outside = {*item.ext, *_indices(f for f in rest if name not in f[0].symbols)}
    outside |= {i for run in runs if name not in run.exponent.symbols for i in run.ends}
    spare = 1 + max([0, *_indices(rest), *(i for run in runs for i in run.ends)])
    for run in runs:
        a, b = run.ends
        copies = max(0, least(session, run.exponent) or 0)
        rows, columns = run.ends[::-1] if run.turned else run.ends
        nearer = _nearness(rows, item.ext, outside) >= _nearness(columns, item.ext, outside)
        before = nearer != run.turned
        for _ in range(copies):
            rest.append(run.copy_between(a, spare) if before else run.copy_between(spare, b))
            a, b, spare = (spare, b, spare + 1) if before else (a, spare, spare + 1)
        power = matrix_function(session, "pow", run.base, run.exponent - session.scalar(number=copies))
        ((product, _),) = power.part((0, 0))
        ((head, (i, _), _),) = product.factors
        rest.append((head, (a, b) if i == product.ext[0] else (b, a), 1))
    return rest


def _nearness(index: int, ext: tuple[int, ...], outside: set[int]) -> int:
    return (index in outside) + (index in ext)


def _indices(factors: Iterable[Factor]) -> set[int]:
    return {i for _, indices, _ in factors for i in indices}


def _run(session: Session, factor: Factor, name: str) -> _Run | None:
    head, indices, power = factor
    if head.kind != "pow" or len(indices) != 2 or power != 1 or name not in head.symbols:
        return None
    base, exponent = head.argument
    alone = base.single
    if alone is None or alone[2] != 1 or len(alone[1].factors) != 1 or least(session, exponent) != 0:
        return None
    inside, ends, once = alone[1].factors[0]
    if once != 1 or len(ends) != 2 or ends[0] == ends[1]:
        return None
    return _Run(base, inside, ends[0] != alone[1].ext[0], exponent, (indices[0], indices[1]))


def _joined(session: Session, runs: list[_Run], rest: list[Factor], ext: tuple[int, ...]) -> bool:
    """Two neighbours joined; whether there were any."""
    met = [i for _, indices, _ in rest for i in indices] + [i for run in runs for i in run.ends]
    inner = {i for i in met if met.count(i) == 2 and i not in ext}
    for run in runs:
        for factor in rest:
            if factor[0] is run.head and factor[2] == 1 and factor[1][0] != factor[1][1]:
                a, b = factor[1]
                ends = run.extended((b, a) if run.turned else (a, b), inner)
                if ends is not None:
                    run.ends, run.exponent = ends, run.exponent + session.scalar()
                    rest.remove(factor)
                    return True
        for other in runs:
            total = run.exponent + other.exponent
            if other is not run and equal(other.base, run.base) and total.symbols:
                ends = run.extended(other.ends, inner)
                if ends is not None:
                    run.ends, run.exponent = ends, total
                    runs.remove(other)
                    return True
    return False

"""Products of powers of one matrix in the summand of a sum.

For natural e and f, X^e X^f = X^(e + f), so that X X^e = X^e X: neighbouring powers of one matrix become one, and of
X^(e + c) c copies of X stand on the side on which it meets the outside of the sum, at an open index before any other;
that of the rows of X as it is on record before the other: X^e and X'^e must have them on the same side, whichever is
met first.
"""

from __future__ import annotations

from collections.abc import Iterable

from symbolic.replay.arrays import Array, equal
from symbolic.replay.errors import ReplayError
from symbolic.replay.heads import Session
from symbolic.replay.matrices import matrix_function, power_atom
from symbolic.replay.products import Factor, Head, Product
from symbolic.replay.whole_numbers import least

Ends = tuple[int, int]


class _Run:
    """X^exponent between two indices; the matrix X is one head, turned where its rows are the head's columns."""

    def __init__(
        self, base: Array, head: Head | None, turned: bool, exponent: Array, ends: Ends, symmetric: bool
    ) -> None:
        self.base, self.head, self.turned, self.exponent, self.ends = base, head, turned, exponent, ends
        self.symmetric = symmetric

    def copy_between(self, a: int, b: int) -> Factor:
        """X once."""
        if self.head is None:
            raise ReplayError("no copy of a matrix that is more than one factor")
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
    for factor in _multiplied(session, item.factors, name):
        run = _run(session, factor, name)
        if run is not None:
            runs.append(run)
        elif factor[1] and factor[2] > 1 and factor[2].denominator == 1:
            rest += [(factor[0], factor[1], 1)] * int(factor[2])
        else:
            rest.append(factor)
    if not runs:
        return rest
    while _joined(session, runs, rest, item.ext):
        pass
    outside = {*item.ext, *_indices(f for f in rest if name not in f[0].symbols)}
    outside |= {i for run in runs if name not in run.exponent.symbols for i in run.ends}
    spare = 1 + max([0, *_indices(rest), *(i for run in runs for i in run.ends)])
    for run in runs:
        a, b = run.ends
        copies = max(0, least(session, run.exponent) or 0) if run.head is not None else 0
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
    if head.kind != "pow" or head.block or len(indices) != 2 or power != 1 or name not in head.symbols:
        return None
    base, exponent = head.argument
    if least(session, exponent) != 0 or indices[0] == indices[1]:
        return None
    between = (indices[0], indices[1])
    alone = base.single
    sole = alone[1].factors[0] if alone is not None and alone[2] == 1 and len(alone[1].factors) == 1 else None
    if alone is None or sole is None or sole[2] != 1 or len(sole[1]) != 2 or sole[1][0] == sole[1][1]:
        return _Run(base, None, False, exponent, between, len(head.turns) == 2)
    return _Run(base, sole[0], sole[1][0] != alone[1].ext[0], exponent, between, len(sole[0].turns) == 2)


def _multiplied(session: Session, factors: Iterable[Factor], name: str) -> list[Factor]:
    """The factors; powers of a number, or of an entry on a diagonal, with natural exponents as one."""
    rest: list[Factor] = []
    found: list[tuple[Array, tuple[int, ...], Array]] = []
    for head, indices, times_ in factors:
        plain = head.kind == "pow" and name in head.symbols and len(set(indices)) < 2 and times_.denominator == 1
        if head.block or not plain or name in head.argument[0].symbols or (least(session, head.argument[1]) or 0) < 0:
            rest.append((head, indices, times_))
            continue
        base, exponent = head.argument
        if least(session, exponent) is None:
            rest.append((head, indices, times_))
            continue
        exponent = exponent.scaled(times_)
        known = next((k for k, (b, i, _) in enumerate(found) if i == indices and equal(b, base)), None)
        if known is None:
            found.append((base, indices, exponent))
        else:
            found[known] = (base, indices, found[known][2] + exponent)
    for base, indices, exponent in found:
        alone = power_atom(session, base, exponent).single
        if alone is None:
            raise ReplayError("a power that is no single factor")
        rest.append((alone[1].factors[0][0], indices, 1))
    return rest


def _joined(session: Session, runs: list[_Run], rest: list[Factor], ext: tuple[int, ...]) -> bool:
    """Two neighbours joined; whether there were any."""
    met = [i for _, indices, _ in rest for i in indices] + [i for run in runs for i in run.ends]
    inner = {i for i in met if met.count(i) == 2 and i not in ext}
    for run in runs:
        for factor in rest:
            if run.head is not None and factor[0] is run.head and factor[2] == 1 and factor[1][0] != factor[1][1]:
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

"""Random rational points of small systems of polynomial equations, by propagation.

Equations in one variable are solved for a rational root, equations linear in a variable substituted away; where neither
is to be had, a variable gets a small random value. A contradiction ends the attempt; attempts are cheap and are
repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from flint import fmpq, fmpz

from numeric.sampling.rationals import POOLS, draws
from numeric.sampling.unknowns import Polynomial

TERMS = 400
"""Systems that grow beyond this many terms are given up."""
CANDIDATES = tuple(sorted({x for pool in POOLS for x in pool}, key=lambda x: (abs(x), -x)))


class Contradiction:
    """An equation in one variable has no rational root that is looked for."""


def solve(system: Sequence[Polynomial], count: int, rng: np.random.Generator, level: int) -> list[fmpq] | None:
    """Values of the `count` variables at which every polynomial vanishes; None where this attempt met a contradiction.

    >>> x, y = solve([{(0, 0): fmpq(1), (1, 1): fmpq(1), (): fmpq(-1)}], 2, np.random.default_rng(1), 0)
    >>> x*x + y*y
    1
    """
    open_ones = [dict(p) for p in system]
    replaced: list[tuple[int, Polynomial]] = []
    while open_ones := [p for p in open_ones if p]:
        if any(set(p) == {()} for p in open_ones) or sum(map(len, open_ones)) > TERMS:
            return None
        step = _forced(open_ones, rng)
        if isinstance(step, Contradiction):
            return None
        variable, value = step or _guess(open_ones, rng, level)
        replaced.append((variable, value))
        open_ones = [substituted(p, variable, value) for p in open_ones]
    values: dict[int, fmpq] = {}
    settled = {v for v, _ in replaced}
    for variable, drawn in zip(range(count), draws(rng, count, level), strict=True):
        if variable not in settled:
            values[variable] = drawn
    for variable, meaning in reversed(replaced):
        values[variable] = _evaluated(meaning, values)
    return [values[v] for v in range(count)]


def _forced(system: Sequence[Polynomial], rng: np.random.Generator) -> tuple[int, Polynomial] | Contradiction | None:
    """A variable and what an equation says it is, None where none does."""
    best: tuple[int, int, Polynomial] | None = None
    for polynomial in system:
        variables = {v for m in polynomial for v in m}
        if len(variables) == 1:
            (variable,) = variables
            roots = rational_roots(polynomial)
            if not roots:
                return Contradiction()
            return variable, _constant(roots[int(rng.integers(0, len(roots)))])
        for variable in variables:
            if best is not None and best[0] <= len(polynomial):
                break
            if polynomial.get((variable,)) and all(variable not in m for m in polynomial if m != (variable,)):
                scale = -1 / polynomial[(variable,)]
                best = (len(polynomial), variable, {m: scale * c for m, c in polynomial.items() if m != (variable,)})
    return None if best is None else (best[1], best[2])


def _guess(system: Sequence[Polynomial], rng: np.random.Generator, level: int) -> tuple[int, Polynomial]:
    """A variable of a shortest equation with a random value."""
    shortest = min(system, key=len)
    counts = sorted(Counter(v for m in shortest for v in set(m)).items())
    variable = counts[int(rng.integers(0, len(counts)))][0]
    return variable, _constant(draws(rng, 1, level)[0])


def rational_roots(polynomial: Polynomial) -> list[fmpq]:
    """The rational roots of a polynomial in one variable of degree 1 or 2; for higher degrees those among small
    numbers.

    >>> rational_roots({(5, 5): fmpq(4), (): fmpq(-9)})
    [3/2, -3/2]
    """
    degree = max(map(len, polynomial))
    c, b, a = (next((x for m, x in polynomial.items() if len(m) == k), fmpq(0)) for k in range(3))
    if degree == 1:
        return [-c / b]
    if degree == 2:
        root = _root(b * b - 4 * a * c)
        return [] if root is None else list(dict.fromkeys([(root - b) / (2 * a), (-root - b) / (2 * a)]))
    return [x for x in CANDIDATES if sum((k * x ** len(m) for m, k in polynomial.items()), fmpq(0)) == 0]


def _root(x: fmpq) -> fmpq | None:
    if x < 0:
        return None
    p, q = fmpz(x.p).isqrt(), fmpz(x.q).isqrt()
    return fmpq(p, q) if p * p == x.p and q * q == x.q else None


def _constant(value: fmpq) -> Polynomial:
    return {(): value} if value else {}


def substituted(polynomial: Polynomial, variable: int, value: Polynomial) -> Polynomial:
    """`polynomial` with `variable` replaced."""
    if not any(variable in m for m in polynomial):
        return polynomial
    found: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        summands: Polynomial = {tuple(v for v in monomial if v != variable): coefficient}
        for _ in range(monomial.count(variable)):
            summands = _product(summands, value)
        for m, c in summands.items():
            found[m] = found.get(m, fmpq(0)) + c
    return {m: c for m, c in found.items() if c}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for m, c in left.items():
        for k, d in right.items():
            key = tuple(sorted(m + k))
            found[key] = found.get(key, fmpq(0)) + c * d
    return found


def _evaluated(polynomial: Polynomial, values: dict[int, fmpq]) -> fmpq:
    total = fmpq(0)
    for monomial, coefficient in polynomial.items():
        for variable in monomial:
            coefficient = coefficient * values[variable]
        total += coefficient
    return total

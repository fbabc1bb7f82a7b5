"""Cross-checks of statements that are believed: random points of random sizes, exact where the statement is rational.

Three kinds, the first that serves:

* "prime field": symbols under no equations but their own linear ones (symmetric, triangular, ...) and definitions take
  uniform residues modulo a prime near 2^63. An identity between fractions of polynomials that is false at the sizes of
  a trial survives it with probability at most degree/p (Schwartz 1980, Zippel 1979), where degree is that of the
  difference with denominators cleared.
* "rational": points that satisfy all hypotheses exactly, with larger entries; decided exactly.
* "float64": such points, the statement decided in floating point with the tolerance of that arithmetic; for
  exponentials and the like.

Sizes differ for different dimension symbols. Residues ignore inequalities: an identity that holds on an open set holds
everywhere. Where they leave no open set (0 <= x, x <= 0) residues may fail; then the rationals decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Basic, Eq, Ge, Gt, Le, Lt, Ne, preorder_traversal

from numeric.evaluation import Point
from numeric.namespaces import PRIME, Float64, Namespace, NotRepresentable, PrimeField, Rational
from numeric.sampling import Sampler, Sizes, System, sizes
from numeric.sampling.arithmetic import drawable, point_of, size_at
from numeric.sampling.constraints import Constraint
from numeric.sampling.degrees import cleared
from numeric.sampling.linear import pattern
from numeric.sampling.rationals import Matrix
from numeric.sampling.realizations import without_random_definitions
from numeric.sampling.variables import Equation
from numeric.statements import truth
from symbolic.clock import clock
from symbolic.errors import EvaluationError, LanguageError
from symbolic.language.operator import Application
from symbolic.language.operators.spectral import PseudoInverse, Rank
from symbolic.language.shapes import shape_of
from symbolic.language.statements import property_name

COUNT, ATTEMPTS, LARGEST, BARREN = 6, 60, 5, 2
LEVELS = {"rational": (4, 1, 3, 2), "float64": (4,)}
"""Levels of entries (see `numeric.sampling.rationals`) in turn: large ones rule out coincidences, small ones have low
ranks and symmetry.
"""
OPEN = {"invertible", "positive", "nonnegative", "nonzero", "full column rank", "full row rank"}
MIRRORED = {"symmetric": 1, "positive definite": 1, "positive semidefinite": 1, "antisymmetric": -1}
MASKED = {"diagonal": (True, True), "lower triangular": (True, False), "upper triangular": (False, True)}


@dataclass(frozen=True, slots=True)
class Trials:
    """What random trials of all claims at once gave.

    `kind` is "prime field", "rational" or "float64"; `bound` the largest probability with which a claim that is false
    at the sizes of a trial survives that trial (None where the kind or the claim gives none), from `degree`; `failures`
    the points at which a claim failed.
    """

    kind: str
    trials: int
    bound: float | None
    degree: int | None
    tolerance: str | None
    sizes: tuple[dict[str, int], ...]
    seed: int
    failures: tuple[Point, ...]


def cross_check(
    hypotheses: Sequence[Basic],
    claims: Sequence[Basic],
    *,
    rng: np.random.Generator,
    count: int = COUNT,
    seconds: float = 2.0,
) -> Trials:
    """Trials of `claims` at points that satisfy `hypotheses`, at most `count`, until `seconds` have passed.

    There are up to twice as many in rationals, where points are drawn from families of which some are degenerate.
    """
    seed = int(rng.integers(0, 2**63))
    hypotheses, claims = without_random_definitions(hypotheses, claims)
    sampler = Sampler(hypotheses, claims)
    deadline = clock() + seconds
    if (
        not sampler.system.loose
        and all(_free(c) for c in sampler.system.constraints)
        and not any(_jumps(c) for c in (*claims, *sampler.system.defined.values()))
    ):
        found = _run(sampler, claims, seed, count, deadline, "prime field")
        ordered = any(isinstance(c.statement, Le | Lt | Ge | Gt) for c in sampler.system.constraints)
        if found.trials and not (ordered and found.failures):
            return found
    exact = _run(sampler, claims, seed, count, deadline, "rational")
    if exact.trials:
        return exact
    floating = _run(sampler, claims, seed, count, clock() + seconds, "float64")
    return floating if floating.trials else exact


def _run(sampler: Sampler, claims: Sequence[Basic], seed: int, count: int, deadline: float, kind: str) -> Trials:
    rng = np.random.default_rng(seed)
    xp: Namespace = {"prime field": PrimeField(), "rational": Rational(), "float64": Float64()}[kind]
    used: list[Point] = []
    failures: list[Point] = []
    degrees: list[int | None] = []
    for point in _points(sampler, kind, rng, deadline):
        verdict = _verdict(claims, point, xp)
        if verdict is None:
            if not used and kind != "float64":
                break
            continue
        (used if verdict else failures).append(point)
        degrees += [_degree(c, sampler.system, point.sizes) for c in claims]
        if len(used) + len(failures) >= (2 * count if kind == "rational" else count):
            break
    known = [d for d in degrees if d is not None]
    degree = max(known, default=0) if kind == "prime field" and len(known) == len(degrees) else None
    return Trials(
        kind,
        len(used) + len(failures),
        None if degree is None or not used else degree / PRIME,
        degree,
        "relative, from condition numbers" if kind == "float64" else None,
        tuple({str(s): k for s, k in p.sizes.items()} for p in (*used, *failures)),
        seed,
        tuple(failures),
    )


def _verdict(claims: Sequence[Basic], point: Point, xp: Namespace) -> bool | None:
    """Whether all claims hold at `point`; None where one is undefined or not decided."""
    try:
        with xp.session():
            at = point.evaluator(xp)
            truths = [truth(c, at) for c in claims]
    except (EvaluationError, NotRepresentable):
        return None
    return None if None in truths else all(truths)


def _points(sampler: Sampler, kind: str, rng: np.random.Generator, deadline: float) -> Iterator[Point]:
    choices = [found for found in distinct(sampler.system, rng) if drawable(sampler.system.symbols, found)]
    barren: Counter[int] = Counter()
    for k in range(ATTEMPTS):
        open_ones = [c for c in range(len(choices)) if barren[c] < BARREN]
        if clock() > deadline or not open_ones:
            return
        chosen = open_ones[k % len(open_ones)]
        if kind == "prime field":
            point = residues(sampler.system, choices[chosen], rng)
        else:
            point = sampler.draw(choices[chosen], rng, LEVELS[kind][k % len(LEVELS[kind])])
        if point is not None:
            yield point
        else:
            barren[chosen] += 1


def distinct(system: System, rng: np.random.Generator) -> list[Sizes]:
    """Sizes in random order, first those in which all dimension symbols differ, larger ones preferred."""
    dimensions = [s for s in system.sized if s.is_positive]
    found = list(sizes(system.sized, system.hypotheses, max(LARGEST, min(len(dimensions) + 1, 7))))
    order = rng.permutation(len(found)).tolist()
    repeated = {k: len(dimensions) - len({found[k][d] for d in dimensions}) for k in order}
    return [found[k] for k in sorted(order, key=lambda k: (repeated[k], sum(found[k].values()) < 2 * len(dimensions)))][
        :ATTEMPTS
    ]


def residues(system: System, found: Sizes, rng: np.random.Generator) -> Point | None:
    """Uniform residues as whole numbers, symmetric or triangular where a property asks for it; defined symbols are left
    to inlining.
    """
    values: dict[Basic, Matrix] = {}
    for symbol in system.base:
        rows, cols = (size_at(d, found) for d in shape_of(symbol))
        names = {property_name(c.statement) for c in system.constraints if symbol in c.statement.args}
        values[symbol] = _uniform(rng, rows, cols, names)
    xp = PrimeField()
    try:
        point = _with_definitions(system, found, values)
        at = point.evaluator(xp)
        return None if any(truth(c.statement, at) is False for c in system.constraints) else point
    except (EvaluationError, NotRepresentable):
        return None


def _uniform(rng: np.random.Generator, rows: int, cols: int, names: set[str | None]) -> Matrix:
    value = fmpq_mat(rows, cols)
    masks = [MASKED[n] for n in names if n in MASKED]
    places = pattern(rows, cols, any(above for above, _ in masks), any(below for _, below in masks))
    for (i, j), entry in zip(places, rng.integers(0, PRIME, len(places)).tolist(), strict=True):
        value[i, j] = fmpq(entry)
    for sign in {MIRRORED[n] for n in names if n in MIRRORED}:
        for i in range(rows):
            for j in range(i + (sign > 0)):
                value[i, j] = sign * value[j, i]
            value[i, i] *= sign > 0
    return value


def _with_definitions(system: System, found: Sizes, values: dict[Basic, Matrix]) -> Point:
    """The point of these residues and of those that the definitions give, in the order in which they can be computed.
    """
    xp, plain = PrimeField(), point_of(found, values, system.laws)
    rows = {s: [list(row) for row in entries] for s, entries in plain.values.items()}
    while ready := [s for s, needed in system.needed.items() if s not in rows and needed <= rows.keys()]:
        for symbol in ready:
            at = Point(found, rows, system.laws).evaluator(xp)
            rows[symbol] = [[int(x) for x in row] for row in at.value(system.defined[symbol]).tolist()]
    return Point(dict(found), {s: rows[s] for s in system.symbols}, system.laws)


def _free(constraint: Constraint) -> bool:
    """Whether a constraint cuts out an open part of a linear space of matrices that `residues` draws from."""
    statement, name = constraint.statement, property_name(constraint.statement)
    if name in OPEN or isinstance(statement, Ne | Le | Lt | Ge | Gt):
        return True
    return name in {**MIRRORED, **MASKED} and all(a in constraint.bases for a in statement.args[1:])


def _jumps(node: Basic) -> bool:
    """Whether ranks decide the value of a term, so that points of full rank do not stand for all."""
    return any(
        isinstance(n, Application) and isinstance(n.operator, PseudoInverse | Rank) for n in preorder_traversal(node)
    )


def _degree(claim: Any, system: System, found: Mapping[Basic, int]) -> int | None:
    if not isinstance(claim, Eq):
        return None
    try:
        equation = Equation(*claim.args).inlined(system.defined)
    except LanguageError:
        return None
    return cleared(equation.left, equation.right, found)

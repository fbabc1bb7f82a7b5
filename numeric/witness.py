"""What a search for counterexamples brings back: a refutation, or a point where the claim has no value.

A witness is a point (sizes and exact rational matrices) at which the hypotheses hold; its text is what a person checks
by hand:

    n = 2, d = 1, X = [1; 0], sigma = 1: left side 1/2, right side 3/2
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flint import arb_mat
from sympy import Basic, Eq, Ge, Gt, Le, Lt, Ne

from numeric.evaluation import Point
from numeric.evaluator import Evaluator
from numeric.namespaces import Namespace, NotRepresentable, Rational
from numeric.sampling import check
from numeric.sampling.variables import free_symbols, is_sized
from symbolic.errors import EvaluationError, LanguageError
from symbolic.language.grammar import to_text
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, Loewner, Minimizes, property_name, relation
from symbolic.language.substitution import substitute
from symbolic.language.terms import add, negative

DIGITS = 9
OPEN_LAWS = {"moments", "iid", "independent"}
"""Laws given by their first moments only."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """A point at which every hypothesis holds and `claim` (number `index` of the claims, from 0) is defined and fails.

    `sides` are the values that show it, named; `arithmetic` says how it was decided ("rational": exactly; "ball": with
    rigorous error bounds). The text leaves out the symbols that are not among `shown`.
    """

    claim: Any
    index: int
    point: Point
    sides: tuple[tuple[str, str], ...]
    arithmetic: str
    shown: frozenset[Basic] | None = None

    def __str__(self) -> str:
        shown = ", ".join(f"{name} {value}" for name, value in self.sides)
        other = replace(self.point, skew=self.point.skew + 4)  # other third moments alone
        skewed = self.sides != sides(self.claim, other.evaluator(Rational())) if self.point.laws else False
        return f"{_place(self.point, self.shown, skewed=skewed)}{shown or 'false'}"


@dataclass(frozen=True, slots=True)
class Undefined:
    """A point at which every hypothesis holds and `term`, a part of `claim`, has no value.

    `conditions` are statements under which all points that were tried have values, fewest first; `condition` is the one
    that `term` lacks.
    """

    claim: Any
    index: int
    point: Point
    term: Any
    condition: Any
    conditions: tuple[Any, ...]
    reason: str
    shown: frozenset[Basic] | None = None

    def __str__(self) -> str:
        return f"{_place(self.point, self.shown)}{to_text(self.term)} has no value ({self.reason})"


def concerned(hypotheses: Iterable[Basic], claim: Basic) -> frozenset[Basic]:
    """The symbols, sizes included, that a claim speaks of, and those that hypotheses tie to them.

    >>> from symbolic.language.statements import equals
    >>> from symbolic.language.symbols import dimension, matrix
    >>> n = dimension("n")
    >>> A, B, C, D = (matrix(name, n, n) for name in "ABCD")
    >>> sorted(map(str, concerned([equals(A*B, B), equals(C*D, D)], equals(A, 0))))
    ['A', 'B', 'n']
    """
    found = free_symbols(claim)
    left = [free_symbols(h) for h in hypotheses]
    if all(map(is_sized, found)):  # what is said of sizes rests on the matrices that have them
        found = found.union(*(symbols for symbols in left if symbols & found))
    while True:
        tied = [symbols for symbols in left if any(not is_sized(s) for s in symbols & found)]
        if not tied:
            break
        found = found.union(*tied)
        left = [symbols for symbols in left if not symbols <= found]
    sizes = [symbols for symbols in left if symbols & found and all(map(is_sized, symbols))]
    return found.union(*sizes)


def _place(point: Point, shown: frozenset[Basic] | None, *, skewed: bool = True) -> str:
    if shown is not None:
        sizes = {s: k for s, k in point.sizes.items() if s in shown}
        values = {s: rows for s, rows in point.values.items() if s in shown}
        laws = {s: law for s, law in point.laws.items() if s in shown}
        point = Point(sizes, values, laws, point.skew)
    text = ", ".join([part for part in (str(point), *open_moments(point, skewed=skewed)) if part])
    return f"{text}: " if text else ""


def open_moments(point: Point, *, skewed: bool = True) -> Iterator[str]:
    """The moments of the random symbols that their laws leave open, as text: what tells the law at `point` from others.
    The third central moments where `skewed` says that these matter.
    """
    at = point.evaluator(Rational())
    for symbol, law in point.laws.items():
        if law.law not in OPEN_LAWS:
            continue
        for name, stated in (("E", {"mean"}), ("Var", {"variance", "variances", "covariance"})):
            if stated.isdisjoint(law.parameters):
                try:
                    moment = apply(name, symbol)
                except LanguageError:  # the variance of a matrix is not defined
                    continue
                yield f"{to_text(moment)} = {_text(moment, at)}"
        if skewed:
            mean = law.parameters.get("mean")
            plain = mean is None or check(relation(mean, "=", 0), point)
            centred = symbol if plain else add(symbol, negative(mean))
            cubes = apply("E", apply("powers", centred, 3))
            yield f"{to_text(cubes)} = {_text(cubes, at)}"


def sides(claim: Basic, at: Evaluator) -> tuple[tuple[str, str], ...]:
    """The values that show why a statement fails, as text."""
    if isinstance(claim, Implication):
        return sides(claim.args[1], at)
    if isinstance(claim, Eq | Ne | Le | Lt | Ge | Gt | Loewner):
        names = ("left side", "right side")
        return tuple((name, _text(side, at)) for name, side in zip(names, claim.args, strict=True))
    if isinstance(claim, Minimizes):
        place, value, varied = claim.args
        there = (f"{to_text(varied)} =", _text(place, at))
        try:
            reached = _text(substitute(value, {varied: place}), at)
        except LanguageError:  # a derivative by what is varied has no value as a term in its place
            reached = "?"
        return (there, (f"{to_text(value)} is there", f"{reached}, not least"))
    if property_name(claim):
        return ((f"{to_text(claim.arguments[0])} =", _text(claim.arguments[0], at)),)
    return ()


def approximate(value: arb_mat) -> str:
    """The midpoints of balls to nine digits.

    >>> from flint import arb
    >>> approximate(arb_mat(1, 1, [arb(2).sqrt()]))
    'about 1.41421356'
    """
    rows = [", ".join(x.str(DIGITS, radius=False) for x in row) for row in value.tolist()]
    return f"about {rows[0]}" if value.nrows() == value.ncols() == 1 else f"about [{'; '.join(rows)}]"


def _text(term: Any, at: Evaluator) -> str:
    xp: Namespace = at.xp
    try:
        value = at.value(term)
        return approximate(value) if isinstance(value, arb_mat) else xp.text(value)
    except (EvaluationError, NotRepresentable):
        return "?"

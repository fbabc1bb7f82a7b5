"""Whether a statement holds at a point: True, False, or None where this arithmetic cannot decide it.

Orders of vectors are entry by entry. Existence is decided where the equations are linear, a minimum where the
function is quadratic.

>>> from symbolic.language.symbols import matrix
>>> from symbolic.language.statements import equals, has
>>> A = matrix("A", 2, 2)
>>> point = Point({}, {A: [[1, 2], [0, 1]]})
>>> holds(has("invertible", A), point, Rational()), holds(equals(A, A.T), point, Rational())
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import And, Eq, Ge, Gt, Le, Lt, Ne, Not, Or
from sympy.assumptions import AppliedPredicate
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from numeric.evaluation import Point
from numeric.evaluator import Evaluator
from numeric.existence import exists, minimizes
from numeric.namespaces import Namespace, NotRepresentable, Rational
from numeric.properties import PROPERTY_CHECKS, Truth, all_of, negation, semidefinite, signs_from
from symbolic.language.statements import (
    Distribution,
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    property_name,
)


def holds(statement: Any, point: Point, xp: Namespace) -> Truth:
    """Whether `statement` holds at `point`; None if `xp` cannot decide it. Raises EvaluationError where something in
    it is undefined.
    """
    with xp.session():
        try:
            return truth(statement, point.evaluator(xp))
        except NotRepresentable:
            return None


def truth(statement: Any, at: Evaluator) -> Truth:
    """The same for many statements at one point, which share an evaluator; the caller holds `at.xp.session()`."""
    decide = next((_DECIDE[kind] for kind in type(statement).__mro__ if kind in _DECIDE), None)
    try:
        return None if decide is None else decide(statement, at)
    except NotRepresentable:
        return None


def _equal(statement: Any, at: Evaluator) -> Truth:
    left, right = statement.args
    return at.xp.equal(at.value(left), at.value(right))


def _differ(statement: Any, at: Evaluator) -> Truth:
    return negation(_equal(statement, at))


def _less(strict: bool, swapped: bool) -> Callable[[Any, Evaluator], Truth]:
    def decide(statement: Any, at: Evaluator) -> Truth:
        small, large = reversed(statement.args) if swapped else statement.args
        difference = at.xp.subtract(at.value(large), at.value(small))
        return signs_from(1 if strict else 0, at.xp, difference)
    return decide


def _property(statement: Any, at: Evaluator) -> Truth:
    name = property_name(statement)
    check = PROPERTY_CHECKS.get(name or "")
    return None if check is None else check(at.xp, at.value(statement.arguments[0]))


def _loewner(statement: Any, at: Evaluator) -> Truth:
    left, right = statement.args
    return semidefinite(at.xp, at.xp.subtract(at.value(left), at.value(right)))


def _range_inclusion(statement: Any, at: Evaluator) -> Truth:
    inner, outer = (at.value(a) for a in statement.args)
    return at.xp.equal(at.xp.rank(at.xp.block([[outer, inner]])), at.xp.rank(outer))


def _implication(statement: Any, at: Evaluator) -> Truth:
    premise = truth(statement.args[0], at)
    if premise is False:
        return True
    conclusion = truth(statement.args[1], at)
    return conclusion if premise or conclusion else None


def _or(statement: Any, at: Evaluator) -> Truth:
    return negation(all_of(negation(truth(a, at)) for a in statement.args))


def _distribution(statement: Any, at: Evaluator) -> Truth:
    """Whether the parameters are those of some law: variances not negative, covariances semidefinite, a probability
    in [0, 1].
    """
    checks = []
    parameters = statement.parameters
    for name, value in parameters.items():
        if name in ("covariance", "scale"):
            checks.append(semidefinite(at.xp, at.value(value)))
        elif name in ("variance", "dof"):
            checks.append(signs_from(0, at.xp, at.value(value)))
    if statement.law == "bernoulli":
        mean = at.value(parameters["mean"])
        checks += [signs_from(0, at.xp, a) for a in (mean, at.xp.subtract(at.xp.ones(*at.xp.shape(mean)), mean))]
    return all_of(checks)


_DECIDE: dict[type, Callable[[Any, Evaluator], Truth]] = {
    Eq: _equal,
    Ne: _differ,
    Le: _less(strict=False, swapped=False),
    Lt: _less(strict=True, swapped=False),
    Ge: _less(strict=False, swapped=True),
    Gt: _less(strict=True, swapped=True),
    AppliedPredicate: _property,
    Loewner: _loewner,
    RangeInclusion: _range_inclusion,
    Implication: _implication,
    Exists: exists,
    Minimizes: minimizes,
    Distribution: _distribution,
    And: lambda statement, at: all_of(truth(a, at) for a in statement.args),
    Or: _or,
    Not: lambda statement, at: negation(truth(statement.args[0], at)),
    BooleanTrue: lambda statement, at: True,
    BooleanFalse: lambda statement, at: False,
}

__all__ = ["Point", "Rational", "holds", "truth"]

"""Whether a statement holds at a point: True, False, or None where this arithmetic cannot decide it.

Orders of vectors are entry by entry. A symmetric matrix is positive semidefinite if and only if no elementary symmetric function of its
eigenvalues is negative, and definite if and only if all are positive (its eigenvalues are real: Descartes' rule of signs is exact).

>>> from symbolic.language.symbols import matrix
>>> from symbolic.language.statements import equals, has
>>> A = matrix("A", 2, 2)
>>> point = Point({}, {A: [[1, 2], [0, 1]]})
>>> holds(has("invertible", A), point, Rational()), holds(equals(A, A.T), point, Rational())
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import And, Eq, Ge, Gt, Le, Lt, Ne, Not, Or
from sympy.assumptions import AppliedPredicate
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from numeric.evaluation import Point
from numeric.evaluator import Evaluator
from numeric.namespaces import Array, Namespace, NotRepresentable, Rational
from symbolic.language.statements import Distribution, Implication, Loewner, RangeInclusion, property_name

Truth = bool | None


def holds(statement: Any, point: Point, xp: Namespace) -> Truth:
    """Whether `statement` holds at `point`; None if `xp` cannot decide it. Raises EvaluationError where something in it is undefined."""
    with xp.session():
        return truth(statement, point.evaluator(xp))


def truth(statement: Any, at: Evaluator) -> Truth:
    """The same for many statements at one point, which share an evaluator; the caller holds `at.xp.session()`."""
    decide = next((_DECIDE[kind] for kind in type(statement).__mro__ if kind in _DECIDE), None)
    try:
        return None if decide is None else decide(statement, at)
    except NotRepresentable:
        return None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Conjunction of three-valued statements."""
    undecided = False
    for value in truths:
        if value is False:
            return False
        undecided = undecided or value is None
    return None if undecided else True


def negation(value: Truth) -> Truth:
    """Negation of a three-valued statement."""
    return None if value is None else not value


def _equal(statement: Any, at: Evaluator) -> Truth:
    left, right = statement.args
    return at.xp.equal(at.value(left), at.value(right))


def _differ(statement: Any, at: Evaluator) -> Truth:
    return negation(_equal(statement, at))


def _less(strict: bool, swapped: bool) -> Callable[[Any, Evaluator], Truth]:
    def decide(statement: Any, at: Evaluator) -> Truth:
        small, large = reversed(statement.args) if swapped else statement.args
        difference = at.xp.subtract(at.value(large), at.value(small))
        return _signs_from(1 if strict else 0, at.xp, difference)
    return decide


def _signs_from(least: int, xp: Namespace, a: Array) -> Truth:
    """Whether every entry has at least this sign."""
    return all_of(None if s is None else s >= least for row in xp.signs(a) for s in row)


def _property(statement: Any, at: Evaluator) -> Truth:
    name = property_name(statement)
    check = _PROPERTIES.get(name or "")
    return None if check is None else check(at.xp, at.value(statement.arguments[0]))


def symmetric(xp: Namespace, a: Array) -> Truth:
    """A' = A."""
    return xp.equal(a, xp.transpose(a))


def definite(xp: Namespace, a: Array) -> Truth:
    """A' = A and all eigenvalues are positive."""
    return all_of([symmetric(xp, a), *(_signs_from(1, xp, e) for e in xp.characteristic(a))])


def semidefinite(xp: Namespace, a: Array) -> Truth:
    """A' = A and no eigenvalue is negative."""
    return all_of([symmetric(xp, a), *(_signs_from(0, xp, e) for e in xp.characteristic(a))])


def _orthogonal(xp: Namespace, a: Array) -> Truth:
    return xp.equal(xp.matmul(xp.transpose(a), a), xp.identity(xp.shape(a)[0]))


def _masked(kept: Callable[[int, int], bool]) -> Callable[[Namespace, Array], Truth]:
    """Whether all entries outside `kept` vanish."""
    def check(xp: Namespace, a: Array) -> Truth:
        m, n = xp.shape(a)
        return xp.zero(xp.hadamard(a, xp.array([[int(not kept(i, j)) for j in range(n)] for i in range(m)])))
    return check


def _full_rank(side: int) -> Callable[[Namespace, Array], Truth]:
    def check(xp: Namespace, a: Array) -> Truth:
        if xp.shape(a)[side] > xp.shape(a)[1 - side]:
            return False
        return xp.equal(xp.rank(a), xp.constant(xp.shape(a)[side]))
    return check


_PROPERTIES: dict[str, Callable[[Namespace, Array], Truth]] = {
    "symmetric": symmetric,
    "antisymmetric": lambda xp, a: xp.zero(xp.add(a, xp.transpose(a))),
    "orthogonal": _orthogonal,
    "idempotent": lambda xp, a: xp.equal(xp.matmul(a, a), a),
    "diagonal": _masked(lambda i, j: i == j),
    "lower triangular": _masked(lambda i, j: i >= j),
    "upper triangular": _masked(lambda i, j: i <= j),
    "invertible": lambda xp, a: negation(xp.zero(xp.det(a))),
    "positive definite": definite,
    "positive semidefinite": semidefinite,
    "full column rank": _full_rank(1),
    "full row rank": _full_rank(0),
    "nonzero": lambda xp, a: negation(xp.zero(a)),
    "positive": lambda xp, a: _signs_from(1, xp, a),
    "nonnegative": lambda xp, a: _signs_from(0, xp, a),
}


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
    """Whether the parameters are those of some law: variances not negative, covariances semidefinite, a probability in [0, 1]."""
    checks = []
    parameters = statement.parameters
    for name, value in parameters.items():
        if name in ("covariance", "scale"):
            checks.append(semidefinite(at.xp, at.value(value)))
        elif name in ("variance", "dof"):
            checks.append(_signs_from(0, at.xp, at.value(value)))
    if statement.law == "bernoulli":
        mean = at.value(parameters["mean"])
        checks += [_signs_from(0, at.xp, a) for a in (mean, at.xp.subtract(at.xp.ones(*at.xp.shape(mean)), mean))]
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
    Distribution: _distribution,
    And: lambda statement, at: all_of(truth(a, at) for a in statement.args),
    Or: _or,
    Not: lambda statement, at: negation(truth(statement.args[0], at)),
    BooleanTrue: lambda statement, at: True,
    BooleanFalse: lambda statement, at: False,
}

__all__ = ["Point", "Rational", "all_of", "definite", "holds", "negation", "semidefinite", "symmetric", "truth"]

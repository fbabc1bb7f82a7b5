"""Properties of arrays in three-valued logic: True, False, or None where the arithmetic cannot decide.

A symmetric matrix is positive semidefinite if and only if no elementary symmetric function of its eigenvalues is
negative, and definite if and only if all are positive: its eigenvalues are real, so Descartes' rule of signs is exact.

>>> from numeric.namespaces import Rational
>>> xp = Rational()
>>> a = xp.array([[1, 1], [1, 1]])
>>> definite(xp, a), semidefinite(xp, a)
(False, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from numeric.namespaces import Array, Namespace

Truth = bool | None


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


def signs_from(least: int, xp: Namespace, a: Array) -> Truth:
    """Whether every entry has at least this sign."""
    return all_of(None if s is None else s >= least for row in xp.signs(a) for s in row)


def symmetric(xp: Namespace, a: Array) -> Truth:
    """A' = A."""
    return xp.equal(a, xp.transpose(a))


def definite(xp: Namespace, a: Array) -> Truth:
    """A' = A and all eigenvalues are positive."""
    return all_of([symmetric(xp, a), *(signs_from(1, xp, e) for e in xp.characteristic(a))])


def semidefinite(xp: Namespace, a: Array) -> Truth:
    """A' = A and no eigenvalue is negative."""
    return all_of([symmetric(xp, a), *(signs_from(0, xp, e) for e in xp.characteristic(a))])


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


PROPERTY_CHECKS: dict[str, Callable[[Namespace, Array], Truth]] = {
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
    "positive": lambda xp, a: signs_from(1, xp, a),
    "nonnegative": lambda xp, a: signs_from(0, xp, a),
}

"""Existence and minima at a point, decided where linear algebra decides them.

`exists W: ...` with equations linear in W: the entries of W become indeterminates, the coefficients a linear system,
and it is solvable if and only if the right side does not raise the rank. `minimizes(w0, f, w)` with f quadratic in w:
a global minimum if and only if the gradient at w0 vanishes and the Hessian is positive semidefinite. Beyond that a
lower value of f refutes a minimum, and the rest is undecided.

Boyd and Vandenberghe, Convex Optimization, section 4.2 and appendix A.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Eq

from numeric.evaluator import Evaluator
from numeric.namespaces import Array, Namespace, NotRepresentable, Polynomial
from numeric.namespaces.extension import Sum
from numeric.namespaces.polynomial import degree
from numeric.properties import Truth, all_of, semidefinite, signs_from
from symbolic.errors import EvaluationError

STEPS = (Fraction(1), Fraction(1, 4), Fraction(4), Fraction(1, 64))


def exists(statement: Any, at: Evaluator) -> Truth:
    """Whether some value of the bound symbol satisfies the equations; None where they are not linear in it."""
    unknown, *equations = statement.args
    m, n = at.shape(unknown)
    xp = Polynomial(at.xp)
    inner = _with_indeterminates(at, xp, unknown, (m, n), None)
    linear: list[Array] = []
    constant: list[Array] = []
    undecided = False
    for equation in equations:
        residual = _residual(inner, equation)
        if residual is None or any(degree(monomial) > 1 for monomial in residual.coefficients):
            undecided = True
            continue
        columns = [at.xp.vec(xp.part(residual, ((k, 1),))) for k in range(m * n)]
        linear.append(at.xp.block([columns]))
        constant.append(at.xp.vec(xp.part(residual, ())))
    solvable = _solvable(at.xp, linear, constant)
    return None if undecided and solvable else solvable


def _residual(inner: Evaluator, equation: Any) -> Sum | None:
    if not isinstance(equation, Eq):
        return None
    try:
        residual: Sum = inner.xp.subtract(inner.value(equation.args[0]), inner.value(equation.args[1]))
    except NotRepresentable:
        return None
    return residual


def _solvable(xp: Namespace, linear: list[Array], constant: list[Array]) -> Truth:
    if not linear:
        return None
    a, b = xp.block([[part] for part in linear]), xp.block([[part] for part in constant])
    return xp.equal(xp.rank(xp.block([[a, b]])), xp.rank(a))


def _with_indeterminates(
    at: Evaluator, xp: Polynomial, symbol: Any, shape: tuple[int, int], origin: Array | None
) -> Evaluator:
    """The evaluator over `xp` where the entries of `symbol`, less `origin`, are indeterminates 0, 1, ... row by row."""
    m, n = shape
    cells = [
        at.xp.matmul(at.xp.unit(i + 1, m), at.xp.transpose(at.xp.unit(j + 1, n))) for i in range(m) for j in range(n)
    ]
    unknown = Sum(shape, {((k, 1),): cell for k, cell in enumerate(cells)})
    value = unknown if origin is None else xp.add(xp.lift(origin), unknown)
    return at.child(xp, {**{s: xp.lift(v) for s, v in at.values.items()}, symbol: value})


def minimizes(statement: Any, at: Evaluator) -> Truth:
    """Whether f as a function of w has a global minimum at w0."""
    best, f, w = statement.args
    origin = at.value(best)
    shape = at.xp.shape(origin)
    lowest = at.child(at.xp, {**at.values, w: origin}).value(f)
    try:
        value = _with_indeterminates(at, Polynomial(at.xp), w, shape, origin).value(f)
    except NotRepresentable:
        return _lower_value(at, f, w, origin, lowest)
    if any(degree(monomial) > 2 for monomial in value.coefficients):
        return _lower_value(at, f, w, origin, lowest)
    return _quadratic_minimum(at.xp, value, shape[0] * shape[1])


def _quadratic_minimum(xp: Namespace, value: Sum, count: int) -> Truth:
    def coefficient(*monomial: tuple[int, int]) -> Array:
        found = value.coefficients.get(monomial)
        return xp.zeros(1, 1) if found is None else found

    def second(i: int, j: int) -> Array:
        if i == j:
            return xp.scale(xp.constant(2), coefficient((i, 2)))
        return coefficient((min(i, j), 1), (max(i, j), 1))

    hessian = xp.block([[second(i, j) for j in range(count)] for i in range(count)])
    stationary = (xp.zero(coefficient((i, 1))) for i in range(count))
    return all_of([*stationary, semidefinite(xp, hessian)])


def _lower_value(at: Evaluator, f: Any, w: Any, origin: Array, lowest: Array) -> Truth:
    """False where a step along an axis lowers f for certain, else None."""
    xp, (m, n) = at.xp, at.xp.shape(origin)
    for step in STEPS:
        for sign in (1, -1):
            for i in range(m):
                for j in range(n):
                    cell = xp.matmul(xp.unit(i + 1, m), xp.transpose(xp.unit(j + 1, n)))
                    if _is_lower(at, f, w, xp.add(origin, xp.scale(xp.constant(sign * step), cell)), lowest):
                        return False
    return None


def _is_lower(at: Evaluator, f: Any, w: Any, value: Array, lowest: Array) -> bool:
    try:
        difference = at.xp.subtract(lowest, at.child(at.xp, {**at.values, w: value}).value(f))
        return signs_from(1, at.xp, difference) is True
    except (EvaluationError, NotRepresentable):
        return False

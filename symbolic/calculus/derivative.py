"""Gradients, Jacobians and Hessians in matrix notation, each proved by the kernel before it is returned.

Reverse mode proposes a term, the canonical form another; the shortest that the kernel proves is the result. Properties
among the hypotheses (symmetric, positive definite, ...) shorten it. Layout: a gradient has the shape of the variable, a
Jacobian has entries df_i/dx_j; entries of a symmetric matrix count as independent.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)
>>> gradient(apply("norm", X*w - t)**2/n, w)
2*X.T*(X*w - t)*1/n
>>> print(differentiate("hess", apply("norm", X*w - t)**2, w).theorem)
|- Eq(hess(norm(X*w - t)**2, w), 2*X.T*X)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Eq

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.linear_map import hessian_term, jacobian_term
from symbolic.calculus.products import length
from symbolic.calculus.reverse import adjoints
from symbolic.calculus.rules import CalculusError
from symbolic.errors import LineproofError, TranslationError
from symbolic.kernel import Kernel, Theorem
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, property_name
from symbolic.language.substitution import BINDERS, substitute, subterms, symbols_in
from symbolic.network.readable import readable
from symbolic.provers.definedness import requirements
from symbolic.provers.prover import completed, prove

SECONDS = 2.0
"""The budget of one proof."""
SYMMETRIC = frozenset({"symmetric", "positive definite", "positive semidefinite", "diagonal"})
SHORT = 24
"""Terms up to this length are not compared with the second proposal."""


@dataclass(frozen=True, slots=True)
class Derivative:
    """A derivative `term` of f by x (operator grad, jac or hess) with its theorem.

    `needs` are conditions for both sides to be defined that do not follow from the hypotheses.
    """

    operator: str
    f: Any
    x: Any
    term: Any
    theorem: Theorem
    needs: tuple[Basic, ...] = ()


def gradient(f: Any, x: Any, hypotheses: Sequence[Basic] = ()) -> Any:
    """The gradient of a scalar by a matrix, vector or scalar, of its shape. Raises CalculusError, ShapeError."""
    return differentiate("grad", f, x, hypotheses).term


def jacobian(f: Any, x: Any, hypotheses: Sequence[Basic] = ()) -> Any:
    """The Jacobian of a vector (m) by a vector (n): m x n. Raises CalculusError, ShapeError."""
    return differentiate("jac", f, x, hypotheses).term


def hessian(f: Any, x: Any, hypotheses: Sequence[Basic] = ()) -> Any:
    """The Hessian of a scalar by a vector. Raises CalculusError, ShapeError."""
    return differentiate("hess", f, x, hypotheses).term


def differentiate(
    operator: str, f: Any, x: Any, hypotheses: Sequence[Basic] = (), *, seconds: float = SECONDS
) -> Derivative:
    """The derivative with its theorem. Raises CalculusError (no rule, no matrix form, no proof), ShapeError."""
    goal = apply(operator, f, x)
    kernel = Kernel()
    failure: LineproofError | None = None
    tried = []
    try:
        for term in proposals(kernel, operator, resolved(f, hypotheses), x, goal, hypotheses):
            if term is None or term in tried or shape_of(term) != shape_of(goal):
                continue
            tried.append(term)
            found = proved(kernel, goal, term, hypotheses, seconds)
            if found is not None:
                return Derivative(operator, f, x, term, *found)
    except LineproofError as error:
        failure = error
    if isinstance(failure, CalculusError):
        raise failure
    raise CalculusError(f"no proof of {goal} = {tried[0] if tried else '?'}") from failure


def algebra_of(hypotheses: Sequence[Basic], *, cancels: bool = True) -> Algebra:
    """The algebra in which the terms that the hypotheses call symmetric are so."""
    return Algebra([h.arguments[0] for h in hypotheses if property_name(h) in SYMMETRIC], cancels=cancels)


def proposals(
    kernel: Kernel, operator: str, f: Any, x: Any, goal: Any, hypotheses: Sequence[Basic]
) -> Iterator[Any]:
    """Terms that should equal the derivative, shortest first, then one with nothing cancelled.

    Raises CalculusError where there are none.
    """
    algebra, failure, first = algebra_of(hypotheses), None, None
    try:
        first = proposed(algebra, operator, f, x)
    except CalculusError as error:
        failure = error
    if first is not None and length(first) <= SHORT and not given_shorter(algebra, [first], hypotheses):
        yield first
    second = second_proposal(kernel, algebra, goal, f)
    found = [term for term in (first, second) if term is not None]
    if not found:
        raise failure or CalculusError(f"no matrix form of {goal}")
    yield from sorted((*given_shorter(algebra, found, hypotheses), *found), key=length)
    if first is not None:
        yield proposed(algebra_of(hypotheses, cancels=False), operator, f, x)


def given_shorter(algebra: Algebra, found: Sequence[Any], hypotheses: Sequence[Basic]) -> list[Any]:
    """The terms with the left sides of equations among the hypotheses replaced by shorter right sides."""
    shorter = {}
    for h in hypotheses:
        for left, right in (h.args, h.args[::-1]) if isinstance(h, Eq) else ():
            if length(right) < length(left):
                shorter[algebra.simplify(left)] = right
    listed = [(term, {t: shorter[t] for t in subterms(term) if t in shorter}) for term in found if shorter]
    return [algebra.simplify(substitute(term, used)) for term, used in listed if used]


def proposed(algebra: Algebra, operator: str, f: Any, x: Any) -> Any:
    """By reverse mode; None where the matrix of a linear map is not read off."""
    if operator == "jac":
        return jacobian_term(algebra, f, x)
    if operator == "hess":
        return hessian_term(algebra, f, x)
    return adjoints(algebra, algebra.simplify(f), 1, [x])[x]


TERMS = 12


def second_proposal(kernel: Kernel, algebra: Algebra, goal: Any, f: Any) -> Any:
    """By the canonical form of the derivative; None where it is large or has no matrix form."""
    try:
        tensor = kernel.translator(goal)
        if len(tensor.terms) > TERMS:
            return None
        names = {s.name: s for s in symbols_in(goal)}
        return algebra.simplify(readable(tensor, names))
    except LineproofError:
        return None


def proved(
    kernel: Kernel, goal: Any, term: Any, hypotheses: Sequence[Basic], seconds: float
) -> tuple[Theorem, tuple[Basic, ...]] | None:
    """The theorem goal = term and what it needs, or None."""
    statement, given = equals(goal, term), set(hypotheses)
    try:
        theorem = kernel.certificate(statement, (), ())
    except TranslationError:
        return None
    except LineproofError:
        proof = prove(hypotheses, statement, seconds=seconds)
    else:
        if theorem.hypotheses <= given and given.issuperset(requirements(statement)):
            return theorem, ()
        proof = completed(hypotheses, theorem, kernel, seconds=seconds)
    return None if proof.theorem is None else (proof.theorem, proof.needs)


def resolved(f: Any, hypotheses: Sequence[Basic]) -> Any:
    """`f` with the derivatives in it worked out."""
    inner = [t for t in subterms(f) if isinstance(t, Application) and t.operator.name in BINDERS]
    known = {}
    for node in inner:
        if node.operator.name in ("grad", "jac", "hess"):
            known[node] = differentiate(node.operator.name, node.operands[0], node.operands[1], hypotheses).term
        elif node.operator.name == "dir":
            known[node] = directional(node.operands[0], node.operands[1], node.operands[2], hypotheses)
    return substitute(f, known) if known else f


def directional(f: Any, x: Any, direction: Any, hypotheses: Sequence[Basic]) -> Any:
    """The derivative of a scalar, or of a column by a column, in a direction."""
    algebra = algebra_of(hypotheses)
    if is_scalar(f):
        return algebra.inner(gradient(f, x, hypotheses), algebra.simplify(direction))
    return algebra.product(jacobian(f, x, hypotheses), algebra.simplify(direction))

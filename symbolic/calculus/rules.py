"""Pullbacks: one rule for every kind of node.

A rule takes a node of a simplified term to its parts, each with a function from the adjoint G of the node (of the
node's shape: the gradient of a scalar by the node) to what the node adds to the adjoint of the part. Products, powers
and sums are in `arithmetic`, operators in `RULES`; an operator in neither `RULES` nor `REFUSED` is an error.

Source: Magnus and Neudecker, Matrix Differential Calculus, chapters 8 and 9; Giles (2008), An extended collection of
matrix derivative results for forward and reverse mode algorithmic differentiation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import S

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.products import HALF
from symbolic.calculus.structured import blocks_of, factors_of_kron, unstacked
from symbolic.errors import LineproofError
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import identity, ones, zeros

Pullback = Callable[[Any], Any]
Parts = list[tuple[Any, Pullback]]
Rule = Callable[..., Parts]


class CalculusError(LineproofError):
    """A derivative or stationary point that cannot be given: no rule, no matrix form, or no proof."""


REFUSED = {
    "rank": "the rank is not continuous",
    "pinv": "the Moore-Penrose inverse is differentiable only where the rank is constant",
    "expm": "the differential of the matrix exponential is an integral, with no closed matrix form outside a trace",
    "E": "a derivative under an expectation needs an interchange that is not proved",
    "Var": "a derivative under an expectation needs an interchange that is not proved",
    "Cov": "a derivative under an expectation needs an interchange that is not proved",
}
"""Operators through which nothing is differentiated, and why."""

OUTSIDE = frozenset({"grad", "jac", "hess", "dir", "series"})
"""Operators that bind a variable: `reverse` and `derivative` see to them."""

RULES: dict[str, Rule] = {}


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Publish the rule of operators."""

    def publish(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(names, function))
        return function

    return publish


def _entrywise(slope: Callable[[Algebra, Any, Any], Any]) -> Rule:
    """The rule G .* f'(u)."""

    def parts(a: Algebra, node: Any, u: Any) -> Parts:
        return [(u, lambda g: a.hadamard(g, slope(a, u, node)))]

    return parts


def _one_minus_square(a: Algebra, u: Any, node: Any) -> Any:
    return a.minus(ones(*shape_of(u)), a.powers(node, S(2)))


RULES.update({
    "exp": _entrywise(lambda a, u, node: node),
    "log": _entrywise(lambda a, u, node: a.powers(u, S.NegativeOne)),
    "sqrt": _entrywise(lambda a, u, node: a.product(HALF, a.powers(u, -HALF))),
    "sin": _entrywise(lambda a, u, node: apply("cos", u)),
    "cos": _entrywise(lambda a, u, node: a.product(S.NegativeOne, apply("sin", u))),
    "tanh": _entrywise(_one_minus_square),
    "sigmoid": _entrywise(lambda a, u, node: a.hadamard(node, a.minus(ones(*shape_of(u)), node))),
    "abs": _entrywise(lambda a, u, node: apply("sign", u)),
    "relu": _entrywise(lambda a, u, node: apply("step", u)),
    "step": _entrywise(lambda a, u, node: zeros(*shape_of(u))),
    "sign": _entrywise(lambda a, u, node: zeros(*shape_of(u))),
})


@rule("powers")
def _powers(a: Algebra, node: Any, u: Any, k: Any) -> Parts:
    if not k.is_Rational:
        raise CalculusError(f"no derivative through a power with a symbolic exponent, in {node}")
    return [(u, lambda g: a.product(k, a.hadamard(g, a.powers(u, k - 1))))]


@rule("softmax")
def _softmax(a: Algebra, node: Any, v: Any) -> Parts:
    return [(v, lambda g: a.minus(a.hadamard(node, g), a.product(a.inner(node, g), node)))]


@rule("logsumexp")
def _logsumexp(a: Algebra, node: Any, v: Any) -> Parts:
    return [(v, lambda g: a.product(g, apply("softmax", v)))]


@rule("hadamard")
def _hadamard(a: Algebra, node: Any, u: Any, v: Any) -> Parts:
    return [(u, lambda g: a.hadamard(g, v)), (v, lambda g: a.hadamard(g, u))]


@rule("max", "min")
def _extremum(a: Algebra, node: Any, first: Any, *rest: Any) -> Parts:
    if not rest:
        return [(first, lambda g: g)]
    name = node.operator.name
    other = rest[0] if len(rest) == 1 else apply(name, *rest)
    shape = shape_of(node)
    u, v = (a.product(x, ones(*shape)) if is_scalar(x) else x for x in (first, other))
    ahead, behind = (a.minus(u, v), a.minus(v, u)) if name == "max" else (a.minus(v, u), a.minus(u, v))

    def back(gap: Any, x: Any) -> Pullback:
        def pullback(g: Any) -> Any:
            along = a.hadamard(g, apply("step", gap))
            return a.total(along) if is_scalar(x) else along

        return pullback

    return [(first, back(ahead, first)), (other, back(behind, other))]


@rule("sum")
def _total(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, lambda g: a.product(g, ones(*shape_of(u))))]


@rule("tr")
def _trace(a: Algebra, node: Any, u: Any) -> Parts:
    if (inner := operands_of(u, "expm")) is not None:
        return [(inner[0], lambda g: a.product(g, a.turned(u)))]
    return [(u, lambda g: a.product(g, identity(shape_of(u)[0])))]


@rule("norm")
def _norm(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, lambda g: a.product(g, u, a.scalar_power(node, S.NegativeOne)))]


@rule("det")
def _determinant(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, lambda g: a.product(g, node, a.turned(a.inverse(u))))]


@rule("logdet")
def _log_determinant(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, lambda g: a.product(g, a.turned(a.inverse(u))))]


@rule("diag")
def _diagonal(a: Algebra, node: Any, v: Any) -> Parts:
    return [(v, a.diagonal_of)]


@rule("diagv")
def _diagonal_vector(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, a.diagonal)]


@rule("entry")
def _entry(a: Algebra, node: Any, u: Any, i: Any, j: Any) -> Parts:
    rows, cols = shape_of(u)
    row = apply("unit", i, rows) if rows != 1 else S.One
    col = a.turned(apply("unit", j, cols)) if cols != 1 else S.One
    return [(u, lambda g: a.product(g, row, col))]


@rule("unit")
def _unit(a: Algebra, node: Any, i: Any, n: Any) -> Parts:
    raise CalculusError(f"no derivative by a whole number, in {node}")


@rule("vec")
def _vec(a: Algebra, node: Any, u: Any) -> Parts:
    return [(u, lambda g: _formed(unstacked(a, g, u), node))]


@rule("kron")
def _kronecker(a: Algebra, node: Any, u: Any, v: Any) -> Parts:
    """Of G = sum of P (x) Q: sum(Q.*B)*P for A, sum(P.*A)*Q for B."""

    def pairs(g: Any) -> Sequence[tuple[Any, Any]]:
        return _formed(factors_of_kron(a, g, shape_of(u), shape_of(v)), node)  # type: ignore[no-any-return]

    return [(u, lambda g: a.plus(*(a.product(a.inner(q, v), p) for p, q in pairs(g)))),
            (v, lambda g: a.plus(*(a.product(a.inner(p, u), q) for p, q in pairs(g))))]


@rule("block")
def _block(a: Algebra, node: Any, rows: Any, cols: Any, *blocks: Any) -> Parts:
    def back(k: int) -> Pullback:
        return lambda g: blocks_of(a, g, node, k)

    return [(block, back(k)) for k, block in enumerate(blocks)]


def _formed(found: Any, node: Any) -> Any:
    if found is None:
        raise CalculusError(f"no matrix form for the derivative through {node}")
    return found

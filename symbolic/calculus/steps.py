"""The derivation of a derivative, line by line, in differentials.

Each line writes the differential df of the function as a sum of sum(G .* d(node)), and replaces one node by its parts
as the rule of the node says; the last one is linear in dX, and the gradient is read off. For a Jacobian the same is
done with u'*df for an arbitrary u. Lines with the same left side are one chain.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)
>>> for line in lines(differentiate("grad", apply("norm", X*w - t)**2, w)):
...     print(line.right, "|", line.reason)
2*(X*w - t).T*dir(X*w - t, w, dw) | d norm(u)^2 = 2*u'*du
2*(X*w - t).T*X*dw | sum rule; product rule
2*X.T*(X*w - t) | the factor of dw
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Basic, Identity, Inverse, MatAdd, MatMul, MatPow, Mul, OneMatrix, Pow, S, Transpose

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.chains import is_zero
from symbolic.calculus.derivative import Derivative, algebra_of, differentiate, resolved
from symbolic.calculus.linear_map import fresh
from symbolic.calculus.products import Product, as_product
from symbolic.calculus.reverse import Visit, adjoints
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.substitution import symbols_in
from symbolic.language.symbols import matrix, scalar
from symbolic.language.terms import add, multiply

REASONS = {
    "exp": "d exp(u) = exp(u).*du", "log": "d log(u) = du./u", "sqrt": "d sqrt(u) = du./(2*sqrt(u))",
    "sin": "d sin(u) = cos(u).*du", "cos": "d cos(u) = -sin(u).*du", "tanh": "d tanh(u) = (1 - tanh(u).^2).*du",
    "sigmoid": "d sigmoid(u) = sigmoid(u).*(1 - sigmoid(u)).*du", "abs": "d abs(u) = sign(u).*du, u != 0",
    "relu": "d relu(u) = step(u).*du, u != 0", "step": "step is constant off 0", "sign": "sign is constant off 0",
    "powers": "d u.^k = k*u.^(k - 1).*du", "softmax": "d softmax(v) = (diag(s) - s*s')*dv, s = softmax(v)",
    "logsumexp": "d logsumexp(v) = softmax(v)'*dv", "hadamard": "product rule, entry by entry",
    "max": "the larger one varies", "min": "the smaller one varies", "sum": "the sum is linear",
    "tr": "the trace is linear", "norm": "d norm(u) = u'*du/norm(u)", "det": "d det(A) = det(A)*tr(A^-1*dA)",
    "logdet": "d logdet(A) = tr(A^-1*dA)", "diag": "diag is linear", "diagv": "the diagonal is linear",
    "entry": "an entry is linear", "vec": "vec is linear", "kron": "product rule", "block": "blocks are linear",
    "series": "the sum is linear",
}


@dataclass(frozen=True, slots=True)
class Line:
    """left = right, and the reason a teacher writes in the margin."""

    left: Any
    right: Any
    reason: str


def lines(derivative: Derivative, hypotheses: Sequence[Basic] = ()) -> list[Line]:
    """The derivation of a derivative that was found. Raises CalculusError."""
    f, x = derivative.f, derivative.x
    if derivative.operator != "hess":
        return list(_differentials(derivative, hypotheses))
    first = differentiate("grad", f, x, hypotheses)
    second = differentiate("jac", first.term, x, hypotheses)
    whole = apply("hess", f, x)
    return [*_differentials(first, hypotheses), *_differentials(second, hypotheses),
            Line(whole, apply("jac", first.term, x), "the Jacobian of the gradient"),
            Line(whole, derivative.term, "from above")]


def _differentials(derivative: Derivative, hypotheses: Sequence[Basic]) -> Iterator[Line]:
    algebra, x = algebra_of(hypotheses), derivative.x
    f = algebra.simplify(resolved(derivative.f, hypotheses))
    step = variation(x, f)
    seed = S.One if is_scalar(f) else fresh("u", f, x)
    visits: list[Visit] = []
    adjoints(algebra, f, seed, [x], visits)
    left = _paired(algebra, seed, apply("dir", derivative.f, x, step))
    frontier: dict[Any, list[Any]] = {f: [seed]}
    shown, reasons = left, []
    for visit in visits:
        frontier.pop(visit.node)
        for part, adjoint in visit.given:
            frontier.setdefault(part, []).append(adjoint)
        if (said := reason(visit.node)) not in reasons:
            reasons.append(said)
        if _plain(visit.node) and visit is not visits[-1]:
            continue
        right = _line(algebra, frontier, x, step)
        if right != shown:
            yield Line(left, right, "; ".join(reasons))
            shown, reasons = right, []
    found = apply(derivative.operator, derivative.f, x)
    yield Line(found, derivative.term, f"the factor of {step}" if seed == 1 else f"for every {seed}")


def _line(algebra: Algebra, frontier: dict[Any, list[Any]], x: Any, step: Any) -> Any:
    bare: dict[Any, list[Any]] = {}
    for node, gathered in frontier.items():
        if isinstance(node, Transpose):
            bare.setdefault(node.args[0], []).extend(map(algebra.turned, gathered))
        else:
            bare.setdefault(node, []).extend(gathered)
    summands = []
    for node, gathered in bare.items():
        adjoint = algebra.plus(*gathered)
        if not is_zero(adjoint):
            summands.append(_paired(algebra, adjoint, step if node == x else apply("dir", node, x, step)))
    return add(*summands) if summands else S.Zero


def _paired(algebra: Algebra, adjoint: Any, varied: Any) -> Any:
    """sum(G .* d), with d in the last place."""
    if is_scalar(varied):
        return varied if adjoint == 1 else multiply(adjoint, varied)
    part = as_product(adjoint)
    front = Product(part.coefficient, part.scalars).term()
    turned = algebra.turned(Product(chain=part.chain).term())
    if isinstance(turned, OneMatrix):
        whole = apply("sum", varied)
    else:
        inner = varied if isinstance(turned, Identity) else multiply(turned, varied)
        whole = inner if is_scalar(inner) else apply("tr", inner)
    return whole if front == 1 else multiply(front, whole)


def variation(x: Any, f: Any) -> Any:
    """A symbol of the shape of x for its variation: dx."""
    taken = {s.name for s in symbols_in(f) | {x}}
    name = f"d{x.name}"
    while name in taken:
        name += "_"
    return scalar(name) if is_scalar(x) else matrix(name, *shape_of(x))


def reason(node: Any) -> str:
    """The rule of a node, in words or as a formula."""
    if isinstance(node, Application) and not (node.operator.name == "sqrt" and is_scalar(node)):
        whole = node.operator.name == "tr" and operands_of(node.operands[0], "expm") is not None
        return "d tr(expm(A)) = tr(expm(A)*dA)" if whole else REASONS[node.operator.name]
    if isinstance(node, MatAdd | Add):
        return "sum rule"
    if isinstance(node, Transpose):
        return "the differential of a transpose"
    if isinstance(node, Inverse):
        return "d A^-1 = -A^-1*dA*A^-1"
    if isinstance(node, MatMul | Mul | Pow | MatPow | Application):
        return _reason_of_product(node)
    return "constants have differential 0"


def _reason_of_product(node: Any) -> str:
    scalars = as_product(node).scalars
    if any(operands_of(base, "norm") and exponent == 2 for base, exponent in scalars.items()):
        return "d norm(u)^2 = 2*u'*du"
    if any(exponent.is_negative for exponent in scalars.values()):
        return "quotient rule"
    return "power rule" if isinstance(node, Pow | MatPow) else "product rule"


def _plain(node: Any) -> bool:
    """Whether the rule of a node goes without a line of its own: sums, transposes, multiples."""
    part = as_product(node)
    multiple = not part.chain and list(part.scalars.values()) == [1] and node not in part.scalars
    return isinstance(node, MatAdd | Add | Transpose) or multiple

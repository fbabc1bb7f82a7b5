"""Central differences beside the derivatives in a claim: a route that shares nothing with dual numbers.

At one random point that meets the hypotheses, every derivative is taken along a random direction twice: by the dual
numbers that trials use, and by differences of the function itself.

>>> from symbolic.language.statements import equals
>>> from symbolic.language.symbols import dimensions, vector
>>> x = vector("x", *dimensions("n"))
>>> differences((), [equals(apply("grad", x.T*x, x), 2*x)], np.random.default_rng(0)).compared
1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Basic

from numeric.differences import central_difference
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64, NotRepresentable
from numeric.sampling import Sampler
from numeric.trials import distinct
from symbolic.errors import EvaluationError
from symbolic.language.derivatives import derivatives
from symbolic.language.operator import apply

ATTEMPTS, LEVEL = 4, 2
SMALL, SLACK = 1e-3, 10.0
"""The relative error of a difference above which it says nothing; the multiple of it that is allowed."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How many derivatives were compared, and the point at which one came out differently."""

    compared: int = 0
    apart: Point | None = None


def differences(hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator) -> Differences:
    """Compare the derivatives in `claims` at the first point at which one can be."""
    nodes = list(dict.fromkeys(node for claim in claims for node in derivatives(claim)))
    if not nodes:
        return Differences()
    sampler = Sampler(hypotheses, claims)
    for sizes in distinct(sampler.system, rng)[:ATTEMPTS]:
        point = sampler.draw(sizes, rng, LEVEL)
        found = Differences() if point is None else compared(nodes, point, rng)
        if found.compared or found.apart is not None:
            return found
    return Differences()


def compared(nodes: Iterable[Any], point: Point, rng: np.random.Generator) -> Differences:
    """The derivatives `nodes` at a point; those without a value there are passed over."""
    count = 0
    for node in nodes:
        try:
            same = agree(node, point, rng)
        except (EvaluationError, NotRepresentable):
            continue
        if same is False:
            return Differences(count, point)
        count += same is True
    return Differences(count)


def along_direction(name: str, value: Any, along: Any) -> Any:
    """What a gradient, Jacobian or Hessian gives in a direction."""
    return (value * along).sum(keepdims=True) if name == "grad" else value @ along


def agree(node: Any, point: Point, rng: np.random.Generator) -> bool | None:
    """Whether both routes to a derivative agree; None where the difference is too coarse to tell.

    Raises EvaluationError, NotRepresentable where the derivative has no value at the point.
    """
    name, (f, x) = node.operator.name, node.operands[:2]
    if x not in point.values:
        raise NotRepresentable(f"the point gives no value to {x}")
    exact = evaluate(node, point, Float64())
    if name == "dir":
        along = evaluate(node.operands[2], point, Float64()).value
        value, error = exact.value, exact.error
    else:
        along = rng.normal(size=(len(point.values[x]), len(point.values[x][0])))
        value, error = along_direction(name, exact.value, along), along_direction(name, exact.error, abs(along))
    varied = apply("grad", f, x) if name == "hess" else f
    slope, coarse = central_difference(varied, x, point, along.tolist())
    if not (coarse < SMALL * (1 + abs(slope))).all():
        return None
    return bool((abs(value - slope) <= SLACK * (coarse + error) + SMALL**3 * (1 + abs(slope))).all())

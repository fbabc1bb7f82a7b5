"""The data of a proof by cases: a tree of splits on signs, at each leaf combinations of constraints, multiplied out.

A certificate is plain: numbers, tuples and the four records below. Polynomials stand as tuples of (monomial,
coefficient).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symbolic.errors import KernelError
from symbolic.network.piecewise import Atom, Index
from symbolic.network.polynomial import Coefficient, Monomial, Polynomial, exact, plus, times

Data = tuple[tuple[Monomial, Coefficient], ...]
ONE: Data = (((), 1),)


@dataclass(frozen=True, slots=True)
class Summand:
    """weight * root^2 * (product of constraints), weight >= 0; where one is an equation, weight * root * (product).

    Constraints are numbered: first the entries of hypotheses that the certificate lists, then the splits from the root
    of the tree on.
    """

    weight: Coefficient
    constraints: tuple[int, ...] = ()
    root: Data = ONE


Combination = tuple[Summand, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A combination for each demand of the goal; for a `contradiction` the only one gives 0 > 0."""

    combinations: tuple[Combination, ...]
    contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """Cases: form >= 0 (above) and form < 0 (below)."""

    form: Data
    above: Split | Leaf
    below: Split | Leaf


Tree = Split | Leaf


@dataclass(frozen=True, slots=True)
class Cases:
    """A tree for each entry of the goal; the atoms by number; the entries (hypothesis, row, column) that are used."""

    atoms: tuple[Atom, ...]
    used: tuple[tuple[int, Index, Index], ...]
    trees: tuple[Tree, ...]


Constraint = tuple[Polynomial, str]
_ONE: Polynomial = {(): 1}


def combined(combination: Combination, constraints: Mapping[int, Constraint]) -> tuple[Polynomial, bool]:
    """The combination multiplied out, and whether it is > 0, not only >= 0, where the constraints (value, sign) hold.

    Raises KernelError for a negative weight without an equation, ValueError for a coefficient that is not rational.
    """
    total: Polynomial = {}
    positive = False
    for summand in combination:
        product, root = exact((((), summand.weight),)), exact(summand.root) if summand.root != ONE else _ONE
        factors = [constraints[k] for k in summand.constraints]
        equation = any(sign == "=" for _, sign in factors)
        if summand.weight < 0 and not equation:
            raise KernelError("a combination has a negative weight")
        if root is not _ONE:
            product = times(times(product, root), _ONE if equation else root)
        for value, _ in factors:
            product = times(value, product)
        total = plus(total, product)
        positive = positive or (summand.weight > 0 and set(root) == {()} and all(sign == ">" for _, sign in factors))
    return total, positive

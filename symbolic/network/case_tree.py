"""The data of a proof by cases: a tree of splits on signs, at each leaf combinations of constraints, multiplied out.

A certificate is plain: numbers, tuples and the four records below. Polynomials stand as tuples of (monomial,
coefficient).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from symbolic.errors import KernelError
from symbolic.network.piecewise import Atom, Index, Reader
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
    """A tree for each entry of the goal; the atoms by number; the entries (hypothesis, row, column) that are used.

    `open_products` and `opaque` say what is not opened (see `Reader`).
    """

    atoms: tuple[Atom, ...]
    used: tuple[tuple[int, Index, Index], ...]
    trees: tuple[Tree, ...]
    open_products: bool = True
    opaque: tuple[Any, ...] = ()

    def reader(self) -> Reader:
        """The reader of the entries that the certificate is about."""
        return Reader(self.atoms, open_products=self.open_products, opaque=self.opaque)


def plain_cases(certificate: Cases, encode: Callable[[Any], Any]) -> dict[str, Any]:
    """The certificate as dictionaries, lists, whole numbers and texts; `encode` turns a term into such data."""
    def index(i: Index) -> Any:
        return i if isinstance(i, int) else [i[0], encode(i[1])]

    return {
        "atoms": [[encode(term), index(row), index(col)] for term, row, col in certificate.atoms if term != "sum"],
        "numbers": [k for k, (term, *_) in enumerate(certificate.atoms) if term != "sum"],
        "used": [[h, index(row), index(col)] for h, row, col in certificate.used],
        "open": certificate.open_products,
        "opaque": [encode(term) for term in certificate.opaque],
        "trees": [_plain_tree(tree) for tree in certificate.trees],
    }


def _plain_tree(tree: Tree) -> list[Any]:
    if isinstance(tree, Split):
        return ["split", _plain_data(tree.form), _plain_tree(tree.above), _plain_tree(tree.below)]
    return ["contradiction" if tree.contradiction else "leaf", [
        [[str(s.weight), list(s.constraints), _plain_data(s.root)] for s in combination]
        for combination in tree.combinations]]


def _plain_data(value: Data) -> list[Any]:
    return [[list(monomial), str(coefficient)] for monomial, coefficient in value]


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

"""Whether constraints on polynomials contradict each other, with the combination that shows it.

A constraint is value = 0, >= 0 or > 0. Three ways, the cheapest first: a cycle in the order that differences of atoms
state; a nonnegative combination, complete where every constraint is linear (Motzkin); the same with products of two
constraints and squares added (Krivine, Stengle), monomials taken for independent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, combinations_with_replacement

from symbolic.network.case_tree import ONE, Combination, Data, Summand, combined
from symbolic.network.polynomial import Coefficient, Monomial, Polynomial, polynomial, scaled, times
from symbolic.provers.nonnegative_combinations import Weights, solve

STRICT = "strict"
MOST_FACTORS = 14
_Edge = tuple[Monomial, Monomial, Coefficient]
Point = dict[Monomial, Fraction]


@dataclass(frozen=True)
class Constraint:
    """value `sign` 0, under the number by which a certificate names it."""

    number: int
    value: Polynomial
    sign: str

    @cached_property
    def linear(self) -> bool:
        """Whether no monomial is of degree above 1."""
        return is_linear(self.value)

    @cached_property
    def edges(self) -> list[_Edge]:
        """x >= y as (x, y, weight that scales the constraint to x - y >= 0); an atom is compared with 0, i.e. ()."""
        if not 1 <= len(self.value) <= 2 or () in self.value or any(len(m) > 1 for m in self.value):
            return []
        x, y = max(self.value), min(self.value) if len(self.value) == 2 else ()
        c: Coefficient = self.value[x]
        if y and c + self.value[y]:
            return []
        x, y = (x, y) if c > 0 else (y, x)
        weight = 1 / abs(Fraction(c))
        return [(x, y, weight), (y, x, -weight)] if self.sign == "=" else [(x, y, weight)]


def is_linear(value: Polynomial) -> bool:
    """Whether no monomial is of degree above 1."""
    return all(len(monomial) < 2 for monomial in value)


def at(value: Polynomial, point: Point) -> Coefficient:
    """The value where monomials have the given values (0 where none is given)."""
    return sum((c * point.get(m, 0) for m, c in value.items()), 0) if () in point else 0


def satisfied(constraint: Constraint, point: Point) -> bool:
    """Whether the constraint holds at a point of the monomials."""
    value = at(constraint.value, point)
    return value == 0 if constraint.sign == "=" else value >= 0 if constraint.sign == ">=" else value > 0


def contradiction(constraints: Sequence[Constraint]) -> Combination | Point:
    """A combination that gives 0 > 0; else a point of the monomials where the constraints, and products used, hold."""
    if (cycle := _cycle(constraints)) is not None:
        return cycle
    if (point := _order_point(constraints)) is not None:
        return point
    found = _combination([_Column.of(c) for c in constraints])
    if isinstance(found, tuple) or all(c.linear for c in constraints):
        return found
    return _combination([_Column.of(c) for c in constraints] + list(_products(constraints)))


def consequence(constraints: Sequence[Constraint], value: Polynomial, strict: bool) -> Combination | Point:
    """A combination that gives value >= 0 (> 0 if strict), or 0 > 0 (see `gives`); else a point where it fails."""
    opposite = Constraint(-1, scaled(value, -1), ">=" if strict else ">")
    columns = [_Column.of(c) for c in (*constraints, opposite)]
    found = _combination(columns)
    if not isinstance(found, tuple) and not all(c.linear for c in (*constraints, opposite)):
        found = _combination([*columns, *_products(constraints, value)])
    if not isinstance(found, tuple):
        return found
    weight = sum((Fraction(s.weight) for s in found if s.constraints == (-1,)), Fraction(0))
    if not weight:
        return found
    return tuple(Summand(Fraction(s.weight) / weight, s.constraints, s.root) for s in found if s.constraints != (-1,))


def gives(combination: Combination, constraints: Sequence[Constraint]) -> Polynomial:
    """The combination multiplied out."""
    return combined(combination, {c.number: (c.value, c.sign) for c in constraints})[0]


@dataclass(frozen=True, slots=True)
class _Column:
    value: Polynomial
    strict: bool
    free: bool
    constraints: tuple[int, ...]
    root: Data = ONE

    @classmethod
    def of(cls, constraint: Constraint) -> _Column:
        return cls(constraint.value, constraint.sign == ">", constraint.sign == "=", (constraint.number,))


def _combination(listed: Sequence[_Column]) -> Combination | Point:
    """0 > 0 as a combination of columns and 1 > 0, or the point that satisfies all."""
    columns = [_Column({(): 1}, True, False, ())]
    for column in listed:
        columns.append(column)
        if column.free:
            columns.append(_Column(scaled(column.value, -1), False, True, column.constraints, column.root))
    found = solve([{**c.value, STRICT: 1} if c.strict else c.value for c in columns], {STRICT: 1})
    if not isinstance(found, Weights):
        one = found.vector[()]
        return {m: v / one for m, v in found.vector.items() if m != STRICT}
    turned = 0
    summands: list[Summand] = []
    for k, (column, weight) in enumerate(zip(columns, found.values, strict=True)):
        turned = 1 - turned if column.free and k else 0
        sign = -1 if column.free and not turned else 1
        if weight:
            summands.append(Summand(sign * weight, column.constraints, column.root))
    return tuple(summands)


def _products(constraints: Sequence[Constraint], value: Polynomial | None = None) -> Iterator[_Column]:
    """Products of two constraints, multiples of equations by an atom, squares of atoms, of a + b, a - b and slopes."""
    atoms = _nonlinear_atoms([*(c.value for c in constraints), value or {}])
    for a, b in combinations_with_replacement(constraints[-MOST_FACTORS:], 2):
        if a is b and a.sign == "=":
            continue
        yield _Column(times(a.value, b.value), a.sign == b.sign == ">", "=" in (a.sign, b.sign), (a.number, b.number))
    for c in constraints:
        if c.sign == "=":
            for atom in atoms:
                yield _Column(times(c.value, {(atom,): 1}), False, True, (c.number,), ((((atom,), 1),)))
    roots: list[Polynomial] = [{(a,): 1} for a in atoms]
    roots += [{(a,): 1, (b,): sign} for a, b in combinations(atoms, 2) for sign in (1, -1)]
    if value is not None:
        roots += [root for a in atoms if (root := _slope(value, a)) and is_linear(root)]
    for root in roots:
        yield _Column(times(root, root), False, False, (), tuple(root.items()))


def _slope(value: Polynomial, atom: int) -> Polynomial:
    """The derivative by an atom, whose square completes the square in it."""
    return polynomial(
        ((*monomial[: (k := monomial.index(atom))], *monomial[k + 1 :]), c * monomial.count(atom))
        for monomial, c in value.items() if atom in monomial)


def _nonlinear_atoms(values: Sequence[Polynomial]) -> list[int]:
    return sorted({a for value in values for m in value if len(m) > 1 for a in m})


def _cycle(constraints: Sequence[Constraint]) -> Combination | None:
    """A cycle of x >= y through the last constraint, one of them strict."""
    if not constraints or not (last := constraints[-1].edges):
        return None
    graph: dict[Monomial, list[tuple[Monomial, bool, Summand]]] = {}
    for c in constraints:
        for x, y, weight in c.edges:
            graph.setdefault(x, []).append((y, c.sign == ">", Summand(weight, (c.number,))))
    x, y, weight = last[0]
    start = (y, constraints[-1].sign == ">")
    back: dict[tuple[Monomial, bool], tuple[tuple[Monomial, bool], Summand] | None] = {start: None}
    waiting = [start]
    for node, strict in waiting:
        for following, sharp, summand in graph.get(node, ()):
            state = (following, strict or sharp)
            if state not in back:
                back[state] = ((node, strict), summand)
                waiting.append(state)
    if (x, True) not in back:
        return None
    chain, step = [Summand(weight, (constraints[-1].number,))], back[x, True]
    while step is not None:
        chain.append(step[1])
        step = back[step[0]]
    return tuple(chain)


def _order_point(constraints: Sequence[Constraint]) -> Point | None:
    """A point, where all constraints are comparisons of atoms without a strict cycle."""
    listed = [(edges[0], c.sign == ">") for c in constraints if c.sign != "=" and (edges := c.edges)]
    if len(listed) < len(constraints):
        return None
    heights: dict[Monomial, int] = {(): 0}
    rising = True
    while rising:
        rising = False
        for (x, y, _), strict in listed:
            least = heights.get(y, 0) + strict
            if heights.get(x, 0) < least:
                heights[x], rising = least, True
    return {m: Fraction(h - heights[()] if m else 1) for m, h in heights.items()} | {
        m: Fraction(-heights[()]) for (x, y, _), _ in listed for m in (x, y) if m not in heights}

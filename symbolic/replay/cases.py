"""Proofs by cases, checked again: piecewise-polynomial relations entry by entry, on plain data alone.

At every leaf of the stored tree the claim is read anew in the cell of its branch; what is left, a polynomial = 0,
>= 0 or > 0, must be among the combinations of constraints that the leaf lists, multiplied out.

`check_cases` says which hypotheses a stored certificate needs, or raises ReplayError.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from symbolic.replay.cell_polynomials import Plain, Poly, by_sums, indices, is_positive, multiplied, plus, scaled, shape
from symbolic.replay.cells import Cell, relation, sides
from symbolic.replay.errors import ReplayError
from symbolic.replay.rationals import rational


def check_cases(statement: Plain, stored: Any) -> list[Plain]:
    """The hypotheses under which a stored proof by cases shows the statement. Raises ReplayError."""
    try:
        data = {key: _frozen(value) for key, value in stored.items()}
        return _check(statement, data)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, ZeroDivisionError, OverflowError,
            RecursionError) as error:
        raise ReplayError(f"a proof by cases is not readable: {error!r}") from error


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _check(statement: Plain, data: dict[str, Any]) -> list[Plain]:
    given, claim = list(data["hypotheses"]), statement
    while claim[0] == "=>":
        given.append(claim[1])
        claim = claim[2]
    atoms = dict(zip(data["numbers"], data["atoms"], strict=True))
    large, _, _ = sides(claim)
    wanted = list(product(*(indices(size, letter) for size, letter in zip(shape(large), "ij", strict=True))))
    if len(wanted) != len(data["trees"]):
        raise ReplayError(f"{len(wanted)} entries, but {len(data['trees'])} trees of cases")
    for h, *_ in data["used"]:
        if not 0 <= h < len(given):
            raise ReplayError(f"there is no hypothesis {h}")
    for entry, tree in zip(wanted, data["trees"], strict=True):
        used = [(given[h], (row, col)) for h, row, col in data["used"]]
        _Tree(claim, entry, used, atoms, bool(data["open"]), frozenset(data["opaque"])).walk(tree, [])
    return list(data["hypotheses"])


class _Tree:
    """The check of the tree of one entry."""

    def __init__(self, claim: Plain, entry: Any, used: Sequence[tuple[Plain, Any]], atoms: dict[int, Any],
                 open_products: bool, opaque: frozenset[Plain]) -> None:
        self.claim, self.entry, self.used, self.atoms = claim, entry, used, atoms
        self.open_products, self.opaque = open_products, opaque

    def walk(self, tree: Any, branch: list[tuple[Poly, str]]) -> None:
        """Raises ReplayError unless the tree proves the entry on the branch."""
        if tree[0] == "split":
            form = self._poly(tree[1])
            self.walk(tree[2], [*branch, (form, ">=")])
            self.walk(tree[3], [*branch, (scaled(form, -1), ">")])
            return
        if tree[0] not in ("leaf", "contradiction"):
            raise ReplayError(f"{tree[0]!r} is no kind of case")
        cell = Cell(branch, self.open_products, self.opaque)
        found = [self._multiplied(c, cell, branch) for c in tree[1]]
        if tree[0] == "contradiction":
            if not any(not total and positive for total, positive in found):
                raise ReplayError("a case is said to be impossible and is not shown to be")
            return
        value, sign = relation(cell, self.claim, *self.entry)
        parts = by_sums(value)
        if sign == "=":
            both = [p for part in parts.values() for p in (part, scaled(part, -1))]
            met = all(any(total == p for total, _ in found) for p in both)
        else:
            needed = {k: p for k, p in parts.items() if p or k or len(parts) == 1}
            met = all(any(total == p for total, _ in found) for p in needed.values())
            if sign == ">":
                met = met and any(positive and total == p and all(map(is_positive, k))
                                  for k, p in needed.items() for total, positive in found)
        if not met:
            raise ReplayError("a case does not follow from its constraints")

    def _multiplied(self, combination: Any, cell: Cell, branch: list[tuple[Poly, str]]) -> tuple[Poly, bool]:
        total: Poly = {}
        positive = False
        for weight, numbers, stored in combination:
            root, factors = self._poly(stored), [self._constraint(k, cell, branch) for k in numbers]
            free = any(sign == "=" for _, sign in factors)
            if not free and rational(weight) < 0:
                raise ReplayError("a negative multiple of an inequality")
            value = scaled(root if free else multiplied(root, root), rational(weight))
            for factor, _ in factors:
                value = multiplied(value, factor)
            total = plus(total, value)
            strict = all(sign == ">" for _, sign in factors)
            positive |= strict and rational(weight) > 0 and list(root) == [()]
        return total, positive

    def _constraint(self, number: int, cell: Cell, branch: list[tuple[Poly, str]]) -> tuple[Poly, str]:
        if not 0 <= number < len(self.used) + len(branch):
            raise ReplayError(f"there is no constraint {number}")
        if number >= len(self.used):
            return branch[number - len(self.used)]
        statement, entry = self.used[number]
        large, _, _ = sides(statement)
        for i, size in zip(entry, shape(large), strict=True):
            if not (0 <= i < int(size[1]) if isinstance(i, int) and size[0] == "number" else i[1] == size):
                raise ReplayError(f"there is no row or column {i}")
        value, sign = relation(cell, statement, *entry)
        if set(by_sums(value)) != {()}:
            raise ReplayError("a hypothesis on a sum is no constraint on entries")
        return value, sign

    def _poly(self, stored: Any) -> Poly:
        total: Poly = {}
        for numbers, coefficient in stored:
            term: Poly = {(): Fraction(rational(coefficient))}
            for k in numbers:
                term = multiplied(term, {((("entry", *self.atoms[k]), 1),): Fraction(1)})
            total = plus(total, {k: v for k, v in term.items() if v})
        return total

"""Polynomials in the entries of terms, and the shapes of terms, on plain data.

A polynomial maps products of atoms, as sorted tuples of (atom, power), to fractions. Atoms are ("entry", term, row,
column) and ("sum", size, ...), which marks a summation over these sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from symbolic.replay.errors import ReplayError

Plain = tuple[Any, ...]
Key = tuple[tuple[Any, int], ...]
Poly = dict[Key, Fraction]
ONE: Plain = ("number", "1")
UNIT = (ONE, ONE)
LARGEST_OPENED = 8
SCALARS = frozenset({"tr", "det", "logdet", "norm", "rank", "sum", "entry", "logsumexp", "series", "Var"})
SAME = frozenset({"abs", "relu", "step", "sign", "exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "powers",
                  "softmax", "E", "expm"})
WIDEST = frozenset({"max", "min", "hadamard"})


def number(value: Fraction | int) -> Poly:
    return {(): Fraction(value)} if value else {}


def plus(a: Poly, b: Poly) -> Poly:
    return {k: c for k in {**a, **b} if (c := a.get(k, Fraction(0)) + b.get(k, Fraction(0)))}


def scaled(a: Poly, factor: Fraction | int) -> Poly:
    return {k: c * factor for k, c in a.items()} if factor else {}


def multiplied(a: Poly, b: Poly) -> Poly:
    total: Poly = {}
    for (k, c), (m, d) in product(a.items(), b.items()):
        powers = dict(k)
        for atom, power in m:
            powers[atom] = powers.get(atom, 0) + power
        key = tuple(sorted(powers.items(), key=repr)) if len(powers) > 1 else tuple(powers.items())
        total = plus(total, {key: c * d})
    return total


def summed_over(value: Poly, sizes: Plain) -> tuple[Poly, bool]:
    return multiplied(value, {((("sum", *sizes), 1),): Fraction(1)}), True


def by_sums(value: Poly) -> dict[Plain, Poly]:
    """A polynomial by the sizes of the sums in its products."""
    parts: dict[Plain, Poly] = {(): {}}
    for key, c in value.items():
        sums = tuple(atom[1:] for atom, _ in key if atom[0] == "sum")
        parts.setdefault(sums[0] if sums else (), {})[tuple(f for f in key if f[0][0] != "sum")] = c
    return parts


def direction(form: Poly) -> tuple[frozenset[tuple[Key, Fraction]], int]:
    """A form up to positive factors and sign, and the sign."""
    scale = form[min(form, key=repr)]
    return frozenset((k, c / scale) for k, c in form.items()), 1 if scale > 0 else -1


def shape(term: Plain) -> tuple[Plain, Plain]:
    """Rows and columns. Raises ReplayError where they are not known here."""
    kind = term[0]
    if kind == "matrix":
        return term[2], term[3]
    if kind in ("number", "symbol", "pi"):
        return UNIT
    if kind == "+":
        return next((s for s in map(shape, term[1:]) if s != UNIT), UNIT)
    if kind == "*":
        return shape_of_product(term[1:])
    if kind == "'":
        rows, cols = shape(term[1])
        return cols, rows
    if kind in ("inverse", "^"):
        return shape(term[1])
    if kind == "identity":
        return term[1], term[1]
    if kind in ("zeros", "ones"):
        return term[1], term[2]
    name, operands = term[1], term[2:]
    if kind == "apply" and name in SCALARS:
        return UNIT
    if kind == "apply" and name in SAME:
        return shape(operands[0])
    if kind == "apply" and name in WIDEST:
        return next((s for s in map(shape, operands) if s != UNIT), UNIT)
    if kind == "apply" and name == "grad":
        return shape(operands[1])
    if kind == "apply" and name == "unit":
        return operands[1], ONE
    if kind == "apply" and name == "block":
        return _shape_of_blocks(operands)
    raise ReplayError(f"the shape of {name} is not known here")


def shape_of_product(factors: Sequence[Plain]) -> tuple[Plain, Plain]:
    total = UNIT
    for own in map(shape, factors):
        total = total if own == UNIT else own if total == UNIT else (total[0], own[1])
    return total


def _shape_of_blocks(operands: Plain) -> tuple[Plain, Plain]:
    rows, cols = int(operands[0][1]), int(operands[1][1])
    heights = [shape(operands[2 + r * cols])[0] for r in range(rows)]
    widths = [shape(operands[2 + c])[1] for c in range(cols)]
    if any(size[0] != "number" for size in heights + widths):
        raise ReplayError("blocks of symbolic sizes are not read here")
    return ("number", str(sum(int(h[1]) for h in heights))), ("number", str(sum(int(w[1]) for w in widths)))


def is_small(size: Plain) -> bool:
    return bool(size[0] == "number" and int(size[1]) <= LARGEST_OPENED)


def is_positive(size: Plain) -> bool:
    return bool(size[0] == "number" or size[::2] == ("symbol", "dimension"))


def indices(size: Plain, letter: str) -> list[Any]:
    return list(range(int(size[1]))) if is_small(size) else [(letter, size)]

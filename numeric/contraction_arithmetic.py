"""Numbers for the contraction of networks: float64 by `numpy.einsum`, exact rationals by elimination of indices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from scipy.linalg import expm

from symbolic.errors import EvaluationError

Values = np.ndarray[Any, Any]
Entries = dict[tuple[int, ...], Fraction]


class Floats:
    """float64."""

    dtype = np.float64

    def number(self, value: Any) -> float:
        """A rational number."""
        return float(value)

    def contracted(
        self, factors: Sequence[tuple[Values, tuple[int, ...]]], open_: tuple[int, ...], sizes: Mapping[int, int]
    ) -> Values:
        """The product of the factors, summed over every index that is not open."""
        names = {i: k for k, i in enumerate(sizes)}
        operands: list[Any] = []
        for array, indices in factors:
            operands += [array, [names[i] for i in indices]]
        for i in open_:
            operands += [np.ones(sizes[i]), [names[i]]]
        if not operands:
            return np.ones(())
        return np.asarray(np.einsum(*operands, [names[i] for i in open_], optimize="greedy"))

    def function(self, name: str, value: float) -> float:
        """A function of a number, 0 off its domain."""
        match name:
            case "recip":
                return 0.0 if value == 0 else 1 / value
            case "log" | "sqrt":
                return float(getattr(math, name)(value)) if value > 0 else 0.0
            case "sign":
                return float(np.sign(value))
            case "pi":
                return math.pi
            case _:
                return float(getattr(math, name)(value))

    def matrix(self, kind: str, value: Values) -> Values:
        """A function of a matrix; 0 for the inverse of a singular one."""
        if kind == "expm":
            return np.asarray(expm(value))
        if kind == "pinv":
            return np.linalg.pinv(value)
        singular = np.linalg.matrix_rank(value) < len(value)
        return np.zeros_like(value) if singular else np.linalg.inv(value)

    def scalar(self, kind: str, value: Values) -> float:
        """`det` or `rank` of a matrix."""
        return float(np.linalg.det(value) if kind == "det" else np.linalg.matrix_rank(value))


class Fractions:
    """Exact rationals."""

    dtype = object

    def number(self, value: Any) -> Fraction:
        """A rational number."""
        return Fraction(int(value)) if isinstance(value, bool) else Fraction(value)

    def contracted(
        self, factors: Sequence[tuple[Values, tuple[int, ...]]], open_: tuple[int, ...], sizes: Mapping[int, int]
    ) -> Values:
        """The product of the factors, summed over every index that is not open: one index after another."""
        relations = [_relation(array, indices) for array, indices in factors]
        while bound := {i for names, _ in relations for i in names} - set(open_):
            i = min(bound, key=lambda i: (len({j for names, _ in relations if i in names for j in names}), i))
            merged = _joined([r for r in relations if i in r[0]])
            relations = [r for r in relations if i not in r[0]] + [_summed(merged, i)]
        names, entries = _joined(relations)
        result = np.full([sizes[i] for i in open_], Fraction(0), dtype=object)
        for where in product(*(range(sizes[i]) for i in open_)):
            at = dict(zip(open_, where, strict=True))
            result[where] = entries.get(tuple(at[i] for i in names), Fraction(0))
        return result

    def function(self, name: str, value: Fraction) -> Fraction:
        """A function of a number, 0 off its domain. Raises EvaluationError where the value is irrational."""
        match name:
            case "recip":
                return 1 / value if value else Fraction(0)
            case "sign":
                return Fraction((value > 0) - (value < 0))
            case "log" | "sqrt" if value <= 0:
                return Fraction(0)
            case "sqrt":
                root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
                if root * root == value:
                    return root
            case "exp" | "cos" if value == 0:
                return Fraction(1)
            case "sin" if value == 0:
                return Fraction(0)
            case "log" if value == 1:
                return Fraction(0)
            case _:
                pass
        raise EvaluationError(f"{name}({value}) is no rational number")

    def matrix(self, kind: str, value: Values) -> Values:
        """A function of a matrix; 0 for the inverse of a singular one. Raises EvaluationError for the exponential."""
        if kind == "expm":
            raise EvaluationError("a matrix exponential is no rational number")
        return _pseudo_inverse(value) if kind == "pinv" else _inverse(value)

    def scalar(self, kind: str, value: Values) -> Fraction:
        """`det` or `rank` of a matrix."""
        _, pivots, determinant = _reduced(value)
        return determinant if kind == "det" else Fraction(len(pivots))


Relation = tuple[tuple[int, ...], Entries]


def _relation(array: Values, indices: tuple[int, ...]) -> Relation:
    """The entries of a factor that are not zero, by the values of its distinct indices."""
    names = tuple(dict.fromkeys(indices))
    entries: Entries = {}
    where: tuple[int, ...]
    for where, entry in np.ndenumerate(array):
        at = dict(zip(indices, where, strict=True))
        if entry and tuple(at[i] for i in indices) == where:
            entries[tuple(at[i] for i in names)] = entry
    return names, entries


def _joined(relations: Sequence[Relation]) -> Relation:
    """The product over all indices of the relations."""
    names: tuple[int, ...] = ()
    entries: Entries = {(): Fraction(1)}
    for others, theirs in relations:
        shared = [(names.index(i), others.index(i)) for i in others if i in names]
        fresh = [k for k, i in enumerate(others) if i not in names]
        table: dict[tuple[int, ...], list[tuple[tuple[int, ...], Fraction]]] = {}
        for where, x in theirs.items():
            table.setdefault(tuple(where[k] for _, k in shared), []).append((tuple(where[k] for k in fresh), x))
        entries = {
            (*where, *more): x * y
            for where, x in entries.items()
            for more, y in table.get(tuple(where[k] for k, _ in shared), [])
        }
        names = (*names, *(others[k] for k in fresh))
    return names, entries


def _summed(relation: Relation, index: int) -> Relation:
    """The relation summed over one of its indices."""
    names, entries = relation
    k = names.index(index)
    result: Entries = {}
    for where, x in entries.items():
        rest = where[:k] + where[k + 1 :]
        result[rest] = result.get(rest, Fraction(0)) + x
    return names[:k] + names[k + 1 :], result


def _reduced(value: Values) -> tuple[list[list[Fraction]], list[int], Fraction]:
    """The reduced row echelon form, its pivot columns, and the determinant if the matrix is square."""
    rows: list[list[Fraction]] = value.tolist()
    pivots: list[int] = []
    determinant = Fraction(1)
    for col in range(int(value.shape[1])):
        top = len(pivots)
        found = next((r for r in range(top, len(rows)) if rows[r][col]), None)
        if found is None:
            determinant = Fraction(0)
            continue
        if found != top:
            rows[top], rows[found], determinant = rows[found], rows[top], -determinant
        determinant *= rows[top][col]
        pivot = rows[top][col]
        rows[top] = [x / pivot for x in rows[top]]
        for r in range(len(rows)):
            if r != top and (factor := rows[r][col]):
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[top], strict=True)]
        pivots.append(col)
    return rows, pivots, determinant


def _inverse(value: Values) -> Values:
    size = len(value)
    unit = np.array([[Fraction(i == j) for j in range(size)] for i in range(size)], dtype=object)
    rows, pivots, _ = _reduced(np.hstack([value, unit]))
    if pivots != list(range(size)):
        return np.full((size, size), Fraction(0), dtype=object)
    return np.array([row[size:] for row in rows], dtype=object)


def _pseudo_inverse(value: Values) -> Values:
    """By a full-rank factorisation A = C F:  F'(C'A F')^-1 C'."""
    rows, pivots, _ = _reduced(value)
    if not pivots:
        return np.full(value.T.shape, Fraction(0), dtype=object)
    left, right = value[:, pivots], np.array(rows[: len(pivots)], dtype=object)
    inner = np.dot(np.dot(left.T, value), right.T)
    return np.asarray(np.dot(np.dot(right.T, _inverse(inner)), left.T))

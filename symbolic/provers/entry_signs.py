"""Which matrices have positive, nonnegative or nonzero entries, by their structure.

That every entry of A is positive is written 0 < vec(A) (for a vector, 0 < A).
"""

from __future__ import annotations

from functools import partial, reduce
from typing import Any

from sympy import Integer, MatAdd, MatMul, OneMatrix, Transpose

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import relation
from symbolic.language.terms import add, multiply, ones, power, zeros
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.products import split_scalars, summands, without

LARGEST = 6
"""Rows and columns of an explicit matrix that is searched for a nonzero entry."""


def entries(a: Any) -> Any:
    """The entries as a vector; a scalar or vector itself."""
    return a if shape_of(a)[1] == 1 else apply("vec", a)


def positive(known: Backward, a: Any) -> Theorem | None:
    """0 < vec(a)."""
    if isinstance(a, OneMatrix):
        return known.law("positive_entries_ones", {"A": a})
    if isinstance(a, Transpose):
        return known.law("positive_entries_transpose", {"A": a.args[0]}, known.positive(entries(a.args[0])))
    if isinstance(a, MatAdd):
        return _positive_sum(known, summands(a))
    if isinstance(a, MatMul):
        return _product(known, a, "positive")
    if (pair := operands_of(a, "hadamard")) is not None and not any(map(is_scalar, pair)):
        if pair[0] == pair[1]:
            return known.law(
                "positive_entries_square", {"A": pair[0]}, known.positive(entries(apply("powers", pair[0], 2)))
            )
        return known.law(
            "positive_entries_hadamard", dict(zip("AB", pair, strict=True)), *(known.positive(entries(p)) for p in pair)
        )
    if (inner := operands_of(a, "powers")) is not None:
        return _positive_power(known, *inner)
    if (inner := operands_of(a, "diagv")) is not None:
        found = known.law("positive_entries_diagonal", {"A": inner[0]}, known.positive(entries(inner[0])))
        definite = None if found is not None else known.has("positive definite", inner[0])
        return found or known.law("diagonal_of_definite", {"A": inner[0]}, definite)
    for name, law in (("exp", "exp"), ("sqrt", "root")):
        if (inner := operands_of(a, name)) is not None:
            needed = [] if name == "exp" else [known.positive(entries(inner[0]))]
            return known.law(f"positive_entries_{law}", {"A": inner[0]}, *needed)
    for name in ("sigmoid", "softmax"):
        if operands_of(a, name) is not None:
            return _by_definition(known, a)
    return None


def _by_definition(known: Backward, a: Any) -> Theorem | None:
    """sigmoid(u) = 1./(1 + exp(-u)), softmax(v) = exp(v)/sum(exp(v))."""
    u = a.operands[0]
    if a.operator.name == "softmax":
        return known.positive(multiply(apply("exp", u), power(apply("sum", apply("exp", u)), -1)))
    return known.positive(entries(apply("powers", add(apply("exp", multiply(-1, u)), ones(*shape_of(u))), -1)))


def _positive_power(known: Backward, base: Any, exponent: Any) -> Theorem | None:
    if exponent == -1:
        return known.law("positive_entries_reciprocal", {"A": base}, known.positive(entries(base)))
    if exponent == 2:
        return known.first(
            lambda: known.law("nonzero_entries", {"A": base}, known.positive(entries(base))),
            lambda: (
                known.law("nonzero_of_diagonal", {"v": base}, known.has("invertible", apply("diag", base)))
                if shape_of(base)[1] == 1
                else None
            ),
        )
    if exponent.is_Integer and exponent > 1:
        rest = apply("powers", base, exponent - 1)
        return known.law(
            "positive_entries_hadamard",
            {"A": base, "B": rest},
            known.positive(entries(base)),
            known.positive(entries(rest)),
        )
    return None


def _positive_sum(known: Backward, parts: list[Any]) -> Theorem | None:
    for k, part in enumerate(parts):
        number, factors = split_scalars(part)
        inner = operands_of(factors[0], "sigmoid") if number == -1 and len(factors) == 1 else None
        if inner is not None and len(parts) == 2 and isinstance(parts[1 - k], OneMatrix):
            return known.law("sigmoid_below_one", {"A": inner[0]})
    for k, part in enumerate(parts):
        found = known.positive(entries(part))
        if found is not None:
            rest = without(parts, k)
            return known.law("positive_entries_plus", {"A": part, "B": rest}, found, known.nonnegative(entries(rest)))
    return None


def _product(known: Backward, a: Any, kind: str) -> Theorem | None:
    """Multiples and products of matrices with positive (nonnegative) entries."""
    number, factors = split_scalars(a)
    prove = known.positive if kind == "positive" else known.nonnegative
    if number is not None:
        rest = multiply(*factors)
        return known.law(f"{kind}_entries_scaled", {"A": rest, "c": number}, prove(entries(rest)), prove(number))
    if len(factors) < 2:
        return None
    left, right = factors[0], multiply(*factors[1:])
    if (inner := operands_of(left, "diag")) is not None:
        return prove(entries(apply("hadamard", inner[0], right))) if shape_of(right)[1] == 1 else None
    return known.law(f"{kind}_entries_product", {"A": left, "B": right}, prove(entries(left)), prove(entries(right)))


def nonnegative(known: Backward, a: Any) -> Theorem | None:
    """0 <= vec(a)."""
    found = known.law("nonnegative_entries", {"A": a}, known.positive(entries(a)))
    if found is not None:
        return found
    if isinstance(a, Transpose):
        return known.law("nonnegative_entries_transpose", {"A": a.args[0]}, known.nonnegative(entries(a.args[0])))
    if isinstance(a, MatAdd):
        return known.first(lambda: _nonnegative_sum(known, summands(a)), lambda: _common_factor(known, summands(a)))
    if isinstance(a, MatMul):
        return _product(known, a, "nonnegative")
    if (pair := operands_of(a, "hadamard")) is not None and not any(map(is_scalar, pair)):
        if pair[0] == pair[1]:
            return known.law("nonnegative_entries_square", {"A": pair[0]}, conclusion=1)
        return known.law(
            "nonnegative_entries_hadamard",
            dict(zip("AB", pair, strict=True)),
            *(known.nonnegative(entries(p)) for p in pair),
        )
    if (inner := operands_of(a, "powers")) is not None and inner[1] == 2:
        return known.law("nonnegative_entries_square", {"A": inner[0]})
    if (inner := operands_of(a, "diagv")) is not None:
        found = known.law("nonnegative_entries_diagonal", {"A": inner[0]}, known.nonnegative(entries(inner[0])))
        semidefinite = None if found is not None else known.has("positive semidefinite", inner[0])
        return found or known.law("diagonal_of_semidefinite", {"A": inner[0]}, semidefinite)
    for name, law in (("abs", "abs"), ("relu", "relu"), ("sqrt", "root")):
        if (inner := operands_of(a, name)) is not None:
            needed = [known.nonnegative(entries(inner[0]))] if name == "sqrt" else []
            return known.law(f"nonnegative_entries_{law}", {"A": inner[0]}, *needed)
    return None


def _nonnegative_sum(known: Backward, parts: list[Any]) -> Theorem | None:
    rest = add(*parts[1:])
    return known.law(
        "nonnegative_entries_plus",
        {"A": parts[0], "B": rest},
        known.nonnegative(entries(parts[0])),
        known.nonnegative(entries(rest)),
    )


def _common_factor(known: Backward, parts: list[Any]) -> Theorem | None:
    """u.*v + u.*w as u.*(v + w), also with u itself as a summand."""
    split = [split_scalars(part) for part in parts]
    if any(len(factors) != 1 for _, factors in split):
        return None
    for u in _hadamard_factors(split[0][1][0]):
        rests = []
        for number, (term,) in split:
            factors = _hadamard_factors(term)
            if u not in factors:
                break
            factors.remove(u)
            rest = reduce(partial(apply, "hadamard"), factors) if factors else ones(*shape_of(u))
            rests.append(rest if number is None else multiply(number, rest))
        else:
            return known.nonnegative(entries(apply("hadamard", u, add(*rests))))
    return None


def _hadamard_factors(a: Any) -> list[Any]:
    pair = operands_of(a, "hadamard")
    if pair is None or any(map(is_scalar, pair)):
        return [a]
    return [factor for part in pair for factor in _hadamard_factors(part)]


def nonzero(known: Backward, a: Any) -> Theorem | None:
    """a != 0: a known nonzero multiple, or an entry that is not 0."""
    rows, cols = shape_of(a)
    number, factors = split_scalars(a)
    if number is not None and len(factors) == 1:
        found = known.facts.find(relation(factors[0], "!=", zeros(*shape_of(factors[0]))))
        if found is not None and number.is_Number:
            return found
    if rows.is_Integer and cols.is_Integer and max(rows, cols) <= LARGEST:
        return known.any(
            (
                lambda i=i, j=j: known.law(  # type: ignore[misc]
                    "nonzero_of_entry",
                    {"A": a, "i": Integer(i), "j": Integer(j)},
                    *(
                        known.prove(s)
                        for s in (
                            relation(i, "<=", rows),
                            relation(j, "<=", cols),
                            relation(apply("entry", a, i, j), "!=", 0),
                        )
                    ),
                )
            )
            for i in range(1, int(rows) + 1)
            for j in range(1, int(cols) + 1)
        )
    return known.first(
        lambda: (
            known.law("nonzero_of_column_rank", {"v": a}, known.facts.has("full column rank", a)) if cols == 1 else None
        ),
        lambda: known.law("nonzero_of_entries", {"A": a}, known.positive(entries(apply("powers", a, 2)))),
    )


RULES: dict[str, tuple[Rule, ...]] = {"entries <": (positive,), "entries <=": (nonnegative,), "entries !=": (nonzero,)}

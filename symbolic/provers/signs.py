"""Which numbers are positive, nonnegative or not 0, by their structure."""

from __future__ import annotations

from typing import Any

from sympy import Lt, MatMul, MatrixExpr, Pow, S, Symbol
from sympy import pi as PI

from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import relation
from symbolic.language.terms import add, multiply, power, transpose, zeros
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.products import cuts, scalar_factors, split_scalars, summands, without


def nonzero(known: Backward, c: Any) -> Theorem | None:
    """Numbers, determinants, products, powers; positive and negative numbers."""
    if c.is_Rational:
        return known.kernel.arithmetic(relation(c, "!=", 0))
    if (inner := operands_of(c, "det")) is not None:
        found = known.law("det_nonzero", {"A": inner[0]}, known.has("invertible", inner[0]))
        if found is not None:
            return found
    factors = scalar_factors(c)
    if len(factors) > 1:
        rest = multiply(*factors[1:])
        return known.law(
            "nonzero_product", {"c": factors[0], "d": rest}, known.nonzero(factors[0]), known.nonzero(rest)
        )
    if isinstance(c, Pow) and not isinstance(c, MatrixExpr):
        base, exponent = c.args
        if exponent == -1:
            return known.law("nonzero_reciprocal", {"c": base}, known.nonzero(base))
        return known.law("nonzero_power", {"c": base, "k": exponent}, known.nonzero(base))
    return known.first(
        lambda: known.law("nonzero_of_positive", {"c": c}, known.positive(c)),
        lambda: known.law("nonzero_of_negative", {"c": c}, known.facts.find(relation(c, "<", 0))),
    )


def positive(known: Backward, c: Any) -> Theorem | None:
    """Numbers, sizes, sums, products, powers, forms, functions."""
    if c.is_Rational:
        return known.kernel.arithmetic(relation(0, "<", c))
    if c == PI:
        return known.law("positive_pi", {"c": c})
    if isinstance(c, Symbol) and c.is_integer and c.is_positive:
        return known.law("positive_size", {"n": c})
    if len(parts := summands(c)) > 1:
        return _positive_sum(known, parts)
    factors = scalar_factors(c)
    if len(factors) > 1:
        rest = multiply(*factors[1:])
        return known.law(
            "positive_product", {"c": factors[0], "d": rest}, known.positive(factors[0]), known.positive(rest)
        )
    if isinstance(c, MatMul):
        return known.first(lambda: _positive_form(known, c), lambda: _product_of_entries(known, c, "positive"))
    if isinstance(c, Pow) and c.args[1].is_Integer:
        base, exponent = c.args
        if exponent < -1:
            return known.positive(power(power(base, -exponent), -1))
        if exponent == -1:
            return known.law("positive_reciprocal", {"c": base}, known.positive(base))
        return known.first(
            lambda: known.law("positive_square", {"c": base}, known.nonzero(base)) if exponent == 2 else None,
            lambda: known.law("positive_power", {"c": base, "k": exponent}, known.positive(base)),
        )
    return _positive_function(known, c) or _positive_factor(known, c)


def _positive_factor(known: Backward, c: Any) -> Theorem | None:
    """A symbol that stands in a product known to be positive, the others being positive."""
    if not c.is_symbol or not known.facts.may_say("<"):
        return None
    for theorem in list(known.facts.known.values()):
        low, product = theorem.statement.args if isinstance(theorem.statement, Lt) else (None, c)
        factors = scalar_factors(product)
        if low == 0 and len(factors) > 1 and factors.count(c) == 1:
            factors.remove(c)
            rest = multiply(*factors)
            found = known.law("positive_factor", {"c": c, "d": rest}, theorem, known.positive(rest))
            if found is not None:
                return found
    return None


def _positive_sum(known: Backward, parts: list[Any]) -> Theorem | None:
    if len(parts) == 2 and S.One in parts:
        number, *factors = scalar_factors(parts[1 - parts.index(S.One)])
        inner = operands_of(factors[0], "sigmoid") if number == -1 and len(factors) == 1 else None
        if inner is not None:
            return known.law("sigmoid_below_one", {"A": inner[0]})
    for k, part in enumerate(parts):
        found = known.positive(part)
        if found is not None:
            rest = without(parts, k)
            return known.law("positive_sum", {"c": part, "d": rest}, found, known.nonnegative(rest))
    return None


def _positive_function(known: Backward, c: Any) -> Theorem | None:
    for name, law in (("tr", "definite_trace"), ("det", "definite_determinant")):
        if (inner := operands_of(c, name)) is not None:
            return known.law(law, {"A": inner[0]}, known.has("positive definite", inner[0]))
    if (inner := operands_of(c, "exp")) is not None:
        return known.law("positive_exp", {"c": inner[0]})
    if (inner := operands_of(c, "sigmoid")) is not None:
        return known.positive(power(add(apply("exp", multiply(-1, inner[0])), 1), -1))
    if (inner := operands_of(c, "abs")) is not None:
        return known.law("positive_abs", {"c": inner[0]}, known.nonzero(inner[0]))
    if (inner := operands_of(c, "sqrt")) is not None:
        return known.law("positive_root", {"c": inner[0]}, known.positive(inner[0]))
    if (inner := operands_of(c, "norm")) is not None:
        return known.law(
            "norm_positive", {"A": inner[0]}, known.prove(relation(inner[0], "!=", zeros(*shape_of(inner[0]))))
        )
    if (inner := operands_of(c, "sum")) is not None:
        return known.first(
            lambda: known.law("positive_entries_sum", {"A": inner[0]}, known.positive(_entries(inner[0]))),
            lambda: _positive_total(known, inner[0]),
        )
    return None


def _positive_total(known: Backward, a: Any) -> Theorem | None:
    """A sum of squares of a matrix off zero."""
    pair, square = operands_of(a, "hadamard"), operands_of(a, "powers")
    root = pair[0] if pair and pair[0] == pair[1] else square[0] if square and square[1] == 2 else None
    if root is None:
        return None
    return known.law("sum_of_squares_positive", {"A": root}, known.prove(relation(root, "!=", zeros(*shape_of(root)))))


def _positive_form(known: Backward, c: Any) -> Theorem | None:
    """x'*A*x and x'*x for x off zero."""
    split = _palindrome(c)
    if split is None:
        return None
    root, middle = split
    off = known.prove(relation(root, "!=", zeros(*shape_of(root))))
    if middle is None:
        return known.law("sum_of_squares_positive", {"A": root}, off)
    return known.law("definite_form", {"A": middle, "x": root}, known.has("positive definite", middle), off)


def _palindrome(c: Any) -> tuple[Any, Any] | None:
    """(Y, None) for Y'*Y, (x, A) for x'*A*x."""
    matrices = split_scalars(c)[1]
    half = len(matrices) // 2
    if len(matrices) < 2 or any(transpose(matrices[k]) != matrices[-1 - k] for k in range(half)):
        return None
    root = multiply(*matrices[-half:])
    return root, matrices[half] if len(matrices) % 2 else None


def _product_of_entries(known: Backward, c: Any, kind: str) -> Theorem | None:
    """A row of positive (nonnegative) numbers times such a column."""
    matrices = split_scalars(c)[1]
    if len(matrices) < 2:
        return None
    left, right = matrices[0], multiply(*matrices[1:])
    prove = known.positive if kind == "positive" else known.nonnegative
    return known.law(f"{kind}_entries_product", {"A": left, "B": right}, prove(_entries(left)), prove(_entries(right)))


def _entries(a: Any) -> Any:
    """All entries of a matrix as a vector."""
    return a if shape_of(a)[1] == 1 else apply("vec", a)


def nonnegative(known: Backward, c: Any) -> Theorem | None:
    """Numbers, positive numbers, sums, products, squares, forms, norms."""
    if c.is_Rational:
        return known.kernel.arithmetic(relation(0, "<=", c))
    if isinstance(c, Symbol) and c.is_integer and c.is_nonnegative:
        return known.law("nonnegative_natural", {"k": c})
    found = known.law("nonnegative_of_positive", {"c": c}, known.positive(c))
    if found is not None:
        return found
    if len(parts := summands(c)) > 1:
        rest = add(*parts[1:])
        return known.law(
            "nonnegative_sum", {"c": parts[0], "d": rest}, known.nonnegative(parts[0]), known.nonnegative(rest)
        )
    if isinstance(c, Pow):
        return _nonnegative_power(known, c)
    factors = scalar_factors(c)
    if len(factors) > 1:
        rest = multiply(*factors[1:])
        return known.law(
            "nonnegative_product", {"c": factors[0], "d": rest}, known.nonnegative(factors[0]), known.nonnegative(rest)
        )
    if isinstance(c, MatMul):
        return known.first(lambda: _nonnegative_form(known, c), lambda: _product_of_entries(known, c, "nonnegative"))
    return _nonnegative_function(known, c)


def _nonnegative_power(known: Backward, c: Any) -> Theorem | None:
    base, exponent = c.args
    if exponent.is_Integer and exponent < -1:
        return known.nonnegative(power(power(base, -exponent), -1))
    if exponent == 2:
        return known.law("nonnegative_square", {"c": base})
    if exponent.is_Integer and exponent > 0 and exponent % 2 == 0:
        return known.law("nonnegative_even_power", {"c": base, "k": exponent / 2})
    return known.law("nonnegative_power", {"c": base, "k": exponent}, known.nonnegative(base))


def _nonnegative_function(known: Backward, c: Any) -> Theorem | None:
    if (inner := operands_of(c, "norm")) is not None:
        return known.law("norm_nonnegative", {"A": inner[0]})
    if (inner := operands_of(c, "sum")) is not None:
        return known.law("nonnegative_entries_sum", {"A": inner[0]}, known.nonnegative(_entries(inner[0])))
    if (inner := operands_of(c, "det")) is not None:
        return known.law("semidefinite_determinant", {"A": inner[0]}, known.has("positive semidefinite", inner[0]))
    if (inner := operands_of(c, "tr")) is not None:
        return _nonnegative_trace(known, inner[0])
    for name in ("abs", "relu", "sqrt"):
        if (inner := operands_of(c, name)) is not None:
            premise = [known.nonnegative(inner[0])] if name == "sqrt" else []
            return known.law("nonnegative_entries_" + {"sqrt": "root"}.get(name, name), {"A": inner[0]}, *premise)
    return None


def _nonnegative_trace(known: Backward, a: Any) -> Theorem | None:
    """The trace of a semidefinite matrix, and of a product of two."""
    kind = "positive semidefinite"
    found = known.law("semidefinite_trace", {"A": a}, known.has(kind, a))
    for u, v in cuts(a) if found is None else ():
        if shape_of(u) == shape_of(v) and (low := known.has(kind, u)) is not None:
            found = found or known.law("semidefinite_trace_product", {"A": u, "B": v}, low, known.has(kind, v))
    return found


def _nonnegative_form(known: Backward, c: Any) -> Theorem | None:
    split = _palindrome(c)
    if split is None:
        return None
    root, middle = split
    if middle is None:
        return known.law("sum_of_squares", {"A": root})
    return known.law("semidefinite_form", {"A": middle, "x": root}, known.has("positive semidefinite", middle))


def variance(known: Backward, c: Any) -> Theorem | None:
    """The variance of a random number, or of the entries of a random matrix."""
    for law in known.facts.laws.values():
        kind, given, x = law.statement.law, law.statement.parameters, law.statement.symbol
        if kind in ("moments", "iid", "gaussian") and given.get("variance") == c:
            symbols = {"x": x, "m": given["mean"]} if kind == "moments" else {"X": x, "c": given["mean"]}
            return known.law(f"{kind}_variance", {**symbols, "s": c}, law)
    return None


RULES: dict[str, tuple[Rule, ...]] = {"!=": (nonzero,), "<": (positive,), "<=": (nonnegative, variance)}

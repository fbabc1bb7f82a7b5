"""Positive definite and semidefinite matrices, by their structure."""

from __future__ import annotations

from functools import partial
from typing import Any

from sympy import Identity, Inverse, MatAdd, Transpose

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, has, property_name, relation
from symbolic.language.terms import add, inverse, multiply, negative, transpose
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.products import cuts, is_symbolic_power, scalar_factors, split_scalars, summands, without


def definite(known: Backward, a: Any) -> Theorem | None:
    """Identities, inverses, transposes, sums with a definite term, multiples, congruences."""
    if isinstance(a, Identity):
        return known.law("definite_identity", {"n": a.shape[0]})
    if isinstance(a, Inverse):
        return known.law("definite_inverse", {"A": a.args[0]}, known.has("positive definite", a.args[0]))
    if isinstance(a, Transpose):
        return known.law("definite_transpose", {"A": a.args[0]}, known.has("positive definite", a.args[0]))
    if is_symbolic_power(a):
        power = {"A": a.args[0], "k": a.args[1]}
        return known.law("definite_power", power, known.has("positive definite", a.args[0]))
    if isinstance(a, MatAdd):
        return _definite_sum(known, a)
    if (found := _of_pair(known, a, "definite")) is not None:
        return found
    if (inner := operands_of(a, "expm")) is not None:
        return known.law("definite_exponential", {"A": inner[0]}, known.has("symmetric", inner[0]))
    if (inner := operands_of(a, "diag")) is not None:
        return known.law("definite_diagonal", {"v": inner[0]}, known.positive(inner[0]))
    number, factors = split_scalars(a)
    if number is not None and factors:
        rest = multiply(*factors)
        return known.law(
            "definite_scaled", {"A": rest, "c": number}, known.has("positive definite", rest), known.positive(number)
        )
    return _congruence(known, factors, "definite")


def _definite_sum(known: Backward, a: Any) -> Theorem | None:
    parts = summands(a)
    for k, part in enumerate(parts):
        found = known.has("positive definite", part)
        if found is not None:
            rest = without(parts, k)
            return known.law("definite_sum", {"A": part, "B": rest}, found, known.has("positive semidefinite", rest))
    return None


def semidefinite(known: Backward, a: Any) -> Theorem | None:
    """Sums, multiples and congruences of semidefinite matrices, Gram matrices."""
    if isinstance(a, MatAdd):
        if (found := _multiple_of_one(known, a)) is not None:
            return found
        if (found := _diagonal_sum(known, a)) is not None:
            return found
        rest = add(*a.args[1:])
        return known.law(
            "semidefinite_sum",
            {"A": a.args[0], "B": rest},
            known.has("positive semidefinite", a.args[0]),
            known.has("positive semidefinite", rest),
        )
    if is_symbolic_power(a):
        return _semidefinite_power(known, *a.args)
    if isinstance(a, Transpose):
        return known.law("semidefinite_transpose", {"A": a.args[0]}, known.has("positive semidefinite", a.args[0]))
    if (found := _of_pair(known, a, "semidefinite")) is not None:
        return found
    if (inner := operands_of(a, "pinv")) is not None:
        return known.law("semidefinite_pinv", {"A": inner[0]}, known.has("positive semidefinite", inner[0]))
    if (inner := operands_of(a, "diag")) is not None:
        return known.law("semidefinite_diagonal", {"v": inner[0]}, known.nonnegative(inner[0]))
    number, factors = split_scalars(a)
    if number is not None and factors:
        rest = multiply(*factors)
        return known.law(
            "semidefinite_scaled",
            {"A": rest, "c": number},
            known.has("positive semidefinite", rest),
            known.nonnegative(number),
        )
    return known.first(
        lambda: _congruence(known, factors, "semidefinite"),
        lambda: _commuting(known, a),
        lambda: known.law("semidefinite_of_definite", {"A": a}, known.has("positive definite", a)),
    )


def _semidefinite_power(known: Backward, base: Any, exponent: Any) -> Theorem | None:
    even, half = {"A": base, "k": exponent / 2}, exponent / 2
    return known.first(
        lambda: known.law("semidefinite_even_power", even, known.has("symmetric", base)) if half.is_integer else None,
        lambda: known.law(
            "semidefinite_power", {"A": base, "k": exponent}, known.has("positive semidefinite", base)
        ),
    )


def _multiple_of_one(known: Backward, a: Any) -> Theorem | None:
    """A sum of multiples of the identity."""
    parts = [scalar_factors(part) for part in summands(a)]
    if any(not is_scalar(f) and not isinstance(f, Identity) for factors in parts for f in factors):
        return None
    number = add(*(multiply(*filter(is_scalar, factors)) for factors in parts))
    one = Identity(shape_of(a)[0])
    low = known.law("semidefinite_of_definite", {"A": one}, known.has("positive definite", one))
    return known.law("semidefinite_scaled", {"A": one, "c": number}, low, known.nonnegative(number))


def _diagonal_sum(known: Backward, a: Any) -> Theorem | None:
    """A sum of multiples of diagonal matrices."""
    total = []
    for part in summands(a):
        number, factors = split_scalars(part)
        inner = operands_of(factors[0], "diag") if len(factors) == 1 else None
        if inner is None:
            return None
        total.append(inner[0] if number is None else multiply(number, inner[0]))
    v = add(*total)
    return known.law("semidefinite_diagonal", {"v": v}, known.nonnegative(v))


def _of_pair(known: Backward, a: Any, kind: str) -> Theorem | None:
    """Kronecker and entrywise products."""
    for name in ("kron", "hadamard"):
        if (pair := operands_of(a, name)) is not None:
            return known.law(
                f"{kind}_{name}", dict(zip("AB", pair, strict=True)), *(known.has(f"positive {kind}", p) for p in pair)
            )
    return None


def _congruence(known: Backward, factors: list[Any], kind: str) -> Theorem | None:
    """Y'Y, YY' and B*A*B' by their outer factors."""
    half = len(factors) // 2
    if any(transpose(f) != factors[-1 - k] for k, f in enumerate(factors[:half])) or len(factors) < 2:
        return None
    left = multiply(*factors[:half])
    if len(factors) % 2:
        middle = factors[half]
        if kind == "definite":
            return known.law(
                "definite_congruence",
                {"A": middle, "B": left},
                known.has("positive definite", middle),
                known.has("full row rank", left),
            )
        return known.law(
            "semidefinite_congruence", {"A": middle, "B": left}, known.has("positive semidefinite", middle)
        )
    root = transpose(left)
    if kind == "definite":
        return known.law("gram_definite", {"A": root}, known.has("full column rank", root))
    return known.law("gram_semidefinite", {"A": root})


def _commuting(known: Backward, a: Any) -> Theorem | None:
    """Products of two semidefinite matrices that commute by their canonical form, as polynomials in one matrix do."""
    square = [(u, v) for u, v in cuts(a) if shape_of(u) == shape_of(v) == shape_of(a)]
    return known.any(partial(_commuting_product, known, u, v) for u, v in square)


def _commuting_product(known: Backward, u: Any, v: Any) -> Theorem | None:
    commute = known.kernel.certificate(equals(multiply(u, v), multiply(v, u)), (), ())
    semidefinite = (known.has("positive semidefinite", factor) for factor in (u, v))
    return known.law("semidefinite_product", {"A": u, "B": v}, *semidefinite, commute)


def of_semidefinite(known: Backward, a: Any) -> Theorem | None:
    """A semidefinite matrix that is known to be invertible."""
    invertible = known.facts.has("invertible", a)
    if invertible is None:
        return None
    return known.law("definite_of_semidefinite", {"A": a}, known.has("positive semidefinite", a), invertible)


def in_block(known: Backward, a: Any) -> Theorem | None:
    """A block on the diagonal of a definite block matrix, and its Schur complements."""
    for theorem in list(known.facts.known.values()):
        if property_name(theorem.statement) != "positive definite":
            continue
        blocks = operands_of(theorem.statement.arguments[0], "block")
        if blocks is None or blocks[:2] != (2, 2):
            continue
        p, q, r, s = blocks[2:]
        if shape_of(p)[0] != shape_of(p)[1] or transpose(q) != r:
            continue
        wanted = known.kernel.meaning(has("positive definite", a))
        complements = (
            p,
            s,
            *(add(x, negative(multiply(y, inverse(z), w))) for x, y, z, w in ((s, r, p, q), (p, q, s, r))),
        )
        for k, part in enumerate(complements):
            if known.kernel.meaning(has("positive definite", part)) == wanted:
                return known.law("definite_block", {"A": p, "B": q, "D": s}, theorem, conclusion=k)
    return None


def of_blocks(known: Backward, a: Any) -> Theorem | None:
    """[A, B; B', D] by a definite block on the diagonal and its Schur complement."""
    blocks = operands_of(a, "block")
    if blocks is None or blocks[:2] != (2, 2):
        return None
    p, q, r, s = blocks[2:]
    if shape_of(p)[0] != shape_of(p)[1] or transpose(q) != r:
        return None
    low, binding = "positive semidefinite", {"A": p, "B": q, "D": s}
    upper, lower = known.has("positive definite", p), known.has("positive definite", s)
    return known.first(
        lambda: known.law(
            "semidefinite_of_schur", binding, upper, known.has(low, add(s, negative(multiply(r, inverse(p), q))))
        ),
        lambda: known.law(
            "semidefinite_of_schur_lower", binding, lower, known.has(low, add(p, negative(multiply(q, inverse(s), r))))
        ),
    )


def of_wishart(known: Backward, a: Any) -> Theorem | None:
    """A Wishart matrix with a definite scale and enough degrees of freedom."""
    law = known.facts.laws.get(getattr(a, "name", ""))
    if law is None or law.statement.law != "wishart":
        return None
    scale, dof = (law.statement.parameters[key] for key in ("scale", "dof"))
    return known.law(
        "wishart_definite",
        {"W": a, "V": scale, "k": dof},
        law,
        known.has("positive definite", scale),
        known.prove(relation(add(shape_of(a)[0], 1), "<", dof)),
    )


def covariance(known: Backward, a: Any) -> Theorem | None:
    """The covariance matrix of a random vector."""
    for law in known.facts.laws.values():
        given = law.statement.parameters
        if law.statement.law in ("moments", "gaussian") and given.get("covariance") == a:
            binding = {"x": law.statement.symbol, "m": given["mean"], "S": a}
            return known.law(f"{law.statement.law}_covariance", binding, law)
    return None


RULES: dict[str, tuple[Rule, ...]] = {
    "positive definite": (definite, of_semidefinite, in_block, of_wishart),
    "positive semidefinite": (semidefinite, of_blocks, covariance),
}

"""Which matrices are invertible or symmetric, by their structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Integer, Inverse, MatPow, Transpose

from symbolic.kernel import Theorem
from symbolic.language.operator import Application, apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import has, property_name, relation
from symbolic.language.terms import add, identity, inverse, multiply, negative, transpose
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.products import cuts, is_symbolic_power, split_scalars, summands, turned, without


def by_structure(known: Backward, a: Any) -> Theorem | None:
    """Identities, inverses, transposes, products, Kronecker products, powers, exponentials."""
    if isinstance(a, Identity):
        return known.law("invertible_identity", {"n": a.shape[0]})
    if isinstance(a, Inverse):
        return known.law("invertible_inverse", {"A": a.args[0]}, known.has("invertible", a.args[0]))
    if isinstance(a, Transpose):
        return known.law("invertible_transpose", {"A": a.args[0]}, known.has("invertible", a.args[0]))
    if isinstance(a, MatPow):
        return known.law("invertible_power", {"A": a.args[0], "k": a.args[1]}, known.has("invertible", a.args[0]))
    if (pair := operands_of(a, "kron")) is not None:
        return known.law(
            "invertible_kron", dict(zip("AB", pair, strict=True)), *(known.has("invertible", p) for p in pair)
        )
    if (inner := operands_of(a, "expm")) is not None:
        return known.law("invertible_exponential", {"A": inner[0]})
    if (inner := operands_of(a, "diag")) is not None:
        return known.law(
            "diagonal_inverse",
            {"v": inner[0]},
            known.prove(relation(0, "<", apply("powers", inner[0], 2))),
            conclusion=1,
        )
    return _product(known, a)


def _product(known: Backward, a: Any) -> Theorem | None:
    number, factors = split_scalars(a)
    if number is not None and factors:
        rest = multiply(*factors)
        return known.law(
            "invertible_scaled", {"A": rest, "c": number}, known.has("invertible", rest), known.nonzero(number)
        )
    if len(factors) > 1 and all(shape_of(f) == shape_of(a) for f in factors):
        rest = multiply(*factors[1:])
        return known.law(
            "invertible_product",
            {"A": factors[0], "B": rest},
            known.has("invertible", factors[0]),
            known.has("invertible", rest),
        )
    return None


def by_property(known: Backward, a: Any) -> Theorem | None:
    """Orthogonal, definite, of full rank, of nonzero determinant."""
    return known.first(
        lambda: known.law("invertible_orthogonal", {"A": a}, known.facts.has("orthogonal", a)),
        lambda: known.law("invertible_of_definite", {"A": a}, known.has("positive definite", a)),
        lambda: known.law("invertible_of_column_rank", {"A": a}, known.facts.has("full column rank", a)),
        lambda: known.law("invertible_of_row_rank", {"A": a}, known.facts.has("full row rank", a)),
        lambda: _by_determinant(known, a) if known.facts.may_say("<") else None,
    )


def _by_determinant(known: Backward, a: Any) -> Theorem | None:
    det = apply("det", a)
    nonzero = (
        known.facts.find(relation(det, "!=", 0))
        or known.law("nonzero_of_positive", {"c": det}, known.facts.find(relation(0, "<", det)))
        or known.law("nonzero_of_negative", {"c": det}, known.facts.find(relation(det, "<", 0)))
    )
    return known.law("invertible_of_det", {"A": a}, nonzero)


def by_equation(known: Backward, a: Any) -> Theorem | None:
    """A known equation a*B = I or B*a = I."""
    for theorem in known.facts.equations:
        for left, right in (theorem.statement.args, theorem.statement.args[::-1]):
            if not isinstance(right, Identity):
                continue
            for head, tail in cuts(left):
                for one, other, swapped in ((head, tail, False), (tail, head, True)):
                    if one == a and shape_of(other) == shape_of(a):
                        premise = (
                            known.law("one_sided_inverse", {"A": other, "B": one}, theorem) if swapped else theorem
                        )
                        return known.law("inverse_unique", {"A": one, "B": other}, premise)
    return None


def by_swap(known: Backward, a: Any) -> Theorem | None:
    """I + U*V from I + V*U, where that is known."""
    for u, v, other in swaps(a):
        found = known.facts.has("invertible", other)
        if found is not None:
            return known.law("invertible_swap", {"A": v, "B": u}, found)
    return None


def swaps(a: Any) -> Iterator[tuple[Any, Any, Any]]:
    """(U, V, I + V*U) for a = I + U*V; a number 1 counts as I."""
    parts = summands(a)
    ones = [k for k, p in enumerate(parts) if isinstance(p, Identity) or p == 1]
    if len(parts) != 2 or len(ones) != 1:
        return
    for u, v in cuts(without(parts, ones[0])):
        n = shape_of(v)[0]
        if shape_of(u)[0] == shape_of(v)[1] == shape_of(a)[0]:
            yield u, v, add(identity(n), multiply(v, u))


def as_factor(known: Backward, a: Any) -> Theorem | None:
    """A factor of a product that is known to be invertible."""
    for theorem in list(known.facts.known.values()):
        if property_name(theorem.statement) != "invertible":
            continue
        factors = split_scalars(theorem.statement.arguments[0])[1]
        if a in factors and len(factors) > 1 and all(shape_of(f) == shape_of(a) for f in factors):
            k = factors.index(a)
            found: Theorem | None = theorem
            if k:
                found = known.law(
                    "invertible_right_factor", {"A": multiply(*factors[:k]), "B": multiply(*factors[k:])}, found
                )
            return (
                found
                if k == len(factors) - 1
                else known.law("invertible_left_factor", {"A": a, "B": multiply(*factors[k + 1 :])}, found)
            )
    return None


def by_cayley(known: Backward, a: Any) -> Theorem | None:
    """I + S and I - S for an antisymmetric S."""
    parts = summands(a)
    ones = [k for k, p in enumerate(parts) if isinstance(p, Identity)]
    if len(parts) < 2 or len(ones) != 1:
        return None
    rest = without(parts, ones[0])
    for s, conclusion in ((rest, 0), (negative(rest), 1)):
        found = known.facts.has("antisymmetric", s)
        if found is not None:
            return known.law("invertible_antisymmetric", {"A": s}, found, conclusion=conclusion)
    return None


def by_blocks(known: Backward, a: Any) -> Theorem | None:
    """[A, B; C, D] by a block on the diagonal and its Schur complement."""
    blocks = operands_of(a, "block")
    if blocks is None or blocks[:2] != (2, 2) or len({shape_of(a)[0], *shape_of(a)}) > 1:
        return None
    p, q, r, s = blocks[2:]
    binding = {"A": p, "B": q, "C": r, "D": s}
    if shape_of(p)[0] != shape_of(p)[1] or is_scalar(p) or is_scalar(s):
        return None
    triangular = any(getattr(x, "is_ZeroMatrix", False) for x in (q, r))
    one, other = (s, p) if triangular else _complements(p, q, r, s)
    prove = known.prove if triangular else known.facts.find
    return known.first(
        lambda: known.law("invertible_schur", binding, known.has("invertible", p), prove(has("invertible", one))),
        lambda: known.law(
            "invertible_schur_lower", binding, known.has("invertible", s), prove(has("invertible", other))
        ),
    )


def _complements(p: Any, q: Any, r: Any, s: Any) -> tuple[Any, Any]:
    return add(s, negative(multiply(r, inverse(p), q))), add(p, negative(multiply(q, inverse(s), r)))


def by_complement(known: Backward, a: Any) -> Theorem | None:
    """D - C*A^-1*B from A - B*D^-1*C, with A and D."""
    parts = summands(a)
    for k, part in enumerate(parts if len(parts) > 1 else ()):
        number, factors = split_scalars(negative(part))
        for j, factor in enumerate(factors):
            if not isinstance(factor, Inverse) or not 0 < j < len(factors) - 1:
                continue
            p, q, s = factor.args[0], multiply(*factors[j + 1 :]), without(parts, k)
            r = multiply(*([] if number is None else [number]), *factors[:j])
            binding = {"A": p, "B": q, "C": r, "D": s}
            upper, lower = known.has("invertible", p), known.has("invertible", s)
            other = known.facts.has("invertible", _complements(p, q, r, s)[1])
            whole = known.law("invertible_schur_lower", binding, lower, other)
            found = known.law("invertible_complement", binding, upper, whole)
            if found is not None:
                return found
    return None


def by_sign(known: Backward, a: Any) -> Theorem | None:
    """A sum by minus that sum, where a term or a definite matrix may be negative."""
    parts = summands(a)
    numbers = (split_scalars(part)[0] for part in parts)
    minus = any(c is not None and c.could_extract_minus_sign() for c in numbers)
    if len(parts) < 2 or not (minus or known.facts.kinds & {"positive definite", ">>"}):
        return None
    return known.law(
        "invertible_scaled",
        {"A": negative(a), "c": Integer(-1)},
        known.has("invertible", negative(a)),
        known.nonzero(Integer(-1)),
    )


def of_transpose(known: Backward, a: Any) -> Theorem | None:
    """a where its transpose has fewer transposes."""
    other = turned(a)
    if _transposes(other) >= _transposes(a):
        return None
    return known.law(
        "invertible_of_transpose",
        {"A": a},
        known.law("invertible_transpose", {"A": other}, known.has("invertible", other)),
    )


def _transposes(a: Any) -> int:
    """How many transposes are written in a term."""
    return isinstance(a, Transpose) + sum(map(_transposes, a.operands if isinstance(a, Application) else a.args))


def by_triangle(known: Backward, a: Any) -> Theorem | None:
    """Triangular with a diagonal of nonzero numbers."""
    diagonal = relation(0, "<", apply("powers", apply("diagv", a), 2))
    for name in ("lower triangular", "upper triangular"):
        if (found := known.facts.has(name, a)) is not None:
            return known.law(f"invertible_{name.replace(' ', '_')}", {"A": a}, found, known.prove(diagonal))
    return None


def symmetric(known: Backward, a: Any) -> Theorem | None:
    """A power of such a matrix, definite, or equal to its transpose by hypothesis."""
    if is_symbolic_power(a):
        return known.law("symmetric_power", {"A": a.args[0], "k": a.args[1]}, known.has("symmetric", a.args[0]))
    return known.first(
        lambda: known.law("symmetric_of_semidefinite", {"A": a}, known.facts.has("positive semidefinite", a)),
        lambda: known.law("symmetric_of_definite", {"A": a}, known.facts.has("positive definite", a)),
        lambda: known.law("symmetric_of_eq", {"A": a}, known.facts.find(relation(transpose(a), "=", a))),
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "invertible": (
        by_structure,
        by_property,
        by_equation,
        by_swap,
        as_factor,
        by_cayley,
        by_blocks,
        by_complement,
        by_sign,
        of_transpose,
        by_triangle,
    ),
    "symmetric": (symmetric,),
}

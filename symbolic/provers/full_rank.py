"""Which matrices are of full column or row rank, by their structure."""

from __future__ import annotations

from typing import Any

from sympy import Identity, Transpose

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import property_name, relation
from symbolic.language.terms import identity, multiply, transpose
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.products import cuts, split_scalars


def column_rank(known: Backward, x: Any) -> Theorem | None:
    """Full column rank."""
    if isinstance(x, Transpose):
        return known.law("column_rank_of_transpose", {"A": x}, known.has("full row rank", x.args[0]))
    square = shape_of(x)[0] == shape_of(x)[1]
    pieces = cuts(x)
    return known.first(
        lambda: known.law("column_rank_of_gram", {"A": x}, known.facts.has("invertible", multiply(transpose(x), x))),
        lambda: known.law("column_rank_of_invertible", {"A": x}, known.has("invertible", x) if square else None),
        lambda: _left_inverse(known, x),
        lambda: known.any(
            (
                lambda u=u, v=v: known.law(  # type: ignore[misc]
                    "column_rank_of_product",
                    {"A": u, "B": v},
                    known.has("full column rank", u),
                    known.has("full column rank", v),
                )
            )
            for u, v in pieces
        ),
        lambda: known.law("column_rank_of_vector", {"v": x}, known.nonzero(x)) if shape_of(x)[1] == 1 else None,
        lambda: _part_of_blocks(known, x),
        lambda: _stacked(known, x),
        lambda: known.law(
            "column_rank_of_left_inverse", {"A": x, "B": transpose(x)}, _orthonormal(known, x, transpose(x))
        ),
    )


def _left_inverse(known: Backward, x: Any) -> Theorem | None:
    for theorem in known.facts.equations:
        left, right = theorem.statement.args
        factors = split_scalars(left)[1]
        if isinstance(right, Identity) and len(factors) > 1 and factors[-1] == x:
            return known.law("column_rank_of_left_inverse", {"A": x, "B": multiply(*factors[:-1])}, theorem)
    return None


def _part_of_blocks(known: Backward, x: Any) -> Theorem | None:
    """Columns of a block matrix [A, B] of full column rank; that perhaps by its Gram matrix."""
    for theorem in list(known.facts.known.values()):
        name = property_name(theorem.statement)
        if name not in ("full column rank", "invertible", "positive definite"):
            continue
        whole = theorem.statement.arguments[0]
        if name != "full column rank":
            factors = split_scalars(whole)[1]
            whole = factors[-1]
            if len(factors) != 2 or factors[0] != transpose(whole):
                continue
        blocks = operands_of(whole, "block")
        if blocks is not None and blocks[:2] == (1, 2) and x in blocks[2:]:
            return known.law(
                "column_rank_of_blocks",
                {"A": blocks[2], "B": blocks[3]},
                known.has("full column rank", whole),
                conclusion=blocks[2:].index(x),
            )
    return None


def _stacked(known: Backward, x: Any) -> Theorem | None:
    """[A; B] with a block of full column rank."""
    blocks = operands_of(x, "block")
    if blocks is None or blocks[:2] != (2, 1):
        return None
    pairs = ((blocks[2], blocks[3], 0), (blocks[3], blocks[2], 1))
    return known.any(
        (
            lambda a=a, b=b, k=k: known.law(  # type: ignore[misc]
                "column_rank_of_stack", {"A": a, "B": b}, known.has("full column rank", a), conclusion=k
            )
        )
        for a, b, k in pairs
    )


def _orthonormal(known: Backward, x: Any, y: Any) -> Theorem | None:
    """y*x = I by multiplying out."""
    if (x.args[0] if isinstance(x, Transpose) else x).is_symbol:
        return None
    goal = relation(multiply(y, x), "=", identity(shape_of(x)[1]))
    return None if known.kernel.difference(goal).terms else known.kernel.certificate(goal, (), ())


def row_rank(known: Backward, x: Any) -> Theorem | None:
    """Full row rank."""
    if isinstance(x, Transpose):
        return known.law("row_rank_of_transpose", {"A": x}, known.has("full column rank", x.args[0]))
    square = shape_of(x)[0] == shape_of(x)[1]
    pieces = cuts(x)
    return known.first(
        lambda: known.law("row_rank_of_gram", {"A": x}, known.facts.has("invertible", multiply(x, transpose(x)))),
        lambda: known.law("row_rank_of_invertible", {"A": x}, known.has("invertible", x) if square else None),
        lambda: known.law(
            "row_rank_of_right_inverse", {"A": x, "B": transpose(x)}, _orthonormal(known, transpose(x), x)
        ),
        lambda: known.law("row_rank_of_transpose", {"A": x}, known.has("full column rank", transpose(x))),
        lambda: known.any(
            (
                lambda u=u, v=v: known.law(  # type: ignore[misc]
                    "row_rank_of_product",
                    {"A": u, "B": v},
                    known.has("full row rank", u),
                    known.has("full row rank", v),
                )
            )
            for u, v in pieces
        ),
    )


RULES: dict[str, tuple[Rule, ...]] = {"full column rank": (column_rank,), "full row rank": (row_rank,)}

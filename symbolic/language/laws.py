"""The laws: every fact about operators and properties that the kernel takes as given, as data.

Each is a claim in the text grammar: symbols, hypotheses, conclusions. `lineproof laws` prints them; the suite
cross-checks each one by the
numeric layer like any other claim. A law is used by instantiating its symbols; its hypotheses must be theorems, or
become hypotheses of the
theorem that uses it. The identities that the canonical form knows without a law are listed in `symbolic.network.forms`.

Source: standard linear algebra (Horn and Johnson, Matrix Analysis; Handbook of Linear Algebra, sections 5.7 and 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from symbolic.language.problem import Problem, parse_problem


@dataclass(frozen=True)
class Law:
    """One law: `let`, `given`, `claim` as in a claim file; `reason` is what a teacher writes in the margin."""

    name: str
    let: Mapping[str, str]
    given: tuple[str, ...]
    claim: tuple[str, ...]
    reason: str


SQUARE = {"A": "n x n"}
PAIR = {"A": "n x n", "B": "n x n"}


def _law(name: str, let: Mapping[str, str], given: str, claim: str, reason: str) -> Law:
    def split(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(";") if part.strip())

    return Law(name, let, split(given), split(claim), reason)


LAWS: dict[str, Law] = {
    law.name: law
    for law in (
        _law("inverse", SQUARE, "invertible(A)", "A*A^-1 = I; A^-1*A = I", "definition of the inverse"),
        _law("reciprocal", {"c": "scalar"}, "c != 0", "c*c^-1 = 1", "a number times its reciprocal"),
        _law("symmetric", SQUARE, "symmetric(A)", "A' = A", "symmetric"),
        _law("symmetric_of_eq", SQUARE, "A' = A", "symmetric(A)", "equal to its transpose"),
        _law("antisymmetric", SQUARE, "antisymmetric(A)", "A' = -A", "antisymmetric"),
        _law("antisymmetric_of_eq", SQUARE, "A' = -A", "antisymmetric(A)", "minus its transpose"),
        _law("idempotent", SQUARE, "idempotent(A)", "A*A = A", "idempotent"),
        _law("idempotent_of_eq", SQUARE, "A*A = A", "idempotent(A)", "equal to its square"),
        _law("orthogonal", SQUARE, "orthogonal(A)", "A'*A = I; A*A' = I", "orthogonal"),
        _law("orthogonal_of_eq", SQUARE, "A'*A = I", "orthogonal(A)", "the transpose is the inverse"),
        _law("diagonal", SQUARE, "diagonal(A)", "A = diag(diagv(A))", "diagonal"),
        _law("diagonal_of_eq", SQUARE, "A = diag(diagv(A))", "diagonal(A)", "equal to its diagonal"),
        _law(
            "pinv",
            {"A": "m x n"},
            "",
            "A*pinv(A)*A = A; pinv(A)*A*pinv(A) = pinv(A); (A*pinv(A))' = A*pinv(A); (pinv(A)*A)' = pinv(A)*A",
            "Penrose equations",
        ),
        _law(
            "pinv_unique",
            {"A": "m x n", "B": "n x m"},
            "A*B*A = A; B*A*B = B; (A*B)' = A*B; (B*A)' = B*A",
            "pinv(A) = B",
            "the Moore-Penrose inverse is unique",
        ),
        _law(
            "inverse_unique",
            PAIR,
            "A*B = I",
            "invertible(A); A^-1 = B",
            "a one-sided inverse of a square matrix is the inverse",
        ),
        _law("one_sided_inverse", PAIR, "A*B = I", "B*A = I", "a one-sided inverse of a square matrix is two-sided"),
        _law("gram_zero", {"A": "m x n"}, "A'*A = 0", "A = 0", "a matrix with zero Gram matrix is zero"),
        _law("trace_gram_zero", {"A": "m x n"}, "tr(A'*A) = 0", "A = 0", "a sum of squares is zero only for zeros"),
        _law(
            "gram_definite",
            {"A": "m x n"},
            "full column rank(A)",
            "positive definite(A'*A)",
            "Gram matrix of full column rank",
        ),
        _law(
            "gram_definite_rows",
            {"A": "m x n"},
            "full row rank(A)",
            "positive definite(A*A')",
            "Gram matrix of full row rank",
        ),
        _law("gram_semidefinite", {"A": "m x n"}, "", "positive semidefinite(A'*A)", "a Gram matrix is semidefinite"),
        _law(
            "column_rank_of_gram", {"A": "m x n"}, "invertible(A'*A)", "full column rank(A)", "invertible Gram matrix"
        ),
        _law("row_rank_of_gram", {"A": "m x n"}, "invertible(A*A')", "full row rank(A)", "invertible Gram matrix"),
        _law(
            "column_rank_of_left_inverse",
            {"A": "m x n", "B": "n x m"},
            "B*A = I",
            "full column rank(A)",
            "a left inverse exists",
        ),
        _law("invertible_of_column_rank", SQUARE, "full column rank(A)", "invertible(A)", "square of full rank"),
        _law("invertible_of_row_rank", SQUARE, "full row rank(A)", "invertible(A)", "square of full rank"),
        _law("column_rank_of_invertible", SQUARE, "invertible(A)", "full column rank(A)", "invertible"),
        _law(
            "column_rank_of_transpose",
            {"A": "m x n"},
            "full row rank(A')",
            "full column rank(A)",
            "rank of the transpose",
        ),
        _law(
            "row_rank_of_transpose", {"A": "m x n"}, "full column rank(A')", "full row rank(A)", "rank of the transpose"
        ),
        _law(
            "invertible_of_definite",
            SQUARE,
            "positive definite(A)",
            "invertible(A)",
            "positive definite matrices are invertible",
        ),
        _law(
            "symmetric_of_definite", SQUARE, "positive definite(A)", "symmetric(A)", "definite matrices are symmetric"
        ),
        _law(
            "symmetric_of_semidefinite",
            SQUARE,
            "positive semidefinite(A)",
            "symmetric(A)",
            "semidefinite matrices are symmetric",
        ),
        _law(
            "semidefinite_of_definite",
            SQUARE,
            "positive definite(A)",
            "positive semidefinite(A)",
            "definite implies semidefinite",
        ),
        _law(
            "semidefinite_sum",
            PAIR,
            "positive semidefinite(A); positive semidefinite(B)",
            "positive semidefinite(A + B)",
            "sum of semidefinite matrices",
        ),
        _law(
            "definite_sum",
            PAIR,
            "positive definite(A); positive semidefinite(B)",
            "positive definite(A + B)",
            "definite plus semidefinite",
        ),
        _law(
            "semidefinite_scaled",
            {"A": "n x n", "c": "scalar"},
            "positive semidefinite(A); 0 <= c",
            "positive semidefinite(c*A)",
            "nonnegative multiple",
        ),
        _law(
            "definite_scaled",
            {"A": "n x n", "c": "scalar"},
            "positive definite(A); 0 < c",
            "positive definite(c*A)",
            "positive multiple",
        ),
        _law(
            "definite_identity",
            {"n": "natural, positive"},
            "",
            "positive definite(I(n))",
            "the identity is positive definite",
        ),
        _law(
            "semidefinite_congruence",
            {"A": "n x n", "B": "m x n"},
            "positive semidefinite(A)",
            "positive semidefinite(B*A*B')",
            "congruence",
        ),
        _law(
            "definite_congruence",
            {"A": "n x n", "B": "m x n"},
            "positive definite(A); full row rank(B)",
            "positive definite(B*A*B')",
            "congruence by a matrix of full row rank",
        ),
        _law(
            "definite_inverse",
            SQUARE,
            "positive definite(A)",
            "positive definite(A^-1)",
            "inverse of a definite matrix",
        ),
        _law("definite_trace", {"A": "n x n"}, "positive definite(A)", "0 < tr(A)", "trace of a definite matrix"),
        _law(
            "definite_determinant",
            {"A": "n x n"},
            "positive definite(A)",
            "0 < det(A)",
            "determinant of a definite matrix",
        ),
        _law(
            "definite_form",
            {"A": "n x n", "x": "n"},
            "positive definite(A); x != 0",
            "0 < x'*A*x",
            "a definite form is positive",
        ),
        _law(
            "semidefinite_form",
            {"A": "n x n", "x": "n"},
            "positive semidefinite(A)",
            "0 <= x'*A*x",
            "a semidefinite form is nonnegative",
        ),
        _law("loewner_of_semidefinite", PAIR, "positive semidefinite(A - B)", "A >> B", "Loewner order"),
        _law("semidefinite_of_loewner", PAIR, "A >> B", "positive semidefinite(A - B)", "Loewner order"),
        _law(
            "invertible_product",
            PAIR,
            "invertible(A); invertible(B)",
            "invertible(A*B)",
            "product of invertible matrices",
        ),
        _law("invertible_left_factor", PAIR, "invertible(A*B)", "invertible(A)", "factor of an invertible product"),
        _law("invertible_right_factor", PAIR, "invertible(A*B)", "invertible(B)", "factor of an invertible product"),
        _law("invertible_inverse", SQUARE, "invertible(A)", "invertible(A^-1)", "inverse of an invertible matrix"),
        _law("invertible_transpose", SQUARE, "invertible(A)", "invertible(A')", "transpose of an invertible matrix"),
        _law("invertible_of_transpose", SQUARE, "invertible(A')", "invertible(A)", "transpose of an invertible matrix"),
        _law(
            "invertible_scaled",
            {"A": "n x n", "c": "scalar"},
            "invertible(A); c != 0",
            "invertible(c*A)",
            "nonzero multiple",
        ),
        _law("invertible_identity", {"n": "natural, positive"}, "", "invertible(I(n))", "the identity is invertible"),
        _law("invertible_orthogonal", SQUARE, "orthogonal(A)", "invertible(A)", "orthogonal matrices are invertible"),
        _law(
            "invertible_kron",
            {"A": "n x n", "B": "m x m"},
            "invertible(A); invertible(B)",
            "invertible(kron(A, B))",
            "Kronecker product of invertible matrices",
        ),
        _law(
            "invertible_swap",
            {"A": "m x n", "B": "n x m"},
            "invertible(I + A*B)",
            "invertible(I + B*A)",
            "I + AB and I + BA are invertible together",
        ),
        _law("invertible_of_det", SQUARE, "det(A) != 0", "invertible(A)", "nonzero determinant"),
        _law("det_nonzero", SQUARE, "invertible(A)", "det(A) != 0", "invertible matrices have nonzero determinant"),
        _law(
            "det_identity_plus_rank_one",
            {"u": "n", "v": "n"},
            "",
            "det(I + u*v') = 1 + v'*u",
            "matrix determinant lemma",
        ),
        _law(
            "det_sylvester",
            {"A": "m x n", "B": "n x m"},
            "",
            "det(I + A*B) = det(I + B*A)",
            "Sylvester's determinant identity",
        ),
        _law("det_inverse", SQUARE, "invertible(A)", "det(A^-1)*det(A) = 1", "determinant of the inverse"),
        _law("det_expm", SQUARE, "", "det(expm(A)) = exp(tr(A))", "Jacobi's formula"),
        _law("rank_projection", SQUARE, "A*A = A", "rank(A) = tr(A)", "rank of a projection is its trace"),
        _law("rank_columns", {"A": "m x n"}, "full column rank(A)", "rank(A) = n", "full column rank"),
        _law("rank_rows", {"A": "m x n"}, "full row rank(A)", "rank(A) = m", "full row rank"),
        _law("rank_gram", {"A": "m x n"}, "", "rank(A'*A) = rank(A)", "rank of a Gram matrix"),
        _law(
            "rank_invertible_left",
            {"A": "m x m", "B": "m x n"},
            "invertible(A)",
            "rank(A*B) = rank(B)",
            "multiplication by an invertible matrix keeps the rank",
        ),
        _law(
            "rank_pinv",
            {"A": "m x n"},
            "",
            "rank(pinv(A)*A) = rank(A); rank(A*pinv(A)) = rank(A)",
            "rank of the projections",
        ),
        _law(
            "range_witness",
            {"A": "m x n", "B": "m x p"},
            "range(B) <= range(A)",
            "A*pinv(A)*B = B",
            "the projection on range(A) fixes B",
        ),
        _law(
            "range_of_witness",
            {"A": "m x n", "B": "m x p", "W": "n x p"},
            "B = A*W",
            "range(B) <= range(A)",
            "columns of A*W are combinations of those of A",
        ),
        _law("square_root", {"c": "scalar"}, "0 <= c", "sqrt(c)*sqrt(c) = c", "square of the root"),
        _law(
            "norm_square", {"A": "m x n"}, "", "norm(A)*norm(A) = sum(A.*A)", "the norm squared is the sum of squares"
        ),
        _law("norm_nonnegative", {"A": "m x n"}, "", "0 <= norm(A)", "a norm is nonnegative"),
        _law("norm_positive", {"A": "m x n"}, "A != 0", "0 < norm(A)", "a norm is positive off zero"),
        _law("nonzero", {"A": "m x n"}, "nonzero(A)", "A != 0", "nonzero"),
        _law("nonzero_of_ne", {"A": "m x n"}, "A != 0", "nonzero(A)", "nonzero"),
        _law("positive", {"c": "scalar"}, "positive(c)", "0 < c", "positive"),
        _law("nonnegative", {"c": "scalar"}, "nonnegative(c)", "0 <= c", "nonnegative"),
        _law("nonzero_of_positive", {"c": "scalar"}, "0 < c", "c != 0", "positive numbers are not 0"),
        _law("nonnegative_of_positive", {"c": "scalar"}, "0 < c", "0 <= c", "positive numbers are nonnegative"),
        _law("nonzero_of_negative", {"c": "scalar"}, "c < 0", "c != 0", "negative numbers are not 0"),
        _law(
            "nonzero_product",
            {"c": "scalar", "d": "scalar"},
            "c != 0; d != 0",
            "c*d != 0",
            "product of nonzero numbers",
        ),
        _law("nonzero_reciprocal", {"c": "scalar"}, "c != 0", "c^-1 != 0", "reciprocal of a nonzero number"),
        _law("positive_size", {"n": "natural, positive"}, "", "0 < n", "sizes are positive"),
        _law("positive_square", {"c": "scalar"}, "c != 0", "0 < c^2", "square of a nonzero number"),
        _law("positive_abs", {"c": "scalar"}, "c != 0", "0 < abs(c)", "absolute value of a nonzero number"),
        _law("positive_root", {"c": "scalar"}, "0 < c", "0 < sqrt(c)", "root of a positive number"),
        _law("positive_exp_sum", {"A": "m x n"}, "", "0 < sum(exp(A))", "a sum of exponentials is positive"),
        _law(
            "nonnegative_sum",
            {"c": "scalar", "d": "scalar"},
            "0 <= c; 0 <= d",
            "0 <= c + d",
            "sum of nonnegative numbers",
        ),
        _law(
            "nonnegative_product",
            {"c": "scalar", "d": "scalar"},
            "0 <= c; 0 <= d",
            "0 <= c*d",
            "product of nonnegative numbers",
        ),
        _law(
            "positive_product", {"c": "scalar", "d": "scalar"}, "0 < c; 0 < d", "0 < c*d", "product of positive numbers"
        ),
        _law(
            "positive_sum",
            {"c": "scalar", "d": "scalar"},
            "0 < c; 0 <= d",
            "0 < c + d",
            "sum of a positive and a nonnegative number",
        ),
        _law("positive_reciprocal", {"c": "scalar"}, "0 < c", "0 < c^-1", "reciprocal of a positive number"),
        _law("nonnegative_square", {"c": "scalar"}, "", "0 <= c^2", "a square is nonnegative"),
        _law("sum_of_squares", {"A": "m x n"}, "", "0 <= sum(A.*A)", "a sum of squares is nonnegative"),
        _law(
            "sum_of_squares_positive",
            {"A": "m x n"},
            "A != 0",
            "0 < sum(A.*A)",
            "a sum of squares is positive off zero",
        ),
        _law("positive_exp", {"c": "scalar"}, "", "0 < exp(c)", "the exponential is positive"),
        _law("exp_log", {"c": "scalar"}, "0 < c", "exp(log(c)) = c", "exp and log are inverse"),
        _law("log_exp", {"c": "scalar"}, "", "log(exp(c)) = c", "log and exp are inverse"),
        _law(
            "log_product",
            {"c": "scalar", "d": "scalar"},
            "0 < c; 0 < d",
            "log(c*d) = log(c) + log(d)",
            "log of a product",
        ),
        _law("sine_cosine", {"c": "scalar"}, "", "sin(c)*sin(c) + cos(c)*cos(c) = 1", "sine and cosine"),
        _law(
            "unit_norm",
            {"n": "natural, positive", "i": "natural, positive"},
            "i <= n",
            "unit(i, n)'*unit(i, n) = 1",
            "a basis vector has length 1",
        ),
        _law(
            "unit_orthogonal",
            {"n": "natural, positive", "i": "natural, positive", "j": "natural, positive"},
            "i <= n; j <= n; i != j",
            "unit(i, n)'*unit(j, n) = 0",
            "basis vectors are orthogonal",
        ),
    )
}


@cache
def parsed(name: str) -> Problem:
    """The law of this name as a problem: symbols, hypotheses, claims. Raises KeyError for an unknown name."""
    law = LAWS[name]
    return parse_problem(law.let, law.given, law.claim)

"""Ranks: bounds, products, sums, blocks, and what a full or zero rank says."""

from symbolic.language.laws.law import laws

RANKS = (
    *laws("A: m x n", """
        rank_nonnegative: |- 0 <= rank(A) | a rank is nonnegative
        rank_below_sizes: |- rank(A) <= m; rank(A) <= n | a rank is at most either size
        rank_zero: rank(A) = 0 |- A = 0 | only 0 has rank 0
        rank_of_pinv: |- rank(pinv(A)) = rank(A) | pinv(A) and A factor through each other
        column_rank_of_rank: rank(A) = n |- full column rank(A) | as many independent columns as there are
        row_rank_of_rank: rank(A) = m |- full row rank(A) | as many independent rows as there are
    """),
    *laws("A: m x n; B: m x n", """
        rank_of_sum: |- rank(A + B) <= rank(A) + rank(B) | the range of a sum lies in the sum of the ranges
    """),
    *laws("A: m x n; B: n x p", """
        rank_of_product: |- rank(A*B) <= rank(A); rank(A*B) <= rank(B) | a product factors through both
        rank_sylvester: |- rank(A) + rank(B) <= n + rank(A*B) | Sylvester's inequality
    """),
    *laws("A: m x n; B: n x p; C: p x q", """
        rank_frobenius: |- rank(A*B) + rank(B*C) <= rank(B) + rank(A*B*C) | Frobenius' inequality
    """),
    *laws("A: m x n; c: scalar", """
        rank_scaled: c != 0 |- rank(c*A) = rank(A) | nonzero multiple
    """),
    *laws("A: n x n; c: scalar", """
        rank_scaled_projection: A*A = c*A; c != 0 |- rank(A) = c^-1*tr(A) | A/c is a projection, its rank the trace
    """),
    *laws("A: m x n; B: p x q", """
        rank_block_diagonal: |- rank([A, zeros(m, q); zeros(p, n), B]) = rank(A) + rank(B) | block diagonal
    """),
    *laws("A: n x n; B: n x m; C: k x n; D: k x m", """
        rank_schur: invertible(A) |- rank([A, B; C, D]) = n + rank(D - C*A^-1*B) | Guttman's rank additivity
    """),
    *laws("A: m x n; B: n x m", """
        rank_swap: |- rank(I(m) - A*B) + n = rank(I(n) - B*A) + m | both are Schur complements of one block matrix
    """),
)

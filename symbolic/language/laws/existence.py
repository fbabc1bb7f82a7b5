"""Which matrices are invertible or of full rank."""

from symbolic.language.laws.law import laws

EXISTENCE = (
    *laws("A: m x n", """
        column_rank_of_gram: invertible(A'*A) |- full column rank(A) | invertible Gram matrix
        row_rank_of_gram: invertible(A*A') |- full row rank(A) | invertible Gram matrix
        column_rank_of_transpose: full row rank(A') |- full column rank(A) | rank of the transpose
        row_rank_of_transpose: full column rank(A') |- full row rank(A) | rank of the transpose
    """),
    *laws("A: m x n; B: n x m", """
        column_rank_of_left_inverse: B*A = I |- full column rank(A) | a left inverse exists
        invertible_swap: invertible(I + A*B) |- invertible(I + B*A) | I + AB and I + BA are invertible together
    """),
    *laws("A: n x n", """
        invertible_of_column_rank: full column rank(A) |- invertible(A) | square of full rank
        invertible_of_row_rank: full row rank(A) |- invertible(A) | square of full rank
        column_rank_of_invertible: invertible(A) |- full column rank(A) | invertible
        invertible_inverse: invertible(A) |- invertible(A^-1) | inverse of an invertible matrix
        invertible_transpose: invertible(A) |- invertible(A') | transpose of an invertible matrix
        invertible_of_transpose: invertible(A') |- invertible(A) | transpose of an invertible matrix
        invertible_orthogonal: orthogonal(A) |- invertible(A) | orthogonal matrices are invertible
    """),
    *laws("A: n x n; B: n x n", """
        invertible_product: invertible(A); invertible(B) |- invertible(A*B) | product of invertible matrices
        invertible_left_factor: invertible(A*B) |- invertible(A) | factor of an invertible product
        invertible_right_factor: invertible(A*B) |- invertible(B) | factor of an invertible product
    """),
    *laws("A: n x n; c: scalar", """
        invertible_scaled: invertible(A); c != 0 |- invertible(c*A) | nonzero multiple
    """),
    *laws("n: natural, positive", """
        invertible_identity: |- invertible(I(n)) | the identity is invertible
    """),
    *laws("A: n x n; B: m x m", """
        invertible_kron: invertible(A); invertible(B) |- invertible(kron(A, B))
            | Kronecker product of invertible matrices
    """),
    *laws("A: m x n; B: n x p", """
        column_rank_of_product: full column rank(A); full column rank(B) |- full column rank(A*B)
            | product of full ranks
        row_rank_of_product: full row rank(A); full row rank(B) |- full row rank(A*B) | product of full ranks
        column_rank_of_factor: full column rank(A*B) |- full column rank(B) | right factor of full column rank
        row_rank_of_factor: full row rank(A*B) |- full row rank(A) | left factor of full row rank
    """),
    *laws("A: m x n; B: m x p", """
        column_rank_of_blocks: full column rank([A, B]) |- full column rank(A); full column rank(B)
            | some columns of independent ones
    """),
    *laws("A: m x n; B: p x n", """
        column_rank_of_stack: full column rank(A) |- full column rank([A; B]); full column rank([B; A])
            | some rows are independent enough
    """),
    *laws("A: m x n; B: n x m", """
        row_rank_of_right_inverse: A*B = I |- full row rank(A) | a right inverse exists
    """),
    *laws("A: n x n", """
        invertible_exponential: |- invertible(expm(A)) | the exponential of -A is the inverse
        invertible_antisymmetric: antisymmetric(A) |- invertible(I + A); invertible(I - A)
            | x'*A*x = 0, so I + A takes no vector but 0 to 0
        invertible_lower_triangular: lower triangular(A); 0 < diagv(A).^2 |- invertible(A) | nonzero diagonal
        invertible_upper_triangular: upper triangular(A); 0 < diagv(A).^2 |- invertible(A) | nonzero diagonal
        row_rank_of_invertible: invertible(A) |- full row rank(A) | invertible
    """),
    *laws("A: n x n; k: natural", """
        invertible_power: invertible(A) |- invertible(A^k) | power of an invertible matrix
    """),
    *laws("v: n", """
        nonzero_of_diagonal: invertible(diag(v)) |- 0 < v.^2 | an invertible diagonal matrix
        column_rank_of_vector: v != 0 |- full column rank(v) | a vector off zero
    """),
    *laws("v: n", """
        nonzero_of_column_rank: full column rank(v) |- v != 0 | independent columns are not 0
    """),
)

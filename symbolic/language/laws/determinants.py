"""Determinants, ranks, and Schur complements of block matrices."""

from symbolic.language.laws.law import laws

DETERMINANTS = (
    *laws("A: n x n", """
        invertible_of_det: det(A) != 0 |- invertible(A) | nonzero determinant
        det_nonzero: invertible(A) |- det(A) != 0 | invertible matrices have nonzero determinant
        det_inverse: invertible(A) |- det(A^-1)*det(A) = 1; det(A^-1) = 1/det(A) | determinant of the inverse
        det_expm: |- det(expm(A)) = exp(tr(A)) | Jacobi's formula
        rank_projection: A*A = A |- rank(A) = tr(A) | rank of a projection is its trace
    """),
    *laws("u: n; v: n", """
        det_identity_plus_rank_one: |- det(I + u*v') = 1 + v'*u | matrix determinant lemma
    """),
    *laws("A: m x n; B: n x m", """
        det_sylvester: |- det(I + A*B) = det(I + B*A) | Sylvester's determinant identity
    """),
    *laws("A: m x n", """
        rank_columns: full column rank(A) |- rank(A) = n | full column rank
        rank_rows: full row rank(A) |- rank(A) = m | full row rank
        rank_gram: |- rank(A'*A) = rank(A) | rank of a Gram matrix
        rank_pinv: |- rank(pinv(A)*A) = rank(A); rank(A*pinv(A)) = rank(A) | rank of the projections
    """),
    *laws("A: m x m; B: m x n", """
        rank_invertible_left: invertible(A) |- rank(A*B) = rank(B)
            | multiplication by an invertible matrix keeps the rank
    """),
    *laws("A: n x n; c: scalar", """
        det_scaled: |- det(c*A) = c^n*det(A) | determinant of a multiple
    """),
    *laws("A: n x n; B: n x n", """
        det_product: |- det(A*B) = det(A)*det(B) | determinant of a product
    """),
    *laws("A: n x n; B: n x n", """
        det_block_symmetric: |- det([A, B; B, A]) = det(A + B)*det(A - B)
            | adding rows and subtracting columns leaves A + B and A - B
    """),
    *laws("A: n x n; B: m x m", """
        det_block_antidiagonal: |- det([zeros(n, m), A; B, zeros(m, n)]) = (-1)^(n*m)*det(A)*det(B)
            | n*m exchanges of columns
    """),
    *laws("A: n x n; B: m x m", """
        det_kron: |- det(kron(A, B)) = det(A)^m*det(B)^n | determinant of a Kronecker product
    """),
    *laws("A: n x n; k: natural", """
        det_power: |- det(A^k) = det(A)^k | determinant of a power
    """),
    *laws("A: n x n; v: n", """
        det_of_kernel: A*v = 0; v != 0 |- det(A) = 0 | a matrix that takes a nonzero vector to 0 is singular
    """),
    *laws("A: n x n; B: n x m; C: m x n; D: m x m", """
        det_block_upper: |- det([A, B; zeros(m, n), D]) = det(A)*det(D) | determinant of a block triangular matrix
        det_block_lower: |- det([A, zeros(n, m); C, D]) = det(A)*det(D) | determinant of a block triangular matrix
        det_schur: invertible(A) |- det([A, B; C, D]) = det(A)*det(D - C*A^-1*B) | Schur complement
        det_schur_lower: invertible(D) |- det([A, B; C, D]) = det(D)*det(A - B*D^-1*C) | Schur complement
        invertible_schur: invertible(A); invertible(D - C*A^-1*B) |- invertible([A, B; C, D]) | Schur complement
        invertible_schur_lower: invertible(D); invertible(A - B*D^-1*C) |- invertible([A, B; C, D]) | Schur complement
        invertible_complement: invertible(A); invertible([A, B; C, D]) |- invertible(D - C*A^-1*B) | Schur complement
        invertible_complement_lower: invertible(D); invertible([A, B; C, D]) |- invertible(A - B*D^-1*C)
            | Schur complement
    """),
    *laws("A: m x n; B: n x p", """
        rank_column_factor: full column rank(A) |- rank(A*B) = rank(B)
            | multiplication by a matrix of full column rank keeps the rank
        rank_row_factor: full row rank(B) |- rank(A*B) = rank(A)
            | multiplication by a matrix of full row rank keeps the rank
    """),
    *laws("A: m x n", """
        rank_gram_rows: |- rank(A*A') = rank(A) | rank of a Gram matrix
    """),
    *laws("A: m x n; B: p x q", """
        rank_kron: |- rank(kron(A, B)) = rank(A)*rank(B) | rank of a Kronecker product
    """),
)

"""Defining equations of properties, inverses and the matrix exponential, and what makes them unique."""

from symbolic.language.laws.law import laws

EQUATIONS = (
    *laws("A: n x n", """
        inverse: invertible(A) |- A*A^-1 = I; A^-1*A = I | definition of the inverse
        symmetric: symmetric(A) |- A' = A | symmetric
        symmetric_of_eq: A' = A |- symmetric(A) | equal to its transpose
        antisymmetric: antisymmetric(A) |- A' = -A | antisymmetric
        antisymmetric_of_eq: A' = -A |- antisymmetric(A) | minus its transpose
        idempotent: idempotent(A) |- A*A = A | idempotent
        idempotent_of_eq: A*A = A |- idempotent(A) | equal to its square
        orthogonal: orthogonal(A) |- A'*A = I; A*A' = I | orthogonal
        orthogonal_of_eq: A'*A = I |- orthogonal(A) | the transpose is the inverse
        diagonal: diagonal(A) |- A = diag(diagv(A)) | diagonal
        diagonal_of_eq: A = diag(diagv(A)) |- diagonal(A) | equal to its diagonal
    """),
    *laws("A: m x n", """
        pinv: |- A*pinv(A)*A = A; pinv(A)*A*pinv(A) = pinv(A); (A*pinv(A))' = A*pinv(A); (pinv(A)*A)' = pinv(A)*A
            | Penrose equations
        zero_of_gram: A'*A = 0 |- A = 0 | a matrix with zero Gram matrix is zero
        trace_gram_zero: tr(A'*A) = 0 |- A = 0 | a sum of squares is zero only for zeros
    """),
    *laws("A: m x n; B: n x m", """
        pinv_unique: A*B*A = A; B*A*B = B; (A*B)' = A*B; (B*A)' = B*A |- pinv(A) = B
            | the Moore-Penrose inverse is unique
    """),
    *laws("A: n x n; B: n x n", """
        inverse_unique: A*B = I |- invertible(A); A^-1 = B | a one-sided inverse of a square matrix is the inverse
        one_sided_inverse: A*B = I |- B*A = I | a one-sided inverse of a square matrix is two-sided
        loewner_of_semidefinite: positive semidefinite(A - B) |- A >> B | Loewner order
        semidefinite_of_loewner: A >> B |- positive semidefinite(A - B) | Loewner order
    """),
    *laws("A: m x n; B: m x p", """
        range_witness: range(B) <= range(A) |- A*pinv(A)*B = B | the projection on range(A) fixes B
    """),
    *laws("A: m x n; B: m x p; W: n x p", """
        range_of_witness: B = A*W |- range(B) <= range(A) | columns of A*W are combinations of those of A
    """),
    *laws("n: natural, positive; i: natural, positive", """
        unit_norm: i <= n |- unit(i, n)'*unit(i, n) = 1 | a basis vector has length 1
    """),
    *laws("n: natural, positive; i: natural, positive; j: natural, positive", """
        unit_orthogonal: i <= n; j <= n; i != j |- unit(i, n)'*unit(j, n) = 0 | basis vectors are orthogonal
    """),
    *laws("v: n", """
        diagonal_inverse: 0 < v.^2 |- diag(v)^-1 = diag(1./v); invertible(diag(v)) | inverse of a diagonal matrix
    """),
    *laws("A: n x n; B: n x n", """
        expm_similar: invertible(B) |- expm(B*A*B^-1) = B*expm(A)*B^-1 | exponential of a similar matrix
        expm_sum: A*B = B*A |- expm(A + B) = expm(A)*expm(B) | exponential of a sum of matrices that commute
        expm_commutes_with: A*B = B*A |- expm(A)*B = B*expm(A)
            | what commutes with a matrix commutes with its exponential
    """),
    *laws("A: n x n; k: natural", """
        expm_multiple: |- expm(k*A) = expm(A)^k | exponential of a multiple
    """),
    *laws("A: n x n; c: scalar", """
        expm_projection: A*A = A |- expm(c*A) = I + (exp(c) - 1)*A | the powers of a projection are equal
        expm_shift: |- expm(A + c*I) = exp(c)*expm(A) | c*I commutes with all
        expm_scalar: |- expm(c*I(n)) = exp(c)*I(n) | a multiple of the identity
    """),
    *laws("A: n x n; x: n; c: scalar", """
        expm_eigenvector: A*x = c*x |- expm(A)*x = exp(c)*x | an eigenvector of A is one of its powers
    """),
    *laws("A: n x n", """
        expm_inverse: |- expm(A)*expm(-A) = I; invertible(expm(A)) | the exponential of -A is the inverse of that of A
        expm_square_zero: A*A = 0 |- expm(A) = I + A | the series breaks off
        expm_commutes: |- A*expm(A) = expm(A)*A | a matrix commutes with its exponential
    """),
    *laws("A: m x n", """
        pinv_of_column_rank: full column rank(A) |- pinv(A) = (A'*A)^-1*A' | Moore-Penrose inverse of full column rank
        pinv_of_row_rank: full row rank(A) |- pinv(A) = A'*(A*A')^-1 | Moore-Penrose inverse of full row rank
    """),
    *laws("A: n x n; B: n x n; k: natural", """
        power_commutes_with: A*B = B*A |- A^k*B = B*A^k | what commutes with a matrix commutes with its powers
    """),
    *laws("A: n x n; k: natural", """
        power_commutes: |- A*A^k = A^k*A | a matrix commutes with its powers
        counted_power: |- sum(A^r*A^(k - 1 - r), r, 0, k - 1)*A = k*A^k | k equal summands
        geometric_sum: |- A*sum(A^r, r, 0, k - 1) = sum(A^r, r, 0, k - 1) + A^k - I;
            sum(A^r, r, 0, k - 1)*A = sum(A^r, r, 0, k - 1) + A^k - I | a geometric sum telescopes
    """),
    *laws("A: n x n; B: n x n; k: natural", """
        telescoping_sum: |- A*sum(A^r*B*A^(k - 1 - r), r, 0, k - 1) + B*A^k
                = sum(A^r*B*A^(k - 1 - r), r, 0, k - 1)*A + A^k*B;
            A*sum(A^r*B*A^(k - 1 - r), r, 0, k - 1) + B*A^k = sum(A^r*B*A*A^(k - 1 - r), r, 0, k - 1) + A^k*B
            | all other summands occur on both sides
        trace_of_telescoping_sum: |- tr(A*sum(A^r*B*A^(k - 1 - r), r, 0, k - 1)) = k*tr(A^k*B)
            | the trace of every summand is the same
    """),
    *laws("A: n x n; j: natural; k: natural", """
        power_of_matrix_power: |- (A^j)^k = A^(j*k) | power of a power
        power_of_summed_exponent: |- A^(j + k) = A^j*A^k | exponents add up
    """),
    *laws("v: n; k: natural", """
        counted_power_of_entries: |- sum(v.^r.*v.^(k - 1 - r), r, 0, k - 1).*v = k*v.^k | k equal summands
    """),
    *laws("A: n x n; B: n x n; k: natural", """
        power_of_similar: invertible(B) |- (B*A*B^-1)^k = B*A^k*B^-1 | the factors between cancel
        power_of_rotated: orthogonal(B) |- (B*A*B')^k = B*A^k*B' | the factors between cancel
    """),
    *laws("A: m x m; B: n x n; W: m x n; k: natural", """
        power_intertwines: A*W = W*B |- A^k*W = W*B^k | what intertwines two matrices intertwines their powers
    """),
)

"""Positive definite and semidefinite matrices, the Loewner order."""

from symbolic.language.laws.law import laws

DEFINITE = (
    *laws("A: m x n", """
        gram_definite: full column rank(A) |- positive definite(A'*A) | Gram matrix of full column rank
        gram_definite_rows: full row rank(A) |- positive definite(A*A') | Gram matrix of full row rank
        gram_semidefinite: |- positive semidefinite(A'*A) | a Gram matrix is semidefinite
    """),
    *laws("A: n x n", """
        invertible_of_definite: positive definite(A) |- invertible(A) | positive definite matrices are invertible
        symmetric_of_definite: positive definite(A) |- symmetric(A) | definite matrices are symmetric
        symmetric_of_semidefinite: positive semidefinite(A) |- symmetric(A) | semidefinite matrices are symmetric
        semidefinite_of_definite: positive definite(A) |- positive semidefinite(A) | definite implies semidefinite
        definite_inverse: positive definite(A) |- positive definite(A^-1) | inverse of a definite matrix
        definite_trace: positive definite(A) |- 0 < tr(A) | trace of a definite matrix
        definite_determinant: positive definite(A) |- 0 < det(A) | determinant of a definite matrix
    """),
    *laws("a: scalar; b: scalar; d: scalar", """
        definite_of_minors: 0 < a; 0 < a*d - b*b |- positive definite([a, b; b, d]) | Sylvester's criterion
        semidefinite_of_minors: 0 <= a; 0 <= a*d - b*b; 0 <= d |- positive semidefinite([a, b; b, d])
            | the sum and the product of the eigenvalues are nonnegative
    """),
    *laws("A: n x n; k: natural", """
        definite_power: positive definite(A) |- positive definite(A^k) | the eigenvalues are powers of positive numbers
        semidefinite_power: positive semidefinite(A) |- positive semidefinite(A^k)
            | the eigenvalues are powers of nonnegative numbers
        semidefinite_even_power: symmetric(A) |- positive semidefinite(A^(2*k)) | the square of a symmetric matrix
        symmetric_power: symmetric(A) |- symmetric(A^k) | a power of a symmetric matrix is symmetric
    """),
    *laws("A: n x n; B: n x n", """
        semidefinite_sum: positive semidefinite(A); positive semidefinite(B) |- positive semidefinite(A + B)
            | sum of semidefinite matrices
        definite_sum: positive definite(A); positive semidefinite(B) |- positive definite(A + B)
            | definite plus semidefinite
    """),
    *laws("A: n x n; c: scalar", """
        semidefinite_scaled: positive semidefinite(A); 0 <= c |- positive semidefinite(c*A) | nonnegative multiple
        definite_scaled: positive definite(A); 0 < c |- positive definite(c*A) | positive multiple
    """),
    *laws("n: natural, positive", """
        definite_identity: |- positive definite(I(n)) | the identity is positive definite
    """),
    *laws("A: n x n; B: m x n", """
        semidefinite_congruence: positive semidefinite(A) |- positive semidefinite(B*A*B') | congruence
        definite_congruence: positive definite(A); full row rank(B) |- positive definite(B*A*B')
            | congruence by a matrix of full row rank
    """),
    *laws("A: n x n; x: n", """
        definite_form: positive definite(A); x != 0 |- 0 < x'*A*x | a definite form is positive
        semidefinite_form: positive semidefinite(A) |- 0 <= x'*A*x | a semidefinite form is nonnegative
    """),
    *laws("A: n x n", """
        definite_transpose: positive definite(A) |- positive definite(A') | definite matrices are symmetric
        semidefinite_transpose: positive semidefinite(A) |- positive semidefinite(A')
            | semidefinite matrices are symmetric
        semidefinite_trace: positive semidefinite(A) |- 0 <= tr(A) | trace of a semidefinite matrix
        semidefinite_determinant: positive semidefinite(A) |- 0 <= det(A) | determinant of a semidefinite matrix
        definite_of_semidefinite: positive semidefinite(A); invertible(A) |- positive definite(A)
            | semidefinite and invertible
    """),
    *laws("A: n x n; B: n x m; D: m x m", """
        definite_block: positive definite([A, B; B', D]) |- positive definite(A); positive definite(D);
            positive definite(D - B'*A^-1*B); positive definite(A - B*D^-1*B')
            | blocks and Schur complements of a definite matrix
        definite_of_schur: positive definite(A); positive definite(D - B'*A^-1*B) |- positive definite([A, B; B', D])
            | Schur complement
        definite_of_schur_lower: positive definite(D); positive definite(A - B*D^-1*B')
            |- positive definite([A, B; B', D])
            | Schur complement
    """),
    *laws("A: n x n", """
        definite_exponential: symmetric(A) |- positive definite(expm(A)) | the square of expm(A/2)
    """),
    *laws("v: n", """
        definite_diagonal: 0 < v |- positive definite(diag(v)) | positive diagonal
        semidefinite_covariance_of_weights: 0 <= v; sum(v) <= 1 |- positive semidefinite(diag(v) - v*v')
            | Cauchy and Schwarz: (sum of v_i x_i)^2 is at most the sum of v_i times that of v_i x_i^2
        semidefinite_diagonal: 0 <= v |- positive semidefinite(diag(v)) | nonnegative diagonal
    """),
    *laws("A: n x n; B: m x m", """
        definite_kron: positive definite(A); positive definite(B) |- positive definite(kron(A, B))
            | Kronecker product of definite matrices
        semidefinite_kron: positive semidefinite(A); positive semidefinite(B) |- positive semidefinite(kron(A, B))
            | Kronecker product of semidefinite matrices
    """),
    *laws("A: n x n; B: n x n", """
        semidefinite_hadamard: positive semidefinite(A); positive semidefinite(B) |- positive semidefinite(A.*B)
            | Schur's product theorem
        definite_hadamard: positive definite(A); positive definite(B) |- positive definite(A.*B)
            | Schur's product theorem
        semidefinite_product: positive semidefinite(A); positive semidefinite(B); A*B = B*A
            |- positive semidefinite(A*B) | commuting semidefinite factors
        semidefinite_trace_product: positive semidefinite(A); positive semidefinite(B) |- 0 <= tr(A*B)
            | trace of a product of semidefinite matrices
        loewner_antisymmetric: A >> B; B >> A |- A = B | the order is antisymmetric
        loewner_inverse: positive definite(B); A >> B |- B^-1 >> A^-1 | the inverse turns the order round
    """),
    *laws("A: n x n", """
        semidefinite_of_above_zero: A >> 0 |- positive semidefinite(A) | Loewner order
        above_zero_of_semidefinite: positive semidefinite(A) |- A >> 0 | Loewner order
        semidefinite_pinv: positive semidefinite(A) |- positive semidefinite(pinv(A)) | a congruence of A
        loewner_trace: positive semidefinite(A) |- tr(A)*I >> A | no eigenvalue exceeds their sum
        invertible_of_symmetric_part: positive definite(A + A') |- invertible(A) | A*x = 0 gives x'*(A + A')*x = 0
    """),
    *laws("A: n x n; x: n", """
        semidefinite_form_zero: positive semidefinite(A); x'*A*x = 0 |- A*x = 0 | a semidefinite form is 0 on its kernel
    """),
    *laws("A: n x n; x: n; y: n", """
        semidefinite_cauchy_schwarz: positive semidefinite(A) |- (x'*A*y)^2 <= (x'*A*x)*(y'*A*y) | Cauchy and Schwarz
    """),
    *laws("A: n x n; B: n x n", """
        loewner_determinant: positive semidefinite(B); A >> B |- det(B) <= det(A) | determinants follow the order
        loewner_range: positive semidefinite(B); A >> B |- range(B) <= range(A) | the kernel of A lies in that of B
        semidefinite_sum_zero: positive semidefinite(A); positive semidefinite(B); A + B = 0 |- A = 0
            | semidefinite matrices that add up to 0
        semidefinite_product_zero: positive semidefinite(A); positive semidefinite(B); tr(A*B) = 0 |- A*B = 0
            | the trace is that of a Gram matrix
    """),
    *laws("A: n x n; B: n x m; D: m x m", """
        semidefinite_block: positive semidefinite([A, B; B', D]) |- positive semidefinite(A);
            positive semidefinite(D); range(B) <= range(A); range(B') <= range(D)
            | blocks of a semidefinite matrix
        semidefinite_of_schur: positive definite(A); positive semidefinite(D - B'*A^-1*B)
            |- positive semidefinite([A, B; B', D])
            | Schur complement
        semidefinite_of_schur_lower: positive definite(D); positive semidefinite(A - B*D^-1*B')
            |- positive semidefinite([A, B; B', D])
            | Schur complement
        semidefinite_complement: positive definite(A); positive semidefinite([A, B; B', D])
            |- positive semidefinite(D - B'*A^-1*B)
            | Schur complement
    """),
    *laws("A: n x n; B: n x n; C: n x n", """
        loewner_transitive: A >> B; B >> C |- A >> C | the order is transitive
    """),
)

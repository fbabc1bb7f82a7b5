"""Entry by entry: reciprocals, roots, logarithms; the signs of entries (vec(A) is the vector of all of them)."""

from symbolic.language.laws.law import laws

ENTRIES = (
    *laws("A: m x n", """
        sigmoid_below_one: |- 0 < vec(ones(m, n) - sigmoid(A)) | the logistic function is below 1
        reciprocal_entries: 0 < vec(A.^2) |- A.*(1./A) = ones(m, n) | numbers times their reciprocals
        nonzero_entries: 0 < vec(A) |- 0 < vec(A.^2) | squares of positive numbers
        positive_vector: positive(A) |- 0 < vec(A) | positive
        nonnegative_vector: nonnegative(A) |- 0 <= vec(A) | nonnegative
        nonnegative_entries: 0 < vec(A) |- 0 <= vec(A) | positive numbers are nonnegative
        square_root_entries: 0 <= vec(A) |- sqrt(A).*sqrt(A) = A | squares of the roots
        exp_log_entries: 0 < vec(A) |- exp(log(A)) = A | exp and log are inverse
        log_exp_entries: |- log(exp(A)) = A | log and exp are inverse
        positive_entries_exp: |- 0 < vec(exp(A)) | the exponential is positive
        positive_entries_ones: |- 0 < vec(ones(m, n)) | 1 is positive
        positive_entries_reciprocal: 0 < vec(A) |- 0 < vec(1./A) | reciprocals of positive numbers
        positive_entries_root: 0 < vec(A) |- 0 < vec(sqrt(A)) | roots of positive numbers
        positive_entries_transpose: 0 < vec(A) |- 0 < vec(A') | the entries of the transpose
        positive_entries_sum: 0 < vec(A) |- 0 < sum(A) | sum of positive numbers
        positive_entries_square: 0 < vec(A.^2) |- 0 < vec(A.*A) | a square
        nonnegative_entries_square: |- 0 <= vec(A.^2); 0 <= vec(A.*A) | squares are nonnegative
        nonnegative_entries_abs: |- 0 <= vec(abs(A)) | absolute values are nonnegative
        nonnegative_entries_relu: |- 0 <= vec(relu(A)) | relu is nonnegative
        nonnegative_entries_root: 0 <= vec(A) |- 0 <= vec(sqrt(A)) | roots are nonnegative
        nonnegative_entries_transpose: 0 <= vec(A) |- 0 <= vec(A') | the entries of the transpose
        nonnegative_entries_sum: 0 <= vec(A) |- 0 <= sum(A) | sum of nonnegative numbers
        nonzero_of_entries: 0 < vec(A.^2) |- A != 0 | a matrix with an entry that is not 0
    """),
    *laws("A: m x n; B: m x n", """
        positive_entries_hadamard: 0 < vec(A); 0 < vec(B) |- 0 < vec(A.*B) | products of positive numbers
        positive_entries_plus: 0 < vec(A); 0 <= vec(B) |- 0 < vec(A + B) | positive plus nonnegative
        nonnegative_entries_hadamard: 0 <= vec(A); 0 <= vec(B) |- 0 <= vec(A.*B) | products of nonnegative numbers
        nonnegative_entries_plus: 0 <= vec(A); 0 <= vec(B) |- 0 <= vec(A + B) | sums of nonnegative numbers
        log_product_entries: 0 < vec(A); 0 < vec(B) |- log(A.*B) = log(A) + log(B) | log of a product
    """),
    *laws("A: m x k; B: k x n", """
        positive_entries_product: 0 < vec(A); 0 < vec(B) |- 0 < vec(A*B) | sums of products of positive numbers
        nonnegative_entries_product: 0 <= vec(A); 0 <= vec(B) |- 0 <= vec(A*B) | sums of products of nonnegative numbers
    """),
    *laws("A: m x n; c: scalar", """
        positive_entries_scaled: 0 < vec(A); 0 < c |- 0 < vec(c*A) | positive multiple
        nonnegative_entries_scaled: 0 <= vec(A); 0 <= c |- 0 <= vec(c*A) | nonnegative multiple
    """),
    *laws("A: n x n", """
        positive_entries_diagonal: 0 < vec(A) |- 0 < diagv(A) | the entries of the diagonal
        nonnegative_entries_diagonal: 0 <= vec(A) |- 0 <= diagv(A) | the entries of the diagonal
        diagonal_of_definite: positive definite(A) |- 0 < diagv(A) | the diagonal of a definite matrix
        diagonal_of_semidefinite: positive semidefinite(A) |- 0 <= diagv(A) | the diagonal of a semidefinite matrix
    """),
    *laws("A: m x n; i: natural, positive; j: natural, positive", """
        nonzero_of_entry: i <= m; j <= n; A[i, j] != 0 |- A != 0 | a matrix with an entry that is not 0
    """),
)

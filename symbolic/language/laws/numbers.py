"""Numbers: signs, powers, roots, exponentials, sines."""

from symbolic.language.laws.law import laws

NUMBERS = (
    *laws("c: scalar", """
        reciprocal: c != 0 |- c*c^-1 = 1 | a number times its reciprocal
        square_root: 0 <= c |- sqrt(c)*sqrt(c) = c | square of the root
        positive: positive(c) |- 0 < c | positive
        nonnegative: nonnegative(c) |- 0 <= c | nonnegative
        nonzero_of_positive: 0 < c |- c != 0 | positive numbers are not 0
        nonnegative_of_positive: 0 < c |- 0 <= c | positive numbers are nonnegative
        nonzero_of_negative: c < 0 |- c != 0 | negative numbers are not 0
        nonzero_reciprocal: c != 0 |- c^-1 != 0 | reciprocal of a nonzero number
        positive_square: c != 0 |- 0 < c^2 | square of a nonzero number
        positive_abs: c != 0 |- 0 < abs(c) | absolute value of a nonzero number
        positive_root: 0 < c |- 0 < sqrt(c) | root of a positive number
        positive_reciprocal: 0 < c |- 0 < c^-1 | reciprocal of a positive number
        nonnegative_square: |- 0 <= c^2 | a square is nonnegative
        positive_exp: |- 0 < exp(c) | the exponential is positive
        exp_log: 0 < c |- exp(log(c)) = c | exp and log are inverse
        log_exp: |- log(exp(c)) = c | log and exp are inverse
        sine_cosine: |- sin(c)*sin(c) + cos(c)*cos(c) = 1 | sine and cosine
    """),
    *laws("A: m x n", """
        norm_square: |- norm(A)*norm(A) = sum(A.*A) | the norm squared is the sum of squares
        norm_nonnegative: |- 0 <= norm(A) | a norm is nonnegative
        norm_positive: A != 0 |- 0 < norm(A) | a norm is positive off zero
        nonzero: nonzero(A) |- A != 0 | nonzero
        nonzero_of_ne: A != 0 |- nonzero(A) | nonzero
        positive_exp_sum: |- 0 < sum(exp(A)) | a sum of exponentials is positive
        sum_of_squares: |- 0 <= sum(A.*A) | a sum of squares is nonnegative
        sum_of_squares_positive: A != 0 |- 0 < sum(A.*A) | a sum of squares is positive off zero
    """),
    *laws("c: scalar; d: scalar", """
        nonzero_product: c != 0; d != 0 |- c*d != 0 | product of nonzero numbers
        nonnegative_sum: 0 <= c; 0 <= d |- 0 <= c + d | sum of nonnegative numbers
        nonnegative_product: 0 <= c; 0 <= d |- 0 <= c*d | product of nonnegative numbers
        positive_product: 0 < c; 0 < d |- 0 < c*d | product of positive numbers
        positive_sum: 0 < c; 0 <= d |- 0 < c + d | sum of a positive and a nonnegative number
        log_product: 0 < c; 0 < d |- log(c*d) = log(c) + log(d) | log of a product
    """),
    *laws("n: natural, positive", """
        positive_size: |- 0 < n | sizes are positive
    """),
    *laws("k: natural", """
        nonnegative_natural: |- 0 <= k | natural numbers are nonnegative
    """),
    *laws("k: natural", """
        minus_one_power_square: |- (-1)^k*(-1)^k = 1; (-1)^(k*k) = (-1)^k | a number and its square are both even or odd
    """),
    *laws("j: natural; k: natural", """
        whole_gap: |- 0 <= (j - k)*(j - k - 1) | no whole number lies between 0 and 1
    """),
    *laws("c: scalar; k: natural", """
        nonzero_power: c != 0 |- c^k != 0 | power of a nonzero number
        positive_power: 0 < c |- 0 < c^k | power of a positive number
        nonnegative_power: 0 <= c |- 0 <= c^k | power of a nonnegative number
        nonnegative_even_power: |- 0 <= c^(2*k) | even powers are nonnegative
        log_power: 0 < c |- log(c^k) = k*log(c) | log of a power
        power_doubled: |- c^(2*k) = (c^2)^k | even power
        counted_power_of_number: |- sum(c^r*c^(k - 1 - r), r, 0, k - 1)*c = k*c^k | k equal summands
        geometric_sum_of_numbers: |- c*sum(c^r, r, 0, k - 1) = sum(c^r, r, 0, k - 1) + c^k - 1
            | a geometric sum telescopes
    """),
    *laws("c: scalar; d: scalar; k: natural", """
        power_of_product: |- (c*d)^k = c^k*d^k | power of a product
    """),
    *laws("c: scalar; j: natural; k: natural", """
        power_of_power: |- (c^j)^k = c^(j*k) | power of a power
        exponents_add: |- c^(j + k) = c^j*c^k | exponents add up
    """),
    *laws("c: scalar; d: scalar", """
        cosine_of_sum: |- cos(c + d) = cos(c)*cos(d) - sin(c)*sin(d) | cosine of a sum
        sine_of_sum: |- sin(c + d) = sin(c)*cos(d) + cos(c)*sin(d) | sine of a sum
        square_root_of_product: 0 <= c; 0 <= d |- sqrt(c*d) = sqrt(c)*sqrt(d) | root of a product
        equal_of_squares: 0 <= c; 0 <= d; c*c = d*d |- c = d | nonnegative numbers with the same square
        square_root_unique: 0 <= c; 0 <= d; c*c = d |- sqrt(d) = c | the root is the nonnegative number with that square
    """),
    *laws("c: scalar", """
        root_of_square: |- sqrt(c*c) = abs(c) | root of a square
        log_reciprocal: 0 < c |- log(1/c) = -log(c) | log of a reciprocal
        log_root: 0 < c |- log(sqrt(c)) = log(c)/2 | log of a root
        abs_of_nonnegative: 0 <= c |- abs(c) = c | absolute value of a nonnegative number
        abs_square: |- abs(c)*abs(c) = c*c | square of the absolute value
        sign_square: c != 0 |- sign(c)*sign(c) = 1 | square of a sign
    """),
    *laws("c: scalar", """
        values_at_pi: |- cos(pi) = -1; sin(pi) = 0; cos(pi/2) = 0; sin(pi/2) = 1 | values at pi
        positive_pi: |- 0 < pi | pi is positive
    """),
    *laws("A: m x n; B: m x n", """
        cauchy_schwarz: |- tr(A'*B)^2 <= tr(A'*A)*tr(B'*B) | Cauchy and Schwarz
        triangle: |- norm(A + B) <= norm(A) + norm(B) | triangle inequality
        cauchy_schwarz_norm: |- tr(A'*B) <= norm(A)*norm(B); -tr(A'*B) <= norm(A)*norm(B) | Cauchy and Schwarz
    """),
    *laws("A: m x n; B: n x p", """
        norm_of_product: |- norm(A*B) <= norm(A)*norm(B) | Cauchy and Schwarz, row by column
    """),
    *laws("c: scalar; d: scalar", """
        order_of_squares: 0 <= d; c*c <= d*d |- c <= d | nonnegative numbers compare as their squares do
        positive_factor: 0 < c*d; 0 < d |- 0 < c | a positive product with a positive factor
        nonnegative_factor: 0 <= c*d; 0 < d |- 0 <= c | a nonnegative product with a positive factor
    """),
    *laws("A: m x n", """
        norm_zero: norm(A) = 0 |- A = 0 | a norm is 0 only at 0
    """),
)

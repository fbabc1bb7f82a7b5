"""Statements that hold for all sizes, by the mechanism that proves them. The rows are as in `true_statements`."""

RANKS = [
    ("A: m x n; B: n x p", "", "rank(A) + rank(B) - n <= rank(A*B)"),
    ("A: m x n; B: n x p; C: p x q", "", "rank(A*B) + rank(B*C) <= rank(B) + rank(A*B*C)"),
    ("A: m x n; B: m x n", "", "rank(A) - rank(B) <= rank(A - B)"),
    ("A: m x n; B: n x p", "A*B = 0", "rank(A) + rank(B) <= n"),
    ("A: m x n; X: n x m", "A*X*A = A", "tr(A*X) = rank(A)"),
    ("A: n x n; G: n x n", "A*G*A = A; A*G = G*A", "rank(A^2) = rank(A)"),
    ("H: n x n", "H*H = I", "tr(H) = 2*rank(I + H) - n"),
    ("A: m x n; B: m x p; W: n x p; V: p x n", "B = A*W; A = B*V", "rank(A) = rank(B)"),
    ("A: m x n", "", "rank(A*A'*A) = rank(A)"),
    ("A: n x n, invertible; B: n x m; C: k x n; D: k x m", "", "rank([A, B; C, D]) = n + rank(D - C*A^-1*B)"),
    ("A: m x n; B: n x m", "", "rank(I(m) - A*B) + n = rank(I(n) - B*A) + m"),
    ("A: n x n; c: scalar, nonzero", "A*A = c*A", "rank(A) = tr(A)/c"),
    ("A: n x n", "rank(A) = n", "invertible(A)"),
    ("A: m x n", "rank(A) = 0", "A = 0"),
]

EXPONENTIALS = [
    ("A: n x n; k: natural", "", "expm(k*A) = expm(A)^k"),
    ("A: n x n; s: scalar; t: scalar", "", "expm((s + t)*A) = expm(s*A)*expm(t*A)"),
    ("A: n x n; B: n x n", "A*B = B*A", "expm(A)*expm(B) = expm(B)*expm(A)"),
    ("A: n x n; x: n; l: scalar", "A*x = l*x", "expm(A)*x = exp(l)*x"),
    ("P: n x n, idempotent; t: scalar", "", "expm(t*P) = I + (exp(t) - 1)*P"),
    ("A: n x n; c: scalar", "", "expm(A + c*I) = exp(c)*expm(A)"),
    ("A: n x n", "A*A = 0", "expm(A) = I + A"),
]

INVERSES = [
    ("A: m x n; B: n x m", "invertible(I - A*B)", "(I - A*B)^-1 = I + A*(I - B*A)^-1*B"),
    ("A: n x n; B: n x n", "A*B + A + B = 0", "A*B = B*A"),
    ("A: n x n; B: n x n", "2*A*B = A - 3*B", "A*B = B*A"),
    ("A: n x n; B: n x n", "A*B = A + B", "invertible(A - I)"),
    ("B: n x m", "", "[I(n), B; 0, I(m)]^-1 = [I(n), -B; 0, I(m)]"),
    ("S: n x n, antisymmetric", "", "orthogonal((I - S)^-1*(I + S))"),
    (
        "A: n x n, invertible; B: n x m; C: m x n; D: m x m, invertible",
        "invertible(A - B*D^-1*C)",
        "invertible(D - C*A^-1*B)",
    ),
]

DETERMINANTS = [
    ("A: n x n; B: n x n", "", "det([A, B; B, A]) = det(A + B)*det(A - B)"),
    ("A: n x n; B: n x n", "", "det([0, A; B, 0]) = (-1)^(n*n)*det(A)*det(B)"),
]

CONGRUENCES = [
    ("A: n x n, symmetric", "A >> 0; I >> A", "A >> A^2"),
    ("A: n x n, positive definite", "", "A + A^-1 >> 2*I"),
    ("A: m x n; B: m x n; c: scalar, positive", "", "c*A'*A + B'*B/c >> A'*B + B'*A"),
    ("A: m x n; B: m x k, full column rank", "", "A'*A >> A'*B*(B'*B)^-1*B'*A"),
    (
        "X: n x d, full column rank; c: scalar, positive",
        "",
        "let R = (X'*X + c*I)^-1; (X'*X)^-1 >> R*X'*X*R",
    ),
    ("A: n x n, positive definite; B: n x n, positive definite", "", "A >> (A^-1 + B^-1)^-1"),
    ("A: n x n, symmetric", "A >> I", "I >> A^-1"),
    ("A: n x n, positive semidefinite", "", "A^3 >> 0"),
]

SEMIDEFINITE = [
    ("A: n x n, positive semidefinite; x: n", "x'*A*x = 0", "A*x = 0"),
    ("A: n x n, positive semidefinite; B: n x n, positive semidefinite", "tr(A*B) = 0", "A*B = 0"),
    ("A: m x n; B: m x p", "A*A' + B*B' = 0", "B = 0"),
    ("A: n x n", "A + A' >> 0", "invertible(I + A)"),
    ("A: n x n, positive definite; K: n x n, antisymmetric", "", "invertible(A + K)"),
    ("A: n x n, positive definite; B: n x m; D: m x m, symmetric", "D - B'*A^-1*B >> 0", "[A, B; B', D] >> 0"),
    ("A: m x n; B: m x p", "", "range(A) <= range(A*A' + B*B')"),
    ("A: n x n, positive semidefinite", "", "pinv(A) >> 0"),
    ("u: n", "u'*u <= 1", "I >> u*u'"),
    ("u: n", "", "positive semidefinite(u'*u*I(n) - u*u')"),
    ("P: n x n, symmetric, idempotent; Q: n x n, symmetric, idempotent", "P >> Q", "P*Q = Q"),
    ("P: n x n, symmetric, idempotent; Q: n x n, symmetric, idempotent", "P >> Q", "range(Q) <= range(P)"),
]

BOUNDS = [
    ("A: n x n, antisymmetric", "", "tr(A*A) <= 0"),
    ("A: m x n; B: m x n", "", "tr(A'*B)^2 <= tr(A'*A)*tr(B'*B)"),
    ("A: n x n", "", "tr(A)^2 <= n*tr(A'*A)"),
    ("A: n x n", "", "tr(A^2) <= tr(A'*A)"),
    ("A: n x n, positive semidefinite", "", "tr(A^2) <= tr(A)^2"),
    ("A: n x n, symmetric; B: n x n, symmetric; C: n x n, positive semidefinite", "A >> B", "tr(C*B) <= tr(C*A)"),
    ("A: n x n, symmetric; B: n x n, symmetric; i: natural, positive", "A >> B; i <= n", "B[i, i] <= A[i, i]"),
    ("A: n x n, positive semidefinite; x: n; y: n", "", "(x'*A*y)^2 <= (x'*A*x)*(y'*A*y)"),
    ("A: n x n, positive definite; B: n x n, positive definite", "A >> B", "det(B) <= det(A)"),
    ("A: n x n, positive definite; x: n; y: n", "", "(x'*y)^2 <= (x'*A*x)*(y'*A^-1*y)"),
    ("P: n x n, symmetric, idempotent; x: n", "", "norm(P*x) <= norm(x)"),
    ("x: n; y: n", "", "norm(x) - norm(y) <= norm(x - y)"),
    ("x: n; y: n", "", "abs(x'*y) <= norm(x)*norm(y)"),
    ("A: m x n; B: n x m", "", "abs(tr(A*B)) <= norm(A)*norm(B)"),
    ("A: m x n; x: n; b: m", "A*x = b", "norm(pinv(A)*b)^2 <= norm(x)^2"),
    ("A: m x n; x: n; b: m", "", "norm(A*pinv(A)*b - b)^2 <= norm(A*x - b)^2"),
    ("X: n x d; c: scalar, positive", "", "tr(X*(X'*X + c*I(d))^-1*X') <= d"),
    ("A: m x n; x: n; b: m", "", "-b'*A*pinv(A)*b <= norm(A*x)^2 - 2*b'*A*x"),
]

CANCELLATIONS = [
    ("A: m x n", "A*A'*A = 0", "A = 0"),
    ("A: n x n", "A*A' = A'*A; A^3 = 0", "A = 0"),
    ("A: n x n", "A*A = A; A*A' = A'*A", "A' = A"),
]

CONTRADICTIONS = [
    ("A: n x n, invertible; x: n, nonzero; l: scalar", "A*x = l*x", "l != 0"),
    ("A: n x n, invertible; x: n, nonzero; l: scalar", "A*x = l*x", "A^-1*x = x/l"),
    ("X: n x d, full column rank; w: d, nonzero; y: n; c: scalar", "X*w = c*y", "c != 0"),
    ("A: n x n; B: n x m", "det(A) != 0; A*B = 0", "B = 0"),
    ("A: n x n; B: n x m", "det(A) < 0; A*B = 0", "B = 0"),
    ("P: n x n, idempotent", "det(P) != 0", "P = I"),
]

SYMMETRIC = [
    ("H: n x n, symmetric; b: scalar", "", "positive definite(expm(-b*H))"),
    ("H: n x n, symmetric; b: scalar; X: m x n", "", "0 < tr(expm(-b*(H + X'*X)))"),
    ("H: n x n, symmetric; b: scalar", "", "grad(log(tr(expm(-b*H))), b) = -tr(H*expm(-b*H))/tr(expm(-b*H))"),
]

EIGENVALUES = [
    ("A: n x n, positive definite; x: n, nonzero; l: scalar", "A*x = l*x", "0 < l"),
    ("A: n x n, positive semidefinite; x: n, nonzero; l: scalar", "A*x = l*x", "0 <= l"),
    ("A: n x n, positive semidefinite; x: n, nonzero; l: scalar", "A*x = -l*x", "l <= 0"),
    ("X: n x d; x: d, nonzero; l: scalar", "X'*X*x = l*x", "0 <= l"),
    ("A: n x n, positive definite; x: n, nonzero; l: scalar; m: scalar, positive", "A*x = l*x", "l + m != 0"),
]

NESTED_INDUCTION = [
    ("A: m x m; B: n x n; W: m x n; k: natural", "A*W = W*B", "sum(A^r, r, 0, k)*W = W*sum(B^r, r, 0, k)"),
    ("A: n x n; y: n; c: scalar; k: natural", "y'*A = c*y'", "y'*sum(A^r, r, 0, k) = sum(c^r, r, 0, k)*y'"),
    ("A: m x n; B: n x m; C: m x p; k: natural", "", "A*(B*A)^k*B*C = (A*B)^k*A*B*C"),
    ("A: n x n; B: n x n; y: n; k: natural", "", "y'*A^k - y'*B^k = sum(y'*A^r*(A - B)*B^(k - 1 - r), r, 0, k - 1)"),
    ("P: n x n, idempotent; k: natural", "", "sum(P^r, r, 1, k) = k*P"),
    ("k: natural", "", "sum(sum(q^2, q, 0, r), r, 0, k) = k*(k + 1)^2*(k + 2)/12"),
    ("A: n x n; k: natural", "", "(I - A)*sum(A^r, r, 0, 2*k - 1) = (I - A^k)*(I + A^k)"),
]

SUMS_COUNTED_DOWN = [
    ("A: n x n; B: n x n; k: natural", "", "A^k*B - B*A^k = sum(A^r*(A*B - B*A)*A^(k - 1 - r), r, 0, k - 1)"),
    ("A: n x n; B: n x n; k: natural", "", "grad(tr(B*A^k), A) = sum((A^r*B*A^(k - r - 1))', r, 0, k - 1)"),
    ("A: n x n; B: m x m; C: n x m; k: natural", "",
     "sum(A^r*C*B^(k - 1 - r), r, 0, k - 1) = sum(A^(k - 1 - r)*C*B^r, r, 0, k - 1)"),
]

POWERS = [
    ("A: n x n; j: natural; k: natural", "", "(A^j)^k = A^(j*k)"),
    ("A: n x n; B: n x n; j: natural; k: natural", "", "A^(j + k)*B = A^k*A^j*B"),
    ("A: n x n; k: natural", "", "A^(3*k) = A^k*A^(2*k)"),
    ("A: n x n; k: natural", "", "(I - A)*sum(A^r, r, 0, 2*k - 1) = (I - A^k)*(I + A^k)"),
    ("c: scalar; k: natural", "", "(1 - c)*sum(c^r, r, 0, k - 1) = 1 - c^k"),
    ("A: m x n; B: n x m; k: natural, positive", "", "tr((A*B)^k) = tr((B*A)^k)"),
    ("A: n x n; B: n x m; C: m x n; k: natural", "", "tr(A*B*(C*A*B)^k*C) = tr((B*C*A)^k*B*C*A)"),
    ("A: m x m; B: n x n; W: m x n; k: natural", "A*W = W*B", "A^(2*k)*W = W*B^(2*k)"),
    ("A: n x n, symmetric; k: natural", "", "A^(2*k) >> 0"),
    ("A: n x n, symmetric; B: m x n; k: natural", "", "positive semidefinite(B*A^(2*k)*B')"),
    ("A: n x n, positive semidefinite; k: natural", "", "positive semidefinite(A^k)"),
    ("A: n x n, positive definite; k: natural", "", "invertible(A^k + A)"),
    ("A: n x n, symmetric; k: natural", "", "symmetric(A^k)"),
    ("A: n x n; B: m x m", "", "det([zeros(n, m), A; B, zeros(m, n)])^2 = det(A)^2*det(B)^2"),
    ("A: n x n; B: n x n", "", "det([0, A; B, 0]) = (-1)^n*det(A)*det(B)"),
    ("k: natural", "", "(-1)^(k^2) = (-1)^k"),
    ("k: natural", "", "(-1)^(2*k + 1) = -1"),
]

POWERS_OF_NUMBERS = [
    ("t: scalar; k: natural", "", "grad(t^(k + 1), t) = (k + 1)*t^k"),
    ("t: scalar; c: scalar; k: natural", "", "grad((c - 2*t)^(2*k + 1), t) = -2*(2*k + 1)*(c - 2*t)^(2*k)"),
    ("x: n; k: natural", "", "grad((x'*x)^(k + 1), x) = 2*(k + 1)*(x'*x)^k*x"),
    ("x: n; A: n x n, symmetric; k: natural", "", "grad((1 + x'*A*x)^(k + 2), x) = 2*(k + 2)*(1 + x'*A*x)^(k + 1)*A*x"),
    ("X: n x d; w: d; k: natural", "", "grad(sum((X*w).^(k + 1)), w) = (k + 1)*X'*(X*w).^k"),
    ("x: n; k: natural", "", "jac(x.^(k + 1), x) = (k + 1)*diag(x.^k)"),
    ("x: n; y: n; k: natural", "", "(x.*x).^k.*y = (x.^k).*(x.^k).*y"),
    ("t: scalar; k: natural", "", "grad(sum(t^r, r, 0, k), t) = sum(r*t^(r - 1), r, 1, k)"),
    ("x: n; k: natural", "", "grad(sum((x'*x)^r, r, 0, k), x) = 2*sum(r*(x'*x)^(r - 1), r, 1, k)*x"),
    ("t: scalar, positive; p: scalar", "", "grad(t^p, t) = p*t^(p - 1)"),
    ("x: n, nonzero; p: scalar", "", "grad((x'*x)^p, x) = 2*p*(x'*x)^(p - 1)*x"),
    ("l: n; k: natural", "", "diag(l)^k = diag(l.^k)"),
    ("x: n; k: natural", "0 < x", "x.*x.^(k - 1) = x.^k"),
    ("A: n x n; Q: n x n, orthogonal; l: n; k: natural", "A = Q*diag(l)*Q'", "tr(A^k) = sum(l.^k)"),
    ("A: n x n; B: n x n, invertible; k: natural", "", "tr((B*A*B^-1)^k) = tr(A^k)"),
]

POWERS_OF_BLOCKS = [
    ("A: n x n; D: m x m; k: natural", "", "[A, zeros(n, m); zeros(m, n), D]^k = [A^k, zeros(n, m); zeros(m, n), D^k]"),
    ("A: n x n; B: n x m; D: m x m; k: natural", "",
     "[A, B; zeros(m, n), D]^k = [A^k, sum(A^r*B*D^(k - 1 - r), r, 0, k - 1); zeros(m, n), D^k]"),
    ("x: n; k: natural", "", "[I(n), x; zeros(1, n), 1]^k = [I(n), k*x; zeros(1, n), 1]"),
    ("a: scalar; k: natural", "", "[a, 1; 0, a]^(k + 1) = [a^(k + 1), (k + 1)*a^k; 0, a^(k + 1)]"),
    ("k: natural", "", "[1, 1; 1, 0]^(k + 2) = [1, 1; 1, 0]^(k + 1) + [1, 1; 1, 0]^k"),
    ("k: natural", "", "[0, 1; 1, 0]^(2*k) = I"),
    ("A: n x n; B: m x m; k: natural", "", "kron(A, B)^k = kron(A^k, B^k)"),
    ("A: n x n; B: m x m; C: r x r; k: natural", "", "kron(A, kron(B, C))^k = kron(A^k, kron(B, C)^k)"),
]

FACTORED_DETERMINANTS = [
    ("A: n x n; B: n x n", "A*B = B*A", "det(A^2 - B^2) = det(A - B)*det(A + B)"),
    ("A: n x n", "", "det(A^3 - A) = det(A)*det(A - I)*det(A + I)"),
    ("A: n x n; B: n x n", "A*B = B*A", "det(A^3 - B^3) = det(A - B)*det(A^2 + A*B + B^2)"),
    ("u: n; v: n; x: n; y: n", "", "det(I + u*v' + x*y') = (1 + v'*u)*(1 + y'*x) - (v'*x)*(y'*u)"),
    ("u: n; v: n", "", "det(I + u*v' - v*u') = 1 + (u'*u)*(v'*v) - (u'*v)^2"),
    (
        "A: n x n, invertible; u: n; v: n; x: n; y: n",
        "",
        "det(A + u*v' + x*y') = det(A)*((1 + v'*A^-1*u)*(1 + y'*A^-1*x) - (v'*A^-1*x)*(y'*A^-1*u))",
    ),
    ("P: n x n, idempotent; Q: n x n, idempotent", "P*Q = 0", "rank(P + Q) = rank(P) + rank(Q)"),
    ("A: n x n; B: n x n", "A*B = 0; A*A*A = A; B*B*B = B", "rank(A^2 + B^2) = rank(A^2) + rank(B^2)"),
]

WEIGHTS = [
    ("p: n, nonnegative", "sum(p) = 1", "diag(p) - p*p' >> 0"),
    ("p: n, nonnegative", "sum(p) <= 1", "positive semidefinite(diag(p) - p*p')"),
    ("p: n, nonnegative; A: m x n", "sum(p) = 1", "A*diag(p)*A' >> A*p*p'*A'"),
    ("x: n", "", "diag(softmax(x)) - softmax(x)*softmax(x)' >> 0"),
    ("x: n", "", "hess(logsumexp(x), x) >> 0"),
    ("X: n x d; w: d", "", "hess(logsumexp(X*w), w) >> 0"),
    ("A: n x n, symmetric; B: n x n, symmetric", "", "tr(A*B*A*B) <= tr(A^2*B^2)"),
    ("A: n x n, antisymmetric; B: n x n, symmetric", "", "tr(A^2*B^2) <= tr(A*B*A*B)"),
]

DENOMINATORS = [
    ("c: scalar, positive; r: n", "", "1./(ones(n) + r.^2/c) = c*(1./(c*ones(n) + r.^2))"),
    ("c: scalar, positive; r: n", "", "sum((r/c)./(ones(n) + r.^2/c)) = sum(r./(c*ones(n) + r.^2))"),
    ("c: scalar, positive; r: n", "", "1/(1 + r'*r/c) = c/(c + r'*r)"),
    ("X: n x d; w: d; c: scalar, positive", "", "grad(sum(log(1 + (X*w).^2/c)), w) = 2*X'*((X*w)./(c + (X*w).^2))"),
]

MINORS = [
    ("A: 2 x 2, symmetric", "0 < A[1, 1]; 0 < det(A)", "positive definite(A)"),
    ("a: scalar; b: scalar; d: scalar", "0 < a; 0 < a*d - b^2", "positive definite([a, b; b, d])"),
    ("a: scalar; b: scalar", "", "positive semidefinite([a^2, a*b; a*b, b^2])"),
    ("A: n x n; B: n x n; t: scalar; k: natural", "",
     "dir((A + t*B)^(k + 1), t, 1) = sum((A + t*B)^r*B*(A + t*B)^(k - r), r, 0, k)"),
    ("A: n x n; B: n x n; t: scalar; k: natural", "", "grad(tr((A + t*B)^(k + 1)), t) = (k + 1)*tr((A + t*B)^k*B)"),
]

EXPECTED_ORDERS = [
    ("m: n; mu: n; S: n x n; x: n, random, mean mu, covariance S", "", "minimizes(mu, E[norm(x - m)^2], m)"),
    ("A: n x n, positive semidefinite; m: n; mu: n; S: n x n; x: n, random, mean mu, covariance S", "",
     "minimizes(mu, E[(x - m)'*A*(x - m)], m)"),
    ("m: n; mu: n; S: n x n, positive semidefinite; x: n, random, mean mu, covariance S", "",
     "E[norm(x - mu)^2] <= E[norm(x - m)^2]"),
    ("A: m x n; mu: n; S: n x n, positive semidefinite; x: n, random, mean mu, covariance S", "",
     "norm(A*mu)^2 <= E[norm(A*x)^2]"),
    ("x: scalar, random, mean m, variance s^2; m: scalar; s: scalar", "", "E[x]^2 <= E[x^2]"),
    ("z: n; t: n", "sum(t) = 1", "hess(-t'*log(softmax(z)), z) >> 0"),
]

DECLARED_LAWS = [
    ("mu: n; S: n x n; x: n, random, mean mu, covariance S", "", "Var[x] >> 0"),
    ("mu: n; S: n x n; x: n, random, gaussian, mean mu, covariance S; A: m x n", "", "Var[A*x] >> 0"),
    ("mu: n; S: n x n; x: n, random, mean mu, covariance S", "", "norm(mu)^2 <= E[norm(x)^2]"),
    ("x: scalar, random, mean m, variance s; m: scalar; s: scalar", "", "E[x]^2 <= E[x^2]"),
    ("x: n, random, iid, mean 0, variance s; s: scalar", "", "0 <= s"),
    ("x: n, random, gaussian, iid, mean 0, variance s; s: scalar", "", "0 <= s"),
    ("x: scalar, random", "", "E[x]^2 <= E[x^2]"),
    ("x: n, random", "", "E[x*x'] >> E[x]*E[x]'"),
]

SIZES = [
    ("X: n x d, full column rank", "", "d <= n"),
    ("Q: n x k", "Q'*Q = I", "k <= n"),
    ("X: n x d, full column rank; Y: d x k, full column rank", "", "k <= n"),
    ("X: n x d, full column rank", "", "tr(X*(X'*X)^-1*X') <= n"),
]

FACTORS = [
    ("X: m x d; w: d; y: m", "", "hess(sum(log(1 + exp(X*w))) - y'*X*w, w) >> 0"),
    ("u: n, nonnegative; v: n, nonnegative; w: n", "", "0 <= u.*v + 2*u.*w.^2"),
    ("S: n x n, positive semidefinite, invertible; x: n", "", "0 <= x'*S^-1*x"),
    ("a: scalar; b: scalar", "0 < a*b; 0 < b", "log(a*b) = log(a) + log(b)"),
]

TABLES = [
    *DECLARED_LAWS,
    *SIZES,
    *FACTORS,
    *EXPECTED_ORDERS,
    *MINORS,
    *DENOMINATORS,
    *WEIGHTS,
    *FACTORED_DETERMINANTS,
    *POWERS_OF_BLOCKS,
    *POWERS_OF_NUMBERS,
    *POWERS,
    *SUMS_COUNTED_DOWN,
    *NESTED_INDUCTION,
    *RANKS,
    *EXPONENTIALS,
    *INVERSES,
    *DETERMINANTS,
    *CONGRUENCES,
    *SEMIDEFINITE,
    *BOUNDS,
    *CANCELLATIONS,
    *CONTRADICTIONS,
    *SYMMETRIC,
    *EIGENVALUES,
]

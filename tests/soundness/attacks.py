"""False statements that were built to be proved: by degenerate sizes, kinks, conventions, names, laws of random symbols.

Each group: what it plays on, the symbols, the hypotheses, and the claims, none of which follows. Where a part of a claim has no value
everywhere, it does not follow from the hypotheses alone.
"""

from __future__ import annotations

Attack = tuple[str, dict[str, str], list[str], list[str]]

XY = {"x": "scalar", "y": "scalar"}
RANDOM = {
    "x": "n, random, mean 0, covariance S", "y": "n, random, mean 0, covariance S", "z": "n, random, mean 0, covariance S",
    "S": "n x n, positive definite", "C": "n x n", "D": "n x n", "u": "n",
}
SQUARE = {"A": "n x n", "B": "n x n", "x": "scalar", "s": "scalar"}

ATTACKS: list[Attack] = [
    ("conventions at 0", XY, [], [
        "1/0 = 0", "0/0 = 0", "x*0^-1 = 0", "x*x^-1 = 1", "x/x = 1", "(x/x)*x = x", "1/(1/x) = x", "(x*y)^-1 = x^-1*y^-1", "sqrt(x)*sqrt(x) = x",
        "sqrt(-1)*sqrt(-1) = -1", "exp(log(x)) = x", "log(x*y) = log(x) + log(y)", "sqrt(x^2) = x", "sign(x)^2 = 1", "step(x) + step(-x) = 1",
        "x^y*x = x^(y + 1)", "x^y = x^y", "sum(x, r, 3, 1) = -x", "(-8)^(1/3) = -2",
    ]),
    ("derivatives that exist at a kink", XY, [], [
        "grad(relu(x)^2, x) + sign(x)^2 = 2*relu(x) + 1", "sign(x)^2 + 0*grad(x*abs(x), x) = 1", "sign(grad(x*abs(x), x))^2 = 1",
        "grad(relu(x)^2, x) = 2*relu(x) + 1 - sign(x)^2", "dir(relu(x)^2, x, y) + sign(x)^2 = 2*relu(x)*y + 1",
        "grad((1 - sign(x)^2)*sin(x), x) = (1 - sign(x)^2)*cos(x)", "step(grad(x*abs(x), x)) + 0*x = 1", "step(x) + step(-x) + 0*grad(relu(x)^2, x) = 1",
        "grad((1 - step(x) - step(-x))*sin(x), x) = (1 - step(x) - step(-x))*cos(x)", "step(abs(x)) + grad(relu(x)^2, x) = 1 + 2*relu(x)",
        "step(x^2) + grad(relu(x)^2, x) = 1 + 2*relu(x)",
    ]),
    ("derivatives of vectors at a kink", {"x": "n"}, [], ["grad(sum(relu(x).^2), x) + sign(x).^2 = 2*relu(x) + ones(n)"]),
    ("derivatives under hypotheses", XY, ["x = 0"], ["grad(x, x) = 0", "hess(x^2, x) = 0", "grad(abs(x), x) = 0", "grad(x*abs(x), x) = 1"]),
    ("derivatives by equal symbols", XY, ["x = y"], ["grad(y, x) = 1", "grad(x*y, x) = 2*x", "hess(x*y, x) = 2"]),
    ("derivatives of defined symbols", {"A": "n x n", "B": "n x n", "s": "scalar"}, ["A = s*B"],
     ["grad(tr(A), s) = tr(B)", "dir(A, s, 1) = B", "grad(tr(A*B), B) = 2*s*B'"]),
    ("constraints are not differentiated", {"A": "n x n", "x": "n"}, ["A*x = 0"],
     ["grad(sum(A*x), x) = 0", "jac(A*x, x) = 0", "grad(x'*A*x, x) = 0", "A'*x = 0"]),
    ("singular matrices", SQUARE, [], [
        "A*A^-1 = I", "(A^-1)^-1 = A", "det(A^-1)*det(A) = 1", "0*A^-1 = 0", "s*A^-1 = s*A^-1", "pinv(A)*A = I", "pinv(A*B) = pinv(B)*pinv(A)",
        "(A*B)^-1 = B^-1*A^-1", "logdet(A*A) = 2*logdet(A)", "invertible(I + A)", "rank(A*A) = rank(A)", "A*B = 0 => B*A = 0", "A*A = 0 => A = 0",
        "tr(A*A) = 0 => A = 0", "A*B = A => B = I", "exists W: A*W = B", "exists W: A*W = I", "det(A + B) = det(A) + det(B)", "A^0*B = A",
    ]),
    ("the inverse of a 2 x 2 matrix needs a determinant", {"A": "2 x 2"}, [], ["A^-1 = [A[2, 2], -A[1, 2]; -A[2, 1], A[1, 1]]/det(A)"]),
    ("scalars that are 0", SQUARE, ["s = 0"], ["s*A^-1 = 0", "(I + s*A)^-1*B^-1 = B^-1", "dir(s*A, s, 1) = 0"]),
    ("rectangular matrices", {"A": "m x n", "B": "n x m"}, [],
     ["A*B = I => B*A = I", "det(A*B) = det(B*A)", "(I + A*B)^-1*A = A*(I + B*A)^-1", "rank(A*B) = rank(B*A)", "A*B*A = A => B*A*B = B"]),
    ("orthonormal columns", {"A": "m x n"}, ["A'*A = I"], ["A*A' = I", "m = n", "det(A*A') = 1", "tr(A*A') = m"]),
    ("oblique projections", {"A": "n x n"}, ["A*A = A"], ["A = A'", "A = I", "positive semidefinite(A)", "tr(A) = n", "invertible(I + A*A')  => A = I"]),
    ("order", {"A": "n x n, positive semidefinite", "B": "n x n, positive semidefinite"}, [],
     ["positive semidefinite(A*B)", "positive definite(A + B)", "A >> B", "A >> A*A", "positive semidefinite(A - B)", "0 < tr(A)"]),
    ("eigenvectors that are 0", {"A": "n x n, symmetric", "x": "n", "l": "scalar"}, ["A*x = l*x"], ["det(A - l*I) = 0", "A = l*I", "x'*A*x = l"]),
    ("indices out of range", {"A": "n x n", "n": "natural, positive", "i": "natural, positive", "j": "natural, positive"}, [], [
        "unit(i, n)'*unit(i, n) = 1", "unit(i, n)'*unit(j, n) = 0", "unit(2, n)'*unit(2, n) = 1", "A[2, 2] = A[2, 2]", "0*A[2, 2] = 0",
        "A[i, j] = unit(i, n)'*A*unit(j, n)", "unit(n + 1, n) = 0", "sum(unit(i, n)) = 1",
    ]),
    ("indices from 0", {"i": "natural", "v": "3"}, ["i <= 3"], ["unit(i, 3)'*unit(i, 3) = 1", "v[i] = v[i]"]),
    ("names that hide built-in ones", {"I": "n x n", "E": "n x n", "pi": "scalar"}, [],
     ["I*I = I", "tr(I) = n", "I^-1 = I", "I' = I", "E*I = 0", "E[1, 1] = 0", "pi = 3", "sin(pi) = 0", "det(I) = 1"]),
    ("names that look alike", {"σ": "scalar", "s": "scalar", "x_1": "scalar", "x1": "scalar"}, [], ["σ = s", "x_1 = x1"]),
    ("natural numbers as sizes", {"n": "natural", "A": "n x n"}, [], ["n != 0", "0 < n", "n/n = 1", "tr(I(n)) = n + 1"]),
    ("whole exponents", {"x": "scalar", "k": "natural", "A": "n x n", "B": "n x n"}, [],
     ["0^k = 0", "(x - x)^k = 0", "A^k*B^k = (A*B)^k", "A^(k - 1)*A = A^k", "x^(k - 1)*x = x^k", "x^k/x^k = 1", "(2*A)^k = 2*A^k", "(A - A)^k = 0"]),
    ("nilpotent and powers", {"A": "n x n", "k": "natural"}, ["A*A = 0"], ["A^k = 0", "A^(k + 1) = 0", "A = 0"]),
    ("idempotent and powers", {"A": "n x n, idempotent", "k": "natural"}, [], ["A^k = A"]),
    ("Kronecker products and stacking", {"A": "n x n", "B": "n x n", "a": "m", "b": "n"}, [], [
        "kron(A, B) = kron(B, A)", "vec(A) = vec(A')", "vec(A*B) = kron(A, I(n))*vec(B)", "kron(a, b) = kron(b, a)", "kron(A, B)' = kron(B', A')",
        "kron(A, B)*vec(A) = vec(A*A*B')", "kron(A, I(n)) = kron(I(n), A)", "kron(a, b) = vec(a*b')",
    ]),
    ("blocks", {"a": "n", "b": "n", "A": "m x m", "B": "m x n", "C": "n x m", "D": "n x n"}, [], [
        "[a; b] = [b; a]", "[a; b]'*[b; a] = a'*a + b'*b", "det([A, B; C, D]) = det(A)*det(D)", "[A, 0; 0, D]^-1 = [A^-1, 0; 0, D^-1]",
        "[A, B; C, D]' = [A', C'; B', D]",
    ]),
    ("captured names", {"W": "n x n", "A": "n x n", "w": "n", "b": "n"}, [], [
        "exists X: X = A, X = W", "exists X: X = W + X", "exists W: W = W' + A", "exists X: A*X = A, X*A = W", "minimizes(b, norm(w)^2, w)",
        "minimizes(w, norm(w - b)^2, w)", "minimizes(zeros(n), norm(w - b)^2, b)", "minimizes(zeros(n), -norm(w)^2, w)", "minimizes(zeros(n), b'*w, w)",
    ]),
    ("a minimum where the variable is known", {"w": "n", "b": "n"}, ["w = b"], ["minimizes(b, norm(w)^2, w)", "grad(w'*b, w) = 2*b"]),
    ("a minimum where the variable is 0", {"w": "n", "b": "n"}, ["w = zeros(n)"],
     ["minimizes(b, norm(w)^2, w)", "minimizes(zeros(n), -norm(w)^2, w)", "grad(norm(w), w) = 0"]),
    ("unknowns of hypotheses", {"A": "n x n", "B": "n x n", "W": "n x n"}, ["exists W: A*W = B"], ["A*W = B", "A = B", "invertible(A)"]),
    ("implications as hypotheses", {"A": "n x n", "w": "n", "b": "n"}, ["A*w = 0 => w = 0"], ["w = 0", "invertible(A)", "A*w = 0"]),
    ("signs entry by entry", {"x": "n", "y": "n"}, ["0 < x'*y"], ["0 <= x", "0 < x", "x./x = ones(n)", "0 < y"]),
    ("a vector that is not 0", {"x": "n, nonzero", "A": "n x n, nonzero"}, [],
     ["x./x = ones(n)", "invertible(A)", "invertible(diag(x))", "A*x != 0", "sum(x) != 0", "A*A != 0"]),
    ("moments that the law leaves open", {"x": "n, random, mean mu, covariance S", "mu": "n", "S": "n x n, symmetric"}, [], [
        "E[x*x'*x] = 0", "Var[x'*x] = 2*tr(S*S) + 4*mu'*S*mu", "E[(x - mu).^3] = 0", "E[x*x'] = S", "E[exp(x)] = exp(mu)", "x = mu",
    ]),
    ("moments of equal laws", {"x": "n, random, iid, mean 0, variance s", "s": "scalar", "A": "n x n"}, [],
     ["E[x.^4] = 3*s^2*ones(n)", "E[x.^3] = 0", "Var[x'*A*x] = 2*s^2*tr(A*A)", "E[(x'*x)^2] = n*s^2", "Var[x'*x] = 2*n*s^2"]),
    ("signs", {"x": "n, random, rademacher", "q": "scalar"}, [], ["Var[x'*x] = n", "E[x.^4] = 3*ones(n)", "E[x*x'] = ones(n, n)"]),
    ("zeros and ones", {"x": "n, random, bernoulli, mean q", "q": "scalar"}, [], ["Var[x] = q*I", "E[x*x'] = q*I", "E[x.^2] = q^2*ones(n)"]),
    ("one symbol is not independent of itself", {"x": "n, random", "y": "n, random"}, [],
     ["E[x*x'] = E[x]*E[x]'", "Var[x] = 0", "E[x.*x] = E[x].*E[x]", "Var[x - y] = Var[x] - Var[y]", "E[x./y] = E[x]./E[y]", "E[x] = x"]),
    ("chained dependence", RANDOM, ["Cov[x, y] = C", "Cov[y, z] = D"], ["Cov[y, z] = 0", "Cov[x, y] = 0", "Cov[x, z] = 0", "C = 0", "D = 0"]),
    ("chained dependence, the other way round", RANDOM, ["Cov[y, z] = D", "Cov[x, y] = C"], ["Cov[x, y] = 0", "C = 0", "D = 0"]),
    ("dependence through a third symbol", RANDOM, ["u = x", "u = y"], ["Cov[x, y] = 0", "E[x*y'] = 0", "Var[x + y] = 2*S"]),
    ("dependence through a sum", RANDOM, ["x - u = 0", "u = 2*y"], ["Cov[x, y] = 0"]),
    ("dependence through an order", RANDOM, ["x <= y"], ["Cov[x, y] = 0"]),
    ("dependence through an implication", RANDOM, ["x = u => x = y"], ["Cov[x, y] = 0"]),
    ("symbols that are random by definition", RANDOM, ["u = x"], ["Cov[x, u] = 0", "E[x*u'] = 0", "E[u] = u", "Var[u] = 0"]),
    ("hypotheses on symbols that are random by definition", RANDOM, ["u = x", "E[u] = C*ones(n)"], ["u = C*ones(n)", "x = C*ones(n)"]),
    ("numbers that are random by definition", {"x": "n, random, mean 0, covariance I", "y": "scalar", "c": "scalar"}, ["y = x'*x"],
     ["E[y] = y", "Var[y] = 0", "E[c*y] = c*y", "y = n"]),
    ("random parameters", {"x": "n, random, mean mu, covariance S", "mu": "n, random, mean 0, covariance I", "S": "n x n"}, [],
     ["E[x*mu'] = 0", "E[x] = mu", "Var[x] = S", "Cov[x, mu] = 0"]),
    ("Wishart matrices", {"X": "n x n, random, wishart, scale S, dof k", "S": "n x n, positive definite", "k": "natural"}, [],
     ["E[X^-1] = S^-1/k", "E[X*X] = k*S*S", "E[det(X)] = det(E[X])", "X = k*S", "E[X*X'] = E[X]*E[X]'"]),
]

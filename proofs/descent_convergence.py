"""Gradient descent in closed form, and the step lengths for which it converges.

Conventions: X is n x d, the loss ||Xw - t||^2 / n, and a step of length alpha takes w to G w + c X't with c = 2 alpha/n
and G = I - c X'X. A step is affine in w; S is any matrix that does it linearly to P w + o, where o stands for a number
1 beside the weights: P = [I; 0] and o = [0; 1] with S = [G, c X't; 0, 1] are such. Then S^k (P w0 + o) is P w_k + o for
the k-th iterate w_k from w0, and a statement on w_k for every k is one equation, proved by induction on k.

Main results: w_k = z + G^k (w0 - z) for every minimiser z; from 0, w_k = X'(I - H^k)(XX')^-1 t with H = I - c XX', a
point of the row space. Let lam be the largest eigenvalue of XX': lam I >> XX', and X'X v = lam v for some v != 0; and
let mu > 0 be the least one, XX' >> mu I, for X of full row rank. For 0 < c lam < 2 the squared length of errors in the
row space shrinks by a factor q = 1 - p < 1 in each step, and after k steps is at most 1/(1 + k p) of the first: they
go to 0. For any other c the error along v does not shrink. So descent converges from every start exactly when
0 < alpha < n/lam.

Reference: H. W. Engl, M. Hanke, A. Neubauer, Regularization of Inverse Problems, section 6.1; S. Boyd, L. Vandenberghe,
Convex Optimization, section 9.3.
"""

from __future__ import annotations

from typing import Any

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, Loewner, equals, has, relation
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import identity, zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    proof = Derivation(
        "descent_convergence",
        "Gradient descent in closed form, and when it converges",
        about="The k-th iterate of gradient descent on least squares as one formula, for all sizes and every k, and "
        "the step lengths for which it converges: exactly those below n over the largest eigenvalue.",
    )
    _below_the_bound(proof)
    _beyond_the_bound(proof)
    _iterates(proof)
    return proof


def _below_the_bound(proof: Derivation) -> None:
    """Errors X'a in the row space shrink, by a factor below 1 in each step."""
    n, d, m = dimensions("n d m")
    X, A, M = matrix("X", n, d), matrix("A", m, n), matrix("M", n, n)
    e = vector("e", n)
    c, lam, mu, q, p, x, u, v, r, alpha = (scalar(s) for s in ("c", "lam", "mu", "q", "p", "x", "u", "v", "r", "alpha"))
    k, I = natural("k"), identity(n)

    K = proof.define("K", X * X.T, "its largest eigenvalue is lam, its least one mu")
    H = proof.define("H", I - c * K, "what a step multiplies the residual by")
    above, below = Loewner(lam * I, K), Loewner(K, mu * I)
    middle = (lam * I - K) * (K - mu * I)
    proof.claim(
        _under(above, below, has("positive semidefinite", middle)), "no eigenvalue outside mu and lam: factors commute"
    )
    chord = (q - (1 - c * mu) ** 2) / (lam - mu) * (lam * I - K) + (q - (1 - c * lam) ** 2) / (lam - mu) * (K - mu * I)
    proof.assume(relation(mu, "<", lam))
    proof.equal(q * I - H**2, c**2 * middle + chord, "a parabola and its chord")
    small = relation((1 - c * mu) ** 2, "<=", q), relation((1 - c * lam) ** 2, "<=", q)
    proof.claim(
        _under(above, below, *small, has("positive semidefinite", c**2 * middle + chord)),
        "so H^2 is at most q where that is so at both ends",
    )
    shrinks = Loewner(q * I, H**2)
    proof.claim(_under(shrinks, has("positive semidefinite", K * (q * I - H**2))), "K and H commute")
    proof.equal(K * (q * I - H**2), q * X * X.T - H * X * X.T * H, "multiply out")
    contraction = Loewner(q * A.T * A, M.T * A.T * A * M)
    length = relation(apply("norm", A * M**k * e) ** 2, "<=", q**k * apply("norm", A * e) ** 2)
    proof.claim(_under(relation(0, "<=", q), contraction, length), "k steps, here A = X' and M = H: induction on k")

    proof.claim(_under(relation(0, "<", x), relation(x, "<", 2), relation((1 - x) ** 2, "<", 1)), "x = c mu, c lam")
    proof.equal(1 - (1 - x) ** 2, x * (2 - x), "what a step takes off")
    bernoulli = relation((1 + k * p) * (1 - p) ** k, "<=", 1)
    proof.claim(_under(relation(0, "<=", p), relation(p, "<=", 1), bernoulli), "Bernoulli, for q = 1 - p")
    proof.claim(
        _under(
            *(relation(0, "<=", s) for s in (p, v)),
            relation(u, "<=", r * v),
            relation((1 + k * p) * r, "<=", 1),
            relation((1 + k * p) * u, "<=", v),
        ),
        "so after k steps at most 1/(1 + k p) is left: it goes to 0",
    )
    proof.claim(
        Implication(relation(alpha * lam, "<", n), relation(2 * alpha / n * lam, "<", 2)), "alpha below n/lam does"
    )
    proof.claim(Implication(relation(2 * alpha / n * lam, "<", 2), relation(alpha * lam, "<", n)), "and only that")
    proof.refuse("lam*I(n) >> K => c*lam < 2 => norm(H*e)^2 <= norm(e)^2", "refuted", "steps with c < 0 go away")


def _beyond_the_bound(proof: Derivation) -> None:
    """On an eigenvector nothing shrinks for another step length."""
    n, d = dimensions("n d")
    X, v = matrix("X", n, d), vector("v", d)
    c, lam, s, x, k = scalar("c"), scalar("lam"), scalar("s"), scalar("x"), natural("k")
    G = proof.define("G", identity(d) - c * X.T * X, "what a step multiplies the error by")
    eigen = equals(X.T * X * v, lam * v)
    proof.claim(Implication(eigen, equals(G**k * v, (1 - c * lam) ** k * v)), "an eigenvector: induction on k")
    first, size = apply("norm", v) ** 2, (s**2) ** k * apply("norm", v) ** 2
    proof.equal(apply("norm", s**k * v) ** 2, size, "its length")
    proof.claim(
        Implication(relation(1, "<=", s**2), relation(first, "<=", size)),
        "no step comes nearer where s = 1 - c lam has s^2 >= 1",
    )
    proof.claim(Implication(relation((1 - x) ** 2, "<", 1), relation(0, "<", x)), "which is so for x = c lam <= 0")
    proof.claim(Implication(relation((1 - x) ** 2, "<", 1), relation(x, "<", 2)), "and for c lam >= 2")
    proof.refuse("X'*X*v = lam*v => norm(G^k*v) <= norm(v)", "refuted", "past the bound errors grow")


def _iterates(proof: Derivation) -> None:
    """The closed form, by induction on the number of steps."""
    n, d, m, N = dimensions("n d m N")
    X, S, P = matrix("X", n, d), matrix("S", m, m), matrix("P", m, d)
    w, w0, z, t, o = vector("w", d), vector("w0", d), vector("z", d), vector("t", n), vector("o", m)
    alpha, c, k = scalar("alpha"), scalar("c"), natural("k")
    G, H, one = proof.names["G"], proof.names["H"], identity(1)

    proof.equal(
        w - alpha * apply("grad", apply("norm", X * w - t) ** 2 / n, w),
        w - 2 * alpha / n * X.T * (X * w - t),
        "one step; c = 2 alpha/n",
    )
    step = proof.define("step", w - c * X.T * (X * w - t), "one step from w")
    proof.equal(step, G * w + c * X.T * t, "affine in w")
    affine = apply("block", 2, 2, G, c * X.T * t, zeros(1, d), one)
    proof.equal(affine * apply("block", 2, 1, w, one), apply("block", 2, 1, step, one), "so linear, with a 1 beside w")
    proof.assume(equals(S * P, P * G), equals(S * o, c * P * X.T * t + o))
    proof.equal(S * (P * w + o), P * step + o, "S does a step")
    after = S**k * (P * w0 + o)
    proof.claim(
        Implication(equals(X.T * X * z, X.T * t), equals(after, P * (z + G**k * (w0 - z)) + o)),
        "k steps from w0, for every minimiser z: induction on k",
    )
    proof.equal(G**k * X.T, X.T * H**k, "powers move through X': induction on k")
    proof.assume(has("full row rank", X))
    inner = (X * X.T).I
    proof.equal(
        S**k * o, P * (X.T * (identity(n) - H**k) * inner * t) + o, "k steps from 0, in the row space: induction on k"
    )
    limit = proof.define("wstar", w0 + X.T * inner * (t - X * w0), "the nearest interpolant")
    proof.equal(after, P * (limit + X.T * H**k * inner * (X * w0 - t)) + o, "k steps from w0: induction on k")
    proof.equal(limit - c * X.T * (X * limit - t), limit, "a step leaves it where it is")
    proof.refuse("S^k*o = P*X'*(X*X')^-1*t + o", "refuted", "not after finitely many steps")
    proof.refuse(
        "S^k*o = P*X'*(I(n) - H^k)*(X*X')^-1*t + o",
        "needs",
        "XX' must be invertible",
        without=(has("full row rank", X),),
    )
    Z, y, R = matrix("Z", N, d), vector("y", N), matrix("R", m, m)
    proof.assume(has("full column rank", Z))
    least, shrink = (Z.T * Z).I * Z.T * y, identity(d) - c * Z.T * Z
    proof.claim(
        _under(
            equals(R * P, P * shrink),
            equals(R * o, c * P * Z.T * y + o),
            equals(R**k * (P * w0 + o), P * (least + shrink**k * (w0 - least)) + o),
        ),
        "with fewer weights than samples, where R does a step: induction on k",
    )


def _under(*statements: Any) -> Any:
    """The last statement, under the others."""
    *hypotheses, claim = statements
    for hypothesis in reversed(hypotheses):
        claim = Implication(hypothesis, claim)
    return claim


if __name__ == "__main__":
    run(derivation)

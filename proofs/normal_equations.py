"""Normal equations of least squares: gradient, stationary point, unique minimum.

The loss is the mean of squares L(w) = ||Xw - t||^2 / n for n samples and d features, X of full column rank. The
gradient and the stationary point are computed, not quoted; that the point is the unique minimum is an identity between
sums of squares.

Reference: C. M. Bishop, Pattern Recognition and Machine Learning, section 3.1.
"""

from __future__ import annotations

from proofs.run import run
from symbolic.calculus import gradient, stationary_point
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, Minimizes, equals, has, relation
from symbolic.language.substitution import substitute
from symbolic.language.symbols import dimensions, matrix, vector
from symbolic.language.terms import zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, d = dimensions("n d")
    X, w, t = matrix("X", n, d), vector("w", d), vector("t", n)

    proof = Derivation(
        "normal_equations",
        "The normal equations of least squares",
        given=[has("full column rank", X)],
        about="The mean squared error of a linear model, its gradient, and the weights that minimise it.",
    )
    L = proof.define("L", apply("norm", X * w - t) ** 2 / n, "mean squared error")

    proof.equal(L, (X * w - t).T * (X * w - t) / n, "a squared norm is a product")
    proof.then((w.T * X.T * X * w - 2 * t.T * X * w + t.T * t) / n, "expand; a scalar equals its transpose")

    proof.equal(apply("grad", L, w), gradient(L, w), "differentiate")
    proof.then(2 / n * X.T * (X * w - t), "collect")
    proof.equal(apply("hess", L, w), 2 / n * X.T * X, "differentiate again")
    proof.claim(has("positive definite", 2 / n * X.T * X), "Gram matrix of full column rank")

    w0 = proof.define("w0", stationary_point(L, w, proof.hypotheses), "solve gradient = 0")
    proof.equal(w0, (X.T * X).I * X.T * t, "the inverse of the Hessian times X't")
    proof.equal(X.T * X * w0, X.T * t, "normal equations")
    proof.claim(Implication(equals(apply("grad", L, w), zeros(d)), equals(w, w0)), "the only stationary point")

    L0 = substitute(L, {w: w0})
    proof.equal(L - L0, apply("norm", X * (w - w0)) ** 2 / n, "the mixed term vanishes by the normal equations")
    proof.claim(Minimizes(w0, L, w), "a sum of squares is nonnegative")
    proof.claim(Implication(equals(L, L0), equals(X * (w - w0), zeros(n))), "a sum of squares is zero only for zeros")
    proof.claim(Implication(equals(X * (w - w0), zeros(n)), equals(w, w0)), "X has full column rank")

    proof.refuse("w = X'*t", "refuted", "the inverse Gram matrix is missing")
    proof.assume(relation(d, "<", n))
    proof.refuse("(X'*X)^-1*X'*X = I", "needs", "d < n alone does not make X'X invertible", without=proof.given)
    proof.refuse("grad(L, w) = 2/n*(X*w - t)*X", "ill-typed", "the transposed factor on the wrong side")
    return proof


if __name__ == "__main__":
    run(derivation)

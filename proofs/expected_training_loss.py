"""Expected training loss of least squares: sigma^2 (n - d)/n, and its variance.

Targets t = X w + e with fixed X (n x d, full column rank) and noise e of independent entries, mean 0 and variance
sigma^2. The fitted weights
are (X'X)^-1 X't. The mean of the training loss needs two moments of the noise, its variance four.

Reference: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, section 3.2 and exercise 2.9.
"""

from __future__ import annotations

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import distribution, equals, has
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import identity, ones


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, d = dimensions("n d")
    X, w = matrix("X", n, d), vector("w", d)
    sigma, kappa = scalar("sigma"), scalar("kappa")
    e, g = vector("e", n, random=True), vector("g", n, random=True)
    I = identity(n)

    proof = Derivation(
        "expected_training_loss",
        "The expected training loss",
        about="How the loss on the training set underestimates "
        "the noise: each of the d weights takes one of the n degrees of freedom.",
        given=[
            has("full column rank", X),
            distribution(e, "independent", mean=0, variance=sigma**2),
            distribution(g, "gaussian", mean=0, variance=sigma**2, iid=1),
        ],
    )
    P = proof.define("P", X * (X.T * X).I * X.T, "hat matrix")
    t = proof.define("t", X * w + e, "targets: linear model with noise")
    what = proof.define("what", (X.T * X).I * X.T * t, "fitted weights")
    L = proof.define("L", apply("norm", X * what - t) ** 2 / n, "training loss")

    proof.equal(X * what - t, P * (X * w + e) - X * w - e, "fitted values")
    proof.then(-(I - P) * e, "PX = X")
    proof.equal(L, ((I - P) * e).T * ((I - P) * e) / n, "a squared norm is a product")
    proof.then(e.T * (I - P).T * (I - P) * e / n, "transpose of a product")
    proof.then(e.T * (I - P) * e / n, "I - P is symmetric and idempotent")
    proof.then(apply("tr", (I - P) * e * e.T) / n, "trace is cyclic")

    proof.equal(apply("E", L), apply("E", apply("tr", (I - P) * e * e.T)) / n, "the residual depends on the noise only")
    proof.then(apply("tr", (I - P) * apply("E", e * e.T)) / n, "expectation and trace are linear")
    proof.then(apply("tr", (I - P) * (sigma**2 * I)) / n, "the entries of e are uncorrelated with variance sigma^2")
    proof.then(sigma**2 / n * apply("tr", I - P), "trace is linear")
    proof.then(sigma**2 / n * (n - apply("tr", P)), "tr I = n")
    proof.then(sigma**2 * (n - d) / n, "tr P = d")

    tg = proof.define("t_g", X * w + g, "targets with Gaussian noise")
    Lg = proof.define("L_g", apply("norm", X * ((X.T * X).I * X.T * tg) - tg) ** 2 / n, "their training loss")
    proof.equal(apply("Var", Lg), apply("Var", g.T * (I - P) * g) / n**2, "the residual depends on the noise only")
    proof.then(2 * sigma**4 * apply("tr", (I - P) * (I - P)) / n**2, "variance of a quadratic form in Gaussian noise")
    proof.then(2 * sigma**4 * (n - d) / n**2, "I - P is a projection of trace n - d")

    proof.assume(equals(apply("E", apply("powers", e, 4)), kappa * ones(n)))
    proof.equal(
        apply("Var", L),
        (2 * sigma**4 * (n - d) + (kappa - 3 * sigma**4) * apply("sum", apply("powers", apply("diagv", I - P), 2)))
        / n**2,
        "independent noise with E e_i^4 = kappa",
    )

    proof.refuse("E[L] = sigma^2/n + tr(I(n) - P)", "refuted", "a sum where a product belongs")
    proof.refuse("E[L] = 1/n*tr(E[e'*e]*(I(n) - P))", "refuted", "the scalar e'e where the matrix ee' belongs")
    proof.refuse("t = w*X + e", "ill-typed", "shapes that do not fit: w is d x 1, X is n x d")
    proof.refuse(
        "E[L] = sigma^2*(n - d)/n", "needs", "d < n does not give full column rank", without=(proof.hypotheses[0],)
    )
    return proof


if __name__ == "__main__":
    run(derivation)

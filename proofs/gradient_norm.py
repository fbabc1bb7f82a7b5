"""Norms of gradients without the gradients: ||zbar x'||_F^2 = ||zbar||^2 ||x||^2.

The gradient of a loss by the weights W of a layer z = W x is zbar x'. Its norm needs the two vectors only, for one
sample and for each sample of a batch. Where the weights are shared over T positions of a sample, the gradient is the
sum Zbar' X of T outer products and its squared norm is sum((Zbar Zbar') .* (X X')): T^2 inner products.

Reference: I. Goodfellow, Efficient Per-Example Gradient Computations, arXiv 1510.01799.
"""

from __future__ import annotations

from typing import Any

from proofs.run import run
from symbolic.calculus import gradient
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import relation
from symbolic.language.symbols import dimension, dimensions, matrix, natural, vector
from symbolic.language.terms import ones


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, k = dimensions("n k")
    W, x, zbar = matrix("W", k, n), vector("x", n), vector("zbar", k)

    proof = Derivation(
        "gradient_norm", "Norms of gradients without the gradients",
        about="A layer z = W x with error signal zbar: for one sample, for each sample of a batch, and for weights "
        "that are shared over the positions of a sample.",
    )  # fmt: skip
    Wbar = proof.define("Wbar", zbar*x.T, "gradient by the weights, for one sample")
    proof.equal(apply("grad", zbar.T*W*x, W), gradient(zbar.T*W*x, W), "outer product of signal and input")
    proof.equal(apply("norm", Wbar)**2, apply("tr", Wbar.T*Wbar), "Frobenius norm")
    proof.then(apply("tr", x*zbar.T*zbar*x.T), "transpose of a product")
    proof.then(zbar.T*zbar*apply("tr", x*x.T), "zbar'zbar is a number")
    proof.then((zbar.T*zbar)*(x.T*x), "trace is cyclic")
    proof.then(apply("norm", zbar)**2*apply("norm", x)**2, "squared norms")
    batch(proof)
    shared(proof, W)
    wrong_lines(proof)
    return proof


def batch(proof: Derivation) -> None:
    """Samples are rows of X, their signals rows of Zbar."""
    n, k, N = dimensions("n k N")
    X, Zbar, i = matrix("X", N, n), matrix("Zbar", N, k), natural("i", positive=True)
    proof.assume(relation(i, "<=", N))
    e = proof.define("e", apply("unit", i, N), "picks out sample i")
    Gi = proof.define("Gi", Zbar.T*e*e.T*X, "gradient of sample i alone")
    proof.equal(Gi, (Zbar.T*e)*(X.T*e).T, "outer product of its signal and its input")
    proof.equal(apply("norm", Gi)**2, apply("norm", Zbar.T*e)**2*apply("norm", X.T*e)**2, "as for one sample")
    proof.then((e.T*Zbar*Zbar.T*e)*(e.T*X*X.T*e), "diagonal entries of Zbar Zbar' and X X'")
    norms = proof.define("s", apply("hadamard", apply("diagv", Zbar*Zbar.T), apply("diagv", X*X.T)),
                         "squared norms of all samples")
    proof.equal(norms, apply("hadamard", apply("powers", Zbar, 2)*ones(k), apply("powers", X, 2)*ones(n)),
                "sums of squares along the rows: no matrix product")
    proof.equal(apply("sum", norms), apply("tr", apply("diag", apply("diagv", Zbar*Zbar.T))*X*X.T), "all together")


def shared(proof: Derivation, W: Any) -> None:
    """One sample with T positions: z_t = W x_t, the positions as rows."""
    (k, n), T = W.shape, dimension("T")
    P, Pbar = matrix("P", T, n), matrix("Pbar", T, k)
    value = apply("tr", Pbar.T*(P*W.T))
    proof.equal(apply("grad", value, W), gradient(value, W), "the positions add up")
    proof.equal(apply("norm", Pbar.T*P)**2, apply("tr", P.T*Pbar*Pbar.T*P), "Frobenius norm")
    proof.then(apply("tr", Pbar*Pbar.T*(P*P.T)), "trace is cyclic")
    proof.then(apply("sum", apply("hadamard", Pbar*Pbar.T, P*P.T)), "a trace of a product of symmetric matrices")


def wrong_lines(proof: Derivation) -> None:
    """Shapes, and the rule for one sample used for many."""
    proof.refuse("Wbar = zbar*x", "ill-typed", "two columns: the input is transposed")
    proof.refuse("norm(Wbar)^2 = norm(x)^2", "refuted", "the norm of the signal is forgotten")
    proof.refuse("norm(Wbar)^2 = norm(zbar)*norm(x)", "refuted", "squared norms")
    proof.refuse("norm(Pbar'*P)^2 = norm(Pbar)^2*norm(P)^2", "refuted", "holds for one position only")
    proof.refuse("norm(Zbar'*X)^2 = sum(s)", "refuted", "the norm of the sum is not the sum of the norms")


if __name__ == "__main__":
    run(derivation)

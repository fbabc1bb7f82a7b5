"""The cost of per-sample gradient norms: multiplications and memory as polynomials.

Conventions: N samples, K layers of width D. The naive way forms the gradient zbar h' of every sample and layer and sums
the squares of its entries; the efficient way multiplies two squared norms. Memory is the largest number of stored
values while norms are taken: weights, and what is kept for every sample.

Main results: forming and squaring takes 2 N K D^2 multiplications, the two norms N K (2D + 1); the naive way keeps
N + 1 times the weights, the efficient way the weights and a few vectors for every sample; the published table with
every entry that lacks the number of samples.

Reference: I. Goodfellow, Efficient per-example gradient computations, 2015.
"""

from __future__ import annotations

from typing import Any

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.symbols import dimensions, natural, vector


def derivation() -> Derivation:
    """The derivation, line by line."""
    N, K, D = dimensions("N K D")
    h, zbar = vector("h", D), vector("zbar", D)

    proof = Derivation(
        "gradient_norm_cost",
        "The cost of per-sample gradient norms",
        about="The norm of a gradient zbar h' is a product of two norms of vectors, so that it need not be formed. "
        "What that saves, counted: T are multiplications, M stored numbers.",
    )
    G = proof.define("G", zbar * h.T, "gradient of one sample in one layer")
    proof.equal(apply("norm", G) ** 2, apply("sum", apply("hadamard", G, G)), "naive: D^2 products and D^2 squares")
    proof.then(apply("norm", zbar) ** 2 * apply("norm", h) ** 2, "efficient: 2D squares and one product")

    weight = proof.define(
        "T_weight", N * K * D**2, "one for every weight, layer and sample: forward; to form gradients; to square them"
    )
    signals = proof.define("T_signals", N * (K - 1) * D**2, "error signals: the first layer passes none on")
    norms = proof.define("T_norms", N * K * (2 * D + 1), "two squared norms and their product")
    proof.equal(_over(N, K, D**2), weight, "sum over samples and layers")
    proof.equal(_over(N, K, 2 * D + 1), norms, "sum over samples and layers")
    proof.equal(signals + weight, N * D**2 * (2 * K - 1), "backward pass: error signals and gradients")
    proof.equal(2 * weight - (signals + weight), N * D**2, "by one layer less than twice the forward pass")
    proof.equal(2 * weight * (2 * D + 1), 2 * D**2 * norms, "norm step: 2D^2/(2D + 1) times fewer, almost D")

    weights = proof.define("M_weights", K * D**2, "all weights")
    naive = proof.define("M_naive", weights + weights * N, "and a gradient for every sample and layer")
    efficient = proof.define("M_efficient", weights + N * (2 * K - 1) * D, "and inputs of layers, error signals")
    proof.equal(naive, (N + 1) * weights, "N + 1 times the weights")
    proof.equal(naive - efficient, N * D * (K * D - 2 * K + 1), "what the efficient way does not store")

    proof.refuse("T_weight = D^2*K", "refuted", "published, naive norms: for one sample only")
    proof.refuse("T_norms = 2*D*K", "refuted", "published, efficient norms: for one sample only")
    proof.refuse("T_signals = 2*D^2*N*K", "refuted", "published, efficient backward pass: it needs no weight gradients")
    proof.refuse("M_naive = K*D^2", "refuted", "published memory of the naive way: without the samples")
    proof.refuse("M_efficient = K*D^2", "refuted", "published memory of the efficient way: without the samples")
    proof.refuse("M_efficient = D^2", "refuted", "published, forward and backward: the weights of one layer")
    return proof


def _over(N: Any, K: Any, each: Any) -> Any:
    """The same number for every sample and layer, added up."""
    sample, layer = natural("s"), natural("l")
    return apply("series", apply("series", each, layer, 1, K), sample, 1, N)


if __name__ == "__main__":
    run(derivation)

"""Softmax with cross-entropy: Jacobian, gradient, Hessian.

Probabilities p = softmax(y) of m classes, scores y; the loss is L = -log p_t for the target class t, written with the
one-hot vector o = e_t as L = -o' log p. The gradient is p - o: what softmax divides by, the loss takes away again.

Reference: C. M. Bishop, Pattern Recognition and Machine Learning, section 4.3.4.
"""

from __future__ import annotations

from proofs.run import run
from symbolic.calculus import gradient, hessian, jacobian
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import equals, relation
from symbolic.language.symbols import dimension, natural, vector
from symbolic.language.terms import zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    m, t = dimension("m"), natural("t", positive=True)
    y, v = vector("y", m), vector("v", m)

    proof = Derivation(
        "softmax_cross_entropy", "Softmax with cross-entropy", given=[relation(t, "<=", m)],
        about="Scores y, probabilities p, the one-hot vector o of the target class, and the loss -log p_t.",
    )  # fmt: skip
    p = proof.define("p", apply("softmax", y), "probabilities")
    o = proof.define("o", apply("unit", t, m), "one-hot vector of the target class")
    L = proof.define("L", -o.T*apply("log", p), "cross-entropy")

    proof.claim(equals(apply("sum", p), 1), "probabilities add up to 1")
    proof.claim(relation(zeros(m), "<", p), "exponentials are positive")
    proof.claim(equals(apply("sum", o), 1), "one entry is 1")

    J = jacobian(p, y)
    proof.equal(apply("jac", p, y), J, "quotient rule: diagonal minus outer product")
    proof.claim(equals(J.T, J), "symmetric")
    proof.equal(J*v, apply("hadamard", p, v) - (p.T*v)*p, "times a vector, without a matrix")

    pbar = proof.define("pbar", -apply("hadamard", o, apply("powers", p, -1)), "gradient of the loss by p")
    proof.equal(apply("grad", L, y), apply("jac", p, y).T*pbar, "chain rule")
    proof.then(J*pbar, "Jacobian of softmax")
    proof.then(apply("sum", o)*p - o, "p.*(o./p) = o and p'*(o./p) = sum(o)")
    proof.then(gradient(L, y, proof.hypotheses), "sum(o) = 1")

    stable = proof.define("M", apply("logsumexp", y) - o.T*y, "the same loss, without a quotient")
    proof.equal(apply("grad", stable, y), p - o, "gradient of logsumexp is softmax")
    proof.equal(apply("hess", stable, y), hessian(stable, y), "the Jacobian of p - o")

    proof.refuse("grad(L, y) = y - o", "refuted", "scores in place of probabilities: y and p swapped")
    proof.refuse("grad(L, y) = o - p", "refuted", "the sign")
    proof.refuse("jac(p, y) = diag(p)", "refuted", "the common denominator varies with every score")
    proof.refuse("grad(L, y) = pbar*jac(p, y)", "ill-typed", "a column times a matrix: it is J'*pbar")
    return proof


if __name__ == "__main__":
    run(derivation)

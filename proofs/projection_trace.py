"""The hat matrix: a projection of rank d whose trace is d.

P = X(X'X)^-1X' projects onto the column space of X (n x d, full column rank): symmetric, idempotent, eigenvalues 0
and 1.

Reference: G. A. F. Seber and A. J. Lee, Linear Regression Analysis, section 3.4 and appendix A.6.
"""

from __future__ import annotations

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, equals, has, relation
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import identity, zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, d = dimensions("n d")
    X, v, c = matrix("X", n, d), vector("v", n), scalar("c")
    I = identity(n)

    proof = Derivation(
        "projection_trace",
        "Trace and rank of the hat matrix",
        given=[has("full column rank", X)],
        about="P is the orthogonal projection on the column space of X, I - P that on its complement.",
    )
    P = proof.define("P", X * (X.T * X).I * X.T, "hat matrix")

    proof.claim(equals(P.T, P), "the inverse of a symmetric matrix is symmetric")
    proof.equal(P * P, X * (X.T * X).I * (X.T * X) * (X.T * X).I * X.T, "definition")
    proof.then(P, "a matrix times its inverse is I")
    proof.claim(equals(P * X, X), "P fixes the columns of X")
    proof.claim(equals((I - P).T, I - P), "P symmetric")
    proof.equal((I - P) * (I - P), I - 2 * P + P * P, "expand")
    proof.then(I - P, "P idempotent")
    proof.claim(equals((I - P) * X, zeros(n, d)), "PX = X")
    proof.claim(equals(P * (I - P), zeros(n, n)), "P idempotent")

    proof.equal(apply("tr", P), apply("tr", (X.T * X).I * X.T * X), "trace is cyclic")
    proof.then(apply("tr", identity(d)), "a matrix times its inverse is I")
    proof.then(d, "trace of the identity")
    proof.equal(apply("rank", P), apply("tr", P), "rank of a projection is its trace")
    proof.then(d, "trace of P")
    proof.equal(apply("rank", X), d, "full column rank")
    proof.equal(apply("tr", I - P), n - apply("tr", P), "trace is linear")
    proof.then(n - d, "trace of P")

    proof.assume(relation(v, "!=", zeros(n)))
    proof.claim(Implication(equals(P * v, c * v), equals(c * (c - 1), 0)), "eigenvalues are 0 and 1: Pv = PPv = c^2 v")

    proof.refuse("tr(P) = n", "refuted", "d, not n")
    proof.refuse("P = X*X'", "refuted", "only for orthonormal columns")
    proof.refuse("tr(X'*X)*P = P", "refuted", "the trace is d, not 1")
    return proof


if __name__ == "__main__":
    run(derivation)

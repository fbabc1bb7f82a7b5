"""A sample: the hat matrix is a symmetric projection."""

from symbolic.derivation import Derivation
from symbolic.language.statements import has
from symbolic.language.symbols import dimensions, matrix
from symbolic.language.terms import identity


def derivation() -> Derivation:
    n, d = dimensions("n d")
    X = matrix("X", n, d)
    full = has("full column rank", X)
    work = Derivation("sample", "The hat matrix", given=[full])
    P = work.define("P", X * (X.T * X).I * X.T, "hat matrix")
    work.equal(P * P, X * (X.T * X).I * (X.T * X) * (X.T * X).I * X.T, "definition")
    work.then(X * (X.T * X).I * X.T, "inverse")
    work.claim(has("idempotent", P), "definition of idempotent")
    work.equal((identity(n) - P) * X, X - X, "PX = X")
    work.refuse("P*X = 0", "refuted", "the projection on the complement is meant")
    work.refuse("X*P = X", "ill-typed", "the factors swapped")
    work.refuse("P*P = P", "needs", "without full rank", without=[full])
    work.refuse("Q*X = 0", "needs", "a projection that need not exist", let={"Q": "n x n"})
    work.refuse("P*X = )", "unread", "no text of the grammar")
    return work

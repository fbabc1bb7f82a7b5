"""Gradient descent on least squares: where it stays, how fast it moves, where it ends.

Conventions: X is n x d, the loss ||Xw - t||^2 / n has gradient (2/n) X'(Xw - t), and a step of length alpha takes w to
w minus alpha times the gradient.

Main results: a step moves w in the row space of X only, and multiplies its distance to a minimiser by
G = I - (2 alpha/n) X'X, so that it gets nearer while I - (alpha/n) XX' is positive definite. For X of full row rank
the limit from 0 is X'(XX')^-1 t, the only interpolant of least norm; from any start it is the nearest interpolant; for
full column rank it is the same from everywhere.

Reference: H. W. Engl, M. Hanke, A. Neubauer, Regularization of Inverse Problems, section 6.1.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, RangeInclusion, equals, has, relation
from symbolic.language.substitution import substitute
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import identity, zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, d, p = dimensions("n d p")
    X, Z = matrix("X", n, d), matrix("Z", n, p)
    w, w0, z, e, u = vector("w", d), vector("w0", d), vector("z", d), vector("e", d), vector("u", 2)
    t, a, r, b = vector("t", n), vector("a", n), vector("r", n), vector("b", p)
    alpha, lam, s, k = scalar("alpha"), scalar("lam"), scalar("s"), natural("k")
    I = identity(d)

    proof = Derivation(
        "gradient_descent",
        "Gradient descent on least squares",
        about="With more weights than samples the loss has many minimisers. Gradient descent finds one of them: the "
        "one nearest to its start.",
    )
    X1 = proof.define("X1", apply("block", 1, 2, 1, 1), "one sample, two weights; target 3")
    proof.claim(Implication(equals(X1 * u, 3), equals(apply("entry", u, 1, 1), 3 - apply("entry", u, 2, 1))), "solve")
    proof.equal(X1 * _column(3 - s, s), 3, "a line of solutions, one for every s")
    proof.equal(apply("norm", _column(3 - s, s)) ** 2, ((2 * s - 3) ** 2 + 9) / 2, "complete the square")
    nearest = _column(Rational(3, 2), Rational(3, 2))
    proof.equal(X1.T * (X1 * X1.T).I * 3, nearest, "the one in the row space: X1 X1' = 2")
    proof.equal(apply("norm", nearest) ** 2, Rational(9, 2), "the shortest of them")
    proof.refuse("X1*u = 3 => u = [3/2; 3/2]", "refuted", "a line of solutions")
    L = proof.define("L", apply("norm", X * w - t) ** 2 / n, "loss")
    proof.equal(apply("grad", L, w), 2 / n * X.T * (X * w - t), "differentiate")
    proof.refuse("grad(L, w) = 1/n*X'*(X*w - t)", "refuted", "the square gives a factor 2")
    w_next = proof.define("w_next", w - 2 * alpha / n * X.T * (X * w - t), "one step")

    proof.claim(RangeInclusion(zeros(d), X.T), "the start 0 lies in the row space")
    proof.claim(
        Implication(equals(w, X.T * a), equals(w_next, X.T * (a - 2 * alpha / n * (X * X.T * a - t)))), "collect"
    )
    proof.claim(Implication(RangeInclusion(w, X.T), RangeInclusion(w_next, X.T)), "so each step stays there")
    N = proof.define("N", I - apply("pinv", X) * X, "projection on the null space of X")
    proof.equal(N * w_next, N * w, "the part outside the row space never changes: NX' = 0")

    G = proof.define("G", I - 2 * alpha / n * X.T * X, "what a step multiplies the error by")
    minimiser = equals(X.T * X * z, X.T * t)
    proof.claim(Implication(minimiser, equals(w_next, z + G * (w - z))), "normal equations of a minimiser z")
    proof.equal(G**0 * e, e, "after no step")
    steps = equals(w - z, G**k * (w0 - z))
    proof.claim(Implication(minimiser, Implication(steps, equals(w_next, z + G ** (k + 1) * (w0 - z)))), "after k + 1")
    eigen = equals(X.T * X * e, lam * e)
    proof.claim(Implication(eigen, equals(G * e, (1 - 2 * alpha * lam / n) * e)), "on an eigenvector of X'X")
    proof.claim(Implication(equals(G * e, s * e), equals(G**k * e, s**k * e)), "k steps: induction on k")
    size = apply("abs", 1 - 2 * s)
    inside = Implication(relation(0, "<", s), Implication(relation(s, "<", 1), relation(size, "<", 1)))
    proof.claim(inside, "it shrinks for 0 < s < 1, where s = alpha lam/n")
    proof.claim(Implication(relation(size, "<", 1), relation(0, "<", s)), "for no s <= 0")
    proof.claim(Implication(relation(size, "<", 1), relation(s, "<", 1)), "and no s >= 1")
    proof.claim(Implication(relation(1, "<", s), relation(1, "<", size)), "past the bound it grows")
    proof.equal(
        apply("norm", G * e) ** 2,
        apply("norm", e) ** 2 - 4 * alpha / n * (X * e).T * (identity(n) - alpha / n * X * X.T) * (X * e),
        "expand",
    )
    shrinks = relation(0, "<", 4 * alpha / n * r.T * (identity(n) - alpha / n * X * X.T) * r)
    for condition in (
        relation(r, "!=", zeros(n)),
        has("positive definite", identity(n) - alpha / n * X * X.T),
        relation(0, "<", alpha),
    ):
        shrinks = Implication(condition, shrinks)
    proof.claim(shrinks, "below the bound a step comes nearer")

    proof.refuse("0 < alpha => norm(G*e) <= norm(e)", "refuted", "steps past the bound go away")
    proof.assume(has("full row rank", X))
    what = proof.define("what", X.T * (X * X.T).I * t, "limit from 0")
    proof.equal(X * what, t, "it interpolates")
    proof.equal(substitute(L, {w: what}), 0, "so its loss is least")
    proof.equal(substitute(w_next, {w: what}), what, "a step leaves it where it is")
    proof.claim(Implication(equals(X * X.T * a, t), equals(X.T * a, what)), "no other interpolant in the row space")
    fits = equals(X * w, t)
    proof.claim(
        Implication(fits, equals(apply("norm", w) ** 2, apply("norm", what) ** 2 + apply("norm", w - what) ** 2)),
        "Pythagoras: the difference is in the null space",
    )
    proof.claim(
        relation(apply("norm", what) ** 2, "<=", apply("norm", what) ** 2 + apply("norm", w - what) ** 2),
        "so no interpolant is shorter",
    )
    shortest = equals(apply("norm", w) ** 2, apply("norm", what) ** 2)
    proof.claim(Implication(fits, Implication(shortest, equals(w, what))), "the only interpolant of least norm")
    proof.equal(X * (what + N * z), t, "others: one for every vector of the null space")
    proof.claim(Implication(fits, equals(w, what + N * w)), "and no more")

    proof.refuse("X*w = t => w = what", "refuted", "there are other minimisers")
    proof.refuse("X'*X*what = what", "refuted", "X'X is the identity only on the row space of an orthonormal X")
    proof.refuse("(X'*X)^-1*X'*t = what", "needs", "X'X is singular for d > n")
    proof.refuse("X*what = t", "needs", "XX' must be invertible", without=(has("full row rank", X),))
    delta = proof.define("delta", X.T * (X * X.T).I * (t - X * w0), "the way from a start w0")
    wstar = proof.define("wstar", w0 + delta, "limit from w0")
    proof.equal(X * wstar, t, "it interpolates")
    proof.equal(wstar, what + N * w0, "the start keeps its part outside the row space")
    proof.claim(
        Implication(
            fits,
            equals(apply("norm", w - w0) ** 2, apply("norm", delta) ** 2 + apply("norm", w - w0 - delta) ** 2),
        ),
        "Pythagoras: the nearest interpolant",
    )
    proof.equal(X.T * X * wstar, X.T * t, "normal equations: the error shrinks as above")

    proof.refuse("wstar = what", "refuted", "the limit depends on the start")
    proof.assume(has("full column rank", Z))
    bhat = proof.define("bhat", (Z.T * Z).I * Z.T * t, "limit with fewer weights than samples")
    proof.claim(Implication(equals(Z.T * (Z * b - t), zeros(p)), equals(b, bhat)), "the only stationary point")
    proof.equal(
        b - 2 * alpha / n * Z.T * (Z * b - t) - bhat,
        (identity(p) - 2 * alpha / n * Z.T * Z) * (b - bhat),
        "error recursion, whatever the start",
    )

    return proof


def _column(first: Any, second: Any) -> Any:
    """A vector of two entries."""
    return apply("block", 2, 1, first, second)


if __name__ == "__main__":
    run(derivation)

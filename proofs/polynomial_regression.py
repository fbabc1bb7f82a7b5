"""Polynomial regression at its threshold: as many columns as samples.

Conventions: a polynomial of degree d has d + 1 coefficients, so n samples make a feature matrix of d + 1 columns. S is
square (d + 1 = n), F has full column rank (d + 1 <= n) and Y full row rank (d + 1 >= n).

Main results: distinct inputs make S invertible, in any basis; there both closed forms are S^-1 t; from there on the
training loss is zero; below it the fit does not depend on the basis, beyond it does. The program that asks `d > n` for
the degree d inverts a singular matrix at d = n: the question is d + 1 > n.

Reference: N. J. Higham, Accuracy and Stability of Numerical Algorithms, chapters 20 and 22.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, equals, has, relation
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import zeros


def derivation() -> Derivation:
    """The derivation, line by line."""
    n, m, p = dimensions("n m p")
    S, F, Y = matrix("S", n, n), matrix("F", n, p), matrix("Y", n, m)
    Q, C, t = matrix("Q", n, p), matrix("C", p, p), vector("t", n)
    x, y, z = scalar("x"), scalar("y"), scalar("z")

    proof = Derivation(
        "polynomial_regression",
        "The interpolation threshold of polynomial regression",
        about="A polynomial of degree d has d + 1 coefficients. With n samples its fit changes nature at d + 1 = n: "
        "from one solution of least squares to many that reach every sample.",
    )
    _distinct_inputs(proof, [x, y, z])
    proof.define("A", _features([x, y]), "monomials at two inputs")
    proof.refuse("A*A' = I", "refuted", "they are not orthonormal")

    B = proof.define("B", apply("block", 1, 2, 1, x), "degree 1 at a single input: d = n = 1")
    proof.equal(apply("det", B.T * B), 0, "the branch for few columns inverts this matrix")
    proof.equal(B.T * B * apply("block", 2, 1, -x, 1), zeros(2), "which is singular for every input")
    proof.equal(B * B.T, 1 + x**2, "the other branch divides by this")
    proof.claim(relation(0, "<", B * B.T), "a square plus 1")
    proof.refuse("invertible(B'*B)", "refuted", "the condition d > n leaves d = n to the wrong branch")

    proof.assume(has("invertible", S))
    proof.equal((S.T * S).I * S.T * t, S.I * t, "at the threshold: the inverse of a product")
    proof.equal(S.T * (S * S.T).I * t, S.I * t, "and the other formula too")
    proof.equal((S.T * S).I * S.T, S.T * (S * S.T).I, "so both agree")
    proof.refuse("(S'*S)^-1*S'*t = S'*t", "refuted", "only for an orthogonal S")

    proof.assume(has("full row rank", Y))
    vhat = proof.define("vhat", Y.T * (Y * Y.T).I * t, "from the threshold on: least norm")
    proof.equal(Y * vhat, t, "it meets every sample")
    proof.equal(apply("norm", Y * vhat - t) ** 2 / (2 * n), 0, "so the training loss is zero")
    proof.equal(vhat, apply("pinv", Y) * t, "the Moore-Penrose inverse")
    proof.equal(apply("tr", apply("pinv", Y) * Y), n, "the samples determine n of the m weights")
    few = (has("invertible", S),)
    proof.refuse("(Y'*Y)^-1*Y'*t = vhat", "needs", "with more columns than samples Y'Y is singular", without=few)
    proof.refuse(
        "(Y*D)'*(Y*D*(Y*D)')^-1*t = D^-1*vhat",
        "refuted",
        "in another basis YD the interpolant of least norm is another function",
        let={"D": "m x m, invertible"},
        without=few,
    )

    proof.assume(has("full column rank", F))
    beyond = (has("invertible", S), has("full row rank", Y))
    what = proof.define("what", (F.T * F).I * F.T * t, "up to the threshold: least squares")
    residual = t.T * t - t.T * F * (F.T * F).I * F.T * t
    proof.equal(apply("norm", F * what - t) ** 2 / (2 * n), residual / (2 * n), "training loss: expand")
    proof.claim(
        Implication(equals(apply("norm", F * what - t) ** 2, 0), equals(t, F * what)),
        "zero just if all samples are met",
    )
    proof.equal(what, apply("pinv", F) * t, "the Moore-Penrose inverse again")
    proof.equal(apply("tr", apply("pinv", F) * F), p, "the samples determine all p weights")
    proof.refuse("F'*(F*F')^-1*t = what", "needs", "with fewer columns than samples FF' is singular", without=beyond)
    proof.refuse("F*what = t", "refuted", "below the threshold there is an error left", without=beyond)

    proof.assume(has("invertible", C), has("full column rank", Q), equals(Q, F * C))
    proof.equal(Q * ((Q.T * Q).I * Q.T * t), F * what, "in another basis Q = FC the same fit")
    return proof


def _distinct_inputs(proof: Derivation, points: list[Any]) -> None:
    """Determinants for two and three inputs, in three bases."""
    x, y, z = points
    differences = (y - x) * (z - x) * (z - y)
    bases = (
        ("monomials", lambda s: s**2, 1),
        ("Legendre polynomials", lambda s: (3 * s**2 - 1) / 2, Rational(3, 2)),
        ("Chebyshev polynomials", lambda s: 2 * s**2 - 1, 2),
    )
    proof.equal(apply("det", _features(points[:2])), y - x, "degree 1 at two inputs")
    for name, second, factor in bases:
        determinant = apply("det", _features(points, second))
        proof.equal(determinant, factor * differences, f"degree 2 at three inputs, {name}: not 0 if they differ")


def _features(points: list[Any], *others: Any) -> Any:
    """The matrix with columns 1, the inputs, and further functions of them."""
    entries = [value for point in points for value in (1, point, *(f(point) for f in others))]
    return apply("block", len(points), 2 + len(others), *entries)


if __name__ == "__main__":
    run(derivation)

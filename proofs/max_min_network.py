"""Maximum and minimum by a network of two layers.

Conventions: the network takes x = (x1, x2) to W2 f(W1 x) with f the identity on the first hidden unit and the absolute
value on the second; its outputs are the minimum and the maximum.

Main results: both from half the sum and half the distance, by cases; that one activation for both units breaks it, and
no network of absolute values alone can be right, for any weights; a network of rectified units that is, and another
that computes the same function.

Reference: V. Nair, G. E. Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, equals, relation
from symbolic.language.symbols import dimensions, matrix, scalar, vector

HALF = Rational(1, 2)


def derivation() -> Derivation:
    """The derivation, line by line."""
    x1, x2 = scalar("x1"), scalar("x2")
    proof = Derivation(
        "max_min_network",
        "Maximum and minimum by a network",
        about="A network with one linear unit and one absolute value sorts two numbers: the larger lies half their "
        "distance above their mean, the smaller as far below.",
    )
    larger, smaller = (x1 + x2) / 2 + apply("abs", x1 - x2) / 2, (x1 + x2) / 2 - apply("abs", x1 - x2) / 2
    first, second = relation(x2, "<=", x1), relation(x1, "<=", x2)
    proof.claim(Implication(first, equals(larger, x1)), "first case: the absolute value is x1 - x2")
    proof.claim(Implication(first, equals(apply("max", x1, x2), x1)), "and so is the maximum")
    proof.claim(Implication(second, equals(larger, x2)), "second case: the absolute value is x2 - x1")
    proof.claim(Implication(second, equals(apply("max", x1, x2), x2)), "and so is the maximum")
    proof.equal(apply("max", x1, x2), larger, "in either case")
    proof.claim(Implication(first, equals(smaller, x2)), "first case")
    proof.claim(Implication(second, equals(smaller, x1)), "second case")
    proof.equal(apply("min", x1, x2), smaller, "in either case")
    proof.equal(apply("max", x1, x2) + apply("min", x1, x2), x1 + x2, "add")
    proof.equal(apply("max", x1, x2) - apply("min", x1, x2), apply("abs", x1 - x2), "subtract")

    x = proof.define("x", _column(x1, x2), "inputs")
    y = proof.define("y", _column(apply("min", x1, x2), apply("max", x1, x2)), "outputs wanted")
    W1 = proof.define("W1", apply("block", 2, 2, HALF, HALF, 1, -1), "first layer: mean and difference")
    W2 = proof.define("W2", apply("block", 2, 2, 1, -HALF, 1, HALF), "second layer")
    proof.equal(W1 * x, _column((x1 + x2) / 2, x1 - x2), "multiply out")
    h = proof.define("h", _column((x1 + x2) / 2, apply("abs", x1 - x2)), "identity and absolute value")
    proof.equal(W2 * h, _column(smaller, larger), "multiply out")
    proof.then(y, "the two formulas")
    _common_activation(proof)
    _rectified(proof, x, y, x1, x2)

    proof.refuse("W2*abs(W1*x) = y", "refuted", "absolute values for both units lose the sign of the mean")
    proof.refuse("W2*relu(W1*x) = y", "refuted", "rectified units lose negative means and negative differences")
    proof.refuse("W2*W1*x = y", "refuted", "without an absolute value the network is linear")
    proof.refuse("h*W2 = y", "ill-typed", "the weights stand on the left")
    proof.refuse("U2*relu(W1*x) = y", "ill-typed", "four columns for two hidden units")
    proof.refuse("max(x1, x2) = abs(x1 + x2)/2 + abs(x1 - x2)/2", "refuted", "the larger of the absolute values")
    proof.refuse("max(x1, x2) = relu(x1) + relu(x2 - x1)", "refuted", "right only where x1 is not negative")
    return proof


def _common_activation(proof: Derivation) -> None:
    """Networks of absolute values alone are even, of any size; the maximum is not."""
    m, q, p = dimensions("m q p")
    A, B, v = matrix("A", q, p), matrix("B", m, q), vector("v", p)
    proof.equal(B * apply("abs", A * -v), B * apply("abs", A * v), "absolute values alone: even, for all weights")
    proof.claim(relation(apply("max", -1, -1), "!=", apply("max", 1, 1)), "the maximum is not even")


def _rectified(proof: Derivation, x: Any, y: Any, x1: Any, x2: Any) -> None:
    """Two networks of rectified units for the same function."""
    proof.equal(apply("relu", x1) - apply("relu", -x1), x1, "two rectified units make the identity")
    proof.equal(apply("relu", x1) + apply("relu", -x1), apply("abs", x1), "and the absolute value")
    U1 = proof.define("U1", apply("block", 4, 2, 1, -1, -1, 1, 0, 1, 0, -1), "rectified units: both differences, x2")
    U2 = proof.define("U2", apply("block", 2, 4, 0, -1, 1, -1, 1, 0, 1, -1), "their weights")
    proof.equal(U2 * apply("relu", U1 * x), y, "max = x2 + relu(x1 - x2), min = x2 - relu(x2 - x1)")
    V1 = proof.define(
        "V1", apply("block", 4, 2, HALF, HALF, -HALF, -HALF, 1, -1, -1, 1), "both means, both differences"
    )
    V2 = proof.define("V2", apply("block", 2, 4, 1, -1, -HALF, -HALF, 1, -1, HALF, HALF), "their weights")
    proof.equal(V2 * apply("relu", V1 * x), U2 * apply("relu", U1 * x), "another network, the same function")


def _column(first: Any, second: Any) -> Any:
    """A vector of two entries."""
    return apply("block", 2, 1, first, second)


if __name__ == "__main__":
    run(derivation)

"""A worked example of backpropagation in numbers: three inputs, three hidden units, three outputs.

z = W1 x, h = relu(z), y = W2 h, and the gradient of the loss by y is a column of ones. All signals, the gradients by
both weight matrices, and their squared norms 572 and 195, once from the matrices and once from the vectors they are
outer products of.

Reference: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, section 6.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.symbols import matrix, vector
from symbolic.language.terms import ones


def numbers(*rows: Sequence[int]) -> Any:
    """A matrix of whole numbers, row by row."""
    return apply("block", len(rows), len(rows[0]), *(entry for row in rows for entry in row))


def derivation() -> Derivation:
    """The derivation, line by line."""
    V1, V2, v = matrix("V1", 3, 3), matrix("V2", 3, 3), vector("v", 3)

    proof = Derivation(
        "worked_backprop", "Backpropagation in numbers",
        about="A network with one hidden layer at one point, forwards and backwards.",
    )  # fmt: skip
    x = proof.define("x", numbers([1], [3], [1]), "input")
    W1 = proof.define("W1", numbers([1, 2, 1], [-2, 1, 0], [1, -2, -1]), "weights of the hidden layer")
    W2 = proof.define("W2", numbers([-2, 4, 1], [1, -2, -3], [-3, 4, 6]), "weights of the output")
    ybar = proof.define("ybar", numbers([1], [1], [1]), "gradient of the loss by the output")

    z = proof.define("z", W1*x, "hidden layer")
    proof.equal(z, numbers([8], [1], [-6]), "three inner products")
    h = proof.define("h", apply("relu", z), "activations")
    proof.equal(h, numbers([8], [1], [0]), "relu")
    proof.equal(W2*h, numbers([-12], [6], [-20]), "output")

    hbar = proof.define("hbar", W2.T*ybar, "signal of the activations")
    proof.equal(hbar, numbers([-4], [6], [4]), "columns of W2 added up")
    zbar = proof.define("zbar", apply("hadamard", hbar, apply("step", z)), "signal of the hidden layer")
    proof.equal(zbar, numbers([-4], [6], [0]), "the third unit is off")
    proof.equal(apply("grad", ones(3).T*V2*v, V2), ybar*v.T, "gradient by the weights of the output, at any input")
    proof.equal(apply("grad", zbar.T*V1*x, V1), zbar*x.T, "gradient by the weights of the hidden layer")
    W1bar = proof.define("W1bar", zbar*x.T, "gradient by W1")
    proof.equal(W1bar, numbers([-4, -12, -4], [6, 18, 6], [0, 0, 0]), "outer product")
    W2bar = proof.define("W2bar", ybar*h.T, "gradient by W2")
    proof.equal(W2bar, numbers([8, 1, 0], [8, 1, 0], [8, 1, 0]), "outer product")

    proof.equal(W1bar.T*W1bar, numbers([52, 156, 52], [156, 468, 156], [52, 156, 52]), "nine inner products")
    proof.equal(apply("norm", W1bar)**2, apply("tr", W1bar.T*W1bar), "Frobenius norm")
    proof.then(572, "52 + 468 + 52")
    proof.equal(apply("norm", zbar)**2*apply("norm", x)**2, 572, "52 times 11, without the matrix")
    proof.equal(W2bar.T*W2bar, numbers([192, 24, 0], [24, 3, 0], [0, 0, 0]), "nine inner products")
    proof.equal(apply("norm", W2bar)**2, apply("tr", W2bar.T*W2bar), "Frobenius norm")
    proof.then(195, "192 + 3 + 0")
    proof.equal(apply("norm", ybar)**2*apply("norm", h)**2, 195, "3 times 65, without the matrix")
    wrong_lines(proof)
    return proof


def wrong_lines(proof: Derivation) -> None:
    """Misprinted matrices, and products whose shapes do not fit."""
    proof.refuse("W2bar = [1; 1]*[8, 1, 0]", "ill-typed", "the signal has three entries")
    proof.refuse("W2bar = [8, 1, 0; 8, 1, 0]", "ill-typed", "a row is missing")
    proof.refuse("W2bar'*W2bar = W2bar'*[8, 10; 8, 10; 8, 10]", "ill-typed",
                 "a column is missing, and 10 stands for 1, 0")
    proof.refuse("hbar = ybar'*W2", "ill-typed", "the row (hbar)'")
    proof.refuse("W1bar*W1bar' = [52, 156, 52; 156, 468, 156; 52, 156, 52]", "refuted",
                 "the other order: these are the numbers of W1bar'*W1bar")
    proof.refuse("zbar = hbar", "refuted", "the derivative of the relu is left out")
    proof.refuse("norm(W2bar)^2 = norm(ybar)^2*norm(x)^2", "refuted", "the input of the output layer is h, not x")


if __name__ == "__main__":
    run(derivation)

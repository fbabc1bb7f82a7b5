"""Backpropagation through a gated network: every error signal, from the loss down to the input.

    z1 = W1 x + b1,  z2 = W2 x + b2,  h1 = relu(z1),  h2 = sigmoid(z2),  g = h1 .* h2,  y = W3 g + W4 x,
    p = softmax(y),  L = -log p_t = -o' log p,  o = e_t

The signal zbar of a node z is the gradient of L by z, of its shape. First one equation for each node, in the signals of
the nodes that use it; then all values put in, so that the gradients of L as a function of x, W1, ... are proved whole.
The relu is differentiated off its kink.

Reference: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, section 6.5.
"""

from __future__ import annotations

from typing import Any

from proofs.run import run
from symbolic.calculus import Backpropagation, backpropagate
from symbolic.derivation import Derivation
from symbolic.language.derivatives import smoothness
from symbolic.language.operator import apply
from symbolic.language.statements import relation
from symbolic.language.substitution import substitute
from symbolic.language.symbols import dimensions, matrix, natural, vector
from symbolic.language.terms import zeros

REASONS = {
    "p": "entry by entry, -o./p",
    "y": "Jacobian of softmax, times pbar",
    "g": "y = W3 g + W4 x",
    "h2": "the other factor",
    "h1": "the other factor",
    "z2": "derivative of the sigmoid",
    "z1": "derivative of the relu is the step",
    "W1": "outer product with the input of the layer",
    "b1": "a bias is added",
    "W2": "outer product with the input of the layer",
    "b2": "a bias is added",
    "W3": "outer product with the input of the layer",
    "W4": "the skip connection",
    "x": "three uses of x, three summands",
}


def network() -> tuple[Backpropagation, Any, tuple[Any, ...]]:
    """The network with its signals, the one-hot vector, and the hypotheses: t is a class, p is positive."""
    n, k, m = dimensions("n k m")
    t = natural("t", positive=True)
    x, b1, b2 = vector("x", n), vector("b1", k), vector("b2", k)
    W1, W2, W3, W4 = matrix("W1", k, n), matrix("W2", k, n), matrix("W3", m, k), matrix("W4", m, n)
    z1, z2, h1, h2, g = (vector(name, k) for name in ("z1", "z2", "h1", "h2", "g"))
    y, p = vector("y", m), vector("p", m)
    nodes = [
        (z1, W1*x + b1), (z2, W2*x + b2), (h1, apply("relu", z1)), (h2, apply("sigmoid", z2)),
        (g, apply("hadamard", h1, h2)), (y, W3*g + W4*x), (p, apply("softmax", y)),
    ]  # fmt: skip
    o = apply("unit", t, m)
    loss = -o.T*apply("log", p)
    hypotheses = (relation(t, "<=", m), relation(zeros(m), "<", p))
    return backpropagate(loss, nodes, [W1, b1, W2, b2, W3, W4, x], hypotheses), o, hypotheses


def derivation() -> Derivation:
    """The derivation, line by line."""
    found, o, hypotheses = network()
    proof = Derivation(
        "gated_network_backprop", "Backpropagation through a gated network", given=hypotheses,
        about="Two layers beside each other, one the gate of the other, a skip connection, softmax and cross-entropy. "
        "Each signal is computed once, from those of the nodes that use its node.",
    )  # fmt: skip
    for adjoint in found.adjoints:
        gradient = apply("grad", adjoint.function, adjoint.of)
        kinks = [h for h in smoothness(gradient) if h not in proof.hypotheses]
        if kinks:
            proof.assume(*kinks)
        proof.equal(gradient, adjoint.plain, f"{adjoint.symbol}: {REASONS[adjoint.of.name]}")
    whole(proof, found, o)
    wrong_lines(proof)
    return proof


def whole(proof: Derivation, found: Backpropagation, o: Any) -> None:
    """The values put in: nodes and signals as definitions, the gradients of the loss as a function of each variable."""
    values = found.values()
    for node, _ in found.intermediates:
        proof.define(node.name, values[node], "forward pass")
    proof.define("o", o, "one-hot vector of the target class")
    loss = proof.define("L", found.inlined_loss(), "cross-entropy")
    nodes = len(found.intermediates)
    for adjoint in found.adjoints:
        values[adjoint.symbol] = substitute(adjoint.term, values)
    for adjoint in found.adjoints[:nodes]:
        proof.define(adjoint.symbol.name, values[adjoint.symbol], "signal")
    p, ybar = values[found.intermediates[-1][0]], values[found.adjoints[1].symbol]
    proof.equal(ybar, p - o, "softmax and cross-entropy together")
    z1 = values[found.intermediates[0][0]]
    proof.assume(*smoothness(apply("grad", apply("sum", apply("relu", z1)), found.adjoints[-1].of)))
    for adjoint in found.adjoints[nodes:]:
        proof.equal(apply("grad", loss, adjoint.of), values[adjoint.symbol], REASONS[adjoint.of.name])


def wrong_lines(proof: Derivation) -> None:
    """Ill-shaped products, and names swapped."""
    proof.refuse("ybar = pbar*jac(softmax(v), v)", "ill-typed", "a column times a square matrix: J'*pbar",
                 let={"v": "m"})
    proof.refuse("z2bar = h2bar*diag(h2)", "ill-typed", "a column times a diagonal matrix: an entrywise product")
    proof.refuse("h2bar = gbar*h1", "ill-typed", "two columns: an entrywise product")
    proof.refuse("V = z1bar*x", "ill-typed", "two columns: the input is transposed", let={"V": "k x n"})
    proof.refuse("grad(L, x) = z1bar'*W1 + z2bar'*W2 + ybar'*W4", "ill-typed", "rows: each Jacobian is transposed")
    proof.refuse("pbar = p - o", "refuted", "the signal of the scores y, not of the probabilities p: y and p swapped")
    proof.refuse("ybar = y - o", "refuted", "scores in place of probabilities: y and p swapped")
    proof.refuse("h1bar = gbar.*h1", "refuted", "the other factor of the gate belongs here")
    proof.refuse("grad(L, x) = W1'*z1bar + W2'*z2bar", "refuted", "the skip connection is forgotten")


if __name__ == "__main__":
    run(derivation)

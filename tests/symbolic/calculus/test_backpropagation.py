"""Signals of networks against finite differences; local theorems; length linear in depth; malformed networks."""

import numpy as np
import pytest

from numeric.differences import gradient_by_differences
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64
from symbolic.calculus import CalculusError, backpropagate
from symbolic.errors import LanguageError
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import identity, ones
from symbolic.provers.prover import prove


def residual(depth: int, k=None):
    """relu layers with skip connections and a squared loss."""
    k = dimensions("k")[0] if k is None else k
    hidden = [vector(f"h{i}", k) for i in range(depth + 1)]
    weights = [matrix(f"W{i}", k, k) for i in range(depth)]
    nodes = []
    for i in range(depth):
        z = vector(f"z{i}", k)
        nodes += [(z, weights[i] * hidden[i]), (hidden[i + 1], hidden[i] + apply("relu", z))]
    return backpropagate(apply("norm", hidden[-1] - vector("t", k)) ** 2, nodes, [*weights, hidden[0]])


def batched(N, n, k, m):
    """A batch through a gate, a bias for each row, softmax by rows, cross-entropy."""
    X, V, U, c, T = matrix("X", N, n), matrix("V", n, k), matrix("U", k, m), vector("c", k), matrix("T", N, m)
    Z, H, Y, E = matrix("Z", N, k), matrix("H", N, k), matrix("Y", N, m), matrix("E", N, m)
    total = scalar("L")
    nodes = [
        (Z, X * V + ones(N) * c.T),
        (H, apply("hadamard", Z, apply("sigmoid", Z))),
        (Y, H * U),
        (E, apply("exp", Y)),
        (total, apply("sum", apply("log", E * ones(m))) - apply("sum", apply("hadamard", T, Y))),
    ]
    return backpropagate(total, nodes, [X, V, U, c])


def gated(n, k, m):
    """Two layers, one the gate of the other, a skip connection, softmax and cross-entropy."""
    W1, W2, W3, W4 = matrix("W1", k, n), matrix("W2", k, n), matrix("W3", m, k), matrix("W4", m, n)
    b1, b2, x, o = vector("b1", k), vector("b2", k), vector("x", n), vector("o", m)
    z1, z2, h1, h2, g = (vector(name, k) for name in ("z1", "z2", "h1", "h2", "g"))
    y, p = vector("y", m), vector("p", m)
    nodes = [
        (z1, W1 * x + b1), (z2, W2 * x + b2), (h1, apply("relu", z1)), (h2, apply("sigmoid", z2)),
        (g, apply("hadamard", h1, h2)), (y, W3 * g + W4 * x), (p, apply("softmax", y)),
    ]  # fmt: skip
    return backpropagate(-o.T * apply("log", p), nodes, [W1, b1, W2, b2, W3, W4, x])


@pytest.mark.parametrize(
    "network", [residual(3, 2), batched(3, 2, 4, 2), gated(3, 2, 4)], ids=["residual", "batched", "gated"]
)
def test_signals_agree_with_differences(network, rng: np.random.Generator) -> None:
    loss, values = network.inlined_loss(), network.values()
    free = {s for a in network.adjoints for s in (*a.function.free_symbols,)} - set(values)
    free = {s for s in free if not s.name.endswith("bar")}
    point = Point({}, {s: rng.normal(size=tuple(map(int, shape_of(s)))).tolist() for s in free})
    here = dict(point.values)
    for symbol, value in network.intermediates:
        here[symbol] = evaluate(value, Point({}, here), Float64()).value.tolist()
    for adjoint in network.adjoints:
        signal = evaluate(adjoint.term, Point({}, here), Float64()).value
        here[adjoint.symbol] = signal.tolist()
        if adjoint.of not in values:
            slope, error = gradient_by_differences(loss, adjoint.of, point)
            assert (abs(signal - slope) <= 10 * error + 1e-12 * (1 + abs(slope))).all(), adjoint.symbol


@pytest.mark.parametrize("network", [residual(2), gated(*dimensions("n k m"))], ids=["residual", "gated"])
def test_the_whole_gradient_is_proved(network) -> None:
    for adjoint in network.adjoints[len(network.intermediates) :]:
        goal = equals(apply("grad", network.inlined_loss(), adjoint.of), network.inlined(adjoint.of))
        assert prove((), goal).theorem is not None, adjoint.of


def test_every_signal_has_a_theorem_and_a_name() -> None:
    network = gated(*dimensions("n k m"))
    for adjoint in network.adjoints:
        assert adjoint.theorem.statement == equals(apply("grad", adjoint.function, adjoint.of), adjoint.plain)
    said = {str(a.symbol): str(a.term) for a in network.adjoints}
    assert said["z1bar"] == "hadamard(h1bar, step(z1))"
    assert said["xbar"] == "W1.T*z1bar + W2.T*z2bar + W4.T*ybar"
    assert said["W3bar"] == "ybar*g.T"


def test_length_is_linear_in_depth() -> None:
    lengths = [residual(depth).length for depth in (2, 4, 6, 8)]
    steps = np.diff(lengths)
    assert len(set(steps.tolist())) == 1
    assert 0 < steps[0] < 60


def test_what_is_not_used_has_the_signal_zero() -> None:
    n = dimensions("n")[0]
    x, y, z = vector("x", n), vector("y", n), vector("z", n)
    network = backpropagate(x.T * x, [(z, x + y)], [x, y])
    assert network.of(y).term.is_ZeroMatrix or str(network.of(y).term) == "zbar"
    assert network.of(z).theorem is None


def test_malformed_networks_are_refused() -> None:
    n, k = dimensions("n k")
    x, y, z = vector("x", n), vector("y", n), vector("z", k)
    with pytest.raises(LanguageError, match="scalar"):
        backpropagate(y, [(y, 2 * x)], [x])
    with pytest.raises(LanguageError, match="before its turn"):
        backpropagate(y.T * y, [(y, identity(n) * z_like(y)), (z_like(y), 2 * x)], [x])
    with pytest.raises(LanguageError, match="defined once"):
        backpropagate(y.T * y, [(y, 2 * x), (y, 3 * x)], [x])
    with pytest.raises(LanguageError):
        backpropagate(z.T * z, [(z, 2 * x)], [x])
    with pytest.raises(CalculusError, match="neither"):
        backpropagate(y.T * y, [(y, 2 * x)], [x]).of(z)


def z_like(y):
    """Another symbol of the same shape."""
    return vector("v", shape_of(y)[0])

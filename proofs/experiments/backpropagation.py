"""Backpropagated gradients against central differences, and against torch where it is installed.

The rule, stated in advance: every entry of every gradient is within ten estimated errors of the difference quotient,
and within 1e-12 of the size of the gradient of what torch's automatic differentiation gives in double precision.

Reference: J. Nocedal, S. Wright, Numerical Optimization, section 8.1.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from numeric.differences import gradient_by_differences
from numeric.evaluation import Point, evaluate
from numeric.montecarlo import Progress
from numeric.namespaces import Float64
from proofs.gated_network_backprop import network
from proofs.simulations import Simulation
from symbolic.calculus import Backpropagation, backpropagate
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import ones

__all__ = ["TORCH", "gated_network_backprop"]

TORCH: Any = importlib.import_module("torch") if importlib.util.find_spec("torch") else None
ERRORS, AGREEMENT = 10, 1e-12

Floats = Any
Loss = Callable[[Any, Mapping[str, Any], Mapping[str, int]], Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A network with its sizes by name, and its loss as a program for torch, which shares nothing with it."""

    title: str
    found: Backpropagation
    sizes: Mapping[str, int]
    loss: Loss


def gated_network_backprop(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """The gated network, and a batch through two layers, at random values."""
    cases = (gated(), batched())
    lines, passed = [], []
    for done, case in enumerate(cases, start=1):
        point, signals = backward(case, np.random.default_rng(seed))
        for line, right in (_by_differences(case, point, signals), _by_torch(case, point, signals)):
            lines.append(f"{case.title}: {line}")
            passed.append(right)
        progress(done, len(cases))
    return Simulation((), tuple(lines), all(passed))


def gated() -> Case:
    """The network of the derivation, for one sample."""
    return Case("Gated network", network()[0], {"n": 5, "k": 4, "m": 3, "t": 2}, _gated_loss)


def batched() -> Case:
    """A batch X, one sample a row, through a layer of relu with biases, softmax by rows, cross-entropy."""
    N, n, k, m = dimensions("N n k m")
    X, V, U, c, T = matrix("X", N, n), matrix("V", n, k), matrix("U", k, m), vector("c", k), matrix("T", N, m)
    Z, H, Y, E, L = matrix("Z", N, k), matrix("H", N, k), matrix("Y", N, m), matrix("E", N, m), scalar("L")
    nodes = [
        (Z, X * V + ones(N) * c.T),
        (H, apply("relu", Z)),
        (Y, H * U),
        (E, apply("exp", Y)),
        (L, apply("sum", apply("log", E * ones(m))) - apply("sum", apply("hadamard", T, Y))),
    ]
    return Case(
        "Two layers on a batch", backpropagate(L, nodes, [X, V, U, c]), {"N": 6, "n": 5, "k": 4, "m": 3}, _batched_loss
    )


def backward(case: Case, generator: np.random.Generator) -> tuple[Point, dict[str, Floats]]:
    """Random values of what the network takes, and the gradients by its variables, evaluated signal by signal."""
    inner = {node for node, _ in case.found.intermediates}
    free = {s for a in case.found.adjoints for s in a.function.free_symbols} - inner
    symbols = {name: (natural(name, positive=True) if name == "t" else dimensions(name)[0]) for name in case.sizes}
    sizes = {symbols[name]: size for name, size in case.sizes.items()}
    values = {}
    for symbol in sorted((s for s in free if s not in sizes and not s.name.endswith("bar")), key=str):
        rows, cols = (int(size.subs(sizes)) for size in shape_of(symbol))
        drawn = generator.standard_normal((rows, cols))
        if symbol.name == "T":
            drawn = np.eye(cols)[generator.integers(cols, size=rows)]
        values[symbol] = drawn.tolist()
    point, here = Point(sizes, values), dict(values)
    for node, value in case.found.intermediates:
        here[node] = evaluate(value, Point(sizes, here), Float64()).value.tolist()
    signals: dict[str, Floats] = {}
    for adjoint in case.found.adjoints:
        value = evaluate(adjoint.term, Point(sizes, here), Float64()).value
        here[adjoint.symbol] = value.tolist()
        if adjoint.of not in inner:
            signals[adjoint.of.name] = value
    return point, signals


def _by_differences(case: Case, point: Point, signals: Mapping[str, Floats]) -> tuple[str, bool]:
    loss, worst = case.found.inlined_loss(), 0.0
    variables = {symbol.name: symbol for symbol in point.values}
    for name, signal in signals.items():
        slope, error = gradient_by_differences(loss, variables[name], point)
        worst = max(worst, float(np.max(abs(signal - slope) / (ERRORS * error + AGREEMENT * (1 + abs(slope))))))
    return (
        f"gradients by {', '.join(signals)} against central differences, largest difference {worst:.2g} of what is "
        f"allowed, {ERRORS} estimated errors: {_word(worst <= 1)}."
    ), worst <= 1


def _by_torch(case: Case, point: Point, signals: Mapping[str, Floats]) -> tuple[str, bool]:
    if TORCH is None:
        return "torch is not installed, so there is no comparison with it.", True
    tensors = {s.name: TORCH.tensor(rows, dtype=TORCH.float64) for s, rows in point.values.items()}
    for name in signals:
        tensors[name].requires_grad_()
    case.loss(TORCH, tensors, case.sizes).backward()
    gaps = [np.max(abs(tensors[name].grad.numpy() - g)) / max(1.0, np.max(abs(g))) for name, g in signals.items()]
    worst = float(max(gaps))
    return (
        f"the same against torch {TORCH.__version__}, largest difference {worst:.2g} of their size, {AGREEMENT:g} "
        f"allowed: {_word(worst <= AGREEMENT)}."
    ), worst <= AGREEMENT


def _gated_loss(torch: Any, v: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    gate = torch.sigmoid(v["W2"] @ v["x"] + v["b2"])
    scores = v["W3"] @ (torch.relu(v["W1"] @ v["x"] + v["b1"]) * gate) + v["W4"] @ v["x"]
    return -torch.log_softmax(scores, dim=0)[sizes["t"] - 1, 0]


def _batched_loss(torch: Any, v: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    scores = torch.relu(v["X"] @ v["V"] + v["c"].T) @ v["U"]
    return torch.nn.functional.cross_entropy(scores, v["T"].argmax(dim=1), reduction="sum")


def _word(passed: bool) -> str:
    return "passed" if passed else "FAILED"

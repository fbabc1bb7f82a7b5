"""Multiplications and stored numbers of per-sample gradient norms, counted in instrumented runs and fitted exactly.

Conventions: K layers of width D, N samples, as in `gradient_norms`. A multiplication is a product of two numbers;
relu and its derivative select, and count nothing. A number is stored from the step that makes it to the last step
that reads it; weights and inputs are stored throughout; a phase is charged with the largest number stored at any time
during it. The error signals at the outputs take the place of the outputs.

Main results: `counted_run` (one instrumented run, on integers, with the norms it found), `cost` (the polynomial in N,
K and D that these counts are, interpolated exactly and then checked at sizes that the interpolation did not use).

Reference: Goodfellow, Efficient per-example gradient computations, 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal

import sympy
from flint import fmpq_mat

from symbolic.errors import EvaluationError

Row = list[int]
Rows = list[Row]
Algorithm = Literal["naive", "one sample at a time", "efficient", "efficient with batch gradient"]
Phase = Literal["forward", "backward", "norms"]
Quantity = Literal["multiplications", "stored", "working"]

ALGORITHMS: tuple[Algorithm, ...] = ("naive", "one sample at a time", "efficient", "efficient with batch gradient")
PHASES: tuple[Phase, ...] = ("forward", "backward", "norms")
N, K, D = sympy.symbols("N K D", integer=True, positive=True)

GRID = tuple(product((1, 2, 3), (1, 2, 3), (1, 2, 3, 4)))
FRESH = ((4, 5, 3), (5, 2, 6), (2, 4, 5), (1, 6, 1), (6, 1, 2))


@dataclass
class Meter:
    """Counts by phase: multiplications add up; memory is the largest count at any time during the phase.

    `stored` counts every number, `working` all but the inputs and the resulting norms.
    """

    multiplications: dict[Phase, int] = field(default_factory=lambda: dict.fromkeys(PHASES, 0))
    stored: dict[Phase, int] = field(default_factory=lambda: dict.fromkeys(PHASES, 0))
    working: dict[Phase, int] = field(default_factory=lambda: dict.fromkeys(PHASES, 0))
    held: int = 0
    data: int = 0
    current: Phase = "forward"

    @contextmanager
    def phase(self, name: Phase) -> Iterator[None]:
        """Charge what happens inside to the phase."""
        self.current = name
        self.hold(0)
        yield

    def times(self, a: int, b: int) -> int:
        self.multiplications[self.current] += 1
        return a * b

    def hold(self, count: int) -> None:
        """`count` numbers are stored from now on; a negative count frees them."""
        self.held += count
        self.stored[self.current] = max(self.stored[self.current], self.held + self.data)
        self.working[self.current] = max(self.working[self.current], self.held)

    def keep(self, count: int) -> None:
        """`count` inputs or results are stored from now to the end."""
        self.data += count
        self.hold(0)


def _forward(meter: Meter, weights: Sequence[Rows], x: Row) -> list[Row]:
    """All layer inputs and the outputs of one sample; x is already stored."""
    values = [x]
    for layer, W in enumerate(weights):
        z = [sum(meter.times(w, v) for w, v in zip(row, values[-1], strict=True)) for row in W]
        meter.hold(len(z))
        values.append(z if layer + 1 == len(weights) else [max(entry, 0) for entry in z])
    return values


def _signals(meter: Meter, weights: Sequence[Rows], values: Sequence[Row], output_bar: Row) -> list[Row]:
    """The error signals of one sample for every layer."""
    signals = [output_bar]
    for k in range(len(weights) - 1, 0, -1):
        W, above = weights[k], signals[-1]
        bar = [sum(meter.times(W[i][j], above[i]) for i in range(len(W))) for j in range(len(W[0]))]
        meter.hold(len(bar))
        signals.append([entry if h > 0 else 0 for entry, h in zip(bar, values[k], strict=True)])
    return signals[::-1]


def _outer(meter: Meter, z: Row, h: Row) -> Rows:
    meter.hold(len(z) * len(h))
    return [[meter.times(a, b) for b in h] for a in z]


def _square_sum(meter: Meter, entries: Sequence[int]) -> int:
    return sum(meter.times(entry, entry) for entry in entries)


def _kept(meter: Meter, weights: Sequence[Rows], inputs: Rows, output_bar: Rows) -> Rows:
    """Forward on the batch; one gradient for every sample and layer, all kept; then the norms."""
    with meter.phase("forward"):
        values = [_forward(meter, weights, x) for x in inputs]
    with meter.phase("backward"):
        gradients = []
        for value, bar in zip(values, output_bar, strict=True):
            signals = _signals(meter, weights, value, bar)
            gradients.append([_outer(meter, z, h) for z, h in zip(signals, value[:-1], strict=True)])
            # Freed with this sample: its values but x, and its signals, the last of which are in place of its outputs.
            meter.hold(-sum(map(len, value[1:-1])) - sum(map(len, signals)))
    with meter.phase("norms"):
        meter.keep(len(inputs) * len(weights))
        return [[_square_sum(meter, [e for row in G for e in row]) for G in sample] for sample in gradients]


def _streamed(meter: Meter, weights: Sequence[Rows], inputs: Rows, output_bar: Rows) -> Rows:
    """All three phases for one sample before the next; each gradient is dropped once its norm is known."""
    found = []
    for x, bar in zip(inputs, output_bar, strict=True):
        with meter.phase("forward"):
            value = _forward(meter, weights, x)
        with meter.phase("backward"):
            signals = _signals(meter, weights, value, bar)
        norms = []
        for z, h in zip(signals, value[:-1], strict=True):
            with meter.phase("backward"):
                G = _outer(meter, z, h)
            with meter.phase("norms"):
                meter.keep(1)
                norms.append(_square_sum(meter, [e for row in G for e in row]))
                meter.hold(-len(z) * len(h))
        meter.hold(-sum(map(len, value[1:-1])) - sum(map(len, signals)))
        found.append(norms)
    return found


def _factored(meter: Meter, weights: Sequence[Rows], inputs: Rows, output_bar: Rows, batch_gradient: bool) -> Rows:
    """One forward and one backward pass for the batch; the norms from the squared norms of vectors."""
    with meter.phase("forward"):
        values = [_forward(meter, weights, x) for x in inputs]
    with meter.phase("backward"):
        signals = [_signals(meter, weights, value, bar) for value, bar in zip(values, output_bar, strict=True)]
        if batch_gradient:
            _batch_gradient(meter, signals, values)
    with meter.phase("norms"):
        meter.keep(len(inputs) * len(weights))
        return [[meter.times(_square_sum(meter, z), _square_sum(meter, h)) for z, h in zip(zs, hs[:-1], strict=True)]
                for zs, hs in zip(signals, values, strict=True)]


def _batch_gradient(meter: Meter, signals: list[list[Row]], values: list[list[Row]]) -> list[Rows]:
    """The gradient of the summed loss with respect to every weight matrix, accumulated in place."""
    total = []
    for layer, z in enumerate(signals[0]):
        h = values[0][layer]
        meter.hold(len(z) * len(h))
        total.append([[sum(meter.times(s[layer][i], v[layer][j]) for s, v in zip(signals, values, strict=True))
                       for j in range(len(h))] for i in range(len(z))])
    return total


def counted_run(algorithm: Algorithm, weights: Sequence[Rows], inputs: Rows, output_bar: Rows) -> tuple[Rows, Meter]:
    """The squared norms, N rows of K, and the meter of the run. Weights and inputs are stored from the start.

    >>> norms, meter = counted_run("efficient", [[[2, 1]]], [[3, 4]], [[5]])
    >>> norms, meter.multiplications
    ([[625]], {'forward': 2, 'backward': 0, 'norms': 4})
    """
    meter = Meter()
    meter.hold(sum(len(W) * len(W[0]) for W in weights))
    meter.keep(sum(map(len, inputs)))
    match algorithm:
        case "naive":
            return _kept(meter, weights, inputs, output_bar), meter
        case "one sample at a time":
            return _streamed(meter, weights, inputs, output_bar), meter
        case "efficient":
            return _factored(meter, weights, inputs, output_bar, batch_gradient=False), meter
        case "efficient with batch gradient":
            return _factored(meter, weights, inputs, output_bar, batch_gradient=True), meter


def sample_problem(n: int, k: int, d: int) -> tuple[list[Rows], Rows, Rows]:
    """Small integers for weights, inputs and error signals at the outputs: counts do not depend on them, norms do."""
    weights = [[[(7 * layer + 3 * i + 5 * j) % 5 - 1 for j in range(d)] for i in range(d)] for layer in range(k)]
    inputs = [[(sample + 2 * j) % 4 - 1 for j in range(d)] for sample in range(n)]
    return weights, inputs, [[(2 * sample + j) % 3 - 1 for j in range(d)] for sample in range(n)]


def count(algorithm: Algorithm, phase: Phase, quantity: Quantity, n: int, k: int, d: int) -> int:
    """One count of one instrumented run."""
    _, meter = counted_run(algorithm, *sample_problem(n, k, d))
    counts = {"multiplications": meter.multiplications, "stored": meter.stored, "working": meter.working}
    return counts[quantity][phase]


def interpolate(counted: Callable[[int, int, int], int]) -> Any:
    """The SymPy polynomial in N, K, D, of degree at most 2, 2, 3, with these values; checked at five further sizes.

    Raises EvaluationError when the values there are not those of the polynomial.

    >>> interpolate(lambda n, k, d: n * k * (2 * d + 1))
    K*N*(2*D + 1)
    """
    monomials = tuple(product(range(3), range(3), range(4)))
    powers = fmpq_mat([[n**a * k**b * d**c for a, b, c in monomials] for n, k, d in GRID])
    solution = powers.solve(fmpq_mat([[counted(*size)] for size in GRID]))
    terms = [sympy.Rational(int(solution[i, 0].p), int(solution[i, 0].q)) * N**a * K**b * D**c
             for i, (a, b, c) in enumerate(monomials)]
    polynomial = sympy.Add(*terms)
    for size in FRESH:
        expected, found = polynomial.subs(dict(zip((N, K, D), size, strict=True))), counted(*size)
        if expected != found:
            raise EvaluationError(f"not a polynomial: {polynomial} gives {expected} at {size}, counted {found}")
    return sympy.factor(polynomial)


def cost(algorithm: Algorithm, phase: Phase, quantity: Quantity) -> Any:
    """The count as a polynomial in N, K and D.

    >>> cost("naive", "backward", "multiplications")
    D**2*N*(2*K - 1)
    """
    return interpolate(lambda n, k, d: count(algorithm, phase, quantity, n, k, d))

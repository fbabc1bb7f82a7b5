"""Per-sample gradient norms: forming every gradient against the product of two squared norms.

K = 3 layers of width D, N = 256 samples, float32, BLAS threads as set outside, the median of repeated runs, all kinds
in turn.

- norm step: the error signals and layer inputs are given, only the norms are computed: all gradients at once
  (`batched`), one at a time (`loop`), or factored; the ratio of counted multiplications stands beside them;
- end to end: from weights and inputs to the norms, with NumPy and, where torch is installed, with torch's vmap(grad).
"""

import importlib
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from numeric.gradient_norms import (
    efficient_norms,
    error_signals,
    factored_norm_step,
    forward,
    naive_norm_step,
    naive_norms,
    random_network,
    streamed_norm_step,
)
from numeric.norm_table import norm_step_ratio
from numeric.operation_counts import D as WIDTH

torch: Any = importlib.import_module("torch") if importlib.util.find_spec("torch") else None

LAYERS, SAMPLES, WIDTHS = 3, 256, (64, 256, 1024)
SECONDS = 2.0
TOLERANCE = 1e-3


def median_times(tasks: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of each task in seconds: in turn, at least three rounds and for about two seconds."""
    for task in tasks.values():
        task()
    times: dict[str, list[float]] = {name: [] for name in tasks}
    began = time.perf_counter()
    while len(next(iter(times.values()))) < 3 or time.perf_counter() - began < SECONDS:
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def torch_norms(weights: Sequence[Any], inputs: Any, output_bar: Any) -> Callable[[], Any]:
    """The squared norms by torch's vmap(grad), as a function without arguments."""
    parameters = tuple(torch.from_numpy(W) for W in weights)
    x, bar = torch.from_numpy(inputs), torch.from_numpy(output_bar)

    def loss(layers: Sequence[Any], sample: Any, sample_bar: Any) -> Any:
        h = sample
        for W in layers[:-1]:
            h = torch.relu(W @ h)
        return (layers[-1] @ h) @ sample_bar

    gradients = torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))
    return lambda: torch.stack([G.square().sum((1, 2)) for G in gradients(parameters, x, bar)], dim=1)


def check(found: Any, expected: Any, name: str) -> None:
    """The compared programs compute the same: otherwise the comparison says nothing."""
    error = np.max(np.abs(found - expected) / (np.abs(expected) + np.mean(expected)))
    if error > TOLERANCE:
        raise RuntimeError(f"{name}: norms differ by {error:.1e} of their size")


def measure(width: int) -> None:
    """Print one row of each table."""
    generator = np.random.default_rng(width)
    weights: Any = tuple(W.astype(np.float32) for W in random_network(generator, [width] * (LAYERS + 1)))
    draws: Any = [generator.standard_normal((SAMPLES, width), dtype=np.float32) for _ in range(2)]
    inputs, bar = draws
    layer_inputs, _ = forward(weights, inputs)
    signals = error_signals(weights, layer_inputs, bar)
    step = median_times({
        "factored": lambda: factored_norm_step(signals, layer_inputs),
        "batched": lambda: naive_norm_step(signals, layer_inputs),
        "loop": lambda: streamed_norm_step(signals, layer_inputs),
    })
    whole: dict[str, Callable[[], Any]] = {
        "efficient": lambda: efficient_norms(weights, inputs, bar),
        "naive": lambda: naive_norms(weights, inputs, bar),
    }
    expected = efficient_norms(weights, inputs, bar)
    check(naive_norms(weights, inputs, bar), expected, "naive")
    if torch is not None:
        by_torch = torch_norms(weights, inputs, bar)
        check(by_torch().numpy(), expected, "torch")
        whole["torch vmap(grad)"] = by_torch
    end = median_times(whole)
    counted = float(norm_step_ratio().subs(WIDTH, width))
    shown = "  ".join(f"{name} {1e3 * seconds:9.3f}" for name, seconds in step.items())
    print(f"D = {width:5d}  norm step (ms): {shown}  ratios {step['batched'] / step['factored']:.0f} and "
          f"{step['loop'] / step['factored']:.0f}, of multiplications {counted:.0f}")
    print(" " * 11 + "end to end (ms): " + "  ".join(f"{name} {1e3 * seconds:9.2f}" for name, seconds in end.items())
          + "  ratios " + " and ".join(f"{end[name] / end['efficient']:.0f}" for name in list(end)[1:]))


def main() -> int:
    print(f"K = {LAYERS}, N = {SAMPLES}, float32; torch {'not installed' if torch is None else torch.__version__}")
    for width in WIDTHS:
        measure(width)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Monte Carlo of the training loss: speed over NumPy's own generator, and precision over a plain loop.

Everything runs on one core with one BLAS thread, each kind in turn, several rounds, the least time of each: what else
the machine does only ever adds. A draw of n observations counts as n noise values.

- speed: noise values per second through the whole estimator (Gaussian, double precision, set-up included), over values
  per second of `standard_normal` filling one cached block, with the faster of NumPy's PCG64 and SFC64;
- precision: draws per second over the exact variance of one draw, against a loop that draws Gaussian noise and inverts
  X'X every time.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from numeric.montecarlo import simulate_training_loss
from numeric.noise import GAUSSIAN, LAPLACE, RADEMACHER, UNIFORM, FloatArray, NoiseLaw

ROUNDS = 7
NOISE_VALUES = 20_000_000
CASES = ((100, 10, 0.7, 150.0), (1000, 100, 0.5, 400.0))
ESTIMATORS = tuple((law, single) for law in (GAUSSIAN, UNIFORM, LAPLACE, RADEMACHER) for single in (False, True))
BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS")


def generator_rate(bits: Callable[[int], np.random.BitGenerator]) -> float:
    """Standard normals per second of one NumPy generator, filling one block of 51,200 again and again."""
    rng, block = np.random.Generator(bits(1)), np.empty(51_200)
    start = time.perf_counter()
    for _ in range(100):
        rng.standard_normal(out=block)
    return 100 * block.size / (time.perf_counter() - start)


def estimator_rate(design: FloatArray, law: NoiseLaw, single: bool) -> tuple[float, float, float]:
    """Draws per second, and draws per second over variance, raw and with the control variate."""
    draws = NOISE_VALUES // len(design)
    start = time.perf_counter()
    run = simulate_training_loss(design, seed=1, draws=draws, law=law, single=single)
    rate = draws / (time.perf_counter() - start)
    if not run.passed:
        raise RuntimeError(f"{law.name} noise fails: z = {run.raw.z:.2f} and {run.controlled.z:.2f}")
    return rate, rate / run.raw.variance, rate / run.controlled.variance


def loop_rate(design: FloatArray, seconds: float = 0.25) -> float:
    """Draws per second of the plain loop: draw the targets, solve by inverting X'X, take the mean square residual."""
    rng = np.random.default_rng(1)
    n, d = design.shape
    truth, losses = rng.standard_normal(d), []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        targets = design @ truth + rng.standard_normal(n)
        weights = np.linalg.inv(design.T @ design) @ design.T @ targets
        losses.append(float(np.sum((design @ weights - targets) ** 2) / n))
    return len(losses) / (time.perf_counter() - start)


def measure(n: int, d: int, least_speed: float, least_precision: float) -> bool:
    """Print the table of one size and say whether both bounds hold."""
    design = np.random.default_rng(0).standard_normal((n, d))
    normals, loop = 0.0, 0.0
    best = dict.fromkeys(ESTIMATORS, (0.0, 0.0, 0.0))
    for _ in range(ROUNDS):
        normals = max(normals, generator_rate(np.random.PCG64), generator_rate(np.random.SFC64))
        loop = max(loop, loop_rate(design))
        best = {key: max(old, estimator_rate(design, *key)) for key, old in best.items()}
    # The variance of one Gaussian draw, 2 (n - d)/n^2, follows from the raw row; the loop draws the same law.
    loop_precision = loop * best[GAUSSIAN, False][1] / best[GAUSSIAN, False][0]
    print(f"n = {n}, d = {d}: NumPy {normals / 1e6:.0f} M normals/s, plain loop {loop:,.0f} draws/s")
    for (law, single), (rate, raw, controlled) in best.items():
        print(
            f"  {law.name:<10} {'single' if single else 'double'}  {rate * n / 1e6:6.0f} M values/s "
            f"= {rate * n / normals:5.2f} of NumPy; precision over the loop: raw {raw / loop_precision:7.0f}, "
            f"control variate {controlled / loop_precision:7.0f}"
        )
    speed = best[GAUSSIAN, False][0] * n / normals
    precision = max(controlled for _, _, controlled in best.values()) / loop_precision
    print(f"  speed {speed:.2f} (at least {least_speed}), precision {precision:.0f} (at least {least_precision:.0f})")
    return speed >= least_speed and precision >= least_precision


def main() -> int:
    """Measure every size; the exit status is 1 when a bound is missed."""
    if any(os.environ.get(name) != "1" for name in BLAS_THREADS):
        # BLAS reads its number of threads once, when it is loaded, so the measurement is a process of its own.
        environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        environment |= dict.fromkeys(BLAS_THREADS, "1")
        return subprocess.run([sys.executable, "-m", "bench.monte_carlo"], env=environment, check=False).returncode
    held = [measure(*case) for case in CASES]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Monte Carlo test of the expected training loss of least squares, E L = sigma^2 (n - d)/n.

Conventions: losses are drawn for standardised noise and scaled by sigma^2 at the end. The draws come in tasks of fixed
size, each with its own child of the seed, and are added up in the order of the tasks, so that a result depends on the
seed and not on the number of workers. Nothing grows with the number of draws: a task returns a few sums, and the
running mean is kept at geometrically spaced points.

Main results: `simulate_training_loss` judges the mean twice, raw and with the control variate ||e||^2/n, and for
Gaussian noise the whole law of n L / sigma^2 against chi-square with n - d degrees of freedom, by a `PassRule` that is
fixed before the first draw.

Reference: Owen, Monte Carlo Theory, Methods and Examples, section 8.9; Cramer, Mathematical Methods of Statistics,
chapter 30.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed, parallel_config

from numeric.noise import GAUSSIAN, NoiseLaw, SimulationError
from numeric.training_loss import ChiSquareBins, LawTest, TrainingLoss, Vector

_BLOCK_ROWS, _BLOCK_VALUES, _TASK_VALUES = 512, 256_000, 4_000_000
_LEAST_DRAWS = 100
_TRACE_RATIO = 1.08

_Outcome = tuple[Vector, npt.NDArray[np.int64]]
"""Of one task: a row (draws, sums of the raw and the controlled deviation from the claim, sums of their squares) per
block, and the histogram."""

Progress = Callable[[int, int], None]
"""Called with the draws done and the draws wanted."""


@dataclass(frozen=True, slots=True)
class PassRule:
    """What counts as agreement, stated in advance.

    A mean passes if it lies within `standard_errors` exact standard errors of the claim (4: a true claim fails once in
    16,000 runs); a law passes if the chi-square test of fit has a p-value of at least `significance`.
    """

    standard_errors: float = 4.0
    significance: float = 1e-4

    def __str__(self) -> str:
        return f"|z| <= {self.standard_errors:g} standard errors; goodness of fit p >= {self.significance:g}"


@dataclass(frozen=True, slots=True)
class MeanTest:
    """An estimate of E L. `variance` is the exact variance of one draw, `standard_error` follows from it,
    `sample_standard_error` from the draws alone; `z` is the distance from the claim in standard errors.
    """

    mean: float
    variance: float
    standard_error: float
    sample_standard_error: float
    z: float
    passed: bool


@dataclass(frozen=True, slots=True)
class TracePoint:
    """The running means after `draws` draws."""

    draws: int
    raw: float
    controlled: float


@dataclass(frozen=True, slots=True)
class TrainingLossRun:
    """The outcome of one simulation; `target` is the claimed mean, `distribution` is None unless the noise is
    Gaussian and n > d.
    """

    seed: int
    draws: int
    n: int
    d: int
    sigma: float
    law: str
    single: bool
    rule: PassRule
    target: float
    raw: MeanTest
    controlled: MeanTest
    distribution: LawTest | None
    trace: tuple[TracePoint, ...]

    @property
    def passed(self) -> bool:
        """Whether both means and, where there is one, the law pass the rule."""
        return self.raw.passed and self.controlled.passed and (self.distribution is None or self.distribution.passed)


@dataclass(frozen=True, slots=True)
class _Task:
    loss: TrainingLoss
    law: NoiseLaw
    single: bool
    bins: ChiSquareBins | None
    sequence: np.random.SeedSequence
    draws: int
    target: float


def _block_rows(n: int) -> int:
    return max(1, min(_BLOCK_ROWS, _BLOCK_VALUES // n))


def _simulate(task: _Task) -> _Outcome:
    loss, rows = task.loss, _block_rows(task.loss.n)
    rng = np.random.Generator(np.random.SFC64(task.sequence))
    kind = np.float32 if task.single and task.law.exact_in_single else np.float64
    buffer = np.empty((min(rows, task.draws), loss.n), dtype=kind)
    counts = np.zeros(0 if task.bins is None else len(task.bins.probabilities), dtype=np.int64)
    sums = []
    for start in range(0, task.draws, rows):
        noise = buffer[: task.draws - start]
        task.law.fill(rng, noise)
        losses, mean_square = loss.evaluate(noise, single=task.single)
        raw = losses - task.target
        controlled = raw - loss.control_coefficient * (mean_square - 1.0)
        sums.append((len(noise), raw.sum(), controlled.sum(), raw @ raw, controlled @ controlled))
        if task.bins is not None:
            counts += task.bins.count(losses * loss.n)
    return np.array(sums), counts


@dataclass(slots=True)
class _Running:
    """What has been added up so far; its size does not depend on the number of draws."""

    target: float
    scale: float
    sums: Vector = field(default_factory=lambda: np.zeros(5))
    trace: list[TracePoint] = field(default_factory=list)

    @property
    def draws(self) -> int:
        return int(self.sums[0])

    def mean(self, k: int) -> float:
        return self.scale * (self.target + float(self.sums[1 + k] / self.sums[0]))

    def add(self, block: Vector, wanted: int) -> None:
        self.sums += block
        due = not self.trace or self.draws >= _TRACE_RATIO * self.trace[-1].draws
        if due or self.draws == wanted:
            self.trace.append(TracePoint(self.draws, self.mean(0), self.mean(1)))

    def test(self, k: int, variance: float, rounding: float, rule: PassRule) -> MeanTest:
        offset = float(self.sums[1 + k]) / self.draws
        spread = max(0.0, float(self.sums[3 + k]) - self.draws * offset**2) / (self.draws - 1)
        error, sample_error = math.sqrt(variance / self.draws), math.sqrt(spread / self.draws)
        # Rounding counts only where the noise leaves nothing to vary, such as n = d or signs on a coordinate subspace.
        z = offset / math.hypot(error, rounding)
        passed = abs(z) <= rule.standard_errors
        return MeanTest(
            self.mean(k), self.scale**2 * variance, self.scale * error, self.scale * sample_error, z, passed
        )


def _tasks(
    loss: TrainingLoss, law: NoiseLaw, single: bool, bins: ChiSquareBins | None, seed: int, draws: int, target: float
) -> Iterator[_Task]:
    rows = _block_rows(loss.n)
    size = rows * max(1, _TASK_VALUES // (rows * loss.n))
    root = np.random.SeedSequence(seed)
    for start in range(0, draws, size):
        yield _Task(loss, law, single, bins, root.spawn(1)[0], min(size, draws - start), target)


def _outcomes(tasks: Iterator[_Task], workers: int, backend: str) -> Iterator[_Outcome]:
    if workers == 1:
        yield from map(_simulate, tasks)
        return
    pinned = {"inner_max_num_threads": 1} if backend == "loky" else {}
    with parallel_config(backend=backend, n_jobs=workers, **pinned):
        yield from Parallel(return_as="generator")(delayed(_simulate)(task) for task in tasks)


def _check(sigma: float, draws: int, seed: int, workers: int, *claims: float | None) -> None:
    if not (math.isfinite(sigma) and sigma > 0):
        raise SimulationError(f"sigma: expected a positive number, got {sigma}")
    if draws < _LEAST_DRAWS:
        raise SimulationError(
            f"draws: expected at least {_LEAST_DRAWS}, below which the normal approximation is idle, got {draws}"
        )
    if seed < 0 or workers < 1:
        raise SimulationError(f"expected seed >= 0 and workers >= 1, got seed {seed} and {workers} workers")
    for value in claims:
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise SimulationError(f"claimed mean and variance: expected finite numbers >= 0, got {value}")


def simulate_training_loss(
    design: npt.ArrayLike,
    *,
    seed: int,
    draws: int = 1_000_000,
    sigma: float = 1.0,
    law: NoiseLaw = GAUSSIAN,
    claim: float | None = None,
    variance: float | None = None,
    rule: PassRule | None = None,
    single: bool = False,
    workers: int = 1,
    backend: str = "loky",
    progress: Progress | None = None,
) -> TrainingLossRun:
    """Draw the training loss of least squares on `design` (n x d, full column rank) and judge its mean and, if
    Gaussian, its law.

    `sigma` has the unit of the targets, losses its square. `claim` replaces sigma^2 (n - d)/n as the mean to be
    judged, `variance` the closed form of Var L by one proved elsewhere. `single` makes the product with the basis in
    float32. `workers` processes of a joblib `backend` share the tasks, each with one BLAS thread; `progress` is
    called after each task. Raises `SimulationError` on a rank-deficient design or an argument out of range.

    >>> run = simulate_training_loss([[1.0, 0.0], [1.0, 1.0], [1.0, 3.0]], seed=1, draws=20_000, sigma=2.0)
    >>> run.passed, round(run.target, 6), round(run.raw.variance, 6)
    (True, 1.333333, 3.555556)
    """
    _check(sigma, draws, seed, workers, claim, variance)
    loss, rule, scale = TrainingLoss.of_design(design), rule or PassRule(), sigma**2
    bins = ChiSquareBins.with_degrees(loss.n - loss.d) if law == GAUSSIAN and loss.n > loss.d else None
    counts = np.zeros(0 if bins is None else len(bins.probabilities), dtype=np.int64)
    target = loss.mean if claim is None else claim / scale
    running = _Running(target, scale)
    tasks = _tasks(loss, law, single, bins, seed, draws, target)
    for blocks, task_counts in _outcomes(tasks, workers, backend):
        counts += task_counts
        for block in blocks:
            running.add(block, draws)
        if progress is not None:
            progress(running.draws, draws)
    kurtosis = float(law.kurtosis)
    rounding = math.sqrt(loss.n) * float(np.finfo(np.float32 if single else np.float64).eps)
    exact = loss.variance(kurtosis) if variance is None else variance / scale**2
    raw = running.test(0, exact, rounding, rule)
    controlled = running.test(1, loss.controlled_variance(kurtosis), rounding, rule)
    distribution = None if bins is None else bins.test(counts, rule.significance)
    measured = (scale * target, raw, controlled, distribution, tuple(running.trace))
    return TrainingLossRun(seed, draws, loss.n, loss.d, sigma, law.name, single, rule, *measured)

"""Noise laws with independent, identically distributed entries and exactly known moments.

Conventions: a law is standardised, so that an entry u has E u = 0 and E u^2 = 1; noise of standard deviation sigma is
sigma u. All four laws are symmetric, hence E u^3 = 0, and their kurtosis E u^4 is a rational number kept exactly.

Main results: `NoiseLaw`, the laws `GAUSSIAN`, `RADEMACHER`, `UNIFORM`, `LAPLACE`, the table `NOISE_LAWS` of all of
them, `noise_law`.

Reference: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volumes 1 and 2 (the moments).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from symbolic.errors import LineproofError

FloatArray = npt.NDArray[np.float64] | npt.NDArray[np.float32]
"""Real arrays in the two precisions that the samplers and the losses work in."""


class SimulationError(LineproofError, ValueError):
    """A simulation that cannot be set up: a design, a law, a scale or a number of draws that is outside the theory."""


@dataclass(frozen=True, slots=True)
class NoiseLaw:
    """The law of independent entries with mean 0 and variance 1.

    `kurtosis` is E u^4, exactly. `fill(rng, out)` overwrites the C-contiguous array `out`, of any shape, with
    independent entries. `exact_in_single` says that every value is a float32, so `out` may be one; else it must be
    float64.

    >>> block = np.empty((2, 3))
    >>> RADEMACHER.fill(np.random.default_rng(1), block)
    >>> bool(np.all(block**2 == 1)), RADEMACHER.kurtosis, LAPLACE.fourth_moment(2.0)
    (True, Fraction(1, 1), 96.0)
    """

    name: str
    kurtosis: Fraction
    fill: Callable[[np.random.Generator, FloatArray], None]
    exact_in_single: bool = False

    def fourth_moment(self, sigma: float) -> float:
        """E e^4 = kurtosis sigma^4 for an entry e of standard deviation `sigma`; the unit is that of e to the fourth
        power.
        """
        return float(self.kurtosis) * sigma**4


def _fill_gaussian(rng: np.random.Generator, out: FloatArray) -> None:
    rng.standard_normal(out=out)


_SIGNS = 1.0 - 2.0 * np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1)
_SIGN_TABLES = {np.dtype(kind): _SIGNS.astype(kind) for kind in (np.float32, np.float64)}


def _fill_rademacher(rng: np.random.Generator, out: FloatArray) -> None:
    # A table of the eight signs in each byte stays in the first-level cache: one random bit per entry, no arithmetic.
    table = _SIGN_TABLES[out.dtype]
    flat = out.reshape(-1)
    whole = flat.size // 8
    octets = np.frombuffer(rng.bytes(whole + 1), dtype=np.uint8)
    table.take(octets[:whole], axis=0, out=flat[: 8 * whole].reshape(-1, 8), mode="clip")
    flat[8 * whole :] = table[octets[whole], : flat.size - 8 * whole]


def _fill_uniform(rng: np.random.Generator, out: FloatArray) -> None:
    rng.random(out=out)
    out -= 0.5
    out *= np.sqrt(12.0)


def _fill_laplace(rng: np.random.Generator, out: FloatArray) -> None:
    # The difference of two standard exponentials is Laplace with variance 2, and cheaper than inverting the
    # distribution function.
    rng.standard_exponential(out=out)
    out -= rng.standard_exponential(size=out.shape)
    out *= np.sqrt(0.5)


GAUSSIAN = NoiseLaw("gaussian", Fraction(3), _fill_gaussian)
RADEMACHER = NoiseLaw("rademacher", Fraction(1), _fill_rademacher, exact_in_single=True)
UNIFORM = NoiseLaw("uniform", Fraction(9, 5), _fill_uniform)
LAPLACE = NoiseLaw("laplace", Fraction(6), _fill_laplace)
NOISE_LAWS = (GAUSSIAN, RADEMACHER, UNIFORM, LAPLACE)


def noise_law(name: str) -> NoiseLaw:
    """The law called `name`; raises `SimulationError` naming the known laws if there is none.

    >>> noise_law("uniform").kurtosis
    Fraction(9, 5)
    """
    for law in NOISE_LAWS:
        if law.name == name:
            return law
    known = ", ".join(law.name for law in NOISE_LAWS)
    raise SimulationError(f"unknown noise law {name!r}: expected one of {known}")

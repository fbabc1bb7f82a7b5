"""Random symbols as affine functions of independent latent variables, exactly.

A covariance S = L D L' (no roots) makes x = mean + L z with independent z_i of variance D_i, so rational moments stay
rational. Where a law is given by its moments alone, any law with these moments serves to refute: z has the two values
a and -v/a, of mean 0 and variance v, with a third moment v(a - v/a). Gaussian latent variables have moments (k - 1)!!
v^(k/2); Rademacher and Bernoulli ones satisfy z^2 = 1 and z^2 = z. A Wishart matrix is G G' with Gaussian columns.

Golub and Van Loan, Matrix Computations, section 4.1 for L D L'; Muirhead, Aspects of Multivariate Statistical Theory,
section 3.2 for Wishart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import comb
from typing import Any

from numeric.evaluator import Evaluator
from numeric.namespaces import Array, Namespace, NotRepresentable
from symbolic.errors import EvaluationError
from symbolic.language.statements import Distribution

MAX_LATENT = 64


@dataclass(frozen=True)
class Latent:
    """A latent variable: E z^k by `moment`, and where it has two values, these with their probabilities and z^2 = p z
    + q.
    """

    moment: Callable[[int], Array]
    atoms: tuple[tuple[Array, Array], ...] = ()
    square: tuple[Array, Array] | None = None
    tilted: Callable[[int, Array], Array] | None = None
    """E z^k exp(s z), for laws that have it in closed form."""


@dataclass
class Latents:
    """The latent variables of some random symbols, and each symbol as mean + sum of coefficient times latent
    variable.
    """

    xp: Namespace
    variables: list[Latent] = field(default_factory=list)
    affine: dict[Any, tuple[Array, dict[int, Array]]] = field(default_factory=dict)
    gram: dict[Any, tuple[Array, dict[int, Array]]] = field(default_factory=dict)
    """Symbols that are G G' with an affine G."""

    def new(self, latent: Latent) -> int:
        """The index of a further latent variable."""
        if len(self.variables) >= MAX_LATENT:
            raise NotRepresentable(f"more than {MAX_LATENT} latent variables")
        self.variables.append(latent)
        return len(self.variables) - 1


def gaussian(xp: Namespace, variance: Array) -> Latent:
    """Mean 0 and this variance: E z^k = (k - 1)!! v^(k/2) for even k."""
    def moment(k: int) -> Array:
        if k % 2:
            return xp.constant(0)
        odd = 1
        for j in range(1, k, 2):
            odd *= j
        return xp.scale(xp.constant(odd), xp.powers(variance, k // 2))

    def tilted(k: int, s: Array) -> Array:
        """exp(s^2 v/2) E (z + s v)^k: the tilted law is Gaussian again."""
        shift = xp.scale(s, variance)
        total = xp.constant(0)
        for j in range(k + 1):
            weighted = xp.scale(xp.constant(comb(k, j)), xp.scale(xp.powers(shift, k - j), moment(j)))
            total = xp.add(total, weighted)
        half = xp.scale(xp.powers(xp.constant(2), -1), xp.scale(s, shift))
        return xp.scale(xp.exp(half), total)

    return Latent(moment, tilted=tilted)


def two_valued(xp: Namespace, high: Array, low: Array, probability: Array) -> Latent:
    """The value `high` with this probability, else `low`."""
    other = xp.subtract(xp.constant(1), probability)

    def moment(k: int) -> Array:
        return xp.add(xp.scale(probability, xp.powers(high, k)), xp.scale(other, xp.powers(low, k)))
    return Latent(moment, ((high, probability), (low, other)), (xp.add(high, low), xp.negative(xp.scale(high, low))))


def skewed(xp: Namespace, variance: Array, skew: int) -> Latent:
    """Mean 0 and this variance, the values `skew` and -variance/skew; never symmetric, by taking skew + 1 where it
    would be.
    """
    high = xp.constant(skew)
    if xp.equal(xp.scale(high, high), variance) is True:
        high = xp.constant(skew + 1)
    low = xp.negative(xp.scale(variance, xp.powers(high, -1)))
    span = xp.subtract(high, low)
    return two_valued(xp, high, low, xp.negative(xp.scale(low, xp.powers(span, -1))))


def latents(at: Evaluator, symbols: list[Any]) -> Latents:
    """Latent variables for these random symbols. Raises NotRepresentable for a law without such a form."""
    found = Latents(at.xp)
    for symbol in symbols:
        _add(at, found, symbol, at.laws[symbol])
    return found


def _add(at: Evaluator, found: Latents, symbol: Any, law: Distribution) -> None:
    xp, parameters, shape = at.xp, law.parameters, at.shape(symbol)
    if law.law == "wishart":
        dof = at.whole(parameters["dof"])
        if dof is None or dof < 0:
            raise NotRepresentable("degrees of freedom that are not whole")
        found.gram[symbol] = _gaussian_columns(at, found, at.value(parameters["scale"]), dof)
        return
    mean = _filled(xp, at.value(parameters["mean"]) if "mean" in parameters else _open(at)[0], shape)
    if law.law == "bernoulli":
        found.affine[symbol] = (xp.zeros(*shape), {
            found.new(two_valued(xp, xp.constant(1), xp.constant(0), xp.entry(mean, i + 1, j + 1))): cell
            for (i, j), cell in _cells(xp, shape)})
    elif law.law == "rademacher":
        half = xp.powers(xp.constant(2), -1)
        found.affine[symbol] = (xp.zeros(*shape), {
            found.new(two_valued(xp, xp.constant(1), xp.constant(-1), half)): cell for _, cell in _cells(xp, shape)})
    else:
        found.affine[symbol] = (mean, _centred(at, found, law, shape))


def _centred(at: Evaluator, found: Latents, law: Distribution, shape: tuple[int, int]) -> dict[int, Array]:
    """Coefficients of the latent variables of a centred vector or matrix."""
    xp, parameters = at.xp, law.parameters

    def latent(variance: Array, position: int) -> Latent:
        if law.law == "gaussian":
            return gaussian(xp, variance)
        return skewed(xp, variance, at.skew % 10 + (0 if law.law == "iid" else position))

    if "covariance" in parameters:
        pairs = factors(xp, at.value(parameters["covariance"]))
        return {found.new(latent(d, k)): column for k, (d, column) in enumerate(pairs)}
    variance = at.value(parameters["variance"]) if "variance" in parameters else _open(at)[1]
    return {found.new(latent(variance, k)): cell for k, (_, cell) in enumerate(_cells(xp, shape))}


def _open(at: Evaluator) -> tuple[Array, Array]:
    """The mean and the variance of entries whose law leaves them open: standard most often, not always."""
    mean, variance = {1: (1, 1), 2: (0, 2), 3: (1, 2)}.get(at.skew // 10, (0, 1))
    return at.xp.constant(mean), at.xp.constant(variance)


def _gaussian_columns(at: Evaluator, found: Latents, scale: Array, dof: int) -> tuple[Array, dict[int, Array]]:
    xp = at.xp
    n = xp.shape(scale)[0]
    pairs = factors(xp, scale)
    coefficients = {found.new(gaussian(xp, d)): xp.matmul(column, xp.transpose(xp.unit(k + 1, dof)))
                    for k in range(dof) for d, column in pairs}
    return xp.zeros(n, max(dof, 1)), coefficients


def factors(xp: Namespace, covariance: Array) -> list[tuple[Array, Array]]:
    """Pairs (D_i, column i of L) with S = L D L', those with D_i = 0 left out.

    Raises NotRepresentable for a matrix that is not symmetric or whose pivots are not decided, EvaluationError for an
    indefinite one.
    """
    n = xp.shape(covariance)[0]
    if xp.equal(covariance, xp.transpose(covariance)) is not True:
        raise NotRepresentable("a covariance that is not symmetric")
    found, rest = [], covariance
    for i in range(1, n + 1):
        pivot = xp.entry(rest, i, i)
        column = xp.matmul(rest, xp.unit(i, n))
        vanishes = xp.zero(pivot)
        if vanishes is None:
            raise NotRepresentable("whether a pivot of the covariance vanishes is not decided")
        if vanishes:
            if xp.zero(column) is not True:
                raise EvaluationError("a covariance that is not positive semidefinite")
            continue
        column = _divided(xp, column, pivot)
        found.append((pivot, column))
        rest = xp.subtract(rest, xp.scale(pivot, xp.matmul(column, xp.transpose(column))))
    return found


def _divided(xp: Namespace, column: Array, pivot: Array) -> Array:
    try:
        return xp.scale(xp.powers(pivot, -1), column)
    except EvaluationError:
        raise NotRepresentable("a covariance that is singular and moves") from None


def _filled(xp: Namespace, mean: Array, shape: tuple[int, int]) -> Array:
    return mean if xp.shape(mean) == shape else xp.hadamard(mean, xp.ones(*shape))


def _cells(xp: Namespace, shape: tuple[int, int]) -> list[tuple[tuple[int, int], Array]]:
    """Positions with the matrices that have a single 1 there, row by row."""
    m, n = shape
    return [((i, j), xp.matmul(xp.unit(i + 1, m), xp.transpose(xp.unit(j + 1, n)))) for i in range(m) for j in range(n)]

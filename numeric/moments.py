"""Expectations, variances and covariances at a point, exactly.

The random symbols inside become polynomials in independent latent variables (`numeric.laws`); the term is evaluated
over these polynomials, and each monomial is replaced by its moments. Exponentials of affine functions
of Gaussian variables have their moments too; other terms that are not polynomial are summed over all outcomes where
these are few, and are not representable otherwise.

Distinct random symbols are independent. Those of a law given by moments follow one chosen law with these moments: an
equation that fails here fails for that law, while one that holds here need not hold for all.

>>> from numeric.evaluation import Point, Rational, evaluate
>>> from symbolic.language.operator import apply
>>> from symbolic.language.statements import distribution
>>> from symbolic.language.symbols import scalar
>>> z, v = scalar("z", random=True), scalar("v")
>>> point = Point({}, {v: [[3]]}, {z: distribution(z, "gaussian", mean=0, variance=v)})
>>> evaluate(apply("E", z**4), point, Rational()).tolist()
[[27]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from sympy import MatrixSymbol, Symbol

from numeric.evaluator import Evaluator, operator_rule
from numeric.laws import Latents, latents
from numeric.namespaces import Array, Exponential, Namespace, NotRepresentable
from numeric.namespaces.extension import Sum
from symbolic.language.operators.random import Covariance, Expectation, Variance

MAX_OUTCOMES = 1024
Wanted = Callable[[Evaluator], list[Array]]


@operator_rule(Expectation)
def _expectation(at: Evaluator, term: Any) -> Array:
    f = term.operands[0]
    return _means(at, term, lambda inner: [inner.value(f)])[0]


@operator_rule(Variance)
def _variance(at: Evaluator, term: Any) -> Array:
    f = term.operands[0]
    return _covariance_of(at, term, f, f)


@operator_rule(Covariance)
def _covariance(at: Evaluator, term: Any) -> Array:
    f, g = term.operands
    return _covariance_of(at, term, f, g)


def _covariance_of(at: Evaluator, term: Any, f: Any, g: Any) -> Array:
    """E[f g'] - E[f] E[g]'."""
    def wanted(inner: Evaluator) -> list[Array]:
        left, right = inner.value(f), inner.value(g)
        return [left, right, inner.xp.matmul(left, inner.xp.transpose(right))]

    left, right, outer = _means(at, term, wanted)
    return at.xp.subtract(outer, at.xp.matmul(left, at.xp.transpose(right)))


def _means(at: Evaluator, term: Any, wanted: Wanted) -> list[Array]:
    """The expectations of some arrays that an inner evaluator makes."""
    random = [symbol for symbol in _symbols(term) if symbol in at.laws]
    if not random:
        return wanted(at)
    found = latents(at, random)
    try:
        return _by_polynomials(at, found, wanted)
    except NotRepresentable:
        if not all(latent.atoms for latent in found.variables) or 2 ** len(found.variables) > MAX_OUTCOMES:
            raise
    return _by_outcomes(at, found, wanted)


@lru_cache(maxsize=512)
def _symbols(term: Any) -> tuple[Any, ...]:
    return tuple(sorted(term.atoms(Symbol, MatrixSymbol), key=lambda symbol: str(symbol.name)))


def _by_polynomials(at: Evaluator, found: Latents, wanted: Wanted) -> list[Array]:
    squares = {k: latent.square for k, latent in enumerate(found.variables) if latent.square is not None}
    xp = Exponential(at.xp, squares)
    values = {symbol: xp.lift(value) for symbol, value in at.values.items()}
    values |= {symbol: _affine(xp, *parts) for symbol, parts in found.affine.items()}
    for symbol, parts in found.gram.items():
        g = _affine(xp, *parts)
        values[symbol] = xp.matmul(g, xp.transpose(g))
    return [_mean(xp, found, value) for value in wanted(at.child(xp, values))]


def _affine(xp: Exponential, mean: Array, coefficients: dict[int, Array]) -> Sum:
    return Sum(xp.base.shape(mean), {(): mean, **{((k, 1),): c for k, c in coefficients.items()}})


def _mean(xp: Exponential, found: Latents, value: Sum) -> Array:
    """Monomials replaced by products of moments of the independent latent variables."""
    base = xp.base
    result = base.zeros(*value.shape)
    known: dict[Any, Array] = {}
    for monomial, coefficient in value.coefficients.items():
        weight = coefficient
        for moment in _tilted(xp, found, monomial) if _has_exponential(monomial) else _plain(found, monomial, known):
            weight = base.scale(moment, weight)
        result = base.add(result, weight)
    return result


def _has_exponential(monomial: Any) -> bool:
    return any(index < 0 for index, _ in monomial)


def _plain(found: Latents, monomial: Any, known: dict[Any, Array]) -> Iterator[Array]:
    for power in monomial:
        if power not in known:
            known[power] = found.variables[power[0]].moment(power[1])
        yield known[power]


def _tilted(xp: Exponential, found: Latents, monomial: Any) -> Iterator[Array]:
    """The factors E z_i^k exp(s_i z_i) of a monomial with exponentials, whose arguments must be affine."""
    exponents = {index: k for index, k in monomial if index >= 0}
    slopes: dict[int, Array] = {}
    for index, k in monomial:
        if index < 0:
            power: Any
            for power, coefficient in xp.argument(index).coefficients.items():
                if len(power) != 1 or power[0][0] < 0 or power[0][1] != 1:
                    raise NotRepresentable("the expectation of the exponential of a polynomial that is not affine")
                latent = power[0][0]
                term = xp.base.scale(xp.base.constant(k), coefficient)
                slopes[latent] = xp.base.add(slopes[latent], term) if latent in slopes else term
    for latent in sorted({*exponents, *slopes}):
        variable, k = found.variables[latent], exponents.get(latent, 0)
        if latent not in slopes:
            yield variable.moment(k)
        elif variable.tilted is None:
            raise NotRepresentable("the moment generating function of a law that is not Gaussian")
        else:
            yield variable.tilted(k, slopes[latent])


def _by_outcomes(at: Evaluator, found: Latents, wanted: Wanted) -> list[Array]:
    xp = at.xp
    sums: list[Array] = []
    for outcome in product(*(latent.atoms for latent in found.variables)):
        probability = xp.constant(1)
        for _, p in outcome:
            probability = xp.scale(p, probability)
        if xp.zero(probability) is True:
            continue
        drawn = {symbol: _at_outcome(xp, outcome, *parts) for symbol, parts in found.affine.items()}
        weighted = [xp.scale(probability, value) for value in wanted(at.child(xp, {**at.values, **drawn}))]
        sums = [xp.add(a, b) for a, b in zip(sums, weighted, strict=True)] if sums else weighted
    return sums


def _at_outcome(xp: Namespace, outcome: Any, mean: Array, coefficients: dict[int, Array]) -> Array:
    for k, coefficient in coefficients.items():
        mean = xp.add(mean, xp.scale(outcome[k][0], coefficient))
    return mean

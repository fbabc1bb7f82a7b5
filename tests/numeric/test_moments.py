"""Expectations: the laws have the moments they are said to have, and known identities hold, or fail where they
should.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from numeric.evaluation import Point, evaluate
from numeric.laws import factors
from numeric.namespaces import Ball, Float64, NotRepresentable, PrimeField, Rational
from numeric.statements import holds
from symbolic.errors import EvaluationError
from symbolic.language.operator import apply
from symbolic.language.statements import Distribution, distribution, equals
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import identity, ones
from tests.numeric.namespace_table import fractions, rational

n, m = dimensions("n m")
x, y = vector("x", n, random=True), vector("y", n, random=True)
z = scalar("z", random=True)
W, M = matrix("W", n, n, random=True), matrix("M", n, m, random=True)
mu, S, A, B = vector("mu", n), matrix("S", n, n), matrix("A", n, n), matrix("B", m, m)
v, q = scalar("v"), scalar("q")
nu = natural("nu")


def E(f: Any) -> Any:
    return apply("E", f)


def Var(f: Any) -> Any:
    return apply("Var", f)


def tr(a: Any) -> Any:
    return apply("tr", a)


ISOTROPIC = {"mean": 0, "variance": v}
GENERAL = {"mean": mu, "covariance": S}


def point(rng: np.random.Generator, *laws: Distribution, size: int = 3) -> Point:
    factor = rational(rng, size, size)
    covariance = [
        [sum((factor[i][k] * factor[j][k] for k in range(size)), Fraction(0)) for j in range(size)] for i in range(size)
    ]
    values = {
        mu: rational(rng, size, 1),
        S: covariance,
        A: rational(rng, size, size),
        B: rational(rng, 2, 2),
        v: [[Fraction(9, 4)]],
        q: [[Fraction(1, 3)]],
    }
    return Point({n: size, m: 2, nu: 2}, values, {law.symbol: law for law in laws})


@pytest.mark.parametrize("law", ["gaussian", "moments", "independent"])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_laws_have_their_mean_and_covariance(law: str, size: int, rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, law, **GENERAL), size=size)
    for claim in (
        equals(E(x), mu),
        equals(Var(x), S),
        equals(Var(A * x), A * S * A.T),
        equals(E(x.T * A * x), tr(A * S) + mu.T * A * mu),
        equals(apply("Cov", x, A * x), S * A.T),
    ):
        assert [holds(claim, at, xp) for xp in (Rational(), PrimeField(), Ball(), Float64())] == [True] * 4


@pytest.mark.parametrize("law", ["gaussian", "iid", "independent", "moments"])
def test_laws_with_a_common_variance(law: str, rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, law, mean=q, variance=v), distribution(M, law, **ISOTROPIC))
    for claim in (
        equals(E(x), q * ones(n)),
        equals(Var(x), v * identity(n)),
        equals(E(M * B * M.T), v * tr(B) * identity(n)),
    ):
        assert holds(claim, at, Rational()) is True


def test_gaussian_moments_by_isserlis(rng: np.random.Generator) -> None:
    """E of a product of centred Gaussians is the sum over pairings of products of covariances."""
    at = point(rng, distribution(x, "gaussian", mean=0, covariance=S))
    covariance = at.values[S]
    for indices in ([0, 1], [0, 0, 1, 2], [2, 2, 2, 2], [0, 1, 2], [0, 0, 1, 1, 2, 2]):
        f: Any = 1
        for i in indices:
            f = f * apply("entry", x, i + 1, 1)
        expected = sum((_product(covariance, pairs) for pairs in pairings(indices)), Fraction(0))
        assert fractions(evaluate(E(f), at, Rational())) == [[expected]]


def _product(covariance: Any, pairs: list[tuple[int, int]]) -> Fraction:
    result = Fraction(1)
    for i, j in pairs:
        result *= covariance[i][j]
    return result


def pairings(indices: list[int]) -> Iterator[list[tuple[int, int]]]:
    if not indices:
        yield []
    for k in range(1, len(indices)):
        for rest in pairings(indices[1:k] + indices[k + 1 :]):
            yield [(indices[0], indices[k]), *rest]


def test_gaussian_quadratic_forms_and_what_other_laws_make_of_them(rng: np.random.Generator) -> None:
    symmetric = A + A.T
    variance = equals(
        Var(x.T * symmetric * x), 2 * tr(symmetric * S * symmetric * S) + 4 * mu.T * symmetric * S * symmetric * mu
    )
    third = equals(E(x * (x.T * x)), (tr(S) + mu.T * mu) * mu + 2 * S * mu)
    normal = point(rng, distribution(x, "gaussian", **GENERAL))
    other = point(rng, distribution(x, "moments", **GENERAL))
    assert [holds(claim, normal, Rational()) for claim in (variance, third)] == [True, True]
    assert [holds(claim, other, Rational()) for claim in (variance, third)] == [False, False]


def test_rademacher_and_bernoulli_entries_by_enumeration(rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, "rademacher"), distribution(y, "bernoulli", mean=q))
    a, p = at.values[A], Fraction(1, 3)
    quartic = sum(_form(a, signs) ** 2 for signs in product((-1, 1), repeat=3)) / 8
    assert fractions(evaluate(E((x.T * A * x) ** 2), at, Rational())) == [[quartic]]
    cubic = sum(_form(a, bits) ** 3 * p ** sum(bits) * (1 - p) ** (3 - sum(bits)) for bits in product((0, 1), repeat=3))
    assert fractions(evaluate(E((y.T * A * y) ** 3), at, Rational())) == [[cubic]]


def _form(a: Any, signs: tuple[int, ...]) -> Fraction:
    return sum((a[i][j] * signs[i] * signs[j] for i in range(3) for j in range(3)), Fraction(0))


def test_distinct_random_symbols_are_independent(rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, "gaussian", **GENERAL), distribution(y, "iid", **ISOTROPIC))
    assert holds(equals(apply("Cov", x, y), 0 * identity(n)), at, Rational()) is True
    assert holds(equals(E((x.T * y) ** 2), v * (tr(S) + mu.T * mu)), at, Rational()) is True


def test_wishart_moments(rng: np.random.Generator) -> None:
    at = point(rng, distribution(W, "wishart", scale=S, dof=nu))
    assert holds(equals(E(W), nu * S), at, Rational()) is True
    assert (
        holds(equals(E(W * A * W), nu**2 * S * A * S + nu * S * A.T * S + nu * tr(A * S) * S), at, Rational()) is True
    )
    with pytest.raises(NotRepresentable):
        evaluate(E(W.I), at, Rational())


def test_what_is_not_polynomial_is_summed_over_outcomes(rng: np.random.Generator) -> None:
    at = point(rng, distribution(z, "moments", mean=0, variance=v), distribution(x, "gaussian", **GENERAL))
    # the chosen law has the values 2 and -9/8, so that their product is -v
    assert fractions(evaluate(E(apply("abs", z)), at, Rational())) == [[2 * 2 * Fraction(9, 8) / (2 + Fraction(9, 8))]]
    assert fractions(evaluate(E(1 / (z + 10)), at, Rational())) == [
        [(Fraction(9, 8) / 12 + 2 / (10 - Fraction(9, 8))) / Fraction(25, 8)]
    ]
    with pytest.raises(NotRepresentable):
        evaluate(E(apply("abs", x)), at, Ball())


def test_the_chosen_law_is_never_symmetric() -> None:
    for variance in (Fraction(1), Fraction(4), Fraction(9), Fraction(2), Fraction(1, 3)):
        for skew in (1, 2, 3):
            at = Point({}, {v: [[variance]]}, {z: distribution(z, "moments", mean=0, variance=v)}, skew)
            moments = [fractions(evaluate(E(z**k), at, Rational()))[0][0] for k in (1, 2, 3)]
            assert moments[:2] == [0, variance] and moments[2] != 0


def test_derivatives_and_expectations_nest(rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, "gaussian", **GENERAL), distribution(y, "iid", **ISOTROPIC))
    for claim in (
        equals(apply("grad", E(x.T * A * x), mu), (A + A.T) * mu),
        equals(E(apply("grad", x.T * A * x, x)), (A + A.T) * mu),
        equals(apply("grad", E(y.T * A * y), v), tr(A)),
        equals(apply("hess", E(x.T * x), mu), 2 * identity(n)),
        equals(E(E(x.T * y) + x.T * mu), mu.T * mu),
        equals(E(x - E(x)), 0 * mu),
    ):
        assert holds(claim, at, Rational()) is True


def test_factors_of_a_covariance() -> None:
    xp = Rational()
    deficient = xp.array([[1, 2, 0], [2, 4, 0], [0, 0, 3]])
    pairs = factors(xp, deficient)
    total = xp.zeros(3, 3)
    for pivot, column in pairs:
        total = xp.add(total, xp.scale(pivot, xp.matmul(column, xp.transpose(column))))
    assert len(pairs) == 2 and total == deficient
    with pytest.raises(EvaluationError):
        factors(xp, xp.array([[0, 1], [1, 0]]))
    with pytest.raises(NotRepresentable):
        factors(xp, xp.array([[1, 1], [0, 1]]))


def test_a_random_symbol_outside_expectations_has_the_value_of_the_point(rng: np.random.Generator) -> None:
    at = point(rng, distribution(z, "moments", mean=0, variance=v))
    with pytest.raises(NotRepresentable):
        evaluate(z * E(z), at, Rational())
    drawn = Point(at.sizes, {**at.values, z: [[5]]}, at.laws)
    assert fractions(evaluate(z * E(z**2), drawn, Rational())) == [[5 * Fraction(9, 4)]]


def test_gaussian_moment_generating_function(rng: np.random.Generator) -> None:
    at = point(rng, distribution(x, "gaussian", **GENERAL), distribution(y, "iid", **ISOTROPIC), size=2)
    tilt, half = apply("exp", mu.T * x / 8), Fraction(1, 128)
    value = apply("exp", mu.T * mu / 8 + half * mu.T * S * mu)
    true = [
        equals(E(tilt), value),
        equals(E(x * tilt), (mu + S * mu / 8) * value),
        equals(apply("Var", tilt), E(tilt**2) - value**2),
        equals(E(1 / tilt), apply("exp", half * mu.T * S * mu - mu.T * mu / 8)),
        equals(E(apply("log", 3 * tilt)), apply("log", 0 * v + 3) + mu.T * mu / 8),
        equals(E(tilt * (y.T * y)), n * v * value),
    ]
    for claim in true:
        assert holds(claim, at, Ball()) is not False
        assert holds(claim, at, Float64()) is True
    assert holds(equals(E(tilt), apply("exp", mu.T * mu / 8)), at, Ball()) is False
    with pytest.raises(NotRepresentable):
        evaluate(E(apply("exp", x.T * x)), at, Ball())
    with pytest.raises(NotRepresentable):
        evaluate(E(apply("log", 1 + tilt)), at, Ball())


def test_gaussian_exponential_by_quadrature() -> None:
    """Gauss-Hermite quadrature, which shares nothing with the tilted law."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    at = Point({}, {v: [[Fraction(9, 4)]], q: [[Fraction(1, 3)]]}, {z: distribution(z, "gaussian", mean=q, variance=v)})
    drawn = 1 / 3 + 1.5 * nodes
    for k in range(4):
        expected = (weights * drawn**k * np.exp(drawn / 2)).sum() / weights.sum()
        found = evaluate(E(z**k * apply("exp", z / 2)), at, Float64()).value[0, 0]
        assert abs(found - expected) <= 1e-12 * abs(expected)

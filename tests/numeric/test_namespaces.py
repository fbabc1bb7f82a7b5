"""Every operator in every arithmetic: the namespaces agree where they overlap, and say so where they do not."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb_mat, ctx

from numeric.evaluation import evaluate
from numeric.namespaces import Ball, Dual, Float64, NotRepresentable, Polynomial, PrimeField, Rational
from numeric.namespaces.float64 import Measured
from numeric.namespaces.prime_field import PRIME
from symbolic.errors import EvaluationError
from tests.numeric.namespace_table import CORE, NAMESPACES, ORDERED, TERMS, TRANSCENDENTAL, agree, points, rational

RATIONAL_TERMS = {**{name: t for name, t in TERMS.items() if name not in TRANSCENDENTAL}, **CORE}


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize("name", RATIONAL_TERMS)
def test_namespaces_agree_with_exact_rationals(name: str, namespace: str, rng: np.random.Generator) -> None:
    xp, term = NAMESPACES[namespace], RATIONAL_TERMS[name]
    for point in points(rng):
        exact = evaluate(term, point, Rational())
        if namespace == "prime field" and name.split(":")[0] in ORDERED:
            with pytest.raises(NotRepresentable):
                evaluate(term, point, xp)
        else:
            assert agree(exact, evaluate(term, point, xp), xp), point


@pytest.mark.parametrize("name", sorted(TRANSCENDENTAL))
def test_floating_point_agrees_with_balls(name: str, rng: np.random.Generator) -> None:
    for point in points(rng):
        measured = evaluate(TERMS[name], point, Float64())
        ball = evaluate(TERMS[name], point, Ball())
        middle = np.array([[float(x.mid()) for x in row] for row in ball.tolist()])
        radius = max(float(x.rad()) for x in ball.entries())
        assert radius < 1e-30
        assert (abs(measured.value - middle) <= measured.error + 2 * abs(middle) * 2.0**-53).all()
        assert (measured.error < 1e-9 * (1 + abs(middle))).all()


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("scale", [0.1, 3.0, 30.0])
def test_exponentials_of_matrices_keep_their_bound(size: int, scale: float, rng: np.random.Generator) -> None:
    def balls(a: np.ndarray) -> arb_mat:
        return arb_mat(*a.shape, a.ravel().tolist())

    for error in (0.0, 1e-12, 1e-3):
        for mask in (np.triu, np.asarray, lambda a: a - a.T):
            a = mask(scale * rng.standard_normal((size, size)))
            spread = error * abs(rng.standard_normal(a.shape))
            signs = rng.choice([-1.0, 1.0], a.shape)
            found = Float64().expm(Measured(a, spread))
            with ctx.workprec(300):
                gap = (balls(a) + balls(spread * signs)).exp() - balls(found.value)
            reached = np.array([float(x.abs_upper()) for x in gap.entries()]).reshape(a.shape)
            assert (reached <= found.error * (1 + 1e-9)).all()
            if not error:
                assert (found.error <= 2.0**-52 * abs(found.value)).all()


def test_what_underflows_is_not_taken_for_zero() -> None:
    xp = Float64()
    with xp.session():
        for value in (xp.exp(xp.constant(-800)), xp.expm(xp.constant(-800))):
            assert xp.signs(value) == [[None]]
    assert xp.signs(xp.expm(xp.array([[0, 1], [0, 0]]))) == [[1, 1], [0, 1]]


@pytest.mark.parametrize("name", sorted(TRANSCENDENTAL))
def test_transcendental_values_are_not_rational(name: str, rng: np.random.Generator) -> None:
    for xp in (Rational(), PrimeField()):
        with pytest.raises(NotRepresentable):
            evaluate(TERMS[name], points(rng)[0], xp)


@pytest.mark.parametrize("name", sorted({*RATIONAL_TERMS, *TRANSCENDENTAL}))
def test_constants_of_an_extension_behave_as_in_its_base(name: str, rng: np.random.Generator) -> None:
    term = {**TERMS, **CORE}[name]
    for base in (Ball(), Float64()):
        for xp in (Dual(base), Polynomial(base)):
            point = points(rng)[0]
            inside, outside = evaluate(term, point, xp), evaluate(term, point, base)
            assert xp.shape(inside) == base.shape(outside)
            assert base.equal(xp.part(inside, ()), outside) is not False


def of_rank(rank: int, rows: int, cols: int, rng: np.random.Generator) -> list[list[Fraction]]:
    """[I; L] [I, R]: this rank for certain."""
    below, beside = rational(rng, rows, rank), rational(rng, rank, cols)
    left = [[Fraction(int(i == j)) if i < rank else below[i][j] for j in range(rank)] for i in range(rows)]
    right = [[Fraction(int(i == j)) if j < rank else beside[i][j] for j in range(cols)] for i in range(rank)]
    return [
        [sum((left[i][k] * right[k][j] for k in range(rank)), Fraction(0)) for j in range(cols)] for i in range(rows)
    ]


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (3, 2), (4, 4), (5, 2)])
@pytest.mark.parametrize("rank", [0, 1, 2])
def test_penrose_equations(shape: tuple[int, int], rank: int, rng: np.random.Generator) -> None:
    for xp in (Rational(), PrimeField(), Float64()):
        rows, cols = shape
        inner = min(rank, rows, cols)
        a = xp.array(of_rank(inner, rows, cols, rng))
        p = xp.pinv(a)
        ap, pa = xp.matmul(a, p), xp.matmul(p, a)
        assert xp.shape(p) == (cols, rows)
        assert xp.equal(xp.rank(a), xp.constant(inner)) is True
        assert xp.equal(xp.matmul(ap, a), a) is True
        assert xp.equal(xp.matmul(pa, p), p) is True
        assert xp.equal(ap, xp.transpose(ap)) is True
        assert xp.equal(pa, xp.transpose(pa)) is True


def test_the_prime_is_a_safe_prime_just_below_two_to_the_63() -> None:
    def is_prime(number: int) -> bool:
        return all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7, 11, 13, 17, 19, 23))

    assert is_prime(PRIME) and is_prime((PRIME - 1) // 2)
    assert 2**62 < PRIME < 2**63 and PRIME % 4 == 3


def test_characteristic_coefficients_are_sums_of_principal_minors() -> None:
    for xp in (Rational(), PrimeField(), Float64(), Dual(Rational())):
        found = xp.characteristic(xp.array([[1, 2, 3], [4, 5, 6], [7, 8, 10]]))
        assert [xp.equal(e, xp.constant(c)) for e, c in zip(found, (16, -12, -3), strict=True)] == [True] * 3


def test_floating_point_widens_its_tolerance_with_the_condition_number() -> None:
    xp = Float64()
    errors = []
    for small in (Fraction(1, 10), Fraction(1, 10**4), Fraction(1, 10**8)):
        inverse = xp.inverse(xp.array([[1, 1], [1, 1 + small]]))
        exact = [[1 + 1 / small, -1 / small], [-1 / small, 1 / small]]
        assert all(
            abs(Fraction(inverse.value[i, j]) - exact[i][j]) <= Fraction(inverse.error[i, j])
            for i in range(2)
            for j in range(2)
        )
        errors.append(inverse.error.max())
    assert errors[0] < errors[1] < errors[2]
    with pytest.raises(EvaluationError):
        xp.inverse(xp.array([[1, 2], [Fraction(1, 3), Fraction(2, 3)]]))


def test_floating_point_tells_a_small_difference_from_rounding() -> None:
    xp = Float64()
    tenth = xp.constant(Fraction(1, 10))
    assert xp.equal(xp.scale(xp.constant(3), tenth), xp.constant(Fraction(3, 10))) is True
    assert xp.equal(xp.scale(xp.constant(3), tenth), xp.constant(Fraction(3, 10) + Fraction(1, 10**12))) is False


def test_balls_stay_exact_until_they_cannot() -> None:
    xp = Ball()
    with xp.session():
        assert xp.integer(xp.sqrt(xp.constant(49))) == 7
        root = xp.sqrt(xp.constant(2))
        assert xp.equal(xp.hadamard(root, root), xp.constant(2)) is None
        assert xp.equal(xp.hadamard(root, root), xp.constant(Fraction(2) + Fraction(1, 10**30))) is False
        assert xp.signs(xp.subtract(root, root)) == [[None]]
        with pytest.raises(NotRepresentable):
            xp.inverse(xp.subtract(root, root))
        with pytest.raises(NotRepresentable):
            xp.exp(xp.constant(10**9))


def test_huge_powers_are_refused() -> None:
    for xp in (Rational(), Ball(), Dual(Rational()), Polynomial(Rational())):
        with pytest.raises(NotRepresentable):
            xp.power(xp.array([[2, 1], [1, 3]]), 10**7)
        with pytest.raises(NotRepresentable):
            xp.powers(xp.constant(2), 10**7)
        with pytest.raises(NotRepresentable):
            xp.powers(xp.powers(xp.powers(xp.constant(7), 4000), 4000), 4000)


def test_powers_of_matrices_of_balls() -> None:
    xp = Ball()
    with xp.session():
        a = xp.exp(xp.array([[1, 0], [2, 1]]))
        assert xp.equal(xp.power(a, 3), xp.matmul(a, xp.matmul(a, a))) is not False
        assert xp.equal(xp.power(a, 2), a) is False

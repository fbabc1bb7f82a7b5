"""The regression experiment against exact arithmetic, other constructions of the same things, and bad input."""

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat, fmpq_poly, fmpz_poly

from numeric.exact_regression import (
    both_closed_forms,
    exact_losses,
    exact_weights,
    gram_ranks,
    hand_witness,
    polynomial_values,
    rational,
    rational_features,
)
from numeric.polynomial_regression import (
    BASES,
    Basis,
    Data,
    Solver,
    classical_data,
    closed_form,
    closed_form_as_published,
    constant_loss,
    draw_data,
    features,
    fit,
    fit_polynomial,
    grid,
    run,
    target,
)
from symbolic.errors import EvaluationError, ShapeError


def test_classical_data_is_the_legacy_stream_inputs_first() -> None:
    legacy = np.random.RandomState(123)
    inputs = legacy.random_sample(14)
    targets = np.sin(10 * inputs) + legacy.normal(size=14) * 0.1
    data = classical_data()
    np.testing.assert_allclose(data.inputs[:3], [0.69646919, 0.28613933, 0.22685145], rtol=0, atol=5e-9)
    assert np.array_equal(data.inputs, inputs)
    assert np.array_equal(data.targets, targets)


def _flint_value(basis: Basis, degree: int, x: fmpq) -> fmpq:
    polynomial = fmpq_poly.legendre_p(degree) if basis == "legendre" else fmpq_poly(fmpz_poly.chebyshev_t(degree))
    return polynomial(x)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("degree", [0, 1, 2, 5, 11])
def test_features_are_the_named_polynomials(basis: Basis, degree: int) -> None:
    points = [fmpq(0), fmpq(1, 3), fmpq(5, 8), fmpq(1)]
    expected = [[_flint_value(basis, k, x) for k in range(degree + 1)] for x in points]
    assert [polynomial_values(x, degree, basis) for x in points] == expected
    floats = features(np.array([float(x.p) / float(x.q) for x in points]), degree, basis)
    assert floats.shape == (len(points), degree + 1)
    np.testing.assert_allclose(floats, [[int(v.p) / int(v.q) for v in row] for row in expected], rtol=0, atol=1e-13)


def test_solvers_agree_where_the_problem_is_well_conditioned() -> None:
    generator = np.random.default_rng(5)
    for n, m in [(7, 3), (3, 7), (4, 4), (1, 5), (5, 1)]:
        X, t = generator.standard_normal((n, m)), generator.standard_normal(n)
        reference = np.linalg.lstsq(X, t, rcond=None)[0]
        solvers: list[Solver] = ["qr", "svd"]
        solvers += ["columns"] if m <= n else []
        solvers += ["rows"] if m >= n else []
        for solver in solvers:
            np.testing.assert_allclose(fit(X, t, solver), reference, rtol=1e-9, atol=1e-9)


def test_the_wrong_closed_form_is_refused_or_wrong() -> None:
    with pytest.raises(EvaluationError, match="columns"):
        fit(np.array([[1.0, 2.0]]), np.array([1.0]), "columns")
    with pytest.raises(ShapeError):
        fit(np.ones((3, 2)), np.ones(2), "qr")
    with pytest.raises(ShapeError):
        Data(np.zeros(3), np.zeros(4))


def _exact_loss_by_rationals(data: Data, degree: int, basis: Basis) -> fmpq:
    weights, points = exact_weights(data, degree, basis), grid()
    predicted = rational_features(map(rational, points), degree, basis) * weights
    truth = fmpq_mat([[rational(value)] for value in target(points)])
    residual = predicted - truth
    return (residual.transpose() * residual)[0, 0] / (2 * len(points))


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("degree", [2, 4])
def test_enclosures_contain_the_rational_loss(basis: Basis, degree: int) -> None:
    data = classical_data()
    exact = _exact_loss_by_rationals(data, degree, basis)
    ball = exact_losses(data, degree, basis).test
    assert ball.overlaps(arb(exact.p) / arb(exact.q))
    assert fit_polynomial(data, degree, basis, "qr").test_loss == pytest.approx(float(ball.mid()), rel=1e-9)


def test_up_to_the_threshold_the_basis_does_not_matter_and_past_it_it_does() -> None:
    data = classical_data()
    for degree, same in [(3, True), (10, True), (13, True), (14, False), (30, False), (100, False)]:
        legendre, chebyshev = (exact_losses(data, degree, basis).test for basis in BASES)
        assert legendre.overlaps(chebyshev) is same


def test_the_training_loss_vanishes_exactly_from_the_threshold_on() -> None:
    data = classical_data()
    for basis in BASES:
        assert exact_losses(data, 12, basis).train > 0
        for degree in (13, 14, 50):
            X = rational_features(map(rational, data.inputs), degree, basis)
            t = fmpq_mat([[rational(value)] for value in data.targets])
            if degree < 20:
                assert X * exact_weights(data, degree, basis) == t
            assert exact_losses(data, degree, basis).train.contains(0)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_which_gram_matrix_is_singular(basis: Basis, n: int) -> None:
    data = draw_data(np.random.default_rng(n), n)
    for degree in range(n + 3):
        ranks = gram_ranks(data, degree, basis)
        assert ranks.columns_rank == ranks.rows_rank == min(n, degree + 1)
        assert ranks.columns_singular is (degree + 1 > n)
        assert ranks.rows_singular is (degree + 1 < n)


@pytest.mark.parametrize("basis", BASES)
def test_both_closed_forms_agree_at_the_threshold_and_only_one_exists_beside_it(basis: Basis) -> None:
    data = classical_data()
    by_columns, by_rows = both_closed_forms(data, 13, basis)
    assert by_columns == by_rows
    for degree in (12, 14):
        with pytest.raises(EvaluationError, match="singular"):
            both_closed_forms(data, degree, basis)


def test_repeated_inputs_have_no_full_rank() -> None:
    data = Data(np.array([0.5, 0.5, 0.25]), np.array([1.0, 2.0, 3.0]))
    with pytest.raises(EvaluationError, match="distinct"):
        exact_weights(data, 2, "chebyshev")
    with pytest.raises(EvaluationError):
        exact_losses(data, 2, "chebyshev")


def test_the_published_branch_differs_at_degree_n_alone() -> None:
    for n in (1, 3, 14):
        differing = [d for d in range(30) if closed_form(n, d) != closed_form_as_published(n, d)]
        assert differing == [n]


def test_the_witness_for_paper() -> None:
    witness = hand_witness()
    assert witness.features == fmpq_mat([[1, fmpq(1, 2)]])
    assert witness.determinant == 0
    assert witness.rows_gram[0, 0] == fmpq(5, 4)


def test_run_uses_the_closed_form_that_applies() -> None:
    rows = run(classical_data(), "chebyshev", [12, 13, 14])
    assert [set(row) for row in rows] == [{"columns", "qr", "svd"}, {"columns", "qr", "svd"}, {"rows", "qr", "svd"}]
    fitted = rows[0]["qr"]
    assert fitted.columns == 13 and fitted.weights.shape == (13,)
    np.testing.assert_allclose(fitted(np.array([0.5])), features(np.array([0.5]), 12, "chebyshev") @ fitted.weights)


def test_the_best_constant_is_the_mean() -> None:
    values = target(grid())
    assert all(constant_loss() <= 0.5 * np.mean((values - c) ** 2) for c in np.linspace(-1, 1, 21))

"""The judged remarks: the verdicts of the run, and that other evidence gets other verdicts."""

import numpy as np
import pytest

from numeric.polynomial_regression import BASES, DEGREES, Basis, classical_data, draw_data, fit_polynomial
from numeric.regression_evidence import Evidence, best_degrees, branch_cases, printed_loss, solver_dependence
from numeric.regression_remarks import REMARKS, Judgement, judge_remarks

HOLDS = {
    "best degree": {"chebyshev"},
    "best of every degree": set(),
    "printed loss": set(),
    "few columns win": {"chebyshev"},
    "few columns win, every degree": {"legendre", "chebyshev"},
    "few columns win in general": {"legendre", "chebyshev"},
    "overfitting": {"chebyshev"},
    "comes down": {"legendre", "chebyshev"},
    "reasonable range": set(),
    "exactness as the cause": set(),
    "threshold": set(),
    "growth at the threshold": set(),
    "parabola": set(),
    "does not model the target": {"chebyshev"},
}


@pytest.fixture(scope="module")
def judged() -> tuple[Judgement, ...]:
    return judge_remarks()


def test_the_verdicts_without_rounding(judged: tuple[Judgement, ...]) -> None:
    exact = {(j.remark.name, j.basis): j.holds for j in judged if "exact" in j.routes}
    assert exact == {(name, basis): basis in bases for name, bases in HOLDS.items() for basis in BASES}


def test_every_route_is_judged_once(judged: tuple[Judgement, ...]) -> None:
    for remark in REMARKS:
        for basis in BASES:
            records = [j for j in judged if j.remark == remark and j.basis == basis]
            assert sorted(route for j in records for route in j.routes) == ["closed form", "exact", "qr", "svd"]
            assert len(records) == len({j.verdict for j in records})
            assert all(j.figure for j in records)


def test_the_training_loss_seems_to_fall_past_the_threshold_only_by_rounding(judged: tuple[Judgement, ...]) -> None:
    for basis in BASES:
        records = [j for j in judged if j.remark.name == "exactness as the cause" and j.basis == basis]
        assert [j.routes for j in records if not j.holds] == [("exact",)]


def _evidence(test: list[float], train: list[float], basis: Basis = "legendre", n: int = 14) -> Evidence:
    every = {d: 1.0 + d for d in range(1, 201)} | {4: 0.5}
    by_degree = (dict(zip(DEGREES, losses, strict=True)) for losses in (train, test))
    return Evidence(basis, "made up", *by_degree, every=every, n=n)


def test_other_evidence_gets_other_verdicts() -> None:
    valley = [0.5, 0.4, 0.1025522991, 0.2, 0.3, 0.4, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]
    peak = [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 9.0, 9.0, 9.0, 0.1, 0.09, 0.08, 0.07, 0.06]
    falling = [0.1 / (i + 1) for i in range(14)]
    seen = {remark.name: {remark.test(_evidence(test, train, n=n))[0]
                          for test in (valley, peak) for train in (falling, falling[::-1]) for n in (13, 14, 15)}
            for remark in REMARKS}
    decided_both_ways = {name for name, verdicts in seen.items() if verdicts == {True, False}}
    assert decided_both_ways >= {"best degree", "few columns win", "overfitting", "comes down", "reasonable range",
                                 "exactness as the cause", "threshold", "parabola", "does not model the target"}
    assert seen["best of every degree"] == {True} and seen["growth at the threshold"] == {True}


def test_neither_basis_prints_the_printed_loss_and_one_digit_restores_it() -> None:
    found = printed_loss()
    assert found.exact.startswith("0.102552229911")
    assert found.gap > 6e-8 and found.restored_gap < 1e-11
    assert any(found.restored[:i] + found.restored[i + 1:] == found.printed for i in range(len(found.restored)))


@pytest.mark.parametrize("basis", BASES)
def test_rounding_follows_the_squared_condition_number(basis: Basis) -> None:
    rows = {row.degree: row for row in solver_dependence(classical_data(), basis, [2, 4, 7, 10, 15, 70, 200])}
    for row in rows.values():
        own = row.errors["columns" if row.degree < 14 else "rows"]
        if row.squared_condition_eps < 1e-3:
            assert own < 100 * row.squared_condition_eps
        assert row.errors["qr"] < 1e-3 and row.errors["svd"] < 1e-3
    assert rows[10].squared_condition_eps > 1 and rows[10].errors["columns"] > 0.5


@pytest.mark.parametrize("basis", BASES)
def test_the_branch_fails_at_degree_n_alone(basis: Basis) -> None:
    cases = branch_cases(classical_data(), basis)
    assert [(c.degree, c.published, c.published_singular) for c in cases] == [
        (12, "columns", False), (13, "columns", False), (14, "columns", True), (15, "rows", False)]
    assert not any(c.corrected_singular for c in cases)


@pytest.mark.parametrize("basis", BASES)
def test_the_best_degree_of_fresh_data(basis: Basis) -> None:
    counts = best_degrees(np.random.default_rng(11), basis, draws=3)
    generator, expected = np.random.default_rng(11), []
    for _ in range(3):
        data = draw_data(generator)
        expected.append(min(DEGREES, key=lambda d, data=data: fit_polynomial(data, d, basis, "qr").test_loss))
    assert sorted(counts.elements()) == sorted(expected)

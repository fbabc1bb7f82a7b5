"""Counted runs compute what the NumPy programs compute; their polynomials are checked by hand counts; the table's
verdicts.
"""

import numpy as np
import pytest
import sympy

from numeric.gradient_norms import naive_norms
from numeric.norm_table import Entry, judge_order, judge_table, judge_time, norm_step_ratio, of_order
from numeric.operation_counts import (
    ALGORITHMS,
    Algorithm,
    D,
    K,
    N,
    Phase,
    cost,
    count,
    counted_run,
    interpolate,
    sample_problem,
)
from symbolic.errors import EvaluationError


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("size", [(1, 1, 1), (3, 2, 4), (2, 4, 3), (5, 3, 2)])
def test_counted_runs_find_the_norms(algorithm: Algorithm, size: tuple[int, int, int]) -> None:
    weights, inputs, bar = sample_problem(*size)
    norms, _ = counted_run(algorithm, weights, inputs, bar)
    arrays = [np.array(W, dtype=float) for W in weights]
    assert norms == naive_norms(arrays, np.array(inputs, dtype=float), np.array(bar, dtype=float)).tolist()


def test_some_of_these_norms_are_not_zero() -> None:
    for size in [(3, 2, 4), (2, 4, 3), (5, 3, 2)]:
        norms, _ = counted_run("naive", *sample_problem(*size))
        assert all(any(row[layer] for row in norms) for layer in range(size[1]))


@pytest.mark.parametrize(("algorithm", "phase", "expected"), [
    ("naive", "forward", N * K * D**2),
    ("naive", "backward", N * (K - 1) * D**2 + N * K * D**2),
    ("naive", "norms", N * K * D**2),
    ("one sample at a time", "backward", N * (K - 1) * D**2 + N * K * D**2),
    ("efficient", "forward", N * K * D**2),
    ("efficient", "backward", N * (K - 1) * D**2),
    ("efficient", "norms", N * K * (2 * D + 1)),
    ("efficient with batch gradient", "backward", N * (K - 1) * D**2 + N * K * D**2),
])
def test_multiplications_by_hand(algorithm: Algorithm, phase: Phase, expected: sympy.Expr) -> None:
    assert sympy.expand(cost(algorithm, phase, "multiplications") - expected) == 0


@pytest.mark.parametrize(("algorithm", "phase", "expected"), [
    ("naive", "forward", K * D**2 + N * (K + 1) * D),
    ("naive", "norms", K * D**2 + N * D + N * K * D**2 + N * K),
    ("efficient", "backward", K * D**2 + 2 * N * K * D),
    ("efficient", "norms", K * D**2 + 2 * N * K * D + N * K),
    ("one sample at a time", "norms", K * D**2 + N * D + K * D + (K - 1) * D + D**2 + N * K),
])
def test_stored_numbers_by_hand(algorithm: Algorithm, phase: Phase, expected: sympy.Expr) -> None:
    assert sympy.expand(cost(algorithm, phase, "stored") - expected) == 0


def test_working_memory_leaves_out_inputs_and_norms() -> None:
    for algorithm in ALGORITHMS:
        stored, working = (cost(algorithm, "norms", quantity) for quantity in ("stored", "working"))
        assert sympy.expand(stored - working - N * D - N * K) == 0


def test_what_is_no_such_polynomial_is_refused() -> None:
    for counted in (lambda n, k, d: 2**n, lambda n, k, d: n**3, lambda n, k, d: max(n, d), lambda n, k, d: d**4):
        with pytest.raises(EvaluationError, match="not a polynomial"):
            interpolate(counted)


def test_interpolation_gives_back_the_polynomial() -> None:
    wanted = 3 * N**2 * K - N * K * D**3 + 7
    found = interpolate(lambda n, k, d: int(wanted.subs({N: n, K: k, D: d})))
    assert sympy.expand(found - wanted) == 0


def test_counts_do_not_depend_on_the_numbers() -> None:
    _, inputs, bar = sample_problem(2, 3, 4)
    zeros = [[[0] * 4 for _ in range(4)] for _ in range(3)]

    for algorithm in ALGORITHMS:
        _, meter = counted_run(algorithm, zeros, inputs, bar)
        for phase, expected in meter.multiplications.items():
            assert expected == count(algorithm, phase, "multiplications", 2, 3, 4)


@pytest.fixture(scope="module")
def table() -> dict[tuple[str, str], Entry]:
    return {(entry.phase, entry.column): entry for entry in judge_table()}


def test_the_verdicts_on_the_table(table: dict[tuple[str, str], Entry]) -> None:
    assert {key: entry.verdict for key, entry in table.items()} == {
        ("forward", "T (naive)"): "exact", ("forward", "T (efficient)"): "exact",
        ("forward", "M (naive)"): "too small", ("forward", "M (efficient)"): "too small",
        ("backward", "T (naive)"): "leading term", ("backward", "T (efficient)"): "wrong factor",
        ("backward", "M (naive)"): "too small", ("backward", "M (efficient)"): "too small",
        ("norms", "T (naive)"): "too small", ("norms", "T (efficient)"): "too small",
        ("norms", "M (naive)"): "too small", ("norms", "M (efficient)"): "too small",
    }


def test_the_norm_row_is_right_for_one_sample(table: dict[tuple[str, str], Entry]) -> None:
    assert table["norms", "T (naive)"].per_sample and table["norms", "T (efficient)"].per_sample
    assert not table["forward", "T (naive)"].per_sample
    assert not table["backward", "M (efficient)"].per_sample


def test_other_readings_repair_some_entries(table: dict[tuple[str, str], Entry]) -> None:
    readings = {(key, reading.algorithm): reading.verdict for key, entry in table.items() for reading in entry.readings}
    for phase in ("forward", "backward", "norms"):
        assert readings[(phase, "M (naive)"), "one sample at a time"] == "right order"
    assert readings[("backward", "T (efficient)"), "efficient with batch gradient"] == "leading term"
    assert readings[("backward", "M (efficient)"), "efficient with batch gradient"] == "too small"


def test_orders_and_times() -> None:
    assert of_order(N * K * D, N * K * D**2) and not of_order(N**2, N * K * D**2)
    assert judge_order(N * K * D**2, N * K * D) == "too large"
    assert judge_order(K * D**2, K * D**2 + K * D) == "right order"
    assert judge_time(N * K * D**2, 2 * N * K * D**2) == "wrong factor"
    assert judge_time(2 * N * K * D, N * K * (2 * D + 1)) == "leading term"
    assert judge_time(N**2 * K, N * K) == "too large"


def test_the_ratio_of_the_norm_steps() -> None:
    assert sympy.cancel(norm_step_ratio() - 2 * D**2 / (2 * D + 1)) == 0

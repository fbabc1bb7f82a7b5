"""Simulations of the assignment: what they find, that their rules can fail, and what the figures are."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from numeric.gradient_descent import LeastSquares, Trajectory, descend, underdetermined_example
from numeric.regression_remarks import REMARKS, judge_remarks
from numeric.sorting import Network
from proofs.experiments import descent, gradient_norms, regression, sorting
from proofs.simulations import Simulation

Maker = Callable[[Path, int, int, Callable[[int, int], None]], Simulation]


@pytest.mark.parametrize(
    ("maker", "figures"),
    [(descent.gradient_descent, 2), (gradient_norms.gradient_norm_cost, 2), (sorting.sorting_network, 3)],
)
def test_simulations_pass_and_draw(maker: Maker, figures: int, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = maker(tmp_path / "new", 11, 1, lambda done, wanted: told.append((done, wanted)))
    assert found.passed and found.lines and not any("FAILED" in line for line in found.lines)
    assert len(found.figures) == figures
    for figure in found.figures:
        assert figure.png.read_bytes().startswith(b"\x89PNG") and b"<svg" in figure.svg.read_bytes()[:2000]
        assert figure.title and figure.caption
    assert told[-1][0] == told[-1][1] and told == sorted(told)


def test_a_wrong_iterate_fails() -> None:
    right = descend(underdetermined_example(), np.array([0.25, -1.0]), 0.2, descent.ITERATIONS)
    assert descent._judged(right, 0.4)[1]
    iterates = right.iterates.copy()
    iterates[7] += np.array([1e-6, -1e-6])
    line, passed = descent._judged(Trajectory(right.problem, right.step, iterates), 0.4)
    assert not passed and "FAILED" in line


def test_divergence_below_the_bound_fails() -> None:
    problem = LeastSquares(np.array([[2.0, 0.0]]), np.array([1.0]))
    past = descend(problem, np.array([3.0, 1.0]), 1.02 * problem.step_bound, descent.ITERATIONS)
    assert descent._judged(past, 1.02)[1] and not descent._judged(past, 0.98)[1]


def test_a_network_with_a_spare_comparator_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    spare = Network(4, ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2), (0, 1)))
    monkeypatch.setattr(sorting, "merge_network_of_four", lambda: spare)
    (_, sorts), (_, necessary), (_, fewest) = sorting._four()
    assert sorts and not necessary and not fewest


def test_a_wrong_polynomial_fails() -> None:
    assert gradient_norms._counted("T_norms", ("efficient", "norms", "multiplications"))[1]
    assert not gradient_norms._counted("T_weight", ("efficient", "norms", "multiplications"))[1]


def test_the_rules_of_the_regression_hold_and_every_remark_is_judged() -> None:
    (branch, singular), (_, same) = regression._branch(), regression._threshold()
    assert singular and same and "d = 14 of n = 14" in branch
    lines = regression._remarks(judge_remarks())
    assert len(lines) == len(REMARKS)
    assert all("Legendre" in line and "Chebyshev" in line for line in lines)
    assert all("holds" in line or "does not hold" in line for line in lines)

"""Plain models of hypotheses: found where there are some, and never where the hypotheses contradict each other."""

from __future__ import annotations

import pytest

from symbolic.kernel import Kernel
from symbolic.language.problem import parse_problem
from symbolic.provers.models import have_model

SQUARE = dict.fromkeys("ABS", "n x n")
WITH = [
    ["A*B = I"],
    ["A*B = 0", "A + B = 0"],
    ["S = A*B + B", "invertible(S)"],
    ["A*A = A", "A != 0", "positive definite(B)"],
    ["A*pinv(A)*B = B", "orthogonal(S)"],
]
WITHOUT = [
    ["A*B = I", "A = 0"],
    ["S = A - B", "invertible(S)", "A = B"],
    ["A*B - B*A = I"],
    ["A = I", "A = 2*I"],
    ["positive definite(A)", "tr(A) <= 0"],
    ["A' = -A", "invertible(A)"],
    ["[A, B; B, A] = [A, 0; 0, A] + [0, B; B, A]"],
]


def found(given: list[str], let: dict[str, str]) -> bool:
    return have_model(Kernel(), parse_problem(let, given).hypotheses)


@pytest.mark.parametrize("given", WITH, ids=str)
def test_hypotheses_with_a_plain_model(given: list[str]) -> None:
    assert found(given, SQUARE)


@pytest.mark.soundness
@pytest.mark.parametrize("given", WITHOUT, ids=str)
def test_no_model_is_claimed_where_none_is_plain(given: list[str]) -> None:
    assert not found(given, SQUARE)


@pytest.mark.soundness
def test_sizes_that_are_numbers_are_left_alone() -> None:
    given = ["A*B = I"]  # B*A = 1, but a column times a row is never the identity of size 2
    assert not found(given, {"A": "2 x 1", "B": "1 x 2"})

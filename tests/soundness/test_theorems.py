"""Theorems are made by the kernel alone; certificates that it must refuse are campaigns (`test_campaigns.py`)."""

from __future__ import annotations

import pytest

from symbolic.errors import KernelError
from symbolic.kernel import Kernel, Theorem
from symbolic.language.problem import parse_problem
from tests.support import require


@pytest.mark.soundness
def test_theorems_are_made_by_the_kernel_only() -> None:
    problem = parse_problem({"A": "n x n", "B": "n x n"}, claim=["A*B = B*A"])
    with pytest.raises(KernelError):
        Theorem(problem.claims[0], frozenset(), frozenset(), "assume", (), None, object())
    kernel = Kernel()
    with pytest.raises(KernelError):
        kernel.certificate(problem.claims[0], (), ())
    require(kernel.assume(problem.claims[0]).hypotheses == {problem.claims[0]}, "an assumption is its own hypothesis")

"""Derivations line by line: every line is true, and most are proved."""

import numpy as np
import pytest

from numeric.trials import cross_check
from symbolic.calculus import differentiate, lines
from symbolic.language.statements import equals
from symbolic.provers.prover import prove
from tests.symbolic.calculus.statements import STATEMENTS, read

KINKS = ("relu", "abs", "max", "min", "tanh")


@pytest.mark.parametrize(("let", "operator", "function", "variable"), STATEMENTS[::4])
def test_lines_hold(let, operator, function, variable, rng: np.random.Generator) -> None:
    scope, f, x = read(let, function, variable)
    found = differentiate(operator, f, x, scope.hypotheses)
    hypotheses = [*scope.hypotheses, *found.needs]
    derived = lines(found, hypotheses)
    assert derived[-1].right == found.term
    for line in derived:
        goal = equals(line.left, line.right)
        checked = cross_check(hypotheses, [goal], rng=rng, count=2, seconds=1.0)
        assert not checked.failures, line
        if not any(name in function for name in KINKS):
            assert prove(hypotheses, goal, seconds=2.0).theorem is not None, line


def test_a_derivation_in_full() -> None:
    scope, f, w = read("X: n x d; w: d; t: n", "norm(X*w - t)^2/n", "w")
    derived = lines(differentiate("grad", f, w, scope.hypotheses))
    assert [line.reason for line in derived] == ["d norm(u)^2 = 2*u'*du", "sum rule; product rule", "the factor of dw"]
    assert len({line.left for line in derived[:2]}) == 1

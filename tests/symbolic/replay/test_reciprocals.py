"""Reciprocals in the second program: 1/(1/u) = u and u^2/u = u, for sums over indices as well, and no more than that.

u stands for terms that may be 0, where 1/u = 0: u/u = 1 is not among the identities.
"""

from __future__ import annotations

from typing import Any

import pytest

from symbolic.language.problem import parse_problem
from symbolic.replay.plain import plain
from symbolic.replay.reading import Reader
from symbolic.replay.statements import Statements
from tests.support import require

LET = {"A": "n x m", "B": "n x m", "c": "scalar", "v": "n", "w": "n", "y": "m"}
EQUAL = [
    "1/(1/sum(exp(y))) = sum(exp(y))",
    "1/(1/(v'*w)) = v'*w",
    "1/(1/(v'*w)^2) = (v'*w)^2",
    "1/(1/(v'*w)^3) = (v'*w)*(w'*v)*(v'*w)",
    "1/(c/(v'*w)) = v'*w/c",
    "1/(1/((v'*w)*sum(exp(y)))) = sum(exp(y))*(w'*v)",
    "1/(v'*v/(v'*w)) = v'*w/(v'*v)",
    "1./(1./(A*y)) = A*y",
    "1./(1./((A*y).*(B*y))) = (B*y).*(A*y)",
    "1./(1./(A*y).^2) = (A*y).^2",
    "(v'*w)^2/(v'*w) = v'*w",
    "n*(v'*w)^2/(v'*w) = n*(v'*w)",
    "(v'*w)/(v'*w)^2 = 1/(v'*w)",
    "sum(exp(y))^2*(1/sum(exp(y))) = sum(exp(y))",
]
DIFFERENT = [
    "1/(1/(v'*w)) = v'*v",
    "1/(1/(v'*w)^2) = sum((v.*w).^2)",
    "1/(1/sum(exp(y))) = m*sum(exp(y))",
    "(v'*w)/(v'*w) = 1",
    "(v'*w)^2/(v'*w) = n*(v'*w)",
    "(v'*w)^2/(v'*w) = (v'*w)^2",
    "sum(exp(y))/sum(exp(y)) = 1",
    "1/(v'*w/(v'*v)) = v'*w/(v'*v)",
    "1./(1./((A*y).*(B*y))) = (A*y).*(A*y)",
    "1./(1./(A*y).^2) = (A.*A)*(y.*y)",
]


def apart(claim: str) -> Any:
    """left - right, as the second program reads it."""
    return Statements(Reader()).difference(plain(parse_problem(LET, [], [claim]).claims[0]))


@pytest.mark.parametrize("claim", EQUAL)
def test_equal(claim: str) -> None:
    assert apart(claim).is_zero


@pytest.mark.soundness
@pytest.mark.parametrize("claim", DIFFERENT)
def test_different(claim: str) -> None:
    require(not apart(claim).is_zero, f"{claim} counts as an identity")

"""Whole numbers by their form: no expression that may be negative or broken passes, in either program."""

from itertools import product

import pytest

from numeric.evaluation import Point, evaluate
from numeric.namespaces import Rational
from symbolic.language.instances import is_whole
from symbolic.language.problem import parse_problem
from symbolic.replay.plain import plain
from symbolic.replay.whole_terms import whole

LET = {"j": "natural", "k": "natural", "m": "natural, positive", "n": "natural, positive"}
FROM_ONE = ["1", "m", "k + 1", "m + n - 1", "2*m - 1", "m^2", "m*n", "m*(k + 1)", "(m + k)^3 - 1 + j + 1"]
FROM_ZERO = ["0", "k", "m - 1", "m^2 - 1", "2*m + n - 3", "k*(m - 1)", "(m - 1)^2", "(j + k)*m", "m*n - 1"]
OTHERS = ["k - 1", "m - 2", "m - n", "k - j", "k/2", "m/2 + m/2", "k^j", "-m", "-k", "(k - 1)^2", "m*(k - 1)",
          "-1", "2*m - 3", "k*j - 1", "(k - 1)*(j - 1)", "m^2 - 2"]


@pytest.mark.parametrize(
    ("text", "least"), [*((t, 1) for t in FROM_ONE), *((t, 0) for t in FROM_ZERO), *((t, None) for t in OTHERS)]
)
def test_whole_numbers_are_known_by_their_form(text: str, least: int | None) -> None:
    problem = parse_problem(LET, [], [f"{text} = 0"])
    term = problem.claims[0].args[0]
    for positive in (False, True):
        expected = least is not None and least >= int(positive)
        assert is_whole(term, positive=positive) is expected
        assert whole(plain(term), positive) is expected
    for values in product((0, 1, 3), (0, 1, 2), (1, 2), (1, 3)) if least is not None else ():
        point = Point(sizes=dict(zip(problem.symbols.values(), values, strict=True)), values={})
        [[value]] = evaluate(term, point, Rational()).tolist()
        assert value.q == 1
        assert value.p >= least

"""Sums over a running number: the canonical form has the value of the term, at every small count, exactly."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.contraction import contract
from numeric.contraction_arithmetic import Fractions
from numeric.evaluation import Point, evaluate
from numeric.namespaces import NotRepresentable, Rational
from symbolic.errors import EvaluationError, TranslationError
from symbolic.kernel import Kernel
from symbolic.kernel.kernel import KernelError
from symbolic.language.operator import apply
from symbolic.language.problem import parse_problem
from symbolic.language.symbols import dimension, natural
from symbolic.language.terms import ScalarSymbol, add
from symbolic.network.translate import Translator

LET = {"A": "n x n", "B": "n x n", "u": "n", "v": "n", "a": "scalar", "k": "natural", "j": "natural",
       "m": "natural, positive"}
BODIES = ("A^R", "(A + B)^R", "B*A^R", "A^R*B*A^S", "A^S", "A^(R + 1)", "a^R*I", "a^S*A", "R*A", "(R + 1)^2*B", "A'^R",
          "tr(B*A^R)*A^S", "u*v'*A^R", "(I - a*A)^R*u*v'", "A", "2^R*A^m", "a^(R*k)*B", "A^R .* B", "diag(A^R*u)",
          "sum(a^q*A^R, q, 0, R)", "sum(A^q*B^(R - q), q, 0, R)", "sum(A^q, q, 1, k + R)", "sum(R - q, q, 0, j)*B",
          "tr(A^R*B*B^S)*I", "A[1, 1]^R*A", "norm(u)^2*A^R", "(v'*A^R*u)*(u'*v)*B")
"""R stands for the running number, S for what is left of it."""
BOUNDS = (("0", "k"), ("0", "k - 1"), ("1", "k"), ("0", "k - 2"), ("2", "k + 1"), ("0", "m"), ("0", "m - 1"),
          ("1", "m + 2"), ("0", "2"), ("3", "1"), ("0", "k + j"), ("j", "k"), ("j", "j + k"), ("-1", "k - 2"), ("1", "n"),
          ("k", "2*k"), ("0", "k*j"))


def drawn(random: Random) -> tuple[Any, Any]:
    """A sum with a body of one or two summands, and a problem that has its symbols."""
    first, last = random.choice(BOUNDS)
    chosen = random.sample(BODIES, random.choice((1, 2)))
    shift = random.choice(("r", "r", "(r + 1)", "(2*r)"))
    body = " - ".join(f"({b})" for b in chosen).replace("R", shift).replace("S", f"({last} - r)")
    text = f"sum({body}, r, {first}, {last})"
    problem = parse_problem(LET, [], [f"{text} = {text}"], [])
    return problem.claims[0].args[0], problem


def point_of(random: Random, problem: Any, count: int) -> Point:
    """Small whole numbers for all symbols; `count` for k."""
    size = random.choice((1, 2))
    values = {}
    sizes = {}
    for symbol in problem.symbols.values():
        if symbol.is_integer:
            sizes[symbol] = {"k": count, "n": size}.get(symbol.name, random.choice((1, 2)))
        else:
            rows, cols = (size if str(s) == "n" else 1 for s in getattr(symbol, "shape", (1, 1)))
            values[symbol] = [[random.choice((-1, 0, 1, 2)) for _ in range(cols)] for _ in range(rows)]
    sizes[problem.scope.dimensions["n"] if hasattr(problem.scope, "dimensions") else dimension("n")] = size
    return Point(sizes=sizes, values=values)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_the_canonical_form_of_a_sum_has_its_value(seed: int) -> None:
    random = Random(seed)
    term, problem = drawn(random)
    try:
        tensor = Translator()(term)
    except TranslationError:
        return
    for count in (0, 1, 2, 3):
        point = point_of(random, problem, count)
        try:
            expected = evaluate(term, point, Rational()).tolist()
            exact = contract(tensor, point, Fractions())
        except (EvaluationError, NotRepresentable):
            continue
        assert exact.tolist() == [[Fraction(int(x.p), int(x.q)) for x in row] for row in expected], f"{seed}: {term}"

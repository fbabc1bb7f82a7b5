"""Derivative statements, made up: gradients of random scalars of vectors and matrices, each with the derivative that
`symbolic.calculus` finds for it.

That these are true is confirmed by evaluation before they are mutated; nothing else rests on it.
"""

from __future__ import annotations

from random import Random

from symbolic.calculus import CalculusError, differentiate
from symbolic.language.problem import Problem, parse_problem, to_text

LET = {"A": "n x n", "B": "n x n", "X": "n x n", "x": "n", "y": "n", "s": "scalar"}
VECTORS = ("x", "y", "A*x", "X*y", "(x - y)", "(A*x - s*y)", "X*x", "B'*x")
ENTRYWISE = ("{}.*x", "exp({})", "sin({})", "tanh({})", "sigmoid({})", "relu({})", "abs({})", "{}.^2", "2*{}")
SCALARS = ("{0}'*{1}", "norm({0})^2", "sum({0})", "sum({0}.*{1})", "tr({0}*{1}')", "sum({0}.^3)")
MATRICES = ("tr(A*X)", "tr(X'*X)", "tr(X*A*X)", "tr(X'*A*X*B)", "norm(A*X - B)^2", "tr(X)*tr(A*X)", "sum(X.*A)")
OUTER = ("{0}^2", "exp(-{0}/2)", "log(1 + ({0})^2)", "s*{0}", "({0})*({1})", "{0} + {1}", "{0} - 2*({1})", "sin({0})")


def scalar(rng: Random) -> str:
    """A random scalar as text."""
    if rng.random() < 0.3:
        return rng.choice(MATRICES)
    parts = [rng.choice(VECTORS) for _ in range(2)]
    parts = [rng.choice(ENTRYWISE).format(f"({p})") if rng.random() < 0.4 else p for p in parts]
    return rng.choice(SCALARS).format(*(f"({p})" for p in parts))


def function(rng: Random) -> str:
    """One or two random scalars put together."""
    if rng.random() < 0.4:
        return scalar(rng)
    return rng.choice(OUTER).format(f"({scalar(rng)})", f"({scalar(rng)})")


def derivative_statement(rng: Random) -> Problem:
    """A problem without hypotheses, of one gradient by a symbol that stands in the function."""
    while True:
        text, by = function(rng), rng.choice(("x", "x", "X", "y", "s", "A"))
        problem = parse_problem(LET, (), [f"{text} = {text}"])
        f, variable = problem.scope.expression(text), problem.symbols[by]
        if variable not in f.atoms(type(variable)):
            continue
        try:
            found = differentiate("grad", f, variable)
        except CalculusError:
            continue
        return parse_problem(LET, (), [f"grad({text}, {by}) = {to_text(found.term)}"])

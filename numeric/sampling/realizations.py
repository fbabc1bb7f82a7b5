"""Random symbols outside of expectations: values that they can take, and symbols that a hypothesis defines through
them.

A statement about x itself, outside of E, Var and Cov, is about every value that x can take. A value counts only where
its law surely allows it: signs for Rademacher entries, 0 and 1 for Bernoulli entries whose mean lies strictly between,
anything where the covariance is definite.

A symbol with `t = X*w + e`, e random, is random itself: it is replaced by its meaning everywhere, so that E[t] is an
expectation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Basic, Eq, MatrixSymbol, Symbol

from numeric.sampling.arithmetic import Laws, all_hold, size_at
from numeric.sampling.families import definite
from numeric.sampling.rationals import Matrix, dense
from numeric.sampling.variables import free_symbols, is_random, is_sized
from symbolic.errors import LanguageError
from symbolic.language.operator import Application
from symbolic.language.operators.random import Covariance, Expectation, Variance
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Distribution, has, relation
from symbolic.language.substitution import substitute
from symbolic.language.terms import add, negative


def outside(node: Basic) -> frozenset[Basic]:
    """The random symbols in `node` that stand outside of E, Var and Cov (and of the laws themselves)."""
    if is_random(node):
        return frozenset({node})
    if isinstance(node, Distribution) or not any(is_random(s) for s in free_symbols(node)):
        return frozenset()
    if isinstance(node, Application) and isinstance(node.operator, Expectation | Variance | Covariance):
        return frozenset()
    return frozenset[Basic]().union(*(outside(a) for a in node.args))


def without_random_definitions(hypotheses: Sequence[Any], claims: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Hypotheses and claims with every symbol that is defined through random ones replaced by its meaning."""
    hypotheses, claims = list(hypotheses), list(claims)
    lawful = {h.symbol for h in hypotheses if isinstance(h, Distribution)}
    for _ in range(len(hypotheses)):
        found = next(_random_definitions(hypotheses, lawful), None)
        if found is None:
            break
        statement, symbol, meaning = found
        hypotheses.remove(statement)
        try:
            hypotheses = [_replaced(h, symbol, meaning) for h in hypotheses]
            claims = [_replaced(c, symbol, meaning) for c in claims]
        except LanguageError:
            continue
    return hypotheses, claims


def _random_definitions(hypotheses: Iterable[Any], lawful: set[Any]) -> Iterator[tuple[Any, Any, Any]]:
    for statement in (h for h in hypotheses if isinstance(h, Eq)):
        for symbol, meaning in (statement.args, statement.args[::-1]):
            plain = isinstance(symbol, Symbol | MatrixSymbol) and not is_sized(symbol) and symbol not in lawful
            if plain and outside(meaning) and symbol not in free_symbols(meaning):
                yield statement, symbol, meaning
                break


def _replaced(statement: Any, symbol: Any, meaning: Any) -> Any:
    return substitute(statement, {symbol: meaning}) if symbol in free_symbols(statement) else statement


def realizations(
    symbols: Iterable[Any],
    sizes: Mapping[Basic, int],
    values: Mapping[Basic, Matrix],
    laws: Laws,
    rng: np.random.Generator,
    level: int,
) -> dict[Basic, Matrix] | None:
    """A value for each random symbol that its law surely allows; None where that is not known."""
    found: dict[Basic, Matrix] = {}
    for symbol in symbols:
        if symbol not in laws or not all_hold(_spread(laws[symbol]), sizes, values, laws):
            return None
        rows, cols = (size_at(d, sizes) for d in shape_of(symbol))
        found[symbol] = _allowed(laws[symbol].law, rng, rows, cols, level)
    return found


def _spread(law: Distribution) -> Iterator[Any]:
    """Under these conditions every value of the right kind is possible."""
    parameters = law.parameters
    for name in ("covariance", "scale", "variance"):
        if name in parameters:
            value = parameters[name]
            yield relation(0, "<", value) if is_scalar(value) else has("positive definite", value)
    if law.law == "wishart":
        yield relation(shape_of(parameters["scale"])[0], "<=", parameters["dof"])
    if law.law == "bernoulli":
        mean = parameters["mean"]
        yield from (has("positive", mean), has("positive", add(1, negative(mean))))


def _allowed(law: str, rng: np.random.Generator, rows: int, cols: int, level: int) -> Matrix:
    match law:
        case "rademacher":
            return fmpq_mat(rows, cols, [fmpq(1 - 2 * int(b)) for b in rng.integers(0, 2, rows * cols)])
        case "bernoulli":
            return fmpq_mat(rows, cols, [fmpq(int(b)) for b in rng.integers(0, 2, rows * cols)])
        case "wishart":
            return definite(rng, rows, cols, level) or dense(rng, rows, cols, level)
        case _:
            return dense(rng, rows, cols, level)

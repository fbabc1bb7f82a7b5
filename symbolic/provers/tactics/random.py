"""Expectations that no moment of finite order gives: exponentials of Gaussian vectors, inverses of Wishart matrices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import has, relation
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import add
from symbolic.provers.backward import subject
from symbolic.provers.randomness import EXPECTATIONS
from symbolic.provers.search import Search


def by_laws_of_random_symbols(search: Search, goal: Any) -> Theorem | None:
    """The goal again with what the laws of its random symbols say of exponentials and inverses."""
    found = [theorem for law in search.facts.laws.values() for theorem in _known(search, goal, law)]
    for theorem in found:
        search.facts.add(theorem)
    return search.equation(goal) if found else None


def by_second_moments(search: Search, condition: Any) -> Theorem | None:
    """Variances of random symbols of whose law nothing is known."""
    name, a = subject(condition)
    for law in search.facts.laws.values() if name in ("positive semidefinite", "<=") else ():
        x = law.statement.symbol
        if law.statement.law == "moments" and not law.statement.parameters and shape_of(x)[1] == 1:
            kind = "second_moment_of_number" if is_scalar(x) else "second_moment"
            found = search.kernel.law(kind, {"x": x}, [law])
            variance = subject(found.statement)[1]
            equation = search.lemma(a, variance) if shape_of(a) == shape_of(variance) else None
            if equation is not None:
                return search.kernel.transfer(found, equation, condition)
    return None


def _known(search: Search, goal: Any, law: Any) -> Iterator[Theorem]:
    parameters, x = law.statement.parameters, law.statement.symbol
    if law.statement.law == "wishart":
        scale, dof = parameters["scale"], parameters["dof"]
        yield from _instance(
            search,
            "wishart_inverse",
            {"W": x, "V": scale, "k": dof},
            law,
            has("positive definite", scale),
            relation(add(shape_of(scale)[0], 1), "<", dof),
        )
    if law.statement.law == "gaussian" and set(parameters) == {"mean", "covariance"} and shape_of(x)[1] == 1:
        for a in _directions(search, goal, x):
            binding = {"x": x, "m": parameters["mean"], "S": parameters["covariance"], "a": a}
            semidefinite = has("positive semidefinite", parameters["covariance"])
            for name in ("gaussian_exponential", "gaussian_tilted_mean", "gaussian_tilted_square"):
                yield from _instance(search, name, binding, law, semidefinite)


def _instance(search: Search, name: str, binding: dict[str, Any], law: Theorem, *conditions: Any) -> Iterator[Theorem]:
    premises = [law, *(t for c in conditions if (t := search.condition(c)) is not None)]
    if len(premises) == len(conditions) + 1:
        try:
            yield search.kernel.law(name, binding, premises)
        except LineproofError:
            return


def _directions(search: Search, goal: Any, x: Any) -> Iterator[Any]:
    """The vectors a of the exponentials exp(a'*x + b) in the expectations of the goal, and of products of two."""
    found = list(dict.fromkeys(_single_directions(search, goal, x)))
    yield from found
    yield from (add(a, b) for a, b in combinations_with_replacement(found, 2))


def _single_directions(search: Search, goal: Any, x: Any) -> Iterator[Any]:
    for part in subterms(goal):
        inside = next((p for name in EXPECTATIONS if (p := operands_of(part, name))), ())
        for inner in (t for operand in inside for t in subterms(operand)):
            if (exponent := operands_of(inner, "exp")) is not None and x in symbols_in(exponent[0]):
                try:
                    a = search.equations.relations.reader.term(search.kernel.translator(apply("grad", exponent[0], x)))
                except LineproofError:
                    continue
                if x not in symbols_in(a):
                    yield a

"""Random rewriting of a term into one that is equal by polynomial identities alone: order, association, transposition,
distribution.
"""

from __future__ import annotations

from random import Random
from typing import Any

from symbolic.language.operator import Application, apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import (
    Inverted,
    MatrixProduct,
    MatrixSum,
    ScalarProduct,
    ScalarSum,
    Transposed,
    add,
    multiply,
    transpose,
)

COMMUTING = ("hadamard", "max", "min")


def rewritten(term: Any, rng: Random) -> Any:
    """An equal term: every node rewritten by chance, operands first."""
    if isinstance(term, Application):
        operands = [o if is_index(term, k) else rewritten(o, rng) for k, o in enumerate(term.operands)]
        return _application(term.operator.name, operands, rng)
    if not term.args or not isinstance(
        term, MatrixSum | ScalarSum | MatrixProduct | ScalarProduct | Transposed | Inverted
    ):
        return term
    arguments = [rewritten(a, rng) for a in term.args]
    if isinstance(term, MatrixSum | ScalarSum):
        return add(*rng.sample(arguments, len(arguments)))
    if isinstance(term, ScalarProduct):
        return multiply(*rng.sample(arguments, len(arguments)))
    if isinstance(term, Transposed):
        return _transposed(arguments[0], rng)
    if isinstance(term, Inverted):
        return transpose(transpose(arguments[0]).I) if rng.random() < 0.5 else arguments[0].I
    return _product(arguments, rng)


def is_index(term: Any, k: int) -> bool:
    """Whether operand k of an application is a number that must stay as it is."""
    return (
        term.operator.name in ("block", "entry", "unit", "powers")
        and is_scalar(term.operands[k])
        and not hasattr(term.operands[k], "shape")
        and (term.operator.name != "powers" or k == 1)
        and (term.operator.name != "block" or k < 2)
    )


def _transposed(term: Any, rng: Random) -> Any:
    if isinstance(term, MatrixProduct) and rng.random() < 0.7 and not is_scalar(term):
        return multiply(*(transpose(a) for a in reversed(term.args)))
    if isinstance(term, MatrixSum) and rng.random() < 0.7:
        return add(*(transpose(a) for a in term.args))
    return transpose(term)


def _product(arguments: list[Any], rng: Random) -> Any:
    place = next((k for k, a in enumerate(arguments) if isinstance(a, MatrixSum) and not is_scalar(a)), None)
    if place is not None and rng.random() < 0.5 and not any(map(is_scalar, arguments)):
        return add(*(multiply(*arguments[:place], part, *arguments[place + 1 :]) for part in arguments[place].args))
    numbers = [a for a in arguments if is_scalar(a)]
    if numbers and all(is_scalar(a) == (a in numbers) for a in arguments) and arguments[: len(numbers)] == numbers:
        rest = arguments[len(numbers) :]
        return (
            multiply(*rng.sample(numbers, len(numbers)), *rest)
            if rest
            else multiply(*rng.sample(numbers, len(numbers)))
        )
    if len(arguments) > 2 and not numbers and rng.random() < 0.5:
        cut = rng.randrange(1, len(arguments))
        left, right = multiply(*arguments[:cut]), multiply(*arguments[cut:])
        if not is_scalar(left) and not is_scalar(right):
            return multiply(left, right)
    return multiply(*arguments)


def _application(name: str, operands: list[Any], rng: Random) -> Any:
    if name in COMMUTING:
        operands = rng.sample(operands, len(operands))
    if name in ("tr", "det") and rng.random() < 0.4:
        operands = [transpose(operands[0])]
    if name == "tr" and isinstance(operands[0], MatrixProduct) and not any(map(is_scalar, operands[0].args)):
        cut = rng.randrange(len(operands[0].args))
        turned = [*operands[0].args[cut:], *operands[0].args[:cut]]
        operands = [multiply(*turned)]
    if name == "sum" and rng.random() < 0.3:
        operands = [transpose(operands[0])]
    if name in ("exp", "sin", "cos", "sign", "abs", "relu", "step", "sigmoid", "tanh", "pinv") and rng.random() < 0.4:
        return transpose(apply(name, transpose(operands[0])))
    if name == "kron" and rng.random() < 0.3 and not any(is_scalar(o) for o in operands):
        return transpose(apply("kron", *map(transpose, operands)))
    if name == "diag" and rng.random() < 0.3:
        return transpose(apply("diag", operands[0]))
    if name == "hadamard" and rng.random() < 0.3 and shape_of(operands[0]) == shape_of(operands[1]):
        return transpose(apply("hadamard", *map(transpose, operands)))
    return apply(name, *operands)

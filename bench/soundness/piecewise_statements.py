"""True piecewise-linear statements, made up: an expression in max, min, abs and relu, and the same expression with
some of its parts written another way; or two expressions one of which bounds the other.

Each way of writing is an identity of the reals that holds for all arguments, so the statements are true by the way
they are made.
"""

from __future__ import annotations

from random import Random

from symbolic.language.problem import Problem, parse_problem

NAMES = ("a", "b", "c", "d")
WAYS = {
    "max": ("(({0} + {1})/2 + abs({0} - {1})/2)", "({0} + relu({1} - {0}))", "(-min(-{0}, -{1}))", "max({1}, {0})"),
    "min": ("(({0} + {1})/2 - abs({0} - {1})/2)", "({0} - relu({0} - {1}))", "(-max(-{0}, -{1}))", "min({1}, {0})"),
    "abs": ("max({0}, -{0})", "(relu({0}) + relu(-{0}))", "(2*relu({0}) - {0})", "abs(-{0})", "({0}*sign({0}))"),
    "relu": ("max({0}, 0)", "(({0} + abs({0}))/2)", "({0} + relu(-{0}))", "({0}*step({0}))"),
    "+": ("({1} + {0})", "(max({0}, {1}) + min({0}, {1}))"),
    "-": ("({0} + -{1})", "-({1} - {0})"),
    "*": ("({0}*{1})",),
}
"""Each way to write an operator of the arguments {0} and {1}, the plain one apart."""
PLAIN = {
    "max": "max({0}, {1})", "min": "min({0}, {1})", "abs": "abs({0})", "relu": "relu({0})",
    "+": "({0} + {1})", "-": "({0} - {1})", "*": "{0}*{1}",
}  # fmt: skip

Tree = tuple[str, ...] | str


def tree(rng: Random, depth: int) -> Tree:
    """A random expression: a name, or an operator with its parts."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(NAMES)
    operator = rng.choice(("max", "min", "abs", "relu", "max", "min", "+", "-", "*"))
    if operator == "*":
        return operator, rng.choice(("2", "3", "1/2")), tree(rng, depth - 1)  # type: ignore[return-value]
    count = 1 if operator in ("abs", "relu") else 2
    return operator, *(tree(rng, depth - 1) for _ in range(count))  # type: ignore[return-value]


def written(expression: Tree, rng: Random | None = None) -> str:
    """An expression as text; with random numbers, some of its parts in another way."""
    if isinstance(expression, str):
        return expression
    operator, *parts = expression
    texts = [written(part, rng) for part in parts]
    plain = PLAIN[operator]
    return (plain if rng is None or rng.random() < 0.4 else rng.choice(WAYS[operator])).format(*texts)


def statement(rng: Random) -> str:
    """A true statement."""
    kind, one, two = rng.randrange(5), tree(rng, rng.choice((2, 2, 3))), tree(rng, 1)
    left, right, other = written(one), written(one, rng), written(two)
    if kind == 0:
        return f"{left} <= max({right}, {other})"
    if kind == 1:
        return f"min({other}, {left}) <= {right}"
    return f"{left} = {right}"


def piecewise_statement(rng: Random) -> Problem:
    """A problem without hypotheses, of one true statement."""
    return parse_problem(dict.fromkeys(NAMES, "scalar"), (), [statement(rng)])

"""The rules that read operators.

With s = sign(u): abs(u) = u.*s, relu(u) = (u + u.*s)/2, step(u) = (s.*s + s)/2, max(a, b) = (a + b + abs(a - b))/2,
sigmoid(u) = 1/(1 + exp(-u)), tanh(u) = 2/(1 + exp(-2u)) - 1, softmax(v) = exp(v)/sum(exp(v)),
norm(A) = sqrt(sum(A.*A)).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from symbolic.replay.arrays import UNIT, Array, Axis
from symbolic.replay.calculus import covariance, derivative, expectation
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import entrywise, exponential, identity, ones, scale, times
from symbolic.replay.matrices import (
    determinant,
    grouped,
    kronecker,
    matrix_function,
    multiply,
    pseudo_inverse,
    rank,
    total,
    trace,
)
from symbolic.replay.multiplicative import reciprocal, sign
from symbolic.replay.plain import Plain
from symbolic.replay.series import series
from symbolic.replay.term_rules import POWER, Reading, as_number, reciprocal_of

HALF = Fraction(1, 2)


def hadamard(t: Reading, a: Plain, b: Plain) -> Array:
    """The entrywise product; a scalar multiplies every entry."""
    x, y = t(a), t(b)
    return multiply(t.session, x, y) if x.is_scalar or y.is_scalar else times(t.session, x, y)


def block(t: Reading, rows: Plain, columns: Plain, *blocks: Plain) -> Array:
    """A block matrix."""
    r, c = int(rows[1]), int(columns[1])
    if r < 1 or c < 1 or r * c != len(blocks):
        raise ReplayError(f"{r} x {c} blocks, got {len(blocks)}")
    values = [t(b) for b in blocks]

    def agreed(line: list[Array], side: int) -> Axis:
        rigid = [v.axes[side] for v in line if not v.is_zero] or [line[0].axes[side]]
        if any(axis != rigid[0] for axis in rigid):
            raise ReplayError("blocks of different structure in line")
        return rigid[0]

    row_axes = [agreed(values[i * c : (i + 1) * c], 0) for i in range(r)]
    column_axes = [agreed(values[j::c], 1) for j in range(c)]
    result = Array((tuple(b for a in row_axes for b in a), tuple(b for a in column_axes for b in a)), {})
    for k, value in enumerate(values):
        top = sum(map(len, row_axes[: k // c]))
        left = sum(map(len, column_axes[: k % c]))
        for (i, j), part in value.parts.items():
            if part.found:
                result.parts[i + top, j + left] = part
    return result


def entry(t: Reading, a: Plain, i: Plain, j: Plain) -> Array:
    """One entry, by unit vectors."""
    value = t(a)
    if value.axes[0] != UNIT:
        value = multiply(t.session, t.unit(i, value.axes[0]).turned((1, 0)), value)
    return value if value.axes[1] == UNIT else multiply(t.session, value, t.unit(j, value.axes[1]))


def absolute(t: Reading, value: Array) -> Array:
    """u.*sign(u)."""
    return times(t.session, value, sign(t.session, value))


def sigmoid(t: Reading, a: Plain) -> Array:
    """1/(1 + exp(-u))."""
    value = t(a)
    return reciprocal(t.session, ones(t.session, value.axes) + exponential(t.session, value.scaled(-1)))


def tanh(t: Reading, a: Plain) -> Array:
    """2/(1 + exp(-2u)) - 1."""
    decay = exponential(t.session, t(a).scaled(-2))
    one = ones(t.session, decay.axes)
    return reciprocal(t.session, one + decay).scaled(2) - one


def powers(t: Reading, a: Plain, exponent: Plain) -> Array:
    """The power of every entry."""
    value = t(a)
    exponent = as_number(t, exponent)
    if exponent[0] != "number" and value.axes[1] == UNIT:
        on_diagonal = ("apply", "diagv", ("^", ("apply", "diag", a), exponent))
        return t(("^", a, exponent) if value.is_scalar else on_diagonal)
    if exponent[0] != "number" or (k := Fraction(exponent[1])).denominator > 2 or abs(k.numerator) > POWER:
        raise ReplayError(f"the entrywise power {exponent} is not covered")
    base = entrywise(t.session, "sqrt", value) if k.denominator == 2 else value
    if k < 0:
        base = reciprocal(t.session, base) if k.denominator == 2 else reciprocal_of(t, a)
    result = ones(t.session, value.axes)
    for _ in range(abs(k.numerator)):
        result = times(t.session, result, base)
    return result


def softmax(t: Reading, v: Plain) -> Array:
    """exp(v)/sum(exp(v))."""
    weights = exponential(t.session, t(v))
    return scale(t.session, reciprocal(t.session, total(t.session, weights)), weights)


def step(t: Reading, a: Plain) -> Array:
    """1 for positive entries, else 0."""
    s = sign(t.session, t(a))
    return (times(t.session, s, s) + s).scaled(HALF)


def relu(t: Reading, a: Plain) -> Array:
    """The positive part."""
    value = t(a)
    return (value + absolute(t, value)).scaled(HALF)


def _flattened(name: str, operands: Iterable[Plain]) -> Iterator[Plain]:
    """The operands of max(max(a, b), c) and the like as those of one."""
    for a in operands:
        if a[:2] == ("apply", name):
            yield from _flattened(name, a[2:])
        else:
            yield a


def extremum(side: int) -> Callable[..., Array]:
    """max (side 1) or min (side -1), taken two by two in an order that the values alone decide."""

    def value(t: Reading, *operands: Plain) -> Array:
        values = [t(a) for a in _flattened("max" if side > 0 else "min", operands)]
        lead = next((v for v in values if not v.is_scalar), None)
        if lead is not None:
            values = [scale(t.session, v, ones(t.session, lead.axes)) if v.is_scalar else v for v in values]
        values.sort(key=lambda v: sorted((b, *sorted((m.mark, c) for m, c in p)) for b, p in v.parts.items()))
        result = values[0]
        for other in values[1:]:
            result = (result + other + absolute(t, result - other).scaled(side)).scaled(HALF)
        return result

    return value


def _variable(t: Reading, x: Plain) -> tuple[str, tuple[Axis, ...]]:
    if x[0] == "matrix":
        return x[1], (t.axis(x[2]), t.axis(x[3]))
    if x[0] != "symbol" or x[2] not in ("scalar", "random"):
        raise ReplayError(f"a derivative by {x}")
    return x[1], (UNIT, UNIT)


def differentiated(t: Reading, f: Plain, x: Plain, times_: int = 1) -> Array:
    """The derivative of a term of two axes, once or twice: the axes of the variable follow."""
    name, axes = _variable(t, x)
    value = t(f)
    for _ in range(times_):
        value = derivative(t.session, value, name, axes, t.kinks)
    return value


def directional(t: Reading, f: Plain, x: Plain, d: Plain) -> Array:
    """The derivative in a direction."""
    return t.session.einsum([differentiated(t, f, x), t(d)], ["abij", "ij"], "ab")


def _einsum(letters: str, output: str) -> Callable[[Reading, Plain], Array]:
    return lambda t, a: t.session.einsum([t(a)], [letters], output)


OPERATORS: dict[str, Callable[..., Array]] = {
    "tr": lambda t, a: trace(t.session, t(a)),
    "sum": lambda t, a: total(t.session, t(a)),
    "hadamard": hadamard,
    "block": block,
    "entry": entry,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "powers": powers,
    "softmax": softmax,
    "step": step,
    "relu": relu,
    "max": extremum(1),
    "min": extremum(-1),
    "series": series,
    "kron": lambda t, a, b: kronecker(t.session, t(a), t(b)),
    "vec": lambda t, a: grouped(t.session, t(a).turned((1, 0)), ((0, 1), ())),
    "diag": lambda t, v: _einsum("iu", "ii")(t, v) if t(v).axes[1] == UNIT else _refuse("diag of a matrix"),
    "diagv": lambda t, a: t.session.einsum([t(a), t.session.scalar()], ["ii", "uv"], "iu"),
    "unit": lambda t, i, n: t.unit(i, t.axis(n)),
    "det": lambda t, a: determinant(t.session, t(a)),
    "logdet": lambda t, a: entrywise(t.session, "log", determinant(t.session, t(a))),
    "rank": lambda t, a: rank(t.session, t(a)),
    "pinv": lambda t, a: pseudo_inverse(t.session, t(a)),
    "expm": lambda t, a: (
        identity(t.session, t(a).axes[0]) if t(a).is_zero else matrix_function(t.session, "expm", t(a))
    ),
    "norm": lambda t, a: entrywise(t.session, "sqrt", total(t.session, times(t.session, t(a), t(a)))),
    "exp": lambda t, a: exponential(t.session, t(a)),
    "log": lambda t, a: entrywise(t.session, "log", t(a)),
    "sqrt": lambda t, a: entrywise(t.session, "sqrt", t(a)),
    "sin": lambda t, a: entrywise(t.session, "sin", t(a)),
    "cos": lambda t, a: entrywise(t.session, "cos", t(a)),
    "abs": lambda t, a: absolute(t, t(a)),
    "sign": lambda t, a: sign(t.session, t(a)),
    "logsumexp": lambda t, v: entrywise(t.session, "log", total(t.session, exponential(t.session, t(v)))),
    "grad": lambda t, f, x: t.session.einsum([differentiated(t, f, x)], ["uvij"], "ij"),
    "jac": lambda t, f, x: t.session.einsum([differentiated(t, f, x)], ["iujv"], "ij"),
    "hess": lambda t, f, x: t.session.einsum([differentiated(t, f, x, 2)], ["uviwjz"], "ij"),
    "dir": directional,
    "E": lambda t, f: expectation(t.session, t(f), t.families(f)),
    "Var": lambda t, f: covariance(t.session, t(f), t(f), t.families(f)),
    "Cov": lambda t, f, g: covariance(t.session, t(f), t(g), t.families(f, g)),
}


def _refuse(what: str) -> Any:
    raise ReplayError(what)

"""Plain terms as arrays.

With s = sign(u): abs(u) = u.*s, relu(u) = (u + u.*s)/2, step(u) = (s.*s + s)/2, max(a, b) = (a + b + abs(a - b))/2,
sigmoid(u) = 1/(1 + exp(-u)), tanh(u) = (1 - exp(-2u))/(1 + exp(-2u)), softmax(v) = exp(v)/sum(exp(v)),
norm(A) = sqrt(sum(A.*A)). Sizes that are numbers stay whole unless `explicit` is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from symbolic.replay.calculus import Kinks, covariance, derivative, expectation
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import entrywise, exponential, identity, ones, reciprocal, scale, sign, times
from symbolic.replay.heads import Session
from symbolic.replay.matrices import (
    determinant,
    grouped,
    inverse,
    kronecker,
    matrix_function,
    multiply,
    power,
    pseudo_inverse,
    rank,
    symbolic_power,
    total,
    trace,
)
from symbolic.replay.plain import Plain, parts, sizes_of
from symbolic.replay.sums import TIE, UNIT, Array, Axis, Head, Sum, finished, spelled

EXPLICIT = 6
POWER = 32
HALF = Fraction(1, 2)


def chained(groups: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """Groups that share a member are one group."""
    listed = [set(g) for g in groups]
    for k, group in enumerate(listed):
        for other in listed[:k]:
            if other & group:
                group |= other
                other.clear()
    return [frozenset(g) for g in listed if g]


class Reader:
    """Reads the terms of one document. `dependent`: groups of random symbols that are not independent of each other."""

    def __init__(self, *, explicit: bool = False, dependent: Iterable[Iterable[str]] = ()) -> None:
        self.session = Session()
        self.explicit = explicit
        self.groups = chained(dependent)
        self.kinks: Kinks = set()
        self.named: dict[str, Plain] = {}
        self._known: dict[Plain, tuple[Array, frozenset[Head]]] = {}

    def __call__(self, term: Plain) -> Array:
        """The array of a term; signs that derivatives in it meet are added to `kinks`. Raises ReplayError."""
        if term not in self._known:
            before, self.kinks = self.kinks, set()
            try:
                value = self._read(term)
                self._known[term] = value, frozenset(self.kinks)
            finally:
                self.kinks = before
        value, kinks = self._known[term]
        self.kinks |= kinks
        return value

    def name(self, term: Plain) -> None:
        """Take up the symbols of a term: one name is one symbol, and every size is positive. Raises ReplayError."""
        for part in parts(term):
            if part[0] in ("symbol", "matrix"):
                if self.named.setdefault(part[1], part) != part:
                    raise ReplayError(f"two symbols are called {part[1]}")
                if part[1] == TIE or part[1].isdigit():
                    raise ReplayError(f"{part[1]!r} is no name")
            for size in sizes_of(part):
                self.axis(size)

    def axis(self, size: Plain) -> Axis:
        """The axis of a size."""
        if size[0] == "number":
            count = int(size[1])
            if count < 1:
                raise ReplayError(f"{count} is no size")
            return UNIT * count if count == 1 or (self.explicit and count <= EXPLICIT) else ((str(count),),)
        if size[0] == "symbol" and size[2] == "dimension":
            if size[1].isdigit() or size[1] == TIE:
                raise ReplayError(f"{size[1]} is no name of a size")
            return ((size[1],),)
        if size[0] == "^" and size[2][0] == "number" and size[2][1].isdigit() and 0 < int(size[2][1]) <= POWER:
            return (self.axis(size[1])[0] * int(size[2][1]),)
        if size[0] == "+":
            return tuple(block for part in size[1:] for block in self.axis(part))
        axes = [self.axis(part) for part in size[1:]] if size[0] == "*" else []
        if not axes or any(len(axis) != 1 for axis in axes):
            raise ReplayError(f"the size {size} is not covered")
        return (tuple(d for axis in axes for d in axis[0]),)

    def families(self, *terms: Plain) -> dict[str, str]:
        """The random symbols in terms, each with the name of the group that it depends on."""
        names = {p[1] for term in terms for p in parts(term) if p[0] in ("symbol", "matrix") and p[-1] == "random"}
        return {name: min(next((g for g in self.groups if name in g), frozenset({name}))) for name in names}

    def _read(self, term: Plain) -> Array:
        if term[0] == "apply":
            if term[1] not in OPERATORS:
                raise ReplayError(f"{term[1]} is not covered")
            return OPERATORS[term[1]](self, *term[2:])
        if term[0] not in TERMS:
            raise ReplayError(f"{term[0]} is no term")
        return TERMS[term[0]](self, *term[1:])

    def unit(self, place: Plain, axis: Axis) -> Array:
        """The unit vector along an axis."""
        if place[0] == "number" and all(block == () for block in axis):
            k = int(place[1])
            if not 1 <= k <= len(axis):
                raise ReplayError(f"there is no unit vector {k} of length {len(axis)}")
            one = Sum(())
            one.add(finished((), ()), Fraction(1))
            return Array((axis, UNIT), {(k - 1, 0): one})
        if len(axis) != 1 or len(axis[0]) != 1:
            raise ReplayError("a unit vector along a structured axis")
        entry, _, _ = self.session.root("unit", axis[0][0], self(place), lambda c: c == 1)
        head, _ = self.session.head("unit", axis[0][0], entry, (), axis[0], 1)
        part = Sum(axis[0])
        part.add(finished((0,), [(head, (0,), Fraction(1))]), Fraction(1))
        return Array((axis, UNIT), {(0, 0): part})


def number(t: Reader, text: str) -> Array:
    """A rational number."""
    return t.session.scalar(number=Fraction(text))


def symbol(t: Reader, name: str, kind: str) -> Array:
    """A scalar symbol."""
    kinds = {"dimension": "size", "natural": "natural", "scalar": "symbol", "random": "symbol"}
    if kind not in kinds:
        raise ReplayError(f"{kind} is no kind of symbol")
    return t.session.scalar(
        t.session.size(name) if kind == "dimension" else t.session.symbol(kinds[kind], name, None, (), ())
    )


def matrix(t: Reader, name: str, rows: Plain, columns: Plain, kind: str) -> Array:
    """A matrix symbol, a head for every choice of blocks."""
    axes = t.axis(rows), t.axis(columns)
    result = Array(axes, {})
    for blocks in result.blocks():
        dims = result.dims(blocks)
        split = blocks if len(axes[0]) * len(axes[1]) > 1 else ()
        head = t.session.symbol("symbol", name, (rows, columns), split, dims)
        result.parts[blocks] = part = Sum(dims)
        part.add(finished(range(len(dims)), [(head, tuple(range(len(dims))), Fraction(1))]), Fraction(1))
    return result


def _like_identity(term: Plain) -> bool:
    """Whether a term is a multiple of an identity as it is written."""
    return term[0] == "identity" or (term[0] == "*" and any(f[0] == "identity" for f in term[1:]))


def sum_of(t: Reader, *summands: Plain) -> Array:
    """A sum; an identity or a zero takes the structure of the rest."""
    values = {s: t(s) for s in summands if s[0] != "zeros" and not _multiple(t, s)}
    axes = next(iter(values.values())).axes if values else t(summands[0]).axes
    result = Array(axes, {})
    for s in summands:
        if s in values:
            result = result + values[s]
        elif s[0] != "zeros":
            fits(t(s).axes, axes)
            result = result + _identity_over(t, s, axes[0])
        else:
            fits(t(s).axes, axes)
    return result


def fits(axes: Sequence[Axis], others: Sequence[Axis]) -> None:
    """Raises ReplayError unless two shapes are equal, whatever their structure."""
    if [spelled(axis) for axis in axes] != [spelled(axis) for axis in others]:
        raise ReplayError(f"shapes {axes} and {others} do not fit")


def _multiple(t: Reader, term: Plain) -> bool:
    return _like_identity(term) and all(
        f[0] == "identity" or t(f).is_scalar for f in (term[1:] if term[0] == "*" else ())
    )


def _identity_over(t: Reader, term: Plain, axis: Axis) -> Array:
    result = identity(t.session, axis)
    for factor in term[1:] if term[0] == "*" else ():
        if factor[0] != "identity":
            result = multiply(t.session, t(factor), result)
    return result


def product_of(t: Reader, *factors: Plain) -> Array:
    """A product; an identity beside a matrix is left out."""
    result: Array | None = None
    left_out: Plain | None = None
    for factor in factors:
        if factor[0] == "identity":
            before = t(left_out) if left_out is not None else result
            if before is not None and not before.is_scalar:
                fits(before.axes[1:], t(factor).axes[1:])
            left_out = factor if result is None or result.is_scalar else None
            continue
        value = t(factor)
        if left_out is not None and not value.is_scalar:
            fits(t(left_out).axes[1:], value.axes[:1])
            left_out = None
        result = value if result is None else multiply(t.session, result, value)
    if left_out is not None:
        one = t(left_out)
        return one if result is None else multiply(t.session, result, one)
    return t.session.scalar() if result is None else result


def power_of(t: Reader, base: Plain, exponent: Plain) -> Array:
    """A scalar or a square matrix to a power; an even power of a norm is one of a sum of squares."""
    value = t(base)
    if exponent[0] != "number":
        return symbolic_power(t.session, value, t(exponent))
    count = Fraction(exponent[1])
    if abs(count.numerator) > POWER:
        raise ReplayError(f"the power {count} is not covered")
    if not value.is_scalar:
        if count.denominator != 1:
            raise ReplayError("a matrix to a fractional power")
        return power(t.session, inverse(t.session, value) if count < 0 else value, abs(int(count)))
    times_, under = count.numerator, base[:2] == ("apply", "norm")
    if count.denominator == 1 and times_ % 2 == 0 and under:
        inner = t(base[2])
        value, times_ = total(t.session, times(t.session, inner, inner)), times_ // 2
    elif count.denominator == 2:
        value = entrywise(t.session, "sqrt", value)
    elif count.denominator != 1:
        raise ReplayError(f"the power {count} is not covered")
    return power(t.session, reciprocal(t.session, value) if times_ < 0 else value, abs(times_))


def inverse_of(t: Reader, value: Plain) -> Array:
    """An inverse."""
    return inverse(t.session, t(value))


TERMS: dict[str, Callable[..., Array]] = {
    "number": number,
    "symbol": symbol,
    "matrix": matrix,
    "+": sum_of,
    "*": product_of,
    "^": power_of,
    "inverse": inverse_of,
    "'": lambda t, a: t(a).turned((1, 0)),
    "identity": lambda t, n: identity(t.session, t.axis(n)),
    "zeros": lambda t, r, c: Array((t.axis(r), t.axis(c)), {}),
    "ones": lambda t, r, c: ones(t.session, (t.axis(r), t.axis(c))),
    "pi": lambda t: t.session.scalar(t.session.symbol("pi", "pi", None, (), ())),
}


def hadamard(t: Reader, a: Plain, b: Plain) -> Array:
    """The entrywise product; a scalar multiplies every entry."""
    x, y = t(a), t(b)
    return multiply(t.session, x, y) if x.is_scalar or y.is_scalar else times(t.session, x, y)


def block(t: Reader, rows: Plain, columns: Plain, *blocks: Plain) -> Array:
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
            if part.count:
                result.parts[i + top, j + left] = part
    return result


def entry(t: Reader, a: Plain, i: Plain, j: Plain) -> Array:
    """One entry, by unit vectors."""
    value = t(a)
    if value.axes[0] != UNIT:
        value = multiply(t.session, t.unit(i, value.axes[0]).turned((1, 0)), value)
    return value if value.axes[1] == UNIT else multiply(t.session, value, t.unit(j, value.axes[1]))


def absolute(t: Reader, value: Array) -> Array:
    """u.*sign(u)."""
    return times(t.session, value, sign(t.session, value))


def sigmoid(t: Reader, a: Plain) -> Array:
    """1/(1 + exp(-u))."""
    value = t(a)
    return reciprocal(t.session, ones(t.session, value.axes) + exponential(t.session, value.scaled(-1)))


def tanh(t: Reader, a: Plain) -> Array:
    """(1 - exp(-2u))/(1 + exp(-2u))."""
    decay = exponential(t.session, t(a).scaled(-2))
    one = ones(t.session, decay.axes)
    return times(t.session, one - decay, reciprocal(t.session, one + decay))


def powers(t: Reader, a: Plain, exponent: Plain) -> Array:
    """The power of every entry."""
    value = t(a)
    if exponent[0] != "number" or (k := Fraction(exponent[1])).denominator > 2 or abs(k.numerator) > POWER:
        raise ReplayError(f"the entrywise power {exponent} is not covered")
    base = entrywise(t.session, "sqrt", value) if k.denominator == 2 else value
    base = reciprocal(t.session, base) if k < 0 else base
    result = ones(t.session, value.axes)
    for _ in range(abs(k.numerator)):
        result = times(t.session, result, base)
    return result


def softmax(t: Reader, v: Plain) -> Array:
    """exp(v)/sum(exp(v))."""
    weights = exponential(t.session, t(v))
    return scale(t.session, reciprocal(t.session, total(t.session, weights)), weights)


def step(t: Reader, a: Plain) -> Array:
    """1 for positive entries, else 0."""
    s = sign(t.session, t(a))
    return (times(t.session, s, s) + s).scaled(HALF)


def relu(t: Reader, a: Plain) -> Array:
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

    def value(t: Reader, *operands: Plain) -> Array:
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


def _variable(t: Reader, x: Plain) -> tuple[str, tuple[Axis, ...]]:
    if x[0] == "matrix":
        return x[1], (t.axis(x[2]), t.axis(x[3]))
    if x[0] != "symbol" or x[2] not in ("scalar", "random"):
        raise ReplayError(f"a derivative by {x}")
    return x[1], (UNIT, UNIT)


def differentiated(t: Reader, f: Plain, x: Plain, times_: int = 1) -> Array:
    """The derivative of a term of two axes, once or twice: the axes of the variable follow."""
    name, axes = _variable(t, x)
    value = t(f)
    for _ in range(times_):
        value = derivative(t.session, value, name, axes, t.kinks)
    return value


def directional(t: Reader, f: Plain, x: Plain, d: Plain) -> Array:
    """The derivative in a direction."""
    return t.session.einsum([differentiated(t, f, x), t(d)], ["abij", "ij"], "ab")


def series(t: Reader, f: Plain, r: Plain, first: Plain, last: Plain) -> Array:
    """A sum over r from 1 to n in which r stands in unit vectors of length n only: one index for them all."""
    value = t(f)
    if first != ("number", "1") or last[0] != "symbol" or last[2] != "dimension" or r[0] != "symbol":
        raise ReplayError("a sum between these bounds is not covered")
    axis, place = t.axis(last), t.unit(r, t.axis(last)).part((0, 0))
    unit = next(iter(place))[0].factors[0][0]
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        result.parts[blocks] = goal = Sum(part.dims)
        for item, c in part:
            ids = [indices[0] for head, indices, _ in item.factors if head is unit]
            rest = [f for f in item.factors if f[0] is not unit]
            if any(r[1] in head.symbols for head, _, _ in rest):
                raise ReplayError("a sum over an index outside unit vectors is not covered")
            index = 1_000 if not ids else min(ids)
            moved = [(h, tuple(index if i in ids else i for i in indices), p) for h, indices, p in rest]
            made, k = t.session.made([index if i in ids else i for i in item.ext], moved, [(index, axis[0][0])])
            goal.add(made, c * k)
    return result


def _einsum(letters: str, output: str) -> Callable[[Reader, Plain], Array]:
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

"""Derivatives and expectations of arrays.

d(1/u) = -du/u^2, d exp(u) = exp(u) du, d log(u) = du/u, d sqrt(u) = du/(2 sqrt(u)), d sin(u) = cos(u) du,
d cos(u) = -sin(u) du, d sign(u) = 0, d(U^-1) = -U^-1 dU U^-1, d det U = det U tr(U^-1 dU),
d tr(expm U) = tr(expm(U) dU), d(U^k) = sum over s < k of U^s dU U^(k - 1 - s), d(u^k) = k u^(k - 1) du.

An expectation leaves constant factors outside; random factors on independent symbols have expectations of their own. A
factor below an expectation gets one more index, which ties it to the others below the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from symbolic.replay.arrays import SCALAR, Array, Axis
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import LETTERS, entrywise, identity, times
from symbolic.replay.heads import Session
from symbolic.replay.matrices import matrix_function, on_diagonal, power_atom
from symbolic.replay.multiplicative import reciprocal
from symbolic.replay.plain import MARK
from symbolic.replay.products import Factor, Head, finished
from symbolic.replay.running import summed, summed_anew
from symbolic.replay.sums import Sum
from symbolic.replay.whole_numbers import least

Kinks = set[Head]
CONDITIONAL = frozenset({"inv", "pinv", "det", "sqrt"})
"""Kinds whose derivatives hold under a condition."""


def derivative(session: Session, value: Array, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    """The derivative by the symbol `name`, whose axes follow those of the value. Signs met are added to `kinks`."""
    result = Array((*value.axes, *axes), {})
    memo: dict[Head, Array] = {}
    for blocks, part in value.parts.items():
        for item, c in part:
            for place, (head, indices, power) in enumerate(item.factors):
                if name not in head.symbols:
                    continue
                rest = [*item.factors[:place], *item.factors[place + 1 :]]
                if head.kind == "expm" and power == 1 and _closed(indices, item.ext, rest):
                    found = _in_trace(session, head, name, axes, kinks)
                else:
                    found = memo.get(head) or of_head(session, head, name, axes, kinks)
                    memo[head] = found
                if power != 1:
                    rest.append((head, indices, power - 1))
                for choice, inner in found.parts.items():
                    own = (0,) * len(head.dims)
                    target = (*blocks, *choice[len(own) :])
                    goal = result.parts.setdefault(target, Sum(result.dims(target)))
                    for other, k in inner:
                        ext, factors = _plugged(item.ext, rest, indices, other.ext, other.factors)
                        dims = [(i, d) for i, d in zip(indices, head.dims, strict=True)]
                        made, m = session.made(ext, factors, dims)
                        goal.add(made, c * k * m * power)
    return summed_anew(session, result) if any(head.kind == "pow" for head in memo) else result


def _closed(indices: tuple[int, ...], ext: tuple[int, ...], rest: list[Factor]) -> bool:
    """Whether a factor stands under a trace by itself: two equal indices that nothing else has."""
    shown = {*ext, *(i for _, ids, _ in rest for i in ids)}
    return len(indices) == 2 and indices[0] == indices[1] and indices[0] not in shown


def _in_trace(session: Session, head: Head, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    """expm(U) dU, for an exponential under a trace."""
    inner = derivative(session, head.argument[0], name, axes, kinks)
    more = LETTERS[3 : 3 + len(axes)]
    return session.einsum([session.alone(head), inner], ["ab", "bc" + more], "ac" + more)


def _plugged(
    ext: tuple[int, ...],
    rest: list[Factor],
    indices: tuple[int, ...],
    other_ext: tuple[int, ...],
    other: tuple[Factor, ...],
) -> tuple[list[int], list[Factor]]:
    """A product with one factor replaced by another product, whose first open indices are the factor's."""
    base = 1_000
    leader: dict[int, int] = {}

    def find(i: int) -> int:
        while i in leader:
            i = leader[i]
        return i

    for i, j in zip(indices, other_ext, strict=False):
        a, b = find(i), find(j + base)
        if a != b:
            leader[b] = a
    shown = [find(i) for i in ext] + [find(j + base) for j in other_ext[len(indices) :]]
    factors = [(h, tuple(find(i) for i in ids), p) for h, ids, p in rest]
    return shown, factors + [(h, tuple(find(i + base) for i in ids), p) for h, ids, p in other]


def of_head(session: Session, head: Head, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    """The derivative of one head: its indices, then the axes of the variable."""
    own = tuple(((d,),) for d in head.dims)
    if head.kind == "symbol":
        block = head.block or (0,) * len(axes)
        result = Array((*own, *axes), {})
        target = (*(0,) * len(own), *block)
        if result.dims(target) != head.dims * 2:
            raise ReplayError(f"a derivative by another {name}")
        result.parts[target] = part = Sum(head.dims * 2)
        part.add(finished([*range(len(head.dims))] * 2, ()), 1)
        return result
    if head.kind == "series":
        return _of_series(session, head, name, axes)
    if head.kind == "pow":
        base, exponent = head.argument
        if name in exponent.symbols:
            raise ReplayError("a derivative by an exponent")
        if head.block or len(head.dims) > 2:
            raise ReplayError("a derivative of a symbolic power of blocks")
        if not head.dims or on_diagonal(base):
            return _of_power_of_numbers(session, head, name, axes, kinks)
        return _of_power(session, head, name, axes, kinks)
    if head.kind in ("inv", "det"):
        return _of_matrix(session, head, name, axes, kinks)
    outer = _outer(session, head, kinks)
    if outer is None:
        return Array((*own, *axes), {})
    inner = derivative(session, head.argument[0], name, axes, kinks)
    letters, more = LETTERS[: len(own)], LETTERS[len(own) : len(own) + len(axes)]
    return session.einsum([outer, inner], [letters, letters + more], letters + more)


def _outer(session: Session, head: Head, kinks: Kinks) -> Array | None:
    """f'(u) for a function of every entry; None for 0."""
    if head.kind == "exp":
        return session.alone(head)
    if head.kind == "recip":
        return session.alone(head, 2).scaled(-1)
    argument = head.argument[0] if isinstance(head.argument, tuple) else None
    if head.kind == "sign":
        kinks.add(head)
        return None
    if head.kind == "log" and argument is not None:
        return reciprocal(session, argument)
    if head.kind == "sqrt":
        return reciprocal(session, session.alone(head)).scaled(Fraction(1, 2))
    if head.kind == "sin" and argument is not None:
        return entrywise(session, "cos", argument)
    if head.kind == "cos" and argument is not None:
        return entrywise(session, "sin", argument).scaled(-1)
    raise ReplayError(f"no derivative of {head.kind}")


def _of_power(session: Session, head: Head, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    """d(U^k), the sum over s < k of U^s dU U^(k - 1 - s), for a k that is natural by its form."""
    base, exponent = head.argument
    bound = least(session, exponent, outside=True)
    if bound is None or bound < 0 or any(n.startswith(MARK) for n in head.symbols):
        raise ReplayError("a derivative of a power that is not natural")
    running = f"{MARK}1"
    s = session.scalar(session.symbol("natural", running, None, (), ()))
    before = matrix_function(session, "pow", base, s)
    after = matrix_function(session, "pow", base, exponent - session.scalar() - s)
    both = summed(session, session.einsum([before, after], ["ab", "cd"], "abcd"), running, exponent)
    more = LETTERS[4 : 4 + len(axes)]
    inner = derivative(session, base, name, axes, kinks)
    return session.einsum([both, inner], ["abcd", "bc" + more], "ad" + more)


def _of_power_of_numbers(session: Session, head: Head, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    """k u^(k - 1) du for a number, or on the diagonal. Conditions on u are those of the statement; a sum has none."""
    base, exponent = head.argument
    bound = least(session, exponent)
    if (bound is None or bound < 0) and (head.dims or session.running):
        raise ReplayError("a derivative of a power that is not natural")
    inner = derivative(session, base, name, axes, kinks)
    lowered = power_atom(session, base, exponent - session.scalar())
    more = LETTERS[4 : 4 + len(axes)]
    if not head.dims:
        return session.einsum([exponent, lowered, inner], ["uv", "wx", "yz" + more], more)
    own = session.einsum([exponent, lowered, inner], ["uv", "aa", "aa" + more], "a" + more)
    return session.einsum([own, identity(session, base.axes[0])], ["a" + more, "ab"], "ab" + more)


def _of_series(session: Session, head: Head, name: str, axes: tuple[Axis, ...]) -> Array:
    """A sum of derivatives that hold everywhere."""
    summand, count = head.argument
    if name in count.symbols:
        raise ReplayError("a derivative by the bound of a sum")
    session.running.append((head.name, count))
    try:
        met: Kinks = set()
        inner = derivative(session, summand, name, axes, met)
    finally:
        session.running.pop()
    if met or any(h.kind in CONDITIONAL and name in h.symbols for h in _heads(summand)):
        raise ReplayError("a sum of derivatives that need conditions")
    return summed(session, inner, head.name, count)


def _heads(value: Array) -> Iterator[Head]:
    """The heads in an array and in the arguments of these."""
    for part in value.parts.values():
        for item, _ in part:
            for head, _, _ in item.factors:
                yield head
                for inner in head.argument if isinstance(head.argument, tuple) else ():
                    if isinstance(inner, Array):
                        yield from _heads(inner)


def _of_matrix(session: Session, head: Head, name: str, axes: tuple[Axis, ...], kinks: Kinks) -> Array:
    argument: Array = head.argument[0]
    inverse = matrix_function(session, "inv", argument)
    inner = derivative(session, argument, name, axes, kinks)
    more = LETTERS[4 : 4 + len(axes)]
    if head.kind == "det":
        traced = session.einsum([inverse, inner], ["ab", "ba" + more], more)
        return session.einsum([session.alone(head), traced], ["", more], more)
    whole = session.einsum([inverse, inner, inverse], ["ab", "bc" + more, "cd"], "ad" + more).scaled(-1)
    block = head.block or (0, 0)
    result = Array((*(((d,),) for d in head.dims), *axes), {})
    for choice, part in whole.parts.items():
        if choice[:2] == block:
            result.parts[(*(0,) * len(head.dims), *choice[2:])] = part
    return result


def off_kinks(session: Session, value: Array, kinks: Kinks) -> Array:
    """The array where no argument of a sign in `kinks` is 0: there sign(u)^2 = 1."""
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        result.parts[blocks] = target = Sum(part.dims)
        for item, c in part:
            kept = [f for f in item.factors if f[0] not in kinks or f[2] % 2]
            dims = [(i, d) for h, indices, _ in item.factors for i, d in zip(indices, h.dims, strict=True)]
            made, k = session.made(item.ext, kept, dims)
            target.add(made, c * k)
    return result


def expectation(session: Session, value: Array, families: Mapping[str, str]) -> Array:
    """E of every entry; symbols of different families are independent."""
    result = Array(value.axes, {})
    for blocks, part in value.parts.items():
        result.parts[blocks] = target = Sum(part.dims)
        for item, c in part:
            groups: list[tuple[set[str], list[Factor]]] = []
            factors: list[Factor] = []
            for factor in item.factors:
                touched = {families[s] for s in factor[0].symbols if s in families}
                if not touched:
                    factors.append(factor)
                    continue
                met = [g for g in groups if g[0] & touched]
                groups = [g for g in groups if not g[0] & touched]
                groups.append((touched.union(*(g[0] for g in met)), [f for g in met for f in g[1]] + [factor]))
            for tie, (_, members) in enumerate(groups):
                factors += [
                    (session.moment(h, h.symbols - set(families)), (*indices, 100_000 + tie), p)
                    for h, indices, p in members
                ]
            made, k = session.made(item.ext, factors)
            target.add(made, c * k)
    return result


def covariance(session: Session, f: Array, g: Array, families: Mapping[str, str]) -> Array:
    """E[f g'] - E[f] E[g]' of columns."""
    both = session.einsum([f, g], ["iu", "ju"], "ij") if not (f.is_scalar and g.is_scalar) else times(session, f, g)
    left, right = expectation(session, f, families), expectation(session, g, families)
    apart = session.einsum([left, right], ["iu", "ju"], "ij")
    joined = expectation(session, both, families)
    return joined - (apart if joined.axes != SCALAR else times(session, left, right))

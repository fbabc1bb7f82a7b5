"""What statements say, when two say the same, and what derivatives in them take for granted.

Equations and inequations agree up to a factor, orders up to a positive one, properties up to what keeps them. A
statement outside the arrays agrees with itself only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from symbolic.replay.arrays import Array, ratio
from symbolic.replay.calculus import Kinks
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import identity, ones, times
from symbolic.replay.moments import moment_difference
from symbolic.replay.multiplicative import sign
from symbolic.replay.plain import DERIVATIVES, Plain, parts, symbols
from symbolic.replay.reading import Reader, fits
from symbolic.replay.whole_terms import whole

RELATIONS = ("=", "!=", "<=", "<", ">>")
KEPT_BY_SIGN = frozenset(
    {
        "invertible",
        "symmetric",
        "antisymmetric",
        "diagonal",
        "lower triangular",
        "upper triangular",
        "full column rank",
        "full row rank",
    }
)
"""Properties of c*A for every c != 0 if of A; for `idempotent` and `orthogonal` no c but 1, for the others c > 0."""
KINKED = ("abs", "relu", "step", "sign")


@dataclass(frozen=True, eq=False)
class Meaning:
    """A kind, and an array of which it is said; for "as written" the statement itself."""

    kind: str
    value: Any


class Statements:
    """Reads the statements of one document."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._apart: dict[tuple[Plain, Plain], Array] = {}
        self._meanings: dict[Plain, Meaning] = {}
        self._conditions: dict[Plain, list[Meaning]] = {}

    def difference(self, statement: Plain) -> Array:
        """left - right of an equation; a zero takes the structure of the other side."""
        if statement[0] == "moment":
            return moment_difference(self.reader, statement[1], int(statement[2]))
        if statement[0] != "=":
            raise ReplayError(f"{statement[0]} is no equation")
        return self.apart(*statement[1:])

    def apart(self, left: Plain, right: Plain) -> Array:
        """left - right, which nobody may change."""
        known = self._apart.get((left, right))
        if known is None:
            a, b = self.reader(left), self.reader(right)
            fits(a.axes, b.axes)
            known = a if b.is_zero else b.scaled(-1) if a.is_zero else self._over(a, b) - self._over(b, a)
            self._apart[left, right] = known
        return known

    def _over(self, value: Array, other: Array) -> Array:
        """A multiple of the identity over the structure of another array."""
        if value.axes == other.axes or len(set(other.axes)) != 1 or len(set(value.axes)) != 1:
            return value
        session = self.reader.session
        multiple = ratio(value, identity(session, value.axes[0]))
        return value if multiple is None else identity(session, other.axes[0]).scaled(multiple)

    def kinks(self, statement: Plain) -> Kinks:
        """The signs that the derivatives in a statement meet."""
        self.reader.kinks = set()
        for node in derivatives(statement):
            self.reader(node)
        return self.reader.kinks

    def meaning(self, statement: Plain) -> Meaning:
        """What a statement says."""
        if statement not in self._meanings:
            try:
                self._meanings[statement] = self._meaning(statement)
            except ReplayError:
                self._meanings[statement] = Meaning("as written", statement)
        return self._meanings[statement]

    def _meaning(self, statement: Plain) -> Meaning:
        kind = statement[0]
        if kind in RELATIONS:
            return Meaning(kind, self.apart(statement[1], statement[2]))
        if kind == "has":
            value = self.reader(statement[2])
            off_zero = statement[1] == "nonzero" or (statement[1] == "invertible" and value.is_scalar)
            return Meaning("!=" if off_zero else statement[1], value)
        return Meaning("as written", statement)

    def same(self, a: Plain, b: Plain) -> bool:
        """Whether two statements say the same."""
        if a == b:
            return True
        if a[0] == b[0] and a[0] in ("range", "exists", "minimizes"):
            return len(a) == len(b) and all(self._same_part(x, y) for x, y in zip(a[1:], b[1:], strict=True))
        return self.says(a, self.meaning(b))

    def _same_part(self, a: Plain, b: Plain) -> bool:
        if a == b or a[0] in RELATIONS:
            return a == b
        try:
            return ratio(self.reader(a), self.reader(b), lambda c: c == 1) is not None
        except ReplayError:
            return False

    def says(self, statement: Plain, wanted: Meaning) -> bool:
        """Whether a statement says `wanted`."""
        known = self.meaning(statement)
        if known.kind != wanted.kind or known.kind == "as written":
            return known.kind == wanted.kind and bool(known.value == wanted.value)
        kind = known.kind
        allowed = (
            None
            if kind in ("=", "!=") or kind in KEPT_BY_SIGN
            else (lambda c: c == 1)
            if kind in ("idempotent", "orthogonal")
            else (lambda c: c > 0)
        )
        if ratio(known.value, wanted.value, allowed) is not None:
            return True
        return kind == "invertible" and ratio(known.value.turned((1, 0)), wanted.value) is not None

    def conditions(self, statement: Plain) -> list[Meaning]:
        """What the derivative rules used in a statement take for granted."""
        if not self.reader.derives:
            return []
        if statement not in self._conditions:
            found = [m for part, variable in varied(statement) for m in self._conditions_of(part, variable)]
            self._conditions[statement] = found
        return list(self._conditions[statement])

    def _conditions_of(self, part: Plain, variable: Plain) -> Iterator[Meaning]:
        read = self.reader
        if part[0] == "inverse":
            yield Meaning("!=" if read(part[1]).is_scalar else "invertible", read(part[1]))
        if part[0] == "^" and _broken_or_negative(part[2]) and read(part[1]).is_scalar:
            yield Meaning("<", read(part[1]).scaled(-1))
        if part[0] != "apply":
            return
        name, inner = part[1], part[2]
        if name in ("det", "logdet"):
            for factor in square_factors(inner) if name == "det" else [inner]:
                if variable in parts(factor):
                    yield Meaning("!=" if read(factor).is_scalar else "invertible", read(factor))
        if name in ("norm", "pinv"):
            yield Meaning("!=", read(inner))
        if name == "sqrt" or (name == "powers" and part[3][0] == "number" and "/" in part[3][1]):
            yield Meaning("<", read(inner).scaled(-1))

    def smoothness(self, statement: Plain) -> list[Meaning]:
        """That no derivative in a statement is taken at a kink."""
        return [self._off_zero(u) for part, _ in varied(statement) for u in self._kinked(part)]

    def _kinked(self, part: Plain) -> Iterator[Array]:
        if part[0] == "apply" and part[1] in KINKED:
            yield self.reader(part[2])
        if part[0] == "apply" and part[1] in ("max", "min"):
            values = [self.reader(a) for a in part[2:]]
            axes = next((v.axes for v in values if not v.is_scalar), values[0].axes)
            wide = [
                v
                if v.axes == axes
                else self.reader.session.einsum([v, ones(self.reader.session, axes)], ["uv", "ij"], "ij")
                for v in values
            ]
            yield from (a - b for a, b in combinations(wide, 2))

    def _off_zero(self, value: Array) -> Meaning:
        if value.is_scalar:
            return Meaning("!=", value)
        session = self.reader.session
        s = sign(session, value)
        return Meaning("=", times(session, s, s) - ones(session, value.axes))


def derivatives(statement: Plain) -> Iterator[Plain]:
    """The derivatives in a statement."""
    return (p for p in parts(statement) if p[0] == "apply" and p[1] in DERIVATIVES)


def square_factors(term: Plain) -> list[Plain]:
    """The factors of a product of square matrices of one size, symbols and their transposes; else the term itself."""
    factors = list(term[1:]) if term[0] == "*" else [term]
    bases = [f[1] if f[0] == "'" else f for f in factors]
    plain = all(b[0] == "matrix" and b[2] == b[3] == bases[0][2] for b in bases)
    return factors if plain else [term]


def varied(statement: Plain) -> Iterator[tuple[Plain, Plain]]:
    """The parts of differentiated terms in which the variable occurs, and it; an even power of a norm has no norm as a
    part.
    """
    for node in derivatives(statement):
        body, variable = node[2], node[3]
        if variable not in symbols(variable) or variable[-1] in ("natural", "dimension"):
            raise ReplayError("a derivative by what is no variable")
        waiting, seen = [body], set[Plain]()
        while waiting:
            part = waiting.pop()
            if not isinstance(part, tuple) or part in seen or variable not in parts(part):
                continue
            seen.add(part)
            if part[0] == "^" and part[1][:2] == ("apply", "norm") and _even(part[2]):
                waiting.append(part[1][2])
                continue
            yield part, variable
            waiting.extend(part[1:])


def _broken_or_negative(exponent: Plain) -> bool:
    """Whether an exponent is a fraction, or a term that is no whole number from 0 by its form."""
    return "/" in exponent[1] if exponent[0] == "number" else not whole(exponent, False)


def _even(exponent: Plain) -> bool:
    """Whether an exponent is an even number by its form."""
    if exponent[0] == "number":
        return "/" not in exponent[1] and int(exponent[1]) % 2 == 0
    if exponent[0] == "+":
        return all(map(_even, exponent[1:]))
    return exponent[0] == "*" and all(map(_integer, exponent[1:])) and any(map(_even, exponent[1:]))


def _integer(term: Plain) -> bool:
    """Whether a term is a whole number by its form."""
    if term[0] == "symbol":
        return bool(term[2] in ("natural", "dimension"))
    return "/" not in term[1] if term[0] == "number" else term[0] in ("+", "*") and all(map(_integer, term[1:]))

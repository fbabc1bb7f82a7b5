"""Random terms of given shapes over most operators of the grammar, and random points for them."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from numeric.evaluation import Point
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.symbols import dimensions, matrix, natural, scalar
from symbolic.language.terms import Eye, divide, identity, multiply, ones, power, transpose, zeros

NATURAL = natural("k")
SCALARS = (scalar("a"), scalar("b"))
SYMBOLIC = dimensions("n d m")
NUMERIC = (2, 3, 4)


class Generator:
    """Draws terms over the given dimensions. `smooth` adds exp and what it makes (float64 only)."""

    def __init__(self, rng: Random, dims: tuple[Any, ...] = SYMBOLIC, *, smooth: bool = False) -> None:
        self.rng, self.dims, self.smooth = rng, dims, smooth
        self.room = (*dims, 1)
        self.symbols = {
            (r, c): tuple(matrix(f"{name}{r}{c}", r, c) for name in ("A", "B", "C"))
            for r in self.room
            for c in self.room
            if (r, c) != (1, 1)
        }

    def shape(self) -> tuple[Any, Any]:
        """A random shape."""
        return self.rng.choice(self.room), self.rng.choice(self.room)

    def term(self, r: Any, c: Any, depth: int) -> Any:
        """A term of shape r x c."""
        if depth <= 0:
            return self.leaf(r, c)
        options = [
            self.product,
            self.product,
            self.sum,
            self.sum,
            self.hadamard,
            self.leaf,
            self.entrywise,
            self.kronecker,
            self.blocks,
            self.scaled,
            self.transposed,
            self.extremum,
            self.pseudo_inverse,
        ]
        if r == c == 1:
            options += [self.scalar, self.scalar, self.scalar, self.scalar]
        elif r == c:
            options += [self.square, self.square, self.square]
        elif c == 1:
            options += [self.vector]
        return self.rng.choice(options)(r, c, depth - 1)

    def leaf(self, r: Any, c: Any, _: int = 0) -> Any:
        if r == c == 1:
            return self.rng.choice(
                [*SCALARS, *SCALARS, *map(scalar_number, (-2, 2, Fraction(1, 3))), multiply(self.dims[0], 1), NATURAL]
            )
        choices = [*self.symbols[r, c], *self.symbols[r, c], *map(transpose, self.symbols[c, r]), ones(r, c)]
        return self.rng.choice([*choices, Eye(r)] if r == c else choices)

    def product(self, r: Any, c: Any, depth: int) -> Any:
        inner = self.rng.choice(self.room)
        return self.term(r, inner, depth) * self.term(inner, c, depth)

    def sum(self, r: Any, c: Any, depth: int) -> Any:
        left, right = self.term(r, c, depth), self.term(r, c, depth)
        return left + right if self.rng.random() < 0.6 else left - right

    def scaled(self, r: Any, c: Any, depth: int) -> Any:
        factor = self.term(1, 1, depth)
        return (
            divide(self.term(r, c, depth), factor)
            if self.rng.random() < 0.4
            else multiply(factor, self.term(r, c, depth))
        )

    def transposed(self, r: Any, c: Any, depth: int) -> Any:
        return transpose(self.term(c, r, depth))

    def hadamard(self, r: Any, c: Any, depth: int) -> Any:
        return apply("hadamard", self.term(r, c, depth), self.term(r, c, depth))

    def entrywise(self, r: Any, c: Any, depth: int) -> Any:
        names = ["abs", "sign", "relu", "step"] + (["exp", "sin", "cos", "tanh", "sigmoid"] if self.smooth else [])
        name = self.rng.choice([*names, "powers", "powers"])
        return (
            apply("powers", self.term(r, c, depth), self.rng.choice([2, -1, 3, -2]))
            if name == "powers"
            else apply(name, self.term(r, c, depth))
        )

    def extremum(self, r: Any, c: Any, depth: int) -> Any:
        return apply(self.rng.choice(["max", "min"]), self.term(r, c, depth), self.term(r, c, depth))

    def pseudo_inverse(self, r: Any, c: Any, depth: int) -> Any:
        return apply("pinv", self.term(c, r, depth))

    def kronecker(self, r: Any, c: Any, depth: int) -> Any:
        """(P (x) Q)(R (x) S) with sizes that leave r x c, or (P (x) q') vec(M)."""
        p, q = self.rng.choice(self.dims), self.rng.choice(self.dims)
        if c == 1 and self.rng.random() < 0.5:
            return apply("kron", self.term(r, p, depth), self.term(1, q, depth)) * apply("vec", self.term(q, p, depth))
        inner: Any = apply("kron", self.term(p, p, depth), self.term(q, q, depth))
        if self.rng.random() < 0.4:
            inner = inner.I
        return (
            apply("kron", self.term(r, p, depth), self.term(1, q, depth))
            * inner
            * apply("kron", self.term(p, c, depth), self.term(q, 1, depth))
        )

    def blocks(self, r: Any, c: Any, depth: int) -> Any:
        p, q = self.rng.choice(self.room), self.rng.choice(self.dims)
        left, right = (
            apply("block", 1, 2, self.term(r, p, depth), self.term(r, q, depth)),
            apply("block", 2, 1, self.term(p, c, depth), self.term(q, c, depth)),
        )
        if self.rng.random() < 0.4:
            corner = zeros(q, p) if self.rng.random() < 0.3 else self.term(q, p, depth)
            inner = apply("block", 2, 2, self.term(p, p, depth), self.term(p, q, depth), corner, self.term(q, q, depth))
            return left * (inner.I if self.rng.random() < 0.5 else inner) * right
        return left * right

    def square(self, r: Any, c: Any, depth: int) -> Any:
        which = self.rng.randrange(7)
        if which == 0:
            return apply("diag", self.term(r, 1, depth))
        if which == 1:
            return power(self.term(r, r, depth), self.rng.choice([2, 3, -1, -2, NATURAL, NATURAL + 1]))
        return self.term(r, r, depth).I if which < 5 else self.term(r, r, depth) + identity(r)

    def vector(self, r: Any, c: Any, depth: int) -> Any:
        which = self.rng.randrange(4 if self.smooth else 3)
        if which == 0:
            return apply("unit", 1, r)
        if which == 3:
            return apply("softmax", self.term(r, 1, depth))
        return apply("diagv", self.term(r, r, depth))

    def scalar(self, r: Any, c: Any, depth: int) -> Any:
        p, q = self.rng.choice(self.dims), self.rng.choice(self.room)
        square, oblong = self.term(p, p, depth), self.term(p, q, depth)
        options = [
            apply("tr", square),
            apply("tr", square),
            apply("sum", oblong),
            apply("det", square),
            apply("rank", oblong),
            power(apply("norm", oblong), 2),
            apply("entry", square, 1, 1),
            power(self.term(1, 1, depth), NATURAL),
        ]
        if self.smooth:
            options += [apply("logsumexp", self.term(p, 1, depth)), apply("norm", oblong)]
        return self.rng.choice(options)

    def point(self, largest: int = 3) -> Point:
        """Random unequal sizes and entries for every symbol."""
        drawn = self.rng.sample(range(1, largest + 1), len(self.dims))
        sizes: dict[Any, int] = {d: size for d, size in zip(self.dims, drawn, strict=True) if not isinstance(d, int)}
        sizes[NATURAL] = self.rng.randint(0, 3)
        values: dict[Any, Any] = {s: [[rational(self.rng)]] for s in SCALARS}
        for (r, c), symbols in self.symbols.items():
            for s in symbols:
                values[s] = [[rational(self.rng) for _ in range(sizes.get(c, c))] for _ in range(sizes.get(r, r))]
        return Point(sizes, values)


def scalar_number(value: int | Fraction) -> Any:
    """A number as a term."""
    return multiply(value, 1)


def rational(rng: Random) -> Fraction:
    """A small rational, not often 0."""
    return Fraction(rng.randint(-3, 4), rng.choice([1, 1, 2, 3]))


def shaped(value: Any) -> str:
    """A term with its shape, for messages."""
    return f"{value}  ({'scalar' if is_scalar(value) else ' x '.join(map(str, shape_of(value)))})"

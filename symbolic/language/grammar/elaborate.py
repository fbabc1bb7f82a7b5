"""From the raw tree to terms: names get their meaning, sizes are found over the whole text, terms are built.

`Elaborator.infer` makes the typed tree (no term yet) and notes what must be equal; `Context.build` then makes the
terms, with the strict shapes of `symbolic.language.terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from sympy import Basic, Integer, S, pi

from symbolic.errors import LanguageError
from symbolic.language.grammar.calls import CALLS, Rule, generic
from symbolic.language.grammar.foreign import hint
from symbolic.language.grammar.sizes import SCALAR, plus
from symbolic.language.grammar.syntax import (
    Call,
    Index,
    Let,
    Literal,
    Name,
    Negated,
    Number,
    Power,
    Product,
    Raw,
    Sum,
    Transpose,
)
from symbolic.language.grammar.typed import Context, Typed, beside
from symbolic.language.operator import OPERATORS, apply
from symbolic.language.shapes import Shape, is_scalar, shape_of
from symbolic.language.terms import add, divide, identity, inverse, multiply, negative, ones, power, transpose, zeros

Names = Mapping[str, Typed]
INTERNAL = frozenset({"series", "hadamard", "powers", "entry", "block"})
CONSTANTS = {"I": "the identity matrix", "pi": "the number pi", "ones": "all ones", "zeros": "all zeros"}
"""The names that mean something without a call, and what; a declared symbol hides them."""


class Elaborator:
    """Expressions of one text over the symbols of a scope. `names` are those bound inside the text."""

    def __init__(self, context: Context, symbols: Mapping[str, Basic]) -> None:
        self.context, self.sizes, self.symbols = context, context.sizes, symbols

    def infer(self, raw: Raw, names: Names) -> Typed:
        """The typed node of an expression. Raises GrammarError."""
        return self.rules[type(raw)](self, raw, names)

    def number(self, raw: Number, names: Names) -> Typed:
        """A number."""
        return self.context.leaf(raw, SCALAR, raw.value)

    def name(self, raw: Name, names: Names) -> Typed:
        """A bound name, a declared symbol, or a constant."""
        if raw.name in names:
            return names[raw.name]
        if raw.name in self.symbols:
            symbol = self.symbols[raw.name]
            return self.context.leaf(raw, shape_of(symbol), symbol)
        if raw.name == "pi":
            return self.context.leaf(raw, SCALAR, pi)
        if raw.name == "I":
            n = self.sizes.fresh()
            return self.context.node(raw, (n, n), lambda: identity(self.context.final(raw, (n, n))[0]))
        if raw.name in ("ones", "zeros"):
            shape, make = (self.sizes.fresh(), self.sizes.fresh()), ones if raw.name == "ones" else zeros
            return self.context.node(raw, shape, lambda: make(*self.context.final(raw, shape)))
        return self.unknown(
            raw, raw.name, f"{raw.name} is a function" if raw.name in self.functions() else f"unknown name {raw.name}"
        )

    def unknown(self, raw: Raw, name: str, reason: str) -> Typed:
        """Refuse a name, with the nearest known one."""
        near = get_close_matches(name, [*self.symbols, *self.functions(), *CONSTANTS], 1)
        known = ", ".join(list(self.symbols)[:12]) or "no name is declared"
        expected = f"perhaps {near[0]}" if near and near[0] != name else f"a declared name ({known})"
        self.context.refuse(raw, reason, hint(self.context.text, raw.start) or expected, name)

    def functions(self) -> list[str]:
        """The names that can be called."""
        return [*CALLS, *(name for name in OPERATORS if name not in INTERNAL and name not in CALLS)]

    def negated(self, raw: Negated, names: Names) -> Typed:
        """-a."""
        value = self.infer(raw.value, names)
        return self.context.node(raw, value.shape, negative, value)

    def transposed(self, raw: Transpose, names: Names) -> Typed:
        """a'."""
        value = self.infer(raw.value, names)
        return self.context.node(raw, value.shape[::-1], transpose, value)

    def sum(self, raw: Sum, names: Names) -> Typed:
        """a + b - c: equal shapes, numbers beside them."""
        parts = [self.infer(part, names) for _, part in raw.parts]
        minus = [sign == "-" for sign, _ in raw.parts]

        def make(*terms: Any) -> Any:
            signed = [negative(t) if m else t for t, m in zip(terms, minus, strict=True)]
            lead = next((shape_of(t) for t in signed if not is_scalar(t)), SCALAR)
            return add(*(beside(t, lead) if t == 0 else t for t in signed))

        return self.context.node(raw, self.common(parts), make, *parts)

    def common(self, parts: list[Typed]) -> Shape:
        """The shape that all but numbers must have."""
        lead: Shape | None = None
        for part in parts:
            if not self.sizes.is_scalar(part.shape):
                if lead is None:
                    lead = part.shape
                else:
                    self.sizes.match(lead, part.shape)
        return lead or SCALAR

    def product(self, raw: Product, names: Names) -> Typed:
        """a*b/c.*d./e from the left."""
        parts = [self.infer(part, names) for _, part in raw.parts]
        signs = [sign for sign, _ in raw.parts]
        shape = parts[0].shape
        for sign, part in zip(signs[1:], parts[1:], strict=True):
            shape = (
                self.multiplied(shape, part.shape)
                if sign == "*"
                else shape
                if sign == "/"
                else self.entrywise(shape, part.shape)
            )
        return self.context.node(
            raw, shape, lambda *terms: _folded(signs, terms), *parts, chain=1 + len([s for s in signs if s[0] == "."])
        )

    def multiplied(self, left: Shape, right: Shape) -> Shape:
        """The shape of a product."""
        if self.sizes.is_scalar(left) or self.sizes.is_scalar(right):
            return right if self.sizes.is_scalar(left) else left
        self.sizes.equate(left[1], right[0])
        return left[0], right[1]

    def entrywise(self, left: Shape, right: Shape) -> Shape:
        """The shape of an entrywise product."""
        if self.sizes.is_scalar(left) or self.sizes.is_scalar(right):
            return right if self.sizes.is_scalar(left) else left
        self.sizes.match(left, right)
        return left

    def power(self, raw: Power, names: Names) -> Typed:
        """a^b or a.^b."""
        base, exponent = self.infer(raw.base, names), self.infer(raw.exponent, names)
        if raw.entrywise:
            return self.context.node(raw, base.shape, lambda a, k: apply("powers", a, k), base, exponent)
        if not self.sizes.is_scalar(base.shape):
            self.sizes.equate(*base.shape)

        def make(a: Any, k: Any) -> Any:
            if a.is_Rational and k.is_Integer and abs(k) * max(a.p.bit_length(), a.q.bit_length()) > 8192:
                raise LanguageError("a number too long")
            return inverse(a) if k == -1 else power(a, k)

        return self.context.node(raw, base.shape, make, base, exponent)

    def index(self, raw: Index, names: Names) -> Typed:
        """A[i, j], v[i]."""
        if len(raw.indices) > 2:
            self.context.refuse(raw, "too many indices", "1 or 2", str(len(raw.indices)))
        value, *indices = (self.infer(part, names) for part in (raw.value, *raw.indices))

        def make(a: Any, *at: Any) -> Any:
            rows, cols = shape_of(a)
            if any(k.is_Number and not k.is_Integer for k in at):
                raise LanguageError("an index is a whole number")
            if len(at) == 1 and cols != 1 and rows != 1:
                raise LanguageError(f"one index into a matrix of {rows} x {cols}: expected two, as in A[i, j]")
            return apply("entry", a, *(at if len(at) == 2 else (at[0], S.One) if cols == 1 else (S.One, at[0])))

        return self.context.node(raw, SCALAR, make, value, *indices)

    def literal(self, raw: Literal, names: Names) -> Typed:
        """[a, b; c, d]: equal row counts side by side, equal column counts on top of each other; 0 fits everywhere."""
        rows = [[self.block(entry, names) for entry in row] for row in raw.rows]
        for row in rows:
            for entry in row[1:]:
                self.sizes.equate(row[0].shape[0], entry.shape[0])
            for first, entry in zip(rows[0], row, strict=True):
                self.sizes.equate(first.shape[1], entry.shape[1])
        self.sizes.settle()
        shape = (
            plus(*(self.sizes.resolve(row[0].shape[0]) for row in rows)),
            plus(*(self.sizes.resolve(e.shape[1]) for e in rows[0])),
        )
        count = Integer(len(rows)), Integer(len(rows[0]))
        return self.context.node(
            raw, shape, lambda *blocks: apply("block", *count, *blocks), *(entry for row in rows for entry in row)
        )

    def block(self, raw: Raw, names: Names) -> Typed:
        """A block; the number 0 is a zero block of a size to be found."""
        if not isinstance(raw, Number) or raw.value != 0:
            return self.infer(raw, names)
        shape = self.sizes.fresh(), self.sizes.fresh()
        return self.context.node(raw, shape, lambda: zeros(*self.context.final(raw, shape)))

    def let(self, raw: Let, names: Names) -> Typed:
        """let a = ...; f: the value of f."""
        return self.infer(raw.body, self.bind(raw, names))

    def bind(self, raw: Let, names: Names) -> Names:
        """The names that the body of a let sees."""
        bound = dict(names)
        for name, value in raw.bindings:
            bound[name] = self.infer(value, bound)
        return bound

    def call(self, raw: Call, names: Names) -> Typed:
        """f(a, b)."""
        if raw.name in names or raw.name in self.symbols:
            self.context.refuse(raw, f"{raw.name} is a value here and cannot be called", f"{raw.name}*(...)")
        rule: Rule | None = CALLS.get(raw.name)
        if rule is None and (raw.name not in OPERATORS or raw.name in INTERNAL):
            return self.unknown(raw, raw.name, f"no function is called {raw.name}")
        return generic(self, raw, names) if rule is None else rule(self, raw, names)

    rules: ClassVar[dict[type[Raw], Callable[..., Typed]]] = {
        Number: number,
        Name: name,
        Negated: negated,
        Transpose: transposed,
        Sum: sum,
        Product: product,
        Power: power,
        Index: index,
        Literal: literal,
        Let: let,
        Call: call,
    }


def _folded(signs: list[str], terms: tuple[Any, ...]) -> Any:
    """The value of a*b/c.*d./e, from the left; factors joined by * and / are multiplied at once."""
    run = [terms[0]]
    for sign, value in zip(signs[1:], terms[1:], strict=True):
        if sign == "*":
            run.append(value)
        elif sign == "/":
            run.append(divide(S.One, value))
        else:
            run = [apply("hadamard", multiply(*run), value if sign == ".*" else apply("powers", value, S.NegativeOne))]
    return multiply(*run)

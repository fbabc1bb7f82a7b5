"""Expressions, by precedence climbing.

Tightest first: `'`, `^`, `.^`, `[i, j]` (one chain, read from the left; an exponent is a number, name, call or
bracket, with or without a minus before it), then unary `-`, then `* / .* ./`, then `+ -`. `a^b^c` is refused: say
which is meant.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Integer, Rational

from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.reader import RESERVED, Reader
from symbolic.language.grammar.syntax import (
    Call,
    Index,
    Literal,
    Minimum,
    Name,
    Negated,
    Number,
    Power,
    Product,
    PropertyOf,
    Raw,
    Sum,
    Transpose,
    is_statement,
)
from symbolic.language.statements import PROPERTIES

BRACKETED = frozenset({"E", "Var", "Cov"})
_LONG = [name.split() for name in PROPERTIES if " " in name]
_PHRASES = {first: [words for words in _LONG if words[0] == first] for first, *_ in _LONG}
"""Properties of several words, by the first."""


class ExpressionReader(Reader):
    """Reads expressions; what stands in brackets may be anything a subclass reads."""

    def anything(self) -> Raw:
        """What may stand in brackets."""
        return self.expression()

    def value(self) -> Raw:
        """An expression, with or without `let`."""
        return self.valued(self.anything())

    def valued(self, raw: Raw) -> Raw:
        """`raw`, which must be an expression."""
        if is_statement(raw):
            self.refuse("this is a statement, not a value", "an expression", raw)
        return raw

    def expression(self) -> Raw:
        """A sum."""
        return self.flat(Sum, ("+", "-"), "+", self.product)

    def product(self) -> Raw:
        """A product."""
        return self.flat(Product, ("*", "/", ".*", "./"), "*", self.unary)

    def flat(self, kind: type[Sum] | type[Product], signs: tuple[str, ...], first: str, read: Callable[[], Raw]) -> Raw:
        """Operands with these signs between, as one node."""
        start = self.token.start
        operand = read()
        if not self.next_is(*signs):
            return operand
        parts = [(first, self.valued(operand))]
        while self.next_is(*signs):
            sign = self.advance().text
            parts.append((sign, self.valued(read())))
        return self.node(kind, start, [part for _, part in parts], tuple(parts))

    def unary(self) -> Raw:
        """An operand after any number of minus signs."""
        start, negative = self.token.start, False
        if not self.next_is("-"):
            return self.postfix()
        while self.next_is("-"):
            self.advance()
            negative = not negative
        operand = self.valued(self.postfix())
        return self.node(Negated, start, (operand,), operand) if negative else operand

    def postfix(self) -> Raw:
        """An atom and the transposes, powers and indices after it."""
        start = self.token.start
        raw = self.atom()
        while self.next_is("'", "^", ".^", "["):
            self.valued(raw)
            sign = self.token.text
            if sign == "'":
                self.advance()
                raw = self.node(Transpose, start, (raw,), raw)
            elif sign == "[":
                indices = self.arguments("[", "]")
                raw = self.node(Index, start, (raw, *indices), raw, indices)
            elif isinstance(raw, Power) and self.tokens[self.at - 1].end == raw.end:
                self.refuse("a power of a power", "brackets: (a^b)^c or a^(b^c)")
            else:
                self.advance()
                exponent = self.exponent()
                raw = self.node(Power, start, (raw, exponent), raw, exponent, sign == ".^")
        return raw

    def exponent(self) -> Raw:
        """An atom, with or without one minus."""
        start = self.token.start
        if not self.next_is("-"):
            return self.valued(self.atom())
        self.advance()
        operand = self.valued(self.atom())
        return self.node(Negated, start, (operand,), operand)

    def atom(self) -> Raw:
        """A number, a name, a call, or something in brackets."""
        token = self.token
        if token.kind == "number":
            self.advance()
            whole, _, decimals = token.text.partition(".")
            value = Rational(int(whole + decimals), 10 ** len(decimals)) if decimals else Integer(int(whole))
            return self.node(Number, token.start, (), value)
        if token.kind == "name" and token.text not in RESERVED:
            return self.named()
        if self.next_is("("):
            return self.bracketed()
        if self.next_is("["):
            return self.deeper(self.literal)
        return self.refuse("syntax", "an expression")

    def bracketed(self) -> Raw:
        """Anything in round brackets."""
        self.advance()
        raw = self.deeper(self.anything)
        self.take(")", "an operator or ')'")
        return raw

    def named(self) -> Raw:
        """A name, a call, or a property of several words."""
        token = self.advance()
        for phrase in _PHRASES.get(token.text, ()):
            if [t.text for t in self.tokens[self.at : self.at + len(phrase) - 1]] == phrase[1:]:
                self.at += len(phrase) - 1
                return self.call(" ".join(phrase), token.start)
        if self.next_is("("):
            return self.call(token.text, token.start)
        if (
            self.next_is("[")
            and token.text in BRACKETED
            and token.text not in self.declared
            and token.text not in self.bound
        ):
            arguments = self.arguments("[", "]")
            return self.node(Call, token.start, arguments, token.text, arguments)
        return self.node(Name, token.start, (), token.text)

    def call(self, name: str, start: int) -> Raw:
        """The call of `name`, whose arguments come next."""
        arguments = self.arguments("(", ")")
        hidden = name in self.declared or name in self.bound
        if name in PROPERTIES and not hidden:
            if len(arguments) != 1:
                raise GrammarError(
                    f"{name} is said of one value",
                    self.text,
                    start,
                    self.tokens[self.at - 1].end,
                    place=self.place,
                    expected="1 argument",
                    found=str(len(arguments)),
                )
            return self.node(PropertyOf, start, arguments, name, arguments[0])
        if name == "minimizes" and not hidden and len(arguments) == 3:
            return self.node(Minimum, start, arguments, *arguments)
        return self.node(Call, start, arguments, name, arguments)

    def arguments(self, opening: str, closing: str) -> tuple[Raw, ...]:
        """Expressions with commas between, in brackets."""
        self.take(opening)
        found = [self.deeper(self.value)]
        while self.next_is(","):
            self.advance()
            found.append(self.deeper(self.value))
        self.take(closing, f"an operator, ',' or '{closing}'")
        return tuple(found)

    def literal(self) -> Raw:
        """[a, b; c, d]."""
        start = self.advance().start
        rows: list[list[Raw]] = [[]]
        while True:
            rows[-1].append(self.valued(self.expression()))
            if self.next_is(";"):
                rows.append([])
            elif not self.next_is(","):
                break
            self.advance()
        self.take("]", "an operator, ',', ';' or ']'")
        if len({len(row) for row in rows}) > 1:
            raise GrammarError(
                "rows of different lengths",
                self.text,
                start,
                self.tokens[self.at - 1].end,
                place=self.place,
                expected=f"{len(rows[0])} in every row",
                found=", ".join(str(len(row)) for row in rows),
            )
        return self.node(Literal, start, [entry for row in rows for entry in row], tuple(map(tuple, rows)))

"""From tokens to the raw tree, by precedence climbing.

Tightest first: `'`, `^`, `.^`, `[i, j]` (one chain, read from the left; an exponent is a number, name, call or bracket, with or without a minus
before it), then unary `-`, then `* / .* ./`, then `+ -`, then one relation, then `=>` (to the right), then `let` and `exists`, which reach as
far as they can. `a^b^c` and `a = b = c` are refused: say which is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, NoReturn, TypeVar

from sympy import Integer, Rational

from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.syntax import (
    Call, Conditional, Existence, Index, Let, Literal, Minimum, Name, Negated, Number, Power, Product, PropertyOf, Raw, Relation, Sum, Transpose,
    depth_of, is_statement,
)
from symbolic.language.grammar.tokens import Token, tokenize
from symbolic.language.statements import PROPERTIES

MAX_NESTING = 64
MAX_DEPTH = 128

RELATIONS = frozenset({"=", "!=", "<=", "<", ">=", ">", ">>"})
BRACKETED = frozenset({"E", "Var", "Cov"})
RESERVED = frozenset({"let"})
_PHRASES = [name.split() for name in PROPERTIES if " " in name]

_Node = TypeVar("_Node", bound=Raw)


class Parser:
    """Reads one text. `declared` are the names that hide built-in ones. Every error is a GrammarError."""

    def __init__(self, text: str, declared: Container[str] = (), place: str = "") -> None:
        self.text, self.declared, self.place = text, declared, place
        self.tokens, self.at, self.nesting = tokenize(text, place), 0, 0
        self.bound: list[str] = []

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def next_is(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.token.kind == "sign" and self.token.text in signs

    def word_is(self, word: str) -> bool:
        """Whether the next token is this name."""
        return self.token.kind == "name" and self.token.text == word

    def advance(self) -> Token:
        """The next token, taken."""
        token = self.token
        self.at += token.kind != "end"
        return token

    def take(self, sign: str, expected: str = "") -> Token:
        """The next token, which must be `sign`."""
        if not self.next_is(sign):
            self.refuse("syntax", expected or f"'{sign}'")
        return self.advance()

    def refuse(self, reason: str, expected: str, raw: Raw | None = None) -> NoReturn:
        """Raise GrammarError at the next token, or at `raw`."""
        if raw is not None:
            raise GrammarError(reason, self.text, raw.start, raw.end, place=self.place, expected=expected)
        token = self.token
        raise GrammarError(reason, self.text, token.start, token.end, place=self.place, expected=expected, found=str(token))

    def whole(self, read: Callable[[], Raw]) -> Raw:
        """What `read` reads, which must be the whole text."""
        raw = read()
        if self.token.kind != "end":
            self.refuse("the text goes on", "an operator" if self.token.kind != "sign" else "the end")
        return raw

    def node(self, kind: type[_Node], start: int, children: Sequence[Raw], *fields: Any) -> _Node:
        """A node from `start` to the last token taken."""
        depth = depth_of(*children)
        if depth > MAX_DEPTH:
            self.refuse("nested too deep", f"at most {MAX_DEPTH} operations inside each other")
        return kind(start, self.tokens[self.at - 1].end if self.at else 0, depth, *fields)

    def deeper(self, read: Callable[[], _Node]) -> _Node:
        """What `read` reads, one bracket further in."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.refuse("nested too deep", f"at most {MAX_NESTING} brackets inside each other")
        raw = read()
        self.nesting -= 1
        return raw

    def statement(self) -> Raw:
        """A statement."""
        raw = self.anything()
        if not is_statement(raw):
            self.refuse("this is a value, not a statement", "a statement such as a = b", raw)
        return raw

    def value(self) -> Raw:
        """An expression, with or without `let`."""
        return self.valued(self.anything())

    def valued(self, raw: Raw) -> Raw:
        """`raw`, which must be an expression."""
        if is_statement(raw):
            self.refuse("this is a statement, not a value", "an expression", raw)
        return raw

    def anything(self) -> Raw:
        """A statement or an expression, whichever comes."""
        start = self.token.start
        left = self.part()
        if not self.next_is("=>"):
            return left
        if not is_statement(left):
            self.refuse("the left of => is a value", "a statement", left)
        self.advance()
        right = self.deeper(self.statement)
        return self.node(Conditional, start, (left, right), left, right)

    def part(self) -> Raw:
        """Anything but an implication."""
        if self.word_is("let"):
            return self.deeper(self.let)
        if self.word_is("exists") and self.tokens[self.at + 1].kind == "name":
            return self.deeper(self.existence)
        return self.relation()

    def relation(self) -> Raw:
        """An expression, or two with a relation sign between."""
        start = self.token.start
        left = self.expression()
        if not (self.token.kind == "sign" and self.token.text in RELATIONS):
            return left
        sign = self.advance().text
        self.valued(left)
        right = self.valued(self.expression())
        if self.token.kind == "sign" and self.token.text in RELATIONS:
            self.refuse("a chain of relations", "one relation a statement")
        return self.node(Relation, start, (left, right), sign, left, right)

    def let(self) -> Raw:
        """let a = ...; b = ...; body."""
        start, bindings, known = self.advance().start, [], len(self.bound)
        while True:
            begin = self.token
            part = self.part()
            if not self.next_is(";"):
                break
            if not (isinstance(part, Relation) and part.sign == "=" and isinstance(part.left, Name)) or begin.kind != "name":
                self.refuse("no name is given a value here", "NAME = expression before ';'", part)
            self.advance()
            bindings.append((part.left.name, part.right))
            self.bound.append(part.left.name)
        if not bindings:
            self.refuse("let without ';'", "';' and what the value is used in")
        body = self.implied(part)
        del self.bound[known:]
        return self.node(Let, start, (*(value for _, value in bindings), body), tuple(bindings), body)

    def implied(self, left: Raw) -> Raw:
        """The body of a let, which may be an implication that `left` begins."""
        if not self.next_is("=>") or not is_statement(left):
            return left
        self.advance()
        right = self.deeper(self.statement)
        return self.node(Conditional, left.start, (left, right), left, right)

    def existence(self) -> Raw:
        """exists W: a = b, c = d."""
        start = self.advance().start
        name = self.name()
        self.take(":", "':' after the name")
        self.bound.append(name)
        statements = [self.stated()]
        while self.next_is(","):
            self.advance()
            statements.append(self.stated())
        self.bound.pop()
        return self.node(Existence, start, statements, name, tuple(statements))

    def stated(self) -> Raw:
        """A statement without an implication."""
        raw = self.part()
        if not is_statement(raw):
            self.refuse("this is a value, not a statement", "a statement such as a = b", raw)
        return raw

    def name(self) -> str:
        """A name."""
        if self.token.kind != "name" or self.token.text in RESERVED:
            self.refuse("syntax", "a name")
        return self.advance().text

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
        for phrase in _PHRASES:
            if phrase[0] == token.text and [t.text for t in self.tokens[self.at:self.at + len(phrase) - 1]] == phrase[1:]:
                self.at += len(phrase) - 1
                return self.call(" ".join(phrase), token.start)
        if self.next_is("("):
            return self.call(token.text, token.start)
        if self.next_is("[") and token.text in BRACKETED and token.text not in self.declared and token.text not in self.bound:
            arguments = self.arguments("[", "]")
            return self.node(Call, token.start, arguments, token.text, arguments)
        return self.node(Name, token.start, (), token.text)

    def call(self, name: str, start: int) -> Raw:
        """The call of `name`, whose arguments come next."""
        arguments = self.arguments("(", ")")
        hidden = name in self.declared or name in self.bound
        if name in PROPERTIES and not hidden:
            if len(arguments) != 1:
                raise GrammarError(f"{name} is said of one value", self.text, start, self.tokens[self.at - 1].end, place=self.place,
                                   expected="1 argument", found=str(len(arguments)))
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
            raise GrammarError("rows of different lengths", self.text, start, self.tokens[self.at - 1].end, place=self.place,
                               expected=f"{len(rows[0])} in every row", found=", ".join(str(len(row)) for row in rows))
        return self.node(Literal, start, [entry for row in rows for entry in row], tuple(map(tuple, rows)))

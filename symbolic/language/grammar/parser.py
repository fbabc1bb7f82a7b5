"""Statements, and expressions with `let`: from a text to its raw tree.

Below the expressions: one relation, then `=>` (to the right), then `let` and `exists`, which reach as far as they
can. `a = b = c` is refused: a statement has one relation.
"""

from __future__ import annotations

from symbolic.language.grammar.expressions import ExpressionReader
from symbolic.language.grammar.syntax import Conditional, Existence, Let, Name, Raw, Relation, is_statement

RELATIONS = frozenset({"=", "!=", "<=", "<", ">=", ">", ">>"})


class Parser(ExpressionReader):
    """Reads statements and expressions. Every error is a GrammarError."""

    def whole_statement(self) -> Raw:
        """The whole text, which must be a statement."""
        raw = self.anything()
        self.end()
        return self.stating(raw)

    def whole_value(self) -> Raw:
        """The whole text, which must be an expression."""
        raw = self.anything()
        self.end()
        return self.valued(raw)

    def statement(self) -> Raw:
        """A statement."""
        return self.stating(self.anything())

    def stating(self, raw: Raw) -> Raw:
        """`raw`, which must be a statement."""
        if not is_statement(raw):
            self.refuse("this is a value, not a statement", "a statement such as a = b", raw)
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
            if (
                not (isinstance(part, Relation) and part.sign == "=" and isinstance(part.left, Name))
                or begin.kind != "name"
            ):
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
        return self.stating(self.part())

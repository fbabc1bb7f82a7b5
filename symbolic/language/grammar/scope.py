"""A scope: the names that statements may use, declared one by one or all at once.

>>> scope = Scope()
>>> scope.declare_all({"X": "N x d, full column rank", "w": "d", "t": "N"})
>>> scope.statement("grad((X*w - t)'*(X*w - t), w) = 2*X'*(X*w - t)").rhs.shape
(d, 1)
>>> scope.statement("t = w", "claim 1")  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
symbolic.language.grammar.errors.GrammarShapeError: claim 1, column 5: two sides of =: t is N x 1 and w is d x 1; ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import Basic

from symbolic.language.grammar.claims import elaborate
from symbolic.language.grammar.declarations import Declaration, declared, law_of, properties_of, read_declaration
from symbolic.language.grammar.elaborate import CONSTANTS
from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.parser import Parser
from symbolic.language.grammar.printer import to_text
from symbolic.language.grammar.syntax import Raw
from symbolic.language.symbols import dimension


class Scope:
    """Names to symbols, in the order of their declaration.

    `symbols` are the declared ones, `dimensions` the names that stand only in shapes, `hypotheses` what the
    declarations say of them.
    """

    def __init__(self) -> None:
        self.symbols: dict[str, Any] = {}
        self.dimensions: dict[str, Any] = {}
        self.hypotheses: list[Any] = []

    @property
    def names(self) -> dict[str, Basic]:
        """All names in force: dimensions and declared symbols."""
        return {**self.dimensions, **self.symbols}

    def declare(self, name: str, specification: str) -> Any:
        """Declare one symbol, as `let` does, and return it; its law may use earlier names. Raises GrammarError."""
        self.declare_all({name: specification})
        return self.symbols[name]

    def declare_all(self, let: Mapping[str, str]) -> None:
        """Declare symbols whose laws and sizes may name each other. Raises GrammarError; then nothing is declared."""
        before = dict(self.symbols), dict(self.dimensions), list(self.hypotheses)
        try:
            self._declare([read_declaration(name, text) for name, text in let.items()])
        except Exception:
            self.symbols, self.dimensions, self.hypotheses = before
            raise

    def _declare(self, declarations: list[Declaration]) -> None:
        for declaration in declarations:
            if declaration.name in self.symbols:
                raise GrammarError(f"{declaration.name} is declared twice", declaration.text, place=declaration.place)
            self.symbols[declaration.name] = declaration.whole_number()
        for declaration in declarations:
            for name in declaration.size_names():
                if name not in self.symbols:
                    self.dimensions.setdefault(name, dimension(name))
                elif not getattr(self.symbols[name], "is_integer", False):
                    declaration.refuse(f"{name} is no size", "a dimension name or a natural number")
        for declaration in declarations:
            if declaration.name in self.dimensions and declaration.whole_number() != self.dimensions[declaration.name]:
                raise GrammarError(
                    f"{declaration.name} is a size already",
                    declaration.text,
                    place=declaration.place,
                    expected="'natural, positive' or another name",
                )
            self.dimensions.pop(declaration.name, None)
        sizes = {**self.dimensions, **{name: symbol for name, symbol in self.symbols.items() if symbol is not None}}
        for declaration in declarations:
            self.symbols[declaration.name] = declared(declaration, sizes)
        for declaration in declarations:
            symbol = self.symbols[declaration.name]
            self.hypotheses += [*properties_of(declaration, symbol), *law_of(declaration, symbol, self.names)]

    def hidden(self, *statements: Basic) -> tuple[str, ...]:
        """A remark on each constant of the language in whose place the statements have a symbol of this scope.

        >>> scope = Scope()
        >>> scope.declare_all({"A": "n x n", "I": "n x n"})
        >>> scope.hidden(scope.statement("A*I = A"))
        ('I is a declared name here, not the identity matrix',)
        """
        used = {symbol for statement in statements for symbol in statement.free_symbols}
        names = self.names
        return tuple(
            f"{name} is a declared name here, not {meaning}"
            for name, meaning in CONSTANTS.items()
            if names.get(name) in used
        )

    def statement(self, text: str, place: str = "") -> Any:
        """The statement that `text` makes. Raises GrammarError, GrammarShapeError."""
        return self._read(Parser.whole_statement, text, place)

    def expression(self, text: str, place: str = "") -> Any:
        """The value that `text` names. Raises GrammarError, GrammarShapeError."""
        return self._read(Parser.whole_value, text, place)

    def _read(self, read: Callable[[Parser], Raw], text: str, place: str) -> Any:
        names = self.names
        try:
            return elaborate(read(Parser(text, names, place)), text, names, place)
        except RecursionError:  # the limits leave ample room, but the caller may stand deep in the stack already
            raise GrammarError("nested too deep for the stack that is left", text, place=place) from None

    def text(self, value: Any) -> str:
        """A term or statement as text that this scope reads back. Raises LanguageError."""
        return to_text(value, self.names)

"""The plain-text grammar of statements: text to terms, and back."""

from symbolic.language import operators  # noqa: F401 (publishes the built-in functions)
from symbolic.language.grammar.errors import AmbiguousSizeError, GrammarError, GrammarShapeError
from symbolic.language.grammar.printer import to_text
from symbolic.language.grammar.scope import Scope

__all__ = ["AmbiguousSizeError", "GrammarError", "GrammarShapeError", "Scope", "to_text"]

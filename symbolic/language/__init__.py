"""What can be said: symbols, terms, statements, and the plain-text grammar. Importing it publishes the operators."""

from symbolic.language import operators

__all__ = ["operators"]

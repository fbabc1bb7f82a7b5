"""Writing terms, statements and sentences in LaTeX."""

from symbolic.latex.names import latex_name
from symbolic.latex.statements import Formula, Sentence, in_words, sides, space_of, statement_latex
from symbolic.latex.writer import latex

__all__ = ["Formula", "Sentence", "in_words", "latex", "latex_name", "sides", "space_of", "statement_latex"]

"""Terms in normal form by the equations at hand: what `completion` makes of a polynomial in words, as a term again."""

from __future__ import annotations

from typing import Any

from symbolic.errors import LineproofError
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals
from symbolic.language.terms import zeros
from symbolic.provers.equations import Equations
from symbolic.provers.monomials import Polynomial
from symbolic.provers.search import Search


class NormalForms:
    """The normal forms of one search, over one completion."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.equations: Equations = search.fresh_equations()
        self.reader = self.equations.relations.reader

    def polynomial(self, a: Any) -> Polynomial | None:
        """The normal form of a term in words; None where it is no word."""
        try:
            value = self.search.kernel.translator(a)
        except LineproofError:
            return None
        if self.equations.mention(a) or self.equations.completion is None:
            nothing = 0 if is_scalar(a) else zeros(*shape_of(a))
            self.equations.prove(equals(a, nothing), self.search.share())
        polynomial = self.equations.words.polynomial(value)
        if polynomial is None or self.equations.completion is None:
            return None
        return self.equations.completion.normal_form(polynomial)[0]

    def term(self, a: Any) -> Any:
        """The term in normal form; the same, in canonical notation, where it is no word."""
        value = self.search.kernel.translator(a)
        polynomial = self.polynomial(a)
        return self.reader.term(value if polynomial is None else self.equations.words.tensor(polynomial, value.axes))

    def reduced(self, a: Any) -> Any:
        """The term by all equations at hand: expectations by their laws, networks and words in normal form."""
        return self.reader.term(self.equations.reduced(self.search.kernel.translator(a), self.search.share()))

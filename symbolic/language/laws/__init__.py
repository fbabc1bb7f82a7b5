"""The laws: every fact about operators and properties that the kernel takes as given, as data.

Each is a claim in the text grammar: symbols, hypotheses, conclusions. `lineproof laws` prints them; the suite
cross-checks each one by the numeric layer like any other claim. A law is used by instantiating its symbols; its
hypotheses must be theorems, or become hypotheses of the theorem that uses it. The identities that the canonical form
knows without a law are listed in `symbolic.network.forms`.

Source: standard linear algebra (Horn and Johnson, Matrix Analysis; Handbook of Linear Algebra, sections 5.7 and 8).
"""

from __future__ import annotations

from functools import cache

from symbolic.errors import LanguageError
from symbolic.language.laws.definite import DEFINITE
from symbolic.language.laws.determinants import DETERMINANTS
from symbolic.language.laws.entries import ENTRIES
from symbolic.language.laws.equations import EQUATIONS
from symbolic.language.laws.existence import EXISTENCE
from symbolic.language.laws.law import Law
from symbolic.language.laws.numbers import NUMBERS
from symbolic.language.laws.random import RANDOM
from symbolic.language.laws.ranks import RANKS
from symbolic.language.problem import Problem, parse_problem

__all__ = ["LAWS", "Law", "parsed"]


def _by_name(*tables: tuple[Law, ...]) -> dict[str, Law]:
    listed = [law for table in tables for law in table]
    named = {law.name: law for law in listed}
    if len(named) < len(listed):
        raise LanguageError("two laws have one name")
    return named


LAWS: dict[str, Law] = _by_name(EQUATIONS, NUMBERS, ENTRIES, DETERMINANTS, RANKS, DEFINITE, EXISTENCE, RANDOM)


@cache
def parsed(name: str) -> Problem:
    """The law of this name as a problem: symbols, hypotheses, claims. Raises KeyError for an unknown name."""
    law = LAWS[name]
    return parse_problem(law.let, law.given, law.claim)

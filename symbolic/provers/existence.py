"""Properties proved backwards through the structure of a term: invertible, definite, full rank, nonzero, positive.

`Existence(facts).prove(statement)` returns a theorem, or None when no rule applies. Each step is an instance of a law.
"""

from __future__ import annotations

from symbolic.provers import as_written, definiteness, entry_signs, full_rank, invertibility, signs
from symbolic.provers.backward import Backward, Rule
from symbolic.provers.facts import Facts
from symbolic.provers.written import Written

STRUCTURE: dict[str, tuple[Rule, ...]] = {
    **invertibility.RULES,
    **full_rank.RULES,
    **definiteness.RULES,
    **signs.RULES,
    **entry_signs.RULES,
}
RULES = {name: (*rules, *as_written.RULES.get(name, ())) for name, rules in STRUCTURE.items()}


class Existence(Backward):
    """Backward search with all rules."""

    def __init__(self, facts: Facts, written: Written) -> None:
        super().__init__(facts, RULES, written)

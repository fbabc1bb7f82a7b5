"""Backward search: a statement from statements about its parts, each step an instance of a law.

A *rule* takes the search and a term and returns a theorem that the term has the property, or None. Which rules
there are is told by a table, so
that rules can ask for any statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sympy import Basic, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import has, property_name, relation
from symbolic.language.terms import add, negative
from symbolic.provers.facts import Facts
from symbolic.provers.written import Written

DEPTH = 16
RANKS = frozenset({"invertible", "full column rank", "full row rank"})


class Backward:
    """Backward search from the facts of a problem."""

    def __init__(self, facts: Facts, rules: Mapping[str, tuple[Rule, ...]], written: Written) -> None:
        self.facts, self.kernel, self.rules, self.written = facts, facts.kernel, rules, written
        self._memo: dict[Basic, Theorem | None] = {}
        self._open: set[Basic] = set()
        self._cut = 0
        self._missed: dict[Basic, None] = {}

    def prove(self, statement: Basic) -> Theorem | None:
        """A theorem that states this, or None."""
        if statement in self._memo:
            return self._memo[statement]
        if statement in self._open or len(self._open) > DEPTH:
            self._cut += 1
            return None
        self._open.add(statement)
        cuts = self._cut
        try:
            found = self.facts.find(statement) or self._by_rule(statement)
            if found is not None and found.statement != statement:
                found = self.kernel.restate(found, statement)
        except LineproofError:
            found = None
        finally:
            self._open.discard(statement)
        if found is not None or cuts == self._cut or not self._open:
            self._memo[statement] = found
        if found is None:
            self._missed[statement] = None
        return found

    def forget(self) -> None:
        """Try again what failed: more is known now."""
        self._memo = {known: t for known, t in self._memo.items() if t is not None}

    def leaves(self, statement: Basic) -> list[Basic]:
        """The statements that the rules ask for on the way to this one and that have no proof, innermost first."""
        self.forget()
        self._missed = {}
        return [] if self.prove(statement) is not None else list(self._missed)

    def take(self, statement: Basic, theorem: Theorem) -> None:
        """Remember a theorem of a statement that was found by other means; what failed may now succeed."""
        self.forget()
        self._memo[statement] = theorem

    def _by_rule(self, statement: Basic) -> Theorem | None:
        name, term = subject(statement)
        if name in RANKS and not self.facts.tells_rank(term):
            return None
        return self.first(*((lambda rule=rule: rule(self, term)) for rule in self.rules.get(name, ())))

    def has(self, name: str, term: Any) -> Theorem | None:
        """A proof that a term has a property."""
        return self.prove(has(name, term))

    def positive(self, term: Any) -> Theorem | None:
        """0 < term."""
        return self.prove(relation(0, "<", term))

    def nonnegative(self, term: Any) -> Theorem | None:
        """0 <= term."""
        return self.prove(relation(0, "<=", term))

    def nonzero(self, term: Any) -> Theorem | None:
        """term != 0."""
        return self.prove(relation(term, "!=", 0))

    def law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        """An instance of a law, where all it needs is there."""
        if any(n is None for n in needed):
            return None
        return self.kernel.law(name, binding, [n for n in needed if n], conclusion=conclusion)

    def first(self, *attempts: Callable[[], Theorem | None]) -> Theorem | None:
        """The first attempt that gives a theorem."""
        return self.any(attempts)

    def any(self, attempts: Iterable[Callable[[], Theorem | None]]) -> Theorem | None:
        """The first of many attempts that gives a theorem."""
        for attempt in attempts:
            try:
                found = attempt()
            except LineproofError:
                continue
            if found is not None:
                return found
        return None


Rule = Callable[[Backward, Any], Theorem | None]


def subject(statement: Any) -> tuple[str, Any]:
    """What is said and of which term: a property, or a sign: `<`, `<=`, `!=` of a scalar, `entries <`, ... of a
    matrix (0 on the other side).
    """
    if isinstance(statement, AppliedPredicate):
        name, term = property_name(statement) or "", statement.arguments[0]
        if name == "nonzero" or (name == "invertible" and is_scalar(term)):
            return ("!=" if is_scalar(term) else "entries !="), term
        return name, term
    for kind, sign in ((Ne, "!="), (Lt, "<"), (Le, "<=")):
        if isinstance(statement, kind):
            left, right = statement.args
            if sign != "!=":
                left, right = right, left
            moved = left if _is_zero(right) else negative(right) if _is_zero(left) else add(left, negative(right))
            if is_scalar(moved):
                return sign, moved
            inner = operands_of(moved, "vec")
            return f"entries {sign}", inner[0] if inner and sign != "!=" else moved
    return "", None


def _is_zero(term: Any) -> bool:
    return term == 0 or bool(getattr(term, "is_ZeroMatrix", False))

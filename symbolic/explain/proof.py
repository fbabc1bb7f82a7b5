"""A theorem as a proof for people: what its tree of rules says, in the order in which one would tell it.

A certificate becomes a chain of lines; a lemma that a line needs stands before it. An instance of a law gets one line
with the law's reason, unless it is only the reason of a step. Side conditions (what is invertible, symmetric, ...) that
the hypotheses do not state stand first.

>>> from symbolic.explain.text import to_lines
>>> from symbolic.language.problem import parse_problem
>>> from symbolic.provers.prover import prove
>>> problem = parse_problem({"X": "n x d"}, ["invertible(X'*X)"], ["X*(X'*X)^-1*X'*X = X"])
>>> proof = prove(problem.hypotheses, problem.claims[0])
>>> print(*to_lines(explained(proof.theorem, problem.hypotheses)), sep="\\n")
X*(X'*X)^-1*X'*X
    = X   definition of (X'*X)^-1
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic, Eq

from symbolic.explain.chain import Chains
from symbolic.explain.lines import Explanation, Part, Reason, joined
from symbolic.explain.notation import Notation
from symbolic.explain.reasons import of_law, of_rule
from symbolic.kernel import Kernel, Theorem
from symbolic.language.statements import Distribution, property_name
from symbolic.language.substitution import ascending, symbols_in
from symbolic.network.readable import Reader


def explained(theorem: Theorem, given: Sequence[Basic] = ()) -> Explanation:
    """The explanation of a theorem; `given` are the hypotheses that were to be used, for those that were not."""
    teller = _Teller(theorem)
    teller.tell(theorem)
    known = {teller.kernel.meaning(h) for h in teller.hypotheses}
    said = [h for h in given if not isinstance(h, Distribution) or h.parameters]  # else x is random, and no more
    unused = tuple(h for h in said if teller.kernel.meaning(ascending(h)) not in known)
    return Explanation(theorem.statement, tuple(teller.hypotheses), tuple(teller.parts), unused)


class _Teller:
    """Collects the parts of one explanation."""

    def __init__(self, theorem: Theorem) -> None:
        explicit, dependent = theorem.origin[1]  # type: ignore[index]
        self.kernel = Kernel(explicit=explicit, dependent=dependent)
        statements = {s for t in theorem.tree() for s in (t.statement, *t.hypotheses)}
        reader = Reader({s.name: s for statement in statements for s in symbols_in(statement)})
        told = [theorem.statement, *sorted(theorem.hypotheses, key=str)]
        self.notation = Notation(self.kernel, reader, told)
        self.chains = Chains(self.kernel, self.notation, self.cite)
        self.parts: list[Part] = []
        self.hypotheses: dict[Basic, None] = {}
        self.cited: dict[Basic, Reason] = {}
        self.lemmas = 0

    def tell(self, theorem: Theorem) -> None:
        """Add what was to be proved, with all that goes before it."""
        self.parts.append(self._part(theorem, theorem.statement))

    def cite(self, theorem: Theorem) -> Reason:
        """How a line refers to a theorem that it uses; a lemma is told now, unless it was."""
        statement = theorem.statement
        if statement not in self.cited:
            self.cited[statement] = self._cited(theorem)
        return self.cited[statement]

    def _cited(self, theorem: Theorem) -> Reason:
        match theorem.rule:
            case "assume":
                self.hypotheses[theorem.statement] = None
                given: Reason = ("by hypothesis ",) if isinstance(theorem.statement, Eq) else ()
                return (*given, theorem.statement)
            case "restate":
                return self.cite(theorem.premises[0])
            case "moment":
                self._condition(theorem.premises[0])
                return "moments of ", theorem.premises[0].statement.args[0]
            case "certificate" if len(theorem.premises) == 1 and self._is_same(theorem, theorem.premises[0]):
                return self.cite(theorem.premises[0])
            case "law" if isinstance(theorem.statement, Eq) and not any(map(_is_derived, theorem.premises)):
                self._conditions(theorem)
                return self._law(theorem)
        part = self._part(theorem, theorem.statement)
        self.lemmas += 1
        self.parts.append(Part(part.statement, part.start, part.lines, part.reason, self.lemmas))
        return (f"Lemma {self.lemmas}",)

    def _law(self, theorem: Theorem) -> Reason:
        """The reason of a law, with terms as the statement writes them."""
        reason = of_law(theorem, self.notation.styled)
        return tuple(p if isinstance(p, str) or property_name(p) else self.notation.styled(p) for p in reason)

    def _is_same(self, one: Theorem, other: Theorem) -> bool:
        return self.kernel.meaning(one.statement) == self.kernel.meaning(other.statement)

    def _conditions(self, theorem: Theorem) -> None:
        """The side conditions of a law, told once each, and its open hypotheses."""
        for premise in theorem.premises:
            self._condition(premise)
        below = frozenset().union(*(p.hypotheses for p in theorem.premises))
        self.hypotheses.update((h, None) for h in sorted(theorem.hypotheses - below, key=str))

    def _condition(self, theorem: Theorem) -> None:
        if theorem.statement in self.cited:
            return
        if theorem.rule == "restate":
            self._condition(theorem.premises[0])
        self.cited[theorem.statement] = (theorem.statement,)
        if theorem.rule == "assume":
            self.hypotheses[theorem.statement] = None
        elif theorem.rule != "restate":
            self.parts.append(self._part(theorem, theorem.statement))

    def _part(self, theorem: Theorem, statement: Basic) -> Part:
        match theorem.rule:
            case "certificate":
                lines = self.chains.lines(theorem)
                self._smooth(theorem)
                return Part(statement, theorem.statement.args[0], lines)
            case "restate":
                inner = self._part(theorem.premises[0], theorem.premises[0].statement)
                return Part(statement, inner.start, inner.lines, inner.reason)
            case "discharge" if self._is_same(theorem, theorem.premises[1]):
                return self._part(theorem.premises[1], statement)
            case "discharge":
                self._condition(theorem.premises[1])
                return self._part(theorem.premises[0], statement)
            case "assume":
                self.hypotheses[statement] = None
                return Part(statement, reason=("by hypothesis",))
            case "law":
                return Part(statement, reason=joined(self._sources(theorem), self._law(theorem)))
        return Part(statement, reason=joined(self._sources(theorem), of_rule(theorem)))

    def _sources(self, theorem: Theorem) -> Reason:
        """The lemmas that a theorem rests on; its side conditions are told."""
        lemmas: list[Reason] = []
        for premise in theorem.premises:
            if isinstance(premise.statement, Eq):
                lemmas.append(self.cite(premise))
            else:
                self._condition(premise)
        below = frozenset().union(*(p.hypotheses for p in theorem.premises))
        self.hypotheses.update((h, None) for h in sorted(theorem.hypotheses - below, key=str))
        return joined(*lemmas)

    def _smooth(self, theorem: Theorem) -> None:
        """The conditions that a derivative puts on its point."""
        below = frozenset().union(*(p.hypotheses for p in theorem.premises))
        self.hypotheses.update((h, None) for h in sorted(theorem.hypotheses - below, key=str))


def _is_derived(theorem: Theorem) -> bool:
    """Whether a premise is an equation that itself has to be proved."""
    if theorem.rule == "assume" or not isinstance(theorem.statement, Eq):
        return False
    return theorem.rule not in ("law", "restate") or any(map(_is_derived, theorem.premises))

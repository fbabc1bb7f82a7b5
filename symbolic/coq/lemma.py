"""One theorem as a lemma of Coq.

The statement is that of the theorem: a variable for each symbol and each inverse, the hypotheses that are equations,
the defining equations of the inverses. The proof follows the explanation: a step for each line, in certificate style.
The hypotheses that the step uses are put into their contexts, multiplied out, and `ring` checks, entry by entry, that
left side - right side is their combination.

That inverses exist is a hypothesis here, in the form of their defining equations; what the theorem says on existence is
not exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Inverse

from symbolic.coq.contexts import context
from symbolic.coq.gallina import Gallina, NotExportable
from symbolic.coq.statement import LETTERS, framed, inverted, symmetries
from symbolic.coq.steps import Use, step
from symbolic.explain.chain import Chains
from symbolic.explain.notation import Notation
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.language.operator import operands_of
from symbolic.language.statements import equals
from symbolic.language.substitution import substitute, symbols_in
from symbolic.language.terms import inverse, multiply, transpose
from symbolic.network import forms
from symbolic.network.plug import hole
from symbolic.network.readable import Reader

MOST_STEPS = 120
DEFINING = {
    "inverse": ("M *m {v} = 1%:M", "{v} *m M = 1%:M"),
    "pinv": ("M *m {v} *m M = M", "{v} *m M *m {v} = {v}", "(M *m {v})^T = M *m {v}", "({v} *m M)^T = {v} *m M"),
}
"""The defining equations of the inverse v of M."""
TRANSPOSED = {"inverse": (1, 0), "pinv": (0, 1, 3, 2)}
"""The number of the defining equation of X that is, transposed, that of X' with a number."""


class Lemma:
    """The text of one lemma in the making. Raises NotExportable."""

    def __init__(self, name: str, theorem: Theorem) -> None:
        explicit, dependent = theorem.origin[1]  # type: ignore[index]
        if explicit:
            raise NotExportable("sizes written out")
        self.kernel = Kernel(explicit=explicit, dependent=dependent)
        self.name, self.theorem = name, theorem
        self.writer = Gallina(self.kernel)
        statements = [t.statement for t in theorem.tree()]
        reader = Reader({s.name: s for statement in statements for s in symbols_in(statement)})
        notation = Notation(self.kernel, reader, [theorem.statement, *sorted(theorem.hypotheses, key=str)])
        self.chains = Chains(self.kernel, notation, lambda _: ())
        self.given: dict[Basic, str] = {}
        self.known: dict[int, str] = {}
        self.instances: dict[tuple[str, Any, int], Theorem] = {}
        self.proof: list[str] = []
        self.count = 0

    def text(self) -> str:
        """The lemma with its proof."""
        goal = self.theorem.statement
        if not isinstance(goal, Eq):
            raise NotExportable("no equation")
        shown = self.writer.equation(goal)
        for t in self.theorem.tree():
            if t.rule == "assume" and isinstance(t.statement, Eq):
                self.writer.equation(t.statement)
            elif t.rule == "law" and t.data[0] in TRANSPOSED:
                self._inverse_of(t)
            elif t.rule == "congruence" or (t.rule == "law" and t.data[0].startswith("pinv_of")):
                self.writer.equation(t.statement)
        last = self.prove(self.theorem)
        return framed(self.name, shown, self.writer, self.given, [*self.proof, f"exact: {last}."])

    # Theorems

    def prove(self, theorem: Theorem) -> str:
        """The name of a theorem that is an equation, proved in the lemma so far."""
        if id(theorem) not in self.known:
            self.known[id(theorem)] = self._proved(theorem)
        return self.known[id(theorem)]

    def _proved(self, theorem: Theorem) -> str:
        if not isinstance(theorem.statement, Eq):
            raise NotExportable(f"a statement that is no equation: {theorem.statement}")
        match theorem.rule:
            case "assume":
                return self.given.setdefault(theorem.statement, f"h{len(self.given)}")
            case "certificate":
                return self._chain(theorem)
            case "restate":
                return self._restated(theorem.premises[0], theorem.statement)
            case "discharge":
                return self._restated(theorem.premises[0], theorem.statement)
            case "law":
                return self._law(theorem)
            case "congruence":
                return self._congruence(theorem)
        raise NotExportable(f"the rule {theorem.rule}")

    def _law(self, theorem: Theorem) -> str:
        name, binding, conclusion = theorem.data
        terms = dict(binding)
        if name in TRANSPOSED:
            return self._have(theorem.statement, [self._bare(theorem, theorem.statement)], [theorem])
        if name in ("symmetric", "antisymmetric", "idempotent", "orthogonal"):
            return self.given.setdefault(theorem.statement, f"h{len(self.given)}")
        if name in ("zero_of_gram", "trace_gram_zero"):
            return self._by_star(theorem, name)
        if name == "one_sided_inverse":
            return self._named(theorem.statement, f"one_sided {self.prove(theorem.premises[0])}")
        if name == "pinv_unique":
            shown = " ".join(map(self.prove, theorem.premises))
            known = " ".join(self._held("pinv", terms["A"]))
            return self._named(theorem.statement, f"pinv_unique {known} {shown}")
        if name == "inverse_unique" and conclusion == 1:
            left = self._held("inverse", terms["A"])[1]
            return self._named(theorem.statement, f"inverse_unique {left} {self.prove(theorem.premises[0])}")
        if name in ("pinv_of_column_rank", "pinv_of_row_rank"):
            a = terms["A"]
            gram = multiply(transpose(a), a) if name == "pinv_of_column_rank" else multiply(a, transpose(a))
            held = " ".join(self._held("pinv", a))
            self._held("inverse", gram)
            w = self.writer.matrix(inverse(gram))
            return self._tactic(theorem.statement, f"by have := @{name} _ _ _ _ {w} {held}; rewrite ?trmxK; apply.")
        raise NotExportable(f"the law {name}")

    def _by_star(self, theorem: Theorem, rule: str) -> str:
        square = self.prove(theorem.premises[0])
        return self._tactic(theorem.statement, f"by apply: {rule}; move: {square}; rewrite ?mulmxA.")

    def _tactic(self, statement: Any, tactic: str) -> str:
        self.count += 1
        self.proof += [f"have L{self.count} : {self.writer.equation(statement)}.", f"  {tactic}"]
        return f"L{self.count}"

    def _held(self, law: str, argument: Any) -> list[str]:
        """The names of the equations that define the inverse of an argument, as it is written."""
        shown = self.writer.matrix(inverted(law, argument))
        for k, held in enumerate(self.writer.inverses.values()):
            if held.name == shown and self.writer.matrix(held.argument) == self.writer.matrix(argument):
                return [f"H{k}{letter}" for letter in LETTERS[law]]
        return [self.prove(self._kept(law, argument, k)) for k in range(len(LETTERS[law]))]

    def _kept(self, law: str, argument: Any, conclusion: int) -> Theorem:
        """An instance of a defining law, the same one each time."""
        key = law, argument, conclusion
        if key not in self.instances:
            self.instances[key] = self.kernel.law(law, {"A": argument}, conclusion=conclusion)
        return self.instances[key]

    def _congruence(self, theorem: Theorem) -> str:
        """Inverses of equal matrices are equal."""
        place_of, place = theorem.data
        law = "inverse" if isinstance(place_of, Inverse) else "pinv" if operands_of(place_of, "pinv") else ""
        if not law:
            raise NotExportable("equals for equals")
        known = self.prove(theorem.premises[0])
        inside = place_of.args[0] if law == "inverse" else place_of.operands[0]
        left, right = (substitute(inside, {place: side}) for side in theorem.premises[0].statement.args)
        shown = f"congr1 (fun M : 'M[R]_(_, _) => {self._with(inside, place)}) {known}"
        equal = self._named(equals(left, right), shown)
        first, second = self._held(law, left), self._held(law, right)
        v = self.writer.matrix(inverted(law, right))
        pairs = zip(DEFINING[law], second, strict=True)
        moved = [f"(eq_ind_r (fun M => {text.format(v=v)}) {name} {equal})" for text, name in pairs]
        used = [first[1], moved[0]] if law == "inverse" else [*first, *moved]
        return self._named(theorem.statement, f"{law}_unique {' '.join(used)}")

    def _with(self, inside: Any, place: Any) -> str:
        """A term with M in a place."""
        self.writer.symbols[place] = "M"
        try:
            return self.writer.matrix(inside)
        finally:
            del self.writer.symbols[place]

    def _inverse_of(self, theorem: Theorem) -> tuple[str, bool]:
        """The name of the equation that a defining law says, and whether it says that one transposed."""
        name, binding, conclusion = theorem.data
        argument = dict(binding)["A"]
        shown = self.writer.matrix(inverted(name, argument))
        for k, held in enumerate(self.writer.inverses.values()):
            if shown in (held.name, f"{held.name}^T"):
                other = shown != held.name
                number = TRANSPOSED[name][conclusion] if other else conclusion
                return f"H{k}{'abcd'[number]}", other
        raise NotExportable("an inverse that no statement mentions")

    def _named(self, statement: Any, proof: str) -> str:
        self.count += 1
        self.proof.append(f"have L{self.count} : {self.writer.equation(statement)} := {proof}.")
        return f"L{self.count}"

    def _restated(self, premise: Theorem, statement: Any) -> str:
        known = self.prove(premise)
        if self.writer.equation(premise.statement) == self.writer.equation(statement):
            return known
        return self._have(statement, [self._bare(premise, statement)], [premise])

    def _bare(self, premise: Theorem, statement: Any) -> CertificateTerm:
        """The premise in no context, with the factor that makes it the statement."""
        wanted, value = (self.kernel.difference(s) for s in (statement, premise.statement))
        ratio = Fraction(forms.leading(wanted)) / Fraction(forms.leading(value))
        if value.scaled(ratio) != wanted:
            raise NotExportable("a statement of the same meaning in another form")
        open_ = [index for index, axis in enumerate(wanted.axes) if axis != ((),)]
        if len(open_) not in (0, 2):
            raise NotExportable("vectors")
        ext = tuple((0, k + 1) if open_ else (0,) for k in range(2))
        indices = (1, 2) if open_ else ()
        return CertificateTerm(ratio, (ext, ((hole(len(indices)), indices),), ()), 0, 0)

    def _chain(self, theorem: Theorem) -> str:
        """A certificate: the lines of its explanation, one after the other."""
        steps = []
        here = theorem.statement.args[0]
        for line in self.chains.lines(theorem):
            inner = line.theorem
            if inner is theorem and len(theorem.data) > MOST_STEPS:
                raise NotExportable("a long certificate")
            steps.append(self._have(equals(here, line.term), inner.data, inner.premises))
            here = line.term
        if len(steps) == 1:
            return steps[0]
        chained = steps[-1]
        for earlier in reversed(steps[:-1]):
            chained = f"(etrans {earlier} {chained})"
        return self._named(theorem.statement, chained)

    # Steps

    def _have(self, statement: Any, terms: Sequence[CertificateTerm], premises: Sequence[Theorem]) -> str:
        """One step: the equation from a certificate."""
        axes = self.kernel.difference(statement).axes
        uses = []
        for term in terms:
            premise = premises[term.premise]
            source, flipped = self._source(premise)
            uses.append(Use(context(term, self.writer, axes), Fraction(term.coefficient), source, flipped, premise))
        self.count += 1
        self.proof += step(f"L{self.count}", statement, uses, self.writer, symmetries(self.writer))
        return f"L{self.count}"

    def _source(self, premise: Theorem) -> tuple[str, bool]:
        """The name of a premise, and whether it is used transposed."""
        if premise.rule == "law" and premise.data[0] in TRANSPOSED:
            return self._inverse_of(premise)
        return self.prove(premise), False

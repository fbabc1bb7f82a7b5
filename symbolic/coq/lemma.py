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
from math import lcm
from typing import Any

from sympy import Basic, Eq, MatrixSymbol

from symbolic.coq.contexts import Filled, context
from symbolic.coq.gallina import Gallina, NotExportable
from symbolic.coq.traces import Word, rotations, traced, turned, words
from symbolic.explain.chain import Chains
from symbolic.explain.notation import Notation
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.language.operator import apply
from symbolic.language.statements import equals
from symbolic.language.substitution import symbols_in
from symbolic.language.terms import inverse, is_scalar
from symbolic.network import forms
from symbolic.network.plug import hole
from symbolic.network.readable import Reader

MOST_STEPS = 120
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
        last = self.prove(self.theorem)
        head = [f"Lemma {self.name} {self._binders()} :"]
        head += [f"  {self.writer.equation(h)} ->" for h in self.given]
        arguments = list(self.given.values())
        opening: list[str] = []
        for k, held in enumerate(self.writer.inverses.values()):
            names = [f"H{k}{letter}" for letter in "abcd"[: 2 if held.kind == "inv" else 4]]
            head += [f"  {equation} ->" for equation in self.writer.defining(held)]
            arguments += names
            if held.symmetric:
                rule = "inverse_symmetric" if held.kind == "inv" else "pinv_symmetric"
                own = self.writer.matrix(held.argument)
                opening.append(f"have S{k} : {held.name}^T = {held.name}.")
                opening.append(f"  by apply: ({rule} _ {' '.join(names)}); nrm; rewrite ?{self._symmetries(k)}.")
                del own
        moved = [f"move=> {' '.join(arguments)}."] if arguments else []
        return "\n".join([*head, f"  {shown}.", "Proof.", *moved, *opening, *self.proof, f"exact: {last}.", "Qed.", ""])

    def _binders(self) -> str:
        numbers = [(s, n) for s, n in self.writer.symbols.items() if not isinstance(s, MatrixSymbol)]
        sizes = [n for s, n in numbers if s.is_integer]
        scalars = [n for s, n in numbers if not s.is_integer]
        parts = [f"({' '.join(sizes)} : nat)"] if sizes else []
        parts += [f"({' '.join(scalars)} : R)"] if scalars else []
        parts += [f"({n} : {self.writer.type_of(s)})" for s, n in self.writer.symbols.items() if isinstance(s, MatrixSymbol)]
        for held in self.writer.inverses.values():
            value = inverse(held.argument) if held.kind == "inv" else apply("pinv", held.argument)
            parts.append(f"({held.name} : {self.writer.type_of(value)})")
        return " ".join(parts)

    def _symmetries(self, before: int | None = None) -> str:
        """The equations V^T = V, those of the inverses before a number."""
        names = [f"S{k}" for k, held in enumerate(self.writer.inverses.values()) if held.symmetric]
        names = [n for n in names if before is None or int(n[1:]) < before]
        return f"({', '.join(names)})" if names else "trmxK"

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
        raise NotExportable(f"the rule {theorem.rule}")

    def _law(self, theorem: Theorem) -> str:
        name, binding, conclusion = theorem.data
        terms = dict(binding)
        if name in TRANSPOSED:
            return self._have(theorem.statement, [self._bare(theorem, theorem.statement)], [theorem])
        if name in ("symmetric", "antisymmetric", "idempotent", "orthogonal"):
            return self.given.setdefault(theorem.statement, f"h{len(self.given)}")
        if name == "gram_zero":
            return self._by_star(theorem)
        if name == "one_sided_inverse":
            return self._named(theorem.statement, f"one_sided {self.prove(theorem.premises[0])}")
        if name == "pinv_unique":
            shown = " ".join(map(self.prove, theorem.premises))
            held = self._held(apply("pinv", terms["A"]))
            return self._named(theorem.statement, f"pinv_unique {held} {shown}")
        if name == "inverse_unique" and conclusion == 1:
            premise = self.prove(theorem.premises[0])
            return self._named(theorem.statement, f"inverse_unique {self._held(inverse(terms['A'])).split()[1]} {premise}")
        raise NotExportable(f"the law {name}")

    def _by_star(self, theorem: Theorem) -> str:
        square = self.prove(theorem.premises[0])
        self.count += 1
        self.proof.append(f"have L{self.count} : {self.writer.equation(theorem.statement)}.")
        self.proof.append(f"  by apply: gram_zero; move: {square}; rewrite ?mulmxA.")
        return f"L{self.count}"

    def _held(self, term: Any) -> str:
        """The names of the equations that define an inverse, which must stand as it was written first."""
        name = self.writer.matrix(term)
        for k, held in enumerate(self.writer.inverses.values()):
            if held.name == name:
                return " ".join(f"H{k}{letter}" for letter in "abcd"[: 2 if held.kind == "inv" else 4])
        raise NotExportable("the inverse of a transpose")

    def _inverse_of(self, theorem: Theorem) -> tuple[str, bool]:
        """The name of the equation that a defining law says, and whether it says that one transposed."""
        name, binding, conclusion = theorem.data
        argument = dict(binding)["A"]
        shown = self.writer.matrix(inverse(argument) if name == "inverse" else apply("pinv", argument))
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
        for step in reversed(steps[:-1]):
            chained = f"(etrans {step} {chained})"
        return self._named(theorem.statement, chained)

    # Steps

    def _have(self, statement: Any, terms: Sequence[CertificateTerm], premises: Sequence[Theorem]) -> str:
        """One step: the equation from a certificate."""
        self.count += 1
        number, scalar = self.count, is_scalar(statement.args[0])
        axes = self.kernel.difference(statement).axes
        common = lcm(*(Fraction(t.coefficient).denominator for t in terms)) if terms else 1
        lines, found = [], list(traced(statement, self.writer))
        total = "(erefl 0)"
        for k, term in enumerate(terms):
            premise = premises[term.premise]
            filled = context(term, self.writer, axes)
            source, flipped = self._source(premise)
            lines.append(f"  have T{k} := {_instance(filled, source, flipped, scalar)}.")
            found += _traced_words(filled, premise.statement, self.writer)
            coefficient = _whole(int(Fraction(term.coefficient) * common))
            beside = "" if filled.beside is None else f" * en i j ({_product(filled.beside)})"
            total = f"(combine ({' * '.join([coefficient, *filled.numbers])}{beside}) T{k} {total})"
        rotating = list(rotations(found, self.writer))
        symmetric = self._symmetries()
        head = [f"have L{number} : {self.writer.equation(statement)}."]
        head += [] if scalar else ["  apply: by_entries => i j."]
        head += [
            f"  have r{k} : {equation}. {proof.replace('SYMMETRIC', symmetric)}" for k, (equation, proof) in enumerate(rotating)
        ]
        rules = ", ".join(f"r{k}" for k in range(len(rotating)))
        more = f" rewrite ?{symmetric}" + (f" ?({rules})" if rules else "")
        lines += [f"  nrm_in T{k};{more} in T{k}." for k in range(len(terms))]
        rule = "conclude" if common == 1 else f"conclude_multiple {common - 1}"
        if common != 1:
            raise NotExportable("fractions")
        self.proof += [*head, *lines, f"  nrm;{more}.", f"  apply: ({rule} {total}); by_ring."]
        return f"L{number}"

    def _source(self, premise: Theorem) -> tuple[str, bool]:
        """The name of a premise, and whether it is used transposed."""
        if premise.rule == "law" and premise.data[0] in TRANSPOSED:
            return self._inverse_of(premise)
        if premise.rule == "restate":
            return self.prove(premise), False
        return self.prove(premise), False


def _instance(filled: Filled, source: str, flipped: bool, scalar: bool) -> str:
    """A premise in its context: what both sides become."""
    if filled.scalar:
        return source
    inner = "M^T" if filled.turned != flipped else "M"
    text = _product((*filled.left, inner, *filled.right))
    whole = f"\\tr ({text})" if filled.closed else f"en i j ({text})"
    return f"congr1 (fun M : 'M[R]_(_, _) => {whole}) {source}"


def _traced_words(filled: Filled, statement: Any, writer: Gallina) -> list[Word]:
    """The words under the traces of a premise in its context."""
    if filled.scalar:
        return list(traced(statement, writer))
    if not filled.closed:
        return []
    found = []
    for side in statement.args:
        for word in words(side, writer):
            inner = turned(word, writer) if filled.turned else word
            found.append((*filled.left, *inner, *filled.right))
    return found


def _product(word: Sequence[str]) -> str:
    return " *m ".join(word) if word else "1%:M"


def _whole(value: int) -> str:
    """A whole number as a sum of ones."""
    if abs(value) > 12:
        raise NotExportable(f"the coefficient {value}")
    text = "0" if value == 0 else "1"
    for _ in range(abs(value) - 1):
        text = f"(1 + {text})"
    return f"(- {text})" if value < 0 else text



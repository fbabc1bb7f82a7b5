"""A long certificate taken apart: lemmas first, each with a short certificate of its own.

Completion derives consequences of the premises one from the other; in the certificate they are expanded down to the
premises. Here the claim is proved once more from the premises it needs, and the consequences that are used more than
once, or that themselves take many steps, become theorems. What comes back is a theorem of the same statement whose
certificate refers to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Eq, MatrixSymbol

from symbolic.errors import LineproofError
from symbolic.explain.notation import Notation
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.language.statements import equals
from symbolic.language.substitution import symbols_in
from symbolic.language.terms import zeros
from symbolic.network.plug import plugged
from symbolic.network.tensor import UNIT, Axis, Tensor, collected
from symbolic.provers.basis import Limits
from symbolic.provers.cofactors import Node, Step, Term, apply, expand
from symbolic.provers.completion import Completion
from symbolic.provers.monomials import Polynomial, Shape, accumulate
from symbolic.provers.relations import Relation, blocks_of
from symbolic.provers.words import Words

SECONDS = 2.0
REPEATED, LONG = 3, 7
"""A consequence becomes a lemma where it takes REPEATED steps and is used more than once, or LONG steps."""
MOST_TERMS = 200
ONE: Tensor = Tensor((), {((), (), ()): 1})


def alternatives(theorem: Theorem, kernel: Kernel, notation: Notation) -> Iterator[Theorem]:
    """The theorem proved once more from the same premises, with lemmas where that pays: once with defined symbols
    written out first, once without. Nothing where the certificate is not one of words.
    """
    for written_out in (True, False):
        try:
            found = _Splitter(theorem, kernel, notation).split(written_out)
        except LineproofError:
            continue
        if found is not None:
            yield found


class _Splitter:
    """One certificate to be taken apart."""

    def __init__(self, theorem: Theorem, kernel: Kernel, notation: Notation) -> None:
        self.theorem, self.kernel, self.notation = theorem, kernel, notation
        self.words = Words()
        self.relations: list[Relation] = []
        self.polynomials: dict[int, Polynomial] = {}
        self.known: dict[int, Node] = {}

    def split(self, written_out: bool) -> Theorem | None:
        """The theorem, by lemmas where there are some."""
        goal = self.words.polynomial(self.kernel.difference(self.theorem.statement))
        for premise in self.theorem.premises:
            self._relate(premise)
        self.relations += [Relation(None, (), polynomial, 0) for polynomial in self.words.trivial]
        defined = "".join(map(self._defined, self.theorem.premises)) if written_out else ""
        if goal is None or not self.relations or (written_out and not defined):
            return None
        self.words.alphabet.eliminate(defined)
        found = Completion(self.words.alphabet, [r.polynomial for r in self.relations], Limits(seconds=SECONDS))
        [outcome] = found.prove([goal])
        if not outcome.proved:
            return None
        for node in sorted(_chosen(outcome.steps), key=lambda node: node.age):
            if not self._lemma(node):
                return None
        steps = [(c, context, self._cut(node)) for c, context, node in outcome.steps]
        return self._theorem(self.theorem.statement, steps)

    def _defined(self, premise: Theorem) -> str:
        """The letter of a symbol that a hypothesis defines; "" for another premise."""
        if premise.rule != "assume" or not isinstance(premise.statement, Eq):
            return ""
        for symbol, value in (premise.statement.args, premise.statement.args[::-1]):
            if isinstance(symbol, MatrixSymbol) and symbol not in symbols_in(value):
                [(_, word)] = self.words.polynomial(self.kernel.translator(symbol)) or [("", "")]
                return word
        return ""

    def _relate(self, theorem: Theorem) -> int:
        """Take up an equation; the number of its first relation."""
        first = len(self.relations)
        for blocks, part in blocks_of(self.kernel.difference(theorem.statement)):
            polynomial = self.words.polynomial(part)
            if polynomial:
                rank = sum(len(slot) - 1 for slot in next(iter(part.terms))[0])
                self.relations.append(Relation(theorem, blocks, polynomial, rank))
        return first

    def _lemma(self, node: Node) -> bool:
        """Prove what a node says, and take it up; whether it has a matrix form."""
        polynomial = self._polynomial(node)
        if not polynomial or len(polynomial) > MOST_TERMS:
            return False
        steps = [(c, context, self._cut(child)) for c, context, child in node.terms]
        lemma = self._theorem(self._statement(polynomial, node.shape), steps)
        number = self._relate(lemma)
        if len(self.relations) != number + 1:
            return False
        self.known[node.age] = Node(node.age, node.shape, [], number)
        return True

    def _cut(self, node: Node) -> Node:
        """The node, with lemmas for leaves."""
        if node.age not in self.known:
            terms = [(c, context, self._cut(child)) for c, context, child in node.terms]
            self.known[node.age] = Node(node.age, node.shape, terms, node.relation, node.transposed)
        return self.known[node.age]

    def _theorem(self, statement: Any, steps: Sequence[Step]) -> Theorem:
        axes = self.kernel.difference(statement).axes
        premises: list[Theorem] = []
        terms: list[CertificateTerm] = []
        for term in expand(self.words.alphabet, steps, lambda count: None):
            relation = self.relations[term.relation]
            if relation.theorem is None:
                continue
            made = self.words.context(term, relation.rank, axes)
            if all(p is not relation.theorem for p in premises):
                premises.append(relation.theorem)
            number = next(k for k, p in enumerate(premises) if p is relation.theorem)
            terms.append(CertificateTerm(made.coefficient, made.context, made.hole, number, relation.blocks))
        return self.kernel.certificate(statement, tuple(terms), premises)

    # What a node says

    def _polynomial(self, node: Node) -> Polynomial:
        """The polynomial that a node says is 0."""
        if node.age not in self.polynomials:
            total: Polynomial = {}
            alphabet = self.words.alphabet
            if node.relation >= 0:
                for (scalars, word), c in self.relations[node.relation].polynomial.items():
                    accumulate(total, {(scalars, alphabet.transpose(word) if node.transposed else word): c})
            for c, context, child in node.terms:
                accumulate(total, apply(alphabet, context, self._polynomial(child), child.shape), c)
            self.polynomials[node.age] = {monomial: c for monomial, c in total.items() if c}
        return self.polynomials[node.age]

    def _statement(self, polynomial: Polynomial, shape: Shape) -> Any:
        """polynomial = 0 with the leading monomial alone on the left side."""
        lead = max(polynomial, key=self.words.alphabet.key)
        rest = {monomial: -c for monomial, c in polynomial.items() if monomial != lead}
        left = self.notation.term(self._tensor({lead: polynomial[lead]}, shape))
        if not rest:
            return equals(left, zeros(*map(self.notation.reader.dimension, shape)))
        right = self.notation.term(self._tensor(rest, shape))
        return equals(left, right)

    def _tensor(self, polynomial: Polynomial, shape: Shape) -> Tensor:
        axes = tuple(UNIT if d == "1" else _axis(d) for d in shape)
        total = Tensor(axes, {})
        for (scalars, word), c in polynomial.items():
            made = self.words.context(Term(c, scalars, "", "", "scalar", 0, False, word), 0, axes)
            filled = ((net, c * k) for net, k in plugged(made.context, made.hole, ONE))
            total = total + collected(axes, filled)
        return total


def _axis(dimension: str) -> Axis:
    return ((dimension,),)


def _chosen(steps: Sequence[Step]) -> list[Node]:
    """The nodes that are worth a lemma."""
    uses: Counter[int] = Counter()
    nodes: dict[int, Node] = {}
    waiting = [node for _, _, node in steps]
    while waiting:
        node = waiting.pop()
        uses[node.age] += 1
        if node.age not in nodes:
            nodes[node.age] = node
            waiting += [child for _, _, child in node.terms]
    length: dict[int, int] = {}
    chosen: list[Node] = []
    for age in sorted(nodes):
        node = nodes[age]
        cost = sum(length[child.age] for _, _, child in node.terms) if node.relation < 0 else 1
        if node.relation < 0 and cost >= (REPEATED if uses[age] > 1 else LONG):
            chosen.append(node)
            cost = 1
        length[age] = cost
    return chosen

"""Short proofs that one word equals another, found from both ends.

Where both sides are products, and the premises equate products, a proof is a walk from word to word, each step putting
one side of a premise for the other somewhere. The certificate is such a walk, but seldom the shortest: completion goes
through normal forms. Here the words are searched best first from both ends, short words before long ones, preferring
to stay with one reason.

Reference: bidirectional search in string rewriting; Pohl, Bi-directional search, Machine Intelligence 6 (1971).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.network.tensor import Tensor
from symbolic.provers.cofactors import Term
from symbolic.provers.monomials import Polynomial
from symbolic.provers.relations import Relation, blocks_of
from symbolic.provers.words import Words

WORDS = 12_000
"""Words that the search may expand."""
CHANGE, AGAIN, LETTER = 4, 3, 1
"""What a step costs for another reason than the step before, for the same reason, and a letter of a waiting word."""
GROWTH = 4
"""Letters by which words may be longer than both sides, or than the longest side of a premise."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The word `left` may become `right`: a relation, perhaps transposed, read in one direction (sign 1 or -1)."""

    left: str
    right: str
    relation: int
    transposed: bool
    sign: int
    dimension: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A rule applied in a word: before . left . after."""

    rule: Rule
    before: str
    after: str


@dataclass
class _Front:
    """One end of the search: words with their cost and the step that led to them."""

    start: str
    costs: dict[str, int] = field(default_factory=dict)
    parents: dict[str, tuple[str, Rewriting] | None] = field(default_factory=dict)
    waiting: list[tuple[int, int, str, int]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.costs[self.start], self.parents[self.start] = 0, None
        heappush(self.waiting, (0, 0, self.start, -1))

    def path(self, word: str) -> list[Rewriting]:
        """The steps from the start to a word."""
        taken: list[Rewriting] = []
        while (parent := self.parents[word]) is not None:
            word, step = parent
            taken.append(step)
        return taken[::-1]


class Shortcuts:
    """The search for one theorem; `groups` tells which premises have one reason."""

    def __init__(self, kernel: Kernel, theorem: Theorem, groups: Sequence[object]) -> None:
        self.words, self.kernel, self.groups = Words(), kernel, groups
        self.relations: list[tuple[int, Relation]] = []
        self.rules: list[Rule] = []
        self.target = kernel.difference(theorem.statement)
        sides = [self._word(kernel.translator(side)) for side in theorem.statement.args]
        for number, premise in enumerate(theorem.premises):
            self._take(number, premise)
        self.ends = None if None in sides or self.words.alphabet.has_vectors else sides

    def _word(self, side: Tensor) -> str | None:
        """The word of a side that is one."""
        if side.axes != self.target.axes or any(len(axis) != 1 for axis in side.axes):
            return None
        polynomial = self.words.polynomial(side)
        if polynomial is None or len(polynomial) != 1:
            return None
        ((scalars, word), c) = next(iter(polynomial.items()))
        return word if c == 1 and not scalars else None

    def _take(self, number: int, premise: Theorem) -> None:
        """The rules of a premise, block by block, where they equate words."""
        for blocks, part in blocks_of(self.kernel.difference(premise.statement)):
            polynomial = self.words.polynomial(part)
            if not polynomial:
                continue
            rank = sum(len(slot) - 1 for slot in next(iter(part.terms))[0])
            self.relations.append((number, Relation(premise, blocks, polynomial, rank)))
            self.rules += self._rules(polynomial, len(self.relations) - 1)

    def _rules(self, polynomial: Polynomial, relation: int) -> Iterator[Rule]:
        if len(polynomial) != 2 or any(scalars for scalars, _ in polynomial) or sorted(polynomial.values()) != [-1, 1]:
            return
        alphabet = self.words.alphabet
        (_, u), (_, v) = sorted(polynomial, key=lambda monomial: -polynomial[monomial])
        seen: set[tuple[str, str]] = set()
        for transposed in (False, True):
            left, right = (alphabet.transpose(u), alphabet.transpose(v)) if transposed else (u, v)
            for before, after, sign in ((left, right, 1), (right, left, -1)):
                if (before, after) not in seen:
                    seen.add((before, after))
                    yield Rule(before, after, relation, transposed, sign, alphabet.shape(left or right)[0])

    def found(self) -> list[Rewriting] | None:
        """The steps from the left side to the right side; None where the search finds none."""
        if self.ends is None or not self.rules:
            return None
        left, right = self.ends
        if left is None or right is None:
            return None
        fronts = _Front(left), _Front(right)
        longest = max(len(left), len(right), *(len(rule.left) for rule in self.rules)) + GROWTH
        best: tuple[int, str] | None = (0, left) if left == right else None
        for count in range(WORDS):
            front, other = fronts if count % 2 == 0 else fronts[::-1]
            if not front.waiting:
                break
            _, cost, word, last = heappop(front.waiting)
            if word in front.closed:
                continue
            front.closed.add(word)
            if best is not None and cost >= best[0]:
                break
            for step, reached in self._steps(word, longest):
                group = self._group(step)
                spent = cost + (AGAIN if group == last else CHANGE)
                if spent >= front.costs.get(reached, spent + 1):
                    continue
                front.costs[reached], front.parents[reached] = spent, (word, step)
                heappush(front.waiting, (spent + LETTER * len(reached), spent, reached, group))
                if reached in other.costs and (best is None or spent + other.costs[reached] < best[0]):
                    best = spent + other.costs[reached], reached
        if best is None:
            return None
        back = [_reversed(step) for step in reversed(fronts[1].path(best[1]))]
        return [*fronts[0].path(best[1]), *back]

    def _group(self, step: Rewriting) -> int:
        return self.groups.index(self.groups[self.relations[step.rule.relation][0]])

    def _steps(self, word: str, longest: int) -> Iterator[tuple[Rewriting, str]]:
        for rule in self.rules:
            size = len(rule.left)
            if len(word) - size + len(rule.right) > longest:
                continue
            at = word.find(rule.left) if size else 0
            while 0 <= at <= len(word):
                if size or self._stands(word, at, rule.dimension):
                    before, after = word[:at], word[at + size :]
                    yield Rewriting(rule, before, after), before + rule.right + after
                at = word.find(rule.left, at + 1) if size else at + 1

    def _stands(self, word: str, at: int, dimension: str) -> bool:
        """Whether an identity of the dimension can stand at a place."""
        if not word:
            return self.target.axes[0] == ((dimension,),)
        shape = self.words.alphabet.shape
        return (shape(word[at])[0] if at < len(word) else shape(word[-1])[1]) == dimension

    def term(self, step: Rewriting) -> CertificateTerm:
        """The step as a term of a certificate."""
        rule = step.rule
        number, relation = self.relations[rule.relation]
        term = Term(rule.sign, "", step.before, step.after, "word", rule.relation, rule.transposed, "")
        made = self.words.context(term, relation.rank, self.target.axes)
        return CertificateTerm(made.coefficient, made.context, made.hole, number, relation.blocks)


def _reversed(step: Rewriting) -> Rewriting:
    rule = step.rule
    opposite = Rule(rule.right, rule.left, rule.relation, rule.transposed, -rule.sign, rule.dimension)
    return Rewriting(opposite, step.before, step.after)

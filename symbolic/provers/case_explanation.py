"""A proof by cases for people: the cases that can occur, and in each why the statement holds.

Conditions and values are terms again, so that they print as text or as LaTeX. A split whose other side cannot occur is
no condition: it follows from the ones before it.

>>> from symbolic.kernel import Kernel
>>> from symbolic.language.problem import parse_problem
>>> from symbolic.provers.piecewise import prove_piecewise
>>> problem = parse_problem({"a": "scalar", "b": "scalar"}, claim=["max(a, b) = (a + b)/2 + abs(a - b)/2"])
>>> print(explained(prove_piecewise(Kernel(), [], problem.claims[0])).to_text())
case a <= b: both sides are b
case b < a: both sides are a
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Integer, Rational

from symbolic.errors import KernelError
from symbolic.kernel import Theorem
from symbolic.language.grammar import to_text
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import Implication, relation
from symbolic.language.symbols import natural
from symbolic.language.terms import add, multiply, power
from symbolic.network.case_tree import Cases, Combination, Constraint, Leaf, Split, Tree
from symbolic.network.piecewise import Atom, Index, comparison, entries, sides
from symbolic.network.polynomial import Coefficient, Polynomial, Signs, exact, scaled
from symbolic.provers.case_trees import leaves


@dataclass(frozen=True)
class Case:
    """One cell: its conditions, and why the claim holds there.

    `term` is, by `kind`: "equal", what both sides are; "zero", a difference that is 0 under the conditions; "sum",
    larger side minus smaller side as terms that are not negative. With `summands` it speaks of each summand of a sum.
    """

    entry: tuple[Index, Index]
    conditions: tuple[Basic, ...]
    kind: str
    term: Basic
    summands: bool = False

    def to_text(self) -> str:
        """One line."""
        when = "case " + ", ".join(map(to_text, self.conditions)) if self.conditions else "always"
        where = ", in each summand" * self.summands
        shown = to_text(self.term)
        if self.kind == "equal" or self.term == 0:
            return f"{when}{where}: both sides are {'equal' if self.kind == 'sum' else shown}"
        if self.kind == "zero":
            return f"{when}{where}: the difference {shown} is 0"
        return f"{when}{where}: the difference is {shown}, no term of which is negative"


@dataclass(frozen=True)
class Explanation:
    """The cases of a proof; `impossible` counts the combinations of signs that contradict each other."""

    cases: tuple[Case, ...]
    impossible: int

    def to_text(self) -> str:
        """A line for each case."""
        several = len({case.entry for case in self.cases}) > 1
        return "\n".join((f"entry {_place(case.entry)}, " if several else "") + case.to_text() for case in self.cases)


def explained(theorem: Theorem) -> Explanation:
    """The explanation of a theorem that the rule `cases` made. Raises KernelError for another theorem."""
    if theorem.rule != "cases":
        raise KernelError(f"{theorem.statement} is not proved by cases")
    hypotheses, certificate = theorem.data
    given, claim = list(hypotheses), theorem.statement
    while isinstance(claim, Implication):
        given.append(claim.args[0])
        claim = claim.args[1]
    listed: list[Case] = []
    for entry, tree in zip(entries(claim), certificate.trees, strict=True):
        listed += _Explainer(certificate, given, claim, entry).walk(tree, Signs({}), (), ())
    return Explanation(tuple(listed), sum(map(leaves, certificate.trees)) - len(listed))


class _Explainer:
    """The explanation of the tree of one entry."""

    def __init__(self, certificate: Cases, given: Sequence[Basic], claim: Basic, entry: tuple[Index, Index]) -> None:
        self.reader, self.entry = certificate.reader(), entry
        self.programs = [comparison(self.reader, given[h], row, col) for h, row, col in certificate.used]
        self.goal = comparison(self.reader, claim, *entry)
        self.left = self.reader.read(sides(claim)[0], *entry)

    def walk(self, tree: Tree, signs: Signs, path: tuple[Constraint, ...], shown: tuple[Constraint, ...],
             ) -> Iterator[Case]:
        """The cases below a node."""
        if isinstance(tree, Leaf):
            if not tree.contradiction:
                yield self._case(tree, signs, path, tuple(self._condition(*c) for c in _merged(shown)))
            return
        form = exact(tree.form)
        for side, other, constraint, bounds in (
            (tree.above, tree.below, (form, ">="), (0, 1)), (tree.below, tree.above, (scaled(form, -1), ">"), (-1, -1)),
        ):
            told = shown if _is_impossible(other) else (*shown, constraint)
            yield from self.walk(side, signs.learn(form, *bounds), (*path, constraint), told)

    def _case(self, leaf: Leaf, signs: Signs, path: tuple[Constraint, ...], shown: tuple[Basic, ...]) -> Case:
        position, sign = self.goal
        value = self.reader.value(position, signs)
        if sign == "=":
            told = value or self.reader.value(self.left, signs)
            plain, summands = self._alone(told)
            return Case(self.entry, shown, "zero" if value else "equal", self._term(plain), summands)
        _, summands = self._alone(value)
        total = [self._sum(combination, signs, path) for combination in leaf.combinations if combination]
        return Case(self.entry, shown, "sum", add(*total) if total else Integer(0), summands)

    def _alone(self, value: Polynomial) -> tuple[Polynomial, bool]:
        """The part of a value that is not 0, and whether it is a summand, where there is one part; else the value."""
        parts = {marker: part for marker, part in self.reader.parts(value).items() if part}
        return (value, False) if len(parts) != 1 else (next(iter(parts.values())), next(iter(parts)) != ())

    def _sum(self, combination: Combination, signs: Signs, path: tuple[Constraint, ...]) -> Any:
        summands = []
        for summand in combination:
            factors = [self._constraint(k, signs, path) for k in summand.constraints]
            root = self._term(exact(summand.root))
            if root != 1:
                factors.append(root if any(self._is_equation(k) for k in summand.constraints) else power(root, 2))
            summands.append(multiply(_number(summand.weight), *factors))
        return add(*summands) if summands else Integer(0)

    def _is_equation(self, number: int) -> bool:
        return number < len(self.programs) and self.programs[number][1] == "="

    def _constraint(self, number: int, signs: Signs, path: tuple[Constraint, ...]) -> Any:
        if number < len(self.programs):
            return self._term(self.reader.value(self.programs[number][0], signs))
        return self._term(path[number - len(self.programs)][0])

    def _condition(self, form: Polynomial, sign: str) -> Any:
        """form >= 0 or > 0 with what is negative on the other side: the smaller side first."""
        large = {m: c for m, c in form.items() if c > 0}
        small = {m: -c for m, c in form.items() if c < 0}
        if sign == "=":
            return relation(self._term(large), "=", self._term(small))
        return relation(self._term(small), "<=" if sign == ">=" else "<", self._term(large))

    def _term(self, value: Polynomial) -> Any:
        atoms = self.reader.atoms
        summands = [multiply(_number(c), *(power(_entry(atoms[a]), n) for a, n in Counter(monomial).items()))
                    for monomial, c in sorted(value.items())]
        return add(*summands) if summands else Integer(0)


def _merged(constraints: Sequence[Constraint]) -> list[Constraint]:
    """Constraints on forms that are opposite, or the same, as one."""
    listed: list[Constraint] = []
    for form, sign in constraints:
        opposite = next((k for k, (other, _) in enumerate(listed) if other == scaled(form, -1)), None)
        same = next((k for k, (other, _) in enumerate(listed) if other == form), None)
        if opposite is not None and sign == ">=" == listed[opposite][1]:
            listed[opposite] = form, "="
        elif same is not None:
            listed[same] = form, ">" if ">" in (sign, listed[same][1]) else sign
        else:
            listed.append((form, sign))
    return listed


def _is_impossible(tree: Tree) -> bool:
    if isinstance(tree, Split):
        return _is_impossible(tree.above) and _is_impossible(tree.below)
    return tree.contradiction


def _number(value: Coefficient) -> Any:
    return Rational(value.numerator, value.denominator)


def _entry(atom: Atom) -> Any:
    """The term that an atom stands for; a marker is the product of the sizes that are summed over."""
    term, row, col = atom
    if term == "sum":
        return multiply(*(size for _, size in row))
    return term if is_scalar(term) else apply("entry", term, _index(row), _index(col))


def _index(index: Index) -> Any:
    return Integer(index + 1) if isinstance(index, int) else natural(index[0], positive=True)


def _place(entry: tuple[Index, Index]) -> str:
    return ", ".join(str(_index(index)) for index in entry)

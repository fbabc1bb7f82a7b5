"""The rule `cases`: piecewise-polynomial relations, by a tree of splits on signs, combinations at its leaves.

A split on a form f has two branches, f >= 0 and f < 0. At a leaf the signs on the branch decide every kink, so that
the goal is p = 0, p >= 0 or p > 0 for a polynomial p, which has to be a sum of c * r^2 * (product of constraints), c
>= 0; a constraint is a split on the branch or an entry of a hypothesis, and where one is an equation, c * r is
arbitrary. A branch on which 0 > 0 follows proves anything. The goal is read entry by entry
(`symbolic.network.piecewise`), one tree for each entry; of P => Q, P is a hypothesis while Q is proved.

Reference: Motzkin's transposition theorem; with products, the Positivstellensatz (Krivine 1964, Stengle 1974).
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic

from symbolic.errors import KernelError, TranslationError
from symbolic.kernel.kernel import Kernel
from symbolic.kernel.meaning import conditions
from symbolic.kernel.theorem import Theorem
from symbolic.language.statements import Implication
from symbolic.network.case_tree import Cases, Constraint, Leaf, Tree, combined
from symbolic.network.piecewise import Reader, comparison, demands, entries
from symbolic.network.polynomial import Signs, exact, scaled


def cases(kernel: Kernel, goal: Basic, hypotheses: Sequence[Basic], certificate: Cases) -> Theorem:
    """hypotheses |- goal. Raises KernelError where the trees do not prove it."""
    given, claim = list(hypotheses), goal
    while isinstance(claim, Implication):
        given.append(claim.args[0])
        claim = claim.args[1]
    try:
        reader = certificate.reader()
        programs = [comparison(reader, given[h], row, col) for h, row, col in certificate.used]
        for entry, tree in zip(entries(claim), certificate.trees, strict=True):
            Checker(reader, comparison(reader, claim, *entry), programs).check(tree, Signs({}), ())
    except (TranslationError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise KernelError(f"the cases do not prove {goal}: {error}") from error
    return kernel._theorem(goal, [*hypotheses, *conditions(goal)], (), "cases", (), (tuple(hypotheses), certificate))


class Checker:
    """Checks the tree of one entry; entries are pairs (position, sign) of the reader."""

    def __init__(self, reader: Reader, goal: tuple[int, str], programs: Sequence[tuple[int, str]]) -> None:
        self.reader, self.goal, self.programs = reader, goal, programs

    def check(self, tree: Tree, signs: Signs, path: tuple[Constraint, ...]) -> None:
        """Raises KernelError (UndecidedError, ValueError, ...) unless the tree proves the goal where `path` holds."""
        if isinstance(tree, Leaf):
            return self._leaf(tree, signs, path)
        form = exact(tree.form)
        self.check(tree.above, signs.learn(form, 0, 1), (*path, (form, ">=")))
        self.check(tree.below, signs.learn(form, -1, -1), (*path, (scaled(form, -1), ">")))

    def _leaf(self, leaf: Leaf, signs: Signs, path: tuple[Constraint, ...]) -> None:
        position, sign = self.goal
        wanted = [({}, True)] if leaf.contradiction else demands(self.reader, self.reader.value(position, signs), sign)
        numbers = {k for combination in leaf.combinations for summand in combination for k in summand.constraints}
        constraints = {k: self._constraint(k, signs, path) for k in numbers}
        for (value, strict), combination in zip(wanted, leaf.combinations, strict=True):
            total, positive = combined(combination, constraints)
            if total != value or (strict and not positive):
                raise KernelError("a combination of constraints does not give what its leaf demands")

    def _constraint(self, number: int, signs: Signs, path: tuple[Constraint, ...]) -> Constraint:
        if number >= len(self.programs):
            return path[number - len(self.programs)]
        position, sign = self.programs[number]
        parts = self.reader.parts(self.reader.value(position, signs))
        if len(parts) > 1:
            raise KernelError("a hypothesis on a sum over a symbolic size is no constraint on entries")
        return parts[()], sign

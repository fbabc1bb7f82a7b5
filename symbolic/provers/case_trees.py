"""Case trees made small and renumbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from symbolic.errors import KernelError, TranslationError
from symbolic.kernel.cases import Checker
from symbolic.network.case_tree import Constraint, Leaf, Split, Tree
from symbolic.network.piecewise import Reader
from symbolic.network.polynomial import Signs, polynomial, scaled

LARGEST_SHRUNK = 200


def leaves(tree: Tree) -> int:
    """The number of leaves."""
    return 1 if isinstance(tree, Leaf) else leaves(tree.above) + leaves(tree.below)


def used_numbers(tree: Tree) -> set[int]:
    """The numbers of the constraints that the combinations name."""
    if isinstance(tree, Split):
        return used_numbers(tree.above) | used_numbers(tree.below)
    return {k for combination in tree.combinations for summand in combination for k in summand.constraints}


def renumbered(tree: Tree, first_split: int, place: Mapping[int, int]) -> Tree:
    """The tree with constraint k below `first_split` called place[k], the splits following on them."""
    if isinstance(tree, Split):
        above, below = (renumbered(side, first_split, place) for side in (tree.above, tree.below))
        return replace(tree, above=above, below=below)

    def new(k: int) -> int:
        return place[k] if k < first_split else k - first_split + len(place)

    return _with_numbers(tree, new)


def without_split(tree: Tree, number: int) -> Tree:
    """The subtree with the split of this number, which it does not use, taken out above it."""
    if isinstance(tree, Split):
        return replace(tree, above=without_split(tree.above, number), below=without_split(tree.below, number))
    return _with_numbers(tree, lambda k: k - (k > number))


def _with_numbers(leaf: Leaf, new: Callable[[int], int]) -> Leaf:
    return replace(leaf, combinations=tuple(
        tuple(replace(s, constraints=tuple(map(new, s.constraints))) for s in combination)
        for combination in leaf.combinations))


def shrunk(tree: Tree, reader: Reader, goal: tuple[int, str], programs: Sequence[tuple[int, str]]) -> Tree:
    """The tree without the splits that one of its sides does not need."""
    if leaves(tree) > LARGEST_SHRUNK:
        return tree
    checker = Checker(reader, goal, programs)

    def walk(here: Tree, signs: Signs, path: tuple[Constraint, ...]) -> Tree:
        if isinstance(here, Leaf):
            return here
        form = polynomial(here.form)
        above = walk(here.above, signs.learn(form, 0, 1), (*path, (form, ">=")))
        below = walk(here.below, signs.learn(form, -1, -1), (*path, (scaled(form, -1), ">")))
        number = len(programs) + len(path)
        for side in (above, below):
            if number not in used_numbers(side):
                shorter = without_split(side, number)
                try:
                    checker.check(shorter, signs, path)
                except (KernelError, TranslationError, LookupError):
                    continue
                return shorter
        return replace(here, above=above, below=below)

    return walk(tree, Signs({}), ())

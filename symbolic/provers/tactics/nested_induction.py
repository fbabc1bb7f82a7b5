"""Equations for every natural number whose proof by induction needs a lemma that is itself proved by induction.

The step from k to k + 1 leaves something over once all equations and the equation at k are used. That it is zero is
the lemma: proved in the same way, without the equation at k. Before that, what all its summands begin or end with is
taken off (A*x and B*x differ by (A - B)*x), for the lemma without it says more. So A*W = W*B gives
(sum of A^r)*W = W*(sum of B^r) by the lemma A^k*W = W*B^k.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Basic, Eq, Integer

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem, induction
from symbolic.language.statements import equals
from symbolic.language.substitution import substitute, symbols_in
from symbolic.language.terms import add
from symbolic.network.tensor import UNIT, Tensor
from symbolic.provers.monomials import Alphabet, Polynomial
from symbolic.provers.relations import blocks_of
from symbolic.provers.search import Search
from symbolic.provers.tactics.induction import DEEPEST, running_exponents

LEVELS = 3
"""How deep lemmas may be nested."""
LONGEST = 24
"""The summands that a lemma may have."""


def by_nested_induction(search: Search, goal: Any) -> Theorem | None:
    """The goal by induction, with lemmas by induction where a step needs them."""
    if search.depth > DEEPEST or not isinstance(goal, Eq) or not any(True for _ in running_exponents(goal)):
        return None
    return _proved(search, goal, LEVELS)


def _proved(search: Search, goal: Basic, level: int) -> Theorem | None:
    """An equation by completion, by a lemma without what its summands share, or by induction with lemmas."""
    if not search.remaining():
        return None
    found = search.equation(goal)
    if found is not None or search.contradictory or not level:
        return found
    for lemma in _without_common_factors(search, search.kernel.difference(goal)):
        known = _proved(search.under(search.given, lemma), lemma, level)
        if known is not None:
            return _by(search, search.given, goal, [known])
    for k in running_exponents(goal):
        found = _by_induction(search, goal, k, level)
        if found is not None:
            return found
    return None


def _by_induction(search: Search, goal: Basic, k: Any, level: int) -> Theorem | None:
    given = [h for h in search.given if k not in symbols_in(h)]
    try:
        first = substitute(goal, {k: Integer(1 if k.is_positive else 0)})
        after = substitute(goal, {k: add(k, 1)})
        base = _proved(search.under(given, first), first, level - 1)
    except LineproofError:
        return None
    if base is None:
        return None
    lemmas: list[Theorem] = []
    for _ in range(LEVELS):
        inner = search.under([*given, goal, *(lemma.statement for lemma in lemmas)], after)
        step = inner.equation(after)
        if inner.contradictory:
            return None
        if step is not None:
            return induction(search.kernel, goal, k, base, _discharged(search, inner.discharged(step), lemmas))
        fresh = _lemma(inner, after)
        if fresh is None or any(fresh == known.statement for known in lemmas):
            return None
        known = _proved(search.under(given, fresh), fresh, level - 1)
        if known is None:
            return None
        lemmas.append(known)
    return None


def _lemma(inner: Search, goal: Basic) -> Basic | None:
    """That what the equations at hand leave of the goal is zero."""
    whole = inner.kernel.difference(goal)
    rest = inner.equations.reduced(whole, inner.share())
    if not 0 < len(rest.terms) <= LONGEST:
        return None
    return _vanishes(inner, rest)


def _vanishes(search: Search, value: Tensor) -> Basic:
    return equals(search.equations.relations.reader.term(value), 0)


def _by(search: Search, given: Any, goal: Basic, lemmas: list[Theorem]) -> Theorem | None:
    inner = search.under([*given, *(lemma.statement for lemma in lemmas)], goal)
    found = inner.equation(goal)
    return None if found is None or inner.contradictory else _discharged(search, inner.discharged(found), lemmas)


def _discharged(search: Search, theorem: Theorem, lemmas: list[Theorem]) -> Theorem:
    """The theorem without the lemmas among its hypotheses."""
    for lemma in reversed(lemmas):
        if lemma.statement in theorem.hypotheses and not search.is_given(lemma.statement):
            theorem = search.kernel.discharge(theorem, lemma)
    return theorem


def _without_common_factors(search: Search, value: Tensor) -> Iterator[Basic]:
    """That a sum is zero without the numbers and matrices that all its summands begin or end with."""
    words = search.equations.words
    for _, part in blocks_of(value):
        polynomial = words.polynomial(part) if part.terms else None
        if not polynomial or len(polynomial) < 2:
            continue
        shorter, axes = _stripped(words.alphabet, polynomial, part)
        if shorter != polynomial:
            yield _vanishes(search, words.tensor(shorter, axes))


def _stripped(alphabet: Alphabet, polynomial: Polynomial, part: Tensor) -> tuple[Polynomial, Any]:
    """The polynomial without its common scalars, first and last letters, and the axes of what is left."""
    shared = set.intersection(*(set(scalars) for scalars, _ in polynomial))
    words = [word for _, word in polynomial]
    front = _beginning(words)
    back = _beginning([word[len(front) :][::-1] for word in words])[::-1]
    axes = list(part.axes)
    if front:
        axes[0] = _axis(alphabet.shape(front)[1])
    if back:
        axes[1] = _axis(alphabet.shape(back)[0])
    shorter: Polynomial = {}
    for (scalars, word), c in polynomial.items():
        for letter in shared:
            scalars = scalars.replace(letter, "", 1)
        shorter[scalars, word[len(front) : len(word) - len(back)]] = c
    return shorter, tuple(axes)


def _beginning(words: list[str]) -> str:
    """What all words begin with."""
    differ = (k for k, letters in enumerate(zip(*words, strict=False)) if len(set(letters)) > 1)
    return words[0][: next(differ, min(map(len, words)))]


def _axis(dim: str) -> Any:
    return UNIT if dim == "1" else ((dim,),)

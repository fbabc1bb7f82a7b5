"""Which words stand under a trace once everything is multiplied out, and what brings them to one form.

Coq compares numbers as they are written, so `\\tr (A *m B)` and `\\tr (B *m A)` are two. Each word is replaced by the
least of its rotations and of those of its transpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Identity, Inverse, MatPow, MatrixSymbol, Transpose, ZeroMatrix

from symbolic.coq.gallina import Gallina, NotExportable
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar
from symbolic.language.substitution import subterms

Word = tuple[str, ...]
MOST = 200


def words(term: Any, writer: Gallina) -> set[Word]:
    """The words of a matrix, multiplied out. Raises NotExportable above MOST words."""
    found = _words(term, writer)
    if len(found) > MOST:
        raise NotExportable("too many words")
    return found


def _words(term: Any, writer: Gallina) -> set[Word]:
    if isinstance(term, MatrixSymbol | Inverse) or operands_of(term, "pinv"):
        return {(writer.matrix(term),)}
    if isinstance(term, Identity):
        return {()}
    if isinstance(term, ZeroMatrix):
        return set()
    if isinstance(term, Transpose):
        return {turned(word, writer) for word in words(term.args[0], writer)}
    if term.is_MatAdd:
        return {word for part in term.args for word in words(part, writer)}
    factors = (term.args[0],) * int(term.args[1]) if isinstance(term, MatPow) else term.args
    total: set[Word] = {()}
    for factor in factors:
        if not is_scalar(factor):
            total = {(*left, *right) for left in total for right in words(factor, writer)}
    return total


def turned(word: Word, writer: Gallina) -> Word:
    """The word of the transpose."""
    same = {known.name for known in writer.inverses.values() if known.symmetric}
    return tuple(a if a in same else a[:-2] if a.endswith("^T") else f"{a}^T" for a in reversed(word))


def traced(term: Any, writer: Gallina) -> Iterator[Word]:
    """The words under the traces of a number."""
    for part in subterms(term):
        if (inner := operands_of(part, "tr")) is not None:
            yield from words(inner[0], writer)


def rotations(found: Iterable[Word], writer: Gallina) -> Iterator[tuple[str, str]]:
    """For each word that is not the least of its class: the equation of the traces, and its proof."""
    for word in sorted(set(found)):
        if not word:
            continue
        back = turned(word, writer)
        least = min(w[k:] + w[:k] for w in (word, back) for k in range(len(w)))
        if word == least:
            continue
        straight = next((k for k in range(len(word)) if word[k:] + word[:k] == least), None)
        base, start = (word, straight) if straight is not None else (back, _rotation(back, least))
        steps = []
        if straight is None:
            steps.append(f"transitivity (\\tr ({text(word)})^T); first by rewrite trT.")
            steps.append(f"transitivity (\\tr ({text(back)})); first by congr (\\tr _); nrm; rewrite ?SYMMETRIC.")
        if start:
            u, v = text(base[:start]), text(base[start:])
            steps.append(f"transitivity (\\tr (({u}) *m ({v}))); first by rewrite ?mulmxA.")
            steps.append("by rewrite trC ?mulmxA.")
        else:
            steps.append("by [].")
        yield f"\\tr ({text(word)}) = \\tr ({text(least)})", " ".join(steps)


def _rotation(word: Word, least: Word) -> int:
    return next(k for k in range(len(word)) if word[k:] + word[:k] == least)


def text(word: Word) -> str:
    """The product."""
    return " *m ".join(word)

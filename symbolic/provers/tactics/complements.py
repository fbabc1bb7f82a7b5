"""What an invertible block matrix says of its parts: Schur complements are invertible, determinants are not 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symbolic.kernel import Theorem
from symbolic.language.operator import operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import has
from symbolic.provers.backward import subject
from symbolic.provers.search import Search


def by_complements(search: Search, condition: Any) -> Theorem | None:
    """The condition again with what is known of the parts of invertible block matrices."""
    name, _ = subject(condition)
    if name not in ("invertible", "!=", "entries !="):
        return None
    before = len(search.facts.known)
    for known in list(search.facts.known.values()):
        kind, term = subject(known.statement)
        if kind in ("invertible", "positive definite"):
            for theorem in _consequences(search, term):
                search.facts.add(theorem)
    if len(search.facts.known) == before:
        return None
    search.existence.forget()
    return search.existence.prove(condition)


def _consequences(search: Search, term: Any) -> Iterator[Theorem]:
    kernel = search.kernel
    whole = search.existence.has("invertible", term)
    value = kernel.translator(term)
    if whole is None or value.axes[0] != value.axes[1] or len(value.axes[0]) < 2:
        return
    yield kernel.law("det_nonzero", {"A": term}, [whole])
    written = search.equations.relations.reader.term(value)
    blocks = operands_of(written, "block")
    if blocks is None or blocks[:2] != (2, 2):
        return
    binding = dict(zip("ABCD", blocks[2:], strict=True))
    whole = kernel.restate(whole, has("invertible", written))
    for law, corner in (("invertible_complement", "A"), ("invertible_complement_lower", "D")):
        if shape_of(binding[corner])[0] == shape_of(binding[corner])[1]:
            known = search.existence.prove(has("invertible", binding[corner]))
            if known is not None:
                yield kernel.law(law, binding, [known, whole])

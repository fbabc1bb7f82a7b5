"""One step of a proof: an equation as a combination of hypotheses in contexts.

Each hypothesis is put into its context (`congr1`), both sides are multiplied out, words under traces are brought to one
form, and `ring` checks left side - right side = sum of c_k * (l_k - r_k), entry by entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from symbolic.coq.contexts import Filled
from symbolic.coq.gallina import Gallina, NotExportable
from symbolic.coq.traces import Word, rotations, traced, turned, words
from symbolic.kernel import Theorem
from symbolic.language.shapes import is_scalar

MOST_ONES, MOST_MULTIPLE = 12, 4
"""Coefficients and common denominators up to which steps are exported."""


@dataclass(frozen=True, slots=True)
class Use:
    """A premise in a context: `source` is its name in the proof, `flipped` says that it is used transposed."""

    context: Filled
    coefficient: Fraction
    source: str
    flipped: bool
    premise: Theorem


def step(name: str, statement: Any, uses: Sequence[Use], writer: Gallina, symmetric: str) -> list[str]:
    """The lines that prove `statement` under a name; `symmetric` is a rule that replaces V^T by V where they are equal.

    Raises NotExportable.
    """
    scalar = is_scalar(statement.args[0])
    common = lcm(*(use.coefficient.denominator for use in uses))
    if common > MOST_MULTIPLE:
        raise NotExportable(f"the denominator {common}")
    found = [*traced(statement, writer), *(word for use in uses for word in _traced_words(use, writer))]
    lines = [f"have {name} : {writer.equation(statement)}."]
    lines += [] if scalar else ["  apply: by_entries => i j."]
    rotating = list(rotations(found, writer))
    for k, (equation, proof) in enumerate(rotating):
        lines.append(f"  have r{k} : {equation}. {proof.replace('SYMMETRIC', symmetric)}")
    rules = f" ?({', '.join(f'r{k}' for k in range(len(rotating)))})" if rotating else ""
    total = "(erefl 0)"
    for k, use in enumerate(uses):
        lines.append(f"  have T{k} := {_instance(use)}.")
        lines.append(f"  nrm_in T{k}; rewrite ?{symmetric}{rules} in T{k}.")
        factors = [_whole(int(use.coefficient * common)), *use.context.numbers]
        if use.context.beside is not None:
            factors.append(f"en i j ({_product(use.context.beside)})")
        total = f"(combine ({' * '.join(factors)}) T{k} {total})"
    rule = "conclude" if common == 1 else f"conclude_multiple {common - 1}"
    return [*lines, f"  nrm; rewrite ?{symmetric}{rules}.", f"  apply: ({rule} {total}); by_ring."]


def _instance(use: Use) -> str:
    """A premise in its context: what both sides become."""
    filled = use.context
    if filled.scalar:
        return use.source
    inner = "M^T" if filled.turned != use.flipped else "M"
    text = _product((*filled.left, inner, *filled.right))
    whole = f"\\tr ({text})" if filled.closed else f"en i j ({text})"
    return f"congr1 (fun M : 'M[R]_(_, _) => {whole}) {use.source}"


def _traced_words(use: Use, writer: Gallina) -> list[Word]:
    """The words under the traces of a premise in its context."""
    filled, statement = use.context, use.premise.statement
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
    if abs(value) > MOST_ONES:
        raise NotExportable(f"the coefficient {value}")
    text = "0" if value == 0 else "1"
    for _ in range(abs(value) - 1):
        text = f"(1 + {text})"
    return f"(- {text})" if value < 0 else text

"""Definitions S = expression among the hypotheses, written out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Basic, Eq

from symbolic.kernel import Theorem
from symbolic.language.statements import Distribution
from symbolic.language.substitution import substitute, symbols_in
from symbolic.provers.search import Search

Definition = tuple[Any, Any, Basic]
"""Symbol, value, and the hypothesis that equates them."""


def by_definitions(search: Search, goal: Any) -> Theorem | None:
    """The goal with the definitions among the hypotheses written out everywhere."""
    definitions = definitions_of(search.given)
    if not definitions:
        return None
    mapping = {symbol: value for symbol, value, _ in definitions}
    chain = [goal]
    for symbol, value, _ in definitions:
        chain.append(substitute(chain[-1], {symbol: value}))
    rest = [substitute(h, mapping) for h in search.given if all(h is not d[2] for d in definitions)]
    inner = search.under(rest, chain[-1])
    theorem = inner.statement(chain[-1])
    if theorem is None:
        return None
    theorem = inner.discharged(theorem)
    for (_, _, hypothesis), statement in zip(reversed(definitions), reversed(chain[:-1]), strict=True):
        theorem = search.kernel.replace(theorem, search.kernel.assume(hypothesis), statement)
    return _with_definitions(search, theorem, definitions, mapping)


def _with_definitions(
    search: Search, theorem: Theorem, definitions: list[Definition], mapping: dict[Any, Any]
) -> Theorem:
    """Hypotheses with definitions written out, replaced by the hypotheses as given."""
    kernel = search.kernel
    for h in search.given:
        written = substitute(h, mapping)
        if written == h or all(kernel.meaning(written) != kernel.meaning(x) for x in theorem.hypotheses):
            continue
        lemma = kernel.assume(h)
        for symbol, value, hypothesis in definitions:
            lemma = kernel.replace(lemma, kernel.assume(hypothesis), substitute(lemma.statement, {symbol: value}))
        theorem = kernel.discharge(theorem, lemma)
    return theorem


def definitions_of(hypotheses: Sequence[Basic]) -> list[Definition]:
    """The hypotheses S = expression without S, S without a law of its own, in an order in which each may be written
    out.
    """
    found: list[Definition] = []
    taken: set[Any] = {h.symbol for h in hypotheses if isinstance(h, Distribution)}
    for h in hypotheses:
        for symbol, value in (h.args, h.args[::-1]) if isinstance(h, Eq) else ():
            inside = symbols_in(value)
            fits = (
                symbol.is_symbol
                and symbol not in inside
                and symbol not in taken
                and not (symbol.is_integer and symbol.is_positive)
            )
            if not fits or any(symbol in symbols_in(v) and s in inside for s, v, _ in found):
                continue
            found = [(s, substitute(v, {symbol: value}), hyp) for s, v, hyp in found]
            value = substitute(value, {s: v for s, v, _ in found})
            if symbol in symbols_in(value):
                continue
            found.append((symbol, value, h))
            taken.add(symbol)
            break
    return found

"""Sums over a running number, sum(f, r, a, b), in canonical form.

The number runs from 0: r = a + s with 0 <= s < N, N = b - a + 1. Then
  sum over s < P + c = sum over s < P, and the last c summands, for natural P and a whole number c from 0;
  a sum of no summands is 0; of sums the sum of each; what does not depend on s stands before it.
So a series factor is one sum of products of factors that all depend on s, with an index for each of theirs that is met
outside. N may be anything: where it is negative there are no summands. A running number is called %1, %2, ... by how
deep the sums inside its own are nested: within a sum every running number around it has another name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symbolic.errors import LanguageError, TranslationError
from symbolic.language.derivatives import derivatives
from symbolic.language.operator import operands_of
from symbolic.language.substitution import sizes_in, substitute, subterms, symbols_in
from symbolic.language.symbols import ScalarSymbol
from symbolic.language.terms import add
from symbolic.network.labels import MARK, label
from symbolic.network.net import Net
from symbolic.network.plug import opened
from symbolic.network.rules import POWER_LIMIT, Translation, rule
from symbolic.network.running import summed
from symbolic.network.tensor import Axis, Coefficient, Tensor, collected, joined, number
from symbolic.network.whole_numbers import is_polynomial, least


@rule("series")
def _series(t: Translation, f: Any, r: Any, first: Any, last: Any) -> Tensor:
    if first == 1 and last.is_Symbol and last.is_positive:
        joined_ = _over_units(t(f), t(r), r.name, t.axis(last))
        if joined_ is not None:
            return joined_
    return running_sum(t, f, r, first, last)


def _over_units(value: Tensor, place: Tensor, name: str, axis: Axis) -> Tensor | None:
    """The sum over r from 1 to n where r stands only in unit vectors of length n: they are joined at one index."""
    terms: list[tuple[Net, Coefficient]] = []
    for net, c in value.terms.items():
        (ext, factors, scalars), touched = opened(net, (name,))
        units = [
            (k, i)
            for k, i in factors
            if label(k).kind == "unit" and label(k).argument == place and (label(k).dims,) == axis
        ]
        rest = [(k, i) for k, i in factors if (k, i) not in units]
        if touched or any(name in label(k).symbols for k, _ in (*rest, *scalars)):
            return None
        ids = [i[0] for _, i in units] or [10**6]
        terms.append((joined(ext, rest, scalars, [(ids[0], i, axis[0][0]) for i in ids]), c))
    return collected(value.axes, terms)


def running_sum(t: Translation, f: Any, r: Any, first: Any, last: Any) -> Tensor:
    """sum(f, r, first, last). Raises TranslationError for what the canonical form does not cover."""
    inner = (operands_of(part, "series") for part in subterms(f))
    taken = {held[1] for held in inner if held is not None}
    if taken & (symbols_in(first) | symbols_in(last)) or r in sizes_in(f):
        raise TranslationError(f"{r} in a size, or a bound of a sum that has the name of an index inside")
    if any(r in symbols_in(node) for node in derivatives(f)):
        raise TranslationError(f"a sum of derivatives that depend on {r} is outside the canonical form")
    count = t(last) - t(first) + number(1)
    if not (first.is_integer and last.is_integer and is_polynomial(count)):
        raise TranslationError(f"a sum from {first} to {last} is outside the canonical form")
    spare = least(count, ())
    apart = max(0, spare or 0)
    if apart > POWER_LIMIT:
        raise TranslationError(f"a sum of {apart} summands is outside the canonical form")
    base = count - number(apart)
    try:
        result = t(substitute(f, {r: first})).scaled(0)
        for j in range(apart):
            result = result + t(substitute(f, {r: add(last, -j)}))
        if spare is None or (count - number(spare)).terms:
            s = ScalarSymbol(f"{MARK}{1 + depth(f)}", integer=True, nonnegative=True)
            value = t.running(s.name, base, substitute(f, {r: add(first, s)}))
            result = result + summed(value, (*t.around, (s.name, base)))
    except LanguageError as error:
        raise TranslationError(f"a sum over {r} is outside the canonical form: {error}") from error
    return result


@lru_cache(maxsize=4096)
def depth(f: Any) -> int:
    """How deep sums over running numbers are nested in a term."""
    inner = (operands_of(part, "series") for part in subterms(f))
    return max((1 + depth(held[0]) for held in inner if held is not None), default=0)

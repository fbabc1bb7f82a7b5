"""Hypotheses prepared for sampling: what needs a value, what is defined by others, what a hypothesis ties together.

A symbol with a defining equation `S = term` is computed, not drawn. Every other hypothesis is a constraint on the
*base* symbols that remain once definitions are inlined. `exists W: ...` makes W a symbol to be found; the laws of
random symbols constrain their parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Basic, Eq

from numeric.sampling.realizations import outside
from numeric.sampling.sizes import about_sizes
from numeric.sampling.variables import (
    Equation,
    definitions,
    equations,
    free_symbols,
    implied,
    is_random,
    is_sized,
    valued,
)
from symbolic.errors import LanguageError
from symbolic.language.statements import Distribution, Exists


@dataclass(frozen=True, slots=True)
class Constraint:
    """A hypothesis, the base symbols it ties together, and the equations it amounts to (definitions inlined; none for
    conditions).
    """

    statement: Basic
    bases: frozenset[Basic]
    equations: tuple[Equation, ...]


@dataclass(frozen=True)
class System:
    """Hypotheses, analysed. `symbols` are those that a point must give a value; `hidden` the witnesses of existential
    hypotheses, `loose` the random symbols that stand outside of expectations."""

    hypotheses: tuple[Basic, ...]
    sized: tuple[Any, ...]
    symbols: tuple[Any, ...]
    hidden: frozenset[Basic]
    loose: tuple[Any, ...]
    defined: dict[Basic, Any]
    constraints: tuple[Constraint, ...]

    @property
    def base(self) -> tuple[Any, ...]:
        """The symbols to draw."""
        return tuple(s for s in self.symbols if s not in self.defined)

    @cached_property
    def laws(self) -> dict[Basic, Distribution]:
        """The law of each random symbol."""
        return {h.symbol: h for h in self.hypotheses if isinstance(h, Distribution)}

    @cached_property
    def needed(self) -> dict[Basic, frozenset[Basic]]:
        """For each defined symbol the valued symbols in its meaning."""
        return {s: valued(free_symbols(meaning)) for s, meaning in self.defined.items()}

    def rests_on(self, symbol: Basic) -> frozenset[Basic]:
        """The base symbols on which a symbol depends."""
        return bases((symbol,), self.defined)

    @cached_property
    def checkable(self) -> tuple[Basic, ...]:
        """The hypotheses that can be checked at a point, and what the laws of random symbols require of their
        parameters.
        """
        return tuple(h for h in (*self.hypotheses, *implied(self.hypotheses)) if not isinstance(h, Distribution))


def analyse(hypotheses: Iterable[Basic], others: Iterable[Basic] = ()) -> System:
    """The system of `hypotheses`, with values for the free symbols of `others` (the claims) as well."""
    stated = tuple(hypotheses)
    flat = [part for h in stated for part in _flat(h)]
    flat += [h for h in implied(stated) if h not in flat]
    everything = frozenset[Basic]().union(*(free_symbols(s) for s in (*flat, *others)))
    hidden = frozenset(w for h in stated if isinstance(h, Exists) for w in h.args[:1])
    loose = frozenset[Basic]().union(*(outside(s) for s in (*flat, *others)))
    defined = definitions(flat)
    constraints = tuple(_constraint(h, defined) for h in flat if not _settled(h, defined))
    ordered = sorted(valued(everything), key=str)
    sized = tuple(sorted((s for s in everything if is_sized(s)), key=str))
    return System(stated, sized, tuple(ordered), hidden, tuple(sorted(loose, key=str)), defined, constraints)


def _flat(statement: Basic) -> tuple[Basic, ...]:
    return tuple(statement.args[1:]) if isinstance(statement, Exists) else (statement,)


def _settled(statement: Basic, defined: dict[Basic, Any]) -> bool:
    """Whether nothing is left to check: laws, conditions on sizes, and the definitions themselves."""
    if isinstance(statement, Distribution) or about_sizes(statement):
        return True
    pairs = (statement.args, statement.args[::-1]) if isinstance(statement, Eq) else ()
    return any(a in defined and defined[a] == b for a, b in pairs)


def _constraint(statement: Basic, defined: dict[Basic, Any]) -> Constraint:
    try:
        inlined = tuple(e.inlined(defined) for e in equations(statement))
    except LanguageError:
        inlined = ()
    return Constraint(statement, bases(free_symbols(statement), defined), inlined)


def bases(symbols: Iterable[Basic], defined: dict[Basic, Any]) -> frozenset[Basic]:
    """The base symbols on which `symbols` depend."""
    found: set[Basic] = set()
    for symbol in symbols:
        if symbol in defined:
            found |= bases(free_symbols(defined[symbol]), defined)
        elif not is_sized(symbol) and not is_random(symbol):
            found.add(symbol)
    return frozenset(found)

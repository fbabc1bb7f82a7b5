"""One law, and tables of laws as text.

A row of a table reads `name: hypotheses |- conclusions | reason`, hypotheses and conclusions apart by semicolons; a
line that is set in further continues the row. All rows of a table have the same symbols.

>>> [one] = laws("A: n x n", "symmetric: symmetric(A) |- A' = A | symmetric")
>>> one.given, one.claim
(('symmetric(A)',), ("A' = A",))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from symbolic.errors import LanguageError


@dataclass(frozen=True)
class Law:
    """One law: `let`, `given`, `claim` as in a claim file; `reason` is what a teacher writes in the margin."""

    name: str
    let: Mapping[str, str]
    given: tuple[str, ...]
    claim: tuple[str, ...]
    reason: str


def laws(let: str, table: str) -> tuple[Law, ...]:
    """The laws of a table, all over the symbols `let`. Raises LanguageError for a row of another form."""
    symbols = {name.strip(): said.strip() for name, _, said in (part.partition(":") for part in let.split(";"))}
    rows: list[str] = []
    for line in dedent(table).splitlines():
        if line.startswith(" ") and rows:
            rows[-1] += " " + line.strip()
        elif line.strip():
            rows.append(line.strip())
    return tuple(_row(symbols, row) for row in rows)


def _row(symbols: Mapping[str, str], row: str) -> Law:
    name, colon, rest = row.partition(":")
    said, bar, reason = rest.rpartition(" | ")
    given, turnstile, claim = said.partition("|-")
    if not (colon and bar and turnstile):
        raise LanguageError(f"{row!r} is no law: expected name: hypotheses |- conclusions | reason")
    return Law(name, symbols, _parts(given), _parts(claim), reason.strip())


def _parts(text: str) -> tuple[str, ...]:
    """The statements between semicolons; those inside brackets belong to block matrices."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return tuple(part.strip() for part in parts if part.strip())

r"""How an operator is written in LaTeX: a template, how tightly it binds, and how tightly its operands must.

Conventions. A template is a format string: `{0}` is the first operand, `{args}` all of them. It writes its brackets as
`\left( \right)`; a writer drops `\left` and `\right` where nothing tall stands between them. An operand that binds less
tightly than its place asks is put in brackets.

>>> Notation(r"{0} \otimes {1}", Level.CIRCLED, (Level.CIRCLED, Level.PRODUCT)).place(1)
<Level.PRODUCT: 3>
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """How tightly LaTeX binds, loosest first.

    `CIRCLED` is an entrywise or Kronecker product, `PREFIX` a fraction or a sign such as nabla in front of its operand,
    `POWER` carries a superscript, `ATOM` can carry one.
    """

    STATEMENT = 0
    SUM = 1
    CIRCLED = 2
    PRODUCT = 3
    PREFIX = 4
    POWER = 5
    ATOM = 6


@dataclass(frozen=True, slots=True)
class Notation:
    """The template of one application. `places`: the level each operand needs, `SUM` (anything) where not given.

    `operands`: what the template shows, where that is not simply the operands. `open_right`: the last operand extends
    as far to the right as a product does, as under a summation sign. `sized`: template or operands give the size of the
    result.
    """

    template: str
    level: Level = Level.ATOM
    places: tuple[Level, ...] = ()
    operands: tuple[Any, ...] | None = None
    open_right: bool = False
    sized: bool = True

    def place(self, k: int) -> Level:
        """The level that operand number `k` needs."""
        return self.places[k] if k < len(self.places) else Level.SUM


def called(name: str) -> str:
    r"""The template of a function: its name upright, its arguments in brackets.

    >>> called("tr")
    '\\operatorname{{tr}}\\left({args}\\right)'
    """
    return rf"\operatorname{{{{{name}}}}}\left({{args}}\right)"

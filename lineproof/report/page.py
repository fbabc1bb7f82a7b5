"""All judged derivations on one self-contained HTML page: MathML, figures embedded, no script, no network.

Conventions. Whatever comes from outside is escaped by the template engine; only MathML made here and the page's own
style sheet are inserted as they are. Figures are SVG in data addresses, where a script inside would not run. A verdict
is told by its sign, its word and its frame; colour only repeats it. The page itself forbids scripts and foreign sources
(Content-Security-Policy).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lineproof import __version__
from lineproof.report.evidence import Check, checks, numbers, sizes_in_words
from lineproof.report.mathml import mathml
from lineproof.report.model import Line, Presented
from lineproof.report.widths import broken, width
from proofs.readable import STEPS
from symbolic.derivation import Verdict

ROOM, LEFT = 330.0, 120.0
"""Points for a formula, and for a left side in its column."""
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Mark:
    """How a verdict is shown: a sign, and a style that is told apart without colour."""

    sign: str
    style: str
    meaning: str


MARKS: dict[Verdict, Mark] = {
    Verdict.PROVED: Mark("✓", "proved", "a theorem, for matrices of every size"),
    Verdict.SUPPORTED: Mark("○", "supported", "neither a proof nor a counterexample was found, which is no proof"),
    Verdict.NEEDS: Mark("△", "needs", "true wherever it has a value, which takes a further hypothesis"),
    Verdict.REFUTED: Mark("✗", "refuted", "false, with matrices that show it"),
    Verdict.ILL_TYPED: Mark("✗", "illtyped", "the shapes do not fit"),
    Verdict.DEFINITION: Mark("≔", "definition", "introduces a name"),
    Verdict.UNREAD: Mark("?", "unread", "not understood"),
}


@dataclass(frozen=True, slots=True)
class _Cells:
    """The formulas of one line: `above` goes over the whole width, `left` and `right` into their columns."""

    above: tuple[str, ...]
    left: str
    right: tuple[str, ...]


def page(proofs: Sequence[Presented]) -> str:
    """The HTML of the page; figures are read from their files."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    functions = {
        "math": mathml, "cells": _cells, "mark": MARKS.__getitem__, "data": _data, "checks": checks, "numbers": numbers,
        "sizes": sizes_in_words, "bound": _bound, "shown": _shown, "follows": _follows, "summary": _summary,
        "column": _column, "pieces": _pieces,
    }  # fmt: skip
    template = environment.get_template("report.html.j2")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    return template.render(proofs=proofs, marks=MARKS, style=style, version=__version__, Verdict=Verdict, **functions)


def _cells(line: Line) -> _Cells:
    """Where the formulas of a line go; long ones are broken."""
    if not line.sign:
        return _Cells(tuple(_pieces(line.right)), "", ())
    sign = "≔" if line.sign == ":=" else line.sign
    long = width(line.left) > LEFT
    first, *others = broken(line.right, ROOM - LEFT)
    right = (f"{sign} {first}", *(rf"\quad {piece}" for piece in others))
    above = tuple(_pieces(line.left)) if long else ()
    return _Cells(above, "" if long else line.left, right)


def _pieces(latex: str) -> list[str]:
    """A formula in lines; an empty group in front of a sign makes it stand between two things."""
    first, *others = broken(latex, ROOM)
    return [first, *(f"{{}} {piece}" for piece in others)]


def _column(lines: Sequence[Line]) -> str:
    """The width of the column of left sides, in em."""
    widest = max((width(line.left) for line in lines if line.sign and width(line.left) <= LEFT), default=0.0)
    return f"{widest / 9.0 + 1.2:.1f}"


def _data(path: Path) -> str:
    """A file as a data address."""
    return f"data:image/svg+xml;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _bound(check: Check) -> str:
    """The bound as a formula."""
    mantissa, exponent = f"{check.bound or 0.0:.1e}".split("e")
    return mathml(rf"{mantissa} \cdot 10^{{{int(exponent)}}}", display=False)


def _shown(line: Line) -> bool:
    """Whether there is more to say of a line than its reason."""
    return bool(line.needs or line.witness or line.message or line.laws or line.reasons or line.tried)


def _follows(line: Line) -> str:
    """What is to be said of the step."""
    return STEPS.get(line.step, "")


def _summary(proof: Presented) -> list[tuple[Verdict, int]]:
    """Verdicts of the claims with their numbers, as the table of marks has them."""
    return [(verdict, proof.counts[verdict]) for verdict in MARKS if proof.counts[verdict]]

r"""Long formulas: how wide LaTeX will be set, roughly, and where to break it.

Conventions. Widths are in units of 1 pt at 10 pt type (one `X` is about 8). They come from a table of classes of signs
and are good to some ten per cent, which is enough to decide where a line ends; what then still does not fit is for the
writer of the page. A break stands, best first: before a sign of relation, before a plus or minus, between two factors,
after a comma, all outside brackets; then the same inside one, two and three pairs of round or square brackets that do
not grow.
Braces and matrices are never broken; growing brackets get a fixed size when nothing else helps.

>>> broken(r"a + b + (c + d) e", 50.0)
['a + b', '+ (c + d) e']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\\begin\{bmatrix\}|\\end\{bmatrix\}|\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_NARROW = dict.fromkeys("()[]|,.;:!'", 3.3) | dict.fromkeys("ijltIJ", 4.4) | dict.fromkeys("+-=<>", 12.5)
_WIDE = dict.fromkeys("mwMWXHNKV", 8.3)
_COMMANDS = {
    r"\ne": 13.0, r"\le": 13.0, r"\ge": 13.0, r"\succeq": 13.0, r"\subseteq": 13.0, r"\sim": 13.0, r"\implies": 22.0,
    r"\cdot": 7.5, r"\times": 12.5, r"\odot": 12.5, r"\oslash": 12.5, r"\otimes": 12.5, r"\in": 12.0, r"\quad": 10.0,
    r"\lVert": 5.0, r"\rVert": 5.0, r"\lvert": 2.8, r"\rvert": 2.8, r"\left": 1.2, r"\right": 1.2, r"\ ": 4.5,
    r"\,": 1.7, r"\nabla": 8.3, r"\sum": 14.0, r"\mathbb": 0.0, r"\mathbf": 0.0, r"\mathrm": 0.0, r"\mathcal": 2.0,
    r"\det": 15.0, r"\log": 14.0, r"\exp": 16.0, r"\max": 19.0, r"\min": 18.0, r"\sin": 14.0, r"\cos": 14.0,
    r"\tanh": 21.0, r"\hat": 0.0, r"\bar": 0.0, r"\tilde": 0.0, r"\dot": 0.0, r"\star": 5.0, r"\circ": 5.0,
    r"\overset": 0.0,
}  # fmt: skip
_ROMAN = {r"\operatorname": 1.8, r"\operatorname*": 1.8, r"\text": 0.0, r"\mathit": 0.0}
_SCRIPT = 0.72
_OPENING, _CLOSING = ("(", "[", r"\lVert", r"\lvert"), (")", "]", r"\rVert", r"\rvert")


def width(latex: str) -> float:
    r"""The width of a formula.

    >>> width(r"\frac{X}{2}") < width("X + 2")
    True
    """
    reader = _Reader(_TOKEN.findall(latex))
    total = 0.0
    while reader.left():
        total += reader.item()
    return total


@dataclass(slots=True)
class _Reader:
    """Tokens and a place among them; every method reads on and returns a width."""

    tokens: list[str]
    at: int = 0

    def left(self) -> bool:
        return self.at < len(self.tokens)

    def next(self) -> str:
        token = self.tokens[self.at] if self.left() else ""
        self.at += 1
        return token

    def item(self) -> float:
        token = self.next()
        if token in ("^", "_"):
            return _SCRIPT * self.argument() + 0.5
        if token == "{":
            return self.until("}")
        if token == r"\frac":
            return max(0.95 * self.argument(), 0.95 * self.argument()) + 2.4
        if token == r"\begin{bmatrix}":
            return self.matrix()
        if token in _ROMAN:
            return _ROMAN[token] + 4.9 * len(self.raw())
        return _one(token)

    def argument(self) -> float:
        while self.left() and self.tokens[self.at].isspace():
            self.at += 1
        return self.item() if self.left() else 0.0

    def until(self, end: str) -> float:
        total = 0.0
        while self.left() and self.tokens[self.at] != end:
            total += self.item()
        self.at += 1
        return total

    def raw(self) -> str:
        """The text of a group."""
        if self.next() != "{":
            return ""
        start, depth = self.at, 1
        while depth and self.left():
            depth += {"{": 1, "}": -1}.get(self.next(), 0)
        return "".join(self.tokens[start : self.at - 1])

    def matrix(self) -> float:
        rows, cell = [[0.0]], 0.0
        while self.left() and self.tokens[self.at] != r"\end{bmatrix}":
            if self.tokens[self.at] in ("&", r"\\"):
                rows[-1][-1] = cell
                rows[-1:] = [[*rows[-1], 0.0]] if self.next() == "&" else [rows[-1], [0.0]]
                cell = 0.0
            else:
                cell += self.item()
        rows[-1][-1] = cell
        self.at += 1
        columns = [max((row[k] for row in rows if k < len(row)), default=0.0) for k in range(max(map(len, rows)))]
        return 11.0 + sum(columns) + 10.0 * (len(columns) - 1)


def _one(token: str) -> float:
    if token.isspace():
        return 0.0
    if token.startswith("\\"):
        return _COMMANDS.get(token, 6.5)
    return _NARROW.get(token) or _WIDE.get(token) or (8.0 if token.isupper() else 5.3)


def broken(latex: str, room: float) -> list[str]:
    """The formula in lines of at most `room`, as far as its breaks allow; one line where it fits."""
    lines = _filled(latex, room, _KINDS)
    if "\\left" in latex and any(width(line) > room for line in lines):
        return _filled(_GROWING.sub(lambda m: rf"\Big{m[1][0]}", latex), room, _KINDS)
    return lines


_GROWING = re.compile(r"\\(left|right)(?![a-z])")
_KINDS = tuple((kind, depth) for depth in range(4) for kind in ("relation", "sign", "factor", "comma"))
"""Breaks in the order in which they are tried: of which kind, at which depth of brackets."""


def _filled(latex: str, room: float, kinds: Sequence[tuple[str, int]]) -> list[str]:
    if width(latex) <= room or not kinds:
        return [latex]
    kind, depth = kinds[0]
    places = breaks(latex, kind, depth)
    if not places:
        return _filled(latex, room, kinds[1:])
    pieces = [latex[a:b].strip() for a, b in zip([0, *places], [*places, len(latex)], strict=True)]
    lines: list[str] = []
    for k, piece in enumerate(pieces):
        joined = f"{lines[-1]} {piece}" if lines else piece
        if width(joined) <= room:
            lines[-1:] = [joined]
        else:
            inner = kinds[1:] if k == 0 or depth == 0 else _KINDS  # inside brackets depth is counted anew
            lines += _filled(piece if kind != "factor" or not lines else rf"\cdot {piece}", room, inner)
    return lines


def breaks(latex: str, kind: str, depth: int) -> list[int]:
    """Where the formula can be broken inside `depth` plain brackets: before a "relation", a "sign" or a "factor", or
    after a "comma".
    """
    found: list[int] = []
    plain, locked, place, last = 0, 0, 0, ""
    for token in _TOKEN.findall(latex):
        if token in ("{", r"\begin{bmatrix}") or (token in _OPENING and last == r"\left"):
            locked += 1
        elif token in ("}", r"\end{bmatrix}") or (token in _CLOSING and last == r"\right"):
            locked -= 1
        else:
            plain += (token in _OPENING) - (token in _CLOSING)
            if _fits(latex, kind, token, place) and locked == 0 and plain == depth and place > 0:
                found.append(place)
        place += len(token)
        last = token
    return found


def _fits(latex: str, kind: str, token: str, place: int) -> bool:
    """Whether a line may end before `token`, at `place`."""
    if kind == "comma":
        return token.isspace() and latex[:place].endswith(",")
    if kind == "factor":
        return token.isspace() and _between_factors(latex, place)
    return token in (_RELATIONS if kind == "relation" else ("+", "-")) and latex[:place].endswith(" ")


_RELATIONS = ("=", "<", ">", r"\le", r"\ge", r"\ne", r"\succeq", r"\subseteq", r"\implies", r"\in")
_AFTER = re.compile(
    r"(?:[-+=<>,:]|\\(?:cdot|odot|oslash|otimes|quad|in|le|ge|ne|succeq|subseteq|sim|implies|partial)|\\ "
    r"|\\nabla(?:\^\{2\})?_\{[^{}]*\}|\\frac\{\\(?:partial|mathrm\{d\})\}\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
    r"|\\sum_\{[^{}]*\}\^\{[^{}]*\})\Z"
)
_BEFORE = re.compile(r"[-+=<>,:]|\\(?:cdot|odot|oslash|otimes|quad|in|le|ge|ne|succeq|subseteq|sim|implies|text)\b|\\ ")


def _between_factors(latex: str, place: int) -> bool:
    """Whether the space at `place` has factors on both sides: no sign, none that needs what follows."""
    return not (_AFTER.search(latex[:place].rstrip()) or _BEFORE.match(latex[place:].lstrip()))

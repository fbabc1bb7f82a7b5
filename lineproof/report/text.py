r"""Text from outside in a LaTeX document: every character either printed or named, none obeyed.

Conventions. ASCII specials are escaped, Greek letters and a few signs of mathematics become formulas, Latin letters
with accents are left to the encoder of pylatexenc, and a character that pdfLaTeX could not set is written by its
number.

>>> escaped(r"100% of \input{x} & $y_1$")
'100\\% of \\textbackslash{}input\\{x\\} \\& \\$y\\_1\\$'
"""

from __future__ import annotations

import re
import unicodedata

from pylatexenc.latexencode import unicode_to_latex

from symbolic.latex.names import GREEK

_SPECIAL = {c: f"\\{c}" for c in "#$%&_{}"} | {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''", "`": r"\textasciigrave{}", "'": "'",
}  # fmt: skip
_SIGNS = {
    "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "×": r"\times", "·": r"\cdot", "−": "-", "⊤": r"\top", "∞": r"\infty",
    "±": r"\pm", "∈": r"\in", "→": r"\to", "⇒": r"\Rightarrow", "≈": r"\approx", "²": "^{2}", "³": "^{3}",
    "½": r"\tfrac12", "√": r"\surd", "∇": r"\nabla", "∂": r"\partial", "∑": r"\sum", "⟂": r"\perp",
    "≻": r"\succ", "⪰": r"\succeq",
}  # fmt: skip
_TYPOGRAPHY = {
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\dots{}", "\N{NO-BREAK SPACE}": "~",
}  # fmt: skip
_ACCENTED = re.compile(
    r"\{?\\['`^\"~=]\{?\\i\}?\}?|\\['`^\"~=.][A-Za-z]|\\['`^\"~=.vcukrH]\{\\?[A-Za-z]\}|\{\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|DJ|dj|th|TH|dh|DH|ng|NG)\}"
)


def escaped(text: str) -> str:
    """The text, to be set by pdfLaTeX outside formulas; control characters are spaces."""
    return "".join(map(_character, text))


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c if c.isprintable() else " "
    if c in _TYPOGRAPHY:
        return _TYPOGRAPHY[c]
    if c in _SIGNS:
        return f"${_SIGNS[c]}$"
    name = unicodedata.name(c, "")
    if greek := re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", name):
        word = greek[2].lower().replace("lamda", "lambda")
        command = GREEK.get(word if greek[1] == "SMALL" else word.capitalize())
        if command:
            return f"${command}$"
    if name.startswith("LATIN ") and ord(c) < 0x180:
        encoded = unicode_to_latex(c, non_ascii_only=True, unknown_char_policy="ignore", unknown_char_warning=False)
        if _ACCENTED.fullmatch(encoded):
            return f"{{{encoded}}}"
    return f"[U+{ord(c):04X}]"


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""

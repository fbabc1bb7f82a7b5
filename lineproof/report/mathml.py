r"""Formulas as MathML, by latex2mathml, with its output mended where browsers show it badly.

Conventions. In: the LaTeX that `symbolic.latex` writes. Out: a `math` element. The names of functions and the signs of
relations that latex2mathml takes for the wrong kind of token are put right, norms become fences. What the converter
cannot read, or what comes out with any other element than those of MathML, is shown as LaTeX, escaped.

Reference: MathML Core, W3C Working Draft.

>>> mathml(r"X^{\top} \succeq 0", display=False)
'<math><mrow><msup><mi>X</mi><mrow><mo>⊤</mo></mrow></msup><mo>⪰</mo><mn>0</mn></mrow></math>'
"""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

_FENCES = re.compile(r"(?<!\\left)(?<!\\right)\\(?P<side>[lr])(?P<kind>Vert|vert)(?![A-Za-z])")
_GROWN = {"l": "left", "r": "right"}
_WORD = re.compile(r"<mo(?: movablelimits=\"true\")?>([A-Za-z]{2,})</mo>")
_FUNCTION = re.compile(r"(</mfrac>|</ms(?:u[bp]|ubsup)>|</m[in]>|\)</mo>)(?=<mi>[A-Za-z]{2,}</mi>)")
_MINUS = re.compile(r'(<mo stretchy="(?:false|true)"[^>]*>[(\[]</mo>|<mo>[,=∼⇒]</mo>)<mo>−</mo>')
_SIGN = re.compile(r"<mi>([\u2200-\u22ff\u2a00-\u2aff\u27f0-\u27ff~:=<>])</mi>")
_HEAD = re.compile(r"<math[^>]*>")
_NAME = re.compile(r"\\mathit\{((?:[A-Za-z0-9]|\\_)+)\}")
_ELEMENTS = {
    "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom",
}  # fmt: skip
_ATTRIBUTES = {
    "display", "stretchy", "fence", "form", "mathvariant", "width", "accent", "movablelimits", "columnalign", "minsize",
    "linethickness", "displaystyle", "scriptlevel", "maxsize", "columnspacing", "rowspacing", "columnlines",
}  # fmt: skip
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);")


def mathml(latex: str, *, display: bool = True) -> str:
    """A formula as a `math` element, which stands in its line; `display` for fractions and sums of full size."""
    try:
        converted = convert(_prepared(latex))
    except Exception:  # a dozen kinds without a common base, StopIteration among them; the formula is shown as written
        return _as_written(latex)
    text = _HEAD.sub('<math displaystyle="true">' if display else "<math>", converted, count=1)
    text = _ENTITY.sub(_readable, text)
    text = _FUNCTION.sub(r'\1<mspace width="0.167em" />', _WORD.sub(r"<mi>\1</mi>", text))
    text = _MINUS.sub(r'\1<mo form="prefix">−</mo>', text.replace('<mn mathvariant="bold">1</mn>', "<mi>𝟏</mi>"))
    text = _SIGN.sub(lambda match: f"<mo>{'∼' if match[1] == '~' else match[1]}</mo>", text)
    return text if _harmless(text) else _as_written(latex)


def _as_written(latex: str) -> str:
    return f"<code>{html.escape(latex)}</code>"


def _harmless(text: str) -> bool:
    """Whether the text is one well-formed element, of elements and attributes of MathML only."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return False
    return all(part.tag in _ELEMENTS and _ATTRIBUTES.issuperset(part.attrib) for part in root.iter())


def _prepared(latex: str) -> str:
    r"""LaTeX that latex2mathml knows: norms as growing fences, words whole, \operatorname without a star, matrices in
    braces (an exponent would take their first bracket alone).
    """
    sides = [match["side"] for match in _FENCES.finditer(latex)]
    text = latex
    if sides.count("l") == sides.count("r"):  # not so in a piece of a longer formula
        text = _FENCES.sub(lambda match: rf"\{_GROWN[match['side']]}\{match['side']}{match['kind']}", latex)
    text = _NAME.sub(lambda match: rf"\text{{{match[1]}}}".replace(r"\_", "_"), text)
    text = text.replace(r"\begin{bmatrix}", r"{\begin{bmatrix}").replace(r"\end{bmatrix}", r"\end{bmatrix}}")
    return text.replace(r"\operatorname*", r"\operatorname").replace(r"\implies", r"\Rightarrow")


def _readable(match: re.Match[str]) -> str:
    """The character of an entity, unless markup needs it escaped."""
    return html.escape(chr(int(match[1], 16)))

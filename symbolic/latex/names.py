r"""Names of symbols in LaTeX.

Conventions. A name is a base, then an accent, then an index: `what0` is \hat{w}_{0}, `sigma2` is \sigma_{2}, `W_out` is
W_{\mathrm{out}}.

- base: one letter, a Greek letter in English (`sigma`, `Sigma`, `lam`, `eps`) or in Greek; any other word stands in
  \mathit, so that the symbol `Xw` is not the product of X and w;
- accent: the endings `hat`, `bar`, `tilde`, `dot`, and `star` (w_{\star}: an index, so that a transpose fits above);
- index: digits at the end or before the accent, or what follows an underscore.

Two names that differ in an underscore before digits alone (`w_1`, `w1`), or in the place of digits and accent (`z1bar`,
`zbar1`), look alike. Characters other than letters and
digits are escaped.

>>> [latex_name(name) for name in ("sigma", "W1", "zbar", "what0", "wstar", "x_ij", "rate")]
['\\sigma', 'W_{1}', '\\bar{z}', '\\hat{w}_{0}', 'w_{\\star}', 'x_{ij}', '\\mathit{rate}']
"""

from __future__ import annotations

import re

_SMALL = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ϵ": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ε": "varepsilon",
    "ϑ": "vartheta", "ϖ": "varpi", "ϱ": "varrho", "ς": "varsigma", "ϕ": "varphi",
}  # fmt: skip
_GREAT = {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_LETTERS = {letter: f"\\{name}" for letter, name in (_SMALL | _GREAT).items()}
GREEK: dict[str, str] = {command[1:]: command for command in _LETTERS.values()}
GREEK |= {"lam": r"\lambda", "eps": r"\varepsilon"}
_ACCENTS = ("hat", "bar", "tilde", "dot")
_NAME = re.compile(
    r"(?P<base>[^_]+?)(?P<accent>hat|bar|tilde|dot|star)?(?P<digits>[0-9]*)(?:_(?P<index>.+))?", re.ASCII | re.DOTALL
)
_DIGITS_WITHIN = re.compile(r"(?P<base>[^_0-9]+)(?P<digits>[0-9]+)(?P<accent>hat|bar|tilde|dot|star)(?=_|$)", re.ASCII)


def latex_name(name: str) -> str:
    """The LaTeX of a symbol called `name`; never empty, brackets balanced, whatever the characters."""
    within = _DIGITS_WITHIN.match(name)
    if within is not None and _base(within["base"]) is not None:
        name = f"{within['base']}{within['accent']}{within['digits']}{name[within.end() :]}"
    match = _NAME.fullmatch(name)
    base = _base(match["base"]) if match else None
    if match is None:
        return _word(name)
    if base is None and match["accent"]:  # an English word that happens to end in "hat"
        return _indexed(_word(f"{match['base']}{match['accent']}"), [match["digits"], _index(match["index"])])
    base = _word(match["base"]) if base is None else base
    accent = match["accent"]
    accented = rf"\{accent}{{{base}}}" if accent in _ACCENTS else base
    return _indexed(accented, [r"\star" if accent == "star" else "", match["digits"], _index(match["index"])])


def _base(text: str) -> str | None:
    """A letter or a Greek letter; None for a longer word."""
    if text in GREEK:
        return GREEK[text]
    return _LETTERS.get(text, text if re.fullmatch("[A-Za-z]", text) else None)


def _index(text: str | None) -> str:
    if not text:
        return ""
    if re.fullmatch(r"[A-Za-z]{1,2}|[0-9]+", text):
        return text
    return GREEK.get(text) or rf"\mathrm{{{escaped(text)}}}"


def _indexed(base: str, indices: list[str]) -> str:
    stated = [index for index in indices if index]
    return f"{base}_{{{','.join(stated)}}}" if stated else base


def _word(text: str) -> str:
    return rf"\mathit{{{escaped(text)}}}"


def escaped(text: str) -> str:
    r"""A word inside \mathit or \mathrm: letters and digits as they are, Greek letters as commands, else by number.

    >>> escaped("a_b{σ")
    'a\\_bu007b\\sigma '
    """
    return "".join(map(_character, text))


def _character(c: str) -> str:
    if c == "_":
        return r"\_"
    if c in _LETTERS:
        return f"{_LETTERS[c]} "
    return c if c.isascii() and c.isalnum() else f"u{ord(c):04x}"

r"""Notation of other languages, and what stands for it here: hints for errors, never a meaning.

A text is refused all the same. The hint takes the place of what the grammar expected where the notation covers the
column of the error.

>>> hint("X^T*X = A", 2)
"X' for the transpose"
>>> hint("A*x = T", 6)
''
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from symbolic.language.statements import PROPERTIES

_TRANSPOSE, _INVERSE = "X' for the transpose", "A^-1 for the inverse"
_NOTATIONS: tuple[tuple[str, str], ...] = (
    (r"(?:\^\s*[({]?\s*\\?(?:T|H|top|intercal|mathsf|mathrm)|\.(?:T|transpose|t))\b|\w*[⊤ᵀ]", _TRANSPOSE),
    (r"\^\s*\{?\s*-\s*\\?(?:T|top)\b", "A^-1' for the transpose of the inverse"),
    (r"\b(?:np|numpy|jnp|scipy|torch)\.(?:linalg\.)?inv\b", _INVERSE),
    (r"\b(?:np|numpy|jnp|scipy|torch)\.(?:linalg\.)?[a-z]\w*", "the function without its library"),
    (r"\.I\b|\.inv\b|⁻¹|\b(?:inv|inverse)\b", _INVERSE),
    (r"@", "* between matrices"),
    (r"\*\*", "^ for a power, .^ entry by entry"),
    (r"==", "= for equality"),
    (r"<<", "B >> A for A << B"),
    (r"\|\||‖|\\[lr]Vert|\\\|", "norm(x) for a norm"),
    (r"\||\\[lr]vert", "abs(x), det(A) or norm(x)"),
    (r"\\nabla|\\partial|[∇∂]|\b(?:gradient|diff|nabla)\b", "grad(f, X) for a gradient, jac(f, x) for a Jacobian"),
    (r"(?<=[\w)\]'])\s*\\(?=\s|[A-Za-z]\b)", "A^-1*b for A \\ b"),
    (r"\\[A-Za-z]+|\\.|\$", "plain notation, not LaTeX"),
    (r"[{}]", "( ) around what belongs together"),
    (r"²", "^2"), (r"³", "^3"), (r"≤", "<="), (r"≥", ">="), (r"≠", "!="), (r"[⪰≽]", ">>"), (r"⇒", "=>"),
    (r"×", "* for a product, x between sizes"),
    (r"[·⋅]", "*"), (r"[⊙∘]", ".*"), (r"−", "-"), (r"√", "sqrt(x)"), (r"[∑Σ](?=\()", "sum(f, r, a, b)"),
    (r"\b(?:jacobian|Jacobian)\b", "jac(f, x) for a Jacobian"),
    (r"\b(?:cov|covariance)\b", "Cov[x, y] for a covariance"),
    (r"\b(?:trace|Tr|Trace)\b", "tr(A) for the trace"),
    (r"\b(?:transpose)\b", _TRANSPOSE),
    (r"\b(?:eye|Id|identity)\b", "I or I(n) for the identity"),
    (r"\b(?:ln)\b", "log(x)"),
    (r"\b(?:dot|inner|innerprod)\b", "x'*y for an inner product"),
    (r"\b(?:outer)\b", "x*y' for an outer product"),
    (r"\b(?:mean|avg)\b", "sum(x)/n for a mean, E[x] for an expectation"),
    (r"\b(?:Expectation|expectation|expect)\b", "E[f] for an expectation"),
    (r"\b(?:variance)\b", "Var[f] for a variance"),
    (r"\b(?:maximum)\b", "max(a, b)"),
    (r"\b(?:minimum)\b", "min(a, b)"),
    (r"\bargmin\b", "minimizes(m, f, x), a statement on m"),
    (r"\bargmax\b", "minimizes(m, -f, x), a statement on m"),
    (r"\b(?:logistic|expit)\b", "sigmoid(x)"),
    (r"\b(?:sgn)\b", "sign(x)"),
    (r"\b(?:determinant)\b", "det(A)"),
    (r"\b(?:hadamard)\b", "A .* B for the entrywise product"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), said) for pattern, said in _NOTATIONS)
_FACTOR = re.compile(r"(?<=[\w)\]'])\s*(?=[\w(])")
_SYNONYMS = {
    "psd": "positive semidefinite", "spsd": "positive semidefinite", "pd": "positive definite",
    "spd": "positive definite", "posdef": "positive definite", "nonsingular": "invertible", "regular": "invertible",
    "skew symmetric": "antisymmetric", "skew": "antisymmetric", "unitary": "orthogonal", "projection": "idempotent",
    "projector": "idempotent", "normal": "gaussian", "triangular": "lower triangular",
    "full rank": "full column rank", "square": "n x n, a shape",
}  # fmt: skip


def hint(text: str, at: int) -> str:
    """What to write in place of the foreign notation that covers position `at` of an expression; "" where none does."""
    for pattern, said in _COMPILED:
        if any(match.start() <= at < match.end() for match in pattern.finditer(text)):
            return said
    return ""


def product_hint(text: str, at: int) -> str:
    """The hint where a value ends right before position `at` and another begins there; "" elsewhere."""
    return "* between factors" if any(match.end() == at for match in _FACTOR.finditer(text)) else ""


def property_hint(words: str, known: tuple[str, ...]) -> str:
    """The property or parameter that `words` may mean; "" where none comes near."""
    if words in _SYNONYMS:
        return _SYNONYMS[words]
    near = get_close_matches(words, (*PROPERTIES, *known), 1) or get_close_matches(words.split(" ")[0], known, 1)
    return near[0] if near else ""

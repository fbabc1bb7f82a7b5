"""Names of symbols in LaTeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.latex.names import latex_name

TABLE = {
    "x": "x", "X": "X", "sigma": r"\sigma",
    "Sigma": r"\Sigma", "lam": r"\lambda", "eps": r"\varepsilon", "σ": r"\sigma",
    "w0": "w_{0}", "W1": "W_{1}", "w_1": "w_{1}", "mu4": r"\mu_{4}", "sigma2": r"\sigma_{2}", "b12": "b_{12}",
    "zbar": r"\bar{z}", "what": r"\hat{w}", "betahat": r"\hat{\beta}", "what0": r"\hat{w}_{0}", "xtilde": r"\tilde{x}",
    "xdot": r"\dot{x}", "wstar": r"w_{\star}", "wstar0": r"w_{\star,0}", "z1bar": r"\bar{z}_{1}",
    "sigma12hat_i": r"\hat{\sigma}_{12,i}", "w1star": r"w_{\star,1}", "ab1bar": r"\mathit{ab1bar}",
    "x_i": "x_{i}", "x_ij": "x_{ij}",
    "W_out": r"W_{\mathrm{out}}", "x_sigma": r"x_{\sigma}", "rate": r"\mathit{rate}", "Xw": r"\mathit{Xw}",
    "hat": r"\mathit{hat}", "_x": r"\mathit{\_x}", "a b": r"\mathit{au0020b}", "a}{": r"\mathit{au007du007b}",
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), TABLE.items())
def test_table(name: str, expected: str) -> None:
    assert latex_name(name) == expected


@given(st.text(min_size=1, max_size=12))
def test_any_text_gives_balanced_harmless_latex(name: str) -> None:
    written = latex_name(name)
    assert written
    assert written.isascii() and written.isprintable()
    unescaped = re.sub(r"\\[_{}]", "", written)
    depth = 0
    for c in unescaped:
        depth += (c == "{") - (c == "}")
        assert depth >= 0
    assert depth == 0
    allowed = r"\\(?:mathit|mathrm|hat|bar|tilde|dot|star|_|(?:var)?[A-Za-z]{2,8}\b)"
    assert not re.search(r"\\(?:input|write|def|let|csname|catcode)", written)
    assert not re.sub(allowed, "", written).count("\\")


@given(
    st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,6}", fullmatch=True),
    st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,6}", fullmatch=True),
)
def test_names_without_underscores_stay_apart(one: str, other: str) -> None:
    alike = {"lam": "lambda", "eps": "varepsilon"}
    words = [re.sub(r"^(lam|eps)(?=\d|hat|bar|tilde|dot|star|$)", lambda m: alike[m[0]], name) for name in (one, other)]
    if words[0] != words[1]:
        assert latex_name(one) != latex_name(other)

"""Long formulas are broken where mathematics allows, and nothing is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.report.model import presented
from lineproof.report.widths import broken, width
from symbolic.latex import latex
from tests.lineproof.report.samples import long_lines
from tests.symbolic.latex.test_writer import LEAVES, grown


def bare(text: str) -> str:
    """The formula without what breaking may add or change."""
    return re.sub(r"\s|\\cdot|\\left|\\right|\\Big[lr]", "", text)


@pytest.mark.parametrize(
    ("formula", "room", "lines"),
    [
        ("a + b", 100.0, ["a + b"]),
        ("a + b - c", 12.0, ["a", "+ b", "- c"]),
        (r"A (B + C) D", 45.0, ["A (B + C)", r"\cdot D"]),
        (r"A^{\top} + \operatorname{tr}(A B)", 50.0, [r"A^{\top}", r"+ \operatorname{tr}(A B)"]),
        (r"A = B \implies A B + C", 60.0, ["A = B", r"\implies A B + C"]),
        (r"\max(x, y, z)", 40.0, [r"\max(x, y,", "z)"]),
        (r"\nabla_{w} L", 5.0, [r"\nabla_{w} L"]),
        (r"\frac{a + b}{c + d}", 5.0, [r"\frac{a + b}{c + d}"]),
        (r"\sum_{r=1}^{k} a_{r}", 5.0, [r"\sum_{r=1}^{k} a_{r}"]),
    ],
)
def test_breaks(formula: str, room: float, lines: list[str]) -> None:
    assert broken(formula, room) == lines


def test_growing_brackets_are_broken_at_a_fixed_size() -> None:
    pieces = broken(r"\exp\left(\frac{1}{2} A B C D E + F G H\right)", 60.0)
    assert len(pieces) > 1 and pieces[0].startswith(r"\exp\Bigl(") and pieces[-1].endswith(r"\Bigr)")


@given(st.recursive(LEAVES, grown, max_leaves=14), st.sampled_from([40.0, 90.0, 200.0, 400.0]))
def test_nothing_is_lost_and_braces_stay_whole(term: object, room: float) -> None:
    formula = latex(term)
    pieces = broken(formula, room)
    assert bare("".join(pieces)) == bare(formula)
    for piece in pieces:
        assert piece.strip() and piece.count("{") == piece.count("}")
        assert piece.count(r"\left") == piece.count(r"\right")
    if width(formula) <= room:
        assert pieces == [formula]


def test_what_can_be_broken_fits() -> None:
    formulas = [line.right for line in presented(long_lines()).lines if "bmatrix" not in line.right]
    assert max(map(width, formulas)) > 800.0
    for formula in formulas:
        assert all(width(piece) <= 250.0 for piece in broken(formula, 250.0))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (r"\frac{A}{B}", "A B"), ("A^{B}", "A B"), ("i", "M"), (r"A \, B", "A + B"),
        (r"\operatorname{tr}(A)", r"\operatorname{trace}(A)"),
    ],
)  # fmt: skip
def test_widths_are_in_order(narrow: str, wide: str) -> None:
    assert 0.0 < width(narrow) < width(wide)

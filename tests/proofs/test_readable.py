"""Witnesses with large matrices are shortened, and say that they are."""

import pytest

from lineproof.results import LineResult
from lineproof.terminal import details
from proofs.readable import STEPS, readable
from proofs.tasks import Report
from symbolic.derivation import Step


def text(*rows: list[object]) -> str:
    return f"[{'; '.join(', '.join(map(str, row)) for row in rows)}]"


def unit(height: int, width: int, **entries: object) -> list[list[object]]:
    found = {tuple(map(int, place[1:].split("_"))): value for place, value in entries.items()}
    return [[found.get((i, j), 0) for j in range(1, width + 1)] for i in range(1, height + 1)]


IDENTITY = [[int(i == j) for j in range(9)] for i in range(9)]
FULL = [[f"{i}/{j}" for j in range(1, 13)] for i in range(20)]


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        (text(*unit(2, 3, _1_2=1)), "[0, 1, 0; 0, 0, 0]"),
        (text(*unit(12, 7)), "zeros(12, 7)"),
        (text(*unit(12, 7, _11_2="-3/2")), "zeros(12, 7) but for -3/2 at [11, 2]"),
        (text(*unit(60, 1, _1_1=1, _60_1=2)), "zeros(60, 1) but for 1 at [1, 1] and 2 at [60, 1]"),
        (text(*IDENTITY), "I(9)"),
        (
            text(*IDENTITY[:8]),
            "[1, 0, 0, 0, 0, 0, 0, 0, ...; 0, 1, 0, 0, 0, 0, 0, 0, ...; ...] (from row 1 of 8 x 9)",
        ),
        (
            text(*FULL),
            "[0/1, 0/2, 0/3, 0/4, 0/5, 0/6, 0/7, 0/8, ...; 1/1, 1/2, 1/3, 1/4, 1/5, 1/6, 1/7, 1/8, ...; ...] "
            "(from row 1 of 20 x 12)",
        ),
        (
            text(*[[0]] * 30, *[[k] for k in range(1, 11)]),
            "[1; 2; 3; 4; 5; 6; 7; 8; ...] (from row 31 of 40 x 1)",
        ),
        (text(*unit(5, 20), *[[2] * 20] * 2), f"[{'2, ' * 8}...; {'2, ' * 8}...] (from row 6 of 7 x 20)"),
        (text([1.5] * 40), "[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, ...] (from row 1 of 1 x 40)"),
    ],
)
def test_matrices(matrix: str, shown: str) -> None:
    assert readable(f"A = {matrix}, b = 1: left side about {matrix}, right side 0") == (
        f"A = {shown}, b = 1: left side about {shown}, right side 0"
    )


def test_both_sides_of_a_large_witness_are_seen() -> None:
    square = text(*unit(12, 12, _11_12=1))
    witness = f"A = {square}, B = {square}: left side {square}, right side {text(*unit(12, 12))}"
    (_, line) = details("a.toml", LineResult("a", 1, "A*B = B*A", Report("refuted", witness=witness), 0.1), False)
    unit_text = "zeros(12, 12) but for 1 at [11, 12]"
    assert line == (
        f"  refuted            A = {unit_text}, B = {unit_text}: left side {unit_text}, right side zeros(12, 12)"
    )
    assert LineResult("a", 1, "", Report("refuted", witness=witness), 0.1).as_dict()["statement"]["witness"] == witness


def test_every_step_that_is_not_simply_right_has_words() -> None:
    assert set(STEPS) == set(Step) - {Step.FOLLOWS, Step.START}

"""Verdicts in words that people read: witnesses with large matrices, steps.

A matrix that is longer than a line is described by its size and its entries that are not 0, or else by its first rows
that are not 0; `--json` has all of it.

>>> readable(f"A = [{'; '.join(['0, 0, 0, 0, 0, 0'] * 6)}]: left side 1, right side 0")
'A = zeros(6, 6): left side 1, right side 0'
"""

from __future__ import annotations

import re

__all__ = ["STEPS", "readable"]

STEPS = {
    "does not follow": "does not follow from the line before",
    "inherits": "follows from the line before, which is wrong",
    "open": "whether it follows from the line before is open",
}
"""What is to be said of a step that is not simply right."""
LENGTH = 80
"""Characters of a matrix that is shown whole."""
FEW, ROWS, COLUMNS = 4, 2, 8
"""So many entries that are not 0 are listed; of what has more, so many rows and columns are shown (of a column, so many
rows as else columns).
"""
_MATRIX = re.compile(rf"\[[-+0-9/.e,; ]{{{LENGTH},}}\]")


def readable(witness: str) -> str:
    """The text of a witness, its large matrices shortened."""
    return _MATRIX.sub(lambda match: _shortened([row.split(", ") for row in match[0][1:-1].split("; ")]), witness)


def _shortened(rows: list[list[str]]) -> str:
    height, width = len(rows), len(rows[0])
    entries = {(i, j): x for i, row in enumerate(rows, 1) for j, x in enumerate(row, 1) if x != "0"}
    if height == width and entries == {(i, i): "1" for i in range(1, height + 1)}:
        return f"I({height})"
    if len(entries) <= FEW:
        listed = " and ".join(f"{x} at [{i}, {j}]" for (i, j), x in entries.items())
        return f"zeros({height}, {width})" + (f" but for {listed}" if listed else "")
    start, count = min(i for i, _ in entries), COLUMNS if width == 1 else ROWS
    first = [", ".join([*row[:COLUMNS], *["..."] * (width > COLUMNS)]) for row in rows[start - 1 :][:count]]
    more = ["..."] * (height >= start + count)
    return f"[{'; '.join(first + more)}] (from row {start} of {height} x {width})"

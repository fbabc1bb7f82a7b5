"""Wire diagrams of comparator networks.

Wires run from left to right, wire 0 at the top; a comparator is a vertical line between its two wires with a dot on
each, and an arrow to the wire of the larger value where this is the upper one. Layers are shaded in turn; comparators
of one layer that would overlap stand side by side. With `values`, every piece of wire has the colour of its value and
both ends show it; outputs that are not where sorting puts them stand out.

Main results: `wire_diagram`, `save_diagram` (SVG or PNG, the same bytes for the same network).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeric.sorting.network import Comparator, Network, NetworkError

Number = int | float

_INK, _GREY, _SHADE, _ALARM = "#222222", "#767676", "#F3F5F7", "#D55E00"
_LOW, _HIGH = (0.34, 0.71, 0.91), (0.0, 0.18, 0.36)
_STYLE: dict[Any, Any] = {"font.size": 10, "text.color": _INK, "svg.hashsalt": "lineproof", "svg.fonttype": "path"}
#: Inches of a wire, a column of comparators and a letter of the title.
_ROW, _COLUMN, _LETTER = 0.34, 0.30, 0.088
#: Columns left free between two layers.
_GAP = 0.9


@dataclass(frozen=True, slots=True)
class _Placed:
    """A comparator, its place from left to right, and the number of its layer."""

    pair: Comparator
    x: float
    layer: int


def wire_diagram(network: Network, values: Sequence[Number] | None = None, title: str = "") -> Figure:
    """The diagram of `network`, with the way of `values` through it where they are given, one a wire.

    Raises `NetworkError` for another number of values than wires.

    >>> wire_diagram(Network(2, [(0, 1)]), values=[2, 1]).axes[0].get_title()
    ''
    """
    if values is not None and len(values) != network.inputs:
        raise NetworkError(f"{len(values)} values for a network on {network.inputs} wires")
    with matplotlib.rc_context(_STYLE):
        placed, width = _places(network)
        broad = max(2.2, _COLUMN * (width + 3), _LETTER * len(title))
        high = _ROW * (network.inputs + 1) + (0.4 if title else 0.1)
        figure = Figure(figsize=(broad, high), layout="constrained")
        axes = figure.add_subplot()
        axes.set(xlim=(-1.9, width + 1.9), ylim=(network.inputs - 0.3, -0.7))
        axes.set_axis_off()
        if title:
            axes.set_title(title, loc="left", fontsize=10.5)
        _draw_layers(axes, placed, network.inputs)
        _draw_wires(axes, network, placed, width, values)
        for comparator in placed:
            _draw_comparator(axes, comparator)
    return figure


def save_diagram(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG, by the ending of `path`. Raises `NetworkError` for another ending."""
    with matplotlib.rc_context(_STYLE):
        if path.suffix == ".svg":
            figure.savefig(path, metadata={"Date": None, "Creator": None})
        elif path.suffix == ".png":
            figure.savefig(path, dpi=200, metadata={"Software": None})
        else:
            raise NetworkError(f"diagram in {path.name}; expected the ending .svg or .png")


def _places(network: Network) -> tuple[list[_Placed], float]:
    """Every comparator in the first column of its layer where no other stands in its way, and the whole width."""
    placed: list[_Placed] = []
    x = 0.0
    for number, layer in enumerate(network.layers):
        columns: list[list[Comparator]] = []
        for pair in sorted(layer, key=min):
            free = next((column for column in columns if max(column[-1]) < min(pair)), None)
            if free is None:
                columns.append(free := [])
            free.append(pair)
        for column in columns:
            placed += [_Placed(pair, x, number) for pair in column]
            x += 1
        x += _GAP
    return placed, max(0.0, x - 1 - _GAP)


def _draw_layers(axes: Axes, placed: Sequence[_Placed], inputs: int) -> None:
    for number in {comparator.layer for comparator in placed if comparator.layer % 2 == 0}:
        at = [comparator.x for comparator in placed if comparator.layer == number]
        axes.fill_betweenx([-0.55, inputs - 0.45], min(at) - 0.75, max(at) + 0.75, color=_SHADE, linewidth=0, zorder=0)


def _draw_wires(axes: Axes, network: Network, placed: Sequence[_Placed], width: float,
                values: Sequence[Number] | None) -> None:
    held: list[Any] = list(values) if values is not None else [f"$x_{{{wire + 1}}}$" for wire in range(network.inputs)]
    start, end = -1.0, width + 1.0
    since = [start] * network.inputs
    colours = _colours(values)
    for wire, value in enumerate(held):
        axes.text(start - 0.25, wire, str(value), ha="right", va="center")

    def piece(wire: int, until: float) -> None:
        colour = colours.get(held[wire], _GREY)
        axes.plot([since[wire], until], [wire, wire], color=colour, linewidth=1.8, solid_capstyle="butt", zorder=1)
        since[wire] = until

    for comparator in placed:
        i, j = comparator.pair
        piece(i, comparator.x)
        piece(j, comparator.x)
        if values is not None:
            held[i], held[j] = min(held[i], held[j]), max(held[i], held[j])
    for wire in range(network.inputs):
        piece(wire, end)
    if values is None:
        held = [f"$y_{{{wire + 1}}}$" for wire in range(network.inputs)]
    for wire, value in enumerate(held):
        wrong = values is not None and value != sorted(values)[wire]
        axes.text(end + 0.25, wire, str(value), ha="left", va="center", color=_ALARM if wrong else _INK,
                  fontweight="bold" if wrong else "normal")


def _colours(values: Sequence[Number] | None) -> dict[Number, tuple[float, ...]]:
    """From light for the smallest value to dark for the largest, by rank."""
    ranks = sorted(set(values or ()))
    steps = max(1, len(ranks) - 1)
    return {value: tuple(low + (high - low) * rank / steps for low, high in zip(_LOW, _HIGH, strict=True))
            for rank, value in enumerate(ranks)}


def _draw_comparator(axes: Axes, comparator: _Placed) -> None:
    i, j = comparator.pair
    axes.plot([comparator.x] * 2, [i, j], color=_INK, linewidth=1.3, zorder=2)
    axes.plot([comparator.x] * 2, [i, j], color=_INK, linestyle="none", marker="o", markersize=4.2, zorder=3)
    if i > j:
        axes.annotate("", (comparator.x, j + 0.1), (comparator.x, j + 0.75), zorder=3,
                      arrowprops={"arrowstyle": "-|>", "color": _INK, "shrinkA": 0, "shrinkB": 0})

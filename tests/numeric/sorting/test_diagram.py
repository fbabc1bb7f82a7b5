"""Wire diagrams show every wire, comparator and value."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from numeric.sorting import Network, NetworkError, merge_network_of_four, odd_even_merge_sort
from numeric.sorting.diagram import save_diagram, wire_diagram


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def comparators_drawn(figure: Figure) -> list[tuple[float, float, float]]:
    """(x, first wire, second wire) of every line with dots."""
    drawn = []
    for line in figure.axes[0].lines:
        if line.get_marker() == "o":
            (x, _), (first, second) = line.get_data()
            drawn.append((float(x), float(first), float(second)))
    return drawn


@pytest.mark.parametrize("network", [merge_network_of_four(), odd_even_merge_sort(11), Network(3, [(2, 0), (1, 2)])])
def test_every_comparator_is_drawn_in_order_and_apart(network: Network) -> None:
    drawn = comparators_drawn(wire_diagram(network))
    assert sorted((first, second) for _, first, second in drawn) == sorted(network.comparators)
    at = {(x, wire) for x, *wires in drawn for wire in wires}
    assert len(at) == 2 * network.size
    for x, first, second in drawn:
        between = range(int(min(first, second)), int(max(first, second)) + 1)
        assert all((x, wire) not in at or wire in (first, second) for wire in between)
    redrawn = Network(network.inputs, [(int(first), int(second)) for _, first, second in sorted(drawn)])
    assert redrawn.apply(range(network.inputs, 0, -1)) == network.apply(range(network.inputs, 0, -1))


def test_values_are_followed_and_misplaced_outputs_stand_out() -> None:
    network = merge_network_of_four().without(4)
    figure = wire_diagram(network, [0, 1, 0, 1])
    assert texts(figure) == ["0", "1", "0", "1", "0", "1", "0", "1"]
    bold = [text.get_fontweight() == "bold" for text in figure.axes[0].texts]
    assert bold == [False] * 5 + [True, True, False]
    assert texts(wire_diagram(merge_network_of_four(), [4, 3, 2, 1]))[4:] == ["1", "2", "3", "4"]


def test_svg_is_well_formed_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("first.svg", "second.svg"):
        save_diagram(wire_diagram(odd_even_merge_sort(6), title="Six wires"), tmp_path / name)
    content = (tmp_path / "first.svg").read_bytes()
    assert content == (tmp_path / "second.svg").read_bytes()
    assert ElementTree.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"


def test_png(tmp_path: Path) -> None:
    save_diagram(wire_diagram(Network(1, [])), tmp_path / "one.png")
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")


def test_wrong_uses_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="3 values"):
        wire_diagram(merge_network_of_four(), [1, 2, 3])
    with pytest.raises(NetworkError, match="ending"):
        save_diagram(wire_diagram(Network(1, [])), tmp_path / "one.pdf")

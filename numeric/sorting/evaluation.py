"""Comparator networks applied to many inputs at once, by comparisons and by weights.

Inputs are the rows of a matrix with one column a wire. Comparisons only move values; the weights compute (a + b)/2
and |a - b|/2 in floating point, so their results are rounded unless these are exactly representable, as for integers
below 2^52.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from numeric.sorting.network import Network, NetworkError
from numeric.sorting.weights import Activation, Matrix, WeightLayer

Scalar = TypeVar("Scalar", bound=np.generic)


def apply_rows(network: Network, rows: NDArray[Scalar]) -> NDArray[Scalar]:
    """The outputs of `network` for every row of `rows`, shape (inputs, wires), in the same type.

    >>> apply_rows(Network(2, [(0, 1)]), np.array([[2, 1], [3, 4]]))
    array([[1, 2],
           [3, 4]])
    """
    _refuse_other_widths(rows, network.inputs)
    wires = np.array(rows.T, order="C")
    for i, j in network.comparators:
        wires[i], wires[j] = np.minimum(wires[i], wires[j]), np.maximum(wires[i], wires[j])
    return wires.T


def apply_weights(layers: Sequence[WeightLayer], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outputs of layers of weights for every row of `rows`, shape (inputs, wires), in float64.

    A layer costs an error of a few units in the last place of the largest value of the row.
    """
    values = rows.T.astype(np.float64)
    for layer in layers:
        _refuse_other_widths(values.T, len(layer.activations))
        hidden = _floats(layer.first) @ values
        absolute = [kind is Activation.ABSOLUTE for kind in layer.activations]
        hidden[absolute] = np.abs(hidden[absolute])
        values = _floats(layer.second) @ hidden
    return values.T


def _floats(matrix: Matrix) -> NDArray[np.float64]:
    return np.array([[float(entry) for entry in row] for row in matrix])


def _refuse_other_widths(rows: NDArray[Any], wires: int) -> None:
    if rows.ndim != 2 or rows.shape[1] != wires:
        raise NetworkError(f"inputs of shape {rows.shape}; expected one row an input and {wires} columns")

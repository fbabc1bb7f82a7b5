"""Norms of per-sample gradients of a network: by forming every gradient, and without forming any.

Conventions: K layers, z_k = W_k h_{k-1} with h_0 = x, h_k = relu(z_k) for k < K and y = z_K. A batch of N samples is
stored with one row per sample, so layer k has inputs H of shape (N, in), error signals Z (the derivatives of the
losses with respect to z_k) of shape (N, out), and W_k has shape (out, in). The losses enter only through their
derivatives at the outputs.

Main result: the gradient of sample n with respect to W_k is the outer product z_n h_n', and
||z_n h_n'||_F^2 = ||z_n||^2 ||h_n||^2; for weights shared over T positions ||Z'H||_F^2 is the sum of (Z Z') .* (H H').

Reference: Goodfellow, Efficient per-example gradient computations, 2015; Lee and Kifer, Scaling up differentially
private deep learning with fast per-example gradient clipping, 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from symbolic.errors import ShapeError

Array = NDArray[np.float64]


def forward(weights: Sequence[Array], inputs: Array) -> tuple[list[Array], Array]:
    """The inputs of every layer and the outputs, for inputs of shape (N, in). Raises ShapeError where sizes do not
    fit.
    """
    layer_inputs, current = [], inputs
    for layer, W in enumerate(weights):
        if current.ndim != 2 or W.ndim != 2 or W.shape[1] != current.shape[1]:
            raise ShapeError(f"layer {layer + 1}", "weights", (W.shape, ""), "inputs", (current.shape, ""))
        layer_inputs.append(current)
        current = current @ W.T
        if layer + 1 < len(weights):
            current = np.maximum(current, 0.0)
    return layer_inputs, current


def error_signals(weights: Sequence[Array], layer_inputs: Sequence[Array], output_bar: Array) -> list[Array]:
    """The error signals of every layer from those at the outputs, shape (N, out of the last layer)."""
    if output_bar.shape != (layer_inputs[0].shape[0], weights[-1].shape[0]):
        raise ShapeError("error signals at the outputs", "output_bar", (output_bar.shape, ""), "last weights",
                         (weights[-1].shape, ""))
    signals = [output_bar]
    for k in range(len(weights) - 1, 0, -1):
        # h = relu(z) is positive exactly where relu'(z) is 1.
        signals.append((signals[-1] @ weights[k]) * (layer_inputs[k] > 0.0))
    return signals[::-1]


def naive_norm_step(signals: Sequence[Array], layer_inputs: Sequence[Array]) -> Array:
    """Squared norms, shape (N, K), by forming all N gradients of a layer as one (N, out, in) array."""
    return np.stack([np.sum((Z[:, :, None] * H[:, None, :]) ** 2, axis=(1, 2))
                     for Z, H in zip(signals, layer_inputs, strict=True)], axis=1)


def streamed_norm_step(signals: Sequence[Array], layer_inputs: Sequence[Array]) -> Array:
    """Squared norms, shape (N, K), forming one gradient at a time."""
    norms = np.empty((signals[0].shape[0], len(signals)))
    for layer, (Z, H) in enumerate(zip(signals, layer_inputs, strict=True)):
        for sample in range(Z.shape[0]):
            norms[sample, layer] = np.sum(np.outer(Z[sample], H[sample]) ** 2)
    return norms


def factored_norm_step(signals: Sequence[Array], layer_inputs: Sequence[Array]) -> Array:
    """Squared norms, shape (N, K), as products of squared norms of vectors.

    >>> factored_norm_step([np.array([[-4.0, 6.0, 0.0]])], [np.array([[1.0, 3.0, 1.0]])])
    array([[572.]])
    """
    return np.stack([np.einsum("ni,ni->n", Z, Z) * np.einsum("ni,ni->n", H, H)
                     for Z, H in zip(signals, layer_inputs, strict=True)], axis=1)


def naive_norms(weights: Sequence[Array], inputs: Array, output_bar: Array) -> Array:
    """||dL_n/dW_k||_F^2 for every sample and layer, shape (N, K), through the N gradients of every layer."""
    layer_inputs, _ = forward(weights, inputs)
    return naive_norm_step(error_signals(weights, layer_inputs, output_bar), layer_inputs)


def streamed_norms(weights: Sequence[Array], inputs: Array, output_bar: Array) -> Array:
    """The same, with a forward and a backward pass for one sample after another."""
    rows = []
    for sample in range(inputs.shape[0]):
        layer_inputs, _ = forward(weights, inputs[sample:sample + 1])
        signals = error_signals(weights, layer_inputs, output_bar[sample:sample + 1])
        rows.append(streamed_norm_step(signals, layer_inputs))
    return np.concatenate(rows)


def efficient_norms(weights: Sequence[Array], inputs: Array, output_bar: Array) -> Array:
    """The same, from one forward and one backward pass over the batch, without any gradient with respect to weights."""
    layer_inputs, _ = forward(weights, inputs)
    return factored_norm_step(error_signals(weights, layer_inputs, output_bar), layer_inputs)


def shared_norms_naive(signals: Array, inputs: Array) -> Array:
    """Squared norms, shape (N,), for one weight matrix used at T positions: signals (N, T, out), inputs (N, T, in).

    Forms every gradient Z'H; T * out * in multiplications a sample.
    """
    _same_positions(signals, inputs)
    return np.asarray(np.sum(np.einsum("nti,ntj->nij", signals, inputs) ** 2, axis=(1, 2)))


def shared_norms_factored(signals: Array, inputs: Array) -> Array:
    """The same as the sum of (Z Z') .* (H H'); T^2 * (out + in) multiplications a sample, fewer for short sequences
    only.
    """
    _same_positions(signals, inputs)
    products = np.einsum("nti,nsi->nts", signals, signals) * np.einsum("ntj,nsj->nts", inputs, inputs)
    return np.asarray(np.sum(products, axis=(1, 2)))


def _same_positions(signals: Array, inputs: Array) -> None:
    if signals.ndim != 3 or inputs.ndim != 3 or signals.shape[:2] != inputs.shape[:2]:
        raise ShapeError("weights shared over positions", "signals", (signals.shape, ""), "inputs", (inputs.shape, ""))


def random_network(generator: np.random.Generator, widths: Sequence[int]) -> tuple[Array, ...]:
    """Weights of the layers between the widths, scaled so that activations keep their size."""
    return tuple(generator.standard_normal((out, into)) * np.sqrt(2.0 / into)
                 for into, out in pairwise(widths))

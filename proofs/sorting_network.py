"""Merge sort of four values as a network of five comparators, and as layers of weights.

Conventions: a comparator leaves the smaller of two values on the wire of smaller number. Sort the pairs (1, 2) and
(3, 4), compare the smaller and the larger values of both, and then the two in the middle.

Main results: the outputs are the order statistics of the inputs, as expressions in max and min, for all real inputs;
by composition: the last three comparators merge any two ascending pairs; comparators commute with thresholds, which is
the step behind the zero-one principle; without any one of the five the network fails; each layer is a network of
weights with identity units for wires that skip it.

Reference: D. E. Knuth, The Art of Computer Programming 3, section 5.3.4.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from numeric.sorting import Activation, Network, WeightLayer, merge_network_of_four, weight_layers
from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply, operands_of
from symbolic.language.statements import Implication, relation
from symbolic.language.symbols import scalar
from symbolic.language.terms import term


def derivation() -> Derivation:
    """The derivation, line by line."""
    xs = [scalar(f"x{wire}") for wire in (1, 2, 3, 4)]
    p, q, r, s, c = (scalar(name) for name in "pqrsc")
    network = merge_network_of_four()

    proof = Derivation(
        "sorting_network",
        "A sorting network for four values",
        about="Merge sort of four numbers compares in an order that does not depend on the numbers, so that it is a "
        "network: two sorted pairs, merged by three comparators.",
    )
    proof.claim(relation(_min(p, q), "<=", _max(p, q)), "what a comparator leaves ascends")
    proof.equal(_min(p, q) + _max(p, q), p + q, "and is the same two numbers: a network only rearranges")

    first, second, third, fourth = outputs = _wires(proof, network, xs)
    proof.equal(first, _min(*xs), "the smallest")
    proof.equal(second, _min(*(_max(*pair) for pair in combinations(xs, 2))), "the second: the least maximum of two")
    proof.equal(third, _max(*(_min(*pair) for pair in combinations(xs, 2))), "the third: the largest minimum of two")
    proof.equal(fourth, _max(*xs), "the largest")
    for lower, upper in pairwise(outputs):
        proof.claim(relation(lower, "<=", upper), "ascending")

    middle = _max(p, r), _min(q, s)
    merged = _min(p, r), _min(*middle), _max(*middle), _max(q, s)
    for lower, upper in pairwise(merged):
        statement = Implication(relation(p, "<=", q), Implication(relation(r, "<=", s), relation(lower, "<=", upper)))
        proof.claim(statement, "the last three comparators merge ascending pairs p, q and r, s")

    for name, operation in (("least", _min), ("larger", _max)):
        above = apply("step", p - c), apply("step", q - c)
        reason = "being above a threshold c passes through a comparator: zeros and ones decide"
        proof.equal(operation(*above), apply("step", operation(p, q) - c), f"{reason} ({name} value)")

    v = proof.define("v", _column([p, q, r, s]), "values before a layer")
    for number, layer in enumerate(weight_layers(network), start=1):
        _weights(proof, number, layer, v, network.layers[number - 1])

    proof.define("y", _column(outputs), "the sorted values")
    for index, (i, j) in enumerate(network.comparators):
        without = _text(network.without(index))
        proof.refuse(f"{without} = y", "refuted", f"without the comparator of wires {i + 1} and {j + 1}")
    twice = Network(4, [*network.comparators[:4], (0, 1)])
    proof.refuse(f"{_text(twice)} = y", "refuted", "the last comparator on wires 1 and 2")
    proof.refuse("max(p, r) = min(q, s)", "refuted", "the middle values of a merge differ")
    proof.refuse("A1*[p; q; r] = [p; q; r; s]", "ill-typed", "three values for four wires")
    return proof


def _wires(proof: Derivation, network: Network, values: list[Any]) -> list[Any]:
    """A definition for every value that a comparator leaves; the wires at the end."""
    wires = list(values)
    for number, layer in enumerate(network.layers, start=1):
        for i, j in layer:
            lower, upper = _min(wires[i], wires[j]), _max(wires[i], wires[j])
            wires[i] = proof.define(f"h{i + 1}_{number}", lower, f"layer {number}: smaller of wires {i + 1}, {j + 1}")
            wires[j] = proof.define(f"h{j + 1}_{number}", upper, f"layer {number}: larger of wires {i + 1}, {j + 1}")
    return wires


def _weights(proof: Derivation, number: int, layer: WeightLayer, v: Any, pairs: tuple[tuple[int, int], ...]) -> None:
    """A layer of comparators as two matrices with units between them."""
    A = proof.define(f"A{number}", _matrix(layer.first), f"layer {number}: means and differences, wires that skip it")
    B = proof.define(f"B{number}", _matrix(layer.second), f"layer {number}: sums and differences of the units")
    z = proof.define(f"z{number}", A * v, f"layer {number}: what its units take")
    units = [apply("entry", z, row, 1) for row in (1, 2, 3, 4)]
    activated = [
        apply("abs", unit) if kind is Activation.ABSOLUTE else unit
        for unit, kind in zip(units, layer.activations, strict=True)
    ]
    before = operands_of(v, "block") or ()
    wanted = list(before[2:])
    for i, j in pairs:
        wanted[i], wanted[j] = _min(wanted[i], wanted[j]), _max(wanted[i], wanted[j])
    proof.equal(B * _column(activated), _column(wanted), f"layer {number} as weights")


def _min(*values: Any) -> Any:
    return apply("min", *values)


def _max(*values: Any) -> Any:
    return apply("max", *values)


def _column(values: list[Any]) -> Any:
    """A vector of the values."""
    return apply("block", len(values), 1, *values)


def _matrix(rows: tuple[tuple[Any, ...], ...]) -> Any:
    """A matrix of rational numbers."""
    return apply("block", len(rows), len(rows[0]), *(term(entry) for row in rows for entry in row))


def _text(network: Network) -> str:
    """The outputs of a network in the grammar of statements."""
    lower, upper = "min({0}, {1})".format, "max({0}, {1})".format
    return f"[{'; '.join(network.apply([f'x{wire + 1}' for wire in range(network.inputs)], lower, upper))}]"


if __name__ == "__main__":
    run(derivation)

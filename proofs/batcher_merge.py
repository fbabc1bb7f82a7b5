"""Batcher's odd-even merge sorts, for all lengths.

Conventions: entries and wires are numbered from 1. By the zero-one principle it is enough to merge ascending sequences
of zeros and ones; the one with p zeros in front has the entries step(i - p), and step(0) = 0. To merge sequences of m
and n entries: merge their entries of odd number to v, those of even number to w, and compare w_i with v_(i+1), for all
i; the outputs are v_1, w_1, v_2, w_2, ... after that.

Main result: the merge of m and n entries sorts, by induction on m + n. With p zeros in the one sequence and q in the
other, p = 2 a + s and q = 2 b + u for s, u in {0, 1}; by induction v has the V = a + s + b + u zeros of its parts in
front and w has W = a + b, and V - W is 0, 1 or 2. The last comparators then leave step(j - (p + q)) on every wire j:
on the wires 2 i and 2 i + 1 for every i, by the two lines on the smaller and the larger value. The first and the last
wire are among them: before its first entry w counts as 0, after its last one v counts as 1, as the formula says.

Reference: K. E. Batcher, Sorting networks and their applications, AFIPS 1968; D. E. Knuth, The Art of Computer
Programming 3, section 5.3.4.
"""

from __future__ import annotations

from typing import Any

from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.operator import apply
from symbolic.language.statements import Implication, relation
from symbolic.language.symbols import natural, scalar


def derivation() -> Derivation:
    """The derivation, line by line."""
    i, a, b, s, u, h, w, r = (natural(name) for name in "iabsuhwr")

    proof = Derivation(
        "batcher_merge",
        "Batcher's odd-even merge, for all lengths",
        about="Two ascending sequences are merged by merging their entries of odd and of even number, and one more "
        "layer of comparators. Counted zeros show that this sorts, whatever the lengths.",
    )
    _zero_one_principle(proof)
    at_most_two = relation(r, "<=", 2)
    before, after = _step(i - w), _step(i + 1 - (w + r))
    for text, operation, wire in (("2 i: the smaller", _min, 2 * i), ("2 i + 1: the larger", _max, 2 * i + 1)):
        reason = f"wire {text} of w_i and v_(i+1), with w and w + r zeros"
        proof.claim(Implication(at_most_two, _equal(operation(before, after), _step(wire - (2 * w + r)))), reason)
    proof.equal(_step(0 - w), 0, "wire 1, for i = 0: before its first entry w counts as 0")
    proof.claim(Implication(relation(w, "<=", h), _equal(_step(h + 1 - w), 1)), "after its h entries v counts as 1")

    proof.assume(relation(s, "<=", 1))
    p = proof.define("p", 2 * a + s, "zeros of the first sequence; s is 1 where their number is odd")
    q = proof.define("q", 2 * b + u, "zeros of the second")
    proof.equal(_step(2 * i - 1 - p), _step(i - (a + s)), "its entries of odd number: zeros in front")
    proof.equal(_step(2 * i - p), _step(i - a), "its entries of even number; likewise the second sequence")
    proof.assume(relation(u, "<=", 1))
    V = proof.define("V", a + s + (b + u), "zeros of v: of entries of odd number")
    W = proof.define("W", a + b, "zeros of w: of entries of even number")
    proof.equal(V + W, p + q, "none is lost")
    proof.claim(relation(0, "<=", V - W), "v has as many as w")
    proof.claim(relation(V - W, "<=", 2), "or one or two more")

    proof.equal(p + q, 2 * W + (s + u), "so with W = w and V = w + r they are the 2 w + r above")
    proof.claim(
        Implication(relation(1, "<=", a + b), relation(a + s + (b + u), "<", 2 * a + s + (2 * b + u))),
        "both parts are shorter than 2 a + s and 2 b + u entries: the induction ends",
    )
    proof.equal(_min(_step(1 - s), _step(1 - u)), _step(1 - (s + u)), "where it ends: one entry with one")
    proof.equal(_max(_step(1 - s), _step(1 - u)), _step(2 - (s + u)), "the larger of both")

    proof.refuse("step(i + 1 - V) = step(2*i - (p + q))", "refuted", "without the last layer")
    proof.refuse("min(step(i - W), step(i - V)) = step(2*i - 1 - (p + q))", "refuted", "w_i compared with v_i")
    proof.refuse(
        "r <= 2 => min(step(z), step(z + 1 - r)) = step(2*z - r)",
        "refuted",
        "for whole numbers only",
        let={"z": "scalar"},
    )
    return proof


def _zero_one_principle(proof: Derivation) -> None:
    """Comparators and thresholds change places, and a threshold shows what is out of order."""
    x, y, c = (scalar(name) for name in "xyc")
    for name, operation in (("smaller", _min), ("larger", _max)):
        reason = f"a comparator of zeros and ones does what it does above a threshold ({name} value)"
        proof.equal(operation(_step(x - c), _step(y - c)), _step(operation(x, y) - c), reason)
    proof.claim(
        Implication(relation(y, "<", x), relation(_step(y - y), "<", _step(x - y))),
        "where x comes before y < x, so does 1 before 0 with y as threshold: zeros and ones decide",
    )


def _equal(left: Any, right: Any) -> Any:
    return relation(left, "=", right)


def _step(value: Any) -> Any:
    return apply("step", value)


def _min(*values: Any) -> Any:
    return apply("min", *values)


def _max(*values: Any) -> Any:
    return apply("max", *values)


if __name__ == "__main__":
    run(derivation)

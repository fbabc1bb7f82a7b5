"""Batcher's bitonic merge sorts, for all powers of two.

Conventions: entries and wires are numbered from 1, step(0) = 0. By the zero-one principle it is enough to sort
sequences of zeros and ones. Call one bitonic if its ones or its zeros are contiguous: ones on the wires l + 1 to r have
the entries step(i - l) - step(i - r), and zeros there 1 minus that.

Main result: comparing the mirror images of two ascending halves of h entries, with a and b zeros, or wire i with wire
i + h of a bitonic sequence of 2 h entries, leaves two bitonic halves, the first of zeros only or the second of ones
only. So no value of the first half is above one of the second, and the same is done to both, down to single wires.

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
    i, h, a, b, l, r = (natural(name) for name in "ihablr")
    u, v = scalar("u"), scalar("v")

    proof = Derivation(
        "bitonic_merge",
        "Batcher's bitonic merge, for all powers of two",
        about="Wires half the length apart are compared; then one half is constant and the other is bitonic again.",
    )
    mirrored = _step(i - a), _step(h + 1 - i - b)
    few, many = relation(a + b, "<=", h), relation(h, "<=", a + b)
    proof.claim(_under(many, _equal(_min(*mirrored), 0)), "mirror images, many zeros: the first half is 0")
    proof.claim(_under(few, _equal(_max(*mirrored), 1)), "few zeros: the second half is 1")
    proof.equal(mirrored[1], 1 - _step(i - (h - b)), "the mirror image ends with its zeros")
    mirrored = _step(i - a), 1 - _step(i - (h - b))
    proof.claim(_under(few, _equal(_min(*mirrored), _ones(i, a, h - b))), "few: the first half has its ones together")
    proof.claim(_under(many, _equal(_max(*mirrored), 1 - _ones(i, h - b, a))), "many: the second half its zeros")

    proof.assume(relation(1, "<=", i), relation(i, "<=", h), relation(l, "<=", r), relation(r, "<=", 2 * h))
    x, y = _ones(i, l, r), _ones(i + h, l, r)
    short, long = relation(r, "<=", l + h), relation(l + h, "<=", r)
    proof.claim(_under(short, _equal(_min(x, y), 0)), "wires i and i + h, at most h ones: the first half is 0")
    proof.claim(_under(long, _equal(_max(x, y), 1)), "at least h ones: the second half is 1")
    proof.claim(_under(long, _equal(_min(x, y), _ones(i, l, r - h))), "and the first half has its ones together")
    left, right = relation(r, "<=", h), relation(h, "<=", l)
    proof.claim(_under(left, _equal(_max(x, y), x)), "at most h ones, all in the first half: together as they are")
    proof.claim(_under(right, _equal(_max(x, y), y)), "all in the second half: likewise")
    across = relation(l, "<=", h), relation(h, "<=", r)
    proof.claim(_under(short, *across, _equal(_max(x, y), 1 - _ones(i, r - h, l))), "in both: the zeros are together")
    proof.equal(_min(1 - u, 1 - v), 1 - _max(u, v), "contiguous zeros: all of it with zeros and ones exchanged")
    proof.equal(_max(1 - u, 1 - v), 1 - _min(u, v), "and with the halves exchanged")

    first = "step(i - l) - step(i - r)"
    proof.refuse(f"min({first}, step(i + h - l) - step(i + h - r)) = 0", "refuted", "for at most h ones only")
    proof.refuse(
        f"r <= l + h => min({first}, step(i + 1 - l) - step(i + 1 - r)) = 0", "refuted", "neighbours compared instead"
    )
    return proof


def _ones(i: Any, low: Any, high: Any) -> Any:
    """Entry i of a sequence with ones from low + 1 to high."""
    return _step(i - low) - _step(i - high)


def _under(*statements: Any) -> Any:
    """The last statement, under the others."""
    *hypotheses, claim = statements
    for hypothesis in reversed(hypotheses):
        claim = Implication(hypothesis, claim)
    return claim


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

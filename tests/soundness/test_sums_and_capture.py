"""Sums bind their index: nothing that comes into one may speak of it; and a sum may start below 0."""

from __future__ import annotations

from typing import Any

import pytest

from symbolic.errors import KernelError, LanguageError
from symbolic.kernel import Kernel
from symbolic.language.laws import LAWS, parsed
from symbolic.language.operator import operands_of
from symbolic.language.problem import parse_problem
from symbolic.language.substitution import substitute, subterms
from symbolic.language.symbols import dimension, matrix, natural, scalar, vector
from symbolic.language.terms import multiply
from symbolic.provers.prover import prove
from symbolic.replay.errors import ReplayError
from symbolic.replay.laws import instance
from symbolic.replay.plain import plain, substituted
from symbolic.replay.reading import Reader
from tests.support import require

N, K = dimension("n"), natural("k")


def indices(name: str) -> list[Any]:
    """The indices that sums in a law bind."""
    law = parsed(name)
    held = (operands_of(part, "series") for s in (*law.hypotheses, *law.claims) for part in subterms(s))
    return list(dict.fromkeys(sum_[1] for sum_ in held if sum_ is not None))


BINDING = [name for name in LAWS if indices(name)]


def term_in(symbol: Any, index: Any) -> Any:
    """A term of the kind of a law's symbol that speaks of the index; None where there is none."""
    if getattr(symbol, "is_integer", False):
        return None
    if not hasattr(symbol, "shape"):
        return index
    return multiply(index, matrix("M", N, N) if symbol.shape[0] == symbol.shape[1] else vector("m", N))


@pytest.mark.soundness
@pytest.mark.parametrize("name", BINDING)
def test_no_law_takes_a_term_in_its_own_index(name: str) -> None:
    plain_terms = {"A": matrix("A", N, N), "B": matrix("B", N, N), "c": scalar("c"), "v": vector("v", N), "k": K}
    tried = 0
    for index in indices(name):
        for key, symbol in parsed(name).symbols.items():
            value = term_in(symbol, index)
            if value is None:
                continue
            binding = {k: plain_terms[k] for k in parsed(name).symbols} | {key: value}
            for conclusion in range(len(parsed(name).claims)):
                tried += 1
                with pytest.raises(KernelError, match="cannot come into a sum"):
                    Kernel().law(name, binding, conclusion=conclusion)
                with pytest.raises(ReplayError, match="cannot come into a sum"):
                    instance(Reader(), name, {k: plain(v) for k, v in binding.items()}, {"n": plain(N)}, conclusion)
    require(tried > 0, f"{name} has no symbol for a term")


@pytest.mark.soundness
def test_substitution_does_not_let_a_sum_bind_what_comes_in() -> None:
    r, c = natural("r"), scalar("c")
    (claim,) = parse_problem({"c": "scalar", "k": "natural"}, [], ["sum(c^r, r, 0, k) = 0"]).claims
    with pytest.raises(LanguageError, match="cannot come into a sum"):
        substitute(claim, {c: r})
    with pytest.raises(ReplayError, match="cannot come into a sum"):
        substituted(plain(claim), {plain(c): plain(r)})
    require(substitute(claim, {K: r}).lhs.operands[3] == r, "the bounds are outside of the sum")


GEOMETRIC, CAUGHT = "sum(r^q, q, 0, k-1)", "sum(q^q, q, 0, k-1)"
NATURALS = {"r": "natural", "k": "natural"}


@pytest.mark.soundness
@pytest.mark.parametrize(
    ("let", "given", "claim"),
    [
        (NATURALS, [], f"{GEOMETRIC}*(r*{CAUGHT} - {CAUGHT} - r^k + 1) = 0"),
        (NATURALS, [], f"relu(r-60)*{GEOMETRIC}*(r*{CAUGHT} - {CAUGHT} - r^k + 1) = 0"),
        (NATURALS, ["100 <= k", "2 <= r"], f"{GEOMETRIC}*(r*{CAUGHT} - {CAUGHT} - r^k + 1) = 0"),
        (NATURALS, ["r != 0"], "r^(k-1)*(sum(q^q*q^(k-1-q), q, 0, k-1)*r - k*r^k) = 0"),
        (NATURALS | {"B": "n x n"}, [], "sum((r*B)^q, q, 0, k-1)*(r*B*sum((q*B)^q, q, 0, k-1)"
         " - sum((q*B)^q, q, 0, k-1) - (r*B)^k + I) = 0"),
    ],
)  # fmt: skip
def test_a_free_symbol_is_no_index(let: dict[str, str], given: list[str], claim: str) -> None:
    problem = parse_problem(let, given, [claim])
    require(prove(problem.hypotheses, problem.claims[0], seconds=1.0).theorem is None, claim)


@pytest.mark.soundness
@pytest.mark.parametrize(
    ("let", "claim"),
    [
        ({"x": "scalar"}, "sum(x/(r+100), r, -j, k) = x*sum(1/(r+100), r, -j, k)"),
        ({"x": "scalar"}, "sum(x*log(r+100), r, -j, k) = x*sum(log(r+100), r, -j, k)"),
        ({"x": "scalar"}, "sum(x/(r+1), r, -1, k) = x*sum(1/(r+1), r, -1, k)"),
        ({"x": "scalar", "A": "n x n"},
         "sum(x*(A'*A+(r+100)*I)^-1, r, -j, k) = x*sum((A'*A+(r+100)*I)^-1, r, -j, k)"),
        ({"x": "scalar", "y": "scalar"}, "sum(y*x^((r+50)*k), r, -j, 0) = y*sum(x^((r+50)*k), r, -j, 0)"),
        ({"A": "n x n", "y": "scalar"}, "sum(y*A^((r+50)*k), r, -j, 0) = y*sum(A^((r+50)*k), r, -j, 0)"),
    ],
)  # fmt: skip
def test_what_is_undefined_below_zero_is_needed(let: dict[str, str], claim: str) -> None:
    problem = parse_problem(let | {"j": "natural", "k": "natural"}, [], [claim])
    proof = prove(problem.hypotheses, problem.claims[0], seconds=1.0)
    require(proof.theorem is None or bool(proof.needs), f"{claim} is proved without a condition")

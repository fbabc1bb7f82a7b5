"""Stored proofs by cases: all are confirmed by the second program, and what was altered is refused by it."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

import pytest

from symbolic.kernel import Kernel, Theorem
from symbolic.language.problem import parse_problem
from symbolic.network.case_tree import plain_cases
from symbolic.provers.piecewise import prove_piecewise
from symbolic.replay.cases import check_cases
from symbolic.replay.errors import ReplayError
from symbolic.replay.plain import plain
from tests.support import require
from tests.symbolic.provers.piecewise_table import TABLE

TRUE = [row for row in TABLE if row[4]]


def stored(theorem: Theorem) -> dict[str, Any]:
    hypotheses, certificate = theorem.data
    document = {"hypotheses": [plain(h) for h in hypotheses], **plain_cases(certificate, plain)}
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


def proved(let: Any, given: Any, claim: str) -> Theorem:
    problem = parse_problem(let, given, [claim])
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Theorem), claim
    return next(t for t in answer.tree() if t.rule == "cases")


@pytest.mark.parametrize(("name", "let", "given", "claim", "truth"), TRUE, ids=[row[0] for row in TRUE])
def test_confirmed(name: str, let: Any, given: Any, claim: str, truth: bool) -> None:
    theorem = proved(let, given, claim)
    assert set(check_cases(plain(theorem.statement), stored(theorem))) == {plain(h) for h in theorem.hypotheses}


def change(value: Any, draw: random.Random) -> bool:
    """Change one leaf of nested lists in place; False where there is none."""
    if not isinstance(value, list) or not value:
        return False
    k = draw.randrange(len(value))
    if isinstance(value[k], list):
        return change(value[k], draw)
    if isinstance(value[k], int):
        value[k] += draw.choice((-1, 1))
    elif value[k] in ("leaf", "contradiction"):
        value[k] = "leaf" if value[k] == "contradiction" else "contradiction"
    elif value[k] == "split":
        value[2], value[3] = value[3], value[2]
    else:
        value[k] = draw.choice(("-1", "2", "1/3", "x"))
    return True


@pytest.mark.soundness
def test_alterations_are_refused() -> None:
    """An altered certificate is refused, or still shows the very claim; it never shows the claim shifted by 1."""
    draw = random.Random(11)
    refused = tried = 0
    for _, let, given, claim, _ in TRUE:
        if "=>" in claim or "let" in claim or " = " not in claim or let.get("x", "scalar") != "scalar":
            continue
        theorem = proved(let, given, claim)
        document = stored(theorem)
        wrong = plain(parse_problem(let, given, [claim + " - 1"]).claims[0])
        for _ in range(40):
            altered = deepcopy(document)
            if not change(altered[draw.choice(("trees", "trees", "trees", "used"))], draw):
                continue
            for statement in (plain(theorem.statement), wrong):
                tried += 1
                try:
                    check_cases(statement, altered)
                except ReplayError:
                    refused += 1
                else:
                    require(statement != wrong, f"{claim} - 1 was confirmed")
    require(refused > 0.75 * tried > 500, f"{refused} of {tried} refused")


@pytest.mark.soundness
def test_hypotheses_are_needed() -> None:
    for claim, given in (("max(a, b) = b", ["a <= b"]), ("max(a, b) < c", ["a < c", "b < c"]),
                         ("a*b <= b*b", ["a <= b", "0 <= b"])):
        theorem = proved(dict.fromkeys("abc", "scalar"), given, claim)
        document = stored(theorem)
        for k in range(len(given)):
            less = deepcopy(document)
            less["hypotheses"][k] = plain(parse_problem({"a": "scalar"}, [], ["a = a"]).claims[0])
            with pytest.raises(ReplayError):
                check_cases(plain(theorem.statement), less)


EMPTY: dict[str, Any] = {"hypotheses": [], "atoms": [], "numbers": [], "used": [], "open": True, "trees": []}


@pytest.mark.parametrize("document", [{}, EMPTY, EMPTY | {"hypotheses": 3}, EMPTY | {"trees": [["leaf"]]},
                                      EMPTY | {"trees": [["case", []]]}, EMPTY | {"used": [[0, 0, 0]]}])
def test_garbage_is_refused(document: Any) -> None:
    claim = plain(parse_problem({"a": "scalar"}, [], ["relu(a) = a"]).claims[0])
    with pytest.raises(ReplayError):
        check_cases(claim, document)

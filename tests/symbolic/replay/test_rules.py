"""Every rule of the kernel has its check in the second program, and its theorems pass it."""

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import symbolic.kernel
from symbolic.kernel import Kernel, Theorem
from symbolic.replay import Report, replay
from symbolic.replay.plain import plain
from symbolic.replay.rules import RULES
from symbolic.replay.store import DATA, replay_theorem, stored
from tests.support import require
from tests.symbolic.replay.theorems import EXAMPLES, PROVED, proved

MAKERS = {"_theorem": 3, "_concluded": 2, "Theorem": 3}
"""Where the name of the rule stands among the arguments of the calls that make theorems."""


def rules_of_the_kernel() -> set[str]:
    """The names of rules in the calls that make theorems."""
    found = set()
    for path in Path(symbolic.kernel.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                argument = node.args[MAKERS[name]] if name in MAKERS and len(node.args) > MAKERS[name] else None
                if isinstance(argument, ast.Constant):
                    found.add(str(argument.value))
    return found


def same(report: Report, theorem: Theorem) -> bool:
    """Whether a report is about the theorem."""
    return (
        report.statement == plain(theorem.statement)
        and report.hypotheses == frozenset(map(plain, theorem.hypotheses))
        and report.laws == theorem.laws
    )


def test_every_rule_is_checked_stored_and_shown() -> None:
    rules = rules_of_the_kernel()
    assert {"assume", "certificate", "law", "discharge", "induction", "cases"} <= rules
    assert rules == set(RULES)
    assert rules == set(DATA)
    assert rules <= set(EXAMPLES)


@pytest.mark.soundness
@pytest.mark.parametrize("name", EXAMPLES)
def test_theorem_of_a_rule_replays(name: str) -> None:
    make: Callable[[Kernel], Theorem] = EXAMPLES[name]
    theorem = make(Kernel())
    require(theorem.rule == name.split(" ")[0] or name == "cases", "the example is of another rule")
    require(same(replay_theorem(theorem), theorem), "the report is about another theorem")


@pytest.mark.parametrize("case", PROVED, ids=[case[2] for case in PROVED])
def test_proved_theorem_replays(case: tuple[dict[str, str], list[str], str]) -> None:
    theorem = proved(*case)
    assert same(replay_theorem(theorem), theorem)


def test_a_document_survives_json() -> None:
    theorem = proved(*PROVED[2])
    document = stored(theorem)
    assert json.loads(json.dumps(document)) == document
    assert same(replay(json.loads(json.dumps(document))), theorem)


def test_a_shared_premise_is_stored_once() -> None:
    theorem = proved(*PROVED[2])
    assert len(stored(theorem)["steps"]) == len(list(theorem.tree()))

"""What is no theorem is refused: every kind of alteration of a stored one, and documents that are none."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symbolic.kernel import Kernel
from symbolic.language.operator import apply
from symbolic.language.statements import Minimizes, relation
from symbolic.language.symbols import scalar
from symbolic.language.terms import add, multiply
from symbolic.replay import ReplayError, replay
from symbolic.replay.__main__ import main
from symbolic.replay.store import stored
from tests.support import require
from tests.symbolic.replay.theorems import EXAMPLES, gaussian

Document = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
SCALAR = ["symbol", "q", "scalar"]


def document(name: str) -> Document:
    """The document of an example."""
    return stored(EXAMPLES[name](Kernel()))


def last(d: Document) -> Any:
    return d["steps"][-1]


def term(d: Document) -> Any:
    """The first term of the last step's certificate."""
    return last(d)["data"][0]


def put(target: Any, key: Any, value: Any) -> None:
    """Change one place; the value must differ."""
    require(target[key] != value, "nothing was altered")
    target[key] = value


ALTERATIONS: list[tuple[str, str, Callable[[Document], None]]] = [
    ("coefficient", "certificate", lambda d: put(term(d), "coefficient", "3")),
    ("sign", "certificate", lambda d: put(term(d), "coefficient", "-2")),
    ("hole place", "certificate", lambda d: put(term(d), "hole", 0)),
    ("premise", "certificate", lambda d: put(term(d), "premise", 1)),
    ("negative premise", "certificate", lambda d: put(term(d), "premise", -1)),
    ("factor turned", "certificate", lambda d: term(d)["context"]["factors"][0][1].reverse()),
    ("factor lost", "certificate", lambda d: term(d)["context"]["factors"].pop()),
    ("two holes", "certificate", lambda d: term(d)["context"]["factors"].append(term(d)["context"]["factors"][1])),
    ("slots exchanged", "certificate", lambda d: term(d)["context"]["ext"].reverse()),
    ("unknown label", "certificate", lambda d: put(term(d)["context"]["factors"][0], 0, 99)),
    ("term lost", "certificate", lambda d: put(last(d), "data", [])),
    ("hypothesis lost", "certificate", lambda d: put(last(d), "hypotheses", [])),
    ("hypothesis added", "certificate", lambda d: last(d)["hypotheses"].append(["<", ["number", "0"], SCALAR])),
    ("statement exchanged", "certificate", lambda d: put(last(d), "statement", d["steps"][0]["statement"])),
    ("rule exchanged", "certificate", lambda d: put(last(d), "rule", "restate")),
    ("unknown rule", "certificate", lambda d: put(last(d), "rule", "trust_me")),
    ("law that was not used", "certificate", lambda d: put(last(d), "laws", ["inverse"])),
    ("premise of a later step", "certificate", lambda d: put(last(d), "premises", [1])),
    ("condition of a derivative lost", "certificate off a kink", lambda d: put(last(d), "hypotheses", [])),
    ("another derivative", "certificate of a derivative", lambda d: put(
        last(d)["statement"], 2, last(d)["statement"][2][1])),
    ("other hypothesis assumed", "assume", lambda d: put(last(d), "hypotheses", [["<=", ["number", "0"], SCALAR]])),
    ("restated otherwise", "restate", lambda d: put(last(d)["statement"], 0, "!=")),
    ("law name", "law", lambda d: put(last(d)["data"], "law", "pinv_unique")),
    ("law that is none", "law", lambda d: put(last(d)["data"], "law", "all_equal")),
    ("law conclusion", "law", lambda d: put(last(d)["data"], "conclusion", 3)),
    ("law conclusion below 0", "law", lambda d: put(last(d)["data"], "conclusion", -2)),
    ("law not named", "law", lambda d: put(last(d), "laws", [])),
    ("binding", "law with premises", lambda d: put(last(d)["data"]["binding"], "A", last(d)["data"]["binding"]["B"])),
    ("size of a law", "law", lambda d: put(last(d)["data"]["sizes"], "n", ["symbol", "k", "dimension"])),
    ("hypothesis of a law lost", "law with premises", lambda d: last(d)["hypotheses"].pop()),
    ("order of a moment", "moment", lambda d: put(last(d), "data", 3)),
    ("order in its statement", "moment", lambda d: put(last(d)["statement"], 2, "4")),
    ("another law of the symbol", "moment", lambda d: put(last(d)["statement"][1], 2, "iid")),
    ("coefficient that is infinite", "certificate", lambda d: put(term(d), "coefficient", float("inf"))),
    ("coefficient that is no text", "certificate", lambda d: put(term(d), "coefficient", 2.0)),
    ("coefficient with an exponent", "certificate", lambda d: put(term(d), "coefficient", "2e0")),
    ("coefficient over 0", "certificate", lambda d: put(term(d), "coefficient", "1/0")),
    ("a third side", "law", lambda d: last(d)["statement"].append(["number", "0"])),
    ("a third side of an order", "squares", lambda d: last(d)["statement"].append(["number", "0"])),
    ("a third side of what is restated", "restate", lambda d: last(d)["statement"].append(["number", "0"])),
    ("a further conclusion", "imply", lambda d: last(d)["statement"].append(["=", ["number", "0"], ["number", "1"]])),
    ("a third side of what exists", "witness", lambda d: last(d)["statement"][2].append(["number", "0"])),
    ("a text among the factors", "certificate", lambda d: last(d)["statement"][2].insert(1, "*")),
    ("weight", "squares", lambda d: put(last(d)["data"][0], 0, "2")),
    ("negative weight", "squares", lambda d: put(last(d)["data"][0], 0, "-1")),
    ("root", "squares", lambda d: put(last(d)["data"][0], 1, ["'", last(d)["data"][0][1]])),
    ("false arithmetic", "arithmetic", lambda d: put(last(d)["statement"], 1, ["number", "4"])),
    ("strict arithmetic", "arithmetic", lambda d: put(last(d)["statement"], 1, ["number", "3"])),
    ("lemma exchanged", "discharge", lambda d: last(d)["premises"].reverse()),
    ("discharge keeps nothing", "discharge", lambda d: put(last(d), "hypotheses", [])),
    ("definition lost", "replace", lambda d: put(last(d), "hypotheses", [])),
    ("another replacement", "replace", lambda d: put(last(d)["statement"], 2, ["+", *[last(d)["statement"][2]] * 2])),
    ("transfer of another kind", "transfer", lambda d: put(last(d)["statement"], 0, "!=")),
    ("transfer the other way", "transfer", lambda d: last(d)["statement"][1:].reverse() or put(
        last(d)["statement"], 1, ["number", "1"])),
    ("witness", "witness", lambda d: put(last(d), "data", last(d)["statement"][1])),
    ("minimum elsewhere", "minimum", lambda d: put(last(d)["statement"], 1, ["number", "1"])),
    ("minimum over another variable", "minimum", lambda d: put(last(d)["statement"], 3, ["symbol", "y", "scalar"])),
    ("premise of an implication", "imply", lambda d: put(last(d)["statement"][1], 1, "positive definite")),
    ("conclusion of an implication", "imply", lambda d: put(last(d)["statement"], 2, last(d)["statement"][1])),
    ("contradiction elsewhere", "absurd", lambda d: put(last(d)["statement"], 2, ["symbol", "z", "scalar"])),
    ("induction over another number", "induction", lambda d: put(last(d), "data", ["symbol", "k", "dimension"])),
    ("induction without a beginning", "induction", lambda d: last(d)["premises"].reverse()),
    ("congruence elsewhere", "congruence", lambda d: put(last(d)["data"], 0, last(d)["data"][1])),
    ("congruence of another", "congruence", lambda d: put(last(d)["statement"], 2, ["number", "0"])),
    ("cases of another statement", "cases", lambda d: put(last(d)["statement"], 2, ["number", "0"])),
    ("another format", "assume", lambda d: put(d, "format", "2")),
    ("no steps", "assume", lambda d: put(d, "steps", [])),
    ("labels that go round", "certificate", lambda d: d["labels"].append(
        {"kind": "recip", "label": len(d["labels"])}) or put(
            term(d)["context"]["factors"][0], 0, len(d["labels"]) - 1)),
]  # fmt: skip


@pytest.mark.soundness
@pytest.mark.parametrize(("what", "example", "alter"), ALTERATIONS, ids=[f"{a[1]}: {a[0]}" for a in ALTERATIONS])
def test_alteration_is_refused(what: str, example: str, alter: Callable[[Document], None]) -> None:
    true = document(example)
    replay(true)
    altered = copy.deepcopy(true)
    alter(altered)
    require(altered != true, f"{what}: nothing was altered")
    try:
        replay(altered)
    except ReplayError:
        return
    raise AssertionError(f"{what} of {example} was not noticed")


def test_the_step_that_fails_is_named() -> None:
    altered = document("law with premises")
    number = len(altered["steps"]) - 1
    altered["steps"][number]["statement"][0] = "!="
    with pytest.raises(ReplayError) as raised:
        replay(altered)
    assert raised.value.node == number
    assert f"step {number}" in str(raised.value)


HEAD = {"format": "lineproof theorem 1"}


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, HEAD, {**HEAD, "steps": [7]}])
def test_what_is_no_document_is_refused(value: object) -> None:
    with pytest.raises(ReplayError):
        replay(value)


def test_time_is_bounded() -> None:
    with pytest.raises(ReplayError, match="out of time"):
        replay(stored(gaussian(6)(Kernel())), seconds=0.0)


def deep(depth: int) -> Any:
    value: Any = SCALAR
    for _ in range(depth):
        value = ["+", value, SCALAR]
    return value


def test_a_term_that_is_nested_too_deeply_is_refused() -> None:
    altered = document("assume")
    altered["steps"][0]["statement"] = ["<", ["number", "0"], deep(100_000)]
    altered["steps"][0]["hypotheses"] = [["<", ["number", "0"], deep(100_000)]]
    with pytest.raises(ReplayError):
        replay(altered)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (["=", ["identity", ["symbol", "n", "dimension"]], ["identity", ["symbol", "m", "dimension"]]], "sizes"),
        (["=", ["+", ["matrix", "A", ["symbol", "n", "dimension"], ["symbol", "n", "dimension"], "constant"],
                ["identity", ["symbol", "m", "dimension"]]], ["number", "0"]], "sizes in a sum"),
        (["=", ["symbol", "x", "scalar"], ["symbol", "x", "random"]], "two symbols of one name"),
        (["=", ["zeros", ["symbol", "k", "natural"], ["number", "1"]], ["number", "0"]], "a size that may be 0"),
        (["=", ["matrix", "A", ["symbol", "~", "dimension"], ["number", "1"], "constant"], ["number", "0"]], "the tie"),
        (["=", ["apply", "launch", ["number", "1"]], ["number", "1"]], "an operator that is none"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_statement_that_is_none_is_no_certificate(statement: Any, why: str) -> None:
    d = document("certificate of a derivative")
    d["steps"] = [{**last(d), "statement": statement, "hypotheses": []}]
    with pytest.raises(ReplayError):
        replay(d)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "symbolic.replay", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, none = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "none.json"
    d = document("law")
    good.write_text(json.dumps(d))
    last(d)["data"]["law"] = "inverse"
    bad.write_text(json.dumps(d))
    none.write_text("{")
    assert main([str(good)]) == 0
    assert main([str(bad)]) == 1
    assert "refused: step 0" in capsys.readouterr().err
    assert main([str(none)]) == 2
    assert main([]) == 2
    found = run(str(good), str(bad), str(none))
    assert found.returncode == 2
    assert "refused: step 0" in found.stderr and "Traceback" not in found.stderr


@pytest.mark.soundness
@pytest.mark.parametrize("place", [1, 3], ids=["point", "variable"])
def test_nothing_random_is_put_under_an_expectation(place: int) -> None:
    """y minimises E[r*x] - E[r*x], a way to write 0; r in place of y or x would be no constant under it."""
    kernel, r, x, y = Kernel(), scalar("r", random=True), scalar("x"), scalar("y")
    expected = apply("E", multiply(r, x))
    known = kernel.arithmetic(relation(0, "<=", 0))
    d = stored(kernel.minimum(known, Minimizes(y, add(expected, multiply(-1, expected)), x)))
    replay(d)
    text = json.dumps(last(d)["statement"])
    symbol = last(d)["statement"][place]
    last(d)["statement"] = json.loads(text.replace(json.dumps(symbol), json.dumps(["symbol", "s", "random"])))
    require(json.dumps(last(d)["statement"]) != text, "nothing was altered")
    with pytest.raises(ReplayError, match="not free"):
        replay(d)

"""The second program shares no code with the first, and both come to the same sums."""

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sympy import Eq

import symbolic.replay
from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.language.problem import parse_problem
from symbolic.replay.calculus import off_kinks
from symbolic.replay.plain import plain
from symbolic.replay.reading import Reader
from symbolic.replay.statements import Statements
from symbolic.replay.store import stored
from tests.symbolic.replay.theorems import EXAMPLES

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(symbolic.replay.__file__).parent
KNOWS_BOTH = {"store.py"}
FIRST = ("symbolic.network", "symbolic.kernel")


@pytest.mark.parametrize(
    "path", sorted(set(FOLDER.glob("*.py")) - {FOLDER / name for name in KNOWS_BOTH}), ids=lambda p: p.name
)
def test_no_module_imports_the_first_program(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in names if name.startswith(FIRST)]


def test_the_program_never_loads_the_first(tmp_path: Path) -> None:
    file = tmp_path / "law.json"
    file.write_text(json.dumps(stored(EXAMPLES["law"](Kernel()))))
    program = (
        "import sys\nfrom symbolic.replay.__main__ import main\n"
        f"status = main([{str(file)!r}])\nprint(status, sorted(m for m in sys.modules if m.startswith({FIRST!r})))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def equations() -> list[tuple[str, Any]]:
    """The equations of the claim files, those that hold and those that do not."""
    found = []
    for path in sorted((ROOT / "tests" / "claims").glob("*.toml")):
        for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]:
            problem = parse_problem(claim["let"], claim.get("given", ()), claim["claim"])
            found += [(claim["id"], s) for s in (*problem.claims, *problem.hypotheses) if isinstance(s, Eq)]
    return found


def is_zero_for_the_first(statement: Any, explicit: bool) -> bool | None:
    """Whether the sides of an equation have one canonical form; None outside it."""
    try:
        return not Kernel(explicit=explicit).difference(statement).terms
    except LineproofError:
        return None


def is_zero_for_the_second(statement: Any, explicit: bool) -> bool | None:
    """Whether the sides have one sum; None outside the sums."""
    statements = Statements(Reader(explicit=explicit))
    try:
        difference = statements.difference(plain(statement))
        return off_kinks(statements.reader.session, difference, statements.kinks(plain(statement))).is_zero
    except LineproofError:
        return None


@pytest.mark.parametrize("explicit", [False, True])
def test_both_programs_see_the_same_equations(explicit: bool) -> None:
    """Neither proves by its sums alone what the other does not; maxima of maxima, which only one flattens, apart."""
    listed = [(name, s) for name, s in equations() if "max(" not in str(s) and "min(" not in str(s)]
    assert len(listed) > 500
    seen = [(n, s, is_zero_for_the_first(s, explicit), is_zero_for_the_second(s, explicit)) for n, s in listed]
    assert not [entry for entry in seen if entry[2] != entry[3]]
    assert {entry[2] for entry in seen} == {True, False, None}

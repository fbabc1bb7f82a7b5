"""The claim files of the tests, read once: those on one field each. The further ones, `more_*.toml`, are judged whole
by `python -m bench.soundness verdicts`, and a sample of them by the tests.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from symbolic.language.problem import Problem, parse_problem

FOLDER = Path(__file__).parents[1] / "claims"


@cache
def claims() -> dict[str, dict[str, Any]]:
    """Every claim by its id."""
    files = sorted(path for path in FOLDER.glob("*.toml") if not path.stem.startswith("more_"))
    tables = (tomllib.loads(path.read_text(encoding="utf-8"))["claim"] for path in files)
    return {table["id"]: table for tables_of_file in tables for table in tables_of_file}


def expected(verdict: str) -> list[str]:
    """The ids of the claims with this verdict."""
    return [name for name, table in claims().items() if table["expect"] == verdict]


@cache
def problem(name: str) -> Problem:
    """A claim, parsed, with what it needs."""
    table = claims()[name]
    return parse_problem(table["let"], table.get("given", ()), table["claim"], table.get("needs", ()))

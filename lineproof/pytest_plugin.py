"""The pytest plugin: every line of every proof is a test, and with `--lineproof` every claim of a claim file.

A line of the catalog passes when it is proved, replayed and cross-checked, or refused as it says, with a witness. With
the option `--lineproof`, claim files (`*.toml` with [[claim]] tables) and proof files of yours (`*.py` that define
`derivation() -> Derivation`) are collected likewise.

This module is loaded in every run of pytest where lineproof is installed; what is heavy is loaded when there is
something to judge.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from lineproof import __version__
from proofs.catalog import FOLDER, entry_of

HEADER = b"[[claim]]"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("lineproof")
    group.addoption("--lineproof", action="store_true", help="collect claim files (*.toml) and proof files (*.py), too")
    budget = "budget of one line, in processor time (default: 5)"
    group.addoption("--lineproof-seconds", type=float, default=5.0, metavar="S", help=budget)
    group.addoption("--lineproof-seed", type=int, default=0, metavar="N", help="seed of all random draws (default: 0)")


def pytest_report_header() -> str:
    """One line on the version in the header of a test run."""
    return f"lineproof {__version__}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Proof files of the catalog; with the option, those of the user and claim files."""
    asked: bool = parent.config.getoption("--lineproof")
    ours = file_path.parent == FOLDER
    kind = None
    if file_path.suffix == ".py" and (ours or asked) and entry_of(file_path) is not None:
        kind = "ProofFile"
    elif file_path.suffix == ".toml" and asked and HEADER in file_path.read_bytes():
        kind = "ClaimsFile"
    if kind is None:
        return None
    collector: pytest.Collector = getattr(import_module("lineproof.pytest_items"), kind).from_parent(
        parent, path=file_path
    )
    return collector

"""The pytest plugin: every line of every proof is a test, and with `--lineproof` every claim of a claim file.

A line of the catalog passes when it is proved, replayed and cross-checked, or refused as it says, with a witness. With
the option `--lineproof`, claim files (`*.toml` with [[claim]] tables) and proof files of yours (`*.py` that define
`derivation() -> Derivation`) are collected likewise.

This module is loaded in every run of pytest where lineproof is installed; what is heavy is loaded when there is
something to judge.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from lineproof import __version__
from proofs.catalog import FOLDER, entry_of

HEADER = re.compile(rb"^[ \t]*\[\[[ \t]*[\"']?claim\b", re.MULTILINE)
FOUND = pytest.StashKey[set[Path]]()
"""The files that gave items."""


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
    elif file_path.suffix == ".toml" and asked and HEADER.search(file_path.read_bytes()):
        kind = "ClaimsFile"
    if kind is None:
        return None
    collector: pytest.Collector = getattr(import_module("lineproof.pytest_items"), kind).from_parent(
        parent, path=file_path
    )
    return collector


def pytest_itemcollected(item: pytest.Item) -> None:
    """Remember that the file gave something to run."""
    item.config.stash.setdefault(FOUND, set()).add(item.path)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: pytest.ExitCode, config: pytest.Config
) -> None:
    """Say why a file that was named gave nothing to judge."""
    if config.getoption("numprocesses", None):
        return  # the files are read in other processes
    failed = {config.rootpath / report.nodeid.split("::")[0] for report in terminalreporter.getreports("error")}
    given = dict.fromkeys(config.invocation_params.dir / name.split("::")[0] for name in config.args)
    for path in given:
        if path.is_file() and path not in config.stash.get(FOUND, set()) | failed:
            read = exitstatus != pytest.ExitCode.USAGE_ERROR  # else pytest says which file it did not find
            reason = silence(path, asked=config.getoption("--lineproof"), read=read)
            if reason:
                terminalreporter.write_line(f"lineproof: {path.name}: nothing was judged: {reason}")


def silence(path: Path, *, asked: bool, read: bool) -> str:
    """Why nothing of a file is judged, with the option `--lineproof` where it was `asked`; empty where that is no
    matter of ours, or where files were not `read`.
    """
    claims = path.suffix == ".toml" and HEADER.search(path.read_bytes()) is not None
    proof = path.suffix == ".py" and entry_of(path) is not None
    if claims or proof:
        if asked:
            return "its derivation has no lines" if read else ""
        return "claim files and proof files are judged with --lineproof"
    if not asked:
        return ""
    return {
        ".toml": "it has no [[claim]] table",
        ".py": "it defines no function `derivation`",
    }.get(path.suffix, "expected a claim file (.toml) or a proof file (.py)")

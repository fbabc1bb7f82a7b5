"""`lineproof check` as a program: output, exit status, and what it does with files that are not as they should be."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lineproof import __version__
from lineproof.checking import check_files
from lineproof.results import FileResult, LineResult, exit_status
from lineproof.terminal import details
from proofs.tasks import Report

CLAIMS = """
[[claim]]
id = "transpose"
title = "transpose of a product"
let = { A = "m x n", B = "n x p" }
claim = ["(A*B)' = B'*A'"]

[[claim]]
id = "commute"
let = { A = "n x n", B = "n x n" }
claim = ["A*B = B*A"]

[[claim]]
id = "inverse"
let = { A = "n x n" }
claim = ["A*A^-1 = I"]
expect = "needs"
"""
BROKEN = """
[[claim]]
id = "shape"
let = { A = "m x n" }
claim = ["A = A", "A*A = A"]

[[claim]]
id = "text"
let = { A = "m x n" }
claim = ["A = )"]
"""


def lineproof(*arguments: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lineproof", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "claims.toml").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "broken.toml").write_text(BROKEN, encoding="utf-8")
    return tmp_path


def test_text(folder: Path) -> None:
    run = lineproof("check", "claims.toml", cwd=folder)
    assert run.returncode == 1, run.stderr
    assert run.stderr == ""
    lines = run.stdout.splitlines()
    assert re.fullmatch(r"transpose  proved      +\d+\.\d{3} s  transpose of a product", lines[0])
    assert re.fullmatch(r"commute    refuted     +\d+\.\d{3} s  A\*B = B\*A  wrong", lines[1])
    assert re.fullmatch(r"inverse    needs       +\d+\.\d{3} s  A\*A\^-1 = I  as expected", lines[2])
    assert lines[3] == "claims.toml:8: commute   A*B = B*A"
    assert re.fullmatch(
        r"  refuted            n = 2, A = \[.*\], B = \[.*\]: left side \[.*\], right side \[.*\]", lines[4]
    )
    at = lines.index("claims.toml:13: inverse   A*A^-1 = I")
    assert lines[at + 1] == "  needs              invertible(A)"
    assert re.fullmatch(r"  without it         n = 1, A = 0: A\^-1 has no value \(.*\)", lines[at + 2])
    assert lines[-1].startswith("claims.toml: 3 judged: 1 proved, 1 refuted, 1 needs; 1 of 1 as expected")


def test_json(folder: Path) -> None:
    run = lineproof("check", "--json", "claims.toml", cwd=folder)
    assert run.returncode == 1, run.stderr
    whole = json.loads(run.stdout)
    assert set(whole) == {"lineproof", "files"}
    assert whole["lineproof"] == __version__
    (file,) = whole["files"]
    assert set(file) == {"file", "seconds", "results"}
    assert file["file"] == "claims.toml"
    for result in file["results"]:
        assert set(result) == {"id", "line", "title", "statement", "step", "expect", "seconds", "numeric"}
        assert set(result["statement"]) - {"message"} == {"text", "verdict", "needs", "holds_if", "witness", "laws"}
        assert result["step"] == {"verdict": "start"}
    assert [(r["id"], r["line"], r["statement"]["verdict"], r["expect"]) for r in file["results"]] == [
        ("transpose", 2, "proved", None), ("commute", 8, "refuted", None), ("inverse", 13, "needs", "needs"),
    ]  # fmt: skip
    assert file["results"][0]["numeric"]["trials"] > 0
    assert 0 < file["results"][0]["numeric"]["bound"] < 1e-17
    assert file["results"][0]["title"] == "transpose of a product"
    assert [r["statement"]["text"] for r in file["results"]] == ["(A*B)' = B'*A'", "A*B = B*A", "A*A^-1 = I"]
    assert [r["statement"]["needs"] for r in file["results"]] == [[], [], ["invertible(A)"]]


def test_what_would_repair_a_line_is_no_need_of_it() -> None:
    said = LineResult("a", 1, "A = B", Report("refuted", needs=("symmetric(A)",)), 0.1).as_dict()["statement"]
    assert (said["needs"], said["holds_if"]) == ([], ["symmetric(A)"])


def test_what_is_left_to_show_stands_in_both_outputs() -> None:
    report = Report("supported", message="no proof found", stage="completion", residue=(("A - B = 0", "A - B = 0"),))
    line = LineResult("same", 1, "A = B", report, 0.1)
    assert "  left to show       A - B = 0" in list(details("claims.toml", line, strict=False))
    statement = line.as_dict()["statement"]
    assert statement["stage"] == "completion" and statement["residue"] == [{"text": "A - B = 0", "latex": "A - B = 0"}]


def test_errors_name_file_line_claim_and_column(folder: Path) -> None:
    run = lineproof("check", "broken.toml", cwd=folder)
    assert run.returncode == 1, run.stderr
    lines = run.stdout.splitlines()
    at = lines.index("broken.toml:5: shape, claim 2, column 3   A*A = A")
    assert lines[at + 1] == " " * (len("broken.toml:5: shape, claim 2, column 3   ") + 2) + "^"
    assert lines[at + 2].startswith("  ill-typed          product: A is m x n and A is m x n")
    at = lines.index("broken.toml:10: text, claim 1, column 5   A = )")
    assert lines[at + 1] == " " * (len("broken.toml:10: text, claim 1, column 5   ") + 4) + "^"
    assert lines[at + 2].startswith("  unread             syntax; expected ")


STATED = {
    "true": "claim = ['A = A']",
    "false": "claim = ['A = 0']",
    "false, known": "claim = ['A = 0']\nexpect = 'refuted'",
    "true, called false": "claim = ['A = A']\nexpect = 'refuted'",
    "needs": "claim = ['A*A^-1 = I']",
    "needs, known": "claim = ['A*A^-1 = I']\nexpect = 'needs'",
    "unread": "claim = ['A = )']",
    "unread, called true": "claim = ['A = )']\nexpect = 'proved'",
    "false and unread": "claim = ['A = 0', 'A = )']",
    "true and unread": "claim = ['A = A', 'A = )']",
    "unread and ill-typed": "claim = ['A = )', 'A = [A; A]']",
    "unknown key": "claim = ['A = A']\ngiben = []",
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileResult]:
    """A file for each claim, all judged in one run."""
    folder = tmp_path_factory.mktemp("stated")
    for name, text in STATED.items():
        (folder / name).with_suffix(".toml").write_text(f"[[claim]]\nid = 'a'\nlet = {{ A = 'n x n' }}\n{text}\n")
    results = check_files([str((folder / name).with_suffix(".toml")) for name in STATED])
    return dict(zip(STATED, results, strict=True))


@pytest.mark.parametrize(
    ("name", "status", "strict_status"),
    [
        ("true", 0, 0),
        ("false", 1, 1),
        ("false, known", 0, 0),
        ("true, called false", 1, 1),
        ("needs", 0, 1),
        ("needs, known", 0, 0),
        ("unread", 0, 1),
        ("unread, called true", 1, 1),
        ("false and unread", 1, 1),
        ("true and unread", 0, 1),
        ("unread and ill-typed", 1, 1),
        ("unknown key", 2, 2),
    ],
)
def test_exit_status(judged: dict[str, FileResult], name: str, status: int, strict_status: int) -> None:
    assert exit_status([judged[name]]) == status
    assert exit_status([judged[name]], strict=True) == strict_status
    assert exit_status([judged["true"], judged[name]]) == status


def test_what_was_not_read_beside_a_false_statement_is_told(judged: dict[str, FileResult]) -> None:
    (line,) = judged["false and unread"].lines
    assert line.report.verdict == "refuted" and line.report.witness
    assert "not read: claim 2, column 5" in line.report.message
    (line,) = judged["true and unread"].lines
    assert line.report.verdict == "unread" and line.report.message.startswith("claim 2, column 5")


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_exit_status_of_the_program(tmp_path: Path, options: tuple[str, ...], status: int) -> None:
    (tmp_path / "a.toml").write_text(f"[[claim]]\nid = 'a'\nlet = {{ A = 'n x n' }}\n{STATED['unread']}\n")
    run = lineproof("check", *options, "a.toml", cwd=tmp_path)
    assert run.returncode == status, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    warned = "1 unread: not understood, so not judged; only --strict makes that an error"
    assert (run.stdout.splitlines()[-1] == warned) == (status == 0)


def test_the_error_of_one_file_does_not_lose_the_others(folder: Path) -> None:
    (folder / "binary.toml").write_bytes(bytes(range(256)))
    (folder / "notes.md").write_text("# Notes", encoding="utf-8")
    files = ["claims.toml", "binary.toml", "missing.toml", "notes.md", "claims.toml"]
    run = lineproof("check", "--json", *files, cwd=folder)
    assert run.returncode == 2
    found = json.loads(run.stdout)["files"]
    assert [f["file"] for f in found] == files
    assert [len(f["results"]) for f in found] == [3, 0, 0, 0, 3]
    assert [len(f.get("errors", [])) for f in found] == [0, 1, 1, 1, 0]
    assert "not supported yet" in found[3]["errors"][0]
    assert run.stderr.count("error: ") == 3
    assert "Traceback" not in run.stderr


def test_hostile_text_is_shown_safely(tmp_path: Path) -> None:
    title = "x\\u001b[31m[bold]\\u0007 \\ud7ff"
    (tmp_path / "a.toml").write_text(
        f'[[claim]]\nid = "\\u001b]0;a"\ntitle = "{title}"\nclaim = ["{"(" * 900}"]\n', encoding="utf-8"
    )
    run = lineproof("check", "a.toml", cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert run.returncode == 0, run.stderr
    assert not set(run.stdout) & {"\x1b", "\x07"}
    assert max(map(len, run.stdout.splitlines())) < 900


def test_usage(tmp_path: Path) -> None:
    assert lineproof("check", cwd=tmp_path).returncode == 2
    for seconds in ("-1", "nan", "inf", "x"):
        run = lineproof("check", "a.toml", "--seconds", seconds, cwd=tmp_path)
        assert run.returncode == 2
        assert "--seconds" in run.stderr and "Traceback" not in run.stderr
    assert lineproof("nonsense", cwd=tmp_path).returncode == 2


def test_verdicts_depend_on_the_seed_alone(folder: Path) -> None:
    def witnesses(jobs: int) -> list[str]:
        run = lineproof("check", "--json", "--jobs", str(jobs), "claims.toml", "claims.toml", cwd=folder)
        return [r["statement"]["witness"] for file in json.loads(run.stdout)["files"] for r in file["results"]]

    alone = witnesses(1)
    assert alone == witnesses(2)
    assert len(alone) == 6 and alone[:3] == alone[3:]


def working(parent: int) -> bool:
    """Whether a process has started a worker."""
    found = subprocess.run(["ps", "-A", "-o", "ppid="], capture_output=True, text=True, check=True)
    return str(parent) in found.stdout.split()


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="interrupts are ignored")
def test_interruption_is_clean(tmp_path: Path) -> None:
    hard = "".join(
        f'[[claim]]\nid = "{k}"\nlet = {{ A = "n x n" }}\ngiven = ["A^7 = A", "A^3*A\' = A\'*A^3"]\n'
        "claim = [\"A^5*A' = A'*A^5\"]\n"
        for k in range(40)
    )
    (tmp_path / "hard.toml").write_text(hard, encoding="utf-8")
    command = [sys.executable, "-m", "lineproof", "check", "--json", "--seconds", "60", "hard.toml"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not working(process.pid):
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err) == ("", "interrupted: nothing is reported\n")

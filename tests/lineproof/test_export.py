"""The commands that show proofs: `export --coq`, and `prove` of one statement with its proof line by line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lineproof.commands import export, prove

CLAIMS = """
[[claim]]
id = "both"
let = { A = "n x n", B = "n x n" }
given = ["A*B = I"]
claim = ["A*B*A = A", "B*A*B = B"]

[[claim]]
id = "order"
let = { A = "m x n" }
claim = ["A'*A >> 0"]

[[claim]]
id = "false"
let = { A = "n x n", B = "n x n" }
claim = ["A*B = B*A"]
"""


def exported(*arguments: str) -> Result:
    return CliRunner().invoke(export.command, ["--coq", *arguments])


def test_export(tmp_path: Path) -> None:
    file, output = tmp_path / "a.toml", tmp_path / "a.v"
    file.write_text(CLAIMS, encoding="utf-8")
    run = exported(str(file), "-o", str(output), "--seconds", "1")
    assert run.exit_code == 0
    text = output.read_text(encoding="utf-8")
    assert text.count("Lemma lineproof_") == 2 and "Lemma lineproof_both_1" in text
    assert text.count("Proof.") == text.count("Qed.")
    assert "left out: order: no equation" in run.stderr and "2 lemmas, 1 left out" in run.stderr
    assert exported(str(file), "--seconds", "1").stdout.strip() == text.strip()


def test_export_of_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(CLAIMS[CLAIMS.index('[[claim]]\nid = "false"') :], encoding="utf-8")
    assert exported(str(file), "--seconds", "0.2").exit_code == 1


@pytest.mark.parametrize("arguments", [["missing.toml"], ["a.toml", "-o", "missing/a.v"]])
def test_files_that_cannot_be_read_or_written(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(CLAIMS, encoding="utf-8")
    run = exported(*arguments, "--seconds", "0.2")
    assert run.exit_code == 2
    assert "missing" in run.stderr and "Traceback" not in run.stderr


STATEMENT = ["A*B*C = C", "--let", "A: n x n; B: n x n; C: n x n", "--given", "A*B = I", "--given", "C*C = C"]


def test_prove_shows_the_lines_of_a_proof() -> None:
    run = CliRunner().invoke(prove.command, STATEMENT)
    assert run.exit_code == 0
    assert "    A*B*C\n        = C   by hypothesis A*B = I(n)\n    not needed: C*C = C\n" in run.stdout


def test_prove_in_latex() -> None:
    run = CliRunner().invoke(prove.command, [*STATEMENT, "--latex"])
    assert run.exit_code == 0
    assert run.stdout.startswith("\\begin{align*}\nA B C\n  &= C && \\text{by hypothesis $A B = I$}\n\\end{align*}\n")
    assert "proved" not in run.stdout


def test_what_is_refuted_has_no_proof() -> None:
    run = CliRunner().invoke(prove.command, ["A*B = B*A", "--let", "A: n x n; B: n x n", "--latex"])
    assert run.exit_code == 1
    assert "refuted" in run.stdout and "align" not in run.stdout

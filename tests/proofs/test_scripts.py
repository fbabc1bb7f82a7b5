"""Scripts with mistakes: each is told with its line, whichever way the script is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.catalog import entries, entry_of
from proofs.scripts import BrokenProof, build, build_file
from tests.proofs.sample_derivation import derivation

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = '''"""A script."""
from proofs.run import run
from symbolic.derivation import Derivation
from symbolic.language.symbols import dimensions, matrix

def product(a, b):
    return a * b

def derivation():
    n, d = dimensions("n d")
    X = matrix("X", n, d)
    work = Derivation("script", "A script")
    work.equal(X.T.T, X, "transposed twice")
    return work

if __name__ == "__main__":
    run(derivation)
'''
MISTAKES = {
    "unknown name": ("X.T.T, X", "X.T.T, Y", ":13: NameError: name 'Y' is not defined"),
    "wrong shape": ("X.T.T, X", "X.T, X", ":13: "),
    "in a function of the script": ("X.T.T, X", "product(X, X), X", ":7: product: X is n x d and X is n x d"),
    "in a function of ours": ('"n d"', "3", ":10: "),
    "raised": ("    n, d", "    raise ValueError('no')\n    n, d", ":10: ValueError: no"),
    "left": ("    n, d", "    raise SystemExit(0)\n    n, d", ":10: SystemExit: 0"),
    "text for a statement": (
        "equal(X.T.T, X,", "claim('X = X',", ":13: claim: expected a statement, as equals(a, b) or has('symmetric', A)"
    ),
    "text for a hypothesis": ("equal(X.T.T, X, \"transposed twice\")", "assume('X = X')", ":13: assume: expected a "),
    "compared": ("equal(X.T.T, X,", "claim(X.T.T == X,", ":13: claim: expected a statement, got "),
    "text for a term": ("X.T.T, X", "X.T.T, 'X'", ":13: equal: expected a term, got text 'X'; only `refuse`"),
    "a term for a statement": ("equal(X.T.T, X,", "claim(X.T.T,", ":13: claim: expected a statement, got "),
    "nothing returned": ("    return work", "    pass", ": derivation() returned None; expected a Derivation"),
}


def written(folder: Path, old: str, new: str) -> Path:
    path = folder / "script.py"
    assert SCRIPT.count(old) == 1
    path.write_text(SCRIPT.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line(mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, message = MISTAKES[mistake]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrokenProof) as error:
        build_file(written(tmp_path, old, new))
    assert str(error.value).startswith(f"script.py{message}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("return work", "return (work", ":14: SyntaxError: '(' was never closed"),
        ('"""A script."""', '"""\\x"""', ":1: SyntaxError: "),
        ("from symbolic.derivation", "from symbolic.derivations", ":3: ModuleNotFoundError: "),
    ],
)
def test_a_script_that_python_cannot_load(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, old, new)
    assert entry_of(path) is not None
    with pytest.raises(BrokenProof) as error:
        build_file(path)
    assert message in str(error.value)


@pytest.mark.parametrize("mistake", ["unknown name", "wrong shape", "nothing returned"])
def test_a_script_run_by_itself_ends_without_a_traceback(mistake: str, tmp_path: Path) -> None:
    old, new, message = MISTAKES[mistake]
    run = run_script(written(tmp_path, old, new))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"error: script.py{message}") and "Traceback" not in run.stderr


def test_a_line_that_is_not_as_expected_has_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "    return work", "    work.then(2 * X, 'no')\n    return work")
    run = subprocess.run(
        [sys.executable, path.name], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    assert "\n         script.py:14: refuted, does not follow from the line before, expected proved, no\n" in run.stdout
    assert "script.py:13" not in run.stdout


def test_run_takes_the_function(tmp_path: Path) -> None:
    run = run_script(written(tmp_path, "run(derivation)", "run(derivation())"))
    assert run.returncode == 2 and run.stderr.endswith("expected the function itself, run(derivation)\n")


def run_script(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, path.name],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_rows_know_their_line_in_the_script() -> None:
    for entry in entries():
        text = entry.path.read_text(encoding="utf-8").splitlines()
        for row in build(entry.module).rows:
            if row.kind == "refusal" and "Wrong(" in text[row.line - 1]:
                assert row.text in "".join(text[row.line : row.line + 2])
            else:
                assert re.search(r"Section\(|Wrong\(|\.(define|equal|then|claim|refuse)\(", text[row.line - 1])


def test_the_sample_is_built() -> None:
    assert build_file(Path(derivation.__code__.co_filename)).name == "sample"

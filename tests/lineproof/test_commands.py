"""The other commands: list, laws, prove; and the start of the program, which loads nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lineproof.__main__ import main
from lineproof.proving import prove_entries
from lineproof.terminal import plain, totals
from proofs.catalog import Entry, UnknownProof, entries, entry_of
from proofs.scripts import load
from symbolic.language.laws import LAWS
from tests.proofs import sample_derivation

ROOT = Path(__file__).resolve().parents[2]


class Sample(Entry):
    """The sample derivation of the tests as an entry of a catalog."""

    @property
    def module(self) -> str:
        return "tests.proofs.sample_derivation"


SAMPLE = Sample("sample", "a sample", Path(sample_derivation.__file__))


def lineproof(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lineproof", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def called(*arguments: str) -> Result:
    """The same within this process, which has loaded what the command needs."""
    return CliRunner().invoke(main, list(arguments))


def test_list() -> None:
    run = lineproof("list")
    assert run.returncode == 0
    assert [line.split()[0] for line in run.stdout.splitlines()] == [entry.name for entry in entries()]
    assert all(entry.title in run.stdout for entry in entries())


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["--version"]])
def test_what_only_prints_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        f"import sys\nfrom lineproof.__main__ import main\ntry:\n    main({arguments})\nfinally:\n"
        "    print('loaded', *sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(run.stdout.splitlines()[-1].split()) & {"sympy", "numpy", "matplotlib", "rich", "scipy", "flint"}


def test_entries(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('"""Title of one.\n\nMore.\n"""\n\ndef derivation() -> Derivation:\n    ...\n')
    (tmp_path / "helper.py").write_text('"""No proof."""\n\ndef derive() -> None:\n    ...\n')
    (tmp_path / "bare.py").write_text("# no docstring\ndef derivation() -> Derivation:\n    ...\n")
    (tmp_path / "plain.py").write_text("def derivation( seed = 0 ):\n    ...\n")
    found = [(e.name, e.title) for e in entries(tmp_path)]
    assert found == [("bare", "bare"), ("one", "Title of one."), ("plain", "plain")]
    assert entry_of(tmp_path / "helper.py") is None


def test_every_proof_of_the_catalog_is_named_as_its_file() -> None:
    for entry in entries():
        assert load(entry.name).name == entry.name


def test_unknown_names() -> None:
    with pytest.raises(UnknownProof, match="no proof is called 'judge'"):
        load("judge")
    for arguments in (("prove", "nonsense"), ("laws", "nonsense")):
        run = called(*arguments)
        assert run.exit_code == 2
        assert "nonsense" in run.stderr and isinstance(run.exception, SystemExit)


def test_laws() -> None:
    everything = json.loads(called("laws", "--json").stdout)
    assert list(everything) == list(LAWS)
    text = lineproof("laws", "inverse").stdout
    assert "invertible(A) |- A*A^-1 = I; A^-1*A = I" in text


def test_prove_gathers_rows_in_order_and_keeps_what_is_broken_apart() -> None:
    missing = Entry("missing", "not there", ROOT / "proofs" / "missing.py")
    told: list[int] = []
    proofs, results = prove_entries(
        [SAMPLE, missing, SAMPLE], seconds=2.0, seed=0, jobs=2, progress=lambda done, total, name: told.append(done)
    )
    assert [len(r.lines) for r in results] == [10, 0, 10]
    assert results[1].errors == (
        "proofs.missing: there is no such module",
    )
    assert [j.row.number for j in proofs[0].rows] == list(range(1, 11))
    assert [line.id for line in results[2].lines if line.wrong()] == ["9"]
    assert told == list(range(1, 21))
    kinds = [(line.report.verdict, line.step) for line in results[0].lines]
    assert kinds[2] == ("proved", "follows")
    assert kinds[6][0] == "ill-typed"


def test_a_script_with_a_mistake_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "mistaken_script.py"
    script.write_text('"""\\x"""\n\ndef derivation():\n    return missing\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)

    class Mistaken(Entry):
        @property
        def module(self) -> str:
            return self.name

    mistaken = Mistaken("mistaken_script", "", script)
    monkeypatch.setattr("lineproof.commands.prove.entries", lambda: (mistaken, SAMPLE))
    run = called("prove", "--no-figures")
    assert run.exit_code == 2
    assert run.stderr.splitlines()[0].startswith("error: mistaken_script.py:1: SyntaxError: ")
    assert "20 lines" not in run.stdout and "10 lines of 2 derivations" in run.stdout
    assert run.stdout.splitlines()[-1].endswith("with errors: 1 of 2 derivations; report: build/report.html")


def test_lines_as_expected_do_not_look_like_failures() -> None:
    _, results = prove_entries([SAMPLE, SAMPLE], seconds=2.0, seed=0, jobs=1, progress=lambda done, total, name: None)
    shown = list(plain(results, 0, surprises=True))
    assert sum(line == results[0].file for line in shown) == 2
    assert [line.endswith("as expected") for line in shown if "refused:" in line] == [True, True, True, False, True] * 2
    places = [line for line in shown if line.startswith(f"{results[0].file}:") and "judged" not in line]
    assert [line.split(": ")[1].split()[0] for line in places] == ["9", "9"]
    assert totals(results, False) == (
        "20 lines of 2 derivations; as expected: 8 proved, 2 refuted, 2 ill-typed, 2 needs, 2 definition, 2 unread; "
        "not as expected: 2 refuted"
    )


def test_a_run_by_name_leaves_the_report_of_all(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("all", encoding="utf-8")
    run = called("prove", "projection_trace", "projection_trace", "--no-figures", "--output", str(tmp_path))
    assert run.exit_code == 0, run.output
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "all"
    page = tmp_path / "projection_trace.html"
    assert "Refused" in page.read_text(encoding="utf-8")
    assert run.stdout.splitlines()[-1] == (
        "22 lines of 1 derivation; as expected: 18 proved, 3 refuted, 1 definition; not as expected: none; "
        f"report: {page}"
    )
    assert "left side" not in run.output


def test_files_handed_to_the_wrong_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("own.py", "own.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for arguments, better in (
        (["check", "own.py"], "python own.py"),
        (["prove", "own.py"], "python own.py"),
        (["prove", "own.toml"], "lineproof check own.toml"),
    ):
        run = called(*arguments)
        assert run.exit_code == 2 and better in run.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["tr(A*B) = tr(B*A)", "--let", "A: m x n; B: n x m"], 0, "proved"),
        (["A*B = B*A", "--let", "A: n x n; B: n x n"], 1, "refuted"),
        (
            [
                "A*C = C*A",
                "--let",
                "A: n x n; B: n x n, invertible; C: n x n",
                "--given",
                "A*B = C*B",
                "--given",
                "A = C",
            ],
            0,
            "proved",
        ),
        (["A*B = B*A", "--let", "A: m x n; B: n x n"], 1, "ill-typed"),
        (["A*I = A", "--let", "A: n x n; I: n x n"], 1, "I is a declared name here, not the identity matrix"),
        (["A = A", "--let", "A"], 2, "--let"),
        (["inv(A)*A = I", "--let", "A: n x n"], 2, "A^-1 for the inverse"),
        (["A = A", "--let", "A: n x n, nice"], 2, "command line:statement, let A, column 8   n x n, nice\n"),
        (["A = )", "A = 0", "--let", "A: n x n"], 1, "not read: claim 1"),
        (["--let", "A: n x n"], 2, "there is none"),
    ],
)
def test_prove_a_statement(arguments: list[str], status: int, said: str) -> None:
    run = called("prove", *arguments)
    assert run.exit_code == status, run.output
    assert said in run.output and isinstance(run.exception, SystemExit | None)

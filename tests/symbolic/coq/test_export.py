"""Export to Coq: what is written, what is left out, and that coqc accepts true lemmas and refuses altered ones.

Without `coqc` and mathcomp (Debian: coq, libcoq-mathcomp-algebra) the tests that run it are skipped, and say so.
"""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from symbolic.coq import Exported, exported
from symbolic.coq.gallina import Gallina
from symbolic.coq.prelude import END, PRELUDE
from symbolic.kernel import Kernel, Theorem
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove

OPERATORS = Path(__file__).parents[2] / "claims" / "operators.toml"
EVERY = 9
"""One in so many statements of the file is compiled here; `python -m bench.coq_export` compiles all of them."""


def theorem_of(let: Mapping[str, str], given: Sequence[str], claim: str) -> Theorem:
    problem = parse_problem(let, given, [claim])
    found = prove(problem.hypotheses, problem.claims[0]).theorem
    assert found is not None
    return found


def one(let: Mapping[str, str], given: Sequence[str], claim: str) -> Exported:
    return exported([("sample", theorem_of(let, given, claim))])


def compiled(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What coqc says of a file."""
    (folder / "sample.v").write_text(text, encoding="utf-8")
    command = ["coqc", "-w", "none", "sample.v"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def coq(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which coqc compiles the prelude; skips where it does not."""
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed (Debian: coq, libcoq-mathcomp-algebra): exported lemmas are not checked")
    folder = tmp_path_factory.mktemp("coq")
    (folder / "library.v").write_text("From mathcomp Require Import all_ssreflect all_algebra.\n", encoding="utf-8")
    command = ["coqc", "-w", "none", "library.v"]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if found.returncode:
        pytest.skip("mathcomp is not installed (Debian: libcoq-mathcomp-algebra): exported lemmas are not checked")
    return folder


def test_the_statement_of_a_lemma() -> None:
    made = one({"X": "n x d"}, ["invertible(X'*X)"], "X*(X'*X)^-1*X'*X = X")
    statement = made.text[made.text.index("Lemma lineproof_sample") :].split("Proof.")[0]
    assert [line.strip() for line in statement.strip().splitlines()] == [
        "Lemma lineproof_sample (n d : nat) (X : 'M[R]_(n, d)) (inv0 : 'M[R]_d) :",
        "(X^T *m X) *m inv0 = 1%:M ->",
        "inv0 *m (X^T *m X) = 1%:M ->",
        "(X *m inv0 *m X^T *m X) = X.",
    ]


@pytest.mark.parametrize(
    ("let", "given", "claim", "reason"),
    [
        ({"A": "n x n", "v": "n"}, [], "v'*A*v = v'*A'*v", "vectors"),
        ({"A": "n x n", "B": "n x n"}, [], "A.*B = B.*A", "the operator hadamard"),
        ({"A": "m x n"}, [], "A'*A >> 0", "no equation"),
        ({"A": "n x n, invertible", "B": "n x n, invertible"}, [], "(A*B)^-1 = B^-1*A^-1", "multiplies out"),
    ],
)
def test_what_is_not_covered_is_left_out_with_the_reason(
    let: dict[str, str], given: list[str], claim: str, reason: str
) -> None:
    made = one(let, given, claim)
    assert not made.lemmas and "Lemma lineproof" not in made.text
    [(name, said)] = made.left_out
    assert name == "sample" and reason in said


def test_names_are_identifiers_and_none_is_used_twice() -> None:
    writer = Gallina(Kernel())
    given = ["forall", "A", "A_", "h0", "T1", "x'", "σ", "R", "2", "M", "en", "a_b", "a.b"]
    names = [writer.name(text) for text in given]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in names)
    assert not set(names) & {"forall", "R", "M", "en", "h0", "T1"}
    assert [writer.name(text) for text in given] == names


def test_the_prelude_assumes_nothing() -> None:
    words = set(re.findall(r"\w+", PRELUDE + END))
    assert not words & {"Axiom", "Admitted", "admit", "Parameter", "Conjecture", "Hypothesis"}


@pytest.mark.slow
def test_coq_accepts_what_is_true_and_refuses_what_is_altered(coq: Path) -> None:
    given = ["B*A = I", "A*C = I"]
    made = one({"A": "n x n", "B": "n x n", "C": "n x n"}, given, "B = C")
    text = made.text + "\nPrint Assumptions lineproof_sample.\n"
    found = compiled(text, coq)
    assert found.returncode == 0, found.stderr
    assert "Closed under the global context" in found.stdout
    for old, new in (
        ("B = C.", "B = A."),
        ("B *m A) = 1%:M ->", "B *m A) = 0 ->"),
        ("combine (1)", "combine (1 + 1)"),
        ("combine ((- 1))", "combine (1)"),
    ):
        if old in text:
            assert compiled(text.replace(old, new, 1), coq).returncode != 0, (old, new)
    assert text.count("combine (1)") + text.count("combine ((- 1))") > 0


def theorems() -> Iterator[tuple[str, Theorem]]:
    """A sample of the true statements of the file, with names."""
    entries = tomllib.loads(OPERATORS.read_text(encoding="utf-8"))["claim"]
    for entry in [entry for entry in entries if entry["expect"] == "proved"][::EVERY]:
        problem = parse_problem(entry.get("let", {}), entry.get("given", []), entry["claim"])
        for number, claim in enumerate(problem.claims, 1):
            theorem = prove(problem.hypotheses, claim, seconds=5.0).theorem
            if theorem is not None:
                yield f"{entry['id']}_{number}", theorem


@pytest.mark.slow
def test_statements_of_the_file_compile(coq: Path) -> None:
    made = exported(theorems())
    assert len(made.lemmas) >= 10
    found = compiled(made.text, coq)
    assert found.returncode == 0, found.stderr[-2000:]

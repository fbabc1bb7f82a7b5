"""LaTeX documents: what stands in them, and that pdfLaTeX sets them without a line too wide."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lineproof.report import JudgedProof, write_reports
from lineproof.report.document import document
from lineproof.report.model import presented
from lineproof.report.text import escaped, listed
from proofs.catalog import Entry, entries
from proofs.scripts import build
from symbolic.derivation import JudgedRow, StatementVerdict, Step, StepVerdict
from tests.lineproof.report.samples import HOSTILE, hostile, least_squares, long_lines

SAMPLES = (least_squares, hostile, long_lines)
compiles = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
OVERFULL = re.compile(r"Overfull \\[hv]box \((\d+(?:\.\d+)?)pt too (?:wide|high)")


def test_every_line_has_its_reason_number_and_verdict() -> None:
    proof = presented(least_squares())
    text = document(proof)
    for line in proof.lines:
        assert rf"\reason{{{escaped(line.because)}" in text
        assert rf"({line.number})" in text
    assert text.count(r"\,$\checkmark$}") == proof.counts["proved"] == 5  # type: ignore[index]
    assert text.count(r"\textbf{supported}") >= 1 and r"\textbf{needs}" in text
    assert "Only a check mark means proved" in text


def test_a_proof_without_a_gap_says_so() -> None:
    assert r"All 6 claims are proved for matrices of every size" in document(presented(long_lines()))


def test_hypotheses_cross_check_and_refusals_stand_in_words() -> None:
    text = document(presented(least_squares()))
    assert r"$X$ has full column rank; $\sigma$ is positive; $e$ is a random vector with mean $0$" in text
    assert r"\textbf{Lines 2, 3, 5, 7-9.} 6 random trials, exact arithmetic modulo a prime of 63 bits" in text
    assert r"$4.3 \cdot 10^{-18}$" in text and "n = 5, d = 2" in text and "The seed of the run is 7" in text
    assert "At n = 2, d = 1, X = [1; 0]: left side 1, right side 2" in text
    assert r"\texttt{X*t = w}" in text and "Not assumed here: $X$ has full column rank" in text
    assert "(expected: refuted)" in text
    assert r"no proof found: all stages tried; left to show is $P^{\top} - P = 0$" in text


def test_a_chain_shows_its_left_side_once_and_names_for_what_is_defined() -> None:
    proof = presented(least_squares())
    assert [line.left for line in proof.lines[:4]] == ["L", r"\nabla_{w} L", "", "P"]
    assert proof.lines[4].formula == "P P = P"
    assert [line.continues for line in proof.lines[:3]] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("a_b^2 & 5% #$~", r"a\_b\textasciicircum{}2 \& 5\% \#\$\textasciitilde{}"),
        ("σ ≤ Ω", r"$\sigma$ $\le$ $\Omega$"), ("é ß Ł ő", r"{\'e} {{\ss}} {{\L}} {\H{o}}"), ("中\x00\n", "[U+4E2D]  "),
        ('"—…', r"''---\dots{}"),
    ],
)  # fmt: skip
def test_text_is_escaped(text: str, expected: str) -> None:
    assert escaped(text).replace(r"\"\i", r"\"{\i}") == expected


def test_lists() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_hostile_text_stays_text() -> None:
    text = document(presented(hostile()))
    body = text.split(r"\begin{document}")[1]
    assert r"\input" not in body and "<script>" not in body
    assert escaped(HOSTILE) in body


def unjudged(module: str) -> JudgedProof:
    """A derivation of the catalog with every row as it should be: its layout does not wait for its proof."""
    work = build(module)
    rows = [
        JudgedRow(row, StatementVerdict(row.expects), StepVerdict(Step.START), 0.0, row.statement) for row in work.rows
    ]
    return JudgedProof(work, rows)


@compiles
@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_derivations_of_the_catalog_compile(entry: Entry, tmp_path: Path) -> None:
    compiled(write_reports([unjudged(entry.module)], {}, tmp_path)[0])


@compiles
@pytest.mark.parametrize("sample", SAMPLES)
def test_documents_compile_and_nothing_overflows(sample: Callable[[], JudgedProof], tmp_path: Path) -> None:
    path = write_reports([sample()], {}, tmp_path)[0]
    compiled(path)


@compiles
def test_every_escaped_character_compiles(tmp_path: Path) -> None:
    """Every character of the first planes of Latin, Greek, punctuation and mathematics."""
    ranges = (range(0x20, 0x250), range(0x370, 0x400), range(0x2000, 0x2070), range(0x2190, 0x2300))
    text = " ".join(escaped(chr(code)) for codes in ranges for code in codes)
    source = document(presented(least_squares())).split(r"\begin{document}")[0]
    path = tmp_path / "characters.tex"
    path.write_text(rf"{source}\begin{{document}}\raggedright {text}\end{{document}}", encoding="utf-8")
    compiled(path)


def compiled(path: Path) -> None:
    """Run pdflatex on a file; fail on an error and on boxes more than 3 pt too wide or high."""
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", path.name]
    run = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=120, check=False)
    log = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, log[-2000:]
    assert path.with_suffix(".pdf").stat().st_size > 5000
    assert not [size for size in OVERFULL.findall(log) if float(size) > 3.0], log

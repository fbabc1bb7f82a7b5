"""The HTML page: self-contained, escaped, verdicts told apart, formulas in MathML."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from lineproof.report import Figure, write_reports
from lineproof.report.mathml import mathml
from lineproof.report.model import presented
from lineproof.report.page import MARKS, page
from symbolic.derivation import Verdict
from tests.lineproof.report.samples import HOSTILE, hostile, least_squares, long_lines

VOID = {"meta", "img", "br", "col", "link", "hr", "input"}


class Reader(HTMLParser):
    """Elements and attributes of a page, and whether they nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def text() -> str:
    return page([presented(proof) for proof in (least_squares(), long_lines(), hostile())])


def test_the_page_nests_and_needs_nothing_from_outside(text: str) -> None:
    reader = Reader(text)
    assert not reader.open
    tags = {tag for tag, _ in reader.seen}
    assert not tags & {"script", "iframe", "object", "embed", "link", "form", "base"}
    for _, attributes in reader.seen:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/svg+xml;base64,"))
    assert "http://" not in text.replace("http-equiv", "") and "https://" not in text and "url(" not in text
    assert "default-src 'none'" in text


def test_hostile_text_is_text(text: str) -> None:
    assert "<script" not in text and "<b>" not in text and "<i>" not in text
    assert HOSTILE in "".join(Reader(text).words)


def test_every_line_is_there_with_number_reason_and_verdict(text: str) -> None:
    proof = presented(least_squares())
    words = "".join(Reader(text).words)
    ids = {attributes.get("id") for _, attributes in Reader(text).seen}
    for line in (*proof.lines, *proof.refusals):
        assert f"least_squares-{line.number}" in ids
        assert line.because in words
    assert all(f"{MARKS[verdict].sign} {verdict}" in words for verdict in ("proved", "supported", "needs", "refuted"))  # type: ignore[index]
    assert "n = 2, d = 1, X = [1; 0]: left side 1, right side 2" in words and "Seed of the run: 7" in words
    assert "left to show" in words
    assert "expected: refuted" in words and "unexpected verdicts" in words


def test_proved_is_told_from_supported_without_colour() -> None:
    assert len({(mark.sign, verdict) for verdict, mark in MARKS.items()}) == len(Verdict)
    assert MARKS[Verdict.PROVED].sign != MARKS[Verdict.SUPPORTED].sign
    style = (Path(page.__code__.co_filename).parent / "report.css").read_text(encoding="utf-8")
    assert "dashed" in style.split(".mark.supported")[1].split("}")[0]
    assert "dashed" not in style.split(".mark.proved")[1].split("}")[0]
    assert "prefers-color-scheme: dark" in style


def test_no_formula_is_left_as_latex(text: str) -> None:
    assert "<code>\\" not in text
    assert text.count("<math") > 40


def test_figures_are_embedded(tmp_path: Path) -> None:
    drawn = tmp_path / "a.svg"
    drawn.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    figure = Figure("A <title>", "what <b>it</b> shows", drawn, drawn)
    paths = write_reports([least_squares()], {"least_squares": [figure]}, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["least_squares.tex", "report.html"]
    html = paths[-1].read_text(encoding="utf-8")
    assert 'src="data:image/svg+xml;base64,PHN2Zy' in html
    assert "what &lt;b&gt;it&lt;/b&gt; shows" in html and "A &lt;title&gt;" in html


def test_names_of_files_stay_in_their_folder(tmp_path: Path) -> None:
    proof = least_squares()
    proof.derivation.name = "../../etc/x"
    for path in write_reports([proof], {}, tmp_path):
        assert path.parent == tmp_path and path.exists()


def test_the_same_proof_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_reports([least_squares()], {}, tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"\lVert X \rVert_{F}^{2}", ['form="prefix">‖', "<mi>F</mi>"]),
        (r"2 \operatorname{tr}(A)", ["<mi>tr</mi>", "<mspace"]),
        (r"A \succeq B", ["<mo>⪰</mo>"]), (r"\frac{1}{2}", ["<mfrac>"]), (r"\mathit{a\_b}", ["<mtext>a_b</mtext>"]),
        (r"\begin{bmatrix} {}[A]_{1,2} & 0 \\ x & y \end{bmatrix}", ["<mtable>", "<mtd>"]),
        (r"\begin{bmatrix} 1 \end{bmatrix}^{\top}", ["<mo>]</mo></mrow><mrow><mo>⊤</mo></mrow></msup>"]),
        (r"a < b", ["<mo>&lt;</mo>"]),
        (r"\mathbf{1}_{n}", ["𝟏"]), (r"= -\frac{1}{2}", ['<mo form="prefix">−</mo>']),
    ],
)  # fmt: skip
def test_mathml(latex: str, parts: list[str]) -> None:
    written = mathml(latex)
    assert written.startswith('<math displaystyle="true">') and all(part in written for part in parts), written


@pytest.mark.parametrize(
    "latex", [r"\frac{", r"\text{<img src=x onerror=alert(1)>}", r"\text{</math><script>}", r"\href{x}{y}"]
)
def test_what_is_no_formula_of_ours_is_harmless(latex: str) -> None:
    written = mathml(latex)
    tags = {tag for tag, _ in Reader(written).seen}
    assert tags <= {"code", "math", "mrow", "mi", "mo", "mtext", "mn"}
    assert not any(
        name.startswith("on") or name in ("href", "src")
        for _, attributes in Reader(written).seen
        for name in attributes
    )

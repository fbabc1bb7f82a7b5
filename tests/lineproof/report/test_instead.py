"""Right lines beside wrong ones, and what simulations say: on the page and in LaTeX."""

import pytest

from lineproof.report.document import document
from lineproof.report.model import JudgedProof, presented
from lineproof.report.page import page
from symbolic.derivation import Derivation, JudgedRow, StatementVerdict, Step, StepVerdict, Verdict
from symbolic.errors import LanguageError
from symbolic.language.statements import equals, has
from symbolic.language.symbols import dimensions, matrix


def corrected() -> JudgedProof:
    """A wrong line with the right one, under a hypothesis of its own, and a wrong line without."""
    n, d = dimensions("n d")
    X = matrix("X", n, d)
    work = Derivation("corrected", "Corrected")
    G = work.define("G", X.T * X, "Gram matrix")
    work.assume(has("full column rank", X))
    work.refuse("X = X'", "ill-typed", "not square")
    work.instead(equals(G.T, G), "twice transposed")
    work.refuse("G = 0", "refuted", "not zero")
    rows = [
        JudgedRow(row, StatementVerdict(row.expects), StepVerdict(Step.START), 0.0, row.statement) for row in work.rows
    ]
    return JudgedProof(work, rows)


def test_the_right_line_stands_beside_the_wrong_one_alone() -> None:
    proof = presented(corrected())
    first, second = proof.refusals
    assert first.instead is not None and first.instead.number == 3 and second.instead is None
    assert [line.number for line in proof.own_lines] == [1] and [line.number for line in proof.lines] == [1, 3]
    assert proof.counts == {Verdict.PROVED: 1}
    text = page([proof])
    assert text.count('id="corrected-3"') == 1 and "line 3, instead" in text and text.count("twice transposed") == 1
    assert text.index("From here on") < text.index('id="corrected-2"') < text.index('id="corrected-3"')
    source = document(proof)
    assert "Instead (3)" in source and source.count("twice transposed") == 1 and "From here on" in source


def test_runs_are_told_and_escaped() -> None:
    proof = presented(corrected(), runs=["12 of 12 <b>passed</b> & 100%"])
    assert "<li>12 of 12 &lt;b&gt;passed&lt;/b&gt; &amp; 100%</li>" in page([proof])
    assert r"\textless{}b\textgreater{}passed\textless{}/b\textgreater{} \& 100\%" in document(proof)
    assert "What the runs gave" not in page([presented(corrected())])


def test_nothing_to_put_right() -> None:
    work = Derivation("empty", "Empty")
    with pytest.raises(LanguageError, match="expected `refuse` first"):
        work.instead(equals(matrix("X", 2, 2), matrix("Y", 2, 2)), "reason")

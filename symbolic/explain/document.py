r"""An explanation in LaTeX: an `align*` display for each chain, lemmas before it, reasons in a column at the right.

The text needs amsmath only, and stands by itself in a document.

>>> from symbolic.explain.proof import explained
>>> from symbolic.language.problem import parse_problem
>>> from symbolic.provers.prover import prove
>>> problem = parse_problem({"P": "n x n, idempotent"}, claim=["P*P*P = P"])
>>> print(*to_latex(explained(prove(problem.hypotheses, problem.claims[0]).theorem)), sep="\n")
\begin{align*}
P P P
  &= P && \text{$P$ is idempotent}
\end{align*}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symbolic.explain.lines import Explanation, Part, Reason
from symbolic.latex import Formula, Sentence, in_words, latex, statement_latex
from symbolic.latex.statements import sides

SPECIAL = str.maketrans({c: f"\\{c}" for c in "#$%&_{}"} | {"^": r"\^{}", "~": r"\~{}", "\\": r"\textbackslash{}"})


def to_latex(explanation: Explanation) -> Iterator[str]:
    """The proof, line by line. Raises LanguageError for a term that has no LaTeX."""
    for part in explanation.parts:
        head = rf"\textbf{{Lemma {part.number}.}} " if part.number else ""
        if part.start is None:
            reason = reason_latex(part.reason)
            yield f"{head}${statement_latex(part.statement)}$" + (f" ({reason})." if reason else ".") + r"\par"
        else:
            if head:
                yield f"{head}${statement_latex(part.statement)}$."
            yield from _chain(part)
    if explanation.unused:
        yield f"Not needed: {'; '.join(_running(in_words(h)) for h in explanation.unused)}."


def _chain(part: Part) -> Iterator[str]:
    yield r"\begin{align*}"
    yield latex(part.start)
    for line in part.lines:
        end = "" if line is part.lines[-1] else r" \\"
        yield f"  &= {_right(line.theorem.statement)} && \\text{{{reason_latex(line.reason)}}}{end}"
    yield r"\end{align*}"


def _right(equation: Any) -> str:
    """The right side of an equation; the sizes of identities and zeros are those of the left side."""
    shown = sides(equation)
    return latex(equation.args[1]) if shown is None else shown[2]


def reason_latex(reason: Reason) -> str:
    """A reason as running text."""
    return "".join(piece.translate(SPECIAL) if isinstance(piece, str) else _words(piece) for piece in reason)


def _words(value: Any) -> str:
    return _running(in_words(value))


def _running(sentence: Sentence) -> str:
    return "".join(f"${p.latex}$" if isinstance(p, Formula) else p.translate(SPECIAL) for p in sentence)

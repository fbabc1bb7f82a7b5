r"""A judged derivation as a LaTeX document: plain article with amsmath, all lines in one `align*`.

Conventions. Every line carries its number, the reason that a teacher writes in the margin, and a check mark if it is
proved; any other verdict is named under the reason. Formulas have about six tenths of the text width: longer ones are
broken where mathematics allows, and what still does not fit is scaled down, so that nothing overflows.

Reference: Higham, Handbook of Writing for the Mathematical Sciences, section 3 (breaking of formulas).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lineproof.report.evidence import Check, checks, numbers, sizes_in_words
from lineproof.report.model import Line, Presented, Refusal
from lineproof.report.text import escaped, listed
from lineproof.report.widths import broken, width
from proofs.readable import STEPS
from symbolic.derivation import Step, Verdict
from symbolic.latex import Formula, Sentence

ROOM = 280.0
"""Points for the formulas of a line, of a text width of 484."""
_LEFT = 110.0
_SIGN = 14.0

_PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,graphicx}
\setlength{\textwidth}{484pt}\setlength{\oddsidemargin}{-16pt}\setlength{\evensidemargin}{-16pt}
\setlength{\textheight}{690pt}\setlength{\topmargin}{-40pt}
\setlength{\parindent}{0pt}\setlength{\parskip}{5pt}
\emergencystretch=3em
\allowdisplaybreaks
\newsavebox{\wide}
% A formula, scaled down where it is wider than its room.
\newcommand{\fitted}[2]{\sbox{\wide}{$\displaystyle #2$}%
  \ifdim\wd\wide>#1\resizebox{#1}{!}{\usebox{\wide}}\else\usebox{\wide}\fi}
% Left sides in a column of one width; a formula without one, or with a long one, begins where that column does.
\newlength{\lefts}
\newcommand{\leftside}[1]{\makebox[\lefts][r]{$\displaystyle #1$}}
\newcommand{\whole}[1]{\makebox[\lefts][l]{$\displaystyle #1$}}
\newcommand{\reason}[1]{\parbox[t]{128pt}{\raggedright\footnotesize\strut #1\strut}}
"""


def document(proof: Presented) -> str:
    """The whole LaTeX source of one derivation."""
    parts = [
        _PREAMBLE,
        rf"\title{{\vspace{{-40pt}}\Large {escaped(proof.title)}\vspace{{-45pt}}}}",
        r"\author{}\date{}",
        r"\begin{document}", r"\maketitle\thispagestyle{plain}",
        *_introduction(proof), *_chains(proof.own_lines), *_evidence(proof), *_refusals(proof.refusals),
        *_runs(proof.runs),
        r"\end{document}", "",
    ]  # fmt: skip
    return "\n".join(parts)


def sentence(words: Sentence) -> str:
    """Texts and formulas, in running text."""
    return "".join(f"${piece.latex}$" if isinstance(piece, Formula) else escaped(piece) for piece in words)


def _introduction(proof: Presented) -> Iterator[str]:
    if proof.about:
        yield escaped(" ".join(proof.about.split())) + "\n"
    if proof.symbols:
        yield rf"\textbf{{Symbols.}} {', '.join(f'${symbol}$' for symbol in proof.symbols)}.{chr(10)}"
    yield rf"\textbf{{Hypotheses.}} {_stated(proof.hypotheses)}{chr(10)}"


def _stated(sentences: Sequence[Sentence]) -> str:
    if not sentences:
        return "None."
    return "; ".join(map(sentence, sentences)) + "."


def _chains(lines: Sequence[Line]) -> Iterator[str]:
    """All lines in one display, so that their signs and reasons stand below each other; chains with a gap between."""
    if not lines:
        return
    lefts = [width(line.left) for line in lines if line.sign]
    column = max((w for w in lefts if w <= _LEFT), default=0.0) + 4.0
    yield rf"\setlength{{\lefts}}{{{column:.0f}pt}}"
    yield r"\begin{align*}"
    text = ""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.assumed:
            text += rf"\intertext{{From here on {_stated(line.assumed)}}}" + "\n"
        end = "" if following is None else r" \\" if following.continues else r" \\[9pt]"
        text += " \\\\\n".join(_rows(line, column)) + end + "\n"
    yield text + r"\end{align*}"


def _rows(line: Line, column: float) -> Iterator[str]:
    r"""The rows of one line: `left & sign right && reason \tag`; a long left side has a row of its own."""
    sign = {":=": r"\mathrel{:=}"}.get(line.sign, line.sign)
    note = rf"&& \reason{{{_reason(line)}}} \tag*{{{_tag(line)}}}"
    room = ROOM - column - _SIGN
    if not line.sign:
        yield rf"\whole{{{_fitted(broken(line.right, ROOM), ROOM)}}} & {note}"
        return
    if width(line.left) > column:
        yield rf"\whole{{{_fitted(broken(line.left, ROOM), ROOM)}}} &"
    shown = "" if width(line.left) > column else line.left
    yield rf"\leftside{{{shown}}} & {sign} {_fitted(broken(line.right, room), room)} {note}"


def _fitted(lines: Sequence[str], room: float) -> str:
    """A formula in one or more lines, none wider than `room`."""
    if len(lines) == 1:
        return lines[0] if width(lines[0]) < 0.75 * room else rf"\fitted{{{room:.0f}pt}}{{{lines[0]}}}"
    first, *others = lines
    rows = [rf"& \fitted{{{room:.0f}pt}}{{{first}}}"]
    rows += [rf"& \;\; \fitted{{{room - 6.0:.0f}pt}}{{{{}} {line}}}" for line in others]
    return "\\begin{aligned}[t] " + " \\\\ ".join(rows) + " \\end{aligned}"


def _reason(line: Line) -> str:
    words = [escaped(line.because)]
    if line.kind == "claim" and line.verdict is not Verdict.PROVED:
        words.append(rf"\textbf{{{line.verdict}}}")
    if line.step in (Step.DOES_NOT_FOLLOW, Step.INHERITS):
        words.append(rf"\textbf{{{STEPS[line.step]}}}")
    return r"\newline ".join(words)


def _tag(line: Line) -> str:
    mark = r"\,$\checkmark$" if line.verdict is Verdict.PROVED else ""
    return rf"\footnotesize ({line.number}){mark}"


def _evidence(proof: Presented) -> Iterator[str]:
    """Verdicts, what they rest on, and the numeric cross-check."""
    yield rf"\subsection*{{Verdicts}}{chr(10)}{_verdicts(proof)}"
    for line in proof.lines:
        details = _details(line)
        if details:
            yield rf"{chr(10)}Line {line.number}: {'; '.join(details)}."
    if proof.laws:
        yield rf"{chr(10)}\textbf{{Laws used.}} {', '.join(escaped(law.replace('_', ' ')) for law in proof.laws)}."
    if proof.rules:
        counted = ", ".join(rf"{escaped(rule)} ($\times {count}$)" for rule, count in sorted(proof.rules.items()))
        yield rf"{chr(10)}\textbf{{Rules of the kernel.}} {counted}."
    grouped = checks(proof.lines)
    if grouped:
        yield r"\subsection*{Numeric cross-check}"
        yield rf"The seed of the run is {proof.seed}."
        yield from (f"\n{_check(check)}" for check in grouped)


def _verdicts(proof: Presented) -> str:
    counts = proof.counts
    if not counts:
        return "Nothing is claimed."
    total = sum(counts.values())
    if counts[Verdict.PROVED] == total:
        return rf"All {total} claims are proved for matrices of every size ($\checkmark$)."
    words = [f"{count} {verdict}" for verdict, count in sorted(counts.items())]
    return f"Of {total} claims, {listed(words)}. Only a check mark means proved."


def _details(line: Line) -> list[str]:
    found = []
    if line.needs:
        verb = "holds if" if line.verdict is Verdict.REFUTED else "needs that"
        found.append(f"it {verb} {listed([sentence(words) for words in line.needs])}")
    if line.witness:
        found.append(f"witness {escaped(line.witness)}")
    if line.message:
        found.append(escaped(line.message))
    found += [f"left to show is ${formula}$" for formula in line.residue]
    return found


def _check(check: Check) -> str:
    which = "Line" if len(check.lines) == 1 else "Lines"
    said = rf"\textbf{{{which} {numbers(check.lines)}.}} {check.trials} random trials, {escaped(check.arithmetic)}"
    if check.bound:  # it is 0 where nothing but sizes varies, which says nothing of other sizes
        said += f"; a false line survives one of them with probability at most ${_scientific(check.bound)}$"
    return f"{said}. {escaped(sizes_in_words(check.sizes))}"


def _scientific(bound: float) -> str:
    mantissa, exponent = f"{bound:.1e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def _refusals(refusals: Sequence[Refusal]) -> Iterator[str]:
    """The wrong lines, each with its verdict and its witness."""
    if not refusals:
        return
    yield r"\subsection*{Refused}"
    yield "Wrong lines, written down to be refused."
    yield r"\begin{itemize}"
    for refusal in refusals:
        if refusal.instead and refusal.instead.assumed:
            yield rf"\item[] From here on {_stated(refusal.instead.assumed)}"
        yield rf"\item[({refusal.number})] {''.join(_refusal(refusal))}"
    yield r"\end{itemize}"


def _refusal(refusal: Refusal) -> Iterable[str]:
    shown = broken(refusal.formula, 300.0) if refusal.formula else []
    if len(shown) > 1 or (shown and width(shown[0]) > 200.0):
        yield rf"$\fitted{{440pt}}{{{_fitted(shown, 430.0)}}}$\newline "
    else:
        yield f"${refusal.formula}$ --- " if refusal.formula else rf"{_typewriter(refusal.text)} --- "
    yield rf"\textbf{{{refusal.verdict}}}"
    if not refusal.as_expected:
        yield rf" (expected: {refusal.expects})"
    yield rf". {escaped(refusal.because)}."
    if refusal.dropped:
        yield f" Not assumed here: {_stated(refusal.dropped)}"
    if refusal.witness:
        yield rf"\newline At {escaped(refusal.witness)}."
    if refusal.needs:
        yield rf"\newline It holds if {listed([sentence(words) for words in refusal.needs])}."
    if refusal.message:
        yield rf"\newline {escaped(refusal.message)}."
    if refusal.instead:
        formula = _fitted(broken(refusal.instead.formula, 430.0), 430.0)
        mark = (
            r" $\checkmark$" if refusal.instead.verdict == Verdict.PROVED else rf" \textbf{{{refusal.instead.verdict}}}"
        )
        yield rf"\newline Instead ({refusal.instead.number}){mark}, {escaped(refusal.instead.because)}: "
        yield rf"$\fitted{{440pt}}{{{formula}}}$"


def _runs(runs: Sequence[str]) -> Iterator[str]:
    """What the simulation said."""
    if runs:
        yield r"\subsection*{What the runs gave}\begin{itemize}"
        yield from (rf"\item {escaped(said)}" for said in runs)
        yield r"\end{itemize}"


def _typewriter(text: str) -> str:
    """Text as it was written, which may be broken after an opening bracket."""
    shown = escaped(text).replace("(", r"(\allowbreak{}")
    return rf"\texttt{{{shown}}}"

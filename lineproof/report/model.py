r"""What a report shows of a judged derivation: formulas as LaTeX, sentences, verdicts, evidence; no markup of a page.

Conventions. A defined term is written by its name wherever it stands, also as a run of factors of a longer product,
except where that would make a line say that something equals itself: then it is written out. A line that goes on with
a chain has no left side. Verdicts keep their words; what the mark of a verdict looks like is a matter of the page.

Main results: `presented`, the whole of one derivation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from proofs.readable import readable
from proofs.simulations import Figure
from symbolic.derivation import Derivation, Evidence, JudgedRow, Row, Step, Verdict
from symbolic.errors import LanguageError
from symbolic.language.substitution import ascending
from symbolic.latex import Formula, Sentence, in_words, latex, latex_name, sides, space_of, statement_latex


@dataclass(frozen=True, slots=True)
class JudgedProof:
    """A derivation with the verdicts on all its rows; `script` is the file it is written in, `seed` that of the run."""

    derivation: Derivation
    rows: Sequence[JudgedRow]
    seed: int = 0
    script: str = ""

    @property
    def right(self) -> bool:
        """Whether every row came out as it should."""
        return all(row.right for row in self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `left sign right`, or a `right` alone. `continues`: the left side is that of the line before.

    `assumed` are the hypotheses that are new with this line; `residue` is, as formulas, what is still to be shown.
    """

    number: int
    kind: str
    left: str
    sign: str
    right: str
    continues: bool
    because: str
    verdict: Verdict
    step: Step
    right_as_expected: bool
    source: int
    seconds: float
    needs: tuple[Sentence, ...] = ()
    witness: str = ""
    message: str = ""
    stage: str = ""
    residue: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    rules: Mapping[str, int] = field(default_factory=dict)
    hypotheses: tuple[Sentence, ...] | None = None
    tried: Evidence | None = None
    assumed: tuple[Sentence, ...] = ()

    @property
    def formula(self) -> str:
        """The whole line as one formula."""
        return " ".join(part for part in (self.left, self.sign, self.right) if part)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wrong line: its formula where it makes sense, the text as written; what is expected of it and what came; the
    line that puts it right.
    """

    number: int
    text: str
    formula: str
    because: str
    expects: Verdict
    verdict: Verdict
    as_expected: bool
    witness: str = ""
    message: str = ""
    needs: tuple[Sentence, ...] = ()
    dropped: tuple[Sentence, ...] = ()
    declared: tuple[tuple[str, str], ...] = ()
    instead: Line | None = None


@dataclass(frozen=True, slots=True)
class Presented:
    """All that a report shows of one derivation; `runs` is what its simulation said, a line of text for every run."""

    name: str
    title: str
    about: str
    script: str
    seed: int
    symbols: tuple[str, ...]
    hypotheses: tuple[Sentence, ...]
    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    figures: tuple[Figure, ...] = ()
    runs: tuple[str, ...] = ()

    @property
    def own_lines(self) -> tuple[Line, ...]:
        """The lines but for those that put a wrong line right."""
        beside = {wrong.instead.number for wrong in self.refusals if wrong.instead is not None}
        return tuple(line for line in self.lines if line.number not in beside)

    @property
    def counts(self) -> Counter[Verdict]:
        """How many claims have which verdict."""
        return Counter(line.verdict for line in self.lines if line.kind == "claim")

    @property
    def right(self) -> bool:
        """Whether every line and every refusal came out as it should."""
        return all(line.right_as_expected for line in self.lines) and all(r.as_expected for r in self.refusals)

    @property
    def laws(self) -> tuple[str, ...]:
        """The laws that any line uses."""
        return tuple(sorted({law for line in self.lines for law in line.laws}))

    @property
    def rules(self) -> Counter[str]:
        """How often each rule of the kernel was used, where the theorems are at hand."""
        return sum((Counter(line.rules) for line in self.lines), Counter())


def presented(proof: JudgedProof, figures: Sequence[Figure] = (), runs: Sequence[str] = ()) -> Presented:
    """A judged derivation as reports show it."""
    work = proof.derivation
    writer = _Presenter(work)
    lines = tuple(writer.line(judged) for judged in proof.rows if judged.row.kind != "refusal")
    right = {judged.row.corrects: judged.row.number for judged in proof.rows if judged.row.corrects is not None}
    instead = {line.number: line for line in lines}
    refusals = tuple(
        writer.refusal(judged, instead.get(right.get(judged.row.number, 0)))
        for judged in proof.rows
        if judged.row.kind == "refusal"
    )
    named = [symbol for name, symbol in work.symbols().items() if name not in work.names and not _is_size(symbol)]
    return Presented(
        work.name, work.title, work.about, proof.script, proof.seed, tuple(space_of(symbol) for symbol in named),
        tuple(map(_words, work.given)), lines, refusals, tuple(figures), tuple(runs),
    )  # fmt: skip


def _is_size(symbol: Any) -> bool:
    return bool(symbol.is_Symbol and symbol.is_integer and symbol.is_positive)


class _Presenter:
    """Writes the rows of one derivation, and remembers the chain."""

    def __init__(self, work: Derivation) -> None:
        self.given = tuple(work.given)
        self.in_force = set(work.given)
        self.defined: dict[Any, str] = {}
        self.shown: dict[int, str] = {}

    def line(self, judged: JudgedRow) -> Line:
        """A definition or a claim."""
        row, verdict = judged.row, judged.verdict
        left, sign, right = self.formula(row)
        rules = Counter(step.rule for theorem in verdict.theorems for step in theorem.tree())
        assumed = tuple(_words(h) for h in row.hypotheses if h not in self.in_force)
        self.in_force.update(row.hypotheses)
        used = None
        if verdict.theorems:
            rested = frozenset().union(*(t.hypotheses for t in verdict.theorems))
            used = tuple(_words(h) for h in row.hypotheses if ascending(h) in rested or h in rested)
        return Line(
            row.number, row.kind, left, sign, right, row.previous is not None, row.because, verdict.kind,
            judged.step.kind, judged.right, row.line, judged.seconds, tuple(map(_words, verdict.needs)),
            readable(verdict.witness or judged.step.witness or ""), verdict.message, verdict.stage,
            tuple(r.latex for r in verdict.residue), tuple(verdict.laws), tuple(verdict.reasons), rules, used,
            verdict.tried, assumed,
        )  # fmt: skip

    def formula(self, row: Row) -> tuple[str, str, str]:
        """Left side, sign and right side of a row."""
        if row.kind == "definition":
            value = latex(row.value, self.defined)
            if row.value.args:
                self.defined.setdefault(row.value, row.name)
            return latex_name(row.name), ":=", value
        relation = sides(row.statement, self.defined)
        if relation is None:
            return "", "", _formula(row.statement, self.defined)
        left, sign, right = relation
        before = left if row.previous is None else self.shown.get(row.previous, "")
        if right == before:
            right = latex(row.statement.args[1])
        self.shown[row.number] = right
        return "" if row.previous is not None else left, sign, right

    def refusal(self, judged: JudgedRow, instead: Line | None) -> Refusal:
        """A wrong line, and the line that puts it right."""
        row, verdict = judged.row, judged.verdict
        formula = "" if judged.statement is None else _formula(judged.statement, self.defined)
        dropped = tuple(_words(h) for h in self.given if h not in row.hypotheses)
        return Refusal(
            row.number, row.text, formula, row.because, row.expects, verdict.kind, judged.right,
            readable(verdict.witness or ""),
            verdict.message, tuple(map(_words, verdict.needs)), dropped, row.let, instead,
        )  # fmt: skip


def _formula(statement: Any, defined: Mapping[Any, str]) -> str:
    """A statement in LaTeX; one that has none as text."""
    try:
        return statement_latex(statement, defined)
    except LanguageError:
        return ""


def _words(statement: Any) -> Sentence:
    """A statement in words; one that has no LaTeX as SymPy prints it."""
    try:
        return in_words(statement)
    except LanguageError:
        return (str(statement),)


__all__ = ["Figure", "Formula", "JudgedProof", "Line", "Presented", "Refusal", "presented"]

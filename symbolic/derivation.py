"""Derivations: a chain of lines, each with its reason; and the verdicts that a judge gives them.

A derivation is written like the blackboard: symbols with their properties, then lines. Definitions are values, put in
wherever they are used; `equal` begins a chain and `then` goes on with it, the left side staying; `claim` states
anything else; `refuse` writes down a wrong line and how it is wrong, `instead` the right line for it. Nothing here
judges: this is data, and `proofs.judge` fills in the verdicts.

>>> from symbolic.language.symbols import dimensions, matrix
>>> n, d = dimensions("n d")
>>> X = matrix("X", n, d)
>>> work = Derivation("gram", "The Gram matrix", given=[has("full column rank", X)])
>>> G = work.define("G", X.T*X, "Gram matrix")
>>> _ = work.equal(G.T, X.T*X.T.T, "transpose of a product")
>>> _ = work.then(G, "twice transposed")
>>> work.refuse("X*X' = G", "ill-typed", "the factors swapped")
>>> [(row.number, row.kind, row.previous) for row in work.rows]
[(1, 'definition', None), (2, 'claim', None), (3, 'claim', 2), (4, 'refusal', None)]
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal, Protocol

from sympy import Basic, Eq
from sympy.logic.boolalg import Boolean, BooleanAtom

from symbolic.errors import LanguageError
from symbolic.language.statements import equals, has, relation

__all__ = [
    "Derivation",
    "Evidence",
    "JudgedRow",
    "Outline",
    "Row",
    "StatementVerdict",
    "Step",
    "StepVerdict",
    "Verdict",
    "has",
]


class Verdict(StrEnum):
    """What can be said of a statement."""

    PROVED = "proved"
    REFUTED = "refuted"
    NEEDS = "needs"
    ILL_TYPED = "ill-typed"
    SUPPORTED = "supported"
    DEFINITION = "definition"
    UNREAD = "unread"


class Step(StrEnum):
    """What can be said of the step from the line before. OPEN: neither proved to follow nor refuted."""

    FOLLOWS = "follows"
    DOES_NOT_FOLLOW = "does not follow"
    INHERITS = "inherits"
    START = "start"
    OPEN = "open"


class Evidence(Protocol):
    """What random trials of a statement gave: how many, in which arithmetic, with which bound on a false one
    surviving.
    """

    @property
    def kind(self) -> str: ...
    @property
    def trials(self) -> int: ...
    @property
    def bound(self) -> float | None: ...
    @property
    def sizes(self) -> tuple[dict[str, int], ...]: ...
    @property
    def seed(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """What a theorem says and which rules it comes by, without the certificates: for reports, and no theorem."""

    statement: Basic
    hypotheses: frozenset[Basic]
    laws: frozenset[str]
    rule: str
    premises: tuple[Outline, ...]

    def tree(self) -> Iterator[Outline]:
        """This outline and all below it, premises first, each once."""
        found: dict[int, Outline] = {}
        for premise in self.premises:
            found.update((id(below), below) for below in premise.tree())
        yield from found.values()
        yield self


def outline(theorem: Any) -> Outline:
    """The outline of a theorem, or of an outline."""
    made: dict[int, Outline] = {}
    found = Outline(theorem.statement, frozenset(), frozenset(), "", ())
    for part in theorem.tree():
        premises = tuple(made[id(premise)] for premise in part.premises)
        found = Outline(part.statement, part.hypotheses, part.laws, part.rule, premises)
        made[id(part)] = found
    return found


@dataclass(frozen=True, slots=True)
class StatementVerdict:
    """The verdict on a statement, with what it rests on.

    `theorems` are the kernel's (one for each statement that was claimed; under `needs` where that is the verdict),
    `laws` and `reasons` what they used and the chain of steps. `needs` are missing hypotheses: with `needs` those under
    which the theorem stands, with `refuted` those that would repair the statement. `witness` is a point with its
    values, as text to check by hand. `tried` is the cross-check, which took `checking` seconds and compared
    `differences` derivatives with differences of the function; `message` says in words what else there is to say: the
    shapes, the column, or why no proof was found. Then `stage` is how far the prover came, and `residue` what is still
    to be shown, each with `text` and `latex`.
    """

    kind: Verdict
    theorems: tuple[Any, ...] = ()
    needs: tuple[Basic, ...] = ()
    witness: str | None = None
    tried: Evidence | None = None
    message: str = ""
    laws: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    stage: str = ""
    checking: float = 0.0
    differences: int = 0
    residue: tuple[Any, ...] = ()

    @property
    def theorem(self) -> Any:
        """The theorem, where there is just one; else None."""
        return self.theorems[0] if len(self.theorems) == 1 else None

    def portable(self) -> StatementVerdict:
        """The verdict with outlines for theorems, which belong to the process that proved them."""
        return replace(self, theorems=tuple(map(outline, self.theorems)))


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """The verdict on a step, with a witness where it does not follow."""

    kind: Step
    witness: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a derivation.

    A definition has `name` and `value`, a claim its `statement`, a refusal its `text` with the verdict it `expects` and
    further symbols `let`. `previous` is the number of the claim whose chain it continues, `hypotheses` are those in
    force, `line` is its line in the script. `corrects` is the number of the refusal that a claim puts right.
    """

    number: int
    kind: Literal["definition", "claim", "refusal"]
    because: str
    hypotheses: tuple[Basic, ...]
    line: int
    name: str = ""
    value: Any = None
    statement: Any = None
    previous: int | None = None
    text: str = ""
    expects: Verdict = Verdict.PROVED
    let: tuple[tuple[str, str], ...] = ()
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with its verdicts and the seconds they took; `statement` is what was judged (of a refusal: what its text
    says).
    """

    row: Row
    verdict: StatementVerdict
    step: StepVerdict
    seconds: float
    statement: Any = None

    @property
    def right(self) -> bool:
        """Whether the row came out as it should: claims proved and following, refusals with the verdict they expect."""
        return self.verdict.kind == self.row.expects and self.step.kind not in (Step.DOES_NOT_FOLLOW, Step.INHERITS)


@dataclass
class Derivation:
    """A derivation under hypotheses `given`; `about` is a paragraph on it for the reader."""

    name: str
    title: str
    given: Sequence[Basic] = ()
    about: str = ""
    rows: list[Row] = field(default_factory=list, init=False)
    names: dict[str, Any] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.hypotheses: tuple[Basic, ...] = tuple(stated("Derivation", h) for h in self.given)
        self._last: Row | None = None

    def assume(self, *statements: Basic) -> None:
        """Further hypotheses, in force from here on. Raises LanguageError where one is no statement."""
        self.hypotheses += tuple(stated("assume", h) for h in statements)
        self._last = None

    def define(self, name: str, term: Any, because: str = "definition", *, line: int | None = None) -> Any:
        """Name a term and return it; `line` is that of the script, where it is not the caller's. Raises LanguageError
        where the name is taken, or the term is none.
        """
        no_text("define", term)
        if name in self.names:
            raise LanguageError(f"{name} is defined twice: first {self.names[name]}, then {term}")
        self.names[name] = term
        self._row("definition", because, name=name, value=term, expects=Verdict.DEFINITION, line=line)
        return term

    def equal(self, left: Any, right: Any, because: str) -> Any:
        """Begin a chain: left = right. Returns the right side. Raises LanguageError where a side is no term,
        ShapeError.
        """
        no_text("equal", left, right)
        self._last = self._row("claim", because, statement=equals(left, right))
        return right

    def then(self, right: Any, because: str) -> Any:
        """Go on with the chain: the same left side = right. Returns the right side. Raises LanguageError (no chain to
        go on with), ShapeError.
        """
        no_text("then", right)
        last = self._last
        if last is None or not isinstance(last.statement, Eq):
            raise LanguageError(f"{self.name}: nothing goes before '= {right}': expected `equal` first")
        self._last = self._row("claim", because, statement=equals(last.statement.lhs, right), previous=last.number)
        return right

    def claim(self, statement: Basic, because: str) -> Basic:
        """State anything else. Returns the statement. Raises LanguageError where it is none."""
        self._row("claim", because, statement=stated("claim", statement))
        self._last = None
        return statement

    def refuse(
        self,
        text: str,
        expect: str,
        because: str,
        *,
        without: Sequence[Basic] = (),
        let: Mapping[str, str] | None = None,
        line: int | None = None,
    ) -> None:
        """Write down a wrong line, in the text grammar over the symbols and names in use, and the verdict it must get.

        `without` are hypotheses dropped for this line, `let` declares further symbols, `line` is that of the script,
        where it is not the caller's. Raises LanguageError where `without` names what is not assumed.
        """
        for statement in without:
            if statement not in self.hypotheses:
                raise LanguageError(f"{self.name}: {statement} is not assumed, so it cannot be dropped")
        kept = tuple(h for h in self.hypotheses if h not in without)
        self._row(
            "refusal", because, text=text, expects=Verdict(expect), let=tuple((let or {}).items()), hypotheses=kept,
            line=line,
        )  # fmt: skip

    def instead(self, statement: Basic, because: str, *, line: int | None = None) -> Basic:
        """State what the line that was just refused should have said; `line` as in `refuse`. Returns the statement.
        Raises LanguageError where no refusal goes before, or it is no statement.
        """
        stated("instead", statement)
        if not self.rows or self.rows[-1].kind != "refusal":
            raise LanguageError(f"{self.name}: nothing is refused before {statement}: expected `refuse` first")
        self._row("claim", because, statement=statement, corrects=self.rows[-1].number, line=line)
        self._last = None
        return statement

    def symbols(self) -> dict[str, Any]:
        """Name to symbol, for all that hypotheses, definitions and claims speak of."""
        parts = [
            *self.hypotheses,
            *(p for row in self.rows for p in (*row.hypotheses, row.value, row.statement) if p is not None),
        ]
        found = {symbol.name: symbol for part in parts for symbol in sorted(part.free_symbols, key=str)}
        return dict(sorted(found.items()))

    def _row(
        self, kind: Literal["definition", "claim", "refusal"], because: str, line: int | None = None, **fields: Any
    ) -> Row:
        fields.setdefault("hypotheses", self.hypotheses)
        row = Row(len(self.rows) + 1, kind, because, line=line or _line_of_script(), **fields)
        self.rows.append(row)
        return row


def stated(where: str, statement: Any) -> Basic:
    """The statement that was handed to `where`. Raises LanguageError where it is none."""
    if isinstance(statement, Boolean) and not isinstance(statement, BooleanAtom):
        return statement
    no_text(where, statement, expected="a statement, as equals(a, b) or has('symmetric', A)")
    hint = "; a == b compares terms, equals(a, b) states it" if isinstance(statement, bool | BooleanAtom) else ""
    raise LanguageError(f"{where}: expected a statement, got {statement!r}{hint}")


def no_text(where: str, *values: Any, expected: str = "a term") -> None:
    """Raise LanguageError where a value is text: its symbols are not known here."""
    for value in values:
        if isinstance(value, str):
            raise LanguageError(f"{where}: expected {expected}, got text {value!r}; only `refuse` reads text")


def step_statement(before: Row, row: Row) -> Any:
    """What must hold for `row` to follow from `before`: the equality of their right sides."""
    return relation(before.statement.rhs, "=", row.statement.rhs)


def _line_of_script() -> int:
    """The line of the caller outside this file."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0

r"""Statements in LaTeX, and in words with formulas between them.

Conventions. `statement_latex` is one formula: \succeq for the Loewner order, \subseteq for ranges, properties and laws
of random symbols as a formula beside upright words. `in_words` is a sentence without its full stop, a tuple of texts
and formulas, for the hypotheses that stand above a derivation; a writer of documents escapes the texts and sets the
formulas. The sizes of identities in a law are those of its symbol and not shown.

>>> from symbolic.language.problem import parse_problem
>>> problem = parse_problem({"X": "n x d, full column rank", "c": "scalar"}, ["c != 0"], ["X'*X >> 0"])
>>> in_words(problem.hypotheses[0])
(Formula(latex='X'), ' has full column rank')
>>> print(statement_latex(problem.claims[0]))
X^{\top} X \succeq 0
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sympy import Eq, Expr, Ge, Gt, Le, Lt, MatrixExpr, Ne

from symbolic.errors import LanguageError
from symbolic.language.notation import Level
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import (
    Distribution,
    Exists,
    Implication,
    Loewner,
    Minimizes,
    RangeInclusion,
    property_name,
)
from symbolic.latex.shapes import fixes_shape
from symbolic.latex.writer import Writer, latex, names_in

SIGNS: dict[Any, str] = {Eq: "=", Ne: r"\ne", Le: r"\le", Lt: "<", Ge: r"\ge", Gt: ">", Loewner: r"\succeq"}
_HAVING = ("full column rank", "full row rank")


class Formula(NamedTuple):
    """A piece of a sentence that is set in mathematics mode."""

    latex: str


Sentence = tuple[str | Formula, ...]


Defined = Mapping[Any, str] | None


def statement_latex(statement: Any, defined: Defined = None) -> str:
    """A statement, or a term, as one formula; the terms in `defined` by their names.

    Raises LanguageError for what is not of the language.
    """
    relation = sides(statement, defined)
    if relation is not None:
        return " ".join(relation)
    if (name := property_name(statement)) is not None:
        return rf"{latex(statement.arguments[0], defined)} \text{{ {_verb(name)}}}"
    match statement:
        case RangeInclusion():
            small, large = (rf"\operatorname{{range}}({latex(a, defined)})" for a in statement.args)
            return rf"{small} \subseteq {large}"
        case Exists():
            conditions = r",\ ".join(_clause(part, defined) for part in statement.args[1:])
            return rf"\exists\, {latex(statement.args[0])} :\ {conditions}"
        case Minimizes():
            point, function, variable = statement.args
            minimized = Writer(names_in(function), defined).at(function, Level.PRODUCT)
            least = rf"\operatorname*{{argmin}}_{{{latex(variable)}}}\ {minimized}"
            return rf"{latex(point, defined)} \in {least}"
        case Implication():
            return rf"{_clause(statement.args[0], defined)} \implies {statement_latex(statement.args[1], defined)}"
        case Distribution():
            return _law_latex(statement)
        case Expr() | MatrixExpr():
            return latex(statement, defined)
    kind = type(statement).__name__
    raise LanguageError(f"{statement} has no LaTeX: expected a statement of the language, got {kind}")


def sides(statement: Any, defined: Defined = None) -> tuple[str, str, str] | None:
    """Left side, sign and right side of a relation; None for other statements."""
    for kind, sign in SIGNS.items():
        if isinstance(statement, kind):
            left, right = statement.args
            writer = Writer(names_in(statement), defined)
            left_known, right_known = (fixes_shape(side) or side in writer.defined for side in (right, left))
            return writer.at(left, Level.SUM, left_known), sign, writer.at(right, Level.SUM, right_known)
    return None


def _clause(statement: Any, defined: Defined) -> str:
    """A statement as part of another."""
    text = statement_latex(statement, defined)
    return f"({text})" if isinstance(statement, Implication | Exists) else text


def _verb(name: str) -> str:
    return f"has {name}" if name in _HAVING else f"is {name}"


def in_words(statement: Any) -> Sentence:
    """A statement as a sentence without its full stop: texts and formulas in turn."""
    if (name := property_name(statement)) is not None:
        subject = statement.arguments[0]
        each = name in ("positive", "nonnegative") and not is_scalar(subject)
        return Formula(latex(subject)), f" has {name} entries" if each else f" {_verb(name)}"
    match statement:
        case Exists():
            conditions = _joined([in_words(part) for part in statement.args[1:]])
            return "there is ", Formula(latex(statement.args[0])), " with ", *conditions
        case Implication():
            return "if ", *in_words(statement.args[0]), ", then ", *in_words(statement.args[1])
        case Minimizes():
            point, function, variable = (Formula(latex(a)) for a in statement.args)
            return point, " minimizes ", function, " over ", variable
        case Distribution():
            return _law_in_words(statement)
    return (Formula(statement_latex(statement)),)


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    """One after the other, with commas and a last "and"."""
    words: list[str | Formula] = []
    for k, sentence in enumerate(sentences):
        words += [] if k == 0 else [" and " if k == len(sentences) - 1 else ", "]
        words += sentence
    return tuple(words)


_FAMILIES = {"gaussian": "Gaussian", "rademacher": "Rademacher", "bernoulli": "Bernoulli", "wishart": "Wishart"}
_SIGNATURES = {"gaussian": r"\mathcal{N}"} | {
    name: rf"\operatorname{{{_FAMILIES[name]}}}" for name in ("rademacher", "bernoulli", "wishart")
}


def _parameters(law: Distribution) -> dict[str, str]:
    """The parameters of a law in LaTeX, in the order of the field."""
    values, writer = law.parameters, Writer(names_in(law))
    stated = (name for name in ("mean", "covariance", "variance", "scale", "dof") if name in values)
    return {name: writer.at(values[name], Level.SUM, True) for name in stated}


def _identical(law: Distribution) -> bool:
    """Whether the entries are independent and of one law."""
    return not is_scalar(law.symbol) and (law.law in ("iid", "rademacher", "bernoulli") or "iid" in law.parameters)


def _law_in_words(law: Distribution) -> Sentence:
    """The law of a random symbol: what is known of it, and nothing else."""
    subject, family = Formula(latex(law.symbol)), _FAMILIES.get(law.law)
    kind = "number" if is_scalar(law.symbol) else "vector" if shape_of(law.symbol)[1] == 1 else "matrix"
    facts = _joined([
        (Formula(value), " degrees of freedom") if name == "dof" else (f"{name} ", Formula(value))
        for name, value in _parameters(law).items()
    ])  # fmt: skip
    entries = "independent, identically distributed" if _identical(law) else "independent"
    if _identical(law) or law.law == "independent":
        described = f" is a random {kind} with {' '.join(filter(None, (entries, family)))} entries"
        return subject, described + (" of " if facts else ""), *facts
    return subject, f" is a {family + ' ' if family else ''}random {kind}" + (" with " if facts else ""), *facts


def _law_latex(law: Distribution) -> str:
    r"""The law in a formula: \sim, the name of the law and its parameters."""
    parameters = ", ".join(_parameters(law).values())
    sign = r"\overset{\text{iid}}{\sim}" if _identical(law) else r"\sim"
    arguments = f"({parameters})" if parameters or law.law not in _SIGNATURES else ""
    return f"{latex(law.symbol)} {sign} {_SIGNATURES.get(law.law, '')}{arguments}"


def space_of(symbol: Any) -> str:
    r"""Where a symbol lives: X \in \mathbb{R}^{n \times d}."""
    name = latex(symbol)
    rows, cols = shape_of(symbol)
    if isinstance(symbol, MatrixExpr):
        writer = Writer()
        shown = (rows,) if cols == 1 else (rows, cols)
        size = r" \times ".join(writer.at(n, Level.SUM if cols == 1 else Level.CIRCLED) for n in shown)
        return rf"{name} \in \mathbb{{R}}^{{{size}}}"
    if symbol.is_integer:
        return rf"{name} \in \mathbb{{N}}" + ("" if symbol.is_positive else "_{0}")
    return rf"{name} \in \mathbb{{R}}"

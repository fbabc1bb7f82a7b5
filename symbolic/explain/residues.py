"""What is left of a claim, for people: the reduced statements in the notation of the claim, as text and in LaTeX.

>>> from symbolic.language.problem import parse_problem
>>> from symbolic.provers.prover import prove
>>> problem = parse_problem({"A": "n x n", "B": "n x n, idempotent"}, claim=["A*B*B + B*B = B*A + B"])
>>> proof = prove(problem.hypotheses, problem.claims[0])
>>> [residue(left).text for left in proof.left(1.0)]
['A*B - B*A = 0']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import ZeroMatrix

from symbolic.errors import LanguageError, LineproofError
from symbolic.explain.document import SPECIAL
from symbolic.explain.notation import Notation, arranged
from symbolic.explain.text import said
from symbolic.language.terms import add
from symbolic.latex import latex, statement_latex
from symbolic.network.net import Net
from symbolic.network.tensor import Coefficient, Tensor
from symbolic.provers.products import summands
from symbolic.provers.residue import Open

LONGEST = 160
"""Characters of the text of a sum; what goes beyond is counted."""
FAIR = 1.5
"""How many times as long as what is written a sum of fewer summands may be."""
FORMS = {
    "=": ("{} = 0", "{} = 0"),
    "!=": ("{} != 0", r"{} \ne 0"),
    "<=": ("0 <= {}", r"0 \le {}"),
    "<": ("0 < {}", "0 < {}"),
    ">>": ("{} >> 0", r"{} \succeq 0"),
    "range": ("range({}) <= range({})", r"\operatorname{{range}}({}) \subseteq \operatorname{{range}}({})"),
}


@dataclass(frozen=True, slots=True)
class Residue:
    """A statement that is still to be shown. Of a long sum the leading summands are written, the others counted."""

    text: str
    latex: str


def residue(left: Open) -> Residue:
    """The statement that is open, in the notation of its claim: reduced, or as it is written where that is shorter."""
    listed, written = terms(left), summands(left.written)
    fair = _length(listed) <= FAIR * _length(written) if left.reduced else _length(listed) < _length(written)
    shown, further = _leading(listed if fair else written)
    term = add(*shown) if len(shown) > 1 else shown[0]
    text, formula = said(term), _formula(term)
    if further:
        count = f"{further} further term{'s' if further > 1 else ''}"
        text, formula = f"{text} + {count}", rf"{formula} + \text{{{count}}}"
    plain, typeset = FORMS.get(left.sign, (f"{left.sign}({{}})", rf"{{}} \text{{{{ is {left.sign}}}}}"))
    outer = () if left.outer is None else (left.outer,)
    plain = plain.format(text, *map(said, outer))
    typeset = typeset.format(formula, *map(_formula, outer))
    if left.obstacle:
        plain += f"   ({left.obstacle})"
        typeset += rf" \quad \text{{({left.obstacle.translate(SPECIAL)})}}"
    if left.given:
        plain += f"   given {', '.join(map(said, left.given))}"
        typeset += rf" \quad \text{{given }} {', '.join(map(_statement, left.given))}"
    for variable, value in left.where:
        value = min(value, left.reader.term(left.kernel.translator(value)), key=lambda term: len(said(term)))
        plain += f"   with {said(variable)} = {said(value)}"
        typeset += rf" \quad \text{{with }} {_formula(variable)} = {_formula(value)}"
    return Residue(plain, typeset)


def terms(left: Open) -> list[Any]:
    """The summands of what is open, in the order of the claim; of the term as it is written where the reduced one has
    no matrix form.
    """
    value = left.value
    if value is None:
        return summands(left.written)
    notation = Notation(left.kernel, left.reader, left.statements)
    try:
        if not value.terms or any(len(axis) > 1 for axis in value.axes):
            return [notation.term(value)]
        known = {(net, c): part for part in reversed(summands(left.written)) for net, c in _alone(left, part)}
        nets = arranged(value, _order(left))
        parts = ((known.get((net, value.terms[net])), notation.term(Tensor(value.axes, {net: value.terms[net]})))
                 for net in nets)
        return [min((part for part in pair if part is not None), key=lambda part: len(said(part))) for pair in parts]
    except LineproofError:
        return summands(left.written)


def _order(left: Open) -> list[Net]:
    return list(dict.fromkeys(net for part in summands(left.written) for net in left.kernel.translator(part).terms))


def _alone(left: Open, part: Any) -> list[tuple[Net, Coefficient]]:
    """The network and coefficient of a summand that is one network."""
    found = list(left.kernel.translator(part).terms.items())
    return found if len(found) == 1 else []


def _length(listed: Sequence[Any]) -> int:
    return sum(len(said(term)) + 3 for term in listed)


def _leading(listed: Sequence[Any]) -> tuple[list[Any], int]:
    """The first summands, at least one, and the number of the others."""
    room = LONGEST
    for k, term in enumerate(listed):
        room -= len(said(term)) + 3
        if room < 0 and k:
            return list(listed[:k]), len(listed) - k
    return list(listed), 0


def _statement(statement: Any) -> str:
    try:
        return statement_latex(statement)
    except LanguageError:
        return rf"\text{{{said(statement).translate(SPECIAL)}}}"


def _formula(term: Any) -> str:
    """A term in LaTeX, a zero matrix without its size; as text where it has none."""
    if isinstance(term, ZeroMatrix):
        return "0"
    try:
        return latex(term)
    except LanguageError:
        return rf"\text{{{said(term).translate(SPECIAL)}}}"

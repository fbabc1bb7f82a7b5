r"""Terms in LaTeX, in the notation of the field, with no bracket that the meaning does not need.

Conventions.
- `X^{\top}`, `A^{-1}`, `A^{+}`, `\lVert x \rVert` (with a subscript F for a matrix that is no vector), `A \odot B`,
  `A \oslash B`, `A \otimes B`, `v^{\circ k}`, `[A]_{i,j}`, `\nabla_{w} f`, `\mathbb{E}[f]`; the rest are functions with
  upright names. Signs of operators are declared with the operators (`symbolic.language.notation`), names of symbols
  follow `symbolic.latex.names`.
- What binds, loosest first: sum and leading minus; entrywise and Kronecker products, which associate to the left and do
  not mix; products; fractions, nabla and log det in front of the next factor; superscripts. A summation sign reaches as
  far as a product does.
- A term is written as it is held: factors stay in their order; a fraction collects what stands before its reciprocal,
  unless that is too long to stand on a line of its own.
- The identity, zeros and ones carry their size unless what stands beside them gives it: I - P, but
  \operatorname{tr}(I_{n}).
- Brackets grow (`\left`, `\right`) only around something tall.

Reading the LaTeX by these rules gives the term back.

>>> from symbolic.language.problem import parse_problem
>>> problem = parse_problem({"X": "n x d", "w": "d", "t": "n"}, claim=["grad(norm(X*w - t)^2/n, w) = 2/n*X'*(X*w - t)"])
>>> print(latex(problem.claims[0].rhs))
\frac{2}{n} X^{\top} (X w - t)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sympy import (
    Add,
    Basic,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    S,
    Symbol,
    Transpose,
    ZeroMatrix,
    pi,
)

from symbolic.errors import LanguageError
from symbolic.language.notation import Level
from symbolic.language.operator import Application
from symbolic.language.shapes import shape_of
from symbolic.latex.names import latex_name
from symbolic.latex.shapes import fixes_shape, neighbours

_TALL = re.compile(r"\\(?:frac|begin|sum)(?![A-Za-z])")
_GROWING = re.compile(r"\\(?:left|right)(?=\W|\\|[lr]Vert|[lr]vert)")
_LONGEST_NUMERATOR = 120
Written = tuple[str, Level]


def latex(term: Any, defined: Mapping[Any, str] | None = None) -> str:
    """A term in LaTeX, for display in mathematics mode; the terms in `defined` by their names.

    Raises LanguageError for a node that is not of the language.
    """
    return Writer(names_in(term), defined).at(term, Level.SUM)


def names_in(value: Any) -> set[str]:
    """The names of the symbols in a term or statement."""
    return {symbol.name for symbol in value.atoms(Symbol, MatrixSymbol)} if isinstance(value, Basic) else set()


def bracketed(text: str) -> str:
    r"""(text), with brackets that grow around something tall."""
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


class Writer:
    """Writes terms in which the symbols are called `names`; terms in `defined` by the names they have there, defined
    products also as part of longer ones.

    In every method `known` says that the shape of the term is clear from the context.
    """

    def __init__(self, names: Collection[str] = (), defined: Mapping[Any, str] | None = None) -> None:
        self.hidden = "I" in names
        self.defined = {} if defined is None else defined
        products = [term for term in self.defined if isinstance(term, Mul | MatMul)]
        self.products = [(term, *_apart(term.args)) for term in reversed(products)]

    def at(self, value: Any, level: Level, known: bool = False) -> str:
        """A term, in brackets if it binds less tightly than `level`."""
        text, own = self.written(value, known)
        return text if own >= level else bracketed(text)

    def written(self, value: Any, known: bool = False) -> Written:
        """A term and how tightly its LaTeX binds."""
        if value in self.defined:
            return latex_name(self.defined[value]), Level.ATOM
        if isinstance(value, Application):
            return self.application(value, known)
        if isinstance(value, Symbol | MatrixSymbol):
            return latex_name(value.name), Level.ATOM
        if value is pi:
            return r"\pi", Level.ATOM
        if getattr(value, "is_Rational", False):
            return self.number(value)
        match value:
            case Identity():
                return self.identity(value, known), Level.ATOM
            case ZeroMatrix():
                return "0" if known else f"0_{self.size(value)}", Level.ATOM
            case OneMatrix():
                size = "" if known and value.shape[1] == 1 else f"_{self.size(value)}"
                return rf"\mathbf{{1}}{size}", Level.ATOM
            case Transpose():
                return f"{self.at(value.args[0], Level.ATOM, known)}^{{\\top}}", Level.POWER
            case Inverse():
                return f"{self.at(value.args[0], Level.ATOM, known)}^{{-1}}", Level.POWER
            case Pow() | MatPow():
                return self.power(value, known)
            case Add() | MatAdd():
                return self.sum(value, known), Level.SUM
            case Mul() | MatMul():
                return self.product(value.args, known)
        raise LanguageError(f"{value} has no LaTeX: expected a term of the language, got {type(value).__name__}")

    def number(self, value: Any) -> Written:
        """A whole number or a fraction."""
        sign = "-" if value < 0 else ""
        if value.q == 1:
            return str(value), Level.SUM if sign else Level.ATOM
        return rf"{sign}\frac{{{abs(value.p)}}}{{{value.q}}}", Level.SUM if sign else Level.PREFIX

    def identity(self, value: Any, known: bool) -> str:
        """I, with its size where it is not clear, or where a symbol is called I."""
        return "I" if known and not self.hidden else f"I_{{{self.at(value.args[0], Level.SUM)}}}"

    def size(self, value: Any) -> str:
        r"""{m \times n}, or {n} for a column."""
        rows, cols = value.shape
        if cols == 1:
            return f"{{{self.at(rows, Level.SUM)}}}"
        return rf"{{{self.at(rows, Level.CIRCLED)} \times {self.at(cols, Level.CIRCLED)}}}"

    def power(self, value: Any, known: bool) -> Written:
        """base^exponent; the reciprocal of a number is a fraction."""
        base, exponent = value.args
        if isinstance(value, Pow) and exponent == S.NegativeOne:
            return self.fraction("1", base), Level.PREFIX
        return f"{self.at(base, Level.ATOM, known)}^{{{self.at(exponent, Level.SUM)}}}", Level.POWER

    def fraction(self, above: str, below: Any) -> str:
        """above/below."""
        return rf"\frac{{{above}}}{{{self.at(below, Level.SUM)}}}"

    def sum(self, value: Any, known: bool) -> str:
        """a + b - c."""
        known = known or any(map(fixes_shape, value.args))
        parts = [self.summand(a, known) for a in value.args]
        return parts[0] + "".join(f" - {part[1:]}" if part.startswith("-") else f" + {part}" for part in parts[1:])

    def summand(self, value: Any, known: bool) -> str:
        """A summand; a leading minus joins the sum, an inner sum stands in brackets."""
        text, level = self.written(value, known)
        return bracketed(text) if level == Level.SUM and isinstance(value, Add | MatAdd) else text

    def product(self, factors: Sequence[Any], known: bool) -> Written:
        """a b/c: a minus in front, factors side by side, fractions for reciprocals."""
        factors = self.folded(tuple(factors))
        minus = getattr(factors[0], "is_Rational", False) and factors[0] < 0
        if minus:
            factors = factors[1:] if factors[0] == -1 and len(factors) > 1 else (-factors[0], *factors[1:])
        sides = neighbours(factors, known)
        pieces: list[str] = []
        waiting: list[int] = []
        for k, factor in enumerate(factors):
            if isinstance(factor, Pow) and factor.args[1] == S.NegativeOne:
                if waiting and getattr(factors[waiting[0]], "is_Rational", False) and factors[waiting[0]].q != 1:
                    pieces.append(self.number(factors[waiting.pop(0)])[0])
                above = self.above(factors, waiting, sides)
                if len(above) > _LONGEST_NUMERATOR:
                    pieces += self.row(factors, waiting, sides, False)
                    above = "1"
                pieces.append(self.fraction(above, factor.args[0]))
                waiting = []
            else:
                waiting.append(k)
        level = Level.PREFIX if len(pieces) == 1 and not waiting else Level.PRODUCT
        pieces += self.row(factors, waiting, sides, minus and level == Level.PRODUCT and not pieces)
        return ("-" if minus else "") + _juxtaposed(pieces), Level.SUM if minus else level

    def folded(self, factors: tuple[Any, ...]) -> tuple[Any, ...]:
        """The factors, those side by side that make up a defined product as one, the product defined last first."""
        number, rest = _apart(factors)
        before = rest
        for product, coefficient, run in self.products:
            at = 0
            while at + len(run) <= len(rest):
                if rest[at : at + len(run)] == run:
                    rest = (*rest[:at], product, *rest[at + len(run) :])
                    number = number / coefficient
                at += 1
        return factors if rest is before else rest if number == 1 else (number, *rest)

    def above(self, factors: Sequence[Any], places: list[int], sides: list[bool]) -> str:
        """The numerator of a fraction."""
        if not places:
            return "1"
        if len(places) == 1:
            return self.at(factors[places[0]], Level.SUM, sides[places[0]])
        return _juxtaposed(self.row(factors, places, sides, False))

    def row(self, factors: Sequence[Any], places: list[int], sides: list[bool], minus: bool) -> list[str]:
        """Factors side by side; a lone one behind a minus may be an entrywise product."""
        if minus and len(places) == 1:
            return [self.at(factors[places[0]], Level.CIRCLED, sides[places[0]])]
        return [self.at(factors[k], self.needed(factors[k], k == places[-1]), sides[k]) for k in places]

    def needed(self, factor: Any, last: bool) -> Level:
        """How tightly a factor must bind: a sign in front of its operand only at the end of a product."""
        if not isinstance(factor, Application):
            return Level.PREFIX
        notation = factor.operator.notation(*factor.operands)
        if last and notation.open_right:
            return Level.PRODUCT
        return Level.PREFIX if last else Level.POWER

    def application(self, value: Any, known: bool) -> Written:
        """An operator applied, as it declares."""
        notation = value.operator.notation(*value.operands)
        operands = value.operands if notation.operands is None else notation.operands
        shown = [self.at(operand, notation.place(k)) for k, operand in enumerate(operands)]
        if notation.template.startswith(r"\begin"):  # a bracket at the head of a row would be read as an option of \\
            shown = [f"{{}}{text}" if text.startswith("[") else text for text in shown]
        arguments = ", ".join(shown)
        template = notation.template if _TALL.search(arguments) else _GROWING.sub("", notation.template)
        text = template.format(*shown, args=arguments)
        if known or notation.sized:
            return text, notation.level
        return f"{text}^{{({self.at(shape_of(value)[0], Level.SUM)})}}", Level.POWER


def _apart(factors: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The number in front of a product, 1 if there is none, and the factors behind it."""
    numbered = len(factors) > 1 and getattr(factors[0], "is_Rational", False) and factors[0] != 0
    return (factors[0], factors[1:]) if numbered else (S.One, factors)


def _juxtaposed(pieces: Sequence[str]) -> str:
    """Factors side by side, with a dot where two numbers would run together and a space beside a word."""
    text = pieces[0]
    for before, piece in pairwise(pieces):
        touching = piece[0].isdigit() or (before[-1].isdigit() and piece.startswith(r"\frac"))
        worded = piece.startswith(r"\mathit") or before.startswith(r"\mathit")
        text += rf" \cdot {piece}" if touching else rf" \, {piece}" if worded else f" {piece}"
    return text

"""Terms and statements as text of the grammar. Parsed again over the same symbols, the text gives an equal term.

Brackets stand only where the grammar needs them. Zero matrices are written `0` where the other side fixes their
size. Laws of random symbols are no statements of the grammar; they are written `x ~ gaussian(mean m, covariance
S)`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sympy import (
    Add,
    Basic,
    Eq,
    Ge,
    Gt,
    Identity,
    Inverse,
    Le,
    Lt,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    Ne,
    OneMatrix,
    Pow,
    S,
    Symbol,
    ZeroMatrix,
    pi,
)
from sympy import Transpose as SymPyTranspose

from symbolic.errors import LanguageError
from symbolic.language.operator import Application, operands_of
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

# How tightly a text binds: a relation, a sum, a product, a signed operand, a power, an atom.
SENTENCE, SUM, PRODUCT, UNARY, POWER, ATOM = range(6)
SIGNS: dict[Any, str] = {Eq: "=", Ne: "!=", Le: "<=", Lt: "<", Ge: ">=", Gt: ">"}
BRACKETED = {"E", "Var", "Cov"}


def to_text(value: Any, hidden: Collection[str] = ()) -> str:
    """A term or statement in the grammar. `hidden`: declared names, beside those in `value`, that hide built-in ones.

    Raises LanguageError for what the grammar cannot say.
    """
    named = {s.name for s in value.atoms(Symbol, MatrixSymbol)} if isinstance(value, Basic) else set()
    return Writer({*hidden, *named}).sentence(value)


class Writer:
    """Writes terms; `hidden` are the names that do not mean what is built in."""

    def __init__(self, hidden: Collection[str]) -> None:
        self.hidden = hidden

    def sentence(self, value: Any) -> str:
        """A statement or an expression, without brackets around it."""
        for kind, sign in SIGNS.items():
            if isinstance(value, kind):
                return self.relation(sign, *value.args)
        if (name := property_name(value)) is not None:
            return f"{name}({self.at(value.arguments[0], SUM)})"
        match value:
            case Loewner():
                return self.relation(">>", *value.args)
            case RangeInclusion():
                return f"range({self.at(value.args[0], SUM)}) <= range({self.at(value.args[1], SUM)})"
            case Exists():
                return f"exists {value.args[0].name}: {', '.join(map(self.clause, value.args[1:]))}"
            case Minimizes():
                return f"minimizes({', '.join(self.at(a, SUM) for a in value.args)})"
            case Implication():
                return f"{self.clause(value.args[0])} => {self.sentence(value.args[1])}"
            case Distribution():
                stated = ", ".join(f"{name} {self.at(term, SUM)}" for name, term in value.parameters.items())
                return f"{value.symbol.name} ~ {value.law}({stated})"
        return self.at(value, SUM)

    def clause(self, statement: Any) -> str:
        """A statement as part of another."""
        text = self.sentence(statement)
        return f"({text})" if isinstance(statement, Implication | Exists) else text

    def relation(self, sign: str, left: Any, right: Any) -> str:
        """left sign right."""
        sides = []
        for side, other in ((left, right), (right, left)):
            known = not is_scalar(side) and not isinstance(other, ZeroMatrix)
            sides.append(self.beside(side) if known else self.at(side, SUM))
        return f"{sides[0]} {sign} {sides[1]}"

    def beside(self, value: Any) -> str:
        """A term whose shape its neighbour gives: a zero matrix is 0, a hidden identity (or ones) only its factor."""
        if isinstance(value, ZeroMatrix):
            return "0"
        *factors, last = value.args if isinstance(value, MatMul) else (value,)
        widened = (isinstance(last, Identity) and "I" in self.hidden) or (
            isinstance(last, OneMatrix) and "ones" in self.hidden
        )
        if widened and all(is_scalar(f) for f in factors):
            return self.product(tuple(factors))[0] if factors else "1"
        return self.at(value, SUM)

    def at(self, value: Any, level: int) -> str:
        """An expression, in brackets if it binds less tightly than `level`."""
        text, own = self.written(value)
        return text if own >= level else f"({text})"

    def written(self, value: Any) -> tuple[str, int]:
        """An expression and how tightly it binds."""
        if isinstance(value, Application):
            return self.application(value)
        if isinstance(value, Symbol | MatrixSymbol):
            return value.name, ATOM
        if value is pi:
            return "pi", ATOM
        if getattr(value, "is_Rational", False):
            return str(value), UNARY if value < 0 and value.q == 1 else ATOM if value.q == 1 else PRODUCT
        match value:
            case Identity():
                return f"I({self.at(value.args[0], SUM)})", ATOM
            case ZeroMatrix() | OneMatrix():
                name = "zeros" if isinstance(value, ZeroMatrix) else "ones"
                sizes = value.args[:1] if value.args[1] == 1 else value.args
                return f"{name}({', '.join(self.at(n, SUM) for n in sizes)})", ATOM
            case SymPyTranspose():
                return f"{self.at(value.args[0], POWER)}'", POWER
            case Inverse():
                return f"{self.base(value.args[0])}^-1", POWER
            case Pow() | MatPow():
                return f"{self.base(value.args[0])}^{self.exponent(value.args[1])}", POWER
            case Add() | MatAdd():
                return self.sum(value), SUM
            case Mul() | MatMul():
                return self.product(value.args)
        raise LanguageError(f"{value} cannot be written in the grammar")

    def base(self, value: Any) -> str:
        """The base of a power; a power of a power stands in brackets, a transpose does not."""
        text, level = self.written(value)
        bare = level == ATOM or (level == POWER and isinstance(value, SymPyTranspose))
        return text if bare else f"({text})"

    def exponent(self, value: Any) -> str:
        """An exponent: a whole number, a name or a call, else in brackets."""
        text, level = self.written(value)
        simple = level == ATOM and not text.endswith("]") and not text.startswith("[")
        return text if simple or (level == UNARY and value.is_Integer) else f"({text})"

    def sum(self, value: Any) -> str:
        """a + b - c."""
        lead = next(
            (a for a in value.args if not is_scalar(a) and not isinstance(a, ZeroMatrix | Identity | OneMatrix)), None
        )
        text = ""
        for k, summand in enumerate(value.args):
            wide = lead is not None and summand is not lead and not is_scalar(summand)
            part = self.beside(summand) if wide else self.at(summand, PRODUCT)
            if wide and self.written(summand)[1] < PRODUCT and part != "0":
                part = f"({part})"
            if k == 0:
                text = part
            elif part.startswith("-1*("):
                # a sum that is subtracted alone would be read as one summand subtracted after the other
                whole = len(summand.args) > 2 and part == self.at(summand, PRODUCT)
                text += f" - {part[3:]}" if whole else f" + {part}"
            elif part.startswith("-"):
                text += f" - {part[1:]}"
            else:
                text += f" + {part}"
        return text

    def product(self, factors: tuple[Any, ...]) -> tuple[str, int]:
        """a*b/c, a number in front."""
        number, rest = (factors[0], factors[1:]) if getattr(factors[0], "is_Rational", False) else (S.One, factors)
        if not rest:
            return self.written(number)
        if number == 1 and isinstance(rest[0], Pow) and rest[0].args[1] == -1 and len(factors) == len(rest):
            text, rest = "1", rest
        elif number == -1 and not isinstance(rest[0], Add | MatAdd) and not self.reciprocal(rest[0]):
            text, rest = f"-{self.factor(rest[0])}", rest[1:]
        elif number == 1:
            text, rest = self.factor(rest[0]), rest[1:]
        else:
            text = str(number)
        for factor in rest:
            text += f"/{self.at(factor.args[0], POWER)}" if self.reciprocal(factor) else f"*{self.factor(factor)}"
        return text, PRODUCT

    def reciprocal(self, factor: Any) -> bool:
        """Whether a factor is a division by a scalar."""
        return isinstance(factor, Pow) and factor.args[1] == -1

    def factor(self, value: Any) -> str:
        """A factor of a product; products and signed numbers within it stand in brackets."""
        return self.at(value, POWER)

    def application(self, value: Any) -> tuple[str, int]:
        """An operator applied."""
        if (pair := operands_of(value, "hadamard")) is not None:
            right = operands_of(pair[1], "powers")
            left = self.at(pair[0], POWER if not isinstance(pair[0], Application) else PRODUCT)
            if right is not None and right[1] == -1:
                return f"{left}./{self.at(right[0], POWER)}", PRODUCT
            return f"{left}.*{self.at(pair[1], POWER)}", PRODUCT
        if (pair := operands_of(value, "powers")) is not None:
            return f"{self.base(pair[0])}.^{self.exponent(pair[1])}", POWER
        if (parts := operands_of(value, "entry")) is not None:
            at = parts[1:2] if is_column(parts[0]) and parts[2] == 1 else parts[1:]
            return (
                f"{self.at(parts[0], POWER)}[{', '.join(self.at(a, SUM) for a in at)}]",
                POWER,
            )
        if (parts := operands_of(value, "block")) is not None:
            return self.literal(int(parts[1]), parts[2:]), ATOM
        name = "sum" if value.operator.name == "series" else value.operator.name
        arguments = ", ".join(self.at(a, SUM) for a in value.operands)
        return (f"{name}[{arguments}]" if name in BRACKETED else f"{name}({arguments})"), ATOM

    def literal(self, columns: int, blocks: tuple[Any, ...]) -> str:
        """[a, b; c, d]."""
        rows = [blocks[k : k + columns] for k in range(0, len(blocks), columns)]
        return f"[{'; '.join(', '.join(self.at(b, SUM) for b in row) for row in rows)}]"


def is_column(value: Any) -> bool:
    """Whether `value` is a column vector."""
    return bool(shape_of(value)[1] == 1)

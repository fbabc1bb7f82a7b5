"""One line of `let`: a shape, properties, and the law of a random symbol.

"m x n", "n", "2 x 2", "scalar", "natural"; then after commas properties of `statements.PROPERTIES`, and for random
symbols "random" with "mean E", "covariance E", "variance E", "iid", "independent entries", "gaussian", "rademacher",
"bernoulli", "wishart", "scale E", "dof E".

Laws, as `statements.distribution` holds them: "moments" (mean, covariance; variance of a scalar), "iid" (mean,
variance of every entry), "gaussian" (mean, covariance; or iid = 1, mean, variance), "rademacher" and "bernoulli"
(iid entries; mean), "independent" (mean, and covariance or one variance), "wishart" (scale, dof). What is not
stated is not in the law. The mean of iid entries is a number, else of the symbol's shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, S

from symbolic.language.grammar.calls import measured
from symbolic.language.grammar.claims import elaborate
from symbolic.language.grammar.elaborate import Elaborator
from symbolic.language.grammar.errors import GrammarError
from symbolic.language.grammar.foreign import property_hint
from symbolic.language.grammar.parser import Parser
from symbolic.language.grammar.reader import RESERVED
from symbolic.language.grammar.sizes import SCALAR, times
from symbolic.language.grammar.syntax import Name, Negated, Number, Power, Product, Raw, Sum
from symbolic.language.grammar.typed import Context, beside
from symbolic.language.shapes import Shape, shape_of
from symbolic.language.statements import PROPERTIES, SQUARE, distribution, has
from symbolic.language.symbols import matrix, natural, scalar
from symbolic.language.terms import identity, multiply

KINDS = ("scalar", "natural")
FAMILIES = ("gaussian", "rademacher", "bernoulli", "wishart")
FLAGS = ("random", "iid", "independent entries", *FAMILIES)
PARAMETERS = ("mean", "covariance", "variance", "scale", "dof")


_SEPARATORS = {
    **dict.fromkeys(("by", "X", "*"), "n x d for the shape of a matrix"),
    **{word: f"',' before {word}" for phrase in (*PROPERTIES, *FLAGS, *PARAMETERS) for word in phrase.split(" ")[:1]},
}


_GLUED = re.compile(r"([A-Za-z][0-9]*)x([A-Za-z][0-9]*|[0-9]+)")
"""A name that is meant as the shape of a matrix."""


class DeclarationParser(Parser):
    """Reads a line of `let`, where names beside each other are no product."""

    def hinted(self, at: int, *, factor: bool) -> str:
        """No hint on expressions."""
        return "n x d for the shape of a matrix" if self.text.startswith(("(", "[")) and self.next_is(",") else ""


@dataclass(slots=True)
class Declaration:
    """What one line of `let` says, before names have a meaning. `shape` is a kind or one or two size expressions."""

    name: str
    text: str
    place: str
    shape: str | tuple[Raw, ...]
    words: list[str] = field(default_factory=list)
    parameters: dict[str, Raw] = field(default_factory=dict)

    def refuse(self, reason: str, expected: str = "", found: str = "") -> Any:
        """Raise GrammarError for the line."""
        raise GrammarError(reason, self.text, 0, len(self.text), place=self.place, expected=expected, found=found)

    def whole_number(self) -> Any:
        """The symbol, if it is a natural number."""
        return natural(self.name, positive="positive" in self.words) if self.shape == "natural" else None

    def size_names(self) -> list[str]:
        """The names that stand in the shape. Raises GrammarError where it is no polynomial."""
        return [] if isinstance(self.shape, str) else [name for raw in self.shape for name in self._names(raw)]

    def _names(self, raw: Raw) -> list[str]:
        match raw:
            case Number():
                return []
            case Name():
                return [raw.name]
            case Sum() | Product():
                return [name for _, part in raw.parts for name in self._names(part)]
            case Power():
                return self._names(raw.base) + self._names(raw.exponent)
            case Negated():
                return self._names(raw.value)
        return self.refuse("this is no size", "a positive whole number or a polynomial in dimension names")  # type: ignore[no-any-return]


def read_declaration(name: str, text: str) -> Declaration:
    """The parts of a declaration. Raises GrammarError."""
    place = f"let {name}" if isinstance(name, str) and len(name) <= 40 else "let"
    if not isinstance(name, str) or not name.isidentifier() or name in RESERVED:
        raise GrammarError(
            "this is no name", str(name), place=place, expected="letters, digits and '_', a letter first; not 'let'"
        )
    parser = DeclarationParser(text, (), place)
    declaration = Declaration(name, text, place, _read_shape(parser))
    while parser.next_is(","):
        parser.advance()
        _read_property(parser, declaration)
    if parser.token.kind != "end":
        glued = "n x d for the shape of a matrix" if re.match("x.", parser.token.text) else ""
        parser.refuse("syntax", _SEPARATORS.get(parser.token.text) or glued or "',' or the end")
    if "random" not in declaration.words and (declaration.parameters or any(f in declaration.words for f in FLAGS)):
        declaration.refuse("a law without 'random'", "random, ...")
    return declaration


def _read_shape(parser: Parser) -> str | tuple[Raw, ...]:
    if parser.token.text in KINDS:
        return parser.advance().text
    rows = parser.valued(parser.expression())
    if not parser.word_is("x"):
        if isinstance(rows, Name) and (glued := _GLUED.fullmatch(rows.name)):
            parser.refuse(f"{rows.name} is one name", f"{glued[1]} x {glued[2]} for a matrix", rows)
        return (rows,)
    parser.advance()
    return rows, parser.valued(parser.expression())


def _read_property(parser: Parser, declaration: Declaration) -> None:
    start = parser.token
    if start.text in PARAMETERS:
        parser.advance()
        if start.text in declaration.parameters:
            declaration.refuse(f"two values of {start.text}")
        declaration.parameters[start.text] = parser.value()
        return
    words = []
    while parser.token.kind == "name":
        words.append(parser.advance().text)
    phrase = " ".join(words)
    if phrase not in PROPERTIES and phrase not in FLAGS:
        near = property_hint(phrase, (*FLAGS, *PARAMETERS))
        raise GrammarError(
            "no such property",
            parser.text,
            start.start,
            parser.token.start,
            place=parser.place,
            expected=f"perhaps {near}" if near else f"one of {', '.join((*PROPERTIES, *FLAGS, *PARAMETERS))}",
            found=f"'{phrase}'" if words else str(start),
        )
    declaration.words.append(phrase)


def declared(declaration: Declaration, sizes: Mapping[str, Basic]) -> Any:
    """The symbol of a declaration; `sizes` are the names that may stand in its shape. Raises GrammarError."""
    random = "random" in declaration.words
    if declaration.shape == "natural":
        return declaration.refuse("a random natural number", "scalar") if random else declaration.whole_number()
    if isinstance(declaration.shape, str):
        return scalar(declaration.name, random=random)
    elaborator = Elaborator(Context(declaration.text, declaration.place), sizes)
    measures = [measured(elaborator, raw, {}) for raw in declaration.shape]
    return matrix(declaration.name, measures[0], measures[1] if len(measures) == 2 else S.One, random=random)


def properties_of(declaration: Declaration, symbol: Any) -> list[Any]:
    """The properties a declaration states; a natural number carries `positive` itself."""
    found = []
    for word in declaration.words:
        if word in PROPERTIES and not (word == "positive" and declaration.shape == "natural"):
            if word in SQUARE and shape_of(symbol)[0] != shape_of(symbol)[1]:
                declaration.refuse(
                    f"{word} is said of square matrices", "a square shape", " x ".join(map(str, shape_of(symbol)))
                )
            found.append(has(word, symbol))
    return found


def law_of(declaration: Declaration, symbol: Any, names: Mapping[str, Basic]) -> list[Any]:
    """The law of a random symbol, as a list of none or one statement. Raises GrammarError."""
    if "random" not in declaration.words:
        return []
    families = [word for word in declaration.words if word in FAMILIES]
    if len(families) > 1:
        declaration.refuse("two laws", "one of them", ", ".join(families))
    number = shape_of(symbol) == SCALAR
    iid, independent = "iid" in declaration.words, "independent entries" in declaration.words
    if iid and independent:
        declaration.refuse("iid and independent entries", "one of them")
    given = dict(declaration.parameters)
    if number and "covariance" in given and "variance" not in given:
        given["variance"] = given.pop("covariance")
    family = families[0] if families else "iid" if iid else "independent" if independent and not number else "moments"
    _allowed(declaration, given, family, number, iid, independent)
    shapes = _shapes(declaration, symbol, iid or family == "bernoulli")
    values = {
        key: elaborate(raw, declaration.text, names, declaration.place, shapes[key]) for key, raw in given.items()
    }
    values = {key: beside(value, shapes[key]) for key, value in values.items()}
    for key, value in values.items():
        if shape_of(value) != shapes[key]:
            declaration.refuse(
                f"the {key} of {symbol}", " x ".join(map(str, shapes[key])), " x ".join(map(str, shape_of(value)))
            )
    if family == "gaussian" and (iid or number):
        values["iid"] = S.One
    elif family == "gaussian" and "variance" in values:
        values["covariance"] = multiply(values.pop("variance"), identity(shapes["covariance"][0]))
    return [distribution(symbol, family, **values)]


def _allowed(
    declaration: Declaration, given: Mapping[str, Raw], family: str, number: bool, iid: bool, independent: bool
) -> None:
    allowed = {"wishart": {"scale", "dof"}, "rademacher": set(), "bernoulli": {"mean"}}.get(
        family, {"mean", "covariance", "variance"}
    )
    if family in ("moments", "iid", "gaussian", "independent"):
        allowed = allowed - ({"covariance"} if iid or number else set() if independent else {"variance"})
    for key in given:
        if key not in allowed:
            hint = "; a variance goes with 'iid' or 'independent entries'" if key == "variance" else ""
            declaration.refuse(
                f"{key} does not go with this law", f"{', '.join(sorted(allowed)) or 'no parameter'}{hint}", key
            )
    if {"covariance", "variance"} <= set(given):
        declaration.refuse("a covariance and a variance", "one of them")
    if family == "wishart" and set(given) != allowed:
        declaration.refuse("a Wishart law has a scale and degrees of freedom", "scale S, dof k")


def _shapes(declaration: Declaration, symbol: Any, same: bool) -> dict[str, Shape]:
    """The shape of each parameter; `same`: one mean for all entries."""
    rows, cols = shape_of(symbol)
    if "wishart" in declaration.words and rows != cols:
        declaration.refuse("a Wishart matrix is square", "n x n", f"{rows} x {cols}")
    length = times(rows, cols)
    return {
        "mean": SCALAR if same else (rows, cols),
        "covariance": (length, length),
        "variance": SCALAR,
        "scale": (rows, cols),
        "dof": SCALAR,
    }

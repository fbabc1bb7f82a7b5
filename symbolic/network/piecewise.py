"""Terms entry by entry, as programs of a piecewise-polynomial function.

A `Reader` turns the entry (row, column) of a term into a position of a program; the kinks come down to max and step
by
  min(a, b) = -max(-a, -b),   relu(u) = max(u, 0),   abs(u) = max(u, -u),   sign(u) = step(u) - step(-u).

Atoms. An entry of a symbol; the entry of any other term that this reading does not open (exp(t), an inverse, E[f],
...): a statement that holds with any number in its place holds. An index is a number from 0, or generic, a
pair (letter, size): any row of a matrix of that symbolic size. Rows and columns of a statement are "i" and "j"; a sum
over symbolic size is one entry at "k" (and "l") times a marker: a polynomial is of degree at most one in markers, and
a term that would break this stays an atom.

Main results: `Reader.read`; `entries`, `comparison` and `demands` of statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from typing import Any

from sympy import (
    Add,
    Basic,
    Eq,
    Expr,
    Ge,
    Gt,
    Identity,
    Le,
    Lt,
    MatAdd,
    MatMul,
    Mul,
    Ne,
    OneMatrix,
    Pow,
    Rational,
    S,
    Transpose,
    ZeroMatrix,
)

from symbolic.errors import TranslationError
from symbolic.language.operator import Application, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import property_name
from symbolic.network.polynomial import Polynomial, constant, scaled
from symbolic.network.program import Program

Index = int | tuple[str, Expr]
Atom = tuple[Any, Any, Any]
LARGEST_SIZE = 8
LARGEST_POWER = 12
SCALAR = (S.One, S.One)


class Reader(Program):
    """The programs of any number of entries over one numbering of atoms.

    Sizes above `largest` are treated like symbolic ones. Without `open_products` the entry of a product over a symbolic
    size is an atom, unless the product is a scalar. An entry of a term in `opaque` is an atom.
    """

    def __init__(self, atoms: Iterable[Atom] = (), *, open_products: bool = True, largest: int = LARGEST_SIZE,
                 opaque: Iterable[Any] = ()) -> None:
        super().__init__()
        self.open_products, self.largest, self.opaque = open_products, largest, frozenset(opaque)
        self.atoms: list[Atom] = list(atoms)
        self._numbers: dict[Atom, int] = {atom: k for k, atom in enumerate(self.atoms)}
        self._entries: dict[Atom, int] = {}

    def read(self, term: Any, row: Index = 0, col: Index = 0) -> int:
        """The position of the entry of `term`; a scalar beside a matrix is its own only entry."""
        if is_scalar(term):
            row = col = 0
        key = (term, row, col)
        if key not in self._entries:
            ways = _WAYS if term not in self.opaque else ()
            position = next((way(self, term, row, col) for kinds, way in ways if isinstance(term, kinds)), None)
            self._entries[key] = self.closed(term, row, col) if position is None else position
        return self._entries[key]

    def closed(self, term: Any, row: Index = 0, col: Index = 0) -> int:
        """The position of the entry as an atom."""
        return self.fixed({(self.atom(term, *((0, 0) if is_scalar(term) else (row, col))),): 1})

    def atom(self, *atom: Any) -> int:
        """The number of an atom."""
        number = self._numbers.setdefault(atom, len(self.atoms))
        if number == len(self.atoms):
            self.atoms.append(atom)
        return number

    def generic_indices(self) -> set[tuple[str, Expr]]:
        """The generic indices that occur in atoms."""
        return {i for term, *places in self.atoms if term != "sum" for i in places if not isinstance(i, int)}

    def unmarked(self, term: Any, row: Index, col: Index) -> int:
        """The position of the entry; what holds a sum over a symbolic size is an atom, up to sums and numbers."""
        position = self.read(term, row, col)
        if position not in self.marked:
            return position
        if isinstance(term, Add | MatAdd):
            return self.sum([self.unmarked(a, row, col) for a in term.args])
        if (rest := without_number(term)) is not None:
            return self.step("product", [self.read(term.args[0]), self.unmarked(rest, row, col)])
        return self.closed(term, row, col)

    def product(self, factors: Iterable[tuple[Any, Index, Index]]) -> int:
        """The product of entries; of those with a sum over a symbolic size only the first is opened."""
        first, *others = factors
        position = self.read(*first)
        for factor in others:
            taken = position in self.marked
            position = self.step("product", [position, self.unmarked(*factor) if taken else self.read(*factor)])
        return position

    def matrix_product(self, factors: tuple[Any, ...], row: Index, col: Index) -> int | None:
        """The entry of a product of scalars and matrices, from the left; None where a sum stands inside a sum."""
        *rest, last = factors
        if not rest:
            return self.read(last, row, col)
        left, scalar = _product_shape(rest), is_scalar(last)
        if left == SCALAR or scalar:
            before = self.matrix_product(tuple(rest), *((row, col) if scalar else (0, 0)))
            if before is None:
                return None
            read = self.unmarked if before in self.marked else self.read
            return self.step("product", [before, read(last, row, col)])
        summands: list[int] = []
        indices, marker = self._range((left[1],), "k")
        if marker is not None and not self.open_products and (left[0], shape_of(last)[1]) != SCALAR:
            return None
        for (k,) in indices:
            before = self.matrix_product(tuple(rest), row, k)
            if before is None or (marker is not None and before in self.marked):
                return None
            summands.append(self.step("product", [before, self.unmarked(last, k, col)]))
        return self._summed(summands, marker)

    def total(self, value: Any, *, squared: bool) -> int:
        """The sum of all entries, or of their squares."""
        indices, marker = self._range(shape_of(value), "kl")
        read = self.read if marker is None and not squared else self.unmarked
        summands = [read(value, *i) for i in indices]
        return self._summed([self.step("product", [s, s]) if squared else s for s in summands], marker)

    def _range(self, sizes: tuple[Any, ...], letters: str) -> tuple[list[tuple[Index, ...]], int | None]:
        """The index tuples of a sum, and its marker if one of them is generic."""
        ranges = (index_range(size, letter, self.largest) for size, letter in zip(sizes, letters, strict=True))
        indices = [*product(*ranges)]
        generic = tuple(i for i in indices[0] if not isinstance(i, int))
        if not generic:
            return indices, None
        marker = self.atom("sum", generic, ())
        self.markers.add(marker)
        return indices, marker

    def _summed(self, summands: list[int], marker: int | None) -> int:
        total = self.sum(summands)
        return total if marker is None else self.step("product", [self.fixed({(marker,): 1}), total])


def index_range(size: Any, letter: str, largest: int = LARGEST_SIZE) -> list[Index]:
    """All indices below a small number; the generic index of this letter for a symbolic or large size."""
    return list(range(int(size))) if size.is_Integer and size <= largest else [(letter, size)]


def fits(index: Any, size: Any) -> bool:
    """Whether a row or column of this number exists whatever the size."""
    if isinstance(index, int):
        return bool(size.is_Integer and 0 <= index < size)
    return bool(index[1] == size)


def _product_shape(factors: list[Any]) -> tuple[Any, Any]:
    rows, cols = SCALAR
    for shape in map(shape_of, factors):
        if shape != SCALAR:
            rows, cols = shape if (rows, cols) == SCALAR else (rows, shape[1])
    return rows, cols


def without_number(term: Any) -> Any:
    """The other factors of a product that starts with a number; None for other terms."""
    if not isinstance(term, Mul | MatMul) or not term.args[0].is_Number:
        return None
    return term.func(*term.args[1:]) if len(term.args) > 2 else term.args[1]


def _multiple(reader: Reader, term: Any, row: Index, col: Index) -> int | None:
    rest = without_number(term)
    if rest is None:
        return reader.matrix_product(term.args, row, col)
    return reader.step("product", [reader.read(term.args[0]), reader.read(rest, row, col)])


def _number(reader: Reader, term: Any, *_: Index) -> int:
    return reader.fixed(constant(int(term.p) if term.q == 1 else Fraction(int(term.p), int(term.q))))


def _identity(reader: Reader, term: Any, row: Index, col: Index) -> int | None:
    return reader.fixed(constant(int(row == col))) if isinstance(row, int) and isinstance(col, int) else None


def _power(reader: Reader, operands: tuple[Any, Any], row: Index, col: Index) -> int | None:
    base, exponent = operands
    if not (exponent.is_Integer and 0 <= exponent <= LARGEST_POWER):
        return None
    if exponent == 2 and (inside := operands_of(base, "norm")) is not None:
        return reader.total(inside[0], squared=True)
    if exponent == 1:
        return reader.read(base, row, col)
    return reader.step("product", [reader.fixed(constant(1)), *[reader.unmarked(base, row, col)] * int(exponent)])


def _application(reader: Reader, term: Any, row: Index, col: Index) -> int | None:
    name, operands = term.operator.name, term.operands
    if name in _KINKS:
        return _KINKS[name](reader, [reader.unmarked(a, row, col) for a in operands])
    if name == "hadamard":
        return reader.product((a, row, col) for a in operands)
    if name == "sum":
        return reader.total(operands[0], squared=False)
    if name == "powers":
        return _power(reader, operands, row, col)
    if name == "entry" and all(i.is_Integer for i in operands[1:]):
        return reader.read(operands[0], *(int(i) - 1 for i in operands[1:]))
    if name == "block" and isinstance(row, int) and isinstance(col, int):
        return _block(reader, operands, row, col)
    return None


def _block(reader: Reader, operands: Any, row: int, col: int) -> int | None:
    """An entry of a block matrix of fixed sizes."""
    rows, cols = int(operands[0]), int(operands[1])
    heights = [shape_of(operands[2 + r * cols])[0] for r in range(rows)]
    widths = [shape_of(operands[2 + c])[1] for c in range(cols)]
    if not all(size.is_Integer for size in heights + widths):
        return None
    places = [[(k, i) for k, size in enumerate(sizes) for i in range(int(size))] for sizes in (heights, widths)]
    (r, i), (c, j) = places[0][row], places[1][col]
    return reader.read(operands[2 + r * cols + c], i, j)


def _maximum(reader: Reader, values: list[int]) -> int:
    total = values[0]
    for value in values[1:]:
        total = reader.step("max", [total, value])
    return total


def _sign(reader: Reader, values: list[int]) -> int:
    below = reader.step("step", [reader.negative(values[0])])
    return reader.sum([reader.step("step", values), reader.negative(below)])


_KINKS: dict[str, Callable[[Reader, list[int]], int]] = {
    "max": _maximum,
    "min": lambda reader, values: reader.negative(_maximum(reader, [reader.negative(v) for v in values])),
    "abs": lambda reader, values: _maximum(reader, [values[0], reader.negative(values[0])]),
    "relu": lambda reader, values: _maximum(reader, [values[0], reader.fixed({})]),
    "step": lambda reader, values: reader.step("step", values),
    "sign": _sign,
}
PIECEWISE = frozenset(_KINKS)
_WAYS: list[tuple[Any, Callable[[Reader, Any, Index, Index], int | None]]] = [
    (Rational, _number),
    (Add | MatAdd, lambda reader, term, row, col: reader.sum([reader.read(a, row, col) for a in term.args])),
    (Mul | MatMul, _multiple),
    (Transpose, lambda reader, term, row, col: reader.read(term.args[0], col, row)),
    (ZeroMatrix, lambda reader, *_: reader.fixed({})),
    (OneMatrix, lambda reader, *_: reader.fixed(constant(1))),
    (Identity, _identity),
    (Pow, lambda reader, term, row, col: _power(reader, term.args, row, col)),
    (Application, _application),
]


def entries(statement: Basic, largest: int = LARGEST_SIZE) -> list[tuple[Index, Index]]:
    """The entries that make up a relation. Raises TranslationError."""
    rows, cols = shape_of(sides(statement)[0])
    return [*product(index_range(rows, "i", largest), index_range(cols, "j", largest))]


def comparison(reader: Reader, statement: Basic, row: Index = 0, col: Index = 0) -> tuple[int, str]:
    """An entry of a relation as (position, sign): what stands there is = 0, >= 0 or > 0. Raises TranslationError."""
    large, small, sign = sides(statement)
    if not all(fits(index, size) for index, size in zip((row, col), shape_of(large), strict=True)):
        raise TranslationError(f"{statement} has no entry {row}, {col}")
    difference = reader.sum([reader.read(large, row, col), reader.negative(reader.read(small, row, col))])
    if sign != "!=":
        return difference, sign
    if not is_scalar(large) or difference in reader.marked:
        raise TranslationError(f"{statement} is not a statement on each entry")
    return reader.step("product", [difference, difference]), ">"


def apart(reader: Reader, statement: Basic, row: Index, col: Index) -> int | None:
    """The position of a - b for an entry of a != b; None for other statements."""
    large, small, sign = sides(statement)
    if sign != "!=":
        return None
    return reader.sum([reader.read(large, row, col), reader.negative(reader.read(small, row, col))])


def demands(reader: Reader, value: Polynomial, sign: str) -> list[tuple[Polynomial, bool]]:
    """The polynomials (p, strict) for which p >= 0, or p > 0 if strict, makes a value with markers = 0, >= 0 or > 0.

    Each summand of a sum is as the sum is to be; one strict summand will do, if the sum is not empty.
    """
    parts = reader.parts(value)
    if sign == "=":
        return [pair for _, p in sorted(parts.items()) for pair in ((p, False), (scaled(p, -1), False))]
    strict = {() if parts[()] or len(parts) == 1 else max(parts)} if sign == ">" else set()
    for marker in strict:
        if not all(size.is_positive for a in marker for _, size in reader.atoms[a][1]):
            raise TranslationError("a sum that may be empty is not positive")
    return [(p, marker in strict) for marker, p in sorted(parts.items())]


def sides(statement: Any) -> tuple[Any, Any, str]:
    """(a, b, sign) of the relation a - b = 0, >= 0, > 0 or != 0 that a statement is."""
    for kind, sign in ((Eq, "="), (Ge, ">="), (Gt, ">"), (Ne, "!=")):
        if isinstance(statement, kind):
            return (*statement.args, sign)
    for kind, sign in ((Le, ">="), (Lt, ">")):
        if isinstance(statement, kind):
            return (*statement.args[::-1], sign)
    sign = {"positive": ">", "nonnegative": ">=", "nonzero": "!="}.get(property_name(statement) or "", "")
    if sign and is_scalar(statement.arguments[0]):
        return statement.arguments[0], S.Zero, sign
    raise TranslationError(f"{statement} is no relation")

"""Terms: SymPy expressions that are never evaluated while they are built, with strict shapes.

Every node below *is* the SymPy node of its name (`MatrixProduct` is a `MatMul`, `Inverted` an `Inverse`, ...), so that
printing, pickling and `isinstance` work as a SymPy user expects; its arithmetic operators build further nodes of this
kind. The term that was written is the term that is held: `(X.T*X)*(X.T*X).I` stays a product. Operators call builders,
and builders make nodes with operators, so both stand here; symbols are in `symbols.py`, shapes in `shapes.py`.

Conventions. A scalar added to a square matrix means that multiple of the identity, added to a vector that number in
every entry.

>>> from symbolic.language.symbols import dimension, matrix
>>> X = matrix("X", dimension("n"), dimension("d"))
>>> (X.T*X).I.shape
(d, d)
>>> X*X
Traceback (most recent call last):
    ...
symbolic.errors.ShapeError: product: X is n x d and X is n x d; expected columns of the left = rows of the right
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from sympy import (
    Add,
    Basic,
    Identity,
    Integer,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    S,
    Transpose,
    ZeroMatrix,
)

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.shapes import ONE, UNIT, Number, Shape, is_scalar, shape_of, size


class Term:
    """Arithmetic that builds unevaluated terms. Mixed into every node class."""

    __slots__ = ()
    _op_priority = 100.0

    def __add__(self, other: Any) -> Any:
        return add(self, other)

    def __radd__(self, other: Any) -> Any:
        return add(other, self)

    def __sub__(self, other: Any) -> Any:
        return add(self, negative(other))

    def __rsub__(self, other: Any) -> Any:
        return add(other, negative(self))

    def __mul__(self, other: Any) -> Any:
        return multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return multiply(other, self)

    __matmul__, __rmatmul__ = __mul__, __rmul__

    def __truediv__(self, other: Any) -> Any:
        return divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return divide(other, self)

    def __pow__(self, exponent: Any) -> Any:
        return power(self, exponent)

    def __neg__(self) -> Any:
        return negative(self)

    @property
    def T(self) -> Any:
        """The transpose."""
        return transpose(self)

    @property
    def I(self) -> Any:  # noqa: E743 (the field's name)
        """The inverse."""
        return inverse(self)


def _node(kind: Any, *args: Basic) -> Any:
    node = Basic.__new__(kind, *args)
    if issubclass(kind, Add | Mul | Pow) and not issubclass(kind, MatrixExpr):
        node.is_commutative = True
    return node


held: Callable[..., Any] = lru_cache(maxsize=65_536)(_node)
"""The node of a kind with these arguments, as they are. Equal nodes are mostly one object: they compare at once."""


class _Held:
    """Construction without SymPy's evaluation."""

    __slots__ = ()

    def __new__(cls, *args: Basic, **_: object) -> Any:
        return held(cls, *args)

    def doit(self, **_: object) -> Any:
        """The term itself: nothing is evaluated."""
        return self

    def _eval_evalf(self, prec: int) -> None:
        """No floating-point value: SymPy asks for one while it compares terms free of symbols, and would not return."""


class ScalarSum(Term, _Held, Add):
    __slots__ = ()


class ScalarProduct(Term, _Held, Mul):
    __slots__ = ()


class ScalarPower(Term, _Held, Pow):
    __slots__ = ()


class MatrixSum(Term, _Held, MatAdd):
    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


class MatrixProduct(Term, _Held, MatMul):
    @cached_property
    def shape(self) -> Shape:
        rows, cols = UNIT
        for factor in self.args:
            r, c = shape_of(factor)
            if rows is ONE and cols is ONE:
                rows, cols = r, c
            elif r is not ONE or c is not ONE:
                cols = c
        return rows, cols

    def _sympystr(self, printer: Any) -> str:  # SymPy's own printing negates the product, which fails on held inverses
        minus = self.args[0] == S.NegativeOne
        factors = (
            f"({printer._print(f)})"
            if f.is_Add or f.is_MatAdd or f.is_Mul or f.is_MatMul or (f.is_Rational and f.q != 1)
            else printer._print(f)
            for f in self.args[minus:]
        )
        return str("-" * minus + "*".join(factors))


class MatrixPower(Term, _Held, MatPow):
    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


class Transposed(Term, _Held, Transpose):
    @cached_property
    def shape(self) -> Shape:
        rows, cols = shape_of(self.args[0])
        return cols, rows


class Inverted(Term, _Held, Inverse):
    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


SUMS = (ScalarSum, MatrixSum)
PRODUCTS = (ScalarProduct, MatrixProduct)


class Eye(Term, Identity):
    """The identity matrix of a size."""


class Zeros(Term, ZeroMatrix):
    """The zero matrix of a shape."""


class Ones(Term, OneMatrix):
    """The matrix of ones of a shape."""


def term(value: Any) -> Basic:
    """A Python number or SymPy expression as a term. Floats and text are refused."""
    if isinstance(value, Basic):
        return value
    if isinstance(value, int):
        return Integer(value)
    if hasattr(value, "numerator") and not isinstance(value, float):
        return Rational(value.numerator, value.denominator)
    raise LanguageError(
        f"{value!r} is no term: expected an integer, a fraction or a SymPy expression, got {type(value).__name__}"
    )


def add(*summands: Any) -> Any:
    """The sum. Shapes must agree, but for scalars beside square matrices (multiples of I) or vectors (every entry).

    Raises ShapeError.
    """
    terms: list[Any] = []
    for summand in map(term, summands):
        terms += summand.args if isinstance(summand, SUMS) else (summand,)
    if len(terms) == 1:
        return terms[0]
    if all(t.is_Number for t in terms):
        return Add(*terms)
    lead = next((t for t in terms if not is_scalar(t)), None)
    if lead is None:
        return (MatrixSum if any(isinstance(t, MatrixExpr) for t in terms) else ScalarSum)(*terms)
    return MatrixSum(*(_widened(t, lead) for t in terms))


def _widened(summand: Any, lead: Any) -> Any:
    shape = shape_of(lead)
    if shape_of(summand) == shape:
        return summand
    if is_scalar(summand) and shape[0] == shape[1]:
        return multiply(summand, Eye(shape[0]))
    if is_scalar(summand) and S.One in shape:
        return multiply(summand, Ones(*shape))
    raise ShapeError("sum", lead, shape, summand, shape_of(summand), "equal shapes")


def negative(value: Any) -> Any:
    """-value; a number is negated at once, a sum summand by summand."""
    value = term(value)
    if value.is_Number:
        return -value
    if isinstance(value, SUMS):
        return value.func(*(negative(a) for a in value.args))
    return multiply(S.NegativeOne, value)


def multiply(*factors: Any) -> Any:
    """The product of matrices, scalars or both, in the order written. Raises ShapeError."""
    flat: list[Any] = []
    rows, cols = UNIT
    previous: Any = None
    for factor in map(term, factors):
        product = isinstance(factor, PRODUCTS)
        whole = product and (rows is not ONE or cols is not ONE) and _closes(factor)
        parts = factor.args if product and not whole else (factor,)
        flat += parts
        for part in parts:
            r, c = shape_of(part)
            if r is ONE and c is ONE:
                continue
            if previous is not None and (rows is not ONE or cols is not ONE) and cols is not r and cols != r:
                raise ShapeError(
                    "product",
                    previous,
                    (shape_of(previous)[0], cols),
                    part,
                    (r, c),
                    "columns of the left = rows of the right",
                )
            if previous is None or (rows is ONE and cols is ONE):
                rows, cols = r, c
            else:
                cols = c
            previous = part
    if len(flat) == 1:
        return flat[0]
    if all(f.is_Number for f in flat):
        return Mul(*flat)
    flat = _signed(flat)
    if len(flat) == 1:
        return flat[0]
    return (MatrixProduct if any(isinstance(f, MatrixExpr) for f in flat) else ScalarProduct)(*flat)


def _closes(factor: Any) -> bool:
    """Whether a scalar product of matrices stands at the front of `factor`: x'*x is kept whole in A*(x'*x)*B."""
    if not isinstance(factor, MatrixProduct):
        return False
    rows, cols = UNIT
    for part in factor.args if is_scalar(factor) else factor.args[:-1]:
        r, c = shape_of(part)
        if r is not ONE or c is not ONE:
            rows, cols = (r, c) if rows is ONE and cols is ONE else (rows, c)
            if rows is ONE and cols is ONE:
                return True
    return False


def _signed(factors: list[Any]) -> list[Any]:
    """Numbers gathered in front, so that -(-2*A) is 2*A; a factor 1 is dropped."""
    numbers = [f for f in factors if f.is_Number]
    if not numbers or (len(numbers) == 1 and factors[0] is numbers[0] is not ONE):
        return factors
    number = Mul(*numbers)
    rest = [f for f in factors if not f.is_Number]
    return rest if number == 1 else [number, *rest]


def divide(numerator: Any, denominator: Any) -> Any:
    """numerator / denominator, the latter a scalar. Raises ShapeError."""
    denominator = term(denominator)
    if not is_scalar(denominator):
        raise ShapeError("division", denominator, shape_of(denominator), expected="a scalar denominator")
    return multiply(numerator, power(denominator, -1))


def power(base: Any, exponent: Any) -> Any:
    """A scalar or a square matrix to a scalar exponent; exponent -1 of a matrix is its inverse. Raises ShapeError."""
    base, exponent = term(base), term(exponent)
    if not is_scalar(exponent):
        raise ShapeError("power", exponent, shape_of(exponent), expected="a scalar exponent")
    if is_scalar(base):
        if base.is_Number and exponent.is_Integer and not (base.is_zero and exponent.is_negative):
            return Pow(base, exponent)
        return base if exponent == 1 else ScalarPower(base, exponent)
    rows, cols = shape_of(base)
    if rows != cols:
        raise ShapeError("power", base, (rows, cols), expected="a square matrix")
    if exponent == 1:
        return base
    if exponent.is_Integer and exponent.is_negative:
        return inverse(base) if exponent == -1 else MatrixPower(inverse(base), -exponent)
    return MatrixPower(base, exponent)


def transpose(value: Any) -> Any:
    """The transpose; of a scalar, the scalar itself."""
    value = term(value)
    if not isinstance(value, MatrixExpr):
        return value
    return value.args[0] if isinstance(value, Transposed) else Transposed(value)


def inverse(value: Any) -> Any:
    """The inverse of a square matrix, the reciprocal of a scalar. Raises ShapeError."""
    value = term(value)
    rows, cols = shape_of(value)
    if rows != cols:
        raise ShapeError("inverse", value, (rows, cols), expected="a square matrix")
    return power(value, -1) if is_scalar(value) else Inverted(value)


def identity(n: Number) -> Any:
    """The n x n identity matrix (the number 1 for n = 1)."""
    return S.One if size(n) == 1 else Eye(size(n))


def zeros(rows: Number, cols: Number = 1) -> Any:
    """The rows x cols matrix of zeros (the number 0 when 1 x 1)."""
    return S.Zero if (size(rows), size(cols)) == (1, 1) else Zeros(size(rows), size(cols))


def ones(rows: Number, cols: Number = 1) -> Any:
    """The rows x cols matrix of ones (the number 1 when 1 x 1)."""
    return S.One if (size(rows), size(cols)) == (1, 1) else Ones(size(rows), size(cols))

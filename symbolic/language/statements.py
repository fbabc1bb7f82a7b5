"""Statements: equations, orders, properties, laws of random symbols, range inclusions, existence, minima, implications.

Equations and inequalities are SymPy's relations, never evaluated. A property is a SymPy predicate
(`Q.symmetric(A)`) or one of our own where
SymPy has none. The other kinds are nodes below.

>>> from symbolic.language.symbols import dimensions, matrix
>>> n, d = dimensions("n d")
>>> X = matrix("X", n, d)
>>> has("full column rank", X)
full column rank(X)
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Ge, Gt, Le, Lt, Ne, Q, S, Tuple
from sympy.assumptions import AppliedPredicate, Predicate
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbolic.errors import LanguageError, ShapeError
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import Ones, held, identity, multiply, term, zeros


class Antisymmetric(Predicate):
    """A' = -A."""

    name = "antisymmetric"


class Idempotent(Predicate):
    """A*A = A."""

    name = "idempotent"


class PositiveSemidefinite(Predicate):
    """A' = A and x'*A*x >= 0 for every x."""

    name = "positive_semidefinite"


class FullColumnRank(Predicate):
    """The columns are linearly independent."""

    name = "full_column_rank"


class FullRowRank(Predicate):
    """The rows are linearly independent."""

    name = "full_row_rank"


PROPERTIES: dict[str, Any] = {
    "symmetric": Q.symmetric,
    "antisymmetric": Antisymmetric(),
    "orthogonal": Q.orthogonal,
    "idempotent": Idempotent(),
    "diagonal": Q.diagonal,
    "lower triangular": Q.lower_triangular,
    "upper triangular": Q.upper_triangular,
    "invertible": Q.invertible,
    "positive definite": Q.positive_definite,
    "positive semidefinite": PositiveSemidefinite(),
    "full column rank": FullColumnRank(),
    "full row rank": FullRowRank(),
    "nonzero": Q.nonzero,
    "positive": Q.positive,
    "nonnegative": Q.nonnegative,
}
SQUARE = {
    "symmetric",
    "antisymmetric",
    "orthogonal",
    "idempotent",
    "diagonal",
    "lower triangular",
    "upper triangular",
    "invertible",
    "positive definite",
    "positive semidefinite",
}
_NAMES = {predicate: name for name, predicate in PROPERTIES.items()}


class Property(AppliedPredicate):
    """A property of a term, printed as the grammar writes it."""

    def __new__(cls, predicate: Predicate, *args: Any) -> Any:
        return held(cls, predicate, *args)

    def _sympystr(self, printer: Any) -> str:
        return f"{property_name(self)}({printer._print(self.arguments[0])})"


class Statement(Boolean):
    """The kinds of statement that SymPy lacks."""

    def __new__(cls, *args: Any) -> Any:
        return held(cls, *args)


class Loewner(Statement):
    """A >> B: A - B is symmetric positive semidefinite (args A, B)."""


class RangeInclusion(Statement):
    """range(A) <= range(B), column spaces (args A, B)."""


class Exists(Statement):
    """exists W: ... (args: W, then the statements)."""


class Minimizes(Statement):
    """minimizes(w0, f, w): f as a function of w has a global minimum at w0 (args w0, f, w)."""


class Implication(Statement):
    """P => Q (args P, Q)."""


class Distribution(Statement):
    """The law of a random symbol (args: symbol, Str(law), then Tuple(Str(parameter), value) each).

    Laws: "moments" (mean, covariance), "iid" (mean, variance), "gaussian", "rademacher", "bernoulli",
    "independent", "wishart".
    """

    @property
    def symbol(self) -> Any:
        """The random symbol."""
        return self.args[0]

    @property
    def law(self) -> str:
        """The name of the law."""
        return str(self.args[1].name)

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameter name to value."""
        return {pair[0].name: pair[1] for pair in self.args[2:]}


def distribution(symbol: Any, law: str, **parameters: Any) -> Distribution:
    """The statement that `symbol` has a law: mean, covariance, variance, scale, dof and `iid` (0 or 1) as the law
    needs.
    """
    pairs = (Tuple(Str(name), term(value)) for name, value in sorted(parameters.items()))
    return Distribution(symbol, Str(law), *pairs)  # type: ignore[no-any-return]


def has(name: str, value: Any) -> Any:
    """The statement that `value` has a property. Raises LanguageError (unknown name) or ShapeError (not square)."""
    if name not in PROPERTIES:
        raise LanguageError(f"no property is called {name!r}: expected one of {', '.join(PROPERTIES)}")
    rows, cols = shape_of(value := term(value))
    if name in SQUARE and rows != cols:
        raise ShapeError(name, value, (rows, cols), expected="a square matrix")
    return Property(PROPERTIES[name], value)


def property_name(statement: Any) -> str | None:
    """The name of the property that `statement` states, or None."""
    return _NAMES.get(statement.function) if isinstance(statement, AppliedPredicate) else None


RELATIONS: dict[str, Any] = {"=": Eq, "!=": Ne, "<=": Le, "<": Lt, ">=": Ge, ">": Gt}


def relation(left: Any, sign: str, right: Any) -> Any:
    """left sign right, for the signs = != <= < >= >, unevaluated. A number beside a matrix is widened as in a sum.
    Raises ShapeError.
    """
    left, right = term(left), term(right)
    if shape_of(left) != shape_of(right):
        left, right = _matched(left, right), _matched(right, left)
    if shape_of(left) != shape_of(right):
        raise ShapeError(f"two sides of {sign}", left, shape_of(left), right, shape_of(right), "equal shapes")
    return held(RELATIONS[sign], left, right)


def equals(left: Any, right: Any) -> Any:
    """left = right."""
    return relation(left, "=", right)


def _matched(side: Any, other: Any) -> Any:
    """The number 0 beside a matrix is the zero matrix; beside a vector a number stands for every entry, beside a
    square matrix for c*I.
    """
    if not is_scalar(side):
        return side
    rows, cols = shape_of(other)
    if side.is_Number and side.is_zero:
        return zeros(rows, cols)
    if S.One in (rows, cols):
        return multiply(side, Ones(rows, cols))
    return multiply(side, identity(rows)) if rows == cols else side

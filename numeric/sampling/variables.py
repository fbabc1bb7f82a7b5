"""What stands in a statement: free symbols, degrees in a symbol, equations, definitions.

A symbol is *sized* when it is a whole number (a dimension or a natural), *random* when a law is declared for it, else
it has a value at a point. Bound symbols (the index of a sum, the witness of an existence, the variable of a minimum)
are not free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import Add, Basic, Eq, MatAdd, MatMul, MatPow, MatrixSymbol, Mul, Pow, Symbol, Transpose

from symbolic.language.operator import Application, apply
from symbolic.language.operators.arrays import (
    Block,
    Diagonal,
    DiagonalVector,
    Entry,
    Hadamard,
    Kronecker,
    Series,
    Total,
    Vec,
)
from symbolic.language.operators.random import Covariance, Expectation, Variance
from symbolic.language.operators.spectral import Trace
from symbolic.language.shapes import shape_of
from symbolic.language.statements import Distribution, Exists, Minimizes, RangeInclusion, property_name, relation
from symbolic.language.statements import has as property_of
from symbolic.language.substitution import substitute
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.language.terms import Eye, add, identity, multiply, negative, transpose

LINEAR = (Total, Diagonal, DiagonalVector, Vec, Block, Trace, Expectation, Entry)
BILINEAR = (Hadamard, Kronecker, Covariance)


def is_random(symbol: Basic) -> bool:
    """Whether `symbol` is a random symbol."""
    return isinstance(symbol, RandomMatrix | RandomScalar)


def is_sized(symbol: Basic) -> bool:
    """Whether `symbol` is a dimension or a natural number."""
    return isinstance(symbol, Symbol) and bool(symbol.is_integer) and not is_random(symbol)


@lru_cache(maxsize=4096)
def free_symbols(node: Basic) -> frozenset[Basic]:
    """The free symbols of a term or statement, those of its shapes included."""
    if isinstance(node, Symbol):
        return frozenset({node})
    if isinstance(node, MatrixSymbol):
        return frozenset({node}).union(*(free_symbols(d) for d in node.shape))
    inner = frozenset[Basic]().union(*(free_symbols(a) for a in node.args))
    return inner - frozenset(_bound(node))


def _bound(node: Basic) -> tuple[Basic, ...]:
    if isinstance(node, Application) and isinstance(node.operator, Series):
        return (node.operands[1],)
    if isinstance(node, Exists):
        return (node.args[0],)
    if isinstance(node, Minimizes):
        return (node.args[2],) if node.args[2] not in free_symbols(node.args[0]) else ()
    return ()


def valued(symbols: Iterable[Basic]) -> frozenset[Basic]:
    """Those symbols that have a value at a point beside the sizes."""
    return frozenset(s for s in symbols if not is_sized(s) and not is_random(s))


@lru_cache(maxsize=4096)
def degree(node: Basic, symbol: Basic) -> int | None:
    """A bound on the degree of `node` as a polynomial in the entries of `symbol`; None where it is not known to be one.

    >>> from symbolic.language.symbols import dimension, matrix
    >>> n = dimension("n")
    >>> A, B = matrix("A", n, n), matrix("B", n, n)
    >>> degree(A*B*A.T + A, A), degree(A*B*A.T, B), degree(A.I*B, B), degree(A.I*B, A)
    (2, 1, 1, None)
    """
    if node == symbol:
        return 1
    if symbol not in free_symbols(node):
        return 0
    if isinstance(node, Application):
        return _degree_applied(node, symbol)
    degrees = [degree(a, symbol) for a in node.args]
    known = [d for d in degrees if d is not None]
    if len(known) < len(degrees):
        return None
    if isinstance(node, Add | MatAdd):
        return max(known)
    if isinstance(node, Mul | MatMul):
        return sum(known)
    if isinstance(node, Transpose):
        return known[0]
    if isinstance(node, Pow | MatPow) and len(node.args) > 1 and node.args[1].is_Integer and node.args[1] >= 0:
        return int(node.args[1]) * known[0]
    return None


def _degree_applied(node: Any, symbol: Basic) -> int | None:
    degrees = [degree(a, symbol) for a in node.operands]
    known = [d for d in degrees if d is not None]
    if len(known) < len(degrees):
        return None
    if isinstance(node.operator, LINEAR):
        return max(known) if not isinstance(node.operator, Entry) or not any(known[1:]) else None
    if isinstance(node.operator, BILINEAR):
        return sum(known)
    if isinstance(node.operator, Variance):
        return 2 * known[0]
    if isinstance(node.operator, Series):
        return known[0] if not any(known[1:]) else None
    return None


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right, terms of one shape."""

    left: Any
    right: Any

    def degree(self, symbol: Basic) -> int | None:
        """A bound on the degree in the entries of `symbol`."""
        left, right = degree(self.left, symbol), degree(self.right, symbol)
        return None if left is None or right is None else max(left, right)

    @property
    def difference(self) -> Any:
        """left - right, one term."""
        return add(self.left, negative(self.right))

    def maps_to(self, symbol: Basic) -> tuple[Any, ...]:
        """The sides that the equation says to be equal to the bare `symbol`."""
        return tuple(side for side, other in ((self.left, self.right), (self.right, self.left)) if other == symbol)

    def inlined(self, definitions: Mapping[Basic, Any]) -> Equation:
        """The same with the defined symbols replaced by what they stand for. Raises LanguageError where one is the
        variable of a derivative.
        """
        return Equation(_inline(self.left, definitions), _inline(self.right, definitions))


def _inline(node: Any, definitions: Mapping[Basic, Any]) -> Any:
    while any(s in definitions for s in free_symbols(node)):
        node = substitute(node, {s: t for s, t in definitions.items() if s in free_symbols(node)})
    return node


def equations(statement: Basic) -> tuple[Equation, ...]:
    """The equations that say the same as `statement`; none where it is no system of equations."""
    if isinstance(statement, Eq):
        return (Equation(*statement.args),)
    if isinstance(statement, RangeInclusion):
        inner, outer = statement.args
        return (Equation(multiply(outer, apply("pinv", outer), inner), inner),)
    if isinstance(statement, Exists):
        return tuple(e for part in statement.args[1:] for e in equations(part))
    name = property_name(statement)
    if name is None:
        return ()
    (value,) = statement.arguments
    n = shape_of(value)[0]
    match name:
        case "symmetric":
            return (Equation(transpose(value), value),)
        case "antisymmetric":
            return (Equation(transpose(value), negative(value)),)
        case "orthogonal":
            return (Equation(multiply(transpose(value), value), identity(n)),)
        case "idempotent":
            return (Equation(multiply(value, value), value),)
        case "diagonal":
            return (Equation(apply("hadamard", value, Eye(n)), value),)
        case _:
            return ()


def definitions(hypotheses: Iterable[Basic]) -> dict[Basic, Any]:
    """Symbols that a hypothesis `symbol = term` determines from others, without circles, each once."""
    found: dict[Basic, Any] = {}
    for statement in hypotheses:
        if not isinstance(statement, Eq):
            continue
        for symbol, meaning in (statement.args, statement.args[::-1]):
            plain = isinstance(symbol, Symbol | MatrixSymbol) and not is_sized(symbol) and not is_random(symbol)
            if plain and symbol not in found and not _reaches(meaning, symbol, found) and _apart(symbol, meaning):
                found[symbol] = meaning
                break
    return found


def _reaches(node: Basic, symbol: Basic, found: Mapping[Basic, Any]) -> bool:
    here = free_symbols(node)
    return symbol in here or any(_reaches(found[s], symbol, found) for s in here if s in found)


def _apart(symbol: Basic, meaning: Any) -> bool:
    """Sizes of the symbol must not depend on what its meaning leaves open (always so for well-shaped equations)."""
    return shape_of(symbol) == shape_of(meaning)


def implied(hypotheses: Iterable[Basic]) -> Iterator[Basic]:
    """What the laws of random symbols require of their parameters: covariances semidefinite, variances from 0, ..."""
    for law in (h for h in hypotheses if isinstance(h, Distribution)):
        parameters = law.parameters
        if "covariance" in parameters:
            yield property_of("positive semidefinite", parameters["covariance"])
            if law.law == "independent":
                yield property_of("diagonal", parameters["covariance"])
        if "variance" in parameters:
            yield relation(0, "<=", parameters["variance"])
        if law.law == "bernoulli" and "mean" in parameters:
            yield from (relation(0, "<=", parameters["mean"]), relation(parameters["mean"], "<=", 1))
        if law.law == "wishart":
            scale = parameters["scale"]
            yield from (
                property_of("positive definite", scale),
                relation(shape_of(scale)[0] - 1, "<", parameters["dof"]),
            )

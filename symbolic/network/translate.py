"""From terms to tensors.

`translate(term)` is total on the terms of the language but for what the canonical form does not cover, which raises
TranslationError.
Operators are translated by the rules in `array_rules`, `function_rules` and `calculus_rules`.

Sizes that are numbers are opaque unless `explicit` is set: then every index of a numeric size is written out entry by
entry.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, MutableMapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sympy import (
    Add,
    Identity,
    Integer,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    Symbol,
    Transpose,
    ZeroMatrix,
)
from sympy import pi as PI

from symbolic.errors import TranslationError
from symbolic.language.operator import Application
from symbolic.language.shapes import is_scalar
from symbolic.language.substitution import OPAQUE
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.network import array_rules, calculus_rules, forms, function_rules, series
from symbolic.network.differential import Notes
from symbolic.network.labels import Label, digest, dimension_atom, intern, natural_atom
from symbolic.network.net import Net, alone
from symbolic.network.powers import is_diagonal, power_label
from symbolic.network.rules import POWER_LIMIT, RULES, repeated
from symbolic.network.tensor import UNIT, Axis, Coefficient, Tensor, atom, number, single
from symbolic.network.whole_numbers import is_negative, least

EXPLICIT_SIZE = 6
FAMILIES = (array_rules, calculus_rules, function_rules, series)
"""The modules whose import publishes the rules."""


class Translator:
    """Translates terms of one problem and remembers what it has translated; `notes` holds what derivatives took for
    granted.

    `dependent` lists groups of random symbols (by name) that are not independent of each other.
    """

    def __init__(self, *, explicit: bool = False, dependent: Iterable[Iterable[str]] = ()) -> None:
        self.explicit = explicit
        self.notes = Notes()
        self.families: dict[str, str] = {}
        self._groups = _united(dependent)
        self._known: MutableMapping[Any, Tensor] = {}
        self.around: tuple[tuple[str, Tensor], ...] = ()
        self.differences: dict[Any, Tensor] = {}
        """Of equations that were met, left - right."""

    def __call__(self, term: Any) -> Tensor:
        """The tensor of a term. Raises TranslationError."""
        try:
            known = self._known.get(term)
            if known is None:
                alone = not self.around and stands_alone(term)
                known = self._known[term] = _by_itself(term, self.explicit) if alone else self._translated(term)
            return known
        except RecursionError:
            raise TranslationError("a term nested this deeply is outside the canonical form") from None

    def preset(self, term: Any, value: Tensor) -> None:
        """Let `value` stand for a term in all further translations."""
        self._known[term] = value

    def running(self, name: str, count: Tensor, term: Any) -> Tensor:
        """The tensor of a term in which the number called `name` runs from 0 up to below `count`."""
        known, around = self._known, self.around
        self._known, self.around = ChainMap({}, known), (*around, (name, count))
        try:
            return self(term)
        finally:
            self._known, self.around = known, around

    def axis(self, size: Any) -> Axis:
        """The axis of a size: a dimension, a product (one block of several) or a sum (several blocks) of dimensions."""
        if size.is_Integer:
            if size == 1:
                return UNIT
            return UNIT * int(size) if self.explicit and size <= EXPLICIT_SIZE else ((_printed(size),),)
        if size.is_Symbol:
            if size.name.isdecimal():
                raise TranslationError(f"a dimension called {size.name} is outside the canonical form")
            return ((size.name,),)
        if isinstance(size, Pow) and size.exp.is_Integer and 0 < size.exp <= POWER_LIMIT:
            return (self.axis(size.base)[0] * int(size.exp),)
        parts = [self.axis(a) for a in size.args]
        if isinstance(size, Add):
            return tuple(block for part in parts for block in part)
        if isinstance(size, Mul) and all(len(part) == 1 for part in parts):
            return (tuple(d for part in parts for d in part[0]),)
        raise TranslationError(f"the size {size} is outside the canonical form")

    def _translated(self, term: Any) -> Tensor:
        if term.is_Rational:
            return number(Fraction(int(term.p), int(term.q)))
        if isinstance(term, MatrixSymbol):
            return self._matrix_symbol(term)
        if isinstance(term, Application):
            rule = RULES.get(term.operator.name)
            if rule is None:
                raise TranslationError(f"{term.operator.name} is outside the canonical form")
            return rule(self, *term.operands)
        if isinstance(term, Symbol):
            if isinstance(term, RandomScalar):
                self._randomly(term.name)
            return scalar_symbol(term)
        if isinstance(term, MatAdd | Add):
            return self._sum(term.args)
        if isinstance(term, MatMul | Mul):
            return self._product(term.args)
        if isinstance(term, Transpose):
            return self(term.args[0]).transposed()
        if isinstance(term, Inverse):
            return forms.inverted(self(term.args[0]))
        if isinstance(term, MatPow | Pow):
            return self.power(term.args[0], term.args[1])
        if isinstance(term, Identity):
            return forms.identity(self.axis(term.shape[0]))
        if isinstance(term, OneMatrix):
            return forms.ones(self.axis(term.shape[0]), self.axis(term.shape[1]))
        if isinstance(term, ZeroMatrix):
            return Tensor((self.axis(term.shape[0]), self.axis(term.shape[1])), {})
        if term == PI:
            return atom(intern(Label("constant pi", "constant", "pi")))
        raise TranslationError(f"{type(term).__name__} is outside the canonical form")

    def _randomly(self, name: str) -> None:
        group = next((g for g in self._groups if name in g), frozenset({name}))
        self.families[name] = min(group)

    def _matrix_symbol(self, symbol: Any) -> Tensor:
        if isinstance(symbol, RandomMatrix):
            self._randomly(symbol.name)
        rows, cols = (self.axis(s) for s in symbol.shape)
        base = f"{symbol.name}[{','.join(map(_printed, symbol.shape))}]"
        terms: dict[Net, Coefficient] = {}
        split = len(rows) * len(cols) > 1
        for r, row in enumerate(rows):
            for c, col in enumerate(cols):
                blocks = (r, c) if split else ()
                key = base + (f"@{r},{c}{'!' if self.explicit else ''}" if split else "")
                intern(
                    Label(
                        key,
                        "symbol",
                        symbol.name,
                        symbols=frozenset({symbol.name}),
                        dims=row + col,
                        blocks=blocks,
                        axes=(rows, cols),
                    )
                )
                start = -1 - len(row)
                ids = tuple(range(-1, start, -1)), tuple(range(start, start - len(col), -1))
                terms[alone(((r, *ids[0]), (c, *ids[1])), key, ids[0] + ids[1])] = 1
        return Tensor((rows, cols), terms)

    def _sum(self, summands: Any) -> Tensor:
        rigid = [self(t) for t in summands if not isinstance(t, ZeroMatrix) and not self._multiple_of_identity(t)]
        axes = rigid[0].axes if rigid else self(summands[0]).axes
        total = Tensor(axes, {})
        for value in rigid:
            total = total + value
        for t in summands:
            if self._multiple_of_identity(t):
                total = total + self._identity_like(t, axes)
        return total

    def _multiple_of_identity(self, term: Any) -> bool:
        return isinstance(term, Identity) or (
            isinstance(term, MatMul)
            and any(isinstance(a, Identity) for a in term.args)
            and all(isinstance(a, Identity) or is_scalar(a) for a in term.args)
        )

    def _identity_like(self, term: Any, axes: tuple[Axis, ...]) -> Tensor:
        result = forms.identity(axes[0])
        for factor in term.args if isinstance(term, MatMul) else ():
            if not isinstance(factor, Identity):
                result = self(factor) * result
        return result

    def _product(self, factors: Any) -> Tensor:
        """The product; an identity beside a matrix is left out, so that it takes the structure of its neighbour."""
        result: Tensor | None = None
        left_out: Any = None
        for factor in factors:
            if isinstance(factor, Identity):
                left_out = factor if result is None or result.is_scalar else None
                continue
            value = self(factor)
            left_out = left_out if value.is_scalar else None
            result = value if result is None else result * value
        if left_out is not None:
            one = self(left_out)
            return one if result is None else result * one
        return number(1) if result is None else result

    def power(self, base: Any, exponent: Any) -> Tensor:
        """A scalar or square matrix to a power."""
        value = self(base)
        if not exponent.is_Rational:
            shown = self(exponent)
            if not is_negative(shown):
                return self._symbolic_power(value, shown, matrix=not is_scalar(base))
            exponent = Integer(forms.leading(shown))
        count, root = int(exponent.p), int(exponent.q)
        if not is_scalar(base):
            if root != 1:
                raise TranslationError("a matrix to a fractional power is outside the canonical form")
            value = forms.inverted(value) if count < 0 else value
            return repeated(value, abs(count), forms.identity(value.axes[0]), Tensor.__mul__)
        if root == 1 and count % 2 == 0 and (squared := _norm_squared(self, base)) is not None:
            value, count = squared, count // 2
        elif root == 1 and count < 0:
            return repeated(function_rules.reciprocal_of(self, base), -count, number(1), Tensor.__mul__)
        elif root == 2:
            value = forms.entrywise("sqrt", value)
        elif root != 1:
            raise TranslationError(f"the power {exponent} is outside the canonical form")
        return repeated(forms.reciprocal(value) if count < 0 else value, abs(count), number(1), Tensor.__mul__)

    def _symbolic_power(self, value: Tensor, shown: Tensor, *, matrix: bool) -> Tensor:
        """base^(k + c) = base^k base^c for a natural k and a whole number c from 0."""
        one = forms.identity(value.axes[0])
        if value == one:
            return one
        constant = least(shown, self.around)
        if constant is None or constant < 0:
            return self._power_atom(value, shown, matrix=matrix)
        rest = shown - number(constant)
        tail = repeated(value, constant, one, Tensor.__mul__)
        return tail if not rest.terms else tail * self._power_atom(value, rest, matrix=matrix)

    def _power_atom(self, value: Tensor, exponent: Tensor, *, matrix: bool) -> Tensor:
        if not matrix:
            symbols = value.symbols | exponent.symbols
            return atom(intern(Label(f"pow:{digest((value.key, exponent.key))}", "pow", "", (value, exponent),
                                     symbols=symbols)))
        if value.axes[0] != value.axes[1] or len(value.axes[0]) != 1 or len(value.axes[0][0]) != 1:
            return forms.matrix_function("pow", value, exponent)
        n = forms.normal(value, forms.whole)
        key = power_label(n.argument, exponent, symmetric=n.symmetric)
        if is_diagonal(value):
            return single(value.axes, ((0, -1), (0, -1)), ((key, (-1, -1)),))
        return single(value.axes, ((0, -1), (0, -2)), ((key, (-1, -2) if n.order == (0, 1) else (-2, -1)),))


@lru_cache(maxsize=16_384)
def stands_alone(term: Any) -> bool:
    """Whether nothing but a term decides its tensor: it has no random symbol, and no operator that binds one."""
    if isinstance(term, RandomMatrix | RandomScalar):
        return False
    if isinstance(term, Application):
        return term.operator.name not in OPAQUE and all(map(stands_alone, term.operands))
    return isinstance(term, MatrixSymbol) or all(map(stands_alone, term.args))


@lru_cache(maxsize=2048)
def _by_itself(term: Any, explicit: bool) -> Tensor:
    """The tensor of a term that nothing else decides: the lines of a document speak of the same terms."""
    return Translator(explicit=explicit)._translated(term)


def _united(groups: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """Groups without a common member, each the union of those that were chained by common members."""
    united: list[frozenset[str]] = []
    for group in map(frozenset, groups):
        met = [g for g in united if g & group]
        united = [g for g in united if not g & group] + [group.union(*met)]
    return united


def _printed(size: Any) -> str:
    """A size as text; SymPy's printer takes longer than the rest of a symbol's translation."""
    return str(size.name if size.is_Symbol else int(size) if size.is_Integer else size)


def scalar_symbol(symbol: Any) -> Tensor:
    """A scalar symbol; a positive whole number is a dimension."""
    if symbol.is_integer and symbol.is_positive:
        return atom(dimension_atom(symbol.name))
    if symbol.is_integer:
        return atom(natural_atom(symbol.name))
    return atom(intern(Label(f"{symbol.name}[]", "symbol", symbol.name, symbols=frozenset({symbol.name}))))


def _norm_squared(translator: Translator, base: Any) -> Tensor | None:
    if isinstance(base, Application) and base.operator.name == "norm":
        value = translator(base.operands[0])
        return value.inner(value)
    return None

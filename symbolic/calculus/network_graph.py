"""Backpropagation through a graph of named intermediates, in bar notation.

A network is a loss and intermediates in order, each a symbol with its value over inputs, parameters and intermediates
before it; shapes are any, so that a batch is a matrix. The adjoint zbar of z is the gradient of the loss by z, of the
shape of z. It is a short term in the adjoints of the nodes that use z:

    zbar = grad(loss + sum over these nodes c of sum(cbar .* value of c), z),

with loss and values as functions of the symbols in them. Every such equation is proved on its own; a value that occurs
in it is written by its name. So each signal is computed once and the whole is linear in depth. `inlined` puts all
values in: the gradient as one term, for proofs of the composition.

Reference: Giles (2008), An extended collection of matrix derivative results; Goodfellow, Bengio, Courville, Deep
Learning, section 6.5.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> from symbolic.language.operator import apply
>>> n, k = dimensions("n k")
>>> W, x, z, h, t = matrix("W", k, n), vector("x", n), vector("z", k), vector("h", k), vector("t", k)
>>> found = backpropagate(apply("norm", h - t)**2/2, [(z, W*x), (h, apply("sigmoid", z))], [W])
>>> for adjoint in found.adjoints:
...     print(adjoint.symbol, "=", adjoint.term)
hbar = h - t
zbar = hadamard(hadamard(hbar, h), -h + 1)
Wbar = zbar*x.T
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.derivative import algebra_of, differentiate
from symbolic.calculus.products import length
from symbolic.calculus.rules import CalculusError
from symbolic.errors import LanguageError
from symbolic.kernel import Theorem
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.symbols import matrix, scalar
from symbolic.language.terms import add, zeros


@dataclass(frozen=True, slots=True)
class Adjoint:
    """One signal: `symbol` = `term` is the gradient of the loss by the symbol `of`.

    `function` is what was differentiated: the loss, where it uses `of`, plus the products of the adjoints of the nodes
    that use it with their values. `theorem` states that its gradient is `plain`, which is `term` with values written
    out (None where nothing uses `of`); `needs` as for derivatives.
    """

    symbol: Any
    of: Any
    function: Any
    term: Any
    plain: Any
    theorem: Theorem | None
    needs: tuple[Basic, ...]


@dataclass(frozen=True, slots=True)
class Backpropagation:
    """All signals of a network, each after those it uses: of the intermediates backwards, then of the variables."""

    loss: Any
    intermediates: tuple[tuple[Any, Any], ...]
    adjoints: tuple[Adjoint, ...]

    def of(self, symbol: Any) -> Adjoint:
        """The signal of an intermediate or variable. Raises CalculusError where there is none."""
        for adjoint in self.adjoints:
            if adjoint.of == symbol:
                return adjoint
        raise CalculusError(f"{symbol} is neither an intermediate nor a variable of this network")

    @property
    def length(self) -> int:
        """The signs that all signals together are written with."""
        return sum(length(adjoint.term) for adjoint in self.adjoints)

    def values(self) -> dict[Any, Any]:
        """Every intermediate over inputs and parameters alone."""
        found: dict[Any, Any] = {}
        for symbol, value in self.intermediates:
            found[symbol] = substitute(value, found)
        return found

    def inlined(self, symbol: Any) -> Any:
        """The gradient by a symbol over inputs and parameters alone; with skip connections exponentially long."""
        found = self.values()
        for adjoint in self.adjoints:
            found[adjoint.symbol] = substitute(adjoint.term, found)
            if adjoint.of == symbol:
                return found[adjoint.symbol]
        raise CalculusError(f"{symbol} is neither an intermediate nor a variable of this network")

    def inlined_loss(self) -> Any:
        """The loss over inputs and parameters alone."""
        return substitute(self.loss, self.values())


def backpropagate(
    loss: Any,
    intermediates: Sequence[tuple[Any, Any]],
    variables: Sequence[Any],
    hypotheses: Sequence[Basic] = (),
) -> Backpropagation:
    """The signals of all intermediates and variables. Raises CalculusError, LanguageError (not in order)."""
    _check(loss, intermediates, variables)
    algebra = algebra_of(hypotheses)
    bars = _bars(loss, intermediates, variables)
    names = {algebra.simplify(value): symbol for symbol, value in intermediates}
    found = []
    for symbol in (*(s for s, _ in reversed(intermediates)), *variables):
        function = _uses(algebra, symbol, loss, intermediates, bars)
        if function is None:
            zero = zeros(*shape_of(symbol))
            found.append(Adjoint(bars[symbol], symbol, zeros(1), zero, zero, None, ()))
            continue
        derivative = differentiate("grad", function, symbol, hypotheses)
        term = named(algebra, derivative.term, {v: s for v, s in names.items() if s != symbol})
        found.append(
            Adjoint(bars[symbol], symbol, function, term, derivative.term, derivative.theorem, derivative.needs)
        )
    return Backpropagation(loss, tuple(intermediates), tuple(found))


def named(algebra: Algebra, term: Any, names: Mapping[Any, Any]) -> Any:
    """A term with the values in it replaced by their names."""
    present = set(subterms(term))
    used = {value: symbol for value, symbol in names.items() if value in present and value.args}
    return algebra.simplify(substitute(term, used)) if used else term


def _uses(
    algebra: Algebra, symbol: Any, loss: Any, intermediates: Sequence[tuple[Any, Any]], bars: Mapping[Any, Any]
) -> Any:
    """What depends on a symbol, as one scalar; None where nothing does."""
    summands = [loss] if symbol in symbols_in(loss) else []
    for node, value in intermediates:
        if symbol in symbols_in(value):
            summands.append(algebra.inner(bars[node], algebra.simplify(value)))
    return add(*summands) if summands else None


def _bars(loss: Any, intermediates: Sequence[tuple[Any, Any]], variables: Sequence[Any]) -> dict[Any, Any]:
    """A new symbol of the same shape for the adjoint of every symbol."""
    taken = {s.name for s in _symbols(loss, intermediates)}
    bars: dict[Any, Any] = {}
    for symbol in (*(s for s, _ in intermediates), *variables):
        name = f"{symbol.name}bar"
        while name in taken:
            name += "_"
        taken.add(name)
        bars[symbol] = scalar(name) if is_scalar(symbol) else matrix(name, *shape_of(symbol))
    return bars


def _symbols(loss: Any, intermediates: Sequence[tuple[Any, Any]]) -> Iterator[Any]:
    yield from symbols_in(loss)
    for symbol, value in intermediates:
        yield symbol
        yield from symbols_in(value)


def _check(loss: Any, intermediates: Sequence[tuple[Any, Any]], variables: Sequence[Any]) -> None:
    """Refuse what is no network: a loss that is no scalar, a node of another shape, a node used before its turn."""
    if not is_scalar(loss):
        raise LanguageError(f"the loss {loss} is {shape_of(loss)[0]} x {shape_of(loss)[1]}: expected a scalar")
    later = {symbol for symbol, _ in intermediates}
    if len(later) != len(intermediates) or later & set(variables):
        raise LanguageError("every intermediate is defined once and is no variable")
    for symbol, value in intermediates:
        if shape_of(symbol) != shape_of(value):
            raise LanguageError(f"{symbol} is {shape_of(symbol)}, its value {value} is {shape_of(value)}")
        early = later & symbols_in(value)
        if early:
            raise LanguageError(f"{value} uses {', '.join(sorted(s.name for s in early))} before its turn")
        later.discard(symbol)

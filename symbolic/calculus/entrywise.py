"""Entrywise products and powers of simplified terms.

Numbers come out to the front, ones are dropped, equal factors become powers, divisors stand last. Then
  (v*1').*M = diag(v)*M,  (1*v').*M = M*diag(v),  e_i.*v = v[i]*e_i,  I.*M = diag(diagv(M)),
  exp(u)./(1 + exp(u)) = sigmoid(u),  1./(1 + exp(-u)) = sigmoid(u),  relu(u).*step(u) = relu(u);
a sum with a divisor that cancels is multiplied out.
"""

from __future__ import annotations

from typing import Any

from sympy import Identity, MatAdd, OneMatrix, S

from symbolic.calculus.chains import is_zero, pieces
from symbolic.calculus.products import HALF, Product, as_product, divisors, entrywise_parts
from symbolic.calculus.readings import Readings
from symbolic.calculus.sigmoids import recover_sigmoids
from symbolic.calculus.signs import absorb_signs
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.terms import ones, zeros


class Entrywise(Readings):
    """Entrywise products."""

    def hadamard(self, *factors: Any) -> Any:
        """The entrywise product."""
        shape = next((shape_of(f) for f in factors if not is_scalar(f)), None)
        if shape is None:
            return self.product(*factors)
        if any(is_zero(f) for f in factors):
            return zeros(*shape)
        bases: dict[Any, Any] = {}
        numbers: list[Any] = []
        sides: tuple[list[Any], list[Any]] = ([], [])
        for factor in factors:
            self._gather(factor, S.One, bases, numbers, sides)
        recover_sigmoids(bases)
        absorb_signs(bases)
        special = self._special(bases) if len(bases) > 1 else None
        if special is None and (split := self._splitting(bases)) is not None:
            rest = self._written({b: e for b, e in bases.items() if b != split}, shape)
            special = self.plus(*(self.hadamard(part, rest) for part in split.args))
        core = self._written(bases, shape) if special is None else special
        left, right = ([self.diagonal(v) for v in side] for side in sides)
        return self.product(*numbers, *left, core, *right)

    def powers(self, base: Any, exponent: Any) -> Any:
        """The entrywise power, for a rational exponent."""
        if is_scalar(base):
            return self.scalar_power(base, exponent)
        if is_zero(base):
            return base if exponent > 0 else apply("powers", base, exponent)
        bases: dict[Any, Any] = {}
        numbers: list[Any] = []
        sides: tuple[list[Any], list[Any]] = ([], [])
        if exponent.is_Integer:
            self._gather(base, exponent, bases, numbers, sides)
        if not exponent.is_Integer or sides[0] or sides[1]:
            bases, numbers, sides = {base: exponent}, [], ([], [])
        recover_sigmoids(bases)
        return self.product(*numbers, self._written(bases, shape_of(base)))

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """A scalar to a rational power; of a product, that of its factors where the exponent is whole."""
        if is_zero(base):
            return base if exponent > 0 else Product(scalars={base: exponent}).term()
        found = Product()
        part = as_product(base)
        if exponent.is_Integer:
            found.coefficient = part.coefficient**exponent
            for scalar, power in part.scalars.items():
                found.times_scalar(scalar, power * exponent)
        else:
            found.times_scalar(base, exponent)
        recover_sigmoids(found.scalars)
        return found.term()

    def _gather(self, factor: Any, exponent: Any, bases: dict[Any, Any], numbers: list[Any],
                sides: tuple[list[Any], list[Any]]) -> None:
        """One factor to a power, its numbers and its rows or columns of ones put aside."""
        part = as_product(factor)
        scalars = Product(part.coefficient, part.scalars).term()
        if scalars != 1:
            numbers.append(self.scalar_power(scalars, exponent))
        cut = pieces(part.chain)
        if len(cut) == 2 and exponent == 1:
            for piece, side, rest in ((cut[0], 1, cut[1]), (cut[1], 0, cut[0])):
                if len(piece) == 1 and isinstance(piece[0], OneMatrix):
                    other = self.product(*rest)
                    if not isinstance(other, OneMatrix):
                        sides[side].append(self.turned(other) if side else other)
                    return
        whole = Product(chain=part.chain).term()
        if not part.chain or isinstance(whole, OneMatrix):
            return
        if (pair := operands_of(whole, "hadamard")) is not None:
            for inner in pair:
                self._gather(inner, exponent, bases, numbers, sides)
            return
        base, own = entrywise_parts(whole)
        if own < 0 and not self.cancels:
            base, own = whole, S.One
        total = bases.get(base, S.Zero) + own * exponent
        bases.pop(base, None) if total == 0 else bases.update({base: total})

    def _special(self, bases: dict[Any, Any]) -> Any:
        """Where an identity, a diagonal matrix or a unit vector is one of the factors."""
        for lead in bases:
            others = {base: e for base, e in bases.items() if base is not lead}
            if isinstance(lead, Identity) or operands_of(lead, "diag") is not None:
                rest = self._written(others, lead.shape)
                return self.diagonal(self.hadamard(self.diagonal_of(lead), self.diagonal_of(rest)))
            if self.cancels and (unit := operands_of(lead, "unit")) is not None:
                values = [self.scalar_power(self.entry(base, unit[0], S.One).term(), e) for base, e in others.items()]
                return self.product(*values, lead)
        return None

    def _splitting(self, bases: dict[Any, Any]) -> Any:
        """A sum among the factors, some summand of which has a divisor that cancels against another factor."""
        for base, exponent in bases.items():
            if exponent == 1 and isinstance(base, MatAdd) and len(bases) > 1:
                for part in base.args:
                    chain = as_product(part).chain
                    if len(chain) == 1 and any(bases.get(b, 0) > 0 for b in divisors(chain[0])):
                        return base
        return None

    def _written(self, bases: dict[Any, Any], shape: Any) -> Any:
        if not bases:
            return ones(*shape)
        upper = [_power(base, e) for base, e in bases.items() if e > 0]
        lower = [apply("powers", _power(base, -e), -1) for base, e in bases.items() if e < 0]
        listed = [*upper, *lower]
        if len(listed) == 1:
            return listed[0]
        listed = self.first_written(("entrywise", frozenset(bases.items())), listed)
        result = listed[0]
        for factor in listed[1:]:
            result = apply("hadamard", result, factor)
        return result


def _power(base: Any, exponent: Any) -> Any:
    if exponent == 1:
        return base
    return apply("sqrt", base) if exponent == HALF else apply("powers", base, exponent)

"""Dual numbers over any namespace: derivatives without differences.

An array is a_0 + sum_i e_i a_i with infinitesimals e_i e_j = 0, one for every direction of differentiation. Rules are
those of the ring wherever there is one: products multiply out, determinants come without division, an inverse is A^-1
- A^-1 E A^-1, a matrix exponential that of [A, E; 0, A]. Where abs, relu, max, step and sign have no derivative,
`Kink` is raised; a root at 0, or a Moore-Penrose inverse whose rank jumps, raises EvaluationError.

Griewank and Walther, Evaluating Derivatives, chapter 3; Higham, Functions of Matrices, theorem 3.6 for the matrix
exponential.

>>> from numeric.namespaces.rational import Rational
>>> xp = Dual(Rational())
>>> x = xp.variable(xp.base.array([[3]]), [xp.base.array([[1]])])
>>> xp.part(xp.powers(x, 3), 0).tolist()
[[27]]
"""

from __future__ import annotations

from collections.abc import Sequence

from numeric.namespaces.extension import ONE, Extension, Monomial, Sum
from numeric.namespaces.protocol import Array, Kink, NotRepresentable
from symbolic.errors import EvaluationError


class Dual(Extension):
    """Arrays with first-order infinitesimals; direction i is the monomial i."""

    name, differential = "a differential", True

    def variable(self, at: Array, directions: Sequence[Array]) -> Sum:
        """at + sum_i e_i directions[i]."""
        return Sum(self.base.shape(at), {ONE: at, **dict(enumerate(directions))})

    def times(self, left: Monomial, right: Monomial) -> tuple[()]:
        return ()

    def chain(self, a: Sum, value: Array, derivative: Array) -> Sum:
        """A function of every entry with this value and this derivative."""
        base = self.base
        return Sum(
            a.shape, {m: value if m == ONE else base.hadamard(derivative, v) for m, v in self._with_one(a).items()}
        )

    def _with_one(self, a: Sum) -> dict[Monomial, Array]:
        return a.coefficients if ONE in a.coefficients else {ONE: self.part(a, ONE), **a.coefficients}

    def inverse(self, a: Sum) -> Sum:
        base, inverse = self.base, self.base.inverse(self.part(a, ONE))
        found = {ONE: inverse}
        for m, e in a.coefficients.items():
            if m != ONE:
                found[m] = base.negative(base.matmul(base.matmul(inverse, e), inverse))
        return Sum(a.shape, found)

    def rank(self, a: Sum) -> Sum:
        rank = self.base.rank(self.part(a, ONE))
        if self.is_constant(a) or self.base.integer(rank) == min(a.shape):
            return self.lift(rank)
        raise NotRepresentable("whether the rank is constant nearby is not decided")

    def pinv(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return super().pinv(a)
        m, n = a.shape
        t = self.transpose(a)
        at_point = self.part(a, ONE)
        if self.base.equal(self.base.rank(at_point), self.base.constant(min(m, n))) is not True:
            return self._pinv_of_deficient(a, at_point)
        if m >= n:
            return self.matmul(self.inverse(self.matmul(t, a)), t)
        return self.matmul(t, self.inverse(self.matmul(a, t)))

    def _pinv_of_deficient(self, a: Sum, at_point: Array) -> Sum:
        """A direction that leaves the range raises the rank, where the Moore-Penrose inverse jumps."""
        base, (m, n) = self.base, a.shape
        plus = base.pinv(at_point)
        left = base.subtract(base.identity(m), base.matmul(at_point, plus))
        right = base.subtract(base.identity(n), base.matmul(plus, at_point))
        for monomial, e in a.coefficients.items():
            if monomial != ONE and base.zero(base.matmul(base.matmul(left, e), right)) is False:
                raise EvaluationError("the derivative of a Moore-Penrose inverse where the rank is not constant")
        raise NotRepresentable("whether the rank is constant nearby is not decided")

    def expm(self, a: Sum) -> Sum:
        base, n = self.base, a.shape[0]
        at_point = self.part(a, ONE)
        found = {ONE: base.expm(at_point)}
        top = base.block([[base.identity(n), base.zeros(n, n)]])
        right = base.block([[base.zeros(n, n)], [base.identity(n)]])
        for m, e in a.coefficients.items():
            if m != ONE:
                doubled = base.expm(base.block([[at_point, e], [base.zeros(n, n), at_point]]))
                found[m] = base.matmul(base.matmul(top, doubled), right)
        return Sum(a.shape, found)

    def exp(self, a: Sum) -> Sum:
        value = self.base.exp(self.part(a, ONE))
        return self.chain(a, value, value)

    def log(self, a: Sum) -> Sum:
        at_point = self.part(a, ONE)
        return self.chain(a, self.base.log(at_point), self.base.powers(at_point, -1))

    def sqrt(self, a: Sum) -> Sum:
        value = self.base.sqrt(self.part(a, ONE))
        if self.is_constant(a):
            return self.lift(value)
        return self.chain(a, value, self.base.powers(self.base.add(value, value), -1))

    def sin(self, a: Sum) -> Sum:
        at_point = self.part(a, ONE)
        return self.chain(a, self.base.sin(at_point), self.base.cos(at_point))

    def cos(self, a: Sum) -> Sum:
        at_point = self.part(a, ONE)
        return self.chain(a, self.base.cos(at_point), self.base.negative(self.base.sin(at_point)))

    def tanh(self, a: Sum) -> Sum:
        value = self.base.tanh(self.part(a, ONE))
        return self.chain(a, value, self.base.subtract(self.base.ones(*a.shape), self.base.hadamard(value, value)))

    def powers(self, a: Sum, k: int | Sum) -> Sum:
        base, at_point = self.base, self.part(a, ONE)
        if isinstance(k, int):
            if k == 0:
                return self.lift(base.ones(*a.shape))
            slope = base.scale(base.constant(k), base.powers(at_point, k - 1))
            return self.chain(a, base.powers(at_point, k), slope)
        if not self.is_constant(k):
            return self.exp(self.hadamard(k, self.log(a)))
        exponent = self.part(k, ONE)
        value = base.powers(at_point, exponent)
        if self.is_constant(a):
            return self.lift(value)
        lower = base.subtract(exponent, base.constant(1))
        return self.chain(a, value, base.scale(exponent, base.powers(at_point, lower)))

    def abs(self, a: Sum) -> Sum:
        signs = self._signs_off_kinks(a, "abs")
        return self.chain(a, self.base.abs(self.part(a, ONE)), self.base.array(signs))

    def relu(self, a: Sum) -> Sum:
        signs = self._signs_off_kinks(a, "relu")
        slopes = self.base.array([[int(s > 0) for s in row] for row in signs])
        return self.chain(a, self.base.relu(self.part(a, ONE)), slopes)

    def step(self, a: Sum) -> Sum:
        self._refuse_jumps(a, "step")
        return self.lift(self.base.step(self.part(a, ONE)))

    def sign(self, a: Sum) -> Sum:
        self._refuse_jumps(a, "sign")
        return self.lift(self.base.sign(self.part(a, ONE)))

    def _signs_off_kinks(self, a: Sum, name: str) -> list[list[int]]:
        """The sign of every entry. An entry at 0 is allowed where it does not move to first order: |o(h)| = o(h)."""
        signs = self.base.signs(self.part(a, ONE))
        moving = [value for m, value in a.coefficients.items() if m != ONE]
        still = (
            [self.base.signs(value) for value in moving] if any(s in (0, None) for row in signs for s in row) else []
        )
        result: list[list[int]] = []
        for i, row in enumerate(signs):
            result.append([])
            for j, s in enumerate(row):
                at_rest = all(moves[i][j] == 0 for moves in still)
                if s is None and not (at_rest and not moving):
                    raise self._undecided(name)
                if s == 0 and not at_rest:
                    raise Kink(f"the derivative of {name} at 0")
                result[-1].append(s or 0)
        return result

    def _refuse_jumps(self, a: Sum, name: str) -> None:
        if self.is_constant(a):
            return
        signs = [s for row in self.base.signs(self.part(a, ONE)) for s in row]
        if None in signs:
            raise self._undecided(name)
        if 0 in signs:
            raise Kink(f"the derivative of {name} at 0")

    def _undecided(self, name: str) -> Exception:
        if self.base.differential:
            return Kink(f"the second derivative of {name} at 0")
        return NotRepresentable(f"on which side of 0 the argument of {name} lies is not decided")

    def signs(self, a: Sum) -> list[list[int | None]]:
        """The sign at the point; where that is 0 and the entry moves, None."""
        signs = self.base.signs(self.part(a, ONE))
        moves = [self.base.signs(value) for m, value in a.coefficients.items() if m != ONE]
        return [
            [None if s == 0 and any(move[i][j] != 0 for move in moves) else s for j, s in enumerate(row)]
            for i, row in enumerate(signs)
        ]

"""Extensions of a namespace: arrays that are sums of monomials times arrays of the base.

An extension says which monomials there are and how two of them multiply. Everything linear acts on the coefficients,
everything bilinear on pairs of them; determinants need no division (`characteristic`). What is left (inverses,
functions of an entry) is defined for constants, and subclasses say what more they can do. Extensions of extensions
work: `numeric.namespaces.dual` nests for second derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from numeric.namespaces.protocol import Array, Namespace, NotRepresentable, Rows

Monomial = Hashable
ONE: Monomial = ()
MAX_DEGREE = 64


@dataclass(frozen=True, slots=True)
class Sum:
    """Coefficient arrays, all of one shape, by monomial. The constant one stands under `ONE`; a missing coefficient
    is 0.
    """

    shape: tuple[int, int]
    coefficients: dict[Monomial, Array]


class Extension(Namespace):
    """Arrays of `base` extended by monomials."""

    exact = True

    def __init__(self, base: Namespace) -> None:
        self.base = base

    def session(self) -> Any:
        return self.base.session()

    def times(self, left: Monomial, right: Monomial) -> Sequence[tuple[Monomial, Array | None]]:
        """The product of two monomials, neither of them 1: monomials with 1 x 1 coefficients, None for 1."""
        raise NotRepresentable(f"{self.name} has no monomials")

    def lift(self, a: Array) -> Sum:
        """An array of the base as a constant."""
        return Sum(self.base.shape(a), {ONE: a})

    def part(self, a: Sum, monomial: Monomial) -> Array:
        """The coefficient of a monomial."""
        found = a.coefficients.get(monomial)
        return self.base.zeros(*a.shape) if found is None else found

    def is_constant(self, a: Sum) -> bool:
        """Whether no monomial but 1 has a coefficient (a coefficient that happens to vanish counts)."""
        return all(monomial == ONE for monomial in a.coefficients)

    def constant_part(self, a: Sum, operation: str) -> Array:
        """The value of a constant. Raises NotRepresentable for anything else."""
        if not self.is_constant(a):
            raise NotRepresentable(f"{operation} of {self.name} that is not constant")
        return self.part(a, ONE)

    def linear(self, f: Callable[[Array], Array], a: Sum) -> Sum:
        """A linear function of the coefficients."""
        found = {monomial: f(value) for monomial, value in a.coefficients.items()}
        shape = self.base.shape(next(iter(found.values()))) if found else self.base.shape(f(self.base.zeros(*a.shape)))
        return Sum(shape, found)

    def bilinear(self, f: Callable[[Array, Array], Array], a: Sum, b: Sum) -> Sum:
        """A bilinear function of two arrays."""
        base, found = self.base, dict[Monomial, Array]()
        for left, x in a.coefficients.items():
            for right, y in b.coefficients.items():
                if left == ONE or right == ONE:
                    _accumulate(base, found, right if left == ONE else left, f(x, y))
                    continue
                products = self.times(left, right)
                if products:
                    value = f(x, y)
                    for monomial, factor in products:
                        _accumulate(base, found, monomial, value if factor is None else base.scale(factor, value))
        if not found:
            shape = base.shape(f(base.zeros(*a.shape), base.zeros(*b.shape)))
            return Sum(shape, found)
        return Sum(base.shape(next(iter(found.values()))), found)

    def array(self, rows: Rows) -> Sum:
        return self.lift(self.base.array(rows))

    def identity(self, n: int) -> Sum:
        return self.lift(self.base.identity(n))

    def shape(self, a: Sum) -> tuple[int, int]:
        return a.shape

    def pi(self) -> Sum:
        return self.lift(self.base.pi())

    def add(self, a: Sum, b: Sum) -> Sum:
        found = dict(a.coefficients)
        for monomial, value in b.coefficients.items():
            _accumulate(self.base, found, monomial, value)
        return Sum(a.shape, found)

    def negative(self, a: Sum) -> Sum:
        return self.linear(self.base.negative, a)

    def scale(self, c: Sum, a: Sum) -> Sum:
        return self.bilinear(self.base.scale, c, a)

    def matmul(self, a: Sum, b: Sum) -> Sum:
        return self.bilinear(self.base.matmul, a, b)

    def hadamard(self, a: Sum, b: Sum) -> Sum:
        return self.bilinear(self.base.hadamard, a, b)

    def kron(self, a: Sum, b: Sum) -> Sum:
        return self.bilinear(self.base.kron, a, b)

    def transpose(self, a: Sum) -> Sum:
        return self.linear(self.base.transpose, a)

    def trace(self, a: Sum) -> Sum:
        return self.linear(self.base.trace, a)

    def total(self, a: Sum) -> Sum:
        return self.linear(self.base.total, a)

    def diag(self, v: Sum) -> Sum:
        return self.linear(self.base.diag, v)

    def diagv(self, a: Sum) -> Sum:
        return self.linear(self.base.diagv, a)

    def vec(self, a: Sum) -> Sum:
        return self.linear(self.base.vec, a)

    def entry(self, a: Sum, i: int, j: int) -> Sum:
        return self.linear(lambda value: self.base.entry(value, i, j), a)

    def block(self, blocks: Sequence[Sequence[Sum]]) -> Sum:
        monomials = dict.fromkeys(m for line in blocks for b in line for m in b.coefficients)
        found = {m: self.base.block([[self.part(b, m) for b in line] for line in blocks]) for m in monomials}
        shape = (sum(line[0].shape[0] for line in blocks), sum(b.shape[1] for b in blocks[0]))
        return Sum(shape, found)

    def det(self, a: Sum) -> Sum:
        if self.is_constant(a):
            return self.lift(self.base.det(self.part(a, ONE)))
        determinant: Sum = self.characteristic(a)[-1]
        return determinant

    def inverse(self, a: Sum) -> Sum:
        return self.lift(self.base.inverse(self.constant_part(a, "an inverse")))

    def rank(self, a: Sum) -> Sum:
        return self.lift(self.base.rank(self.constant_part(a, "the rank")))

    def pinv(self, a: Sum) -> Sum:
        return self.lift(self.base.pinv(self.constant_part(a, "a Moore-Penrose inverse")))

    def expm(self, a: Sum) -> Sum:
        return self.lift(self.base.expm(self.constant_part(a, "the matrix exponential")))

    def exp(self, a: Sum) -> Sum:
        return self.lift(self.base.exp(self.constant_part(a, "exp")))

    def log(self, a: Sum) -> Sum:
        return self.lift(self.base.log(self.constant_part(a, "log")))

    def sqrt(self, a: Sum) -> Sum:
        return self.lift(self.base.sqrt(self.constant_part(a, "the root")))

    def sin(self, a: Sum) -> Sum:
        return self.lift(self.base.sin(self.constant_part(a, "sin")))

    def cos(self, a: Sum) -> Sum:
        return self.lift(self.base.cos(self.constant_part(a, "cos")))

    def tanh(self, a: Sum) -> Sum:
        return self.lift(self.base.tanh(self.constant_part(a, "tanh")))

    def powers(self, a: Sum, k: int | Sum) -> Sum:
        if isinstance(k, int) and 0 <= k <= MAX_DEGREE and not self.is_constant(a):
            result: Sum = self.ones(*a.shape)
            for _ in range(k):
                result = self.hadamard(result, a)
            return result
        exponent = k if isinstance(k, int) else self.constant_part(k, "the exponent")
        return self.lift(self.base.powers(self.constant_part(a, "a power"), exponent))

    def abs(self, a: Sum) -> Sum:
        return self.lift(self.base.abs(self.constant_part(a, "abs")))

    def relu(self, a: Sum) -> Sum:
        return self.lift(self.base.relu(self.constant_part(a, "relu")))

    def step(self, a: Sum) -> Sum:
        return self.lift(self.base.step(self.constant_part(a, "step")))

    def sign(self, a: Sum) -> Sum:
        return self.lift(self.base.sign(self.constant_part(a, "sign")))

    def maximum(self, *values: Sum) -> Sum:
        """max(a, b) = b + relu(a - b), where relu is defined."""
        lead = max(values, key=lambda v: v.shape[0] * v.shape[1])
        wide = [v if v.shape == lead.shape else self.hadamard(v, self.ones(*lead.shape)) for v in values]
        largest = wide[0]
        for other in wide[1:]:
            largest = self.add(other, self.relu(self.subtract(largest, other)))
        return largest

    def signs(self, a: Sum) -> list[list[int | None]]:
        if self.is_constant(a):
            return self.base.signs(self.part(a, ONE))
        return [[None] * a.shape[1] for _ in range(a.shape[0])]

    def zero(self, a: Sum) -> bool | None:
        undecided = False
        for value in a.coefficients.values():
            vanishes = self.base.zero(value)
            if vanishes is False:
                return False
            undecided = undecided or vanishes is None
        return None if undecided else True

    def integer(self, a: Sum) -> int | None:
        return self.base.integer(self.part(a, ONE)) if self.is_constant(a) else None


def _accumulate(base: Namespace, found: dict[Monomial, Array], monomial: Monomial, value: Array) -> None:
    present = found.get(monomial)
    found[monomial] = value if present is None else base.add(present, value)

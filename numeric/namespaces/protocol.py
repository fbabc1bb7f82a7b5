"""Array namespaces: the arithmetic in which a term is evaluated.

A namespace supplies two-dimensional arrays of one kind of number and the functions below; scalars are 1 x 1 arrays.
`Operator.evaluate(xp, ...)` of the language and `numeric.evaluation` use nothing else. Indices, exponents and sizes
that are whole numbers arrive as `int`.

Three ways to fail, never to be confused:

* `EvaluationError`: the value does not exist (singular inverse, division by zero, logarithm of 0);
* `Kink`, a kind of it: a derivative of abs, relu, max and the like where they have none;
* `NotRepresentable`: the value may exist, but this arithmetic cannot hold or decide it (the root of 2 among the
  rationals).

>>> from numeric.namespaces import Rational
>>> xp = Rational()
>>> xp.inverse(xp.array([[2, 0], [0, 4]])).tolist()
[[1/2, 0], [0, 1/4]]
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any, ClassVar

from symbolic.errors import EvaluationError, LineproofError

Array = Any
EXPONENT_LIMIT = 4096
"""Whole powers beyond this are refused."""
Rows = Sequence[Sequence[int | Fraction]]


class NotRepresentable(LineproofError):
    """A value that this arithmetic cannot hold, or a question it cannot decide."""


class Kink(EvaluationError):
    """A derivative where a piecewise function has none."""


class Namespace(ABC):
    """What every arithmetic supplies. The methods with a body are derived from the others and may be overridden."""

    name: ClassVar[str]
    exact: ClassVar[bool]
    """Whether values carry no error, so that equality is decided."""
    differential: ClassVar[bool] = False
    """Whether values carry infinitesimals, so that a root needs a positive argument."""

    def session(self) -> AbstractContextManager[Any]:
        """Settings (such as the working precision) that hold while a term is evaluated."""
        return nullcontext()

    # construction and shape
    @abstractmethod
    def array(self, rows: Rows) -> Array:
        """An array of rational entries."""

    @abstractmethod
    def shape(self, a: Array) -> tuple[int, int]:
        """Rows and columns."""

    @abstractmethod
    def pi(self) -> Array:
        """3.14159..., 1 x 1."""

    def constant(self, number: int | Fraction) -> Array:
        """A rational number, 1 x 1."""
        return self.array([[number]])

    def identity(self, n: int) -> Array:
        """The n x n identity matrix."""
        return self.array([[int(i == j) for j in range(n)] for i in range(n)])

    def zeros(self, m: int, n: int) -> Array:
        """The m x n zero matrix."""
        return self.array([[0] * n for _ in range(m)])

    def ones(self, m: int, n: int) -> Array:
        """The m x n matrix of ones."""
        return self.array([[1] * n for _ in range(m)])

    def unit(self, i: int, n: int) -> Array:
        """The i-th basis vector of length n, counted from 1. Raises EvaluationError for an index out of range."""
        if not 1 <= i <= n:
            raise EvaluationError(f"unit: index {i} is not in 1..{n}")
        return self.array([[int(k == i - 1)] for k in range(n)])

    # ring operations
    @abstractmethod
    def add(self, a: Array, b: Array) -> Array:
        """a + b, of equal shapes."""

    @abstractmethod
    def scale(self, c: Array, a: Array) -> Array:
        """The 1 x 1 array c times a."""

    @abstractmethod
    def matmul(self, a: Array, b: Array) -> Array:
        """The matrix product."""

    @abstractmethod
    def transpose(self, a: Array) -> Array:
        """a'."""

    @abstractmethod
    def inverse(self, a: Array) -> Array:
        """a^-1. Raises EvaluationError for a singular matrix."""

    @abstractmethod
    def hadamard(self, a: Array, b: Array) -> Array:
        """The entrywise product; a 1 x 1 factor multiplies every entry."""

    @abstractmethod
    def kron(self, a: Array, b: Array) -> Array:
        """The Kronecker product."""

    def negative(self, a: Array) -> Array:
        """-a."""
        return self.scale(self.constant(-1), a)

    def subtract(self, a: Array, b: Array) -> Array:
        """a - b."""
        return self.add(a, self.negative(b))

    def product(self, a: Array, b: Array) -> Array:
        """a*b where either may be a number."""
        if self.shape(a) == (1, 1):
            return self.scale(a, b)
        return self.scale(b, a) if self.shape(b) == (1, 1) else self.matmul(a, b)

    def power(self, a: Array, k: int) -> Array:
        """a^k of a square matrix for whole k; a^0 = I. Raises EvaluationError for k < 0 and a singular matrix."""
        if abs(k) > EXPONENT_LIMIT:
            raise NotRepresentable(f"the exponent {k} is beyond {EXPONENT_LIMIT}")
        if k < 0:
            return self.power(self.inverse(a), -k)
        result = None
        while k:
            if k & 1:
                result = a if result is None else self.matmul(result, a)
            k >>= 1
            if k:
                a = self.matmul(a, a)
        return self.identity(self.shape(a)[0]) if result is None else result

    # rearrangement
    @abstractmethod
    def trace(self, a: Array) -> Array:
        """The sum of the diagonal."""

    @abstractmethod
    def total(self, a: Array) -> Array:
        """The sum of all entries."""

    @abstractmethod
    def diag(self, v: Array) -> Array:
        """The diagonal matrix of a column."""

    @abstractmethod
    def diagv(self, a: Array) -> Array:
        """The diagonal as a column."""

    @abstractmethod
    def vec(self, a: Array) -> Array:
        """The columns stacked."""

    @abstractmethod
    def entry(self, a: Array, i: int, j: int) -> Array:
        """a[i, j], counted from 1. Raises EvaluationError for an index out of range."""

    @abstractmethod
    def block(self, blocks: Sequence[Sequence[Array]]) -> Array:
        """The matrix of these rows of blocks."""

    # spectral
    @abstractmethod
    def det(self, a: Array) -> Array:
        """The determinant."""

    @abstractmethod
    def rank(self, a: Array) -> Array:
        """The rank, as a 1 x 1 array."""

    @abstractmethod
    def pinv(self, a: Array) -> Array:
        """The Moore-Penrose inverse."""

    @abstractmethod
    def expm(self, a: Array) -> Array:
        """The matrix exponential."""

    def characteristic(self, a: Array) -> list[Array]:
        """The elementary symmetric functions e_1 = tr(A), ..., e_n = det(A) of the eigenvalues, without division by
        entries (Faddeev-LeVerrier).
        """
        n = self.shape(a)[0]
        found: list[Array] = []
        product = a
        for k in range(1, n + 1):
            coefficient = self.scale(self.constant(Fraction(-1, k)), self.trace(product))
            found.append(coefficient if k % 2 == 0 else self.negative(coefficient))
            if k < n:
                product = self.matmul(a, self.add(product, self.scale(coefficient, self.identity(n))))
        return found

    # entry by entry
    @abstractmethod
    def exp(self, a: Array) -> Array:
        """exp, entry by entry."""

    @abstractmethod
    def log(self, a: Array) -> Array:
        """log; raises EvaluationError for an entry that is not positive."""

    @abstractmethod
    def sqrt(self, a: Array) -> Array:
        """The root; raises EvaluationError for a negative entry."""

    @abstractmethod
    def sin(self, a: Array) -> Array:
        """sin, entry by entry."""

    @abstractmethod
    def cos(self, a: Array) -> Array:
        """cos, entry by entry."""

    @abstractmethod
    def tanh(self, a: Array) -> Array:
        """tanh, entry by entry."""

    @abstractmethod
    def powers(self, a: Array, k: int | Array) -> Array:
        """Every entry to the power k. Raises EvaluationError for 0 to a negative power."""

    def sigmoid(self, a: Array) -> Array:
        """1/(1 + exp(-a))."""
        return self.powers(self.add(self.ones(*self.shape(a)), self.exp(self.negative(a))), -1)

    def softmax(self, v: Array) -> Array:
        """exp(v)/sum(exp(v))."""
        e = self.exp(v)
        return self.scale(self.powers(self.total(e), -1), e)

    def logsumexp(self, v: Array) -> Array:
        """log(sum(exp(v)))."""
        return self.log(self.total(self.exp(v)))

    # piecewise
    @abstractmethod
    def abs(self, a: Array) -> Array:
        """|a|, entry by entry."""

    @abstractmethod
    def relu(self, a: Array) -> Array:
        """max(a, 0)."""

    @abstractmethod
    def step(self, a: Array) -> Array:
        """1 where a > 0, else 0."""

    @abstractmethod
    def sign(self, a: Array) -> Array:
        """-1, 0 or 1."""

    @abstractmethod
    def maximum(self, *values: Array) -> Array:
        """The largest, entry by entry; 1 x 1 arrays are widened."""

    def minimum(self, *values: Array) -> Array:
        """The smallest, entry by entry."""
        return self.negative(self.maximum(*(self.negative(v) for v in values)))

    # decisions
    @abstractmethod
    def signs(self, a: Array) -> list[list[int | None]]:
        """The sign of every entry: -1, 0, 1, or None where it is not decided."""

    @abstractmethod
    def zero(self, a: Array) -> bool | None:
        """Whether all entries are 0; None where it is not decided."""

    @abstractmethod
    def integer(self, a: Array) -> int | None:
        """The whole number a 1 x 1 array holds exactly; None for any other."""

    def equal(self, a: Array, b: Array) -> bool | None:
        """Whether a = b; None where it is not decided."""
        return self.zero(self.subtract(a, b))

    def text(self, a: Array) -> str:
        """The array in the notation of the grammar: `3/2`, `[1, 0; 0, 1]`."""
        raise NotRepresentable(f"{self.name} arrays have no text form")

"""The operations on simplified terms that build on each other, as one interface.

Every operation takes terms that are simplified already and returns one. `Algebra` (in `algebra.py`) has them all; the
files between hold one group each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any

from symbolic.calculus.products import Product


class Operations(ABC):
    """What the groups of operations ask of each other.

    `symmetric`: terms that equal their transposes. `cancels`: whether v.*v.^-1 is 1, as it is wherever it is defined.
    """

    def __init__(self, symmetric: Collection[Any] = (), *, cancels: bool = True) -> None:
        self.symmetric = frozenset(symmetric)
        self.cancels = cancels
        self._turned: dict[Any, Any] = {}
        self._first: dict[Any, Any] = {}

    def first_written(self, key: Any, value: Any) -> Any:
        """One of several ways to write the same: the one that came first."""
        return self._first.setdefault(key, value)

    @abstractmethod
    def product(self, *factors: Any) -> Any:
        """The product of matrices and scalars."""

    @abstractmethod
    def joined(self, *factors: Any) -> Product:
        """The product, taken apart."""

    @abstractmethod
    def plus(self, *summands: Any) -> Any:
        """The sum, common factors collected."""

    @abstractmethod
    def turned(self, term: Any) -> Any:
        """The transpose."""

    @abstractmethod
    def hadamard(self, *factors: Any) -> Any:
        """The entrywise product."""

    @abstractmethod
    def powers(self, base: Any, exponent: Any) -> Any:
        """The entrywise power, for a rational exponent."""

    @abstractmethod
    def diagonal(self, v: Any) -> Any:
        """diag(v)."""

    @abstractmethod
    def diagonal_of(self, a: Any) -> Any:
        """diagv(A)."""

    @abstractmethod
    def total(self, a: Any) -> Any:
        """The sum of all entries."""

    @abstractmethod
    def trace(self, a: Any) -> Any:
        """The trace."""

    @abstractmethod
    def inner(self, a: Any, b: Any) -> Any:
        """sum(A .* B), in the shortest notation."""

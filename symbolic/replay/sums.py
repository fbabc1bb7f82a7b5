"""Sums of products of indexed factors, each with its coefficient."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.clock import clock
from symbolic.replay.deadline import DEADLINE
from symbolic.replay.errors import ReplayError
from symbolic.replay.products import Product
from symbolic.replay.rationals import Number

LARGEST = 20_000


class Sum:
    """A sum of products with as many open indices as `dims` has dimensions."""

    __slots__ = ("dims", "found")

    def __init__(self, dims: tuple[str, ...]) -> None:
        self.dims = dims
        self.found: dict[Product, Number] = {}

    def add(self, item: Product, coefficient: Number) -> None:
        """Add a product. Raises ReplayError where the time is over or there are too many."""
        DEADLINE.added += 1
        if not DEADLINE.added & 31 and clock() > DEADLINE.until:
            raise ReplayError("out of time")
        number = self.found.get(item, 0) + coefficient
        if number:
            self.found[item] = number
            if len(self.found) > LARGEST:
                raise ReplayError(f"a sum of more than {LARGEST} products")
        else:
            self.found.pop(item, None)

    def scaled(self, factor: Number) -> Sum:
        """factor * self."""
        result = Sum(self.dims)
        result.found = {item: c * factor for item, c in self} if factor else {}
        return result

    def __iter__(self) -> Iterator[tuple[Product, Number]]:
        return iter(self.found.items())

    @property
    def marks(self) -> frozenset[int]:
        """What sums that agree up to coefficients have in common."""
        return frozenset(map(hash, self.found))

    @property
    def symbols(self) -> frozenset[str]:
        """The names in it."""
        return frozenset().union(*(head.symbols for item, _ in self for head, _, _ in item.factors))

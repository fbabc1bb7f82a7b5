"""What a declared law says of the moments of a random symbol, as equations between networks.

`Moment(distribution, k)` is the statement that the k-th moment tensor E[x (x) ... (x) x] is what the law says:
  k = 1, any law:             E[x_i] = mean_i
  k = 2, any law:             E[x_i x_j] = S_ij + mean_i mean_j
  Gaussian, any k:            sum over the pairings and singletons of the slots (Isserlis 1918)
  independent entries, any k: sum over the partitions of the slots into blocks; a block of equal indices gives the
                              cumulant of that order, written in the moments E[x_i^r] that the law leaves free; known
                              ones are put in (Rademacher: x_i^2 = 1; Bernoulli: x_i^2 = x_i)
  Wishart, k up to 4:         sum over the pairings of the slots of its Gaussian columns
Here S is the covariance, variance * I for entries of one variance. For matrix-shaped x with independent entries, an
index
is a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial
from typing import Any

from sympy import Integer

from symbolic.errors import KernelError, TranslationError
from symbolic.language.shapes import is_scalar
from symbolic.language.statements import Distribution, Statement
from symbolic.language.substitution import symbols_in
from symbolic.language.symbols import RandomMatrix, RandomScalar
from symbolic.network import forms
from symbolic.network.expectation import TIE, moment_label
from symbolic.network.labels import label
from symbolic.network.tensor import UNIT, Axis, Tensor, number, single
from symbolic.network.translate import Translator
from symbolic.network.wishart import wishart_moment

LARGEST = 6
ENTRYWISE = frozenset({"iid", "rademacher", "bernoulli", "independent"})


class Moment(Statement):
    """The moment of an order: args (Distribution, order)."""


def moment(distribution: Distribution, order: int) -> Moment:
    """The statement of the moment of this order."""
    return Moment(distribution, Integer(order))  # type: ignore[no-any-return]


def moment_difference(statement: Moment, translator: Translator) -> Tensor:
    """E[x (x) ... (x) x] minus what the law says; for each of the k copies a slot for every index of x.

    Raises KernelError where the declared law does not fix the moment.
    """
    distribution, order = statement.args[0], int(statement.args[1])
    if not 1 <= order <= LARGEST:
        raise KernelError(f"moments of order {order} are not tabulated: expected 1 to {LARGEST}")
    law = _Law(distribution, translator)
    return law.moment_factors(order) - law.value(order)


class _Law:
    """One distribution, translated."""

    def __init__(self, distribution: Distribution, translator: Translator) -> None:
        self.name, self.symbol = distribution.law, distribution.symbol
        self.parameters = distribution.parameters
        if not isinstance(self.symbol, RandomMatrix | RandomScalar):
            raise KernelError(f"{self.symbol} has no law: expected a random symbol")
        if random := sorted(
            str(s)
            for p in self.parameters.values()
            for s in symbols_in(p)
            if isinstance(s, RandomMatrix | RandomScalar)
        ):
            raise KernelError(f"the law of {self.symbol} has a random parameter: {random[0]}")
        wrong = [f"{key} {value}" for key, value in self.parameters.items() if not _possible(self.name, key, value)]
        if wrong:
            raise KernelError(f"no law of {self.symbol} has the {wrong[0]}")
        value = translator(self.symbol)
        nets = list(value.terms)
        if len(nets) != 1:
            raise TranslationError(f"{self.symbol} written out entry by entry has no moment tensor")
        self.translator = translator
        ((_, factors, scalars),) = nets
        self.key = factors[0][0] if factors else scalars[0][0]
        self.dims = label(self.key).dims
        self.count = len(self.dims)
        self.independent = self.name in ENTRYWISE or self.parameters.get("iid") == 1

    def axes(self, order: int) -> tuple[Axis, ...]:
        """The slots of the moment tensor."""
        return tuple(((d,),) for d in self.dims) * order

    def moment_factors(self, order: int, slots: Sequence[int] | None = None) -> Tensor:
        """E of the product of `order` copies; `slots` (default all different) names the index group of each copy."""
        groups = list(range(order)) if slots is None else list(slots)
        tie = 10_000
        inside = moment_label(self.key, {self.symbol.name})
        factors = [(inside, (*self._indices(g), tie)) for g in groups]
        shown = sorted(set(groups))
        ext = [(0, i) for g in shown for i in self._indices(g)]
        return single(self.axes(len(shown)), ext, factors)

    def _indices(self, group: int) -> tuple[int, ...]:
        start = -1 - group * self.count
        return tuple(range(start, start - self.count, -1))

    def mean(self) -> Tensor:
        """E[x], a slot for every index."""
        given = self.parameters.get("mean")
        if self.name == "wishart":
            return self._plain(self.translator(self.parameters["dof"]) * self.translator(self.parameters["scale"]))
        if given is None:
            if self.name == "rademacher":
                return Tensor(self.axes(1), {})
            raise KernelError(f"the law of {self.symbol} does not fix its mean")
        return self._every_entry(given)

    def _every_entry(self, given: Any) -> Tensor:
        value = self.translator(given)
        if is_scalar(given) and self.count:
            axes = self.translator(self.symbol).axes
            value = value * forms.ones(*axes)
        return self._plain(value)

    def _plain(self, value: Tensor) -> Tensor:
        keep = [k for k, axis in enumerate(value.axes) if axis != UNIT]
        return value.closed_over((), keep)

    def covariance(self) -> Tensor:
        """Cov(x_i, x_j): the slots of one copy, then of the other."""
        if self.independent:
            variances = self.variances()
            return self._on_diagonal(variances, 2)
        given = self.parameters.get("covariance")
        if given is None and "variance" in self.parameters:
            if self.count:
                raise KernelError(f"the law of {self.symbol} does not fix its second moments")
            return self._on_diagonal(self._every_entry(self.parameters["variance"]), 2)
        if given is None:
            raise KernelError(f"the law of {self.symbol} does not fix its second moments")
        value = self.translator(given)
        return self._plain(value) if self.count else value.closed_over((), ())

    def variances(self) -> Tensor:
        """The variance of every entry, a slot for every index."""
        if self.name == "rademacher":
            return self._every_entry(Integer(1))
        if self.name == "bernoulli":
            mean = self.mean()
            return mean - _entrywise(mean, mean)
        if "variance" in self.parameters:
            return self._every_entry(self.parameters["variance"])
        if "covariance" in self.parameters and self.count <= 1:
            value = self.translator(self.parameters["covariance"])
            return value.merged([(0, 1)], (0,)) if self.count else value.closed_over((), ())
        raise KernelError(f"the law of {self.symbol} does not fix its second moments")

    def _on_diagonal(self, values: Tensor, copies: int) -> Tensor:
        """The tensor of `copies` index groups that is `values` where all groups agree and 0 elsewhere."""
        terms = {}
        for (ext, factors, scalars), c in values.terms.items():
            terms[forms.fused(ext * copies, factors, scalars)] = c
        return Tensor(self.axes(copies), terms)

    def value(self, order: int) -> Tensor:
        """What the law says of the moment of this order."""
        if order == 1:
            return self.mean()
        if self.name == "wishart":
            scale, dof = (self._plain(self.translator(self.parameters[name])) for name in ("scale", "dof"))
            return wishart_moment(scale, dof, self.axes(order), order)
        if self.independent or order == 2 or self.name == "gaussian":
            return self._by_partitions(order)
        raise KernelError(f"the law of {self.symbol} does not fix moments of order {order}")

    def _by_partitions(self, order: int) -> Tensor:
        total = Tensor(self.axes(order), {})
        for partition in _partitions(list(range(order))):
            if not self.independent and any(len(block) > 2 for block in partition):
                continue
            product = number(1).closed_over((), ())
            for block in partition:
                product = product.outer(self._cumulant(len(block)))
            order_of_slots = [slot for block in partition for slot in block]
            place = {slot: k for k, slot in enumerate(order_of_slots)}
            keep = [place[slot] * self.count + i for slot in range(order) for i in range(self.count)]
            total = total + product.closed_over((), keep)
        return total

    def _cumulant(self, size: int) -> Tensor:
        """The joint cumulant of `size` entries: 0 unless all are the same entry, where entries are independent."""
        if size == 1:
            return self.mean()
        if size == 2:
            return self.covariance()
        if self.name == "gaussian":
            return Tensor(self.axes(size), {})
        return self._on_diagonal(self._entry_cumulant(size), size)

    def _entry_cumulant(self, size: int) -> Tensor:
        """The cumulant of one entry by its moments: sum over partitions of (-1)^(b-1) (b-1)! prod E[x^|block|]."""
        total = Tensor(self.axes(1), {})
        for partition in _partitions(list(range(size))):
            count = len(partition)
            product: Tensor | None = None
            for block in partition:
                factor = self._entry_moment(len(block))
                product = factor if product is None else _entrywise(product, factor)
            if product is not None:
                total = total + product.scaled((-1) ** (count - 1) * factorial(count - 1))
        return total

    def _entry_moment(self, order: int) -> Tensor:
        """E[x_i^order] for one entry: known, or the moment factors on one index."""
        if self.name == "bernoulli":
            return self.mean()
        if self.name == "rademacher":
            return self._every_entry(Integer((order + 1) % 2))
        if order == 1:
            return self.mean()
        if order == 2:
            mean = self.mean()
            return self.variances() + _entrywise(mean, mean)
        return self.moment_factors(order, [0] * order)


def _possible(law: str, parameter: str, value: Any) -> bool:
    """Whether a number can be this parameter of a law: variances are from 0, chances from 0 to 1."""
    if not value.is_Rational:
        return True
    if law == "bernoulli":
        return bool(0 <= value <= 1)
    return parameter not in ("variance", "covariance") or bool(value >= 0)


def _entrywise(a: Tensor, b: Tensor) -> Tensor:
    count = len(a.axes)
    return a.contracted(b, [(k, count + k) for k in range(count)], range(count))


def _partitions(items: list[int]) -> Iterator[list[list[int]]]:
    """All partitions of a list into blocks."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for smaller in _partitions(rest):
        for k, block in enumerate(smaller):
            yield [*smaller[:k], [first, *block], *smaller[k + 1 :]]
        yield [[first], *smaller]


__all__ = ["LARGEST", "TIE", "Moment", "moment", "moment_difference"]

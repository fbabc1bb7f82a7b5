"""What the law of a random symbol says of E[x (x) ... (x) x], written out anew.

For one entry with moments m_1, m_2, ...: E of a product of entries of independent ones is the product over the
groups of
equal entries. Here that is turned into sums over partitions of the slots; for Gaussian x over pairings and single
slots.
Known moments: mean and variance (or covariance); 1, 0, 1, 0, ... of signs; all equal to the mean for entries 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, permutations, product
from math import factorial

from symbolic.replay.arrays import UNIT, Array, indexed
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import LETTERS, ones, scale, times
from symbolic.replay.matrices import multiply
from symbolic.replay.plain import Plain
from symbolic.replay.products import Head
from symbolic.replay.reading import Reader
from symbolic.replay.sums import Sum

LARGEST, LARGEST_WISHART = 6, 4
INDEPENDENT = frozenset({"iid", "rademacher", "bernoulli", "independent"})


def moment_difference(reader: Reader, law: Plain, order: int) -> Array:
    """E[x (x) ... (x) x] - its value: for each of the `order` copies an axis for every index. Raises ReplayError."""
    if law[0] != "law" or not 1 <= order <= LARGEST:
        raise ReplayError(f"moments of order {order} of {law[0]} are not tabulated")
    table = _Table(reader, law)
    return table.expected(list(range(order))) - table.value(order)


class _Table:
    def __init__(self, reader: Reader, law: Plain) -> None:
        self.reader, self.session = reader, reader.session
        symbol, self.law, *pairs = law[1:]
        if symbol[0] not in ("symbol", "matrix") or symbol[-1] != "random":
            raise ReplayError("a law of what is no random symbol")
        self.given = dict(pairs)
        value = reader(symbol)
        alone = value.single
        if alone is None or len(alone[1].factors) != 1:
            raise ReplayError(f"{symbol[1]} is written out entry by entry")
        self.axes = value.axes
        self.head: Head = alone[1].factors[0][0]
        self.width = len(self.head.dims)
        self.independent = self.law in INDEPENDENT or self.given.get("iid") == ("number", "1")

    def expected(self, groups: Sequence[int]) -> Array:
        """E of a product of entries, one for each of `groups`; equal groups share their indices."""
        shown = sorted(set(groups))
        dims = self.head.dims * len(shown)
        tie = 10_000
        inside = self.session.moment(self.head, frozenset())
        factors = [(inside, (*(g * self.width + k for k in range(self.width)), tie), 1) for g in groups]
        item, c = self.session.made([g * self.width + k for g in shown for k in range(self.width)], factors)
        part = Sum(dims)
        part.add(item, c)
        return indexed(part)

    def _entries(self, value: Array) -> Array:
        """An array over the indices of x alone."""
        letters = LETTERS[: len(value.axes)]
        kept = "".join(letter for letter, axis in zip(letters, value.axes, strict=True) if axis != UNIT)
        result = self.session.einsum([value], [letters], kept)
        if any(len(axis) != 1 or len(axis[0]) != 1 for axis in result.axes):
            raise ReplayError("a parameter of another structure")
        return result

    def _everywhere(self, value: Array) -> Array:
        if value.is_scalar and self.width:
            value = scale(self.session, value, ones(self.session, self.axes))
        return self._entries(value)

    def parameter(self, name: str) -> Array | None:
        """A parameter of the law as a matrix."""
        return self.reader(self.given[name]) if name in self.given else None

    def mean(self) -> Array:
        """E[x]."""
        if self.law == "wishart":
            dof, shape = self.parameter("dof"), self.parameter("scale")
            if dof is None or shape is None:
                raise ReplayError("a Wishart law without scale and dof")
            return self._entries(multiply(self.session, dof, shape))
        given = self.parameter("mean")
        if given is not None:
            return self._everywhere(given)
        if self.law == "rademacher":
            return Array(tuple(((d,),) for d in self.head.dims), {})
        raise ReplayError("a law without a mean")

    def variances(self) -> Array:
        """The variance of every entry."""
        if self.law == "rademacher":
            return self._everywhere(self.session.scalar())
        if self.law == "bernoulli":
            return self.mean() - times(self.session, self.mean(), self.mean())
        if (given := self.parameter("variance")) is not None:
            return self._everywhere(given)
        if (given := self.parameter("covariance")) is not None and self.width <= 1:
            return self.session.einsum([self._entries(given)], ["ii" if self.width else ""], "i" if self.width else "")
        raise ReplayError("a law without second moments")

    def cumulant(self, order: int) -> Array:
        """The joint cumulant of `order` entries: an axis for every index of each."""
        if order == 1:
            return self.mean()
        if self.law == "wishart":
            return self._wishart_cumulant(order)
        if order == 2 and not self.independent:
            given = self.parameter("covariance")
            if given is None and not self.width:
                given = self.parameter("variance")
            if given is None:
                raise ReplayError("a law without second moments")
            return self._entries(given)
        if order > 2 and self.law == "gaussian":
            return Array(tuple(((d,),) for d in self.head.dims * order), {})
        if not self.independent:
            raise ReplayError(f"a law without moments of order {order}")
        own = self.variances() if order == 2 else self._entry_cumulant(order)
        letters = LETTERS[: self.width]
        return self.session.einsum([own], [letters], letters * order)

    def _wishart_cumulant(self, order: int) -> Array:
        """dof times the sum of V(j_1, .) V(., .) ... V(., i_1) over the cycles through all copies, in both turns."""
        dof, shape = self.parameter("dof"), self.parameter("scale")
        if dof is None or shape is None or order > LARGEST_WISHART:
            raise ReplayError(f"moments of order {order} of a Wishart matrix are not tabulated")
        result = Array(tuple(((d,),) for d in self.head.dims * order), {})
        slots = [(_letter(2 * c), _letter(2 * c + 1)) for c in range(order)]
        out = "".join(a + b for a, b in slots)
        own = self._entries(shape)
        for others in permutations(slots[1:]):
            for turned in product((False, True), repeat=order - 1):
                passed = (b + a if t else a + b for t, (a, b) in zip(turned, others, strict=True))
                walk = "".join((slots[0][1], *passed, slots[0][0]))
                inputs = ["".join(sorted(walk[2 * c : 2 * c + 2])) for c in range(order)]
                result = result + self.session.einsum([own] * order, inputs, out)
        return scale(self.session, dof, result)

    def _entry_cumulant(self, order: int) -> Array:
        """sum over the partitions into b groups of (-1)^(b - 1) (b - 1)! times the moments of the groups."""
        result = Array(tuple(((d,),) for d in self.head.dims), {})
        for groups in partitions(order):
            term = self._entry_moment(len(groups[0]))
            for group in groups[1:]:
                term = times(self.session, term, self._entry_moment(len(group)))
            b = len(groups)
            result = result.plus(term, (-1) ** (b - 1) * factorial(b - 1))
        return result

    def _entry_moment(self, order: int) -> Array:
        if order == 1 or self.law == "bernoulli":
            return self.mean()
        if self.law == "rademacher":
            return self._everywhere(self.session.scalar(number=(order + 1) % 2))
        if order == 2:
            return self.variances() + times(self.session, self.mean(), self.mean())
        return self.expected([0] * order)

    def value(self, order: int) -> Array:
        """What the law says: the sum over partitions of products of joint cumulants."""
        if order > 2 and not self.independent and self.law not in ("gaussian", "wishart"):
            raise ReplayError(f"a law without moments of order {order}")
        dims = self.head.dims * order
        result = Array(tuple(((d,),) for d in dims), {})
        for groups in partitions(order):
            if not self.independent and self.law != "wishart" and any(len(g) > 2 for g in groups):
                continue
            names = count()
            letters = {slot: "".join(_letter(next(names)) for _ in range(self.width)) for slot in range(order)}
            arrays = [self.cumulant(len(g)) for g in groups]
            inputs = ["".join(letters[slot] for slot in g) for g in groups]
            result = result + self.session.einsum(arrays, inputs, "".join(letters[slot] for slot in range(order)))
        return result


def _letter(k: int) -> str:
    return chr(ord("a") + k)


def partitions(order: int) -> Iterator[list[list[int]]]:
    """All partitions of 0, 1, ..., order - 1 into groups."""
    if order == 0:
        yield []
        return
    for smaller in partitions(order - 1):
        for k in range(len(smaller)):
            yield [*smaller[:k], [*smaller[k], order - 1], *smaller[k + 1 :]]
        yield [*smaller, [order - 1]]

"""Moments of a Wishart matrix W = g_1 g_1' + ... + g_k g_k' with independent g_a ~ N(0, V).

Every product of r entries of W has 2r Gaussian slots. By Isserlis' theorem its mean is the sum over the pairings of the
slots of the product of V over the pairs, times k for each group of copies of W that the pairs join.
"""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.errors import KernelError
from symbolic.network.tensor import Axis, Tensor, number

LARGEST = 4


def wishart_moment(scale: Tensor, dof: Tensor, axes: tuple[Axis, ...], order: int) -> Tensor:
    """E[W (x) ... (x) W], two slots for every copy; `scale` has two slots, `dof` none. Raises KernelError."""
    if order > LARGEST:
        raise KernelError(f"moments of a Wishart matrix are tabulated up to order {LARGEST}, not {order}")
    total = Tensor(axes, {})
    for pairs in _pairings(list(range(2 * order))):
        product = number(1).closed_over((), ())
        for _ in range(_joined(pairs, order)):
            product = product.outer(dof)
        for _ in pairs:
            product = product.outer(scale)
        place = {slot: k for k, slot in enumerate(slot for pair in pairs for slot in pair)}
        total = total + product.closed_over((), [place[slot] for slot in range(2 * order)])
    return total


def _joined(pairs: list[tuple[int, int]], order: int) -> int:
    """The number of groups of copies, slots 2c and 2c + 1 being those of copy c."""
    group = list(range(order))
    for a, b in pairs:
        old, new = group[a // 2], group[b // 2]
        group = [new if g == old else g for g in group]
    return len(set(group))


def _pairings(slots: list[int]) -> Iterator[list[tuple[int, int]]]:
    if not slots:
        yield []
        return
    first, *rest = slots
    for k, other in enumerate(rest):
        for pairs in _pairings(rest[:k] + rest[k + 1 :]):
            yield [(first, other), *pairs]

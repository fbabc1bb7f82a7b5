"""Clusters of wires that comparators have joined, and the order in which to join them.

Two wires are in one cluster when the comparators carried out so far connect them. Values in different clusters do not
depend on each other, so the reachable states of all wires are the product of the reachable states of the clusters,
and need not be multiplied out until a comparator joins two clusters.

The comparators of a network form a partial order (two are related when they share a wire), and any order that
respects it gives the same outputs. `Frontier` keeps the comparators not carried out yet. Once all possible
comparators within clusters are done, `joins` counts the comparators that could join each pair of clusters next; the
caller chooses a pair, and `join` hands back all comparators that this makes possible within the new cluster, as
layers of disjoint comparators.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from numeric.sorting.network import Comparator, Network

Layer = tuple[Comparator, ...]


class Frontier:
    """The comparators of a network still to be carried out. A cluster is named by one of its wires.

    >>> frontier = Frontier(Network(4, [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)]))
    >>> frontier.joins()
    Counter({(0, 1): 1, (2, 3): 1})
    >>> frontier.join(0, 1), frontier.join(2, 3), frontier.joins()
    ([((0, 1),)], [((2, 3),)], Counter({(0, 2): 2}))
    >>> frontier.join(0, 2)
    [((0, 2), (1, 3)), ((1, 2),)]
    """

    def __init__(self, network: Network) -> None:
        self._waiting: list[deque[int]] = [deque() for _ in range(network.inputs)]
        self._comparators = network.comparators
        for index, (i, j) in enumerate(network.comparators):
            self._waiting[i].append(index)
            self._waiting[j].append(index)
        self.cluster_of = list(range(network.inputs))
        self._members = [[wire] for wire in range(network.inputs)]

    def joins(self) -> Counter[tuple[int, int]]:
        """For every pair of clusters, smaller name first, the number of comparators that could join it now."""
        clusters = ((self.cluster_of[i], self.cluster_of[j]) for i, j in self._ready(range(len(self._waiting))))
        return Counter((min(pair), max(pair)) for pair in clusters)

    def join(self, kept: int, absorbed: int) -> list[Layer]:
        """Make one cluster, named `kept`, of two, and carry out every comparator that is then possible within it."""
        for wire in self._members[absorbed]:
            self.cluster_of[wire] = kept
        self._members[kept] += self._members[absorbed]
        self._members[absorbed] = []
        layers = []
        while layer := tuple(pair for pair in self._ready(self._members[kept]) if self._is_inside(pair, kept)):
            for i, j in layer:
                self._waiting[i].popleft()
                self._waiting[j].popleft()
            layers.append(layer)
        return layers

    def _is_inside(self, pair: Comparator, cluster: int) -> bool:
        return self.cluster_of[pair[0]] == cluster == self.cluster_of[pair[1]]

    def _ready(self, wires: range | list[int]) -> Iterator[Comparator]:
        """The comparators that are next on both of their wires, the first of which is among `wires`."""
        for wire in wires:
            if self._waiting[wire]:
                index = self._waiting[wire][0]
                i, j = self._comparators[index]
                if wire == i and self._waiting[j][0] == index:
                    yield i, j

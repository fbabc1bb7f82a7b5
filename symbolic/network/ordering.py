"""The least arrangement of a connected network: colour refinement with branching on ties.

Indices that no refinement tells apart are fixed one after another; an automorphism that comes to light leads back to
the choice it exchanges, so that k equal branches cost about k^2 arrangements and not k!.

Reference: canonical labelling by individualisation and refinement (McKay 1981).
"""

from __future__ import annotations

from symbolic.errors import TranslationError
from symbolic.network.budget import spend
from symbolic.network.labels import label

Factor = tuple[str, tuple[int, ...]]
BRANCHES = 1_000


class Search:
    """The least arrangement over all ways to break ties.

    Ties that an automorphism found so far exchanges are tried once.
    """

    def __init__(self, component: list[Factor], names: dict[int, int]) -> None:
        self.component = [(key, indices, label(key).symmetric) for key, indices in component]
        self.names = names
        self.bound = sorted({i for _, indices in component for i in indices} - names.keys())
        self.budget = BRANCHES
        self.best: list[Factor] | None = None
        self.best_order: list[int] = []
        self.best_fixed: tuple[int, ...] = ()
        self.automorphisms: list[dict[int, int]] = []

    def least(self) -> list[Factor]:
        """The least arrangement. Raises TranslationError past BRANCHES ties."""
        self._descend(dict.fromkeys(self.bound, 0), ())
        return self.best or []

    def _descend(self, colours: dict[int, int], fixed: tuple[int, ...]) -> int:
        """Try what is left below the choices `fixed`; how many of these to keep next (fewer after an automorphism)."""
        colours = _refine(self.component, colours, self.names, self.bound)
        classes: dict[int, list[int]] = {}
        for i in self.bound:
            classes.setdefault(colours[i], []).append(i)
        tied = next((members for _, members in sorted(classes.items()) if len(members) > 1), None)
        if tied is None:
            return self._arrived(sorted(self.bound, key=colours.__getitem__), fixed)
        tried: list[int] = []
        for i in tied:
            if tried and self._exchanges(i, tried, fixed):
                continue
            spend()
            self.budget -= 1
            if self.budget < 0:
                raise TranslationError("a network with too many symmetries to put in order")
            tried.append(i)
            back = self._descend({**colours, i: -1}, (*fixed, i))
            if back < len(fixed):
                return back
        return len(fixed)

    def _arrived(self, order: list[int], fixed: tuple[int, ...]) -> int:
        number = {**self.names, **{i: k for k, i in enumerate(order)}}
        arranged = sorted(
            (key, least(ids) if symmetric else ids)
            for key, indices, symmetric in self.component
            for ids in [tuple(number[i] for i in indices)]
        )
        if self.best is None or arranged < self.best:
            self.best, self.best_order, self.best_fixed = arranged, order, fixed
        elif arranged == self.best:
            self.automorphisms.append(dict(zip(order, self.best_order, strict=True)))
            if len(fixed) == len(
                self.best_fixed
            ):  # the choices are images of one another, so are the networks below them
                return next(k for k, pair in enumerate(zip(fixed, self.best_fixed, strict=True)) if pair[0] != pair[1])
        return len(fixed)

    def _exchanges(self, i: int, tried: list[int], fixed: tuple[int, ...]) -> bool:
        """Whether automorphisms that keep the indices `fixed` take some index tried before to i."""
        kept = [a for a in self.automorphisms if all(a[k] == k for k in fixed)]
        orbit, todo = {i}, [i]
        while todo:
            here = todo.pop()
            for a in kept:
                if a[here] not in orbit:
                    orbit.add(a[here])
                    todo.append(a[here])
        return not orbit.isdisjoint(tried)


def _refine(
    component: list[tuple[str, tuple[int, ...], bool]], colours: dict[int, int], names: dict[int, int], bound: list[int]
) -> dict[int, int]:
    """Refine the colours of the bound indices by the factors they stand in until nothing splits."""
    shown: dict[int, tuple[int, int]] = {i: (0, names[i]) for i in names}
    count = len(set(colours.values()))
    while True:
        shown.update((i, (1, colours[i])) for i in bound)
        seen: dict[int, list[tuple[str, tuple[tuple[int, int], ...], int]]] = {i: [] for i in bound}
        for key, indices, symmetric in component:
            view = tuple(shown[i] for i in indices)
            start, period = 0, len(indices)
            if symmetric:
                half = period // 2
                swapped = view[half:] + view[:half]
                if swapped == view:
                    period = half
                elif swapped < view:
                    view, start = swapped, half
            for position, i in enumerate(indices, start):
                if i in seen:
                    seen[i].append((key, view, position % period))
        signature = {i: (colours[i], tuple(sorted(seen[i]))) for i in bound}
        order = {s: k for k, s in enumerate(sorted(set(signature.values())))}
        colours = {i: order[signature[i]] for i in bound}
        if len(order) == count:
            return colours
        count = len(order)


def least(ids: tuple[int, ...]) -> tuple[int, ...]:
    """The indices of a symmetric factor, its halves in order."""
    half = len(ids) // 2
    return min(ids, ids[half:] + ids[:half])

"""Contexts of certificates as Coq text: left *m hole *m right, or under a trace, times numbers."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.coq.gallina import Gallina, NotExportable
from symbolic.kernel import CertificateTerm
from symbolic.network.labels import label
from symbolic.network.net import Factor
from symbolic.network.tensor import Axis


@dataclass(frozen=True, slots=True)
class Filled:
    """A context: `numbers` times left . hole . right, under a trace if `closed`; times the open word `beside` where the
    hole is not on it. `turned`: the hole is transposed. `scalar`: the hole is a number.
    """

    numbers: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    turned: bool
    closed: bool
    scalar: bool
    beside: tuple[str, ...] | None


def context(term: CertificateTerm, writer: Gallina, axes: tuple[Axis, ...]) -> Filled:
    """The context of a term of a certificate. Raises NotExportable where it is no word."""
    ext, factors, scalars = term.context
    if term.blocks:
        raise NotExportable("block matrices")
    numbers: list[str] = []
    for key, exponent in scalars:
        numbers += _number(key, exponent, writer)
    walk = _Walk(factors, term.hole, writer)
    beside: tuple[str, ...] | None = None
    found: tuple[tuple[str, ...], tuple[str, ...], bool] | None = None
    if any(len(slot) > 1 for slot in ext):
        if any(len(slot) != 2 for slot in ext):
            raise NotExportable("vectors")
        word, held = walk.path(ext[0][1], ext[1][1])
        if held is None:
            beside = tuple(word)
        else:
            found = tuple(word[:held]), tuple(word[held:]), walk.turned
    closed = found is None
    if found is None and factors[term.hole][1]:
        word, held = walk.path(factors[term.hole][1][0], factors[term.hole][1][0], start=term.hole)
        found = (), tuple(word), walk.turned
    if walk.rest - ({term.hole} if not factors[term.hole][1] else set()):
        raise NotExportable("a context that is no word")
    left, right, turned = found or ((), (), False)
    return Filled(tuple(numbers), left, right, turned, closed, not factors[term.hole][1], beside)


def _number(key: str, exponent: object, writer: Gallina) -> list[str]:
    held = label(key)
    if not isinstance(exponent, int) or exponent < 1:
        raise NotExportable("powers of numbers")
    if held.kind == "closed":
        word, _ = _Walk(held.argument, -1, writer).cycle()
        return [f"\\tr ({' *m '.join(word)})"] * exponent
    if held.kind not in ("symbol", "dimension", "natural"):
        raise NotExportable(f"a number of the kind {held.kind}")
    for symbol, name in writer.symbols.items():
        if symbol.name == held.name:
            return [f"{name}%:R" if symbol.is_integer else name] * exponent
    raise NotExportable(f"a number {held.name} that no statement mentions")


class _Walk:
    """Reads words off the factors of a context; `rest` are the places not read yet."""

    def __init__(self, factors: tuple[Factor, ...], hole: int, writer: Gallina) -> None:
        self.factors, self.hole, self.writer = factors, hole, writer
        self.rest = set(range(len(factors)))
        self.turned = False
        if any(len(indices) not in (0, 2) for _, indices in factors):
            raise NotExportable("vectors")

    def path(self, here: int, goal: int, start: int | None = None) -> tuple[list[str], int | None]:
        """The letters from an index to another, and how many of them stand before the hole."""
        word: list[str] = []
        held: int | None = None
        while start is not None or here != goal:
            place = start if start is not None else self._next(here)
            start = None
            if place is None:
                raise NotExportable("a context that is no word")
            self.rest.discard(place)
            key, indices = self.factors[place]
            turned = indices[0] != here
            if place == self.hole:
                held, self.turned = len(word), turned
            else:
                word.append(self.writer.letter(key, turned))
            here = indices[0] if turned else indices[1]
        return word, held

    def cycle(self) -> tuple[list[str], int | None]:
        """The letters of a closed network, all of it."""
        first = self.factors[0][1][0]
        found = self.path(first, first, start=0)
        if self.rest:
            raise NotExportable("a number that is no trace")
        return found

    def _next(self, here: int) -> int | None:
        return next((p for p in sorted(self.rest) if here in self.factors[p][1]), None)

"""Rewriting inside networks that are no words: entrywise products, diagonals, Kronecker products.

A *segment* is a longest path of matrices between two places where something else happens: a shared index, an open
slot, a vector, a factor of
another kind. Each segment is a word, and may be replaced by its normal form over the completed relations.
"""

from __future__ import annotations

from collections.abc import Iterable

from symbolic.errors import LineproofError
from symbolic.kernel.theorem import CertificateTerm
from symbolic.network.labels import label
from symbolic.network.net import Factor, Net
from symbolic.network.plug import hole, opened_where
from symbolic.network.tensor import Coefficient, Tensor, collected, joined
from symbolic.provers.cofactors import Term
from symbolic.provers.completion import Completion
from symbolic.provers.monomials import Monomial
from symbolic.provers.words import Words

Segment = tuple[str, int, int | None, frozenset[int]]


class Segments:
    """Finds and rewrites segments over the letters of `words`."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def polynomials(self, tensor: Tensor) -> list[str]:
        """The words of all segments (this gives their letters, and so their relations)."""
        return [segment[0] for net in tensor.terms for segment in self.segments(self._open(net))]

    def _open(self, net: Net) -> Net:
        """The network with its closed parts written out, but for closed paths and traces: those are words by
        themselves.
        """
        opened, kept = opened_where(net, lambda held: not self.words.is_word(held.argument))
        return opened[0], opened[1], tuple(kept)

    def concern(self, tensor: Tensor) -> bool:
        """Whether some network of the tensor is no word."""
        return any(self._open(net)[1] != net[1] for net in tensor.terms) or self.words.polynomial(tensor) is None

    def segments(self, net: Net) -> list[Segment]:
        """(word, first index, last index or None for a vector, places of the factors), each segment once."""
        ext, factors, _ = net
        uses: dict[int, list[int]] = {}
        for k, (_, indices) in enumerate(factors):
            for i in indices:
                uses.setdefault(i, []).append(k)
        open_ = {i for slot in ext for i in slot[1:]}
        inner = {
            i
            for i, places in uses.items()
            if len(places) == 2 and i not in open_ and all(self._linear(factors[p]) for p in places)
        }
        found: list[Segment] = []
        taken: set[int] = set()
        for k, factor in enumerate(factors):
            if k not in taken and self._linear(factor):
                segment = self._grown(factors, uses, inner, k)
                taken |= segment[3]
                found.append(segment)
        return found

    def _linear(self, factor: Factor) -> bool:
        key, indices = factor
        return (
            label(key).kind not in ("moment", "hole") and len(indices) in (1, 2) and len(set(indices)) == len(indices)
        )

    def _grown(self, factors: tuple[Factor, ...], uses: dict[int, list[int]], inner: set[int], start: int) -> Segment:
        """The segment through the factor at `start`, read from one of its ends."""
        place, entry = start, factors[start][1][0]
        seen = {start}
        while entry in inner:
            other = next((p for p in uses[entry] if p != place), None)
            if other is None or other in seen:
                break
            place = other
            seen.add(other)
            indices = factors[other][1]
            if len(indices) == 1:
                break
            entry = indices[0] if indices[1] == entry else indices[1]
        first: int | None = entry
        if len(factors[place][1]) == 1:
            first = None
        return self._read(factors, uses, inner, place, first)

    def _read(
        self, factors: tuple[Factor, ...], uses: dict[int, list[int]], inner: set[int], place: int, entry: int | None
    ) -> Segment:
        word, seen = "", set()
        first, here = entry, entry
        while True:
            seen.add(place)
            key, indices = factors[place]
            if len(indices) == 1:
                letter = self.words.letter(key, here is None)
                word += letter
                here = indices[0] if here is None else None
            else:
                flipped = indices[0] != here
                word += self.words.letter(key, flipped)
                here = indices[0] if flipped else indices[1]
            onward = None if here is None or here not in inner else next((p for p in uses[here] if p not in seen), None)
            if onward is None:
                break
            place = onward
        if first is None and here is not None:
            return self.words.alphabet.transpose(word), here, None, frozenset(seen)
        return word, first if first is not None else -(10**9), here, frozenset(seen)

    def step(self, tensor: Tensor, completion: Completion) -> tuple[Tensor, list[CertificateTerm]] | None:
        """One segment of one network replaced by its normal form; None where every segment is in normal form."""
        for net, coefficient in tensor.terms.items():
            opened = self._open(net)
            for word, first, last, places in self.segments(opened):
                if first == -(10**9):
                    continue
                normal, certificate = completion.normal_form({("", word): 1})
                if normal == {("", word): 1} or any(m[0] for m in normal):
                    continue
                rest = tuple(f for k, f in enumerate(opened[1]) if k not in places)
                try:
                    made = collected(tensor.axes, self._replaced(opened, rest, normal, first, last, coefficient, word))
                    terms = [self._context(opened, rest, t, first, last, coefficient) for t in certificate]
                except LineproofError:
                    continue
                old = Tensor(tensor.axes, {net: coefficient})
                return tensor - old + made, terms
        return None

    def _replaced(
        self,
        net: Net,
        rest: tuple[Factor, ...],
        normal: dict[Monomial, Coefficient],
        first: int,
        last: int | None,
        coefficient: Coefficient,
        word: str,
    ) -> Iterable[tuple[Net, Coefficient]]:
        dim = self.words.alphabet.shape(word)[0]
        for (_, replacement), c in normal.items():
            factors, joins = self._chain(replacement, first, last, dim)
            yield joined(net[0], (*rest, *factors), net[2], joins), coefficient * c

    def _chain(
        self, word: str, first: int, last: int | None, dim: str
    ) -> tuple[list[Factor], list[tuple[int, int, str]]]:
        if not word:
            return [], [(first, first if last is None else last, dim)]
        factors: list[Factor] = []
        here, fresh = first, 2_000_000
        for k, letter in enumerate(word):
            key, flipped = self.words.shown(letter)
            if self.words.alphabet.shape(letter)[1] == "1":
                if not key.startswith("1:"):
                    factors.append((key, (here,)))
                continue
            after = last if k == len(word) - 1 and last is not None else fresh + k
            factors.append((key, (after, here) if flipped else (here, after)))
            here = after
        return factors, []

    def _context(
        self, net: Net, rest: tuple[Factor, ...], term: Term, first: int, last: int | None, coefficient: Coefficient
    ) -> CertificateTerm:
        """coefficient * net with the segment replaced by left . hole . right."""
        if term.place != "word" or term.scalars:
            raise LineproofError("a segment's certificate leaves its word")
        alphabet = self.words.alphabet
        left, right = term.left, term.right
        vector = last is None and not (right and alphabet.shape(right[-1])[1] == "1")
        before = first if not left else 3_000_000
        after: int | None = None if vector else (last if not right else 3_000_001)
        factors: list[Factor] = []
        if left:
            factors += self._chain(left, first, before, "")[0]
        indices = (before,) if after is None else (before, after)
        place = len(rest) + len(factors)
        factors.append((hole(len(indices)), indices[::-1] if term.transposed else indices))
        if right and after is not None:
            shifted = self._chain(right, after, last, "")[0]
            factors += [
                (key, tuple(i + 10_000 if 2_000_000 <= i < 2_010_000 else i for i in ids)) for key, ids in shifted
            ]
        return CertificateTerm(
            coefficient * term.coefficient,
            (net[0], (*rest, *factors), net[2]),
            place,
            term.relation,
        )

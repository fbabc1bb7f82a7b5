"""Networks as words: the bridge between the canonical form and noncommutative completion.

A network without shared indices is a word: open paths of matrices and vectors, times closed paths, traces and atoms
as central scalars.
`Words` gives every label a letter and turns tensors into polynomials of `monomials`; certificates of `completion`
come back as contexts
with a hole for the kernel. A vector of ones is an index without a factor, so it gets a letter of its own here.

Three kinds of relation hold in the canonical form without a certificate (`trivial`): 1'1 = n, n * n^-1 = 1 for a
size n, e_i'e_i = 1 for a basis vector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symbolic.errors import TranslationError
from symbolic.kernel.theorem import CertificateTerm
from symbolic.network.labels import dimension_atom, label
from symbolic.network.net import Exponent, Factor, Net, Slot, is_word
from symbolic.network.plug import hole
from symbolic.network.tensor import UNIT, Axis, Coefficient, Tensor, collected, joined
from symbolic.provers.cofactors import Term
from symbolic.provers.monomials import Alphabet, Monomial, Polynomial, merge
from symbolic.provers.word_networks import ONES, ONES_OF, Builder


class Words:
    """The letters of one problem. `shown` maps a letter to (label, transposed?); scalar atoms map to (atom,
    exponent).
    """

    def __init__(self) -> None:
        self.alphabet = Alphabet()
        self.trivial: list[Polynomial] = []
        self.labels: dict[str, None] = {}
        self._letters: dict[str, str] = {}
        self._shown: dict[str, tuple[str, bool]] = {}
        self._atoms: dict[str, tuple[str, Exponent]] = {}

    # From tensors to polynomials

    def polynomial(self, tensor: Tensor) -> Polynomial | None:
        """The tensor as a polynomial in words; None where some network is no word."""
        if len(tensor.axes) != 2 or not all(axis == UNIT or _plain(axis) for axis in tensor.axes):
            return None
        result: Polynomial = {}
        for net, coefficient in tensor.terms.items():
            monomial = self._monomial(net, tensor.axes)
            if monomial is None:
                return None
            result[monomial] = result.get(monomial, 0) + coefficient
        return {m: c for m, c in result.items() if c}

    def _monomial(self, net: Net, axes: tuple[Axis, ...]) -> Monomial | None:
        ext, factors, scalars = net
        if is_word(net) and all(label(key).kind != "moment" for key, _ in factors):
            # factor number k begins at the index k - 1, turned where that is its second
            word = "".join([self.letter(key, indices[0] != k - 1) for k, (key, indices) in enumerate(factors)])
            inner, outer = self.alphabet.split(word)
            return merge(self._scalars(scalars), inner), outer
        places = _places(factors)
        if places is None:
            return None
        row, col = (slot[1] if len(slot) > 1 else None for slot in ext)
        if any(len(p) + (i == row) + (i == col) > 2 for i, p in places.items()):
            return None
        rest = set(range(len(factors)))
        word, reached = "", False
        if row is not None:
            word, reached = self._walk(factors, places, row, axes[0][0][0], rest, col)
        if col is not None and not reached:
            tail, _ = self._walk(factors, places, col, axes[1][0][0], rest, None)
            word += self.alphabet.transpose(tail)
        if rest:
            return None
        inner, outer = self.alphabet.split(word)
        return merge(self._scalars(scalars), inner), outer

    def _walk(
        self,
        factors: Sequence[Factor],
        places: dict[int, list[int]],
        start: int,
        dim: str,
        rest: set[int],
        goal: int | None,
    ) -> tuple[str, bool]:
        """The word read from the index `start`, and whether it ended at the index `goal` (else at a vector)."""
        word, here = "", start
        while True:
            onward = next((p for p in places.get(here, ()) if p in rest), None)
            if onward is None:
                return (word, True) if here == goal else (word + self.ones(dim), False)
            rest.discard(onward)
            key, indices = factors[onward]
            if len(indices) == 1:
                return word + self.letter(key, False), False
            flipped = indices[0] != here
            word += self.letter(key, flipped)
            here = indices[0] if flipped else indices[1]
            dim = label(key).dims[0 if flipped else 1]

    def letter(self, key: str, flipped: bool) -> str:
        """The letter of a label, or its transpose partner."""
        found = self._letters.get(key)
        if found is None:
            held = label(key)
            rows, cols = (*held.dims, ONES)[:2]
            found = self._letters[key] = self.alphabet.matrix(key, rows, cols, symmetric=held.symmetric)
            self._shown[found] = (key, False)
            self._shown.setdefault(self.alphabet.transpose(found), (key, True))
            self.labels[key] = None
            if held.kind == "unit":
                self.trivial.append({(self.alphabet.path(self.alphabet.transpose(found) + found), ""): 1, ("", ""): -1})
        return self.alphabet.transpose(found) if flipped else found

    def ones(self, dim: str) -> str:
        """The letter of the vector of ones."""
        key = ONES_OF + dim
        found = self._letters.get(key)
        if found is None:
            found = self._letters[key] = self.alphabet.matrix(f"ones({dim})", dim, ONES)
            self._shown[found] = (key, False)
            self._shown[self.alphabet.transpose(found)] = (key, True)
            square = self.alphabet.path(self.alphabet.transpose(found) + found)
            self.trivial.append({(square, ""): 1, (self.atom(dimension_atom(dim), 1), ""): -1})
        return found

    def _scalars(self, scalars: Sequence[tuple[str, Exponent]]) -> str:
        letters = ""
        for key, exponent in scalars:
            held = label(key)
            if (
                held.kind == "closed"
                and isinstance(exponent, int)
                and exponent > 0
                and (word := self._closed(held.argument)) is not None
            ):
                letters += word * exponent
            elif isinstance(exponent, int) and (exponent > 0 or held.kind == "dimension"):
                letters += self.atom(key, 1 if exponent > 0 else -1) * abs(exponent)
            else:
                letters += self.atom(key, exponent)
        return merge(letters)

    def atom(self, key: str, exponent: Exponent) -> str:
        """The scalar letter of an atom to an exponent that is not taken apart."""
        held = label(key)
        if held.kind == "dimension" and exponent == 1:
            letter = self.alphabet.dimension(held.name)
        else:
            letter = self.alphabet.scalar(key if exponent == 1 else f"{key}^{exponent}")
        if letter not in self._atoms:
            self._atoms[letter] = (key, exponent)
            self.labels[key] = None
            if exponent == -1:
                self.trivial.append({(merge(letter, self.atom(key, 1)), ""): 1, ("", ""): -1})
        return letter

    def note(self, tensor: Tensor) -> None:
        """Take note of all labels in a tensor, also in networks that are no words."""
        for _, factors, scalars in tensor.terms:
            for key, _ in (*factors, *scalars):
                self._note(key)

    def _note(self, key: str) -> None:
        held = label(key)
        if held.kind == "closed":
            for inner, _ in held.argument:
                self._note(inner)
        else:
            self.labels.setdefault(key)

    def is_word(self, factors: Sequence[Factor]) -> bool:
        """Whether a closed network is a closed path or a trace."""
        return self._closed(factors) is not None

    def _closed(self, factors: Sequence[Factor]) -> str | None:
        """The scalar letter of a closed path or cycle; None for another closed network."""
        places = _places(factors)
        if places is None or any(len(p) > 2 for p in places.values()):
            return None
        rest = set(range(len(factors)))
        vector = next((k for k, (_, indices) in enumerate(factors) if len(indices) == 1), None)
        loose = next((i for i, p in places.items() if len(p) == 1), None)
        if vector is not None:
            rest.discard(vector)
            key, (start,) = factors[vector]
            head, dim = self.letter(key, False), label(key).dims[0]
        elif loose is not None:
            key, indices = factors[places[loose][0]]
            start, dim = loose, label(key).dims[indices.index(loose)]
            head = self.ones(dim)
        else:
            key, indices = factors[0]
            start, dim = indices[0], label(key).dims[0]
            word, _ = self._walk(factors, places, start, dim, rest, start)
            return None if rest else self.alphabet.cycle(word, dim)
        tail, _ = self._walk(factors, places, start, dim, rest, None)
        return None if rest else self.alphabet.path(self.alphabet.transpose(head) + tail)

    # From polynomials to tensors, from certificates to contexts

    def tensor(self, polynomial: Polynomial, axes: tuple[Axis, ...]) -> Tensor:
        """The polynomial as a tensor with two slots of at most one index each."""

        def terms() -> Iterator[tuple[Net, Coefficient]]:
            for (scalars, word), coefficient in polynomial.items():
                build = Builder(self.alphabet, self.shown, 0, transposed=False)
                row, col = build.chain(word, "", with_hole=False) if word or axes[0] != UNIT else (None, None)
                self._numbers(build, scalars)
                ends = [i for axis, i in zip(axes, (row, col), strict=True) if axis != UNIT and i is not None]
                ext: tuple[Slot, ...] = tuple(
                    (0,) if axis == UNIT or i is None else (0, i)
                    for axis, i in zip(axes, (row, col), strict=True)
                    if axis == UNIT or i is not None
                )
                if len(ext) != len(axes):
                    raise TranslationError("a word has no index where its tensor has one")
                loose = [(i, i, d) for i, d in build.ones if i not in ends]
                yield joined(ext, build.factors, build.scalars, loose), coefficient

        return collected(axes, terms())

    def _numbers(self, build: Builder, scalars: str) -> None:
        for letter in scalars:
            content = self.alphabet.content(letter)
            if content is None:
                build.scalars.append(
                    self._atoms.get(letter) or (dimension_atom(self.alphabet.describe((letter, ""))), 1)
                )
            else:
                build.closed(content[1], "", cycle=content[0] == "cycle", with_hole=False)

    def context(self, term: Term, rank: int, axes: tuple[Axis, ...], *, row: bool = False) -> CertificateTerm:
        """The certificate term as a network with a hole of `rank` indices, for the kernel; `axes` are those of the
        goal, `row` tells a relation of shape 1 x n from one of shape n x 1."""
        build = Builder(self.alphabet, self.shown, rank, term.transposed != row)
        if term.place == "word":
            ends = build.chain(term.left, term.right, with_hole=True)
        else:
            if term.place == "scalar":
                build.hole = len(build.factors)
                build.factors.append((hole(0), ()))
            else:
                build.closed(term.left, term.right, cycle=term.place == "cycle", with_hole=True)
            ends = build.chain(term.word, "", with_hole=False)
        self._numbers(build, term.scalars)
        if any(axis != UNIT and i is None for axis, i in zip(axes, ends, strict=True)):
            raise TranslationError("a certificate term has no index where the goal has one")
        ext = tuple((0,) if axis == UNIT or i is None else (0, i) for axis, i in zip(axes, ends, strict=True))
        net: Net = (ext, tuple(build.factors), tuple(build.scalars))
        return CertificateTerm(term.coefficient, net, build.hole, term.relation)

    def shown(self, letter: str) -> tuple[str, bool]:
        """The label of a letter, and whether the letter is its transpose."""
        return self._shown[letter]


def _plain(axis: Axis) -> bool:
    return len(axis) == 1 and len(axis[0]) == 1


def _places(factors: Sequence[Factor]) -> dict[int, list[int]] | None:
    """Where each index stands; None if a factor has more than two indices, none at all, or one twice."""
    places: dict[int, list[int]] = {}
    for k, (key, indices) in enumerate(factors):
        if not 0 < len(indices) < 3 or label(key).kind == "moment":
            return None
        for i in indices:
            places.setdefault(i, []).append(k)
    return places

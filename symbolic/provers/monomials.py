"""Words and central scalars: the monomials of a typed free algebra.

Conventions.  A *letter* is one character that stands for a matrix; a *word* is a string of letters, read as their
product; the empty word is an identity matrix.  A dimension is a name, and "1" is the dimension one.  A *monomial* is a
pair (scalars, word), where `scalars` is a sorted string of scalar letters, which commute with everything: atoms (a
declared scalar, a reciprocal, a dimension); closed paths, words from row dimension 1 to column dimension 1 as in v'Aw;
and cycles, traces of words without a vector in them.

A closed path equals its transpose, a cycle also its rotations: the least of these words is interned as one letter.  A
closed path inside a word is taken out at once, u v'Aw z' = [v'Aw] * u z', so 1 x 1 products are central, and equal to
their transposes, without any relation.

Main results: `Alphabet.split`, `Alphabet.cycle`, and `Alphabet.key`, the order of monomials: number of letters to
eliminate, total degree, length of the word, the word lexicographically (letters in the order of their declaration), the
scalars.

Reference: arXiv 1910.06165, on why well-typed input needs no types during the computation.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from symbolic.errors import LanguageError, ShapeError

Coefficient = int | Fraction
Monomial = tuple[str, str]
Polynomial = dict[Monomial, Coefficient]
Shape = tuple[str, str]
Place = Literal["word", "path", "cycle"]
Key = tuple[int, int, int, str, tuple[tuple[int, int, str], ...]]

ONE: Monomial = ("", "")
SCALAR: Shape = ("1", "1")
# Private-use characters: letters of matrices, then letters of scalars.
_FIRST_MATRIX, _MATRICES = 0xE000, 6400
_FIRST_SCALAR, _SCALARS = 0xF0000, 0x1FFFE
_CACHE = 200_000


class Presentation(NamedTuple):
    """A reading of a monomial as scalars * text * word.

    The text is the open word itself (place "word"; `word` is then empty), a closed path, or a cycle; that of a cycle
    runs on past its `size` letters, so that every rotation is a substring.
    """

    place: Place
    scalars: str
    text: str
    size: int
    word: str


class _Keys(dict[Monomial, Key]):
    """What `make` gives, remembered."""

    def __init__(self, make: Callable[[Monomial], Key]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, monomial: Monomial) -> Key:
        if len(self) >= _CACHE:
            self.clear()
        key = self[monomial] = self._make(monomial)
        return key


class Alphabet:
    """The letters of one problem, and the words over them. `key(monomial)` is the sort key of the order of monomials.

    >>> alphabet = Alphabet()
    >>> a, x, y = alphabet.matrix("A", "n", "n"), alphabet.matrix("x", "n", "1"), alphabet.matrix("y", "n", "1")
    >>> alphabet.describe(alphabet.split(a + x + alphabet.transpose(a + y) + x))
    "[x'Ay] Ax"
    """

    def __init__(self) -> None:
        self.has_vectors = self.has_cycles = False
        self._names: dict[str, str] = {}
        self._shapes: dict[str, Shape] = {}
        self._partners: dict[int, str] = {}
        self._starts: set[str] = set()
        self._ends: set[str] = set()
        self._contents: dict[str, tuple[Literal["path", "cycle"], str]] = {}
        self._scalars = 0
        self._atoms: dict[tuple[str, str], str] = {}
        self._closed: dict[str, str] = {}
        self._splits: dict[str, Monomial] = {}
        self._keys = _Keys(self._key)
        self.key = self._keys.__getitem__
        self._first: str = ""

    # Declarations

    def matrix(self, name: str, rows: str, cols: str, *, symmetric: bool = False) -> str:
        """A new letter of shape rows x cols, and its transpose partner: the same letter if `symmetric`.

        Raises ShapeError for a 1 x 1 matrix (declare a scalar) and for a symmetric matrix that is not square.
        """
        if rows == cols == "1":
            raise ShapeError("matrix letter", name, SCALAR, expected="a scalar letter")
        if symmetric and rows != cols:
            raise ShapeError("symmetric matrix", name, (rows, cols), expected="a square matrix")
        letter = self._letter(name, rows, cols)
        partner = letter if symmetric else self._letter(name + "'", cols, rows)
        self._partners[ord(letter)], self._partners[ord(partner)] = partner, letter
        return letter

    def _letter(self, name: str, rows: str, cols: str) -> str:
        if len(self._shapes) >= _MATRICES:
            raise LanguageError(f"more than {_MATRICES} matrix letters")
        letter = chr(_FIRST_MATRIX + len(self._shapes))
        self._names[letter], self._shapes[letter] = name, (rows, cols)
        if rows == "1":
            self._starts.add(letter)
        if cols == "1":
            self._ends.add(letter)
        self.has_vectors = self.has_vectors or "1" in (rows, cols)
        return letter

    def scalar(self, name: str) -> str:
        """The atomic scalar letter of this name (one letter a name)."""
        return self._atom("scalar", name)

    def dimension(self, name: str) -> str:
        """The scalar letter of a dimension, tr I; the dimension "1" is the number 1, so no letter."""
        return "" if name == "1" else self._atom("dimension", name)

    def _atom(self, kind: str, name: str) -> str:
        letter = self._atoms.get((kind, name))
        if letter is None:
            letter = self._atoms[kind, name] = self._scalar_letter(name)
        return letter

    def _scalar_letter(self, name: str) -> str:
        if self._scalars >= _SCALARS:
            raise LanguageError(f"more than {_SCALARS} scalar letters")
        letter = chr(_FIRST_SCALAR + self._scalars)
        self._names[letter], self._scalars = name, self._scalars + 1
        return letter

    def eliminate(self, letters: str) -> None:
        """Put these letters and their partners before all others: a monomial with more of them is greater.

        So a definition rewrites the letter to its value instead of the other way round. Call it before a `Completion`
        is made; an empty string takes it back.
        """
        self._first = "".join({*letters, *self.transpose(letters)})
        self._keys.clear()

    # Words

    def transpose(self, word: str) -> str:
        """The word of the transpose: the partners of the letters, from the last to the first."""
        return word[::-1].translate(self._partners)

    def shape(self, word: str) -> Shape:
        """Rows and columns of a word that is not empty."""
        return self._shapes[word[0]][0], self._shapes[word[-1]][1]

    def split(self, word: str) -> Monomial:
        """The monomial of a word: its closed paths taken out."""
        if self._starts.isdisjoint(word):
            return "", word
        found = self._splits.get(word)
        if found is None:
            cuts = [i for i, letter in enumerate(word) if letter in self._starts]
            if word[-1] in self._ends:
                cuts.append(len(word))
            scalars = "".join(sorted(self._path(word[start:stop]) for start, stop in pairwise(cuts)))
            if len(self._splits) >= _CACHE:
                self._splits.clear()
            found = self._splits[word] = (scalars, word[: cuts[0]] + word[cuts[-1] :])
        return found

    def has_outer_product(self, word: str) -> bool:
        """Whether a vector's transpose stands inside the word, as in u v'."""
        return not self._starts.isdisjoint(word[1:])

    def path(self, word: str) -> str:
        """The scalars of a closed path, a word of shape 1 x 1. Raises ShapeError for another shape."""
        scalars, rest = self.split(word)
        if rest:
            raise ShapeError("closed path", self.describe(("", word)), self.shape(word), expected="1 x 1")
        return scalars

    def _path(self, word: str) -> str:
        return self._closed.get(word) or self._intern("path", word, (word, self.transpose(word)))

    def cycle(self, word: str, dimension: str) -> str:
        """The scalars of the trace of a word; `dimension` is the trace of the empty one."""
        if not word:
            return self.dimension(dimension)
        if word in self._closed:
            return self._closed[word]
        start = next((i for i, letter in enumerate(word) if letter in self._starts), None)
        if start is not None:
            return self.path(word[start:] + word[:start])
        equals = tuple(w[i:] + w[:i] for w in (word, self.transpose(word)) for i in range(len(word)))
        return self._intern("cycle", word, equals)

    def _intern(self, kind: Literal["path", "cycle"], word: str, equals: tuple[str, ...]) -> str:
        least = min(equals)
        letter = self._closed.get(least)
        if letter is None:
            text = self.describe(("", least))
            self.has_cycles = self.has_cycles or kind == "cycle"
            letter = self._closed[least] = self._scalar_letter(f"tr({text})" if kind == "cycle" else f"[{text}]")
            self._contents[letter] = (kind, least)
        self._closed[word] = letter
        return letter

    def content(self, letter: str) -> tuple[Literal["path", "cycle"], str] | None:
        """What a scalar letter stands for: the kind and the word of a closed path or a cycle; None for an atom."""
        return self._contents.get(letter)

    def views(self, letter: str) -> tuple[str, ...]:
        """The word of a closed path or a cycle, and that of its transpose where it differs."""
        word = self._contents[letter][1]
        other = self.transpose(word)
        return (word,) if word == other else (word, other)

    # Monomials

    def degree(self, scalars: str) -> int:
        """Sum of the degrees of scalar letters: 1 for an atom, else the length of the word."""
        return sum(len(self._contents[a][1]) if a in self._contents else 1 for a in scalars)

    def _key(self, monomial: Monomial) -> Key:
        scalars, word = monomial
        ranks = [self._rank(self._contents[a][1] if a in self._contents else a) for a in scalars]
        first, length, _ = self._rank(word)
        for rank in ranks:
            first, length = first + rank[0], length + rank[1]
        return first, length, len(word), word, tuple(sorted(ranks, reverse=True))

    def _rank(self, word: str) -> tuple[int, int, str]:
        return sum(map(word.count, self._first)), len(word), word

    def presentations(self, monomial: Monomial, outer: bool = False, traces: bool = False) -> Iterator[Presentation]:
        """The ways to read a monomial: its word; each closed path, put back at the vector end of the word if there is
        one; each cycle. Where outer products u v' are looked for (`outer`), also two closed paths end to end, and,
        with `traces`, a closed path as the trace of an outer product."""
        scalars, word = monomial
        yield Presentation("word", scalars, word, len(word), "")
        for letter in dict.fromkeys(scalars):
            if letter not in self._contents:
                continue
            rest, kind = scalars.replace(letter, "", 1), self._contents[letter][0]
            for view in self.views(letter):
                if kind == "path":
                    yield self._put_back(rest, view, word)
                if kind == "cycle" or (outer and traces):
                    yield Presentation("cycle", rest, view + view[:-1], len(view), word)
                if kind == "path" and outer:
                    for other in self._paths(rest):
                        for second in self.views(other):
                            yield self._put_back(rest.replace(other, "", 1), view + second, word)

    def _paths(self, scalars: str) -> list[str]:
        return [a for a in dict.fromkeys(scalars) if a in self._contents and self._contents[a][0] == "path"]

    def _put_back(self, scalars: str, closed: str, word: str) -> Presentation:
        end = self.position(word, "1")
        if end is None:
            return Presentation("path", scalars, closed, len(closed), word)
        text = word[:end] + closed + word[end:]
        return Presentation("word", scalars, text, len(text), "")

    def position(self, text: str, dimension: str) -> int | None:
        """The first place in a word where an identity of this dimension can stand; None if there is none."""
        for i, letter in enumerate(text):
            if self._shapes[letter][0] == dimension:
                return i
        return len(text) if text and self._shapes[text[-1]][1] == dimension else None

    def describe(self, monomial: Monomial) -> str:
        """The monomial for people."""
        scalars, word = monomial
        return " ".join([*(self._names[a] for a in scalars), "".join(self._names[a] for a in word)]).strip() or "1"


def merge(*scalars: str) -> str:
    """The product of scalar parts."""
    product = "".join(scalars)
    return "".join(sorted(product)) if len(product) > 1 else product


def quotient(scalars: str, divisor: str) -> str | None:
    """scalars / divisor, None if it does not divide."""
    for letter in divisor:
        if letter not in scalars:
            return None
        scalars = scalars.replace(letter, "", 1)
    return scalars


def missing(scalars: str, other: str) -> str:
    """lcm(scalars, other) / scalars."""
    for letter in scalars:
        other = other.replace(letter, "", 1)
    return other


def divide(dividend: Coefficient, divisor: Coefficient) -> Coefficient:
    """The quotient, an int where possible."""
    return whole(Fraction(dividend) / divisor) if divisor not in (1, -1) else whole(dividend * divisor)


def whole(number: Coefficient) -> Coefficient:
    """The same number, an int where possible."""
    return number.numerator if number.denominator == 1 else number


def accumulate(total: Polynomial, polynomial: Polynomial, factor: Coefficient = 1) -> None:
    """total += factor * polynomial, without zero terms."""
    for monomial, coefficient in polynomial.items():
        value = total.get(monomial, 0) + factor * coefficient
        if value:
            total[monomial] = value if type(value) is int else whole(value)
        else:
            total.pop(monomial, None)

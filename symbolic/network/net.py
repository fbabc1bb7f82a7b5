"""One network in canonical form.

A network is (ext, factors, scalars):
  ext      a tuple per open slot: (block, index, ...); an index may stand in several slots (the identity) and needs no
  factor (ones);
  factors  ((label, (index, ...)), ...): entries of tensors; an index that is not open is summed over its dimension;
  scalars  ((atom, exponent), ...): commuting numbers: symbols, dimensions, closed networks (traces, quadratic forms),
  reciprocals, ...

Open indices are numbered -1, -2, ... in the order in which the slots show them, bound ones 0, 1, ... Two networks are
equal up to renaming of indices, order of factors, transposition of scalars and rotation of traces if and only if their
canonical forms are equal.
Paths (words of matrices) are read off from end to end; everything else goes through colour refinement with branching on
ties.

Reference: the tensor-network form of index notation; canonical labelling by individualisation and refinement (McKay
1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symbolic.errors import TranslationError
from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.ordering import Factor as Factor
from symbolic.network.ordering import Search, least

Exponent = int | Fraction
Slot = tuple[int, ...]
Scalars = tuple[tuple[str, Exponent], ...]
Net = tuple[tuple[Slot, ...], tuple[Factor, ...], Scalars]

Line = list[tuple[str, bool]]
"""A path of matrices: their labels, each with whether it is met at its second index."""

EMPTY: Net = ((), (), ())


def canonical(ext: Sequence[Slot], factors: Sequence[Factor], scalars: Iterable[tuple[str, Exponent]]) -> Net:
    """The canonical form of a network whose every bound index stands in some factor."""
    names: dict[int, int] = {}
    for slot in ext:
        for index in slot[1:]:
            if index not in names:
                names[index] = -1 - len(names)
    atoms = _collect(scalars)
    line = line_of(factors, *names) if len(names) == 2 else None
    fixed = along(line) if line else _open_paths(factors, names)
    if fixed is None:
        fixed = _by_components(factors, names, atoms)
    return (
        tuple([(slot[0], *[names[i] for i in slot[1:]]) for slot in ext]),
        tuple(fixed),
        tuple(sorted([(a, e) for a, e in atoms.items() if e])) if atoms else (),
    )


def line_of(factors: Sequence[Factor], here: int, end: int) -> Line | None:
    """The factors as one path of matrices between two indices, where they stand in its order; None for all others. It
    spares most products of matrices the search.
    """
    line: Line = []
    last, met = len(factors) - 1, {here}
    for k, (key, indices) in enumerate(factors):
        if len(indices) != 2 or here not in indices:
            return None
        first, second = indices
        turned = first != here
        here = first if turned else second
        if here in met or (here == end) is not (k == last):
            return None
        met.add(here)
        line.append((key, turned))
    return line


def along(line: Line) -> list[Factor]:
    """The arrangement of a path from -1 to -2."""
    walk: list[Factor] = []
    here, last = -1, len(line) - 1
    for k, (key, turned) in enumerate(line):
        there = k if k < last else -2
        ids = (there, here) if turned else (here, there)
        walk.append((key, ids if ids[0] <= ids[1] or not label(key).symmetric else ids[::-1]))
        here = there
    return walk


def _open_paths(factors: Sequence[Factor], names: dict[int, int]) -> list[Factor] | None:
    """The arrangement of a network whose every component is a path from an open index; None for every other one."""
    ends: dict[int, list[int]] = {}
    for place, (_, indices) in enumerate(factors):
        if not 0 < len(indices) < 3 or (len(indices) == 2 and indices[0] == indices[1]):
            return None
        for i in indices:
            ends.setdefault(i, []).append(place)
    for i, places in ends.items():
        if len(places) != (1 if i in names else 2):
            return None
    numbers = dict(names)
    walk: list[Factor] = []
    seen: set[int] = set()
    for start in names:
        here, place = start, ends[start][0] if start in ends else -1
        while place >= 0 and place not in seen:
            seen.add(place)
            key, indices = factors[place]
            if len(indices) == 1:
                walk.append((key, (numbers[here],)))
                break
            there = indices[indices[0] == here]
            number = numbers.setdefault(there, len(numbers) - len(names))
            ids = (numbers[here], number) if indices[0] == here else (number, numbers[here])
            walk.append((key, ids if ids[0] <= ids[1] or not label(key).symmetric else ids[::-1]))
            place = -1 if there in names else next(p for p in ends[there] if p != place)
            here = there
    return walk if len(walk) == len(factors) else None


def _by_components(factors: Sequence[Factor], names: dict[int, int], atoms: dict[str, Exponent]) -> list[Factor]:
    """The arrangement component by component; closed ones go to `atoms`."""
    fixed: list[Factor] = []
    opened: list[tuple[list[Factor], int]] = []
    for component in _components(factors):
        anchors = [names[i] for _, indices in component for i in indices if i in names]
        if anchors:
            opened.append((component, max(anchors)))
        else:
            atom = closed(component)
            atoms[atom] = atoms.get(atom, 0) + 1
    opened.sort(key=lambda pair: -pair[1])
    if len(opened) > 1 and len({anchor for _, anchor in opened}) < len(opened):
        raise TranslationError("components of a network share an index")
    bound = 0
    for component, _ in opened:
        listed = _arrange(component, names)
        fixed += [(key, tuple(i if i < 0 else i + bound for i in indices)) for key, indices in listed]
        bound += 1 + max((i for _, indices in listed for i in indices if i >= 0), default=-1)
    return fixed


def concatenated(left: Net, right: Net) -> Net | None:
    """The product of two words, which needs no search; None for other networks."""
    if (left[2] and right[2]) or not is_word(left) or not is_word(right) or left[0][1][1:] != (-2,):
        return None
    ext, factors, scalars = left
    count = len(factors)
    ext2, factors2, scalars2 = right
    joined = list(factors[:-1])
    key, indices = factors[-1]
    joined.append(_ordered(key, tuple(count - 1 if i == -2 else i for i in indices)))
    for key, indices in factors2:
        joined.append(_ordered(key, tuple(count - 1 if i == -1 else i + count if i >= 0 else i for i in indices)))
    return (ext[0], ext2[1]), tuple(joined), scalars or scalars2


def transposed(net: Net) -> Net | None:
    """The transpose of a word from -1 to -2, which needs no search; None for other networks."""
    ext, factors, scalars = net
    if not is_word(net) or ext[1][1:] != (-2,):
        return None
    last = len(factors) - 2
    turned = tuple(
        _ordered(key, tuple(-3 - i if i < 0 else last - i for i in indices)) for key, indices in reversed(factors)
    )
    return ((ext[1][0], -1), (ext[0][0], -2)), turned, scalars


def is_word(net: Net) -> bool:
    """Whether a canonical network is one path of matrices from -1 to -2, or from -1 to a vector."""
    ext, factors, _ = net
    if len(ext) != 2 or not factors or ext[0][1:] != (-1,) or ext[1][1:] not in ((), (-2,)):
        return False
    end = len(factors) - 1
    here = -1
    for k, (_, indices) in enumerate(factors):
        there = k if k < end else -2
        if indices not in ((here, there), (there, here)):
            return k == end and ext[1][1:] == () and indices == (here,)
        here = there
    return ext[1][1:] == (-2,)


def alone(ext: tuple[Slot, ...], key: str, indices: tuple[int, ...]) -> Net:
    """The network of one factor whose indices are all open, -1, -2, ...

    in the order of the slots; an atom where it has none.
    """
    return (ext, (_ordered(key, indices),), ()) if indices else (ext, (), ((key, 1),))


def _ordered(key: str, indices: tuple[int, ...]) -> Factor:
    """A factor, its halves sorted where their order does not matter."""
    half = len(indices) // 2
    return key, least(indices) if indices[:half] > indices[half:] and label(key).symmetric else indices


def _collect(scalars: Iterable[tuple[str, Exponent]]) -> dict[str, Exponent]:
    atoms: dict[str, Exponent] = {}
    for atom, exponent in scalars:
        atoms[atom] = atoms.get(atom, 0) + exponent
    return atoms


def closed(component: list[Factor]) -> str:
    """The atom of a connected network without open indices."""
    if len(component) == 1 and not component[0][1]:
        return component[0][0]
    arranged = tuple(_arrange(component, {}))
    symbols = frozenset().union(*(label(key).symbols for key, _ in arranged))
    return intern(Label(f"closed:{digest(arranged)}", "closed", "", arranged, symbols=symbols))


def _components(factors: Sequence[Factor]) -> list[list[Factor]]:
    """The factors grouped by shared indices."""
    if len(factors) == 1:
        return [list(factors)]
    groups: list[tuple[set[int], list[Factor]]] = []
    for factor in factors:
        indices, members = set(factor[1]), [factor]
        rest = []
        for group in groups:
            if indices.isdisjoint(group[0]):
                rest.append(group)
            else:
                indices |= group[0]
                members = group[1] + members
        groups = [*rest, (indices, members)]
    return [members for _, members in groups]


def _arrange(component: list[Factor], names: dict[int, int]) -> list[Factor]:
    """The factors of one component in canonical order, open indices under their `names`, bound ones counted from 0."""
    walk = _path(component, names)
    return Search(component, names).least() if walk is None else walk


def _path(component: list[Factor], names: dict[int, int]) -> list[Factor] | None:
    """The arrangement of a component that is a path or a cycle of matrices and vectors; None for every other one."""
    ends: dict[int, list[int]] = {}
    for place, (_, indices) in enumerate(component):
        if not 0 < len(indices) < 3 or (len(indices) == 2 and indices[0] == indices[1] and len(component) > 1):
            return None
        for i in indices:
            ends.setdefault(i, []).append(place)
    for i, places in ends.items():
        if len(places) != (1 if i in names else 2):
            return None
    starts = [(place, i) for place, (_, indices) in enumerate(component) for i in indices if i in names]
    if len(starts) == 2 and names[starts[0][1]] < names[starts[1][1]]:
        starts = starts[::-1]
    if starts:
        return _walked(component, ends, starts[0][0], starts[0][1], names)
    vectors = [place for place, (_, indices) in enumerate(component) if len(indices) == 1]
    first = min(component[place][0] for place in vectors or range(len(component)))
    return min(
        _walked(component, ends, place, i, names)
        for place in vectors or range(len(component))
        if component[place][0] == first
        for i in ((None,) if vectors else component[place][1])
    )


def _walked(
    component: list[Factor], ends: dict[int, list[int]], place: int, entry: int | None, names: dict[int, int]
) -> list[Factor]:
    """The path from the factor at `place`, entered through the index `entry` (None: a vector that begins it)."""
    numbered = {} if entry is None else {entry: names.get(entry, 0)}
    count, walk, seen = len([i for i in numbered.values() if i >= 0]), [], set()
    here: int | None = place
    while here is not None and here not in seen:
        seen.add(here)
        key, indices = component[here]
        exit_: int | None = None
        if len(indices) == 2:
            exit_ = indices[1] if indices[0] == entry else indices[0]
        elif entry is None:
            exit_ = indices[0]
        if exit_ is not None and exit_ not in numbered:
            numbered[exit_] = names.get(exit_, count)
            count += exit_ not in names
        ids = tuple(numbered[i] for i in indices)
        walk.append((key, tuple(sorted(ids)) if len(ids) == 2 and label(key).symmetric else ids))
        here = None if exit_ is None else next((p for p in ends[exit_] if p != here), None)
        entry = exit_
    return walk

"""One network in canonical form: blind to names, order and ties, against brute force over all renamings."""

from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.errors import TranslationError
from symbolic.network.labels import Label, intern, label
from symbolic.network.net import Factor, Net, Slot, canonical

PLAIN = intern(Label("letter M", "symbol", "M", symbols=frozenset("M"), dims=("n", "n")))
EVEN = intern(Label("letter S", "symbol", "S", symmetric=True, symbols=frozenset("S"), dims=("n", "n")))
ROW = intern(Label("letter v", "symbol", "v", symbols=frozenset("v"), dims=("n",)))
CUBE = intern(Label("letter T", "symbol", "T", symbols=frozenset("T"), dims=("n", "n", "n")))
PAIRED = intern(Label("letter K", "inv", "K", symmetric=True, symbols=frozenset("K"), dims=("n", "n", "n", "n")))
ARITY = {PLAIN: 2, EVEN: 2, ROW: 1, CUBE: 3, PAIRED: 4}

K4 = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
PETERSEN = [
    *((k, (k + 1) % 5) for k in range(5)),
    *((k, k + 5) for k in range(5)),
    *((5 + k, 5 + (k + 2) % 5) for k in range(5)),
]
PRISM = [
    *((k, (k + 1) % 5) for k in range(5)),
    *((k, k + 5) for k in range(5)),
    *((5 + k, 5 + (k + 1) % 5) for k in range(5)),
]
CUBES = [(i, i ^ 1 << b) for i in range(8) for b in range(3) if i < i ^ 1 << b]


def factors_of(edges: Sequence[tuple[int, int]], key: str = PLAIN) -> list[Factor]:
    """A network with a factor for every edge."""
    return [(key, edge) for edge in edges]


def renamed(factors: Sequence[Factor], rng: Random) -> list[Factor]:
    """The same network with its indices renamed and its factors in another order, symmetric ones turned by chance."""
    indices = sorted({i for _, ids in factors for i in ids})
    names = dict(zip(indices, rng.sample(range(100), len(indices)), strict=True))
    listed = []
    for key, ids in rng.sample(list(factors), len(factors)):
        moved = tuple(names[i] for i in ids)
        half = len(moved) // 2
        listed.append((key, moved[half:] + moved[:half] if label(key).symmetric and rng.random() < 0.5 else moved))
    return listed


def brute(ext: Sequence[Slot], factors: Sequence[Factor]) -> object:
    """The least form over all renamings of all indices, by components of a definition that shares nothing with the
    code under test.
    """
    shown = list(dict.fromkeys(i for slot in ext for i in slot[1:]))
    bound = sorted({i for _, ids in factors for i in ids} - set(shown))

    def least(ids: tuple[int, ...], key: str) -> tuple[int, ...]:
        half = len(ids) // 2
        return min(ids, ids[half:] + ids[:half]) if label(key).symmetric else ids

    forms = []
    for order in permutations(range(len(bound))):
        names = {**{i: -1 - k for k, i in enumerate(shown)}, **dict(zip(bound, order, strict=True))}
        forms.append(sorted((key, least(tuple(names[i] for i in ids), key)) for key, ids in factors))
    return [tuple((s[0], *(-1 - shown.index(i) for i in s[1:])) for s in ext), min(forms)]


def drawn(rng: Random, keys: Sequence[str]) -> tuple[list[Slot], list[Factor]]:
    """A random network of up to five indices with up to two open slots, every bound index in some factor."""
    count = rng.randint(1, 5)
    factors = [
        (key, tuple(rng.randrange(count) for _ in range(ARITY[key]))) for key in rng.choices(keys, k=rng.randint(1, 5))
    ]
    present = sorted({i for _, ids in factors for i in ids})
    ext: list[Slot] = [(0, rng.choice(present)) for _ in range(rng.randint(0, 2))]
    return ext, factors


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_equal_forms_exactly_for_isomorphic_networks(seed: int) -> None:
    rng = Random(seed)
    keys = rng.choice([[PLAIN], [EVEN], [PLAIN, EVEN, ROW], [CUBE, ROW], [PAIRED, PLAIN], [PLAIN, ROW]])
    (ext, factors), (ext2, factors2) = drawn(rng, keys), drawn(rng, keys)
    if rng.random() < 0.5:
        factors2, ext2 = list(factors), list(ext)
        place = rng.randrange(len(factors2))
        key, ids = factors2[place]
        factors2[place] = (key, tuple(rng.sample(ids, len(ids))))
    if len(ext) == len(ext2):
        same = canonical(ext, factors, ()) == canonical(ext2, factors2, ())
        assert same == (brute(ext, factors) == brute(ext2, factors2))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_canonical_form_is_idempotent(seed: int) -> None:
    rng = Random(seed)
    ext, factors = drawn(rng, list(ARITY))
    form = canonical(ext, factors, ())
    assert canonical(*form) == form


@pytest.mark.parametrize(
    "edges",
    [K4, PETERSEN, PRISM, CUBES, [(k, (k + 1) % 9) for k in range(9)]],
    ids=["K4", "Petersen", "prism", "cube", "cycle"],
)
@pytest.mark.parametrize("key", [PLAIN, EVEN], ids=["any", "symmetric"])
def test_networks_with_many_ties_do_not_depend_on_names(edges: list[tuple[int, int]], key: str) -> None:
    rng = Random(5)
    both = [*edges, *((b, a) for a, b in edges)] if key == PLAIN else edges
    forms: set[Net] = {canonical((), renamed(factors_of(both, key), rng), ()) for _ in range(6)}
    assert len(forms) == 1


def test_regular_graphs_that_refinement_cannot_tell_apart_differ() -> None:
    assert canonical((), factors_of(PETERSEN, EVEN), ()) != canonical((), factors_of(PRISM, EVEN), ())
    two_triangles, hexagon = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)], [(k, (k + 1) % 6) for k in range(6)]
    hub = [(CUBE, (9, 9, 9)), *((EVEN, (9, k)) for k in range(6))]
    assert canonical((), [*factors_of(two_triangles, EVEN), *hub], ()) != canonical(
        (), [*factors_of(hexagon, EVEN), *hub], ()
    )


@pytest.mark.parametrize("count", [4, 10, 20])
def test_equal_branches_cost_no_factorial(count: int) -> None:
    """sum_i ((M v)_i)^count has count! orders of its branches."""
    factors = [f for k in range(1, count + 1) for f in ((PLAIN, (0, k)), (ROW, (k,)))]
    assert canonical((), renamed(factors, Random(1)), ()) == canonical((), renamed(factors, Random(2)), ())


def test_one_key_stands_for_one_content() -> None:
    intern(Label("letter one", "symbol", "one"))
    with pytest.raises(TranslationError, match="two contents"):
        intern(Label("letter one", "symbol", "two"))


def test_components_of_open_indices_alone_leave_the_numbering() -> None:
    ext = [(0, 1), (0, 2), (0, 3)]
    form = canonical(ext, [(PLAIN, (1, 7)), (ROW, (7,)), (ROW, (3,)), (PLAIN, (2, 8)), (ROW, (8,))], ())
    assert len({i for _, ids in form[1] for i in ids if i >= 0}) == 2

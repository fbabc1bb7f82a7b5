"""Products with closed paths: the reading of the paths tells what the search for a renaming tells."""

from __future__ import annotations

import random

import pytest

from symbolic.replay.products import Factor, Head, Product, _coloured, finished
from tests.support import require

EITHER = ((0, 1), (1, 0))
VECTORS = [Head(k, "symbol", f"u{k}", ("n",), turns=((0,),)) for k in (1, 2)]
MATRICES = [Head(k, "symbol", f"A{k}", ("n", "n"), turns=EITHER if k == 5 else ((0, 1),)) for k in (3, 4, 5)]


def draw(rng: random.Random) -> list[Factor]:
    """Closed paths, with vectors or with nothing at their ends, perhaps beside a path between two open indices."""
    factors: list[Factor] = []
    fresh = 0
    for kind in rng.choices(("closed", "loose", "half"), k=rng.randint(1, 3)):
        if kind != "loose":
            factors.append((rng.choice(VECTORS), (fresh,), rng.choice((1, 1, 2))))
        for head in rng.choices(MATRICES, k=rng.randint(kind == "loose", 3)):
            ends = (fresh, fresh + 1)
            factors.append((head, ends if rng.random() < 0.5 else ends[::-1], rng.choice((1, 1, 1, 2))))
            fresh += 1
        if kind == "closed":
            factors.append((rng.choice(VECTORS), (fresh,), 1))
        fresh += 1
    if rng.random() < 0.5:
        factors += [(MATRICES[0], (100, fresh), 1), (MATRICES[2], (fresh, 101), 1)]
    return factors


def disguised(factors: list[Factor], rng: random.Random) -> list[Factor]:
    """The same product, renamed, in another order, symmetric factors perhaps turned."""
    names = list(range(100))
    rng.shuffle(names)
    moved = [(h, tuple(i if i >= 100 else names[i] for i in indices), p) for h, indices, p in factors]
    turned = [(h, i[::-1] if len(h.turns) > 1 and rng.random() < 0.5 else i, p) for h, i, p in moved]
    rng.shuffle(turned)
    return turned


def altered(factors: list[Factor], rng: random.Random) -> list[Factor]:
    """One factor turned, or another in its place: it may be the same product again."""
    k = rng.randrange(len(factors))
    head, indices, power = factors[k]
    pool = VECTORS if len(indices) == 1 else MATRICES
    changed = rng.choice([(head, indices[::-1], power), (rng.choice(pool), indices, power)])
    return [*factors[:k], changed, *factors[k + 1 :]]


def searched(factors: list[Factor]) -> Product:
    """The product that is compared by a search."""
    ext = [i for i in (100, 101) if any(i in indices for _, indices, _ in factors)]
    return _coloured(ext, sorted(factors, key=lambda f: (f[0].number, f[2])), {i: -1 - k for k, i in enumerate(ext)})


def read(factors: list[Factor]) -> Product:
    """The product as replay makes it."""
    return finished([i for i in (100, 101) if any(i in indices for _, indices, _ in factors)], factors)


@pytest.mark.soundness
@pytest.mark.parametrize("seed", range(40))
def test_paths_are_equal_as_a_search_finds_them(seed: int) -> None:
    rng = random.Random(seed)
    verdicts = set()
    for _ in range(25):
        factors = draw(rng)
        same, other = disguised(factors, rng), disguised(altered(factors, rng), rng)
        require(read(factors) == read(same), f"{factors} and {same}")
        require(read(factors).mark == read(same).mark, f"{factors} and {same}")
        require(not read(factors).colours, f"{factors} is no product of paths")
        verdicts.add(searched(factors) == searched(other))
        require((read(factors) == read(other)) == (searched(factors) == searched(other)), f"{factors} and {other}")
        again = finished(read(factors).ext, read(factors).factors)
        require(again == read(factors) and again.factors == read(factors).factors, f"{again.factors}")
    require(verdicts == {True, False}, "both verdicts occur")

"""Networks plugged into contexts: a path in order, which is read off, gives what the search gives for any order."""

from __future__ import annotations

import random

import pytest

from symbolic.network.labels import Label, intern
from symbolic.network.net import Factor, Net, canonical
from symbolic.network.plug import hole, plugged
from symbolic.network.tensor import Coefficient, Tensor, collected
from tests.support import require

LETTERS = [intern(Label(f"plug {k}", "symbol", f"P{k}", symmetric=k == 3, dims=("n", "n"))) for k in range(4)]
AXES = ((("n",),), (("n",),))


def path(rng: random.Random, length: int) -> list[Factor]:
    """Matrices from index 0 to index `length`, some turned."""
    letters = enumerate(rng.choices(LETTERS, k=length))
    return [(key, (k + 1, k) if rng.random() < 0.4 else (k, k + 1)) for k, key in letters]


def drawn(rng: random.Random) -> Tensor:
    """A sum of products of matrices, perhaps with an identity or a trace in it."""
    terms: list[tuple[Net, Coefficient]] = []
    for _ in range(rng.randint(1, 4)):
        length = rng.randint(0, 4)
        factors = path(rng, length)
        if rng.random() < 0.2:
            factors += [(LETTERS[0], (90, 91)), (LETTERS[1], (91, 90))]
        terms.append((canonical(((0, 0), (0, length)), factors, ()), rng.choice((-2, -1, 1, 3))))
    return collected(AXES, terms)


@pytest.mark.soundness
@pytest.mark.parametrize("seed", range(60))
def test_a_path_in_order_is_plugged_as_in_any_order(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(10):
        length = rng.randint(1, 5)
        factors = path(rng, length)
        place = rng.randrange(length)
        factors[place] = hole(2), factors[place][1]
        ext = (rng.choice((0, 1)), 0), (rng.choice((0, 1)), length)
        order = list(range(length))
        rng.shuffle(order)
        value = drawn(rng)
        straight = collected(AXES, plugged((ext, tuple(factors), ()), place, value)).terms
        mixed = (ext, tuple(factors[k] for k in order), ())
        others = collected(AXES, plugged(mixed, order.index(place), value)).terms
        require(straight == others, f"{factors} in order and in the order {order}")
        if all(net[1] for net in value.terms):
            rest = [factors[k] for k in order if k != place]
            filled = [(canonical(ext, [*rest, *inserted(net, factors[place][1])], net[2]), c)
                      for net, c in value.terms.items()]
            require(straight == collected(AXES, filled).terms, f"{factors} and {value.terms}")


def inserted(net: Net, ends: tuple[int, ...]) -> list[Factor]:
    """The factors of a network between two indices."""
    names = {-1: ends[0], -2: ends[1]}
    return [(key, tuple(names.get(i, 1000 + i) for i in indices)) for key, indices in net[1]]

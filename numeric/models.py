"""Whether hypotheses hold anywhere, and whether a claim says anything there.

No point in the whole search is no proof that there is none; it is told as a warning. A derivative that meets a kink at
every point that was found makes a claim that says nothing.

>>> from symbolic.language.operator import apply
>>> from symbolic.language.statements import equals, relation
>>> from symbolic.language.symbols import scalar
>>> x = scalar("x")
>>> slope = equals(apply("grad", apply("abs", x), x), apply("sign", x))
>>> found = models([relation(x, "<=", 0), relation(0, "<=", x)], [slope], np.random.default_rng(0))
>>> found.points > 0, found.only_kinks
(True, True)
>>> models([relation(x, "<", 0), relation(0, "<", x)], [slope], np.random.default_rng(0)).points
0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from sympy import Basic

from numeric.evaluation import Point
from numeric.namespaces import Kink, NotRepresentable, Rational
from numeric.sampling import Sampler, sizes
from numeric.sampling.arithmetic import drawable
from numeric.sampling.realizations import without_random_definitions
from numeric.search import Round, points
from numeric.statements import truth
from symbolic.clock import clock
from symbolic.errors import EvaluationError

ROUNDS = (Round(2, 1, 4, 16), Round(3, 2, 4, 16))
ENOUGH, SECONDS = 12, 0.3


@dataclass(frozen=True, slots=True)
class Models:
    """How many points were found, and at how many a derivative in the claims meets a kink. `large`: the matrices have
    too many entries for points to be drawn.
    """

    points: int
    kinks: int
    large: bool = False

    @property
    def only_kinks(self) -> bool:
        """Whether every point that was found is at a kink."""
        return self.points == self.kinks > 0


def models(
    hypotheses: Sequence[Basic], claims: Sequence[Basic], rng: np.random.Generator, seconds: float = SECONDS
) -> Models:
    """What a search of at most `seconds` finds, the first few points."""
    hypotheses, claims = without_random_definitions(hypotheses, claims)
    sampler = Sampler(hypotheses, claims)
    smallest = list(islice(sizes(sampler.system.sized, hypotheses, ROUNDS[0].largest), ENOUGH))
    if smallest and not any(drawable(sampler.system.symbols, found) for found in smallest):
        return Models(0, 0, large=True)
    found = points(sampler, hypotheses, rng, clock() + seconds, ROUNDS)
    count = kinks = 0
    for point in islice(found, ENOUGH):
        count += 1
        kinks += any(_meets_kink(claim, point) for claim in claims)
    return Models(count, kinks)


def _meets_kink(claim: Basic, point: Point) -> bool:
    try:
        truth(claim, point.evaluator(Rational()))
    except Kink:
        return True
    except (EvaluationError, NotRepresentable):
        return False
    return False

"""The closing remarks of a published polynomial regression, each judged against the run, by basis and route.

Conventions: a route is one of those of `regression_evidence`. Every remark carries the criterion that makes its
wording decidable; another reading may need another criterion, so it is part of the data. What is "small" or "large"
is measured against the loss of the best constant.

Main result: `judge_remarks` (one record per remark, basis and verdict).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from numeric.polynomial_regression import BASES, Basis, Data, classical_data, constant_loss
from numeric.regression_evidence import EVERY_DEGREE, PRINTED_DEGREE, PRINTED_LOSS, Evidence, gather, printed_loss

SAME_SCALE = 10.0


@dataclass(frozen=True)
class Remark:
    """A remark in its own words, the criterion that decides it, and the test: whether it holds, and the deciding
    figure.
    """

    name: str
    words: str
    criterion: str
    test: Callable[[Evidence], tuple[bool, str]] = field(repr=False)


@dataclass(frozen=True)
class Judgement:
    """The verdict on a remark for a basis, on the routes that give this verdict; two records when the routes
    disagree.
    """

    remark: Remark
    basis: Basis
    holds: bool
    routes: tuple[str, ...]
    figure: str

    @property
    def verdict(self) -> str:
        return "holds" if self.holds else "does not hold"


def _best(losses: Mapping[int, float]) -> tuple[int, float]:
    degree = min(losses, key=lambda d: losses[d])
    return degree, losses[degree]


def _at(losses: Mapping[int, float]) -> str:
    return ", ".join(f"{loss:.4g} at d = {degree}" for degree, loss in losses.items()) or "none"


def _best_listed(e: Evidence) -> tuple[bool, str]:
    degree, loss = _best(e.test)
    four = f"{e.test[PRINTED_DEGREE]:.6g} at d = 4"
    return degree == PRINTED_DEGREE, f"smallest test loss {loss:.6g} at d = {degree}; {four}"


def _best_of_every(e: Evidence) -> tuple[bool, str]:
    degree, loss = _best(e.every)
    four = f"{e.every[PRINTED_DEGREE]:.6g} at d = 4"
    return degree == PRINTED_DEGREE, f"smallest test loss {loss:.6g} at d = {degree}; {four}"


def _printed(e: Evidence) -> tuple[bool, str]:
    gap = abs(e.test[PRINTED_DEGREE] - float(PRINTED_LOSS))
    nearest = printed_loss().restored
    return gap <= 1e-9, f"{e.test[PRINTED_DEGREE]:.16g}, away by {gap:.1e}; nearest with one digit put in: {nearest}"


def _under_wins(e: Evidence) -> tuple[bool, str]:
    (d, under), (D, over) = _best(e.under()), _best(e.over())
    return under < over, f"best {under:.6g} at d = {d} with d + 1 <= n against {over:.6g} at d = {D} past it"


def _under_wins_of_every(e: Evidence) -> tuple[bool, str]:
    d, under = _best({k: v for k, v in e.every.items() if k + 1 <= e.n})
    D, over = _best({k: v for k, v in e.every.items() if k + 1 > e.n})
    return under < over, f"best {under:.6g} at d = {d} with d + 1 <= n against {over:.6g} at d = {D} past it"


def _under_wins_at_the_median(e: Evidence) -> tuple[bool, str]:
    under, over = median(e.under().values()), median(e.over().values())
    return under < over, f"median test loss {under:.4g} for d + 1 <= n against {over:.4g} past it"


def _overfits(e: Evidence) -> tuple[bool, str]:
    degree, loss = _best(e.under())
    better = {d: x for d, x in e.over().items() if x <= loss}
    looser = {d: e.train[d] for d in e.over() if e.train[d] >= e.train[degree]}
    figure = f"test loss at most {loss:.4g}: {_at(better)}; training loss at least {e.train[degree]:.2g}: {_at(looser)}"
    return not better and not looser, figure


def _comes_down(e: Evidence) -> tuple[bool, str]:
    before, after = min(x for d, x in e.over().items() if d < 50), max(x for d, x in e.over().items() if d >= 50)
    return after < before, f"at most {after:.4g} from d = 50 on, at least {before:.4g} at d = 15, 20, 30"


def _reasonable(e: Evidence) -> tuple[bool, str]:
    high = {d: x for d, x in e.over().items() if d >= 50 and x >= constant_loss()}
    return not high, f"the best constant has {constant_loss():.4g}; not below it: {_at(high)}"


def _exactness_is_the_cause(e: Evidence) -> tuple[bool, str]:
    before, after = min(e.train[d] for d in e.over() if d < 50), max(e.train[d] for d in e.over() if d >= 50)
    return after < before, f"training loss {before:.1e} at best before d = 50, {after:.1e} at worst from there on"


def _threshold(e: Evidence) -> tuple[bool, str]:
    first = next(d for d in EVERY_DEGREE if d + 1 > e.n)
    listed = min(e.over())
    return first == 15, f"d + 1 = n = {e.n} at d = {e.n - 1}; first past it d = {first}, in the list d = {listed}"


def _growth_starts_past_threshold(e: Evidence) -> tuple[bool, str]:
    high = {d: x for d, x in e.under().items() if x > SAME_SCALE * e.test[PRINTED_DEGREE]}
    return not high, f"already more than ten times the loss at d = 4: {_at(high)}"


def _parabola(e: Evidence) -> tuple[bool, str]:
    slopes = np.sign(np.diff([e.test[d] for d in sorted(e.test)]))
    turns = [sorted(e.test)[i + 1] for i in np.flatnonzero(slopes[1:] != slopes[:-1])]
    return len(turns) == 1, f"the loss turns at d = {', '.join(map(str, turns))}"


def _never_models(e: Evidence) -> tuple[bool, str]:
    good = {d: x for d, x in e.over().items() if x < constant_loss() / 2}
    return not good, f"half the loss of the best constant is {constant_loss() / 2:.4g}; below it: {_at(good)}"


REMARKS: tuple[Remark, ...] = (
    Remark("best degree", "The best dimension size (polynomial degree) is d = 4",
           "smallest test loss of the listed degrees", _best_listed),
    Remark("best of every degree", "The best dimension size (polynomial degree) is d = 4",
           "smallest test loss of all degrees from 1 to 200, by QR", _best_of_every),
    Remark("printed loss", f"where the loss was {PRINTED_LOSS}",
           "the test loss at d = 4 agrees to 1e-9 (rounding moves it by about cond(X)^2 eps < 3e-10 of it)", _printed),
    Remark("few columns win",
           "Since n = 14, the underparameterized case works better for fitting to the target; ... the minimal loss",
           "smallest test loss on either side, listed degrees", _under_wins),
    Remark("few columns win, every degree", "... in terms of achieving the minimal loss",
           "smallest test loss on either side, all degrees from 1 to 200, by QR", _under_wins_of_every),
    Remark("few columns win in general",
           "... in terms of generalizability to the overall behaviour of the function",
           "median test loss on either side, listed degrees", _under_wins_at_the_median),
    Remark("overfitting",
           "The overparameterized cases lead to overfitting as they fit more exactly to the data points",
           "each listed degree past n has smaller training and larger test loss than the best one before", _overfits),
    Remark("comes down", "from d = 50 onwards ... the error steadies back down",
           "from d = 50 on each test loss is below those at d = 15, 20, 30", _comes_down),
    Remark("reasonable range", "... to within a reasonable range",
           "from d = 50 on each test loss is below that of the best constant", _reasonable),
    Remark("exactness as the cause",
           "the regression fit is so exact to the data points that the error steadies back down",
           "from d = 50 on each training loss is below those at d = 15, 20, 30", _exactness_is_the_cause),
    Remark("threshold", "at d = 15, when the problem becomes overparameterized",
           "d = 15 is the first degree with d + 1 > n", _threshold),
    Remark("growth at the threshold",
           "The loss grows exponentially at d = 15, when the problem becomes overparameterized",
           "no listed degree with d + 1 <= n has ten times the test loss of d = 4", _growth_starts_past_threshold),
    Remark("parabola", "resulting in the parabolic loss behaviour",
           "the test loss has one turning point over the listed degrees", _parabola),
    Remark("does not model the target",
           "the overparameterized cases in general do not model the behaviour of the target function well",
           "no listed degree past n has less than half the test loss of the best constant", _never_models),
)


def judge_remarks(
    data: Data | None = None, evidence: Mapping[Basis, Sequence[Evidence]] | None = None
) -> tuple[Judgement, ...]:
    """Every remark for every basis; routes with the same verdict share a record, whose figure is that of the first
    route. `evidence`, where it is at hand, is what `gather` returns for the data and each basis.
    """
    evidence = evidence or {basis: gather(data or classical_data(), basis) for basis in BASES}
    judged: list[Judgement] = []
    for remark in REMARKS:
        for basis in evidence:
            outcomes = {e.route: remark.test(e) for e in evidence[basis]}
            for holds in (True, False):
                routes = tuple(route for route, outcome in outcomes.items() if outcome[0] is holds)
                if routes:
                    judged.append(Judgement(remark, basis, holds, routes, outcomes[routes[0]][1]))
    return tuple(judged)

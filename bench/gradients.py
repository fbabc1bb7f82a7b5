"""Derivatives: time, correctness, length of results, growth with depth; beside SymPy's matrix derivative.

The statements are those of tests/claims/gradients.toml and more_gradients.toml that equate a gradient, Jacobian or
Hessian with a reference. The time is that of `differentiate`: finding the derivative, the kernel's proof of it, and
what it needs to be defined; reading the statement, the imports and the reading of the table of laws, once a process,
are not in it. It is processor time, and the least of several runs, since other programs may run; before each, all else
that our functions remember is forgotten. SymPy's derivative is judged in the same run, at random points that meet the
hypotheses, against the reference.

    python -m bench.gradients
"""

import statistics
import sys
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sympy import Eq
from sympy.utilities.exceptions import SymPyDeprecationWarning

from bench._sympy_gradients import classified
from bench.operators import spread
from numeric.evaluation import Point, evaluate
from numeric.namespaces import Float64
from numeric.sampling import Sampler
from numeric.trials import distinct
from symbolic.calculus import CalculusError, backpropagate, differentiate
from symbolic.calculus.products import length
from symbolic.errors import LineproofError
from symbolic.language.grammar import to_text
from symbolic.language.laws import parsed
from symbolic.language.operator import Application, apply
from symbolic.language.problem import parse_problem
from symbolic.language.statements import equals
from symbolic.language.symbols import dimensions, matrix, vector

FOLDER = Path(__file__).parents[1] / "tests" / "claims"
FILES = ("gradients.toml", "more_gradients.toml")
DERIVATIVES = ("grad", "jac", "hess")
MEDIAN, RATIO, WORST = 0.002, 1.1, 1.5
"""Bounds: the median seconds of gradients.toml, and its median and largest length over the reference."""
REPEATS, SLOW = 9, 0.1
SEED, DRAWS, POINTS, LEVEL = 0, 8, 3, 2


@dataclass(frozen=True)
class Statement:
    """A derivative with its reference."""

    name: str
    goal: Any
    reference: Any
    hypotheses: tuple[Any, ...]


def statements(file: str) -> Iterator[Statement]:
    """The true statements of a file that equate a derivative with a reference."""
    for claim in tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["claim"]:
        if claim["expect"] != "proved":
            continue
        problem = parse_problem(claim["let"], claim.get("given", ()), claim["claim"])
        for stated in problem.claims:
            left = stated.args[0] if isinstance(stated, Eq) else None
            if isinstance(left, Application) and left.operator.name in DERIVATIVES:
                yield Statement(claim["id"], left, stated.args[1], problem.hypotheses)


def derived(stated: Statement, caches: Sequence[Any]) -> tuple[float, Any]:
    """Seconds, with the caches emptied before each run, and the derivative (None where there is none)."""
    found, runs = None, []
    for _ in range(REPEATS):
        for cache in caches:
            cache.cache_clear()
        start = time.process_time()
        try:
            found = differentiate(stated.goal.operator.name, *stated.goal.operands, stated.hypotheses).term
        except CalculusError:
            found = None
        runs.append(time.process_time() - start)
        if found is None or runs[0] > SLOW:
            break
    return min(runs), found


def remembering() -> list[Any]:
    """The functions of `symbolic` that remember, but for the table of laws."""
    modules = [module for name, module in sys.modules.items() if name.startswith("symbolic.")]
    found = {id(value): value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")}
    return [value for value in found.values() if value is not parsed]


def ratio(stated: Statement, term: Any) -> float:
    """The length of a result over that of the reference: as text or in signs, whichever is worse."""
    return max(len(to_text(term)) / len(to_text(stated.reference)), length(term) / length(stated.reference))


def has_value(term: Any, point: Point) -> bool:
    """Whether a term is defined at a point."""
    try:
        evaluate(term, point, Float64())
    except LineproofError:
        return False
    return True


def by_sympy(listed: list[Statement]) -> Counter[str]:
    """How many gradients SymPy finds: right, wrong without a word, unevaluated, or by an exception."""
    outcomes: Counter[str] = Counter()
    rng = np.random.default_rng(SEED)
    for stated in listed:
        sampler = Sampler(stated.hypotheses, (equals(stated.goal, stated.reference),))
        points: list[Point] = []
        for sizes in distinct(sampler.system, rng)[:DRAWS]:
            point = sampler.draw(sizes, rng, LEVEL)
            if point is not None and has_value(stated.reference, point):
                points.append(point)
        found = classified(*stated.goal.operands, stated.reference, points[:POINTS]) if points else "not judged"
        outcomes[found] += 1
    return outcomes


def depths() -> list[int]:
    """The signs of all signals of a network with K = 2, ..., 8 relu layers and skip connections."""
    (k,) = dimensions("k")
    found = []
    for depth in range(2, 9):
        hidden = [vector(f"h{i}", k) for i in range(depth + 1)]
        weights = [matrix(f"W{i}", k, k) for i in range(depth)]
        nodes = []
        for i in range(depth):
            z = vector(f"z{i}", k)
            nodes += [(z, weights[i] * hidden[i]), (hidden[i + 1], hidden[i] + apply("relu", z))]
        loss = apply("norm", hidden[-1] - vector("t", k)) ** 2
        found.append(backpropagate(loss, nodes, [*weights, hidden[0]]).length)
    return found


def main() -> int:
    """Measure, print, and return the exit status: 1 where a bound is missed."""
    warnings.simplefilter("ignore", SymPyDeprecationWarning)
    bounds: dict[str, bool] = {}
    caches = remembering()
    for file in FILES:
        listed = list(statements(file))
        runs = {s.name: derived(s, caches) for s in listed}
        times = [seconds for seconds, term in runs.values() if term is not None]
        ratios = [ratio(s, term) for s in listed if (term := runs[s.name][1]) is not None]
        missed = [name for name, (_, term) in runs.items() if term is None]
        print(f"{file}: {len(listed) - len(missed)} of {len(listed)} derived and proved; {spread(times, 1000)} ms")
        print(f"{'':4}length over the reference: {spread(ratios, digits=2)}; above {WORST}: "
              f"{sum(r > WORST for r in ratios)}; not derived: {', '.join(missed) or 'none'}")
        gradients = [s for s in listed if s.goal.operator.name == "grad"]
        outcomes = by_sympy(gradients)
        print(f"{'':4}SymPy on its {len(gradients)} gradients: "
              + ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
        if file == FILES[0]:
            bounds[f"median under {1000 * MEDIAN:g} ms"] = statistics.median(times) < MEDIAN
            bounds[f"lengths: median {RATIO}, each {WORST}"] = (
                statistics.median(ratios) <= RATIO and max(ratios) <= WORST and not missed
            )
    lengths = depths()
    bounds["length is linear in depth"] = len(set(np.diff(lengths).tolist())) == 1
    print(f"signs of all signals, K = 2, ..., 8 layers: {', '.join(map(str, lengths))}")
    print("(median / 90th percentile / largest)")
    for name, held in bounds.items():
        print(f"{name}: {'yes' if held else 'NO'}")
    return int(not all(bounds.values()))


if __name__ == "__main__":
    sys.exit(main())

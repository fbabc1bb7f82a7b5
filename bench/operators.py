"""Operator identities: reach, time, lengths of certificates and proofs, memory, and how time grows; beside operator_gb.

Each statement of tests/claims/operators.toml is read, proved, its certificate multiplied out by the kernel, and
checked again by replay, in one process after the imports, set up as a worker of the command line is. Times are
processor time, since other programs may run; the least of several runs counts, and the first runs are shown as well:
later ones find terms and networks remembered. The figures of operator_gb (Sage, limit 60 s) are those that the file
states under `peers`. Proof lengths are lines of explanations.

    python -m bench.operators            everything
    python -m bench.operators --quick    reach and times only
"""

import resource
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from proofs.serving import collect_seldom
from symbolic.errors import LineproofError
from symbolic.explain import explained
from symbolic.kernel import Theorem
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem

FILE = Path(__file__).parents[1] / "tests" / "claims" / "operators.toml"
REPEATS = 3
SECONDS = 5.0
DIRECT = {"ring", "ring+scalars", "range", "star_cancel"}
"""Kinds of argument that must all be proved, with a median under MEDIAN and each within WORST seconds."""
MEDIAN, WORST, SHARE = 0.005, 1.0, 0.9


def judged(claim: dict[str, Any], *, again: bool = True) -> tuple[float, list[Theorem]]:
    """Seconds to read and prove all statements of a claim and (`again`) to replay them, and the theorems (none where
    one is not proved).
    """
    start = time.process_time()
    problem = parse_problem(claim.get("let", {}), claim.get("given", []), claim["claim"])
    theorems = []
    for statement in problem.claims:
        proof = prove(problem.hypotheses, statement, seconds=SECONDS)
        if proof.theorem is None or proof.needs:
            return time.process_time() - start, []
        if again:
            replay_theorem(proof.theorem)
        theorems.append(proof.theorem)
    return time.process_time() - start, theorems


def certificate_length(theorem: Theorem) -> int:
    """Terms of all certificates in a theorem."""
    return sum(len(part.data) for part in theorem.tree() if part.rule == "certificate")


def proof_length(theorem: Theorem) -> int:
    """Lines of the explanation."""
    return explained(theorem).length


def spread(values: Sequence[float], unit: float = 1.0, digits: int = 1) -> str:
    """Median, 90th percentile and largest."""
    ordered = sorted(values)
    if not ordered:
        return "none"
    chosen = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))], ordered[-1]
    return " / ".join(f"{value * unit:.{digits}f}" for value in chosen)


def growth(name: str, sizes: Sequence[int], claim: Callable[[int], dict[str, Any]]) -> str:
    """The least time for each size of a family of true claims; `-` where one is not proved."""
    shown = []
    for size in sizes:
        runs = [judged(claim(size)) for _ in range(REPEATS)]
        best = min(seconds for seconds, _ in runs)
        shown.append(f"{size}: {1000 * best:.1f} ms" if runs[0][1] else f"{size}: -")
    return f"{name:34} {', '.join(shown)}"


def long_word(length: int) -> dict[str, Any]:
    """A projection to a power, between two matrices."""
    word = "*".join(["P"] * length)
    return {"let": {"P": "n x n", "A": "m x n", "B": "n x m"}, "given": ["P*P = P"], "claim": [f"A*{word}*B = A*P*B"]}


def inverse_product(count: int) -> dict[str, Any]:
    """Products of matrices with their inverses, undone in turn."""
    names = [f"A{k}" for k in range(count)]
    forth, back = "*".join(names), "*".join(f"{name}^-1" for name in reversed(names))
    return {"let": dict.fromkeys(names, "n x n, invertible"), "claim": [f"({forth})*({back}) = I"]}


def many_hypotheses(count: int) -> dict[str, Any]:
    """Matrices that commute with B, and their product that does."""
    names = [f"A{k}" for k in range(count)]
    product = "*".join(names)
    given = [f"{name}*B = B*{name}" for name in names]
    return {"let": dict.fromkeys([*names, "B"], "n x n"), "given": given, "claim": [f"{product}*B = B*{product}"]}


def unused_hypotheses(count: int) -> dict[str, Any]:
    """Uniqueness of the inverse among hypotheses on other matrices."""
    others = [f"C{k}" for k in range(count)]
    given = ["B*A = I", "A*C = I", *(f"{name}*{name} = {name}" for name in others)]
    return {"let": dict.fromkeys(["A", "B", "C", *others], "n x n"), "given": given, "claim": ["B = C"]}


def many_claims(count: int) -> dict[str, Any]:
    """Powers of a projection, each a claim."""
    claims = [f"{'*'.join(['P'] * (k + 2))} = P" for k in range(count)]
    return {"let": {"P": "n x n"}, "given": ["P*P = P"], "claim": claims}


def peers(claims: Sequence[dict[str, Any]]) -> str:
    """What the file states of operator_gb on these claims."""
    listed = [claim["peers"] for claim in claims if "operator_gb" in claim.get("peers", {})]
    proved = [peer for peer in listed if peer["operator_gb"] == "proved"]
    failed = sum("operator_gb_certificate" in peer for peer in proved)
    times = [peer["operator_gb_s"] for peer in proved if "operator_gb_s" in peer]
    wrong = f", {failed} certificates that do not multiply out" if failed else ""
    return f"{len(proved)} of {len(listed)} proved{wrong}; {spread(times, 1000)} ms"


def measure(claims: Sequence[dict[str, Any]]) -> tuple[dict[str, float], list[float], dict[str, list[Theorem]]]:
    """The least time of each claim, the times of first runs, and the theorems of those that are proved."""
    seconds: dict[str, float] = {}
    first: list[float] = []
    theorems: dict[str, list[Theorem]] = {}
    for claim in claims:
        runs = []
        for _ in range(REPEATS):
            took, found = judged(claim)
            runs.append(took)
            if found:
                theorems[claim["id"]] = found
            if took > WORST:
                break
        seconds[claim["id"]] = min(runs)
        first.append(runs[0])
    return seconds, first, theorems


def main() -> int:
    """Measure, print, and return the exit status: 1 where a bound is missed."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"]
    true = [claim for claim in entries if claim["expect"] == "proved"]
    collect_seldom()
    seconds, first, theorems = measure(true)
    direct = [claim for claim in true if DIRECT.intersection(claim.get("tags", ()))]
    beyond = [claim for claim in true if claim not in direct]
    for name, chosen in (("direct (ring, range, star)", direct), ("beyond", beyond), ("all true statements", true)):
        proved = [seconds[claim["id"]] for claim in chosen if claim["id"] in theorems]
        print(f"{name:28} lineproof    {len(proved)} of {len(chosen)} proved; {spread(proved, 1000)} ms")
        print(f"{'':28} operator_gb  {peers(chosen)}")
    alone = [min(judged(claim, again=False)[0] for _ in range(REPEATS)) for claim in direct]
    print(f"{'':28} without replay: direct {spread(alone, 1000)} ms")
    print(f"{'':28} first runs: all {spread(first, 1000)} ms")
    print(f"{'':28} (median / 90th percentile / largest)")
    missed = [claim["id"] for claim in true if claim["id"] not in theorems]
    print(f"not proved: {', '.join(missed) or 'none'}")
    slowest = sorted(seconds, key=lambda name: -seconds[name])[:5]
    print("slowest: " + ", ".join(f"{name} {1000 * seconds[name]:.0f} ms" for name in slowest))
    if "--quick" not in sys.argv[1:]:
        lengths([theorem for found in theorems.values() for theorem in found])
        growths()
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    return status(direct, beyond, seconds, theorems)


def lengths(theorems: Sequence[Theorem]) -> None:
    """Lengths of certificates and of explanations, and the rules that were used."""
    print(f"terms of certificates: {spread(list(map(certificate_length, theorems)), digits=0)}")
    lines, started, failed = [], time.perf_counter(), 0
    for theorem in theorems:
        try:
            lines.append(proof_length(theorem))
        except LineproofError:
            failed += 1
    print(f"lines of proofs: {spread(lines, digits=0)}; {time.perf_counter() - started:.1f} s to tell {len(lines)}"
          + (f", {failed} not told" if failed else ""))
    rules = Counter(part.rule for theorem in theorems for part in theorem.tree())
    print("rules: " + ", ".join(f"{rule} {count}" for rule, count in rules.most_common()))


def growths() -> None:
    """How time grows with the length of words, the number of hypotheses and the number of claims."""
    print(growth("length of a word", (4, 8, 16, 32), long_word))
    print(growth("factors of a product of inverses", (2, 4, 8, 12), inverse_product))
    print(growth("hypotheses that are used", (2, 4, 8, 16), many_hypotheses))
    print(growth("hypotheses that are not", (2, 4, 8, 16), unused_hypotheses))
    print(growth("claims", (1, 4, 16, 32), many_claims))


def status(
    direct: Sequence[dict[str, Any]],
    beyond: Sequence[dict[str, Any]],
    seconds: dict[str, float],
    theorems: dict[str, list[Theorem]],
) -> int:
    """1 where a direct statement is not proved or too slow, or too few of the others are proved."""
    times = [seconds[claim["id"]] for claim in direct]
    share = sum(claim["id"] in theorems for claim in beyond) / max(len(beyond), 1)
    bounds = {
        "every direct statement is proved": all(claim["id"] in theorems for claim in direct),
        f"direct median under {1000 * MEDIAN:g} ms": statistics.median(times) < MEDIAN,
        f"each direct statement within {WORST:g} s": max(times) <= WORST,
        f"at least {SHARE:.0%} of the others are proved": share >= SHARE,
    }
    for name, held in bounds.items():
        print(f"{name}: {'yes' if held else 'NO'}")
    return int(not all(bounds.values()))


if __name__ == "__main__":
    sys.exit(main())

"""How long it takes to read a statement of the claim files: the median, and the longest.

Processor time, the least of several runs of each statement, its symbols and the caches of SymPy being warm.
"""

import statistics
import sys
import time
import tomllib
from pathlib import Path

from symbolic.language.problem import parse_problem

FILES = sorted((Path(__file__).parents[1] / "tests" / "claims").glob("*.toml"))
REPEATS = 3
MEDIAN, LONGEST = 0.001, 0.015


def reading_times() -> list[float]:
    """The seconds of every statement that is claimed."""
    found = []
    for path in FILES:
        for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]:
            problem = parse_problem(claim["let"], claim.get("given", []), claim["claim"])
            for text in claim["claim"]:
                runs = []
                for _ in range(REPEATS):
                    start = time.process_time()
                    problem.scope.statement(text)
                    runs.append(time.process_time() - start)
                found.append(min(runs))
    return found


def main() -> int:
    """Measure, print, and return the exit status: 1 when a bound is missed."""
    times = reading_times()
    median, longest = statistics.median(times), max(times)
    print(f"{len(times)} statements: median {1e3 * median:.2f} ms (at most {1e3 * MEDIAN:g}), ", end="")
    print(f"longest {1e3 * longest:.1f} ms (at most {1e3 * LONGEST:g})")
    return int(median > MEDIAN or longest > LONGEST)


if __name__ == "__main__":
    sys.exit(main())

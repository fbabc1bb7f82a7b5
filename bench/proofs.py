"""How long the proofs of the catalog take, warm and without figures, as multiples of `import sympy` in the same run.

Each line of each proof is proved and its certificate multiplied out by the kernel; the least of several runs
counts, in one process, after the
imports. At most 4 times `import sympy` is allowed for the three proofs on least squares together.
"""

import subprocess
import sys
import time

from proofs import catalog
from symbolic.provers.prover import prove

REPEATS = 5
BOUND = 4.0
LEAST_SQUARES = {"normal_equations", "projection_trace", "expected_training_loss"}


def import_seconds() -> float:
    """The least wall time of `import sympy` over several processes, less that of a process that does nothing."""
    least = []
    for program in ("pass", "import sympy"):
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True)
            times.append(time.perf_counter() - start)
        least.append(min(times))
    return least[1] - least[0]


def proof_seconds(name: str) -> tuple[float, int]:
    """The least time in which all claims of a proof are proved, and how many they are."""
    rows = [row for row in catalog.load(name).rows if row.kind == "claim"]
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for row in rows:
            if prove(row.hypotheses, row.statement).theorem is None:
                raise SystemExit(f"{name}, line {row.number}: not proved")
        times.append(time.perf_counter() - start)
    return min(times), len(rows)


def main() -> int:
    """Measure, print a table, and return the exit status: 1 when the bound is missed."""
    unit = import_seconds()
    total = 0.0
    print(f"{'proof':28} {'lines':>5} {'seconds':>8} {'/ import sympy':>15}")
    for entry in catalog.entries():
        seconds, lines = proof_seconds(entry.name)
        total += seconds if entry.name in LEAST_SQUARES else 0.0
        print(f"{entry.name:28} {lines:5} {seconds:8.3f} {seconds / unit:15.2f}")
    print(f"least squares together / import sympy = {total / unit:.2f} (at most {BOUND:g})")
    return int(total / unit > BOUND)


if __name__ == "__main__":
    sys.exit(main())

"""How fast the command line answers, as a share of `import sympy`: at most a fifth for `--help` and for `list`.

Both are whole processes less a process that does nothing, so that the start of the interpreter counts for neither. The
least of several alternating runs is taken: what else the machine does only ever adds.
"""

import subprocess
import sys
import time

REPEATS = 7
BOUND = 0.2
PROGRAMS = {
    "nothing": ["-c", "pass"],
    "import sympy": ["-c", "import sympy"],
    "lineproof --help": ["-m", "lineproof", "--help"],
    "lineproof list": ["-m", "lineproof", "list"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one interpreter with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Measure, print a line for each command, and return the exit status: 1 when a bound is missed."""
    runs = [{name: seconds(arguments) for name, arguments in PROGRAMS.items()} for _ in range(REPEATS)]
    least = {name: min(run[name] for run in runs) - min(run["nothing"] for run in runs) for name in PROGRAMS}
    shares = {name: least[name] / least["import sympy"] for name in PROGRAMS if name.startswith("lineproof")}
    for name, share in shares.items():
        print(f"{name} / import sympy = {share:.3f} (at most {BOUND})")
    return int(max(shares.values()) > BOUND)


if __name__ == "__main__":
    sys.exit(main())

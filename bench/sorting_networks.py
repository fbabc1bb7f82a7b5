"""How long it takes to decide whether sorting networks sort.

    python -m bench.sorting_networks [NETWORKS.json] [--largest 64] [--full-sweep 24] [--plain-sweep 20] ...

The file is in the format of `numeric.sorting.reading`; without one, Batcher's networks on 2 to 32 wires are taken.
First every network is decided by reachable patterns, the least of several rounds. Then one network of each number of
wires, the smallest, is decided in the same process by four routes:

- reachable: `check`, the patterns that can occur, per cluster of joined wires;
- packed: `sweep`, all 2^n inputs, 64 at a time;
- plain: all 2^n inputs as a matrix of bytes, one `minimum` and one `maximum` a comparator;
- z3: the question whether some 0-1 input comes out unsorted, as a Boolean formula, where z3-solver is installed.

Memory is what a check allocates at its peak, traced in a run of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from numeric.sorting import (
    Network,
    PatternLimitError,
    Sorts,
    apply_rows,
    bitonic_sort,
    check,
    odd_even_merge_sort,
    read_networks,
    sweep,
)

try:
    import z3  # type: ignore[import-untyped, import-not-found, unused-ignore]
except ImportError:
    z3 = None

PATTERN_LIMIT = 10**8
#: Wires, and the most milliseconds, megabytes that deciding any one of the networks may take.
BARS = {16: (5.0, None), 32: (50.0, 100.0)}
TOGETHER = (32, 2000.0)


def milliseconds(decide: Callable[[], object], rounds: int = 5, enough: float = 1000.0) -> float:
    """The least time of up to `rounds` calls, after which no more are made once `enough` milliseconds are spent."""
    times: list[float] = []
    while len(times) < rounds and sum(times) < enough:
        start = time.perf_counter()
        decide()
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def megabytes(decide: Callable[[], object]) -> float:
    """Peak of what one call allocates."""
    tracemalloc.start()
    decide()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def plain_sweep(network: Network) -> bool:
    """All inputs as rows of bytes."""
    numbers = np.arange(2**network.inputs, dtype=np.uint32)
    inputs = np.stack([(numbers >> wire & 1).astype(np.uint8) for wire in range(network.inputs)], axis=1)
    outputs = apply_rows(network, inputs)
    return bool((outputs[:, :-1] <= outputs[:, 1:]).all())


def z3_verdict(network: Network, seconds: float) -> str:
    """`unsat` when no input is left unsorted, `sat` when one is, `unknown` when time runs out."""
    wires = [z3.Bool(f"x{wire}") for wire in range(network.inputs)]
    for i, j in network.comparators:
        wires[i], wires[j] = z3.And(wires[i], wires[j]), z3.Or(wires[i], wires[j])
    solver = z3.SolverFor("QF_FD")
    solver.set("timeout", round(1000 * seconds))
    solver.add(z3.Or([z3.And(wires[i], z3.Not(wires[i + 1])) for i in range(network.inputs - 1)]))
    return str(solver.check())


def decide_all(networks: Sequence[Network]) -> dict[Network, float]:
    """Milliseconds of every network by reachable patterns; says which does not sort, or needs too many patterns."""
    times = {}
    for network in networks:
        try:
            verdict = check(network, limit=PATTERN_LIMIT)
        except PatternLimitError as error:
            print(f"not decided: {label(network)}: {error}")
            continue
        if not isinstance(verdict, Sorts):
            print(f"does not sort: {label(network)}: {verdict.smallest} becomes {verdict.output}")
        times[network] = milliseconds(partial(check, network, limit=PATTERN_LIMIT))
    return times


def label(network: Network) -> str:
    return f"{network.inputs} wires, {network.size} comparators, depth {network.depth}"


def print_bars(times: dict[Network, float]) -> bool:
    """Compare with `BARS` and `TOGETHER`; whether all are met."""
    met = True
    for wires, (most_time, most_memory) in BARS.items():
        for network in (network for network in times if network.inputs == wires):
            memory = megabytes(partial(check, network))
            good = times[network] < most_time and (most_memory is None or memory < most_memory)
            met &= good
            bar = f"under {most_time:g} ms" + (f" and {most_memory:g} MB" if most_memory else "")
            word = "met   " if good else "MISSED"
            print(f"{word} {label(network)}: {times[network]:.2f} ms, {memory:.2f} MB ({bar})")
    wires, most_time = TOGETHER
    small = [taken for network, taken in times.items() if network.inputs <= wires]
    met &= sum(small) < most_time
    print(f"{'met   ' if sum(small) < most_time else 'MISSED'} {len(small)} networks up to {wires} wires: "
          f"{sum(small):.0f} ms together, {max(small, default=0.0):.1f} ms the slowest (under {most_time:g} ms)")
    return met


def print_reach(times: dict[Network, float]) -> None:
    """The slowest network of each range of wires."""
    print("\nreachable patterns, by number of wires")
    print(f"{'wires':>8} {'networks':>9} {'together':>12} {'median':>11} {'slowest':>12}   slowest network")
    for first in range(1, max(network.inputs for network in times) + 1, 8):
        chosen = {network: taken for network, taken in times.items() if first <= network.inputs < first + 8}
        if chosen:
            slowest = max(chosen, key=lambda network: chosen[network])
            print(f"{f'{first}-{first + 7}':>8} {len(chosen):>9} {sum(chosen.values()):>9.1f} ms "
                  f"{np.median(list(chosen.values())):>8.2f} ms {chosen[slowest]:>9.1f} ms   {label(slowest)}")


def print_routes(times: dict[Network, float], arguments: argparse.Namespace) -> None:
    """One network of each number of wires by every route, with ratios to the reachable patterns."""
    print("\nall routes, milliseconds (times the reachable patterns); - not run, > out of time")
    print(f"{'network':<18} {'patterns':>9} {'MB':>7} {'reachable':>10} {'packed':>18} {'plain':>18} {'z3':>20}")
    chosen: dict[int, Network] = {}
    for network in sorted(times, key=lambda network: (network.inputs, network.size, network.depth)):
        chosen.setdefault(network.inputs, network)
    z3_runs = z3 is not None
    for wires, network in chosen.items():
        base = times[network]
        verdict = check(network, limit=PATTERN_LIMIT)
        held = f"{verdict.examined}" if isinstance(verdict, Sorts) else "broken"
        memory = megabytes(partial(check, network, limit=PATTERN_LIMIT))
        cells = [_cell(base, wires <= arguments.full_sweep, partial(sweep, network)),
                 _cell(base, wires <= arguments.plain_sweep, partial(plain_sweep, network))]
        text = "-"
        if z3_runs:
            start = time.perf_counter()
            answer = z3_verdict(network, arguments.z3_seconds)
            taken = 1000 * (time.perf_counter() - start)
            if answer == ("sat" if isinstance(verdict, Sorts) else "unsat"):
                raise RuntimeError(f"z3 and the reachable patterns disagree on {label(network)}")
            z3_runs = answer != "unknown"
            text = f"{'' if z3_runs else '>'}{taken:.1f} ({taken / base:.1f}x)"
        name = f"{wires}, {network.size}, {network.depth}"
        print(f"{name:<18} {held:>9} {memory:>7.2f} {base:>10.2f} {cells[0]:>18} {cells[1]:>18} {text:>20}", flush=True)


def print_constructions() -> None:
    """Batcher's two networks, far beyond the widths of published lists."""
    print("\nBatcher's networks, reachable patterns")
    for construct, widths in ((odd_even_merge_sort, (64, 128, 256, 512, 1000)), (bitonic_sort, (64, 100, 128, 256))):
        for wires in widths:
            network = construct(wires)
            if not isinstance(check(network), Sorts):
                raise RuntimeError(f"{construct.__name__}({wires}) does not sort")
            print(f"{construct.__name__:>20}({wires}): {network.size:>6} comparators, "
                  f"{milliseconds(partial(check, network), rounds=2):>8.1f} ms")


def _cell(base: float, runs: bool, decide: Callable[[], object]) -> str:
    if not runs:
        return "-"
    taken = milliseconds(decide, rounds=3)
    return f"{taken:.2f} ({taken / base:.1f}x)"


def _networks(path: Path | None) -> tuple[Network, ...]:
    return read_networks(path) if path else tuple(odd_even_merge_sort(inputs) for inputs in range(2, 33))


def main() -> int:
    """Print the tables; exit status 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description="Time the decision whether sorting networks sort.")
    parser.add_argument("networks", type=Path, nargs="?", help="JSON file of networks; Batcher's if none is given")
    parser.add_argument("--largest", type=int, default=64, help="leave out networks on more wires")
    parser.add_argument("--full-sweep", type=int, default=24, help="most wires for the packed sweep of all inputs")
    parser.add_argument("--plain-sweep", type=int, default=20, help="most wires for the plain NumPy sweep")
    parser.add_argument("--z3-seconds", type=float, default=10.0, help="time for z3; not asked again once it ran out")
    arguments = parser.parse_args()
    networks = [network for network in _networks(arguments.networks) if network.inputs <= arguments.largest]
    if not networks:
        parser.error(f"no networks up to {arguments.largest} wires")
    check(odd_even_merge_sort(8))
    times = decide_all(networks)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(times)} of {len(networks)} networks decided in {sum(times.values()) / 1000:.2f} s; "
          f"the process took {peak:.0f} MB at most, NumPy and Python included\n")
    met = print_bars(times)
    print_reach(times)
    print_constructions()
    print_routes(times, arguments)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

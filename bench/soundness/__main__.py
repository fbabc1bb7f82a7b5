"""Campaigns for soundness; exit status 1 where something false was proved, a check was passed that should not be, or
less was tried than is asked for.

    python -m bench.soundness                          all campaigns
    python -m bench.soundness lines piecewise          some of them
    python -m bench.soundness claims --seed 7          other mutants, other points
    python -O -m bench.soundness                       the same without assert statements
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from bench.soundness.campaign import Campaign, Tally, missed, run, sample
from bench.soundness.campaigns import CAMPAIGNS

SHOWN = 20
"""So many findings of a campaign are printed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaigns that are asked for, print their counts, and return the exit status."""
    options = parsed(arguments)
    mode = "python -O" if sys.flags.optimize else "python"
    print(f"{mode}, seed {options.seed}", flush=True)
    wrong = 0
    for name in options.campaign or CAMPAIGNS:
        wrong += tried(CAMPAIGNS[name], options.seed, options.cases)
    print("nothing wrong" if not wrong else f"{wrong} findings")
    return int(wrong > 0)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m bench.soundness", description="Campaigns for soundness.")
    listed = "; ".join(f"{c.name}: {c.title}" for c in CAMPAIGNS.values())
    parser.add_argument("campaign", nargs="*", help=f"which ones ({listed})")
    parser.add_argument("--seed", type=int, default=1, help="of mutants, points and alterations (default: 1)")
    parser.add_argument("--cases", type=int, help="a sample of so many cases of each; counts are then not asked for")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.campaign if name not in CAMPAIGNS]
    if unknown:
        parser.error(f"no campaign {unknown[0]!r}; there are {', '.join(CAMPAIGNS)}")
    return options


def tried(campaign: Campaign, seed: int, count: int | None) -> int:
    """One campaign: its progress, its counts, and how much was found."""
    started = perf_counter()
    cases = list(campaign.cases(seed)) if count is None else sample(campaign, count, seed)
    done = 0

    def progress(name: str, tally: Tally) -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            text = f"{campaign.name} {done}/{len(cases)}, {len(tally.findings)} findings, {name}"
            print(f"\r\x1b[K{text[:110]}", end="", file=sys.stderr, flush=True)

    tally = run(cases, replace(campaign.effort, seed=seed), progress)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    counts = ", ".join(f"{number} {name}" for name, number in tally.counts.items() if number)
    print(f"{campaign.title}: {len(cases)} cases, {counts}; {perf_counter() - started:.0f} s", flush=True)
    found = tally.findings + (missed(campaign, tally) if count is None else [])
    for text in found[:SHOWN]:
        print(f"  WRONG  {text}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())

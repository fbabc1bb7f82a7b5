"""Export to Coq: how many true statements of tests/claims/operators.toml become lemmas, and how many coqc accepts.

Needs `coqc` and mathcomp (Debian: coq, libcoq-mathcomp-algebra); without them it says so and measures nothing. Lemmas
are compiled a batch at a time, each batch by a process of its own; of a batch that fails each lemma is tried alone.

    python -m bench.coq_export
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from lineproof.commands.export import theorems
from symbolic.coq import Exported, exported

FILE = Path(__file__).parents[1] / "tests" / "claims" / "operators.toml"
SECONDS = 5.0
BATCH, WANTED = 10, 60
"""Lemmas that coqc gets at once, and how many must compile."""


def accepted(file: Exported, folder: Path) -> bool:
    """Whether coqc compiles a file."""
    (folder / "batch.v").write_text(file.text, encoding="utf-8")
    command = ["coqc", "-w", "none", "batch.v"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def main() -> int:
    """Export, compile, print, and return the exit status: 1 where fewer than WANTED lemmas compile."""
    if shutil.which("coqc") is None:
        print("coqc is not installed (Debian: coq, libcoq-mathcomp-algebra): nothing is measured")
        return 0
    proved = list(theorems(str(FILE), SECONDS))
    whole = exported(proved)
    covered = [pair for pair in proved if pair[0] not in dict(whole.left_out)]
    print(f"{len(proved)} theorems, {len(covered)} of them exported, {whole.text.count(chr(10))} lines")
    for reason, count in Counter(reason for _, reason in whole.left_out).most_common():
        print(f"  left out: {count:3}  {reason}")
    start = time.perf_counter()
    refused: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for first in range(0, len(covered), BATCH):
            batch = covered[first : first + BATCH]
            if not accepted(exported(batch), folder):
                refused += [pair[0] for pair in batch if not accepted(exported([pair]), folder)]
            print(f"  {min(first + BATCH, len(covered))} compiled, {len(refused)} refused", end="\r", flush=True)
    compiled = len(covered) - len(refused)
    print(f"{compiled} lemmas compile in {time.perf_counter() - start:.0f} s (at least {WANTED} must)")
    for lemma in refused:
        print(f"  refused: {lemma}")
    return int(compiled < WANTED or bool(refused))


if __name__ == "__main__":
    sys.exit(main())

"""`python -m symbolic.replay FILE.json`: check a stored theorem; exit status 0, 1 (refused) or 2 (no such document)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from symbolic.replay import ReplayError, replay


def main(arguments: list[str]) -> int:
    """Check every file; say what became of it."""
    if not arguments:
        print("usage: python -m symbolic.replay FILE.json ...", file=sys.stderr)
        return 2
    status = 0
    for name in arguments:
        try:
            document = json.loads(Path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 2
            continue
        try:
            print(f"{name}: {replay(document)}")
        except ReplayError as error:
            print(f"{name}: refused: {error}", file=sys.stderr)
            status = max(status, 1)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Lists of networks from JSON files.

Format: an object whose `networks` is a list of objects with `inputs` (a number), `comparators` (a list of pairs of
wires counted from 0, the smaller value to the first) and, where given, `size` and `depth`, which must then be those
of the network.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from numeric.sorting.network import Network, NetworkError
from symbolic.errors import FileError


def read_networks(path: Path) -> tuple[Network, ...]:
    """The networks of the file at `path`, in order.

    Raises `FileError` for a file that cannot be read or is not in the format, with the number of the entry, counted
    from 1.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"{path}: {error}") from error
    entries = content.get("networks") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise FileError(f"{path}: expected an object with a list under 'networks'")
    return tuple(_network(entry, f"{path}: network {number}") for number, entry in enumerate(entries, start=1))


def _network(entry: Any, where: str) -> Network:
    if not isinstance(entry, dict) or not isinstance(entry.get("comparators"), list):
        raise FileError(f"{where}: expected an object with 'inputs' and a list under 'comparators'")
    try:
        network = Network(entry.get("inputs"), entry["comparators"])  # type: ignore[arg-type]
    except NetworkError as error:
        raise FileError(f"{where}: {error}") from error
    for name, actual in (("size", network.size), ("depth", network.depth)):
        if entry.get(name, actual) != actual:
            raise FileError(f"{where}: {name} is {actual}, the file says {entry[name]!r}")
    return network

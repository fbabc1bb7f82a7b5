"""The catalog: the modules of `proofs/` that define a function `derivation`, found by their text.

Listing them reads the files and imports nothing, so that a list costs no start of SymPy; `proofs.scripts` builds them.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from symbolic.errors import LineproofError

__all__ = ["Entry", "UnknownProof", "entries", "entry_of"]

FOLDER = Path(__file__).resolve().parent
_DEFINES = re.compile(r"^def derivation *\(", re.MULTILINE)
_DOCSTRING = re.compile(r'\A(?:#[^\n]*\n|\s)*(?P<text>"""(?:[^"\\]|\\.|"(?!""))*""")', re.DOTALL)


class UnknownProof(LineproofError):
    """A name that is not in the catalog."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the catalog: the name of its module, its title (first line of its docstring), and where it is."""

    name: str
    title: str
    path: Path

    @property
    def module(self) -> str:
        """The dotted name by which the file is imported."""
        return f"proofs.{self.name}"


def entries(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All files of the catalog, by name."""
    found = (entry_of(path) for path in sorted(folder.glob("[a-z]*.py")))
    return tuple(entry for entry in found if entry is not None)


def entry_of(path: Path) -> Entry | None:
    """The entry of a file; None where it defines no derivation."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if not _DEFINES.search(text):
        return None
    docstring = _DOCSTRING.match(text)
    try:
        first = ast.literal_eval(docstring["text"]).strip().splitlines()[:1] if docstring else []
    except (SyntaxError, ValueError):  # said where the file is run
        first = []
    return Entry(path.stem, first[0] if first else path.stem, path)

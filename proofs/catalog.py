"""The catalog: the modules of `proofs/` that define a function `derivation`, found by their text and imported when
they are asked for.

Listing them reads the files and imports nothing, so that a list costs no start of SymPy.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from symbolic.errors import LineproofError

__all__ = ["BrokenProof", "Entry", "UnknownProof", "build", "entries", "entry_of", "load"]

FOLDER = Path(__file__).resolve().parent
_DEFINES = re.compile(r"^def derivation *\(", re.MULTILINE)
_DOCSTRING = re.compile(r'\A(?:#[^\n]*\n|\s)*(?P<text>"""(?:[^"\\]|\\.|"(?!""))*""")', re.DOTALL)


class UnknownProof(LineproofError):
    """A name that is not in the catalog."""


class BrokenProof(LineproofError):
    """A file of the catalog that raises when it is imported or when its derivation is built."""


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
    first = ast.literal_eval(docstring["text"]).strip().splitlines()[:1] if docstring else []
    return Entry(path.stem, first[0] if first else path.stem, path)


def load(name: str) -> Any:
    """The derivation of that name, built now. Raises UnknownProof."""
    known = {entry.name: entry for entry in entries()}
    if name not in known:
        raise UnknownProof(
            f"no proof is called {name!r}: expected one of {', '.join(known) or 'none, the catalog is empty'}"
        )
    return build(known[name].module)


def build(module: str) -> Any:
    """The derivation of a module, built now. Raises BrokenProof where the module raises."""
    try:
        return import_module(module).derivation()
    except LineproofError as error:
        raise BrokenProof(f"{module} cannot be built: {error}") from error
    except Exception as error:  # whatever a script raises is its own fault, and no fault of the other scripts
        raise BrokenProof(f"{module} cannot be built: {type(error).__name__}: {error}") from error

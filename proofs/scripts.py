"""Derivations built from scripts: those of the catalog by name, others from their file.

What goes wrong in a script is its own fault and no fault of the other scripts: it is a `BrokenProof`, whose message
names the line, `ridge.py:12: NameError: name 'X' is not defined`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import walk_tb
from typing import Any

from proofs.catalog import UnknownProof, entries
from symbolic.derivation import Derivation
from symbolic.errors import LineproofError

__all__ = ["BrokenProof", "build", "build_file", "load", "made", "shown"]


class BrokenProof(LineproofError):
    """A script that raises when it is run or when its derivation is built, or builds none."""


def load(name: str) -> Derivation:
    """The derivation of that name in the catalog, built now. Raises UnknownProof, BrokenProof."""
    known = {entry.name: entry for entry in entries()}
    if name not in known:
        raise UnknownProof(
            f"no proof is called {name!r}: expected one of {', '.join(known) or 'none, the catalog is empty'}"
        )
    return build(known[name].module)


def build(module: str) -> Derivation:
    """The derivation of a module, built now. Raises BrokenProof."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise BrokenProof(f"{module}: there is no such module")
    return made(lambda: import_module(module).derivation(), Path(spec.origin))


def build_file(path: Path) -> Derivation:
    """The derivation of a file outside the catalog, which is run to build it. Raises BrokenProof."""

    def make() -> Any:
        spec = spec_from_file_location(path.stem, path)
        if spec is None or spec.loader is None:
            raise BrokenProof("cannot be imported")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.derivation()

    return made(make, path)


def made(derivation: Callable[[], Any], script: Path) -> Derivation:
    """What `derivation`, a function of the file `script`, returns. Raises BrokenProof."""
    try:
        work = derivation()
    except (Exception, SystemExit) as error:
        line = _line(error, script)
        raise BrokenProof(f"{shown(script)}{f':{line}' if line else ''}: {_message(error)}") from error
    if not isinstance(work, Derivation):
        raise BrokenProof(f"{shown(script)}: derivation() returned {work!r}; expected a Derivation")
    return work


def shown(path: Path) -> str:
    """The path, from the working directory where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _line(error: BaseException, script: Path) -> int:
    """The line of the script that was left last when the error was raised; 0 where none was reached."""
    if isinstance(error, SyntaxError) and Path(error.filename or "").resolve() == script.resolve():
        return error.lineno or 0
    found = 0
    for frame, line in walk_tb(error.__traceback__):
        found = line if Path(frame.f_code.co_filename).resolve() == script.resolve() else found
    return found


def _message(error: BaseException) -> str:
    """The error in words, with its type but for errors of this program."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return said if isinstance(error, LineproofError) else f"{type(error).__name__}: {said}"

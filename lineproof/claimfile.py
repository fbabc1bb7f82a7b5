"""Claim files: TOML, a list of `[[claim]]` tables, each a statement with its symbols and hypotheses. Read strictly.

What is wrong with a claim is said of that claim and its line, and the others are kept. A key that is not known is an
error: `giben` would otherwise drop a hypothesis without a word.

>>> read = parse("[[claim]]\\nid = 'a'\\nlet = { A = 'n x n' }\\nclaim = ['A = A']\\n", "a.toml")
>>> [(c.claim.name, c.line) for c in read.claims], read.problems
([('a', 1)], ())
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs.tasks import Claim
from symbolic.errors import FileError

__all__ = ["MAX_BYTES", "ClaimFile", "StatedClaim", "parse", "placed", "read"]

MAX_BYTES = 4 << 20
MAX_CLAIMS = 20_000
VERDICTS = ("proved", "refuted", "needs")
KEYS = {"id", "title", "source", "let", "given", "claim", "expect", "needs", "tags", "peers"}
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*(?:claim|\"claim\"|'claim')[ \t]*\]\]")
_PLACE = re.compile(r"\(at (?:line (\d+)|end of document)")
_DELIMITERS = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A claim of a file: the line of its table, its title, the verdict it expects, if it says so, and the lines that
    follow the first.
    """

    claim: Claim
    line: int
    title: str = ""
    expect: str | None = None
    lines: tuple[str, ...] = field(default=(), repr=False)

    def line_of(self, place: str, text: str) -> int:
        """The line of the file on which a text of the claim stands, `place` being "given 2" or the like; that of the
        table where it is not found.

        >>> (one,) = parse("[[claim]]\\nid = 'a'\\nclaim = [\\n 'A = A',\\n 'A = ',\\n]\\n", "a.toml").claims
        >>> one.line_of("claim 2", "A = "), one.line_of("claim 1", "A")
        (5, 1)
        """
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        forms = (f'"{escaped}"', f"'{text}'")
        first = max(_key_line(self.lines, place.split(" ")[0]) - 1, 0)
        found = (k for k, line in enumerate(self.lines[first:], first + 1) if any(form in line for form in forms))
        return self.line + next(found, 0) if self.line else 0


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """What a file says, and what is wrong with it: one message each, `file:line: claim: ...`."""

    name: str
    claims: tuple[StatedClaim, ...]
    problems: tuple[str, ...]


def read(path: str) -> ClaimFile:
    """The claims of the file at `path`. Raises FileError where nothing can be read of it."""
    place = Path(path)
    try:
        if place.is_dir():
            raise FileError(f"{path}: is a folder; expected a file")
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise FileError(f"{path}: cannot be read: {reason.lower()}") from None
    if len(data) > MAX_BYTES:
        raise FileError(f"{path}: larger than {MAX_BYTES >> 20} MB; expected a claim file")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(f"{path}:{line}: no text: byte {data[error.start]:#04x} is not UTF-8") from None
    return parse(text, path)


def parse(text: str, name: str) -> ClaimFile:
    """The claims of a text; `name` is the file's, for messages. Raises FileError where it is no TOML or no list of
    claims.
    """
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise FileError(f"{name}: nested too deep") from None
    except ValueError as error:
        said = _PLACE.search(str(error))
        line = int(said[1] or text.rstrip().count("\n") + 1) if said else 0
        raise FileError(f"{placed(name, line)}: no TOML: {error}") from None
    entries = table.get("claim")
    if not isinstance(entries, list) or not entries:
        raise FileError(f"{name}: expected [[claim]] tables, got {_kind(entries) if 'claim' in table else 'none'}")
    if len(entries) > MAX_CLAIMS:
        raise FileError(f"{name}: {len(entries)} claims; expected at most {MAX_CLAIMS}")
    written = text.split("\n")
    problems = [
        f"{placed(name, _key_line(written, key))}: unknown key {key!r}; expected [[claim]] tables only"
        for key in table
        if key != "claim"
    ]
    headers = _header_lines(text)
    lines = headers if len(headers) == len(entries) else [0] * len(entries)
    claims: dict[str, StatedClaim] = {}
    for number, (entry, line, end) in enumerate(zip(entries, lines, [*lines[1:], len(written) + 1], strict=True), 1):
        faults = list(_faults(entry))
        label = entry["id"] if isinstance(entry, dict) and isinstance(entry.get("id"), str) else f"claim {number}"
        if not faults and entry["id"] in claims:
            first = claims[entry["id"]].line
            faults = [("id", "the id is taken, by " + (f"the claim of line {first}" if first else "another claim"))]
        own = written[line : end - 1] if line else []
        problems += [f"{placed(name, line + _key_line(own, key))}: {label}: {fault}" for key, fault in faults]
        if not faults:
            claims[entry["id"]] = _stated(entry, line, own)
    return ClaimFile(name, tuple(claims.values()), tuple(problems))


def _stated(entry: Mapping[str, Any], line: int, lines: Sequence[str]) -> StatedClaim:
    claim = Claim(entry["id"], dict(entry.get("let", {})), tuple(entry.get("given", ())), tuple(entry["claim"]))
    return StatedClaim(claim, line, entry.get("title", ""), entry.get("expect"), tuple(lines))


def placed(name: str, line: int) -> str:
    """File and line; the file where the line is not known."""
    return f"{name}:{line}" if line else name


def _key_line(lines: Sequence[str], key: str) -> int:
    """Which of the lines, from 1, gives the key a value; 0 for none."""
    sets = re.compile(rf"[ \t]*\[*[ \t]*(?:claim[ \t]*\.[ \t]*)?[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]")
    return next((number for number, line in enumerate(lines, 1) if key and sets.match(line)), 0)


def _faults(entry: Any) -> list[tuple[str, str]]:
    """What is wrong with the form of one claim: the key that is concerned, or "", and a message."""
    if not isinstance(entry, dict):
        return [("", f"expected a table, got {_kind(entry)}")]
    faults = [
        (key, f"unknown key {key!r}; expected one of {', '.join(sorted(KEYS))}") for key in entry if key not in KEYS
    ]
    faults += [("", f"{key} is missing") for key in ("id", "claim") if key not in entry]
    faults += [
        (key, f"{key}: expected text, got {_kind(entry[key])}")
        for key in ("id", "title", "source", "expect")
        if key in entry and not isinstance(entry[key], str)
    ]
    faults += [
        (key, f"{key}: expected a list of texts, got {_kind(entry[key])}")
        for key in ("given", "claim", "needs", "tags")
        if key in entry and not _texts(entry[key])
    ]
    let = entry.get("let", {})
    if not isinstance(let, dict) or not all(isinstance(value, str) for value in let.values()):
        other = " of other values" if isinstance(let, dict) else ""
        faults.append(("let", f"let: expected name = text, got {_kind(let)}{other}"))
    if entry.get("claim") == []:
        faults.append(("claim", "claim: expected at least one statement, got none"))
    if isinstance(entry.get("expect"), str) and entry["expect"] not in VERDICTS:
        faults.append(("expect", f"expect: expected one of {', '.join(VERDICTS)}, got {entry['expect']!r}"))
    if entry.get("id") == "":
        faults.append(("id", "id: expected text, got none"))
    return faults


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a table",
        type(None): "nothing",
    }
    return names.get(type(value), type(value).__name__)


def _header_lines(text: str) -> list[int]:
    """The lines on which [[claim]] tables begin, those inside texts of several lines left out."""
    found, inside = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside and _HEADER.match(line):
            found.append(number)
        for delimiter in _DELIMITERS.findall(line):
            inside = "" if inside == delimiter else inside or delimiter
    return found

"""The blocks of a Markdown file of this repository, followed step by step as a reader would.

What the words after the backticks mean:

  toml claims.toml     (any language and a path) the block is the file of that name in the reader's folder
  diff PATH            lines marked + are added to that file, lines marked - leave it; the others say where, the last
                       one perhaps by the beginning of a line, the first one by the end
  console              lines after `$ ` are commands, what follows is what they print; `make` and `git` are not run
  pycon                a Python session
  text                 nothing: a diagram or the like

A command ends with `# exit status N` where that is not 0. Seconds may differ, and so may the point of a witness and
what is offered as a repair (`holds if`), which depend on the time there is to look for them; a line `...` stands for
any lines, `...` within a line for any text.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(?P<language>\S*) ?(?P<path>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r" +# exit status (\d+)$")
SECONDS = re.compile(r"\s*\b\d+\.\d+ ?s\b")
REPAIR = re.compile(r"^( +(?:holds if:?|without it:?|refuted|witness:) +).+")
NOT_RUN = ("make", "git", "cd")
PROGRAMS = {
    "lineproof": [sys.executable, "-m", "lineproof"],
    "python": [sys.executable],
    "pytest": [sys.executable, "-m", "pytest", "-p", "lineproof.pytest_plugin", "-p", "no:cacheprovider"],
}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its place, the words after the backticks, its text."""

    line: int
    language: str
    path: str
    text: str


def blocks(document: Path) -> tuple[Block, ...]:
    """The fenced blocks of a file, in its order."""
    whole = document.read_text(encoding="utf-8")
    if whole.count("\n```") % 2:
        raise ValueError(f"{document.name}: a block is not closed")
    return tuple(
        Block(whole.count("\n", 0, match.start()) + 1, match["language"], match["path"], match["text"])
        for match in FENCE.finditer(whole)
    )


def commands(block: Block) -> Iterator[tuple[str, int, str]]:
    """Each command of a console block, the exit status and the output that it states."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        first, _, output = part.partition("\n")
        status = STATUS.search(first)
        yield STATUS.sub("", first), int(status[1]) if status else 0, output


def alike(expected: str, found: str) -> bool:
    """Whether the output is the stated one, but for seconds and what `...` stands for."""
    lines = [settled(line) for line in found.strip("\n").split("\n")]
    pattern = ""
    for line in expected.strip("\n").split("\n"):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*"
        else:
            parts = (re.escape(part) for part in settled(line).split("..."))
            pattern += ".*".join(parts) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def settled(line: str) -> str:
    """A line of output without what differs from run to run."""
    return REPAIR.sub(r"\1#", SECONDS.sub(" # s", line)).rstrip()


class Reader:
    """A reader with a folder of files, the program at `root`, and one Python session."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.session = ""

    def follow(self, block: Block) -> None:
        """Do what a block says. Raises AssertionError where something else comes of it."""
        if block.path:
            path = self.folder / block.path
            text = patched(path.read_text(encoding="utf-8"), block) if block.language == "diff" else block.text
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif block.language == "console":
            for command, status, output in commands(block):
                self.run(command, status, output)
        elif block.language == "pycon":
            self.talk(block)
        elif block.language != "text":
            raise AssertionError(f"line {block.line}: a block of {block.language!r} that nothing is done with")

    def run(self, command: str, status: int, output: str) -> None:
        """Run a command and compare."""
        program, *arguments = shlex.split(command)
        if program in NOT_RUN:
            return
        # Under CI pytest no longer cuts its summary to the width of a terminal, and a reader sees it cut.
        inherited = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
        environment = {**inherited, "PYTHONPATH": str(self.root), "COLUMNS": "120", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [*PROGRAMS[program], *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        found = done.stdout + done.stderr
        if done.returncode != status or not alike(output, found):
            raise AssertionError(f"$ {command}\nexit status {done.returncode}, expected {status}\n{found}")

    def talk(self, block: Block) -> None:
        """Run the Python session up to here and compare."""
        self.session += block.text + "\n"
        (self.folder / "session.txt").write_text(self.session, encoding="utf-8")
        self.run("python -m doctest -o ELLIPSIS session.txt", 0, "")


def patched(text: str, block: Block) -> str:
    """The text with the change of a diff block, whose unmarked lines must stand in it once."""
    old, new = (
        "".join(f"{line[1:]}\n" for line in block.text.splitlines() if line[:1] in ("", " ", mark)) for mark in "-+"
    )
    old, new = old.removesuffix("\n"), new.removesuffix("\n")
    if text.count(old) != 1:
        raise AssertionError(f"line {block.line}: {text.count(old)} times in {block.path}, expected once:\n{old}")
    return text.replace(old, new)

"""`lineproof check FILE ...`: judges every claim of the files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from math import isnan
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from lineproof import terminal
from lineproof.checking import SECONDS, Progress, check_files
from lineproof.results import FileResult, as_json, exit_status
from symbolic.errors import LineproofError

__all__ = ["command", "exiting", "options", "progress_bar", "report", "settings"]

INTERRUPTED = 130


class Seconds(click.FloatRange):
    """A number in a range; `nan`, which is in none and outside none, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


def options(function: Callable[..., None]) -> Callable[..., None]:
    """The options that all judging commands share."""
    for option in (
        click.option(
            "--jobs", "-j", type=click.IntRange(1, 256), default=None, help="Worker processes (as many as cores)."
        ),
        click.option(
            "--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="Seed of all random draws."
        ),
        click.option(
            "--seconds",
            type=Seconds(0.01, 3600),
            default=SECONDS,
            show_default=True,
            help="Budget of one line, in processor time.",
        ),
        click.option("--strict", is_flag=True, help="Fail on supported, needs and unread, too."),
        click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of text."),
    ):
        function = option(function)
    return function


@click.command("check")
@click.argument("files", nargs=-1, required=True)
@options
def command(files: tuple[str, ...], as_object: bool, strict: bool, seconds: float, seed: int, jobs: int | None) -> None:
    """Judge every claim of the given files: claim files (.toml).

    Exit status: 0 nothing wrong, 1 a claim refuted, ill-typed or not as expected, 2 a file or usage error.
    """
    settings()
    with exiting(), progress_bar() as progress:
        results = check_files(files, seconds=seconds, seed=seed, jobs=jobs, progress=progress)
    report(results, as_object, strict, seed)
    sys.exit(exit_status(results, strict))


def settings() -> None:
    """Never fail on a character that the terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def exiting(undone: str = "nothing is reported") -> Iterator[None]:
    """End the program where it is interrupted, saying what is left `undone`, and where a LineproofError is raised."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"interrupted: {undone}", err=True)
        sys.exit(INTERRUPTED)
    except LineproofError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """What is told of the progress shows it as a bar, where standard error is a terminal."""
    columns = (
        TextColumn("judging"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=terminal.clean(name)[:40])


def report(
    results: list[FileResult], as_object: bool, strict: bool, seed: int, *, surprises: bool = False
) -> None:
    """Print the results to standard output, errors to standard error; with `surprises`, details only of lines that are
    not as they should be.
    """
    if as_object:
        click.echo(as_json(results))
    elif sys.stdout.isatty():
        terminal.show(Console(), results, seed, strict, surprises=surprises)
    else:
        for text in terminal.plain(results, seed, strict, surprises=surprises):
            click.echo(text)
    for file in results:
        for error in file.errors:
            click.echo(f"error: {terminal.clean(error)}", err=True)

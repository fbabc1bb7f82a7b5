"""`lineproof prove [NAME ...]`: proves, replays and cross-checks the derivations of the catalog, and writes them
out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lineproof.commands.check import INTERRUPTED, options, progress_bar, report, settings
from lineproof.proving import prove_entries
from lineproof.report import JudgedProof, write_reports
from lineproof.results import exit_status
from proofs.catalog import UnknownProof, entries
from symbolic.errors import LineproofError

__all__ = ["command"]


@click.command("prove")
@click.argument("names", nargs=-1)
@options
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder for the LaTeX files, the report and the figures.",
)
def command(
    names: tuple[str, ...], as_object: bool, strict: bool, seconds: float, seed: int, jobs: int | None, output: Path
) -> None:
    """Prove, replay and cross-check the derivations of the catalog: all, or those of the given names.

    Exit status: 0 every line as it should be, 1 some line not, 2 a usage error or an error of this program.
    """
    settings()
    try:
        chosen = {entry.name: entry for entry in entries()}
        unknown = [name for name in names if name not in chosen]
        if unknown:
            raise UnknownProof(
                f"no proof is called {', '.join(map(repr, unknown))}; `lineproof list` shows their names"
            )
        with progress_bar() as progress:
            judged, results = prove_entries(
                [chosen[name] for name in names or chosen], seconds=seconds, seed=seed, jobs=jobs, progress=progress
            )
    except KeyboardInterrupt:
        click.echo("interrupted: nothing is reported", err=True)
        sys.exit(INTERRUPTED)
    except LineproofError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    report(results, as_object, strict, seed)
    written = write(judged, output)
    sys.exit(exit_status(results, strict) if written else 2)


def write(judged: list[JudgedProof], output: Path) -> bool:
    """Leave what was judged in the folder `output` and say where, on standard error; whether that worked."""
    try:
        paths = write_reports(judged, {}, output)
    except OSError as error:
        click.echo(f"error: {output} cannot be written: {error.strerror or error}", err=True)
        return False
    for path in paths:
        click.echo(f"wrote {path}", err=True)
    return True

"""`lineproof prove [NAME ...]`: proves, replays and cross-checks the derivations of the catalog, and writes them out.

Simulations and figures are made by `proofs.figures`, which is loaded when they are wanted: matplotlib costs as much as
all the proofs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from lineproof.checking import Progress
from lineproof.commands.check import exiting, options, progress_bar, report, settings
from lineproof.proving import prove_entries
from lineproof.report import JudgedProof, write_reports
from lineproof.results import exit_status
from lineproof.statement import LET, explanations, judge_statement, steps
from lineproof.terminal import totals
from proofs.catalog import UnknownProof, entries
from proofs.simulations import Simulation

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
@LET
@click.option("--given", multiple=True, metavar="STATEMENT", help="A hypothesis of a statement; may be repeated.")
@click.option("--latex", "as_latex", is_flag=True, help="Print the proof of a statement in LaTeX.")
@click.option("--figures/--no-figures", default=True, show_default=True, help="Run the simulations and draw them.")
def command(
    names: tuple[str, ...],
    as_object: bool,
    strict: bool,
    seconds: float,
    seed: int,
    jobs: int | None,
    output: Path,
    let: str,
    given: tuple[str, ...],
    as_latex: bool,
    figures: bool,
) -> None:
    """Prove, replay and cross-check the derivations of the catalog: all, or those of the given names.

    Of all, the report is report.html; of a run by name, NAME.html for each. Shown in full are the lines that are not as
    they should be: a wrong line that is refuted as its script says is as it should be, and the report has its witness.

    A statement instead of names is proved by itself: lineproof prove "tr(A*B) = tr(B*A)" --let "A: m x n; B: n x m"

    Exit status: 0 every line as it should be and every simulation passed, 1 some not, 2 a usage error, a statement of
    the command line that cannot be read, or an error of this program.
    """
    settings()
    for name in names:
        if name.endswith((".py", ".toml")) and Path(name).is_file():
            better = f"python {name}" if name.endswith(".py") else f"lineproof check {name}"
            raise click.UsageError(f"{name} is a file, no name of the catalog and no statement; try: {better}")
    if let or given or not all(name.isidentifier() for name in names):
        statement(names, let, given, as_object, as_latex, strict, seconds, seed)
    with exiting():
        chosen = {entry.name: entry for entry in entries()}
        unknown = [name for name in names if name not in chosen]
        if unknown:
            raise UnknownProof(
                f"no proof is called {', '.join(map(repr, unknown))}; `lineproof list` shows their names"
            )
        asked = [chosen[name] for name in dict.fromkeys(names or chosen)]
        with progress_bar() as progress:
            judged, results = prove_entries(asked, seconds=seconds, seed=seed, jobs=jobs, progress=progress)
    report(results, as_object, strict, seed, surprises=True)
    try:
        with exiting("the reports are not written"):
            simulations = simulated(judged, output, seed) if figures else {}
            pages = write(judged, simulations, output, whole=not names)
    except OSError as error:
        click.echo(f"error: {output} cannot be written: {error.strerror or error}", err=True)
        sys.exit(2)
    failed = [name for name, simulation in simulations.items() if not simulation.passed]
    said = [totals(results, strict), *(f"simulation not passed: {name}" for name in failed)]
    click.echo(f"{'; '.join(said)}; report: {', '.join(map(str, pages))}", err=as_object)
    sys.exit(exit_status(results, strict) or int(bool(failed)))


def statement(
    claims: tuple[str, ...],
    let: str,
    given: tuple[str, ...],
    as_object: bool,
    as_latex: bool,
    strict: bool,
    seconds: float,
    seed: int,
) -> NoReturn:
    """Judge a statement, show its proof line by line, and exit; with `as_latex` the proof alone on standard output."""
    if not claims:
        raise click.UsageError("--let and --given belong to a statement, and there is none")
    with exiting(), progress_bar() as progress:
        results = judge_statement(claims, let, given, seconds=seconds, seed=seed, progress=progress)
        found = [] if as_object else explanations(claims, let, given, results, seconds=seconds)
    unread = any(line.report.verdict == "unread" for file in results for line in file.lines)
    if not (as_latex and found):
        report(results, as_object, strict or unread, seed)
    for text in () if as_object else steps(found, results, as_latex=as_latex):
        click.echo(text)
    sys.exit(2 if unread else exit_status(results, strict))


def simulated(judged: list[JudgedProof], output: Path, seed: int) -> dict[str, Simulation]:
    """The simulations of the derivations that have one, by name; figures in a folder of `output`. Raises OSError."""
    simulate = import_module("proofs.figures").simulate
    found: dict[str, Simulation] = {}
    with progress_bar() as progress:
        for name in (proof.derivation.name for proof in judged):
            simulation = simulate(name, output / "figures", seed=seed, progress=told(progress, name))
            if simulation is not None:
                found[name] = simulation
    return found


def told(progress: Progress, name: str) -> Callable[[int, int], object]:
    """What a simulation tells of its draws, passed on under its name."""
    return lambda done, wanted: progress(done, wanted, f"draws of {name}")


def write(judged: list[JudgedProof], simulations: dict[str, Simulation], output: Path, *, whole: bool) -> list[Path]:
    """Leave what was judged in the folder `output` and say where, on standard error; returns the HTML pages: one where
    the run was the `whole` catalog, else one for each derivation. Raises OSError.
    """
    for name, simulation in simulations.items():
        for line in simulation.lines:
            click.echo(f"{name}: {line}", err=True)
    paths = [
        path
        for simulation in simulations.values()
        for figure in simulation.figures
        for path in (figure.png, figure.svg)
    ]
    figures = {name: simulation.figures for name, simulation in simulations.items()}
    runs = {name: simulation.lines for name, simulation in simulations.items()}
    paths += write_reports(judged, figures, output, runs, whole=whole)
    for path in paths:
        click.echo(f"wrote {path}", err=True)
    return [path for path in paths if path.suffix == ".html"]

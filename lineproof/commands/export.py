"""`lineproof export --coq FILE ...`: the theorems of claim files as lemmas of Coq, to be checked by `coqc`.

What is covered are equations over rings, traces, transposes and inverses; what is left out is said on standard error
with the reason. Coq is not needed to export.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from lineproof.claimfile import read
from lineproof.commands.check import exiting, settings
from lineproof.terminal import clean
from proofs.judge import SECONDS
from symbolic.coq import Exported, exported
from symbolic.errors import FileError, LineproofError
from symbolic.kernel import Theorem
from symbolic.language.problem import parse_problem
from symbolic.provers.prover import prove

__all__ = ["command", "exported_files", "theorems"]


@click.command("export")
@click.argument("files", nargs=-1, required=True)
@click.option("--coq", "as_coq", is_flag=True, required=True, help="Write lemmas of Coq with mathcomp.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file; else standard output.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.01, 3600),
    default=SECONDS,
    show_default=True,
    help="Budget of one statement, in processor time.",
)
def command(files: tuple[str, ...], as_coq: bool, output: Path | None, seconds: float) -> None:
    """Write the algebraic theorems of claim files as lemmas that coqc checks: lineproof export --coq a.toml -o a.v

    Exit status: 0 something was exported, 1 nothing was, 2 a file cannot be read or written.
    """
    settings()
    with exiting("nothing is exported"):
        made = exported_files(files, seconds)
        if output is None:
            click.echo(made.text)
        else:
            try:
                output.write_text(made.text, encoding="utf-8")
            except OSError as error:
                raise FileError(f"{output} cannot be written: {error.strerror or error}") from None
    for name, reason in made.left_out:
        click.echo(clean(f"left out: {name}: {reason}"), err=True)
    click.echo(f"{len(made.lemmas)} lemmas, {len(made.left_out)} left out", err=True)
    sys.exit(0 if made.lemmas else 1)


def exported_files(files: tuple[str, ...], seconds: float) -> Exported:
    """The Coq file of the claims of files. Raises FileError."""
    return exported(pair for file in files for pair in theorems(file, seconds))


def theorems(file: str, seconds: float) -> Iterator[tuple[str, Theorem]]:
    """The theorems of the statements of a file that are proved, under the name of the claim. Raises FileError."""
    for stated in read(file).claims:
        claim = stated.claim
        try:
            problem = parse_problem(claim.let, claim.given, claim.claim)
        except LineproofError:
            continue
        for number, statement in enumerate(problem.claims, 1):
            proof = prove(problem.hypotheses, statement, seconds=seconds)
            if proof.theorem is not None:
                yield claim.name + (f"_{number}" if len(problem.claims) > 1 else ""), proof.theorem

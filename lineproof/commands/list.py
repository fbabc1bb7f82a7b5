"""`lineproof list`: the derivations of the catalog. Reads their files and imports none of them."""

from __future__ import annotations

import click

from proofs.catalog import entries

__all__ = ["command"]


@click.command("list")
def command() -> None:
    """List the derivations of the catalog: their names, and what they show."""
    found = entries()
    width = max((len(entry.name) for entry in found), default=0)
    for entry in found:
        click.echo(f"{entry.name:<{width}}  {entry.title}")
    if not found:
        click.echo("the catalog is empty", err=True)

"""`lineproof laws`: the laws that the provers may use, from the table that the kernel reads."""

from __future__ import annotations

import json

import click

from symbolic.language.laws import LAWS, Law

__all__ = ["command"]


@click.command("laws")
@click.argument("names", nargs=-1)
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of text.")
def command(names: tuple[str, ...], as_object: bool) -> None:
    """Print the laws the provers may use: all, or those of the given names.

    Each is a claim: symbols, hypotheses |- conclusions, and the reason it stands for in the margin of a proof.
    """
    unknown = [name for name in names if name not in LAWS]
    if unknown:
        raise click.UsageError(f"no law is called {', '.join(map(repr, unknown))}; `lineproof laws` lists them all")
    chosen = [LAWS[name] for name in names] if names else list(LAWS.values())
    if as_object:
        click.echo(json.dumps({law.name: as_dict(law) for law in chosen}, indent=1))
    else:
        for law in chosen:
            click.echo(as_text(law))


def as_text(law: Law) -> str:
    """A law on three lines."""
    symbols = "; ".join(f"{name}: {shape}" for name, shape in law.let.items())
    said = f"{'; '.join(law.given)} |- {'; '.join(law.claim)}".strip()
    return f"{law.name}   ({law.reason})\n    {symbols}\n    {said}"


def as_dict(law: Law) -> dict[str, object]:
    """A law with the keys of a claim file."""
    return {"let": dict(law.let), "given": list(law.given), "claim": list(law.claim), "reason": law.reason}

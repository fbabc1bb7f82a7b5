"""The command line: `lineproof COMMAND`, or `python -m lineproof COMMAND`.

A command is the click command named `command` in the module `lineproof.commands.NAME`. The module is imported when the
command is called and not before: `COMMANDS` holds the help texts, so that `--help` loads neither SymPy nor matplotlib.
"""

from importlib import import_module

import click

from lineproof import __version__

__all__ = ["COMMANDS", "LazyGroup", "main"]

COMMANDS = {
    "prove": "Prove, replay and cross-check the derivations of the catalog.",
    "check": "Judge every claim of the given files.",
    "derive": "Derive gradients and stationary points.",
    "export": "Write theorems as lemmas of Coq.",
    "laws": "Print the laws the provers may use.",
    "list": "List the derivations of the catalog.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    >>> LazyGroup("demo").list_commands(click.Context(main))
    ['prove', 'check', 'derive', 'export', 'laws', 'list']
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now; None if there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"lineproof.commands.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"lineproof.commands.{cmd_name}.command: expected a click command, came {command!r}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lineproof")
def main() -> None:
    """Judge matrix mathematics line by line: proved for all sizes, or refuted with a smallest witness."""


if __name__ == "__main__":
    main()

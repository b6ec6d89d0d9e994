"""The `jibiao` command. Each command is imported only when it is called: a click may start Python."""

from __future__ import annotations

import importlib
import sys

import click

from jibiao import __version__
from jibiao.cli import texts

_COMMANDS = {
    "read": texts.READ,
    "check": texts.CHECK,
    "consolidate": texts.CONSOLIDATE,
    "template": texts.TEMPLATE,
    "demo": texts.DEMO,
}


class _LazyGroup(click.Group):
    """Commands by name; the module of a command is imported when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"jibiao.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, help=texts.GROUP.replace("\n    jibiao demo", "\n\b\n    jibiao demo"))
@click.version_option(__version__, message="jibiao %(version)s")
def main() -> None:
    """Entry point. Output is UTF-8 whatever the console's code page is: JSON must be readable by machines."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")

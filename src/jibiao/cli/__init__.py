"""The `jibiao` command. Each command is imported only when it is called: a click may start Python."""

from __future__ import annotations

import importlib
import re
import sys
import tempfile
from collections.abc import Iterable
from keyword import iskeyword

import click

from jibiao import __version__
from jibiao.atomic import own_temporary_folder
from jibiao.cli import texts
from jibiao.cli.terminal import OutputLost, say_lines, set_encodings, warn
from jibiao.failures import LOG, failed, keep_log
from jibiao.system_errors import in_words
from jibiao.text import nearest

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)
_COMMANDS = {
    "read": texts.READ,
    "check": texts.CHECK,
    "fix": texts.FIX,
    "intake": texts.INTAKE,
    "consolidate": texts.CONSOLIDATE,
    "verify": texts.VERIFY,
    "publish": texts.PUBLISH,
    "template": texts.TEMPLATE,
    "distribute": texts.DISTRIBUTE,
    "import": texts.IMPORT,
    "rules": texts.RULES,
    "explain": texts.EXPLAIN,
    "addin": texts.ADDIN,
    "demo": texts.DEMO,
}


def _help_of(option: click.Option) -> str:
    """What an option is for; click would add in English that it is required, and its range."""
    return (option.help or "") + (texts.REQUIRED if option.required else "")


class ChineseCommand(click.Command):
    """A command whose help is in Chinese throughout."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = (
                error.ctx or ctx
            )  # that of an option without its value does not say which command it is
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(
            ctx.command_path, pieces.replace("[OPTIONS]", texts.OPTIONS_PIECE), f"{texts.USAGE}: "
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (row[0], _help_of(param))
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (row := param.get_help_record(ctx))
        ]
        with formatter.section(texts.OPTIONS):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = texts.HELP_OPTION
        return option


class _LazyGroup(ChineseCommand, click.Group):
    """Commands by name; the module of a command is imported when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"jibiao.cli.{module}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(texts.COMMANDS):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, help=texts.GROUP, subcommand_metavar=texts.COMMANDS)
@click.version_option(__version__, message="jibiao %(version)s", help=texts.VERSION_OPTION)
def group() -> None:
    pass


def main() -> None:
    """Entry point.

    Exit status 2 for a command line that cannot be understood and for whatever else went wrong, with one line that
    says why.
    """
    keep_log()
    sys.unraisablehook = _quietly
    set_encodings()
    try:
        with own_temporary_folder():
            if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty():
                sys.exit(_by_questions())
            status = group.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say_lines(error.message)
    except Exception as error:
        _tell(error)
        sys.exit(2)
    except KeyboardInterrupt:
        warn(texts.INTERRUPTED)
        sys.exit(2)


def _by_questions() -> int:
    """Ask what is to be done, do it, and open the result. Returns the exit status."""
    from jibiao.cli.menu import ask, open_result, show

    command = ask()
    if command is None:
        return 0
    show(command)
    try:
        group.main(command.words, standalone_mode=False)
    except SystemExit as done:  # the status says whether errors were found
        open_result(command.result)
        return done.code if isinstance(done.code, int) else 0
    open_result(command.result)
    return 0


def _tell(error: Exception) -> None:
    """One line on what ended the run."""
    if isinstance(error, click.UsageError):
        warn("{error}", error=_in_chinese(error))
    elif isinstance(error, click.Abort):
        warn(texts.INTERRUPTED)
    elif isinstance(error, OutputLost):
        warn(texts.OUTPUT_LOST, why=in_words(error.why))
    elif isinstance(error, OSError) and error.errno:
        # All that is written by us has a name (`atomic_path`); what has none is a temporary file of a library.
        warn(texts.CANNOT_WRITE, path=error.filename or tempfile.gettempdir(), why=in_words(error))
    else:
        command = " ".join(sys.argv[1:2])  # the rest may hold a password
        warn(texts.FAILED, failure=failed(error, command), log=LOG)


def _quietly(raised: sys.UnraisableHookArgs) -> None:
    """What is raised where nobody can catch it: a file on a full disk, that is closed again when it is thrown away.
    What made it was told."""


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """A parameter as it is written in the command; an option with what it is for."""
    if param is None or ctx is None:
        return ""
    metavar = param.make_metavar(ctx)
    if not isinstance(param, click.Option):
        return metavar
    usage = f"{param.opts[0]} {'' if param.is_flag else metavar}".rstrip()
    return texts.OPTION_HELP.format(option=usage, help=(param.help or "").rstrip("。"))


def _allowed(param: click.Parameter | None) -> str:
    """What a parameter may be, if that is told in a few words."""
    kind = param.type if param else None
    if isinstance(kind, click.IntRange):
        return texts.IN_RANGE.format(low=kind.min, high=kind.max)
    if isinstance(kind, click.Choice):
        return texts.ONE_OF.format(choices="、".join(map(str, kind.choices)))
    return ""


def _guess(written: str, known: Iterable[str]) -> str:
    """What was meant, if a name is nearly right."""
    near = nearest(written, known)
    return texts.GUESS.format(names="、".join(near)) if near else ""


def _in_chinese(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "jibiao"
    if isinstance(error, click.NoSuchOption):
        known = (
            [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts]
            if error.ctx
            else []
        )
        why = texts.NO_SUCH_OPTION.format(name=error.option_name, guess=_guess(error.option_name, known))
    elif isinstance(error, click.MissingParameter):
        why = texts.MISSING_PARAMETER.format(name=_named(error.param, error.ctx))
    elif isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        why = texts.BAD_PARAMETER.format(name=name, allowed=_allowed(error.param))
    elif isinstance(error, click.BadOptionUsage):
        params = error.ctx.command.params if error.ctx else []
        option = next((param for param in params if error.option_name in param.opts), None)
        is_flag = isinstance(option, click.Option) and option.is_flag
        why = (texts.TAKES_NO_VALUE if is_flag else texts.VALUE_MISSING).format(
            name=_named(option, error.ctx)
        )
    elif error.ctx and isinstance(error.ctx.command, click.Group):
        names = error.ctx.command.list_commands(error.ctx)
        written = next(iter(re.findall(r"'(.*)'", error.message)), "")
        why = texts.NO_SUCH_COMMAND.format(guess=_guess(written, names), names="、".join(names))
    elif extra := _EXTRA.search(error.message):
        why = texts.TOO_MANY.format(extra=extra[1])
    else:
        why = error.message
    return texts.USAGE_ERROR.format(why=why, path=path)

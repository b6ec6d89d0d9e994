"""`jibiao addin`: the buttons in Excel, LibreOffice and WPS, built, installed, taken away, looked for."""

from __future__ import annotations

import errno
import sys
from dataclasses import asdict
from pathlib import Path

import click

from jibiao.addin.state import State
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import FOUND_ERRORS, OK, OUTPUT_FILE, PATH, fail, format_option
from jibiao.cli.terminal import say, say_json


class _Group(ChineseCommand, click.Group):
    """The commands of `jibiao addin`, with their help in Chinese."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(texts.COMMANDS):
            formatter.write_dl([(name, command.help or "") for name, command in self.commands.items()])


@click.group(cls=_Group, help=texts.ADDIN, subcommand_metavar=texts.COMMANDS)
def command() -> None:
    pass


@command.command(cls=ChineseCommand, help=texts.ADDIN_BUILD)
@click.option("-o", "--output", required=True, type=OUTPUT_FILE, help=texts.OPT_ADDIN)
@click.option("--pyodide", metavar=texts.FOLDER, type=PATH, help=texts.OPT_PYODIDE)
@format_option
def build(output: Path, pyodide: Path | None, output_format: str) -> None:
    kind = output.suffix.lower()
    if kind not in (".xlam", ".xlsm", ".oxt", ".html", ".zip"):
        fail(texts.ADDIN_KIND, path=output)
    if output.exists():
        raise FileExistsError(errno.EEXIST, "exists", str(output))
    if kind == ".oxt":
        from jibiao.addin.extension import build_extension

        build_extension(output)
    elif kind in (".html", ".zip"):
        _build_with_python(output, kind, pyodide)
    else:
        from jibiao.addin.build import build as build_workbook

        build_workbook(output, kind="xlam" if kind == ".xlam" else "xlsm")
    if output_format == "json":
        say_json({"file": str(output)})
    else:
        say(texts.ADDIN_BUILT, path=output)


def _build_with_python(output: Path, kind: str, pyodide: Path | None) -> None:
    """What has Python in it: the page, or the add-in for WPS."""
    from jibiao.addin.page import build_page
    from jibiao.addin.page_core import PageError
    from jibiao.addin.wps_package import build_wps

    try:
        (build_page if kind == ".html" else build_wps)(output, pyodide)
    except PageError as error:
        fail("{why}", why=error)


@command.command(cls=ChineseCommand, help=texts.ADDIN_INSTALL)
@click.option("--wps", metavar=texts.FILE, type=PATH, help=texts.OPT_WPS)
@format_option
def install(wps: Path | None, output_format: str) -> None:
    from jibiao.addin import excel, extension, wps_install

    _report([*excel.install(), *extension.install(), *wps_install.install(given=wps)], output_format)


@command.command(cls=ChineseCommand, help=texts.ADDIN_UNINSTALL)
@format_option
def uninstall(output_format: str) -> None:
    from jibiao.addin import excel, extension, wps_install

    _report([*excel.uninstall(), *extension.uninstall(), *wps_install.uninstall()], output_format)


@command.command(cls=ChineseCommand, help=texts.ADDIN_STATUS)
@format_option
def status(output_format: str) -> None:
    from jibiao.addin import excel, extension, wps_install

    _report([*excel.status(), *extension.status(), *wps_install.status()], output_format)


def _report(states: list[State], output_format: str) -> None:
    """Say what is where. Exit status 1 if something is amiss, or if there is no program to put it into."""
    if output_format == "json":
        say_json([{**asdict(state), "path": str(state.path) if state.path else None} for state in states])
    else:
        for state in states:
            params = {"mark": _mark(state), "program": state.program, "item": state.item}
            say(texts.ADDIN_STATE if state.path else texts.ADDIN_STATE_NOWHERE, path=state.path, **params)
            if state.detail:
                say(texts.ADDIN_DETAIL, detail=state.detail)
    present = [state for state in states if not state.absent]
    sys.exit(OK if present and all(state.ok for state in present) else FOUND_ERRORS)


def _mark(state: State) -> str:
    if state.absent:
        return texts.ADDIN_NO_PROGRAM
    return texts.ADDIN_OK if state.ok else texts.ADDIN_NOT_OK

"""`jibiao demo`: the main job on real tables that the package ships."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import click

from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import counts, echo_json, format_option


@click.command(cls=ChineseCommand, help=texts.DEMO)
@click.option(
    "--out", default="jibiao-demo", type=click.Path(path_type=Path, file_okay=False), help=texts.OPT_DEMO_OUT
)
@format_option
def command(out: Path, output_format: str) -> None:
    from jibiao.consolidate import consolidate
    from jibiao.consolidate.report import write_report
    from jibiao.forms import all_forms
    from jibiao.templates import build_template, template_name

    workbooks = out / "各单位报表"
    templates = out / "空白表"
    for folder in (workbooks, templates):
        folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(
        (resources.files("jibiao.demo") / "workbooks").iterdir(), key=lambda entry: entry.name
    ):
        with resources.as_file(source) as path:
            shutil.copyfile(path, workbooks / source.name)
    result = consolidate(workbooks, out / "汇总.xlsx", department="示例部门")
    write_report(result.findings, result.readings, out / "问题报告.xlsx")
    for form in all_forms():
        build_template(form, templates / template_name(form))
    if output_format == "json":
        echo_json(result.to_json())
    else:
        _tell(result, out)


def _tell(result, out: Path) -> None:  # type: ignore[no-untyped-def]
    data = result.to_json()
    found = counts(result.findings)
    click.echo(texts.DEMO_START.format(files=len(result.readings)))
    click.echo(
        texts.DEMO_READ.format(
            files=len(result.readings), projects=data["projects"], indicators=data["indicators"]
        )
    )
    click.echo(texts.DEMO_CHECK.format(**found))
    shown: set[str] = set()
    for finding in result.findings:
        if finding.severity == "error" and finding.rule not in shown and len(shown) < 5:
            shown.add(finding.rule)
            click.echo(
                texts.DEMO_FINDING.format(cell=f"{finding.sheet}!{finding.cell}", message=finding.message)
            )
    click.echo(texts.DEMO_SUMMARY.format(**data))
    from jibiao.forms import all_forms

    click.echo(texts.DEMO_TEMPLATES.format(count=len(all_forms())))
    click.echo()
    click.echo(texts.DEMO_OPEN.format(path=out / "汇总.xlsx"))
    click.echo(texts.DEMO_FOLDER.format(path=out))

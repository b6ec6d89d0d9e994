"""`jibiao demo`: the main job on real tables that the package ships."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from jibiao.atomic import atomic_path
from jibiao.checks.order import grouped
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import OUTPUT_FOLDER, counts, format_option
from jibiao.cli.terminal import say, say_json


@click.command(cls=ChineseCommand, help=texts.DEMO)
@click.option("--out", default="jibiao-demo", type=OUTPUT_FOLDER, help=texts.OPT_DEMO_OUT)
@format_option
def command(out: Path, output_format: str) -> None:
    from jibiao.consolidation import consolidate
    from jibiao.consolidation.report import write_report
    from jibiao.forms import all_forms
    from jibiao.templates import build_template, template_name

    workbooks = out / "各单位报表"
    templates = out / "空白表"
    for folder in (workbooks, templates):
        folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(
        (resources.files("jibiao.demo") / "workbooks").iterdir(), key=lambda entry: entry.name
    ):
        with atomic_path(workbooks / source.name) as path:
            path.write_bytes(source.read_bytes())
    result = consolidate(workbooks, out / "汇总.xlsx", department="示例部门")
    write_report(result.findings, result.readings, out / "问题报告.xlsx")
    for form in all_forms():
        build_template(form, templates / template_name(form))
    if output_format == "json":
        say_json(result.to_json())
    else:
        _tell(result, out)


def _tell(result, out: Path) -> None:  # type: ignore[no-untyped-def]
    data = result.to_json()
    found = counts(result.findings)
    say(texts.DEMO_START, files=len(result.readings))
    files = len(result.readings)
    say(texts.DEMO_READ, files=files, projects=data["projects"], indicators=data["indicators"])
    say(texts.DEMO_CHECK, **found)
    for group in grouped(result.findings)[:5]:
        finding = group.findings[0]
        say(texts.DEMO_FINDING, cell=f"{finding.sheet}!{finding.cell}", message=finding.message)
    say(texts.DEMO_SUMMARY, **data)
    from jibiao.forms import all_forms

    say(texts.DEMO_TEMPLATES, count=len(all_forms()))
    say("")
    say(texts.DEMO_OPEN, path=out / "汇总.xlsx")
    say(texts.DEMO_FOLDER, path=out)

"""`jibiao explain RULE`: the page of one rule."""

from __future__ import annotations

from dataclasses import asdict

import click

from jibiao.checks.catalogue import rules
from jibiao.checks.pages import as_text
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import fail, format_option
from jibiao.cli.terminal import say_json, say_lines
from jibiao.text import nearest


@click.command(cls=ChineseCommand, help=texts.EXPLAIN)
@click.argument("rule_id", metavar=texts.RULE)
@format_option
def command(rule_id: str, output_format: str) -> None:
    rule = rules().get(rule_id)
    if rule is None:
        near = nearest(rule_id, rules())
        guess = texts.MEANT.format(names="、".join(near)) if near else ""
        fail(texts.NO_SUCH_RULE, rule=rule_id, guess=guess)
    if output_format == "json":
        say_json(asdict(rule))
    else:
        say_lines(as_text(rule))

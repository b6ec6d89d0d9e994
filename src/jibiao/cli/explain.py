"""`jibiao explain RULE`: the page of one rule."""

from __future__ import annotations

from dataclasses import asdict

import click

from jibiao.checks.catalogue import rule_named, rule_names, rules_like
from jibiao.checks.pages import as_text
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import fail, format_option
from jibiao.cli.terminal import say_json, say_lines
from jibiao.text import nearest


@click.command(cls=ChineseCommand, help=texts.EXPLAIN)
@click.argument("words", metavar=texts.RULE, nargs=-1, required=True)
@format_option
def command(words: tuple[str, ...], output_format: str) -> None:
    name = " ".join(words)  # a title may have a space
    like = rules_like(name)
    rule = rule_named(name) or (like[0] if len(like) == 1 else None)
    if rule is None:
        near = nearest(name, rule_names())
        guess = texts.MEANT.format(names="、".join(near)) if near else ""
        fail(texts.NO_SUCH_RULE, rule=name, guess=guess)
    if output_format == "json":
        say_json(asdict(rule))
    else:
        say_lines(as_text(rule))

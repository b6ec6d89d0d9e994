"""`jibiao rules`: every rule with its severity and title."""

from __future__ import annotations

import click

from jibiao.checks.catalogue import own_rules, rules
from jibiao.checks.finding import SEVERITY_NAMES
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import format_option
from jibiao.cli.terminal import say, say_json, warn


@click.command(cls=ChineseCommand, help=texts.RULES)
@format_option
def command(output_format: str) -> None:
    every = rules().values()
    for rule_id, why in own_rules().refused.items():
        warn(texts.RULE_REFUSED, id=rule_id, why=why)
    if output_format == "json":
        say_json([{"id": rule.id, "severity": rule.severity, "title": rule.title} for rule in every])
        return
    width = max(len(rule.id) for rule in every)
    for rule in every:
        severity = SEVERITY_NAMES[rule.severity]
        say(texts.RULE_LINE, severity=severity, id=rule.id.ljust(width), title=rule.title)
    say(texts.RULES_TOTAL, count=len(every))

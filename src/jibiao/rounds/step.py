"""From the last round to this one, for every organisation of an intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jibiao.checks.finding import Finding
from jibiao.checks.settings import Settings
from jibiao.checks.states import with_states
from jibiao.returns.assess import Assessment, Return, State, assess, findings_of, return_key, whose_is
from jibiao.rounds.contents import Form, form_of
from jibiao.rounds.outcome import Before, Outcome, must_correct, outcome_of
from jibiao.rounds.previous import Previous
from jibiao.submissions.entries import Entry, Status, round_named


@dataclass(slots=True)
class Step:
    """number: of this round. before: what is known of the last one, by the keys of returns. forms: what counts now.
    again: who handed in nothing new. carried: findings of those who handed in nothing in this round, if the last one is
    known from its status only; files: what these are of. outcomes: see `settle`."""

    number: int = 1
    before: dict[str, Before] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    carried: list[Finding] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)
    senders: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def settle(self, findings: Mapping[str, Sequence[Finding]]) -> None:
        """Tell what became of what was asked for. findings: of now, by the same keys. Who had no form in the last round is
        told of nothing."""
        for key, found in findings.items():
            if key in self.again:
                self.outcomes[key] = Outcome(left=must_correct(found))
            elif key in self.before:
                self.outcomes[key] = outcome_of(self.before[key], self.forms.get(key, []), found)

    def totals(self) -> dict[str, int]:
        """How many errors and warnings were corrected, were accepted, are left, are new; how many cells say something else
        that nobody had asked for."""
        every = self.outcomes.values()
        return {
            "round": self.number,
            "corrected": sum(len(one.corrected) for one in every),
            "accepted_since": sum(len(one.accepted) for one in every),
            "left": sum(len(one.left) for one in every),
            "new": sum(len(one.new) for one in every),
            "unasked": sum(len(one.unasked) for one in every),
        }


def step_of(
    assessment: Assessment,
    entries: Sequence[Entry],
    previous: Previous,
    folder: Path,
    sent_from: Path,
    settings: Settings,
) -> Step:
    """What is known of the last round: from its status workbook, else from the files that others of a later round
    replaced. Whose only form is of an earlier round gets that as its state. folder: that is looked through; sent_from: of the
    manifest."""
    rounds = max((entry.round for entry in entries), default=0)
    number = rounds or round_named(folder.name)
    last = previous.before(number)
    step = Step(number or last.number + 1)
    former = _Former(assessment, entries, sent_from, settings) if rounds else None
    for one in assessment.returns:
        before = last.returns.get(one.key)
        step.forms[one.key] = _forms(one)
        if former and former.is_again(one, step.number):
            step.again.add(one.key)
        elif former and not before:
            before = former.of(one)
        if before:
            step.before[one.key] = before
            if one.state is State.MISSING:
                _carry(step, one, before)
        if (one.state is State.MISSING and one.key in step.before) or (
            one.state is State.RETURNED and rounds and one.files[0].entry.round < rounds
        ):
            one.state = State.EARLIER
    return step


def _carry(step: Step, one: Return, before: Before) -> None:
    step.again.add(one.key)
    step.forms[one.key] = before.forms
    step.carried += before.findings
    files = dict.fromkeys(
        [form.file for form in before.forms] + [finding.file for finding in before.findings]
    )
    step.files[one.key] = list(files)
    step.senders |= dict.fromkeys(files, whose_is(one.sent, one.manifest))


def _forms(one: Return) -> list[Form]:
    return [
        form_of(project, one.key, file.entry.relative)
        for file in one.files
        for project in file.reading.projects
    ]


class _Former:
    """The last round, where its files lie beside those of this one."""

    def __init__(
        self, assessment: Assessment, entries: Sequence[Entry], sent_from: Path, settings: Settings
    ) -> None:
        by_file = {file.entry.relative: file for file in assessment.files}
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            counting = by_file.get(self._last_version(entry, entries) or "")
            if entry.former and counting and (sent := counting.sender.sent):
                self._entries.setdefault(return_key(sent, counting.manifest), []).append(entry)
        for key, found in self._entries.items():
            last = max(entry.round for entry in found)
            self._entries[key] = [entry for entry in found if entry.round == last]
        # As they were when they counted.
        then = [
            replace(entry, reading=entry.former, status=Status.READ)
            for found in self._entries.values()
            for entry in found
        ]
        judged = assess(then, assessment.manifests, sent_from)
        found_then = findings_of(then, judged, settings)
        readings = [entry.reading for entry in then if entry.reading]
        self._findings: dict[str, list[Finding]] = {}
        for finding in with_states(found_then, readings, senders=judged.senders, settings=settings):
            self._findings.setdefault(finding.file, []).append(finding)

    @staticmethod
    def _last_version(entry: Entry, entries: Sequence[Entry]) -> str | None:
        """The file that counts in the place of one that was replaced, perhaps more than once."""
        by_name = {other.relative: other for other in entries}
        name = entry.replaced_by
        while name and (following := by_name[name].replaced_by):
            name = following
        return name

    def is_again(self, one: Return, number: int) -> bool:
        """Whether an organisation handed in nothing in this round, or its last files as they were."""
        if one.state not in (State.RETURNED, State.SEVERAL):
            return False
        return all(
            file.entry.round < number or any(entry.round == number - 1 for entry in file.same)
            for file in one.files
        )

    def of(self, one: Return) -> Before | None:
        """What an organisation had handed in before."""
        found = self._entries.get(one.key, [])
        if not found:
            return None
        before = Before()
        for entry in found:
            before.findings += self._findings.get(str(entry.path), ())
            projects = entry.former.projects if entry.former else []
            before.forms += [form_of(project, one.key, entry.relative) for project in projects]
        return before

"""Which official form is it? The one whose labels agree best with those that were found."""

from __future__ import annotations

from jibiao.forms import GENERAL, Form, all_forms, form_by_id, label_key, levels_of
from jibiao.forms.labels import expected_labels
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.records import Project

_TOLERANCE = 3
"""So many labels may differ (lost or added by hand) before a form counts as one without a definition."""


def found_labels(page: Page, block: Block) -> frozenset[str]:
    """Keys of the labels that were used in a block's head and headings."""
    last = block.header.last_row + 1 if block.header else block.head[1]
    return frozenset(
        label_key(page.shown[r, c])
        for r in range(block.zone[0], last)
        for c in page.rows.get(r, ())
        if block.left <= c <= block.right and (r, c) in page.labels
    )


def recognise(labels: frozenset[str], project: Project) -> tuple[Form, frozenset[str]]:
    """The form, and those of its labels that were not found. The general form if none fits.

    Forms with the same labels are told apart by the first levels that their indicators use.
    """
    used = {row.l1 for row in project.indicators}

    def distance(form: Form) -> tuple[int, int, int]:
        differing = len(expected_labels(form) ^ labels)
        foreign = len(used - set(levels_of(form.taxonomy).tree))
        return differing, foreign, -(form.year or 0)

    best = min(all_forms(), key=distance)
    if distance(best)[0] > _TOLERANCE:
        return form_by_id(GENERAL), frozenset()
    return best, expected_labels(best) - labels

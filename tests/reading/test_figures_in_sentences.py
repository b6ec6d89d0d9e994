"""Sentences of published budgets in the words of several provinces, and which figures they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.official_table import OfficialTable
from jibiao.reading.document import read_blocks

HEADINGS = {
    "budget_overview": "二、部门收支总体情况",
    "operating_funds": "三、机关运行经费安排情况",
    "three_public": "四、“三公”经费情况",
    "procurement": "五、政府采购预算情况",
    "fixed_assets": "六、国有资产占用情况",
}


def _sentences() -> list[tuple[str, str, dict[str, str]]]:
    """Table, sentence, figures."""
    found: list[tuple[str, str, dict[str, str]]] = []
    kind = sentence = ""
    for line in (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()[2:]:
        if line.startswith("# "):
            kind = line[2:]
        elif line.startswith("    "):
            said = [one.split(" ", 1) for one in line.strip().split("; ") if one != "-"]
            found.append((kind, sentence, dict(said)))
        elif line:
            sentence = line
    return found


SAID = _sentences()


def _like(words: str) -> str:
    """The sentence that begins so."""
    (found,) = [sentence for _, sentence, _ in SAID if sentence.startswith(words)]
    return found


def figures(*lines: str) -> dict[str, OfficialTable]:
    return {table.kind: table for table in read_blocks(lines, Path("a.docx")).tables}


@pytest.mark.parametrize(("kind", "sentence", "wanted"), SAID, ids=[text[:24] for _, text, _ in SAID])
def test_a_sentence(kind: str, sentence: str, wanted: dict[str, str]) -> None:
    found = figures(HEADINGS[kind], sentence)
    assert found.keys() <= {kind}
    said = {name: value.text for table in found.values() for name, value in table.fields.items()}
    directions = {name for name in said if name.endswith("_direction") and name not in wanted}
    assert {n: t for n, t in said.items() if n not in {"use", "comparison", *directions}} == wanted


def test_a_heading_names_what_the_sentence_below_it_gives() -> None:
    found = figures(
        HEADINGS["three_public"],
        "（一）因公出国（境）费",
        "2024年预算安排0万元，与上年持平。",
        "（二）公务接待费",
        "2024年预算安排1.5万元，较上年减少0.5万元。",
        "主要原因：",
        "2024年安排会议费3万元。",
    )
    said = {name: value.text for name, value in found["three_public"].fields.items()}
    assert (said["abroad"], said["abroad_change_direction"]) == ("0万元", "持平")
    assert (said["reception"], said["reception_change"]) == ("1.5万元", "0.5万元")
    assert [words for words, _, _ in found["three_public"].others] == ["2024年安排会议费"]


def test_the_figures_of_one_document_beside_its_tables_and_forms() -> None:
    lines = [HEADINGS["budget_overview"], _like("2024年部门收入总预算"), HEADINGS["operating_funds"]]
    lines += [_like("2024年本部门机关"), HEADINGS["three_public"], _like("2024年“三公”经费财政拨款")]
    found = figures(*lines)
    assert list(found) == ["budget_overview", "operating_funds", "three_public"]
    place = found["operating_funds"].places["amount"]
    assert (place.paragraph, place.text[place.start : place.start + 6]) == (4, "85.2万元")

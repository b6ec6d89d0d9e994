"""A play of three rounds with forty organisations: what was explained is kept, what was changed besides is found, and every
figure is the same in all places."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import jibiao
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from office import audit
from rounds.play import (
    ALL,
    REASON,
    RIGHT,
    WRONG_TOO,
    Office,
    accept,
    explained_copy,
    first_form,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    roster = office.folder / "名单.csv"
    rows = "".join(f"{n:06d},某县第{n}镇,某县,1\n" for n in range(1, ALL + 1))
    roster.write_text("单位编码,单位名称,上级单位,项目数\n" + rows, "utf-8")
    office.sent = list(distribute(roster, form_by_id("A1"), 2026, office.folder / "下发").manifest.sent)
    for n, one in enumerate(office.sent, 1):
        office.said[one.code] = first_form(n)
        office.hand_in(1, one)
    return office


def run(office: Office, number: int, *, whole: bool = False) -> jibiao.Intake:
    """The intake of a round, with the status of the one before."""
    previous = [office.status(number - 1)] if number > 1 else []
    folder = office.folder / "收回" if whole else office.back(number)
    target = office.folder / "全部.xlsx" if whole else office.status(number)
    return jibiao.intake(folder, office.folder / "下发", target, previous=previous)


@pytest.fixture(scope="module")
def first(office: Office) -> jibiao.Intake:
    return run(office, 1)


@pytest.fixture(scope="module")
def second(office: Office, first: jibiao.Intake) -> jibiao.Intake:
    assert accept(office, 1, "is accepted", "is accepted and changes it")
    for one in office.sent:
        kind, path = office.kind(one), office.back(1) / Path(one.file).name
        if kind == "is silent":
            continue
        data = explained_copy(path, office.folder / "标记") if kind == "explains" else None
        if kind not in ("explains", "sends the same"):
            for cell in ("G12", "G13"):  # one finding on two cells
                office.change(one, cell, "行业标准", asked=True)
        if kind in ("corrects", "changes the budget as well"):
            office.change(one, "F11", RIGHT, asked=True)
        if kind == "changes the budget as well":
            for cell in ("C4", "E4"):
                office.change(one, cell, "500.00", asked=False)
            office.change(one, "F14", "≤500万元", asked=False)
        if kind in ("is wrong in another way", "is accepted and changes it"):
            office.change(one, "F11", WRONG_TOO, asked=True)
        office.hand_in(2, one, data)
    return run(office, 2)


@pytest.fixture(scope="module")
def third(office: Office, second: jibiao.Intake) -> jibiao.Intake:
    assert accept(office, 2, "explains")
    office.planted.clear()
    for one in office.of("is silent"):
        office.change(one, "F11", RIGHT, asked=True)
        for cell in ("G12", "G13"):
            office.change(one, cell, "行业标准", asked=True)
        office.change(one, "C13", "完工时限", asked=False)
        office.hand_in(3, one)
    return run(office, 3)


def unasked(result: jibiao.Intake) -> set[tuple[str, str, str, str]]:
    return {
        (one.sent.name, change.after[1], change.old, change.new)
        for one in result.returns
        if (outcome := result.outcome(one))
        for change in outcome.unasked
    }


def states(result: jibiao.Intake, office: Office, kind: str) -> set[str]:
    names = {one.code for one in office.of(kind)}
    return {
        str(finding.state)
        for one in result.returns
        if one.sent.code in names
        for finding in result.findings_of(one)
        if finding.cell == "F11" and finding.rule != "explanation_lapsed"
    }


def test_the_first_round_has_nothing_to_compare_with(first: jibiao.Intake) -> None:
    assert first.step.outcomes == {} and first.step.number == 1
    assert first.reported == ALL
    assert all(len(first.to_correct(one)) >= 2 for one in first.returns)


def test_what_was_explained_or_accepted_is_kept_and_dropped_where_the_cell_changed(office, second) -> None:
    assert states(second, office, "explains") == {"explained"}
    assert states(second, office, "is accepted") == {"accepted"}
    assert states(second, office, "is accepted and changes it") == {"open"}
    assert states(second, office, "sends the same") == {"open"}
    lapsed = [one.file for one in second.department.findings if one.rule == "explanation_lapsed"]
    there = {Path(one.file).name for one in office.of("is accepted and changes it")}
    assert {Path(file).name for file in lapsed} == there and len(lapsed) == len(there)


def test_an_accepted_finding_leaves_the_letter_and_stays_in_the_record(office, second) -> None:
    codes = {one.code for one in office.of("is accepted")}
    for one in second.returns:
        if one.sent.code in codes:
            assert not [finding for finding in second.to_correct(one) if finding.cell == "F11"]
            assert [finding for finding in second.department.findings if finding.accepted]
            assert second.accepted(one)


def test_changes_outside_the_asked_cells_are_those_that_were_made(office, second) -> None:
    assert unasked(second) == set(office.planted) and office.planted


def test_each_organisation_is_told_what_it_corrected_and_what_not(office, first, second) -> None:
    for one, before in zip(second.returns, first.returns, strict=True):
        outcome, kind = second.outcome(one), office.kind(one.sent)
        assert outcome is not None
        asked = len(first.to_correct(before))
        assert len(outcome.corrected) + len(outcome.accepted) + len(outcome.left) == asked, kind
        assert len(outcome.left) + len(outcome.new) == len(second.to_correct(one)), kind
        if kind in ("is silent", "sends the same", "explains"):
            assert (len(outcome.left), outcome.new, outcome.changes) == (asked, [], []), kind
        if kind in ("corrects", "changes the budget as well"):
            assert len(outcome.corrected) == asked and not second.to_correct(one), kind


def test_who_was_silent_is_no_missing_one(office, second) -> None:
    silent = {one.code for one in office.of("is silent")}
    assert {one.sent.code for one in second.returns if str(one.state) == "earlier"} == silent
    assert (second.reported, second.count(type(second.returns[0].state).MISSING)) == (ALL, 0)


def test_the_third_round_stands_on_the_second(office, second, third) -> None:
    assert unasked(third) == set(office.planted) and office.planted
    assert states(third, office, "explains") == {"accepted"}
    assert third.reported == ALL
    totals = third.step.totals()
    assert totals["corrected"] == sum(len(second.to_correct(one)) for one in second.returns
                                      if office.kind(one.sent) == "is silent")  # fmt: skip


def test_the_status_says_what_the_result_says(office, second) -> None:
    assert audit(office.status(2)) == []
    book = openpyxl.load_workbook(office.status(2))
    data = second.to_json()
    rows = list(book["改正情况"].iter_rows(min_row=5, values_only=True))
    names = ("corrected", "accepted_since", "left", "new", "unasked")
    assert {name: sum(row[4 + n] for row in rows) for n, name in enumerate(names)} == {
        name: data[name] for name in names
    }
    note = book["改正情况"]["A2"].value
    numbers = list(map(int, re.findall(r"(\d+) 处", note)))
    assert numbers == [data[name] for name in names] and "第2次" in note
    overview = list(book["总览"].iter_rows(min_row=5, values_only=True))
    heads = [str(c.value).replace("\n", "") for c in book["总览"][4]]
    of = {head: [row[n] or 0 for row in overview] for n, head in enumerate(heads)}
    assert Counter(of["报送情况"]) == {"已报送": ALL - 5, "上次已报": 5}
    assert sum(of["错误"]) == sum(one["error"] for one in data["organisations"])
    assert sum(of["警告"]) == sum(one["warning"] for one in data["organisations"])
    assert sum(of["已同意的说明"]) == sum(one["accepted"] for one in data["organisations"]) > 0
    assert len(list(book["另有改动"].iter_rows(min_row=5, values_only=True))) == data["unasked"]
    assert book["报送内容"].sheet_state == "hidden"


def test_letters_of_the_second_round_speak_of_what_is_still_open(office, second) -> None:
    book = openpyxl.load_workbook(office.status(2))
    letters = [sheet for sheet in book if sheet["A1"].value == "退　回　通　知"]
    owing = [one for one in second.returns if second.to_correct(one)]
    assert len(letters) == len(owing) == second.to_json()["to_correct"]
    assert all("上次退回后" in str(sheet["A3"].value) for sheet in letters)


def test_letters_answer_an_explanation_and_name_what_was_changed_unasked(office, second) -> None:
    from jibiao.collection.letters import letters_of

    letters = letters_of(second)
    by_code = {one.sent.code: letters[one.key] for one in second.returns if one.key in letters}
    for one in office.of("explains"):
        remedies = "".join(row.remedy for part in by_code[one.code].parts for row in part.rows)
        assert f"你单位的说明“{REASON}”已收到" in remedies
    whoever = next(iter(letters.values()))
    changed = {one.code for one in office.of("changes the budget as well")}
    for one in (one for one in second.returns if one.sent.code in changed):
        text = replace(whoever, outcome=second.outcome(one)).text
        assert "没有要求改动而有变动（项目1 C4、项目1 E4、项目1 F14）" in text


def test_terminal_summary_and_status_of_the_whole_folder_agree(office, third) -> None:
    """The same folder, all rounds in it: the latest file of each organisation counts."""
    whole = run(office, 3, whole=True)
    words = ("intake", office.folder / "收回", "--manifest", office.folder / "下发", "-o", office.folder / "又.xlsx",
             "--previous", office.status(2))  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "jibiao", *map(str, words)], capture_output=True, encoding="utf-8", timeout=120
    )
    data = whole.to_json()
    assert f"已报 {ALL} 个" in done.stdout, done.stdout + done.stderr
    assert f"需要退回改正 {data['to_correct']} 个" in done.stdout
    assert (
        f"已改正 {data['corrected']} 处" in done.stdout
        and f"要求之外改动 {data['unasked']} 处" in done.stdout
    )
    summary = jibiao.consolidate(
        office.folder / "收回", office.folder / "汇总.xlsx", manifest=office.folder / "下发",
        previous=office.status(2),
    ).to_json()  # fmt: skip
    assert (summary["projects"], summary["repeated"], summary["missing"]) == (ALL, 0, [])
    assert summary["total"] == f"{sum(float(one['C4']) for one in office.said.values()):.2f}"
    for name in ("error", "warning", "accepted"):
        assert summary[name] == sum(one[name] for one in data["organisations"]), name
    replaced = [one for one in summary["files"] if one["status"] == "superseded"]
    assert len(replaced) + sum(one["status"] == "duplicate" for one in summary["files"]) == ALL
    assert all("代替" in one["why"] for one in replaced)
    assert json.dumps(summary, ensure_ascii=False)


def test_without_a_status_the_folders_tell_the_rounds(office, third) -> None:
    folder = office.folder / "两次"
    for number in (1, 2):
        target = folder / ("第一次", "第二次")[number - 1]
        target.mkdir(parents=True)
        for path in office.back(number).iterdir():
            (target / path.name).write_bytes(path.read_bytes())
    result = jibiao.intake(folder, office.folder / "下发", office.folder / "两次.xlsx")
    planted = {name for name, *_ in unasked(result)}
    assert planted == {one.name for one in office.of("changes the budget as well")}
    silent = {one.code for one in office.of("is silent")}
    assert {one.sent.code for one in result.returns if str(one.state) == "earlier"} >= silent
    assert result.step.number == 2
    assert REASON in {finding.explanation for finding in result.department.findings}


def test_of_two_files_of_the_last_round_the_same_is_asked_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,某县某镇\n002,某县某乡\n", "utf-8")
    office.sent = list(
        distribute(tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发").manifest.sent
    )
    for n, one in enumerate(office.sent, 1):
        office.said[one.code] = first_form(n)
        office.hand_in(1, one)
    one, other = office.sent
    office.hand_in(1, one).rename(office.back(1) / "第一稿.xlsx")
    office.change(one, "B5", "另一种用途", asked=False)
    office.hand_in(1, one)
    office.hand_in(2, other)
    result = jibiao.intake(tmp_path / "收回", tmp_path / "下发")
    two, same = result.returns
    assert [str(of.state) for of in (two, same)] == ["several", "returned"]
    for of in (two, same):
        outcome = result.outcome(of)
        assert outcome and (len(outcome.left), outcome.new, outcome.changes) == (
            len(result.to_correct(of)),
            [],
            [],
        )

"""Misspellings that no list has are told, and faultless texts are left alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.bureaus import bureau_files
from jibiao.checks import check
from jibiao.checks.codes import field_words
from jibiao.checks.writing.dictionary import dictionary
from jibiao.checks.writing.slips import slips
from jibiao.checks.writing.spelling import FileTexts, misspelt
from jibiao.checks.writing.style import listed_slips
from jibiao.checks.writing.unlike import Unlike, unlike

HERE = Path(__file__).parent
_MARK = re.compile(r"\{([^|}]*)\|([^|}]*)(\|missed)?\}")
BLOCKS = re.split(r"\n\s*\n(?=@)", (HERE / "misspelt.txt").read_text("utf-8"))[1:]
FAULTLESS = {
    "misspelt.txt": _MARK.sub(r"\2", "\n\n".join(BLOCKS)),
    "bureaus.txt": (HERE / "bureaus.txt").read_text("utf-8"),
    "bureaus2.txt": (HERE / "bureaus2.txt").read_text("utf-8"),
}


def test_the_halves_of_words_are_those_of_the_words() -> None:
    folder = resources.files("jibiao.checks.writing") / "chinese"
    lines = {
        name: (folder / name).read_text("utf-8").splitlines()
        for name in ("words.txt", "ends.txt", "begins.txt")
    }
    words = {word for word in re.split("[\n; ]", "\n".join(lines["words.txt"])) if len(word) == 4}
    assert {line[:2] + end for line in lines["ends.txt"] for end in line[3:].split()} == words
    assert {begin + line[:2] for line in lines["begins.txt"] for begin in line[3:].split()} == words


def in_form(*texts: str) -> list[str]:
    """What is meant by the slips in the texts of a form."""
    return [slip.right for _, slip in misspelt(texts, FileTexts())]


def typos(text: str) -> list[str]:
    """The messages of possible misspellings."""
    return [found.message for found in check(bureau_files(text)) if found.rule == "typo"]


def one_wrong(block: str, number: int) -> str:
    """A project with one of its misspellings and the others right."""
    marks = iter(range(len(_MARK.findall(block))))
    return _MARK.sub(lambda mark: mark[1] if next(marks) == number else mark[2], block)


@pytest.mark.parametrize("name", FAULTLESS)
def test_nothing_is_told_of_faultless_texts(name: str) -> None:
    assert typos(FAULTLESS[name]) == []


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split()[2])
def test_what_typists_make_of_a_form_is_told(block: str) -> None:
    for number, (wrong, right, missed) in enumerate(_MARK.findall(block)):
        told = [
            (set(written) & set(wrong), meant)
            for message in typos(one_wrong(block, number))
            for written, meant in re.findall("“([^“”]+)”(?:疑为|与.*的)“([^”]+)”", message)
        ]
        assert bool(told) != bool(missed), (wrong, right, told)


@pytest.mark.parametrize(
    ("text", "wrong", "right", "sort"),
    [
        ("全年享受优府待遇的人数", "优府", "优抚", "character"),  # sounds alike
        ("生活垃圾日产日清的投拆件数", "投拆", "投诉", "character"),  # looks alike
        ("工程验手合格率", "验手合格率", "验收合格率", "character"),
        ("体质建康测试", "体质建康", "体质健康", "word"),
        ("桥梁收验的时间", "收验", "验收", "exchanged"),
        ("检查使用用单位的数量", "使用用", "使用", "doubled"),
        ("上年完成情", "完成情", "完成情况", "cut"),
        ("按时足额支岀", "支岀", "支出", "character"),  # a character that no text has
        ("坚持因地治宜", "因地治宜", "因地制宜", "character"),  # no word of the field
        ("扎实推进，按步就班", "按步就班", "按部就班", "character"),
    ],
)
def test_each_sort_of_slip(text: str, wrong: str, right: str, sort: str) -> None:
    assert [(slip.wrong, slip.right, slip.sort) for slip in slips(text)] == [(wrong, right, sort)]


@pytest.mark.parametrize(
    "text",
    [
        "冀民〔2023〕45号",  # the mark of a document
        "唐财综（20",
        "村村通公路养护",
        "新建、扩建建（构）筑物",
        "统一采购价",
        "整改销号率",
        "受益人数",
        "为群众提供法援服务",  # short for 法律援助, not 法院
        "营养餐、助学贷、励志奖",  # in an enumeration words are short
        "落实路长制、街长制",
        "购置和面机、压面机",
        "发放遗属补、独补",
        "开展巡堤查险",
        "人行道平石、侧石更换",
        "材料调差",
        "完成保护拦水坝加固",
    ],
)
def test_what_is_right_is_no_slip(text: str) -> None:
    assert in_form(text) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("提高资金使用校益", "效益"),  # sounds and looks alike; 权益 but looks so
        ("给予资肋", "资助"),
    ],
)
def test_of_several_words_the_likeliest_is_told(text: str, meant: str) -> None:
    assert in_form(text) == [meant]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("建设消防讯息平台", []),
        ("完成保护拦水坝加固", []),
        ("增强防讯应急能力", ["防汛"]),
        ("加装护拦", ["护栏"]),
        ("必需按期完成", ["必须按"]),  # 按 only shows what is meant
        ("配套实施正常使用", ["配套设施"]),
        ("支付工程欵", ["款"]),
    ],
)
def test_the_list_tells_nothing_of_parts_of_two_words(text: str, listed: list[str]) -> None:
    assert [one.right for _, one in listed_slips(text)] == listed


def test_every_run_tells_the_same() -> None:
    """Sets have another order in every process."""
    texts = ["提高资金使用校益", *_MARK.sub(r"\1", "\n".join(BLOCKS)).split("\n")]
    code = "import sys; from jibiao.checks.writing.slips import slips; print([slips(text) for text in sys.stdin])"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            input="\n".join(texts),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in "0123"
    }
    assert len(told) == 1


_WORDS = st.lists(st.sampled_from([*field_words()[:400], *"的率度数收受己已人众满意。（《1％ab"])).map(
    "".join
)


@given(_WORDS | st.text())
def test_a_slip_stands_where_it_says(text: str) -> None:
    for slip in slips(text):
        assert text[slip.at :].startswith(slip.wrong)
        assert (slip.right in field_words() or len(slip.right) == 4) and slip.right != slip.wrong


@given(_WORDS, _WORDS)
def test_what_is_unlike_stands_in_one_and_means_the_other(name: str, description: str) -> None:
    if found := unlike(name, description):
        one, other = (name, description) if found.in_name else (description, name)
        assert found.wrong in one and found.meant in other


def test_what_the_form_says_elsewhere_counts() -> None:
    assert in_form("受仿的总数") == []
    assert in_form("受仿的总数", "受访者的满意度") == ["受访"]


def test_what_other_forms_of_the_file_say_counts() -> None:
    """批复 is misspelt in one project, right in another one of the same bureau."""
    block = next(one for one in BLOCKS if "批腹" in one)
    wrong = one_wrong(block, [mark[0] for mark in _MARK.findall(block)].index("批腹"))
    other = "@水利局 130400 小型水库" + FAULTLESS["bureaus.txt"].partition("@水利局 130400 小型水库")[2]
    project = other.partition("\n\n")[0]
    assert typos(project) == typos(wrong) == []
    assert ["“批腹”疑为“批复”" in message for message in typos(f"{wrong.strip()}\n\n{project}")] == [True]


def test_what_stands_again_among_other_words_is_a_term() -> None:
    first, again = "各局办现有系统", "整合局办及单位"
    assert in_form(first) == ["举办"]
    assert in_form(first, again) == []


def test_a_name_and_its_description() -> None:
    assert unlike("受益学生人数", "收益学生的总人数") == Unlike(False, "收益学生", "受益学生", False)
    assert unlike("奖励资金兑现时间", "奖励资金对现到企业的时间") == Unlike(False, "对现", "兑现", True)
    assert unlike("报告评审通过率", "专家评审通过的报告占比") is None


def test_the_words_of_the_field_stand_once_and_have_a_sound() -> None:
    words, sounds = field_words(), dictionary().meant.alike.sounds
    assert len(words) == len(set(words))
    assert [word for word in words if not sounds.keys() >= set(word)] == []


def test_the_dictionary_is_read_when_a_text_asks_for_it() -> None:
    code = "import jibiao.checks.checking, jibiao.checks.writing.dictionary as d; assert not d.dictionary.cache_info().currsize"
    subprocess.run([sys.executable, "-c", code], check=True)

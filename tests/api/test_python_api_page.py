"""docs/python-api.md: its examples run, one after the other, in a folder as the page says."""

from __future__ import annotations

import re
import shutil
from importlib import resources
from pathlib import Path

import jibiao

PAGE = Path(__file__).parents[2] / "docs" / "python-api.md"
ONES = ("001_333009_定州市建筑工程质量监督站.xlsx", "000_333001_乐亭县住房和城乡建设局本级.xlsx")


def test_the_examples_run(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "县局报表").mkdir()
    for name in ONES:
        shutil.copy(str(resources.files("jibiao.demo") / "workbooks" / name), tmp_path / "县局报表")
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n333001,甲局\n333002,乙局\n", "utf-8")
    document = next((Path(__file__).parents[1] / "data" / "documents").glob("002*.docx"))
    shutil.copy(document, tmp_path / "某局公开.docx")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        exec(compile(example, str(PAGE), "exec"), names)
    written = {"标记.xlsx", "汇总.xlsx", "空白表.xlsx", "收表情况.xlsx", "下发", "数据", "导入"}
    assert written <= {path.name for path in tmp_path.iterdir()}
    assert len(names["shown"]) > 0  # type: ignore[arg-type]


def test_the_page_names_every_error() -> None:
    errors = {
        name
        for name in jibiao.__all__
        if isinstance(thing := getattr(jibiao, name), type) and issubclass(thing, jibiao.JibiaoError)
    }
    page = PAGE.read_text("utf-8")
    assert [name for name in sorted(errors) if f"`{name}`" not in page] == []

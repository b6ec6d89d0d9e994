"""Whatever lies in a folder is read or named: zips, workbooks of WPS, scans, what opens with a password only."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from cli.test_commands import LETING, ONE, jibiao
from files.old_excel import book, saved
from files.test_encrypted import encrypted_package
from jibiao.collection import intake
from jibiao.consolidation import consolidate
from jibiao.distribution.distributing import distribute
from jibiao.files.workbook import read_workbook
from jibiao.forms import form_by_id
from office import audit, convert


def packed(path: Path, **files: Path | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(
                name.replace("__", "/") + ".xlsx", data if isinstance(data, bytes) else data.read_bytes()
            )
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What offices send in: a zip with a zip in it, a workbook of WPS, scans, an archive, a letter; and by-products."""
    home = tmp_path / "报送"
    home.mkdir()
    inner = packed(tmp_path / "inner", 一=ONE).read_bytes()
    with zipfile.ZipFile(packed(home / "乐亭县住建局.zip", 表__二=LETING), "a") as archive:
        archive.writestr("下属.zip", inner)
        archive.writestr("__MACOSX/._二.xlsx", b"x")
        archive.writestr("照片.jpg", b"\xff\xd8\xff\xe0")
    (home / "扫描件.pdf").write_bytes(b"%PDF-1.7")
    (home / "全部.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    letter = docx.Document()
    letter.add_paragraph("报送函")
    letter.save(str(home / "报送函.docx"))
    (home / "Thumbs.db").write_bytes(b"x")
    (home / "~$锁.et").write_bytes(b"x")
    (home / "单位名单.csv").write_text("单位编码,单位名称\n1,财政局\n", "utf-8")
    return home


DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
UNREAD = ["乐亭县住建局.zip/照片.jpg", "全部.rar", "扫描件.pdf"]


def test_check_reads_what_is_in_zips_and_names_what_it_did_not_read(folder: Path) -> None:
    done = jibiao("check", folder)
    assert done.returncode == 2
    assert "6 个文件" in done.stdout  # the letter was read and holds no form
    assert (
        "没有读取或没有完整读取的文件 3 个：乐亭县住建局.zip/照片.jpg（图片）、全部.rar、扫描件.pdf（PDF 文件）。"
        in done.stdout
    )
    assert "没有绩效目标表的文件 1 个：报送函.docx。" in done.stdout
    found = json.loads(jibiao("check", folder, "--format", "json").stdout)
    rules = {
        finding["file"].removeprefix(f"{folder}/"): finding["rule"]
        for finding in found
        if not finding["sheet"] and finding["rule"] != "no_form"
    }
    assert rules == dict(zip(UNREAD, ["other_file", "file_unreadable", "other_file"], strict=True))
    assert "解压" in next(f["remedy"] for f in found if f["rule"] == "file_unreadable")
    files = {finding["file"].removeprefix(f"{folder}/") for finding in found if finding["sheet"]}
    assert files >= {"乐亭县住建局.zip/表/二.xlsx"}


def test_read_gives_the_projects_in_zips(folder: Path) -> None:
    done = jibiao("read", folder, "--format", "json")
    files = {project["file"].removeprefix(f"{folder}/") for project in json.loads(done.stdout)}
    assert files == {"乐亭县住建局.zip/下属.zip/一.xlsx", "乐亭县住建局.zip/表/二.xlsx"}
    assert done.returncode == 2 and all(f"{folder / name}：" in done.stderr for name in UNREAD)
    whole = jibiao("read", folder / "乐亭县住建局.zip" / "表" / "二.xlsx", "--format", "json")
    assert whole.returncode == 0 and len(json.loads(whole.stdout)) == len(json.loads(done.stdout)) - 1


def test_consolidate_counts_and_names_what_it_did_not_read(folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位名称\n乐亭县住房和城乡建设局\n扫描件\n", "utf-8")
    done = jibiao("consolidate", folder, "-o", tmp_path / "汇总.xlsx", "--roster", roster)
    assert done.returncode == 2
    assert "未能完整读取的文件 3 个" in done.stdout
    assert "没有读取或没有完整读取的文件：" + "、".join(UNREAD) in done.stdout
    data = json.loads(jibiao("consolidate", folder, "-o", tmp_path / "汇总.xlsx", "--format", "json").stdout)
    assert {file["file"]: file["status"] for file in data["files"]} == {
        "乐亭县住建局.zip/下属.zip/一.xlsx": "read",
        "乐亭县住建局.zip/照片.jpg": "not_spreadsheet",
        "乐亭县住建局.zip/表/二.xlsx": "read",
        "全部.rar": "unreadable",
        "扫描件.pdf": "not_spreadsheet",
        "报送函.docx": "no_form",
    }


def test_a_zip_stands_for_a_folder(folder: Path, tmp_path: Path) -> None:
    done = jibiao(
        "consolidate", folder / "乐亭县住建局.zip", "-o", tmp_path / "汇总.xlsx", "--format", "json"
    )
    data = json.loads(done.stdout)
    assert (done.returncode, data["department"]) == (2, "乐亭县住建局")
    assert [file["file"] for file in data["files"]] == ["下属.zip/一.xlsx", "照片.jpg", "表/二.xlsx"]
    done = jibiao("consolidate", folder / "全部.rar", "-o", tmp_path / "汇总.xlsx")
    assert done.returncode == 2 and "不是文件夹" in done.stderr


def test_links_to_what_is_in_a_zip_lead_to_the_zip(folder: Path, tmp_path: Path) -> None:
    consolidate(folder, tmp_path / "汇总.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["项目汇总"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    outside = [link for link in links if link.target]
    assert outside and all(not link.location for link in outside)
    assert {link.target.rpartition("/")[2] for link in outside} == {"乐亭县住建局.zip"}


def test_a_province_is_summed_up_from_published_documents_alone(tmp_path: Path) -> None:
    home = tmp_path / "公开"
    shutil.copytree(DOCUMENTS, home)
    done = jibiao("consolidate", home, "-o", tmp_path / "汇总.xlsx", "--format", "json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["projects"], data["not_counted"], data["unread"]) == (1, 89, 0, 0)
    assert (data["organisations"], data["total"]) == (6, "56443.07")  # as of the workbooks, cent for cent
    assert audit(tmp_path / "汇总.xlsx") == []


def test_a_form_that_came_as_workbook_and_in_a_document_counts_once_as_the_workbook(tmp_path: Path) -> None:
    home = tmp_path / "报送"
    home.mkdir()
    shutil.copy(LETING, home / "乐亭.xlsx")
    shutil.copy(next(DOCUMENTS.glob("000*.docx")), home / "1公开.docx")  # it comes first in the folder
    done = jibiao("consolidate", home, "-o", tmp_path / "汇总.xlsx")
    assert "其中 21 个项目既有工作簿、又在 Word 文档里，只计一次，以工作簿为准。" in done.stdout
    result = consolidate(home, tmp_path / "汇总.xlsx")
    assert {project.entry.relative for project in result.counted} == {"乐亭.xlsx"}
    assert len(result.counted) == len(result.projects) - len(result.counted) == 21
    said = {project.because for project in result.projects if not project.counted}
    assert "未计入：同一项目另有工作簿，计入的是工作簿（第22号）" in said
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    cover = [str(cell.value) for row in book["封面"].iter_rows() for cell in row]
    assert any("既有工作簿、又在 Word 文档里的项目21个" in text for text in cover)
    links = [cell.hyperlink for row in book["项目汇总"].iter_rows() for cell in row if cell.hyperlink]
    assert not any(link.location for link in links if str(link.target).endswith(".docx"))


def test_a_folder_without_a_workbook_makes_no_summary_and_its_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "扫描件.pdf").write_bytes(b"%PDF-1.7")
    done = jibiao("consolidate", tmp_path / "报送", "-o", tmp_path / "汇总.xlsx")
    assert done.returncode == 2 and "扫描件.pdf：" in done.stderr
    assert not (tmp_path / "汇总.xlsx").exists()


def test_a_workbook_of_wps_is_read_alone_and_in_a_folder_but_not_marked(tmp_path: Path) -> None:
    (old,) = convert("xls", tmp_path, ONE)
    home = tmp_path / "报送"
    home.mkdir()
    old.rename(home / "住建局.et")
    (home / "新.et").write_bytes(ONE.read_bytes())
    for path in (home / "住建局.et", home / "新.et", home):
        done = jibiao("read", path, "--format", "json")
        assert done.returncode == 0
        assert {project["project_name"] for project in json.loads(done.stdout)} == {"质监站经费"}
    done = jibiao("check", home, "--mark", "-o", tmp_path / "标记")
    assert done.returncode == 2
    assert "住建局.et：没有做标记副本，不是 .xlsx 或 .xlsm 工作簿" in done.stderr
    assert "新.et：没有做标记副本，它其实是 .xlsx 文件" in done.stderr


def test_marked_copies_of_what_is_in_a_zip_lie_in_a_folder_of_its_name(folder: Path, tmp_path: Path) -> None:
    (folder / "乐亭县住建局" / "表").mkdir(parents=True)
    (folder / "乐亭县住建局" / "表" / "二.xlsx").write_bytes(ONE.read_bytes())  # somebody unpacked it as well
    jibiao("check", folder, "--mark", "-o", tmp_path / "标记")
    copies = sorted(
        path.relative_to(tmp_path / "标记").as_posix() for path in (tmp_path / "标记").rglob("*.xlsx")
    )
    assert copies == [
        "乐亭县住建局.zip/表/二.xlsx",
        "乐亭县住建局/下属/一.xlsx",
        "乐亭县住建局/表/二.xlsx",
    ]
    jibiao("check", folder / "乐亭县住建局.zip", "--mark", "-o", tmp_path / "单个")
    assert (tmp_path / "单个" / "乐亭县住建局" / "表" / "二.xlsx").exists()


def test_a_zip_that_means_harm_writes_nothing_outside_the_copies(tmp_path: Path) -> None:
    home = tmp_path / "a" / "报送"
    home.mkdir(parents=True)
    with zipfile.ZipFile(home / "x.zip", "w") as archive:
        archive.writestr("../../../逃.xlsx", LETING.read_bytes())
    done = jibiao("check", home, "--mark", "-o", tmp_path / "a" / "标记")
    assert done.returncode == 1
    assert [path.name for path in tmp_path.rglob("逃.xlsx")] == ["逃.xlsx"]
    assert (tmp_path / "a" / "标记" / "x" / "逃.xlsx").exists()


def test_the_zips_name_tells_the_sender(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,某县农业农村局\n002,某县教育局\n", "utf-8")
    sent = distribute(tmp_path / "名单.csv", form_by_id("C"), 2026, tmp_path / "下发").manifest.sent
    home = tmp_path / "收回"
    home.mkdir()
    packed(home / "某县农业农村局.zip", 表=ONE)
    (home / "某县教育局.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    result = intake(home, tmp_path / "下发", tmp_path / "收表.xlsx")
    assert len(sent) == 2
    assert [str(one.state) for one in result.returns] == ["missing", "unreadable"]
    anonymous = openpyxl.load_workbook(io.BytesIO(ONE.read_bytes()))
    for row in anonymous.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "质量监督站" in cell.value:
                cell.value = None
    stream = io.BytesIO()
    anonymous.save(stream)
    packed(home / "某县农业农村局.zip", 表=stream.getvalue())
    result = intake(home, tmp_path / "下发", tmp_path / "收表.xlsx")
    assert [str(one.state) for one in result.returns] == ["returned", "unreadable"]
    assert result.returns[0].files[0].sender.how == "file_name"
    done = jibiao("intake", home, "--manifest", tmp_path / "下发", "-o", tmp_path / "收表.xlsx")
    assert done.returncode == 2 and "没有读取或没有完整读取的文件：某县教育局.rar" in done.stdout


def test_a_password_is_asked_for_and_never_shown(tmp_path: Path) -> None:
    home = tmp_path / "报送"
    home.mkdir()
    encrypted_package(home / "密.xlsx", ONE.read_bytes(), "kt-2024")
    done = jibiao("check", home)
    assert done.returncode == 2 and "--password" in done.stdout
    for words in (["read", home], ["check", home], ["consolidate", home, "-o", tmp_path / "汇总.xlsx"]):
        done = jibiao(*words, "--password", "kt-2024")
        assert done.returncode == 0 and re.search("1 个项目|1 张表", done.stdout)
        assert "kt-2024" not in done.stdout + done.stderr
    done = jibiao("check", home, "--password", "kt-2025")
    assert done.returncode == 2 and "给出的密码打不开" in done.stdout
    done = jibiao("check", home, "--password", "kt-2024", "--mark", "-o", tmp_path / "标记")
    assert done.returncode == 2 and "没有做标记副本，文件设置了打开密码" in done.stderr
    assert not list((tmp_path / "标记").rglob("*.xlsx"))


def test_a_marked_copy_of_a_file_with_excels_own_password_opens_without(tmp_path: Path) -> None:
    encrypted_package(tmp_path / "a.xlsx", LETING.read_bytes(), "VelvetSweatshop")
    assert jibiao("check", tmp_path / "a.xlsx", "--mark", "-o", tmp_path / "标记").returncode == 1
    assert read_workbook(tmp_path / "标记" / "a.xlsx").grids


def test_files_that_hold_nothing_are_not_said_to_be_without_faults(tmp_path: Path) -> None:
    saved(tmp_path / "空.xls", book([[""]]))
    done = jibiao("check", tmp_path)
    assert done.returncode == 1
    assert "没有发现问题" not in done.stdout
    assert "没有绩效目标表的文件 1 个：空.xls。" in done.stdout


def test_a_file_that_is_named_twice_or_by_a_link_is_read_once(tmp_path: Path) -> None:
    """Else every project of it would be there twice."""
    home = tmp_path / "报送"
    home.mkdir()
    file, link = home / "甲.xlsx", home / "链接.xlsx"
    file.write_bytes(ONE.read_bytes())
    once = jibiao("check", file, "--format", "json").stdout
    for again in ([file, file], [home, file], [home / ".." / "报送" / "甲.xlsx", file]):
        done = jibiao("check", *again, "--format", "json")
        assert json.loads(done.stdout.replace("/../报送", "")) == json.loads(once)
        assert "甲.xlsx" not in done.stderr
    link.symlink_to(file)
    done = jibiao("check", home, "--format", "json")
    assert json.loads(done.stdout) == json.loads(once)
    assert f"{link}：这是指向 {file} 的链接，是同一个文件，只读取一次。" in done.stderr
    result = consolidate(home, tmp_path / "汇总.xlsx")
    assert [str(entry.status) for entry in result.entries] == ["read", "duplicate"]


def test_a_folder_that_is_a_link_is_named(tmp_path: Path) -> None:
    home = tmp_path / "报送"
    home.mkdir()
    (home / "甲.xlsx").write_bytes(ONE.read_bytes())
    (tmp_path / "别处").mkdir()
    (home / "共享").symlink_to(tmp_path / "别处", target_is_directory=True)
    done = jibiao("check", home)
    assert done.returncode == 2 and "没有读取或没有完整读取的文件 1 个：共享" in done.stdout
    done = jibiao("consolidate", home, "-o", tmp_path / "汇总.xlsx")
    assert done.returncode == 2 and "共享" in done.stdout


def test_the_same_workbook_twice_is_said_and_counted_once(tmp_path) -> None:
    for name in ("甲.xlsx", "甲 - 副本.xlsx"):
        (tmp_path / name).write_bytes(Path(LETING).read_bytes())
    once = jibiao("check", tmp_path / "甲.xlsx", "--format", "json")
    twice = jibiao("check", tmp_path, "--format", "json")
    found = json.loads(twice.stdout)
    assert [one["rule"] for one in found].count("file_repeated") == 1
    assert len(found) == len(json.loads(once.stdout)) + 1
    assert "2 个文件" in jibiao("check", tmp_path).stdout

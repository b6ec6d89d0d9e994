"""The files: the same every time, clean against the schema, and up to date in templates/."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from jibiao.forms import all_forms, form_by_id
from jibiao.templates import build_template, template_name
from jibiao.templates.__main__ import TABLES, blank_of, digest_of, read_versions
from jibiao.templates.build import table_stamp
from jibiao.templates.coverage import coverage
from office import audit, render_png

BUILT = Path(__file__).parents[2] / "templates"


def _parts(data: bytes) -> dict[str, str]:
    """The parts of a package, apart from how they are packed and how their XML is spelled."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: ET.canonicalize(package.read(name).decode(), rewrite_prefixes=True)
            for name in package.namelist()
        }


def test_built_files_are_up_to_date(tools, form_id):
    """If this fails: python -m jibiao.templates"""
    built = BUILT / template_name(form_by_id(form_id))
    assert _parts(built.read_bytes()) == _parts(tools.blank(form_id))


def test_a_changed_template_has_a_new_version(tools, form_id):
    """Workbooks that come back are told apart by it. If this fails: count `version` up in the form's definition
    (unless that version was never given to anybody: then take its line out), python -m jibiao.templates"""
    form = form_by_id(form_id)
    known = read_versions(BUILT / "versions.csv")
    assert known[form_id, form.version] == digest_of(tools.blank(form_id))
    assert max(version for known_form, version in known if known_form == form_id) == form.version


@pytest.mark.parametrize("name", TABLES)
def test_a_changed_template_of_a_table_has_a_new_version(name):
    """If this fails: count `version` up under [blank] in the table's definition (unless that version was never given to
    anybody: then take its line out), python -m jibiao.templates"""
    version = table_stamp(TABLES[name]).version
    known = read_versions(BUILT / "versions.csv")
    assert known[name, version] == digest_of(blank_of(TABLES[name]))
    assert max(one for known_name, one in known if known_name == name) == version


def test_the_page_on_what_templates_check_is_up_to_date():
    """If this fails: python -m jibiao.templates"""
    page = BUILT.parent / "docs" / "模板自检范围.md"
    assert page.read_text("utf-8") == coverage(all_forms())


def test_no_other_files_in_the_folder():
    expected = {template_name(form) for form in all_forms()} | {"README.md", "versions.csv"}
    assert {path.name for path in BUILT.iterdir()} == expected


def test_building_twice_gives_the_same_bytes(tools, form_id):
    assert tools.blank(form_id) == tools.blank(form_id)


def test_clean_against_the_schema(tools, form_id, tmp_path):
    for name, data in (
        ("blank", tools.blank(form_id)),
        ("filled", tools.filled(form_id, tools.gold(form_id))),
    ):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        assert audit(path) == []


def test_the_audit_does_find_faults(tools, tmp_path):
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(io.BytesIO(tools.blank("A1"))) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(b"<pageMargins", b"<pageMargin")
            target.writestr(name, data)
    assert audit(broken)


def test_figures_kept_as_text_are_not_marked_as_errors(tools):
    with zipfile.ZipFile(io.BytesIO(tools.blank("A1"))) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    (areas,) = re.findall(r'<ignoredError sqref="([^"]+)" numberStoredAsText="1"/>', sheet)
    assert areas.split()[:5] == ["B3", "B7", "C7", "E7", "G7"]


def test_no_trace_of_the_hour_or_the_machine(tools):
    with zipfile.ZipFile(io.BytesIO(tools.blank("A1"))) as package:
        core = package.read("docProps/core.xml").decode()
        assert {info.date_time for info in package.infolist()} == {(2024, 1, 1, 0, 0, 0)}
    assert re.findall(r">(\d{4}-[^<]+)<", core) == ["2024-01-01T00:00:00Z"] * 2


def test_a_failed_build_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_text("old")
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        build_template(form_by_id("A1"), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_guide_form_and_self_check_print_on_a_page_each(tools, form_id, tmp_path):
    path = tmp_path / f"{form_id}.xlsx"
    path.write_bytes(tools.filled(form_id, tools.gold(form_id)))
    pages_of_reference = 4
    assert len(render_png(path, tmp_path / "pages")) == 3 + pages_of_reference
